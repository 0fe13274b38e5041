"""Adjusted means with honest intervals: overall, dimensions, sub-capabilities, overlays."""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from math import erfc, sqrt
from typing import Final

import numpy as np

from assessment.domain.instrument import Instrument
from scoring.arrays import BoolArray, FloatArray
from scoring.forms import Estimate, bases, equal_weights, estimates, evaluate, membership
from scoring.matrix import AnswerMatrix
from scoring.norms import Deviations
from scoring.results import WITHHELD_NOT_APPLICABLE, Score, ScoreKind, VarianceComponents
from scoring.scales import (
    ANSWERED,
    NOT_APPLICABLE,
    OVERALL_ID,
    UNANSWERED,
    ScaleSpec,
    coverage,
    dimension_specs,
    gate,
    overlay_specs,
    sub_capability_specs,
    withheld_for,
)

Z95: Final = 1.96
"""Two-sided 95 % quantile of the normal distribution, as METHOD.md writes it."""


@dataclass(frozen=True, slots=True)
class Ruler:
    """What a number is read against: scale ends, maturity cuts, the target, if any, and the variances."""

    low: float
    high: float
    cuts: tuple[float, ...]
    target: float | None
    components: VarianceComponents


@dataclass(frozen=True, slots=True)
class Tally:
    """Evidence behind a score."""

    n_answers: int
    n_raters: int


@dataclass(frozen=True, slots=True)
class ScaleScores:
    """All scores of one wave, in the order of the instrument."""

    overall: Score
    dimensions: tuple[Score, ...]
    sub_capabilities: tuple[Score, ...]
    overlays: tuple[Score, ...]


def ruler_for(instrument: Instrument, target: float | None, components: VarianceComponents) -> Ruler:
    """Read scale ends and maturity cuts from the instrument."""
    cuts = instrument.maturity.cuts if instrument.maturity else ()
    return Ruler(float(instrument.scale.low), float(instrument.scale.high), cuts, target, components)


def normal_cdf(z: float) -> float:
    """Return the standard normal distribution function.

    Examples
    --------
    >>> round(normal_cdf(1.96), 4)
    0.975
    """
    return 0.5 * erfc(-z / sqrt(2.0))


def level_of(value: float, cuts: tuple[float, ...]) -> int:
    """Maturity band of a score, from 0; a score on a cut belongs to the upper band.

    Examples
    --------
    >>> level_of(2.6, (1.8, 2.6, 3.4, 4.2)), level_of(1.0, (1.8, 2.6, 3.4, 4.2))
    (2, 0)
    """
    return bisect_right(cuts, value)


def level_probabilities(value: float, standard_error: float, cuts: tuple[float, ...]) -> tuple[float, ...]:
    """Probability of every maturity band, P(k) = Phi((c_k+1 - S)/SE) - Phi((c_k - S)/SE).

    Parameters
    ----------
    value, standard_error : score and its error; without any error the band of the score is certain.
    cuts : lower bounds of the second, third ... band; the outer bands are open.

    Returns
    -------
    One probability a band, summing to 1.

    Examples
    --------
    >>> [round(p, 3) for p in level_probabilities(3.0, 0.2, (1.8, 2.6, 3.4, 4.2))]
    [0.0, 0.023, 0.954, 0.023, 0.0]
    """
    if standard_error == 0:
        return tuple(float(band == level_of(value, cuts)) for band in range(len(cuts) + 1))
    below = [0.0, *(normal_cdf((cut - value) / standard_error) for cut in cuts), 1.0]
    return tuple(upper - lower for lower, upper in pairwise(below))


def withheld_score(scale_id: str, kind: ScoreKind, reason: str, tally: Tally, target: float | None) -> Score:
    """Score without a number, with its reason."""
    return Score(
        id=scale_id,
        kind=kind,
        value=None,
        standard_error=None,
        low=None,
        high=None,
        n_answers=tally.n_answers,
        n_raters=tally.n_raters,
        withheld=reason,
        target=target,
    )


def given_score(scale_id: str, kind: ScoreKind, estimate: Estimate, tally: Tally, ruler: Ruler) -> Score:
    """Score with its 95 % interval; value and interval are clipped to the scale.

    The G coefficient tau2 / (tau2 + SE^2) stands where other reports print alpha, and unlike alpha counts the
    choice of raters as error (Brennan 2001). The score for ranking is shrunk to the mean of the item means
    with that weight (Kelley 1927; Efron & Morris 1975). The smallest change is 1.96 times the error of the
    difference of two waves like this one, in which the merchant's own profile of items cancels.
    METHOD.md section 5.
    """
    error, between = estimate.error, ruler.components.merchant
    value = min(max(estimate.value, ruler.low), ruler.high)
    weight = between / (between + error**2)
    bands = bool(ruler.cuts)
    return Score(
        id=scale_id,
        kind=kind,
        value=value,
        standard_error=error,
        low=max(value - Z95 * error, ruler.low),
        high=min(value + Z95 * error, ruler.high),
        n_answers=tally.n_answers,
        n_raters=tally.n_raters,
        # The band of the printed score: a page that says 2.6 must not name the band below 2.6.
        level=level_of(round(value, 1), ruler.cuts) if bands else None,
        level_probabilities=level_probabilities(value, error, ruler.cuts) if bands else (),
        target=ruler.target,
        gap=None if ruler.target is None else max(ruler.target - value, 0.0),
        g_coefficient=weight,
        shrunk=estimate.center + weight * (value - estimate.center),
        smallest_change=Z95 * sqrt(2.0) * estimate.stable_error,
    )


def tally_of(answered: BoolArray, columns: tuple[int, ...]) -> Tally:
    """Count answered cells and raters of a scale; `answered` has shape (n_raters, n_items)."""
    per_rater = np.count_nonzero(answered[:, list(columns)], axis=1)
    return Tally(int(per_rater.sum()), int(np.count_nonzero(per_rater)))


def tallies_of(answered: BoolArray, specs: tuple[ScaleSpec, ...]) -> tuple[Tally, ...]:
    """Count answered cells and raters of many scales at once, in order."""
    per_rater = answered @ membership(specs, answered.shape[1])
    cells, raters = per_rater.sum(axis=0), (per_rater > 0).sum(axis=0)
    return tuple(Tally(int(n), int(r)) for n, r in zip(cells, raters, strict=True))


def plain_scores(
    matrix: AnswerMatrix, adjusted: Deviations, specs: tuple[ScaleSpec, ...], ruler: Ruler
) -> tuple[Score, ...]:
    """Score scales whose answered cells all weigh the same: S = mean(item means) + mean(c)."""
    seen = coverage(matrix)
    forms = evaluate(adjusted, equal_weights(adjusted, specs), bases(adjusted.item_means, specs))
    scores = []
    tallies = tallies_of(matrix.answered, specs)
    for spec, estimate, tally in zip(specs, estimates(forms, ruler.components), tallies, strict=True):
        reason = gate(spec, seen)
        if reason is not None:
            scores.append(withheld_score(spec.id, spec.kind, reason, tally, ruler.target))
            continue
        scores.append(given_score(spec.id, spec.kind, estimate, tally, ruler))
    return tuple(scores)


def composite_estimate(
    adjusted: Deviations,
    specs: tuple[ScaleSpec, ...],
    shares: FloatArray,
    components: VarianceComponents,
) -> Estimate:
    """Weighted mean of plain scales with the error of that linear combination.

    Parameters
    ----------
    adjusted : adjusted answers.
    specs : scales without common items, each with an answer.
    shares : weights, shape (n_scales,), summing to 1.

    Returns
    -------
    The mean with its errors. A rater's effect is taken to be the same in all parts, so errors of parts
    that share raters add up instead of averaging out: the cautious reading.
    """
    weights = equal_weights(adjusted, specs) @ shares
    base = bases(adjusted.item_means, specs) @ shares
    forms = evaluate(adjusted, weights[:, None], np.array([base]))
    return estimates(forms, components)[0]


def part_states(scores: tuple[Score, ...]) -> tuple[str, ...]:
    """Read scores as parts of a composite: given, not applicable, or not answered."""
    return tuple(
        ANSWERED
        if score.withheld is None
        else (NOT_APPLICABLE if score.withheld == WITHHELD_NOT_APPLICABLE else UNANSWERED)
        for score in scores
    )


def overall_score(
    matrix: AnswerMatrix,
    adjusted: Deviations,
    dimensions: tuple[tuple[ScaleSpec, Score], ...],
    ruler: Ruler,
) -> Score:
    """Mean of the dimensions that have a score, each counted once.

    The gate is that of a dimension: three quarters of the dimensions, or all that apply when fewer do.
    """
    columns = tuple(c for spec, _ in dimensions for c in spec.columns)
    tally = tally_of(matrix.answered, columns)
    reason = withheld_for(part_states(tuple(s for _, s in dimensions)), asked=bool(matrix.asked.any()))
    if reason is not None:
        return withheld_score(OVERALL_ID, "overall", reason, tally, ruler.target)
    given = tuple(spec for spec, score in dimensions if score.withheld is None)
    estimate = composite_estimate(adjusted, given, np.full(len(given), 1 / len(given)), ruler.components)
    return given_score(OVERALL_ID, "overall", estimate, tally, ruler)


def scale_scores(
    instrument: Instrument, matrix: AnswerMatrix, adjusted: Deviations, ruler: Ruler
) -> ScaleScores:
    """Score everything that the instrument names."""
    specs = dimension_specs(instrument)
    dimensions = plain_scores(matrix, adjusted, specs, ruler)
    pairs = tuple(zip(specs, dimensions, strict=True))
    return ScaleScores(
        overall=overall_score(matrix, adjusted, pairs, ruler),
        dimensions=dimensions,
        sub_capabilities=plain_scores(matrix, adjusted, sub_capability_specs(instrument), ruler),
        overlays=plain_scores(matrix, adjusted, overlay_specs(instrument), ruler),
    )
