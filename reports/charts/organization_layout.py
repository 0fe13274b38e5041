"""Where the boxes of an organization stand: a tidy tree, as compact as a consultant draws it.

Managers stand side by side; those who manage nobody hang in a list under their manager; below a chosen depth
whole branches hang. Branches are pushed together along their outlines (Reingold & Tilford 1981, IEEE TSE 7,
with outlines counted in rows of `UNIT` points, as boxes differ in height), so nothing overlaps.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil, inf
from typing import Final

from reports.charts.organization_boxes import UNIT, Face
from reports.charts.organization_inputs import OrganizationBox
from reports.charts.organization_tree import Forest, bands

TICK: Final = 9.0
SPINE: Final = 7.0
BESIDE: Final = 10.0
"""Least distance of boxes side by side."""
BELOW: Final = 8.0
"""Distance of boxes in a list."""
LEVEL: Final = 20.0
BUS: Final = 10.0
BAND: Final = 6.0
TAB: Final = 20.0
"""Room above the head of a band for the name of its team."""
FREE: Final = 99
"""Depth at which no branch hangs any more."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a tree is laid: at most `stack` boxes in a list, branches hang from depth `hang` on."""

    stack: int = 8
    hang: int = FREE


@dataclass(frozen=True, slots=True)
class Place:
    """Left top corner of a box."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Band:
    """Panel behind a branch of one team, by its head."""

    head: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Branch:
    """Line from a box to its boss, first point on the boss's edge, last on the box's."""

    box: int
    boss: int
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Laid:
    """A laid tree with its top left at (0, 0)."""

    width: float
    height: float
    places: tuple[Place, ...]
    branches: tuple[Branch, ...]
    bands: tuple[Band, ...]


@dataclass(slots=True)
class _Outline:
    """Left and right edge of a branch in each row below the top of its head; `inf` where it is empty."""

    left: list[float]
    right: list[float]

    def moved(self, by: float) -> "_Outline":
        """Return the outline shifted sideways."""
        return _Outline([x + by for x in self.left], [x + by for x in self.right])

    def boxed(self, pad: float, below: float) -> "_Outline":
        """Return the outline of the rectangle around the branch."""
        rows = len(self.left) + ceil(below / UNIT)
        return _Outline([min(self.left) - pad] * rows, [max(self.right) + pad] * rows)


def _solid(left: float, right: float, tall: float) -> _Outline:
    rows = round(tall / UNIT)
    return _Outline([left] * rows, [right] * rows)


def _reach(edge: Sequence[float]) -> list[float]:
    """Right edge as seen from rows less than `BELOW` away: boxes keep their distance across corners too."""
    rows = ceil(BELOW / UNIT)
    wide = [-inf] * rows + list(edge) + [-inf] * 2 * rows
    return list(map(max, *(wide[by:] for by in range(2 * rows + 1))))


def _pack(outlines: Sequence[_Outline]) -> tuple[list[float], _Outline]:
    """Push branches together from left to right; return how far each is moved, and the joint outline."""
    joint = _Outline([], [])
    moves = []
    for outline in outlines:
        pairs = zip(_reach(joint.right), outline.left, strict=False)
        by = max((right - left for right, left in pairs if right > -inf), default=-inf)
        by = 0.0 if by == -inf else by + BESIDE
        moves.append(by)
        moved = outline.moved(by)
        common = min(len(joint.left), len(moved.left))
        joint.left = [min(a, b) for a, b in zip(joint.left, moved.left, strict=False)] + (
            joint.left[common:] or moved.left[common:]
        )
        joint.right = [max(a, b) for a, b in zip(joint.right, moved.right, strict=False)] + (
            joint.right[common:] or moved.right[common:]
        )
    return moves, joint


@dataclass(slots=True)
class _Drafter:
    """One layout in the making; distances are from a box's boss: middle to middle, top to top."""

    boxes: Sequence[OrganizationBox]
    tree: Forest
    faces: Sequence[Face]
    manner: Manner
    order: list[int] = field(default_factory=list)
    depth: list[int] = field(default_factory=list)
    banded: list[bool] = field(default_factory=list)
    dx: list[float] = field(default_factory=list)
    dy: list[float] = field(default_factory=list)
    listed: list[bool] = field(default_factory=list)
    tops: list[float] = field(default_factory=list)
    tall: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Order boxes from the top down and find out which stand on levels."""
        n = len(self.boxes)
        self.depth, self.dx, self.dy, self.listed = [0] * n, [0.0] * n, [0.0] * n, [False] * n
        for root in self.tree.roots:
            self.order += self.tree.walk(root)
        for box in self.order:
            for child in self.tree.children[box]:
                self.depth[child] = self.depth[box] + 1
        self.banded = bands(self.boxes, self.tree, self.order)
        self._levels()

    def hangs(self, box: int) -> bool:
        """Tell whether the reports of a box hang in one list under it."""
        below = self.tree.children[box]
        leaves = len(below) <= self.manner.stack and not any(self.tree.children[c] for c in below)
        return self.depth[box] >= self.manner.hang or leaves

    def _levels(self) -> None:
        """Find the top and the height of each level: the room its highest box needs."""
        most = max(self.depth, default=0) + 1
        self.tall, tabs = [0.0] * most, [0.0] * most
        level = set(self.tree.roots)
        for box in self.order:
            if self.tree.children[box] and not self.hangs(box):
                level.update(c for c in self.tree.children[box] if self.tree.children[c])
        for box in level:
            at = self.depth[box]
            self.tall[at] = max(self.tall[at], self.faces[box].height)
            tabs[at] = max(tabs[at], TAB if self.banded[box] else 0.0)
        self.tops = [tabs[0]]
        for at in range(1, most):
            self.tops.append(self.tops[-1] + self.tall[at - 1] + LEVEL + tabs[at])

    def outline(self, box: int, below: dict[int, _Outline]) -> _Outline:
        """Outline a box with all that is below it, its middle at 0."""
        face = self.faces[box]
        own = _solid(-face.width / 2, face.width / 2, face.height)
        if not self.tree.children[box]:
            return own
        found = self._hanging(box, own, below) if self.hangs(box) else self._spread(box, own, below)
        return found.boxed(BAND, BAND + 2.0) if self.banded[box] else found

    def _hanging(self, box: int, own: _Outline, below: dict[int, _Outline]) -> _Outline:
        """Hang the reports in a list."""
        spine = -self.faces[box].width / 2 + SPINE
        for child in self.tree.children[box]:
            gap = round((BELOW + (TAB if self.banded[child] else 0.0)) / UNIT)
            by = spine + TICK + self.faces[child].width / 2
            self.dx[child], self.dy[child] = by, (len(own.left) + gap) * UNIT
            self.listed[child] = True
            part = below.pop(child)
            wide = max(part.right) + by if self.banded[child] else spine
            own.left += [spine] * gap + [min(spine, x + by) for x in part.left]
            own.right += [wide] * gap + [max(spine, x + by) for x in part.right]
        return own

    def _spread(self, box: int, own: _Outline, below: dict[int, _Outline]) -> _Outline:
        """Set lists of leaves and the branches of managers side by side."""
        at = self.depth[box]
        drop = self.tops[at + 1] - self.tops[at]
        units, parts = self._units(self.tree.children[box], below)
        moves, joint = _pack(parts)
        middle = (moves[0] + moves[-1]) / 2
        for unit, move in zip(units, moves, strict=True):
            for child in unit:
                self.dx[child] += move - middle
                self.dy[child] += drop
        edges = [(m + p.left[0], m + p.right[0]) for m, p in zip(moves, parts, strict=True)]
        rows = round(drop / UNIT) - len(own.left)
        first, last = min(edge[0] for edge in edges) - middle, max(edge[1] for edge in edges) - middle
        joint = joint.moved(-middle)
        return _Outline(own.left + [first] * rows + joint.left, own.right + [last] * rows + joint.right)

    def _units(
        self, children: Sequence[int], below: dict[int, _Outline]
    ) -> tuple[list[list[int]], list[_Outline]]:
        """Part reports into lists of leaves and single branches, each with its outline."""
        leaves = [c for c in children if not self.tree.children[c]]
        columns = ceil(len(leaves) / self.manner.stack)
        units, parts = [], []
        for number in range(columns):
            unit = leaves[number * len(leaves) // columns : (number + 1) * len(leaves) // columns]
            outline = _Outline([], [])
            for child in unit:
                gap = round(BELOW / UNIT) if outline.left else 0
                wide = TICK + self.faces[child].width
                part = below.pop(child)
                self.dx[child], self.dy[child] = (
                    TICK + self.faces[child].width / 2,
                    (len(outline.left) + gap) * UNIT,
                )
                self.listed[child] = True
                outline.left += [0.0] * (gap + len(part.left))
                outline.right += [wide] * (gap + len(part.right))
            units.append(unit)
            parts.append(outline)
        for child in children:
            if self.tree.children[child]:
                units.append([child])
                parts.append(below.pop(child))
        return units, parts

    def place(self) -> list[tuple[float, float]]:
        """Give every box its middle and its top."""
        below: dict[int, _Outline] = {}
        for box in reversed(self.order):
            below[box] = self.outline(box, below)
        places = [(0.0, 0.0)] * len(self.boxes)
        if not self.tree.roots:
            return places
        units, parts = self._units(self.tree.roots, below)
        units, parts = self._last_leaves(units, parts)
        moves, _ = _pack(parts)
        for unit, move in zip(units, moves, strict=True):
            for root in unit:
                places[root] = (move + self.dx[root], self.tops[0] + self.dy[root])
        for box in self.order:
            for child in self.tree.children[box]:
                places[child] = (places[box][0] + self.dx[child], places[box][1] + self.dy[child])
        return places

    def _last_leaves(
        self, units: list[list[int]], parts: list[_Outline]
    ) -> tuple[list[list[int]], list[_Outline]]:
        """Put posts that report to nobody and lead nobody behind the trees."""
        trees = [n for n, unit in enumerate(units) if self.tree.children[unit[0]]]
        order = trees + [n for n in range(len(units)) if n not in trees]
        return [units[n] for n in order], [parts[n] for n in order]


def lay(
    boxes: Sequence[OrganizationBox], tree: Forest, faces: Sequence[Face], manner: Manner = Manner()
) -> Laid:
    """Lay a forest of boxes.

    Parameters
    ----------
    boxes, tree, faces
        The posts, who is below whom, and the size of each box.
    manner
        How compact.

    Returns
    -------
    Laid
        No two boxes closer than `BELOW` points up and down or `BESIDE` points side by side.

    Notes
    -----
    Linear in the number of boxes times their depth; 120 boxes take a few milliseconds.
    """
    draft = _Drafter(boxes, tree, faces, manner)
    middles = draft.place()
    panels = _panels(draft, middles)
    lefts = [x - face.width / 2 for (x, _), face in zip(middles, faces, strict=True)]
    sides = [x - TICK if draft.listed[n] or n in tree.loose else x for n, x in enumerate(lefts)]
    left = min([*sides, *(band.x for band in panels)], default=0.0)
    places = tuple(Place(x - left, y) for x, (_, y) in zip(lefts, middles, strict=True))
    panels = [Band(b.head, b.x - left, b.y, b.width, b.height) for b in panels]
    rights = [place.x + face.width for place, face in zip(places, faces, strict=True)]
    lows = [place.y + face.height for place, face in zip(places, faces, strict=True)]
    return Laid(
        width=max([*rights, *(b.x + b.width for b in panels)], default=0.0),
        height=max([*lows, *(b.y + b.height for b in panels)], default=0.0),
        places=places,
        branches=tuple(_branches(draft, places)),
        bands=tuple(panels),
    )


def _panels(draft: _Drafter, middles: Sequence[tuple[float, float]]) -> list[Band]:
    """Panels behind banded branches, outer ones first."""
    found: dict[int, Band] = {}
    for head in reversed(draft.order):
        if draft.banded[head]:
            below = draft.tree.walk(head)
            inner = [found[b] for b in below if b in found]
            lefts = [b.x for b in inner]
            lefts += [middles[b][0] - draft.faces[b].width / 2 for b in below if not draft.listed[b]]
            lefts += [middles[b][0] - draft.faces[b].width / 2 - TICK for b in below if draft.listed[b]]
            rights = [middles[b][0] + draft.faces[b].width / 2 for b in below]
            rights += [b.x + b.width for b in inner]
            lows = [middles[b][1] + draft.faces[b].height for b in below] + [b.y + b.height for b in inner]
            left, top = min(lefts) - BAND, middles[head][1] - TAB + 3.0
            found[head] = Band(head, left, top, max(rights) + BAND - left, max(lows) + BAND - top)
    return [found[head] for head in draft.order if head in found]


def _branches(draft: _Drafter, places: Sequence[Place]) -> list[Branch]:
    """Lines from bosses to their reports, with right angles."""
    found = []
    for boss in draft.order:
        start, face = places[boss], draft.faces[boss]
        middle, bottom = start.x + face.width / 2, start.y + face.height
        hangs = draft.hangs(boss)
        bus = start.y + draft.tall[draft.depth[boss]] + BUS
        for box in draft.tree.children[boss]:
            place = places[box]
            spine, across = place.x - TICK, place.y + draft.faces[box].body / 2
            stem = ((middle, bottom), (middle, bus))
            arm = ((spine, across), (place.x, across))
            points: tuple[tuple[float, float], ...]
            if hangs:
                points = ((spine, bottom), *arm)
            elif draft.listed[box]:
                points = (*stem, (spine, bus), *arm)
            else:
                top = place.x + draft.faces[box].width / 2
                points = (*stem, (top, bus), (top, place.y))
            found.append(Branch(box, boss, points))
    return found
