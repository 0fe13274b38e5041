"""FACT readiness against the planned mix: whether capability carries what strategy asks for."""

from collections.abc import Iterator
from typing import Final

from reports import numbers, reading
from reports.briefing import Briefing
from reports.charts import Axis, FactMatrix, FactRow, FactWords, Tick, fact_matrix
from reports.document import Page, SoWhat, SoWhatPoint
from reports.editions import PageKind
from reports.scene import Scene
from scoring.readiness import PLANNED_SHARE, READY
from scoring.results import PositionReadiness

LEGEND = ("position", "planned", "readiness", "verdict", "threshold", "interval")
THIN = 2
MONTHS = ("F4.month1", "F4.month2", "F4.month3")
WAN = 10_000
"""Yuan in the unit of the net GMV facts."""
THIN_MARGIN = 0.05
"""Chance of being short from which a margin is called thin."""


def readiness(b: Briefing) -> Page | None:
    """Compose the page; None for an instrument without positions."""
    if not b.result.readiness:
        return None
    heading = title(b)
    return b.page(
        "readiness",
        title=heading,
        blocks=(drawing(b, heading),),
        so_what=SoWhat(points(b), ask(b)),
        notes=(
            b.say(
                "readiness.note",
                line=numbers.score(READY),
                share=numbers.percent(PLANNED_SHARE),
            ),
        ),
    )


def large(b: Briefing) -> list[PositionReadiness]:
    """Positions planned at a fifth or more whose readiness is shown."""
    return [
        r
        for r in b.result.readiness
        if (r.planned_share or 0.0) >= PLANNED_SHARE and r.score.value is not None
    ]


def shown(b: Briefing) -> list[PositionReadiness]:
    """Positions with a readiness score, readiest first."""
    found = [r for r in b.result.readiness if r.score.value is not None]
    return sorted(found, key=lambda r: -reading.value(r.score))


def title(b: Briefing) -> str:
    """Mismatch first; then whether the plan is carried; then readiness alone."""
    ready, worst = shown(b), reading.mismatch(b.result)
    line = numbers.score(READY)
    if not ready:
        return b.say("readiness.title.none", n=len(b.result.readiness))
    if worst is not None and worst.planned_share is not None:
        return mismatch_title(b, worst, line)
    best = ready[0]
    fields = {"name": b.position(best.position), "score": numbers.score(reading.value(best.score))}
    if not reading.mix_judged(b.result):
        return b.say("readiness.title.unplanned", n=len(ready), **fields)
    if not large(b):
        return b.say("readiness.title.spread", share=numbers.percent(PLANNED_SHARE), **fields)
    least = min(large(b), key=lambda r: reading.value(r.score))
    return b.say(
        "readiness.title.carried",
        n=len(large(b)),
        line=line,
        name=b.position(least.position),
        score=numbers.score(reading.value(least.score)),
        share=numbers.percent(least.planned_share or 0.0),
    )


def mismatch_title(b: Briefing, worst: PositionReadiness, line: str) -> str:
    """Name the largest mismatch with the probability that it is one."""
    return b.say(
        "readiness.title.mismatch",
        name=b.position(worst.position),
        share=numbers.percent(worst.planned_share or 0.0),
        score=numbers.score(reading.value(worst.score)),
        line=line,
        p=numbers.share(reading.chance_below(worst.score, READY)),
    )


def drawing(b: Briefing, heading: str) -> Scene:
    """One row a position: planned share, readiness with interval, verdict."""
    rows = tuple(row(b, r) for r in b.result.readiness)
    words = FactWords(
        *(b.say(f"readiness.legend.{key}", scale=b.scale, line=numbers.score(READY)) for key in LEGEND)
    )
    alt = b.say("readiness.alt", title=heading)
    return fact_matrix(FactMatrix(rows, levels(b), READY, words, alt, b.say("common.withheld.other")))


def levels(b: Briefing) -> Axis:
    """Whole levels: the axis is narrow, and the floor is the line that matters."""
    scale = b.instrument.scale
    ticks = tuple(Tick(float(level), str(level)) for level in scale.levels)
    return Axis(float(scale.low), float(scale.high), ticks)


def row(b: Briefing, found: PositionReadiness) -> FactRow:
    """One position."""
    share = found.planned_share
    thin = reading.supports(b.instrument, b.result, found.position)[:1]
    return FactRow(
        letter=found.position,
        name=b.position(found.position),
        note=b.say("readiness.thin", name=b.scored_name(thin[0])) if thin else "",
        planned=share,
        planned_label=planned(b, share),
        readiness=found.score.value,
        low=found.score.low,
        high=found.score.high,
        verdict=verdict(b, found),
        alert=found.mismatch,
    )


def planned(b: Briefing, share: float | None) -> str:
    """Planned share, with its monthly amount where net GMV is known."""
    if share is None:
        return b.say("readiness.untyped")
    months = [b.source.facts.get(key) for key in MONTHS]
    known = [float(m) for m in months if isinstance(m, int | float) and not isinstance(m, bool)]
    if not known or not share:
        return numbers.percent(share)
    yuan = sum(known) / len(known) * WAN * share / 100
    return b.say(
        "readiness.planned", share=numbers.percent(share), money=numbers.money(yuan, b.source.locale)
    )


def verdict(b: Briefing, found: PositionReadiness) -> str:
    """Short judgement about one position."""
    if found.score.value is None:
        return b.why(found.score.withheld)
    if found.planned_share is None:
        return b.say("readiness.verdict.unplanned")
    if not found.planned_share:
        return b.say("readiness.verdict.idle")
    big, able = found.planned_share >= PLANNED_SHARE, found.score.value >= READY
    key = {
        (True, True): "carried",
        (True, False): "mismatch",
        (False, True): "spare",
        (False, False): "small",
    }
    return b.say(f"readiness.verdict.{key[big, able]}")


def points(b: Briefing) -> tuple[SoWhatPoint, ...]:
    """Mismatch and its thin supports, spare capability, or what is unknown."""
    found = [*mismatch_point(b), *spare_point(b), *unplanned_point(b)]
    return tuple(found or carried_points(b))


def carried_points(b: Briefing) -> Iterator[SoWhatPoint]:
    """Plan and capability agree: how safely, and where the largest position is thinnest."""
    planned = sorted(
        (r for r in shown(b) if r.planned_share is not None), key=lambda r: -(r.planned_share or 0.0)
    )
    line = numbers.score(READY)
    if large(b):
        yield b.point("readiness.point.carried", n=len(large(b)), line=line)
    else:
        yield b.point("readiness.point.spread", share=numbers.percent(PLANNED_SHARE))
    for top in planned[:1]:
        name, p = b.position(top.position), numbers.share(reading.chance_below(top.score, READY))
        risk = reading.chance_below(top.score, READY)
        key = "readiness.point.margin" if risk >= THIN_MARGIN else "readiness.point.margin_wide"
        yield b.point(key, name=name, p=p, line=line, interval=b.interval(top.score))
        thin = reading.supports(b.instrument, b.result, top.position)[:THIN]
        if thin:
            names, evidence = b.listing([b.scored_name(s) for s in thin]), b.answer_evidence(thin[0].id)
            yield b.point("readiness.point.watch", name=name, names=names, evidence=evidence)


def mismatch_point(b: Briefing) -> Iterator[SoWhatPoint]:
    """How sure the mismatch is, then what is thin below it."""
    worst = reading.mismatch(b.result)
    if worst is None:
        return
    name, p = b.position(worst.position), numbers.share(reading.chance_below(worst.score, READY))
    yield b.point("readiness.point.mismatch", name=name, p=p, interval=b.interval(worst.score))
    thin = reading.supports(b.instrument, b.result, worst.position)[:THIN]
    if thin:
        evidence = b.answer_evidence(thin[0].id)
        yield b.point(
            "readiness.point.thin", names=b.listing([b.scored_name(s) for s in thin]), evidence=evidence
        )


def spare_point(b: Briefing) -> Iterator[SoWhatPoint]:
    """Name a position that could carry more than is planned."""
    spare = [r for r in shown(b) if r.planned_share is not None and not r.mismatch]
    spare = [r for r in spare if reading.value(r.score) >= READY]
    if spare and reading.mismatch(b.result) is not None:
        best = spare[0]
        yield b.point(
            "readiness.point.spare",
            name=b.position(best.position),
            score=numbers.score(reading.value(best.score)),
            share=numbers.percent(best.planned_share or 0.0),
        )


def unplanned_point(b: Briefing) -> Iterator[SoWhatPoint]:
    """Say what cannot be judged without the planned mix, or without answers."""
    if not shown(b):
        why = b.why(next((r.score.withheld for r in b.result.readiness), None))
        yield b.point("readiness.point.none", why=why, n=len(b.result.readiness))
    elif not reading.mix_judged(b.result):
        yield b.point("readiness.point.unplanned", n=len(shown(b)))
        lowest = shown(b)[-1]
        yield b.point(
            "readiness.point.lowest",
            name=b.position(lowest.position),
            score=numbers.score(reading.value(lowest.score)),
            interval=b.interval(lowest.score),
        )


def ask(b: Briefing) -> str:
    """Ask to hold back the plan, to fill it in, or to keep it."""
    worst = reading.mismatch(b.result)
    if not shown(b):
        return b.say("readiness.ask.complete", day=b.retest)
    if worst is not None:
        thin = reading.supports(b.instrument, b.result, worst.position)[:THIN]
        posts = list(dict.fromkeys(b.post(s.id) for s in thin)) or [b.say("common.post.owner")]
        return b.say(
            "readiness.ask.mismatch", name=b.position(worst.position), posts=b.listing(posts), day=b.retest
        )
    if not reading.mix_judged(b.result):
        return b.say("readiness.ask.unplanned")
    return b.say("readiness.ask.keep", day=b.retest)


KINDS: Final = (PageKind("readiness", 80, readiness),)
