"""An organization that is too large for one picture: page after page, each under its repeated top."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from reports.charts.organization_boxes import faces
from reports.charts.organization_chart import LOW, WIDTHS, Plan, arranged, drawn, headroom
from reports.charts.organization_inputs import OrganizationBox, OrganizationChart
from reports.charts.organization_layout import BELOW, BESIDE, lay
from reports.charts.organization_tree import Forest, forest
from reports.scene import Scene


@dataclass(frozen=True, slots=True)
class _Item:
    """What one report of a top brings to a page: boxes, of which the `cut` ones keep their own for later."""

    boxes: tuple[int, ...]
    cut: tuple[int, ...] = ()


@dataclass(slots=True)
class _Book:
    """Pages in the making; `drawn` boxes stand on an earlier page."""

    data: OrganizationChart
    tree: Forest
    size: tuple[float, float]
    least: tuple[float, ...] = ()
    """Room that each box takes at the least, with the distance that it keeps (square points)."""
    drawn: set[int] = field(default_factory=set)
    plans: list[Plan] = field(default_factory=list)
    laid: dict[tuple[tuple[int, ...], frozenset[int], frozenset[int]], Plan] = field(default_factory=dict)
    """Pages by their boxes, those cut off, and those drawn before: the same page is asked for again."""

    def plan(self, top: int | None, items: Sequence[_Item]) -> Plan:
        """Lay a page: the top, then all boxes of its items."""
        numbers: tuple[int, ...] = () if top is None else (top,)
        numbers += tuple(box for item in items for box in item.boxes)
        cut = {box for item in items for box in item.cut}
        key = (numbers, frozenset(cut), frozenset(self.drawn.intersection(numbers)))
        if key not in self.laid:
            part = self._part(numbers, cut)
            alone = numbers[part.roots[0]] if len(part.roots) == 1 else None
            boxes = [self._box(number, self._team(number, cut, alone)) for number in numbers]
            notes = [self._note(number, cut) for number in numbers]
            self.laid[key] = arranged(boxes, part, self.size, notes, LOW)
        return self.laid[key]

    def _box(self, number: int, team: str) -> OrganizationBox:
        """Return a box, with the name of its team where that is told; its warning is told once."""
        box = self.data.boxes[number]
        flag = "" if number in self.drawn else box.flag
        return replace(box, flag=flag, subtitle=" · ".join(one for one in (box.subtitle, team) if one))

    def _team(self, number: int, cut: set[int], alone: int | None) -> str:
        """Name the team of a branch that is told in two places, where no band of that team holds the box."""
        team = self.data.boxes[number].team
        above = next((n for n, below in enumerate(self.tree.children) if number in below), None)
        led = above is not None and self.data.boxes[above].team != team
        told = number in cut or (number == alone and number in self.drawn)
        return team if led and told else ""

    def _note(self, number: int, cut: set[int]) -> tuple[str, ...]:
        """Say that a box was here before, or that its reports come later."""
        words = self.data.words
        later = f"{words.elsewhere} +{len(self.tree.walk(number)) - 1}".strip() if number in cut else ""
        before = words.continued if number in self.drawn else ""
        return tuple(note for note in (before, later) if note)

    def _part(self, numbers: Sequence[int], cut: set[int]) -> Forest:
        """Lines among some boxes, numbered anew; a faulty line to another page ends loose."""
        new = {box: place for place, box in enumerate(numbers)}
        below = [
            () if box in cut else tuple(new[c] for c in self.tree.children[box] if c in new)
            for box in numbers
        ]
        held = {child for children in below for child in children}
        away = [new[a] for a, b in self.tree.broken if a in new and b not in new and a not in self.drawn]
        loose = [new[n] for n in self.tree.loose if n in new and n not in self.drawn]
        return Forest(
            roots=tuple(n for n in range(len(numbers)) if n not in held),
            children=tuple(tuple(sorted(c, key=lambda n: (bool(below[n]), n))) for c in below),
            broken=tuple((new[a], new[b]) for a, b in self.tree.broken if a in new and b in new),
            loose=tuple(dict.fromkeys([*loose, *away])),
            dotted=tuple((new[a], new[b]) for a, b in self.tree.dotted if a in new and b in new),
        )

    def fits(self, top: int | None, items: Sequence[_Item]) -> bool:
        """Tell whether a page holds these items."""
        room = (self.size[0] + BESIDE) * (self.size[1] + BELOW)
        least = sum(self.least[box] for item in items for box in item.boxes)
        return least <= room and self.plan(top, items).within(self.size)

    def item(self, top: int | None, child: int) -> _Item:
        """Take a branch whole if a page holds it, else as many levels of it as one holds."""
        whole = _Item(tuple(self.tree.walk(child)))
        if self.fits(top, (whole,)):
            return whole
        best = _Item((child,), (child,) if self.tree.children[child] else ())
        level, taken = [child], [child]
        while level:
            level = [c for box in level for c in self.tree.children[box]]
            taken = [*taken, *level]
            item = _Item(tuple(taken), tuple(box for box in level if self.tree.children[box]))
            if not self.fits(top, (item,)):
                break
            best = item
        return best

    def most(self, top: int | None, items: Sequence[_Item]) -> int:
        """How many of the first items one page holds, at least one."""
        low, high = 1, 2
        while high <= len(items) and self.fits(top, items[:high]):
            low, high = high, high * 2
        high = min(high - 1, len(items))
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.fits(top, items[:middle]) else (low, middle - 1)
        return low

    def write(self, top: int | None, children: Sequence[int]) -> list[int]:
        """Write the pages of a top and its reports; return the boxes whose reports were cut off."""
        whole = tuple(_Item(tuple(self.tree.walk(child))) for child in children)
        if self.fits(top, whole):
            self.plans.append(self.plan(top, whole))
            self.drawn |= {box for item in whole for box in item.boxes}
            self.drawn |= set() if top is None else {top}
            return []
        first = self.drawn
        self.drawn = first if top is None else {*first, top}
        items = [self.item(top, child) for child in children]
        self.drawn = first
        cut = [box for item in items for box in item.cut]
        while True:
            count = self.most(top, items) if items else 0
            self.plans.append(self.plan(top, items[:count]))
            self.drawn |= {box for item in items[:count] for box in item.boxes}
            self.drawn |= set() if top is None else {top}
            items = items[count:]
            if not items:
                return cut


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
        more reports than a page holds is repeated on the next page, and branches that were cut off follow on
        later pages under their repeated heads. Repeated boxes bear the words for continued; every post
        stands once without them. At least one picture, also without posts.
    """
    book = _opened(data, width, height)
    top, children = _top(book.tree)
    waiting = book.write(top, children)
    while waiting:
        waiting = _next(book, waiting)
    plans = book.plans
    return tuple(drawn(plan, data.words, data.alt, max(width, plan.width)) for plan in plans)


def organization_page(data: OrganizationChart, width: float, height: float) -> Scene | None:
    """Draw an organization on one picture of a size; None where it takes more than one."""
    book = _opened(data, width, height)
    top, children = _top(book.tree)
    items = tuple(_Item(tuple(book.tree.walk(child))) for child in children)
    if not book.fits(top, items):
        return None
    return drawn(book.plan(top, items), data.words, data.alt, width)


def _opened(data: OrganizationChart, width: float, height: float) -> _Book:
    """Open a book without pages."""
    tree = forest(data.boxes)
    head = headroom(Plan(data.boxes, tree, (), lay((), forest(()), ())), data.words, width)
    bodies = (faces((box,), WIDTHS[0])[0].body for box in data.boxes)
    least = tuple((WIDTHS[-1] + BESIDE) * (body + BELOW) for body in bodies)
    return _Book(data, tree, (width, height - head), least)


def _top(tree: Forest) -> tuple[int | None, tuple[int, ...]]:
    """Return the post over all others, if there is one, and what stands below it."""
    if len(tree.roots) == 1:
        return tree.roots[0], tuple(tree.children[tree.roots[0]])
    return None, tuple(tree.roots)


def _next(book: _Book, heads: Sequence[int]) -> list[int]:
    """Write the branches that were cut off: small ones side by side, large ones on pages of their own."""
    small = [head for head in heads if book.fits(None, (_Item(tuple(book.tree.walk(head))),))]
    cut = book.write(None, small) if small else []
    for head in heads:
        if head not in small:
            cut += book.write(head, book.tree.children[head])
    return cut
