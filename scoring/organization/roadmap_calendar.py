"""When in its quarter each initiative runs, and what has to be true by when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from assessment.domain.organization import Facts
from assessment.domain.scenario import QUARTERS
from scoring.organization.advice import Milestone, PlannedInitiative
from scoring.organization.roadmap_program import Task

QUARTER_DAYS: Final = 90
DAYS_PER_PERSON_DAY: Final = 3.0
"""A post gives a third of its time to change: ten person-days are a month (judgement)."""
FORCED_BY: Final = 30
"""Day by which the forced first steps are done."""
EXIT_BY: Final = 180
"""Day of the exit test for an agency, unless its contract ends earlier."""
MONTH: Final = 30
AGENCY_RULE: Final = "R10"

MILESTONES: Final = (
    "forced_done",
    "prerequisite_done",
    "agency_exit_test",
    "remeasure_parts",
    "remeasure",
    "quarter_gate",
    "final_gate",
)
"""A forced step is done; something that others wait for is done; test whether the merchant can do without
its agency; measure again what was worked on; measure everything again; decide how to go on; look back."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Bar:
    """A task on a time line of its own, in days from 0."""

    start: float
    end: float


def calendar(tasks: tuple[Task, ...], quarters: Sequence[int | None]) -> Mapping[int, Span]:
    """First and last day of every planned task, counted from the start of the plan, 1-360.

    A task lasts three days for each person-day of one of its posts. In a quarter a post does one task after
    the other, first steps and then the most valuable first, each after its prerequisites. What is tied
    together by posts or prerequisites and would not end within 90 days is drawn closer in proportion.

    Returns
    -------
    By index of the task; tasks that are out have no entry.
    """
    days: dict[int, Span] = {}
    for quarter in range(QUARTERS):
        members = [i for i, q in enumerate(quarters) if q == quarter]
        for group in _tied(tasks, members):
            days |= _days(tasks, _sequence(tasks, group), QUARTER_DAYS * quarter)
    return days


def _tied(tasks: tuple[Task, ...], members: list[int]) -> list[list[int]]:
    """Group tasks that share a post or wait for one another."""
    groups: list[tuple[set[str], list[int]]] = []
    for i in members:
        marks = {f"post {post}" for post in tasks[i].posts}
        marks |= {f"task {n}" for n in (i, *tasks[i].needs)}
        joined = [g for g in groups if g[0] & marks]
        groups = [g for g in groups if not g[0] & marks]
        groups.append((marks.union(*(g[0] for g in joined)), [*chain(*(g[1] for g in joined)), i]))
    return [sorted(group) for _, group in groups]


def _sequence(tasks: tuple[Task, ...], group: list[int]) -> list[int]:
    """First steps first, then by value (the order of tasks), each after its prerequisites."""
    waiting, placed = sorted(group, key=lambda i: (not tasks[i].first, i)), list[int]()
    while waiting:
        ready = (i for i in waiting if not set(tasks[i].needs) & set(waiting))
        chosen = next(ready, waiting[0])
        waiting.remove(chosen)
        placed.append(chosen)
    return placed


def _days(tasks: tuple[Task, ...], sequence: list[int], offset: int) -> dict[int, Span]:
    """Place a group: lengths in proportion, whole days, nothing after the end of the quarter."""
    lengths = {i: _length(tasks[i]) for i in sequence}
    total = max(bar.end for bar in _placed(tasks, sequence, lengths).values())
    shrink = min(1.0, QUARTER_DAYS / total)
    whole = {i: float(max(1, int(length * shrink))) for i, length in lengths.items()}
    bars = _placed(tasks, sequence, whole)
    return {
        i: (
            offset + min(int(bar.start) + 1, QUARTER_DAYS),
            offset + min(int(bar.end), QUARTER_DAYS),
        )
        for i, bar in bars.items()
    }


def _length(task: Task) -> float:
    return max(1.0, DAYS_PER_PERSON_DAY * task.person_days / max(1, len(task.posts)))


def _placed(tasks: tuple[Task, ...], sequence: list[int], lengths: Mapping[int, float]) -> dict[int, _Bar]:
    free: dict[str, float] = {}
    bars: dict[int, _Bar] = {}
    for i in sequence:
        before = (bars[n].end for n in tasks[i].needs if n in bars)
        start = max(chain((free.get(post, 0.0) for post in tasks[i].posts), before), default=0.0)
        bars[i] = _Bar(start, start + lengths[i])
        free |= dict.fromkeys(tasks[i].posts, bars[i].end)
    return bars


def milestones(
    planned: Sequence[PlannedInitiative], unlocking: Iterable[str], *, exit_day: int | None
) -> tuple[Milestone, ...]:
    """Say what has to be true by when, in the order of days.

    Parameters
    ----------
    planned : initiatives that are in.
    unlocking : ids of those that another planned one waits for.
    exit_day : day of the exit test (`exit_test_day`), None without one.
    """
    found = [] if exit_day is None else [Milestone(exit_day, "gate", "agency_exit_test")]
    waited = set(unlocking)
    for one in planned:
        end = one.end_day or 0
        if one.forced:
            found.append(Milestone(max(FORCED_BY, end), "milestone", "forced_done", one.initiative))
        elif one.initiative in waited:
            found.append(Milestone(end, "milestone", "prerequisite_done", one.initiative))
    last = max((one.quarter or 0 for one in planned), default=-1)
    for quarter in range(last + 1):
        day, final = QUARTER_DAYS * (quarter + 1), quarter == last
        whole = final or quarter % 2 == 1
        found.append(Milestone(day, "milestone", "remeasure" if whole else "remeasure_parts"))
        found.append(Milestone(day, "gate", "final_gate" if final else "quarter_gate"))
    return tuple(sorted(found, key=lambda m: (m.day, MILESTONES.index(m.code), m.initiative)))


def exit_test_day(fired: Iterable[str], facts: Facts) -> int | None:
    """Day of the exit test where an agency holds what the merchant does not learn (rule R10), else None.

    Day 180, or a month before the contract ends (fact F17.months_left), but not before day 30.
    """
    if AGENCY_RULE not in set(fired):
        return None
    left = facts.get("F17.months_left")
    if not isinstance(left, int | float) or isinstance(left, bool):
        return EXIT_BY
    return int(min(EXIT_BY, max(MONTH, MONTH * (left - 1))))
