"""Decision rights: nine decisions, who holds which letter in the target, and who decides today."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from assessment.domain.structure import LETTERS, RightLetter
from reports import numbers
from reports.briefing import Briefing
from reports.document import Column, Page, SoWhat, SoWhatPoint, Table
from reports.editions import PageKind
from reports.hand import marked, notes, ordered, proposed, rejected, worded
from reports.posts import names_of
from scoring.organization.advice import Proposal, RightsLine

SHARES: Final = (0.16, 0.15, 0.16, 0.21, 0.16, 0.16)
TOLD_SHARES: Final = (0.27, 0.25, 0.16, 0.32)
QUOTED: Final = 3
SLOW_HOURS: Final = 24.0
DECIDES: Final[RightLetter] = "decide"
BANDS: Final = ("on_air_budget", "on_air_budget_above")
"""The two decisions about the budget on air."""


def rights(b: Briefing) -> tuple[Page, ...]:
    """Compose the card of all letters and the page of who decides; none where no target was built."""
    proposal = proposed(b)
    if proposal is None or not proposal.rights:
        return ()
    lines = ordered(proposal, proposal.rights, address)
    under = (b.say("rights.note"), *notes(b, proposal, "right:"))
    card = b.page(
        "rights", title=title(b, lines), blocks=(grid(b, proposal, lines),), so_what=None, notes=under
    )
    told = b.page(
        "rights",
        title=told_title(b, lines),
        subtitle=b.say("rights.told.subtitle"),
        blocks=(deciders(b, proposal, lines),),
        so_what=SoWhat(tuple(points(b, proposal, lines)), ask(b, lines)),
        notes=under,
    )
    return card, replace(told, id="rights_told")


def address(line: RightsLine) -> str:
    """Address of a line of the card."""
    return f"right:{line.decision}"


def decision_name(b: Briefing, decision: str) -> str:
    """Name of a decision; an unknown one names itself."""
    found = next((d.name for d in b.knowledge.design.decisions if d.id == decision), None)
    return b.clause(found) if found else decision


def title(b: Briefing, lines: tuple[RightsLine, ...]) -> str:
    """How many decisions get another one who decides, and how many others change hands in part."""
    vacant = sum(not dict(line.target).get(DECIDES) for line in lines)
    if vacant:
        return b.say("rights.title.vacant", of=len(lines), k=vacant)
    moving = [line for line in lines if line.moves]
    deciding = [line for line in moving if DECIDES in line.moves]
    key = "same" if not moving else "input" if not deciding else "decide" if deciding == moving else "both"
    return b.say(f"rights.title.{key}", of=len(lines), n=len(deciding), m=len(moving) - len(deciding))


def told_title(b: Briefing, lines: tuple[RightsLine, ...]) -> str:
    """How long decisions wait, and how many nobody has written down."""
    slow = slowest(lines)
    open_lines = [x for x in lines if not dict(x.today).get(DECIDES) and x.outside_today is None]
    if slow:
        hours = numbers.plain(slow[0].hours_today or 0.0)
        return b.say(
            "rights.told.slow",
            k=len(slow),
            name=decision_name(b, slow[0].decision),
            hours=hours,
            of=len(lines),
        )
    key = "open" if open_lines else "clear"
    return b.say(f"rights.told.{key}", k=len(open_lines), of=len(lines))


def slowest(lines: tuple[RightsLine, ...]) -> list[RightsLine]:
    """Decisions that wait longer than a day, the slowest first."""
    slow = [line for line in lines if (line.hours_today or 0.0) > SLOW_HOURS]
    return sorted(slow, key=lambda line: -(line.hours_today or 0.0))


def grid(b: Briefing, proposal: Proposal, lines: tuple[RightsLine, ...]) -> Table:
    """Names behind each letter in the target, moved ones marked."""
    heads = (b.say(f"rights.column.{key}") for key in ("decision", *LETTERS))
    columns = tuple(Column(head, share) for head, share in zip(heads, SHARES, strict=True))
    rows = tuple(
        (named(b, proposal, line), *(cell(b, proposal, line, letter) for letter in LETTERS)) for line in lines
    )
    return Table(columns, rows)


def named(b: Briefing, proposal: Proposal, line: RightsLine) -> str:
    """Name of a decision, with what the consultant did to it."""
    name = decision_name(b, line.decision)
    if rejected(proposal, address(line)):
        return b.say("posts.kept", text=name)
    return marked(b, proposal, address(line), name)


def cell(b: Briefing, proposal: Proposal, line: RightsLine, letter: RightLetter) -> str:
    """Name the posts behind one letter in the target."""
    held = dict(line.target).get(letter, ())
    if not held:
        return b.say("common.none")
    names = names_of(b, held, proposal.target, proposal.today)
    return b.say("rights.moved", names=names) if letter in line.moves else names


def deciders(b: Briefing, proposal: Proposal, lines: tuple[RightsLine, ...]) -> Table:
    """Who decides today, how long that takes, and who decides in the target."""
    heads = (b.say(f"rights.column.{key}") for key in ("decision", "today", "wait", "then"))
    columns = tuple(Column(head, share) for head, share in zip(heads, TOLD_SHARES, strict=True))
    rows = tuple(
        (
            decision_name(b, line.decision),
            today(b, proposal, line),
            wait(b, line),
            worded(b, proposal, address(line), cell(b, proposal, line, DECIDES)),
        )
        for line in lines
    )
    slow = {line.decision for line in slowest(lines)}
    return Table(columns, rows, tuple(i for i, line in enumerate(lines) if line.decision in slow))


def today(b: Briefing, proposal: Proposal, line: RightsLine) -> str:
    """Who decides today."""
    held = dict(line.today).get(DECIDES, ())
    if held:
        return names_of(b, held, proposal.today)
    known = {True: "outside", False: "inside"}
    return b.say(f"rights.today.{'unknown' if line.outside_today is None else known[line.outside_today]}")


def wait(b: Briefing, line: RightsLine) -> str:
    """How long approval takes today."""
    if line.hours_today is None:
        return b.say("common.none")
    if line.hours_today == 0:
        return b.say("rights.today.at_once")
    hours = numbers.plain(line.hours_today)
    return numbers.told(b.say("rights.today.hours", hours=hours), hours)


def points(b: Briefing, proposal: Proposal, lines: tuple[RightsLine, ...]) -> Iterator[SoWhatPoint]:
    """One D each, the slow decisions first, and the two rows of the on-air budget."""
    vacant = [line for line in lines if not dict(line.target).get(DECIDES)]
    if vacant:
        names = b.listing([decision_name(b, line.decision) for line in vacant[:QUOTED]])
        yield b.point("rights.point.vacant", n=len(vacant), names=names)
    else:
        yield b.point("rights.point.one", n=len(lines))
    slow = slowest(lines)
    if slow:
        yield b.point(
            "rights.point.slow",
            name=decision_name(b, slow[0].decision),
            hours=numbers.plain(slow[0].hours_today or 0.0),
        )
    held = {line.decision: dict(line.target).get(DECIDES, ()) for line in lines}
    inside, outside = (names_of(b, held.get(key, ()), proposal.target, proposal.today) for key in BANDS)
    if inside and outside:
        key = "band_same" if inside == outside else "band"
        yield b.point(f"rights.point.{key}", inside=inside, outside=outside)


def ask(b: Briefing, lines: tuple[RightsLine, ...]) -> str:
    """Ask to publish the card and to hand over what moves."""
    n = sum(bool(line.moves) for line in lines)
    return b.say("rights.ask.moves" if n else "rights.ask.same", n=n, day=b.retest)


KINDS: Final = (PageKind("rights", 170, rights),)
