"""The script that Streamlit runs for every full page: who is looking, and which page they asked for."""

from pathlib import Path

import streamlit as st

from assessment.bootstrap import services as shared_services
from assessment.ui import messages, navigation, session
from assessment.ui.messages import common


def main() -> None:
    """Draw the head, the page asked for, and the foot. The visitor is looked up anew on every run."""
    st.set_page_config(
        page_title=common("product.name"), layout="centered", initial_sidebar_state="collapsed"
    )
    st.html(Path(__file__).with_name("style.css"))
    with session.one_language(), messages.frame():
        services = shared_services()
        visitor = services.links.visitor(st.context.cookies.to_dict(), session.wave())
        pages = navigation.build(services, visitor)
        session.keep_pages(pages.pages)
        opened = st.navigation(list(pages.pages.values()), position="hidden")
        session.keep_address()
        navigation.head(services, visitor, pages, opened.url_path)
        opened.run()
        navigation.foot(visitor)


main()
