"""What the plan is expected to do: scores now and then, each with its range."""

from typing import Final

from reports import theme
from reports.charts.axis import Span
from reports.charts.keys import Draw, explain
from reports.charts.marks import (
    CAP,
    Pitch,
    Rows,
    Sketch,
    Style,
    axis_lines,
    plot_span,
    tint,
)
from reports.charts.pills import name_and_note
from reports.charts.plan_inputs import ProjectionRow, Projections
from reports.scene import Circle, Scene
from reports.text import NAME_LIMIT, clean
from reports.text import width as text_width

AXIS: Final = 26.0
CHANGE: Final = 56.0
SMALL: Final = 8.0
APART: Final = 3.6
"""Now lies this far above the middle of a row, then below it (points)."""


def projection_dumbbells(
    data: Projections, *, width: float = theme.COLUMN_WIDTH, height: float | None = None
) -> Scene:
    """Draw one row a score: a hollow dot for now, a full one for then, each on its range.

    Parameters
    ----------
    data
        Rows in the order to draw; a row without `now` says why and has no marks, one without `then` only now.
    width, height
        Size in points; without `height` rows take a comfortable pitch.
    """
    sketch = Sketch(width)
    words = data.words
    ranged = any(row.now_low is not None or row.then_low is not None for row in data.rows)
    targeted = any(row.target is not None for row in data.rows)
    entries: tuple[tuple[float, Draw, str], ...] = (
        (10.0, lambda s, x, y: _now(s, x + 4.5, y), words.now),
        (10.0, lambda s, x, y: s.dot(x + 4.5, y, theme.MERCHANT, 4.5), words.then),
        (16.0, _range_key, words.range if ranged else ""),
        (10.0, lambda s, x, y: s.diamond(x + 5.0, y, theme.TARGET, 5.0), words.target if targeted else ""),
    )
    top = explain(sketch, words.heading, entries, SMALL) + 14.0
    room = (height or theme.BODY_HEIGHT) - top - AXIS
    names = min(max(_widest(data) + 12.0, 0.2 * width), 0.38 * width)
    layout = Rows(top, Pitch(19.0, 40.0).of(room, len(data.rows)), len(data.rows), names)
    span = plot_span(data.axis, layout.names, width - CHANGE)
    for number, row in enumerate(data.rows):
        if row.highlight:
            tint(sketch, layout, number, theme.MERCHANT_FAINT)
    axis_lines(sketch, span, layout.top, layout.bottom + 3.0, SMALL)
    if data.rows:
        style = Style(SMALL, theme.MUTED, most=1, shrink=False)
        sketch.block((width, top - 4.0), words.change, CHANGE + 20.0, style, "end")
    for number, row in enumerate(data.rows):
        _row(sketch, layout, span, number, row)
    return sketch.scene(layout.bottom + AXIS, data.alt)


def _widest(data: Projections) -> float:
    """Width of the widest name or note."""
    names = [text_width(clean(row.name, NAME_LIMIT), theme.LABEL, "bold") for row in data.rows]
    notes = [text_width(clean(row.note, NAME_LIMIT), SMALL) for row in data.rows]
    return max([*names, *notes], default=0.0)


def _row(sketch: Sketch, layout: Rows, span: Span, number: int, row: ProjectionRow) -> None:
    """Draw one score."""
    y = layout.middle(number)
    words = (row.name, row.note)
    name_and_note(sketch, (0.0, y), words, (layout.names - 8.0, layout.pitch), bold=row.highlight)
    if row.now is None:
        style = Style(SMALL, theme.MUTED, most=1, shrink=False)
        sketch.block((span.left, y + CAP * SMALL), row.withheld, sketch.width - span.left, style)
        return
    above, below = y - APART, y + APART
    _range(sketch, span, above, (row.now_low, row.now_high), theme.PEER)
    if row.then is not None:
        _range(sketch, span, below, (row.then_low, row.then_high), theme.MERCHANT_SOFT)
        sketch.line((span.x(row.now), above), (span.x(row.then), below), theme.MERCHANT, 1.4)
        _change(sketch, y, row.now, row.then, bold=row.highlight)
    if row.target is not None:
        sketch.diamond(span.x(row.target), y, theme.TARGET, 4.6)
    _now(sketch, span.x(row.now), above)
    if row.then is not None:
        sketch.dot(span.x(row.then), below, theme.MERCHANT, 4.2)


def _change(sketch: Sketch, y: float, now: float, then: float, *, bold: bool) -> None:
    """Print both scores with an arrow between them."""
    size = theme.LABEL + 0.5
    after = f"{then:.1f}"
    sketch.text((sketch.width, y + CAP * size), after, size, theme.MERCHANT, "bold", "end")
    x = sketch.width - text_width(after, size, "bold") - 4.0
    sketch.line((x - 9.0, y), (x - 2.0, y), theme.MUTED, 1.0)
    for way in (-2.4, 2.4):
        sketch.line((x - 4.2, y + way), (x - 1.6, y), theme.MUTED, 1.0)
    ink = theme.INK if bold else theme.MUTED
    sketch.text((x - 13.0, y + CAP * size), f"{now:.1f}", size, ink, "regular", "end")


def _range(sketch: Sketch, span: Span, y: float, bounds: tuple[float | None, float | None], ink: str) -> None:
    """Draw a range as a line with end caps."""
    low, high = bounds
    if low is None or high is None:
        return
    left, right = span.x(low), span.x(high)
    sketch.line((left, y), (right, y), ink, 2.0)
    for x in (left, right):
        sketch.line((x, y - 2.6), (x, y + 2.6), ink, 1.1)


def _now(sketch: Sketch, x: float, y: float) -> None:
    """Draw the hollow dot of today."""
    sketch.marks.append(Circle(x, y, 3.8, theme.WHITE, theme.INK, 1.4))


def _range_key(sketch: Sketch, x: float, y: float) -> None:
    sketch.line((x, y), (x + 16.0, y), theme.MERCHANT_SOFT, 2.0)
    for end in (x, x + 16.0):
        sketch.line((end, y - 2.6), (end, y + 2.6), theme.MERCHANT_SOFT, 1.1)
