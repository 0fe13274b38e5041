"""How well the items of an instrument work, over all waves; for its authors, not for merchants.

Answers of one wave are about the same merchant, so people are not independent and intervals are a little too
narrow. Every figure names what it rests on and is withheld below a threshold:

- `MIN_ANSWERS` 10: one answer more or less moves a share of fewer by over ten points, and figures about
  fewer people could give single people away.
- `MIN_PEOPLE` 30: an item-rest correlation of .37 then just differs from 0, and an alpha of .80 over
  eleven items is known to about a tenth (.67 to .89).
- `MIN_PEOPLE_FITTED` 100: below, one-factor fits often end in improper solutions (Boomsma 1985).
- `MIN_WAVES` 10: as in every figure that compares merchants.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import atanh, sqrt, tanh
from typing import Final

import numpy as np

from assessment.domain.instrument import Instrument, Item
from assessment.domain.response import Response
from scoring.arrays import BoolArray, FloatArray, IntArray
from scoring.intraclass import GroupIntraclass, group_intraclass
from scoring.matrix import AnswerMatrix, answer_matrix
from scoring.reliability import Coefficient, complete_rows, cronbach_alpha, omega_total
from scoring.results import (
    WITHHELD_NO_SPREAD,
    WITHHELD_TOO_FEW_ANSWERS,
    WITHHELD_TOO_FEW_ITEMS,
)

MIN_ANSWERS: Final = 10
MIN_PEOPLE: Final = 30
MIN_PEOPLE_FITTED: Final = 100
MIN_WAVES: Final = 10
REST_ANSWERS: Final = 3
"""Other items that a person must have answered to have a rest score (all of them where there are fewer)."""

_PAIR: Final = 2
_NOTHING: Final = 1e-12
_TWO_SIDED: Final = 1.96
_ONE_SIDED: Final = 1.645


@dataclass(frozen=True, slots=True)
class LevelStep:
    """How the other answers of the dimension differ between two neighbouring levels of an item.

    `rise`, in levels: mean rest score of people who ticked `upper` minus that of `lower` (for a reverse item
    the other way round), so it should be above 0. `clear`: below 0 by more than chance (one-sided 5 %).
    """

    lower: int
    upper: int
    rise: float
    standard_error: float
    n_lower: int
    n_upper: int

    @property
    def inverted(self) -> bool:
        """Whether the higher level goes with lower answers elsewhere."""
        return self.rise < 0

    @property
    def clear(self) -> bool:
        """Whether the inversion exceeds its noise."""
        return self.rise < -_ONE_SIDED * self.standard_error


@dataclass(frozen=True, slots=True)
class ItemQuality:
    """How one item works.

    `counts` has one entry a level as ticked, empty under ten answers. Rates, 0-1, are shares of the people
    who were asked, None under ten. `in_dimension` and `in_sub_capability` are item-rest correlations. `steps`
    are neighbouring levels with ten rest scores each; `seconds` is the median time, None under ten times.
    """

    id: str
    dimension: str
    sub_capability: str | None
    n_asked: int
    n_answers: int
    counts: tuple[int, ...]
    mean: float | None
    not_applicable_rate: float | None
    unknown_rate: float | None
    missing_rate: float | None
    in_dimension: Coefficient
    in_sub_capability: Coefficient
    steps: tuple[LevelStep, ...]
    seconds: float | None
    n_times: int
    withheld: str | None = None
    """Why there is no distribution."""

    @property
    def out_of_order(self) -> tuple[LevelStep, ...]:
        """Neighbouring levels whose order is inverted, with enough answers on both."""
        return tuple(step for step in self.steps if step.inverted)


@dataclass(frozen=True, slots=True)
class ScaleQuality:
    """How well the items of a dimension measure one thing, and tell merchants apart.

    `n_complete` people answered every item; `alpha` and `omega` rest on them, `alpha_pairwise` on all who
    answered both items of a pair. `waves` compares people's means within and between waves.
    """

    dimension: str
    n_items: int
    n_complete: int
    alpha: Coefficient
    alpha_pairwise: Coefficient
    omega: Coefficient
    waves: GroupIntraclass


@dataclass(frozen=True, slots=True)
class InstrumentQuality:
    """Items and dimensions of an instrument over all its waves."""

    n_waves: int
    n_responses: int
    items: tuple[ItemQuality, ...]
    scales: tuple[ScaleQuality, ...]


def instrument_quality(
    instrument: Instrument,
    waves: Iterable[tuple[Response, ...]],
    seconds: Mapping[str, Sequence[float]] | None = None,
) -> InstrumentQuality:
    """Judge every item and dimension of an instrument.

    Parameters
    ----------
    instrument : the version that all responses answer.
    waves : the submitted responses of each wave; waves without responses are not counted.
    seconds : times that people took over an item, by item id; what is not above 0 is left out.

    Returns
    -------
    Items and dimensions in the instrument's order. Empty cells are counted by kind and enter no other figure.

    Raises
    ------
    ValueError, AnswerNotAllowed : as `matrix.answer_matrix`.
    """
    kept = [wave for wave in waves if wave]
    everybody = tuple(response for wave in kept for response in wave)
    matrix = answer_matrix(instrument, everybody) if everybody else _nobody(instrument)
    numbers = np.repeat(np.arange(len(kept)), [len(wave) for wave in kept])
    known = np.where(matrix.answered, matrix.levels.astype(np.float64), np.nan)
    dimensions = {one.id: known[:, _columns(instrument, one.id)] for one in instrument.dimensions}
    parts = {one.id: known[:, _columns(instrument, one.id)] for one in instrument.sub_capabilities}
    rests = {scale: _rests(levels) for scale, levels in (dimensions | parts).items()}
    times = seconds or {}
    return InstrumentQuality(
        n_waves=len(kept),
        n_responses=len(everybody),
        items=tuple(_item(instrument, i, matrix, rests, times.get(i.id, ())) for i in instrument.items),
        scales=tuple(_scale(scale, levels, numbers) for scale, levels in dimensions.items()),
    )


def _nobody(instrument: Instrument) -> AnswerMatrix:
    empty = np.zeros((0, len(instrument.items)), dtype=np.bool_)
    reverse = np.array([item.reverse for item in instrument.items], dtype=np.bool_)
    low, high = instrument.scale.low, instrument.scale.high
    return AnswerMatrix(empty.astype(np.int16), empty, empty, empty, empty, empty, reverse, (), low, high)


def _columns(instrument: Instrument, scale_id: str) -> list[int]:
    return [instrument.index[item.id] for item in instrument.items_of(scale_id)]


def _deviations(levels: FloatArray) -> tuple[FloatArray, BoolArray]:
    """Subtract item means (0 where missing), so that easy and hard items, and forms, compare."""
    known = np.isfinite(levels)
    filled = np.where(known, levels, 0.0)
    means = filled.sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    return np.where(known, filled - means, 0.0), known


def _rests(levels: FloatArray) -> FloatArray:
    """Mean deviation of a person's other answers, shape (n_people, n_items); NaN where they are too few."""
    deviations, known = _deviations(levels)
    others = known.sum(axis=1, keepdims=True) - known
    sums = deviations.sum(axis=1, keepdims=True) - deviations
    needed = max(min(REST_ANSWERS, levels.shape[1] - 1), 1)
    return np.where(others >= needed, sums / np.maximum(others, 1), np.nan)


def _item(
    instrument: Instrument,
    item: Item,
    matrix: AnswerMatrix,
    rests: Mapping[str, FloatArray],
    seconds: Sequence[float],
) -> ItemQuality:
    i = instrument.index[item.id]
    answered, levels = matrix.answered[:, i], matrix.levels[:, i]
    ticked = matrix.low + matrix.high - levels if item.reverse else levels
    n_asked, n = int(matrix.asked[:, i].sum()), int(answered.sum())
    enough = n >= MIN_ANSWERS
    counts = [int((answered & (ticked == level)).sum()) for level in instrument.scale.levels]
    empty = (matrix.not_applicable, matrix.unknown, matrix.missing)
    rates = [int(cells[:, i].sum()) / n_asked if n_asked >= MIN_ANSWERS else None for cells in empty]
    keyed = np.where(answered, levels.astype(np.float64), np.nan)
    known_seconds = [s for s in seconds if np.isfinite(s) and s > 0]
    return ItemQuality(
        id=item.id,
        dimension=item.dimension,
        sub_capability=item.sub_capability,
        n_asked=n_asked,
        n_answers=n,
        counts=tuple(counts) if enough else (),
        mean=float(ticked[answered].mean()) if enough else None,
        not_applicable_rate=rates[0],
        unknown_rate=rates[1],
        missing_rate=rates[2],
        in_dimension=_item_rest(keyed, _rest(instrument, item, item.dimension, rests)),
        in_sub_capability=_item_rest(keyed, _rest(instrument, item, item.sub_capability, rests)),
        steps=_steps(keyed, _rest(instrument, item, item.dimension, rests), matrix, reverse=item.reverse),
        seconds=float(np.median(known_seconds)) if len(known_seconds) >= MIN_ANSWERS else None,
        n_times=len(known_seconds),
        withheld=None if enough else WITHHELD_TOO_FEW_ANSWERS,
    )


def _rest(
    instrument: Instrument, item: Item, scale_id: str | None, rests: Mapping[str, FloatArray]
) -> FloatArray | None:
    """Rest scores of an item within a scale, shape (n_people,); None without other items."""
    if scale_id is None or scale_id not in rests or rests[scale_id].shape[1] <= 1:
        return None
    return rests[scale_id][:, _columns(instrument, scale_id).index(instrument.index[item.id])]


def _item_rest(keyed: FloatArray, rest: FloatArray | None) -> Coefficient:
    """Correlate an item with its rest scores (Fisher's z for the interval); NaN in either is left out."""
    if rest is None:
        return Coefficient(None, None, None, 0, 1, WITHHELD_TOO_FEW_ITEMS)
    both = np.isfinite(keyed) & np.isfinite(rest)
    n = int(both.sum())
    if n < MIN_PEOPLE:
        return Coefficient(None, None, None, n, _PAIR, WITHHELD_TOO_FEW_ANSWERS)
    x, y = (values[both] - values[both].mean() for values in (keyed, rest))
    lengths = [float(np.sqrt(np.sum(side**2))) for side in (x, y)]
    if min(lengths) <= _NOTHING * n:
        return Coefficient(None, None, None, n, _PAIR, WITHHELD_NO_SPREAD)
    value = min(max(float(x @ y) / lengths[0] / lengths[1], -1.0), 1.0)
    if 1 - abs(value) < _NOTHING:
        return Coefficient(value, value, value, n, _PAIR)
    half = _TWO_SIDED / sqrt(n - 3)
    return Coefficient(value, tanh(atanh(value) - half), tanh(atanh(value) + half), n, _PAIR)


def _steps(
    keyed: FloatArray, rest: FloatArray | None, matrix: AnswerMatrix, *, reverse: bool
) -> tuple[LevelStep, ...]:
    """Compare the rest scores of every two neighbouring levels with enough of them, by keyed levels."""
    if rest is None:
        return ()
    known = np.isfinite(rest)
    groups = {level: rest[known & (keyed == level)] for level in range(matrix.low, matrix.high + 1)}
    found = []
    for level in range(matrix.low, matrix.high):
        below, above = groups[level], groups[level + 1]
        if min(len(below), len(above)) < MIN_ANSWERS:
            continue
        error = sqrt(float(below.var(ddof=1)) / len(below) + float(above.var(ddof=1)) / len(above))
        step = LevelStep(level, level + 1, float(above.mean() - below.mean()), error, len(below), len(above))
        found.append(_as_ticked(step, matrix) if reverse else step)
    return tuple(sorted(found, key=lambda step: step.lower))


def _as_ticked(step: LevelStep, matrix: AnswerMatrix) -> LevelStep:
    """Name the levels of a reverse item as its readers see them; the rise stays one of the keyed levels."""
    both = matrix.low + matrix.high
    return replace(
        step, lower=both - step.upper, upper=both - step.lower, n_lower=step.n_upper, n_upper=step.n_lower
    )


def _scale(dimension: str, levels: FloatArray, waves: IntArray) -> ScaleQuality:
    deviations, known = _deviations(levels)
    n = known.sum(axis=1)
    spoke = n >= max(min(REST_ANSWERS, levels.shape[1]), 1)
    means = deviations.sum(axis=1)[spoke] / n[spoke]
    groups = group_intraclass(means, waves[spoke])
    if groups.n_groups < MIN_WAVES:
        groups = replace(groups, icc1=None, icc2=None, withheld=WITHHELD_TOO_FEW_ANSWERS)
    return ScaleQuality(
        dimension=dimension,
        n_items=levels.shape[1],
        n_complete=len(complete_rows(levels)),
        alpha=_from(MIN_PEOPLE, cronbach_alpha(levels)),
        alpha_pairwise=_from(MIN_PEOPLE, cronbach_alpha(levels, pairwise=True)),
        omega=_from(MIN_PEOPLE_FITTED, omega_total(levels)),
        waves=groups,
    )


def _from(least: int, found: Coefficient) -> Coefficient:
    """Withhold a coefficient that rests on too few people; another reason that is there already stays."""
    if found.n >= least or found.n_items <= 1:
        return found
    return replace(found, value=None, low=None, high=None, withheld=WITHHELD_TOO_FEW_ANSWERS)
