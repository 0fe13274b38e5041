"""Who does what in which decision: RAPID letters, today above the target."""

from collections.abc import Sequence
from typing import Final

from reports import theme
from reports.charts.change_inputs import Rights, RightsRow, RightsWords
from reports.charts.keys import Draw, explain
from reports.charts.marks import CAP, Sketch, Style
from reports.charts.pills import name_and_note
from reports.scene import Circle, Line, Rect, Scene

SMALL: Final = 8.0
LEAST: Final = 30.0
MOST: Final = 44.0
NAMES: Final = 0.2
LINES: Final = 34.0
"""Room for the words today and target."""
CHIP: Final = 12.0
FEWER: Final = 9.4
"""Letters side by side are this far apart at least."""


def rights_grid(data: Rights, *, width: float = theme.FULL_WIDTH, height: float | None = None) -> Scene:
    """Draw one pair of rows a decision: letters of today in grey, those of the target in ink.

    Parameters
    ----------
    data
        One string of letters a column. Letters of the target that were not there today are framed; letters
        of today that go are struck through; the letter that decides is a filled dot.
    width, height
        Size in points; without `height` rows take a comfortable pitch.
    """
    sketch = Sketch(width)
    top = explain(sketch, data.words.heading, list(_keys(data.words)), SMALL)
    names = width * NAMES
    first = names + LINES
    cell = (width - first) / max(len(data.columns), 1)
    lines = [
        Style(SMALL, weight="bold", most=3, shrink=False).set(name, cell - 4.0)[0] for name in data.columns
    ]
    heads = 12.0 + 10.5 * max(map(len, lines), default=1)
    base = top + heads - 6.0
    sketch.text((0.0, base), data.words.corner, SMALL, theme.MUTED)
    for number, column in enumerate(lines):
        for offset, line in enumerate(reversed(column)):
            at = (first + (number + 0.5) * cell, base - offset * 10.5)
            sketch.text(at, line, SMALL, theme.INK, "bold", "middle")
    top += heads
    free = (height or theme.BODY_HEIGHT) - top
    pitch = min(MOST, max(LEAST, free / max(len(data.rows), 1)))
    for number in range(0, len(data.columns), 2):
        sketch.rect(first + number * cell, top, cell, pitch * len(data.rows), theme.PANEL)
    for number, row in enumerate(data.rows):
        y = top + number * pitch
        sketch.line((0.0, y), (width, y), theme.PEER if number == 0 else theme.RULE, 0.9)
        ink = theme.TARGET if row.flag else theme.MUTED
        words = (row.name, row.flag or row.note)
        name_and_note(sketch, (0.0, y + pitch / 2), words, (names - 6.0, pitch), bold=True, ink=ink)
        _lines(sketch, data, row, (first, y, cell, pitch))
    return sketch.scene(top + pitch * len(data.rows) + 4.0, data.alt)


def _lines(sketch: Sketch, data: Rights, row: RightsRow, box: tuple[float, float, float, float]) -> None:
    """Draw the two lines of a decision."""
    first, top, cell, pitch = box
    words = data.words
    upper, lower = top + pitch * 0.27, top + pitch * 0.73
    known = any(row.today)
    style = Style(SMALL, theme.MUTED, most=1, shrink=False)
    sketch.block((first - 5.0, upper + CAP * SMALL), words.today, LINES, style, "end")
    bold = Style(SMALL, theme.INK, "bold", 1, shrink=False)
    sketch.block((first - 5.0, lower + CAP * SMALL), words.target, LINES, bold, "end")
    if not known:
        sketch.block((first + 6.0, upper + CAP * SMALL), words.unknown, cell * 4, style)
    for number in range(len(data.columns)):
        today, target = _at(row.today, number), _at(row.target, number)
        middle = first + (number + 0.5) * cell
        for x, letter in _spread(today, middle, cell):
            _letter(sketch, (x, upper), letter, words, "stays" if letter in target else "lost")
        for x, letter in _spread(target, middle, cell):
            kept = letter in today or not known
            _letter(sketch, (x, lower), letter, words, "target" if kept else "gained")


def _at(letters: Sequence[str], number: int) -> str:
    """Letters of a column; none where the row is shorter."""
    return letters[number] if number < len(letters) else ""


def _spread(letters: str, middle: float, cell: float) -> list[tuple[float, str]]:
    """Place letters side by side around the middle of a cell."""
    step = max(FEWER, min(CHIP + 3.0, (cell - 4.0) / max(len(letters), 1)))
    left = middle - step * (len(letters) - 1) / 2
    return [(left + number * step, letter) for number, letter in enumerate(letters)]


def _letter(sketch: Sketch, at: tuple[float, float], letter: str, words: RightsWords, kind: str) -> None:
    """Draw one letter: a dot if it decides; framed if it is gained, struck through if it is lost."""
    x, y = at
    today = kind in {"stays", "lost"}
    decides = letter == words.decides
    ink = theme.MUTED if today else theme.INK
    if decides:
        fill = theme.PEER if today else theme.NAVY
        sketch.marks.append(Circle(x, y, CHIP / 2 - (0.6 if today else 0.0), fill, None, 0.0))
        ink = theme.WHITE
    size = SMALL if today else 9.0
    weight = "bold" if decides or not today else "regular"
    sketch.text((x, y + CAP * size), letter, size, ink, "bold" if weight == "bold" else "regular", "middle")
    if kind == "gained":
        side = CHIP + 1.6
        sketch.marks.append(Rect(x - side / 2, y - side / 2, side, side, None, theme.TARGET, 1.4, 2.0))
    if kind == "lost":
        sketch.marks.append(Line(x - 5.2, y + 3.6, x + 5.2, y - 3.6, theme.TARGET, 1.3))


def _keys(words: RightsWords) -> list[tuple[float, Draw, str]]:
    """Explain letters and marks."""
    found: list[tuple[float, Draw, str]] = [
        (CHIP, _letter_key(letter, words), meaning) for letter, meaning in words.letters
    ]
    found.append((14.0, _gained, words.gained))
    found.append((12.0, _lost, words.lost))
    return found


def _letter_key(letter: str, words: RightsWords) -> Draw:
    return lambda sketch, x, y: _letter(sketch, (x + CHIP / 2, y), letter, words, "target")


def _gained(sketch: Sketch, x: float, y: float) -> None:
    sketch.marks.append(Rect(x + 0.5, y - 5.5, 11.0, 11.0, None, theme.TARGET, 1.4, 2.0))


def _lost(sketch: Sketch, x: float, y: float) -> None:
    sketch.text((x + 5.5, y + CAP * SMALL), "R", SMALL, theme.MUTED, anchor="middle")
    sketch.marks.append(Line(x, y + 3.6, x + 11.0, y - 3.6, theme.TARGET, 1.3))
