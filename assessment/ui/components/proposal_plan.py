"""The roadmap: Gantt chart, every initiative with its reason, who carries how much, milestones and gates."""

from html import escape
from typing import Final

import streamlit as st

from assessment.domain.organization import Initiative
from assessment.domain.scenario import QUARTERS
from assessment.ui.components import proposal_line, proposal_pictures, proposal_why, rows, table
from assessment.ui.components.proposal_hand import Offer
from assessment.ui.components.proposal_line import Line
from assessment.ui.components.proposal_view import Board, heading, money, say
from assessment.ui.messages import plain, wording
from scoring.organization.advice import Milestone, PlannedInitiative, QuarterLoad

NEARLY: Final = 0.9
"""From this share of a cap on, a load is drawn as tight."""
SHOWN_OUT: Final = 6


def draw(board: Board) -> None:
    """Draw the whole section."""
    plan = board.proposal.plan
    heading(board, say("plan.title"))
    planned = plan.planned()
    if not plan.initiatives:
        st.info(say("plan.empty"), icon=":material/task_alt:")
        return
    st.markdown(plain(_summary(board)))
    st.caption(plain(optimum(plan.gap, optimal=plan.optimal)))
    if planned:
        proposal_pictures.gantt(board)
    heading(board, say("plan.load"))
    st.caption(say("plan.load_help"))
    st.html(f'<div class="fo-loads">{"".join(_quarter(board, one) for one in plan.quarters)}</div>')
    _lists(board, planned)
    if plan.milestones:
        heading(board, say("plan.milestones"))
        st.caption(say("plan.milestones_help"))
        _milestones(board, plan.milestones)


def optimum(gap: float, *, optimal: bool) -> str:
    """Say how far the plan is from the best one."""
    return say("plan.optimal") if optimal and gap <= 0 else say("plan.gap", gap=f"{gap:.1%}")


def _summary(board: Board) -> str:
    planned = board.proposal.plan.planned()
    out = [one for one in board.proposal.plan.initiatives if one.status == "out"]
    return say(
        "plan.summary",
        n=len(planned),
        out=len(out),
        days=f"{sum(one.person_days for one in planned):,.0f}",
        cash=money(sum(one.cash for one in planned)),
    )


# ---- load ----


def _quarter(board: Board, load: QuarterLoad) -> str:
    """Write one quarter: initiatives, person-days and cash against their caps, and who carries them."""
    count = _meter(say("plan.count"), float(load.n), load.n_cap, str(load.n), str(load.n_cap))
    days = _meter(
        say("plan.days"),
        load.person_days,
        load.person_days_cap,
        f"{load.person_days:,.0f}",
        f"{load.person_days_cap:,.0f}",
    )
    cap = money(load.cash_cap) if load.cash_cap is not None else ""
    cash = _meter(say("plan.cash"), load.cash, load.cash_cap, money(load.cash), cap)
    caps = board.proposal.settings.caps
    most = caps.carry if caps is not None else None
    people = "".join(
        _meter(board.kind(kind), days_of, most, f"{days_of:,.0f}", f"{most:,.0f}" if most else "")
        for kind, days_of in sorted(load.carriers, key=lambda one: -one[1])
    )
    who = f"<h5>{escape(say('plan.carriers'))}</h5>{people}" if people else ""
    return (
        f'<section class="fo-load"><h4>{escape(quarter(load.quarter))}</h4>{count}{days}{cash}{who}</section>'
    )


def quarter(number: int) -> str:
    """Name a quarter of the plan, from 0."""
    return say("plan.quarter", n=number + 1)


def _meter(name: str, value: float, cap: float | None, said: str, cap_said: str) -> str:
    """Write one load with its bar; without a cap there is none."""
    if cap is None:
        return f'<div class="fo-meter"><span>{escape(name)}</span><em>{escape(said)}</em></div>'
    share = value / cap if cap else float(value > 0)
    state = "over" if share > 1 else "tight" if share >= NEARLY else "easy"
    of = escape(say("plan.of", value=said, cap=cap_said))
    return (
        f'<div class="fo-meter fo-{state}"><span>{escape(name)}</span><em>{of}</em>'
        f'<span class="fo-bar"><i style="width:{min(share, 1.0):.0%}"></i></span></div>'
    )


# ---- initiatives ----


def _lists(board: Board, planned: tuple[PlannedInitiative, ...]) -> None:
    """Draw what is in, quarter by quarter, and what is out, each with its reason."""
    lines = [_line(board, one, place) for place, one in enumerate(planned, 1)]
    quarters = {f"initiative:{one.initiative}": one.quarter or 0 for one in planned}
    ordered = proposal_line.ordered(board, lines)
    for number in range(QUARTERS):
        chosen = [line for line in ordered if quarters[line.address] == number]
        if chosen:
            heading(board, say("plan.in_quarter", quarter=quarter(number), n=len(chosen)))
            proposal_line.draw_all(board, chosen)
    out = [one for one in board.proposal.plan.initiatives if one.status == "out"]
    if out:
        heading(board, say("plan.out", n=len(out)))
        st.caption(say("plan.out_help"))
        drawn = [_line(board, one, len(planned) + 1) for one in out]
        proposal_line.draw_all(board, drawn[:SHOWN_OUT])
        if drawn[SHOWN_OUT:]:
            with st.expander(say("plan.out_more", n=len(drawn) - SHOWN_OUT), key="out-more"):
                proposal_line.draw_all(board, drawn[SHOWN_OUT:])


def initiative(board: Board, name: str) -> Initiative | None:
    """Find an initiative of the knowledge base."""
    return next((one for one in board.view.run.knowledge.initiatives if one.id == name), None)


def _line(board: Board, planned: PlannedInitiative, place: int) -> Line:
    found = initiative(board, planned.initiative)
    name = wording(found.name) if found else planned.initiative
    return Line(
        Offer(f"initiative:{planned.initiative}", text=name, order=place),
        name,
        note=reasons(board, planned),
        mark=_mark(planned),
        figure=say("plan.effort", days=f"{planned.person_days:g}"),
        more=lambda: _details(board, planned, found),
    )


def _mark(planned: PlannedInitiative) -> tuple[str, str]:
    if planned.status == "out":
        return planned.initiative, "gone"
    return (say("plan.forced"), "warm") if planned.forced else (planned.initiative, "plain")


def reasons(board: Board, planned: PlannedInitiative) -> str:
    """Say why an initiative is where it is, which cap it met, and who carries it."""
    said = [proposal_why.reason(planned.reason)]
    if planned.limit:
        said.append(say("plan.limit", limit=limit(board, planned.limit)))
    if planned.owner:
        said.append(say("plan.owner", owner=board.kind(planned.owner)))
    return " · ".join(said)


def limit(board: Board, code: str) -> str:
    """Name the cap or the prerequisite that an initiative met."""
    if code in board.view.names.by_id:
        return board.view.names.get(code)
    try:
        return say(f"limit.{code}")
    except KeyError:
        return code


def _details(board: Board, planned: PlannedInitiative, found: Initiative | None) -> None:
    """Draw time, money, what comes first, and the leading figure with baseline and target."""
    said = []
    if planned.start_day is not None and planned.end_day is not None:
        said.append((say("plan.time"), say("plan.time_value", start=planned.start_day, end=planned.end_day)))
    said.append((say("plan.cash_of"), money(planned.cash)))
    if found is not None:
        if wording(found.prerequisite):
            said.append((say("plan.prerequisite"), wording(found.prerequisite)))
        said.append((say("plan.kpi"), kpi(board, found)))
    for label, value in said:
        st.markdown(f"**{label}** {plain(value)}")


def kpi(board: Board, found: Initiative) -> str:
    """Name the leading figure, with baseline and target of the score that it moves."""
    main = found.sub_capability or max(found.effects, key=lambda part: found.effects[part], default="")
    projected = next((one for one in board.proposal.projections if one.id == main), None)
    name = wording(found.kpi)
    if projected is None or projected.now is None:
        return say("plan.kpi_unknown", name=name)
    goal = projected.target if projected.target is not None else projected.then
    return say(
        "plan.kpi_value",
        name=name,
        part=board.view.names.get(main),
        now=rows.number(projected.now),
        target=rows.number(goal),
    )


# ---- milestones ----


def _milestones(board: Board, milestones: tuple[Milestone, ...]) -> None:
    heads = [say(f"plan.col_{name}") for name in ("day", "kind", "what")]
    lines = [
        [say("plan.day", n=one.day), say(f"plan.kind_{one.kind}"), milestone(board, one)]
        for one in sorted(milestones, key=lambda one: one.day)
    ]
    gates = frozenset(
        n for n, one in enumerate(sorted(milestones, key=lambda one: one.day)) if one.kind == "gate"
    )
    table.draw(heads, lines, strong=gates)


def milestone(board: Board, one: Milestone) -> str:
    """Say what has to be true at a milestone, or what is decided at a gate."""
    name = board.view.names.get(one.initiative) if one.initiative else ""
    try:
        return say(f"milestone.{one.code}", name=name)
    except KeyError:
        return name or one.code
