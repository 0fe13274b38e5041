"""Overall maturity: where the score stands on the ladder, how surely, and what the next step needs."""

from typing import Final

from reports import numbers, picture, reading
from reports.briefing import Briefing
from reports.charts import (
    Ladder,
    LadderStage,
    LadderWords,
    ProfileRow,
    ProfileWords,
    interval_profile,
    maturity_ladder,
)
from reports.charts import Profile as Intervals
from reports.document import Block, Page, SoWhat, SoWhatPoint
from reports.editions import PageKind
from scoring.results import Score

OWN_READING = "fact"
"""Instrument whose bands the catalogue can put into words."""


def maturity(b: Briefing) -> Page:
    """Compose the page."""
    return b.page(
        "maturity",
        title=title(b, b.result.overall),
        blocks=(drawing(b),),
        so_what=SoWhat(points(b), ask(b)),
        notes=(b.peer_note,),
        subtitle="" if b.instrument.maturity else b.say("maturity.subtitle_plain"),
    )


def title(b: Briefing, overall: Score) -> str:
    """State score, band, certainty and distance to target, as far as each exists."""
    shown = len(reading.scored(b.result.dimensions))
    if overall.value is None:
        return b.say(
            "maturity.title.withheld", n=len(b.result.dimensions), k=shown, why=b.why(overall.withheld)
        )
    fields = {"score": numbers.score(overall.value), "interval": b.interval(overall), "scale": b.scale}
    if overall.level is None or not overall.level_probabilities:
        return b.say("maturity.title.plain", **fields)
    order = sorted(range(len(overall.level_probabilities)), key=lambda i: -overall.level_probabilities[i])
    first, second = order[0], order[min(1, len(order) - 1)]
    chances = overall.level_probabilities
    fields |= {"band": b.band(first), "p": numbers.share(chances[first])}
    if chances[first] < reading.SURE and first != second:
        return b.say(
            "maturity.title.between", other=b.band(second), q=numbers.share(chances[second]), **fields
        )
    if overall.gap is not None and round(overall.gap, 1) > 0:
        target, gap = numbers.score(overall.target or 0.0), numbers.score(overall.gap)
        return b.say("maturity.title.below", target=target, gap=gap, **fields)
    if overall.target is not None:
        return b.say("maturity.title.reached", target=numbers.score(overall.target), **fields)
    return b.say("maturity.title.sure", **fields)


def drawing(b: Briefing) -> Block:
    """Ladder of bands, or the interval on the plain scale for an instrument without bands."""
    overall, bands = b.result.overall, b.instrument.maturity
    if bands is None:
        return plain_drawing(b, overall)
    scale = b.instrument.scale
    bounds = (float(scale.low), *bands.cuts, float(scale.high))
    stages = tuple(
        LadderStage(b.text(name), stage_note(b, i, bounds[i], bounds[i + 1]), bounds[i], bounds[i + 1])
        for i, name in enumerate(bands.names)
    )
    words = LadderWords(
        *(b.say(f"maturity.legend.{k}") for k in ("score", "target", "peers", "interval", "chance"))
    )
    return maturity_ladder(
        Ladder(
            stages=stages,
            score=overall.value,
            low=overall.low,
            high=overall.high,
            target=overall.target,
            peer_median=picture.peers(b, overall.id).median,
            probabilities=overall.level_probabilities,
            words=words,
            alt=b.say("maturity.alt", title=title(b, overall)),
            withheld=withheld(b, overall),
        )
    )


def stage_note(b: Briefing, index: int, low: float, high: float) -> str:
    """Words below a stage: what it means where the catalogue knows it, else its range."""
    if b.instrument.id == OWN_READING and b.say.has(f"maturity.stage.{index}"):
        return b.say(f"maturity.stage.{index}")
    return numbers.span(low, high)


def plain_drawing(b: Briefing, overall: Score) -> Block:
    """Overall score and dimensions with their intervals on the instrument's own scale."""
    rows = tuple(
        ProfileRow(
            b.name(s.id),
            "",
            s.value,
            s.low,
            s.high,
            picture.peers(b, s.id),
            s.target,
            withheld(b, s),
            s is overall,
        )
        for s in (overall, *b.result.dimensions)
    )
    keys = ("heading", "score", "interval", "peer_band", "peer_median", "target", "value")
    words = ProfileWords(*(b.say(f"profile.legend.{k}", scale=b.scale) for k in keys))
    alt = b.say("maturity.alt", title=title(b, overall))
    return interval_profile(Intervals(rows, picture.axis(b), words, alt))


def withheld(b: Briefing, score: Score) -> str:
    """Reason to print where a mark is missing."""
    return b.why(score.withheld) if score.value is None else ""


def points(b: Briefing) -> tuple[SoWhatPoint, ...]:
    """Level, next step, certainty."""
    overall = b.result.overall
    if overall.value is None:
        return (b.point("maturity.point.withheld", why=b.why(overall.withheld)), certainty(b, overall))
    found = []
    if overall.level is not None and b.instrument.id == OWN_READING:
        found.append(b.point(f"maturity.level.{overall.level}", band=b.band(overall.level)))
    return (*found, next_step(b, overall), certainty(b, overall))


def next_step(b: Briefing, overall: Score) -> SoWhatPoint:
    """Tell what keeps the overall score down, and how far the next band is."""
    score = reading.value(overall)
    low = sorted(reading.scored(b.result.dimensions), key=reading.value)[:2]
    drag = b.listing([b.scored_name(s) for s in low])
    maturity_bands = b.instrument.maturity
    cuts = maturity_bands.cuts if maturity_bands else ()
    ahead = next(((i + 1, cut) for i, cut in enumerate(cuts) if round(cut - score, 1) > 0), None)
    if ahead is None:
        return b.point("maturity.point.drag", n=len(low), drag=drag)
    return b.point(
        "maturity.point.next",
        band=b.band(ahead[0]),
        cut=numbers.score(ahead[1]),
        missing=numbers.score(ahead[1] - score),
        drag=drag,
        n=len(low),
    )


def certainty(b: Briefing, overall: Score) -> SoWhatPoint:
    """How far the number can be trusted."""
    if overall.low is None or overall.high is None:
        return b.point("maturity.point.complete", n=b.n, answered=b.result.data_quality.n_answered)
    half = numbers.score((overall.high - overall.low) / 2)
    key = "maturity.point.single" if b.n == 1 else "maturity.point.certainty"
    return b.point(key, n=b.n, half=half, interval=b.interval(overall))


def ask(b: Briefing) -> str:
    """Ask the general manager to set the target."""
    overall = b.result.overall
    if overall.value is None:
        return b.say("maturity.ask.withheld", day=b.retest)
    if overall.target is None:
        return b.say("maturity.ask.plain", day=b.retest)
    tier = b.tier()
    met = overall.gap is not None and round(overall.gap, 1) <= 0
    return b.say(
        "maturity.ask.raise" if met else "maturity.ask.target",
        target=numbers.score(overall.target),
        tier=tier,
        day=b.retest,
    )


KINDS: Final = (PageKind("maturity", 20, maturity, frozenset({"leadership", "full"})),)
