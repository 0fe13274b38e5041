"""The recommended organization of a scored wave: for its owner to work on, for readers to read."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from assessment.access.viewer import Owner, Reader
from assessment.domain.errors import NothingProposed, NotScoredYet
from assessment.domain.scenario import BASE_SCENARIO
from assessment.domain.text import LocalizedText
from assessment.ui import navigation, session
from assessment.ui.components import proposal_draft, proposals, rows
from assessment.ui.components.proposal_view import Board, say
from assessment.ui.components.result_view import View
from assessment.ui.messages import plain, tell

if TYPE_CHECKING:
    from assessment.access.viewer import Viewer
    from assessment.bootstrap import Services
    from assessment.services.analysis import StoredRun
    from assessment.services.proposals import Scenario


def render(services: "Services", viewer: "Viewer | None") -> None:
    """Draw the recommendation, or say what is still to do before there is one; strangers read the demo's."""
    asked = viewer or services.demo.reader()
    if not isinstance(asked, Owner | Reader):
        _aside("page.no_link", ":material/key:", "demo")
        return
    if isinstance(asked, Owner) and services.engagements.progress(asked).wave.status == "open":
        _aside("page.still_open", ":material/hourglass_top:", "team", "structure")
        return
    try:
        run = services.analysis.latest(asked, asked.wave_id)
        board = _board(services, asked, run)
    except NotScoredYet:
        _aside("page.not_scored", ":material/calculate:", "results")
        return
    except NothingProposed:
        _aside("page.older", ":material/history:", "results")
        return
    proposals.draw(board)
    _further(board)


def _aside(key: str, icon: str, *paths: str) -> None:
    """Say why there is nothing yet, and lead to where something can be done about it."""
    st.title(tell("page.proposal"))
    st.info(say(key), icon=icon)
    for path in paths:
        navigation.link(path, tell(f"page.{path}"), icon=navigation.ICONS[path])


def _board(services: "Services", viewer: Owner | Reader, run: "StoredRun") -> Board:
    """Read the scenarios, and the recommendation under the one on screen."""
    scenarios = services.proposals.scenarios(viewer, run.wave.id)
    shown = _shown(run.wave.id, scenarios)
    proposal = services.proposals.proposal(viewer, run.wave.id, shown)
    names = rows.names(run)
    named: dict[str, LocalizedText] = {kind.id: kind.name for kind in run.knowledge.design.kinds}
    view = View(
        run,
        replace(names, by_id=named | names.by_id),
        partial(services.voices.by_item, viewer, run.wave.id),
    )
    return Board(services, viewer, view, proposal, scenarios)


def _shown(wave_id: str, scenarios: "tuple[Scenario, ...]") -> str:
    """Id of the scenario on screen: what was asked for, else the one that the report prints."""
    known = [one.id for one in scenarios]
    asked = session.place(proposal_draft.shown_place(wave_id))
    if asked in known and asked is not None:
        return asked
    return next((one.id for one in scenarios if one.chosen), BASE_SCENARIO)


def _further(board: Board) -> None:
    """Lead to the pages that this one rests on, and to the report."""
    st.divider()
    if board.mine:
        st.caption(plain(say("page.report")))
    paths = ("report", "results", "structure", "facts") if board.mine else ("report", "demo", "structure")
    with st.container(horizontal=True, key="further"):
        for path in paths:
            navigation.link(path, say(f"page.to_{path}"), icon=navigation.ICONS[path])
