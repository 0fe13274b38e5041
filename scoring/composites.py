"""Scores that are weighted means of sub-capabilities: readiness for a position, elements of the snowball."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from assessment.domain.instrument import Instrument
from scoring.arrays import FloatArray
from scoring.matrix import AnswerMatrix
from scoring.norms import Deviations
from scoring.results import WITHHELD_NO_ANSWER, WITHHELD_NOT_APPLICABLE, WITHHELD_TOO_FEW_PARTS, Score
from scoring.scales import sub_capability_specs
from scoring.scores import Ruler, composite_estimate, given_score, tally_of, withheld_score

WEIGHT_NEEDED: Final = 0.5
"""Share of the weight of the applicable sub-capabilities that must have a score (judgement)."""


@dataclass(frozen=True, slots=True, eq=False)
class Basis:
    """What a weighted mean of sub-capabilities is made of; `sub_scores` in the instrument's order."""

    instrument: Instrument
    matrix: AnswerMatrix
    adjusted: Deviations
    sub_scores: tuple[Score, ...]
    ruler: Ruler


def weighted_score(scale_id: str, weights: FloatArray, basis: Basis) -> Score:
    """Weighted mean of sub-capabilities as a score with its own error.

    Parameters
    ----------
    scale_id : id of the new score; its kind is ``overlay``.
    weights : shape (n_sub_capabilities,), not negative; 0 leaves a sub-capability out.
    basis : the wave.

    Returns
    -------
    The mean over the sub-capabilities that have a score, weights scaled to sum to 1. The standard error is
    that of the linear combination of cells: a rater who answered several sub-capabilities is one source of
    error, not several. Withheld when nothing applies, nothing was answered, or less than half of the weight
    of what applies has a score. METHOD.md section 8.
    """
    ruler, scores = basis.ruler, basis.sub_scores
    applies = np.array([s.withheld != WITHHELD_NOT_APPLICABLE for s in scores], dtype=np.bool_)
    given = np.array([s.withheld is None for s in scores], dtype=np.bool_) & (weights > 0)
    specs = tuple(s for s, use in zip(sub_capability_specs(basis.instrument), given, strict=True) if use)
    tally = tally_of(basis.matrix.answered, tuple(c for spec in specs for c in spec.columns))
    total = float(weights[applies].sum())
    reason = None
    if total == 0:
        reason = WITHHELD_NOT_APPLICABLE
    elif not given.any():
        reason = WITHHELD_NO_ANSWER
    elif weights[given].sum() < WEIGHT_NEEDED * total:
        reason = WITHHELD_TOO_FEW_PARTS
    if reason is not None:
        return withheld_score(scale_id, "overlay", reason, tally, ruler.target)
    shares = weights[given] / weights[given].sum()
    estimate = composite_estimate(basis.adjusted, specs, shares, ruler.components)
    return given_score(scale_id, "overlay", estimate, tally, ruler)
