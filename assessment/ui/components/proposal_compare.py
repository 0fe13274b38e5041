"""Scenarios that were kept: look at one, compare up to four side by side, choose one for the report."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from assessment.domain.scenario import BASE_SCENARIO
from assessment.ui import messages, session
from assessment.ui.components import (
    confirm,
    proposal_draft,
    proposal_plan,
    proposal_projection,
    rows,
    table,
)
from assessment.ui.components.confirm import Step
from assessment.ui.components.proposal_view import Board, heading, money, people, say, signed
from assessment.ui.messages import labels, plain
from scoring.organization.advice import Proposal

if TYPE_CHECKING:
    from assessment.services.proposals import Scenario

FEWEST: Final = 2
MOST: Final = 4
SHOWN: Final = 3
"""Scenarios that are compared until somebody chooses others."""


def draw(board: Board) -> None:
    """Draw the list of scenarios and the comparison."""
    heading(board, say("scenario.title"))
    if len(board.scenarios) < FEWEST:
        st.info(say("scenario.only_base"), icon=":material/bookmark:")
        return
    for one in board.scenarios:
        _scenario(board, one)
    heading(board, say("compare.title"))
    messages.panel("proposal-compare", partial(_comparison, board))


def _scenario(board: Board, one: "Scenario") -> None:
    """Draw one scenario with what can be done with it."""
    name = board.scenario(one.id)
    with st.container(border=True, key=f"scenario-{one.id}"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(f"**{plain(name)}**", width="content")
            with st.container(horizontal=True, width="content"):
                if one.id == board.proposal.scenario:
                    st.badge(say("scenario.shown"), icon=":material/visibility:", color="blue")
                if one.chosen:
                    st.badge(say("scenario.chosen"), icon=":material/picture_as_pdf:", color="green")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                say("scenario.show"),
                key=f"show-{one.id}",
                disabled=one.id == board.proposal.scenario,
                on_click=_show,
                args=(board, one),
            )
            if board.mine:
                st.button(
                    say("scenario.choose"),
                    key=f"choose-{one.id}",
                    disabled=one.chosen,
                    on_click=_choose,
                    args=(board, one),
                )
            if board.mine and one.id != BASE_SCENARIO:
                confirm.draw(_deletion(board, one))


def _deletion(board: Board, one: "Scenario") -> Step:
    return Step(
        key=f"delete-{one.id}",
        label=say("scenario.delete"),
        question=say("scenario.delete_ask", name=one.name),
        agree=say("scenario.delete_yes"),
        act=partial(_delete, board, one),
        icon=":material/delete:",
    )


def _show(board: Board, one: "Scenario") -> None:
    proposal_draft.show(board.wave_id, one.id)
    proposal_draft.reset(board)


def _choose(board: Board, one: "Scenario") -> None:
    name = f"choose:{one.id}"
    failure = messages.attempt(
        lambda: board.services.proposals.choose(
            board.viewer, board.wave_id, one.id, operation_id=session.operation(name)
        )
    )
    session.renew_operation(name)
    _told(failure, say("scenario.chosen_done", name=board.scenario(one.id)))


def _delete(board: Board, one: "Scenario") -> None:
    failure = messages.attempt(
        lambda: board.services.proposals.delete_scenario(
            board.viewer, board.wave_id, one.id, operation_id=session.operation(f"delete:{one.id}")
        )
    )
    if failure is None and board.proposal.scenario == one.id:
        proposal_draft.show(board.wave_id, BASE_SCENARIO)
        proposal_draft.reset(board)
    _told(failure, say("scenario.deleted", name=one.name))


def _told(failure: str | None, done: str) -> None:
    session.leave_note("proposal-failed" if failure else "proposal-done", failure or done)


# ---- side by side ----


def _comparison(board: Board) -> None:
    ids = tuple(one.id for one in board.scenarios)
    key = f"compare-{session.locale()}-{hash(ids)}"
    session.seed(key, list(ids[:SHOWN]))
    chosen = st.multiselect(
        say("compare.choose"),
        ids,
        format_func=labels(ids, board.scenario),
        max_selections=MOST,
        placeholder=say("compare.placeholder"),
        key=key,
    )
    picked = [one for one in chosen if one in ids][:MOST]
    if len(picked) < FEWEST:
        st.caption(say("compare.too_few"))
        return
    proposals = [
        board.proposal
        if one == board.proposal.scenario
        else board.services.proposals.proposal(board.viewer, board.wave_id, one)
        for one in picked
    ]
    lines = comparison(board, proposals)
    differing = frozenset(n for n, line in enumerate(lines) if len(set(line[1:])) > 1)
    with st.container(key="comparison"):
        table.draw([say("compare.what"), *(board.scenario(one) for one in picked)], lines, strong=differing)
    st.caption(say("compare.help"))


def comparison(board: Board, proposals: list[Proposal]) -> list[list[str]]:
    """Rows of the comparison: a name, then one text a scenario."""
    lines = [
        [say(f"compare.{name}"), *(said(board, one) for one in proposals)] for name, said in ROWS.items()
    ]
    return [*lines, *_positions(board, proposals)]


def _form(board: Board, proposal: Proposal) -> str:
    return board.form(proposal.settings.form or proposal.advice.recommended)


def _cost(_: Board, proposal: Proposal) -> str:
    low, high = proposal.difference.cost_low, proposal.difference.cost_high
    if low is None or high is None:
        return "–"
    return say("compare.cost_range", low=money(low), high=money(high))


def _first(board: Board, proposal: Proposal) -> str:
    """Name the initiatives of the first quarter."""
    first = [one.initiative for one in proposal.plan.planned() if one.quarter == 0]
    return say("compare.join").join(board.view.names.get(one) for one in first) or "–"


def _positions(board: Board, proposals: list[Proposal]) -> list[list[str]]:
    """Readiness for each position after the plan, as a range."""
    ids = [one.id for one in proposals[0].projections if one.kind == "position"]
    found = [{one.id: one for one in proposal.projections} for proposal in proposals]
    return [
        [
            say("compare.position", name=board.view.names.get(name)),
            *(
                proposal_projection.ranged(one[name].then, one[name].then_low, one[name].then_high)
                if name in one
                else "–"
                for one in found
            ),
        ]
        for name in ids
    ]


def _known(proposal: Proposal, said: str) -> str:
    """Tell a figure of the target only where there is one."""
    return "–" if proposal.target.empty else said


ROWS: Final[dict[str, Callable[[Board, Proposal], str]]] = {
    "form": _form,
    "certainty": lambda _, one: rows.percent(one.advice.certainty),
    "fte": lambda _, one: _known(one, people(one.difference.fte_after)),
    "net": lambda _, one: _known(one, signed(one.difference.fte_after - one.difference.fte_before)),
    "layers": lambda _, one: rows.number(one.difference.after.layers, 0),
    "cost": _cost,
    "moves": lambda _, one: _known(one, str(sum(bool(line.moves) for line in one.rights))),
    "count": lambda _, one: str(len(one.plan.planned())),
    "days": lambda _, one: f"{sum(line.person_days for line in one.plan.planned()):,.0f}",
    "cash": lambda _, one: money(sum(line.cash for line in one.plan.planned())),
    "gap": lambda _, one: proposal_plan.optimum(one.plan.gap, optimal=one.plan.optimal),
    "first": _first,
}
"""What is compared, in this order."""
