"""Four quarters: what is in, when, who carries it, what waits or stays out, and where to decide again."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from reports import numbers
from reports.briefing import Briefing
from reports.charts import Gantt, GanttGate, GanttQuarter, GanttRow, GanttWords, gantt_pages
from reports.document import Block, Column, Page, SoWhat, SoWhatPoint, Table
from reports.editions import PageKind
from reports.hand import notes as hand_notes
from reports.hand import ordered, own_words, proposed, rejected, worded
from reports.posts import held_by, parted
from reports.scene import Scene
from reports.theme import BODY_HEIGHT, FULL_WIDTH
from scoring.organization.advice import Plan, PlannedInitiative, Proposal, QuarterLoad

SHARES: Final = (0.09, 0.3, 0.15, 0.09, 0.11, 0.26)
OUT_SHARES: Final = (0.62, 0.38)
LOAD_SHARES: Final = (0.12, 0.14, 0.2, 0.22, 0.32)
CARRIERS_SHOWN: Final = 3
QUARTER_DAYS: Final = 90
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
        title=b.say(
            "roadmap.told.title",
            n=len(plan.planned()),
            days=numbers.plain(sum(one.person_days for one in plan.planned())),
        ),
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
        rows=tuple(bar(b, proposal, one) for one in chosen),
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


def bar(b: Briefing, proposal: Proposal, one: PlannedInitiative) -> GanttRow:
    """One initiative in the calendar."""
    return GanttRow(
        name=worded(b, proposal, address(one), initiative_name(b, one)),
        owner=owner_name(b, proposal, one),
        start=(one.start_day or 1) - 1,
        end=one.end_day or 1,
        milestones=tuple(
            m.day
            for m in proposal.plan.milestones
            if m.kind == "milestone" and m.initiative == one.initiative
        ),
        label=b.say("roadmap.days", days=numbers.plain(one.person_days)),
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
    return b.say(f"roadmap.title.{'some' if later else 'every'}", n=len(chosen), days=days, k=later)


def blocks(b: Briefing, proposal: Proposal) -> Iterator[Block]:
    """Table of what is in, then the load of each quarter."""
    plan = proposal.plan
    chosen = listed(proposal)
    if chosen:
        heads = (
            b.say(f"roadmap.column.{key}") for key in ("quarter", "name", "owner", "days", "cash", "why")
        )
        columns = tuple(
            Column(head, share, "right" if i == 3 else "left")  # noqa: PLR2004 - person-days are numbers
            for i, (head, share) in enumerate(zip(heads, SHARES, strict=True))
        )
        forced = tuple(i for i, one in enumerate(chosen) if one.forced)
        yield Table(columns, tuple(row(b, proposal, one) for one in chosen), forced)
    heads = (b.say(f"roadmap.load.{key}") for key in ("quarter", "n", "days", "cash", "carriers"))
    loads = tuple(Column(head, share) for head, share in zip(heads, LOAD_SHARES, strict=True))
    yield Table(loads, tuple(load_row(b, proposal, load) for load in plan.quarters))
    out = [one for one in plan.initiatives if one.status == "out"]
    if out:
        heads = (b.say(f"roadmap.out.{key}") for key in ("name", "why"))
        columns = tuple(Column(head, share) for head, share in zip(heads, OUT_SHARES, strict=True))
        yield Table(columns, tuple(out_row(b, proposal, one) for one in out))


def out_row(b: Briefing, proposal: Proposal, one: PlannedInitiative) -> tuple[str, str]:
    """Tell why an initiative stays out; one that the consultant took out says so."""
    edit = proposal.edit(address(one))
    if edit is not None and rejected(proposal, address(one)):
        why = edit.reason.strip().rstrip("。.")
        text = b.say("roadmap.rejected_why", reason=why) if why else b.say("roadmap.rejected")
        return initiative_name(b, one), text
    return initiative_name(b, one), reason(b, one)


def row(b: Briefing, proposal: Proposal, one: PlannedInitiative) -> tuple[str, ...]:
    """One initiative of the plan."""
    return (
        nth(b, (one.quarter or 0) + 1),
        worded(b, proposal, address(one), initiative_name(b, one)),
        owner_name(b, proposal, one),
        numbers.plain(one.person_days),
        numbers.money(one.cash, b.source.locale),
        reason(b, one),
    )


def reason(b: Briefing, one: PlannedInitiative) -> str:
    """Why it is where it is, with the cap or prerequisite that it met."""
    key = f"roadmap.reason.{one.reason}"
    words = b.say(key, limit=limit_name(b, one.limit)) if b.say.has(key) else one.reason
    if one.rules:
        return b.say("roadmap.rules", why=words, rules=b.listing(list(one.rules)))
    return words


def limit_name(b: Briefing, limit: str) -> str:
    """Name of a cap, an initiative or a post that stood in the way."""
    if not limit:
        return b.say("common.none")
    key = f"roadmap.limit.{limit}"
    if b.say.has(key):
        return b.say(key)
    known = b.initiative(limit)
    return b.say("common.quoted", text=b.clause(known.name)) if known else held_by(b, limit)


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
    """Tell what goes first, what waits and why, and how good the plan is."""
    plan = proposal.plan
    forced = [one for one in plan.planned() if one.forced]
    if forced:
        names = [
            b.say("common.quoted", text=own_words(proposal, address(one)) or initiative_name(b, one))
            for one in forced
        ]
        yield b.point("roadmap.point.forced", names=b.listing(names), n=len(forced))
    n_out = sum(one.status == "out" for one in plan.initiatives)
    if n_out:
        yield b.point("roadmap.point.out", n=n_out)
    if plan.optimal:
        yield b.point("roadmap.point.optimal")
    else:
        yield b.point("roadmap.point.gap", gap=numbers.share(plan.gap))
    yield b.point("roadmap.point.gates")


def ask(b: Briefing, plan: Plan) -> str:
    """Ask for the capacity of the first quarter."""
    first = next((load for load in plan.quarters if load.quarter == 0), None)
    days = numbers.plain(first.person_days) if first else "0"
    return b.say("roadmap.ask", days=days, day=b.retest)


KINDS: Final = (PageKind("roadmap", 200, roadmap, frozenset({"leadership", "full"})),)
