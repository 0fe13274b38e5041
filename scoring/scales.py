"""Which items make a score, and when there is too little to give one."""

from dataclasses import dataclass
from math import ceil
from typing import Final

import numpy as np

from assessment.domain.instrument import Dimension, Instrument, Overlay
from scoring.arrays import BoolArray
from scoring.matrix import AnswerMatrix
from scoring.results import (
    WITHHELD_NO_ANSWER,
    WITHHELD_NO_RATER,
    WITHHELD_NOT_APPLICABLE,
    WITHHELD_TOO_FEW_PARTS,
    ScoreKind,
)

OVERALL_ID: Final = "overall"
PARTS_NEEDED: Final = 0.75
"""Share of the parts that a score of several parts rests on: three of four sub-capabilities."""

ANSWERED: Final = "answered"
NOT_APPLICABLE: Final = "not_applicable"
UNANSWERED: Final = "unanswered"


@dataclass(frozen=True, slots=True)
class ScaleSpec:
    """Items of one score as columns of the matrix, cut into the parts that the gate counts."""

    id: str
    kind: ScoreKind
    columns: tuple[int, ...]
    parts: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Coverage:
    """What happened to each item; arrays have shape (n_items,)."""

    answered: BoolArray
    not_applicable: BoolArray
    asked: BoolArray


def coverage(matrix: AnswerMatrix) -> Coverage:
    """Reduce the masks over raters."""
    masks = (matrix.answered, matrix.not_applicable, matrix.asked)
    return Coverage(*(np.asarray(mask.any(axis=0)) for mask in masks))


def sub_capability_specs(instrument: Instrument) -> tuple[ScaleSpec, ...]:
    """One scale a sub-capability, in the instrument's order."""
    return tuple(
        _single(s.id, "sub_capability", instrument.columns.get(s.id, ())) for s in instrument.sub_capabilities
    )


def dimension_specs(instrument: Instrument) -> tuple[ScaleSpec, ...]:
    """One scale a dimension; its parts are its sub-capabilities, or all its items as one part."""
    return tuple(_dimension(instrument, dimension) for dimension in instrument.dimensions)


def overlay_specs(instrument: Instrument) -> tuple[ScaleSpec, ...]:
    """One scale an overlay; a part is a sub-capability or a single item."""
    return tuple(_overlay(instrument, overlay) for overlay in instrument.overlays)


def _single(scale_id: str, kind: ScoreKind, columns: tuple[int, ...]) -> ScaleSpec:
    return ScaleSpec(scale_id, kind, columns, (columns,))


def _dimension(instrument: Instrument, dimension: Dimension) -> ScaleSpec:
    columns = instrument.columns.get(dimension.id, ())
    subs = tuple(
        instrument.columns.get(s.id, ()) for s in instrument.sub_capabilities if s.dimension == dimension.id
    )
    return ScaleSpec(dimension.id, "dimension", columns, subs or (columns,))


def _overlay(instrument: Instrument, overlay: Overlay) -> ScaleSpec:
    parts = tuple(instrument.columns.get(part, ()) for part in overlay.parts)
    return ScaleSpec(overlay.id, "overlay", tuple(sorted({c for part in parts for c in part})), parts)


def part_state(columns: tuple[int, ...], seen: Coverage) -> str:
    """State of one part: answered beats not applicable beats unanswered."""
    picked = list(columns)
    if seen.answered[picked].any():
        return ANSWERED
    return NOT_APPLICABLE if seen.not_applicable[picked].any() else UNANSWERED


def parts_needed(n_parts: int, n_applicable: int) -> int:
    """Count the answered parts that a score needs.

    Examples
    --------
    >>> parts_needed(4, 4), parts_needed(4, 2), parts_needed(1, 1), parts_needed(5, 5)
    (3, 2, 1, 4)
    """
    return min(ceil(PARTS_NEEDED * n_parts), n_applicable)


def withheld_for(states: tuple[str, ...], *, asked: bool) -> str | None:
    """Reason why a score of parts in these states is withheld, or None when it may be given.

    Parameters
    ----------
    states : one of ANSWERED, NOT_APPLICABLE, UNANSWERED for every part.
    asked : whether any respondent was asked anything of it.

    Examples
    --------
    >>> withheld_for(("answered", "answered", "unanswered", "unanswered"), asked=True)
    'too_few_parts'
    >>> withheld_for(("answered", "answered", "not_applicable", "not_applicable"), asked=True) is None
    True
    """
    n_answered = states.count(ANSWERED)
    n_applicable = len(states) - states.count(NOT_APPLICABLE)
    if not asked:
        return WITHHELD_NO_RATER
    if n_applicable == 0:
        return WITHHELD_NOT_APPLICABLE
    if n_answered == 0:
        return WITHHELD_NO_ANSWER
    return None if n_answered >= parts_needed(len(states), n_applicable) else WITHHELD_TOO_FEW_PARTS


def gate(spec: ScaleSpec, seen: Coverage) -> str | None:
    """Apply the evidence gate to one scale: reason for withholding, or None."""
    states = tuple(part_state(part, seen) for part in spec.parts)
    return withheld_for(states, asked=bool(np.any(seen.asked[list(spec.columns)])))
