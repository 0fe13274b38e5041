"""Signs that one response deserves a second look; every sign is told, nobody is dropped because of one.

A check that cannot say anything flags nobody: under ten answers, without known times, on a scale of two
levels, or in a wave that is not named with fewer than five responses.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from assessment.domain.engagement import WaveMode
from assessment.domain.instrument import Instrument
from assessment.domain.response import Response
from scoring.arrays import BoolArray, FloatArray, IntArray, LevelArray
from scoring.matrix import AnswerMatrix, answer_matrix
from scoring.privacy import GROUP_NEEDED, NAMED
from scoring.results import AnswerFlag

ALL_HIGHEST: Final = "all_highest"
STRAIGHT_LINING: Final = "straight_lining"
SPEEDING: Final = "speeding"
MANY_UNKNOWN: Final = "many_unknown"
MANY_MISSING: Final = "many_missing"

CODES: Final = (ALL_HIGHEST, STRAIGHT_LINING, SPEEDING, MANY_UNKNOWN, MANY_MISSING)
"""All codes in the order in which they are given. Every catalogue has a sentence for each.

all_highest: at least 90 % of the keyed answers are the highest level. straight_lining: as ticked, one level
runs through at least half of the answers (and ten), or the answers hardly vary. speeding: the median time an
item took is below a fifth of what the instrument allows for one. many_unknown: at least 30 % of what was
asked is "don't know". many_missing: at least half of what was asked was left open.
"""

ANSWERS_NEEDED: Final = 10
"""Answers (for the last two codes: questions asked) below which nothing is said of a response."""
LEVELS_NEEDED: Final = 3
RUN_SHARE: Final = 0.5
LOW_VARIABILITY: Final = 0.075
"""Of the scale's width: 0.3 levels of 1-5, as with nine of ten answers alike and the tenth a level away."""
HIGHEST_SHARE: Final = 0.9
PLAUSIBLE_SHARE: Final = 0.2
UNKNOWN_SHARE: Final = 0.3
MISSING_SHARE: Final = 0.5
_EXACT: Final = 1e-9
"""Thresholds are reached by exact counts; this keeps binary fractions from missing them."""

_COUNTS: Final = frozenset({"n", "run", "asked"})

Figures = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """How each rater used the levels as ticked; arrays have shape (n_raters,).

    `run` is the longest string of equal answers in the order of the questionnaire (an asked question
    without a level ends it, one that was not asked does not), `level` the commonest answer (the lower of a
    tie) and `share` its share, `variability` the standard deviation of the answers in levels (divisor n).
    """

    n: IntArray
    run: IntArray
    level: IntArray
    share: FloatArray
    variability: FloatArray


def patterns(matrix: AnswerMatrix) -> Pattern:
    """Describe the use of levels; a rater without answers has zeros and the lowest level.

    Long-string index: Johnson (2005). Intra-individual response variability: Dunn, Heggestad, Shanock and
    Theilgard (2018).
    """
    levels, answered = matrix.as_asked(), matrix.answered
    scale = range(matrix.low, matrix.high + 1)
    counts = np.stack([((levels == level) & answered).sum(axis=1) for level in scale], axis=1)
    n = counts.sum(axis=1)
    divisor = np.maximum(n, 1)
    commonest = counts.argmax(axis=1)
    steps = np.array(scale, dtype=np.float64)
    mean = counts @ steps / divisor
    squares = (counts * (steps - mean[:, None]) ** 2).sum(axis=1) / divisor
    return Pattern(
        n=n,
        run=_longest_runs(levels, answered, matrix.asked),
        level=commonest + matrix.low,
        share=counts.max(axis=1) / divisor,
        variability=np.sqrt(squares),
    )


def _longest_runs(levels: LevelArray, answered: BoolArray, asked: BoolArray) -> IntArray:
    """Longest string of equal answers of each rater, over all raters at once."""
    rater = np.repeat(np.arange(len(asked)), asked.sum(axis=1))
    given, value = answered[asked], levels[asked]
    goes_on = (np.diff(rater) == 0) & (np.diff(value) == 0) & given[1:] & given[:-1]
    starts = np.flatnonzero(np.concatenate(([True], ~goes_on))) if len(rater) else np.zeros(0, np.int64)
    lengths = np.diff(np.append(starts, len(rater)))
    best = np.zeros(len(asked), dtype=np.int64)
    np.maximum.at(best, rater[starts], np.where(given[starts], lengths, 0))
    return best


def response_flags(
    instrument: Instrument, responses: tuple[Response, ...], seconds: Mapping[str, float], mode: WaveMode
) -> tuple[AnswerFlag, ...]:
    """Flag responses, in their order and for each in the order of `CODES`.

    Parameters
    ----------
    instrument : the questionnaire; `seconds_per_item` is what an item is expected to take.
    responses : submitted ones.
    seconds : median seconds an item took, by id of the response; one that is absent is not judged by time.
    mode : in a wave that is not named flags carry no role and no counts (how much somebody was asked would
        tell the role), come in the order of the ids, and under five responses there are none.

    Returns
    -------
    Flags with the figures that fired: shares 0-1, seconds, levels as ticked, counts.

    Raises
    ------
    ValueError, AnswerNotAllowed
        A response does not fit the instrument.

    Notes
    -----
    Straight-lining: a longest run of at least half of the answers (Curran 2016) and of at least ten, or a
    variability of at most 0.075 of the scale's width (the index of Dunn et al. 2018; the cut is judgement).
    Speeding: below 20 % of the expected time, the normative threshold NT20 (Wise and Kuhfeld 2020), which is
    4 s for an item of 20 s: the time in which an average reader gets through about half of its words.
    """
    private = mode != NAMED
    if not responses or (private and len(responses) < GROUP_NEEDED):
        return ()
    ordered = tuple(sorted(responses, key=lambda r: r.id)) if private else responses
    fired = _fired(instrument, ordered, seconds)
    return tuple(
        AnswerFlag(response.id, "", code, _without_counts(fired[row, code]))
        if private
        else AnswerFlag(response.id, response.role, code, fired[row, code])
        for row, response in enumerate(ordered)
        for code in CODES
        if (row, code) in fired and not (code == STRAIGHT_LINING and (row, ALL_HIGHEST) in fired)
    )


def _fired(
    instrument: Instrument, responses: tuple[Response, ...], seconds: Mapping[str, float]
) -> dict[tuple[int, str], Figures]:
    """Make all checks; figures by place of the response and code."""
    matrix = answer_matrix(instrument, responses)
    found = patterns(matrix)
    checks = (
        _highest(matrix),
        _straight(matrix, found),
        _fast(responses, found.n, seconds, PLAUSIBLE_SHARE * instrument.seconds_per_item),
        _open_cells(matrix, MANY_UNKNOWN, matrix.unknown, UNKNOWN_SHARE),
        _open_cells(matrix, MANY_MISSING, matrix.missing, MISSING_SHARE),
    )
    return {(row, code): figures for check in checks for row, code, figures in check}


def _without_counts(figures: Figures) -> Figures:
    return tuple((name, value) for name, value in figures if name not in _COUNTS)


Fired = Iterator[tuple[int, str, Figures]]


def _highest(matrix: AnswerMatrix) -> Fired:
    """Praise throughout, which says more than a straight line at the top: it follows the keying."""
    n = matrix.answered.sum(axis=1)
    top = ((matrix.levels == matrix.high) & matrix.answered).sum(axis=1)
    for row in np.flatnonzero((n >= ANSWERS_NEEDED) & (top + _EXACT >= HIGHEST_SHARE * n)):
        yield (
            int(row),
            ALL_HIGHEST,
            (("share", float(top[row] / n[row])), ("n", float(n[row])), ("level", float(matrix.high))),
        )


def _straight(matrix: AnswerMatrix, found: Pattern) -> Fired:
    width = matrix.high - matrix.low
    if width + 1 < LEVELS_NEEDED:
        return
    long = (found.run >= ANSWERS_NEEDED) & (found.run >= RUN_SHARE * found.n)
    flat = found.variability <= LOW_VARIABILITY * width + _EXACT
    for row in np.flatnonzero((found.n >= ANSWERS_NEEDED) & (long | flat)):
        yield (
            int(row),
            STRAIGHT_LINING,
            (
                ("run", float(found.run[row])),
                ("n", float(found.n[row])),
                ("share", float(found.share[row])),
                ("level", float(found.level[row])),
                ("variability", float(found.variability[row])),
            ),
        )


def _fast(responses: tuple[Response, ...], n: IntArray, seconds: Mapping[str, float], limit: float) -> Fired:
    for row, response in enumerate(responses):
        took = seconds.get(response.id)
        if took is not None and took < limit and n[row] >= ANSWERS_NEEDED:
            yield row, SPEEDING, (("seconds", took), ("limit", limit), ("n", float(n[row])))


def _open_cells(matrix: AnswerMatrix, code: str, cells: BoolArray, threshold: float) -> Fired:
    asked, n = matrix.asked.sum(axis=1), cells.sum(axis=1)
    for row in np.flatnonzero((asked >= ANSWERS_NEEDED) & (n + _EXACT >= threshold * asked)):
        share = float(n[row] / asked[row])
        yield int(row), code, (("share", share), ("n", float(n[row])), ("asked", float(asked[row])))
