"""The integer programme behind the roadmap: which task in which quarter, so that the year is worth most.

Variables are cumulative: y[i, q] is 1 when task i has been done by the end of quarter q. That reads like a
calendar, makes prerequisites one line each, and bounds the optimum more tightly than one variable a quarter.
METHOD.md, section on the roadmap, has the formula.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from assessment.domain.scenario import QUARTERS
from scoring.arrays import FloatArray

DISCOUNT: Final = 0.9
"""What the same step is worth a quarter later (judgement)."""
QUICK: Final = 10.0
"""Person-days up to which a prerequisite may be met earlier in the same quarter (judgement)."""
EXACT_UP_TO: Final = 12
"""Number of tasks up to which the proof is carried to the end."""
GAP: Final = 0.01
"""Proven distance to the optimum at which the search stops beyond that: a plan that is at most a hundredth
short is as good as the best, as its effects are judged to within a half, and is found in half the time."""
SECONDS: Final = 3.5
_SECONDS_FOR_MUSTS: Final = 1.0
_TIE: Final = 1e-7
_SCALE: Final = 1e4
"""The solver stops at a difference of 1e-6: on this scale even a tie is decided by the order of tasks."""
_SLACK: Final = 1e-9
_PROVEN: Final = 1e-5


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps of the quarters; None: no such limit. `carry` is person-days a quarter of one post kind."""

    person_days: tuple[float, ...]
    cash: tuple[float | None, ...]
    initiatives: int | None = None
    carry: float | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One initiative as the programme sees it.

    `value` is above 0. `needs` are indices of tasks that come before. `first` has to be in the first
    quarter, `must` in any, as far as the caps allow. `posts` share the person-days evenly.
    """

    id: str
    value: float
    person_days: float
    cash: float
    posts: tuple[str, ...] = ()
    needs: tuple[int, ...] = ()
    first: bool = False
    must: bool = False

    @property
    def quick(self) -> bool:
        """Whether whatever needs it may follow in the same quarter."""
        return self.person_days <= QUICK

    @property
    def share(self) -> float:
        """Person-days of each of its posts."""
        return self.person_days / len(self.posts) if self.posts else 0.0


@dataclass(frozen=True, slots=True)
class Schedule:
    """Quarter of each task (None out), and how far from the best the whole may be, 0-1."""

    quarters: tuple[int | None, ...]
    gap: float
    optimal: bool


_Line = tuple[FloatArray, float]
"""A row over y, shape (n_tasks, QUARTERS), and its upper limit."""


@dataclass(frozen=True, slots=True, eq=False)
class _Model:
    """Rows of the programme over y, shape (n_rows, n_tasks x QUARTERS), with their upper limits."""

    rows: FloatArray
    upper: FloatArray


@lru_cache(maxsize=256)
def schedule(tasks: tuple[Task, ...], limits: Limits) -> Schedule:
    """Find the schedule that is worth most under the caps.

    Parameters
    ----------
    tasks : in a fixed order (ties go to the earlier one); at most a few hundred.
    limits : caps.

    Returns
    -------
    Every cap and every prerequisite is kept. Where not all that must be in fits, as many as possible are:
    first steps of the first quarter go before others. Nothing that still fits is left out or late.

    Notes
    -----
    Deterministic unless the time limit of 3.5 s cuts the search (hundreds of tasks under tight caps). Kept
    for equal input, so that a change elsewhere in a scenario costs nothing here.
    """
    if not tasks:
        return Schedule((), 0.0, optimal=True)
    model = _model(tasks, limits)
    floor = _wished(tasks)
    best = _best(tasks, model, floor)
    if best is None:
        floor = _possible(tasks, model)
        best = _best(tasks, model, floor)
    raw, bound = best or (floor, float("inf"))
    quarters = packed(tasks, limits, _quarters(raw))
    found = worth(tasks, quarters)
    gap = 1.0 - found / bound if bound > 0 else 0.0
    # Ties are part of the bound, so what is proven differs from it by less than they add up to.
    return Schedule(quarters, gap, optimal=False) if gap > _PROVEN else Schedule(quarters, 0.0, optimal=True)


def worth(tasks: Sequence[Task], quarters: Sequence[int | None]) -> float:
    """Objective: the sum of value x 0.9^quarter over what is in.

    >>> worth((Task("a", 2.0, 5.0, 0.0), Task("b", 1.0, 5.0, 0.0)), (1, None))
    1.8
    """
    return float(sum(t.value * DISCOUNT**q for t, q in zip(tasks, quarters, strict=True) if q is not None))


def earliest(tasks: Sequence[Task], quarters: Sequence[int | None], task: Task) -> int | None:
    """First quarter that the prerequisites allow; None when one of them is out."""
    first = 0
    for need in task.needs:
        done = quarters[need]
        if done is None:
            return None
        first = max(first, done if tasks[need].quick else done + 1)
    return first


def packed(
    tasks: tuple[Task, ...], limits: Limits, quarters: tuple[int | None, ...]
) -> tuple[int | None, ...]:
    """Move forward and take in whatever still fits, most valuable first, until nothing moves.

    An optimal schedule comes back as it is; one that was cut short gains.
    """
    current = list(quarters)
    order = sorted(range(len(tasks)), key=lambda i: (-tasks[i].value, i))
    moved = True
    while moved:
        moved = False
        for i in order:
            first, last = earliest(tasks, current, tasks[i]), current[i]
            if first is None:
                continue
            for q in range(first, QUARTERS if last is None else last):
                if not blocking(tasks, limits, current, i, q):
                    current[i], moved = q, True
                    break
    return tuple(current)


def blocking(
    tasks: Sequence[Task], limits: Limits, quarters: Sequence[int | None], index: int, quarter: int
) -> tuple[str, ...]:
    """Caps that a task would break in a quarter, in the order of `roadmap.LIMITS`; it may be anywhere now."""
    there = [t for i, t in enumerate(tasks) if quarters[i] == quarter and i != index]
    task = tasks[index]
    loads: tuple[tuple[str, float, float | None], ...] = (
        ("person_days", sum(t.person_days for t in there) + task.person_days, limits.person_days[quarter]),
        ("cash", sum(t.cash for t in there) + task.cash, limits.cash[quarter]),
        ("initiatives", len(there) + 1.0, limits.initiatives),
        ("carry", max((_carried(there, p) + task.share for p in task.posts), default=0.0), limits.carry),
    )
    return tuple(name for name, load, cap in loads if cap is not None and load > cap + _SLACK)


def _carried(tasks: Sequence[Task], post: str) -> float:
    return sum(t.share for t in tasks if post in t.posts)


def _best(tasks: tuple[Task, ...], model: _Model, floor: FloatArray) -> tuple[FloatArray, float] | None:
    """Solve for value with y >= floor; returns y and the bound on the objective, None without a solution."""
    n = len(tasks)
    ties = _TIE * np.arange(n, 0, -1) / n
    values = np.array([t.value for t in tasks]) + ties
    gain = values[:, None] * DISCOUNT ** np.arange(QUARTERS)
    gain[:, :-1] -= gain[:, 1:]
    exact = n <= EXACT_UP_TO
    return _solve(gain, model, floor, (0.0 if exact else GAP, SECONDS))


def _wished(tasks: tuple[Task, ...]) -> FloatArray:
    """All that must be in, where it should be; shape (n_tasks, QUARTERS)."""
    floor = np.zeros((len(tasks), QUARTERS))
    for i, task in enumerate(tasks):
        floor[i] = float(task.first)
        floor[i, -1] = float(task.first or task.must)
    return floor


def _possible(tasks: tuple[Task, ...], model: _Model) -> FloatArray:
    """Find as much of what must be in as the caps allow: first steps at once, then number, value, haste."""
    wished = _wished(tasks)
    n_must = max(float(wished[:, -1].sum()), 1.0)
    total = sum(t.value for t in tasks)
    gain = np.zeros_like(wished)
    for i, task in enumerate(tasks):
        gain[i, -1] = wished[i, -1] * (1.0 + 0.5 * task.value / total)
        gain[i, 0] += wished[i, 0] * (2.0 * n_must + 1.0)
        gain[i, 1:-1] += wished[i, 0] * 0.1 / n_must
    found = _solve(gain, model, np.zeros_like(wished), (0.0, _SECONDS_FOR_MUSTS))
    return np.zeros_like(wished) if found is None else found[0] * (wished > 0)


def _solve(
    gain: FloatArray, model: _Model, floor: FloatArray, effort: tuple[float, float]
) -> tuple[FloatArray, float] | None:
    """Maximize gain x y; `effort` is the relative gap and the seconds at which to stop."""
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 - loads only for a roadmap
    from scipy.sparse import csr_array  # noqa: PLC0415 - likewise

    found = milp(
        -_SCALE * gain.ravel(),
        constraints=LinearConstraint(csr_array(model.rows), -np.inf, model.upper),
        integrality=np.ones(gain.size, dtype=np.int64),
        bounds=Bounds(floor.ravel(), 1.0),
        options={"mip_rel_gap": effort[0], "time_limit": effort[1]},
    )
    if found.x is None:
        return None
    bound = found.fun if found.mip_dual_bound is None else found.mip_dual_bound
    return np.rint(found.x).reshape(gain.shape), -float(bound) / _SCALE


def _quarters(done: FloatArray) -> tuple[int | None, ...]:
    """Read y: the first quarter with a 1."""
    return tuple(int(np.argmax(row)) if row[-1] > 0 else None for row in done)


def _model(tasks: tuple[Task, ...], limits: Limits) -> _Model:
    """Write down the rows: y never falls, loads stay under the caps, prerequisites come first."""
    lines = (*_never_back(len(tasks)), *_under_caps(tasks, limits), *_in_turn(tasks))
    rows = np.array([row.ravel() for row, _ in lines])
    return _Model(rows, np.array([upper for _, upper in lines]))


def _never_back(n: int) -> Iterator[_Line]:
    """y[i, q-1] <= y[i, q]."""
    for i in range(n):
        for q in range(1, QUARTERS):
            row = np.zeros((n, QUARTERS))
            row[i, q - 1], row[i, q] = 1.0, -1.0
            yield row, 0.0


def _under_caps(tasks: tuple[Task, ...], limits: Limits) -> Iterator[_Line]:
    """Sum of load x (y[i, q] - y[i, q-1]) <= cap of the quarter."""
    for weights, caps in _loads(tasks, limits):
        for q, cap in enumerate(caps):
            if cap is None:
                continue
            row = np.zeros((len(tasks), QUARTERS))
            row[:, q] = weights
            if q:
                row[:, q - 1] = -weights
            yield row, cap


def _in_turn(tasks: tuple[Task, ...]) -> Iterator[_Line]:
    """y[later, q] <= y[need, q] after a quick prerequisite, else y[need, q-1]."""
    pairs = ((later, need) for later, task in enumerate(tasks) for need in task.needs)
    for later, need in pairs:
        for q in range(QUARTERS):
            row = np.zeros((len(tasks), QUARTERS))
            row[later, q] = 1.0
            by = q if tasks[need].quick else q - 1
            if by >= 0:
                row[need, by] = -1.0
            yield row, 0.0


def _loads(tasks: tuple[Task, ...], limits: Limits) -> list[tuple[FloatArray, tuple[float | None, ...]]]:
    """Say what each task takes of each limited resource, shape (n_tasks,), with the caps of the quarters."""
    loads: list[tuple[FloatArray, tuple[float | None, ...]]] = [
        (np.array([t.person_days for t in tasks]), limits.person_days),
        (np.array([t.cash for t in tasks]), limits.cash),
        (np.ones(len(tasks)), (limits.initiatives,) * QUARTERS),
    ]
    posts = sorted({post for task in tasks for post in task.posts}) if limits.carry is not None else []
    for post in posts:
        shares = np.array([task.share if post in task.posts else 0.0 for task in tasks])
        loads.append((shares, (limits.carry,) * QUARTERS))
    return loads
