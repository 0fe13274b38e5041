"""Gaps to target by sub-capability: where the distance lies and what was answered there."""

from reports import numbers, picture, reading
from reports.briefing import Briefing
from reports.charts import GapRow, Gaps, GapWords, gap_dumbbells
from reports.document import Page, SoWhat, SoWhatPoint
from reports.scene import Scene
from scoring.results import Score

LEGEND = ("heading", "score", "target", "peer_band", "peer_median", "gap")
HALF = 0.5


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
    shown, below, first = reading.scored(b.result.sub_capabilities), reading.gaps(b.result), leading(b)
    if not shown:
        return b.say("gaps.title.none", n=len(b.result.sub_capabilities))
    target = numbers.score(max(s.target or 0.0 for s in shown))
    if not below:
        weakest = min(shown, key=reading.value)
        return b.say("gaps.title.reached", n=len(shown), target=target, weakest=b.scored_name(weakest))
    names = b.listing([b.short(s.id) for s in first])
    top = numbers.score(first[0].gap or 0.0)
    if len(below) <= reading.FIRST:
        return b.say("gaps.title.few", n=len(below), of=len(shown), target=target, names=names, gap=top)
    share = reading.gap_share(b.result, first)
    key = "gaps.title.focus" if share >= HALF / 2 else "gaps.title.broad"
    return b.say(
        key, n=len(first), names=names, share=numbers.share(share), below=len(below), of=len(shown), target=target
    )


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
    return gap_dumbbells(Gaps(rows, picture.axis(b), words, alt, highlighted=len(leading(b))))


def points(b: Briefing) -> tuple[SoWhatPoint, ...]:
    """The leading gaps with the answers behind them; without gaps, what to hold."""
    if not reading.scored(b.result.sub_capabilities):
        return (b.point("gaps.point.none", answered=b.result.data_quality.n_answered),)
    found = [gap_point(b, s) for s in leading(b)]
    if not found:
        found = [b.point("gaps.point.hold", n=len(reading.scored(b.result.sub_capabilities)))]
    gone = [s for s in b.result.sub_capabilities if s.value is None]
    if gone:
        why = b.listing(list(dict.fromkeys(b.why(s.withheld) for s in gone)))
        names = b.listing([b.short(s.id) for s in gone[: reading.FIRST]])
        key = "gaps.point.withheld" if len(gone) <= reading.FIRST else "gaps.point.withheld_more"
        found.append(b.point(key, n=len(gone), names=names, why=why))
    return tuple(found)


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
