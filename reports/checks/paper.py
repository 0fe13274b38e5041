"""Checks of what lies on the paper, measured by the ink that PDFium sees: overlaps, margins, boxes.

Ink is the smallest rectangle around the drawn shapes of a text. The blank half of full-width punctuation is
no ink, so it may reach over a margin or into a neighbour; a superscript stands beside its base, not over it.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from pypdfium2 import raw

from reports import theme
from reports.checks.finding import MOST, Finding

SIDE: Final = 40.0
"""No text comes nearer to the left or right edge of the paper than this (points)."""
END: Final = 12.0
"""Likewise at the top and bottom."""
HANG: Final = 1.5
"""Ink may stand this far over the edge of its column or zone: quotation marks do."""
TOUCH: Final = 0.5
"""Two texts overlap if their ink shares more than this in both directions (points)."""
BOX_LEAST: Final = 8.0
"""A drawn rectangle lower or narrower than this is a bar or a rule, not a box for text."""
BOX_MOST: Final = 80.0
"""A drawn rectangle taller than this is a field of a chart, which labels may leave."""
ROOM: Final = 2.0
"""A box is taller than its text by at least this; marks that are not may be written across."""
STANDS: Final = 0.3
"""A text of which more than this share is outside of a rectangle is written across it, not in it."""
SHOWN: Final = 24
"""Characters by which a finding names a text."""
STRAIGHT: Final = 6
"""A path of at most so many straight segments may be a rectangle."""

Boxes = NDArray[np.float64]
"""Shape (n, 4): left, top, right, bottom in points, y down from the upper edge of the paper."""


@dataclass(frozen=True, slots=True)
class Ink:
    """What was found on one page: ink of texts and frames of rectangles, with handles of the texts."""

    texts: Boxes
    boxes: Boxes
    handles: tuple[Any, ...]
    unmarked: int
    """Texts that no tag encloses."""


def ink_of(page: Any) -> Ink:  # noqa: ANN401  (PDFium's binding has no types)
    """Measure what is drawn on a page."""
    height = page.get_height()
    corners = tuple(ctypes.c_float() for _ in range(4))
    texts, boxes, handles = [], [], []
    unmarked = 0
    for place in range(raw.FPDFPage_CountObjects(page.raw)):
        drawn = raw.FPDFPage_GetObject(page.raw, place)
        kind = raw.FPDFPageObj_GetType(drawn)
        if kind not in (raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH):
            continue
        raw.FPDFPageObj_GetBounds(drawn, *corners)
        left, bottom, right, top = (corner.value for corner in corners)
        frame = (left, height - top, right, height - bottom)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            unmarked += raw.FPDFPageObj_CountMarks(drawn) == 0
            if right > left and top > bottom:
                texts.append(frame)
                handles.append(drawn)
        elif right - left >= BOX_LEAST and BOX_LEAST <= top - bottom <= BOX_MOST and _rectangular(drawn):
            boxes.append(frame)
    return Ink(_rows(texts), _rows(boxes), tuple(handles), unmarked)


def _rows(frames: list[tuple[float, float, float, float]]) -> Boxes:
    return np.array(frames, dtype=np.float64).reshape(-1, 4)


def _rectangular(path: Any) -> bool:  # noqa: ANN401
    """Whether a path is a rectangle: a few straight segments, each along an axis."""
    count = raw.FPDFPath_CountSegments(path)
    if count > STRAIGHT:
        return False
    x, y = ctypes.c_float(), ctypes.c_float()
    before: tuple[float, float] | None = None
    for place in range(count):
        segment = raw.FPDFPath_GetPathSegment(path, place)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_BEZIERTO:
            return False
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        here = (x.value, y.value)
        if before is not None and here[0] != before[0] and here[1] != before[1]:
            return False
        before = here
    return bool(count >= 4)  # noqa: PLR2004 - corners


def words_of(handle: Any, text_page: Any) -> str:  # noqa: ANN401
    """Read the text of one object, to name it in a finding."""
    length = raw.FPDFTextObj_GetText(handle, text_page.raw, None, 0)
    buffer = ctypes.create_string_buffer(max(length, 2))
    raw.FPDFTextObj_GetText(
        handle, text_page.raw, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length
    )
    return buffer.raw[: max(length - 2, 0)].decode("utf-16-le", "replace").strip()[:SHOWN]


def overlaps(ink: Ink, number: int, text_page: Any) -> Iterator[Finding]:  # noqa: ANN401
    """Find texts that are printed over each other."""
    for first, second in islice(_pairs(ink.texts), MOST):
        one, other = ink.texts[first], ink.texts[second]
        wide = min(one[2], other[2]) - max(one[0], other[0])
        tall = min(one[3], other[3]) - max(one[1], other[1])
        names = [words_of(ink.handles[place], text_page) for place in (first, second)]
        yield Finding("text_overlap", number, f"{' | '.join(names)} ({wide:.1f} x {tall:.1f})")


def _pairs(texts: Boxes) -> Iterator[tuple[int, int]]:
    """Yield places of texts that share ink: from the top down, each against those that begin beside it."""
    order = np.argsort(texts[:, 1], kind="stable").tolist()
    frames = texts[order].tolist()
    for first, (left, _, right, bottom) in enumerate(frames):
        for second in range(first + 1, len(frames)):
            other = frames[second]
            if other[1] >= bottom - TOUCH:
                break
            if other[0] < right - TOUCH and other[2] > left + TOUCH and other[3] > other[1] + TOUCH:
                yield order[first], order[second]


def off_paper(ink: Ink, size: tuple[float, float], number: int) -> Iterator[Finding]:
    """Find text that comes too near to the edge of the paper."""
    left, top, right, bottom = ink.texts.T
    width, height = size
    off = (left < SIDE) | (right > width - SIDE) | (top < END) | (bottom > height - END)
    for place in np.flatnonzero(off)[:MOST]:
        yield Finding("outside_page", number, _told(ink.texts[place]))


def off_column(ink: Ink, number: int, text_page: Any) -> Iterator[Finding]:  # noqa: ANN401
    """Find text outside the margins, or in the gaps between head, content and foot.

    Each text belongs to the zone in which its middle lies: above the rule of the head, below the rule of the
    foot, or between.
    """
    left, top, right, bottom = ink.texts.T
    middle = (top + bottom) / 2
    head, foot = middle < theme.HEADER_RULE, middle > theme.FOOTER_RULE
    highest = np.select([head, foot], [END, theme.FOOTER_RULE], theme.HEADER_RULE)
    lowest = np.select([head, foot], [theme.HEADER_RULE, theme.PAGE_HEIGHT - END], theme.CONTENT_BOTTOM)
    off = (left < theme.MARGIN - HANG) | (right > theme.PAGE_WIDTH - theme.MARGIN + HANG)
    off |= (top < highest) | (bottom > lowest + np.where(head | foot, 0.0, HANG))
    for place in np.flatnonzero(off)[:MOST]:
        name = words_of(ink.handles[place], text_page)
        yield Finding("outside_margin", number, f"{name} ({_told(ink.texts[place])})")


def off_box(ink: Ink, number: int, text_page: Any) -> Iterator[Finding]:  # noqa: ANN401
    """Find text that runs over the side of the box that it stands in.

    A text stands in the smallest drawn rectangle that holds its middle and is taller than it.
    """
    if not len(ink.boxes) or not len(ink.texts):
        return
    text, box = ink.texts[:, None, :], ink.boxes[None, :, :]
    across, down = (text[..., 0] + text[..., 2]) / 2, (text[..., 1] + text[..., 3]) / 2
    holds = (box[..., 0] <= across) & (across <= box[..., 2])
    holds &= (text[..., 1] >= box[..., 1]) & (text[..., 3] <= box[..., 3]) & (down <= box[..., 3])
    holds &= box[..., 3] - box[..., 1] >= text[..., 3] - text[..., 1] + ROOM
    area = np.where(holds, (box[..., 2] - box[..., 0]) * (box[..., 3] - box[..., 1]), np.inf)
    nearest = area.argmin(axis=1)
    frame = ink.boxes[nearest]
    over = np.maximum(frame[:, 0] - ink.texts[:, 0], ink.texts[:, 2] - frame[:, 2])
    standing = holds.any(axis=1) & (over < STANDS * (ink.texts[:, 2] - ink.texts[:, 0]))
    for place in np.flatnonzero(standing & (over > TOUCH))[:MOST]:
        yield Finding("outside_box", number, f"{words_of(ink.handles[place], text_page)} ({over[place]:.1f})")


def _told(box: Boxes) -> str:
    return " ".join(f"{edge:.0f}" for edge in box)
