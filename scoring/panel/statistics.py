"""A panel as whole numbers that add up: counts, sums, products and histograms of its scores.

Two parts of a panel are put together by `plus`. Every field is a sum of integers over merchants, so the
result does not depend, to the last bit, on the order of merchants or on how they were divided.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scoring.panel.fixed import NO_SCORE, SCORE_UNIT, WholeArray

BINS_A_LEVEL: Final = 100
"""Bins of 0.01 levels, centred on multiples of it."""
EVERYBODY: Final = ""
"""Segment of a panel that is not divided."""
_BIN_UNITS: Final = SCORE_UNIT // BINS_A_LEVEL
_EXACT: Final = 2**53
"""Up to here floats hold every integer, so their products and sums are exact."""


@dataclass(frozen=True, slots=True, eq=False)
class PanelStatistics:
    """Integer statistics of the scores of a panel; x are scores in units of 1/10,000 level.

    `low`, `high` are the ends of the scale. For scales a, b over merchants that have both: `counts` their
    number, `sums` sum of x_a, `products` sum of x_a x_b, each of shape (n_scales, n_scales); the diagonals
    speak of single scales. `histograms` has shape (n_segments, n_scales, n_bins), in the order of the sorted
    names in `segments`.
    """

    scale_ids: tuple[str, ...]
    low: int
    high: int
    counts: WholeArray
    sums: WholeArray
    products: WholeArray
    segments: tuple[str, ...]
    histograms: WholeArray

    def plus(self, other: "PanelStatistics") -> "PanelStatistics":
        """Add the statistics of other merchants; segments that only one side knows are taken over.

        Raises ValueError when scales or their ends differ.
        """
        if (self.scale_ids, self.low, self.high) != (other.scale_ids, other.low, other.high):
            raise ValueError("panels of different scales do not add up")
        names = tuple(sorted({*self.segments, *other.segments}))
        histograms = np.zeros((len(names), *self.histograms.shape[1:]), np.int64)
        for part in (self, other):
            histograms[[names.index(name) for name in part.segments]] += part.histograms
        return replace(
            self,
            counts=self.counts + other.counts,
            sums=self.sums + other.sums,
            products=self.products + other.products,
            segments=names,
            histograms=histograms,
        )

    def same(self, other: "PanelStatistics") -> bool:
        """Whether every integer is the same."""
        heads = (self.scale_ids, self.low, self.high, self.segments)
        return heads == (other.scale_ids, other.low, other.high, other.segments) and all(
            np.array_equal(getattr(self, name), getattr(other, name))
            for name in ("counts", "sums", "products", "histograms")
        )

    def count(self, scale_id: str) -> int:
        """Merchants with a score."""
        place = self.scale_ids.index(scale_id)
        return int(self.counts[place, place])

    def mean(self, scale_id: str) -> float | None:
        """Mean score, levels, exact to rounding; None without a merchant."""
        place = self.scale_ids.index(scale_id)
        n = int(self.counts[place, place])
        return int(self.sums[place, place]) / (n * SCORE_UNIT) if n else None

    def covariance(self, first: str, second: str) -> float | None:
        """Covariance of two scales over merchants that have both, divisor n - 1; None under two merchants.

        n sum xy - sum x sum y is formed in whole numbers of any size, so nothing cancels.
        """
        a, b = self.scale_ids.index(first), self.scale_ids.index(second)
        n = int(self.counts[a, b])
        if n <= 1:
            return None
        left = n * int(self.products[a, b]) - int(self.sums[a, b]) * int(self.sums[b, a])
        return left / (n * (n - 1) * SCORE_UNIT**2)

    def variance(self, scale_id: str) -> float | None:
        """Variance of a scale, divisor n - 1; None under two merchants."""
        return self.covariance(scale_id, scale_id)

    def lookup(self, scale_id: str, segment: str | None = None) -> "RankLookup":
        """Prepare ranks and quantiles of one scale, in one segment or (None) in all of them together.

        An unknown segment has no merchants.
        """
        place = self.scale_ids.index(scale_id)
        if segment is None:
            bins = self.histograms[:, place].sum(axis=0)
        elif segment in self.segments:
            bins = self.histograms[self.segments.index(segment), place]
        else:
            bins = np.zeros(self.histograms.shape[2], np.int64)
        return RankLookup.of(bins, self.low)

    def median(self, scale_id: str, segment: str | None = None) -> float | None:
        """Median to half a bin, 0.005 levels; None without a merchant."""
        return self.lookup(scale_id, segment).quantile(0.5)


@dataclass(frozen=True, slots=True, eq=False)
class RankLookup:
    """Percentile ranks by one look-up in a table, 0-1; `below` counts merchants under each bin's lower edge.

    `ranks` has one entry a bin: (merchants below + half of those inside) / n.
    """

    low: float
    n: int
    below: tuple[int, ...]
    ranks: tuple[float, ...]

    @classmethod
    def of(cls, bins: WholeArray, low: float) -> "RankLookup":
        """Add up a histogram of bins of 0.01 levels, the first of which is centred on `low`."""
        below = tuple(accumulate(bins.tolist(), initial=0))
        n = below[-1]
        ranks = tuple((a + b) / (2 * n) for a, b in pairwise(below)) if n else ()
        return cls(low, n, below, ranks)

    def rank(self, score: float) -> float | None:
        """Mid-rank of a score among the merchants, 0-1; None without merchants.

        Exact to half of the share of merchants inside the score's own bin, who all count as ties.

        Examples
        --------
        >>> RankLookup.of(np.array([1, 2, 1]), 1.0).rank(1.01)
        0.5
        """
        ranks = self.ranks
        if not ranks:
            return None
        place = int((score - self.low) * BINS_A_LEVEL + 0.5)
        if place < 0:
            return 0.0
        return ranks[place] if place < len(ranks) else 1.0

    def quantile(self, share: float) -> float | None:
        """Score below which a share (0-1) of the merchants lies; None without merchants.

        It is the centre of a bin, so exact to 0.005 levels; where the share falls exactly between two
        merchants, the middle of their bins.
        """
        if not self.n:
            return None
        wanted = share * self.n
        first = bisect_left(self.below, max(wanted, 1), 1) - 1
        last = bisect_right(self.below, min(wanted, self.n - 1), 1) - 1
        return self.low + (first + last) / (2 * BINS_A_LEVEL)


def panel_statistics(
    scale_ids: tuple[str, ...],
    scores: NDArray[np.integer],
    ends: tuple[int, int],
    segments: tuple[str, ...] = (EVERYBODY,),
    places: NDArray[np.integer] | None = None,
) -> PanelStatistics:
    """Count a panel.

    Parameters
    ----------
    scale_ids : names of the rows of `scores`.
    scores : whole numbers of 1/10,000 level, shape (n_scales, n_merchants); `NO_SCORE` where there is none
        (`fixed.whole_scores` makes them). None at all is fine.
    ends : lowest and highest level.
    segments : names, sorted and different.
    places : segment of every merchant as a place in `segments`, shape (n_merchants,); None: all in the first.

    Returns
    -------
    Statistics that add up with those of other merchants.

    Raises
    ------
    ValueError
        A score lies outside the scale, or shapes or names do not fit.
    """
    low, high = ends
    given = scores != NO_SCORE
    if len(scores) != len(scale_ids) or list(segments) != sorted(set(segments)):
        raise ValueError("one row a scale, and sorted names of segments")
    if (given & ((scores < low * SCORE_UNIT) | (scores > high * SCORE_UNIT))).any():
        raise ValueError(f"scores outside {low}..{high}")
    counts, sums, products = _products(scores, given, high * SCORE_UNIT)
    bins = np.zeros((len(segments), len(scale_ids), (high - low) * BINS_A_LEVEL + 1), np.int64)
    for place, (row, here) in enumerate(zip(scores, given, strict=True)):
        bins[:, place] = _histogram(
            row[here], low, bins[:, place].shape, None if places is None else places[here]
        )
    return PanelStatistics(scale_ids, low, high, counts, sums, products, segments, bins)


def _products(
    scores: NDArray[np.integer], given: NDArray[np.bool_], top: int
) -> tuple[WholeArray, WholeArray, WholeArray]:
    """Count and add up all pairs, exactly, though multiplied in floats.

    Blocks are so short that every partial sum is an integer below 2^53, which a float holds exactly.
    """
    size = (len(scores), len(scores))
    counts, sums, products = (np.zeros(size, np.int64) for _ in range(3))
    step = min(_EXACT // top**2, 2**16)
    for start in range(0, scores.shape[1], step):
        x = scores[:, start : start + step].astype(np.float64)
        here = given[:, start : start + step].astype(np.float64)
        counts += (here @ here.T).astype(np.int64)
        sums += (x @ here.T).astype(np.int64)
        products += (x @ x.T).astype(np.int64)
    return counts, sums, products


def _histogram(
    row: NDArray[np.integer], low: int, shape: tuple[int, ...], places: NDArray[np.integer] | None
) -> WholeArray:
    """Count scores by segment and bin; halves between two bins go up."""
    segments, bins = shape
    place = (row.astype(np.int64) - (low * SCORE_UNIT - _BIN_UNITS // 2)) // _BIN_UNITS
    if places is not None:
        place += places.astype(np.int64) * bins
    return np.bincount(place, minlength=segments * bins).reshape(segments, bins)
