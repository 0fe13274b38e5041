"""Method and data quality: what the numbers rest on and how they were made."""

from collections.abc import Iterator
from typing import Final

from reports import numbers, reading
from reports.briefing import Briefing
from reports.document import Column, Page, Prose, SoWhat, SoWhatPoint, Table
from reports.editions import PageKind

DIGEST = 16
OWN_EPOCH = "own"
NOTES_SHOWN = 5


def method(b: Briefing) -> Page:
    """Compose the page."""
    return b.page(
        "method",
        title=title(b),
        blocks=(facts(b), Prose(tuple(how(b)))),
        so_what=SoWhat(tuple(points(b)), b.say("method.ask", day=b.retest)),
        notes=(b.say("method.id", report=b.source.report_id),),
    )


def title(b: Briefing) -> str:
    """How many answered, how much of it counts, how much is prior."""
    quality = b.result.data_quality
    return b.say(
        "method.title",
        n=b.n,
        invited=quality.n_invited,
        asked=quality.n_asked,
        share=numbers.share(reading.answered_share(b.result)),
        prior=numbers.share(b.result.components.from_prior),
    )


def facts(b: Briefing) -> Table:
    """Two columns: what, and the figure."""
    columns = (Column(b.say("method.column.what"), 0.26), Column(b.say("method.column.figure"), 0.74))
    return Table(columns, tuple(rows(b)))


def rows(b: Briefing) -> Iterator[tuple[str, str]]:
    """Respondents, cells, variance components, versions and digests."""
    quality, components, result = b.result.data_quality, b.result.components, b.result
    by_role = [b.say("method.role", role=b.role(r), n=n) for r, n in quality.n_by_role if n]
    total = b.say("method.people", n=quality.n_submitted, invited=quality.n_invited)
    roles = (
        f"{total}{b.say('common.source.between')}{b.listing(by_role)}"
        if b.result.roles and by_role
        else total
    )
    yield b.say("method.row.raters"), roles
    yield (
        b.say("method.row.cells"),
        b.say(
            "method.cells",
            asked=quality.n_asked,
            answered=quality.n_answered,
            unknown=quality.n_unknown,
            not_applicable=quality.n_not_applicable,
            missing=quality.n_missing,
            evidence=quality.n_with_evidence,
        ),
    )
    yield (
        b.say("method.row.variance"),
        b.say(
            "method.variance",
            rater=numbers.plain(components.rater),
            item=numbers.plain(components.merchant_item),
            residual=numbers.plain(components.residual),
            merchant=numbers.plain(components.merchant),
            prior=numbers.share(components.from_prior),
            g=generalizability(b),
        ),
    )
    if checks := checked(b):
        yield b.say("method.row.checks"), checks
    yield b.say("method.row.epoch"), epoch(b)
    yield b.say("method.row.peers"), b.peer_note
    yield (
        b.say("method.row.version"),
        b.say(
            "method.version",
            method=result.method_version,
            instrument=result.instrument_id,
            version=result.instrument_version,
            digest=result.instrument_digest[:DIGEST],
            knowledge=f"{knowledge_name(b)}{result.knowledge_digest[:DIGEST]}",
        ),
    )


def knowledge_name(b: Briefing) -> str:
    """Return name and version of the knowledge base, a firm's own or ours; "" for runs older than names."""
    base = b.knowledge
    if base.name is None:
        return ""
    return b.say("method.base", name=b.text(base.name), version=base.version)


def checked(b: Briefing) -> str:
    """How much was found to look at twice, and how far raters agree; "" for a run that did not look."""
    result = b.result
    found = (len(result.answer_flags), len(result.contradictions), len(result.exclusions))
    said = []
    if any(found):
        flags, conflicts, excluded = found
        said.append(b.say("method.checks", flags=flags, contradictions=conflicts, excluded=excluded))
    told = [a.rwg for a in result.agreement if a.rwg is not None]
    if told:
        low, high = numbers.coefficient(min(told)), numbers.coefficient(max(told))
        said.append(b.say("method.agreement", n=len(told), low=low, high=high))
    return b.say("common.source.between").join(said)


def epoch(b: Briefing) -> str:
    """Which item means and variances are the yardstick: judged ones, real ones, or the wave's own."""
    named, prior = b.result.epoch, b.knowledge.norms
    if named == OWN_EPOCH:
        return b.say("method.epoch_own")
    key = "method.epoch_judged" if prior is not None and named == prior.version else "method.epoch"
    return b.say(key, epoch=named)


def generalizability(b: Briefing) -> str:
    """G coefficient of the overall score, or why there is none."""
    found = b.result.overall.g_coefficient
    return b.say("common.withheld.other") if found is None else numbers.plain(found)


def how(b: Briefing) -> Iterator[tuple[str, str]]:
    """Headed paragraphs about thresholds; what the numbers mean is told by `concepts`."""
    maturity = b.instrument.maturity
    yield b.say("method.how.gates.head"), b.say("method.how.gates.body", scale=b.scale)
    if maturity is not None:
        cuts = b.listing([numbers.plain(cut) for cut in maturity.cuts])
        yield b.say("method.how.bands.head"), b.say("method.how.bands.body", cuts=cuts)


def points(b: Briefing) -> Iterator[SoWhatPoint]:
    """How far to trust this, and the notes of the data."""
    overall, quality = b.result.overall, b.result.data_quality
    if overall.low is not None and overall.high is not None:
        half = (overall.high - overall.low) / 2
        change = overall.smallest_change
        if change is None:  # a run of method 1.0
            change = half * 2**0.5
        yield b.point("method.point.trust", half=numbers.score(half), change=numbers.score(change), n=b.n)
    codes = [code for code in quality.notes if b.say.has(f"method.note.{code}")][:NOTES_SHOWN]
    if codes:
        yield b.point(
            "method.point.notes", n=len(codes), words=b.run([b.say(f"method.note.{c}") for c in codes])
        )
    if b.result.recommendations:
        yield b.point("method.point.judged", n=len(b.knowledge.rules), k=len(b.knowledge.initiatives))
    else:
        yield b.point("method.point.plain", n=len(b.instrument.items))


KINDS: Final = (PageKind("method", 220, method),)
