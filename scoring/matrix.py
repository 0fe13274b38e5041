"""Responses as one integer matrix with masks: who said what, and why a cell is empty.

A cell is in exactly one of five states: answered, unknown, not applicable, missing (asked, left open) or
not asked. Only answered cells carry a level; no state is ever read as zero points.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from assessment.domain.errors import AnswerNotAllowed
from assessment.domain.instrument import Instrument
from assessment.domain.response import MISSING, NOT_APPLICABLE, UNKNOWN, Response
from scoring.arrays import BoolArray, LevelArray

_EMPTY_CODES: Final = (MISSING, UNKNOWN, NOT_APPLICABLE)


@dataclass(frozen=True, slots=True, eq=False)
class AnswerMatrix:
    """Keyed answers of one wave; every array has shape (n_raters, n_items).

    `levels` are keyed (a reverse item counts low + high - level) and meaningless outside `answered`.
    `asked` holds for items of the respondent's form and for items that were answered all the same.
    `reverse` has shape (n_items,); `roles` has one entry a rater.
    """

    levels: LevelArray
    answered: BoolArray
    unknown: BoolArray
    not_applicable: BoolArray
    missing: BoolArray
    asked: BoolArray
    reverse: BoolArray
    roles: tuple[str, ...]
    low: int
    high: int

    @property
    def n_raters(self) -> int:
        """Number of responses."""
        return len(self.roles)

    def rows(self, *roles: str) -> BoolArray:
        """Mask, shape (n_raters,), of respondents with one of the roles."""
        return np.array([role in roles for role in self.roles], dtype=np.bool_)

    def as_asked(self) -> LevelArray:
        """Levels as the respondents ticked them; keying twice is the identity."""
        return key_reverse(self.levels, self.reverse, self.low, self.high)


def key_reverse(levels: LevelArray, reverse: BoolArray, low: int, high: int) -> LevelArray:
    """Mirror the columns of reverse items within the scale.

    Parameters
    ----------
    levels : shape (n_raters, n_items), levels of the scale (empty cells may hold anything).
    reverse : shape (n_items,), which columns are mirrored.
    low, high : ends of the scale.

    Returns
    -------
    Array of the same shape; applying the function twice gives the input.

    Examples
    --------
    >>> key_reverse(np.array([[1, 2]], np.int16), np.array([True, False]), 1, 5)
    array([[5, 2]], dtype=int16)
    """
    return np.where(reverse, low + high - levels, levels).astype(np.int16)


def answer_matrix(instrument: Instrument, responses: tuple[Response, ...]) -> AnswerMatrix:
    """Stack the responses of one wave.

    Parameters
    ----------
    instrument : the questionnaire that every response answers.
    responses : at least one; order is kept but changes no score.

    Returns
    -------
    Masks and keyed levels, shape (n_raters, n_items).

    Raises
    ------
    ValueError
        A response does not have one byte per item.
    AnswerNotAllowed
        A byte is neither a level of the scale nor one of the three codes.
    """
    n_items = len(instrument.items)
    wrong = next((r for r in responses if len(r.answers) != n_items), None)
    if wrong is not None:
        raise ValueError(f"response {wrong.id}: expected {n_items} answers, got {len(wrong.answers)}")
    raw = np.frombuffer(b"".join(r.answers for r in responses), np.uint8).reshape(len(responses), n_items)
    low, high = instrument.scale.low, instrument.scale.high
    answered = (raw >= low) & (raw <= high) & (raw != MISSING)
    _check_codes(instrument, raw, answered)
    reverse = np.array([item.reverse for item in instrument.items], dtype=np.bool_)
    asked = _asked(instrument, responses) | (raw != MISSING)
    return AnswerMatrix(
        levels=key_reverse(raw.astype(np.int16), reverse, low, high),
        answered=answered,
        unknown=raw == UNKNOWN,
        not_applicable=raw == NOT_APPLICABLE,
        missing=asked & (raw == MISSING),
        asked=asked,
        reverse=reverse,
        roles=tuple(r.role for r in responses),
        low=low,
        high=high,
    )


def _check_codes(instrument: Instrument, raw: np.ndarray, answered: BoolArray) -> None:
    """Refuse bytes that mean nothing, naming the first."""
    illegal = ~answered & ~np.isin(raw, _EMPTY_CODES)
    if illegal.any():
        rater, item = np.argwhere(illegal)[0]
        raise AnswerNotAllowed(item_id=instrument.items[item].id, value=int(raw[rater, item]))


def _asked(instrument: Instrument, responses: tuple[Response, ...]) -> BoolArray:
    """Items that each respondent's form contains, shape (n_raters, n_items)."""
    forms = sorted({(r.role, r.form) for r in responses})
    table = np.zeros((len(forms), len(instrument.items)), dtype=np.bool_)
    for row, (role, form) in enumerate(forms):
        table[row, [instrument.index[item.id] for item in instrument.items_for(role, form)]] = True
    place = {key: row for row, key in enumerate(forms)}
    return table[[place[r.role, r.form] for r in responses]]
