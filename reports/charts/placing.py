"""Names beside marks: each where it covers least of what is already there."""

from collections.abc import Iterable, Iterator
from math import inf
from typing import Final

from reports.scene import Anchor

STEP: Final = 10.0
"""Distance of a name from its mark (points)."""
INSET: Final = 3.0

Box = tuple[float, float, float, float]
Place = tuple[Box, Anchor]


def cheapest(places: Iterator[Place], taken: list[Box], frame: Box) -> tuple[Place, float]:
    """Return the first place that covers nothing, else the first of those that cover least, and its cost.

    Parameters
    ----------
    places : boxes (left, top, right, bottom) in order of preference, at least one.
    taken : boxes that should stay free.
    frame : box outside which nothing should stand.
    """
    best = next(places)
    least = inf
    for place in (best, *places):
        now = cost(place[0], taken, frame)
        if now < least:
            best, least = place, now
        if now == 0:
            break
    return best, least


RINGS: Final = (STEP, STEP * 1.8, STEP * 3.0)


def around(
    mark: tuple[float, float], wide: float, tall: float, rings: Iterable[float] = RINGS
) -> Iterator[Place]:
    """Boxes around a mark: beside it, above and below, then the corners, then all that on wider rings."""
    x, y = mark
    for away in rings:
        half = tall / 2
        yield (x + away, y - half, x + away + wide, y + half), "start"
        yield (x - away - wide, y - half, x - away, y + half), "end"
        yield (x - wide / 2, y - away - tall, x + wide / 2, y - away), "middle"
        yield (x - wide / 2, y + away, x + wide / 2, y + away + tall), "middle"
        for dy in (-away - tall * 0.6, away - tall * 0.4):
            yield (x + away * 0.7, y + dy, x + away * 0.7 + wide, y + dy + tall), "start"
            yield (x - away * 0.7 - wide, y + dy, x - away * 0.7, y + dy + tall), "end"


def cost(box: Box, taken: list[Box], frame: Box) -> float:
    """Area of a box that lies on what is taken, and ten times what lies outside the frame.

    >>> cost((10.0, 10.0, 20.0, 20.0), [(15.0, 10.0, 40.0, 20.0)], (0.0, 0.0, 100.0, 100.0))
    50.0
    """
    left, top, right, bottom = frame
    area = (box[2] - box[0]) * (box[3] - box[1])
    inside = common(box, (left + INSET, top + INSET, right - INSET, bottom - INSET))
    return sum(common(box, other) for other in taken) + 10.0 * (area - inside)


def common(one: Box, other: Box) -> float:
    """Area that two boxes share.

    >>> common((0.0, 0.0, 2.0, 2.0), (1.0, 1.0, 3.0, 3.0))
    1.0
    """
    wide = min(one[2], other[2]) - max(one[0], other[0])
    tall = min(one[3], other[3]) - max(one[1], other[1])
    return wide * tall if wide > 0 and tall > 0 else 0.0


def square(point: tuple[float, float], reach: float) -> Box:
    """Box around a point."""
    return point[0] - reach, point[1] - reach, point[0] + reach, point[1] + reach
