"""The script that Streamlit runs for every full page: who is looking, and which page they asked for."""

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from assessment.bootstrap import bootstrap
from assessment.settings import Settings
from assessment.ui import messages, navigation, session
from assessment.ui.messages import common

if TYPE_CHECKING:
    from assessment.bootstrap import Services


@st.cache_resource(show_spinner=False)
def _services() -> "Services":
    """Wire the house once per process. Holds no person's data: every call names its viewer."""
    return bootstrap(Settings.from_environment())


def main() -> None:
    """Draw the head and the page asked for. The visitor is looked up anew on every run."""
    st.set_page_config(
        page_title=common("product.name"), layout="centered", initial_sidebar_state="collapsed"
    )
    st.html(Path(__file__).with_name("style.css"))
    with messages.frame():
        services = _services()
        visitor = services.links.visitor(st.context.cookies.to_dict())
        pages = navigation.build(services, visitor)
        session.keep_pages(pages.pages)
        opened = st.navigation(list(pages.pages.values()), position="hidden")
        session.keep_locale_in_address()
        navigation.head(services, visitor, pages)
        opened.run()


main()
