"""Rituals with clock, participants and inputs; the protocol of the ad room on a page of its own."""

from collections.abc import Iterator, Sequence
from typing import Final

from assessment.domain.forms import AdRoomCard, Ritual
from assessment.domain.text import LocalizedText
from reports.briefing import Briefing
from reports.document import Column, Page, Prose, SoWhat, SoWhatPoint, Table
from reports.editions import PageKind
from reports.hand import notes, ordered, proposed, worded
from reports.pages.form import standing
from reports.posts import held_by, stand_in
from scoring.organization.advice import MetricChange, Proposal

CARD_HOLDERS: Final = (("media_head", "media_buyer"), ("live_head", "live_ops", "store_manager", "host"))
"""Kinds that agree on the ad-room card, the first one that the target has of each side."""
SHARES: Final = (0.15, 0.17, 0.2, 0.2, 0.28)
MONEY: Final = ("gross", "net")
"""Bases of figures in money; beside any other metric there is nothing to tell."""
METRIC_SHARES: Final = (0.2, 0.4, 0.4)


def rituals(b: Briefing) -> tuple[Page, ...]:
    """Compose the pages; none where no target was built."""
    proposal = proposed(b)
    if proposal is None or not proposal.rituals:
        return ()
    pages = [_meetings(b, proposal)]
    card = b.knowledge.design.ad_room
    if card is not None:
        pages.append(_ad_room(b, proposal, card))
    if proposal.metrics:
        pages.append(_metrics(b, proposal))
    return tuple(pages)


def _meetings(b: Briefing, proposal: Proposal) -> Page:
    known = {ritual.id: ritual for ritual in b.knowledge.design.rituals}
    chosen = ordered(proposal, [known[one] for one in proposal.rituals if one in known], _address)
    heads = (b.say(f"rituals.column.{key}") for key in ("name", "clock", "who", "inputs", "steps"))
    columns = tuple(Column(head, share) for head, share in zip(heads, SHARES, strict=True))
    daily = sum(ritual.minutes for ritual in chosen)
    return b.page(
        "rituals",
        title=b.say("rituals.title", n=len(chosen), minutes=daily),
        blocks=(Table(columns, tuple(_row(b, proposal, ritual) for ritual in chosen)),),
        so_what=SoWhat(tuple(_points(b, len(chosen), len(known))), b.say("rituals.ask", day=b.retest)),
        notes=(b.say("rituals.note"), *notes(b, proposal, "ritual:")),
    )


def _row(b: Briefing, proposal: Proposal, ritual: Ritual) -> tuple[str, ...]:
    return (
        worded(b, proposal, _address(ritual), b.clause(ritual.name)),
        b.say("rituals.clock", clock=b.clause(ritual.clock), minutes=ritual.minutes),
        _participants(b, proposal, ritual),
        _joined(b, ritual.inputs),
        _joined(b, ritual.steps),
    )


def _address(ritual: Ritual) -> str:
    return f"ritual:{ritual.id}"


def _participants(b: Briefing, proposal: Proposal, ritual: Ritual) -> str:
    """Name the posts of the target that take part; others do the work of kinds that it does not have."""
    there = [one for kind in ritual.participants if (one := stand_in(b, kind, proposal.target))]
    there = there or list(ritual.participants)
    return b.listing(list(dict.fromkeys(held_by(b, kind, proposal.target) for kind in there)))


def _joined(b: Briefing, words: Sequence[LocalizedText]) -> str:
    return b.say("common.source.between").join(b.clause(one) for one in words)


def _points(b: Briefing, n: int, of: int) -> Iterator[SoWhatPoint]:
    yield b.point("rituals.point.few" if n == of else "rituals.point.some", n=n)
    yield b.point("rituals.point.input")
    yield b.point("rituals.point.close")


def _ad_room(b: Briefing, proposal: Proposal, card: AdRoomCard) -> Page:
    parts = (
        ("states", card.states),
        ("red_lines", card.red_lines),
        ("levers", card.levers),
        ("forbidden", card.forbidden),
        ("log", card.log),
    )
    rows = tuple(
        (b.say(f"adroom.part.{key}") if number == 0 else "", b.clause(words))
        for key, lines in parts
        for number, words in enumerate(lines)
    )
    columns = (Column(b.say("adroom.column.part"), 0.24), Column(b.say("adroom.column.rule"), 0.76))
    first = len(card.states)
    red = tuple(range(first, first + len(card.red_lines)))
    return b.page(
        "adroom",
        title=b.say("adroom.title", n=len(card.red_lines)),
        blocks=(Table(columns, rows, red),),
        so_what=SoWhat(
            (b.point("adroom.point.desk"), b.point("adroom.point.lines", n=len(card.red_lines))),
            b.say("adroom.ask", who=b.listing(_card_holders(b, proposal)), n=len(card.red_lines)),
        ),
        notes=(b.say("rituals.note"),),
    )


def _card_holders(b: Briefing, proposal: Proposal) -> list[str]:
    """List who agrees on the numbers: heads of media and live, or who does their work in the target."""
    held = {post.kind for post in proposal.target.posts}
    found = (next((kind for kind in kinds if kind in held), kinds[0]) for kinds in CARD_HOLDERS)
    return list(dict.fromkeys(held_by(b, kind, proposal.target) for kind in found))


def _metrics(b: Briefing, proposal: Proposal) -> Page:
    heads = (b.say(f"appraisal.column.{key}") for key in ("post", "today", "then"))
    columns = tuple(Column(head, share) for head, share in zip(heads, METRIC_SHARES, strict=True))
    shown = ordered(proposal, proposal.metrics, lambda metric: f"metric:{metric.kind}")
    rows = tuple(_metric_row(b, proposal, metric) for metric in shown)
    gross = sum(metric.why == "gross" for metric in proposal.metrics)
    key = "gross" if gross else "form"
    return b.page(
        "appraisal",
        title=b.say(f"appraisal.title.{key}", n=len(rows), k=gross),
        blocks=(Table(columns, rows), Prose(((b.say("appraisal.rule.head"), b.say("appraisal.rule.body")),))),
        so_what=SoWhat((b.point("appraisal.point.net"), *_first(b, proposal)), b.say("appraisal.ask")),
        notes=(b.say("posts.judged"), *notes(b, proposal, "metric:")),
    )


def _first(b: Briefing, proposal: Proposal) -> Iterator[SoWhatPoint]:
    """Begin with hosts and buyers where both have to change."""
    if {"host", "media_buyer"} <= {metric.kind for metric in proposal.metrics}:
        yield b.point("appraisal.point.first")


def _metric_row(b: Briefing, proposal: Proposal, metric: MetricChange) -> tuple[str, ...]:
    return (
        held_by(b, metric.kind, proposal.target),
        _metric_today(b, metric),
        worded(b, proposal, f"metric:{metric.kind}", _metric_then(b, proposal, metric)),
    )


def _metric_today(b: Briefing, metric: MetricChange) -> str:
    """Appraisal of today, with the basis of figures in money."""
    basis = b.say(f"appraisal.basis.{metric.basis_today}") if metric.basis_today in MONEY else ""
    if not metric.metric_today:
        return basis or b.say("appraisal.unknown")
    name = b.say(f"appraisal.metric.{metric.metric_today}")
    return b.say("appraisal.based", name=name, basis=basis) if basis else name


def _metric_then(b: Briefing, proposal: Proposal, metric: MetricChange) -> str:
    """Words of the form for the post, else the rule about net figures."""
    form_id = standing(proposal)
    for form in b.knowledge.design.forms:
        if form.id == form_id:
            for post in form.posts:
                if post.kind == metric.kind and post.metric is not None:
                    return b.clause(post.metric)
    return b.say(f"appraisal.then.{metric.why}")


KINDS: Final = (PageKind("rituals", 180, rituals),)
