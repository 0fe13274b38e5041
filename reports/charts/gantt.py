"""The plan over four quarters: initiatives, milestones, gates, and what each quarter carries."""

from collections.abc import Sequence
from dataclasses import replace
from math import ceil
from typing import Final

from reports import theme
from reports.charts.axis import Axis, Span
from reports.charts.keys import Draw, explain
from reports.charts.marks import CAP, Pitch, Rows, Sketch, Style
from reports.charts.organization_boxes import warning
from reports.charts.plan_inputs import Gantt, GanttQuarter, GanttRow
from reports.scene import Rect, Scene, Weight
from reports.text import NAME_LIMIT, clean
from reports.text import width as text_width

SMALL: Final = 8.0
HEAD: Final = 17.0
GATES: Final = 12.0
LOAD: Final = 23.0
PITCH: Final = Pitch(9.0, 21.0)
NAMES: Final = (0.3, 0.39)
OWNERS: Final = (0.13, 0.16)
"""Least and largest shares of the width for names and leads: as wide as the longest of them asks for."""
TWO_LINES: Final = 16.5
"""Rows of this height hold two lines of a name, set a little smaller."""
NAME_LEAD: Final = 8.2
FULL: Final = 1.0
FILLS: Final = (theme.NAVY, "#14578A", "#2A76AD", "#3D8EC4")


def gantt(data: Gantt, *, width: float = theme.FULL_WIDTH, height: float | None = None) -> Scene:
    """Draw all initiatives on one picture.

    Parameters
    ----------
    data
        Days count from the first day of the plan.
    width, height
        Size in points; rows are set as close as 9 points to keep `height` (33 rows under a title on A4).
    """
    sketch = Sketch(width)
    words = data.words
    top = explain(sketch, words.heading, list(_keys(data)), SMALL)
    top += HEAD + (GATES if data.gates else 0.0) + 2.0
    foot = LOAD + 2.0
    room = (height or theme.BODY_HEIGHT) - top - foot
    names = _column([row.name for row in data.rows], width, NAMES, 18.0)
    layout = Rows(top, PITCH.of(room, len(data.rows)), len(data.rows), names)
    first = names + _column([row.owner for row in data.rows], width, OWNERS, 8.0)
    days = Axis(min((q.start for q in data.quarters), default=0.0), _last(data))
    span = Span(days, first, width)
    _quarters(sketch, data, span, layout)
    for number in range(0, len(data.rows), 2):
        sketch.rect(0.0, layout.top + number * layout.pitch, width, layout.pitch, theme.PANEL)
    for quarter in data.quarters[1:]:
        x = span.x(quarter.start)
        sketch.line((x, layout.top), (x, layout.bottom + foot - 2.0), theme.RULE, 0.9)
    for gate in data.gates:
        sketch.dashed((span.x(gate.day), layout.top - 2.0), (span.x(gate.day), layout.bottom), theme.TARGET)
    for number, row in enumerate(data.rows):
        _row(sketch, span, layout, number, row)
    _gates(sketch, data, span, layout.top)
    _loads(sketch, data, span, layout.bottom + 2.0)
    return sketch.scene(layout.bottom + foot, data.alt)


def gantt_pages(data: Gantt, width: float, height: float) -> tuple[Scene, ...]:
    """Draw the plan on as many pictures as its rows need, each with the quarters and their loads.

    Rows are spread evenly; pages after the first say in their headings that they are continued.
    """
    head = gantt(replace(data, rows=()), width=width, height=height).height
    most = max(int((height - head) / PITCH.least), 1)
    pages = max(ceil(len(data.rows) / most), 1)
    size = ceil(len(data.rows) / pages)
    words = data.words
    later = replace(words, heading=f"{words.heading} {words.continued}".strip())
    return tuple(
        gantt(
            replace(data, rows=data.rows[n * size : (n + 1) * size], words=later if n else words),
            width=width,
            height=height,
        )
        for n in range(pages)
    )


def _column(words: Sequence[str], width: float, shares: tuple[float, float], rim: float) -> float:
    """Width of a column of words on one line each, within its shares of the whole."""
    widest = max((text_width(clean(one, NAME_LIMIT), SMALL, "bold") for one in words), default=0.0)
    return min(max(widest + rim + 2.0, width * shares[0]), width * shares[1])


def _last(data: Gantt) -> float:
    """Last day of the plan; at least one after its first."""
    ends = [q.end for q in data.quarters] or [row.end for row in data.rows]
    start = min((q.start for q in data.quarters), default=0.0)
    return max([*ends, start + 1.0])


def _quarters(sketch: Sketch, data: Gantt, span: Span, layout: Rows) -> None:
    """Draw the heads of the columns."""
    y = layout.top - HEAD - 2.0 - (GATES if data.gates else 0.0)
    head = Style(SMALL, theme.MUTED, most=1, shrink=False)
    base = layout.top - 5.0
    sketch.block((0.0, base), data.words.initiative, layout.names - 8.0, head)
    sketch.block((layout.names, base), data.words.owner, span.left - layout.names - 6.0, head)
    for number, quarter in enumerate(data.quarters):
        left, right = span.x(quarter.start), span.x(quarter.end)
        sketch.rect(left + 0.75, y, right - left - 1.5, HEAD, FILLS[number % len(FILLS)], 2.0)
        style = Style(9.0, theme.WHITE, "bold", 1, shrink=False)
        sketch.block(
            ((left + right) / 2, y + HEAD / 2 + CAP * 9.0), quarter.name, right - left - 8.0, style, "middle"
        )


def _row(sketch: Sketch, span: Span, layout: Rows, number: int, row: GanttRow) -> None:
    """Draw one initiative."""
    y = layout.middle(number)
    base = y + CAP * SMALL
    if row.forced:
        _forced(sketch, 1.0, y)
    _name(sketch, layout, y, row)
    _owner(sketch, layout, (span.left - layout.names - 6.0, y), row)
    left = span.x(row.start)
    right = max(span.x(row.end), left + 2.0)
    tall = min(layout.pitch * 0.68, 11.0)
    colour = theme.NAVY if row.forced else theme.MERCHANT
    sketch.rect(left, y - tall / 2, right - left, tall, colour, min(2.0, tall / 3))
    radius = min(4.6, layout.pitch * 0.46)
    for day in row.milestones:
        sketch.diamond(
            min(max(span.x(day), span.left + radius), span.right - radius), y, theme.TARGET, radius
        )
    _label(sketch, span, (left, right, base), row, theme.WHITE if number % 2 else theme.PANEL)


def _name(sketch: Sketch, layout: Rows, y: float, row: GanttRow) -> None:
    """Write the name; a long one takes two lines where the row is high enough."""
    room = layout.names - 18.0
    weight: Weight = "bold" if row.forced else "regular"
    one = Style(SMALL, theme.INK, weight, 1)
    two = Style(SMALL - 0.8, theme.INK, weight, 2, shrink=False)
    lines, size = one.set(row.name, room)
    if lines and lines[0].endswith("…") and layout.pitch >= TWO_LINES:
        lines, size = two.set(row.name, room)
    base = y + CAP * size - (len(lines) - 1) * NAME_LEAD / 2
    for line in lines:
        sketch.text((11.0, base), line, size, theme.INK, weight)
        base += NAME_LEAD


def _owner(sketch: Sketch, layout: Rows, place: tuple[float, float], row: GanttRow) -> None:
    """Write the lead; a long one takes two lines where the row is high enough."""
    room, y = place
    lines, size = Style(SMALL, theme.MUTED, most=1).set(row.owner, room)
    if lines and lines[0].endswith("…") and layout.pitch >= TWO_LINES:
        lines, size = Style(SMALL - 0.8, theme.MUTED, most=2, shrink=False).set(row.owner, room)
    base = y + CAP * size - (len(lines) - 1) * NAME_LEAD / 2
    for line in lines:
        sketch.text((layout.names, base), line, size, theme.MUTED)
        base += NAME_LEAD


def _label(sketch: Sketch, span: Span, place: tuple[float, float, float], row: GanttRow, ground: str) -> None:
    """Write the label behind the bar, or before it where there is more room; lines do not cross it."""
    left, right, base = place
    ends = [span.x(day) for day in row.milestones]
    after = max([right, *(x + 4.0 for x in ends)]) + 4.0
    before = min([left, *(x - 4.0 for x in ends)]) - 4.0
    needed = text_width(clean(row.label, NAME_LIMIT), SMALL)
    behind = needed <= span.right - after or span.right - after >= before - span.left
    room = span.right - after if behind else before - span.left
    if not row.label or room < 2 * SMALL:
        return
    lines, size = Style(SMALL, most=1, shrink=False).set(row.label, room)
    wide = max((text_width(line, size) for line in lines), default=0.0)
    x = after if behind else before - wide
    sketch.rect(x - 1.5, base - SMALL * 0.8, wide + 3.0, SMALL, ground)
    for line in lines:
        sketch.text((x, base), line, size, theme.TEXT)


def _forced(sketch: Sketch, x: float, y: float) -> None:
    """Draw the mark of what goes first by rule: a small flag."""
    sketch.line((x + 1.0, y - 4.0), (x + 1.0, y + 4.0), theme.NAVY, 1.1)
    sketch.marks.append(Rect(x + 1.0, y - 4.0, 5.6, 4.2, theme.NAVY, None, 0.0))


def _gates(sketch: Sketch, data: Gantt, span: Span, top: float) -> None:
    """Write the names of gates over their lines, each kept inside and clear of the one before."""
    end = span.left - 4.0
    for gate in sorted(data.gates, key=lambda gate: gate.day):
        x = span.x(gate.day)
        text = clean(gate.label, NAME_LIMIT)
        half = text_width(text, SMALL, "bold") / 2
        middle = min(max(x, span.left + half, end + 5.0 + half), span.right - half)
        if middle - half < end + 3.0:
            continue
        sketch.text((middle, top - 4.5), text, SMALL, theme.TARGET, "bold", "middle")
        end = middle + half


def _loads(sketch: Sketch, data: Gantt, span: Span, y: float) -> None:
    """Draw what each quarter carries against what it may."""
    if not data.quarters:
        return
    sketch.line((0.0, y), (sketch.width, y), theme.NAVY, 0.9)
    style = Style(SMALL, theme.INK, "bold", 1, shrink=False)
    sketch.block((0.0, y + 14.0), data.words.load, span.left - 8.0, style)
    largest = max([max(q.load, q.cap or 0.0) for q in data.quarters] + [1e-9])
    for quarter in data.quarters:
        _load(sketch, quarter, (span.x(quarter.start) + 6.0, y, span.x(quarter.end) - 6.0), largest)


def _load(sketch: Sketch, quarter: GanttQuarter, box: tuple[float, float, float], largest: float) -> None:
    """Draw one quarter's load as a bar, its cap as a line, its words above."""
    left, y, right = box
    over = quarter.cap is not None and quarter.load > quarter.cap
    style = Style(SMALL, theme.TARGET if over else theme.INK, "bold" if over else "regular", 1, shrink=False)
    room = right - left - (12.0 if over else 0.0)
    sketch.block((left + (12.0 if over else 0.0), y + 10.0), quarter.load_label, room, style)
    if over:
        warning(sketch, left + 4.5, y + 7.3, 3.9)
    scale = (right - left) / largest
    sketch.rect(left, y + 14.0, right - left, 6.0, theme.PEER_FAINT, 1.5)
    sketch.rect(left, y + 14.0, quarter.load * scale, 6.0, theme.TARGET if over else theme.MERCHANT, 1.5)
    if quarter.cap is not None:
        x = left + quarter.cap * scale
        sketch.line((x, y + 12.0), (x, y + 22.0), theme.INK, 1.4)


def _keys(data: Gantt) -> list[tuple[float, Draw, str]]:
    """Explain what occurs."""
    words = data.words
    return [
        (8.0, _forced, words.forced if any(r.forced for r in data.rows) else ""),
        (
            10.0,
            lambda s, x, y: s.diamond(x + 5.0, y, theme.TARGET, 4.6),
            words.milestone if any(r.milestones for r in data.rows) else "",
        ),
        (
            6.0,
            lambda s, x, y: s.dashed((x + 3.0, y - 5.5), (x + 3.0, y + 5.5), theme.TARGET),
            words.gate if data.gates else "",
        ),
    ]
