"""Rituals with clock, participants and inputs; the protocol of the ad room on a page of its own."""

from collections.abc import Iterator, Sequence
from typing import Final

from assessment.domain.forms import AdRoomCard, Ritual
from assessment.domain.text import LocalizedText
from reports.briefing import Briefing
from reports.document import Column, Page, Prose, SoWhat, SoWhatPoint, Table
from reports.posts import kind_name, worded
from scoring.organization.advice import MetricChange, Proposal

SHARES: Final = (0.15, 0.17, 0.2, 0.2, 0.28)
METRIC_SHARES: Final = (0.2, 0.4, 0.4)


def rituals(b: Briefing) -> tuple[Page, ...]:
    """Compose the pages; none where no target was built."""
    proposal = b.source.proposal
    if proposal is None or not proposal.rituals:
        return ()
    pages = [_meetings(b, proposal)]
    card = b.knowledge.design.ad_room
    if card is not None:
        pages.append(_ad_room(b, card))
    if proposal.metrics:
        pages.append(_metrics(b, proposal))
    return tuple(pages)


def _meetings(b: Briefing, proposal: Proposal) -> Page:
    known = {ritual.id: ritual for ritual in b.knowledge.design.rituals}
    chosen = [known[one] for one in proposal.rituals if one in known]
    heads = (b.say(f"rituals.column.{key}") for key in ("name", "clock", "who", "inputs", "steps"))
    columns = tuple(Column(head, share) for head, share in zip(heads, SHARES, strict=True))
    daily = sum(ritual.minutes for ritual in chosen)
    return b.page(
        "rituals",
        title=b.say("rituals.title", n=len(chosen), minutes=daily),
        blocks=(Table(columns, tuple(_row(b, proposal, ritual) for ritual in chosen)),),
        so_what=SoWhat(tuple(_points(b, len(chosen))), b.say("rituals.ask", day=b.retest)),
        notes=(b.say("rituals.note"),),
    )


def _row(b: Briefing, proposal: Proposal, ritual: Ritual) -> tuple[str, ...]:
    return (
        worded(b, proposal, f"ritual:{ritual.id}", b.clause(ritual.name)),
        b.say("rituals.clock", clock=b.clause(ritual.clock), minutes=ritual.minutes),
        b.listing([kind_name(b, kind) for kind in ritual.participants]),
        _joined(b, ritual.inputs),
        _joined(b, ritual.steps),
    )


def _joined(b: Briefing, words: Sequence[LocalizedText]) -> str:
    return b.say("common.source.between").join(b.clause(one) for one in words)


def _points(b: Briefing, n: int) -> Iterator[SoWhatPoint]:
    yield b.point("rituals.point.few", n=n)
    yield b.point("rituals.point.input")
    yield b.point("rituals.point.close")


def _ad_room(b: Briefing, card: AdRoomCard) -> Page:
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
    return b.page(
        "adroom",
        title=b.say("adroom.title", n=len(card.red_lines)),
        blocks=(Table(columns, rows),),
        so_what=SoWhat(
            (b.point("adroom.point.desk"), b.point("adroom.point.lines", n=len(card.red_lines))),
            b.say("adroom.ask"),
        ),
        notes=(b.say("rituals.note"),),
    )


def _metrics(b: Briefing, proposal: Proposal) -> Page:
    heads = (b.say(f"appraisal.column.{key}") for key in ("post", "today", "then"))
    columns = tuple(Column(head, share) for head, share in zip(heads, METRIC_SHARES, strict=True))
    rows = tuple(_metric_row(b, proposal, metric) for metric in proposal.metrics)
    gross = sum(metric.why == "gross" for metric in proposal.metrics)
    key = "gross" if gross else "form"
    return b.page(
        "appraisal",
        title=b.say(f"appraisal.title.{key}", n=len(rows), k=gross),
        blocks=(Table(columns, rows), Prose(((b.say("appraisal.rule.head"), b.say("appraisal.rule.body")),))),
        so_what=SoWhat(
            (b.point("appraisal.point.net"), b.point("appraisal.point.first")), b.say("appraisal.ask")
        ),
        notes=(b.say("posts.judged"),),
    )


def _metric_row(b: Briefing, proposal: Proposal, metric: MetricChange) -> tuple[str, ...]:
    today = b.say("common.source.between").join(
        b.say(f"appraisal.{part}.{value}")
        for part, value in (("metric", metric.metric_today), ("basis", metric.basis_today))
        if value
    )
    return (
        kind_name(b, metric.kind),
        today or b.say("appraisal.unknown"),
        worded(b, proposal, f"metric:{metric.kind}", _metric_then(b, proposal, metric)),
    )


def _metric_then(b: Briefing, proposal: Proposal, metric: MetricChange) -> str:
    """Words of the form for the post, else the rule about net figures."""
    advice = proposal.advice
    form_id = proposal.settings.form or advice.recommended
    for form in b.knowledge.design.forms:
        if form.id == form_id:
            for post in form.posts:
                if post.kind == metric.kind and post.metric is not None:
                    return b.clause(post.metric)
    return b.say(f"appraisal.then.{metric.why}")
