"""An address that is none of ours: say so, and show the ways back."""

from typing import TYPE_CHECKING

import streamlit as st

from assessment.ui import navigation
from assessment.ui.messages import tell

if TYPE_CHECKING:
    from assessment.access.viewer import Viewer
    from assessment.bootstrap import Services


def render(services: "Services", viewer: "Viewer | None") -> None:  # noqa: ARG001 - every screen has this door
    """Draw the page for an unknown address."""
    st.title(tell("missing.title"))
    st.info(tell("missing.text"), icon=":material/explore_off:")
    for path in ("team", "results") if viewer is not None else ("", "start", "demo"):
        navigation.link(path, tell(f"page.{path or 'welcome'}"), icon=navigation.ICONS[path])
