"""How far the raters of one merchant agree on a dimension.

Said beside a score, never used to drop anybody: with two to five raters agreement is itself uncertain.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from assessment.domain.engagement import WaveMode
from assessment.domain.instrument import Instrument
from scoring.arrays import BoolArray, FloatArray, IntArray
from scoring.matrix import AnswerMatrix
from scoring.privacy import NAMED, hidden_items
from scoring.results import (
    WITHHELD_NO_ANSWER,
    WITHHELD_NO_RATER,
    WITHHELD_NO_SPREAD,
    WITHHELD_SMALL_GROUP,
    WITHHELD_TOO_FEW_RATERS,
    ScaleAgreement,
)
from scoring.scales import ScaleSpec

_RATERS_NEEDED: Final = 2
_LEVELS_NEEDED: Final = 2


def chance_variance(n_levels: int) -> float:
    """Variance of answers that fall on every level alike, (A^2 - 1)/12.

    Examples
    --------
    >>> chance_variance(5), round(chance_variance(6), 4)
    (2.0, 2.9167)
    """
    return (n_levels**2 - 1) / 12


def agreement_indices(table: FloatArray, n_levels: int) -> tuple[float, float] | None:
    """r*wg(j) and AD of the raters of one target.

    Parameters
    ----------
    table : levels, shape (n_raters, n_items), NaN where missing; items with one rater are left out.
    n_levels : levels of the scale, at least 2.

    Returns
    -------
    r*wg(j) = 1 - mean(s2_i)/s2_EU, with s2_i the variance (n - 1) of item i (Lindell, Brandt & Whitney 1999):
    1 full agreement, 0 as if by chance, below 0 camps. AD = mean over items of the mean |x - item mean|, in
    levels (Burke & Dunlap 2002). None when no item has two raters.

    Notes
    -----
    rwg(j) of James, Demaree & Wolf (1984) is not used: it grows with the number of items alone.

    Examples
    --------
    >>> agreement_indices(np.array([[4.0, 2.0], [4.0, 3.0], [4.0, np.nan]]), 5)
    (0.875, 0.25)
    """
    known = np.isfinite(table)
    spread = _spread(np.where(known, table, 0.0), known)
    return _indices(spread, np.ones(table.shape[1], dtype=np.bool_), n_levels)


@dataclass(frozen=True, slots=True, eq=False)
class _Spread:
    """Answers, variance (n - 1) and mean absolute deviation of every item, shape (n_items,)."""

    n: IntArray
    variances: FloatArray
    deviations: FloatArray

    @property
    def usable(self) -> BoolArray:
        return self.n >= _RATERS_NEEDED


def _spread(levels: FloatArray, known: BoolArray) -> _Spread:
    n = known.sum(axis=0)
    apart = np.where(known, levels - np.where(known, levels, 0.0).sum(axis=0) / np.maximum(n, 1), 0.0)
    variances = (apart**2).sum(axis=0) / np.maximum(n - 1, 1)
    return _Spread(n, variances, np.abs(apart).sum(axis=0) / np.maximum(n, 1))


def _indices(spread: _Spread, chosen: BoolArray, n_levels: int) -> tuple[float, float] | None:
    """Average over the chosen items that two raters answered; None without any."""
    used = chosen & spread.usable
    if not used.any():
        return None
    rwg = 1 - float(spread.variances[used].mean()) / chance_variance(n_levels)
    return rwg, float(spread.deviations[used].mean())


def scale_agreement(
    instrument: Instrument, matrix: AnswerMatrix, specs: tuple[ScaleSpec, ...], mode: WaveMode = NAMED
) -> tuple[ScaleAgreement, ...]:
    """Tell the agreement on every dimension.

    Parameters
    ----------
    instrument, matrix : the wave.
    specs : the dimensions (`scales.dimension_specs`).
    mode : in a wave that is not named, what may not be told (`privacy.hidden_items`) is left out.

    Returns
    -------
    One entry a dimension over its items with at least two answers. An item that one role alone is asked is
    left out: there is nobody else to agree with. `n_raters` answered at least one of the items.
    """
    comparable = np.array([len(item.roles) != 1 for item in instrument.items], dtype=np.bool_)
    hidden = hidden_items(instrument, matrix, mode)
    spread = _spread(matrix.levels.astype(np.float64), matrix.answered)
    return tuple(_agreement(spec, matrix, spread, comparable & ~hidden, hidden) for spec in specs)


def _agreement(
    spec: ScaleSpec, matrix: AnswerMatrix, spread: _Spread, shown: BoolArray, hidden: BoolArray
) -> ScaleAgreement:
    chosen = np.zeros_like(shown)
    chosen[list(spec.columns)] = True
    used = chosen & shown & spread.usable
    n_items, n_raters = int(used.sum()), int(matrix.answered[:, used].any(axis=1).sum())
    n_levels = matrix.high - matrix.low + 1
    found = _indices(spread, used, n_levels) if n_levels >= _LEVELS_NEEDED else None
    if found is None:
        reason = _reason(spec, matrix, hidden) if n_items == 0 else WITHHELD_NO_SPREAD
        return ScaleAgreement(spec.id, None, None, n_items, n_raters, reason)
    return ScaleAgreement(spec.id, *found, n_items, n_raters)


def _reason(spec: ScaleSpec, matrix: AnswerMatrix, hidden: BoolArray) -> str:
    """Say why no item of a dimension has two raters."""
    columns = list(spec.columns)
    if matrix.n_raters == 0:
        return WITHHELD_NO_RATER
    if not matrix.answered[:, columns].any():
        return WITHHELD_NO_ANSWER
    return WITHHELD_SMALL_GROUP if hidden[columns].any() else WITHHELD_TOO_FEW_RATERS
