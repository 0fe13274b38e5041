"""The chart of an organization: who reports to whom, what changes, what is wrong; on one picture."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from typing import Final

from reports import theme
from reports.charts.keys import Draw, explain
from reports.charts.marks import Sketch
from reports.charts.organization_boxes import (
    BADGE,
    DASH,
    INKS,
    SMALL,
    Face,
    badge,
    baseline,
    cut,
    draw_box,
    faces,
    share_bar,
)
from reports.charts.organization_inputs import (
    MARKS,
    OrganizationBox,
    OrganizationChart,
    OrganizationWords,
    PostMark,
)
from reports.charts.organization_layout import FREE, Branch, Laid, Manner, lay
from reports.charts.organization_tree import Forest, forest
from reports.scene import Line, Rect, Scene

WIDTHS: Final = (128.0, 108.0, 94.0, 84.0)
"""Widths of boxes to try, largest first."""
MANNERS: Final = (
    Manner(5, FREE),
    Manner(8, FREE),
    Manner(8, 2),
    Manner(12, 2),
    Manner(12, 1),
    Manner(500, 1),
)
"""Ways to lay a tree, from the widest to the highest."""
LOW: Final = (Manner(3, FREE), Manner(4, FREE), *MANNERS)
"""Ways to lay a tree on a page of little height."""
TIP: Final = 3.0
LANE: Final = 4.0
LANES: Final = 4
EDGE: Final = 9.0
"""Room beside a box for a second line and its cross."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Boxes with their lines, sizes and places: all that is drawn."""

    boxes: tuple[OrganizationBox, ...]
    tree: Forest
    faces: tuple[Face, ...]
    laid: Laid
    manner: Manner = Manner()

    @property
    def width(self) -> float:
        """Width of all that is drawn: second lines run beside the outermost boxes."""
        beside = EDGE if self.tree.broken else LANE + 1.0 if self.tree.dotted else 0.0
        return self.laid.width + 2 * beside

    def within(self, size: tuple[float, float]) -> bool:
        """Tell whether it keeps within a width and a height."""
        return self.width <= size[0] and self.laid.height <= size[1]


def organization_chart(data: OrganizationChart, *, width: float = theme.FULL_WIDTH) -> Scene:
    """Draw the whole organization as one picture.

    Parameters
    ----------
    data
        Any graph of posts; cycles, unknown bosses and second bosses are drawn as broken lines.
    width
        Width in points to aim at.

    Returns
    -------
    Scene
        As wide as asked, or wider if the tree cannot be laid narrower; as high as it needs. Every post is
        on it once.
    """
    tree = forest(data.boxes)
    plan = arranged(data.boxes, tree, (width, inf))
    return drawn(plan, data.words, data.alt, max(width, plan.width))


def arranged(
    boxes: Sequence[OrganizationBox],
    tree: Forest,
    size: tuple[float, float],
    more: Sequence[tuple[str, ...]] = (),
    manners: Sequence[Manner] = MANNERS,
) -> Plan:
    """Lay boxes in the lowest manner that keeps within a width, with boxes as wide as may be.

    Manners are tried by bisection, as each is narrower than the one before; boxes get narrower until the plan
    keeps within `size`. Where even the narrowest are too wide, the plan is larger.
    """
    plan = _lowest(boxes, tree, size[0], faces(boxes, WIDTHS[1], more), manners)
    for wide in WIDTHS[2:]:
        if plan.within(size):
            break
        plan = _lowest(boxes, tree, size[0], faces(boxes, wide, more), manners)
    if plan.faces and plan.faces[0].width == WIDTHS[1]:
        wider = _planned(boxes, tree, faces(boxes, WIDTHS[0], more), plan.manner)
        plan = wider if wider.within(size) else plan
    return plan


def _planned(boxes: Sequence[OrganizationBox], tree: Forest, sizes: tuple[Face, ...], manner: Manner) -> Plan:
    return Plan(tuple(boxes), tree, sizes, lay(boxes, tree, sizes, manner), manner)


def _lowest(
    boxes: Sequence[OrganizationBox],
    tree: Forest,
    width: float,
    sizes: tuple[Face, ...],
    manners: Sequence[Manner],
) -> Plan:
    """Find the first manner that keeps within a width with boxes of one size, else the last."""
    low, high = 0, len(manners) - 1
    best: Plan | None = None
    while low < high:
        middle = (low + high) // 2
        plan = _planned(boxes, tree, sizes, manners[middle])
        if plan.width <= width:
            best, high = plan, middle
        else:
            low = middle + 1
    return best or _planned(boxes, tree, sizes, manners[high])


# ---- drawing ----


def drawn(plan: Plan, words: OrganizationWords, alt: str, width: float) -> Scene:
    """Draw a plan under its legend, in the middle of a width."""
    sketch = Sketch(width)
    top = explain(sketch, words.heading, list(_keys(plan, words)), SMALL) + 6.0
    at = ((width - plan.laid.width) / 2, top)
    for band in plan.laid.bands:
        panel = (at[0] + band.x, at[1] + band.y, band.width, band.height)
        sketch.marks.append(Rect(*panel, theme.PANEL, theme.RULE, 0.6, 3.0))
    for start, end in _strokes(plan.laid.branches):
        first, last = moved(at, (start, end))
        sketch.line(first, last, theme.PEER, 1.0)
    _tabs(sketch, plan, at)
    for line in plan.tree.dotted:
        dashes(sketch, moved(at, beside(plan, *line, 0.3)), theme.NAVY, 0.9, (1.2, 2.4))
    ways = [moved(at, beside(plan, *line, 0.18)) for line in plan.tree.broken]
    for way in ways:
        dashes(sketch, way, theme.TARGET, 1.4, DASH)
    for box, face, place in zip(plan.boxes, plan.faces, plan.laid.places, strict=True):
        draw_box(sketch, (at[0] + place.x, at[1] + place.y), face, box, words)
    for way in ways:
        severed(sketch, *way[1])
    for number in plan.tree.loose:
        place = plan.laid.places[number]
        x, y = at[0] + place.x, at[1] + place.y + plan.faces[number].body / 2
        dashes(sketch, ((x - 8.0, y), (x, y)), theme.TARGET, 1.4, DASH)
        severed(sketch, x - 6.0, y)
    return sketch.scene(top + plan.laid.height + TIP, alt)


def headroom(plan: Plan, words: OrganizationWords, width: float) -> float:
    """Height that heading, legend and the lower margin take."""
    return explain(Sketch(width), words.heading, list(_keys(plan, words)), SMALL) + 6.0 + TIP


def moved(by: tuple[float, float], points: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """Shift points."""
    return tuple((x + by[0], y + by[1]) for x, y in points)


def dashes(
    sketch: Sketch,
    points: Sequence[tuple[float, float]],
    ink: str,
    thick: float,
    dash: tuple[float, ...],
) -> None:
    """Draw a broken line through points."""
    for start, end in pairwise(points):
        sketch.marks.append(Line(*start, *end, ink, thick, dash))


def severed(sketch: Sketch, x: float, y: float) -> None:
    """Cross out a line at a point."""
    for way in (-1.0, 1.0):
        sketch.line((x - 2.8, y - 2.8 * way), (x + 2.8, y + 2.8 * way), theme.WHITE, 3.2)
    for way in (-1.0, 1.0):
        sketch.line((x - 2.8, y - 2.8 * way), (x + 2.8, y + 2.8 * way), theme.TARGET, 1.5)


def beside(plan: Plan, box: int, boss: int, share: float) -> tuple[tuple[float, float], ...]:
    """Way of a second line: out of the box's right side, along it, to the boss's lower or upper edge."""
    at, face = plan.laid.places[box], plan.faces[box]
    to, over = plan.laid.places[boss], plan.faces[boss]
    right, across = at.x + face.width, at.y + face.body / 2
    lane = right + 4.0
    x = to.x + over.width * (1.0 - share)
    if to.y + over.height <= across:
        edge = to.y + over.height
        channel = edge + 4.0
    else:
        edge = to.y
        channel = edge - 4.0
    return ((right, across), (lane, across), (lane, channel), (x, channel), (x, edge))


def _strokes(branches: Sequence[Branch]) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """Lines of all branches, each once: a bus is one line however many reports hang on it."""
    upright: dict[tuple[int, float], list[tuple[float, float]]] = {}
    level: dict[tuple[int, float], list[tuple[float, float]]] = {}
    for branch in branches:
        for (x1, y1), (x2, y2) in pairwise(branch.points):
            if x1 == x2:
                upright.setdefault((branch.boss, x1), []).append((y1, y2))
            else:
                level.setdefault((branch.boss, y1), []).append((x1, x2))
    for (_, x), heights in upright.items():
        yield from (((x, low), (x, high)) for low, high in joined(heights))
    for (_, y), sides in level.items():
        yield from (((low, y), (high, y)) for low, high in joined(sides))


def joined(ends: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Join stretches that touch.

    >>> joined([(5.0, 3.0), (1.0, 2.0), (2.0, 3.0), (7.0, 8.0)])
    [(1.0, 5.0), (7.0, 8.0)]
    """
    found: list[tuple[float, float]] = []
    for low, high in sorted((min(pair), max(pair)) for pair in ends):
        if found and low <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], high))
        else:
            found.append((low, high))
    return found


def _tabs(sketch: Sketch, plan: Plan, at: tuple[float, float]) -> None:
    """Write the names of teams at the heads of their panels."""
    for band in plan.laid.bands:
        x, y = at[0] + band.x, at[1] + band.y
        middle = x + band.width / 2
        sketch.rect(x, y, band.width, 13.0, theme.PEER_BAND, 3.0)
        for line in cut(plan.boxes[band.head].team, SMALL, "bold", band.width - 10.0, 1):
            sketch.text((middle, baseline(y + 6.5, SMALL)), line, SMALL, theme.NAVY, "bold", "middle")


# ---- legend ----


def _keys(plan: Plan, words: OrganizationWords) -> Iterator[tuple[float, Draw, str]]:
    """Explain what occurs."""
    marks = {box.mark for box in plan.boxes}
    for mark in MARKS:
        if mark in marks and mark != "kept":
            yield BADGE + 1.0, _mark_key(mark), words.marks.of(mark)
    if any(box.outsourced > 0 for box in plan.boxes):
        yield 18.0, _outsourced_key, words.outsourced
    if any(plan.tree.children):
        yield 14.0, lambda s, x, y: s.line((x, y), (x + 14.0, y), theme.PEER, 1.0), words.solid
    if plan.tree.dotted:
        yield 14.0, _dotted_key, words.dotted
    if plan.tree.broken or plan.tree.loose:
        yield 16.0, _broken_key, words.broken


def _mark_key(mark: PostMark) -> Draw:
    def draw(sketch: Sketch, x: float, y: float) -> None:
        badge(sketch, x + BADGE / 2 + 0.5, y, mark)

    return draw


def _outsourced_key(sketch: Sketch, x: float, y: float) -> None:
    corners = ((x, y - 5.0), (x + 18.0, y - 5.0), (x + 18.0, y + 5.0), (x, y + 5.0))
    for start, end in zip(corners, (*corners[1:], corners[0]), strict=True):
        sketch.marks.append(Line(*start, *end, INKS[""], 0.9, DASH))
    share_bar(sketch, (x + 1.0, y + 1.4), (16.0, 3.0), 0.7)


def _dotted_key(sketch: Sketch, x: float, y: float) -> None:
    dashes(sketch, ((x, y), (x + 14.0, y)), theme.NAVY, 0.9, (1.2, 2.4))


def _broken_key(sketch: Sketch, x: float, y: float) -> None:
    dashes(sketch, ((x, y), (x + 16.0, y)), theme.TARGET, 1.4, DASH)
    severed(sketch, x + 8.0, y)
