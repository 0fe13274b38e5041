"""Appendix: what is still missing for level 4, by sub-capability, in the words of that level."""

from collections.abc import Iterator
from typing import Final

from reports import numbers, reading
from reports.briefing import Briefing
from reports.document import Column, Page, SoWhat, SoWhatPoint, Table
from reports.editions import PageKind
from scoring.practices import STAGE
from scoring.results import MissingPractices, Score

COLUMNS: Final = (("name", 0.24, "left"), ("score", 0.08, "right"), ("practice", 0.68, "left"))


def practices(b: Briefing) -> Page | None:
    """Compose the page; None where nothing is missing, or nothing is known of it."""
    found = ordered(b)
    if not found:
        return None
    posts = list(dict.fromkeys(b.post(m.sub_capability) for m in found[: reading.FIRST]))
    return b.page(
        "practices",
        title=title(b, found),
        blocks=(listed(b, found),),
        so_what=SoWhat(tuple(points(b, found)), b.say("practices.ask", posts=b.listing(posts), day=b.retest)),
        notes=(b.say("practices.note"),),
    )


def ordered(b: Briefing) -> tuple[MissingPractices, ...]:
    """Missing practices whose wording is known, widest gap to target first."""
    known = (MissingPractices(m.sub_capability, worded(b, m)) for m in b.result.missing_practices)
    return tuple(sorted((m for m in known if m.items), key=lambda m: -gap(b, m)))


def worded(b: Briefing, found: MissingPractices) -> tuple[str, ...]:
    """Items that the instrument still has and words for level 4."""
    ids = {item.id for item in b.instrument.items}
    return tuple(i for i in found.items if i in ids and practice(b, i))


def practice(b: Briefing, item_id: str) -> str:
    """Wording of level 4 of an item, keyed; "" where the instrument has none."""
    item, scale = b.instrument.item(item_id), b.instrument.scale
    place = scale.high - STAGE if item.reverse else STAGE - scale.low
    return b.clause(item.anchors[place]) if 0 <= place < len(item.anchors) else ""


def gap(b: Briefing, found: MissingPractices) -> float:
    """Gap of a sub-capability to its target; 0 where either is withheld."""
    score = b.result.score(found.sub_capability)
    return (score.gap or 0.0) if score else 0.0


def title(b: Briefing, found: tuple[MissingPractices, ...]) -> str:
    """How many practices are missing, and where most are."""
    most, of = max(found, key=lambda m: len(m.items)), len(b.result.sub_capabilities)
    return b.say(
        "practices.title.all" if len(found) == of else "practices.title.some",
        of=of,
        k=len(found),
        n=sum(len(m.items) for m in found),
        name=b.short(most.sub_capability),
        most=len(most.items),
    )


def listed(b: Briefing, found: tuple[MissingPractices, ...]) -> Table:
    """One row a practice; the name of a sub-capability stands in its first row."""
    columns = tuple(
        Column(b.say(f"practices.column.{key}"), share, "right" if align == "right" else "left")
        for key, share, align in COLUMNS
    )
    return Table(columns, tuple(row for m in found for row in rows(b, m)), dense=True)


def rows(b: Briefing, found: MissingPractices) -> Iterator[tuple[str, str, str]]:
    """Rows of one sub-capability."""
    score = b.result.score(found.sub_capability)
    for number, item in enumerate(found.items):
        name = "" if number else b.short(found.sub_capability)
        printed = "" if number else printed_score(b, score)
        said = b.say("practices.cell.one", stem=b.question(item), words=practice(b, item))
        yield name, printed, said


def printed_score(b: Briefing, score: Score | None) -> str:
    """Score of a sub-capability, or a dash."""
    return b.say("common.none") if score is None or score.value is None else numbers.score(score.value)


def points(b: Briefing, found: tuple[MissingPractices, ...]) -> Iterator[SoWhatPoint]:
    """Where to begin, what is nearly done, how to use the list."""
    first = found[0]
    if gap(b, first) > 0:
        name = b.short(first.sub_capability)
        yield b.point(
            "practices.point.first", name=name, gap=numbers.score(gap(b, first)), n=len(first.items)
        )
    near = next((m for m in found[1:] if len(m.items) == 1), None)
    if near is not None:
        words = practice(b, near.items[0])
        yield b.point("practices.point.near", name=b.short(near.sub_capability), words=words)
    yield b.point("practices.point.read")


KINDS: Final = (PageKind("practices", 250, practices, frozenset(), annex=True),)
