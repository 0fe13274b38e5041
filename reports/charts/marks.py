"""What all charts share: a sketch that collects primitives, row names and axes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from reports import theme
from reports.charts.axis import Axis, Span
from reports.lines import Fitted, fit, wrap
from reports.scene import Anchor, Circle, Label, Line, Polygon, Primitive, Rect, Scene, Weight
from reports.text import NAME_LIMIT, clean, width

CAP: Final = 0.36
"""Half the height of digits and hanzi: what must be added to a middle to get the baseline, in em."""
DOT: Final = 5.0
TIGHT: Final = 22.5
"""Rows lower than this (points) hold one line."""
TIGHT_NAMES: Final = 0.39
NOTE_GAP: Final = 5.0


@dataclass(slots=True)
class Sketch:
    """Primitives in drawing order, with every string cleaned on its way in."""

    width: float
    marks: list[Primitive] = field(default_factory=list)

    def square(self, x: float, y: float, fill: str, side: float) -> None:
        """Add a small square centred on a point."""
        self.marks.append(Rect(x - side / 2, y - side / 2, side, side, fill, theme.WHITE, 0.8))

    def rect(self, x: float, y: float, width: float, height: float, fill: str, radius: float = 0.0) -> None:
        """Add a filled rectangle; one without extent is left out."""
        if width > 0 and height > 0:
            self.marks.append(Rect(x, y, width, height, fill, None, 0.0, radius))

    def line(
        self, start: tuple[float, float], end: tuple[float, float], stroke: str, thick: float = 0.75
    ) -> None:
        """Add a straight line."""
        self.marks.append(Line(*start, *end, stroke, thick))

    def dashed(self, start: tuple[float, float], end: tuple[float, float], stroke: str) -> None:
        """Add a dashed line."""
        self.marks.append(Line(*start, *end, stroke, 1.0, (3.0, 2.5)))

    def dot(self, x: float, y: float, fill: str, radius: float = DOT) -> None:
        """Add a dot with a white rim, so that dots stay apart where they overlap."""
        self.marks.append(Circle(x, y, radius, fill, theme.WHITE, 1.2))

    def diamond(self, x: float, y: float, fill: str, radius: float = 5.4) -> None:
        """Add a diamond with a white rim: the shape of targets."""
        points = ((x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y))
        self.marks.append(Polygon(points, fill, theme.WHITE, 1.0))

    def text(
        self, at: tuple[float, float], text: str, size: float = theme.LABEL, colour: str = theme.INK,
        weight: Weight = "regular", anchor: Anchor = "start",
    ) -> None:  # fmt: skip
        """Add one line of text with its baseline at `at`; an empty text is left out."""
        if shown := clean(text, NAME_LIMIT * 3):
            self.marks.append(Label(*at, shown, size, colour, weight, anchor))

    def block(
        self, at: tuple[float, float], text: str, room: float, style: "Style", anchor: Anchor = "start"
    ) -> float:
        """Add wrapped text with its first baseline at `at`; return the height it took."""
        lines, size = style.set(text, room)
        for number, line in enumerate(lines):
            self.text(
                (at[0], at[1] + number * size * style.leading), line, size, style.colour, style.weight, anchor
            )
        return len(lines) * size * style.leading

    def scene(self, height: float, alt: str) -> Scene:
        """Close the sketch."""
        return Scene(self.width, height, tuple(self.marks), clean(alt))


@dataclass(frozen=True, slots=True)
class Style:
    """How a wrapped text is set: at most `most` lines, the last ending in ``…`` if more were needed.

    Text that is too long is set down to 85 % smaller, unless `shrink` is off.
    """

    size: float = theme.LABEL
    colour: str = theme.INK
    weight: Weight = "regular"
    most: int = 2
    leading: float = theme.LEADING_TIGHT
    shrink: bool = True

    def set(self, text: str, room: float) -> tuple[tuple[str, ...], float]:
        """Return the lines and the size at which they fit `room`."""
        shown, room = clean(text, NAME_LIMIT * 3), max(room, self.size)
        if self.shrink:
            fitted = fit(shown, self.size, self.weight, room, self.most)
        else:
            fitted = Fitted(wrap(shown, self.size, self.weight, room), self.size)
        lines = fitted.lines
        if len(lines) > self.most:
            lines = (*lines[: self.most - 1], ellipsis(lines[self.most - 1], fitted.size, self.weight, room))
        return lines, fitted.size


def ellipsis(line: str, size: float, weight: Weight, room: float) -> str:
    """End `line` in ``…`` within `room` points: a visible cut.

    >>> ellipsis("一二三四五", 10.0, "regular", 45.0)
    '一二三…'
    """
    while line and width(line + "…", size, weight) > room:
        line = line[:-1]
    return line + "…"


@dataclass(frozen=True, slots=True)
class Rows:
    """Where the rows of a chart lie: `names` and `value` are column widths, the plot lies between them."""

    top: float
    pitch: float
    count: int
    names: float

    def middle(self, number: int) -> float:
        """Vertical middle of row `number`."""
        return self.top + (number + 0.5) * self.pitch

    @property
    def tight(self) -> bool:
        """Whether rows are too low for notes and for numbers above their marks."""
        return self.pitch < TIGHT

    @property
    def bottom(self) -> float:
        """Lower edge of the last row."""
        return self.top + self.count * self.pitch


@dataclass(frozen=True, slots=True)
class Pitch:
    """Least and most height of a row, and least and most share of the width that names may take."""

    least: float = 14.5
    most: float = 54.0
    names: tuple[float, float] = (0.2, 0.34)

    def of(self, room: float, count: int) -> float:
        """Row height for `count` rows in `room` points."""
        return min(self.most, max(self.least, room / max(count, 1)))


DEFAULT_PITCH: Final = Pitch()


def lay_rows(
    names: Sequence[tuple[str, str]], width: float, top: float, room: float, pitch: Pitch = DEFAULT_PITCH
) -> Rows:
    """Lay rows out under `top`, at most `room` high if they can be.

    The name column is as wide as the widest name needs, within the shares of `pitch`; where rows are too low
    for notes below the names, notes stand beside them and the column may take nearly half of `width`.
    """
    tall = pitch.of(room, len(names))
    tight = tall < TIGHT
    widest = max((name_width(name, note, beside=tight) for name, note in names), default=0.0) + 14.0
    most = TIGHT_NAMES if tight else pitch.names[1]
    return Rows(top, tall, len(names), min(max(widest, pitch.names[0] * width), most * width))


def name_width(name: str, note: str, *, beside: bool) -> float:
    """Width that a row's name and note would like, in points."""
    head = width(clean(name, NAME_LIMIT), theme.LABEL + 0.5, "bold")
    small = width(clean(note, NAME_LIMIT), theme.SMALL)
    return head + (small + NOTE_GAP if small else 0.0) if beside else max(head, small)


def row_name(
    sketch: Sketch, layout: Rows, number: int, words: tuple[str, str], *, bold: bool = False
) -> None:
    """Write a row's name and the note below it, together centred on the row."""
    weight: Weight = "bold" if bold else "regular"
    if layout.tight:
        _tight_name(sketch, layout, number, words, weight)
        return
    two = layout.pitch >= 30.0 or not words[1]  # noqa: PLR2004  (room for two lines of name and a note)
    room = layout.names - 8.0
    name, size = Style(theme.LABEL + 0.5, weight=weight, most=2 if two else 1).set(words[0], room)
    note, small = Style(theme.SMALL, most=1).set(words[1], room) if words[1] else ((), theme.SMALL)
    tall = len(name) * size * 1.25 + len(note) * small * 1.35
    y = layout.middle(number) - tall / 2 + size * 0.98
    for line in name:
        sketch.text((0.0, y), line, size, theme.INK, weight)
        y += size * 1.25
    for line in note:
        sketch.text((0.0, y - size * 1.25 + small * 1.55), line, small, theme.MUTED)


def _tight_name(sketch: Sketch, layout: Rows, number: int, words: tuple[str, str], weight: Weight) -> None:
    """Write name and note side by side on one line."""
    beside = width(clean(words[1], NAME_LIMIT), theme.SMALL) + NOTE_GAP if words[1] else 0.0
    room = layout.names - 8.0
    lines, size = Style(theme.LABEL + 0.5, weight=weight, most=1).set(words[0], max(room - beside, room / 2))
    y = layout.middle(number) + CAP * size
    for line in lines:
        sketch.text((0.0, y), line, size, theme.INK, weight)
    if words[1]:
        x = max((width(line, size, weight) for line in lines), default=0.0) + NOTE_GAP
        sketch.block((x, y), words[1], room - x, Style(theme.SMALL, theme.MUTED, most=1))


def axis_lines(sketch: Sketch, span: Span, top: float, bottom: float, size: float = theme.NOTE) -> None:
    """Draw the grid of an axis and the names of its ticks below."""
    for tick in span.axis.ticks:
        sketch.line((span.x(tick.at), top), (span.x(tick.at), bottom), theme.GRID)
    _tick_labels(sketch, span, bottom + 12.0, size)


def _tick_labels(sketch: Sketch, span: Span, y: float, size: float) -> None:
    """Name the ticks: on one line, else number over name, else on two levels, else by number only."""
    line = 10.0
    places = [(span.x(tick.at), clean(tick.label, NAME_LIMIT)) for tick in span.axis.ticks]
    room = min((b[0] - a[0] for a, b in pairwise(places)), default=sketch.width) - 5.0
    split = [(x, *text.partition(" ")[::2]) for x, text in places]
    if all(width(text, size) <= room for _, text in places):
        for x, text in places:
            sketch.text((x, y), text, size, theme.MUTED, anchor="middle")
    elif all(max(width(head, size), width(tail, size)) <= room for _, head, tail in split):
        for x, head, tail in split:
            sketch.text((x, y), head, size, theme.MUTED, anchor="middle")
            sketch.text((x, y + line), tail, size, theme.MUTED, anchor="middle")
    elif all(width(text, size) <= 2 * room for _, text in places):
        for number, (x, text) in enumerate(places):
            sketch.text((x, y + number % 2 * line), text, size, theme.MUTED, anchor="middle")
    else:
        for x, head, _ in split:
            sketch.block((x, y), head, room, Style(size, theme.MUTED, most=1), "middle")


def tint(sketch: Sketch, layout: "Rows", number: int, colour: str = theme.TARGET_FAINT) -> None:
    """Lay a band of colour under a row."""
    y = layout.top + number * layout.pitch
    sketch.rect(-6.0, y + 1.5, sketch.width + 12.0, layout.pitch - 3.0, colour, 2.0)


def plot_span(axis: Axis, left: float, right: float) -> Span:
    """Lay an axis between two edges, leaving room for the dots at its ends."""
    return Span(axis, left + 10.0, right - 14.0)


def peers(
    sketch: Sketch,
    span: Span,
    y: float,
    quartiles: tuple[float | None, float | None, float | None],
    tall: float = 11.0,
) -> None:
    """Draw the peers' middle half as a band and their median as a line."""
    q1, median, q3 = quartiles
    half = tall / 2
    if q1 is not None and q3 is not None:
        sketch.rect(span.x(q1), y - half, max(span.x(q3) - span.x(q1), 1.0), tall, theme.PEER_BAND)
    if median is not None:
        sketch.line((span.x(median), y - half - 2.0), (span.x(median), y + half + 2.0), theme.PEER, 1.5)


def whisker(sketch: Sketch, span: Span, y: float, bounds: tuple[float | None, float | None]) -> None:
    """Draw a 95 % interval: a line with end caps."""
    low, high = bounds
    if low is None or high is None:
        return
    left, right = span.x(low), span.x(high)
    sketch.line((left, y), (right, y), theme.MERCHANT_SOFT, 2.2)
    for x in (left, right):
        sketch.line((x, y - 3.5), (x, y + 3.5), theme.MERCHANT_SOFT, 1.2)


def withheld(sketch: Sketch, layout: Rows, number: int, text: str, x: float) -> None:
    """Say in grey, on white, why a row has no mark."""
    lines, size = Style(theme.NOTE, theme.MUTED, most=2).set(text, sketch.width - x - 60.0)
    wide = max((width(line, size) for line in lines), default=-8.0)
    tall = len(lines) * size * 1.3
    top = layout.middle(number) - tall / 2
    sketch.rect(x - 4.0, top - 1.0, wide + 8.0, tall + 2.0, theme.WHITE)
    for offset, line in enumerate(lines):
        sketch.text((x, top + size * (1.02 + offset * 1.3)), line, size, theme.MUTED)
