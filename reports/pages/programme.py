"""Appendix: every initiative of the plan with its reason, and why others stay out."""

from collections.abc import Iterator
from typing import Final

from reports import numbers
from reports.briefing import Briefing
from reports.document import Block, Column, Page, SoWhat, SoWhatPoint, Table
from reports.editions import PageKind
from reports.hand import notes, proposed, rejected, worded
from reports.pages.roadmap import address, initiative_name, listed, nth, owner_name
from reports.posts import held_by
from scoring.organization.advice import PlannedInitiative, Proposal

SHARES: Final = (0.09, 0.3, 0.15, 0.09, 0.11, 0.26)
OUT_SHARES: Final = (0.62, 0.38)


def programme(b: Briefing) -> Page | None:
    """Compose the page; None for a run without a plan."""
    proposal = proposed(b)
    if proposal is None or not proposal.plan.initiatives:
        return None
    chosen = proposal.plan.planned()
    days = numbers.plain(sum(one.person_days for one in chosen))
    out = sum(one.status == "out" for one in proposal.plan.initiatives)
    return b.page(
        "programme",
        title=b.say("programme.title", n=len(chosen), days=days, k=out),
        blocks=tuple(blocks(b, proposal)),
        so_what=SoWhat(
            (b.point("programme.point.order"), quality(b, proposal), b.point("programme.point.out", k=out)),
            b.say("programme.ask", day=b.retest),
        ),
        notes=(b.say("posts.judged"), *notes(b, proposal, "initiative:")),
    )


def quality(b: Briefing, proposal: Proposal) -> SoWhatPoint:
    """Tell how good the plan is."""
    if proposal.plan.optimal:
        return b.point("programme.point.optimal")
    return b.point("programme.point.gap", gap=numbers.share(proposal.plan.gap))


def blocks(b: Briefing, proposal: Proposal) -> Iterator[Block]:
    """Table of what is in, then what stays out and why."""
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
        yield Table(columns, tuple(row(b, proposal, one) for one in chosen), forced, dense=True)
    out = [one for one in plan.initiatives if one.status == "out"]
    if out:
        heads = (b.say(f"roadmap.out.{key}") for key in ("name", "why"))
        columns = tuple(Column(head, share) for head, share in zip(heads, OUT_SHARES, strict=True))
        yield Table(columns, tuple(out_row(b, proposal, one) for one in out), dense=True)


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


KINDS: Final = (PageKind("programme", 205, programme, frozenset(), annex=True),)
