"""Length of words before they are drawn: rough, without fonts, for choosing between wordings."""

import unicodedata
from collections.abc import Iterable
from typing import Final

TITLE_LINE: Final = 72
TITLE_ROOM: Final = 138
"""Half-widths in one and in two lines of a title at 20 pt, a ragged edge allowed for."""


def half_widths(text: str) -> int:
    """Length of a text in half-width characters; Han and full-width punctuation count two.

    >>> half_widths("差距39%"), half_widths("gap")
    (7, 3)
    """
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def first_fitting(wordings: Iterable[str]) -> str:
    """Return the first wording that fits two lines of a title, else the last one.

    >>> first_fitting(["x" * 200, "short", "shorter"])
    'short'
    """
    text = ""
    for text in wordings:
        if half_widths(text) <= TITLE_ROOM:
            return text
    return text
