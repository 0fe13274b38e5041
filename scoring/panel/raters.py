"""Rater components of very many responses: sums within and between raters, in whole numbers.

Responses of one merchant stand together. Each response gives n_r, s_r and q_r a dimension; `reduceat` adds
them up merchant by merchant. Between raters one needs sum of s_r^2 / n_r: times the least common multiple of
all possible n_r every such fraction is a whole number, and the sum is exact.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import lcm
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scoring.arrays import FloatArray
from scoring.panel.fixed import CodeArray, SmallArray, WholeArray, smallest_type
from scoring.panel.sums import Adder, PanelKey

_ROWS: Final = 32_768
"""Responses at a time: large enough that calls cost little, small enough for the processor's caches."""
_TILE: Final = 512
"""Rows that are turned into columns at a time; they and their columns stay in the nearest cache."""
_WORD: Final = 64
_LARGEST: Final = 2**62
_COARSE: Final = 2**20


@dataclass(frozen=True, slots=True, eq=False)
class RaterSums:
    """Whole numbers a dimension and merchant; arrays have shape (n_dimensions, n_merchants).

    `n` answered cells, `sums` and `squares` of v = keyed level - lowest level, `raters` who answered at least
    one cell, `rater_squares` = `unit` x sum over raters of s_r^2 / n_r.
    """

    key: PanelKey
    n: SmallArray
    sums: SmallArray
    squares: SmallArray
    raters: SmallArray
    rater_squares: SmallArray
    unit: int

    def means(self) -> FloatArray:
        """Mean keyed level over all cells; NaN where there is none."""
        with np.errstate(invalid="ignore"):  # 0 / 0 is the NaN that is meant
            return np.asarray(self.sums / self.n.astype(np.float64) + self.key.low)

    def within(self) -> FloatArray:
        """Squares within raters: sum of q_r - s_r^2 / n_r. Its degrees of freedom are n - raters."""
        return np.asarray(self.squares - self.rater_squares / float(self.unit))

    def between(self) -> FloatArray:
        """Squares between raters: sum of s_r^2 / n_r - s^2 / n, with raters - 1 degrees of freedom."""
        n = np.maximum(self.n, 1).astype(np.float64)
        return np.asarray(self.rater_squares / float(self.unit) - self.sums.astype(np.float64) ** 2 / n)


def rater_sums(key: PanelKey, rows: CodeArray, starts: NDArray[np.integer]) -> RaterSums:
    """Add up the responses of every merchant.

    Parameters
    ----------
    key : of the instrument.
    rows : answers as ticked, shape (n_responses, n_items), one response a row, a merchant's rows together.
    starts : first row of every merchant, shape (n_merchants,), ascending from 0.

    Returns
    -------
    Sums of each merchant, of the narrowest integers that hold those of the merchant with most raters.

    Raises
    ------
    ValueError
        Shapes do not fit or `starts` do not ascend from 0 to below n_responses.
    AnswerNotAllowed
        A byte is neither a level nor one of the three codes.

    Notes
    -----
    With k items a dimension `unit` is lcm(1..k), which makes everything exact; only where that would not
    fit 64 bits are fractions rounded to 2^-20.
    """
    _check(key, rows, starts)
    most = int(np.max(np.diff(starts, append=len(rows)), initial=0))
    unit, bounds = _bounds(key, most)
    shape = len(key.scale_ids), len(starts)
    totals = tuple(np.empty(shape, smallest_type(bound)) for bound in bounds)
    word, size = _word(key, unit, bounds), max(min(_ROWS, len(rows)), most)
    adder, work = Adder(key, size), np.empty((3, size), key.sum_type())
    turned = np.empty((len(key.item_ids), size), np.uint8)
    for merchants, part in _parts(starts, len(rows)):
        columns, first = turned[:, : part.stop - part.start], starts[merchants] - part.start
        _turn(rows[part], columns)
        for place in range(len(key.scale_ids)):
            n, sums, squares = work[:, : columns.shape[1]]
            adder.dimension(columns, place, (n, sums, squares))
            word.reduce((n, sums, squares), first, tuple(total[place, merchants] for total in totals))
        adder.check(columns)
    squares, n, sums, raters, rater_squares = totals
    return RaterSums(key, n, sums, squares, raters, rater_squares, unit)


def _turn(rows: CodeArray, columns: CodeArray) -> None:
    """Write rows as columns, tile by tile."""
    for start in range(0, len(rows), _TILE):
        tile = slice(start, start + _TILE)
        np.copyto(columns[:, tile], rows[tile].T)


@dataclass(frozen=True, slots=True, eq=False)
class _Word:
    """How the five sums lie in words of 64 bits, so that one addition adds all of them.

    `tables` give the words of a response by its n and s, shape (n + 1, s + 1); each holds some of the sums,
    of which `fields` gives (word, first bit, bits). With few raters a merchant one word holds all five.
    """

    tables: tuple[NDArray[np.uint64], ...]
    fields: tuple[tuple[int, int, int], ...]

    def reduce(
        self,
        response: tuple[SmallArray, SmallArray, SmallArray],
        first: NDArray[np.integer],
        totals: tuple[SmallArray, ...],
    ) -> None:
        """Add responses up to merchants that start at `first`, and take the words apart into `totals`."""
        n, sums, squares = response
        pattern = np.multiply(n, self.tables[0].shape[1], dtype=np.intp)
        pattern += sums
        words = [table.ravel().take(pattern) for table in self.tables]
        words[0] += squares  # they lie in the first bits
        added = [np.add.reduceat(one, first) for one in words]
        for (word, shift, bits), total in zip(self.fields, totals, strict=True):
            total[...] = (added[word] >> np.uint64(shift)) & np.uint64(2**bits - 1)


def _word(key: PanelKey, unit: int, bounds: tuple[int, ...]) -> _Word:
    """Pack the five sums, in the order of `_bounds`, into as few words as hold them."""
    fields, word, used = [], 0, 0
    for bound in bounds:
        bits = bound.bit_length()
        if used + bits > _WORD:
            word, used = word + 1, 0
        fields.append((word, used, bits))
        used += bits
    items = max(key.sizes())
    n, s = np.arange(items + 1, dtype=np.uint64)[:, None], np.arange(items * key.width + 1, dtype=np.uint64)
    s = np.where(s <= n * np.uint64(key.width), s, np.uint64(0))
    divisor = np.maximum(n, np.uint64(1))
    fractions = (np.uint64(unit) * s**2 + divisor // np.uint64(2)) // divisor
    tables = np.zeros((word + 1, *s.shape), np.uint64)
    for (place, shift, _), values in zip(fields[1:], (n, s, n > 0, fractions), strict=True):
        tables[place] += np.left_shift(values, shift, dtype=np.uint64)
    return _Word(tuple(tables), tuple(fields))


def _check(key: PanelKey, rows: CodeArray, starts: NDArray[np.integer]) -> None:
    if rows.dtype != np.uint8 or rows.shape[1:] != (len(key.item_ids),):
        raise ValueError(f"expected bytes of shape (n, {len(key.item_ids)}), got {rows.dtype} {rows.shape}")
    if len(starts) == 0 and len(rows) == 0:
        return
    if len(starts) == 0 or starts[0] != 0 or starts[-1] >= len(rows) or (np.diff(starts) <= 0).any():
        raise ValueError("starts must ascend from 0 and stay below the number of responses")


def _bounds(key: PanelKey, most: int) -> tuple[int, tuple[int, ...]]:
    """Find the unit of fractions, and the largest totals of `most` raters in the order of their words."""
    items, width = max(key.sizes()), max(key.width, 1)
    top = max(most, 1) * items
    unit = lcm(*range(1, items + 1))
    if unit * top * width**2 >= _LARGEST:
        unit = _COARSE
    return unit, (top * width**2, top, top * width, max(most, 1), unit * top * width**2)


def _parts(starts: WholeArray | NDArray[np.integer], n_rows: int) -> Iterator[tuple[slice, slice]]:
    """Cut merchants, and their rows, into parts of about `_ROWS` responses; a large merchant is one part."""
    begin = 0
    while begin < len(starts):
        end = max(int(np.searchsorted(starts, starts[begin] + _ROWS, "right")) - 1, begin + 1)
        if starts[begin] + _ROWS >= n_rows:
            end = len(starts)
        last = int(starts[end]) if end < len(starts) else n_rows
        yield slice(begin, end), slice(int(starts[begin]), last)
        begin = end
