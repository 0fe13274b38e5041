"""How many archetypes the data support: BIC, three gates, and whether they are types or segments.

METHOD.md section 8; Fraley & Raftery 2002 (BIC), Biernacki, Celeux & Govaert 2000 (ICL), Hennig 2007
(bootstrap stability), Hubert & Arabie 1985 (adjusted Rand index).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from assessment.domain.organization import FitCandidate
from scoring.archetypes import FitSettings, FittedMixture, Shape, fit_mixture
from scoring.arrays import FloatArray
from scoring.mixtures import Mixture, log_joint

LEAST_SHARE: Final = 0.05
LEAST_STABILITY: Final = 0.75
LEAST_POSTERIOR: Final = 0.75

Progress = Callable[[str, float], None]
Labels = NDArray[np.intp]

_SEARCHED: Final = 0.85
"""Share of the whole work after which only stability is left to judge."""


@dataclass(frozen=True, slots=True, eq=False)
class Selection:
    """The chosen mixture, its bootstrap stability (None for one type), all that was tried, and the flag."""

    chosen: FittedMixture
    stability: float | None
    candidates: tuple[FitCandidate, ...]
    types: bool


def select(rows: FloatArray, settings: FitSettings, progress: Progress) -> Selection:
    """Choose number and shape of the types.

    Parameters
    ----------
    rows : complete scores, shape (n, d), n >= 1.
    settings : how carefully.
    progress : called with the stage ``fitting`` or ``stability`` and the share done, 0-1.

    Returns
    -------
    The candidate with the lowest BIC whose smallest share, mean posterior and bootstrap stability reach
    5 %, 0.75 and 0.75; one type passes without gates, so there is always an answer. `types` only if the
    lowest ICL also belongs to more than one type.
    """
    tried = _search(rows, settings, progress)
    failed = {id(one): _plain_gate(one) for one in tried}
    for place, one in enumerate(sorted(tried, key=lambda fit: fit.bic)):
        progress("stability", _SEARCHED + (1 - _SEARCHED) * place / len(tried))
        stability = None
        if one.k > 1 and not failed[id(one)]:
            stability = bootstrap_stability(rows, one, settings)
            failed[id(one)] = "" if stability >= LEAST_STABILITY else "stability"
        if not failed[id(one)]:
            return Selection(
                chosen=one,
                stability=stability,
                candidates=tuple(_candidate(fit, failed[id(fit)]) for fit in tried),
                types=one.k > 1 and min(tried, key=lambda fit: fit.icl).k > 1,
            )
    message = "one type passes every gate"
    raise AssertionError(message)


def _search(rows: FloatArray, settings: FitSettings, progress: Progress) -> list[FittedMixture]:
    """Fit every k in both shapes; with one type both are the same, and no type may be without a row."""
    largest = min(settings.largest_k, len(np.unique(rows, axis=0)))
    plans: list[tuple[int, Shape]] = [(1, "tied")]
    plans += [(k, shape) for k in range(2, largest + 1) for shape in ("tied", "full")]
    whole, done, found = sum(k for k, _ in plans), 0, []
    for place, (k, shape) in enumerate(plans):
        progress("fitting", _SEARCHED * done / whole)
        found.append(fit_mixture(rows, k, shape, settings, settings.seed + place))
        done += k
    return found


def _plain_gate(fit: FittedMixture) -> str:
    """Name the gate that needs no refitting and is not passed; "" when both are."""
    if fit.k == 1:
        return ""
    if fit.smallest_share < LEAST_SHARE:
        return "share"
    return "posterior" if fit.mean_posterior < LEAST_POSTERIOR else ""


def _candidate(fit: FittedMixture, failed: str) -> FitCandidate:
    return FitCandidate(
        k=fit.k,
        covariance_type=fit.shape,
        bic=fit.bic,
        icl=fit.icl,
        smallest_share=fit.smallest_share,
        mean_posterior=fit.mean_posterior,
        failed=failed,
        converged=fit.converged,
    )


def bootstrap_stability(rows: FloatArray, fit: FittedMixture, settings: FitSettings) -> float:
    """Mean adjusted Rand index between the labels of a fit and those of fits to resampled rows.

    Parameters
    ----------
    rows : the rows that the fit was made from, shape (n, d).
    fit : the mixture to judge.
    settings : `resamples` samples with replacement of at most `resample_rows` rows, fitted from scratch.

    Returns
    -------
    At most 1; about 0 for labels that agree by chance. Rows are labelled by both fits and compared on at
    most `resample_rows` of them, so for large n this is the stability that a few thousand merchants give:
    on the safe side. Resampling ends early when even full agreement of the rest could not lift the mean to
    0.75; the mean is then that of what was done.
    """
    stream = np.random.default_rng(settings.seed + fit.k)
    n = min(len(rows), settings.resample_rows)
    judged = rows[np.sort(stream.choice(len(rows), n, replace=False))]
    own = labels_of(fit.mixture, judged)
    quick = replace(settings, starts=settings.resample_starts, polished=1)
    agreements: list[float] = []
    while len(agreements) < settings.resamples and _reachable(agreements, settings.resamples):
        sample = rows[np.sort(stream.choice(len(rows), n, replace=True))]
        again = fit_mixture(sample, fit.k, fit.shape, quick, int(stream.integers(2**31 - 1)))
        agreements.append(adjusted_rand(own, labels_of(again.mixture, judged)))
    return float(np.mean(agreements))


def _reachable(agreements: list[float], whole: int) -> bool:
    """Whether the mean of all resamples can still reach the gate (an index is at most 1)."""
    return sum(agreements) + whole - len(agreements) >= LEAST_STABILITY * whole


def labels_of(mixture: Mixture, rows: FloatArray) -> Labels:
    """Most probable type of each row, shape (n,)."""
    return np.asarray(np.argmax(log_joint(mixture, rows), axis=1))


def adjusted_rand(first: Labels, second: Labels) -> float:
    """Agreement of two partitions: share of pairs treated alike, corrected for chance (Hubert & Arabie 1985).

    Parameters
    ----------
    first, second : group numbers from 0, shape (n,).

    Returns
    -------
    1 for equal partitions whatever their numbers; 0 on average for independent ones. 1 when both put
    everything into one group.

    Examples
    --------
    >>> adjusted_rand(np.array([0, 0, 1, 1]), np.array([1, 1, 0, 0]))
    1.0
    >>> adjusted_rand(np.array([0, 0, 1, 2]), np.array([0, 0, 1, 1])).__round__(4)
    0.5714
    """
    table = np.zeros((first.max() + 1, second.max() + 1))
    np.add.at(table, (first, second), 1.0)
    together = _pairs(table).sum()
    rows, columns = _pairs(table.sum(axis=1)).sum(), _pairs(table.sum(axis=0)).sum()
    expected = rows * columns / max(float(_pairs(np.asarray(table.sum()))), 1.0)
    most = (rows + columns) / 2
    return 1.0 if most == expected else float((together - expected) / (most - expected))


def _pairs(counts: FloatArray) -> FloatArray:
    return np.asarray(counts * (counts - 1) / 2)
