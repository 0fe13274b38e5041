"""The quick way to a report: the leadership edition as PDF on one press, and the way to the report desk."""

from typing import TYPE_CHECKING

import streamlit as st

from assessment.access.viewer import Owner, Reader
from assessment.domain.editions import ReportOrder
from assessment.domain.text import LOCALES, Locale
from assessment.ui import navigation, session
from assessment.ui.components import result_view
from assessment.ui.components.result_view import View
from assessment.ui.messages import common, labels, plain, tell

if TYPE_CHECKING:
    from assessment.bootstrap import Services
    from assessment.services.analysis import StoredRun
    from assessment.services.reporting import StoredReport


def pdf(services: "Services", viewer: Owner | Reader, view: View) -> None:
    """Offer the leadership edition of one run. The file itself comes from the product's own route."""
    run = view.run
    result_view.heading(view, tell("pdf.title"))
    st.caption(tell("pdf.lead"))
    spoken = session.locale()
    chosen = st.segmented_control(
        tell("pdf.language"),
        LOCALES,
        default=spoken,
        required=True,
        format_func=labels(LOCALES, lambda code: common(f"language.{code}")),
        key=f"pdf-locale-{spoken}",
    )
    locale: Locale = chosen if chosen in LOCALES else spoken
    flag = f"pdf:{run.id}:{locale}"
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(tell("pdf.build"), key="pdf-build", type="primary", icon=":material/picture_as_pdf:"):
            session.set_flag(flag, value=True)
        navigation.link("report", tell("pdf.desk"), icon=navigation.ICONS["report"])
    if session.flag(flag):
        _link(_build(services, viewer, run, locale))


def _build(services: "Services", viewer: Owner | Reader, run: "StoredRun", locale: Locale) -> "StoredReport":
    """Build the report, or find the stored one: the same run and language give the same file."""
    bar = st.progress(0.0, text=tell("pdf.building"))
    report = services.reporting.build(
        viewer,
        run.id,
        ReportOrder("leadership", locale),
        progress=lambda stage, share: _show(bar, stage, share),
    )
    bar.empty()
    return report


def _show(bar: "st.delta_generator.DeltaGenerator", stage: str, share: float) -> None:
    try:
        words = tell(f"pdf.stage_{stage}")
    except KeyError:
        words = tell("pdf.building")
    bar.progress(min(1.0, max(0.0, share)), text=words)


def _link(report: "StoredReport") -> None:
    st.success(
        tell("pdf.ready", pages=report.pages, size=plain(f"{report.size / 1024:.0f}")),
        icon=":material/task_alt:",
    )
    st.link_button(
        tell("pdf.download"),
        f"/reports/{report.id}",
        type="primary",
        icon=":material/download:",
        key="pdf-download",
    )
