"""Where a score stands among peers, with its own error and the peers' scarcity carried along.

Symbols: n peers in the cell, B peers below plus half of the ties, p0 the rank in the whole panel, kappa the
weight of p0 in peers. The percentile of an exactly known score has the posterior
Beta(B + kappa p0, n - B + kappa (1 - p0)); the score's own error mixes nine of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np

from scoring.arrays import FloatArray
from scoring.benchmark import MIN_PEERS_PERCENTILE, Cell, Panel, withheld_scale
from scoring.peer_model import ScaleModel, panel_model
from scoring.results import PeerStanding, Score

NODES: Final = 9
WIDEST_INTERVAL: Final = 30.0
"""Percentile points: a wider 95 % interval leaves only probabilities."""
STEP: Final = 5
"""Percentiles are given in steps of five points, 5 to 95 (disclosure control)."""
DENSITY_POINTS: Final = 41
"""Points of a peers' density, in equal steps from the lowest to the highest level."""
_NARROWEST_KERNEL: Final = 0.3
"""Standard deviation in levels; a narrower kernel would show single merchants."""
_SILVERMAN: Final = 1.06
_MANY: Final = 1_000
_TAIL: Final = 0.025
_BISECTIONS: Final = 14
_QUARTERS: Final = 4


@dataclass(frozen=True, slots=True, eq=False)
class Mixture:
    """Mixtures of Betas, one a scale; `a`, `b` have shape (n_scales, 9), `weights` shape (9,)."""

    a: FloatArray
    b: FloatArray
    weights: FloatArray

    def mean(self) -> FloatArray:
        """Return posterior mean ranks, shape (n_scales,), 0-1."""
        return np.asarray((self.a / (self.a + self.b)) @ self.weights)

    def cdf(self, x: FloatArray) -> FloatArray:
        """Return P(rank <= x); x has shape (n_scales, n_points), 0-1."""
        from scipy.special import betainc  # noqa: PLC0415 - scipy loads only when peers are compared

        inner = betainc(self.a[:, :, None], self.b[:, :, None], x[:, None, :])
        return np.asarray(np.einsum("sjp,j->sp", inner, self.weights))

    def quantiles(self, probabilities: tuple[float, ...]) -> FloatArray:
        """Invert `cdf` by bisection, to 0.01 percentile points; shape (n_scales, n_probabilities)."""
        target = np.array(probabilities)
        low = np.zeros((len(self.a), len(target)))
        high = np.ones_like(low)
        for _ in range(_BISECTIONS):
            middle = (low + high) / 2
            under = self.cdf(middle) < target
            low, high = np.where(under, middle, low), np.where(under, high, middle)
        return (low + high) / 2


@dataclass(frozen=True, slots=True)
class _Line:
    """One of the merchant's scores with its peers, and why nothing may be told of these, if so."""

    score: Score
    peers: FloatArray
    refused: str | None


@dataclass(frozen=True, slots=True)
class _Own:
    """One score that can be ranked, with its peers (sorted observed scores)."""

    value: float
    error: float
    model: ScaleModel
    peers: FloatArray


def mid_rank(point: FloatArray, ordered: FloatArray) -> FloatArray:
    """Count scores below each point plus half of the ties.

    Examples
    --------
    >>> mid_rank(np.array([2.0, 2.5]), np.array([1.0, 2.0, 2.0, 3.0]))
    array([2., 3.])
    """
    return (np.searchsorted(ordered, point, "left") + np.searchsorted(ordered, point, "right")) / 2.0


def standings(
    panel: Panel, cell: Cell, scores: tuple[Score, ...], ends: tuple[float, float] = (1.0, 5.0)
) -> tuple[PeerStanding, ...]:
    """Place every score that the panel knows among the peers of a cell.

    Parameters
    ----------
    panel : the frozen peers.
    cell : at least ten of them.
    scores : the merchant's scores; a withheld one keeps its reason and still shows the peers' lines.
    ends : lowest and highest level, between which the peers' density is told.

    Returns
    -------
    One entry for each score whose scale the panel has. Fewer than ten peers with that score, or a group that
    a rule of disclosure forbids: nothing but n and the reason. 10-19: quartile and median. From 20: median,
    quartile lines, density, interval, probabilities, and the percentile with its quartile if the interval is
    at most 30 points wide.

    Notes
    -----
    Own error: x ~ N(S_EB, w SE^2), S_EB = mu + w (S - mu), w = tau2 / (tau2 + SE^2), nine Gauss-Hermite
    nodes; peers' deviations from mu are multiplied by sqrt(tau2 / (tau2 + mean SE^2)). METHOD.md section 9.
    """
    lines = [
        _Line(score, peers_of(panel, cell, score.id), withheld_scale(panel, cell, score.id))
        for score in scores
        if score.id in panel.scale_ids
    ]
    posterior = iter(_posteriors(_owns(lines, panel_model(panel))))
    placed = ((_standing(line, posterior), line.peers) for line in lines)
    return tuple(
        one if one.peer_q1 is None else replace(one, density=density(peers, ends)) for one, peers in placed
    )


def _owns(lines: list[_Line], models: dict[str, ScaleModel]) -> list[_Own]:
    """Pick the scores that can be placed."""
    return [
        _Own(line.score.value, line.score.standard_error, models[line.score.id], line.peers)
        for line in lines
        if line.refused is None and line.score.value is not None and line.score.standard_error is not None
    ]


def rank_summaries(panel: Panel, cell: Cell, scores: tuple[Score, ...]) -> list[tuple[float, float]]:
    """Return the mean rank of given scores in a cell and the probability of the upper half, all 0-1.

    Raises ValueError for a withheld score.
    """
    owns = []
    for score in scores:
        if score.value is None or score.standard_error is None:
            raise ValueError(f"{score.id} has no value")
        peers = peers_of(panel, cell, score.id)
        owns.append(_Own(score.value, score.standard_error, panel_model(panel)[score.id], peers))
    mixture = _mixture(owns)
    above = 1 - mixture.cdf(np.full((len(owns), 1), 0.5))[:, 0]
    return [(float(r), float(p)) for r, p in zip(mixture.mean(), np.clip(above, 0.0, 1.0), strict=True)]


def density(peers: FloatArray, ends: tuple[float, float]) -> tuple[float, ...]:
    """Gaussian-smoothed density of peers' scores, scaled to a maximum of 1 and two decimals.

    Parameters
    ----------
    peers : at least one score, no NaN.
    ends : the scale's ends; the density is told at `DENSITY_POINTS` equal steps between them.

    Notes
    -----
    The kernel's standard deviation is Silverman's 1.06 s n^(-1/5), at least 0.3 levels, so that no single
    merchant makes a bump of its own among twenty (disclosure control, METHOD.md section 9).

    Examples
    --------
    >>> shape = density(np.full(20, 3.0), (1.0, 5.0))
    >>> shape[20], shape[0], len(shape)
    (1.0, 0.0, 41)
    """
    n = len(peers)
    spread = float(np.sqrt(max(peers @ peers / n - (peers.sum() / n) ** 2, 0.0)))
    width = max(_SILVERMAN * spread * n**-0.2, _NARROWEST_KERNEL)
    places, counts = peers, np.ones_like(peers)
    if n > _MANY:  # a million peers have few different scores
        places, found = np.unique(np.round(peers, 2), return_counts=True)
        counts = found.astype(np.float64)
    heights = np.exp(-0.5 * ((_steps(ends)[:, None] - places[None, :]) / width) ** 2) @ counts
    shape: list[float] = np.round(heights / max(heights.max(), np.finfo(np.float64).tiny), 2).tolist()
    return tuple(shape)


@lru_cache(maxsize=8)
def _steps(ends: tuple[float, float]) -> FloatArray:
    """Points of a density between the ends of a scale."""
    return np.linspace(*ends, DENSITY_POINTS)


def peers_of(panel: Panel, cell: Cell, scale_id: str) -> FloatArray:
    """Return the peers' observed scores of one scale, sorted, shape (n_peers with that score,)."""
    column = panel.scores[cell.members, panel.scale_ids.index(scale_id)]
    return np.sort(column[np.isfinite(column)])


def _posteriors(owns: list[_Own]) -> list[tuple[float, ...]]:
    """For every score: mean rank, low, high, P(upper half), P(top quarter), all 0-1."""
    if not owns:
        return []
    mixture = _mixture(owns)
    bounds = mixture.quantiles((_TAIL, 1 - _TAIL))
    above = np.clip(1 - mixture.cdf(np.broadcast_to(np.array([0.5, 0.75]), (len(owns), 2))), 0.0, 1.0)
    table = np.column_stack([mixture.mean(), bounds, above])
    return [tuple(float(x) for x in row) for row in table]


def _mixture(owns: list[_Own]) -> Mixture:
    """Build the mixtures: one Beta for every node of the merchant's own error."""
    nodes, weights = _gauss_hermite()
    a, b = np.empty((len(owns), NODES)), np.empty((len(owns), NODES))
    for row, own in enumerate(owns):
        points = true_score_points(own.value, own.error, own.model, nodes)
        a[row], b[row] = rank_posterior(points, own.model, own.peers)
    return Mixture(a, b, weights)


@lru_cache(maxsize=1)
def _gauss_hermite() -> tuple[FloatArray, FloatArray]:
    """Nodes in standard deviations and weights that sum to 1."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    return nodes, weights / weights.sum()


def true_score_points(value: float, error: float, model: ScaleModel, nodes: FloatArray) -> FloatArray:
    """Return plausible true scores: the shrunk score plus `nodes` times its posterior deviation."""
    weight = model.variance / (model.variance + error**2)
    return np.asarray(model.mean + weight * (value - model.mean) + nodes * np.sqrt(weight) * error)


def rank_posterior(points: FloatArray, model: ScaleModel, peers: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the parameters a, b of the Beta posterior of the rank of exactly known true scores.

    Parameters
    ----------
    points : true scores, shape (n_points,).
    model : the scale in the whole panel.
    peers : sorted observed scores of the cell, at least one.

    Returns
    -------
    a, b > 0. The global rank is (B_0 + 1/2)/(N + 1), so that nobody is ranked with certainty.
    """
    below = mid_rank(points, model.rescaled(peers))
    everywhere = (mid_rank(points, model.rescaled(model.everybody)) + 0.5) / (len(model.everybody) + 1)
    return below + model.kappa * everywhere, len(peers) - below + model.kappa * (1 - everywhere)


def harrell_davis(ordered: FloatArray, probability: float) -> float:
    """Quantile as a weighted mean of all order statistics (Harrell & Davis 1982).

    Parameters
    ----------
    ordered : sorted, at least one value.
    probability : between 0 and 1, exclusive.

    Examples
    --------
    >>> round(harrell_davis(np.array([1.0, 2.0, 3.0, 4.0]), 0.5), 6)
    2.5
    """
    return float(_harrell_davis_weights(len(ordered), probability) @ ordered)


@lru_cache(maxsize=256)
def _harrell_davis_weights(n: int, probability: float) -> FloatArray:
    from scipy.special import betainc  # noqa: PLC0415 - scipy loads only when peers are compared

    steps = betainc((n + 1) * probability, (n + 1) * (1 - probability), np.arange(n + 1) / n)
    return np.asarray(np.diff(steps))


def quartile_of(rank: float) -> int:
    """Quarter of a rank 0-1: 1 lowest, 4 top.

    Examples
    --------
    >>> quartile_of(0.2), quartile_of(0.25), quartile_of(1.0)
    (1, 2, 4)
    """
    return min(int(rank * _QUARTERS) + 1, _QUARTERS)


def stepped(rank: float) -> float:
    """Round a rank 0-1 to steps of five percentile points within 5-95.

    Examples
    --------
    >>> stepped(0.634), stepped(0.999), stepped(0.0)
    (65.0, 95.0, 5.0)
    """
    points = STEP * round(100 * rank / STEP)
    return float(min(max(points, STEP), 100 - STEP))


def _standing(line: _Line, posterior: Iterator[tuple[float, ...]]) -> PeerStanding:
    """Apply the ladder of what may be said; takes the next posterior if the score has one."""
    score, peers, n = line.score, line.peers, len(line.peers)
    if line.refused:
        return _lines(score.id, n, (None, None, None), line.refused)
    many = n >= MIN_PEERS_PERCENTILE
    q1, q3 = (round(harrell_davis(peers, q), 1) if many else None for q in (0.25, 0.75))
    plain = _lines(score.id, n, (q1, told_median(peers), q3), score.withheld)
    if score.value is None or score.standard_error is None:
        return plain
    rank, low, high, half, quarter = next(posterior)
    if not many:
        return replace(plain, quartile=quartile_of(rank))
    narrow = 100 * (high - low) <= WIDEST_INTERVAL
    return replace(
        plain,
        percentile=stepped(rank) if narrow else None,
        quartile=quartile_of(rank) if narrow else None,
        low=float(round(100 * low)),
        high=float(round(100 * high)),
        upper_half=round(half, 2),
        top_quarter=round(quarter, 2),
    )


def told_median(peers: FloatArray) -> float:
    """Median of sorted scores as it is told: with one decimal (disclosure control)."""
    return round(harrell_davis(peers, 0.5), 1)


def _lines(
    scale_id: str, n: int, quartiles: tuple[float | None, float | None, float | None], withheld: str | None
) -> PeerStanding:
    """Show the peers' lower quartile, median and upper quartile, and nothing of the merchant."""
    return PeerStanding(
        id=scale_id,
        n=n,
        percentile=None,
        low=None,
        high=None,
        quartile=None,
        upper_half=None,
        top_quarter=None,
        peer_median=quartiles[1],
        peer_q1=quartiles[0],
        peer_q3=quartiles[2],
        withheld=withheld,
    )
