"""A respondent's own answers on two sheets, with thanks: made from the response alone.

The input holds nothing of others and no score, so nothing of either can be printed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from assessment.domain.engagement import WaveMode
from assessment.domain.instrument import Instrument, Item
from assessment.domain.text import Locale, LocalizedText
from reports import numbers
from reports.document import Block, Column, Page, Prose, ReportDocument, Table
from reports.phrases import Phrases, phrases

Answer = int | Literal["unknown", "not_applicable"]
SIDES: Final = 2
"""Questions stand in this many columns side by side, read along the row."""
SHARES: Final = (0.27, 0.23)
ROOMY: Final = 48
"""Most questions that are set at full size on two sheets."""


@dataclass(frozen=True, slots=True)
class OwnAnswersInput:
    """What one person answered. `answers` maps item ids to a level, or says why there is none.

    An item that was asked and left open is absent; `asked` are the items of the person's form, in order.
    """

    instrument: Instrument
    merchant: str
    role: str
    answers: Mapping[str, Answer]
    submitted_on: date
    locale: Locale
    report_id: str
    demo: bool = False
    mode: WaveMode = "named"
    asked: tuple[str, ...] = ()


def compose_own(source: OwnAnswersInput) -> ReportDocument:
    """Write a respondent's report.

    Parameters
    ----------
    source : the instrument and one person's answers. Answers to items that the instrument does not have are
        left out; a level without wording is printed as its number.

    Returns
    -------
    One page on two sheets at most for 60 items, without a cover: thanks and what happens next, then every
    question with the wording of the chosen level, by dimension.
    """
    say = phrases(source.locale)
    day = numbers.day(source.submitted_on, source.locale)
    return ReportDocument(
        locale=source.locale,
        title=say("own.document", merchant=source.merchant),
        as_of=source.submitted_on.isoformat(),
        running_head=say("own.head", merchant=source.merchant, day=day),
        cover=None,
        pages=(_page(source, say, day),),
        demo_mark=say("common.demo_mark") if source.demo else "",
        report_id=source.report_id,
    )


def _page(source: OwnAnswersInput, say: Phrases, day: str) -> Page:
    items = _items(source)
    counts = {
        "asked": len(items),
        "levels": sum(isinstance(source.answers.get(one.id), int) for one in items),
        "unknown": sum(source.answers.get(one.id) == "unknown" for one in items),
        "gone": sum(source.answers.get(one.id) == "not_applicable" for one in items),
    }
    left = counts["asked"] - counts["levels"] - counts["unknown"] - counts["gone"]
    role = _role(source)
    tables = (_table(source, say, name, part) for name, part in _parts(source, items))
    blocks: tuple[Block, ...] = (Prose(_words(source, say)), *tables)
    return Page(
        id="own",
        section=say("own.section"),
        title=_title(source, say, {**counts, "left": left}),
        subtitle=say("own.subtitle_role" if role else "own.subtitle", role=role, day=day),
        blocks=blocks,
        so_what=None,
        source=say(
            "own.source",
            instrument=_clean(source, source.instrument.name),
            version=source.instrument.version,
            report=source.report_id,
            day=day,
            left=left,
        ),
        demo=source.demo,
    )


def _title(source: OwnAnswersInput, say: Phrases, counts: Mapping[str, int]) -> str:
    """Thank for what was answered; of what has no level, only what occurs is counted."""
    rest = [say(f"own.part.{key}", n=counts[key]) for key in ("unknown", "gone", "left") if counts[key]]
    fields = {"asked": counts["asked"], "levels": counts["levels"]}
    if not rest:
        return say("own.title_all", asked=counts["asked"])
    return say("own.title", rest=numbers.listing(rest, source.locale), **fields)


def _items(source: OwnAnswersInput) -> tuple[Item, ...]:
    """Items of the form in the instrument's order, and any other that was answered."""
    wanted = {*source.asked, *source.answers}
    return tuple(item for item in source.instrument.items if item.id in wanted)


def _clean(source: OwnAnswersInput, words: LocalizedText) -> str:
    return words.get(source.locale).strip()


def _role(source: OwnAnswersInput) -> str:
    """Name of the person's own role; "" where the wave is anonymous or the role unknown."""
    if source.mode == "anonymous":
        return ""
    found = next((role.name for role in source.instrument.roles if role.id == source.role), None)
    return "" if found is None else _clean(source, found)


def _words(source: OwnAnswersInput, say: Phrases) -> tuple[tuple[str, str], ...]:
    """Give thanks, tell who sees the answers, and what happens next."""
    return (
        (say("own.thanks.head"), say("own.thanks.body")),
        (say("own.next.head"), say(f"own.next.{source.mode}")),
    )


def _table(source: OwnAnswersInput, say: Phrases, name: str, part: tuple[Item, ...]) -> Table:
    """Questions and answers of one dimension, two by two; its name heads the questions."""
    answer = say("own.column.answer")
    heads = (name or say("own.column.item"), answer, "", answer)
    columns = tuple(Column(head, share) for head, share in zip(heads, SHARES * SIDES, strict=True))
    cells = [(_stem(source, item), _answer(source, say, item)) for item in part]
    cells += [("", "")] * (-len(cells) % SIDES)
    rows = (
        tuple(text for pair in cells[n : n + SIDES] for text in pair) for n in range(0, len(cells), SIDES)
    )
    return Table(columns, tuple(rows), dense=len(_items(source)) > ROOMY)


def _parts(source: OwnAnswersInput, items: tuple[Item, ...]) -> Iterator[tuple[str, tuple[Item, ...]]]:
    """Items of each dimension under its name, then those of none."""
    known = {one.id for one in source.instrument.dimensions}
    for dimension in source.instrument.dimensions:
        part = tuple(item for item in items if item.dimension == dimension.id)
        if part:
            yield _clean(source, dimension.name), part
    rest = tuple(item for item in items if item.dimension not in known)
    if rest:
        yield "", rest


def _stem(source: OwnAnswersInput, item: Item) -> str:
    return f"{item.id} {_clean(source, item.stem)}"


def _answer(source: OwnAnswersInput, say: Phrases, item: Item) -> str:
    """Level with its wording, or why there is none."""
    given = source.answers.get(item.id)
    if given is None:
        return say("own.answer.missing")
    if isinstance(given, str):
        return say(f"own.answer.{given}")
    anchors = source.instrument.anchors(item)
    place = given - source.instrument.scale.low
    if not 0 <= place < len(anchors):
        return say("own.answer.bare", level=given)
    return say("own.answer.level", level=given, words=_clean(source, anchors[place]).rstrip("。."))
