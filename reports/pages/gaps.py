"""Gaps to target by sub-capability: where the distance lies and what was answered there."""

from typing import Final

from reports import numbers, picture, reading
from reports.briefing import Briefing
from reports.charts import GapRow, Gaps, GapWords, gap_dumbbells
from reports.document import Page, SoWhat, SoWhatPoint
from reports.editions import PageKind
from reports.measure import first_fitting
from reports.scene import Scene
from reports.theme import BODY_HEIGHT
from scoring.results import Score

LEGEND = ("heading", "score", "target", "peer_band", "peer_median", "gap")
QUARTER = 0.25
"""Share of the whole gap from which the leading ones are worth naming."""


def gaps(b: Briefing) -> Page | None:
    """Compose the page; None for an instrument without sub-capabilities or without targets."""
    told = [s for s in b.result.sub_capabilities if s.target is not None]
    if not told and reading.scored(b.result.sub_capabilities):
        return None
    if not b.result.sub_capabilities:
        return None
    heading = title(b)
    return b.page(
        "gaps",
        title=heading,
        blocks=(drawing(b, heading),),
        so_what=SoWhat(points(b), ask(b)),
        notes=(b.say("gaps.target"), b.peer_note),
    )


def leading(b: Briefing) -> tuple[Score, ...]:
    """Return the gaps that are put first."""
    return reading.gaps(b.result)[: reading.FIRST]


def title(b: Briefing) -> str:
    """Say how concentrated the gap is, in the way that fits its size."""
    shown, below = reading.scored(b.result.sub_capabilities), reading.gaps(b.result)
    if not shown:
        return b.say("gaps.title.none", n=len(b.result.sub_capabilities))
    target = numbers.score(max(s.target or 0.0 for s in shown))
    if not below:
        weakest = min(shown, key=reading.value)
        return b.say("gaps.title.reached", n=len(shown), target=target, weakest=b.scored_name(weakest))
    if len(below) == len(shown) or len(below) <= reading.FIRST:
        key = "all" if len(below) == len(shown) else "few"
        name, gap = b.short(below[0].id), numbers.score(below[0].gap or 0.0)
        return b.say(f"gaps.title.{key}", n=len(below), of=len(shown), target=target, name=name, gap=gap)
    return focus_title(b, leading(b), len(shown), target)


def focus_title(b: Briefing, first: tuple[Score, ...], of: int, target: str) -> str:
    """Say what the leading gaps hold of the whole: all that the picture marks, by name where names fit."""
    share = reading.gap_share(b.result, first)
    fields: dict[str, str | int] = {
        "n": len(first),
        "name": b.short(first[0].id),
        "names": b.listing([b.short(s.id) for s in first]),
        "share": numbers.share(share),
        "below": len(reading.gaps(b.result)),
        "of": of,
        "target": target,
    }
    keys = ("focus", "led") if share >= QUARTER else ("broad",)
    return first_fitting(b.say(f"gaps.title.{key}", **fields) for key in keys)


def drawing(b: Briefing, heading: str) -> Scene:
    """Every sub-capability as a dumbbell from score to target."""
    rows = tuple(
        GapRow(
            name=b.short(s.id),
            note="",
            score=s.value,
            target=s.target if s.value is not None else None,
            peers=picture.peers(b, s.id),
            withheld=b.why(s.withheld) if s.value is None else "",
        )
        for s in b.result.sub_capabilities
    )
    words = GapWords(*(b.say(f"gaps.legend.{key}", scale=b.scale) for key in LEGEND))
    alt = b.say("gaps.alt", title=heading)
    return gap_dumbbells(
        Gaps(rows, picture.axis(b), words, alt, highlighted=len(leading(b))), height=BODY_HEIGHT
    )


def points(b: Briefing) -> tuple[SoWhatPoint, ...]:
    """Tell the leading gaps with the answers behind them; without gaps, what to hold."""
    if not reading.scored(b.result.sub_capabilities):
        return (b.point("gaps.point.none", answered=b.result.data_quality.n_answered),)
    found = [gap_point(b, s) for s in leading(b)]
    if not found:
        found = [b.point("gaps.point.hold", n=len(reading.scored(b.result.sub_capabilities)))]
    gone = [s for s in b.result.sub_capabilities if s.value is None]
    if gone and len(found) < reading.FIRST:
        found.append(b.point("gaps.point.withheld", n=len(gone), why=reasons(b, gone)))
    return tuple(found)


def reasons(b: Briefing, gone: list[Score]) -> str:
    """Withheld scores by their reason."""
    grouped: dict[str, list[str]] = {}
    for score in gone:
        grouped.setdefault(b.why(score.withheld), []).append(b.short(score.id))
    said = []
    for why, names in grouped.items():
        few = len(names) <= reading.FIRST
        listed = b.listing(names) if few else b.say("gaps.many", first=names[0], n=len(names))
        said.append(b.say("common.colon", name=listed, text=why))
    return b.say("common.source.between").join(said)


def gap_point(b: Briefing, score: Score) -> SoWhatPoint:
    """One gap: how wide, what was answered, how sure."""
    fields = {
        "name": b.short(score.id),
        "gap": numbers.score(score.gap or 0.0),
        "score": numbers.score(reading.value(score)),
        "interval": b.interval(score),
        "evidence": b.answer_evidence(score.id),
    }
    real = score.high is not None and score.target is not None and score.high < score.target
    return b.point("gaps.point.real" if real else "gaps.point.open", **fields)


def ask(b: Briefing) -> str:
    """Ask the posts behind the leading gaps."""
    if not reading.scored(b.result.sub_capabilities):
        return b.say("gaps.ask.complete", day=b.retest)
    posts = list(dict.fromkeys(b.post(s.id) for s in leading(b)))
    if not posts:
        return b.say("gaps.ask.hold", day=b.retest)
    return b.say("gaps.ask.close", posts=b.listing(posts), n=len(posts), k=len(leading(b)), day=b.retest)


KINDS: Final = (PageKind("gaps", 40, gaps, frozenset({"leadership", "full"})),)
