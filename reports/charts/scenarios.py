"""Scenarios side by side: what each of them asks for and what it brings."""

from typing import Final

from reports import theme
from reports.charts.axis import Axis, Span
from reports.charts.change_inputs import ScenarioCell, ScenarioColumn, ScenarioRow, Scenarios
from reports.charts.keys import Draw, explain
from reports.charts.marks import CAP, Sketch, Style
from reports.charts.pills import name_and_note, pill, pill_width
from reports.scene import Circle, Rect, Scene

SMALL: Final = 8.0
HEAD: Final = 36.0
GROUP: Final = 20.0
LEAST: Final = 21.0
MOST: Final = 34.0
GAP: Final = 8.0
NAMES: Final = 0.26


def scenario_comparison(
    data: Scenarios, *, width: float = theme.FULL_WIDTH, height: float | None = None
) -> Scene:
    """Draw one column a scenario and one row a measure; bars of a row share one scale.

    Parameters
    ----------
    data
        Every row has one cell a column; the first column is what the others are compared with.
    width, height
        Size in points; without `height` rows take a comfortable pitch.
    """
    sketch = Sketch(width)
    words = data.words
    cells = [cell for group in data.groups for row in group.rows for cell in row.cells]
    entries: tuple[tuple[float, Draw, str], ...] = (
        (8.0, _differs, words.differs if any(cell.differs for cell in cells) else ""),
        (16.0, _range_key, words.range if any(cell.low is not None for cell in cells) else ""),
    )
    top = explain(sketch, words.heading, entries, SMALL) + 2.0
    names = width * NAMES
    column = (width - names) / max(len(data.columns), 1)
    for number, head in enumerate(data.columns):
        _head(sketch, (names + number * column + GAP, top, column - GAP), head)
    n_rows = sum(len(group.rows) for group in data.groups)
    free = (height or theme.BODY_HEIGHT) - top - HEAD - len(data.groups) * GROUP
    pitch = min(MOST, max(LEAST, free / max(n_rows, 1)))
    y = top + HEAD
    for group in data.groups:
        title = Style(theme.LABEL + 0.5, theme.NAVY, "bold", 1, shrink=False)
        sketch.block((0.0, y + 14.0), group.name, width, title)
        y += GROUP
        sketch.line((0.0, y), (width, y), theme.NAVY, 0.9)
        for row in group.rows:
            _row(sketch, row, (names, y, column, pitch))
            y += pitch
            sketch.line((0.0, y), (width, y), theme.GRID)
    return sketch.scene(y + 2.0, data.alt)


def _head(sketch: Sketch, box: tuple[float, float, float], head: ScenarioColumn) -> None:
    """Draw the head of a column; a tagged one is filled."""
    x, y, wide = box
    chosen = bool(head.tag)
    fill, ink = (theme.NAVY, theme.WHITE) if chosen else (theme.PEER_FAINT, theme.INK)
    sketch.rect(x, y, wide, HEAD - 4.0, fill, 3.0)
    room = wide - 16.0 - (pill_width(head.tag) + 6.0 if chosen else 0.0)
    middle = y + (HEAD - 4.0) / 2
    style = Style(theme.LABEL + 0.5, ink, "bold", 1, shrink=False)
    sketch.block((x + 8.0, middle + (-2.5 if head.note else CAP * 9.0)), head.name, room, style)
    note = Style(SMALL, theme.COVER_TEXT if chosen else theme.MUTED, most=1, shrink=False)
    sketch.block((x + 8.0, middle + 10.0), head.note, room, note)
    if chosen:
        pill(sketch, (x + wide - pill_width(head.tag) - 7.0, middle), head.tag, theme.NAVY, filled=False)


def _row(sketch: Sketch, row: ScenarioRow, box: tuple[float, float, float, float]) -> None:
    """Draw one measure."""
    names, top, column, pitch = box
    y = top + pitch / 2
    name_and_note(sketch, (0.0, y), (row.name, row.note), (names - 4.0, pitch))
    values = [v for cell in row.cells for v in (cell.value, cell.high) if v is not None]
    scale = Axis(row.origin, max([row.origin, *map(abs, values)]))
    for number, cell in enumerate(row.cells):
        _cell(sketch, cell, (names + number * column + GAP, y, column - GAP), scale)


def _cell(sketch: Sketch, cell: ScenarioCell, box: tuple[float, float, float], scale: Axis) -> None:
    """Draw the label, the mark of difference, and a bar under a number."""
    x, y, wide = box
    barred = cell.value is not None and scale.high > scale.low
    style = Style(
        theme.LABEL, theme.INK, "bold" if cell.differs else "regular", 1 if barred else 2, shrink=False
    )
    lines, size = style.set(cell.label, wide - 18.0)
    first = y - (2.5 if barred else (len(lines) - 1) * size * 0.6 - CAP * size)
    if cell.differs:
        _differs(sketch, x + 2.0, first - CAP * size)
    for number, line in enumerate(lines):
        sketch.text((x + 14.0, first + number * size * 1.2), line, size, style.colour, style.weight)
    if not barred or cell.value is None:
        return
    span = Span(scale, x + 14.0, x + wide - 12.0)
    sketch.rect(span.left, y + 3.0, span.right - span.left, 4.0, theme.PEER_FAINT, 1.0)
    ink = theme.MERCHANT if cell.differs else theme.PEER
    sketch.rect(span.left, y + 3.0, span.x(abs(cell.value)) - span.left, 4.0, ink, 1.0)
    if cell.low is not None and cell.high is not None:
        _range(sketch, span.x(cell.low), span.x(cell.high), y + 5.0)


def _range(sketch: Sketch, low: float, high: float, y: float) -> None:
    sketch.line((low, y), (high, y), theme.INK, 1.0)
    for x in (low, high):
        sketch.line((x, y - 2.5), (x, y + 2.5), theme.INK, 1.0)


def _differs(sketch: Sketch, x: float, y: float) -> None:
    """Draw the mark of what is not as in the first scenario."""
    sketch.marks.append(Circle(x + 4.0, y, 3.2, theme.MERCHANT, None, 0.0))


def _range_key(sketch: Sketch, x: float, y: float) -> None:
    sketch.marks.append(Rect(x, y - 2.0, 13.0, 4.0, theme.PEER, None, 0.0, 1.0))
    _range(sketch, x + 8.0, x + 16.0, y)
