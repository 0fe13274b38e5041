"""Scores as they might be: draws from their standard errors."""

from dataclasses import dataclass

import numpy as np

from assessment.domain.instrument import Dimension, Instrument
from scoring.arrays import FloatArray
from scoring.organization.condition_draws import Drawn
from scoring.organization.form_figures import score_figures
from scoring.organization.form_operands import absent_scores
from scoring.results import Score, WaveResult


@dataclass(frozen=True, slots=True)
class _Known:
    """A score that is not withheld."""

    id: str
    value: float
    error: float


def draw_scores(
    instrument: Instrument, result: WaveResult, target: float | None, draws: int, seed: int
) -> Drawn:
    """Draw the sub-capabilities, and from them dimensions and figures.

    Parameters
    ----------
    instrument : says which sub-capability belongs to which dimension, and the scale.
    result : scores with standard errors, in points of the level scale.
    target : target score, for the shortfall of talents.
    draws : how many, at least 1.
    seed : same seed, same draws; every score has its own stream, so that what becomes known of one does
        not move the others.

    Returns
    -------
    Arrays of shape (draws,). Withheld scores are not drawn. Item means are not drawn either: they have no
    error of their own.

    Notes
    -----
    Sub-capabilities are normal around their scores and clipped to the scale. Those of one dimension share a
    part of their error (raters who are kind to one are kind to all), just so much that the mean of the parts
    has the dimension's own standard error: with k parts of errors s_i and the dimension's error d, the shared
    variance is (d^2 - sum(s_i^2) / k^2) / (1 - 1 / k), kept between 0 and the least s_i^2. A dimension moves
    by the mean movement of its parts, so that both are always consistent; one without a known part moves by
    its own error. Dimensions are independent of each other.
    """
    names = (*(s.id for s in instrument.sub_capabilities), *(d.id for d in instrument.dimensions))
    stream = np.random.default_rng(seed)
    noise = dict(zip(names, stream.standard_normal((len(names), draws)), strict=True))
    limits = (float(instrument.scale.low), float(instrument.scale.high))
    drawn: dict[str, FloatArray] = {}
    for dimension in instrument.dimensions:
        drawn |= _drawn(instrument, dimension, result, noise)
    drawn = {key: np.clip(values, *limits) for key, values in drawn.items()}
    absent = absent_scores((*result.dimensions, *result.sub_capabilities))
    return Drawn(drawn, score_figures(drawn, absent, target))


def _drawn(
    instrument: Instrument, dimension: Dimension, result: WaveResult, noise: dict[str, FloatArray]
) -> dict[str, FloatArray]:
    """Draw a dimension and its parts, not clipped yet."""
    inside = {s.id for s in instrument.sub_capabilities if s.dimension == dimension.id}
    parts = [known for s in result.sub_capabilities if s.id in inside and (known := _known(s))]
    whole = next((_known(s) for s in result.dimensions if s.id == dimension.id), None)
    shared = _shared_variance(parts, whole)
    common = np.sqrt(shared) * noise[dimension.id]
    moves = {p.id: common + np.sqrt(p.error**2 - shared) * noise[p.id] for p in parts}
    drawn = {p.id: p.value + moves[p.id] for p in parts}
    if whole is not None:
        own = whole.error * noise[dimension.id]
        drawn[whole.id] = whole.value + (np.mean(list(moves.values()), axis=0) if moves else own)
    return drawn


def _shared_variance(parts: list[_Known], whole: _Known | None) -> float:
    """Variance that all parts have in common."""
    k = len(parts)
    if whole is None or k <= 1:
        return 0.0
    alone = sum(p.error**2 for p in parts) / k**2
    wanted = (whole.error**2 - alone) / (1.0 - 1.0 / k)
    return min(max(wanted, 0.0), *(p.error**2 for p in parts))


def _known(score: Score) -> _Known | None:
    return None if score.value is None else _Known(score.id, score.value, score.standard_error or 0.0)
