"""The organization as an indented list: for narrow screens."""

from dataclasses import replace
from typing import Final

from reports.charts.organization_boxes import Face, faces
from reports.charts.organization_chart import Plan, drawn
from reports.charts.organization_inputs import OrganizationBox, OrganizationChart
from reports.charts.organization_layout import BELOW, SPINE, TICK, Branch, Laid, Place
from reports.charts.organization_tree import Forest, forest
from reports.scene import Scene

PHONE: Final = 390.0
NARROWEST: Final = 0.55
"""The deepest box keeps this share of the width."""
GUTTER: Final = 22.0
"""Room at the right for second lines."""


def organization_outline(data: OrganizationChart, *, width: float = PHONE) -> Scene:
    """Draw every post on a row of its own, reports below their boss and further in.

    Parameters
    ----------
    data
        Any graph of posts, as for `organization_chart`.
    width
        Width in points; kept whatever the depth.

    Returns
    -------
    Scene
        As high as its rows need.
    """
    tree = forest(data.boxes)
    boxes = tuple(replace(box, team="") for box in data.boxes)
    plan = _listed(boxes, tree, width)
    return drawn(plan, data.words, data.alt, width)


def _listed(boxes: tuple[OrganizationBox, ...], tree: Forest, width: float) -> Plan:
    """Place boxes one below the other."""
    depth = [0] * len(boxes)
    order = []
    waiting = list(reversed(tree.roots))
    while waiting:
        box = waiting.pop()
        order.append(box)
        for child in reversed(tree.children[box]):
            depth[child] = depth[box] + 1
            waiting.append(child)
    gutter = GUTTER if tree.dotted or tree.broken else 2.0
    edge = TICK + 2.0 if tree.loose else 1.0
    room = width - edge - gutter
    step = min(SPINE + TICK, room * (1.0 - NARROWEST) / max(*depth, 1, 1))
    sizes = _sizes(boxes, [room - step * d for d in depth])
    places = [Place(0.0, 0.0)] * len(boxes)
    y = 0.0
    for box in order:
        places[box] = Place(edge + step * depth[box], y)
        y += sizes[box].height + BELOW
    laid = Laid(width, y, tuple(places), tuple(_branches(tree, order, places, sizes)), ())
    return Plan(boxes, tree, sizes, laid)


def _sizes(boxes: tuple[OrganizationBox, ...], rooms: list[float]) -> tuple[Face, ...]:
    """Size each box for its own width."""
    return tuple(faces((box,), room)[0] for box, room in zip(boxes, rooms, strict=True))


def _branches(tree: Forest, order: list[int], places: list[Place], sizes: tuple[Face, ...]) -> list[Branch]:
    """Lines from under the left side of a boss to the left edges of the reports."""
    found = []
    for boss in order:
        start, bottom = places[boss], places[boss].y + sizes[boss].height
        for box in tree.children[boss]:
            place = places[box]
            spine = start.x + (place.x - start.x) * SPINE / (SPINE + TICK)
            across = place.y + sizes[box].body / 2
            found.append(Branch(box, boss, ((spine, bottom), (spine, across), (place.x, across))))
    return found
