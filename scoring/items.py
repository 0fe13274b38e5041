"""How single items were answered, in the words of the questionnaire (levels as asked, not keyed)."""

from typing import Final

import numpy as np

from assessment.domain.instrument import OWNER_ROLE, Instrument
from scoring.arrays import BoolArray, LevelArray
from scoring.matrix import AnswerMatrix
from scoring.results import ItemResult

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


def item_results(instrument: Instrument, matrix: AnswerMatrix) -> tuple[ItemResult, ...]:
    """Describe every item of the instrument.

    Means, counts, the owner's level and the spread are on the levels as they were ticked: a reverse item
    is not mirrored here. Empty cells are counted by kind and enter no mean. `spread` is the mean absolute
    deviation from the mean, None under two raters and for an item that only one role is asked: there is
    nobody else to agree with.
    """
    levels = matrix.as_asked()
    counts = np.stack(
        [((levels == level) & matrix.answered).sum(axis=0) for level in instrument.scale.levels], axis=1
    )
    n_answers = counts.sum(axis=1)
    sums = counts @ np.array(instrument.scale.levels, dtype=np.float64)
    means = np.where(n_answers > 0, sums / np.maximum(n_answers, 1), np.nan)
    deviations = (np.abs(levels - means) * matrix.answered).sum(axis=0)
    comparable = (n_answers >= _RATERS_NEEDED) & np.array([len(i.roles) != 1 for i in instrument.items])
    spreads = np.where(comparable, deviations / np.maximum(n_answers, 1), np.nan)
    ceiling = spread_ceiling(len(instrument.scale.levels))
    owners = _owner_levels(levels, matrix.answered, matrix.rows(OWNER_ROLE))
    empty = [mask.sum(axis=0) for mask in (matrix.unknown, matrix.not_applicable, matrix.missing)]
    return tuple(
        ItemResult(
            id=item.id,
            mean=float(means[i]) if n_answers[i] else None,
            counts=tuple(int(n) for n in counts[i]),
            n_unknown=int(empty[0][i]),
            n_not_applicable=int(empty[1][i]),
            n_missing=int(empty[2][i]),
            owner_level=owners[i],
            spread=float(spreads[i]) if comparable[i] else None,
            disputed=bool(comparable[i] and spreads[i] > ceiling),
        )
        for i, item in enumerate(instrument.items)
    )


def keyed_item_means(matrix: AnswerMatrix, instrument: Instrument) -> dict[str, float]:
    """Keyed mean of every answered item, by item id: higher always means more capable."""
    counts = matrix.answered.sum(axis=0)
    sums = np.where(matrix.answered, matrix.levels, 0).sum(axis=0)
    return {item.id: float(sums[i] / counts[i]) for i, item in enumerate(instrument.items) if counts[i]}


def _owner_levels(levels: LevelArray, answered: BoolArray, owners: BoolArray) -> list[int | None]:
    """Level that the owner ticked; of several owners the lower median, whatever their order."""
    picked: list[int | None] = []
    for column, given in zip(levels[owners].T, answered[owners].T, strict=True):
        ticked = np.sort(column[given])
        picked.append(int(ticked[(len(ticked) - 1) // 2]) if len(ticked) else None)
    return picked
