"""Shape lines: the merchant's profile against reference profiles, named at the ends of the lines."""

from typing import Final

from reports import theme
from reports.charts.axis import Axis, Span
from reports.charts.inputs import ShapeLine, Shapes
from reports.charts.keys import legend
from reports.charts.marks import CAP, Sketch, Style
from reports.scene import Polygon, Scene, Weight
from reports.text import clean
from reports.text import width as text_width

LOOK: Final[dict[str, tuple[str, float]]] = {
    "merchant": (theme.MERCHANT, 2.6),
    "near": (theme.TARGET, 1.6),
    "far": (theme.PEER, 1.2),
}
CLEAR: Final = 18.0
"""Room that a number needs above its dot (points)."""
NAMES: float = 92.0
LABEL_GAP: float = 12.0


def shape_lines(data: Shapes, *, width: float = theme.COLUMN_WIDTH, height: float | None = None) -> Scene:
    """Draw one line a profile over the same points, low values at the bottom.

    Parameters
    ----------
    data
        Every line has one value a point; a withheld value interrupts its line.
    width, height
        Size in points.
    """
    sketch = Sketch(width)
    top = 8.0 + legend(sketch, data.heading, ())
    total = height or 240.0
    bottom = total - 30.0
    levels = Span(Axis(data.axis.low, data.axis.high), bottom, top)
    ticks = max((text_width(clean(t.label), theme.SMALL) for t in data.axis.ticks), default=0.0)
    left, right = min(ticks, 72.0) + 20.0, width - NAMES
    pitch = (right - left) / max(len(data.points) - 1, 1)
    xs = [left + number * pitch for number in range(len(data.points))]
    for tick in data.axis.ticks:
        y = levels.x(tick.at)
        sketch.line((left - 8.0, y), (right + 8.0, y), theme.GRID)
        sketch.block(
            (left - 12.0, y + CAP * 7.0), tick.label, 76.0, Style(theme.SMALL, theme.MUTED, most=1), "end"
        )
    for x, name in zip(xs, data.points, strict=True):
        sketch.line((x, top), (x, bottom), theme.GRID)
        sketch.block(
            (x, bottom + 13.0),
            name,
            min(pitch, 2 * left) - 4.0,
            Style(theme.NOTE, theme.INK, most=2),
            "middle",
        )
    for line in sorted(data.lines, key=lambda each: each.kind == "merchant"):
        _line(sketch, levels, xs, line)
    for line in data.lines:
        if line.kind == "merchant":
            _numbers(sketch, data, levels, xs, line)
    _names(sketch, levels, right + 14.0, data.lines)
    return sketch.scene(total, data.alt)


def _line(sketch: Sketch, levels: Span, xs: list[float], line: ShapeLine) -> None:
    """Draw one profile; stretches between withheld values are not joined."""
    colour, thick = LOOK[line.kind]
    places = [(x, levels.x(v)) if v is not None else None for x, v in zip(xs, line.values, strict=True)]
    stretch: list[tuple[float, float]] = []
    for place in [*places, None]:
        if place is not None:
            stretch.append(place)
            continue
        if len(stretch) > 1:
            sketch.marks.append(Polygon(tuple(stretch), None, colour, thick, closed=False))
        stretch = []
    for place in places:
        if place is None:
            continue
        if line.kind == "merchant":
            sketch.dot(*place, colour, 4.6)
        elif line.kind == "near":
            sketch.diamond(*place, colour, 4.2)
        else:
            sketch.square(*place, colour, 5.4)


def _numbers(sketch: Sketch, data: Shapes, levels: Span, xs: list[float], line: ShapeLine) -> None:
    """Print the merchant's values above their dots, or below where another line runs close above."""
    for number, (x, value) in enumerate(zip(xs, line.values, strict=True)):
        if value is None:
            continue
        y = levels.x(value)
        others = [other.values[number] for other in data.lines if other is not line]
        crowded = any(o is not None and 0.0 <= y - levels.x(o) + 2.0 < CLEAR for o in others)
        at = (x, y + 14.0 if crowded else y - 8.0)
        sketch.rect(at[0] - 7.0, at[1] - 6.5, 14.0, 8.0, theme.WHITE)
        sketch.text(at, f"{value:.1f}", theme.NOTE, theme.MERCHANT, "bold", "middle")


def _names(sketch: Sketch, levels: Span, x: float, lines: tuple[ShapeLine, ...]) -> None:
    """Name each line beside its last value, pushed apart where names would touch."""
    wanted = []
    for line in lines:
        value = next((v for v in reversed(line.values) if v is not None), None)
        if value is not None:
            wanted.append((levels.x(value), line))
    edge = 0.0
    for y, line in sorted(wanted, key=lambda each: each[0]):
        place = max(y, edge)
        colour = LOOK[line.kind][0]
        weight: Weight = "bold" if line.kind == "merchant" else "regular"
        lines_, size = Style(theme.NOTE, colour, weight, 2).set(line.name, sketch.width - x)
        for number, words in enumerate(lines_):
            sketch.text((x, place + CAP * size + number * size * 1.25), words, size, colour, weight)
        edge = place + max(LABEL_GAP, len(lines_) * size * 1.25 + 2.0)
