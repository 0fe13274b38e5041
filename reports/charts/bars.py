"""Ranked bars: resemblance to archetypes, shares, anything with one number a row."""

from reports import theme
from reports.charts.inputs import Bars
from reports.charts.keys import legend
from reports.charts.marks import CAP, Pitch, Sketch, lay_rows, row_name, withheld
from reports.scene import Scene
from reports.text import clean
from reports.text import width as text_width


def ranked_bars(data: Bars, *, width: float = theme.COLUMN_WIDTH, height: float | None = None) -> Scene:
    """Draw one bar a row with its number at the end, in the given order.

    Parameters
    ----------
    data
        Rows; `maximum` > 0 is the value that fills the width.
    width, height
        Size in points; without `height` rows take a comfortable pitch.
    """
    sketch = Sketch(width)
    top = 4.0 + legend(sketch, data.heading, ())
    room = (height or theme.BODY_HEIGHT) - top
    layout = lay_rows([(r.name, r.note) for r in data.rows], width, top, room, Pitch(15.5, 38.0, (0.2, 0.4)))
    size = theme.LABEL + 0.5
    label = max((text_width(clean(r.label), size, "bold") for r in data.rows), default=0.0) + 8.0
    full = width - layout.names - label
    tall = min(16.0, layout.pitch * 0.5)
    for number, row in enumerate(data.rows):
        y = layout.middle(number)
        row_name(sketch, layout, number, (row.name, row.note), bold=row.highlight)
        if row.value is None:
            withheld(sketch, layout, number, data.withheld, layout.names)
            continue
        sketch.rect(layout.names, y - tall / 2, full, tall, theme.PEER_FAINT, 1.5)
        long = full * min(max(row.value / data.maximum, 0.0), 1.0)
        colour = theme.MERCHANT if row.highlight else theme.MERCHANT_SOFT
        sketch.rect(layout.names, y - tall / 2, long, tall, colour, 1.5)
        ink, weight = (theme.MERCHANT, "bold") if row.highlight else (theme.INK, "regular")
        at = (layout.names + long + 6.0, y + CAP * size)
        sketch.text(at, row.label, size, ink, "bold" if weight == "bold" else "regular")
    return sketch.scene(layout.bottom + 2.0, data.alt)
