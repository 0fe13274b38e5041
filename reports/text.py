"""The one door for strings: cleaned, capped in plain sight, measured, and split into what the fonts can draw.

Nothing here understands markup, so no text can become any: a ``<b>`` in a merchant's name is five
characters. Widths are in em (multiples of the type size) and already know two habits of good Chinese setting:
neighbouring full-width punctuation closes up by half an em, and the blank half of punctuation at either end
of a line does not count.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from reports.fonts import NAMES, PROPORTIONAL, advances, fallback
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

ENOUGH: Final = 4
"""Characters read for each one that a limit allows, so that a flood of invisible ones costs little."""

_BREAKS: Final = re.compile(r"[\s\x85\u2028\u2029]+")
_SUSPECT: Final = re.compile(r"[^ -~\u4e00-\u9fff，。、；：！？（）《》“”·…—％]")
_DROPPED: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Mn", "Me"})
_NO_INK: Final = re.compile(
    "[\u115f\u1160\u3164\uffa0\u2800\ufdd0-\ufdef"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)
"""Letters without ink, and noncharacters."""
_TONE: Final = re.compile("(?<=[\u2600-\u27bf\U0001f000-\U0001faff])[\U0001f3fb-\U0001f3ff]")
"""Skin tone of the emoji before it: one colour has none."""
_CUT: Final = re.compile("(?<!…)…(?!…)")
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
    code points, noncharacters, loose combining marks and skin tones of emoji are dropped; any run of white
    space becomes one space; what is longer than `limit` characters ends in ``…``, see `is_shortened`.

    Examples
    --------
    >>> clean(" 旗\u200b舰\u202e店\x00 <b>A&B</b>\n二店 ")
    '旗舰店 <b>A&B</b> 二店'
    >>> clean("一二三四五", limit=3)
    '一二…'
    """
    head = text[: ENOUGH * limit]
    tidy = _tidied(head)
    if len(tidy) <= limit and (len(head) == len(text) or not _tidied(text[len(head) :])):
        return tidy
    return tidy[: limit - 1].rstrip(" ") + "…"


def legible(text: str) -> str:
    r"""Return `text` as it is if anything of it can be drawn, else "": what stands in for it is printed then.

    >>> legible(" 店 "), legible("\u200b \x00")
    (' 店 ', '')
    """
    return text if clean(text) else ""


def is_shortened(line: str) -> bool:
    """Tell whether a drawn line holds the mark of a cut: one ``…`` alone.

    Nothing in a report is written with it (Chinese omissions take two), so a line that holds one was cut by a
    limit or by the room in a chart, or somebody typed it. Reports list these lines in their `shortened`.

    >>> is_shortened("很长的名…"), is_shortened("对吗……对"), is_shortened("短")
    (True, False, False)
    """
    return "…" in line and _CUT.search(line) is not None


def _tidied(text: str) -> str:
    """Drop what may not be drawn and close up white space."""
    if _SUSPECT.search(text):
        composed = unicodedata.normalize("NFC", text.encode("utf-8", "ignore").decode("utf-8"))
        spaced = _NO_INK.sub("", _BREAKS.sub(" ", composed))
        inked = "".join(c for c in spaced if unicodedata.category(c) not in _DROPPED)
        text = unicodedata.normalize("NFC", _TONE.sub("", inked))  # neighbours may be new ones
    return _BREAKS.sub(" ", text).strip(" ")


class _Widths(dict[str, float]):
    """Advance widths; a rare character is as wide as a fallback font draws it, or as the 〓 in its place."""

    def __missing__(self, character: str) -> float:
        found = fallback(character)
        return found[1] if found else 1.0


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


def steps(text: str, weight: Weight, squeezed: Iterable[tuple[int, float]] | None = None) -> list[float]:
    """Advance of each character of `text` (em), with neighbouring punctuation closed up.

    `text` has Latin forms already. The sum is the width of the text set in the middle of a line. Whoever
    knows the `squeezes` of the text hands them in.
    """
    result = list(map(_widths(weight).__getitem__, text))
    for place, amount in squeezes(text) if squeezed is None else squeezed:
        result[place] -= amount
    return result


def trimmed(text: str) -> float:
    """Blank at both ends of a line that does not count, in em."""
    lead = HALF if text[:1] in BLANK_LEFT and text else 0.0
    return lead + (HALF if text[-1:] in BLANK_RIGHT and text else 0.0)


@lru_cache(maxsize=4096)
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
    """Characters drawn without interruption in one font, `offset` em right of the start of the line."""

    offset: float
    text: str
    font: str


@dataclass(frozen=True, slots=True)
class Drawable:
    """A line ready for the canvas: its runs, its width in em, and the characters that no font draws."""

    runs: tuple[Run, ...]
    width: float
    missing: tuple[str, ...]


@lru_cache(maxsize=4096)
def drawable(text: str, weight: Weight) -> Drawable:
    """Split one line of clean text into runs of glyphs that exist.

    Each character is drawn by the main font, else by the first fallback font that has it, else as 〓.

    >>> drawable("店\U00020bb7", "bold")
    Drawable(runs=(Run(offset=0.0, text='店〓', font='NotoSansSCReport-Bold'),), width=2.0, missing=('𠮷',))
    """
    shown = latin_forms(text)
    squeezed = squeezes(shown)
    moves = steps(shown, weight, squeezed)
    wide = sum(moves) - trimmed(shown)
    main, known = NAMES[weight], _widths(weight).keys()
    rare = {} if known >= set(shown) else {c: fallback(c) for c in shown if c not in known}
    missing = tuple(c for c, found in rare.items() if found is None)
    drawn = shown.translate({ord(c): GETA for c in missing}) if missing else shown
    cuts = dict(squeezed)
    if len(rare) > len(missing):
        fonts = [found[0] if (found := rare.get(c)) else main for c in shown]
        cuts = {at: cuts.get(at, 0.0) for at in sorted({*cuts, *_seams(fonts)})}
    else:
        fonts = [main] * len(shown)
    x = -HALF if shown[:1] in BLANK_LEFT and shown else 0.0
    runs = []
    at = 0
    for cut, amount in cuts.items():
        runs.append(Run(x, drawn[at:cut], fonts[at]))
        x += sum(moves[at:cut]) - amount
        moves[cut] += amount
        at = cut
    runs.append(Run(x, drawn[at:], fonts[at] if fonts else main))
    return Drawable(tuple(runs), wide, missing)


def _seams(fonts: list[str]) -> Iterator[int]:
    """Places where a line goes over to another font."""
    return (at for at in range(1, len(fonts)) if fonts[at] != fonts[at - 1])
