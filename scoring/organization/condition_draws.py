"""Conditions over many draws of the scores at once.

A three-valued outcome is kept as two truth values: whether the condition surely holds, and whether it
possibly holds. Unknown is "possibly, not surely". Strong Kleene logic is then ordinary logic on both, element
by element.
"""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from assessment.domain.organization import Comparison, Condition
from scoring.arrays import BoolArray, FloatArray
from scoring.organization.conditions import Operands, evaluate

_COMPARE: Final[Mapping[str, Callable[[Any, Any], BoolArray]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """Drawn values, each of shape (n_draws,): scores by id, figures made of them by key."""

    scores: Mapping[str, FloatArray]
    figures: Mapping[str, FloatArray]

    def values(self, leaf: Comparison) -> FloatArray | None:
        """Return the draws behind a comparison with a number; None where it does not change between draws."""
        if isinstance(leaf.value, bool) or not isinstance(leaf.value, int | float) or leaf.kind == "fact":
            return None
        return (self.scores if leaf.kind == "score" else self.figures).get(leaf.key)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether a condition surely holds and possibly holds, each of shape (n_draws,) or () for all draws."""

    surely: BoolArray
    possibly: BoolArray


def evaluate_draws(part: Condition | Comparison, operands: Operands, drawn: Drawn) -> Outcome:
    """Evaluate a condition or a comparison in every draw.

    Parameters
    ----------
    part : what to decide.
    operands : what does not change between draws; also what a comparison looks up that is not in `drawn`.
    drawn : what changes.

    Returns
    -------
    The outcome, as `conditions.evaluate` would give it for each draw alone.
    """
    if isinstance(part, Comparison):
        return _compare(part, operands, drawn)
    inner = [evaluate_draws(p, operands, drawn) for p in part.parts]
    needed = {"all": len(inner), "any": 1, "at_least": part.n}[part.op]
    return Outcome(
        _at_least([i.surely for i in inner], needed), _at_least([i.possibly for i in inner], needed)
    )


def _at_least(parts: list[BoolArray], needed: int) -> BoolArray:
    count = sum((np.asarray(part, dtype=np.int64) for part in parts), np.zeros((), dtype=np.int64))
    return np.asarray(count >= needed)


def _compare(leaf: Comparison, operands: Operands, drawn: Drawn) -> Outcome:
    values = drawn.values(leaf)
    if values is not None and leaf.op in _COMPARE:
        holds = _COMPARE[leaf.op](values, leaf.value)
        return Outcome(holds, holds)
    outcome = evaluate(leaf, operands).outcome
    return Outcome(np.asarray(outcome is True), np.asarray(outcome is not False))
