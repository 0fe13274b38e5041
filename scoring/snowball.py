"""The snowball 雪球: do 汇流量, 促转化 and 聚沉淀 feed each other? First reading, from capability alone.

An element is the weighted mean of the sub-capabilities that serve it. It is compared with what is at hand:
the peers' percentiles (from 30 peers), the peer median (10-29), or fixed levels. METHOD.md section 11.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Final, Literal, NamedTuple

import numpy as np

from assessment.domain.instrument import Instrument
from scoring.arrays import FloatArray
from scoring.benchmark import Cell, Panel, withheld_scale
from scoring.composites import WEIGHT_NEEDED, Basis, weighted_score
from scoring.disclosure import MIN_PEERS
from scoring.ranks import peers_of, rank_summaries, told_median
from scoring.results import Score, Snowball, SnowballElement
from scoring.scores import normal_cdf

ELEMENTS: Final = ("traffic", "conversion", "retention")
"""汇流量, 促转化, 聚沉淀; each feeds the next, and the last the first."""

PEERS_FOR_PERCENTILES: Final = 30
HIGH_RANK: Final = 55.0
LOW_RANK: Final = 45.0
MEDIAN_MARGIN: Final = 0.2
HIGH_LEVEL: Final = 3.2
LOW_LEVEL: Final = 2.8

SHOWN: Final = 3
"""States that are told with their probability."""

Side = Literal["high", "low"]
Basis_ = Literal["percentile", "median", "absolute"]

STATES: Final[Mapping[tuple[Side, Side, Side], str]] = {
    ("low", "low", "low"): "cold_start",
    ("high", "low", "low"): "idling",
    ("high", "low", "high"): "unsold",
    ("high", "high", "low"): "one_off",
    ("low", "high", "low"): "small_deals",
    ("low", "high", "high"): "good_pool",
    ("low", "low", "high"): "past_credit",
    ("high", "high", "high"): "rolling",
}
"""起步, 空转, 有人不买, 一锤子, 小单快跑, 好小池, 吃老本, 滚动."""


class _Reading(NamedTuple):
    """One element read: its strength, where high and low begin, the middle, and P(above the middle)."""

    strength: float
    high: float
    low: float
    middle: float
    above: float


@dataclass(frozen=True, slots=True)
class _Peers:
    """What elements are compared with, and how many merchants the thinnest comparison has."""

    basis: Basis_
    n: int


def snowball(basis: Basis, panel: Panel | None, cell: Cell | None) -> Snowball | None:
    """Read the three elements and the state that they make together.

    Parameters
    ----------
    basis : the wave.
    panel, cell : peers, if there are any with scores of sub-capabilities.

    Returns
    -------
    None for an instrument that names no elements. Without a score of every element the state is withheld
    with the reason of the first that lacks one.

    Notes
    -----
    Percentiles from 30 peers: high from the 55th, low to the 45th. 10-29 peers: 0.2 levels around their
    median. Else: high from 3.2, low to 2.8. What lies between is even and read by its side of the middle.
    `certainty` is the product of the three probabilities that the true value lies on that side; errors of
    elements that share raters are correlated, which the product neglects. Weights and bounds are judgement.
    """
    weights = element_weights(basis.instrument)
    if not weights:
        return None
    scores = tuple(weighted_score(name, np.array(weights[name]), basis) for name in ELEMENTS)
    wide = with_elements(panel, tuple(weights.items()), _part_ids(basis.instrument)) if panel else None
    peers = _peers(wide, cell)
    withheld = next((score.withheld for score in scores if score.withheld), None)
    if withheld:
        return _open(scores, peers, withheld)
    read = _readings(scores, wide, cell, peers.basis)
    elements = tuple(_element(score, one) for score, one in zip(scores, read, strict=True))
    return _decided(elements, read, peers)


def element_weights(instrument: Instrument) -> dict[str, tuple[float, ...]]:
    """Weights of the sub-capabilities in each element; empty unless all three elements are served."""
    found = {
        name: tuple(dict(sub.snowball).get(name, 0.0) for sub in instrument.sub_capabilities)
        for name in ELEMENTS
    }
    return found if all(any(weights) for weights in found.values()) else {}


def _part_ids(instrument: Instrument) -> tuple[str, ...]:
    return tuple(sub.id for sub in instrument.sub_capabilities)


@lru_cache(maxsize=8)
def with_elements(
    panel: Panel, weights: tuple[tuple[str, tuple[float, ...]], ...], parts: tuple[str, ...]
) -> Panel | None:
    """Return the panel with the elements as scales, or None if it lacks scores of sub-capabilities.

    A merchant has an element when half of its weight has a score. Errors of its parts are taken as
    independent, which is the least they can be.
    """
    if not set(parts) <= set(panel.scale_ids):
        return None
    columns = [panel.scale_ids.index(part) for part in parts]
    scores, errors = panel.scores[:, columns], panel.standard_errors[:, columns]
    made = [_weighted(scores, errors, np.array(w)) for _, w in weights]
    return replace(
        panel,
        scale_ids=tuple(name for name, _ in weights),
        scores=np.column_stack([values for values, _ in made]),
        standard_errors=np.column_stack([errors for _, errors in made]),
    )


def _weighted(scores: FloatArray, errors: FloatArray, weights: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Weighted means over the parts that are there, with their errors; NaN under half of the weight."""
    there = np.isfinite(scores) * weights
    total = there.sum(axis=1)
    enough = total >= WEIGHT_NEEDED * weights.sum()
    share = there / np.where(enough, total, 1.0)[:, None]
    values = np.where(share > 0, scores, 0.0)
    squares = np.where(share > 0, errors, 0.0) ** 2
    means = np.where(enough, np.sum(share * values, axis=1), np.nan)
    return means, np.where(enough, np.sqrt(np.sum(share**2 * squares, axis=1)), np.nan)


def _peers(panel: Panel | None, cell: Cell | None) -> _Peers:
    """Choose the comparison by the element with the fewest peers."""
    if panel is None or cell is None:
        return _Peers("absolute", 0)
    n = min(len(peers_of(panel, cell, name)) for name in ELEMENTS)
    if any(withheld_scale(panel, cell, name) for name in ELEMENTS):
        return _Peers("absolute", min(n, MIN_PEERS - 1))
    if n >= PEERS_FOR_PERCENTILES:
        return _Peers("percentile", n)
    return _Peers("median", n) if n >= MIN_PEERS else _Peers("absolute", n)


def _readings(
    scores: tuple[Score, ...], panel: Panel | None, cell: Cell | None, basis: Basis_
) -> list[_Reading]:
    """Compare all elements; the scores are given ones."""
    if basis == "percentile" and panel and cell:
        ranked = rank_summaries(panel, cell, scores)
        return [_Reading(100 * rank, HIGH_RANK, LOW_RANK, 50.0, above) for rank, above in ranked]
    return [_against_levels(score, panel, cell, basis) for score in scores]


def _against_levels(score: Score, panel: Panel | None, cell: Cell | None, basis: Basis_) -> _Reading:
    value, error = score.value, score.standard_error
    if value is None or error is None:  # the caller reads given scores only
        raise ValueError(score.id)
    middle, margin = (HIGH_LEVEL + LOW_LEVEL) / 2, (HIGH_LEVEL - LOW_LEVEL) / 2
    if basis == "median" and panel and cell:
        middle, margin = told_median(peers_of(panel, cell, score.id)), MEDIAN_MARGIN
    return _Reading(value, middle + margin, middle - margin, middle, normal_cdf((value - middle) / error))


def _element(score: Score, read: _Reading) -> SnowballElement:
    strength = round(read.strength, 6)  # 2.8 must be 2.8 however it was summed up
    reading: Literal["high", "even", "low"] = "even"
    if strength >= round(read.high, 6):
        reading = "high"
    elif strength <= round(read.low, 6):
        reading = "low"
    return SnowballElement(score.id, score, reading, _side(read), read.strength)


def _side(read: _Reading) -> Side:
    return "high" if read.strength >= read.middle else "low"


def _likely(read: list[_Reading]) -> tuple[tuple[str, float], ...]:
    """Probability of every state, most probable first."""
    above = {"high": [one.above for one in read], "low": [1 - one.above for one in read]}
    chances = {
        code: float(np.prod([above[side][place] for place, side in enumerate(sides)]))
        for sides, code in STATES.items()
    }
    return tuple(sorted(chances.items(), key=lambda pair: -pair[1]))


def _decided(elements: tuple[SnowballElement, ...], read: list[_Reading], peers: _Peers) -> Snowball:
    """Name state, weakest element and coupling, and compute the rolling force."""
    first, second, third = (_side(one) for one in read)
    state, likely = STATES[first, second, third], _likely(read)
    return Snowball(
        elements=elements,
        state=state,
        certainty=dict(likely)[state],
        weakest=ELEMENTS[int(np.argmin([one.strength - one.middle for one in read]))],
        coupling=_coupling((first, second, third)),
        force=float(np.prod([one.strength for one in read]) ** (1 / 3)),
        basis=peers.basis,
        n_peers=peers.n,
        confidence="low",
        likely=likely[:SHOWN],
    )


def _open(scores: tuple[Score, ...], peers: _Peers, withheld: str) -> Snowball:
    """Show the elements that have a score, and no state."""
    return Snowball(
        elements=tuple(SnowballElement(score.id, score, None, None, None) for score in scores),
        state=None,
        certainty=None,
        weakest=None,
        coupling=None,
        force=None,
        basis=peers.basis,
        n_peers=peers.n,
        confidence="low",
        withheld=withheld,
    )


def _coupling(sides: tuple[Side, Side, Side]) -> str | None:
    """Name the coupling that breaks: a high element that does not lift the next one.

    Around a circle of three there is exactly one such place, or none when all sides are the same.
    """
    circle = [*zip(ELEMENTS, sides, strict=True), (ELEMENTS[0], sides[0])]
    broken = (
        f"{first}_{second}"
        for (first, side), (second, following) in pairwise(circle)
        if (side, following) == ("high", "low")
    )
    return next(broken, None)
