"""The recommended organization, section by section; only the open one is computed."""

from functools import partial
from typing import Final

import streamlit as st

from assessment.ui import messages, session
from assessment.ui.components import (
    proposal_crosswalk,
    proposal_draft,
    proposal_moved,
    proposal_plan,
    proposal_rights,
    proposal_target,
    proposal_trail,
    proposal_verdict,
    proposal_what_if,
)
from assessment.ui.components.proposal_view import Board, say
from assessment.ui.messages import labels, plain, tell

SECTIONS: Final = {
    "verdict": proposal_verdict.draw,
    "target": proposal_target.draw,
    "rights": proposal_rights.draw,
    "plan": proposal_plan.draw,
    "try": proposal_what_if.draw,
    "trail": proposal_trail.draw,
    "cross": proposal_crosswalk.draw,
}
KEY: Final = "proposal-sections-{locale}"
_PLACE: Final = "proposal-section:{wave}"


def draw(board: Board) -> None:
    """Draw head and sections of one recommendation."""
    with st.container(key="wide"):
        st.title(say("page.title", merchant=plain(board.view.run.merchant.name)))
        if board.view.result.demo:
            with st.container(key="demo-mark"):
                st.warning(tell("demo.mark"), icon=":material/science:")
        _told()
        st.markdown(say("page.lead"))
        _scenario(board)
        proposal_moved.summary(board)
        key = KEY.format(locale=session.locale())
        session.seed(key, _last(board))
        tabs = st.tabs([say(f"tab.{name}") for name in SECTIONS], key=key, on_change="rerun")
        for tab, (name, section) in zip(tabs, SECTIONS.items(), strict=True):
            if tab.open:
                session.keep_place(_PLACE.format(wave=board.wave_id), name)
                with tab:
                    messages.panel(f"proposal-{name}", partial(section, board))


def _last(board: Board) -> str | None:
    """Label of the section that was open: another language draws the tabs anew, at the same place."""
    name = session.place(_PLACE.format(wave=board.wave_id))
    return say(f"tab.{name}") if name in SECTIONS else None


def _told() -> None:
    """Tell what the last press did, or why it did nothing."""
    failed, done = session.note("proposal-failed"), session.note("proposal-done")
    if failed:
        st.error(plain(failed), icon=":material/error:")
    if done:
        st.success(plain(done), icon=":material/task_alt:")


def _scenario(board: Board) -> None:
    """Let the reader turn the whole page to another scenario, where there is one."""
    ids = tuple(one.id for one in board.scenarios)
    if len(ids) <= 1:
        return
    chosen = {one.id for one in board.scenarios if one.chosen}

    def word(name: str) -> str:
        said = board.scenario(name)
        return say("scenario.in_report", name=said) if name in chosen else said

    key = f"scenario-{session.locale()}-{board.proposal.scenario}-{hash(ids)}"
    session.seed(key, board.proposal.scenario)
    st.selectbox(
        say("scenario.label"),
        ids,
        format_func=labels(ids, word),
        filter_mode=None,
        key=key,
        on_change=_turn,
        args=(board, key),
        width=420,
    )


def _turn(board: Board, key: str) -> None:
    value = session.widget(key)
    if value in {one.id for one in board.scenarios}:
        proposal_draft.show(board.wave_id, str(value))
        proposal_draft.reset(board)
