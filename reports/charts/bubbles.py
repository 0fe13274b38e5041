"""What to do first: initiatives by effort and impact, numbered as in the calendar, bubbles of cash."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot, sqrt
from typing import Final

from reports import theme
from reports.charts.keys import Draw, explain
from reports.charts.marks import CAP, Sketch, Style
from reports.charts.placing import Box, around, cheapest, common, square
from reports.charts.plan_inputs import Bubble, Bubbles
from reports.scene import Anchor, Circle, Rect, Scene
from reports.text import width as text_width

LEAST: Final = 6.5
MOST: Final = 15.0
AXIS: Final = 30.0
SIDE: Final = 16.0
TURNS: Final = 60
NAME_ROOM: Final = 118.0
APART: Final = 1.0
STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
TICKS: Final = 6


@dataclass(slots=True)
class _Spot:
    """A bubble on the page: where it should be, where it is, and its radius."""

    bubble: Bubble
    home: tuple[float, float]
    x: float
    y: float
    radius: float


def bubbles(data: Bubbles, *, width: float = theme.COLUMN_WIDTH, height: float | None = None) -> Scene:
    """Draw effort to the right and impact upwards, both from 0; bubbles that would hide each other give way.

    Parameters
    ----------
    data
        `size` of a bubble is its cash in any unit, drawn as area; first ones are dark and named, later ones
        light. All are numbered, and named where there is room.
    width, height
        Size in points.
    """
    sketch = Sketch(width)
    top = explain(sketch, data.words.heading, _keys(data), theme.NOTE) + 8.0
    total = height or theme.BODY_HEIGHT
    box = (SIDE, top, width, total - AXIS)
    _frame(sketch, data, box)
    spots = _spots(data, box)
    _give_way(spots, box)
    captions = _captions(sketch, data, spots, box)
    for spot in sorted(spots, key=lambda s: (s.bubble.first, -s.radius)):
        _draw(sketch, spot)
    _names(sketch, spots, box, captions)
    return sketch.scene(total, data.alt)


def _reach(values: Sequence[float]) -> float:
    """End of an axis from 0: a little beyond the largest value."""
    return max(max(values, default=1.0) * 1.12, 1e-6)


def _spots(data: Bubbles, box: Box) -> list[_Spot]:
    """Place all bubbles by their figures, the largest first."""
    left, top, right, bottom = box
    across, up = _reach([b.effort for b in data.bubbles]), _reach([b.impact for b in data.bubbles])
    largest = max((b.size for b in data.bubbles), default=1.0) or 1.0
    found = []
    for bubble in data.bubbles:
        radius = max(LEAST, MOST * sqrt(max(bubble.size, 0.0) / largest))
        x = left + (right - left) * bubble.effort / across
        y = bottom - (bottom - top) * bubble.impact / up
        found.append(_Spot(bubble, (x, y), x, y, radius))
    return found


def _give_way(spots: list[_Spot], box: Box) -> None:
    """Push overlapping bubbles apart, each no further than needed; the frame holds them all."""
    left, top, right, bottom = box
    for _ in range(TURNS):
        moved = False
        for number, one in enumerate(spots):
            for other in spots[number + 1 :]:
                moved |= _part(one, other, number)
        for spot in spots:
            spot.x = min(max(spot.x, left + spot.radius), right - spot.radius)
            spot.y = min(max(spot.y, top + spot.radius), bottom - spot.radius)
        if not moved:
            return


def _part(one: _Spot, other: _Spot, number: int) -> bool:
    """Move two bubbles half of what they overlap, along the line between them."""
    dx, dy = other.x - one.x, other.y - one.y
    away = hypot(dx, dy)
    lacking = one.radius + other.radius + APART - away
    if lacking <= 0:
        return False
    if away < 1e-6:  # noqa: PLR2004 - the same place: any direction, but always the same one
        dx, dy, away = (1.0 if number % 2 else -1.0), 0.5, hypot(1.0, 0.5)
    push = lacking / 2 / away
    one.x, one.y = one.x - dx * push, one.y - dy * push
    other.x, other.y = other.x + dx * push, other.y + dy * push
    return True


def _frame(sketch: Sketch, data: Bubbles, box: Box) -> None:
    """Draw the area in four fields, and the axis of effort with its figures."""
    left, top, right, bottom = box
    middle, half = (left + right) / 2, (top + bottom) / 2
    sketch.rect(left, top, middle - left, half - top, theme.MERCHANT_FAINT, 2.0)  # names may cross this tint
    sketch.marks.append(Rect(left, top, right - left, bottom - top, None, theme.RULE, 0.8))
    sketch.line((middle, top), (middle, bottom), theme.RULE)
    sketch.line((left, half), (right, half), theme.RULE)
    words = data.words
    reach = _reach([b.effort for b in data.bubbles])
    for value in _ticks(reach):
        x = left + (right - left) * value / reach
        sketch.line((x, bottom), (x, bottom + 3.0), theme.PEER)
        sketch.text((x, bottom + 12.0), f"{value:g}", theme.NOTE, theme.MUTED, anchor="middle")
    axis = Style(theme.NOTE, theme.TEXT, most=1)
    sketch.block((right, bottom + 24.0), f"{words.effort} →", right - left, axis, "end")
    sketch.block((left, bottom + 24.0), f"↑ {words.impact}", (right - left) * 0.6, axis)


def _captions(sketch: Sketch, data: Bubbles, spots: list[_Spot], box: Box) -> list[Box]:
    """Say what the four fields mean, each in an own corner that no bubble covers, the outer one first.

    A field without a free corner goes without; the axes say the same.
    """
    left, top, right, bottom = box
    middle, half = (left + right) / 2, (top + bottom) / 2
    words = data.words
    fields = (
        (words.quick, (left, middle), (top, half)),
        (words.large, (right, middle), (top, half)),
        (words.small, (left, middle), (bottom, half)),
        (words.doubtful, (right, middle), (bottom, half)),
    )
    style = Style(theme.NOTE, theme.MUTED, "bold", 1)
    covered = [square((s.x, s.y), s.radius + 1.0) for s in spots]
    taken: list[Box] = []
    for text, sides, edges in fields:
        lines, size = style.set(text, (right - left) / 2 - 12.0)
        wide = max((text_width(line, size, "bold") for line in lines), default=0.0)
        corners = (_corner(x, y, wide, (min(sides), min(edges))) for y in edges for x in sides)
        free = next((c for c in corners if not any(common(c[0], one) > 0 for one in covered)), None)
        if lines and free is not None:
            place, anchor = free
            x = place[0] + 6.0 if anchor == "start" else place[2] - 6.0
            sketch.text((x, place[1] + 11.0), lines[0], size, theme.MUTED, "bold", anchor)
            taken.append(place)
    return taken


def _corner(x: float, y: float, wide: float, first: tuple[float, float]) -> tuple[Box, Anchor]:
    """Room for a caption in the corner (x, y) of a field that begins at `first`, and how it is set there."""
    tall = 15.0
    left = x if x == first[0] else x - wide - 12.0
    top = y if y == first[1] else y - tall
    return (left, top, left + wide + 12.0, top + tall), "start" if x == first[0] else "end"


def _ticks(reach: float) -> list[float]:
    """Round figures along an axis from 0, at most six."""
    step = next(s * unit for unit in (1, 10, 100, 1000, 10**6) for s in STEPS if reach / (s * unit) <= TICKS)
    return [step * n for n in range(int(reach / step) + 1)]


def _draw(sketch: Sketch, spot: _Spot) -> None:
    """Draw one bubble with its number."""
    fill = theme.MERCHANT if spot.bubble.first else theme.MERCHANT_SOFT
    sketch.marks.append(Circle(spot.x, spot.y, spot.radius, fill, theme.WHITE, 1.0))
    if spot.bubble.forced:
        sketch.marks.append(Circle(spot.x, spot.y, spot.radius + 1.2, None, theme.TARGET, 1.6))
    ink = theme.WHITE if spot.bubble.first else theme.INK
    at = (spot.x, spot.y + CAP * theme.NOTE)
    sketch.text(at, spot.bubble.number, theme.NOTE, ink, "bold", "middle")


def _names(sketch: Sketch, spots: list[_Spot], box: Box, captions: list[Box]) -> None:
    """Name bubbles where their names cover nothing, first ones first; the number is told in any case."""
    taken = [*(square((s.x, s.y), s.radius + 1.0) for s in spots), *captions]
    left, top, right, bottom = box
    middle, half = (left + right) / 2, (top + bottom) / 2
    lined = [(middle - 0.5, top, middle + 0.5, bottom), (left, half - 0.5, right, half + 0.5)]
    for spot in sorted(spots, key=lambda s: not s.bubble.first):
        colour = theme.INK if spot.bubble.first else theme.MUTED
        style = Style(theme.SMALL, colour, "bold" if spot.bubble.first else "regular", 2, 1.2)
        lines, size = style.set(spot.bubble.name, NAME_ROOM)
        if not lines:
            continue
        wide = max(text_width(line, size, style.weight) for line in lines)
        tall = len(lines) * size * 1.2
        places = tuple(around((spot.x, spot.y), wide, tall, (spot.radius + 3.0,)))
        place, covered = cheapest(iter(places), [*taken, *lined], box)
        if covered > 0:  # a name across a line is still better than none
            place, covered = cheapest(iter(places), taken, box)
        (x0, y0, x1, _), anchor = place
        if covered > 0:
            continue
        x = {"start": x0, "middle": (x0 + x1) / 2, "end": x1}[anchor]
        for number, line in enumerate(lines):
            at = (x, y0 + size * (0.92 + 1.2 * number))
            sketch.text(at, line, size, style.colour, style.weight, anchor)
        taken.append((x0, y0, x1, y0 + tall))


def _keys(data: Bubbles) -> list[tuple[float, Draw, str]]:
    """Explain dark, light and ringed bubbles, and what their area means."""
    words = data.words
    found: list[tuple[float, Draw, str]] = [(10.0, _ball(theme.MERCHANT), words.first)]
    if any(not b.first for b in data.bubbles):
        found.append((10.0, _ball(theme.MERCHANT_SOFT), words.later))
    if any(b.forced for b in data.bubbles):
        found.append((11.0, _ring, words.forced))
    found.append((16.0, _sizes, words.size))
    return found


def _ball(fill: str) -> Draw:
    return lambda sketch, x, y: sketch.marks.append(Circle(x + 5.0, y, 4.6, fill, theme.WHITE, 0.6))


def _ring(sketch: Sketch, x: float, y: float) -> None:
    sketch.marks.append(Circle(x + 5.5, y, 4.8, None, theme.TARGET, 1.5))


def _sizes(sketch: Sketch, x: float, y: float) -> None:
    sketch.marks.append(Circle(x + 3.0, y + 1.5, 2.6, None, theme.PEER, 0.9))
    sketch.marks.append(Circle(x + 11.0, y, 4.6, None, theme.PEER, 0.9))
