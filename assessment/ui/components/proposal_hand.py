"""The consultant's hand on a line: accept it, edit it, reject it with a reason, or take that back."""

from dataclasses import dataclass
from functools import partial
from typing import Final

import streamlit as st

from assessment.domain.scenario import LineAction, LineEdit
from assessment.domain.structure import MAX_FTE
from assessment.ui import messages, session
from assessment.ui.components import proposal_ground
from assessment.ui.components.proposal_view import Board, comma, people, say, slug
from assessment.ui.messages import plain

TEXT_LIMIT: Final = 400
REASON_LIMIT: Final = 300
MOST_PLACES: Final = 99
_MODE: Final = "proposal-mode"


@dataclass(frozen=True, slots=True)
class Offer:
    """What of a line may be edited: its wording always; headcount and place where they are not None."""

    address: str
    text: str = ""
    fte: float | None = None
    order: int | None = None


def draw(board: Board, offer: Offer, edit: LineEdit | None) -> None:
    """Draw what was decided about a line, and the three things that can be done with it."""
    name = slug(offer.address)
    if edit is not None:
        _decided(board, offer, edit)
    with st.container(horizontal=True):
        st.button(
            say("hand.accept"),
            key=f"accept-{name}",
            icon=":material/check:",
            disabled=edit is not None and edit.action == "accepted",
            on_click=_write,
            args=(board, offer, "accepted"),
        )
        for action, icon in (("edited", ":material/edit:"), ("rejected", ":material/block:")):
            st.button(
                say(f"hand.{action}"),
                key=f"{action}-{name}",
                icon=icon,
                on_click=session.keep_place,
                args=(_MODE, f"{action}|{offer.address}"),
            )
    mode = session.place(_MODE)
    if mode == f"edited|{offer.address}":
        _edit_form(board, offer, edit)
    elif mode == f"rejected|{offer.address}":
        _reject_form(board, offer)


def _decided(board: Board, offer: Offer, edit: LineEdit) -> None:
    """Say what was decided, and offer to take it back."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(plain(sentence(board, edit)), width="stretch")
        st.button(
            say("hand.undo"),
            key=f"undo-{slug(offer.address)}",
            type="tertiary",
            icon=":material/undo:",
            on_click=undo,
            args=(board, offer.address),
        )


def sentence(board: Board, edit: LineEdit) -> str:
    """Say in one sentence what the consultant did with a line."""
    parts = [edit.text] if edit.text else []
    if edit.fte is not None:
        parts.append(say("hand.to_fte", fte=people(edit.fte)))
    if edit.order is not None:
        parts.append(say("hand.to_place", n=edit.order))
    if edit.reason:
        parts.append(edit.reason)
    name = board.line(edit.line)
    if not parts:
        return say(f"hand.said_{edit.action}", name=name)
    return say(f"hand.said_{edit.action}_as", name=name, how=comma().join(parts))


def _edit_form(board: Board, offer: Offer, edit: LineEdit | None) -> None:
    name = slug(offer.address)
    st.text_area(
        say("hand.text"),
        (edit.text if edit else "") or offer.text,
        max_chars=TEXT_LIMIT,
        height=90,
        key=f"text-{name}",
    )
    with st.container(horizontal=True):
        if offer.fte is not None:
            st.number_input(
                say("hand.fte"),
                0.0,
                MAX_FTE,
                float(edit.fte if edit and edit.fte is not None else offer.fte),
                0.5,
                key=f"fte-{name}",
                width=180,
            )
        if offer.order is not None:
            st.number_input(
                say("hand.order"),
                1,
                MOST_PLACES,
                min(edit.order if edit and edit.order is not None else offer.order, MOST_PLACES),
                key=f"order-{name}",
                width=180,
            )
    st.button(
        say("hand.save"),
        key=f"save-{name}",
        type="primary",
        on_click=_write,
        args=(board, offer, "edited"),
    )


def _reject_form(board: Board, offer: Offer) -> None:
    name = slug(offer.address)
    st.text_area(
        say("hand.reason"),
        max_chars=REASON_LIMIT,
        height=90,
        placeholder=say("hand.reason_example"),
        key=f"reason-{name}",
    )
    st.button(
        say("hand.do_reject"),
        key=f"reject-{name}",
        type="primary",
        on_click=_write,
        args=(board, offer, "rejected"),
    )


# ---- callbacks: one service call each, then the whole page, as every section may follow ----


def _write(board: Board, offer: Offer, action: LineAction) -> None:
    """Read the open form and store what it says."""
    name = slug(offer.address)
    if action == "accepted":
        store(board, LineEdit(offer.address, "accepted"))
        return
    if action == "rejected":
        reason = _typed(f"reason-{name}", REASON_LIMIT)
        if not reason:
            session.leave_note("proposal-failed", say("hand.blank"))
            st.rerun()
        store(board, LineEdit(offer.address, "rejected", reason=reason))
        return
    text = _typed(f"text-{name}", TEXT_LIMIT)
    fte = _number(f"fte-{name}", 0.0, MAX_FTE) if offer.fte is not None else None
    place = _number(f"order-{name}", 1, MOST_PLACES) if offer.order is not None else None
    before = board.proposal.edit(offer.address)
    by_hand = None if before is None else before.fte  # what is offered then is the edit, not our arithmetic
    edit = LineEdit(
        offer.address,
        "edited",
        text="" if text == offer.text else text,
        fte=by_hand if fte == offer.fte else fte,
        order=None if place is None or int(place) == offer.order else int(place),
    )
    if not edit.text and edit.fte is None and edit.order is None:
        session.leave_note("proposal-failed", say("hand.unchanged"))
        st.rerun()
    store(board, edit)


def _typed(key: str, limit: int) -> str:
    """Text of a field, whatever the browser sent."""
    return str(session.widget(key) or "").strip()[:limit]


def _number(key: str, low: float, high: float) -> float | None:
    """Read the number of a field inside its limits, else None."""
    value = session.widget(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        return None
    return float(value)


def store(board: Board, edit: LineEdit) -> None:
    """Store an edit with the ground on which it is made, and draw the page anew."""
    edit = proposal_ground.stamped(edit, board.proposal.reading(edit.line))
    # Another wording is another operation: after a failure nobody knows whether the first one was stored.
    name = f"hand:{edit.line}:{edit.action}:{hash((edit.text, edit.reason, edit.order, edit.fte))}"
    write = partial(
        board.services.proposals.edit, board.viewer, board.wave_id, edit, operation_id=session.operation(name)
    )
    _after(messages.attempt(write), say(f"hand.done_{edit.action}", name=board.line(edit.line)), name)


def undo(board: Board, address: str) -> None:
    """Take the newest edit of a line back."""
    name = f"hand:{address}:undo"
    write = partial(
        board.services.proposals.undo_edit,
        board.viewer,
        board.wave_id,
        address,
        operation_id=session.operation(name),
    )
    _after(messages.attempt(write), say("hand.done_undo", name=board.line(address)), name)


def _after(failure: str | None, done: str, operation: str) -> None:
    """Leave the sentence for the page, forget a finished operation, and draw everything anew."""
    if failure is None:
        session.renew_operation(operation)
        session.keep_place(_MODE, "")
        session.leave_note("proposal-done", done)
    else:
        session.leave_note("proposal-failed", failure)
    st.rerun()
