"""Posts and their lines as a forest: cycles cut where the first of their posts stands, nothing lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reports.charts.organization_inputs import OrganizationBox


@dataclass(frozen=True, slots=True)
class Forest:
    """Boxes by their place in the input.

    Attributes
    ----------
    roots
        Boxes without a boss on the chart, in input order.
    children
        Reports of every box: those without reports of their own first, else in input order.
    broken
        Solid lines that are no branches, as (box, boss): the closing line of a cycle, a second boss.
    loose
        Boxes whose boss is themselves or not on the chart.
    dotted
        Second lines as (box, boss); those that lead nowhere are left out.
    """

    roots: tuple[int, ...]
    children: tuple[tuple[int, ...], ...]
    broken: tuple[tuple[int, int], ...]
    loose: tuple[int, ...]
    dotted: tuple[tuple[int, int], ...]

    def walk(self, root: int) -> list[int]:
        """List a box and all below it, each after its boss."""
        found = [root]
        for box in found:
            found.extend(self.children[box])
        return found


def forest(boxes: Sequence[OrganizationBox]) -> Forest:
    """Make a forest of any graph of reporting lines, the same one every time.

    Parameters
    ----------
    boxes
        In any order; of two boxes with one id the first is the boss of those who name it.

    Returns
    -------
    Forest
        Holds every box once. A cycle is cut above its first box, which becomes a root.
    """
    places: dict[str, int] = {}
    for number, box in enumerate(boxes):
        places.setdefault(box.id, number)
    bosses = [None if box.parent is None else places.get(box.parent) for box in boxes]
    loose = [n for n, box in enumerate(boxes) if box.parent is not None and bosses[n] in {None, n}]
    broken = [(n, boss) for n in _closing(bosses) if (boss := bosses[n]) is not None]
    for number, _ in broken:
        bosses[number] = None
    known = [(n, boss) for n, boss in broken if n != boss]
    known += _lines({n: box.also for n, box in enumerate(boxes)}, places, bosses)
    children: list[list[int]] = [[] for _ in boxes]
    for number, boss in enumerate(bosses):
        if boss is not None:
            children[boss].append(number)
    return Forest(
        roots=tuple(n for n, boss in enumerate(bosses) if boss is None),
        children=tuple(tuple(sorted(below, key=lambda n: (bool(children[n]), n))) for below in children),
        broken=tuple(dict.fromkeys(known)),
        loose=tuple(loose),
        dotted=tuple(_lines({n: box.dotted for n, box in enumerate(boxes)}, places, bosses)),
    )


def _lines(
    named: Mapping[int, tuple[str, ...]], places: Mapping[str, int], bosses: Sequence[int | None]
) -> list[tuple[int, int]]:
    """Further lines between boxes on the chart, without those that are branches already."""
    pairs = ((n, places[name]) for n, names in named.items() for name in names if name in places)
    return list(dict.fromkeys((n, boss) for n, boss in pairs if boss not in {n, bosses[n]}))


def _closing(bosses: Sequence[int | None]) -> list[int]:
    """First box of every cycle, in input order."""
    seen = [False] * len(bosses)
    found = []
    for start in range(len(bosses)):
        path: dict[int, None] = {}
        at: int | None = start
        while at is not None and not seen[at]:
            seen[at] = True
            path[at] = None
            at = bosses[at]
        if at is not None and at in path:
            walked = list(path)
            found.append(min(walked[walked.index(at) :]))
    return sorted(found)


def bands(boxes: Sequence[OrganizationBox], tree: Forest, order: Sequence[int]) -> list[bool]:
    """Find heads whose whole branch is of their team, while their boss is of another one."""
    teams = [box.team for box in boxes]
    boss: dict[int, int] = {}
    for box in order:
        for child in tree.children[box]:
            boss[child] = box
            teams[child] = teams[child] or teams[box]
    pure, found = [True] * len(boxes), [False] * len(boxes)
    alone = len(tree.roots) == 1
    for box in reversed(order):
        below = tree.children[box]
        pure[box] = all(found[c] or (pure[c] and teams[c] == teams[box]) for c in below)
        above = teams[boss[box]] if box in boss else ""
        top = box not in boss and alone
        found[box] = bool(below and boxes[box].team and pure[box] and above != teams[box] and not top)
    return found
