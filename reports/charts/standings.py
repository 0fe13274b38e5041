"""Standing among peers: the peers' spread as a soft ridge, the merchant's score with its interval on it."""

from typing import Final

from reports import theme
from reports.charts.axis import Span
from reports.charts.keys import legend
from reports.charts.marks import (
    CAP,
    Rows,
    Sketch,
    Style,
    axis_lines,
    lay_rows,
    plot_span,
    row_name,
    tint,
    whisker,
    withheld,
)
from reports.charts.peer_inputs import StandingRow, Standings
from reports.scene import Polygon, Scene
from reports.text import NAME_LIMIT, clean
from reports.text import width as text_width

AXIS_ROOM: Final = 26.0
LABEL: Final = 9.5
LEAST_WORDS: Final = 62.0
MOST_WORDS: Final = 0.27
"""Share of the width that the words at the right may take."""
RIDGE: Final = 0.54
"""Height of a ridge as a share of its row."""
FOOT: Final = 0.64
"""Where in its row a ridge stands."""


def standing_strips(
    data: Standings, *, width: float = theme.COLUMN_WIDTH, height: float | None = None
) -> Scene:
    """Draw one row a scale on the level axis.

    Parameters
    ----------
    data
        A row without density shows the quartiles as a band, or nothing of its peers; a row without score
        prints its reason. Ridges are scaled row by row: they show where peers lie, not how many there are.
    width, height
        Size in points.
    """
    sketch = Sketch(width)
    words = data.words
    scored = [r for r in data.rows if r.score is not None]
    top = 18.0 + legend(
        sketch,
        words.heading,
        (
            ("dot", words.merchant if scored else ""),
            ("interval", words.interval if any(r.low is not None for r in scored) else ""),
            ("ridge", words.ridge if any(r.density for r in scored) else ""),
            ("band", words.band if any(r.peers.q1 is not None for r in scored) else ""),
            ("median", words.median if any(r.peers.median is not None for r in scored) else ""),
        ),
    )
    room = (height or theme.BODY_HEIGHT) - top - AXIS_ROOM
    layout = lay_rows([(r.name, r.note) for r in data.rows], width, top, room)
    value = _words_width(data, width)
    span = plot_span(data.axis, layout.names, width - value - 8.0)
    header = Style(theme.NOTE, theme.MUTED, most=1)
    sketch.block((width - value, top - 6.0), words.value, value, header)
    for number, row in enumerate(data.rows):
        if row.highlight:
            tint(sketch, layout, number, theme.PANEL)
    axis_lines(sketch, span, top, layout.bottom + 3.0)
    for number, row in enumerate(data.rows):
        _row(sketch, layout, span, number, row)
        _standing(sketch, layout, number, row, value)
    return sketch.scene(layout.bottom + AXIS_ROOM, data.alt)


def _words_width(data: Standings, width: float) -> float:
    """Width of the column of words: as wide as the longest standing, within bounds."""
    heads = [text_width(clean(r.label, NAME_LIMIT), LABEL, "bold") for r in data.rows]
    tails = [text_width(clean(r.detail, NAME_LIMIT), theme.SMALL) for r in data.rows]
    return min(max(*heads, *tails, LEAST_WORDS) if heads else LEAST_WORDS, MOST_WORDS * width)


def _row(sketch: Sketch, layout: Rows, span: Span, number: int, row: StandingRow) -> None:
    """Draw name, ridge, quartiles and score of one row."""
    row_name(sketch, layout, number, (row.name, row.note), bold=row.highlight)
    y = layout.top + (number + FOOT) * layout.pitch
    if row.score is None:
        withheld(sketch, layout, number, row.withheld, span.left)
        return
    tall = RIDGE * layout.pitch
    _ridge(sketch, span, y, tall, row.density)
    _quartiles(sketch, span, (y, tall), row)
    whisker(sketch, span, y, (row.low, row.high))
    x = span.x(row.score)
    sketch.dot(x, y, theme.MERCHANT)
    if not layout.tight:
        sketch.text((x, y + 11.8), f"{row.score:.1f}", theme.SMALL, theme.MERCHANT, "bold", "middle")


def _ridge(sketch: Sketch, span: Span, y: float, tall: float, density: tuple[float, ...]) -> None:
    """Draw the peers' density as a filled hill standing at y."""
    if len(density) < 2 or max(density) <= 0:  # noqa: PLR2004  (a hill needs two points)
        return
    step = (span.axis.high - span.axis.low) / (len(density) - 1)
    places = [(span.x(span.axis.low + n * step), y - tall * share) for n, share in enumerate(density)]
    hill = ((places[0][0], y), *places, (places[-1][0], y))
    sketch.marks.append(Polygon(hill, theme.PEER_FAINT))
    sketch.marks.append(Polygon(tuple(places), None, theme.PEER, 0.7, closed=False))


def _quartiles(sketch: Sketch, span: Span, place: tuple[float, float], row: StandingRow) -> None:
    """Draw the peers' middle half as a bar on the foot of the ridge and their median as a line up it."""
    y, tall = place
    sketch.line((span.left, y), (span.right, y), theme.RULE, 0.6)
    peers = row.peers
    if peers.q1 is not None and peers.q3 is not None:
        left, right = span.x(peers.q1), span.x(peers.q3)
        sketch.rect(left, y - 4.0, max(right - left, 1.0), 8.0, theme.PEER_BAND)
    if peers.median is not None:
        x = span.x(peers.median)
        sketch.line((x, y - (tall * 0.8 if row.density else 8.0)), (x, y + 5.0), theme.PEER, 1.5)


def _standing(sketch: Sketch, layout: Rows, number: int, row: StandingRow, value: float) -> None:
    """Write the standing in words at the right, its detail below."""
    x, middle = sketch.width - value, layout.middle(number)
    colour = theme.NAVY if row.detail or row.label else theme.MUTED
    lines, size = Style(LABEL, colour, "bold", most=2).set(row.label, value)
    tail, small = Style(theme.SMALL, theme.MUTED, most=1 if layout.tight else 2).set(row.detail, value)
    tail = () if layout.tight else tail
    tall = len(lines) * size * 1.25 + len(tail) * small * 1.35
    y = middle - tall / 2 + size * (0.5 + CAP) + size * 0.12
    for line in lines[: 1 if layout.tight else 2]:
        sketch.text((x, y), line, size, colour, "bold")
        y += size * 1.25
    for line in tail:
        sketch.text((x, y - size * 1.25 + small * 1.55), line, small, theme.MUTED)
        y += small * 1.35
