"""How the answers to each item are spread over the levels: stacked bars with the counts in them."""

from reports import theme
from reports.charts.marks import CAP, Pitch, Rows, Sketch, Style, lay_rows, row_name
from reports.charts.work_inputs import Distribution, DistributionRow
from reports.scene import Scene
from reports.text import clean
from reports.text import width as text_width

MEAN: float = 34.0
EXTRA: float = 46.0
READABLE: float = 9.0
"""A segment narrower than this (points) does not print its count."""


def item_distribution(
    data: Distribution, *, width: float = theme.COLUMN_WIDTH, height: float | None = None
) -> Scene:
    """Draw one stacked bar an item: the share of respondents at each level.

    Parameters
    ----------
    data
        `counts` has one entry a level; an item nobody answered shows an empty bar.
    width, height
        Size in points; without `height` rows take a comfortable pitch.
    """
    sketch = Sketch(width)
    words = data.words
    colours = _colours(len(data.levels))
    top = _key(sketch, data, colours) + 16.0
    room = (height or theme.BODY_HEIGHT) - top
    pitch = Pitch(17.0, 34.0, (0.26, 0.46))
    layout = lay_rows([(r.name, r.note) for r in data.rows], width, top, room, pitch)
    extra = EXTRA if words.extra else 0.0
    full = width - layout.names - MEAN - extra
    style = Style(theme.SMALL, theme.MUTED, most=1)
    sketch.block((width - extra, top - 5.0), words.mean, MEAN + 8.0, style, "end")
    if words.extra:
        sketch.block((width, top - 5.0), words.extra, EXTRA, style, "end")
    for number, row in enumerate(data.rows):
        _row(sketch, layout, number, row, (full, extra), colours)
    return sketch.scene(layout.bottom + 2.0, data.alt)


def _colours(count: int) -> list[tuple[str, str]]:
    """Fill and ink of each level, light to dark; the palest step is left out, it would vanish on paper."""
    last = len(theme.HEAT) - 1
    steps = [1 + round(n * (last - 1) / max(count - 1, 1)) for n in range(count)]
    return [(theme.HEAT[s], theme.HEAT_INK[s]) for s in steps]


def _key(sketch: Sketch, data: Distribution, colours: list[tuple[str, str]]) -> float:
    """Write the heading and the names of the levels; return the height used."""
    used = sketch.block((0.0, 10.0), data.words.heading, sketch.width, Style(9.0, theme.INK, "bold", 2))
    x, y = 0.0, used + 8.0
    for name, (fill, _) in zip(data.levels, colours, strict=True):
        needed = 14.0 + text_width(clean(name), theme.NOTE)
        if x > 0 and x + needed > sketch.width:
            x, y = 0.0, y + 13.0
        sketch.rect(x, y - 4.0, 10.0, 8.0, fill, 1.0)
        sketch.text((x + 14.0, y + CAP * theme.NOTE), name, theme.NOTE, theme.MUTED)
        x += needed + 12.0
    return y + 6.0


def _row(
    sketch: Sketch, layout: Rows, number: int, row: DistributionRow, columns: tuple[float, float],
    colours: list[tuple[str, str]],
) -> None:  # fmt: skip
    """Draw one bar with its counts, mean and extra column."""
    full, extra = columns
    y, tall = layout.middle(number), min(15.0, layout.pitch * 0.62)
    row_name(sketch, layout, number, (row.name, row.note))
    total = sum(row.counts)
    left = layout.names
    if not total:
        sketch.rect(left, y - tall / 2, full, tall, theme.PEER_FAINT)
    for count, (fill, ink) in zip(row.counts, colours, strict=True):
        wide = full * count / total if total else 0.0
        sketch.rect(left, y - tall / 2, max(wide - 0.8, 0.0), tall, fill)
        if wide >= READABLE:
            at = (left + wide / 2 - 0.4, y + CAP * theme.SMALL)
            sketch.text(at, str(count), theme.SMALL, ink, anchor="middle")
        left += wide
    if row.mean is not None:
        at = (sketch.width - extra, y + CAP * theme.LABEL)
        sketch.text(at, f"{row.mean:.1f}", theme.LABEL, theme.MERCHANT, "bold", "end")
    sketch.text((sketch.width, y + CAP * theme.NOTE), row.extra, theme.NOTE, theme.MUTED, anchor="end")
