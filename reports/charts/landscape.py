"""The archetype map: where archetypes, peers and the merchant lie on the two axes that tell types apart."""

from dataclasses import dataclass
from typing import Final

from reports import theme
from reports.charts.contours import contours
from reports.charts.keys import legend
from reports.charts.marks import Sketch, Style
from reports.charts.peer_inputs import Landscape
from reports.charts.placing import Box, around, cheapest, square
from reports.scene import Anchor, Polygon, Rect, Scene
from reports.text import width as text_width

HEIGHTS: Final = (
    (0.06, "#F3F6F8"),
    (0.22, "#E7EDF1"),
    (0.42, "#D9E2E8"),
    (0.64, "#C9D5DE"),
    (0.84, "#B7C6D2"),
)
"""Peers: the denser, the darker."""
AXIS_ROOM: Final = 30.0
UP_ROOM: Final = 14.0
NAME_ROOM: Final = 96.0


@dataclass(frozen=True, slots=True)
class _Frame:
    """The plot area with one scale on both axes, so that a circle stays one."""

    box: Box
    scale: float
    middle: tuple[float, float]

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Place of a point of the map, held inside the frame."""
        left, top, right, bottom = self.box
        px = (left + right) / 2 + (x - self.middle[0]) * self.scale
        py = (top + bottom) / 2 - (y - self.middle[1]) * self.scale
        return min(max(px, left), right), min(max(py, top), bottom)


def archetype_map(
    data: Landscape, *, width: float = theme.COLUMN_WIDTH, height: float | None = None
) -> Scene:
    """Draw the map.

    Parameters
    ----------
    data
        Archetypes are named where their names collide with nothing; peers are shown as density only, never
        as points; what lies outside the extent is held at its edge.
    width, height
        Size in points.

    Returns
    -------
    Scene
        Squares and diamonds for archetypes, a dot with its region for the merchant, words at the axes' ends.
    """
    sketch = Sketch(width)
    words = data.words
    top = legend(
        sketch,
        words.heading,
        (
            ("dot", words.merchant),
            ("region", words.region if data.region else ""),
            ("target", words.near if any(s.near for s in data.spots) else ""),
            ("archetype", words.archetype if any(not s.near for s in data.spots) else ""),
            ("band", words.peers if data.density else ""),
        ),
    )
    total = height or theme.BODY_HEIGHT
    frame = _frame(data, (0.0, top + UP_ROOM, width, total - AXIS_ROOM))
    left, upper, right, lower = frame.box
    sketch.marks.append(Rect(left, upper, right - left, lower - upper, theme.WHITE, theme.RULE, 0.8))
    _density(sketch, data, frame)
    _axes(sketch, data, frame)
    _region(sketch, data, frame)
    for spot in sorted(data.spots, key=lambda s: s.near):
        place = frame.at(spot.x, spot.y)
        if spot.near:
            sketch.diamond(*place, theme.TARGET, 6.0)
        else:
            sketch.square(*place, theme.PEER, 8.5)
    sketch.dot(*frame.at(data.x, data.y), theme.MERCHANT, 6.5)
    _names(sketch, data, frame)
    return sketch.scene(total, data.alt)


def _frame(data: Landscape, box: Box) -> _Frame:
    """Lay the extent into a box, its middle in the middle of the box."""
    left, right, low, high = data.extent
    wide, tall = max(right - left, 1e-6), max(high - low, 1e-6)
    scale = min((box[2] - box[0]) / wide, (box[3] - box[1]) / tall)
    return _Frame(box, scale, ((left + right) / 2, (low + high) / 2))


def _density(sketch: Sketch, data: Landscape, frame: _Frame) -> None:
    """Fill the peers' density in five steps; a hollow shows the step below it."""
    if not data.density or not data.density[0]:
        return
    left, right, low, high = data.extent
    across = (right - left) / max(len(data.density[0]) - 1, 1)
    up = (high - low) / max(len(data.density) - 1, 1)
    below = theme.WHITE
    for level, fill in HEIGHTS:
        for line in sorted(contours(data.density, level), key=_area, reverse=True):
            points = tuple(frame.at(left + x * across, low + y * up) for x, y in line)
            sketch.marks.append(Polygon(points, fill if _area(line) > 0 else below))
        below = fill


def _area(line: tuple[tuple[float, float], ...]) -> float:
    """Signed area of a closed line: above 0 when it runs counter-clockwise."""
    following = (*line[1:], line[0])
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(line, following, strict=True)) / 2


def _axes(sketch: Sketch, data: Landscape, frame: _Frame) -> None:
    """Cross at the middle of the frame, with what lies at the ends of either axis."""
    left, top, right, bottom = frame.box
    x, y = (left + right) / 2, (top + bottom) / 2
    sketch.line((left, y), (right, y), theme.GRID)
    sketch.line((x, top), (x, bottom), theme.GRID)
    third = (right - left) / 3 - 6.0
    style = Style(theme.LABEL, theme.TEXT, "bold", most=1)
    below = bottom + 13.0
    words: tuple[tuple[str, tuple[float, float], Anchor], ...] = (
        (_pointing("←", data.across.low), (left, below), "start"),
        (f"{data.across.high} →" if data.across.high else "", (right, below), "end"),
        (_pointing("↑", data.up.high), (x, top - 5.0), "middle"),
        (_pointing("↓", data.up.low), (x, below), "middle"),
    )
    for text, at, anchor in words:
        sketch.block(at, text, third, style, anchor)
    note = Style(theme.SMALL, theme.MUTED, most=1)
    sketch.block((x, bottom + 26.0), data.note, right - left, note, "middle")


def _pointing(arrow: str, words: str) -> str:
    return f"{arrow} {words}" if words else ""


def _region(sketch: Sketch, data: Landscape, frame: _Frame) -> None:
    """Outline where the merchant may be."""
    if data.region:
        points = tuple(frame.at(x, y) for x, y in data.region)
        sketch.marks.append(Polygon(points, None, theme.WHITE, 3.4))
        sketch.marks.append(Polygon(points, None, theme.MERCHANT, 1.6))


def _names(sketch: Sketch, data: Landscape, frame: _Frame) -> None:
    """Name merchant and archetypes, near ones first, each at the first free place around its mark."""
    marks = [frame.at(spot.x, spot.y) for spot in data.spots]
    mine = frame.at(data.x, data.y)
    taken = [square(mark, 5.0) for mark in (*marks, mine)] + [
        square(frame.at(x, y), 2.5) for x, y in data.region
    ]
    wanted = [(mine, data.words.merchant, Style(10.5, theme.MERCHANT, "bold", most=1))]
    for mark, spot in sorted(zip(marks, data.spots, strict=True), key=lambda pair: not pair[1].near):
        style = Style(theme.LABEL, theme.TARGET, "bold") if spot.near else Style(theme.NOTE, theme.TEXT)
        wanted.append((mark, spot.name, style))
    for mark, name, style in wanted:
        _name(sketch, frame, mark, (name, style), taken)


def _name(
    sketch: Sketch, frame: _Frame, mark: tuple[float, float], words: tuple[str, Style], taken: list[Box]
) -> None:
    """Write one name where it covers least, and remember its place."""
    lines, size = words[1].set(words[0], NAME_ROOM)
    if not lines:
        return
    wide = max(text_width(line, size, words[1].weight) for line in lines)
    tall = len(lines) * size * 1.22
    ((x0, y0, x1, _), anchor), _ = cheapest(around(mark, wide, tall), taken, frame.box)
    x = {"start": x0, "middle": (x0 + x1) / 2, "end": x1}[anchor]
    for number, line in enumerate(lines):
        at = (x, y0 + size * (0.92 + 1.22 * number))
        sketch.text(at, line, size, words[1].colour, words[1].weight, anchor)
    taken.append((x0, y0, x1, y0 + tall))
