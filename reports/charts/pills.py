"""Small words in a frame, names with notes at full size, hatching, and curved bands."""

from dataclasses import replace
from math import hypot

from reports import theme
from reports.charts.marks import CAP, Sketch, Style
from reports.scene import Line, Polygon, Rect
from reports.text import NAME_LIMIT, clean, width

SIZE: float = 8.0
TALL: float = 12.0
LEAD: float = 11.0
CLOSE: float = 7.6
CLOSE_LEAD: float = 8.4
CLOSE_TALL: float = 17.0
"""Size and distance of two small lines, and the height that they need."""
STEPS: int = 20
STEEPEST: float = 3.5


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


def name_and_note(
    sketch: Sketch,
    at: tuple[float, float],
    words: tuple[str, str],
    room: tuple[float, float],
    *,
    bold: bool = False,
    ink: str = theme.MUTED,
) -> None:
    """Write a name and the small note below it, together centred on a height; nothing is set smaller.

    `at` is the left middle, `room` width and height. The note goes where the height holds no second line.
    """
    name, note = words
    wide, tall = room
    most = int((tall - 1.0) / LEAD)
    noted = bool(note) and most > 1
    style = Style(theme.LABEL, weight="bold" if bold else "regular", shrink=False)
    lines = replace(style, most=min(max(most - noted, 1), 2)).set(name, wide)[0]
    if lines and lines[-1].endswith("…") and not noted and tall >= CLOSE_TALL:
        _close(sketch, at, name, replace(style, size=CLOSE, most=2), wide)
        return
    y = at[1] - (len(lines) + noted - 1) * LEAD / 2 + CAP * theme.LABEL
    for line in lines:
        sketch.text((at[0], y), line, theme.LABEL, theme.INK, style.weight)
        y += LEAD
    if noted:
        sketch.block((at[0], y), note, wide, Style(SIZE, ink, most=1, shrink=False))


def _close(sketch: Sketch, at: tuple[float, float], name: str, style: Style, wide: float) -> None:
    """Write a long name in two small lines close together."""
    lines, size = style.set(name, wide)
    y = at[1] - (len(lines) - 1) * CLOSE_LEAD / 2 + CAP * size
    for line in lines:
        sketch.text((at[0], y), line, size, theme.INK, style.weight)
        y += CLOSE_LEAD


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
    """Draw a band that leaves and arrives level and is `thick` wide all along, steep as it may be."""
    upper, lower = [], []
    for n in range(STEPS + 1):
        share = n / STEPS
        rise = share * share * (3.0 - 2.0 * share)  # smooth step: level at both ends
        x, y = start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * rise
        slope = (end[1] - start[1]) / (end[0] - start[0]) * 6.0 * share * (1.0 - share)
        half = thick / 2 * min(hypot(1.0, slope), STEEPEST)
        upper.append((x, y - half))
        lower.append((x, y + half))
    sketch.marks.append(Polygon((*upper, *reversed(lower)), fill, theme.WHITE, 0.4))
