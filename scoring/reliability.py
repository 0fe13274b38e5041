"""How reliable the items of a scale are: alpha, omega, Krippendorff's alpha.

For authors of instruments; a merchant's interval comes from variance components instead (`scores`). NaN is
a missing cell everywhere. Nothing here raises or warns because of data: what cannot be worked out is None
with a reason in `withheld`.
"""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from scoring.arrays import FloatArray
from scoring.results import (
    WITHHELD_NO_SPREAD,
    WITHHELD_NOT_FITTED,
    WITHHELD_TOO_FEW_ANSWERS,
    WITHHELD_TOO_FEW_ITEMS,
    WITHHELD_TOO_FEW_RATERS,
)

Metric = Literal["nominal", "ordinal", "interval", "ratio"]

_PAIR: Final = 2
_ONE_FACTOR_NEEDS: Final = 3
_NOTHING: Final = 1e-12
_LEAST_UNIQUENESS: Final = 0.005
_FLAT: Final = 1e-6
_TAIL: Final = 0.025


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A coefficient with its 95 % interval.

    `value` is None exactly when `withheld` gives a reason; `low` and `high` are None where no exact interval
    is known. `n` counts the rows (people) that it rests on, `n_items` the columns.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    n_items: int
    withheld: str | None = None


def cronbach_alpha(table: FloatArray, *, pairwise: bool = False) -> Coefficient:
    """Alpha = k/(k-1) (1 - trace C / sum C) of the covariance matrix C, with Feldt's exact interval.

    Parameters
    ----------
    table : keyed levels, shape (n_people, n_items), NaN where missing.
    pairwise : covariances over all who answered both items; otherwise over complete rows only.

    Returns
    -------
    Coefficient. Pairwise, `n` is the smallest number of people behind any covariance, and the interval,
    which takes that n, is on the safe side. An item without spread is kept: it adds nothing to either sum.

    Notes
    -----
    Cronbach (1951). Interval: (1 - alpha)/(1 - alpha_hat) follows F(n - 1, (n - 1)(k - 1)) (Feldt 1965);
    it assumes parallel normal items and independent people.

    Examples
    --------
    >>> found = cronbach_alpha(np.array([[1.0, 2.0], [2.0, 2.0], [3.0, 5.0]]))
    >>> round(found.value, 4), found.n
    (0.8571, 3)
    """
    rows = table if pairwise else complete_rows(table)
    known = np.isfinite(rows)
    k = rows.shape[1]
    together = known.T.astype(np.int64) @ known
    n = int(together.min()) if k else 0
    if k < _PAIR:
        return Coefficient(None, None, None, n, k, WITHHELD_TOO_FEW_ITEMS)
    if n < _PAIR:
        return Coefficient(None, None, None, n, k, WITHHELD_TOO_FEW_ANSWERS)
    covariance = _covariance(np.where(known, rows, 0.0), known.astype(np.float64))
    own, total = float(np.trace(covariance)), float(covariance.sum())
    if total <= _NOTHING * max(own, 1.0):
        return Coefficient(None, None, None, n, k, WITHHELD_NO_SPREAD)
    value = k / (k - 1) * (1 - own / total)
    low, high = _feldt(value, n, k)
    return Coefficient(value, low, high, n, k)


def omega_total(table: FloatArray) -> Coefficient:
    """Omega: share of the variance of the sum of standardized items that one common factor explains.

    Parameters
    ----------
    table : keyed levels, shape (n_people, n_items), NaN where missing; complete rows are used.

    Returns
    -------
    Coefficient without interval. Withheld under three items (one factor is not identified), with no more
    rows than items, with an item without spread, and where the search did not end in an optimum.

    Notes
    -----
    (sum l)^2 / ((sum l)^2 + sum u), McDonald (1999), with loadings l and uniquenesses u of the one-factor
    maximum-likelihood fit (Joereskog 1967); u is kept at 0.005 or more, as factor programs do.
    """
    rows = complete_rows(table)
    n, k = rows.shape
    if k < _ONE_FACTOR_NEEDS:
        return Coefficient(None, None, None, n, k, WITHHELD_TOO_FEW_ITEMS)
    if n <= k:
        return Coefficient(None, None, None, n, k, WITHHELD_TOO_FEW_ANSWERS)
    centred = rows - rows.mean(axis=0)
    lengths = np.sqrt(np.sum(centred**2, axis=0))
    if lengths.min() <= _NOTHING * max(float(np.abs(rows).max()), 1.0):
        return Coefficient(None, None, None, n, k, WITHHELD_NO_SPREAD)
    fitted = _one_factor((centred / lengths).T @ (centred / lengths))
    if fitted is None:
        return Coefficient(None, None, None, n, k, WITHHELD_NOT_FITTED)
    common = float(fitted[0].sum()) ** 2
    return Coefficient(common / (common + float(fitted[1].sum())), None, None, n, k)


def krippendorff_alpha(table: FloatArray, metric: Metric) -> Coefficient:
    """Agreement of any number of raters on units, corrected for chance; cells may be missing.

    Parameters
    ----------
    table : shape (n_units, n_raters), NaN where missing; a unit with one rating says nothing and is left out.
    metric : how different two values are. "ratio" is meant for values from 0 up.

    Returns
    -------
    1 - observed / expected disagreement; `n` counts the units with two ratings, `n_items` the raters. No
    interval: none is exact.

    Notes
    -----
    Krippendorff (2011), from the matrix of coincidences. Without two different values it is undefined.

    Examples
    --------
    >>> units = np.array([[1.0, 1.0, np.nan], [2.0, 2.0, 3.0], [3.0, 3.0, 3.0]])
    >>> round(krippendorff_alpha(units, "nominal").value, 4)
    0.65
    """
    units = table[np.isfinite(table).sum(axis=1) >= _PAIR] if table.size else table
    n, k = units.shape
    if not units.size:
        return Coefficient(None, None, None, 0, k, WITHHELD_TOO_FEW_RATERS)
    values = np.unique(units[np.isfinite(units)])
    counts = np.stack([(units == value).sum(axis=1) for value in values], axis=1).astype(np.float64)
    weights = 1 / (counts.sum(axis=1) - 1)
    observed = (counts * weights[:, None]).T @ counts - np.diag(weights @ counts)
    totals = counts.sum(axis=0)
    difference = _differences(values, totals, metric)
    expected = float(totals @ difference @ totals) / float(totals.sum() - 1)
    if expected <= 0:
        return Coefficient(None, None, None, n, k, WITHHELD_NO_SPREAD)
    value = 1 - float(np.sum(observed * difference)) / expected
    return Coefficient(value, None, None, n, k)


def complete_rows(table: FloatArray) -> FloatArray:
    """Keep the rows without a missing cell (NaN)."""
    return np.asarray(table[np.isfinite(table).all(axis=1)])


def _covariance(filled: FloatArray, known: FloatArray) -> FloatArray:
    """Pairwise covariances, divisor n - 1, each over the rows that know both columns."""
    n = known.T @ known
    centre = filled.sum(axis=0) / known.sum(axis=0)
    filled = np.where(known > 0, filled - centre, 0.0)
    sums = filled.T @ known
    return np.asarray((filled.T @ filled - sums * sums.T / n) / (n - 1))


def _feldt(value: float, n: int, k: int) -> tuple[float, float]:
    from scipy.special import fdtri  # noqa: PLC0415 - scipy loads only when it is needed

    freedom = (n - 1, (n - 1) * (k - 1))
    low, high = (1 - (1 - value) * float(fdtri(*freedom, p)) for p in (1 - _TAIL, _TAIL))
    return low, high


def _one_factor(correlations: FloatArray) -> tuple[FloatArray, FloatArray] | None:
    """Minimise log|S| + trace(S^-1 R), S = l l' + diag(u): loadings l and uniquenesses u, or None."""
    from scipy.optimize import minimize  # noqa: PLC0415 - scipy loads only when it is needed

    k = len(correlations)

    def objective(point: FloatArray) -> tuple[float, FloatArray]:
        loadings, free = point[:k], np.exp(np.clip(point[k:], -50.0, 50.0))
        model = np.outer(loadings, loadings) + np.diag(_LEAST_UNIQUENESS + free)
        inverse = np.linalg.inv(model)
        slope = inverse - inverse @ correlations @ inverse
        value = float(np.linalg.slogdet(model)[1]) + float(np.sum(inverse * correlations))
        return value, np.concatenate([2 * slope @ loadings, np.diag(slope) * free])

    roots, vectors = np.linalg.eigh(correlations)
    first = vectors[:, -1] * np.sign(vectors[:, -1].sum() or 1.0) * np.sqrt(max(float(roots[-1]), 0.0))
    start = np.clip(first, -0.9, 0.9)
    found = minimize(
        objective,
        np.concatenate([start, np.log(1 - start**2)]),
        jac=True,
        method="BFGS",
        options={"gtol": 1e-10, "maxiter": 5000},
    )
    if float(np.abs(objective(found.x)[1]).max()) > _FLAT:
        return None
    return found.x[:k], _LEAST_UNIQUENESS + np.exp(np.clip(found.x[k:], -50.0, 50.0))


def _differences(values: FloatArray, totals: FloatArray, metric: Metric) -> FloatArray:
    """Squared difference of every two values, shape (n_values, n_values)."""
    apart = values[:, None] - values
    if metric == "interval":
        return np.asarray(apart**2)
    if metric == "ratio":
        sums = np.abs(values[:, None] + values)
        return np.asarray(np.divide(np.abs(apart), sums, out=np.zeros_like(sums), where=sums > 0) ** 2)
    if metric == "nominal":
        return np.asarray((apart != 0).astype(np.float64))
    middles = np.cumsum(totals) - totals / 2
    return np.asarray((middles[:, None] - middles) ** 2)
