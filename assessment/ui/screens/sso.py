"""The way in by a company account: the provider says who it is, our own session begins by its route."""

from functools import partial
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from assessment.domain.errors import SignInRefused
from assessment.ui import messages, session, single_sign_on
from assessment.ui.messages import plain, speaker

if TYPE_CHECKING:
    from assessment.access.viewer import Viewer
    from assessment.bootstrap import Services

_tell = speaker("account")


def render(services: "Services", viewer: "Viewer | None") -> None:  # noqa: ARG001 - every screen has this door
    """Send to the provider, or hand over whom it named."""
    st.title(_tell("sso.title"))
    if not single_sign_on.configured():
        st.info(_tell("sso.off"), icon=":material/badge:")
        messages.sign_in_link("link")
        return
    found = single_sign_on.identity()
    if found is None:
        st.markdown(_tell("sso.what"))
        for name in single_sign_on.providers():
            label = _tell("sso.what_button") if name is None else plain(name)
            st.button(label, key=f"sso-{name or 'only'}", type="primary", on_click=partial(_go, name))
        return
    try:
        ticket = services.accounts.sign_in_by_oidc(found.subject, found.email, verified=found.verified)
    except SignInRefused:
        st.warning(_tell("sso.unknown"), icon=":material/person_off:")
        st.button(_tell("sso.other"), key="sso-other", on_click=st.logout)
        return
    st.success(plain(_tell("sso.known", email=found.email)), icon=":material/verified_user:")
    address = f"/account/exchange/{ticket}?lang={session.locale()}"
    st.html(f'<p class="fo-go"><a href="{address}">{escape(_tell("sso.enter"))}</a></p>')


def _go(name: str | None) -> None:
    if name is None:
        st.login()
    else:
        st.login(name)
