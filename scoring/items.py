"""How single items were answered, in the words of the questionnaire (levels as asked, not keyed)."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from assessment.domain.engagement import WaveMode
from assessment.domain.instrument import OWNER_ROLE, Instrument
from scoring.arrays import BoolArray, FloatArray, IntArray, LevelArray
from scoring.matrix import AnswerMatrix
from scoring.norms import Deviations
from scoring.privacy import NAMED, hidden_items
from scoring.results import WITHHELD_SMALL_GROUP, ItemResult

_RATERS_NEEDED: Final = 2
_LEVELS_PER_POINT: Final = 6


def spread_ceiling(n_levels: int) -> float:
    """Largest mean absolute deviation that still counts as agreement, A/6 levels (Burke & Dunlap 2002).

    Examples
    --------
    >>> round(spread_ceiling(5), 2)
    0.83
    """
    return n_levels / _LEVELS_PER_POINT


@dataclass(frozen=True, slots=True, eq=False)
class _Columns:
    """What is known of each item before anything is held back; arrays have one entry an item."""

    counts: IntArray
    n: IntArray
    means: FloatArray
    spreads: FloatArray
    owners: list[int | None]
    yardsticks: FloatArray
    adjusted: FloatArray
    hidden: BoolArray


def item_results(
    instrument: Instrument, matrix: AnswerMatrix, adjusted: Deviations, mode: WaveMode = NAMED
) -> tuple[ItemResult, ...]:
    """Describe every item of the instrument.

    Parameters
    ----------
    instrument, matrix, adjusted : the wave.
    mode : in a wave that is not named nobody is told the owner's level, and items of fewer than five answers,
        or that would give such an item away, are withheld (`privacy.hidden_items`).

    Returns
    -------
    Means, counts, the owner's level and the spread are on the levels as they were ticked: a reverse item
    is not mirrored here; `yardstick` and `adjusted` are keyed. Empty cells are counted by kind and enter no
    mean. `spread` is the mean absolute deviation from the mean, None under two raters and for an item that
    only one role is asked: there is nobody else to agree with.
    """
    columns = _columns(instrument, matrix, adjusted, mode)
    empty = [mask.sum(axis=0) for mask in (matrix.unknown, matrix.not_applicable, matrix.missing)]
    return tuple(
        _one(item.id, i, columns, (int(empty[0][i]), int(empty[1][i]), int(empty[2][i])), matrix)
        for i, item in enumerate(instrument.items)
    )


def _columns(instrument: Instrument, matrix: AnswerMatrix, adjusted: Deviations, mode: WaveMode) -> _Columns:
    levels = matrix.as_asked()
    counts = np.stack(
        [((levels == level) & matrix.answered).sum(axis=0) for level in instrument.scale.levels], axis=1
    )
    n = counts.sum(axis=1)
    sums = counts @ np.array(instrument.scale.levels, dtype=np.float64)
    means = np.where(n > 0, sums / np.maximum(n, 1), np.nan)
    deviations = (np.abs(levels - means) * matrix.answered).sum(axis=0)
    comparable = (n >= _RATERS_NEEDED) & np.array([len(i.roles) != 1 for i in instrument.items])
    owners = matrix.rows(OWNER_ROLE) & (mode == NAMED)
    hidden = hidden_items(instrument, matrix, mode)
    return _Columns(
        counts=counts,
        n=n,
        means=means,
        spreads=np.where(comparable, deviations / np.maximum(n, 1), np.nan),
        owners=_owner_levels(levels, matrix.answered, owners),
        # Where there is no epoch the yardstick is the wave's own mean: of a hidden item it would tell it.
        yardsticks=np.where(hidden & (adjusted.from_epoch == 0), np.nan, adjusted.item_means),
        adjusted=np.where(n > 0, adjusted.values.sum(axis=0) / np.maximum(n, 1), np.nan),
        hidden=hidden,
    )


def _one(
    item_id: str, i: int, columns: _Columns, empty: tuple[int, int, int], matrix: AnswerMatrix
) -> ItemResult:
    """Describe one item; a hidden one keeps only what is no answer."""
    hidden = bool(columns.hidden[i])
    spread = None if hidden else _known(columns.spreads[i])
    return ItemResult(
        id=item_id,
        mean=None if hidden else _known(columns.means[i]),
        counts=() if hidden else tuple(int(n) for n in columns.counts[i]),
        n_unknown=empty[0],
        n_not_applicable=empty[1],
        n_missing=empty[2],
        owner_level=None if hidden else columns.owners[i],
        spread=spread,
        disputed=spread is not None and spread > spread_ceiling(matrix.high - matrix.low + 1),
        yardstick=_known(columns.yardsticks[i]),
        adjusted=None if hidden else _known(columns.adjusted[i]),
        n_answers=int(columns.n[i]),
        withheld=WITHHELD_SMALL_GROUP if hidden else None,
    )


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def keyed_item_means(
    matrix: AnswerMatrix, instrument: Instrument, mode: WaveMode = NAMED
) -> dict[str, float]:
    """Keyed mean of every answered item, by item id: higher always means more capable.

    What `mode` hides (`privacy.hidden_items`) is left out.
    """
    counts = np.where(hidden_items(instrument, matrix, mode), 0, matrix.answered.sum(axis=0))
    sums = np.where(matrix.answered, matrix.levels, 0).sum(axis=0)
    return {item.id: float(sums[i] / counts[i]) for i, item in enumerate(instrument.items) if counts[i]}


def _owner_levels(levels: LevelArray, answered: BoolArray, owners: BoolArray) -> list[int | None]:
    """Level that the owner ticked; of several owners the lower median, whatever their order."""
    picked: list[int | None] = []
    for column, given in zip(levels[owners].T, answered[owners].T, strict=True):
        ticked = np.sort(column[given])
        picked.append(int(ticked[(len(ticked) - 1) // 2]) if len(ticked) else None)
    return picked
