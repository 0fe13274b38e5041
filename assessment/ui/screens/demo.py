"""The demo merchant's results, marked as synthetic on every part of the page."""

from typing import TYPE_CHECKING

import streamlit as st

from assessment.ui.components import results
from assessment.ui.messages import tell
from assessment.ui.screens.results import further

if TYPE_CHECKING:
    from assessment.access.viewer import Viewer
    from assessment.bootstrap import Services


def render(services: "Services", viewer: "Viewer | None") -> None:  # noqa: ARG001 - the demo is the same for all
    """Draw the demo; it is created on first use, with the same ids every time."""
    reader = services.demo.reader()
    if reader is None:
        with st.spinner(tell("demo.preparing"), show_time=True):
            reader = services.demo.ensure()
    results.draw(services, reader, services.analysis.latest(reader, reader.wave_id))
    further()
