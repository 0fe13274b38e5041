"""First initiatives: what to do this quarter, in what order, by which post, at what cost, and why."""

from collections.abc import Iterator
from typing import Final

from assessment.domain.organization import Initiative
from reports import numbers, reading
from reports.briefing import Briefing
from reports.document import Block, Column, Page, Prose, SoWhat, SoWhatPoint, Table
from reports.editions import PageKind
from scoring.results import RankedInitiative

COLUMNS = (
    ("rank", 0.05, "left"),
    ("name", 0.28, "left"),
    ("owner", 0.13, "left"),
    ("days", 0.07, "right"),
    ("cash", 0.12, "left"),
    ("kpi", 0.16, "left"),
    ("why", 0.19, "left"),
)


def initiatives(b: Briefing) -> Page | None:
    """Compose the page; None without initiatives for this instrument, or where the roadmap tells of them."""
    if b.source.proposal is not None or not (b.result.initiatives or b.result.recommendations):
        return None
    return b.page(
        "initiatives",
        title=title(b),
        blocks=(listed(b),),
        so_what=SoWhat(tuple(points(b)), ask(b)),
        notes=(b.say("initiatives.note"),),
    )


def effort(b: Briefing) -> str:
    """Person-days of the whole list."""
    return numbers.plain(sum(known.person_days for _, known in b.programme))


def title(b: Briefing) -> str:
    """How many things to do, at what effort, and which come first."""
    programme = b.programme
    if not programme:
        return b.say("initiatives.title.none", n=0)
    forced = sum(ranked.forced for ranked, _ in programme)
    fields: dict[str, str | int] = {"n": len(programme), "days": effort(b)}
    if len(programme) == 1:
        return b.say("initiatives.title.one", name=b.clause(programme[0][1].name), **fields)
    if forced:
        return b.say("initiatives.title.forced", k=forced, **fields)
    return b.say("initiatives.title.ranked", name=b.clause(programme[0][1].name), **fields)


def listed(b: Briefing) -> Block:
    """Ranked table; words instead when there is nothing to rank."""
    programme = b.programme
    if not programme:
        return Prose(((b.say("initiatives.none.head"), b.say("initiatives.none.body")),))
    columns = tuple(
        Column(b.say(f"initiatives.column.{key}"), share, "right" if align == "right" else "left")
        for key, share, align in COLUMNS
    )
    emphasis = tuple(i for i, (ranked, _) in enumerate(programme) if ranked.forced)
    return Table(columns, tuple(row(b, *pair) for pair in programme), emphasis)


def row(b: Briefing, ranked: RankedInitiative, known: Initiative) -> tuple[str, ...]:
    """One initiative."""
    return (
        numbers.count(ranked.rank),
        b.clause(known.name),
        b.clause(known.owner),
        numbers.plain(known.person_days),
        b.say(f"initiatives.cash.{known.cash_rank}"),
        b.clause(known.kpi),
        why(b, ranked, known),
    )


def why(b: Briefing, ranked: RankedInitiative, known: Initiative) -> str:
    """Reason for its place: forced, gap, rules."""
    reasons = []
    if ranked.forced:
        reasons.append(b.say("initiatives.why.forced"))
    elif ranked.gap is not None and round(ranked.gap, 1) > 0:
        name = b.short(known.sub_capability) if known.sub_capability else b.say("initiatives.why.several")
        reasons.append(b.say("initiatives.why.gap", name=name, gap=numbers.score(ranked.gap)))
    if ranked.rules:
        reasons.append(
            b.say("initiatives.why.rules", rules=b.listing(list(ranked.rules)), n=len(ranked.rules))
        )
    return b.say("common.source.between").join(reasons) or b.say("initiatives.why.plan")


def points(b: Briefing) -> Iterator[SoWhatPoint]:
    """Why this order, what it costs, how to tell that it works."""
    programme = b.programme
    if not programme:
        yield b.point("initiatives.point.none", n=len(b.result.sub_capabilities))
        return
    forced = [known for ranked, known in programme if ranked.forced]
    if forced:
        names = b.listing([b.say("common.quoted", text=b.clause(i.name)) for i in forced])
        yield b.point("initiatives.point.forced", names=names, n=len(forced))
    else:
        key = "initiatives.point.order" if reading.mix_judged(b.result) else "initiatives.point.order_equal"
        yield b.point(key, name=b.clause(programme[0][1].name))
    posts = {known.owner for _, known in programme}
    yield b.point("initiatives.point.cost", days=effort(b), n=len(programme), k=len(posts))
    first = programme[len(forced)][1] if len(forced) < len(programme) else programme[0][1]
    yield b.point("initiatives.point.need", name=b.clause(first.name), words=b.clause(first.prerequisite))


def ask(b: Briefing) -> str:
    """Ask for hands and hours."""
    programme = b.programme
    if not programme:
        return b.say("initiatives.ask.none", day=b.retest)
    owners = b.listing(list(dict.fromkeys(b.lead(known) for _, known in programme[:3])))
    return b.say("initiatives.ask.approve", owners=owners, days=effort(b), day=b.retest)


KINDS: Final = (PageKind("initiatives", 190, initiatives),)
