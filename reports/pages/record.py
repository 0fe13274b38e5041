"""About this report: what it was made from, what every file passes, and how a copy is checked."""

from collections.abc import Iterator
from typing import Final

from reports import numbers
from reports.briefing import Briefing, Provenance
from reports.checks.finding import CODES, CheckName
from reports.document import Column, Page, SoWhat, SoWhatPoint, Table
from reports.editions import PageKind

SOURCES: Final = ("instrument", "knowledge", "benchmark", "data", "proposal", "choices")
"""Parts of the provenance that are digests, in the order of printing."""
GROUPS: Final[tuple[tuple[str, tuple[CheckName, ...]], ...]] = (
    ("read", ("overlap", "margins", "boxes", "glyphs", "words")),
    ("found", ("pages", "description", "outline", "search", "fonts")),
    ("safe", ("links", "contents")),
    ("heard", ("tags",)),
)
"""Checks by what they are good for; ``archive`` concerns PDF/A only and is not counted."""
N_CHECKS: Final = sum(len(checks) for _, checks in GROUPS)
N_CODES: Final = sum(len(CODES[name]) for _, checks in GROUPS for name in checks)
COMMAND: Final = "python -m assessment report verify FILE"


def record(b: Briefing) -> Page | None:
    """Compose the page; a report whose origin is not recorded has none."""
    origin = b.source.provenance
    if origin is None:
        return None
    known = sum(bool(getattr(origin, name)) for name in SOURCES)
    return b.page(
        "record",
        title=b.say("record.title", n=b.n, k=known, m=N_CHECKS),
        blocks=(identity(b, origin), digests(b, origin), checks(b)),
        so_what=SoWhat(tuple(points(b)), b.say("record.ask", day=b.retest)),
        notes=(b.say("record.note", method=origin.method),),
    )


def identity(b: Briefing, origin: Provenance) -> Table:
    """Tell which report this is, and of which scoring."""
    source = b.source
    edition = b.say(f"record.edition.{source.edition}")
    day = numbers.day(source.as_of, source.locale)
    rows = (
        (b.say("record.row.report"), source.report_id),
        (b.say("record.row.edition"), b.say("record.issued", edition=edition, day=day, n=b.n)),
        (b.say("record.row.run"), b.say("record.scored", run=origin.run, method=origin.method)),
    )
    columns = (Column(b.say("record.column.what"), 0.21), Column(b.say("record.column.which"), 0.79))
    return Table(columns, rows)


def digests(b: Briefing, origin: Provenance) -> Table:
    """List the digests of all that the report was made from, unbroken so that they can be copied."""
    columns = (Column(b.say("record.column.source"), 0.21), Column(b.say("record.column.digest"), 0.79))
    rows = tuple(
        (b.say(f"record.source.{name}"), getattr(origin, name) or b.say(f"record.absent.{name}"))
        for name in SOURCES
    )
    return Table(columns, rows)


def checks(b: Briefing) -> Table:
    """List what every file passes before it is handed out."""
    columns = (Column(b.say("record.column.aim"), 0.21), Column(b.say("record.column.checks"), 0.79))
    return Table(columns, tuple(checked(b)), dense=True)


def checked(b: Briefing) -> Iterator[tuple[str, str]]:
    """Give a line for each group of checks."""
    between = b.say("record.between")
    for group, names in GROUPS:
        said = between.join(b.say(f"record.check.{name}") for name in names)
        yield b.say(f"record.group.{group}"), b.say("record.sentence", text=said[:1].upper() + said[1:])


def points(b: Briefing) -> Iterator[SoWhatPoint]:
    """Say what digests are good for, and how a copy is checked."""
    yield b.point("record.point.digest")
    yield b.point("record.point.verify", command=COMMAND)
    yield b.point("record.point.fail", m=N_CHECKS, codes=N_CODES)


KINDS: Final = (PageKind("record", 290, record, frozenset({"leadership", "full"})),)
