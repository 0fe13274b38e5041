"""Edited lines whose ground moved since: what changed, and the question whether the edit still stands."""

import streamlit as st

from assessment.domain.scenario import LineEdit
from assessment.ui.components import proposal_ground, proposal_hand
from assessment.ui.components.proposal_view import Board, say, slug
from assessment.ui.messages import plain, tell


def draw(board: Board, edit: LineEdit) -> None:
    """Say what changed under one line, and ask the owner."""
    name = slug(edit.line)
    reading = board.proposal.reading(edit.line)
    with st.container(key=f"moved-{name}"):
        if reading is None:
            st.warning(plain(say("moved.gone")), icon=":material/sync_problem:")
        else:
            changed = proposal_ground.changes(board, edit, reading)
            facts = tell("plan.needs_join").join(changed)
            words = say("moved.now", facts=facts) if changed else say("moved.other")
            st.warning(plain(words), icon=":material/sync_problem:")
        if board.mine:
            _ask(board, edit, name, kept=reading is not None)


def _ask(board: Board, edit: LineEdit, name: str, *, kept: bool) -> None:
    with st.container(horizontal=True):
        if kept:
            st.button(
                say("moved.keep"),
                key=f"keep-{name}",
                on_click=proposal_hand.store,
                args=(board, edit),
            )
        st.button(say("moved.drop"), key=f"drop-{name}", on_click=proposal_hand.undo, args=(board, edit.line))


def summary(board: Board) -> None:
    """Say at the top of the page that lines wait for an answer."""
    lines = [board.line(line) for line in board.proposal.moved]
    if lines:
        names = tell("results.list_comma").join(lines)
        st.warning(plain(say("moved.summary", n=len(lines), names=names)), icon=":material/sync_problem:")
