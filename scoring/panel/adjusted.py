"""Item-adjusted scores of very many merchants: who skips hard items gains nothing by it.

S = mean of m_i over all items + (sum of levels - sum of m_i over answered items) / n. The second sum depends
only on which items are answered. Eight items make a byte of yes and no, so a table of 256 sums an eight of
items gives it by look-up. Item means enter as multiples of 2^-24, so the tables hold whole numbers.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scoring.arrays import FloatArray
from scoring.panel.fixed import CodeArray, WholeArray, fraction, whole
from scoring.panel.sums import DimensionSums, PanelKey, blocks, check_columns

_GROUP: Final = 8
_BLOCK: Final = 32_768


def adjusted_scores(sums: DimensionSums, columns: CodeArray, item_means: FloatArray) -> NDArray[np.float32]:
    """Score every merchant in every dimension against item means.

    Parameters
    ----------
    sums : `dimension_sums` of the same columns.
    columns : answers as ticked, shape (n_items, n_merchants).
    item_means : keyed, shape (n_items,); all known.

    Returns
    -------
    S = mean(m_i) + mean over answered cells of (y - m_i), shape (n_dimensions, n_merchants), not clipped to
    the scale; NaN where nothing was answered. METHOD.md section 5.

    Raises
    ------
    ValueError
        An item has no mean, or shapes do not fit.
    """
    key = sums.key
    check_columns(key, columns)
    if item_means.shape != (len(key.item_ids),) or not np.isfinite(item_means).all():
        raise ValueError("every item needs a mean")
    if columns.shape[1] != sums.n.shape[1]:
        raise ValueError(f"sums of {sums.n.shape[1]} merchants, columns of {columns.shape[1]}")
    scores = np.empty(sums.n.shape, np.float32)
    for place in range(len(key.scale_ids)):
        _score(sums, columns, item_means, place, scores[place])
    return scores


def _score(
    sums: DimensionSums, columns: CodeArray, item_means: FloatArray, place: int, out: NDArray[np.float32]
) -> None:
    """Score one dimension into `out`, shape (n_merchants,)."""
    key = sums.key
    chosen = (*key.forward[place], *key.backward[place])
    base = float(item_means[list(chosen)].mean())
    tables = list(_tables(chosen, whole(item_means)))
    with np.errstate(invalid="ignore"):  # 0 / 0 is the NaN that is meant
        for part in blocks(columns.shape[1], _BLOCK):
            expected = fraction(_expected(key, columns[:, part], tables))
            n = sums.n[place, part].astype(np.float64)
            given = sums.sums[place, part] + key.low * n
            out[part] = base + (given - expected) / n


def _tables(chosen: tuple[int, ...], means: WholeArray) -> Iterator[tuple[tuple[int, ...], WholeArray]]:
    """Yield columns of up to eight items with the sum of their means for every pattern of answered ones."""
    for start in range(0, len(chosen), _GROUP):
        group = chosen[start : start + _GROUP]
        bits = (np.arange(2 ** len(group))[:, None] >> np.arange(len(group))) & 1
        yield group, bits @ means[list(group)]


def _expected(
    key: PanelKey, columns: CodeArray, tables: list[tuple[tuple[int, ...], WholeArray]]
) -> WholeArray:
    """Sum of the means of each merchant's answered items, shape (m,)."""
    m = columns.shape[1]
    total, pattern = np.zeros(m, np.int64), np.empty(m, np.uint8)
    byte, answered = np.empty(m, np.uint8), np.empty(m, np.bool_)
    bit = answered.view(np.uint8)
    for group, table in tables:
        pattern.fill(0)
        for place, column in enumerate(group):
            np.add(columns[column], 2, out=byte)  # empty cells become 0, 1, 2: see scoring.panel.sums
            np.greater_equal(byte, key.low + 2, out=answered)
            np.left_shift(bit, place, out=byte)
            np.bitwise_or(pattern, byte, out=pattern)
        total += table.take(pattern)
    return total
