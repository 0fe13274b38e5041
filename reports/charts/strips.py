"""Percentile strips: where the merchant stands among its peers, with the width of our ignorance."""

from itertools import pairwise

from reports import theme
from reports.charts.axis import Axis, Span
from reports.charts.keys import legend
from reports.charts.marks import (
    CAP,
    Rows,
    Sketch,
    Style,
    axis_lines,
    lay_rows,
    row_name,
    tint,
    whisker,
    withheld,
)
from reports.charts.work_inputs import StripRow, Strips
from reports.scene import Scene
from reports.text import clean
from reports.text import width as text_width

AXIS_ROOM: float = 24.0
QUARTERS: tuple[float, ...] = (0.0, 25.0, 50.0, 75.0, 100.0)


def percentile_strips(
    data: Strips, *, width: float = theme.COLUMN_WIDTH, height: float | None = None
) -> Scene:
    """Draw one strip from 0 to 100 a row with the merchant's dot and its interval.

    Parameters
    ----------
    data
        A row without percentile but with bounds shows its range only.
    width, height
        Size in points; without `height` rows take a comfortable pitch.
    """
    sketch = Sketch(width)
    words = data.words
    ranged = any(r.percentile is None and r.low is not None for r in data.rows)
    top = 16.0 + legend(
        sketch,
        words.heading,
        (
            ("dot", words.merchant if any(r.percentile is not None for r in data.rows) else ""),
            ("interval", words.interval),
            ("band", words.band if ranged else ""),
        ),
    )
    room = (height or theme.BODY_HEIGHT) - top - AXIS_ROOM
    layout = lay_rows([(r.name, r.note) for r in data.rows], width, top, room)
    label = max((text_width(clean(r.label), 9.5, "bold") for r in data.rows), default=0.0)
    value = min(max(label + 12.0, 44.0), width * 0.26)
    span = Span(Axis(0.0, 100.0, data.ticks), layout.names + 4.0, width - value - 10.0)
    sketch.block((width, top - 5.0), words.value, value + 10.0, Style(theme.NOTE, theme.MUTED, most=1), "end")
    for number, row in enumerate(data.rows):
        if row.highlight:
            tint(sketch, layout, number)
    axis_lines(sketch, span, layout.bottom, layout.bottom + 3.0)
    for number, row in enumerate(data.rows):
        _row(sketch, layout, span, number, row, value)
    return sketch.scene(layout.bottom + AXIS_ROOM, data.alt)


def _row(sketch: Sketch, layout: Rows, span: Span, number: int, row: StripRow, value: float) -> None:
    """Draw one strip with its quarters, range, dot and label."""
    y = layout.middle(number)
    row_name(sketch, layout, number, (row.name, row.note), bold=row.highlight)
    if row.percentile is None and (row.low is None or row.high is None):
        withheld(sketch, layout, number, row.withheld, span.left)
        return
    for quarter, (low, high) in enumerate(pairwise(QUARTERS)):
        fill = theme.PEER_BAND if quarter in (1, 2) else theme.PEER_FAINT
        sketch.rect(span.x(low) + 0.5, y - 5.0, span.x(high) - span.x(low) - 1.0, 10.0, fill)
    sketch.line((span.x(50.0), y - 7.0), (span.x(50.0), y + 7.0), theme.PEER, 1.2)
    if row.percentile is not None:
        whisker(sketch, span, y, (row.low, row.high))
        sketch.dot(span.x(row.percentile), y, theme.MERCHANT)
    elif row.low is not None and row.high is not None:
        sketch.rect(
            span.x(row.low), y - 5.0, span.x(row.high) - span.x(row.low), 10.0, theme.MERCHANT_SOFT, 2.0
        )
    style = Style(9.5, theme.MERCHANT if row.label else theme.MUTED, "bold", 1)
    lines, size = style.set(row.label, value)
    for line in lines:
        sketch.text((sketch.width, y + CAP * size), line, size, style.colour, "bold", "end")
