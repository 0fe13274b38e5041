"""How reliable scores are: alpha, omega, intraclass correlations, Krippendorff's alpha.

For authors of instruments; a merchant's interval comes from variance components instead (`scores`). NaN is
a missing cell everywhere. Nothing here raises or warns because of data: what cannot be worked out is None
with a reason in `withheld`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from scoring.arrays import FloatArray, IntArray
from scoring.results import (
    WITHHELD_NO_SPREAD,
    WITHHELD_NOT_FITTED,
    WITHHELD_TOO_FEW_ANSWERS,
    WITHHELD_TOO_FEW_ITEMS,
    WITHHELD_TOO_FEW_RATERS,
)

Metric = Literal["nominal", "ordinal", "interval", "ratio"]
IntraclassForm = Literal["ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k"]
FORMS: Final[tuple[IntraclassForm, ...]] = ("ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k")

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


@dataclass(frozen=True, slots=True)
class Intraclass:
    """One of the six forms of Shrout & Fleiss.

    `f`, `df1`, `df2`, `p` test the hypothesis that targets do not differ. They and the 95 % interval are None
    where the error term of the form is 0 (its value is then exactly right, and nothing is left to test).
    """

    form: IntraclassForm
    value: float | None
    f: float | None
    df1: int
    df2: int
    p: float | None
    low: float | None
    high: float | None
    withheld: str | None = None


@dataclass(frozen=True, slots=True)
class GroupIntraclass:
    """ICC(1), the share of variance between groups, and ICC(2), the reliability of a group's mean.

    `size` is the mean number of values in a group. ICC(2) alone is None when all group means are equal.
    """

    icc1: float | None
    icc2: float | None
    n_groups: int
    n: int
    size: float
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
    (0.8, 3)
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


def intraclass(table: FloatArray) -> tuple[Intraclass, ...]:
    """Work out the six intraclass correlations of targets rated by the same k raters.

    Parameters
    ----------
    table : shape (n_targets, n_raters); a target with a missing rating is left out.

    Returns
    -------
    The forms in the order of `FORMS`: single rating (one-way random, two-way random, two-way mixed), then the
    mean of the k ratings.

    Notes
    -----
    Shrout & Fleiss (1979), with their intervals. With a target variance of 0 every form is 0 or below.

    Examples
    --------
    >>> [round(form.value, 2) for form in intraclass(np.array([[9.0, 2], [6, 1], [8, 4]]))]
    [-0.62, 0.07, 0.5, -3.29, 0.13, 0.67]
    """
    rows = complete_rows(table)
    n, k = rows.shape
    reason = _too_small(n, k)
    if reason is not None:
        return tuple(Intraclass(form, None, None, 0, 0, None, None, None, reason) for form in FORMS)
    squares = _mean_squares(rows)
    if squares.total <= 0:
        return tuple(
            Intraclass(form, None, None, 0, 0, None, None, None, WITHHELD_NO_SPREAD) for form in FORMS
        )
    single = (_one_way(squares), _two_way_random(squares), _two_way_mixed(squares))
    return (*single, *(_of_mean(form, k) for form in single))


def group_intraclass(values: FloatArray, groups: Sequence[object] | IntArray) -> GroupIntraclass:
    """ICC(1) and ICC(2) of values in groups of any sizes.

    Parameters
    ----------
    values : shape (n,), NaN is left out.
    groups : n labels.

    Notes
    -----
    (MSB - MSW)/(MSB + (m - 1) MSW) and (MSB - MSW)/MSB of the one-way analysis of variance, m the mean size
    of a group (Bliese 2000).

    Examples
    --------
    >>> found = group_intraclass(np.array([1.0, 2.0, 4.0, 5.0, 6.0]), ["a", "a", "b", "b", "b"])
    >>> round(found.icc1, 4), round(found.icc2, 4), found.size
    (0.8694, 0.9433, 2.5)
    """
    known = np.isfinite(values)
    _, places = np.unique(np.asarray(groups)[known], return_inverse=True)
    kept = values[known]
    sizes = np.bincount(places)
    n, g = len(kept), len(sizes)
    size = n / g if g else 0.0
    if g < _PAIR or n <= g:
        return GroupIntraclass(None, None, g, n, size, WITHHELD_TOO_FEW_ANSWERS)
    kept = kept - kept.mean()
    means = np.bincount(places, weights=kept) / sizes
    between = float(np.sum(sizes * means**2)) / (g - 1)
    within = float(np.sum((kept - means[places]) ** 2)) / (n - g)
    floor = _NOTHING * max(float(np.abs(values[known]).max()) ** 2, _NOTHING)
    if between + within <= floor:
        return GroupIntraclass(None, None, g, n, size, WITHHELD_NO_SPREAD)
    icc1 = (between - within) / (between + (size - 1) * within)
    icc2 = (between - within) / between if between > floor else None
    return GroupIntraclass(icc1, icc2, g, n, size)


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
    """Rows without a missing cell."""
    return np.asarray(table[np.isfinite(table).all(axis=1)])


def _too_small(n: int, k: int) -> str | None:
    if k < _PAIR:
        return WITHHELD_TOO_FEW_RATERS
    return WITHHELD_TOO_FEW_ANSWERS if n < _PAIR else None


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


@dataclass(frozen=True, slots=True)
class _MeanSquares:
    """Two-way mean squares of n targets by k raters; `within` joins raters and error."""

    targets: float
    raters: float
    error: float
    within: float
    total: float
    n: int
    k: int


def _mean_squares(rows: FloatArray) -> _MeanSquares:
    n, k = rows.shape
    scale = float(np.abs(rows).max()) or 1.0
    rows = (rows - rows.mean()) / scale
    by_target, by_rater = rows.mean(axis=1), rows.mean(axis=0)
    targets = k * float(np.sum(by_target**2))
    raters = n * float(np.sum(by_rater**2))
    error = float(np.sum((rows - by_target[:, None] - by_rater) ** 2))
    # Rounding leaves a trace where the truth is 0; everything is compared with numbers of size 1.
    targets, raters, error = (s if s > _NOTHING * n * k else 0.0 for s in (targets, raters, error))
    return _MeanSquares(
        targets / (n - 1),
        raters / (k - 1),
        error / ((n - 1) * (k - 1)),
        (raters + error) / (n * (k - 1)),
        targets + raters + error,
        n,
        k,
    )


def _one_way(s: _MeanSquares) -> Intraclass:
    freedom = (s.n - 1, s.n * (s.k - 1))
    return _tested("ICC1", s, (s.targets - s.within) / (s.targets + (s.k - 1) * s.within), s.within, freedom)


def _two_way_mixed(s: _MeanSquares) -> Intraclass:
    freedom, bottom = (s.n - 1, (s.n - 1) * (s.k - 1)), s.targets + (s.k - 1) * s.error
    if bottom <= 0:
        return Intraclass("ICC3", None, None, *freedom, None, None, None, WITHHELD_NO_SPREAD)
    return _tested("ICC3", s, (s.targets - s.error) / bottom, s.error, freedom)


def _two_way_random(s: _MeanSquares) -> Intraclass:
    """ICC(2,1); its interval uses Satterthwaite's degrees of freedom."""
    from scipy.special import fdtri  # noqa: PLC0415 - scipy loads only when it is needed

    n, k = s.n, s.k
    freedom = (n - 1, (n - 1) * (k - 1))
    bottom = s.targets + (k - 1) * s.error + k * (s.raters - s.error) / n
    if bottom <= 0:
        return Intraclass("ICC2", None, None, *freedom, None, None, None, WITHHELD_NO_SPREAD)
    value = (s.targets - s.error) / bottom
    plain = _tested("ICC2", s, value, s.error, freedom)
    if plain.f is None:
        return plain
    ratio = k * value * s.raters / s.error
    rest = n * (1 + (k - 1) * value) - k * value
    df = (k - 1) * (n - 1) * (ratio + rest) ** 2 / ((n - 1) * ratio**2 + rest**2)
    upper, lower = float(fdtri(n - 1, df, 1 - _TAIL)), float(fdtri(df, n - 1, 1 - _TAIL))
    spread = k * s.raters + (k * n - k - n) * s.error
    low = n * (s.targets - upper * s.error) / (upper * spread + n * s.targets)
    high = n * (lower * s.targets - s.error) / (spread + n * lower * s.targets)
    return Intraclass("ICC2", value, plain.f, *freedom, plain.p, low, high)


def _tested(
    form: IntraclassForm, s: _MeanSquares, value: float, error: float, freedom: tuple[int, int]
) -> Intraclass:
    """Add the F test of the targets against `error`, and the interval of a form that rests on F alone."""
    from scipy.special import fdtrc, fdtri  # noqa: PLC0415 - scipy loads only when it is needed

    if error <= 0:
        return Intraclass(form, value, None, *freedom, None, None, None)
    f = s.targets / error
    low = f / float(fdtri(*freedom, 1 - _TAIL))
    high = f * float(fdtri(freedom[1], freedom[0], 1 - _TAIL))
    ends = [(x - 1) / (x + s.k - 1) for x in (low, high)]
    return Intraclass(form, value, f, *freedom, float(fdtrc(*freedom, f)), ends[0], ends[1])


def _of_mean(single: Intraclass, k: int) -> Intraclass:
    """Step a single-rating form up to the mean of k ratings (Spearman-Brown)."""
    form = FORMS[FORMS.index(single.form) + len(FORMS) // 2]
    value, low, high = (_stepped_up(x, k) for x in (single.value, single.low, single.high))
    reason = WITHHELD_NO_SPREAD if value is None else single.withheld
    return Intraclass(form, value, single.f, single.df1, single.df2, single.p, low, high, reason)


def _stepped_up(value: float | None, k: int) -> float | None:
    if value is None or 1 + (k - 1) * value <= _NOTHING:
        return None
    return k * value / (1 + (k - 1) * value)


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
