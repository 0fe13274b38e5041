"""Findings of the executive summary: what the data says, weightiest first."""

from collections.abc import Callable, Iterator, Mapping

from reports import numbers, reading
from reports.briefing import DOUBT, Briefing

FINDINGS = 3

Finding = tuple[str, str]
Fields = Mapping[str, str | int]


def findings(b: Briefing) -> tuple[Finding, ...]:
    """Choose the three weightiest things that the data says."""
    chosen: list[Finding] = []
    for candidate in CANDIDATES:
        chosen += candidate(b)
        if len(chosen) >= FINDINGS:
            break
    return tuple(chosen[:FINDINGS])


def found(b: Briefing, kind: str, head: Fields, body: Fields) -> Finding:
    """Fill the two phrases of a finding."""
    return b.say(f"summary.finding.{kind}.head", **head), b.say(f"summary.finding.{kind}.body", **body)


def mismatch_finding(b: Briefing) -> Iterator[Finding]:
    """Planned share against readiness, with the thinnest supports of the position."""
    worst = reading.mismatch(b.result)
    if worst is None or worst.planned_share is None:
        return
    thin = reading.supports(b.instrument, b.result, worst.position)[: reading.FIRST]
    yield found(
        b,
        "mismatch",
        {},
        {
            "position": b.position(worst.position),
            "share": numbers.percent(worst.planned_share),
            "score": numbers.score(reading.value(worst.score)),
            "interval": b.interval(worst.score),
            "names": b.listing([b.scored_name(s) for s in thin]),
        },
    )


def single_finding(b: Briefing) -> Iterator[Finding]:
    """Warn that everything rests on one person."""
    overall = b.result.overall
    if b.n != 1 or overall.low is None or overall.high is None:
        return
    role = next((r for r, n in b.result.data_quality.n_by_role if n), "")
    yield found(b, "single", {}, {"role": b.role(role), "width": numbers.score(overall.high - overall.low)})


def view_finding(b: Briefing) -> Iterator[Finding]:
    """Tell the largest difference of view that exceeds noise."""
    for gap in reading.real_gaps(b.result)[:1]:
        against = b.say(f"summary.against.{gap.against}")
        yield found(
            b,
            "view",
            {"against": against},
            {
                "against": against,
                "dimension": b.short(gap.dimension),
                "gap": numbers.score(abs(gap.difference)),
                "noise": numbers.score(reading.NOISE * gap.standard_error),
                "direction": b.say(f"summary.direction.{'above' if gap.difference > 0 else 'below'}"),
            },
        )


def gaps_finding(b: Briefing) -> Iterator[Finding]:
    """Tell where the gap to target concentrates, and what was answered there."""
    top = reading.gaps(b.result)[: reading.FIRST]
    if not top:
        return
    fields: Fields = {
        "names": b.listing([b.scored_name(s) for s in top]),
        "evidence": b.answer_evidence(top[0].id),
    }
    if len(top) == 1:
        yield found(b, "gap", {}, fields)
    else:
        share = numbers.share(reading.gap_share(b.result, top))
        yield found(b, "gaps", {"n": len(top)}, {"share": share, **fields})


def cause_finding(b: Briefing) -> Iterator[Finding]:
    """Tell the first structural cause that applies."""
    settled = [rule for _, rule in b.applied if rule.id != DOUBT]
    if settled:
        body = "body" if b.source.edition == "full" else "body_short"
        cause = b.clause(settled[0].cause)
        yield (
            b.say("summary.finding.cause.head", rule=b.clause(settled[0].name)),
            b.say(f"summary.finding.cause.{body}", cause=cause, n=b.n_fired),
        )


def strength_finding(b: Briefing) -> Iterator[Finding]:
    """Tell what to protect, when one dimension really stands out."""
    ends = reading.extremes(b.result.dimensions)
    if ends is None:
        return
    if not reading.apart(*ends):
        low, high = (numbers.score(reading.value(s)) for s in reversed(ends))
        yield found(b, "even", {}, {"n": len(reading.scored(b.result.dimensions)), "low": low, "high": high})
        return
    fields = {"name": b.short(ends[0].id)}
    shown = len(reading.scored(b.result.dimensions))
    yield found(
        b,
        "strength",
        fields,
        {
            **fields,
            "n": shown,
            "score": numbers.score(reading.value(ends[0])),
            "interval": b.interval(ends[0]),
        },
    )


def withheld_finding(b: Briefing) -> Iterator[Finding]:
    """Tell first of all why there is no overall score."""
    overall, answered = b.result.overall, b.result.data_quality.n_answered
    if overall.value is None:
        yield found(b, "withheld", {}, {"why": b.why(overall.withheld), "answered": answered})


def level_finding(b: Briefing) -> Iterator[Finding]:
    """Tell the overall score and its band."""
    overall = b.result.overall
    if overall.value is None:
        return
    fields = {"score": numbers.score(overall.value), "interval": b.interval(overall)}
    if overall.level is None or not overall.level_probabilities:
        yield found(
            b, "plain", {"score": fields["score"]}, {"interval": fields["interval"], "scale": b.scale}
        )
        return
    p = numbers.share(overall.level_probabilities[overall.level])
    yield found(b, "level", {"band": b.band(overall.level)}, {**fields, "p": p})


def evidence_finding(b: Briefing) -> Iterator[Finding]:
    """Tell how much was answered."""
    quality = b.result.data_quality
    yield found(
        b,
        "evidence",
        {},
        {
            "n": b.n,
            "asked": quality.n_asked,
            "share": numbers.share(reading.answered_share(b.result)),
            "unknown": quality.n_unknown,
        },
    )


def facts_finding(b: Briefing) -> Iterator[Finding]:
    """Tell how many rules wait for facts."""
    waiting = len(reading.undecidable(b.result))
    if waiting:
        yield found(b, b.lacking, {"n": waiting}, {})


CANDIDATES: tuple[Callable[[Briefing], Iterator[Finding]], ...] = (
    withheld_finding,
    mismatch_finding,
    single_finding,
    view_finding,
    gaps_finding,
    cause_finding,
    strength_finding,
    facts_finding,
    level_finding,
    evidence_finding,
)
