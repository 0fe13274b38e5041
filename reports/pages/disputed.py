"""Where raters disagree: single answers as dots, both ends in their own words, agreement by dimension."""

from collections.abc import Iterator
from typing import Final

from reports import numbers, reading
from reports.briefing import Briefing
from reports.charts import AnswerRow, Answers, AnswerWords, answer_dots
from reports.document import Block, Column, Page, SoWhat, SoWhatPoint, Table
from reports.editions import PageKind
from reports.measure import first_fitting
from reports.scene import Scene
from scoring.results import ItemResult, ScaleAgreement

DRAWN: Final = 4
QUOTED: Final = 2
MOST_DOTS: Final = 40
"""Answers of one level that are drawn one by one; above, a dot stands for several."""
HEIGHT: Final = 232.0
TALL: Final = 350.0
COLUMNS: Final = (
    ("dimension", 0.34, "left"),
    ("rwg", 0.22, "right"),
    ("deviation", 0.2, "right"),
    ("n", 0.24, "right"),
)
CEILING: Final = 6
"""AD counts as large from the number of levels divided by this (Burke & Dunlap 2002)."""


def disputed(b: Briefing) -> Page | None:
    """Compose the page; None where nobody disagrees."""
    found = drawn(b)
    if not found:
        return None
    heading = title(b, found)
    posts = list(dict.fromkeys(b.post(b.instrument.item(i.id).dimension) for i in found[: reading.FIRST]))
    so_what = SoWhat(
        tuple(points(b, found)),
        b.say("disputed.ask", posts=b.listing(posts), n=min(reading.FIRST, len(found))),
    )
    return b.page("disputed", title=heading, blocks=blocks(b, found, heading), so_what=so_what)


def drawn(b: Briefing) -> tuple[ItemResult, ...]:
    """Return the most disputed items whose answers may be shown."""
    return tuple(i for i in reading.disputed(b.result) if any(i.counts))[:DRAWN]


def title(b: Briefing, found: tuple[ItemResult, ...]) -> str:
    """How many questions are disputed, and the most disputed one by its words if they fit."""
    worst = found[0]
    fields: dict[str, str | int] = {"n": len(reading.disputed(b.result)), "of": len(b.result.items)}
    return first_fitting(
        (
            b.say("disputed.title.quoted", stem=b.question(worst.id), **fields),
            b.say("disputed.title.most", id=worst.id, spread=numbers.score(worst.spread or 0.0), **fields),
        )
    )


def blocks(b: Briefing, found: tuple[ItemResult, ...], heading: str) -> tuple[Block, ...]:
    """Dots above, agreement by dimension below where it was computed."""
    table = agreement(b)
    dots = drawing(b, found, heading, HEIGHT if table else TALL)
    return (dots, table) if table else (dots,)


def drawing(b: Briefing, found: tuple[ItemResult, ...], heading: str, height: float) -> Scene:
    """Single answers to the most disputed questions."""
    most = max(n for i in found for n in i.counts)
    each = -(-most // MOST_DOTS)
    answer = b.say("disputed.legend.answer") if each == 1 else b.say("disputed.legend.answers", each=each)
    words = AnswerWords(
        b.say("disputed.legend.heading"),
        b.say("disputed.legend.value"),
        answer,
        b.say("disputed.legend.owner"),
    )
    levels = tuple(b.say("disputed.level", level=level) for level in b.instrument.scale.levels)
    rows = tuple(row(b, item, each) for item in found)
    return answer_dots(
        Answers(levels, rows, words, b.say("disputed.alt", title=heading), each), height=height
    )


def row(b: Briefing, item: ItemResult, each: int) -> AnswerRow:
    """One question with the words at both ends of its scale."""
    anchors = b.instrument.anchors(b.instrument.item(item.id))
    ends_ = (anchors[0], anchors[-1]) if anchors else ()
    low, high = [b.say("common.quoted", text=b.clause(a)) for a in ends_] or ("", "")
    owner = None if item.owner_level is None else item.owner_level - b.instrument.scale.low
    if owner is not None and not (0 <= owner < len(item.counts) and item.counts[owner]):
        owner = None
    return AnswerRow(
        name=b.question(item.id),
        note=item.id,
        counts=tuple(-(-n // each) for n in item.counts),
        owner=owner,
        low=low,
        high=high,
        value=numbers.score(item.spread or 0.0),
    )


def agreement(b: Briefing) -> Table | None:
    """r*wg and AD of every dimension with what they rest on; None for a run without them."""
    if not b.result.agreement:
        return None
    columns = tuple(
        Column(b.say(f"disputed.column.{key}"), share, "right" if align == "right" else "left")
        for key, share, align in COLUMNS
    )
    return Table(columns, tuple(agreement_row(b, a) for a in b.result.agreement))


def agreement_row(b: Briefing, found: ScaleAgreement) -> tuple[str, ...]:
    """One dimension; a withheld one says why."""
    rests = b.say("disputed.cell.n", items=found.n_items, raters=found.n_raters)
    if found.rwg is None or found.deviation is None:
        return b.short(found.dimension), b.say("common.none"), b.say("common.none"), b.why(found.withheld)
    levels = numbers.coefficient(found.deviation)
    deviation = numbers.told(b.say("disputed.cell.levels", value=levels), levels)
    return b.short(found.dimension), numbers.coefficient(found.rwg), deviation, rests


def points(b: Briefing, found: tuple[ItemResult, ...]) -> Iterator[SoWhatPoint]:
    """Both ends of the most disputed questions, how to read agreement, what to use this for."""
    for item in found[:QUOTED]:
        yield from ends(b, item)
    told = [a for a in b.result.agreement if a.rwg is not None]
    if told:
        least = min(told, key=lambda a: a.rwg or 0.0)
        ceiling = numbers.plain(len(b.instrument.scale.levels) / CEILING)
        yield b.point(
            "disputed.point.indices",
            low=b.short(least.dimension),
            rwg=numbers.coefficient(least.rwg or 0.0),
            ceiling=ceiling,
        )
    else:
        yield b.point("disputed.point.use", n=len(found))


def ends(b: Briefing, item: ItemResult) -> Iterator[SoWhatPoint]:
    """Lowest and highest answer to a question in the words of their levels, with how many chose each."""
    given = [level for level, n in enumerate(item.counts) if n]
    anchors = b.instrument.anchors(b.instrument.item(item.id))
    if len(given) < 2 or given[-1] >= len(anchors):  # noqa: PLR2004  (two ends)
        return
    owner = row(b, item, 1).owner
    fields: dict[str, str | int] = {
        "low": b.clause(anchors[given[0]]),
        "high": b.clause(anchors[given[-1]]),
        "low_who": who(b, item.counts[given[0]], among=owner == given[0]),
        "high_who": who(b, item.counts[given[-1]], among=owner == given[-1]),
        "gap": given[-1] - given[0],
    }
    key = "disputed.point.ends.body"
    if owner is not None and owner not in (given[0], given[-1]):
        key, fields["owner"] = "disputed.point.ends.body_owner", b.clause(anchors[owner])
    head = b.say("disputed.point.ends.head", stem=b.question(item.id))
    yield SoWhatPoint(head, b.say(key, **fields))


def who(b: Briefing, n: int, *, among: bool) -> str:
    """How many chose a level, and whether the owner is among them."""
    return b.say("disputed.cell.people_owner" if among else "disputed.cell.people", n=n)


KINDS: Final = (PageKind("disputed", 70, disputed, frozenset(), annex=True),)
