"""How large the box of a post is, and how it is drawn."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Final

from reports import theme
from reports.charts.marks import CAP, Sketch, Style
from reports.charts.organization_inputs import OrganizationBox, OrganizationWords, PostMark
from reports.scene import Line, Polygon, Rect, Weight
from reports.text import NAME_LIMIT, clean, width

UNIT: Final = 4.0
"""Boxes are whole multiples of this high (points), so that layouts can count rows."""
TITLE: Final = 8.5
SMALL: Final = 8.0
PAD: Final = 7.0
TITLE_STEP: Final = 11.5
META: Final = 12.0
STRIP: Final = 11.0
MOST_TITLE: Final = 3
MOST_FLAG: Final = 3
TALL_SHARE: Final = 0.4
"""Where more titles than this need two lines, all boxes have room for two."""
BADGE: Final = 10.0
DASH: Final = (3.2, 2.2)
INKS: Final[Mapping[PostMark, str]] = {
    "": theme.PEER,
    "kept": theme.PEER,
    "changed": theme.NAVY,
    "new": theme.MERCHANT,
    "moved": theme.NAVY,
    "merged": theme.NAVY,
    "split": theme.NAVY,
    "dropped": theme.TARGET,
}


@dataclass(frozen=True, slots=True)
class Face:
    """A box before it has a place: its lines, and its height with (`height`) and without strips (`body`).

    `notes` lie in strips under the body; `more` says how many of them, at the end, are no warnings.
    """

    title: tuple[str, ...]
    notes: tuple[str, ...]
    width: float
    body: float
    height: float
    more: int = 0


def cut(text: str, size: float, weight: Weight, room: float, most: int) -> tuple[str, ...]:
    """Set a text at its full size in at most `most` lines; what is cut ends in ``…``."""
    return Style(size, weight=weight, most=most, shrink=False).set(text, room)[0]


def faces(
    boxes: Sequence[OrganizationBox], wide: float, more: Sequence[tuple[str, ...]] = ()
) -> tuple[Face, ...]:
    """Size boxes that are `wide` points wide: as high as most need, higher where a title or warning asks.

    Parameters
    ----------
    boxes
        In any order.
    wide
        Width of every box in points.
    more
        Notes in further strips, one tuple a box, or none.
    """
    titles = [cut(box.title, TITLE, "bold", wide - 2 * PAD, MOST_TITLE) for box in boxes]
    usual = 2 if sum(len(lines) > 1 for lines in titles) > len(titles) * TALL_SHARE else 1
    meta = META if any(box.subtitle or box.mark not in {"", "kept"} for box in boxes) else 0.0
    found = []
    for number, (box, title) in enumerate(zip(boxes, titles, strict=True)):
        flag = cut(box.flag, SMALL, "regular", wide - 2 * PAD - 10.0, MOST_FLAG)
        indent = 10.0 if flag else 0.0
        room = wide - 2 * PAD - indent
        told = more[number] if more else ()
        further = tuple(line for note in told for line in cut(note, SMALL, "regular", room, 2))
        body = 9.0 + max(len(title), usual) * TITLE_STEP + meta
        body = ceil(body / UNIT) * UNIT
        notes = (*flag, *further)
        tall = body + (ceil((len(notes) * STRIP + 3.0) / UNIT) * UNIT if notes else 0.0)
        found.append(Face(title, notes, wide, body, tall, len(further)))
    return tuple(found)


def widened(face: Face, wide: float) -> Face:
    """Return a face of another width whose lines are kept."""
    return replace(face, width=wide)


# ---- drawing ----


def draw_box(
    sketch: Sketch, at: tuple[float, float], face: Face, box: OrganizationBox, words: OrganizationWords
) -> None:
    """Draw one box with its left top corner at `at`."""
    x, y = at
    gone = box.mark == "dropped"
    fill = {"new": theme.MERCHANT_FAINT, "dropped": theme.PEER_FAINT}.get(box.mark, theme.WHITE)
    sketch.marks.append(Rect(x, y, face.width, face.height, fill, None, 0.0, 2.5))
    if face.notes:
        _strips(sketch, at, face)
    _border(sketch, at, face, box)
    ink = theme.MUTED if gone else theme.INK
    blank = face.body - len(face.title) * TITLE_STEP - _meta_height(box)
    line = y + blank / 2 + TITLE * 0.98
    for text in face.title:
        sketch.text((x + PAD, line), text, TITLE, ink, "bold")
        if gone:  # struck through: the post goes
            wide = width(text, TITLE, "bold")
            sketch.line((x + PAD, line - 3.0), (x + PAD + wide, line - 3.0), theme.TARGET, 0.7)
        line += TITLE_STEP
    _meta(sketch, (x, line), face, box, words)


def _meta_height(box: OrganizationBox) -> float:
    return META if box.subtitle or box.mark not in {"", "kept"} else 0.0


def _border(sketch: Sketch, at: tuple[float, float], face: Face, box: OrganizationBox) -> None:
    """Draw the outline: dashed where somebody else's staff works, thick where the post is new."""
    x, y = at
    ink = INKS[box.mark]
    thick = 1.5 if box.mark == "new" else 0.9
    if box.outsourced > 0 or box.mark == "dropped":
        corners = ((x, y), (x + face.width, y), (x + face.width, y + face.height), (x, y + face.height))
        for start, end in zip(corners, (*corners[1:], corners[0]), strict=True):
            sketch.marks.append(Line(*start, *end, ink, thick, DASH))
    else:
        sketch.marks.append(Rect(x, y, face.width, face.height, None, ink, thick, 2.5))
    if box.outsourced > 0:
        share_bar(sketch, (x + 1.0, y + face.body - 3.6), (face.width - 2.0, 3.0), box.outsourced)
    if box.mark not in {"", "kept"}:
        sketch.rect(x, y, 3.0, face.body, ink)


def share_bar(sketch: Sketch, at: tuple[float, float], size: tuple[float, float], share: float) -> None:
    """Draw a bar hatched up to a share of its length."""
    x, y = at
    long, tall = size[0] * min(share, 1.0), size[1]
    sketch.rect(x, y, long, tall, theme.PEER_BAND)
    offset = 0.0
    while offset + tall <= long:
        sketch.line((x + offset, y + tall), (x + offset + tall, y), theme.MUTED, 0.8)
        offset += 4.0


def _strips(sketch: Sketch, at: tuple[float, float], face: Face) -> None:
    """Draw the warning, and what is continued elsewhere, under the body."""
    x, y = at[0], at[1] + face.body
    split = len(face.notes) - face.more
    sketch.rect(x, y, face.width, face.height - face.body, theme.TARGET_FAINT if split else theme.PANEL, 2.0)
    if split:
        warning(sketch, x + PAD + 3.0, y + 7.2)
    for number, text in enumerate(face.notes):
        told = number < split
        place = (x + PAD + (10.0 if split else 0.0), y + 9.6 + number * STRIP)
        sketch.text(place, text, SMALL, theme.TARGET if told else theme.NAVY)


def warning(sketch: Sketch, x: float, y: float, radius: float = 4.2) -> None:
    """Draw a filled triangle with a stroke in it: beware."""
    points = ((x, y - radius), (x + radius, y + radius * 0.8), (x - radius, y + radius * 0.8))
    sketch.marks.append(Polygon(points, theme.TARGET, None, 0.0))
    sketch.line((x, y - radius * 0.35), (x, y + radius * 0.3), theme.WHITE, 0.9)
    sketch.line((x, y + radius * 0.48), (x, y + radius * 0.68), theme.WHITE, 0.9)


def _meta(
    sketch: Sketch, at: tuple[float, float], face: Face, box: OrganizationBox, words: OrganizationWords
) -> None:
    """Write the small line: headcount at the left, what happens to the post at the right."""
    x, y = at
    right = x + face.width - PAD + 2.0
    room = face.width - 2 * PAD
    if box.mark not in {"", "kept"}:
        badge(sketch, right - BADGE / 2, y - 2.6, box.mark)
        room -= BADGE + 2.0
        word = clean(words.marks.of(box.mark), NAME_LIMIT)
        needed = width(word, SMALL, "bold")
        taken = width(clean(box.subtitle, NAME_LIMIT), SMALL)
        if word and taken + needed + 5.0 <= room:
            sketch.text((right - BADGE - 2.5, y), word, SMALL, INKS[box.mark], "bold", "end")
            room -= needed + 4.0
    for line in cut(box.subtitle, SMALL, "regular", room, 1):
        sketch.text((x + PAD, y), line, SMALL, theme.MUTED)


# ---- badges ----


def badge(sketch: Sketch, x: float, y: float, mark: PostMark) -> None:
    """Draw the sign of a mark around a point: known by its shape before its colour."""
    if mark in _SIGNS:
        _SIGNS[mark](sketch, x, y, INKS[mark])


def _plus(sketch: Sketch, x: float, y: float, ink: str) -> None:
    sketch.marks.append(Rect(x - 5.0, y - 5.0, 10.0, 10.0, ink, None, 0.0, 2.0))
    sketch.line((x - 3.0, y), (x + 3.0, y), theme.WHITE, 1.5)
    sketch.line((x, y - 3.0), (x, y + 3.0), theme.WHITE, 1.5)


def _cross(sketch: Sketch, x: float, y: float, ink: str) -> None:
    for way in (-1.0, 1.0):
        sketch.line((x - 3.4, y - 3.4 * way), (x + 3.4, y + 3.4 * way), ink, 1.7)


def _tip(sketch: Sketch, x: float, y: float, ink: str) -> None:
    sketch.marks.append(Polygon(((x, y), (x - 3.4, y - 2.6), (x - 3.4, y + 2.6)), ink, None, 0.0))


def _arrow(sketch: Sketch, x: float, y: float, ink: str) -> None:
    sketch.line((x - 5.0, y), (x + 2.0, y), ink, 1.5)
    _tip(sketch, x + 5.0, y, ink)


def _merge(sketch: Sketch, x: float, y: float, ink: str) -> None:
    for way in (-1.0, 1.0):
        points = ((x - 5.0, y + 4.0 * way), (x - 2.0, y + 4.0 * way), (x + 0.5, y), (x + 2.0, y))
        sketch.marks.append(Polygon(points, None, ink, 1.4, closed=False))
    _tip(sketch, x + 5.0, y, ink)


def _split(sketch: Sketch, x: float, y: float, ink: str) -> None:
    for way in (-1.0, 1.0):
        points = ((x - 5.0, y), (x - 2.5, y), (x, y + 3.0 * way), (x + 2.0, y + 3.0 * way))
        sketch.marks.append(Polygon(points, None, ink, 1.4, closed=False))
        _tip(sketch, x + 5.0, y + 3.0 * way, ink)


def _delta(sketch: Sketch, x: float, y: float, ink: str) -> None:
    up = ((x - 2.5, y - 4.5), (x + 0.5, y - 0.5), (x - 5.5, y - 0.5))
    down = ((x + 2.5, y + 4.5), (x + 5.5, y + 0.5), (x - 0.5, y + 0.5))
    for points in (up, down):
        sketch.marks.append(Polygon(points, ink, None, 0.0))


_SIGNS: Final[Mapping[PostMark, Callable[[Sketch, float, float, str], None]]] = {
    "changed": _delta,
    "new": _plus,
    "moved": _arrow,
    "merged": _merge,
    "split": _split,
    "dropped": _cross,
}


def baseline(middle: float, size: float) -> float:
    """Return the baseline of a text centred on a height."""
    return middle + CAP * size
