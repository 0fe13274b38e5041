"""Scores as weighted sums of cells, and the variance of such a sum.

Every score is S = base + sum over answered cells of w_ir c_ir where the weight of a cell depends on its item
only: w_ir = g_i a_ir (a = 1 where answered). Then with W_r = sum_i w_ir and W_i = sum_r w_ir

    SE^2 = s2_r sum_r W_r^2 + s2_mi sum_i W_i^2 + s2_e sum w^2,

which for equal weights 1/n is s2_r/R_e + s2_mi/I_e + s2_e/n with R_e = n^2/sum n_r^2, I_e = n^2/sum n_i^2.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from scoring.arrays import BoolArray, FloatArray
from scoring.norms import Deviations
from scoring.results import VarianceComponents
from scoring.scales import ScaleSpec


@dataclass(frozen=True, slots=True, eq=False)
class Forms:
    """Evaluated weighted sums, one a scale.

    `bases`, `values`, `rater_squares` (sum_r W_r^2) and `cell_squares` (sum w^2) have shape (n_scales,);
    `item_weights` (W_i, 0 for items measured against their own mean) has shape (n_items, n_scales).
    """

    bases: FloatArray
    values: FloatArray
    rater_squares: FloatArray
    item_weights: FloatArray
    cell_squares: FloatArray


@dataclass(frozen=True, slots=True)
class Estimate:
    """One score before it meets the scale: adjusted mean and its errors.

    `center` is the mean of the item means: what is expected of a merchant of whom nothing is known.
    `stable_error` leaves out the merchant's own profile of items, which is there again in the next wave.
    """

    value: float
    error: float
    center: float
    stable_error: float


def equal_weights(
    adjusted: Deviations, specs: tuple[ScaleSpec, ...], rows: BoolArray | None = None
) -> FloatArray:
    """Item weights 1/n of plain scales, shape (n_items, n_scales); 0 where a scale has no answer.

    `rows`, shape (n_raters,), limits the raters.
    """
    answered = adjusted.answered if rows is None else adjusted.answered[rows]
    member = membership(specs, answered.shape[1])
    n_cells = answered.sum(axis=0) @ member
    return np.asarray(member / np.maximum(n_cells, 1.0))


@lru_cache(maxsize=64)
def membership(specs: tuple[ScaleSpec, ...], n_items: int) -> FloatArray:
    """Which item belongs to which scale, 0 or 1, shape (n_items, n_scales); read-only, as all share it."""
    member = np.zeros((n_items, len(specs)))
    for column, spec in enumerate(specs):
        member[list(spec.columns), column] = 1.0
    member.setflags(write=False)
    return member


def bases(item_means: FloatArray, specs: tuple[ScaleSpec, ...]) -> FloatArray:
    """Average the item means of each scale, shape (n_scales,).

    Items without a mean stay out; a scale of such items only has base 0 (and no answers either).
    """
    known = np.isfinite(item_means)
    member = membership(specs, len(item_means))
    totals = np.where(known, item_means, 0.0) @ member
    return totals / np.maximum(known.astype(np.float64) @ member, 1.0)


def evaluate(
    adjusted: Deviations, weights: FloatArray, base: FloatArray, rows: BoolArray | None = None
) -> Forms:
    """Evaluate the forms.

    Parameters
    ----------
    adjusted : adjusted answers, shape (n_raters, n_items).
    weights : g, shape (n_items, n_scales).
    base : shape (n_scales,).
    rows : raters that take part, shape (n_raters,); None means all.

    Returns
    -------
    Values and the sums that variances need. A scale without answers has value `base` and no weight.
    """
    answered = adjusted.answered if rows is None else adjusted.answered[rows]
    values = adjusted.values if rows is None else adjusted.values[rows]
    per_item = answered.sum(axis=0)
    return Forms(
        bases=base,
        values=base + values.sum(axis=0) @ weights,
        rater_squares=np.sum((answered @ weights) ** 2, axis=0),
        item_weights=(per_item * adjusted.from_epoch)[:, None] * weights,
        cell_squares=per_item @ weights**2,
    )


def standard_errors(forms: Forms, components: VarianceComponents) -> FloatArray:
    """Return the standard error of every form, shape (n_scales,)."""
    squared = (
        components.rater * forms.rater_squares
        + components.merchant_item * np.sum(forms.item_weights**2, axis=0)
        + components.residual * forms.cell_squares
    )
    return np.asarray(np.sqrt(squared))


def estimates(forms: Forms, components: VarianceComponents) -> tuple[Estimate, ...]:
    """Bring the value of every form together with its errors, in order."""
    errors = standard_errors(forms, components)
    stable = np.sqrt(components.rater * forms.rater_squares + components.residual * forms.cell_squares)
    table = np.column_stack([forms.values, errors, forms.bases, stable])
    return tuple(Estimate(*(float(x) for x in row)) for row in table)


def difference_errors(first: Forms, second: Forms, components: VarianceComponents) -> FloatArray:
    """Return standard errors of first - second for disjoint raters, shape (n_scales,).

    Items that both sides weigh alike cancel: for the same items this is
    sqrt(s2_r (1/R_1 + 1/R_2) + s2_e (1/n_1 + 1/n_2)). Items that only one side answered do not cancel.
    """
    squared = (
        components.rater * (first.rater_squares + second.rater_squares)
        + components.merchant_item * np.sum((first.item_weights - second.item_weights) ** 2, axis=0)
        + components.residual * (first.cell_squares + second.cell_squares)
    )
    return np.asarray(np.sqrt(squared))
