"""Roadmap: pieces of work over time under named phases."""

from reports import theme
from reports.charts.axis import Axis, Span
from reports.charts.keys import legend
from reports.charts.marks import CAP, Pitch, Sketch, Style, lay_rows, row_name
from reports.charts.work_inputs import Timeline, TimelineRow
from reports.scene import Scene
from reports.text import clean
from reports.text import width as text_width

PHASE: float = 34.0


def timeline(data: Timeline, *, width: float = theme.COLUMN_WIDTH, height: float | None = None) -> Scene:
    """Draw one bar a row between its days; labels stand in the bar or, if it is short, behind it.

    Parameters
    ----------
    data
        Phases in order of time; days count from the report's date.
    width, height
        Size in points; without `height` rows take a comfortable pitch.
    """
    sketch = Sketch(width)
    top = legend(sketch, data.heading, ()) + PHASE + 6.0
    room = (height or theme.BODY_HEIGHT) - top
    layout = lay_rows([(r.name, r.note) for r in data.rows], width, top, room, Pitch(17.0, 36.0, (0.2, 0.36)))
    days = Axis(min(p.start for p in data.phases), max(p.end for p in data.phases))
    span = Span(days, layout.names, width)
    for number, phase in enumerate(data.phases):
        left, right = span.x(phase.start), span.x(phase.end)
        fill = (theme.NAVY, theme.MERCHANT, "#3D93C4")[number % 3]
        sketch.rect(left + 0.75, top - PHASE - 6.0, right - left - 1.5, PHASE, fill, 2.0)
        room = right - left - 12.0
        sketch.block((left + 7.0, top - PHASE + 8.0), phase.name, room, Style(9.0, theme.WHITE, "bold", 1))
        sketch.block(
            (left + 7.0, top - PHASE + 20.0), phase.note, room, Style(theme.SMALL, theme.WHITE, most=1)
        )
        sketch.line((right, top), (right, layout.bottom), theme.GRID)
    for number, row in enumerate(data.rows):
        sketch.line(
            (0.0, layout.top + number * layout.pitch), (width, layout.top + number * layout.pitch), theme.GRID
        )
        row_name(sketch, layout, number, (row.name, row.note), bold=row.highlight)
        _bar(sketch, span, layout.middle(number), row)
    return sketch.scene(layout.bottom + 2.0, data.alt)


def _bar(sketch: Sketch, span: Span, y: float, row: TimelineRow) -> None:
    """Draw the bar, its label, and a diamond where a milestone ends it."""
    left, right = span.x(row.start), max(span.x(row.end), span.x(row.start) + 3.0)
    fill = theme.MERCHANT if row.highlight else theme.MERCHANT_SOFT
    ink = theme.WHITE if row.highlight else theme.INK
    sketch.rect(left, y - 7.0, right - left, 14.0, fill, 2.5)
    end = right
    if row.milestone:
        end = min(right, sketch.width - 5.4)
        sketch.diamond(end, y, theme.TARGET)
    needed = text_width(clean(row.label), theme.SMALL)
    inside = needed + 10.0 <= end - left - (6.0 if row.milestone else 0.0)
    outside = " ".join(part for part in ("" if inside else row.label, row.milestone) if part)
    if inside:
        sketch.text((left + 5.0, y + CAP * theme.SMALL), row.label, theme.SMALL, ink)
    if outside:
        _beside(sketch, left, end + (8.0 if row.milestone else 4.0), y, outside)


def _beside(sketch: Sketch, left: float, right: float, y: float, text: str) -> None:
    """Write behind the bar, or before it where there is more room."""
    style = Style(theme.SMALL, theme.MUTED, most=1)
    behind, before = sketch.width - right, left - 6.0
    if text_width(clean(text), theme.SMALL) <= behind or behind >= before:
        sketch.block((right, y + CAP * theme.SMALL), text, behind, style)
    else:
        sketch.block((left - 4.0, y + CAP * theme.SMALL), text, before, style, "end")
