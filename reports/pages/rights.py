"""Decision rights: who decides today and after how long, and who holds which letter in the target."""

from collections.abc import Iterator
from typing import Final

from assessment.domain.structure import RightLetter
from reports import numbers
from reports.briefing import Briefing
from reports.document import Column, Page, SoWhat, SoWhatPoint, Table
from reports.editions import PageKind
from reports.hand import marked, notes, ordered, proposed, rejected, worded
from reports.posts import names_of
from scoring.organization.advice import Proposal, RightsLine

SHARES: Final = (0.15, 0.12, 0.08, 0.13, 0.12, 0.11, 0.18, 0.11)
OTHERS: Final[tuple[RightLetter, ...]] = ("recommend", "agree", "perform", "input")
QUOTED: Final = 3
SLOW_HOURS: Final = 24.0
DECIDES: Final[RightLetter] = "decide"
BANDS: Final = ("on_air_budget", "on_air_budget_above")
"""The two decisions about the budget on air."""


def rights(b: Briefing) -> Page | None:
    """Compose the page; None where no target was built."""
    proposal = proposed(b)
    if proposal is None or not proposal.rights:
        return None
    lines = ordered(proposal, proposal.rights, address)
    return b.page(
        "rights",
        title=title(b, lines),
        blocks=(card(b, proposal, lines),),
        so_what=SoWhat(tuple(points(b, proposal, lines)), ask(b, lines)),
        notes=(b.say("rights.note"), *notes(b, proposal, "right:")),
    )


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


def slowest(lines: tuple[RightsLine, ...]) -> list[RightsLine]:
    """Decisions that wait longer than a day, the slowest first."""
    slow = [line for line in lines if (line.hours_today or 0.0) > SLOW_HOURS]
    return sorted(slow, key=lambda line: -(line.hours_today or 0.0))


def card(b: Briefing, proposal: Proposal, lines: tuple[RightsLine, ...]) -> Table:
    """Who decides today and after how long, then the posts behind each letter in the target."""
    keys = ("decision", "today", "wait", "decide", *OTHERS)
    columns = tuple(
        Column(b.say(f"rights.column.{key}"), share) for key, share in zip(keys, SHARES, strict=True)
    )
    rows = tuple(row(b, proposal, line) for line in lines)
    slow = {line.decision for line in slowest(lines)}
    return Table(columns, rows, tuple(i for i, x in enumerate(lines) if x.decision in slow), dense=True)


def row(b: Briefing, proposal: Proposal, line: RightsLine) -> tuple[str, ...]:
    """One decision; who decides may stand in the consultant's wording."""
    decides = worded(b, proposal, address(line), cell(b, proposal, line, DECIDES))
    others = (cell(b, proposal, line, letter) for letter in OTHERS)
    return named(b, proposal, line), today(b, proposal, line), wait(b, line), decides, *others


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
            k=len(slow),
        )
    unwritten = [x for x in lines if not dict(x.today).get(DECIDES) and x.outside_today is None]
    if unwritten:
        names = b.listing([decision_name(b, line.decision) for line in unwritten[:QUOTED]])
        yield b.point("rights.point.open", n=len(unwritten), names=names)
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
