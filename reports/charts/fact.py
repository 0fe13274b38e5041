"""The FACT matrix: where sales are planned to come from against how ready the organization is for it."""

from reports import theme
from reports.charts.axis import Span
from reports.charts.marks import CAP, Pitch, Rows, Sketch, Style, axis_lines, tint, whisker
from reports.charts.work_inputs import FactMatrix, FactRow
from reports.scene import Scene
from reports.text import width as text_width

HEADER: float = 24.0
AXIS: float = 26.0
SHARES: tuple[float, ...] = (0.25, 0.18, 0.35, 0.22)
"""Widths of the columns: position, planned share, readiness, verdict."""


def fact_matrix(data: FactMatrix, *, width: float = theme.COLUMN_WIDTH, height: float | None = None) -> Scene:
    """Draw one row a position: its letter and name, planned share, readiness with interval, verdict.

    Parameters
    ----------
    data
        `planned` is percent of net sales (0-100); rows with `alert` are tinted.
    width, height
        Size in points; without `height` rows take a comfortable pitch.
    """
    sketch = Sketch(width)
    words = data.words
    room = (height or theme.BODY_HEIGHT) - HEADER - AXIS
    layout = Rows(HEADER, Pitch(40.0, 62.0).of(room, len(data.rows)), len(data.rows), SHARES[0] * width)
    edges = [sum(SHARES[:n]) * width for n in range(len(SHARES))]
    span = Span(data.axis, edges[2] + 8.0, edges[3] - 34.0)
    head = Style(theme.NOTE, theme.MUTED, most=1)
    for x, text in zip(edges, (words.position, words.planned, words.readiness, words.verdict), strict=True):
        sketch.block((x, 10.0), text, width / 4 - 8.0, head)
    for number, row in enumerate(data.rows):
        y = layout.top + number * layout.pitch
        if row.alert:
            tint(sketch, layout, number)
        sketch.line((0.0, y), (width, y), theme.RULE)
    axis_lines(sketch, span, layout.top + 6.0, layout.bottom)
    _threshold(sketch, data, span, layout)
    largest = max([row.planned or 0.0 for row in data.rows] + [1.0])
    for number, row in enumerate(data.rows):
        _position(sketch, layout, number, row)
        _planned(sketch, (edges[1], edges[2] - edges[1] - 14.0), layout.middle(number), row, largest)
        _readiness(sketch, data, span, layout.middle(number), row)
        _verdict(sketch, (edges[3], width - edges[3]), layout, number, row)
    return sketch.scene(layout.bottom + AXIS, data.alt)


def _threshold(sketch: Sketch, data: FactMatrix, span: Span, layout: Rows) -> None:
    """Draw the readiness line with its name above the first row."""
    if data.threshold is None:
        return
    x = span.x(data.threshold)
    sketch.dashed((x, layout.top + 3.0), (x, layout.bottom), theme.TARGET)
    text = f"{data.words.threshold} {data.threshold:.1f}"
    sketch.block((x, layout.top - 3.0), text, 90.0, Style(theme.SMALL, theme.TARGET, "bold", 1), "middle")


def _position(sketch: Sketch, layout: Rows, number: int, row: FactRow) -> None:
    """Draw the letter badge with name and note beside it."""
    y = layout.middle(number)
    colour = theme.TARGET if row.alert else theme.NAVY
    sketch.rect(0.0, y - 12.0, 24.0, 24.0, colour, 4.0)
    sketch.text((12.0, y + CAP * 13.0), row.letter, 13.0, theme.WHITE, "bold", "middle")
    room = layout.names - 42.0
    lines, size = Style(theme.LABEL + 0.5, weight="bold", most=2).set(row.name, room)
    left = layout.pitch - 4.0 - len(lines) * size * 1.25
    most = max(int(left / (theme.SMALL * 1.3)), 2)
    note, small = (
        Style(theme.SMALL, theme.MUTED, most=most).set(row.note, room) if row.note else ((), theme.SMALL)
    )
    top = y - (len(lines) * size * 1.25 + len(note) * small * 1.3) / 2
    for line in lines:
        sketch.text((32.0, top + size * 0.98), line, size, theme.INK, "bold")
        top += size * 1.25
    for line in note:
        sketch.text((32.0, top + small), line, small, theme.MUTED)
        top += small * 1.3


def _planned(sketch: Sketch, column: tuple[float, float], y: float, row: FactRow, largest: float) -> None:
    """Draw the planned share as a bar with its label above."""
    left, wide = column
    colour = theme.TARGET if row.alert else theme.PEER
    sketch.text((left, y - 5.0), row.planned_label, 10.0, theme.INK, "bold")
    sketch.rect(left, y + 2.0, wide, 8.0, theme.PEER_FAINT, 1.5)
    if row.planned is not None:
        sketch.rect(left, y + 2.0, wide * min(row.planned / max(largest, 1.0), 1.0), 8.0, colour, 1.5)


def _readiness(sketch: Sketch, data: FactMatrix, span: Span, y: float, row: FactRow) -> None:
    """Draw readiness with its interval and number."""
    if row.readiness is None:
        lines, size = Style(theme.NOTE, theme.MUTED, most=1).set(data.withheld, span.right - span.left + 20.0)
        for line in lines:
            sketch.rect(span.left - 4.0, y - 7.0, text_width(line, size) + 8.0, 14.0, theme.WHITE)
            sketch.text((span.left, y + CAP * size), line, size, theme.MUTED)
        return
    whisker(sketch, span, y, (row.low, row.high))
    sketch.dot(span.x(row.readiness), y, theme.MERCHANT)
    at = (span.right + 26.0, y + CAP * 10.0)
    sketch.text(
        at, f"{row.readiness:.1f}", 10.0, theme.TARGET if row.alert else theme.MERCHANT, "bold", "end"
    )


def _verdict(sketch: Sketch, column: tuple[float, float], layout: Rows, number: int, row: FactRow) -> None:
    """Write the verdict, centred on the row."""
    most = max(int((layout.pitch - 8.0) / (theme.NOTE * theme.LEADING_TIGHT)), 2)
    style = Style(
        theme.NOTE, theme.TARGET if row.alert else theme.TEXT, "bold" if row.alert else "regular", most
    )
    lines, size = style.set(row.verdict, column[1])
    top = layout.middle(number) - len(lines) * size * style.leading / 2 + size * 1.02
    for offset, line in enumerate(lines):
        sketch.text((column[0], top + offset * size * style.leading), line, size, style.colour, style.weight)
