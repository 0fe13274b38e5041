"""The roadmap: initiatives in four quarters under the merchant's caps, with the reason for each of them."""

from collections import Counter
from dataclasses import dataclass
from typing import Final

from assessment.domain.scenario import QUARTERS, Settings
from scoring.organization.advice import Plan, PlannedInitiative, QuarterLoad
from scoring.organization.ground import Ground
from scoring.organization.roadmap_calendar import Span, calendar, exit_test_day, milestones
from scoring.organization.roadmap_candidates import Candidate, candidates, limits_of, tasks_of
from scoring.organization.roadmap_program import (
    Limits,
    Schedule,
    Task,
    blocking,
    earliest,
    schedule,
)

REASONS: Final = (
    "forced",
    "required",
    "rule",
    "gap",
    "later_prerequisite",
    "later_cap",
    "cap",
    "prerequisite_out",
    "prerequisite_late",
    "skipped",
    "not_applicable",
    "no_gap",
    "no_score",
    "no_weight",
)
"""In from the first quarter on: forced first step, asked for by hand, named by a fired rule, or closing a
gap. Later: a prerequisite or a cap kept it out of the quarter before. Out: no cap leaves room, a prerequisite
is out or is done only in the last quarter, skipped by hand, for nothing that the merchant does or plans, at
its target already, no score, or of no weight in the planned mix."""
LIMITS: Final = ("person_days", "cash", "initiatives", "carry")
"""Caps that a reason may name; `carry` is what one owner post can carry."""


@dataclass(frozen=True, slots=True)
class _Draft:
    """The solved programme."""

    tasks: tuple[Task, ...]
    limits: Limits
    found: Schedule
    days: dict[int, Span]


def roadmap(ground: Ground, settings: Settings) -> Plan:
    """Plan the initiatives of the knowledge base over four quarters.

    Parameters
    ----------
    ground : score run with facts.
    settings : caps, targets and mix replace the merchant's own where given; `skipped` stay out, `required`
        go in as far as the caps allow. Ids that nobody knows are passed over.

    Returns
    -------
    The plan. All initiatives are listed: those that are in by their start, then the others by value. The
    value of the plan is the sum of gap x position weight x effect x 0.9^quarter, and `gap` is how far from
    the best such sum it may be at most. Every cap and prerequisite is kept, also where forced steps do not
    fit: these then come later or not at all, with the cap as reason. METHOD.md, section on the roadmap.

    Notes
    -----
    Independent of the order of initiatives, rules and facts.
    """
    judged = candidates(ground, settings)
    chosen = {c.id: c for c in judged if not c.out}
    tasks = tasks_of(tuple(chosen.values()))
    limits = limits_of(ground, settings)
    found = schedule(tasks, limits)
    draft = _Draft(tasks, limits, found, dict(calendar(tasks, found.quarters)))
    lines = [_line(draft, i, chosen[task.id]) for i, task in enumerate(tasks)]
    inside = sorted((x for x in lines if x.status == "in"), key=_by_start)
    outside = [x for x in lines if x.status == "out"] + [_left_out(c) for c in judged if c.out]
    fired = (r.rule for r in ground.result.recommendations if r.status == "fired")
    return Plan(
        initiatives=(*inside, *sorted(outside, key=lambda x: (-x.value, x.initiative))),
        quarters=tuple(_load(draft, q) for q in range(QUARTERS)),
        milestones=milestones(inside, _unlocking(draft), exit_day=exit_test_day(fired, ground.facts)),
        gap=found.gap,
        optimal=found.optimal,
    )


def _by_start(line: PlannedInitiative) -> tuple[int, int, float, str]:
    return line.quarter or 0, line.start_day or 0, -line.value, line.initiative


def _line(draft: _Draft, index: int, candidate: Candidate) -> PlannedInitiative:
    """Tell one candidate: when, and why then."""
    quarter = draft.found.quarters[index]
    start, end = draft.days.get(index, (None, None))
    reason, limit = _why_out(draft, index) if quarter is None else _why_then(draft, index, candidate)
    return PlannedInitiative(
        initiative=candidate.id,
        status="out" if quarter is None else "in",
        quarter=quarter,
        start_day=start,
        end_day=end,
        value=candidate.value,
        gap=candidate.worth.gap,
        person_days=candidate.initiative.person_days,
        cash=candidate.cash,
        owner=_owner(candidate),
        reason=reason,
        limit=limit,
        rules=candidate.rules,
        forced=candidate.forced,
    )


def _left_out(candidate: Candidate) -> PlannedInitiative:
    """Tell an initiative that is no candidate."""
    return PlannedInitiative(
        initiative=candidate.id,
        status="out",
        quarter=None,
        start_day=None,
        end_day=None,
        value=candidate.value,
        gap=candidate.worth.gap,
        person_days=candidate.initiative.person_days,
        cash=candidate.cash,
        owner=_owner(candidate),
        reason=candidate.out,
        limit=candidate.limit,
        rules=candidate.rules,
        forced=candidate.forced,
    )


def _owner(candidate: Candidate) -> str:
    return next(iter(candidate.initiative.posts), "")


def _why_then(draft: _Draft, index: int, candidate: Candidate) -> tuple[str, str]:
    """Say why it is in, or what kept it out of the quarter before."""
    quarters, task = draft.found.quarters, draft.tasks[index]
    quarter = quarters[index] or 0
    if quarter == 0:
        kinds = (("forced", candidate.forced), ("required", candidate.required), ("rule", candidate.rules))
        return next((name for name, holds in kinds if holds), "gap"), ""
    if (earliest(draft.tasks, quarters, task) or 0) == quarter:
        return "later_prerequisite", _latest_need(draft, task)
    return "later_cap", next(iter(blocking(draft.tasks, draft.limits, quarters, index, quarter - 1)), "")


def _latest_need(draft: _Draft, task: Task) -> str:
    """Name the prerequisite that is done last."""
    ends = {need: draft.days[need][1] for need in task.needs}
    return draft.tasks[max(ends, key=lambda need: (ends[need], -need))].id


def _why_out(draft: _Draft, index: int) -> tuple[str, str]:
    """Say which prerequisite is out or too late, or which cap is in the way in most quarters."""
    tasks, quarters, task = draft.tasks, draft.found.quarters, draft.tasks[index]
    gone = next((need for need in task.needs if quarters[need] is None), None)
    if gone is not None:
        return "prerequisite_out", tasks[gone].id
    first = earliest(tasks, quarters, task) or 0
    if first >= QUARTERS:
        return "prerequisite_late", _latest_need(draft, task)
    met = Counter(
        name for q in range(first, QUARTERS) for name in blocking(tasks, draft.limits, quarters, index, q)
    )
    return "cap", max(LIMITS, key=lambda name: (met[name], -LIMITS.index(name)))


def _unlocking(draft: _Draft) -> set[str]:
    """Ids of planned tasks that another planned one needs."""
    pairs = zip(draft.tasks, draft.found.quarters, strict=True)
    return {draft.tasks[need].id for task, quarter in pairs if quarter is not None for need in task.needs}


def _load(draft: _Draft, quarter: int) -> QuarterLoad:
    """Add up what a quarter carries."""
    pairs = zip(draft.tasks, draft.found.quarters, strict=True)
    there = [task for task, planned in pairs if planned == quarter]
    carried: dict[str, float] = {}
    for task in there:
        for post in task.posts:
            carried[post] = carried.get(post, 0.0) + task.share
    return QuarterLoad(
        quarter=quarter,
        n=len(there),
        n_cap=draft.limits.initiatives,
        person_days=sum((task.person_days for task in there), 0.0),
        person_days_cap=draft.limits.person_days[quarter],
        cash=sum((task.cash for task in there), 0.0),
        cash_cap=draft.limits.cash[quarter],
        carriers=tuple(sorted(carried.items(), key=lambda pair: (-pair[1], pair[0]))),
    )
