"""How much of an answer is the rater, the merchant's own profile of items, or noise.

Symbols: R raters, I items and n answered cells of one dimension; n_r and n_i cells of rater r and item i;
c the adjusted answers; s2_r rater, s2_mi merchant x item, s2_e residual variance.

The dimensions of the wave are the blocks over which moments are pooled. For complete blocks the equations
are those of METHOD.md section 4; where roles answer different items they carry the exact coefficients of
the other components (method of moments for unbalanced data, Searle, Casella & McCulloch 1992, ch. 5).

Moments of many merchants add up. An epoch keeps the sum over its merchants, and a wave adds its own to it, so
that even a single rater's error rests on how much raters were seen to differ elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Final

import numpy as np

from scoring.arrays import BoolArray, FloatArray
from scoring.norms import Deviations, Norms
from scoring.results import VarianceComponents
from scoring.scales import ScaleSpec

_MIN_RATERS: Final = 2
_TOLERANCE: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Moments:
    """Sums of squares with the coefficients of the components in their expectations; blocks add up.

    `raters` counts, a merchant, the raters beyond the first: what is known of the variance between raters.
    """

    residual_squares: float = 0.0
    residual_freedom: float = 0.0
    rater_squares: float = 0.0
    rater_of_rater: float = 0.0
    rater_of_item: float = 0.0
    rater_of_residual: float = 0.0
    item_squares: float = 0.0
    item_of_item: float = 0.0
    item_of_rater: float = 0.0
    item_of_residual: float = 0.0
    raters: float = 0.0

    def plus(self, other: "Moments") -> "Moments":
        """Add the moments of two blocks."""
        return Moments(*(getattr(self, name) + getattr(other, name) for name in MOMENT_NAMES))


MOMENT_NAMES: Final = tuple(field.name for field in fields(Moments))


def moments_from(stored: Mapping[str, float]) -> Moments:
    """Read moments by the names of their fields; what is not stored is 0.

    Examples
    --------
    >>> moments_from({"residual_squares": 2.0}).residual_squares, moments_from({}) == Moments()
    (2.0, True)
    """
    return Moments(*(float(stored.get(name, 0.0)) for name in MOMENT_NAMES))


def variance_components(
    adjusted: Deviations, specs: tuple[ScaleSpec, ...], norms: Norms, widest: float
) -> VarianceComponents:
    """Estimate the components of one wave from its own moments and the epoch's, blended with the prior.

    Parameters
    ----------
    adjusted : adjusted answers, shape (n_raters, n_items).
    specs : the dimensions; each with at least two raters is a block.
    norms : pooled moments of the epoch, prior variances and the degrees of freedom that they are worth.
    widest : largest variance that the scale permits; estimates are cut there and at 0.

    Returns
    -------
    As `blended_components` of the sum of both moments.
    """
    moments = moments_from(norms.moments).plus(wave_moments(adjusted, specs))
    return blended_components(moments, norms.prior, norms.degrees_of_freedom, widest)


def wave_moments(adjusted: Deviations, specs: tuple[ScaleSpec, ...]) -> Moments:
    """Sum up the squares of one wave over its dimensions with at least two raters; all 0 without such."""
    moments = Moments()
    for spec in specs:
        moments = moments.plus(_block(adjusted, list(spec.columns)))
    if not moments.rater_of_rater:
        return moments
    return replace(moments, raters=float(_n_raters(adjusted) - 1))


def blended_components(
    moments: Moments, prior: VarianceComponents, weight: float, widest: float
) -> VarianceComponents:
    """Estimate components from moments and blend them with the prior.

    Parameters
    ----------
    moments : of any number of merchants.
    prior, weight : variances believed before, and the degrees of freedom that they are worth.
    widest : largest variance that the scale permits; estimates are cut there and at 0.

    Returns
    -------
    Components on the level scale squared. `merchant` is the prior's: one merchant has no variance.
    `from_prior` is the prior's share of the weight of the rater variance, 1 with a single rater.

    Notes
    -----
    Each is (df x estimate + df_prior x prior) / (df + df_prior). When raters and items cannot be told
    apart (everybody answers other items), df shrinks with the determinant of the moment equations.
    """
    freedom = moments.residual_freedom
    residual = moments.residual_squares / freedom if freedom else prior.residual
    rater, item, share = _solve(moments, residual)
    raters = moments.raters * share
    return VarianceComponents(
        rater=_blend(rater, raters, prior.rater, weight, widest),
        merchant_item=_blend(item, moments.item_of_item * share, prior.merchant_item, weight, widest),
        residual=_blend(residual, freedom, prior.residual, weight, widest),
        merchant=prior.merchant,
        from_prior=weight / (weight + raters) if weight else 0.0,
    )


def _n_raters(adjusted: Deviations) -> int:
    """Raters with any answer."""
    return int(adjusted.answered.any(axis=1).sum())


def _blend(estimate: float, freedom: float, prior: float, weight: float, widest: float) -> float:
    """Weigh an estimate, kept inside [0, widest], with the prior by degrees of freedom."""
    if freedom + weight == 0:
        return prior
    kept = min(max(estimate, 0.0), widest)
    return (freedom * kept + weight * prior) / (freedom + weight)


def _solve(moments: Moments, residual: float) -> tuple[float, float, float]:
    """Solve the two moment equations: rater variance, merchant x item variance, share of information."""
    rater_left = moments.rater_squares - residual * moments.rater_of_residual
    item_left = moments.item_squares - residual * moments.item_of_residual
    straight = moments.rater_of_rater * moments.item_of_item
    if straight == 0:
        return (rater_left / moments.rater_of_rater if moments.rater_of_rater else 0.0), 0.0, 1.0
    determinant = straight - moments.rater_of_item * moments.item_of_rater
    share = determinant / straight
    if share < _TOLERANCE:
        return 0.0, 0.0, 0.0
    rater = (rater_left * moments.item_of_item - item_left * moments.rater_of_item) / determinant
    item = (item_left * moments.rater_of_rater - rater_left * moments.item_of_rater) / determinant
    return rater, item, share


def _block(adjusted: Deviations, columns: list[int]) -> Moments:
    """Moments of one dimension; empty when fewer than two raters answered it."""
    answered, values = adjusted.answered[:, columns], adjusted.values[:, columns]
    rows, used = answered.any(axis=1), answered.any(axis=0)
    if rows.sum() < _MIN_RATERS:
        return Moments()
    answered, values = answered[np.ix_(rows, used)], values[np.ix_(rows, used)]
    free = adjusted.from_epoch[columns][used].astype(np.bool_)
    squares, freedom = _residual(answered, values)
    by_rater = _rater_moments(answered, values, free)
    by_item = _item_moments(answered[:, free], values[:, free])
    return Moments(squares, freedom, *by_rater, *by_item)


def _residual(answered: FloatArray, values: FloatArray) -> tuple[float, float]:
    """Residual sum of squares and degrees of freedom of the additive two-way fit on incomplete cells.

    Raters are eliminated first, which leaves one equation an item (Schur complement); its rank is I minus
    the number of groups of raters that share no item. For complete cells df = n - R - I + 1.
    """
    per_rater, per_item = answered.sum(axis=1), answered.sum(axis=0)
    rater_sums = values.sum(axis=1)
    scaled = answered / per_rater[:, None]
    matrix = np.diag(per_item) - answered.T @ scaled
    right = values.sum(axis=0) - scaled.T @ rater_sums
    roots, vectors = np.linalg.eigh(matrix)
    solid = roots > _TOLERANCE * per_item.max()
    turned = vectors[:, solid].T @ right
    explained = float(np.sum(turned**2 / roots[solid])) + float(np.sum(rater_sums**2 / per_rater))
    left = float(np.sum(values**2)) - explained
    freedom = float(answered.sum() - len(per_rater) - solid.sum())
    return max(left, 0.0), max(freedom, 0.0)


def _rater_moments(
    answered: FloatArray, values: FloatArray, free: BoolArray
) -> tuple[float, float, float, float]:
    """Squares of the raters' means about their mean, with coefficients of s2_r, s2_mi and s2_e."""
    counts = answered.sum(axis=1)
    means = values.sum(axis=1) / counts
    shares = answered[:, free] / counts[:, None]
    raters = float(len(counts))
    spread = float(np.sum((shares - shares.mean(axis=0)) ** 2))
    squares = float(np.sum((means - means.mean()) ** 2))
    return squares, raters - 1, spread, (raters - 1) * float(np.mean(1 / counts))


def _item_moments(answered: FloatArray, values: FloatArray) -> tuple[float, float, float, float]:
    """Squares of the items' means about their mean, with coefficients of s2_mi, s2_r and s2_e.

    Only items with an epoch mean take part: an item measured against its own mean cannot deviate.
    """
    counts = answered.sum(axis=0)
    if len(counts) < _MIN_RATERS:
        return 0.0, 0.0, 0.0, 0.0
    means = values.sum(axis=0) / counts
    shares = answered / counts
    items = float(len(counts))
    spread = float(np.sum((shares - shares.mean(axis=1, keepdims=True)) ** 2))
    squares = float(np.sum((means - means.mean()) ** 2))
    return squares, items - 1, spread, (items - 1) * float(np.mean(1 / counts))
