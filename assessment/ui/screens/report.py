"""The report desk of a scored wave: for its owner to shape and print reports, for readers to print them."""

from typing import TYPE_CHECKING

import streamlit as st

from assessment.access.viewer import Owner, Reader
from assessment.domain.errors import NotScoredYet
from assessment.ui import navigation
from assessment.ui.components import report_sections
from assessment.ui.components.report_view import Bench, say
from assessment.ui.messages import tell

if TYPE_CHECKING:
    from assessment.access.viewer import Viewer
    from assessment.bootstrap import Services


def render(services: "Services", viewer: "Viewer | None") -> None:
    """Draw the desk, or say what is still to do before there is a report; strangers print the demo's."""
    asked = viewer or services.demo.reader()
    if not isinstance(asked, Owner | Reader):
        _aside("page.no_link", ":material/key:", "demo")
        return
    if isinstance(asked, Owner) and services.engagements.progress(asked).wave.status == "open":
        _aside("page.still_open", ":material/hourglass_top:", "team")
        return
    try:
        run = services.analysis.latest(asked, asked.wave_id)
    except NotScoredYet:
        _aside("page.not_scored", ":material/calculate:", "results")
        return
    report_sections.draw(Bench(services, asked, run))
    st.divider()
    with st.container(horizontal=True, key="further"):
        for path in ("results", "proposal") if isinstance(asked, Owner) else ("demo", "proposal"):
            navigation.link(path, tell(f"page.{path}"), icon=navigation.ICONS[path])


def _aside(key: str, icon: str, *paths: str) -> None:
    """Say why there is nothing yet, and lead to where something can be done about it."""
    st.title(tell("page.report"))
    st.info(say(key), icon=icon)
    for path in paths:
        navigation.link(path, tell(f"page.{path}"), icon=navigation.ICONS[path])
