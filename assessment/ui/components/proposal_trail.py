"""What the consultant did by hand, and the trail of who did what to the organization."""

from typing import TYPE_CHECKING, Final

import streamlit as st

from assessment.ui import session
from assessment.ui.components import proposal_hand, table
from assessment.ui.components.proposal_view import Board, heading, say, slug
from assessment.ui.messages import moment, plain

if TYPE_CHECKING:
    from assessment.services.proposals import TrailEntry

SHOWN: Final = 30


def draw(board: Board) -> None:
    """Draw all edits that count, then the trail."""
    heading(board, say("trail.edits"))
    st.caption(say("trail.edits_help"))
    if not board.proposal.edits:
        st.info(say("trail.no_edit"), icon=":material/edit_note:")
    for edit in board.proposal.edits:
        with st.container(horizontal=True, vertical_alignment="center", key=f"edit-{slug(edit.line)}"):
            st.markdown(f"- {plain(proposal_hand.sentence(board, edit))}", width="stretch")
            if board.mine:
                st.button(
                    say("hand.undo"),
                    key=f"trail-undo-{slug(edit.line)}",
                    type="tertiary",
                    icon=":material/undo:",
                    on_click=proposal_hand.undo,
                    args=(board, edit.line),
                )
    heading(board, say("trail.title"))
    _trail(board)


def _trail(board: Board) -> None:
    found = board.services.proposals.trail(board.viewer, board.wave_id)
    if not found:
        st.info(say("trail.empty"), icon=":material/history:")
        return
    everything = session.flag("proposal-trail")
    shown = found if everything else found[:SHOWN]
    heads = [say(f"trail.col_{name}") for name in ("at", "by", "what", "detail")]
    table.draw(heads, [_line(board, entry) for entry in shown])
    if len(found) > len(shown):
        st.button(
            say("trail.more", n=len(found) - len(shown)),
            key="trail-more",
            on_click=session.set_flag,
            args=("proposal-trail", True),
        )


def _line(board: Board, entry: "TrailEntry") -> list[str]:
    by = say(f"trail.by_{entry.by}")
    told = what(board, entry)
    detail = "" if entry.detail and told.endswith(entry.detail) else entry.detail
    return [moment(entry.at), by, told, detail or "–"]


def what(board: Board, entry: "TrailEntry") -> str:
    """Say what an entry of the trail did; a kind without words stands for itself."""
    subject = board.line(entry.subject) if entry.kind.startswith("line_") else ""
    if entry.kind.startswith("scenario_"):
        subject = board.scenario(entry.subject)
        subject = entry.detail if subject == entry.subject else subject
    try:
        return say(f"trail.{entry.kind}", subject=subject)
    except KeyError:
        return entry.kind
