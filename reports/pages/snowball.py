"""Snowball: whether traffic, conversion and retention push each other on, and where the push fails."""

from collections.abc import Iterator
from typing import Final

from reports import numbers, reading
from reports.briefing import Briefing
from reports.charts import SnowballLink, SnowballPart, SnowballPicture, SnowballWords
from reports.charts import snowball as rolling_loop
from reports.document import Page, SoWhat, SoWhatPoint
from reports.editions import PageKind
from reports.measure import first_fitting
from reports.scene import Scene
from scoring.results import Score, Snowball, SnowballElement

ELEMENTS: Final = ("traffic", "conversion", "retention")
COUPLINGS: Final = ("traffic_conversion", "conversion_retention", "retention_traffic")
TOLD: Final = 0.5
"""Certainty from which a state is stated rather than suspected."""
PARTS: Final = 3
LEAST: Final = 2
"""Elements with a score below which there is no loop to show; other pages say what is missing."""
CLEAR: Final = 0.1
"""Weight in an element from which a sub-capability is named as a part of it."""


def snowball(b: Briefing) -> Page | None:
    """Compose the page; None for a run without a snowball, or with fewer than two scores in it."""
    found = b.result.snowball
    if found is None or len(found.elements) != len(ELEMENTS):
        return None
    if sum(element.score.value is not None for element in found.elements) < LEAST:
        return None
    heading = title(b, found)
    return b.page(
        "snowball",
        title=heading,
        blocks=(picture(b, found, heading),),
        so_what=SoWhat(tuple(points(b, found)), ask(b, found)),
        notes=(b.say("snowball.basis.note"), b.peer_note),
    )


def told(found: Snowball) -> bool:
    """Whether the state is more likely than all others together."""
    return found.certainty is not None and found.certainty >= TOLD


def state_name(b: Briefing, state: str) -> str:
    """Name of a state; an unknown one names itself."""
    key = f"snowball.state.{state}.name"
    return b.say(key) if b.say.has(key) else state


def element_name(b: Briefing, element: str) -> str:
    """Name of an element; an unknown one names itself."""
    key = f"snowball.element.{element}"
    return b.say(key) if b.say.has(key) else element


def title(b: Briefing, found: Snowball) -> str:
    """State, certainty and weakest element; two states where one is not sure."""
    weak = weakest(found)
    if found.state is None or found.certainty is None or weak is None:
        k = sum(e.score.value is not None for e in found.elements)
        return b.say("snowball.title.withheld", k=k)
    fields = {
        "state": state_name(b, found.state),
        "p": numbers.share(found.certainty),
        "weak": element_name(b, weak.id),
    }
    other = next(((s, q) for s, q in found.likely if s != found.state), None)
    key = "sure"
    if not told(found) and other is not None:
        key = "open" if other[1] > found.certainty else "unsure"
        fields |= {"other": state_name(b, other[0]), "q": numbers.share(other[1])}
    return first_fitting(b.say(f"snowball.title.{key}", at=at, **fields) for at in standings(b, found, weak))


def standings(b: Briefing, found: Snowball, weak: SnowballElement) -> Iterator[str]:
    """Score of the weakest element, first with whom it trails: among peers the lowest score may not be it."""
    score = numbers.score(reading.value(weak.score))
    if found.basis != "absolute" and weak.reading is not None:
        yield b.say("snowball.title.at_peers", score=score, verdict=verdict(b, found, weak))
    yield b.say("snowball.title.at", score=score)


def weakest(found: Snowball) -> SnowballElement | None:
    """Return the weakest element, if it has a score."""
    return next((e for e in found.elements if e.id == found.weakest and e.score.value is not None), None)


def picture(b: Briefing, found: Snowball, heading: str) -> Scene:
    """Draw the loop; a break is only suspected while the state is."""
    broken = "broken" if told(found) else "suspected"
    first, second, third = (part(b, found, e) for e in found.elements)
    one, two, three = (
        SnowballLink(
            b.say(f"snowball.link.{c}.{broken if c == found.coupling else 'sound'}"), c == found.coupling
        )
        for c in COUPLINGS
    )
    words = SnowballWords(
        *(b.say(f"snowball.legend.{k}") for k in ("heading", "high", "even", "low", broken))
    )
    state = b.say("snowball.picture.open") if found.state is None else state_name(b, found.state)
    return rolling_loop(
        SnowballPicture(
            (first, second, third),
            (one, two, three),
            state,
            b.say("snowball.picture.caption"),
            centre_note(b, found),
            words,
            b.say("snowball.alt", title=heading),
        )
    )


def centre_note(b: Briefing, found: Snowball) -> str:
    """Certainty and rolling force, or why there is no state."""
    if found.certainty is None or found.force is None:
        return b.why(found.withheld)
    percentile = found.basis == "percentile"
    force = numbers.plain(round(found.force)) if percentile else numbers.score(found.force)
    key = "force_percentile" if percentile else "force_levels"
    said = b.say(f"snowball.picture.{key}", force=force)
    return b.say("snowball.picture.note", p=numbers.share(found.certainty), force=said)


def part(b: Briefing, found: Snowball, element: SnowballElement) -> SnowballPart:
    """One ball with its words."""
    name, score = element_name(b, element.id), element.score
    if score.value is None:
        return SnowballPart(name, None, "", None, b.why(score.withheld))
    interval = b.say("snowball.picture.interval", interval=b.interval(score))
    if element.reading is None:
        return SnowballPart(name, score.value, interval, None, "")
    said = verdict(b, found, element)
    weak = element.id == found.weakest
    if weak:
        said = b.say("snowball.picture.weakest", verdict=said)
    return SnowballPart(name, score.value, interval, element.reading, said, weakest=weak)


def verdict(b: Briefing, found: Snowball, element: SnowballElement) -> str:
    """Put an element's reading against what it was compared with into words."""
    side = f"_{element.side or 'low'}" if element.reading == "even" else ""
    key = f"snowball.verdict.{found.basis}.{element.reading}{side}"
    rank = round(element.strength) if element.strength is not None else 0
    return b.say(key, rank=rank)


def points(b: Briefing, found: Snowball) -> Iterator[SoWhatPoint]:
    """State with its advice, the coupling at fault, what holds the weakest element back, how far to trust."""
    weak = weakest(found)
    if found.state is None or weak is None:
        yield b.point("snowball.point.withheld", why=b.why(found.withheld))
        return
    yield from advice(b, found)
    if found.coupling in COUPLINGS:
        yield coupling(b, found, found.coupling)
    drag = dragging(b, weak.id)
    if drag and not (found.coupling or "").endswith(f"_{weak.id}"):
        key = "snowball.point.weak" if told(found) else "snowball.point.weak_unsure"
        names = b.listing([b.scored_name(s) for s in drag])
        yield b.point(key, element=element_name(b, weak.id), names=names)
    yield b.point("snowball.point.confidence", likely=likely(b, found), basis=basis(b, found))


def advice(b: Briefing, found: Snowball) -> Iterator[SoWhatPoint]:
    """Advice for the state, with the source article's words where it has some; hedged when unsure."""
    key = f"snowball.state.{found.state}"
    if b.say.has(f"{key}.body") and found.state is not None:
        unsure = b.say("snowball.point.state_unsure.head", state=state_name(b, found.state))
        yield SoWhatPoint(b.say(f"{key}.head") if told(found) else unsure, b.say(f"{key}.body"))


def coupling(b: Briefing, found: Snowball, pair: str) -> SoWhatPoint:
    """Say where the push fails, and the parts of the receiving element to look at first."""
    receiving = pair.split("_")[1]
    lowest = [b.scored_name(s) for s in dragging(b, receiving)]
    key = "snowball.point.broken.head" if told(found) else "snowball.point.suspected.head"
    head = b.say(key, coupling=b.say(f"snowball.link.{pair}.name"))
    looked = b.listing(lowest) or element_name(b, receiving)
    return SoWhatPoint(head, b.say(f"snowball.link.{pair}.body", weak=looked))


def dragging(b: Briefing, element: str) -> tuple[Score, ...]:
    """Lowest scored sub-capabilities of an element, at most two."""
    served = {s.id for s in b.instrument.sub_capabilities if dict(s.snowball).get(element, 0.0) > CLEAR}
    found = (s for s in reading.scored(b.result.sub_capabilities) if s.id in served)
    return tuple(sorted(found, key=reading.value)[: PARTS - 1])


def likely(b: Briefing, found: Snowball) -> str:
    """States that error leaves possible, with their probabilities."""
    shown = found.likely or ((found.state or "", found.certainty or 0.0),)
    return b.listing(
        [b.say("snowball.likely.one", state=state_name(b, s), p=numbers.share(p)) for s, p in shown[:PARTS]]
    )


def basis(b: Briefing, found: Snowball) -> str:
    """Tell what the elements were compared with."""
    return b.say(f"snowball.basis.{found.basis}", n=found.n_peers)


def ask(b: Briefing, found: Snowball) -> str:
    """Ask the post behind the lowest part of the weakest element."""
    weak = weakest(found)
    drag = dragging(b, weak.id) if weak else ()
    if found.state is None or not drag:
        return b.say("snowball.ask.withheld", day=b.retest)
    key = "snowball.ask.act" if told(found) else "snowball.ask.check"
    return b.say(key, post=b.post(drag[0].id), name=b.short(drag[0].id), day=b.retest)


KINDS: Final = (PageKind("snowball", 50, snowball),)
