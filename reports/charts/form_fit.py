"""Which organization form fits: all forms by rank, what is met and what is still open."""

from dataclasses import replace
from typing import Final

from reports import theme
from reports.charts.keys import explain
from reports.charts.marks import CAP, Pitch, Rows, Sketch, Style
from reports.charts.pills import hatch, pill, pill_width
from reports.charts.plan_inputs import FormRow, Forms
from reports.scene import Rect, Scene, Weight
from reports.text import width as text_width

SMALL: Final = 8.0
HEADER: Final = 16.0
SHARE: Final = 0.13
BAR: Final = 12.0
NUMBER: Final = 34.0
LEAD: Final = 11.2
TWO_LINES: Final = 36.0
"""Rows of this height hold two lines of a name."""


def form_fit(data: Forms, *, width: float = theme.COLUMN_WIDTH, height: float | None = None) -> Scene:
    """Draw one bar a form: solid for the weight met, hatched for what may yet be met.

    Parameters
    ----------
    data
        Rows in rank order; `fit` and `best_case` are shares of all weight (0-1).
    width, height
        Size in points; without `height` rows take a comfortable pitch.
    """
    sketch = Sketch(width)
    words = data.words
    top = explain(sketch, words.heading, ((16.0, _met_key, words.fit), (16.0, _open_key, words.open)), SMALL)
    top += HEADER
    room = (height or theme.BODY_HEIGHT) - top
    layout = Rows(top, Pitch(22.0, 40.0).of(room, len(data.rows)), len(data.rows), min(width * 0.42, 230.0))
    left, right = layout.names + 6.0, width * (1.0 - SHARE) - NUMBER
    head = Style(SMALL, theme.MUTED, most=1)
    if data.rows:
        sketch.block((width, top - 5.0), words.share, width * 0.3, head, "end")
    for number, row in enumerate(data.rows):
        y = layout.middle(number)
        if row.recommended:
            sketch.rect(
                -6.0, y - layout.pitch / 2 + 1.0, width + 12.0, layout.pitch - 2.0, theme.MERCHANT_FAINT, 2
            )
        else:
            edge = y + layout.pitch / 2
            sketch.line((0.0, edge), (width, edge), theme.GRID)
        _name(sketch, layout, number, row)
        _bar(sketch, (left, right), y, row)
        weight: Weight = "bold" if row.recommended else "regular"
        sketch.text((width, y + CAP * 10.0), row.share, 10.0, theme.INK, weight, "end")
    return sketch.scene(layout.bottom + 2.0, data.alt)


def _name(sketch: Sketch, layout: Rows, number: int, row: FormRow) -> None:
    """Write rank, name with its tags, and note."""
    y = layout.middle(number)
    colour = theme.MERCHANT if row.recommended else theme.PEER
    sketch.text((12.0, y + CAP * 12.0), row.rank, 12.0, colour, "bold", "middle")
    tags = sum(pill_width(tag) + 4.0 for tag in row.tags)
    room = layout.names - 28.0
    most = 2 if layout.pitch >= TWO_LINES else 1
    bold = Style(theme.LABEL + 0.5, weight="bold", most=most, shrink=False)
    lines, size = bold.set(row.name, room - tags)
    whole, _ = bold.set(row.name, room)
    below = len(whole) < len(lines) or (whole[-1:] != lines[-1:] and lines[-1].endswith("…"))
    lines = whole if below else lines
    spare = room - (tags + 6.0 if below else 0.0)
    style = Style(SMALL, most=1 if below or most == 1 else 3 - len(lines), shrink=False)
    noted = style.set(row.note, spare)[0]
    baseline = y + CAP * size - (len(lines) + max(len(noted), 1) - 1) * LEAD / 2
    for line in lines:
        sketch.text((26.0, baseline), line, size, theme.INK, "bold")
        baseline += LEAD
    note = replace(style, colour=theme.MUTED, most=max(len(noted), 1))
    sketch.block((26.0, baseline), row.note, spare, note)
    last, height, foot = (noted, SMALL, baseline) if below else (lines, size, baseline - LEAD)
    x = 32.0 + (text_width(last[-1], height, "regular" if below else "bold") if last else 0.0)
    for place, tag in enumerate(row.tags):
        x += pill(sketch, (x, foot - CAP * height), tag, colour, filled=row.recommended and not place) + 4.0


def _bar(sketch: Sketch, edges: tuple[float, float], y: float, row: FormRow) -> None:
    """Draw what is met solid, what is open hatched, on a track of all weight; print the share met."""
    left, right = edges
    long = right - left
    met = long * min(max(row.fit, 0.0), 1.0)
    most = long * min(max(row.best_case, row.fit, 0.0), 1.0)
    colour = theme.MERCHANT if row.recommended else theme.PEER
    sketch.rect(left, y - BAR / 2, long, BAR, theme.PEER_FAINT, 2.0)
    if most > met:
        _open(sketch, (left + met, y - BAR / 2, most - met, BAR), colour)
    sketch.rect(left, y - BAR / 2, met, BAR, colour, 2.0)
    x = left + most + 5.0
    style: Weight = "bold" if row.recommended else "regular"
    sketch.text((x, y + CAP * theme.LABEL), row.fit_label, theme.LABEL, theme.INK, style)


def _open(sketch: Sketch, box: tuple[float, float, float, float], ink: str) -> None:
    """Draw a hatched part with a rim."""
    sketch.rect(*box, theme.WHITE)
    hatch(sketch, box, ink)
    sketch.marks.append(Rect(*box, None, ink, 0.7))


def _met_key(sketch: Sketch, x: float, y: float) -> None:
    sketch.rect(x, y - 4.0, 16.0, 8.0, theme.MERCHANT, 1.5)


def _open_key(sketch: Sketch, x: float, y: float) -> None:
    _open(sketch, (x, y - 4.0, 16.0, 8.0), theme.MERCHANT)
