"""Ranked initiatives: number, name, a bar for priority, and short facts in columns."""

from reports import theme
from reports.charts.keys import legend
from reports.charts.marks import CAP, Pitch, Rows, Sketch, Style, tint
from reports.charts.work_inputs import ImpactRow, Impacts
from reports.scene import Scene
from reports.text import clean
from reports.text import width as text_width

HEADER: float = 16.0
BADGE: float = 26.0
CELL: tuple[float, float] = (44.0, 92.0)


def impact_list(data: Impacts, *, width: float = theme.COLUMN_WIDTH, height: float | None = None) -> Scene:
    """Draw one row an initiative in the given order.

    Parameters
    ----------
    data
        Each row has one cell a column; `maximum` > 0 fills the bar.
    width, height
        Size in points; without `height` rows take a comfortable pitch.
    """
    sketch = Sketch(width)
    top = legend(sketch, data.words.heading, ()) + HEADER
    room = (height or theme.BODY_HEIGHT) - top
    cells = [_cell_width(data, number) for number in range(len(data.columns))]
    bar = max(width * 0.14, 60.0)
    names = width - sum(cells) - bar - BADGE - 10.0
    layout = Rows(top, Pitch(26.0, 40.0).of(room, len(data.rows)), len(data.rows), names)
    bar_left = BADGE + names
    lefts = [bar_left + bar + 10.0 + sum(cells[:n]) for n in range(len(cells))]
    head = Style(theme.SMALL, theme.MUTED, most=1)
    sketch.block((bar_left, top - 5.0), data.words.value, bar, head)
    for left, wide, text in zip(lefts, cells, data.columns, strict=True):
        sketch.block((left, top - 5.0), text, wide - 6.0, head)
    for number, row in enumerate(data.rows):
        y = layout.top + number * layout.pitch
        if row.highlight:
            tint(sketch, layout, number, theme.MERCHANT_FAINT)
        sketch.line((0.0, y), (width, y), theme.RULE, 0.5)
        _name(sketch, layout, number, row, data.words.forced)
        _bar(sketch, data, row, (bar_left, bar), layout.middle(number))
        for left, wide, text in zip(lefts, cells, row.cells, strict=True):
            _cell(sketch, layout, number, (left, wide), text)
    return sketch.scene(layout.bottom + 2.0, data.alt)


def _cell_width(data: Impacts, number: int) -> float:
    """Width of a column: its longest text, between limits."""
    texts = [data.columns[number], *(row.cells[number] for row in data.rows)]
    widest = max(text_width(clean(text), theme.NOTE) for text in texts) + 10.0
    return min(max(widest, CELL[0]), CELL[1])


def _name(sketch: Sketch, layout: Rows, number: int, row: ImpactRow, forced: str) -> None:
    """Draw the rank in a circle, the name, and the note or the badge of a forced initiative."""
    y = layout.middle(number)
    sketch.dot(9.0, y, theme.TARGET if row.forced else theme.MERCHANT if row.highlight else theme.PEER, 9.0)
    sketch.text((9.0, y + CAP * theme.LABEL), row.rank, theme.LABEL, theme.WHITE, "bold", "middle")
    room = layout.names - 10.0
    small = " · ".join(part for part in (forced if row.forced else "", row.note) if part)
    lines, size = Style(theme.LABEL + 0.5, weight="bold" if row.highlight else "regular", most=2).set(
        row.name, room
    )
    if layout.pitch < 36.0 and small:  # noqa: PLR2004  (no room for two lines and a note)
        style = Style(theme.LABEL + 0.5, weight="bold" if row.highlight else "regular", most=1)
        lines, size = style.set(row.name, room)
    note, note_size = Style(theme.SMALL, theme.MUTED, most=1).set(small, room) if small else ((), theme.SMALL)
    top = y - (len(lines) * size * 1.25 + len(note) * note_size * 1.4) / 2
    for line in lines:
        sketch.text((BADGE, top + size * 0.98), line, size, theme.INK, "bold" if row.highlight else "regular")
        top += size * 1.25
    for line in note:
        colour = theme.TARGET if row.forced else theme.MUTED
        sketch.text((BADGE, top + note_size * 1.05), line, note_size, colour)


def _bar(sketch: Sketch, data: Impacts, row: ImpactRow, column: tuple[float, float], y: float) -> None:
    """Draw the priority bar with its label behind it."""
    left, wide = column
    label = text_width(clean(row.label), theme.NOTE, "bold") + 6.0
    long = (wide - label) * min(max(row.value / data.maximum, 0.0), 1.0)
    colour = theme.MERCHANT if row.highlight or row.forced else theme.MERCHANT_SOFT
    sketch.rect(left, y - 4.5, long, 9.0, colour, 1.5)
    sketch.text((left + long + 4.0, y + CAP * theme.NOTE), row.label, theme.NOTE, theme.INK, "bold")


def _cell(sketch: Sketch, layout: Rows, number: int, column: tuple[float, float], text: str) -> None:
    """Write one fact, centred on the row."""
    lines, size = Style(theme.NOTE, theme.TEXT, most=2).set(text, column[1] - 8.0)
    top = layout.middle(number) - len(lines) * size * theme.LEADING_TIGHT / 2 + size
    for offset, line in enumerate(lines):
        sketch.text((column[0], top + offset * size * theme.LEADING_TIGHT), line, size, theme.TEXT)
