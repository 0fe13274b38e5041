"""Small words in a frame, hatching, and curved bands."""

from reports import theme
from reports.charts.marks import CAP, Sketch
from reports.scene import Line, Polygon, Rect
from reports.text import NAME_LIMIT, clean, width

SIZE: float = 8.0
TALL: float = 12.0
STEPS: int = 14


def pill_width(text: str) -> float:
    """Width of a pill around a text."""
    return width(clean(text, NAME_LIMIT), SIZE, "bold") + 9.0 if text else 0.0


def pill(sketch: Sketch, at: tuple[float, float], text: str, colour: str, *, filled: bool) -> float:
    """Draw a short word in a rounded frame, its left middle at `at`; return the width taken."""
    if not text:
        return 0.0
    x, y = at
    wide = pill_width(text)
    sketch.marks.append(
        Rect(x, y - TALL / 2, wide, TALL, colour if filled else theme.WHITE, colour, 0.9, TALL / 2)
    )
    ink = theme.WHITE if filled else colour
    sketch.text((x + wide / 2, y + CAP * SIZE), text, SIZE, ink, "bold", "middle")
    return wide


def hatch(
    sketch: Sketch, box: tuple[float, float, float, float], ink: str, step: float = 4.0, thick: float = 0.8
) -> None:
    """Draw diagonal lines clipped to a box of left, top, width and height."""
    x, y, wide, tall = box
    offset = step
    while offset < wide + tall:
        start = (x + min(offset, wide), y + max(0.0, offset - wide))
        end = (x + max(0.0, offset - tall), y + min(offset, tall))
        sketch.marks.append(Line(*start, *end, ink, thick))
        offset += step


def ribbon(
    sketch: Sketch, start: tuple[float, float], end: tuple[float, float], thick: float, fill: str
) -> None:
    """Draw a band that leaves and arrives level, `thick` high at both ends."""
    upper = [_curve(start, end, n / STEPS) for n in range(STEPS + 1)]
    half = thick / 2
    points = [(x, y - half) for x, y in upper] + [(x, y + half) for x, y in reversed(upper)]
    sketch.marks.append(Polygon(tuple(points), fill, theme.WHITE, 0.5))


def _curve(start: tuple[float, float], end: tuple[float, float], share: float) -> tuple[float, float]:
    """Point of a smooth step between two points (3s^2 - 2s^3)."""
    rise = share * share * (3.0 - 2.0 * share)
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * rise
