"""Decision rights: nine decisions, who holds which letter in the target, and what changes hands."""

from collections.abc import Iterator
from typing import Final

from assessment.domain.structure import LETTERS, RightLetter
from reports import numbers
from reports.briefing import Briefing
from reports.document import Column, Page, SoWhat, SoWhatPoint, Table
from reports.posts import names_of, worded
from scoring.organization.advice import Proposal, RightsLine

SHARES: Final = (0.16, 0.13, 0.13, 0.15, 0.13, 0.14, 0.16)
SLOW_HOURS: Final = 24.0


def rights(b: Briefing) -> Page | None:
    """Compose the page; None where no target was built."""
    proposal = b.source.proposal
    if proposal is None or not proposal.rights:
        return None
    heads = (b.say(f"rights.column.{key}") for key in ("decision", *LETTERS, "today"))
    columns = tuple(Column(head, share) for head, share in zip(heads, SHARES, strict=True))
    moving = tuple(i for i, line in enumerate(proposal.rights) if line.moves)
    return b.page(
        "rights",
        title=title(b, proposal),
        blocks=(Table(columns, tuple(row(b, proposal, line) for line in proposal.rights), moving),),
        so_what=SoWhat(tuple(points(b, proposal)), b.say("rights.ask", n=len(moving), day=b.retest)),
        notes=(b.say("rights.note"),),
    )


def decision_name(b: Briefing, decision: str) -> str:
    """Name of a decision; an unknown one names itself."""
    found = next((d.name for d in b.knowledge.design.decisions if d.id == decision), None)
    return b.clause(found) if found else decision


def title(b: Briefing, proposal: Proposal) -> str:
    """How many decisions change hands, and how many wait too long today."""
    moving = [line for line in proposal.rights if line.moves]
    slow = [line for line in proposal.rights if (line.hours_today or 0.0) > SLOW_HOURS]
    fields: dict[str, str | int] = {"n": len(moving), "of": len(proposal.rights), "k": len(slow)}
    if not moving:
        known = any(line.today or line.outside_today is not None for line in proposal.rights)
        return b.say("rights.title.same" if known else "rights.title.unknown", **fields)
    return b.say("rights.title.slow" if slow else "rights.title.moves", **fields)


def row(b: Briefing, proposal: Proposal, line: RightsLine) -> tuple[str, ...]:
    """One decision: names behind each letter, moved ones marked, and how it is decided today."""
    address = f"right:{line.decision}"
    cells = [cell(b, proposal, line, letter) for letter in LETTERS]
    return (worded(b, proposal, address, decision_name(b, line.decision)), *cells, today(b, proposal, line))


def cell(b: Briefing, proposal: Proposal, line: RightsLine, letter: RightLetter) -> str:
    """Name the posts behind one letter in the target."""
    held = dict(line.target).get(letter, ())
    if not held:
        return b.say("common.none")
    names = names_of(b, held, proposal.target, proposal.today)
    return b.say("rights.moved", names=names) if letter in line.moves else names


def today(b: Briefing, proposal: Proposal, line: RightsLine) -> str:
    """Who decides today, and how long approval takes."""
    held = dict(line.today).get("decide", ())
    parts = [names_of(b, held, proposal.today)] if held else []
    if line.outside_today is True and not held:
        parts.append(b.say("rights.today.outside"))
    if line.outside_today is False and not held:
        return b.say("rights.today.inside")
    if line.hours_today is not None:
        parts.append(b.say("rights.today.hours", hours=numbers.plain(line.hours_today)))
    return b.say("common.source.between").join(parts) or b.say("rights.today.unknown")


def points(b: Briefing, proposal: Proposal) -> Iterator[SoWhatPoint]:
    """One D each, the slow decisions first, and the two rows of the on-air budget."""
    yield b.point("rights.point.one", n=len(proposal.rights))
    slow = sorted(
        (line for line in proposal.rights if (line.hours_today or 0.0) > SLOW_HOURS),
        key=lambda line: -(line.hours_today or 0.0),
    )
    if slow:
        yield b.point(
            "rights.point.slow",
            name=decision_name(b, slow[0].decision),
            hours=numbers.plain(slow[0].hours_today or 0.0),
        )
    yield b.point("rights.point.band")
