"""A score run, read on screen: the findings of the report, with charts that respond."""

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from assessment.access.viewer import Owner, Reader
from assessment.ui import session
from assessment.ui.components import (
    result_archetypes,
    result_details,
    result_overview,
    result_peers,
    result_plan,
    result_quality,
    result_snowball,
    result_trail,
    result_view,
    rows,
)
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
    "snowball": result_snowball.draw,
    "peers": result_peers.draw,
    "archetypes": result_archetypes.draw,
    "plan": result_plan.draw,
    "trail": result_trail.draw,
    "method": result_quality.method,
}


_PLACE = "section:{run}"


def _last_section(run_id: str) -> str | None:
    """Label of the section that was open: another language draws the tabs anew, at the same place."""
    name = session.place(_PLACE.format(run=run_id))
    return tell(f"results.tab_{name}") if name in SECTIONS else None


def draw(services: "Services", viewer: Owner | Reader, run: "StoredRun") -> None:
    """Draw all sections of one score run; only the open one is computed."""
    view = View(run, rows.names(run), partial(services.voices.by_item, viewer, run.wave.id))
    with st.container(key="wide"):
        st.title(tell("results.title", merchant=plain(run.merchant.name)))
        if run.result.demo:
            with st.container(key="demo-mark"):
                st.warning(tell("demo.mark"), icon=":material/science:")
        key = result_view.SECTIONS.format(locale=session.locale())
        session.seed(key, _last_section(run.id))
        tabs = st.tabs([tell(f"results.tab_{name}") for name in SECTIONS], key=key, on_change="rerun")
        for tab, (name, section) in zip(tabs, SECTIONS.items(), strict=True):
            if tab.open:
                session.keep_place(_PLACE.format(run=run.id), name)
                with tab:
                    section(view)
        st.divider()
        pdf(services, viewer, view)
