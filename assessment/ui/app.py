"""The script that Streamlit runs for every full page: who is looking, and which page they asked for."""

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from assessment.bootstrap import services as shared_services
from assessment.ui import messages, navigation, session, single_sign_on
from assessment.ui.messages import common

if TYPE_CHECKING:
    from assessment.bootstrap import Services
    from assessment.services.links import Visitor


def main() -> None:
    """Draw the head, the page asked for, and the foot. The visitor is looked up anew on every run."""
    st.set_page_config(
        page_title=common("product.name"), layout="centered", initial_sidebar_state="collapsed"
    )
    st.html(Path(__file__).with_name("style.css"))
    with session.one_language(), messages.frame():
        services = shared_services()
        visitor = services.links.visitor(st.context.cookies.to_dict(), session.wave())
        _know(services, visitor)
        pages = navigation.build(services, visitor)
        session.keep_pages(pages.pages)
        opened = st.navigation(list(pages.pages.values()), position="hidden")
        session.keep_address()
        if visitor.account is None and not opened.url_path and single_sign_on.identity() is not None:
            navigation.go("sso")  # the framework brings whoever comes from a provider to the first page
        navigation.head(services, visitor, pages, opened.url_path)
        opened.run()
        navigation.foot(visitor)


def _know(services: "Services", visitor: "Visitor") -> None:
    """Speak the language of whoever is signed in, tell time by their zone, and note that they are here."""
    if visitor.account is None:
        session.keep_person(None, None)
        return
    own = services.accounts.preferences(visitor.account)
    session.keep_person(own.locale, own.time_zone)
    services.accounts.touch(visitor.account)


main()
