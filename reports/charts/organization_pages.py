"""An organization that is too large for one picture: page after page, each under its repeated top."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from reports.charts.organization_boxes import faces
from reports.charts.organization_chart import Plan, arranged, drawn, headroom
from reports.charts.organization_inputs import OrganizationBox, OrganizationChart
from reports.charts.organization_layout import lay
from reports.charts.organization_tree import Forest, forest
from reports.scene import Scene

LEAST: Final = 84.0 * 32.0
"""No box takes less room than this (square points)."""


@dataclass(frozen=True, slots=True)
class _Item:
    """What one report of a top brings to a page: boxes, of which the `cut` ones keep their own for later."""

    boxes: tuple[int, ...]
    cut: tuple[int, ...] = ()


@dataclass(slots=True)
class _Book:
    """Pages in the making."""

    data: OrganizationChart
    tree: Forest
    width: float
    height: float
    head: float

    def plan(self, top: int | None, items: Sequence[_Item], *, again: bool) -> Plan:
        """Lay a page: the top, then all boxes of its items."""
        numbers = [] if top is None else [top]
        numbers += [box for item in items for box in item.boxes]
        cut = {box for item in items for box in item.cut}
        words = self.data.words
        notes: list[tuple[str, ...]] = []
        for box in numbers:
            later = len(self.tree.walk(box)) - 1 if box in cut else 0
            note = f"{words.elsewhere} +{later}".strip() if later else ""
            note = words.continued if again and box == top else note
            notes.append((note,) if note else ())
        boxes = [self._box(box, repeated=again and box == top) for box in numbers]
        return arranged(boxes, self._part(numbers, cut), (self.width, self.height - self.head), notes)

    def _box(self, number: int, *, repeated: bool) -> OrganizationBox:
        """Return a box; warnings are told once."""
        box = self.data.boxes[number]
        return replace(box, flag="") if repeated else box

    def _part(self, numbers: Sequence[int], cut: set[int]) -> Forest:
        """Lines among some boxes, numbered anew; lines to other pages end loose."""
        new = {box: place for place, box in enumerate(numbers)}
        below = [
            () if box in cut else tuple(new[c] for c in self.tree.children[box] if c in new)
            for box in numbers
        ]
        held = {child for children in below for child in children}
        away = [new[a] for a, b in self.tree.broken if a in new and b not in new]
        return Forest(
            roots=tuple(n for n in range(len(numbers)) if n not in held),
            children=tuple(tuple(sorted(c, key=lambda n: (bool(below[n]), n))) for c in below),
            broken=tuple((new[a], new[b]) for a, b in self.tree.broken if a in new and b in new),
            loose=tuple(dict.fromkeys([*(new[n] for n in self.tree.loose if n in new), *away])),
            dotted=tuple((new[a], new[b]) for a, b in self.tree.dotted if a in new and b in new),
        )

    def fits(self, top: int | None, items: Sequence[_Item], *, again: bool) -> bool:
        """Tell whether a page holds these items."""
        n = sum(len(item.boxes) for item in items)
        if n * LEAST > self.width * self.height:
            return False
        return self.plan(top, items, again=again).within((self.width, self.height - self.head))

    def item(self, top: int | None, child: int, *, again: bool) -> _Item:
        """Take a branch whole if a page holds it, else as many levels of it as one holds."""
        whole = _Item(tuple(self.tree.walk(child)))
        if self.fits(top, (whole,), again=again):
            return whole
        best = _Item((child,), (child,) if self.tree.children[child] else ())
        level, taken = [child], [child]
        while level:
            level = [c for box in level for c in self.tree.children[box]]
            taken = [*taken, *level]
            item = _Item(tuple(taken), tuple(box for box in level if self.tree.children[box]))
            if not self.fits(top, (item,), again=again):
                break
            best = item
        return best

    def most(self, top: int | None, items: Sequence[_Item], *, again: bool) -> int:
        """How many of the first items one page holds, at least one."""
        low, high = 1, 1
        while high < len(items) and self.fits(top, items[: high * 2], again=again):
            low, high = min(high * 2, len(items)), high * 2
        high = min(high * 2, len(items))
        while low < high:
            middle = (low + high + 1) // 2
            if self.fits(top, items[:middle], again=again):
                low = middle
            else:
                high = middle - 1
        return low


def organization_pages(data: OrganizationChart, width: float, height: float) -> tuple[Scene, ...]:
    """Draw an organization on as many pictures of one size as it needs.

    Parameters
    ----------
    data
        Any graph of posts, as for `organization_chart`.
    width, height
        Size of a page in points; text is never shrunk.

    Returns
    -------
    tuple of Scene
        One picture if all fits. Else branches stay whole where a page holds them, in order; a top that has
        more reports than a page holds is repeated on the next with the words for continued; below a branch
        that is too large the rest follows on pages of its own. Every post stands once without those words.
        At least one picture, also without posts.
    """
    tree = forest(data.boxes)
    everything = Plan(data.boxes, tree, (), lay(data.boxes, tree, faces(data.boxes, width)))
    book = _Book(data, tree, width, height, headroom(everything, data.words, width))
    plans = []
    waiting: list[tuple[int | None, tuple[int, ...], bool]] = _start(tree)
    while waiting:
        top, children, again = waiting.pop(0)
        items = [book.item(top, child, again=True) for child in children]
        while True:
            count = book.most(top, items, again=again) if items else 0
            plans.append(book.plan(top, items[:count], again=again))
            waiting += [(box, tree.children[box], True) for item in items[:count] for box in item.cut]
            items, again = items[count:], True
            if not items:
                break
    return tuple(drawn(plan, data.words, data.alt, max(width, plan.laid.width)) for plan in plans)


def _start(tree: Forest) -> list[tuple[int | None, tuple[int, ...], bool]]:
    """Begin with the only root and its reports, or with all roots side by side."""
    if len(tree.roots) == 1:
        return [(tree.roots[0], tree.children[tree.roots[0]], False)]
    return [(None, tree.roots, False)]
