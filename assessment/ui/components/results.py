"""A score run, read on screen: the same content as the report, with charts that respond."""

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from assessment.access.viewer import Owner, Reader
from assessment.ui import session
from assessment.ui.components import result_details, result_overview, result_plan, rows
from assessment.ui.components.download import pdf
from assessment.ui.components.result_view import View
from assessment.ui.messages import plain, tell

if TYPE_CHECKING:
    from assessment.bootstrap import Services
    from assessment.services.analysis import StoredRun

SECTIONS = {
    "overview": result_overview.draw,
    "dimensions": result_overview.dimensions,
    "roles": result_details.roles,
    "positions": result_details.positions,
    "plan": result_plan.draw,
    "method": result_details.method,
}


def draw(services: "Services", viewer: Owner | Reader, run: "StoredRun") -> None:
    """Draw all sections of one score run; only the open one is computed."""
    view = View(run, rows.names(run), partial(services.voices.by_item, viewer, run.wave.id))
    with st.container(key="wide"):
        st.title(tell("results.title", merchant=plain(run.merchant.name)))
        if run.result.demo:
            with st.container(key="demo-mark"):
                st.warning(tell("demo.mark"), icon=":material/science:")
        tabs = st.tabs(
            [tell(f"results.tab_{name}") for name in SECTIONS],
            key=f"sections-{session.locale()}",
            on_change="rerun",
        )
        for tab, section in zip(tabs, SECTIONS.values(), strict=True):
            if tab.open:
                with tab:
                    section(view)
        st.divider()
        pdf(services, viewer, view)
