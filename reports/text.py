"""The one door for strings: cleaned, measured, and split into what the fonts can draw.

Nothing here understands markup, so no text can become any: a ``<b>`` in a merchant's name is five
characters. Widths are in em (multiples of the type size) and already know two habits of good Chinese setting:
neighbouring full-width punctuation closes up by half an em, and the blank half of punctuation at either end
of a line does not count.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from reports.fonts import PROPORTIONAL, advances
from reports.scene import Weight

NAME_LIMIT: Final = 80
LINE_LIMIT: Final = 400
TEXT_LIMIT: Final = 4000
GETA: Final = "〓"
"""Stands for a character that the fonts lack; the report lists each in `missing_glyphs`."""
HALF: Final = 0.5
"""Blank half of full-width punctuation, in em."""
DOT_SIDE: Final = 0.27
"""What a middle dot between spaces gives up on either side, in em: the font draws it one em wide."""

BLANK_RIGHT: Final = "，。、；：！？）》〉」』】〕”’"
BLANK_LEFT: Final = "（《〈「『【〔“‘"

_BREAKS: Final = re.compile(r"[\s\x85\u2028\u2029]+")
_SUSPECT: Final = re.compile(r"[^ -~\u4e00-\u9fff，。、；：！？（）《》“”·…—％]")
_DROPPED: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me"})
_WIDE: Final = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_APOSTROPHE: Final = re.compile(r"(?<=[A-Za-z0-9])’(?=[A-Za-z])")
_LATIN_FORMS: Final = {true: private for private, true in PROPORTIONAL.items()}
_SPACED_DOT: Final = re.compile(r"(?<= )[·•](?= )|(?<= [·•]) ")
_SQUEEZABLE: Final = re.compile(f"[{BLANK_RIGHT}{BLANK_LEFT}·•]")
_SQUEEZED: Final = re.compile(
    f"(?<=[{BLANK_RIGHT}])[{BLANK_RIGHT}{BLANK_LEFT}]|(?<=[{BLANK_LEFT}])[{BLANK_LEFT}]"
)


@lru_cache(maxsize=4096)
def clean(text: str, limit: int = TEXT_LIMIT) -> str:
    r"""Return `text` as one line of characters that may be drawn.

    Canonical composition (NFC); controls, bidirectional and zero-width characters, lone surrogates, private
    and unassigned code points and loose combining marks are dropped; any run of white space becomes one
    space; what is longer than `limit` characters ends in ``…``.

    Examples
    --------
    >>> clean(" 旗\u200b舰\u202e店\x00 <b>A&B</b>\n二店 ")
    '旗舰店 <b>A&B</b> 二店'
    >>> clean("一二三四五", limit=3)
    '一二…'
    """
    text = text[: 4 * limit]
    if _SUSPECT.search(text):
        composed = unicodedata.normalize("NFC", text.encode("utf-8", "ignore").decode("utf-8"))
        spaced = _BREAKS.sub(" ", composed)
        text = "".join(c for c in spaced if unicodedata.category(c) not in _DROPPED)
    text = _BREAKS.sub(" ", text).strip(" ")
    return text if len(text) <= limit else text[: limit - 1] + "…"


class _Widths(dict[str, float]):
    """Advance widths; a character that the font lacks is as wide as the 〓 drawn in its place."""

    def __missing__(self, character: str) -> float:
        return 1.0


@cache
def _widths(weight: Weight) -> _Widths:
    return _Widths(advances(weight))


def latin_forms(text: str) -> str:
    """Replace quotes and ellipses by their Latin-width glyphs where the surrounding text is Latin.

    The font draws ``“ ” ’ …`` one em wide, which is right in Chinese only. The result is for measuring
    and drawing, never for storing.

    >>> latin_forms("它’s") == "它’s", latin_forms("the shop’s “plan”").isprintable()
    (True, False)
    """
    if not _WIDE.search(text):
        return text.translate(_LATIN_FORMS)
    return _APOSTROPHE.sub(chr(_LATIN_FORMS[ord("’")]), text)


def squeezes(text: str) -> list[tuple[int, float]]:
    """Places where a character moves left towards the one before it, and by how much (em)."""
    if not _SQUEEZABLE.search(text):
        return []
    found = [(pair.start(), HALF) for pair in _SQUEEZED.finditer(text)]
    found += [(place.start(), DOT_SIDE) for place in _SPACED_DOT.finditer(text)]
    return sorted(found)


def steps(text: str, weight: Weight) -> list[float]:
    """Advance of each character of `text` (em), with neighbouring punctuation closed up.

    `text` has Latin forms already. The sum is the width of the text set in the middle of a line.
    """
    widths = _widths(weight)
    result = [widths[c] for c in text]
    for place, amount in squeezes(text):
        result[place] -= amount
    return result


def trimmed(text: str) -> float:
    """Blank at both ends of a line that does not count, in em."""
    lead = HALF if text[:1] in BLANK_LEFT and text else 0.0
    return lead + (HALF if text[-1:] in BLANK_RIGHT and text else 0.0)


@lru_cache(maxsize=8192)
def em(text: str, weight: Weight = "regular") -> float:
    """Width of one line of clean text in em.

    >>> em("中文"), em("（中文）"), round(em("GMV 12%"), 2)
    (2.0, 3.0, 4.33)
    """
    shown = latin_forms(text)
    return sum(steps(shown, weight)) - trimmed(shown)


def width(text: str, size: float, weight: Weight = "regular") -> float:
    """Width of one line of clean text in points."""
    return em(text, weight) * size


@dataclass(frozen=True, slots=True)
class Run:
    """Characters drawn without interruption, `offset` em right of the start of the line."""

    offset: float
    text: str


@dataclass(frozen=True, slots=True)
class Drawable:
    """A line ready for the canvas: its runs, its width in em, and the characters that the fonts lack."""

    runs: tuple[Run, ...]
    width: float
    missing: tuple[str, ...]


@lru_cache(maxsize=4096)
def drawable(text: str, weight: Weight) -> Drawable:
    """Split one line of clean text into runs of glyphs that exist.

    >>> drawable("🚀店", "bold")
    Drawable(runs=(Run(offset=0.0, text='〓店'),), width=2.0, missing=('🚀',))
    """
    shown = latin_forms(text)
    moves = steps(shown, weight)
    known: Mapping[str, float] = _widths(weight)
    missing = tuple(dict.fromkeys(c for c in shown if c not in known))
    drawn = "".join(c if c in known else GETA for c in shown) if missing else shown
    x = -HALF if shown[:1] in BLANK_LEFT and shown else 0.0
    runs = []
    at = 0
    for cut, amount in squeezes(shown):
        runs.append(Run(x, drawn[at:cut]))
        x += sum(moves[at:cut]) - amount
        moves[cut] += amount
        at = cut
    runs.append(Run(x, drawn[at:]))
    return Drawable(tuple(runs), em(text, weight), missing)
