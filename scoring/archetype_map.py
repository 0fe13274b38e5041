"""The map of archetypes: two discriminant axes, the merchant with its uncertainty, the peers as a density.

Symbols: B covariance of the centroids under their weights, W covariance inside archetypes. An axis is a
direction v that makes v'Bv / v'Wv largest (Fisher 1936; generalized eigenvectors of B against W); the
second one is uncorrelated with the first inside archetypes (v2'Wv1 = 0). With one archetype, or two, B has
no second (or first) direction: the missing axes are those of largest v'Wv / v'v among the uncorrelated
ones, because along them merchants differ most. Coordinates are v'(s - mu), mu the weighted mean of the
centroids. METHOD.md section 8.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from assessment.domain.organization import Archetypes
from scoring.arrays import BoolArray, FloatArray
from scoring.mixtures import Mixture, log_joint, memberships, mixture_of
from scoring.resemblance import usable_dimensions
from scoring.results import ArchetypeMap, MapPoint, Score

MIN_PEERS: Final = 20
"""Fewest peers with all dimensions whose density is drawn."""
GRID: Final = 24
ELLIPSE_POINTS: Final = 36
RADIUS: Final = 2.4477468306808166
"""Root of the 95 % point of chi-square with two degrees of freedom: sqrt(-2 log 0.05)."""

_REACH: Final = 2.5
_NO_DIRECTION: Final = 1e-9
_DRAWN: Final = 20_000
"""Peers from whom a density is drawn at most, picked evenly: more do not change its second decimal."""
_LEAST_SPREAD: Final = 1e-3

Extent = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class _Place:
    """Where a point may lie in all dimensions: expectation, shape (d,), and covariance, shape (d, d)."""

    mean: FloatArray
    covariance: FloatArray


def archetype_map(
    archetypes: Archetypes, dimensions: tuple[Score, ...], peers: FloatArray | None
) -> ArchetypeMap | None:
    """Draw the archetypes, the merchant and its peers into one plane.

    Parameters
    ----------
    archetypes : the model; at least two dimensions.
    dimensions : the merchant's dimension scores.
    peers : the peers' scores, shape (n, d), columns in the order of ``archetypes.dimensions``, NaN = missing;
        None = there are none. Incomplete ones are left out.

    Returns
    -------
    The map; None where the scores do not carry a comparison (see `resemblance`). A missing dimension of the
    merchant is put at its conditional expectation given the others and the archetypes, which is the guess
    with the least mean squared error; what remains uncertain about it widens the ellipse. A mere projection
    of the known dimensions would put the missing one at the mean of everybody and pretend to know it.
    The density needs 20 peers and shows no single one: see `peer_density`.
    """
    used, withheld = usable_dimensions(archetypes, dimensions)
    if withheld or len(archetypes.dimensions) < 2:  # noqa: PLR2004 - a plane
        return None
    mixture = mixture_of(archetypes)
    axes, separation = discriminant_axes(mixture)
    origin = mixture.weights @ mixture.means
    place = _placed(mixture, archetypes.dimensions, used, dimensions)
    middle, spread = axes @ (place.mean - origin), axes @ place.covariance @ axes.T
    ellipse = _ellipse(middle, spread)
    centers = (mixture.means - origin) @ axes.T
    extent = _extent(centers, np.sqrt(np.diag(axes @ mixture.within() @ axes.T)), ellipse)
    known = _complete(peers)
    return ArchetypeMap(
        dimensions=archetypes.dimensions,
        axes=(_numbers(axes[0]), _numbers(axes[1])),
        separation=separation,
        archetypes=tuple(
            MapPoint(one.id, float(x), float(y))
            for one, (x, y) in zip(archetypes.members, centers, strict=True)
        ),
        x=float(middle[0]),
        y=float(middle[1]),
        ellipse=tuple((float(x), float(y)) for x, y in ellipse),
        density=peer_density((known - origin) @ axes.T, extent),
        n_peers=len(known),
        extent=extent,
    )


def _numbers(row: FloatArray) -> tuple[float, ...]:
    return tuple(float(x) for x in row)


def _complete(peers: FloatArray | None) -> FloatArray:
    """Keep the peers with all dimensions, shape (n, d)."""
    if peers is None:
        return np.empty((0, 1))
    return np.asarray(peers[np.isfinite(peers).all(axis=1)])


def discriminant_axes(mixture: Mixture) -> tuple[FloatArray, tuple[float, float]]:
    """Find the two directions that tell the types apart best.

    Parameters
    ----------
    mixture : at least two dimensions.

    Returns
    -------
    Loadings of unit length, shape (2, d), and the share of each axis in the variance between types (in
    units of the variance inside them), 0-1. The first axis points to where the sum of its loadings is
    positive, so that higher scores lie to the right; the second to where its largest loading is positive.
    """
    within, between = mixture.within(), mixture.between()
    root = np.linalg.cholesky(within)
    half = np.linalg.solve(root, between)
    values, vectors = np.linalg.eigh(np.linalg.solve(root, half.T))
    values, vectors = values[::-1], vectors[:, ::-1]
    whole = float(values.sum())
    n_real = int(min(2, (values > _NO_DIRECTION * max(whole, 1.0)).sum()))
    found = [_unit(np.linalg.solve(root.T, vectors[:, i])) for i in range(n_real)]
    while len(found) < 2:  # noqa: PLR2004 - a plane
        found.append(_widest(within, found))
    shares = [float(values[i]) / whole if i < n_real else 0.0 for i in range(2)]
    first = found[0] * (1.0 if found[0].sum() >= 0 else -1.0)
    second = found[1] * np.sign(found[1][np.argmax(np.abs(found[1]))])
    return np.stack([first, second]), (shares[0], shares[1])


def _unit(vector: FloatArray) -> FloatArray:
    return np.asarray(vector / np.linalg.norm(vector))


def _widest(within: FloatArray, found: list[FloatArray]) -> FloatArray:
    """Direction of largest variance inside types among those uncorrelated with the axes found so far."""
    if not found:
        return np.asarray(np.linalg.eigh(within)[1][:, -1])
    ban = _unit(within @ found[0])
    free = np.linalg.svd(ban[None, :])[2][1:]
    vectors = np.linalg.eigh(free @ within @ free.T)[1]
    return _unit(vectors[:, -1] @ free)


def _placed(
    mixture: Mixture, names: tuple[str, ...], used: tuple[str, ...], dimensions: tuple[Score, ...]
) -> _Place:
    """Scores with their errors; missing ones by their expectation given the known ones.

    E[x_m | x_o] = sum_k P(k|x_o) (mu_km + G_k (x_o - mu_ko)), G_k = Sigma_mo (Sigma_oo + diag(SE^2))^-1; its
    covariance is that inside types, Sigma_mm - G_k Sigma_om, plus that of the types' expectations.
    """
    known = {score.id: score for score in dimensions}
    here = np.array([name in used for name in names])
    pairs = [
        (known[name].value, known[name].standard_error) if here[i] else (np.nan, 0.0)
        for i, name in enumerate(names)
    ]
    point, error = np.array(pairs, dtype=np.float64).T
    if here.all():
        return _Place(point, np.diag(error**2))
    shares = memberships(log_joint(mixture, point[None, :], error[None, :]))[0]
    gains = [_gain(mixture.covariance(k), here, error) for k in range(len(shares))]
    guesses = np.stack(
        [
            mean[~here] + gain @ (point[here] - mean[here])
            for mean, gain in zip(mixture.means, gains, strict=True)
        ]
    )
    guess = shares @ guesses
    rest = sum(
        share
        * (_rest(mixture.covariance(k), here, gains[k]) + np.outer(guesses[k] - guess, guesses[k] - guess))
        for k, share in enumerate(shares)
    )
    lead = np.zeros((len(names), int(here.sum())))
    lead[here] = np.eye(int(here.sum()))
    lead[~here] = np.einsum("k,kmo->mo", shares, np.stack(gains))
    covariance = (lead * error[here] ** 2) @ lead.T
    covariance[np.ix_(~here, ~here)] += rest
    mean = point.copy()
    mean[~here] = guess
    return _Place(mean, covariance)


def _gain(covariance: FloatArray, here: BoolArray, error: FloatArray) -> FloatArray:
    """Regression of the missing dimensions on the known ones, shape (n_missing, n_known)."""
    observed = covariance[np.ix_(here, here)] + np.diag(error[here] ** 2)
    return np.asarray(np.linalg.solve(observed, covariance[np.ix_(here, ~here)]).T)


def _rest(covariance: FloatArray, here: BoolArray, gain: FloatArray) -> FloatArray:
    """Covariance of the missing dimensions that the known ones leave open."""
    return np.asarray(covariance[np.ix_(~here, ~here)] - gain @ covariance[np.ix_(here, ~here)])


def _ellipse(middle: FloatArray, spread: FloatArray) -> FloatArray:
    """Points of the 95 % ellipse, shape (36, 2)."""
    values, vectors = np.linalg.eigh(spread)
    angles = 2 * np.pi * np.arange(ELLIPSE_POINTS) / ELLIPSE_POINTS
    circle = np.stack([np.cos(angles), np.sin(angles)])
    return np.asarray(middle + RADIUS * ((vectors * np.sqrt(np.maximum(values, 0.0))) @ circle).T)


def _extent(centers: FloatArray, spread: FloatArray, ellipse: FloatArray) -> Extent:
    """Frame around all archetypes and the merchant; it does not depend on single peers."""
    low = np.minimum(centers.min(axis=0) - _REACH * spread, ellipse.min(axis=0))
    high = np.maximum(centers.max(axis=0) + _REACH * spread, ellipse.max(axis=0))
    return float(low[0]), float(high[0]), float(low[1]), float(high[1])


def peer_density(points: FloatArray, extent: Extent) -> tuple[tuple[float, ...], ...]:
    """Smooth the peers into a density, so that no single one can be seen.

    Parameters
    ----------
    points : coordinates, shape (n, 2).
    extent : (x low, x high, y low, y high).

    Returns
    -------
    24 rows of 24 values, rows from low to high y, scaled to a maximum of 1 and rounded to 2 decimals; empty
    with fewer than 20 points, or where they all lie outside the frame.

    Notes
    -----
    Gaussian kernel with Scott's bandwidth n^(-1/6) times the standard deviation of each axis (Scott 1992).
    Of more than 20,000 points as many are picked evenly. The height of one kernel is taken off everywhere:
    a peer that stands alone leaves no trace.
    """
    drawn = points[:: max(1, len(points) // _DRAWN)]
    n = len(drawn)
    if n < MIN_PEERS:
        return ()
    frame = np.array([extent[1] - extent[0], extent[3] - extent[2]])
    width = np.maximum(drawn.std(axis=0, ddof=1), _LEAST_SPREAD * frame) * n ** (-1 / 6)
    ticks = (np.linspace(extent[0], extent[1], GRID), np.linspace(extent[2], extent[3], GRID))
    across, along = (np.exp(-0.5 * ((ticks[i][:, None] - drawn[:, i]) / width[i]) ** 2) for i in range(2))
    total = along @ across.T
    shown = np.maximum(total - 1.0, 0.0)
    top = float(shown.max())
    if top <= 0:
        return ()
    return tuple(_numbers(row) for row in np.round(shown / top, 2))
