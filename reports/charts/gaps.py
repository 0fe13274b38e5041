"""Gap to target: dumbbells from where the merchant stands to where it should be, largest gap first."""

from typing import Final

from reports import theme
from reports.charts.axis import Span
from reports.charts.inputs import GapRow, Gaps
from reports.charts.keys import Mark, legend
from reports.charts.marks import (
    CAP,
    Rows,
    Sketch,
    Style,
    axis_lines,
    lay_rows,
    peers,
    plot_span,
    row_name,
    tint,
    withheld,
)
from reports.scene import Scene
from reports.text import width as text_width

AXIS: Final = 30.0
VALUE: Final = 58.0
COLUMN: Final = 34.0
"""Width of a number column where rows are too low for numbers above their marks."""
NEAR: Final = 17.0
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
        As high as its rows need. Many rows are set low, with their numbers in columns at the right.
    """
    sketch = Sketch(width)
    top = 14.0 + _legend(sketch, data)
    ordered = sorted(data.rows, key=lambda row: (row.gap is None, -(row.gap or 0.0)))
    room = (height or theme.BODY_HEIGHT) - top - AXIS
    layout = lay_rows([(r.name, r.note) for r in ordered], width, top, room)
    span = plot_span(data.axis, layout.names, width - (3 * COLUMN if layout.tight else VALUE))
    tinted = min(data.highlighted, sum(1 for row in ordered if row.gap))
    for number in range(tinted):
        tint(sketch, layout, number)
    axis_lines(sketch, span, layout.top, layout.bottom + 4.0)
    _headers(sketch, layout, data)
    for number, row in enumerate(ordered):
        _row(sketch, layout, span, number, row, number < tinted)
    return sketch.scene(layout.bottom + AXIS, data.alt)


def _legend(sketch: Sketch, data: Gaps) -> float:
    """Write the heading and explain the marks that occur; return the height used."""
    words = data.words
    banded = any(row.peers.q1 is not None for row in data.rows)
    median = any(row.peers.median is not None for row in data.rows)
    entries: tuple[tuple[Mark, str], ...] = (
        ("dot", words.score),
        ("target", words.target),
        ("band", words.peer_band if banded else ""),
        ("median", words.peer_median if median else ""),
    )
    return legend(sketch, words.heading, entries)


def _columns(sketch: Sketch, layout: Rows) -> tuple[float, ...]:
    """Middles of the number columns: the gap alone, or score, target and gap where rows are low."""
    if layout.tight:
        return tuple(sketch.width - (n + 0.5) * COLUMN for n in (2, 1, 0))
    return (sketch.width - VALUE / 2,)


def _headers(sketch: Sketch, layout: Rows, data: Gaps) -> None:
    """Write the headers of the number columns, their last lines just above the rows."""
    words = data.words
    texts = (words.score, words.target, words.gap) if layout.tight else (words.gap,)
    room = COLUMN - 2.0 if layout.tight else VALUE
    for x, text in zip(_columns(sketch, layout), texts, strict=True):
        lines, size = Style(theme.NOTE, theme.MUTED, most=2).set(text, room)
        for number, line in enumerate(reversed(lines)):
            y = layout.top - 4.0 - number * size * 1.2
            sketch.text((x, y), line, size, theme.MUTED, anchor="middle")


def _row(sketch: Sketch, layout: Rows, span: Span, number: int, row: GapRow, tinted: bool) -> None:
    """Draw one row."""
    y = layout.middle(number) + (0.0 if layout.tight else 4.0)
    radius = 4.2 if layout.tight else 5.0
    row_name(sketch, layout, number, (row.name, row.note), bold=tinted)
    quartiles = (row.peers.q1, row.peers.median, row.peers.q3)
    if row.score is not None:  # a reason stands where the peers would be
        peers(sketch, span, y, quartiles, min(11.0, layout.pitch * 0.55))
    if row.score is not None and row.target is not None:
        ends = sorted((span.x(row.score), span.x(row.target)))
        sketch.line((ends[0], y), (ends[1], y), theme.TARGET if tinted else theme.PEER, 2.4)
    if row.target is not None:
        sketch.diamond(span.x(row.target), y, theme.TARGET, radius + 0.4)
    if row.score is not None:
        sketch.dot(span.x(row.score), y, theme.MERCHANT, radius)
    else:
        withheld(sketch, layout, number, row.withheld, span.left)
    if layout.tight:
        _columned(sketch, layout, number, row, tinted)
        return
    _numbers(sketch, span, y, row)
    if row.gap is not None:
        _number(
            sketch, (sketch.width - VALUE / 2, layout.middle(number)), row.gap, 10.0, _ink(tinted), tinted
        )


def _ink(tinted: bool) -> str:
    """Colour of a gap."""
    return theme.TARGET if tinted else theme.INK


def _number(  # noqa: PLR0913, RUF100
    sketch: Sketch, middle: tuple[float, float], value: float, size: float, colour: str, bold: bool
) -> None:
    """Print a number centred on a point."""
    at = (middle[0], middle[1] + CAP * size)
    sketch.text(at, f"{value:.1f}", size, colour, "bold" if bold else "regular", "middle")


def _columned(sketch: Sketch, layout: Rows, number: int, row: GapRow, tinted: bool) -> None:
    """Print score, target and gap in their columns."""
    values = (row.score, row.target, row.gap)
    colours = (theme.MERCHANT, theme.TARGET, _ink(tinted))
    for x, value, colour in zip(_columns(sketch, layout), values, colours, strict=True):
        if value is not None:
            _number(sketch, (x, layout.middle(number)), value, theme.LABEL, colour, tinted)


def _numbers(sketch: Sketch, span: Span, y: float, row: GapRow) -> None:
    """Print score and target above their marks, stepping aside where they would touch."""
    places = [
        (span.x(value), f"{value:.1f}", colour)
        for value, colour in ((row.score, theme.MERCHANT), (row.target, theme.TARGET))
        if value is not None
    ]
    places.sort(key=lambda place: place[0])
    gap = places[1][0] - places[0][0] if len(places) > 1 else NEAR
    aside = max(0.0, NEAR - gap) / 2
    for (x, number, colour), push in zip(places, (-aside, aside), strict=False):
        half = text_width(number, theme.NOTE, "bold") / 2
        held = min(max(x + push, half), sketch.width - half)
        sketch.text((held, y - 8.0), number, theme.NOTE, colour, "bold", "middle")
