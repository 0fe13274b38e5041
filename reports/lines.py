"""Breaking text into lines: Chinese without 禁则 faults, Latin words, addresses and numbers with units whole.

The breaker finds the places where a line may end (`_TOKEN` matches what must stay together), then fills lines
greedily from prefix sums of the measured widths. Only a piece wider than the whole line is cut inside.
Rules: GB/T 15834 and W3C "Requirements for Chinese Text Layout" (clreq), section on line breaking.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Final

from reports.scene import Label, Weight
from reports.text import BLANK_LEFT, BLANK_RIGHT, HALF, clean, latin_forms, squeezes, steps
from reports.theme import SHRINK_FLOOR

NOT_AT_START: Final = BLANK_RIGHT + "］｝〗％‰℃°…—–·～／々ー,.;:!?)]}%/~"
NOT_AT_END: Final = BLANK_LEFT + "［｛〖¥￥£€$([{#№"

_LATIN_CLOSERS: Final = "\ue019\ue01d\ue026"
_LATIN_OPENERS: Final = "\ue018\ue01c"
"""Quotes and ellipses in their Latin-width forms, see `reports.fonts.PROPORTIONAL`."""

_UNITS_ZH: Final = (
    "个百分点|个工作日|个月|小时|分钟|季度|万元|亿元|万人|人天"
    "|[万亿千百元天日月年周人个项家级分点次条名位倍件单题款岁页号组期轮步场套张章节成]"
)
_UNITS_EN: Final = (
    r"(?:(?:person-)?days?|weeks?|months?|quarters?|years?|hours?"
    r"|people|points?|posts?|merchants?|million|pp|January|February|March|April|May|June|July|August"
    r"|September|October|November|December)\b"
)
_RUN: Final = r"A-Za-z0-9\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff.,:;+&@%~=?!_'’*<>|^\\\"\ue019\ue01d\ue026"
_CLOSE_ASCII: Final = r"[,.;:!?)\]}%/~](?![A-Za-z0-9])|%"


def _class(characters: str) -> str:
    """Regular-expression character class."""
    return "[" + "".join("\\" + c if c in r"\]^-[" else c for c in characters) + "]"


_CLOSERS: Final = NOT_AT_START + _LATIN_CLOSERS
_OPENERS: Final = NOT_AT_END + _LATIN_OPENERS
_CLOSE: Final = _class("".join(c for c in _CLOSERS if not c.isascii()))
_TOKEN: Final = re.compile(
    rf"""
    (?:{_class(_OPENERS)}[ ]?)*                           # openers hold what follows
    (?:
      https?://[!-~]+                                     # addresses stay whole
    | (?:(?:第|[≥≤±≈＞＜=<>×–-])[ ]?(?=\d))?               # signs hold the number that follows
      (?:[{_RUN}]|[-/](?![A-Za-z]{{3}})|[#${_LATIN_OPENERS}](?=[A-Za-z0-9]))+[-/]?  # Latin words, numbers
      (?:[ ]?[=≥≤±≈×–][ ]?\d[\d.,%]*[A-Za-z]*)?           # n = 412, 1M–5M
      (?:(?<=[0-9%])[ ]?(?:{_UNITS_ZH}))?                 # 12 个月
      (?:(?<=[0-9%])[ ](?={_UNITS_EN})[A-Za-z-]+)?           # 90 days
    | [^ ]
    )
    (?:[ ]?{_CLOSE}|{_CLOSE_ASCII})*                      # closers hold on to what precedes
    [ ]?
    """,
    re.VERBOSE,
)
_GOOD_CUT: Final = frozenset("/?&=-_.")
_PAUSES: Final = (("，；：。！？,;:", 0.45), ("、—", 0.25), ("的了", 0.35))
_PAIRS: Final = ("“”", "（）", "《》", "()")
INSIDE: Final = -0.3
"""A title parted inside quotes or brackets reads badly."""
EVEN_ENOUGH: Final = 0.4
"""The shorter of two title lines is at least this share of the longer."""
LONELY: Final = 2.1
"""A last line narrower than this (em) looks lost."""
EPSILON: Final = 1e-6


class _Measure:
    """Prefix sums over one text: the width of any stretch in constant time."""

    def __init__(self, text: str, weight: Weight) -> None:
        self.text = latin_forms(text)
        squeezed = squeezes(self.text)
        self.sums = [0.0, *accumulate(steps(self.text, weight, squeezed))]
        self.breaks = [m.end() for m in _TOKEN.finditer(self.text)]
        self.break_sums = [self.sums[b] for b in self.breaks]
        self.squeezed = dict(squeezed)

    def width(self, start: int, end: int) -> float:
        """Width in em of the line ``text[start:end]`` without its end blanks."""
        text = self.text
        while end > start and text[end - 1] == " ":
            end -= 1
        if end == start:
            return 0.0
        total = self.sums[end] - self.sums[start] + self.squeezed.get(start, 0.0)
        if text[start] in BLANK_LEFT:
            total -= HALF
        return total - HALF if text[end - 1] in BLANK_RIGHT else total

    def after(self, start: int, room: float) -> int:
        """Where the line that begins at `start` and has `room` em ends."""
        index = bisect_right(self.break_sums, self.sums[start] + room + 2.0) - 1
        while index >= 0 and self.breaks[index] > start:
            if self.width(start, self.breaks[index]) <= room + EPSILON:
                return self.breaks[index]
            index -= 1
        return self._cut(start, self.breaks[index + 1], room)

    def _cut(self, start: int, end: int, room: float) -> int:
        """Cut a piece wider than the line: after a slash if one is near, else between harmless characters."""
        last = start + 1
        while last < end and self.width(start, last + 1) <= room + EPSILON:
            last += 1
        places = range(last, start, -1)
        near = [p for p in places if self.text[p - 1] in _GOOD_CUT and p - start > (last - start) // 2]
        fair = (p for p in places if self.harmless(p))
        return near[0] if near and self.harmless(near[0]) else next(fair, last)

    def harmless(self, place: int) -> bool:
        """Tell whether a line may end before `place`."""
        if place >= len(self.text):
            return True
        return self.text[place] not in _CLOSERS and self.text[place - 1] not in _OPENERS


def _fill(measure: _Measure, room: float, indent: float) -> list[tuple[int, int]]:
    """Greedy lines as (start, end) places; the first line is `indent` em shorter."""
    spans: list[tuple[int, int]] = []
    start = 0
    while start < len(measure.text):
        end = measure.after(start, room - (0.0 if spans else indent))
        spans.append((start, end))
        start = end
    return spans


def _less_lonely(
    measure: _Measure, spans: list[tuple[int, int]], room: float, indent: float
) -> list[tuple[int, int]]:
    """Set the text a little narrower if that rescues a last line of one or two characters."""
    for less in (0.5, 1.0, 1.5, 2.0):
        other = _fill(measure, room - less, indent)
        if len(other) > len(spans):
            break
        if measure.width(*other[-1]) >= LONELY:
            return other
    return spans


@lru_cache(maxsize=4096)
def wrap(text: str, size: float, weight: Weight, width: float, indent: float = 0.0) -> tuple[str, ...]:
    """Break clean `text` into lines at most `width` points wide.

    Parameters
    ----------
    text
        Clean text; an empty text has no lines.
    size, weight
        Type size in points and weight.
    width, indent
        Room in points; the first line has `indent` points less.

    Returns
    -------
    tuple of str
        Lines without blanks at their ends. Joined, they hold every character of the text except
        spaces at breaks.

    Examples
    --------
    >>> wrap("在编制补齐前追加预算，边际ROI预计低于 1.4。", 10.0, "regular", 100.0)
    ('在编制补齐前追加预', '算，边际ROI预计低', '于 1.4。')
    """
    measure = _Measure(text, weight)
    room = width / size
    spans = _fill(measure, room, indent / size)
    if len(spans) > 1 and measure.width(*spans[-1]) < LONELY:
        spans = _less_lonely(measure, spans, room, indent / size)
    return tuple(text[start:end].strip(" ") for start, end in spans)


@lru_cache(maxsize=4096)
def widest_piece(text: str, weight: Weight) -> float:
    """Width in em of the widest piece of clean `text` that a line break should not part.

    >>> round(widest_piece("题号是 CO1-1 的题目", "regular"), 2), widest_piece("题目", "regular")
    (2.84, 1.0)
    """
    measure = _Measure(text, weight)
    starts = [0, *measure.breaks[:-1]]
    pieces = zip(starts, measure.breaks, strict=False)
    return max((measure.width(start, end) for start, end in pieces), default=0.0)


@lru_cache(maxsize=512)
def balanced(text: str, size: float, weight: Weight, width: float) -> tuple[str, ...]:
    """Break a title so that its lines are of like length, after punctuation where that comes out even.

    >>> balanced("先补三项能力，再加投放预算", 20.0, "bold", 200.0)
    ('先补三项能力，', '再加投放预算')
    """
    lines = wrap(text, size, weight, width)
    if len(lines) < 2:  # noqa: PLR2004  (one line is balanced)
        return lines
    if len(lines) == 2 and (halves := _halves(text, size, weight, width)):  # noqa: PLR2004
        return halves
    low, high = width * 0.5, width
    for _ in range(7):
        middle = (low + high) / 2
        if len(wrap(text, size, weight, middle)) > len(lines):
            low = middle
        else:
            high = middle
    return wrap(text, size, weight, high)


def _halves(text: str, size: float, weight: Weight, width: float) -> tuple[str, str] | None:
    """Two lines of like length, parted where a reader would pause; None if no such pair fits."""
    measure = _Measure(text, weight)
    best: tuple[float, int] | None = None
    for place in measure.breaks[:-1]:
        first, second = measure.width(0, place) * size, measure.width(place, len(text)) * size
        share = min(first, second) / max(first, second, EPSILON)
        if max(first, second) > width or share < EVEN_ENOUGH:
            continue
        merit = share + _pause(text[:place].rstrip(" "))
        if best is None or merit > best[0]:
            best = (merit, place)
    return None if best is None else (text[: best[1]].strip(" "), text[best[1] :].strip(" "))


def _pause(head: str) -> float:
    """How welcome a line end after `head` is, on the scale of the ratio of line lengths."""
    if any(head.count(opener) > head.count(closer) for opener, closer in _PAIRS):
        return INSIDE
    return next((merit for ends, merit in _PAUSES if head[-1:] in ends), 0.0)


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines and the type size at which they fit."""

    lines: tuple[str, ...]
    size: float


def fit(text: str, size: float, weight: Weight, width: float, most: int = 1) -> Fitted:
    """Set clean `text` in at most `most` lines, shrinking to 85 %; what needs more lines gets them.

    Returns
    -------
    Fitted
        At the largest of the sizes 100, 95, 90, 85 % that keeps the text within `most` lines, else at 85 %.

    Examples
    --------
    >>> fit("十个汉字宽一百点整哦", 10.0, "regular", 90.0)
    Fitted(lines=('十个汉字宽一百点整哦',), size=9.0)
    """
    lines: tuple[str, ...] = ()
    for share in (1.0, 0.95, 0.9, SHRINK_FLOOR):
        lines = wrap(text, size * share, weight, width)
        if len(lines) <= most:
            return Fitted(lines, size * share)
    return Fitted(lines, size * SHRINK_FLOOR)


def label_lines(label: Label) -> Fitted:
    """Set a label: one line, shrunk to 85 % if its room is too narrow, then broken.

    >>> label_lines(Label(0.0, 0.0, "十个汉字", 10.0)).lines
    ('十个汉字',)
    """
    text = clean(label.text)
    if label.width is None or not text:
        return Fitted((text,) if text else (), label.size)
    return fit(text, label.size, label.weight, label.width)
