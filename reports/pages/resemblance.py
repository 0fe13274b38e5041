"""Resemblance: which reference archetype the merchant is most like. A mirror, never a verdict."""

from collections.abc import Iterator
from typing import Final

from assessment.domain.organization import ReferenceArchetype
from reports import numbers, picture
from reports.archetypes import Likely, likely, model_note, model_point
from reports.briefing import Briefing
from reports.charts import BarRow, Bars, ShapeLine, Shapes, ranked_bars, shape_lines
from reports.document import Block, Page, Prose, SoWhat, SoWhatPoint
from reports.editions import PageKind
from reports.pages import landscape

SHOWN = 4
BARS_HEIGHT = 92.0
MAP_HEIGHT = 268.0
SHAPES_HEIGHT = 250.0
NOTABLE = 0.3
"""Points from which a departure from a centroid is worth a word."""


def resemblance(b: Briefing) -> Page | None:
    """Compose the page; None when the archetypes describe other dimensions than the instrument has."""
    found = b.result.resemblance
    if not found.memberships and (not _shares_dimensions(b) or stands_in(b)):
        return None
    heading = title(b, likely(b))
    return b.page(
        "resemblance",
        title=heading,
        blocks=drawings(b, heading),
        so_what=SoWhat(tuple(points(b)), ask(b)),
        notes=(model_note(b),),
    )


def stands_in(b: Briefing) -> bool:
    """Whether the page of peers already shows the archetypes, for want of peers."""
    return b.result.peer_card is None or not b.result.standings


def _shares_dimensions(b: Briefing) -> bool:
    """Whether the archetypes speak about this instrument's dimensions at all."""
    return bool({d.id for d in b.instrument.dimensions} & set(b.knowledge.archetypes.dimensions))


def title(b: Briefing, found: list[Likely]) -> str:
    """Name the nearest archetype, as firmly as its probability allows."""
    result = b.result.resemblance
    if not found:
        return b.say("resemblance.title.withheld", k=len(result.dimensions_used), n=len(b.result.dimensions))
    first, archetype = found[0]
    fields: dict[str, str | int] = {"name": b.clause(archetype.name), "p": numbers.share(first.probability)}
    if result.atypical:
        return b.say("resemblance.title.atypical", n=len(found), **fields)
    if result.mixed and len(found) > 1:
        second, other = found[1]
        q = numbers.share(second.probability)
        return b.say("resemblance.title.mixed", other=b.clause(other.name), q=q, **fields)
    return b.say("resemblance.title.clear", **fields)


def drawings(b: Briefing, heading: str) -> tuple[Block, ...]:
    """Probabilities of the nearest archetypes; below, the map of all, or the shape where there is none."""
    found = likely(b)[:SHOWN]
    if not found:
        why = b.why(b.result.resemblance.withheld)
        return (Prose(((b.say("resemblance.none.head"), b.say("resemblance.none.body", why=why)),)),)
    rows = tuple(
        BarRow(
            b.clause(archetype.name),
            "",
            member.probability,
            numbers.share(member.probability),
            highlight=place == 0,
        )
        for place, (member, archetype) in enumerate(found)
    )
    bars = ranked_bars(
        Bars(
            rows,
            1.0,
            b.say("resemblance.legend.bars"),
            b.say("resemblance.alt.bars", title=heading),
        ),
        height=BARS_HEIGHT,
    )
    drawn = landscape.drawn(b, heading, MAP_HEIGHT)
    return bars, drawn or shape_lines(shapes(b, found, heading), height=SHAPES_HEIGHT)


def shapes(b: Briefing, found: list[Likely], heading: str) -> Shapes:
    """Merchant's line over the nearest one or two archetypes."""
    order = b.knowledge.archetypes.dimensions
    mine = tuple(score.value if (score := b.result.score(d)) else None for d in order)
    near = [ShapeLine(b.clause(found[0][1].name), tuple(found[0][1].center.get(d) for d in order), "near")]
    if b.result.resemblance.mixed and len(found) > 1:
        near.append(
            ShapeLine(b.clause(found[1][1].name), tuple(found[1][1].center.get(d) for d in order), "far")
        )
    lines = (ShapeLine(b.say("resemblance.legend.merchant"), mine, "merchant"), *near)
    return Shapes(
        points=tuple(b.short(d) for d in order),
        lines=lines,
        axis=picture.axis(b),
        heading=b.say("resemblance.legend.shapes", scale=b.scale),
        alt=b.say("resemblance.alt.shapes", title=heading),
    )


def points(b: Briefing) -> Iterator[SoWhatPoint]:
    """Tell what the archetype is like, how the merchant departs from it, and how far to trust this."""
    found = likely(b)
    if not found:
        yield b.point("resemblance.point.withheld", why=b.why(b.result.resemblance.withheld))
    else:
        first = found[0][1]
        yield b.point(
            "resemblance.point.like", name=b.clause(first.name), words=b.sentence(first.description)
        )
        yield from departure(b, first)
    yield model_point(b)


def departure(b: Briefing, archetype: ReferenceArchetype) -> Iterator[SoWhatPoint]:
    """Tell the dimension on which the merchant departs most from the archetype."""
    found = [
        (score.value - center, d)
        for d, center in archetype.center.items()
        if (score := b.result.score(d)) and score.value is not None
    ]
    if not found:
        return
    most, dimension = max(found, key=lambda pair: abs(pair[0]))
    if abs(most) < NOTABLE:
        yield b.point("resemblance.point.close", name=b.clause(archetype.name))
        return
    key = "resemblance.point.above" if most > 0 else "resemblance.point.below"
    gap = numbers.score(abs(most))
    yield b.point(key, dimension=b.short(dimension), gap=gap, name=b.clause(archetype.name))


def ask(b: Briefing) -> str:
    """Ask which way to go rather than what one is."""
    found = likely(b)
    if not found:
        return b.say("resemblance.ask.withheld", day=b.retest)
    return b.say("resemblance.ask.choose", name=b.clause(found[0][1].name), day=b.retest)


KINDS: Final = (PageKind("resemblance", 100, resemblance),)
