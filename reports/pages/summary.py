"""Executive summary: four key figures, three findings, the decision asked for."""

from collections.abc import Callable, Iterator

from reports import numbers, reading
from reports.briefing import DOUBT, Briefing
from reports.document import Page, Prose, SoWhat, SoWhatPoint, Tile, Tiles
from scoring.results import Score

FINDINGS = 3
ENOUGH_RATERS = 3

Finding = tuple[str, str]


def summary(b: Briefing) -> Page:
    """Compose the page."""
    tiles = Tiles((overall_tile(b), extremes_tile(b), gap_tile(b), last_tile(b)))
    return b.page("summary", title=title(b), blocks=(tiles, Prose(findings(b))), so_what=decision(b))


def title(b: Briefing) -> str:
    """Lead with the strongest statement that the data allows."""
    named = (mismatch_title, view_title, score_title)
    return next(text for text in (say(b) for say in named) if text)


def mismatch_title(b: Briefing) -> str:
    """Say that strategy leans on a position which capability does not carry."""
    worst = reading.mismatch(b.result)
    if worst is None or worst.planned_share is None:
        return ""
    return b.say(
        "summary.title.mismatch",
        position=b.position(worst.position),
        share=numbers.percent(worst.planned_share),
        score=numbers.score(reading.value(worst.score)),
    )


def view_title(b: Briefing) -> str:
    """Say that owner and team see one dimension differently by at least one point."""
    wide = [g for g in reading.real_gaps(b.result) if abs(g.difference) >= 1.0]
    if not wide:
        return ""
    key = "summary.title.view" if wide[0].difference > 0 else "summary.title.view_low"
    return b.say(
        key,
        dimension=b.short(wide[0].dimension),
        against=b.say(f"summary.against.{wide[0].against}"),
        gap=numbers.score(abs(wide[0].difference)),
    )


def score_title(b: Briefing) -> str:
    """Say where the overall score stands and what to close first."""
    overall, result = b.result.overall, b.result
    if overall.value is None:
        shown = len(reading.scored(result.dimensions))
        return b.say("summary.title.withheld", n=len(result.dimensions), k=shown)
    fields = {"score": numbers.score(overall.value), "scale": b.scale}
    if overall.target is not None and overall.gap is not None:
        return target_title(b, overall, fields)
    ends = reading.extremes(result.dimensions)
    if ends is None:
        return b.say("summary.title.alone", interval=b.interval(overall), **fields)
    strong, weak = ends
    return b.say(
        "summary.title.plain",
        strong=b.short(strong.id),
        weak=b.short(weak.id),
        high=numbers.score(reading.value(strong)),
        low=numbers.score(reading.value(weak)),
        **fields,
    )


def target_title(b: Briefing, overall: Score, fields: dict[str, str]) -> str:
    """Say how far the target is, for an instrument that sets targets."""
    open_gaps = reading.gaps(b.result)
    fields = fields | {"target": numbers.score(overall.target or 0.0)}
    names = b.listing([b.short(s.id) for s in open_gaps[: reading.FIRST]])
    if not open_gaps:
        n = len(reading.scored(b.result.sub_capabilities)) or len(reading.scored(b.result.dimensions))
        return b.say("summary.title.reached", n=n, score=fields["score"], target=fields["target"])
    del fields["scale"]
    if overall.gap and round(overall.gap, 1) > 0:
        return b.say("summary.title.gaps", names=names, gap=numbers.score(overall.gap), **fields)
    return b.say("summary.title.spots", names=names, n=len(open_gaps), **fields)


def overall_tile(b: Briefing) -> Tile:
    """Overall score with interval and, where bands exist, the level with its probability."""
    overall = b.result.overall
    label = b.say("summary.tile.overall")
    if overall.value is None:
        return Tile(label, b.say("summary.tile.withheld"), b.why(overall.withheld))
    if overall.level is not None and overall.level_probabilities:
        note = b.say(
            "summary.tile.overall_band",
            interval=b.interval(overall),
            p=numbers.share(overall.level_probabilities[overall.level]),
            band=b.band(overall.level),
        )
    else:
        note = b.say("summary.tile.overall_plain", interval=b.interval(overall), scale=b.scale)
    return Tile(label, numbers.score(overall.value), note)


def extremes_tile(b: Briefing) -> Tile:
    """Strongest and weakest dimension, and whether they really differ."""
    label, ends = b.say("summary.tile.extremes"), reading.extremes(b.result.dimensions)
    if ends is None:
        return Tile(label, b.say("common.none"), b.say("summary.tile.extremes_none"))
    strong, weak = ends
    high, low = reading.value(strong), reading.value(weak)
    fields = {"high": numbers.score(high), "low": numbers.score(low)}
    if reading.apart(strong, weak):
        note = b.say("summary.tile.extremes_note", gap=numbers.score(high - low), **fields)
    else:
        note = b.say("summary.tile.extremes_note_noise", **fields)
    value = b.say("summary.tile.extremes_value", strong=b.short(strong.id), weak=b.short(weak.id))
    return Tile(label, value, note)


def gap_tile(b: Briefing) -> Tile:
    """Widest gap to target."""
    label, found = b.say("summary.tile.gap"), reading.gaps(b.result)
    if found:
        top = found[0]
        note = b.say(
            "summary.tile.gap_note",
            name=b.short(top.id),
            score=numbers.score(reading.value(top)),
            target=numbers.score(top.target or 0.0),
        )
        return Tile(label, b.say("summary.tile.gap_value", gap=numbers.score(top.gap or 0.0)), note)
    told = any(s.target is not None for s in reading.scored(b.result.sub_capabilities))
    kind = "gap_none" if told else "gap_untold"
    return Tile(label, b.say(f"summary.tile.{kind}_value"), b.say(f"summary.tile.{kind}"))


def last_tile(b: Briefing) -> Tile:
    """Strategy against capability when the planned mix is known, else how many answered."""
    worst = reading.mismatch(b.result)
    if worst is not None and worst.planned_share is not None:
        note = b.say(
            "summary.tile.mismatch_note",
            position=b.position(worst.position),
            share=numbers.percent(worst.planned_share),
        )
        value = b.say("summary.tile.mismatch_value", score=numbers.score(reading.value(worst.score)))
        return Tile(b.say("summary.tile.mismatch"), value, note)
    if reading.mix_judged(b.result):
        keys = ("mismatch", "matched_value", "matched_note")
        label, value, note = (b.say(f"summary.tile.{key}") for key in keys)
        return Tile(label, value, note)
    note = b.say(
        "summary.tile.raters_note",
        share=numbers.share(reading.answered_share(b.result)),
        unknown=b.result.data_quality.n_unknown,
    )
    return Tile(b.say("summary.tile.raters"), b.say("summary.tile.raters_value", n=b.n), note)


def findings(b: Briefing) -> tuple[Finding, ...]:
    """The three weightiest things that the data says."""
    chosen: list[Finding] = []
    for candidate in CANDIDATES:
        chosen += candidate(b)
        if len(chosen) >= FINDINGS:
            break
    return tuple(chosen[:FINDINGS])


def found(b: Briefing, kind: str, head: dict[str, str | int], body: dict[str, str | int]) -> Finding:
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
    fields: dict[str, str | int] = {
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
        head = {"rule": b.clause(settled[0].name)}
        yield found(b, "cause", head, {"cause": b.clause(settled[0].cause), "n": len(b.applied)})


def strength_finding(b: Briefing) -> Iterator[Finding]:
    """Tell what to protect, when one dimension really stands out."""
    ends = reading.extremes(b.result.dimensions)
    if ends is None or not reading.apart(*ends):
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


def level_finding(b: Briefing) -> Iterator[Finding]:
    """Tell the overall score, its band, or why it is withheld."""
    overall, quality = b.result.overall, b.result.data_quality
    if overall.value is None:
        yield found(b, "withheld", {}, {"why": b.why(overall.withheld), "answered": quality.n_answered})
        return
    fields = {"score": numbers.score(overall.value), "interval": b.interval(overall)}
    if overall.level is None or not overall.level_probabilities:
        yield found(b, "plain", {"score": fields["score"]}, {"interval": fields["interval"], "scale": b.scale})
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
        yield found(b, "facts", {"n": waiting}, {})


CANDIDATES: tuple[Callable[[Briefing], Iterator[Finding]], ...] = (
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


def decision(b: Briefing) -> SoWhat:
    """What is to be decided today, and by whom."""
    programme = b.programme
    points = [
        b.point(
            "summary.decision.initiative",
            name=b.clause(first.name),
            owner=b.lead(first),
            days=numbers.plain(first.person_days),
            kpi=b.clause(first.kpi),
        )
        for _, first in programme[:1]
    ]
    if b.n < ENOUGH_RATERS:
        points.insert(0, b.point("summary.decision.more", n=ENOUGH_RATERS - b.n))
    doubted = any(rule.id == DOUBT for _, rule in b.applied)
    if doubted:
        points.insert(0, b.point("summary.decision.align"))
    points += change_point(b)
    points.append(b.point("summary.decision.retest"))
    return SoWhat(tuple(points[:FINDINGS]), ask(b))


def change_point(b: Briefing) -> Iterator[SoWhatPoint]:
    """Name the first structural change that a fired rule proposes."""
    settled = [rule for _, rule in b.applied if rule.id != DOUBT]
    if settled:
        yield b.point("summary.decision.rule", change=b.sentence(settled[0].change))


def ask(b: Briefing) -> str:
    """Sentence that asks the general manager to decide."""
    first = [initiative for _, initiative in b.programme[: reading.FIRST]]
    if not first:
        return b.say("summary.ask.evidence", day=b.retest)
    owners = b.listing(list(dict.fromkeys(b.lead(i) for i in first)))
    days = numbers.plain(sum(i.person_days for i in first))
    key = "summary.ask.initiatives" if len(first) > 1 else "summary.ask.initiative"
    return b.say(key, n=len(first), days=days, owners=owners, day=b.retest)
