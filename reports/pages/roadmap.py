"""Four quarters: what is in, when, who carries it, what waits or stays out, and where to decide again."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from reports import numbers, reading
from reports.briefing import Briefing
from reports.charts import (
    Bubble,
    Bubbles,
    BubbleWords,
    Gantt,
    GanttGate,
    GanttQuarter,
    GanttRow,
    GanttWords,
    bubbles,
    gantt_pages,
)
from reports.document import Block, Column, Page, SoWhat, SoWhatPoint, Table
from reports.editions import PageKind
from reports.hand import notes as hand_notes
from reports.hand import ordered, own_words, proposed, worded
from reports.measure import first_fitting
from reports.posts import held_by, parted
from reports.scene import Scene
from reports.theme import BODY_HEIGHT, FULL_WIDTH
from scoring.organization.advice import Plan, PlannedInitiative, Proposal, QuarterLoad

LOAD_SHARES: Final = (0.12, 0.14, 0.2, 0.22, 0.32)
CARRIERS_SHOWN: Final = 3
QUARTER_DAYS: Final = 90
HALF: Final = 0.56
"""Middle of the picture of bubbles, whose axes reach 12 % beyond the largest."""
BUBBLES: Final = 262.0
NAMED: Final = 3
BUBBLE: Final = (
    *("heading", "first", "later", "forced", "size", "effort", "impact"),
    *("quick", "large", "small", "doubtful"),
)
LEGEND: Final = ("heading", "initiative", "owner", "load", "milestone", "gate", "forced", "continued")


def roadmap(b: Briefing) -> tuple[Page, ...]:
    """Compose the page of the plan; none for a run without a proposal."""
    proposal = proposed(b)
    if proposal is None or not proposal.plan.initiatives:
        return ()
    plan = proposal.plan
    notes = (
        b.say("roadmap.optimal" if plan.optimal else "roadmap.gap", gap=numbers.share(plan.gap)),
        *hand_notes(b, proposal, "initiative:"),
    )
    heading = title(b, plan)
    drawn = tuple(
        b.page("roadmap", title=heading, blocks=(scene,), so_what=None, notes=notes)
        for scene in calendar(b, proposal, heading)
    )
    drawn = parted(b, drawn)
    told = b.page(
        "roadmap",
        title=told_title(b, proposal),
        subtitle=b.say("roadmap.told.subtitle"),
        blocks=tuple(blocks(b, proposal)),
        so_what=SoWhat(tuple(points(b, proposal)), ask(b, plan)),
        notes=notes,
    )
    return (*drawn, replace(told, id="roadmap_told"))


def calendar(b: Briefing, proposal: Proposal, heading: str) -> tuple[Scene, ...]:
    """Draw what is in over the four quarters, with gates, milestones and load; nothing when nothing is in."""
    plan = proposal.plan
    chosen = listed(proposal)
    if not chosen:
        return ()
    gates = tuple(
        GanttGate(m.day, b.say("roadmap.gate", n=number))
        for number, m in enumerate((m for m in plan.milestones if m.kind == "gate"), start=1)
    )
    data = Gantt(
        quarters=tuple(quarter(b, load) for load in plan.quarters),
        rows=tuple(bar(b, proposal, one, number) for number, one in enumerate(chosen, start=1)),
        gates=gates,
        words=GanttWords(*(b.say(f"roadmap.legend.{key}") for key in LEGEND)),
        alt=b.say("roadmap.alt", title=heading),
    )
    return gantt_pages(data, FULL_WIDTH, BODY_HEIGHT)


def address(one: PlannedInitiative) -> str:
    """Address of an initiative."""
    return f"initiative:{one.initiative}"


def listed(proposal: Proposal) -> tuple[PlannedInitiative, ...]:
    """List what is in: by quarter, forced ones first, then by start; the consultant's places hold."""
    chosen = sorted(proposal.plan.planned(), key=lambda one: (one.quarter or 0, not one.forced))
    return ordered(proposal, chosen, address)


def quarter(b: Briefing, load: QuarterLoad) -> GanttQuarter:
    """One quarter with its person-days."""
    days, cap = numbers.plain(load.person_days), numbers.plain(load.person_days_cap)
    return GanttQuarter(
        name=b.say("roadmap.quarter", n=load.quarter + 1),
        start=load.quarter * QUARTER_DAYS,
        end=(load.quarter + 1) * QUARTER_DAYS,
        load=load.person_days,
        cap=load.person_days_cap,
        load_label=b.say("roadmap.days_of", days=days, cap=cap),
    )


def bar(b: Briefing, proposal: Proposal, one: PlannedInitiative, number: int) -> GanttRow:
    """One initiative in the calendar, under the number that other pages give it."""
    return GanttRow(
        name=b.say(
            "roadmap.numbered", n=number, name=worded(b, proposal, address(one), initiative_name(b, one))
        ),
        owner=owner_name(b, proposal, one),
        start=(one.start_day or 1) - 1,
        end=one.end_day or 1,
        milestones=tuple(
            m.day
            for m in proposal.plan.milestones
            if m.kind == "milestone" and m.initiative == one.initiative
        ),
        label=b.say(
            "roadmap.days_cash",
            days=numbers.plain(one.person_days),
            cash=numbers.money(one.cash, b.source.locale),
        ),
        forced=one.forced,
    )


def initiative_name(b: Briefing, one: PlannedInitiative) -> str:
    """Name of an initiative; one that the knowledge base no longer holds names itself."""
    known = b.initiative(one.initiative)
    return b.clause(known.name) if known else one.initiative


def owner_name(b: Briefing, proposal: Proposal, one: PlannedInitiative) -> str:
    """Post that leads an initiative: the knowledge base's words, else who holds the kind."""
    known = b.initiative(one.initiative)
    if known is not None:
        return b.clause(known.owner)
    return held_by(b, one.owner, proposal.target) if one.owner else b.say("common.none")


def title(b: Briefing, plan: Plan) -> str:
    """How many initiatives in how many quarters, at what effort."""
    chosen = plan.planned()
    days = numbers.plain(sum(one.person_days for one in chosen))
    later = sum(one.status == "out" for one in plan.initiatives)
    if not chosen:
        return b.say("roadmap.title.none", k=later)
    used = 1 + max(one.quarter or 0 for one in chosen)
    key = ("some" if later else "every") + ("_early" if used < len(plan.quarters) else "")
    return drafted(b, b.say(f"roadmap.title.{key}", n=len(chosen), days=days, k=later, q=used))


def drafted(b: Briefing, text: str) -> str:
    """Mark a title as a draft where there is no overall score to settle a plan on."""
    if b.result.overall.value is not None:
        return text
    return b.say("roadmap.title.draft", title=text[:1].lower() + text[1:])


def told_title(b: Briefing, proposal: Proposal) -> str:
    """Say what the first quarter takes, and which initiative brings most for its effort."""
    chosen = listed(proposal)
    if not chosen:
        return title(b, proposal.plan)
    first = [one for one in chosen if one.quarter == 0] or list(chosen[:1])
    quick = [one for one in first if is_quick(one, chosen)]
    best = max(quick or first, key=lambda one: (one.value / max(one.person_days, 1.0), one.initiative))
    fields: dict[str, str | int] = {
        "n": len(first),
        "days": numbers.plain(sum(one.person_days for one in first)),
        "cash": numbers.money(sum(one.cash for one in first), b.source.locale),
        "k": len(quick),
        "name": worded(b, proposal, address(best), initiative_name(b, best)),
    }
    key = "quick" if quick else "best"
    keys = (key, "short", "plain") if quick else (key, "plain")
    return first_fitting(drafted(b, b.say(f"roadmap.told.{one}", **fields)) for one in keys)


def is_quick(one: PlannedInitiative, chosen: tuple[PlannedInitiative, ...]) -> bool:
    """Whether an initiative lies in the corner of little effort and much impact of its picture."""
    effort, value = max(x.person_days for x in chosen), max(x.value for x in chosen)
    return one.person_days <= effort * HALF and one.value >= value * HALF


def blocks(b: Briefing, proposal: Proposal) -> Iterator[Block]:
    """Bubbles by effort and impact, then the load of each quarter."""
    chosen = listed(proposal)
    if chosen:
        yield bubbles(picture(b, proposal, chosen), height=BUBBLES)
    heads = (b.say(f"roadmap.load.{key}") for key in ("quarter", "n", "days", "cash", "carriers"))
    loads = tuple(Column(head, share) for head, share in zip(heads, LOAD_SHARES, strict=True))
    yield Table(loads, tuple(load_row(b, proposal, load) for load in proposal.plan.quarters), dense=True)


def picture(b: Briefing, proposal: Proposal, chosen: tuple[PlannedInitiative, ...]) -> Bubbles:
    """All that is in, numbered as in the calendar."""
    found = tuple(
        Bubble(
            number=str(number),
            name=worded(b, proposal, address(one), initiative_name(b, one)),
            effort=one.person_days,
            impact=max(one.value, 0.0),
            size=one.cash,
            first=one.quarter == 0,
            forced=one.forced,
        )
        for number, one in enumerate(chosen, start=1)
    )
    words = BubbleWords(*(b.say(f"roadmap.bubble.{key}") for key in BUBBLE))
    return Bubbles(found, words, b.say("roadmap.bubble.alt", title=told_title(b, proposal)))


def nth(b: Briefing, quarter: int) -> str:
    """Name of a quarter, counted from 1."""
    return numbers.told(b.say("roadmap.quarter", n=quarter), numbers.count(quarter))


def capped(b: Briefing, value: str, cap: str | None) -> str:
    """Figure with its cap, where there is one."""
    return (
        value
        if cap is None
        else numbers.told(b.say("roadmap.of", value=value, cap=cap), value, cap, kind="of")
    )


def load_row(b: Briefing, proposal: Proposal, load: QuarterLoad) -> tuple[str, ...]:
    """Tell what a quarter carries against its caps."""
    cash = numbers.money(load.cash, b.source.locale)
    cap = None if load.cash_cap is None else numbers.money(load.cash_cap, b.source.locale)
    most = sorted(load.carriers, key=lambda pair: (-pair[1], pair[0]))[:CARRIERS_SHOWN]
    carriers = [
        b.say("roadmap.carrier", post=held_by(b, kind, proposal.target), days=numbers.plain(days))
        for kind, days in most
    ]
    return (
        nth(b, load.quarter + 1),
        capped(b, numbers.count(load.n), None if load.n_cap is None else numbers.count(load.n_cap)),
        capped(b, numbers.plain(load.person_days), numbers.plain(load.person_days_cap)),
        capped(b, cash, cap),
        b.listing(carriers) or b.say("common.none"),
    )


def points(b: Briefing, proposal: Proposal) -> Iterator[SoWhatPoint]:
    """Tell what goes first, what waits and why, and when to decide again."""
    plan = proposal.plan
    if b.result.overall.value is None:
        yield b.point("roadmap.point.draft", n=len(reading.scored(b.result.sub_capabilities)))
    forced = [one for one in plan.planned() if one.forced]
    if forced:
        names = [
            b.say("common.quoted", text=own_words(proposal, address(one)) or initiative_name(b, one))
            for one in forced
        ]
        yield b.point("roadmap.point.forced", names=b.listing(names), n=len(forced))
    out = [one for one in plan.initiatives if one.status == "out"]
    if out:
        names = [b.say("common.quoted", text=initiative_name(b, one)) for one in out[:NAMED]]
        yield b.point("roadmap.point.out", n=len(out), names=b.say("common.peers.join").join(names))
    yield b.point("roadmap.point.gates")


def ask(b: Briefing, plan: Plan) -> str:
    """Ask for the capacity of the first quarter."""
    first = next((load for load in plan.quarters if load.quarter == 0), None)
    days = numbers.plain(first.person_days) if first else "0"
    key = "roadmap.ask_draft" if b.result.overall.value is None else "roadmap.ask"
    return b.say(key, days=days, day=b.retest)


KINDS: Final = (PageKind("roadmap", 200, roadmap, frozenset({"leadership", "full"})),)
