"""One respondent's answers: a vector of small integers, one per item of the instrument.

A stored byte is a level of the scale, or one of three codes. None of the codes is ever read as 0
points: missing and unknown leave the mean and are counted, N/A is structural.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from assessment.domain.errors import AnswerNotAllowed
from assessment.domain.instrument import Form, Instrument
from assessment.domain.text import Locale

MISSING: Final = 0
UNKNOWN: Final = 254
NOT_APPLICABLE: Final = 255

COMMENT_LIMIT: Final = 800
REASON_LIMIT: Final = 500
"""Characters of the reason why a response is left out."""


@dataclass(frozen=True, slots=True)
class ItemNote:
    """What a respondent typed beside one answer."""

    item_id: str
    comment: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """One respondent's set of answers. `answers` has one byte per item of the instrument."""

    id: str
    wave_id: str
    role: str
    form: Form
    locale: Locale
    answers: bytes
    revision: int
    started_at: datetime
    submitted_at: datetime | None = None
    receipt: str | None = None
    respondent: str = ""
    notes: tuple[ItemNote, ...] = ()


def blank_answers(instrument: Instrument) -> bytes:
    """Vector of a response in which nothing was answered yet."""
    return bytes(len(instrument.items))


def with_answer(instrument: Instrument, answers: bytes, item_id: str, value: int) -> bytes:
    """Return the vector with one answer changed.

    Parameters: value is a level of the scale, UNKNOWN, NOT_APPLICABLE (only where the item offers
    it) or MISSING (takes the answer back).
    Raises: UnknownItem; AnswerNotAllowed.
    """
    item = instrument.item(item_id)
    legal = value in (MISSING, UNKNOWN) or value in instrument.scale.levels
    if not legal and not (value == NOT_APPLICABLE and item.not_applicable):
        raise AnswerNotAllowed(item_id=item_id, value=value)
    position = instrument.index[item_id]
    return answers[:position] + bytes([value]) + answers[position + 1 :]
