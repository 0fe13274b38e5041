"""The snowball: three elements on a rolling loop, each filled as far as it goes, the weakest link torn."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, cos, pi, sin, sqrt
from typing import Final

from reports import theme
from reports.charts.keys import legend
from reports.charts.marks import CAP, Sketch, Style
from reports.charts.peer_inputs import Reading, SnowballLink, SnowballPart, SnowballPicture
from reports.scene import Anchor, Circle, Polygon, Scene, Weight

ANGLES: Final = (-pi / 2, pi / 6, 5 * pi / 6)
"""The first element on top, the next clockwise (y grows down)."""
WEIGHTS: Final[tuple[Weight, Weight]] = ("regular", "bold")
ANCHORS: Final[tuple[Anchor, ...]] = ("start", "middle", "end")
"""Words of the links: right of the loop, below it, left of it."""
RADII: Final[dict[Reading | None, float]] = {"high": 42.0, "even": 35.0, "low": 28.0, None: 28.0}
FILLED: Final[dict[Reading | None, float]] = {"high": 1.0, "even": 0.5, "low": 0.0, None: 0.0}
LARGEST: Final = 42.0
CLEAR: Final = 7.0
"""Room between a ball and the arrows that reach it (points)."""
TEAR: Final = 0.11
"""Half of the gap in a torn arrow, in radians."""
CAPTION: Final = 30.0
"""Room below the loop for the words of the lower link."""
WORDS: Final = 11.0
"""Room between a mark and its words."""
NARROW: Final = 380.0
"""Below this width (a phone) names stand below the lower balls: beside them they would be cut."""
NAMES: Final = 62.0
"""Room below the lower balls for their names (points)."""


@dataclass(frozen=True, slots=True)
class _Loop:
    """The circle on which the elements lie."""

    x: float
    y: float
    radius: float

    def at(self, angle: float, away: float = 0.0) -> tuple[float, float]:
        """Point on the loop, or `away` points outside it."""
        reach = self.radius + away
        return self.x + reach * cos(angle), self.y + reach * sin(angle)

    def arc(self, start: float, end: float) -> tuple[tuple[float, float], ...]:
        """Points of an arc, a step every three degrees."""
        steps = max(int((end - start) / (pi / 60)), 2)
        return tuple(self.at(start + (end - start) * n / steps) for n in range(steps + 1))

    def reach(self, radius: float) -> float:
        """Angle that a ball of a radius and its clearance take on either side."""
        return 2 * asin(min((radius + CLEAR) / (2 * self.radius), 0.5))


def snowball(
    data: SnowballPicture, *, width: float = theme.COLUMN_WIDTH, height: float | None = None
) -> Scene:
    """Draw the loop.

    Parameters
    ----------
    data
        Three parts in rolling order with the links between them. A high part is the largest and full, an even
        one half full, a low one small and empty, so that the picture reads without colour.
    width, height
        Size in points; a picture below `NARROW` is laid out for a phone.

    Returns
    -------
    Scene
        Balls with their scores, arrows between them, the state in the middle.
    """
    sketch = Sketch(width)
    torn = data.words.broken if any(link.broken for link in data.links) else ""
    key = data.words
    top = legend(
        sketch, key.heading, (("full", key.high), ("half", key.even), ("hollow", key.low), ("broken", torn))
    )
    total = height or 352.0
    radius = _radius(width, total - top - 8.0 - LARGEST)
    loop = _Loop(width / 2, top + 8.0 + LARGEST + radius, radius)
    sketch.marks.append(Circle(loop.x, loop.y, loop.radius, theme.MERCHANT_FAINT, None, 0.0))
    for number, link in enumerate(data.links):
        _link(sketch, loop, number, link, data.parts)
    for angle, part in zip(ANGLES, data.parts, strict=True):
        _ball(sketch, loop.at(angle), part)
    for number, part in enumerate(data.parts):
        _name(sketch, loop, number, part)
    _state(sketch, loop, data)
    return sketch.scene(total, data.alt)


def _radius(width: float, room: float) -> float:
    """Radius of the loop; `room` is what is left below the middle of the upper ball."""
    if width < NARROW:
        return min(width * 0.31, (room - LARGEST - NAMES) / 1.5)
    return min(width * 0.26, (room - CAPTION) / 2)


def _ball(sketch: Sketch, at: tuple[float, float], part: SnowballPart) -> None:
    """Draw one element with its score; the fill tells the reading a second time."""
    radius, share = RADII[part.reading], FILLED[part.reading]
    known = part.reading is not None
    rim = theme.MERCHANT if known else theme.PEER
    full = share == 1.0
    sketch.marks.append(Circle(*at, radius + 3.0, theme.WHITE, None, 0.0))
    fill = theme.MERCHANT if full else theme.WHITE if known else theme.PEER_FAINT
    sketch.marks.append(Circle(*at, radius, fill, rim, 1.8))
    if 0.0 < share < 1.0:
        inner = radius - 0.9
        points = tuple(
            (at[0] + inner * cos(n * pi / 24), at[1] + inner * sin(n * pi / 24)) for n in range(25)
        )
        sketch.marks.append(Polygon(points, theme.MERCHANT_SOFT))
    text = "—" if part.score is None else f"{part.score:.1f}"
    size = 19.0 if full else 16.0
    colour = theme.WHITE if full else theme.NAVY if known else theme.MUTED
    sketch.text((at[0], at[1] + CAP * size), text, size, colour, "bold", "middle")


def _link(
    sketch: Sketch, loop: _Loop, number: int, link: SnowballLink, parts: tuple[SnowballPart, ...]
) -> None:
    """Draw the arrow from one element to the next, and what passes along it."""
    after = (number + 1) % 3
    start = ANGLES[number] + loop.reach(RADII[parts[number].reading])
    end = ANGLES[after] + (2 * pi if after == 0 else 0.0) - loop.reach(RADII[parts[after].reading])
    colour, thick = (theme.TARGET, 4.0) if link.broken else (theme.MERCHANT, 3.0)
    middle = ANGLES[number] + pi / 3
    pieces = ((start, middle - TEAR), (middle + TEAR, end)) if link.broken else ((start, end),)
    for piece in pieces:
        sketch.marks.append(Polygon(loop.arc(*piece), None, colour, thick, closed=False))
    if link.broken:
        for way in (-0.42, 0.42):
            crack = (loop.at(middle + TEAR * (way - 0.4), -8.0), loop.at(middle + TEAR * (way + 0.4), 8.0))
            sketch.line(*crack, colour, 1.6)
    tip, back = end + 5.0 / loop.radius, end - 7.0 / loop.radius
    sketch.marks.append(Polygon((loop.at(tip), loop.at(back, 7.0), loop.at(back, -7.0)), colour))
    _passes(sketch, loop, (number, middle), link)


def _passes(sketch: Sketch, loop: _Loop, place: tuple[int, float], link: SnowballLink) -> None:
    """Say outside the arrow what it carries."""
    number, middle = place
    if sketch.width < NARROW and ANCHORS[number] == "middle":
        _passes_inside(sketch, loop, link)
        return
    colour = theme.TARGET if link.broken else theme.MUTED
    style = Style(8.5, colour, "bold" if link.broken else "regular", most=3)
    anchor = ANCHORS[number]
    x, y = loop.at(middle, WORDS + (2.0 if link.broken else 0.0))
    room = (
        2 * loop.radius * 0.86 if anchor == "middle" else sketch.width / 2 - loop.radius * sqrt(0.75) - 14.0
    )
    lines, size = style.set(link.words, room)
    first = y + 5.0 if anchor == "middle" else y - (len(lines) - 1) * size * 0.65 - 4.0
    for offset, line in enumerate(lines[: 2 if anchor == "middle" else 3]):
        sketch.text((x, first + offset * size * 1.3), line, size, colour, style.weight, anchor)


def _passes_inside(sketch: Sketch, loop: _Loop, link: SnowballLink) -> None:
    """Write what the lower arrow carries above it, between the balls."""
    colour = theme.TARGET if link.broken else theme.MUTED
    style = Style(8.0, colour, "bold" if link.broken else "regular", most=2)
    lines, size = style.set(link.words, loop.radius * 0.66)
    y = loop.y + loop.radius - (13.0 if link.broken else 8.0) - (len(lines) - 1) * size * 1.25
    for offset, line in enumerate(lines):
        sketch.text((loop.x, y + offset * size * 1.25), line, size, colour, style.weight, "middle")


def _name(sketch: Sketch, loop: _Loop, number: int, part: SnowballPart) -> None:
    """Write name, note and reading of an element: right of it, left of the last one, or below it."""
    x, y = loop.at(ANGLES[number])
    if number and sketch.width < NARROW:
        _texts(sketch, part, (x, y + RADII[part.reading] + 7.0, "middle"), loop.radius * 1.3)
        return
    away = RADII[part.reading] + WORDS
    left = number == len(ANGLES) - 1
    edge = x - away if left else x + away
    anchor: Anchor = "end" if left else "start"
    room = edge if left else sketch.width - edge
    tall = _texts_height(part, room)
    at = y + 2.0 - tall if number == 0 else y - tall / 2  # the first arrow starts below the middle
    _texts(sketch, part, (edge, at, anchor), room)


def _set(part: SnowballPart, room: float) -> list[tuple[Sequence[str], float, Style]]:
    """Set name, note and reading in a room: lines, size and style of each."""
    colour = theme.TARGET if part.weakest else theme.NAVY
    texts = (
        (part.name, Style(11.0, theme.INK, "bold", most=2, leading=1.25)),
        (part.note, Style(theme.NOTE, theme.MUTED, most=2, leading=1.3)),
        (part.verdict, Style(theme.LABEL, colour, WEIGHTS[part.weakest], most=3, leading=1.3)),
    )
    return [(*style.set(text, room), style) for text, style in texts if text]


def _texts_height(part: SnowballPart, room: float) -> float:
    return sum(len(lines) * size * style.leading for lines, size, style in _set(part, room))


def _texts(sketch: Sketch, part: SnowballPart, at: tuple[float, float, Anchor], room: float) -> None:
    """Write name, note and reading from a point downwards."""
    x, y, anchor = at
    for lines, size, style in _set(part, room):
        for line in lines:
            sketch.text((x, y + size), line, size, style.colour, style.weight, anchor)
            y += size * style.leading


def _state(sketch: Sketch, loop: _Loop, data: SnowballPicture) -> None:
    """Write the state in the middle of the loop."""
    room = loop.radius * 1.16
    lines, size = Style(22.0, theme.NAVY, "bold", most=2, leading=1.2).set(data.state, room)
    under = Style(theme.NOTE, theme.MUTED, most=3, leading=1.35)
    y = loop.y - (len(lines) - 1) * size * 0.6 - 2.0
    sketch.block(
        (loop.x, y - size - 1.0), data.caption, room, Style(theme.NOTE, theme.MUTED, most=1), "middle"
    )
    for line in lines:
        sketch.text((loop.x, y + CAP * size), line, size, theme.NAVY, "bold", "middle")
        y += size * 1.2
    sketch.block((loop.x, y), data.note, room * 0.86, under, "middle")
