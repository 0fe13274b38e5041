"""What would have to change, alone, for another form to follow."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from assessment.domain.organization import Comparison, Condition, FactField, FactValue, OperandKind
from scoring.arrays import BoolArray
from scoring.organization.advice import Flip
from scoring.organization.conditions import Operands, evaluate
from scoring.organization.form_case import FormCase
from scoring.organization.form_choice import NOBODY
from scoring.organization.form_figures import score_figure_errors
from scoring.organization.form_operands import absent_scores, facts_figured

MOST_FLIPS: Final = 10

_STEP: Final = 1e-6
"""Just beyond a threshold, for figures that are not whole."""
_WHOLE: Final = frozenset({"gmv_tier", "slow_approvals"})
_RANGES: Final[Mapping[str, tuple[float, float]]] = {
    "gmv_tier": (1.0, 5.0),
    "slow_approvals": (0.0, 8.0),
    "campaign_top_share": (0.0, 100.0),
    "talent_share": (0.0, 100.0),
    "team_unknown_share": (0.0, 1.0),
    "supply_edge": (-4.0, 4.0),
    "content_edge": (-4.0, 4.0),
}
"""Possible values of derived figures; others are 0 or more."""
_ERROR_OF_FACTS: Final = 0.1
"""A tenth of a fact or figure counts like one standard error of a score (judgement, for the order only)."""
_ERROR_OF_CHOICES: Final = 5.0
"""Another option counts like five."""

_Operand = tuple[OperandKind, str]


@dataclass(frozen=True, slots=True)
class _Change:
    """One operand with another value; `distance` in standard errors, or what counts like them."""

    operand: _Operand
    today: FactValue
    direction: Literal["above", "below", "becomes"]
    threshold: FactValue
    value: FactValue
    distance: float
    inclusive: bool = False


def flips(case: FormCase) -> tuple[Flip, ...]:
    """Find the nearest change of each single figure that leads to another recommended form.

    Parameters
    ----------
    case : the merchant with the form that follows from the scores as they are.

    Returns
    -------
    At most ten, nearest first. Each score, fact and figure that a condition names, and that is known today,
    is moved just beyond every threshold it is compared with, or to every other option, inside its possible
    range, all else equal; figures counted from a changed fact follow it, and a figure made of scores moves on
    its own. Of several changes of one operand the nearest that flips is told. Scores are ordered by distance
    in standard errors; a tenth of a fact's value counts like one, another option like five (judgement).
    """
    touched = _conditions_by_operand(case)
    base, point, errors = case.surely[:, 0], case.point, _errors(case)
    found: list[tuple[float, Flip]] = []
    for operand in touched:
        for change in sorted(_changes(case, operand, errors), key=lambda c: c.distance):
            if _outcome(case, change, touched, base) in (point, NOBODY):
                continue
            nearest = _nearest(change, lambda c: _outcome(case, c, touched, base) not in (point, NOBODY))
            form = _outcome(case, nearest, touched, base)
            found.append((nearest.distance, _flip(nearest, case.ballot.forms[form].id)))
            break
    return tuple(flip for _, flip in sorted(found, key=lambda pair: pair[0])[:MOST_FLIPS])


def _flip(change: _Change, outcome: str) -> Flip:
    kind, key = change.operand
    return Flip(kind, key, change.today, change.direction, change.threshold, outcome, change.inclusive)


def _nearest(change: _Change, flips_too: Callable[[_Change], bool]) -> _Change:
    """Step back to the first whole value that flips, as figures counted from a fact have thresholds too."""
    (kind, _), near, far = change.operand, change.today, change.value
    if kind != "fact" or change.inclusive or not isinstance(near, float) or not isinstance(far, float):
        return change
    back = -1.0 if change.direction == "above" else 1.0
    if change.threshold != far + back:
        return change
    start, width = near, abs(far - near)
    while abs(far - near) > 1.0:
        middle = float(math.floor((near + far) / 2.0))
        tried = replace(change, value=middle, threshold=middle + back)
        if flips_too(tried):
            far = middle
        else:
            near = middle
    share = abs(far - start) / width
    return replace(change, value=far, threshold=far + back, distance=change.distance * share)


def _leaves(part: Condition | Comparison) -> Iterator[Comparison]:
    if isinstance(part, Comparison):
        yield part
        return
    for inner in part.parts:
        yield from _leaves(inner)


def _conditions_by_operand(case: FormCase) -> dict[_Operand, list[int]]:
    """Conditions that name each operand, by index."""
    found: dict[_Operand, list[int]] = {}
    for index, condition in enumerate(case.ballot.conditions):
        for operand in dict.fromkeys((leaf.kind, leaf.key) for leaf in _leaves(condition.when)):
            found.setdefault(operand, []).append(index)
    return found


def _outcome(case: FormCase, change: _Change, touched: Mapping[_Operand, list[int]], base: BoolArray) -> int:
    """Decide again only what the change can touch."""
    operands, moved = _changed(case, change)
    surely = base.copy()
    for index in {index for operand in moved for index in touched.get(operand, ())}:
        surely[index] = evaluate(case.ballot.conditions[index].when, operands).outcome is True
    return int(case.ballot.recommended(surely[:, np.newaxis])[0])


def _changed(case: FormCase, change: _Change) -> tuple[Operands, list[_Operand]]:
    """Return the operands after the change, and those that moved."""
    now, (kind, key) = case.operands, change.operand
    if kind == "score" and isinstance(change.value, float):
        return replace(now, scores={**now.scores, key: change.value}), [change.operand]
    if kind == "derived" and isinstance(change.value, float | bool):
        return replace(now, derived={**now.derived, key: change.value}), [change.operand]
    facts = {**case.facts, key: change.value}
    figures = facts_figured(facts, case.ground.merchant.gmv_tier)
    known = {name: figure.value for name, figure in figures.items() if figure.value is not None}
    bounds = {name: figure.bounds for name, figure in figures.items() if figure.bounds}
    moved: list[_Operand] = [
        ("derived", name) for name in figures if known.get(name) != now.derived.get(name)
    ]
    derived = {name: value for name, value in now.derived.items() if name not in figures} | known
    return replace(now, facts=facts, derived=derived, bounds=bounds), [change.operand, *moved]


def _changes(case: FormCase, operand: _Operand, errors: Mapping[str, float]) -> Iterator[_Change]:
    """Yield every change of one operand that could matter; none while it is unknown."""
    kind, key = operand
    shelves: Mapping[OperandKind, Mapping[str, FactValue]] = {
        "score": case.operands.scores,
        "fact": case.operands.facts,
        "derived": case.operands.derived,
    }
    today = shelves[kind].get(key)
    if isinstance(today, bool):
        yield _Change(operand, today, "becomes", not today, not today, _ERROR_OF_CHOICES)
    elif isinstance(today, int | float):
        yield from _numbers(case, operand, float(today), errors)
    elif isinstance(today, str):
        field = case.ground.knowledge.facts_form.field(key)
        for option in field.options if field else ():
            if option.id != today:
                yield _Change(operand, today, "becomes", option.id, option.id, _ERROR_OF_CHOICES)


def _numbers(
    case: FormCase, operand: _Operand, today: float, errors: Mapping[str, float]
) -> Iterator[_Change]:
    """Yield a step beyond each threshold, inside the possible range."""
    kind, key = operand
    field = case.ground.knowledge.facts_form.field(key) if kind == "fact" else None
    whole = field.whole if field else key in _WHOLE
    low, high = _range(case, operand, field)
    error = None if kind == "fact" else errors.get(key)
    for op, threshold in sorted(_thresholds(case, operand)):
        for direction, (reach, back) in _REACH.items():
            value = reach(threshold, op, whole=whole)
            moves = value > today if direction == "above" else value < today
            if moves and low <= value <= high:
                distance = abs(value - today) / (error or _ERROR_OF_FACTS * max(abs(today), abs(value)))
                told = value + back if whole else threshold
                yield _Change(operand, today, direction, told, value, distance, inclusive=value == told)


def _above(threshold: float, op: str, *, whole: bool) -> float:
    """Return the least value on the upper side: the threshold itself belongs to it in ``>=`` and ``<``."""
    if op in (">=", "<"):
        return float(math.ceil(threshold)) if whole else threshold
    return math.floor(threshold) + 1.0 if whole else threshold + _STEP


def _below(threshold: float, op: str, *, whole: bool) -> float:
    """Return the largest value on the lower side."""
    if op in (">=", "<"):
        return math.ceil(threshold) - 1.0 if whole else threshold - _STEP
    return float(math.floor(threshold)) if whole else threshold


_REACH: Final[Mapping[Literal["above", "below"], tuple[Callable[..., float], float]]] = {
    "above": (_above, -1.0),
    "below": (_below, 1.0),
}
"""How to get to either side, and from the first whole value there back to the last on this side."""


def _thresholds(case: FormCase, operand: _Operand) -> set[tuple[str, float]]:
    """Return operators and numbers with which an operand is compared in order."""
    return {
        (leaf.op, float(leaf.value))
        for condition in case.ballot.conditions
        for leaf in _leaves(condition.when)
        if (leaf.kind, leaf.key) == operand
        and isinstance(leaf.value, int | float)
        and leaf.op in ("<", "<=", ">", ">=")
    }


def _range(case: FormCase, operand: _Operand, field: FactField | None) -> tuple[float, float]:
    kind, key = operand
    if kind == "score":
        scale = case.ground.instrument.scale
        return float(scale.low), float(scale.high)
    if field is None:
        return _RANGES.get(key, (0.0, math.inf))
    return (
        -math.inf if field.low is None else field.low,
        math.inf if field.high is None else field.high,
    )


def _errors(case: FormCase) -> dict[str, float]:
    """Collect standard errors, above 0, of scores and of the figures made of them."""
    result = case.ground.result
    scores = (*result.dimensions, *result.sub_capabilities)
    errors = {s.id: s.standard_error for s in scores if s.standard_error}
    return errors | {k: e for k, e in score_figure_errors(errors, absent_scores(scores)).items() if e > 0}
