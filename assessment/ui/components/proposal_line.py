"""One line of the recommendation: its words, why it stands there, and the consultant's hand on it."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Final

import streamlit as st

from assessment.domain.scenario import LineEdit
from assessment.ui import session
from assessment.ui.components import proposal_hand, proposal_moved, proposal_why
from assessment.ui.components.proposal_hand import Offer
from assessment.ui.components.proposal_view import Board, say, slug

MOST: Final = 40
"""Rows of a long list that are drawn at once: an organization may have 500 posts."""
OPEN: Final = "proposal-open"
"""Place that holds the address of the one line that is open."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line as a row: what it says and what may be changed in it.

    `mark` is a short word and its colour (`new`, `moved`, `gone`, `plain`, `warm`) before the title; `figure`
    stands at the right end. `offer` says what may be edited.
    """

    offer: Offer
    title: str
    note: str = ""
    mark: tuple[str, str] | None = None
    figure: str = ""
    more: Callable[[], None] | None = None
    """Draws details that belong to the open line."""

    @property
    def address(self) -> str:
        """Address as in `LineEdit`."""
        return self.offer.address


def draw(board: Board, line: Line) -> None:
    """Draw one row; the open one shows what it rests on and, to the owner, what can be done with it."""
    edit = board.proposal.edit(line.address)
    name = slug(line.address)
    opened = session.place(OPEN) == line.address
    with st.container(key=f"line-{name}"):
        with st.container(horizontal=True, vertical_alignment="center", wrap=False, key=f"linehead-{name}"):
            st.html(markup(line, edit), width="stretch")
            st.button(
                say("why.close" if opened else "why.open"),
                key=f"why-{name}",
                type="tertiary",
                on_click=session.keep_place,
                args=(OPEN, "" if opened else line.address),
            )
        if line.address in board.proposal.moved and edit is not None:
            proposal_moved.draw(board, edit)
        if opened:
            with st.container(border=True, key=f"opened-{name}"):
                _opened(board, line, edit)


def _opened(board: Board, line: Line, edit: LineEdit | None) -> None:
    if line.more is not None:
        line.more()
    proposal_why.draw(board, line.address)
    if board.mine:
        proposal_hand.draw(board, line.offer, edit)


def markup(line: Line, edit: LineEdit | None) -> str:
    """Write the row as HTML; the consultant's wording stands in for ours and is marked as edited."""
    mark = ""
    if line.mark is not None:
        mark = f'<span class="fo-tag fo-{escape(line.mark[1])}">{escape(line.mark[0])}</span>'
    hand = ""
    if edit is not None:
        hand = f'<span class="fo-tag fo-hand">{escape(say(f"hand.mark_{edit.action}"))}</span>'
    own = edit is not None and edit.action == "edited" and bool(edit.text)
    title = edit.text if edit is not None and own else line.title
    struck = " fo-struck" if edit is not None and edit.action == "rejected" else ""
    figure = f"<em>{escape(line.figure)}</em>" if line.figure else ""
    return (
        f'<div class="fo-item{struck}"><div>{mark}<b>{escape(title)}</b> {hand}'
        f"{_notes(line, edit, own=own)}</div>{figure}</div>"
    )


def _notes(line: Line, edit: LineEdit | None, *, own: bool) -> str:
    said = [line.note] if line.note else []
    if own:
        said.append(say("hand.original", text=line.title))
    if edit is not None and edit.action == "rejected":
        said.append(say("hand.because", reason=edit.reason))
    return "".join(f"<small>{escape(one)}</small>" for one in said)


def ordered(board: Board, lines: list[Line]) -> list[Line]:
    """Put lines where the consultant put them; the others keep their order around them."""
    places = {
        edit.line: edit.order
        for edit in board.proposal.edits
        if edit.order is not None and edit.action == "edited"
    }
    kept = [line for line in lines if line.address not in places]
    for line in sorted((one for one in lines if one.address in places), key=lambda one: places[one.address]):
        kept.insert(min(max(places[line.address] - 1, 0), len(kept)), line)
    return kept


def rejected(board: Board, kind: str) -> list[Line]:
    """Lines of a kind that the consultant rejected and the recommendation therefore no longer holds."""
    return [
        Line(Offer(edit.line, text=board.line(edit.line)), board.line(edit.line))
        for edit in board.proposal.edits
        if edit.action == "rejected" and edit.line.startswith(f"{kind}:")
    ]


def draw_all(board: Board, lines: list[Line], name: str = "") -> None:
    """Draw rows below each other; a list with a name begins with its first ones, an open one among them."""
    whole = not name or session.flag(f"proposal-all:{name}")
    opened = session.place(OPEN)
    shown = lines if whole else [x for n, x in enumerate(lines) if n < MOST or x.address == opened]
    with st.container(gap=None):
        for line in shown:
            draw(board, line)
    if len(shown) < len(lines):
        st.button(
            say("line.more", n=len(lines) - len(shown)),
            key=f"more-{name}",
            on_click=session.set_flag,
            args=(f"proposal-all:{name}", True),
        )
