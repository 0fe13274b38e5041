"""Yardsticks of the items: means of the epoch where there are any, else the wave's own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from assessment.domain.instrument import Instrument, Scale
from assessment.domain.organization import EpochNorms
from scoring.arrays import BoolArray, FloatArray
from scoring.matrix import AnswerMatrix
from scoring.results import VarianceComponents

OWN_EPOCH: Final = "own"
"""Name of the epoch when the wave's own item means are the yardstick."""

PRIOR_DEGREES_OF_FREEDOM: Final = 20.0
_PRIOR_WIDTH: Final = 5.0
_PRIOR_RATER: Final = 0.30
_PRIOR_MERCHANT_ITEM: Final = 0.18
_PRIOR_RESIDUAL: Final = 0.80
_PRIOR_MERCHANT: Final = 0.55


@dataclass(frozen=True, slots=True, eq=False)
class Norms:
    """What answers are measured against.

    `item_means`, shape (n_items,), keyed levels; NaN where an item has no epoch mean and nobody answered.
    `from_epoch`, shape (n_items,): the mean comes from the epoch, so the merchant x item effect is free.
    `role_effects`, shape (n_raters,): how much higher the rater's role answers than others.
    `moments` are the epoch's pooled sums of squares by the field names of `components.Moments`; empty when
    nothing is pooled.
    """

    epoch: str
    item_means: FloatArray
    from_epoch: BoolArray
    role_effects: FloatArray
    prior: VarianceComponents
    degrees_of_freedom: float
    moments: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Deviations:
    """Adjusted answers c = level - item mean - role effect, shape (n_raters, n_items), 0 where empty."""

    values: FloatArray
    answered: FloatArray
    item_means: FloatArray
    from_epoch: FloatArray


def default_prior(scale: Scale) -> VarianceComponents:
    """Start prior of the variances, carried from the 0-5 scale to another by the square of its width.

    Source: Cronbach et al. 1972 for the decomposition; the values are judgement (METHOD.md section 4).

    Examples
    --------
    >>> round(default_prior(Scale(1, 5)).rater, 3), round(default_prior(Scale(1, 6)).residual, 2)
    (0.192, 0.8)
    """
    factor = ((scale.high - scale.low) / _PRIOR_WIDTH) ** 2
    return VarianceComponents(
        rater=_PRIOR_RATER * factor,
        merchant_item=_PRIOR_MERCHANT_ITEM * factor,
        residual=_PRIOR_RESIDUAL * factor,
        merchant=_PRIOR_MERCHANT * factor,
        from_prior=1.0,
    )


def norms_for(instrument: Instrument, epoch: EpochNorms | None, matrix: AnswerMatrix) -> Norms:
    """Choose the yardstick of one wave.

    An epoch that knows none of the instrument's items does not apply at all; an epoch that knows some
    is used for those, and the remaining items are measured against the wave's own means.
    """
    ids = [item.id for item in instrument.items]
    if epoch is None or not any(item_id in epoch.item_means for item_id in ids):
        nothing = np.zeros(matrix.n_raters)
        means = _own_means(matrix, nothing)
        unknown = np.zeros(len(ids), dtype=np.bool_)
        return Norms(
            OWN_EPOCH, means, unknown, nothing, default_prior(instrument.scale), PRIOR_DEGREES_OF_FREEDOM
        )
    effects = np.array([epoch.role_effects.get(role, 0.0) for role in matrix.roles])
    given = np.array([epoch.item_means.get(item_id, np.nan) for item_id in ids])
    known = np.isfinite(given)
    means = np.where(known, given, _own_means(matrix, effects))
    prior, weight = epoch_prior(epoch), epoch.degrees_of_freedom
    return Norms(epoch.version, means, known, effects, prior, weight, epoch.moments)


def epoch_prior(epoch: EpochNorms) -> VarianceComponents:
    """Variances that are believed before any answer is seen."""
    return VarianceComponents(
        rater=epoch.rater_variance,
        merchant_item=epoch.merchant_item_variance,
        residual=epoch.residual_variance,
        merchant=epoch.merchant_variance,
        from_prior=1.0,
    )


def _own_means(matrix: AnswerMatrix, role_effects: FloatArray) -> FloatArray:
    """Mean of every item over its raters after role adjustment; NaN where nobody answered."""
    counts = matrix.answered.sum(axis=0)
    sums = np.where(matrix.answered, matrix.levels - role_effects[:, None], 0.0).sum(axis=0)
    return np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)


def deviations(matrix: AnswerMatrix, norms: Norms) -> Deviations:
    """Subtract item means and role effects from every answered cell."""
    centred = matrix.levels - norms.item_means - norms.role_effects[:, None]
    return Deviations(
        values=np.where(matrix.answered, centred, 0.0),
        answered=matrix.answered.astype(np.float64),
        item_means=norms.item_means,
        from_epoch=norms.from_epoch.astype(np.float64),
    )
