"""How far ratings of the same target agree: the six intraclass correlations, and ICC(1), ICC(2) of groups.

NaN is a missing cell. What cannot be worked out is None with a reason in `withheld`; nothing raises or warns
because of data.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from scoring.arrays import FloatArray, IntArray
from scoring.reliability import complete_rows
from scoring.results import WITHHELD_NO_SPREAD, WITHHELD_TOO_FEW_ANSWERS, WITHHELD_TOO_FEW_RATERS

IntraclassForm = Literal["ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k"]
FORMS: Final[tuple[IntraclassForm, ...]] = ("ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k")

_PAIR: Final = 2
_NOTHING: Final = 1e-12
_TAIL: Final = 0.025


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


def _too_small(n: int, k: int) -> str | None:
    if k < _PAIR:
        return WITHHELD_TOO_FEW_RATERS
    return WITHHELD_TOO_FEW_ANSWERS if n < _PAIR else None


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
