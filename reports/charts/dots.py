"""Single answers as dots: who disagrees on an item, and how far apart they are."""

from collections.abc import Iterator
from typing import Final

from reports import theme
from reports.charts.keys import legend
from reports.charts.marks import CAP, Sketch, Style
from reports.charts.peer_inputs import AnswerRow, Answers
from reports.scene import Circle, Polygon, Scene

HEAD: Final = 15.0
"""Room for the question above its dots."""
LEAST: Final = 40.0
MOST: Final = 84.0
ANCHOR: Final = 0.235
"""Share of the width that the words at either end take."""
DOT: Final = 3.9
ACROSS: Final = 0.7548776662466927
DOWN: Final = 0.5698402909980532
"""Steps of the R2 sequence: points that keep their distance without any die (Roberts 2018)."""
KEY: Final = 16.0


def answer_dots(data: Answers, *, width: float = theme.COLUMN_WIDTH, height: float | None = None) -> Scene:
    """Draw every answer as a dot over its level, one row an item.

    Parameters
    ----------
    data
        Dots are spread inside their level so that none hides another; the spread says nothing. The owner's
        answer is a diamond.
    width, height
        Size in points; without `height` rows take a comfortable height.
    """
    sketch = Sketch(width)
    words = data.words
    owner = words.owner if any(r.owner is not None for r in data.rows) else ""
    top = legend(sketch, words.heading, (("answer", words.answer), ("owner", owner))) + 6.0
    count = max(len(data.rows), 1)
    room = (height or theme.BODY_HEIGHT) - top - KEY
    pitch = min(MOST, max(LEAST, room / count))
    bare = not any(r.low or r.high for r in data.rows)
    side = 10.0 if bare else ANCHOR * width
    sketch.block((width, top + 7.0), words.value, 120.0, Style(theme.NOTE, theme.MUTED, most=1), "end")
    columns = _columns(len(data.levels), side + 6.0, width - side - 6.0)
    _levels(sketch, data, columns, top + 7.0)
    for number, row in enumerate(data.rows):
        _row(sketch, row, (top + KEY + number * pitch, pitch), columns, side)
    return sketch.scene(top + KEY + len(data.rows) * pitch, data.alt)


def _columns(count: int, left: float, right: float) -> tuple[tuple[float, float], ...]:
    """Left and right edge of each level's column."""
    step = (right - left) / max(count, 1)
    return tuple((left + n * step + 2.0, left + (n + 1) * step - 2.0) for n in range(count))


def _levels(sketch: Sketch, data: Answers, columns: tuple[tuple[float, float], ...], y: float) -> None:
    """Name the levels above their columns."""
    for name, (left, right) in zip(data.levels, columns, strict=True):
        style = Style(theme.NOTE, theme.MUTED, most=1)
        sketch.block(((left + right) / 2, y), name, right - left, style, "middle")


def _row(
    sketch: Sketch, row: AnswerRow, place: tuple[float, float], columns: tuple[tuple[float, float], ...],
    side: float,
) -> None:  # fmt: skip
    """Draw one question, its dots, and the words at both ends."""
    top, pitch = place
    sketch.line((0.0, top), (sketch.width, top), theme.GRID)
    _question(sketch, row, top)
    upper, lower = top + HEAD + 2.0, top + pitch - 3.0
    for left, right in columns:
        sketch.rect(left, upper, right - left, lower - upper, theme.PANEL, 2.0)
    for level, (count, (left, right)) in enumerate(zip(row.counts, columns, strict=False)):
        marks = list(_spread(count, level, (left, upper, right, lower)))
        for number, (x, y) in enumerate(marks):
            if level == row.owner and number == 0:
                continue
            sketch.marks.append(Circle(x, y, DOT, theme.MERCHANT, theme.WHITE, 0.9))
        if level == row.owner and marks:
            _owner(sketch, *marks[0])
    _ends(sketch, row, (upper, lower), side)


def _question(sketch: Sketch, row: AnswerRow, top: float) -> None:
    """Write id, question and number on the line above the dots."""
    y = top + HEAD * 0.5 + CAP * theme.LABEL + 1.5
    sketch.text((0.0, y), row.note, theme.NOTE, theme.MUTED)
    indent = 38.0 if row.note else 0.0
    value = 52.0 if row.value else 0.0
    sketch.block(
        (indent, y), row.name, sketch.width - indent - value, Style(theme.LABEL, theme.INK, "bold", most=1)
    )
    sketch.text((sketch.width, y), row.value, theme.LABEL, theme.NAVY, "bold", "end")


def _spread(count: int, level: int, box: tuple[float, float, float, float]) -> Iterator[tuple[float, float]]:
    """Places of `count` dots in a box: in the middle when alone, else spread evenly without any die."""
    left, upper, right, lower = box
    middle, height = (left + right) / 2, (upper + lower) / 2
    wide = max((right - left) / 2 - DOT - 1.5, 0.0)
    tall = max((lower - upper) / 2 - DOT - 0.5, 0.0)
    if count == 1:
        yield middle, height
        return
    for number in range(count):
        turn = number + 1 + 7 * level
        yield (
            middle + wide * (2 * (turn * ACROSS % 1.0) - 1),
            height + tall * (2 * (turn * DOWN % 1.0) - 1),
        )


def _owner(sketch: Sketch, x: float, y: float) -> None:
    """Draw the owner's answer."""
    reach = DOT + 1.6
    points = ((x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y))
    sketch.marks.append(Polygon(points, theme.NAVY, theme.WHITE, 1.0))


def _ends(sketch: Sketch, row: AnswerRow, rows: tuple[float, float], side: float) -> None:
    """Quote the lowest level left of the dots and the highest right of them."""
    upper, lower = rows
    most = max(int((lower - upper + 3.0) / (theme.SMALL * 1.25)), 1)
    style = Style(theme.SMALL, theme.TEXT, most=min(most, 4), leading=1.25)
    for text, x in ((row.low, 0.0), (row.high, sketch.width - side + 2.0)):
        lines, size = style.set(text, side - 6.0)
        y = (upper + lower) / 2 - len(lines) * size * 0.625 + size * 0.9
        for number, line in enumerate(lines):
            sketch.text((x, y + number * size * 1.25), line, size, style.colour)
