"""Three-valued evaluation of conditions: True, False, or None when something needed is unknown.

Strong Kleene logic: `all` is False as soon as one part is False, `any` True as soon as one is True,
whatever is unknown besides. So learning a fact can decide an open condition and never reopens a decided one.
A count of what was typed, such as slow approvals, may still rise with what is typed later.
"""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from assessment.domain.organization import Comparison, Condition, FactValue
from scoring.results import ComparisonTrace

_ORDER: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True, slots=True)
class Operands:
    """What comparisons look up; an absent key is unknown.

    `needs` names the facts that would make an unknown derived figure known. `inapplicable` names scores, and
    figures made of them, of what the merchant does not do: nobody can ever supply them, so no comparison with
    them holds. `bounds` are the limits, both possible, between which an unknown derived figure lies.
    """

    scores: Mapping[str, float]
    facts: Mapping[str, FactValue]
    derived: Mapping[str, float | bool]
    needs: Mapping[str, tuple[str, ...]]
    inapplicable: frozenset[str] = frozenset()
    bounds: Mapping[str, tuple[float, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Outcome with every comparison made, and the keys that keep it open (none when it is decided)."""

    outcome: bool | None
    traces: tuple[ComparisonTrace, ...]
    missing: tuple[str, ...]


def evaluate(part: Condition | Comparison, operands: Operands) -> Verdict:
    """Evaluate a condition or a comparison.

    Every comparison is made and traced, also those that can no longer change the outcome: a report prints the
    facts on both sides. `missing` is empty for a decided condition.
    """
    if isinstance(part, Comparison):
        return _compare(part, operands)
    inner = [evaluate(p, operands) for p in part.parts]
    outcome = _COMBINE[part.op]([v.outcome for v in inner], part.n)
    open_keys = (key for v in inner for key in v.missing) if outcome is None else ()
    return Verdict(outcome, tuple(t for v in inner for t in v.traces), tuple(dict.fromkeys(open_keys)))


def _all_of(outcomes: list[bool | None], _: int) -> bool | None:
    return _at_least(outcomes, len(outcomes))


def _any_of(outcomes: list[bool | None], _: int) -> bool | None:
    return _at_least(outcomes, 1)


def _at_least(outcomes: list[bool | None], n: int) -> bool | None:
    """Decide whether n hold: surely, surely not, or it depends on the unknown ones."""
    sure = outcomes.count(True)
    if sure >= n:
        return True
    return None if sure + outcomes.count(None) >= n else False


_COMBINE: Final = {"all": _all_of, "any": _any_of, "at_least": _at_least}


def _compare(leaf: Comparison, operands: Operands) -> Verdict:
    source: Mapping[str, FactValue] = {
        "score": operands.scores,
        "fact": operands.facts,
        "derived": operands.derived,
    }[leaf.kind]
    value = source.get(leaf.key)
    if value is None and leaf.kind == "derived":
        value = _deciding_limit(leaf, operands)
    if value is not None:
        outcome = holds(value, leaf.op, leaf.value)
    else:
        outcome = False if leaf.kind != "fact" and leaf.key in operands.inapplicable else None
    trace = ComparisonTrace(leaf.kind, leaf.key, leaf.op, leaf.value, value, outcome)
    missing = () if outcome is not None else operands.needs.get(leaf.key, (leaf.key,))
    return Verdict(outcome, (trace,), missing)


def _deciding_limit(leaf: Comparison, operands: Operands) -> float | None:
    """Return the limit of an unknown figure that alone decides an order; None when both ways are possible."""
    limits = operands.bounds.get(leaf.key)
    if limits is None or leaf.op not in _ORDER:
        return None
    least, most = (holds(limit, leaf.op, leaf.value) for limit in limits)
    if least is None or least != most:
        return None
    return limits[0] if least == leaf.op.startswith(">") else limits[1]


def holds(value: FactValue, op: str, threshold: FactValue) -> bool | None:
    """Compare one known value.

    A value of several choices is `in` a list when they share one, and `=` a single choice when it is among
    them. An order between a number and something that is no number is unknown, not False.

    Examples
    --------
    >>> holds(("media", "hosts"), "in", ("hosts",)), holds("own", "!=", "agency"), holds("x", "<", 2.0)
    (True, True, None)
    """
    if op in _ORDER:
        numbers = all(isinstance(v, int | float) and not isinstance(v, bool) for v in (value, threshold))
        return _ORDER[op](value, threshold) if numbers else None
    if op == "in":
        chosen = set(value) if isinstance(value, tuple) else {value}
        listed = set(threshold) if isinstance(threshold, tuple) else {threshold}
        return not chosen.isdisjoint(listed)
    several = isinstance(value, tuple) and not isinstance(threshold, tuple)
    same = threshold in value if isinstance(value, tuple) and several else value == threshold
    return same == (op == "=")
