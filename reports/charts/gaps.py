"""Gap to target: dumbbells from where the merchant stands to where it should be, largest gap first."""

from reports import theme
from reports.charts.axis import Span
from reports.charts.inputs import GapRow, Gaps
from reports.charts.marks import (
    CAP,
    Pitch,
    Rows,
    Sketch,
    Style,
    axis_lines,
    legend,
    name_column,
    peers,
    plot_span,
    row_name,
    tint,
    withheld,
)
from reports.scene import Scene
from reports.text import width as text_width

AXIS: float = 26.0
VALUE: float = 58.0
NEAR: float = 17.0
"""Two numbers closer than this (points) step aside from each other."""


def gap_dumbbells(data: Gaps, *, width: float = theme.COLUMN_WIDTH, height: float | None = None) -> Scene:
    """Draw one dumbbell a row: score, target, peers behind, the gap as a number.

    Parameters
    ----------
    data
        Rows in any order; they are sorted by gap, withheld ones last.
    width, height
        Size in points; without `height` rows take a comfortable pitch.

    Returns
    -------
    Scene
        As high as its rows need.
    """
    sketch = Sketch(width)
    words = data.words
    shown = [row for row in data.rows if row.gap is not None]
    top = legend(
        sketch,
        words.heading,
        (
            ("dot", words.score),
            ("target", words.target),
            ("band", words.peer_band if any(r.peers.q1 is not None for r in data.rows) else ""),
            ("median", words.peer_median if any(r.peers.median is not None for r in data.rows) else ""),
        ),
    )
    top += 14.0
    ordered = sorted(data.rows, key=lambda row: (row.gap is None, -(row.gap or 0.0)))
    room = (height or theme.BODY_HEIGHT) - top - AXIS
    names = name_column([(r.name, r.note) for r in ordered], width, 0.2, 0.34)
    layout = Rows(top, Pitch().of(room, len(ordered)), len(ordered), names)
    span = plot_span(data.axis, layout.names, width - VALUE)
    tinted = min(data.highlighted, sum(1 for row in shown if row.gap))
    for number in range(tinted):
        tint(sketch, layout, number)
    axis_lines(sketch, span, layout.top, layout.bottom + 4.0)
    sketch.text((width - VALUE / 2, top - 4.0), words.gap, theme.NOTE, theme.MUTED, anchor="middle")
    for number, row in enumerate(ordered):
        _row(sketch, layout, span, number, row, number < tinted)
    return sketch.scene(layout.bottom + AXIS, data.alt)


def _row(sketch: Sketch, layout: Rows, span: Span, number: int, row: GapRow, tinted: bool) -> None:
    """Draw one row."""
    y = layout.middle(number) + min(4.0, layout.pitch / 10)
    row_name(sketch, layout, number, (row.name, row.note), bold=tinted)
    peers(sketch, span, y, (row.peers.q1, row.peers.median, row.peers.q3))
    if row.score is not None and row.target is not None:
        ends = sorted((span.x(row.score), span.x(row.target)))
        sketch.line((ends[0], y), (ends[1], y), theme.TARGET if tinted else theme.PEER, 2.4)
    if row.target is not None:
        sketch.diamond(span.x(row.target), y, theme.TARGET)
    if row.score is not None:
        sketch.dot(span.x(row.score), y, theme.MERCHANT)
    _numbers(sketch, span, y, row)
    if row.score is None:
        withheld(sketch, layout, number, row.withheld, span.left)
    if row.gap is not None:
        middle = (sketch.width - VALUE / 2, layout.middle(number) + CAP * 10.0)
        colour = theme.TARGET if tinted else theme.INK
        sketch.text(middle, f"{row.gap:.1f}", 10.0, colour, "bold" if tinted else "regular", "middle")


def _numbers(sketch: Sketch, span: Span, y: float, row: GapRow) -> None:
    """Print score and target above their marks, stepping aside where they would touch."""
    places = [
        (span.x(value), f"{value:.1f}", colour)
        for value, colour in ((row.score, theme.MERCHANT), (row.target, theme.TARGET))
        if value is not None
    ]
    places.sort(key=lambda place: place[0])
    style = Style(theme.NOTE, weight="bold")
    gap = places[1][0] - places[0][0] if len(places) > 1 else NEAR
    aside = max(0.0, NEAR - gap) / 2
    for (x, number, colour), push in zip(places, (-aside, aside), strict=False):
        half = text_width(number, style.size, "bold") / 2
        held = min(max(x + push, half), sketch.width - half)
        sketch.text((held, y - 8.0), number, style.size, colour, "bold", "middle")
