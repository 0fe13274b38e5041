"""Fitting mixtures of normal distributions: the only module that uses scikit-learn.

Everything else about archetypes (choice of their number, names, refits, assignment) lives beside it and needs
numpy only; scikit-learn is loaded when something is fitted. METHOD.md section 8.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from scoring.arrays import FloatArray
from scoring.mixtures import Mixture, log_joint, log_total, memberships

Shape = Literal["tied", "full"]

_KINDS_OF_START: Final = ("kmeans", "k-means++")
_SAME_OPTIMUM: Final = 1e-6
_RETRIES: Final = 2
_MIDDLE: Final = 4
_HOPELESS_SHARE: Final = 0.03
_HOPELESS_POSTERIOR: Final = 0.7
"""Well below the gates of 5 % and 0.75 that a chosen mixture must pass."""


@dataclass(frozen=True, slots=True)
class FitSettings:
    """How carefully a mixture is searched.

    `starts` random starts on at most `start_rows` rows, the `polished` best different ones on more until the
    mean log likelihood of a row gains less than `tolerance` a round, at most `rounds` rounds; `ridge`
    (squared score points) is added to variances. k goes up to `largest_k`; at most `sample` merchants are
    used. Stability is judged by `resamples` bootstrap samples of `resample_rows` rows, each with
    `resample_starts` starts.
    """

    starts: int = 20
    start_rows: int = 3_000
    polished: int = 3
    tolerance: float = 1e-5
    ridge: float = 0.01
    rounds: int = 300
    largest_k: int = 8
    sample: int = 50_000
    resamples: int = 10
    resample_rows: int = 3_000
    resample_starts: int = 3
    seed: int = 20_261


@dataclass(frozen=True, slots=True, eq=False)
class FittedMixture:
    """A mixture, how well it fits `n` rows, and how clear it is.

    `bic` and `icl` are lower for better models: -2 log L + p log n, and that -2 sum log of the highest
    membership of each row (Biernacki, Celeux & Govaert 2000, as mclust computes it). `converged` False: the
    search ended by its limit of rounds.
    """

    mixture: Mixture
    k: int
    shape: Shape
    bic: float
    icl: float
    mean_posterior: float
    converged: bool

    @property
    def smallest_share(self) -> float:
        """Weight of the smallest type."""
        return float(self.mixture.weights.min())


@dataclass(frozen=True, slots=True, eq=False)
class _Optimum:
    """Where one search ended; `level` is the mean log likelihood of a row."""

    mixture: Mixture
    level: float
    converged: bool


def fit_mixture(rows: FloatArray, k: int, shape: Shape, settings: FitSettings, seed: int) -> FittedMixture:
    """Find the mixture of k types that fits best.

    Parameters
    ----------
    rows : complete scores, shape (n, d), n >= k.
    k : number of types, at least 1.
    shape : one covariance for all ("tied") or one for each type ("full").
    settings : how carefully.
    seed : of the starts.

    Returns
    -------
    The best optimum found.

    Notes
    -----
    Random starts guard against poor local optima: with one start the published optima of well-known data are
    missed. All `starts` (half from k-means, half from k-means++ seeds) are run on `start_rows` random rows to
    ten times the tolerance. Only the best different optima continue to the full tolerance, on four times as
    many rows, and the best of these on all. A start is a guess which basin of the likelihood to descend into;
    the basins of a few thousand random rows are those of the whole up to sampling error (a type at the least
    allowed share of 5 % has about 150 of 3,000 rows), so the choice among the starts is that of the usual
    n_init and costs a sixteenth. The last step is left out for a mixture that clearly misses the gates: it
    cannot be chosen, and its criteria are those of the optimum of the many rows on all of them. Up to
    `start_rows` rows all of it happens on the same rows.
    """
    stream = np.random.default_rng(seed)
    part = _part(rows, settings.start_rows, stream)
    easy = replace(settings, tolerance=10 * settings.tolerance)
    seeds = stream.integers(0, 2**31 - 1, 1 if k == 1 else settings.starts)
    with _quiet():
        found = [_search(part, k, shape, easy, (int(s), n)) for n, s in enumerate(seeds)]
        best = _distinct(found)[: settings.polished]
        part = _part(rows, _MIDDLE * settings.start_rows, stream)
        best = _distinct([_polish(part, one.mixture, shape, settings) for one in best])
        found_now = judged(rows, best[0], shape)
        if len(part) == len(rows) or _hopeless(found_now):
            return found_now
        return judged(rows, _polish(rows, best[0].mixture, shape, settings), shape)


def _hopeless(fit: FittedMixture) -> bool:
    """Whether a mixture misses the gates so clearly that more rounds cannot help it through.

    Blurred and tiny types are also those on which EM creeps for hundreds of rounds.
    """
    return fit.smallest_share < _HOPELESS_SHARE or fit.mean_posterior < _HOPELESS_POSTERIOR


def _part(rows: FloatArray, size: int, stream: np.random.Generator) -> FloatArray:
    """Draw rows without putting them back, in their order; all of them if there are no more."""
    if len(rows) <= size:
        return rows
    return np.asarray(rows[np.sort(stream.choice(len(rows), size, replace=False))])


def refine(rows: FloatArray, start: Mixture, settings: FitSettings) -> FittedMixture:
    """Fit again from the parameters of an older model, keeping its order of types (warm start)."""
    shape: Shape = "tied" if start.shared else "full"
    with _quiet():
        return judged(rows, _polish(rows, start, shape, settings), shape)


def judged(rows: FloatArray, optimum: _Optimum, shape: Shape) -> FittedMixture:
    """Work out the criteria of a mixture on these rows."""
    mixture = optimum.mixture
    (k, d), n = mixture.means.shape, len(rows)
    logs = log_joint(mixture, rows)
    top = memberships(logs).max(axis=1)
    free = k - 1 + k * d + (1 if shape == "tied" else k) * d * (d + 1) // 2
    bic = -2 * float(log_total(logs).sum()) + free * float(np.log(n))
    icl = bic - 2 * float(np.log(top).sum())
    return FittedMixture(mixture, k, shape, bic, icl, float(top.mean()), optimum.converged)


def _search(
    rows: FloatArray, k: int, shape: Shape, settings: FitSettings, start: tuple[int, int]
) -> _Optimum:
    """Run one random start; `start` is its seed and its number."""
    from sklearn.mixture import GaussianMixture  # noqa: PLC0415 - loads only when something is fitted

    seed, number = start
    model = GaussianMixture(
        k,
        covariance_type=shape,
        tol=settings.tolerance,
        reg_covar=settings.ridge,
        max_iter=settings.rounds,
        init_params=_KINDS_OF_START[number % len(_KINDS_OF_START)],
        random_state=seed,
    )
    return _ended(model.fit(rows), shape)


def _polish(rows: FloatArray, start: Mixture, shape: Shape, settings: FitSettings) -> _Optimum:
    """Continue from a mixture; a search that meets its limit of rounds is continued twice at most."""
    from sklearn.mixture import GaussianMixture  # noqa: PLC0415 - loads only when something is fitted

    optimum = _Optimum(start, -np.inf, converged=False)
    for _ in range(1 + _RETRIES):
        precisions = np.linalg.inv(optimum.mixture.covariances)
        model = GaussianMixture(
            len(start.weights),
            covariance_type=shape,
            tol=settings.tolerance,
            reg_covar=settings.ridge,
            max_iter=settings.rounds,
            weights_init=optimum.mixture.weights / optimum.mixture.weights.sum(),
            means_init=optimum.mixture.means,
            precisions_init=precisions[0] if shape == "tied" else precisions,
        )
        optimum = _ended(model.fit(rows), shape)
        if optimum.converged:
            break
    return optimum


def _ended(model: object, shape: Shape) -> _Optimum:
    """Take the numbers out of scikit-learn's model."""
    covariances = np.asarray(model.covariances_, dtype=np.float64)  # type: ignore[attr-defined]
    mixture = Mixture(
        weights=np.asarray(model.weights_, dtype=np.float64),  # type: ignore[attr-defined]
        means=np.asarray(model.means_, dtype=np.float64),  # type: ignore[attr-defined]
        covariances=covariances[None] if shape == "tied" else covariances,
    )
    return _Optimum(mixture, float(model.lower_bound_), bool(model.converged_))  # type: ignore[attr-defined]


def _distinct(found: list[_Optimum]) -> list[_Optimum]:
    """Order optima from the best down, each once (starts that met in one optimum have equal likelihoods)."""
    ordered = sorted(found, key=lambda one: -one.level)
    return [
        one
        for before, one in zip([None, *ordered[:-1]], ordered, strict=True)
        if before is None or before.level - one.level > _SAME_OPTIMUM
    ]


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep notes on convergence off the console (they are in the result) and use one thread.

    Arrays this narrow lose more to the handing out of work than a second thread gains.
    """
    from threadpoolctl import threadpool_limits  # noqa: PLC0415 - comes with scikit-learn

    with warnings.catch_warnings(), threadpool_limits(1):
        warnings.filterwarnings("ignore", module="sklearn")
        yield


def library_versions() -> dict[str, str]:
    """Name the libraries that a fit depends on, with their versions."""
    import scipy  # noqa: PLC0415 - loads only when something is fitted
    import sklearn  # noqa: PLC0415

    return {"numpy": np.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__}
