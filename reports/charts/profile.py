"""Scores with their 95 % intervals among peers: one row a scale on a common axis."""

from reports import theme
from reports.charts.axis import Span
from reports.charts.inputs import Profile, ProfileRow
from reports.charts.keys import legend
from reports.charts.marks import (
    CAP,
    Rows,
    Sketch,
    axis_lines,
    lay_rows,
    peers,
    plot_span,
    row_name,
    tint,
    whisker,
    withheld,
)
from reports.scene import Scene

AXIS: float = 30.0
VALUE: float = 66.0


def interval_profile(
    data: Profile, *, width: float = theme.COLUMN_WIDTH, height: float | None = None
) -> Scene:
    """Draw score, interval, peers and target of each row; the order of rows is kept.

    Parameters
    ----------
    data
        Rows; a withheld score prints its reason instead of a mark.
    width, height
        Size in points; without `height` rows take a comfortable pitch.
    """
    sketch = Sketch(width)
    words, every = data.words, data.rows
    top = 14.0 + legend(
        sketch,
        words.heading,
        (
            ("dot", words.score),
            ("interval", words.interval if any(r.low is not None for r in every) else ""),
            ("target", words.target if any(r.target is not None for r in every) else ""),
            ("band", words.peer_band if any(r.peers.q1 is not None for r in every) else ""),
            ("median", words.peer_median if any(r.peers.median is not None for r in every) else ""),
        ),
    )
    room = (height or theme.BODY_HEIGHT) - top - AXIS
    layout = lay_rows([(r.name, r.note) for r in every], width, top, room)
    span = plot_span(data.axis, layout.names, width - VALUE)
    for number, row in enumerate(every):
        if row.highlight:
            tint(sketch, layout, number)
    axis_lines(sketch, span, layout.top, layout.bottom + 4.0)
    sketch.text((width, top - 4.0), words.value, theme.NOTE, theme.MUTED, anchor="end")
    for number, row in enumerate(every):
        _row(sketch, layout, span, number, row)
    return sketch.scene(layout.bottom + AXIS, data.alt)


def _row(sketch: Sketch, layout: Rows, span: Span, number: int, row: ProfileRow) -> None:
    """Draw one row."""
    y = layout.middle(number)
    row_name(sketch, layout, number, (row.name, row.note), bold=row.highlight)
    if row.score is None:
        withheld(sketch, layout, number, row.withheld, span.left)
        return
    quartiles = (row.peers.q1, row.peers.median, row.peers.q3)
    peers(sketch, span, y, quartiles, min(11.0, layout.pitch * 0.55))
    whisker(sketch, span, y, (row.low, row.high))
    if row.target is not None:
        sketch.diamond(span.x(row.target), y, theme.TARGET)
    sketch.dot(span.x(row.score), y, theme.MERCHANT)
    size = 10.0
    both = row.low is not None and row.high is not None and layout.pitch >= 22.0  # noqa: PLR2004
    lift = 4.0 if both else 0.0
    sketch.text(
        (sketch.width, y + CAP * size - lift), f"{row.score:.1f}", size, theme.MERCHANT, "bold", "end"
    )
    if both:
        bounds = f"{row.low:.1f}–{row.high:.1f}"
        sketch.text((sketch.width, y + 9.5), bounds, theme.SMALL, theme.MUTED, anchor="end")
