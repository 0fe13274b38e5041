"""A heat map with its numbers printed: dimensions by roles."""

from reports import theme
from reports.charts.inputs import Matrix, MatrixCell
from reports.charts.keys import legend
from reports.charts.marks import CAP, Pitch, Sketch, Style, lay_rows, row_name
from reports.scene import Line, Rect, Scene
from reports.text import clean
from reports.text import width as text_width

HEADER: float = 34.0
KEY: float = 24.0
HATCH: float = 6.0


def role_matrix(data: Matrix, *, width: float = theme.COLUMN_WIDTH, height: float | None = None) -> Scene:
    """Draw rows by columns; a withheld cell is hatched grey and says so.

    Parameters
    ----------
    data
        Every row has one cell a column; `low` and `high` end the colour scale.
    width, height
        Size in points; without `height` rows take a comfortable pitch.
    """
    sketch = Sketch(width)
    words = data.words
    marked = any(cell.mark for row in data.rows for cell in row.cells)
    top = legend(sketch, words.heading, (("frame", words.marked if marked else ""),)) + HEADER
    room = (height or theme.BODY_HEIGHT) - top - KEY
    layout = lay_rows([(r.name, r.note) for r in data.rows], width, top, room, Pitch(17.0, 52.0, (0.16, 0.3)))
    cell = (width - layout.names) / max(len(data.columns), 1)
    sketch.text((0.0, top - 8.0), words.corner, theme.NOTE, theme.MUTED)
    for number, column in enumerate(data.columns):
        middle = layout.names + (number + 0.5) * cell
        lines, size = Style(theme.LABEL, weight="bold", most=2).set(column.name, cell - 4.0)
        start = top - (18.0 if column.note else 8.0) - (len(lines) - 1) * size * theme.LEADING_TIGHT
        for line_number, line in enumerate(lines):
            y = start + line_number * size * theme.LEADING_TIGHT
            sketch.text((middle, y), line, size, theme.INK, "bold", "middle")
        sketch.block(
            (middle, top - 7.0), column.note, cell, Style(theme.SMALL, theme.MUTED, most=1), "middle"
        )
    for row_number, row in enumerate(data.rows):
        row_name(sketch, layout, row_number, (row.name, row.note))
        for number, value in enumerate(row.cells):
            left = layout.names + number * cell
            _cell(sketch, data, value, (left, layout.top + row_number * layout.pitch, cell, layout.pitch))
    if data.rows:
        _key(sketch, data, layout.bottom + 10.0)
    return sketch.scene(layout.bottom + KEY, data.alt)


def _step(data: Matrix, value: float) -> int:
    """Colour step of a value, 0 the lightest."""
    share = (value - data.low) / (data.high - data.low)
    return min(max(int(share * len(theme.HEAT)), 0), len(theme.HEAT) - 1)


def _cell(sketch: Sketch, data: Matrix, cell: MatrixCell, box: tuple[float, float, float, float]) -> None:
    """Draw one cell with its number and note."""
    x, y, wide, tall = box[0] + 1.0, box[1] + 1.0, box[2] - 2.0, box[3] - 2.0
    middle = x + wide / 2
    if cell.value is None:
        sketch.rect(x, y, wide, tall, theme.PEER_FAINT, 1.5)
        _hatch(sketch, x, y, wide, tall)
        style = Style(theme.SMALL, theme.MUTED, most=1)
        lines, size = style.set(cell.note or data.words.withheld, wide - 4.0)
        sketch.text((middle, y + tall / 2 + CAP * size), "".join(lines), size, theme.MUTED, anchor="middle")
        return
    step = _step(data, cell.value)
    ink = theme.HEAT_INK[step]
    sketch.rect(x, y, wide, tall, theme.HEAT[step], 1.5)
    noted = bool(cell.note) and tall >= 24.0  # noqa: PLR2004
    baseline = y + tall / 2 + CAP * 10.0 - (4.5 if noted else 0.0)
    sketch.text((middle, baseline), f"{cell.value:.1f}", 10.0, ink, "bold", "middle")
    if noted:
        sketch.block((middle, baseline + 10.5), cell.note, wide - 4.0, Style(6.5, ink, most=1), "middle")
    if cell.mark:  # the white line keeps the frame visible in grey print
        sketch.marks.append(Rect(x + 2.2, y + 2.2, wide - 4.4, tall - 4.4, None, theme.WHITE, 1.0, 1.0))
        sketch.marks.append(Rect(x + 0.8, y + 0.8, wide - 1.6, tall - 1.6, None, theme.TARGET, 1.6, 1.5))


def _hatch(sketch: Sketch, x: float, y: float, wide: float, tall: float) -> None:
    """Draw diagonal lines clipped to a box: grey alone could be read as a low value."""
    offset = HATCH
    while offset < wide + tall:
        start = (x + min(offset, wide), y + max(0.0, offset - wide))
        end = (x + max(0.0, offset - tall), y + min(offset, tall))
        sketch.marks.append(Line(*start, *end, theme.WHITE, 1.0))
        offset += HATCH


def _key(sketch: Sketch, data: Matrix, y: float) -> None:
    """Draw the colour steps between the words for low and high."""
    right = sketch.width
    style = Style(theme.SMALL, theme.MUTED, most=1)
    sketch.text(
        (right, y + 7.0), f"{data.high:.0f} {data.words.high}", style.size, style.colour, anchor="end"
    )
    right -= 4.0 + text_width(clean(f"{data.high:.0f} {data.words.high}"), theme.SMALL)
    for number, colour in enumerate(reversed(theme.HEAT)):
        sketch.rect(right - (number + 1) * 18.0, y, 18.0, 8.0, colour)
    left = right - len(theme.HEAT) * 18.0 - 4.0
    sketch.text((left, y + 7.0), f"{data.low:.0f} {data.words.low}", style.size, style.colour, anchor="end")
