"""Archetype map: where the merchant lies between the archetypes, with the region that error leaves open."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from reports import numbers
from reports.archetypes import model_note, model_point
from reports.briefing import Briefing
from reports.charts import Landscape, MapAxis, MapSpot, MapWords, archetype_map
from reports.document import Page, SoWhat, SoWhatPoint
from reports.editions import PageKind
from reports.scene import Scene
from reports.theme import BODY_HEIGHT
from scoring.results import ArchetypeMap, MapPoint

LOADING: Final = 0.3
"""Loading from which a dimension is named at the end of an axis (loadings have unit length)."""
NAMED: Final = 2
QUOTED: Final = 3
LEGEND: Final = ("heading", "merchant", "region", "near", "archetype", "peers")

Ends = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Reading:
    """The map with the names of its archetypes: all by distance, and those inside the merchant's region."""

    found: ArchetypeMap
    nearest: tuple[tuple[MapPoint, str], ...]
    inside: tuple[str, ...]
    across: Ends
    up: Ends


def landscape(b: Briefing) -> Page | None:
    """Compose the page; None for a run without a map."""
    read = _read(b)
    if read is None:
        return None
    heading = title(b, read)
    return b.page(
        "landscape",
        title=heading,
        blocks=(drawing(b, read, heading, BODY_HEIGHT),),
        so_what=SoWhat(
            tuple(points(b, read)), b.say("landscape.ask.choose", name=read.nearest[0][1], day=b.retest)
        ),
        notes=(model_note(b),),
    )


def _read(b: Briefing) -> _Reading | None:
    """Name the archetypes and the axes; None without a map or without an archetype that is still known."""
    found = b.result.archetype_map
    if found is None:
        return None
    known = {a.id: b.clause(a.name) for a in b.knowledge.archetypes.members}
    order = {m.archetype: n for n, m in enumerate(b.result.resemblance.memberships)}
    spots = [(p, known[p.archetype]) for p in found.archetypes if p.archetype in known]
    if not spots:
        return None
    spots.sort(key=lambda s: (order.get(s[0].archetype, len(order)), distance(found, s[0])))
    inside = tuple(name for p, name in spots if within(found.ellipse, (p.x, p.y)))
    across, up = (ends(b, found.dimensions, axis) for axis in found.axes)
    return _Reading(found, tuple(spots), inside, across, up)


def distance(found: ArchetypeMap, spot: MapPoint) -> float:
    """Squared distance of an archetype from the merchant on the map."""
    return (spot.x - found.x) ** 2 + (spot.y - found.y) ** 2


def within(outline: tuple[tuple[float, float], ...], at: tuple[float, float]) -> bool:
    """Whether a point lies inside a closed outline (even-odd rule).

    >>> within(((0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)), (1.0, 1.0))
    True
    >>> within((), (1.0, 1.0))
    False
    """
    crossings = 0
    for (x1, y1), (x2, y2) in zip(outline, (*outline[1:], *outline[:1]), strict=True):
        if (y1 > at[1]) != (y2 > at[1]):
            crossings += x1 + (at[1] - y1) / (y2 - y1) * (x2 - x1) > at[0]
    return crossings % 2 == 1


def ends(b: Briefing, dimensions: tuple[str, ...], loadings: tuple[float, ...]) -> Ends:
    """Words for the low and the high end of an axis, from the dimensions that weigh most in it."""
    weighty = sorted(
        ((load, d) for load, d in zip(loadings, dimensions, strict=True) if abs(load) >= LOADING),
        key=lambda pair: -abs(pair[0]),
    )
    plus = [d for load, d in weighty if load > 0]
    minus = [d for load, d in weighty if load < 0]
    if not minus and len(plus) > NAMED:
        return b.say("landscape.axis.low"), b.say("landscape.axis.high")
    if not plus and len(minus) > NAMED:
        return b.say("landscape.axis.high"), b.say("landscape.axis.low")
    low = side(b, minus, "strong") if minus else side(b, plus, "weak")
    high = side(b, plus, "strong") if plus else side(b, minus, "weak")
    return low, high


def side(b: Briefing, dimensions: list[str], key: str) -> str:
    """Name the weightiest dimensions of one end."""
    names = b.say("common.peers.join").join(b.short(d) for d in dimensions[:NAMED])
    return b.say(f"landscape.axis.{key}", names=names)


def title(b: Briefing, read: _Reading) -> str:
    """How many archetypes error leaves open, and which is most alike."""
    name = read.nearest[0][1]
    if read.inside and name not in read.inside:
        return b.say("landscape.title.aside", k=len(read.inside), name=name)
    if read.inside:
        return b.say("landscape.title.inside", k=len(read.inside), name=name)
    return b.say("landscape.title.outside", n=len(read.nearest), name=name)


def drawn(b: Briefing, heading: str, height: float) -> Scene | None:
    """Draw the map for another page; None without one."""
    read = _read(b)
    return None if read is None else drawing(b, read, heading, height)


def drawing(b: Briefing, read: _Reading, heading: str, height: float) -> Scene:
    """Draw the map; the two most alike archetypes are marked when the merchant lies between them."""
    found = read.found
    marked = NAMED if b.result.resemblance.mixed else 1
    spots = tuple(MapSpot(name, p.x, p.y, near=n < marked) for n, (p, name) in enumerate(read.nearest))
    first, second = (numbers.share(share) for share in found.separation)
    return archetype_map(
        Landscape(
            spots,
            found.x,
            found.y,
            found.ellipse,
            found.density,
            found.extent,
            MapAxis(*read.across),
            MapAxis(*read.up),
            MapWords(*(b.say(f"landscape.legend.{key}", n=found.n_peers) for key in LEGEND)),
            b.say("landscape.alt", title=heading),
            b.say("landscape.axis.note", first=first, second=second),
        ),
        height=height,
    )


def points(b: Briefing, read: _Reading) -> Iterator[SoWhatPoint]:
    """Tell what the region leaves open, how to read the map, and what the archetypes are made of."""
    quoted = b.listing([b.say("common.quoted", text=name) for name in read.inside[:QUOTED]])
    if read.inside and read.nearest[0][1] not in read.inside:
        share = numbers.percent(min(sum(round(100 * s) for s in read.found.separation), 100))
        yield b.point("landscape.point.aside", names=quoted, name=read.nearest[0][1], share=share)
    elif len(read.inside) > 1:
        yield b.point("landscape.point.inside", n=len(read.inside), names=quoted)
    elif read.inside:
        yield b.point("landscape.point.inside_one", name=read.inside[0])
    else:
        yield b.point("landscape.point.outside", name=read.nearest[0][1])
    (left, right), (down, up) = read.across, read.up
    yield b.point("landscape.point.read", left=left, right=right, down=down, up=up)
    yield model_point(b)


KINDS: Final = (PageKind("landscape", 110, landscape, frozenset()),)
