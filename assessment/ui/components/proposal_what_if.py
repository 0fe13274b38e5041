"""What-if: change one thing and see at once what follows; keep it under a name, compare, choose, delete."""

from functools import partial
from typing import Final

import streamlit as st

from assessment.ui import messages
from assessment.ui.components import (
    proposal_compare,
    proposal_draft,
    proposal_projection,
    proposal_settings,
    proposal_verdict,
    rows,
    table,
)
from assessment.ui.components.proposal_view import Board, heading, money, people, say, signed
from assessment.ui.messages import plain
from scoring.organization.advice import Plan, Proposal

SAME: Final = 0.05
"""A smaller difference is not printed."""


def draw(board: Board) -> None:
    """Draw fields and outcome side by side, then the scenarios that were kept."""
    heading(board, say("try.title"))
    st.caption(say("try.help" if board.mine else "try.help_reader"))
    messages.panel("proposal-try", partial(_bench, board))
    proposal_compare.draw(board)


def _bench(board: Board) -> None:
    """Draw the fields, what comes out, and how to keep it: a tap on a field runs only this part."""
    fields, outcome = st.columns((2, 3), gap="large")
    with fields:
        proposal_settings.draw(board)
    with outcome, st.container(key="outcome"):
        if proposal_settings.problem(board):
            return
        tried = proposal_draft.tried(board)
        _outcome(board, tried)
        proposal_draft.save_form(board, where="try")
        _scores(board, tried, "position")
    parts, people_days = st.columns(2, gap="large")
    with parts:
        _scores(board, tried, "sub_capability")
    with people_days:
        st.markdown(f"**{say('plan.carriers')}**")
        with st.container(key="carriers"):
            carriers(board, tried.plan)


def _outcome(board: Board, tried: Proposal) -> None:
    """Say what is recommended now, and how the main figures moved against the scenario shown."""
    changed = proposal_draft.dirty(board)
    tag = say("try.tag_changed" if changed else "try.tag_same", name=board.scenario(board.proposal.scenario))
    st.caption(plain(tag))
    form = tried.settings.form or tried.advice.recommended
    said = proposal_verdict.verdict(board, tried.advice)
    if tried.settings.form is not None:
        said = say("try.by_hand", form=board.form(form), said=said)
    st.markdown(f"**{plain(said)}**")
    share = proposal_verdict.certainty(board, tried.advice)
    if share:
        st.caption(plain(share))
    figures(board.proposal, tried)


def figures(before: Proposal, after: Proposal) -> None:
    """Draw the main figures with their difference."""
    with st.grid(3, min_column_width=120, key="figures"):
        for name, was, now, said in told_figures(before, after):
            moved = now - was
            st.metric(
                say(f"try.{name}"),
                said,
                signed(moved, 0 if name in ("count", "days") else 1) if abs(moved) >= SAME else None,
                delta_color="off",
                delta_arrow="off",
            )


def told_figures(before: Proposal, after: Proposal) -> tuple[tuple[str, float, float, str], ...]:
    """Name every figure with its value before and after, and what is shown for it."""
    old, new = _sums(before.plan), _sums(after.plan)
    fte = after.difference.fte_after
    unknown = after.target.empty  # without a target, today's headcount is none and "nothing moves" is no news
    return (
        ("fte", before.difference.fte_after, fte, "–" if unknown else people(fte)),
        ("count", old[0], new[0], say("try.count_value", n=f"{new[0]:.0f}")),
        ("days", old[1], new[1], say("plan.effort", days=f"{new[1]:,.0f}")),
        ("cash", old[2] / 10_000, new[2] / 10_000, money(new[2])),
        ("reach", _reach(before), _reach(after), say("try.reach_value", n=_reach(after), of=_aimed(after))),
        (
            "conditions",
            _moving(before),
            _moving(after),
            "–" if unknown else say("try.count_value", n=_moving(after)),
        ),
    )


def _sums(plan: Plan) -> tuple[float, float, float]:
    planned = plan.planned()
    return (
        float(len(planned)),
        sum(one.person_days for one in planned),
        sum(one.cash for one in planned),
    )


def _reach(proposal: Proposal) -> int:
    """Count the sub-capabilities whose projected score is at its target."""
    return sum(
        one.kind == "sub_capability"
        and one.then is not None
        and one.target is not None
        and one.then >= one.target
        for one in proposal.projections
    )


def _aimed(proposal: Proposal) -> int:
    """Count the sub-capabilities that have a target and a score."""
    return sum(
        one.kind == "sub_capability" and one.then is not None and one.target is not None
        for one in proposal.projections
    )


def _moving(proposal: Proposal) -> int:
    """Count the decisions that change hands."""
    return sum(bool(line.moves) for line in proposal.rights)


def _scores(board: Board, tried: Proposal, kind: str) -> None:
    """Draw the projected scores of one kind."""
    found = tuple(one for one in tried.projections if one.kind == kind)
    proposal_projection.draw(board, found, kind)


def carriers(board: Board, plan: Plan) -> None:
    """Draw the person-days of every owner post by quarter."""
    kinds = list(dict.fromkeys(kind for load in plan.quarters for kind, _ in load.carriers))
    if not kinds:
        st.caption(say("plan.nobody"))
        return
    days = [dict(load.carriers) for load in plan.quarters]
    totals = {kind: sum(one.get(kind, 0.0) for one in days) for kind in kinds}
    lines = [
        [
            board.kind(kind),
            *(rows.number(one[kind], 0) if kind in one else "–" for one in days),
            rows.number(totals[kind], 0),
        ]
        for kind in sorted(kinds, key=lambda kind: -totals[kind])
    ]
    heads = [
        say("plan.col_owner"),
        *(say("plan.short_quarter", n=load.quarter + 1) for load in plan.quarters),
    ]
    table.draw([*heads, say("plan.col_total")], lines)
