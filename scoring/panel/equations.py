"""Item means and role effects by least squares within merchants, from equations that add up.

The model is y = merchant x dimension + item + role + rest. Each merchant is compared with itself only: inside
every dimension answers and dummies are centred on the merchant's own mean, so that neither good merchants who
skip an item nor merchants who sent their owner alone move an item mean or a role effect. The centred normal
equations are sums over merchants and are kept in whole multiples of 2^-24.

Symbols: P = items + roles parameters; D the dummies of one block (merchant x dimension) of n answers, u =
D'1, s = sum of y; A = sum over blocks of D'D - u u'/n, b = sum of D'y - u s/n.
"""

from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from assessment.domain.instrument import Instrument
from assessment.domain.organization import EpochNorms
from scoring.arrays import FloatArray
from scoring.matrix import AnswerMatrix
from scoring.panel.fixed import WholeArray, fraction, whole
from scoring.scales import ScaleSpec, dimension_specs

MIN_MERCHANTS: Final = 10
"""Merchants from which an item mean or a role effect is estimated; below, the prior's stands."""
ITEM_RIDGE: Final = 10.0
"""Answers that the prior's distance of an item from the others of its dimension is worth."""
ROLE_RIDGE: Final = 2.0
"""Raters who answer every item that the prior's role effect is worth. It is counted in raters because the
answers of one person are no independent pieces of evidence about the role: the variance between raters, .19,
over that between roles, .3 squared, is about 2."""
LEVEL_PRIOR: Final = 2.0
"""Merchants that the prior's level of a dimension is worth."""


@dataclass(frozen=True, slots=True, eq=False)
class NormStatistics:
    """Normal equations of any number of merchants; parameters are items, then roles.

    `merchants` with any answer. `item_merchants`, shape (n_items,), counts those in which an item stands
    beside another of its dimension, `role_merchants`, shape (n_roles,), those in which a role answered
    beside another role. `normal` A, shape (P, P), and `right` b, shape (P,). For the level of dimensions:
    `blocks` with an answer, shape (n_dimensions,), the sums of their means `block_means`, and of their u / n
    `block_shares`, shape (n_dimensions, P). The last four are in multiples of 2^-24.
    """

    roles: tuple[str, ...]
    merchants: int
    item_merchants: WholeArray
    role_merchants: WholeArray
    normal: WholeArray
    right: WholeArray
    blocks: WholeArray
    block_means: WholeArray
    block_shares: WholeArray

    def plus(self, other: "NormStatistics") -> "NormStatistics":
        """Add other merchants; raises ValueError when items, dimensions or roles differ."""
        if self.roles != other.roles or self.block_shares.shape != other.block_shares.shape:
            raise ValueError("equations of different items or roles do not add up")
        return NormStatistics(self.roles, *(getattr(self, name) + getattr(other, name) for name in _ADDED))

    def same(self, other: "NormStatistics") -> bool:
        """Whether every integer is the same."""
        return self.roles == other.roles and all(
            np.array_equal(getattr(self, name), getattr(other, name)) for name in _ADDED
        )


_ADDED: Final = tuple(field.name for field in fields(NormStatistics))[1:]


@dataclass(frozen=True, slots=True, eq=False)
class SolvedNorms:
    """Item means (shape (n_items,), keyed levels) and role effects by role; both with what was estimated.

    An item that neither the prior nor enough merchants know is NaN.
    """

    item_means: FloatArray
    role_effects: dict[str, float]
    estimated_roles: int


def no_merchants(items: int, dimensions: int, roles: tuple[str, ...]) -> NormStatistics:
    """Equations of nobody, for so many items and dimensions: what sums start from."""
    n_roles = len(roles)
    size = items + n_roles
    shapes: tuple[tuple[int, ...], ...] = (
        (items,), (n_roles,), (size, size), (size,), (dimensions,), (dimensions,), (dimensions, size)
    )  # fmt: skip
    return NormStatistics(roles, 0, *(np.zeros(shape, np.int64) for shape in shapes))


def merchant_equations(
    specs: tuple[ScaleSpec, ...], matrix: AnswerMatrix, roles: tuple[str, ...]
) -> NormStatistics:
    """Equations of one merchant's wave.

    Parameters
    ----------
    specs : the dimensions.
    matrix : the answers of one wave.
    roles : all roles of the whole panel, each named once, in an order that all parts share.

    Returns
    -------
    Statistics with `merchants` 1; 0, and everything 0, when nobody answered anything.

    Raises
    ------
    ValueError
        A rater has a role that `roles` lacks.
    """
    n_items = matrix.levels.shape[1]
    found = no_merchants(n_items, len(specs), roles)
    if not matrix.answered.any():
        return found
    answered = matrix.answered.astype(np.float64)
    levels = np.where(matrix.answered, matrix.levels, 0).astype(np.float64)
    dummies = np.zeros((matrix.n_raters, len(roles)))
    dummies[np.arange(matrix.n_raters), [roles.index(role) for role in matrix.roles]] = 1.0
    items, seen_roles = found.item_merchants, np.zeros(len(roles), dtype=np.bool_)
    normal, right = np.zeros(found.normal.shape), np.zeros(found.right.shape)
    for place, spec in enumerate(specs):
        columns = list(spec.columns)
        block = _block(answered[:, columns], levels[:, columns], dummies)
        if block is None:
            continue
        at = [*columns, *range(n_items, len(right))]
        normal[np.ix_(at, at)] += block.normal
        right[at] += block.right
        found.blocks[place] = 1
        found.block_means[place] = whole(block.mean)
        found.block_shares[place, at] = whole(block.shares)
        used = block.shares > 0
        if used[: len(columns)].sum() > 1:
            items[columns] |= used[: len(columns)]
        if used[len(columns) :].sum() > 1:
            seen_roles |= used[len(columns) :]
    return NormStatistics(
        roles, 1, items, seen_roles.astype(np.int64), whole(normal), whole(right),
        found.blocks, found.block_means, found.block_shares,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class _Block:
    """One dimension of one merchant; parameters are its own items, then all roles."""

    normal: FloatArray
    right: FloatArray
    mean: FloatArray
    shares: FloatArray


def _block(answered: FloatArray, levels: FloatArray, dummies: FloatArray) -> _Block | None:
    """Centre one dimension; None when nobody answered it."""
    n = answered.sum()
    if n == 0:
        return None
    crossed = answered.T @ dummies
    u = np.concatenate([answered.sum(axis=0), crossed.sum(axis=0)])
    products = np.diag(u)
    items = answered.shape[1]
    products[:items, items:], products[items:, :items] = crossed, crossed.T
    y = np.concatenate([levels.sum(axis=0), dummies.T @ levels.sum(axis=1)])
    total = levels.sum()
    return _Block(products - np.outer(u, u) / n, y - u * total / n, np.asarray(total / n), u / n)


def solve_norms(instrument: Instrument, found: NormStatistics, prior: EpochNorms) -> SolvedNorms:
    """Solve the equations, drawn towards the prior where few merchants speak.

    Parameters
    ----------
    instrument : gives items and dimensions.
    found : equations of the panel.
    prior : its item means and role effects are the starting point (an item it lacks starts at the mean of
        those of its dimension, or at the middle of the scale).

    Returns
    -------
    Item means and role effects.

    Notes
    -----
    With p0 the prior's parameters and L the ridge (10 answers an item, 2 x n_items answers a role) the
    deviations d solve (A + L) d = b - A p0. As a constant added to all roles changes no fit,
    the ridge alone fixes it: deviations of the roles that were seen sum to 0, each role counting once. So
    the neutral rater is the middle of the roles and does not move when more merchants send only their owner.
    An item or role under ten merchants keeps the prior's deviation, 0. The level of a dimension is the
    prior's plus (sum over merchants of mean(y) - mean of the parameters of its answers) / (merchants + 2).
    METHOD.md section 4.
    """
    items = len(instrument.items)
    effects = [prior.role_effects.get(role, 0.0) for role in found.roles]
    start = np.concatenate([_prior_means(instrument, prior), effects])
    merchants = np.concatenate([found.item_merchants, found.role_merchants])
    values = start + np.where(merchants >= MIN_MERCHANTS, _moved(found, start, items), 0.0)
    means = values[:items] + _lifted(instrument, found, values)
    known = np.array([item.id in prior.item_means for item in instrument.items])
    known |= found.item_merchants >= MIN_MERCHANTS
    kept = np.clip(means, instrument.scale.low, instrument.scale.high)
    named = zip(found.roles, values[items:].tolist(), strict=True)
    return SolvedNorms(
        item_means=np.where(known, kept, np.nan),
        role_effects=dict(prior.role_effects) | dict(named),
        estimated_roles=int((found.role_merchants >= MIN_MERCHANTS).sum()),
    )


def _moved(found: NormStatistics, start: FloatArray, items: int) -> FloatArray:
    """Solve for the deviations of all parameters from where they start, shape (P,)."""
    normal = fraction(found.normal)
    ridge = np.where(np.arange(len(start)) < items, ITEM_RIDGE, ROLE_RIDGE * items)
    return np.linalg.solve(normal + np.diag(ridge), fraction(found.right) - normal @ start)


def _lifted(instrument: Instrument, found: NormStatistics, values: FloatArray) -> FloatArray:
    """Find how much higher than the prior the dimension of every item lies, shape (n_items,)."""
    left = fraction(found.block_means) - fraction(found.block_shares) @ values
    each = np.where(found.blocks >= MIN_MERCHANTS, left / (found.blocks + LEVEL_PRIOR), 0.0)
    lifted = np.zeros(len(instrument.items))
    for place, spec in enumerate(dimension_specs(instrument)):
        lifted[list(spec.columns)] = each[place]
    return lifted


def _prior_means(instrument: Instrument, prior: EpochNorms) -> FloatArray:
    """Find the starting point of every item, shape (n_items,)."""
    given = np.array([prior.item_means.get(item.id, np.nan) for item in instrument.items])
    middle = (instrument.scale.low + instrument.scale.high) / 2
    for spec in dimension_specs(instrument):
        columns = list(spec.columns)
        known = given[columns][np.isfinite(given[columns])]
        fill = float(known.mean()) if len(known) else middle
        given[columns] = np.where(np.isfinite(given[columns]), given[columns], fill)
    return given
