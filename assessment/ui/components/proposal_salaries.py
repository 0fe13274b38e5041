"""What the change costs a month, from the consultant's own salary bands: no figure is ours."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import streamlit as st

from assessment.domain.scenario import SalaryBand, Settings
from assessment.ui import session
from assessment.ui.components import proposal_draft
from assessment.ui.components.proposal_view import Board, comma, money, say
from assessment.ui.messages import plain
from scoring.organization.advice import StructureDifference

MOST: Final = 1_000_000.0
"""Yuan a month for one full-time equivalent; more is a typing error."""
STEP: Final = 500.0


def draw(board: Board) -> None:
    """Draw the cost range, and to the owner the table of bands."""
    st.caption(say("salary.help"))
    _cost(board, proposal_draft.tried(board).difference)
    if not board.mine:
        return
    with st.expander(say("salary.table"), key="salary-table"):
        _table(board)


def _cost(board: Board, difference: StructureDifference) -> None:
    low, high = difference.cost_low, difference.cost_high
    if low is None or high is None:
        st.info(say("salary.none"), icon=":material/payments:")
        return
    if low >= 0 or high <= 0:
        first, second = sorted((abs(low), abs(high)))
        key = "salary.more" if low >= 0 else "salary.less"
        st.markdown(plain(say(key, low=money(first), high=money(second))))
    else:
        st.markdown(plain(say("salary.either", low=money(-low), high=money(high))))
    if difference.unpriced:
        names = comma().join(board.kind(kind) for kind in difference.unpriced)
        st.caption(plain(say("salary.unpriced", names=names)))


def kinds(board: Board) -> tuple[str, ...]:
    """Kinds of posts whose headcount changes: only they cost or save anything."""
    return tuple(
        dict.fromkeys(
            change.kind
            for change in board.proposal.difference.changes
            if change.kind and change.fte_before != change.fte_after
        )
    )


def _table(board: Board) -> None:
    changed = kinds(board)
    if not changed:
        st.caption(say("salary.no_change"))
        return
    st.caption(say("salary.table_help"))
    draft = proposal_draft.of(board)
    for kind in changed:
        band = draft.salaries.get(kind)
        with st.container(horizontal=True, vertical_alignment="bottom", key=f"salary-{kind}"):
            for end, value in (("low", band.low if band else None), ("high", band.high if band else None)):
                key = _key(board, kind, end)
                session.seed(key, value)
                st.number_input(
                    say(f"salary.{end}", name=board.kind(kind)),
                    0.0,
                    MOST,
                    None,
                    STEP,
                    placeholder=say("salary.blank"),
                    key=key,
                    on_change=_changed,
                    args=(board, changed),
                )
    proposal_draft.save_form(board, where="salary")


def _key(board: Board, kind: str, end: str) -> str:
    return proposal_draft.key(board, f"salary-{end}-{kind}")


def _changed(board: Board, changed: tuple[str, ...]) -> None:
    """Take the bands over into what is being tried out; half a band waits for its other half."""
    draft = proposal_draft.of(board)
    typed = {kind: tuple(_amount(_key(board, kind, end)) for end in ("low", "high")) for kind in changed}
    proposal_draft.put(board, replace(draft, salaries=bands(draft, typed)))
    st.rerun()


def bands(draft: Settings, typed: Mapping[str, tuple[float | None, ...]]) -> Mapping[str, SalaryBand]:
    """Put what was typed into bands; ends in the wrong order change places, half a band is none.

    >>> bands(Settings(), {"host": (9000.0, 7000.0), "bd": (8000.0, None)})
    {'host': SalaryBand(low=7000.0, high=9000.0)}
    """
    found = {kind: band for kind, band in draft.salaries.items() if kind not in typed}
    for kind, ends in typed.items():
        known = sorted(end for end in ends if end is not None)
        if len(known) == len(ends):
            found[kind] = SalaryBand(known[0], known[1])
    return found


def _amount(key: str) -> float | None:
    value = session.widget(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= MOST:
        return None
    return float(value)
