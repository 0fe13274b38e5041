"""Legends: the heading of a chart and, beside or below it, what its marks mean."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, Literal

from reports import theme
from reports.charts.marks import CAP, Sketch, Style
from reports.scene import Circle, Polygon, Rect
from reports.text import NAME_LIMIT, clean, width

Mark = Literal[
    "dot",
    "target",
    "band",
    "median",
    "interval",
    "threshold",
    "frame",
    "ridge",
    "archetype",
    "region",
    "answer",
    "owner",
    "full",
    "half",
    "hollow",
    "broken",
]
Draw = Callable[[Sketch, float, float], None]
"""Draws a mark from its left edge, its middle at y."""
KEY_GAP: Final = 4.0
ENTRY_GAP: Final = 14.0
LINE: Final = 14.0


def _interval(sketch: Sketch, x: float, y: float) -> None:
    sketch.line((x, y), (x + 14.0, y), theme.MERCHANT_SOFT, 2.2)
    for end in (x, x + 14.0):
        sketch.line((end, y - 3.0), (end, y + 3.0), theme.MERCHANT_SOFT, 1.2)


def _frame(sketch: Sketch, x: float, y: float) -> None:
    sketch.marks.append(Rect(x + 0.7, y - 4.0, 10.0, 8.0, None, theme.TARGET, 1.4))


def _ridge(sketch: Sketch, x: float, y: float) -> None:
    rise = ((0.0, 4.0), (3.0, 2.5), (6.0, -4.0), (8.5, -4.5), (11.0, -1.0), (14.0, 3.2), (16.0, 4.0))
    points = tuple((x + dx, y + dy) for dx, dy in rise)
    sketch.marks.append(Polygon(points, theme.PEER_BAND, theme.PEER, 0.7))


def _region(sketch: Sketch, x: float, y: float) -> None:
    rim = ((0.0, 0.0), (3.0, -3.6), (9.0, -4.4), (14.0, -1.6), (12.5, 2.6), (6.0, 4.4), (1.5, 3.0))
    points = tuple((x + dx, y + dy) for dx, dy in rim)
    sketch.marks.append(Polygon(points, None, theme.MERCHANT, 1.4))


def _ball(share: float) -> Draw:
    """Key of a ball that is filled to a share of its height."""

    def draw(sketch: Sketch, x: float, y: float) -> None:
        fill = theme.MERCHANT if share == 1.0 else theme.MERCHANT_SOFT if share else theme.WHITE
        sketch.marks.append(Circle(x + 4.5, y, 4.5, fill, theme.MERCHANT, 0.9))
        if 0.0 < share < 1.0:  # the upper part stays empty
            sketch.marks.append(Circle(x + 4.5, y, 4.5, theme.WHITE, theme.MERCHANT, 0.9))
            half = ((0.2, 0.0), (0.8, 2.4), (2.6, 4.1), (4.5, 4.5), (6.4, 4.1), (8.2, 2.4), (8.8, 0.0))
            sketch.marks.append(Polygon(tuple((x + dx, y + dy) for dx, dy in half), theme.MERCHANT_SOFT))

    return draw


def _broken(sketch: Sketch, x: float, y: float) -> None:
    for left, right in ((0.0, 5.5), (10.5, 16.0)):
        sketch.line((x + left, y), (x + right, y), theme.TARGET, 2.4)
    for at in (6.6, 9.4):
        sketch.line((x + at + 1.2, y - 4.0), (x + at - 1.2, y + 4.0), theme.TARGET, 1.0)


def _median(sketch: Sketch, x: float, y: float) -> None:
    sketch.line((x + 3.0, y - 5.0), (x + 3.0, y + 5.0), theme.PEER, 1.5)


def _threshold(sketch: Sketch, x: float, y: float) -> None:
    sketch.dashed((x + 3.0, y - 5.5), (x + 3.0, y + 5.5), theme.TARGET)


KEYS: Final[Mapping[Mark, tuple[float, Draw]]] = {
    "dot": (10.0, lambda s, x, y: s.dot(x + 4.5, y, theme.MERCHANT, 4.5)),
    "target": (10.0, lambda s, x, y: s.diamond(x + 5.0, y, theme.TARGET, 5.0)),
    "band": (11.0, lambda s, x, y: s.rect(x, y - 4.0, 11.0, 8.0, theme.PEER_BAND)),
    "median": (6.0, _median),
    "interval": (14.0, _interval),
    "threshold": (6.0, _threshold),
    "frame": (11.0, _frame),
    "ridge": (16.0, _ridge),
    "archetype": (9.0, lambda s, x, y: s.square(x + 4.5, y, theme.PEER, 8.0)),
    "region": (14.0, _region),
    "answer": (9.0, lambda s, x, y: s.dot(x + 4.0, y, theme.MERCHANT, 4.0)),
    "owner": (10.0, lambda s, x, y: s.diamond(x + 5.0, y, theme.NAVY, 5.0)),
    "full": (10.0, _ball(1.0)),
    "half": (10.0, _ball(0.5)),
    "hollow": (10.0, _ball(0.0)),
    "broken": (16.0, _broken),
}
"""Width of each mark and how it is drawn."""


def legend(sketch: Sketch, heading: str, entries: Sequence[tuple[Mark, str]]) -> float:
    """Write the heading and, to its right or below, what the marks mean; return the height used."""
    return explain(sketch, heading, [(*KEYS[mark], words) for mark, words in entries])


def explain(
    sketch: Sketch, heading: str, entries: Sequence[tuple[float, Draw, str]], size: float = theme.NOTE
) -> float:
    """Write the heading and what marks of a chart's own mean: width of the mark, its drawing, its words."""
    head, head_size = Style(theme.LABEL + 0.5, theme.INK, "bold", 1).set(heading, sketch.width)
    for line in head:
        sketch.text((0.0, 10.0), line, head_size, theme.INK, "bold")
    shown = [(key, draw, clean(words, NAME_LIMIT)) for key, draw, words in entries if words]
    wide = [key + KEY_GAP + width(words, size) for key, _, words in shown]
    total = sum(wide) + ENTRY_GAP * (len(wide) - 1)
    taken = max((width(line, head_size, "bold") for line in head), default=0.0)
    beside = taken + 20.0 + total <= sketch.width
    x, y = (sketch.width - total, 7.0) if beside else (0.0, 7.0 + (17.0 if head else 0.0))
    for (key, draw, words), needed in zip(shown, wide, strict=True):
        if x > 0 and x + needed > sketch.width + 0.01:
            x, y = 0.0, y + LINE
        draw(sketch, x, y)
        sketch.text((x + key + KEY_GAP, y + CAP * size), words, size, theme.MUTED)
        x += needed + ENTRY_GAP
    return y + 12.0
