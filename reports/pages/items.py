"""Appendix: every question with its answers."""

from collections.abc import Iterator
from typing import Final

from reports import numbers, reading
from reports.briefing import Briefing
from reports.document import Column, Page, SoWhat, SoWhatPoint, Table
from reports.editions import PageKind
from scoring.results import ItemResult

COLUMNS = (
    ("id", 0.09, "left"),
    ("stem", 0.45, "left"),
    ("mean", 0.08, "right"),
    ("counts", 0.14, "right"),
    ("open", 0.09, "right"),
    ("owner", 0.08, "right"),
    ("spread", 0.07, "right"),
)

MANY = 0.6
"""Share of items with answers below which silent ones are counted instead of listed."""


def items(b: Briefing) -> Page:
    """Compose the page."""
    so_what = SoWhat(tuple(points(b)), b.say("items.ask", day=b.retest))
    return b.page("items", title=title(b), blocks=(listed(b),), so_what=so_what, notes=(b.say("items.note"),))


def title(b: Briefing) -> str:
    """Name the lowest and the highest question."""
    answered = [i for i in b.result.items if i.mean is not None]
    if not answered:
        return b.say("items.title.none", of=len(b.result.items))
    if len(answered) == 1:
        mean = numbers.score(answered[0].mean or 0.0)
        return b.say("items.title.one", n=1, of=len(b.result.items), id=answered[0].id, mean=mean)
    low, high = (choose(answered, key=lambda i: i.mean or 0.0) for choose in (min, max))
    return b.say(
        "items.title.range",
        n=len(answered),
        of=len(b.result.items),
        low=low.id,
        low_mean=numbers.score(low.mean or 0.0),
        high=high.id,
        high_mean=numbers.score(high.mean or 0.0),
    )


def points(b: Briefing) -> Iterator[SoWhatPoint]:
    """Lowest questions, questions nobody could answer, and how to read the table."""
    answered = sorted((i for i in b.result.items if i.mean is not None), key=lambda i: i.mean or 0.0)
    low = answered[: reading.FIRST]
    if low:
        said = [b.say("items.scored", stem=b.question(i.id), mean=numbers.score(i.mean or 0.0)) for i in low]
        yield b.point("items.point.low", n=len(low), said=b.say("common.source.between").join(said))
    hidden = sum(i.withheld is not None for i in b.result.items)
    if hidden:
        yield b.point("items.point.hidden", n=hidden)
    silent = len(b.result.items) - len(answered) - hidden
    if silent:
        left = len(b.result.items) - len(shown(b))
        yield b.point("items.point.unlisted" if left else "items.point.silent", n=silent, k=left)
    yield b.point("items.point.read", n=len(shown(b)))


def listed(b: Briefing) -> Table:
    """List the questions in order."""
    levels = "/".join(str(level) for level in b.instrument.scale.levels)
    columns = tuple(
        Column(b.say(f"items.column.{key}", levels=levels), share, "right" if align == "right" else "left")
        for key, share, align in COLUMNS
    )
    return Table(columns, tuple(row(b, item) for item in shown(b)), dense=True)


def shown(b: Briefing) -> tuple[ItemResult, ...]:
    """All items; where most were never answered, only those of which something is known."""
    told = tuple(i for i in b.result.items if i.mean is not None or i.withheld is not None or i.n_unknown)
    return told if told and len(told) <= MANY * len(b.result.items) else b.result.items


def row(b: Briefing, item: ItemResult) -> tuple[str, ...]:
    """One question."""
    none = b.say("common.none")
    gone = (item.n_unknown, item.n_not_applicable, item.n_missing)
    return (
        item.id,
        b.text(b.instrument.item(item.id).stem),
        none if item.mean is None else numbers.score(item.mean),
        "/".join(str(n) for n in item.counts) or none,
        "/".join(str(n) for n in gone) if any(gone) else none,
        none if item.owner_level is None else numbers.count(item.owner_level),
        none if item.spread is None else numbers.score(item.spread),
    )


KINDS: Final = (PageKind("items", 260, items),)
