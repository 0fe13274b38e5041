"""The first page: what this is, a demonstration, and the way in."""

from typing import TYPE_CHECKING

import streamlit as st

from assessment.ui import navigation
from assessment.ui.messages import tell

if TYPE_CHECKING:
    from assessment.access.viewer import Viewer
    from assessment.bootstrap import Services

STEPS = ("one", "two", "three")


def render(services: "Services", viewer: "Viewer | None") -> None:  # noqa: ARG001 - every screen has this door
    """Draw the welcome page; the holder of an owner's link is offered their own pages first."""
    st.title(tell("welcome.title"))
    st.markdown(tell("welcome.lead"))
    with st.container(horizontal=True, key="welcome-actions"):
        if viewer is not None:
            _button("team", tell("welcome.to_team"), primary=True)
        _button("start", tell("welcome.start"), primary=viewer is None)
        _button("demo", tell("welcome.demo"), primary=False)
    st.info(tell("welcome.have_link"), icon=":material/link:")
    st.subheader(tell("welcome.how"))
    for column, step in zip(st.columns(3), STEPS, strict=True):
        with column, st.container(border=True, height="stretch"):
            st.markdown(f"**{tell(f'welcome.step_{step}')}**")
            st.markdown(tell(f"welcome.step_{step}_text"))
    st.subheader(tell("welcome.measures"))
    st.markdown(tell("welcome.measures_text"))
    st.subheader(tell("welcome.privacy"))
    st.markdown(tell("welcome.privacy_text"))


def _button(path: str, label: str, *, primary: bool) -> None:
    pressed = st.button(
        label, key=f"go-{path}", type="primary" if primary else "secondary", icon=navigation.ICONS[path]
    )
    if pressed:
        navigation.go(path)
