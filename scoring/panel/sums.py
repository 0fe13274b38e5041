"""Scores of very many merchants from columns of answers, in whole numbers.

Answers lie in columns, one byte each: a level of the scale or one of the three codes of an empty cell. Per
dimension three sums say everything: answered cells n, sum and sum of squares of v = keyed level - lowest
level. v fits the narrowest integers there are, so that the work is that of the memory.

The trick of the inner loop: byte + 2, modulo 256, takes the codes 254, 255 and 0 to 0, 1, 2 and level y to
y + 2. One comparison then tells answered cells from empty ones, and the larger of it and low + 2 counts an
empty cell like v = 0. Sums and squares are put right at the end, modulo the size of their integers.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from assessment.domain.errors import AnswerNotAllowed
from assessment.domain.instrument import Instrument
from assessment.domain.response import UNKNOWN
from scoring.panel.fixed import SCORE_UNIT, CodeArray, SmallArray, smallest_type
from scoring.scales import dimension_specs

_SHIFT: Final = 2
"""Added to a byte: 254 and 255 wrap around to 0 and 1."""
_BLOCK: Final = 32_768
"""Merchants at a time: three rows of bytes stay in the processor's nearer caches."""


@dataclass(frozen=True, slots=True)
class PanelKey:
    """How the columns of an instrument become dimensions.

    `forward` and `backward` (reverse items) hold the columns of every dimension of `scale_ids`.
    """

    scale_ids: tuple[str, ...]
    item_ids: tuple[str, ...]
    forward: tuple[tuple[int, ...], ...]
    backward: tuple[tuple[int, ...], ...]
    low: int
    high: int

    @property
    def width(self) -> int:
        """Largest value of v."""
        return self.high - self.low

    def sizes(self) -> tuple[int, ...]:
        """Count the items of every dimension."""
        return tuple(len(f) + len(b) for f, b in zip(self.forward, self.backward, strict=True))

    def sum_type(self) -> np.dtype[np.unsignedinteger]:
        """Narrowest type for the sums of one response."""
        return smallest_type(max(self.sizes()) * max(self.width**2, 1))


@dataclass(frozen=True, slots=True, eq=False)
class DimensionSums:
    """Three whole numbers a dimension and merchant; arrays have shape (n_dimensions, n_merchants).

    `n` answered cells; `sums` and `squares` of v = keyed level - `low` over them.
    """

    key: PanelKey
    n: SmallArray
    sums: SmallArray
    squares: SmallArray

    def level_sums(self) -> NDArray[np.int64]:
        """Add up the keyed levels themselves."""
        return self.sums.astype(np.int64) + self.key.low * self.n.astype(np.int64)

    def level_squares(self) -> NDArray[np.int64]:
        """Add up the squares of the keyed levels themselves."""
        low, n = self.key.low, self.n.astype(np.int64)
        return self.squares.astype(np.int64) + 2 * low * self.sums.astype(np.int64) + low**2 * n


def panel_key(instrument: Instrument) -> PanelKey:
    """Read from the instrument which column counts where, and how.

    Raises
    ------
    ValueError
        Levels collide with the codes of empty cells (a scale that starts below 1 or goes beyond 253).
    """
    low, high = instrument.scale.low, instrument.scale.high
    if low < 1 or high >= UNKNOWN:
        raise ValueError(f"levels {low}..{high} collide with the codes of empty cells")
    specs = dimension_specs(instrument)
    reverse = [item.reverse for item in instrument.items]
    return PanelKey(
        scale_ids=tuple(spec.id for spec in specs),
        item_ids=tuple(item.id for item in instrument.items),
        forward=tuple(tuple(c for c in spec.columns if not reverse[c]) for spec in specs),
        backward=tuple(tuple(c for c in spec.columns if reverse[c]) for spec in specs),
        low=low,
        high=high,
    )


class Adder:
    """Adds columns of up to `size` merchants; holds the few rows of working memory."""

    def __init__(self, key: PanelKey, size: int) -> None:
        kind = key.sum_type()
        self._key = key
        self._top = np.zeros(size, np.uint8)
        self._byte = np.empty(size, np.uint8)
        self._answered = np.empty(size, np.bool_)
        self._floor = np.full(size, key.low + _SHIFT, np.uint8)
        self._square = np.empty(size, kind)
        self._mirror = np.empty((3, size), kind)
        self._modulus = 256**kind.itemsize

    def dimension(
        self, columns: CodeArray, place: int, out: tuple[SmallArray, SmallArray, SmallArray]
    ) -> None:
        """Write n, sums and squares of one dimension, shape (m,), from columns of shape (n_items, m)."""
        n, sums, squares = out
        self._add(columns, self._key.forward[place], n, sums, squares)
        backward, width = self._key.backward[place], self._key.width
        if backward:
            m, s, q = self._mirror[:, : len(n)]
            self._add(columns, backward, m, s, q)
            n += m
            squares += q
            squares += m * (width**2 % self._modulus)
            squares -= s * (2 * width % self._modulus)
            sums += m * width
            sums -= s

    def _add(
        self,
        columns: CodeArray,
        chosen: tuple[int, ...],
        n: SmallArray,
        sums: SmallArray,
        squares: SmallArray,
    ) -> None:
        """Add the chosen columns as if none were reverse."""
        m, low = len(n), self._key.low + _SHIFT
        byte, answered, floor, top = self._byte[:m], self._answered[:m], self._floor[:m], self._top[:m]
        square, ones = self._square[:m], self._answered[:m].view(np.uint8)
        for out in (n, sums, squares):
            out.fill(0)
        for column in chosen:
            np.add(columns[column], _SHIFT, out=byte)
            np.maximum(top, byte, out=top)
            np.greater_equal(byte, low, out=answered)
            np.add(n, ones, out=n)
            np.maximum(byte, floor, out=byte)
            np.add(sums, byte, out=sums)
            np.multiply(byte, byte, out=square, dtype=square.dtype)
            np.add(squares, square, out=squares)
        sums -= sums.dtype.type(len(chosen) * low % self._modulus)
        squares -= sums * sums.dtype.type(2 * low % self._modulus)
        squares -= sums.dtype.type(len(chosen) * low**2 % self._modulus)

    def check(self, columns: CodeArray) -> None:
        """Refuse bytes that mean nothing among the columns added so far, naming the first.

        Raises AnswerNotAllowed.
        """
        low, high = self._key.low, self._key.high
        m = columns.shape[1]
        if low == 1 and (m == 0 or self._top[:m].max() <= high + _SHIFT):
            return
        self._top.fill(0)
        shifted = columns + np.uint8(_SHIFT)
        illegal = (shifted > _SHIFT) & ((shifted < low + _SHIFT) | (shifted > high + _SHIFT))
        if illegal.any():
            item, merchant = np.argwhere(illegal)[0]
            raise AnswerNotAllowed(item_id=self._key.item_ids[item], value=int(columns[item, merchant]))


def blocks(n: int, size: int = _BLOCK) -> Iterator[slice]:
    """Cut n merchants into slices that stay in the cache."""
    yield from (slice(start, min(start + size, n)) for start in range(0, n, size))


def check_columns(key: PanelKey, columns: CodeArray) -> None:
    """Refuse an array that is not one byte an item and merchant; raises ValueError."""
    if columns.dtype != np.uint8 or columns.shape[:-1] != (len(key.item_ids),):
        raise ValueError(
            f"expected bytes of shape ({len(key.item_ids)}, n), got {columns.dtype} {columns.shape}"
        )


def dimension_sums(key: PanelKey, columns: CodeArray) -> DimensionSums:
    """Count, sum and sum of squares of the answers of every merchant in every dimension, exactly.

    Parameters
    ----------
    key : of the instrument.
    columns : answers as ticked, shape (n_items, n_merchants), one contiguous row an item; 0 missing, 254
        unknown, 255 not applicable leave all three sums alone.

    Returns
    -------
    Whole numbers of the narrowest type that holds them; 15 bytes a merchant for five dimensions of twelve
    items on five levels.

    Raises
    ------
    ValueError
        `columns` are not bytes of that shape.
    AnswerNotAllowed
        A byte is neither a level nor one of the three codes.
    """
    check_columns(key, columns)
    shape, kind = (len(key.scale_ids), columns.shape[1]), key.sum_type()
    found = DimensionSums(key, np.empty(shape, kind), np.empty(shape, kind), np.empty(shape, kind))
    adder = Adder(key, min(_BLOCK, columns.shape[1]))
    for part in blocks(columns.shape[1]):
        here = columns[:, part]
        for place in range(len(key.scale_ids)):
            adder.dimension(
                here, place, (found.n[place, part], found.sums[place, part], found.squares[place, part])
            )
        adder.check(here)
    return found


def mean_scores(sums: DimensionSums) -> NDArray[np.float32]:
    """Mean keyed level of every merchant in every dimension, shape (n_dimensions, n_merchants).

    NaN where nothing was answered: 0 / 0, never 0 points. Exact to 3e-7 levels.
    """
    means = np.empty(sums.n.shape, np.float32)
    for place, part, row in _means(sums):
        np.add(row, sums.key.low, out=means[place, part])
    return means


def whole_means(sums: DimensionSums) -> SmallArray:
    """Mean keyed levels as whole multiples of 1/10,000 level, half the memory of `mean_scores`.

    `NO_SCORE` where nothing was answered; same shape. `statistics.panel_statistics` takes them as they are.
    """
    means = np.empty(sums.n.shape, smallest_type(sums.key.high * SCORE_UNIT))
    for place, part, row in _means(sums):
        np.nan_to_num(row, copy=False, nan=-float(sums.key.low))
        np.add(row, sums.key.low, out=row)
        np.multiply(row, SCORE_UNIT, out=row)
        np.copyto(means[place, part], np.rint(row, out=row), casting="unsafe")
    return means


def _means(sums: DimensionSums) -> Iterator[tuple[int, slice, NDArray[np.float32]]]:
    """Yield the mean of v by dimension and block of merchants, in one row of working memory."""
    n_merchants = sums.n.shape[1]
    counts, totals = np.empty((2, min(_BLOCK, n_merchants)), np.float32)
    for part in blocks(n_merchants):
        for place in range(len(sums.n)):
            n, row = counts[: part.stop - part.start], totals[: part.stop - part.start]
            np.copyto(n, sums.n[place, part])
            np.copyto(row, sums.sums[place, part])
            with np.errstate(invalid="ignore"):  # 0 / 0 is the NaN that is meant
                np.divide(row, n, out=row)
            yield place, part, row
