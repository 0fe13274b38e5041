"""Profile of the dimensions: scores with intervals, targets, and peers where they exist."""

from collections.abc import Iterator
from typing import Final

from reports import numbers, picture, reading
from reports.briefing import Briefing
from reports.charts import Profile, ProfileRow, ProfileWords, interval_profile
from reports.document import Page, SoWhat, SoWhatPoint
from reports.editions import PageKind
from reports.scene import Scene
from scoring.results import PeerStanding, Score

HEIGHT = 340.0
LEGEND = ("heading", "score", "interval", "peer_band", "peer_median", "target", "value")


def profile(b: Briefing) -> Page | None:
    """Compose the page; None for an instrument without dimensions."""
    if not b.result.dimensions:
        return None
    heading = title(b)
    return b.page(
        "profile",
        title=heading,
        blocks=(drawing(b, heading),),
        so_what=SoWhat(points(b), ask(b)),
        notes=(b.peer_note,),
    )


def title(b: Briefing) -> str:
    """Say which dimension leads, which lags, and whether that is more than noise."""
    shown, ends = reading.scored(b.result.dimensions), reading.extremes(b.result.dimensions)
    if ends is None:
        if not shown:
            return b.say("profile.title.none", n=len(b.result.dimensions))
        return b.say("profile.title.one", n=len(b.result.dimensions), only=b.scored_name(shown[0]))
    strong, weak = ends
    high, low = reading.value(strong), reading.value(weak)
    fields: dict[str, str | int] = {
        "n": len(shown),
        "strong": b.short(strong.id),
        "weak": b.short(weak.id),
        "high": numbers.score(high),
        "low": numbers.score(low),
        "gap": numbers.score(high - low),
    }
    kind = "apart" if reading.apart(strong, weak) else "level"
    part = "_partial" if len(shown) < len(b.result.dimensions) else ""
    return b.say(f"profile.title.{kind}{part}", **fields)


def drawing(b: Briefing, heading: str) -> Scene:
    """Intervals of all dimensions, highest first, withheld ones last with their reason."""
    ends = reading.extremes(b.result.dimensions)
    marked = {s.id for s in ends} if ends and reading.apart(*ends) else set()
    ordered = sorted(b.result.dimensions, key=lambda s: -(s.value or 0.0))
    rows = tuple(row(b, s, s.id in marked) for s in ordered)
    words = ProfileWords(*(b.say(f"profile.legend.{key}", scale=b.scale) for key in LEGEND))
    return interval_profile(
        Profile(rows, picture.axis(b, named=True), words, b.say("profile.alt", title=heading)),
        height=HEIGHT,
    )


def row(b: Briefing, score: Score, highlight: bool) -> ProfileRow:
    """One dimension; the note names its band or the number of raters."""
    note = b.say("profile.note.raters", n=score.n_raters)
    if score.value is not None and score.level is not None and score.level_probabilities:
        chance = numbers.share(score.level_probabilities[score.level])
        note = b.say("profile.note.band", band=b.band(score.level), p=chance)
    return ProfileRow(
        name=b.name(score.id),
        note=note,
        score=score.value,
        low=score.low,
        high=score.high,
        peers=picture.peers(b, score.id),
        target=score.target if score.value is not None else None,
        withheld=b.why(score.withheld) if score.value is None else "",
        highlight=highlight,
    )


def points(b: Briefing) -> tuple[SoWhatPoint, ...]:
    """Strongest, weakest, peers, and why a dimension is missing."""
    return tuple([*ends_points(b), *missing_points(b), peers_point(b)][:4])


def ends_points(b: Briefing) -> Iterator[SoWhatPoint]:
    """Tell what carries and what drags, with the parts behind it."""
    ends = reading.extremes(b.result.dimensions)
    if ends is None:
        return
    strong, weak = ends
    if not reading.apart(strong, weak):
        key = "profile.point.level" if b.result.sub_capabilities else "profile.point.level_plain"
        yield b.point(key, n=len(reading.scored(b.result.dimensions)))
        return
    yield b.point("profile.point.strong", name=b.short(strong.id), parts=parts(b, strong, best=True))
    yield b.point("profile.point.weak", name=b.short(weak.id), parts=parts(b, weak, best=False))


def parts(b: Briefing, score: Score, *, best: bool) -> str:
    """Sentence about the best or worst sub-capabilities of a dimension; "" without any."""
    inside = {s.id for s in b.instrument.sub_capabilities if s.dimension == score.id}
    found = [s for s in reading.scored(b.result.sub_capabilities) if s.id in inside]
    found.sort(key=reading.value, reverse=best)
    if not found:
        return b.say("profile.parts.none", interval=b.interval(score))
    key = "profile.parts.best" if best else "profile.parts.worst"
    return b.say(key, names=b.listing([b.scored_name(s) for s in found[:2]]), n=len(found[:2]))


def missing_points(b: Briefing) -> Iterator[SoWhatPoint]:
    """Why dimensions are without a score."""
    gone = [s for s in b.result.dimensions if s.value is None]
    if gone:
        causes = dict.fromkeys(b.why(s.withheld) for s in gone)
        reasons = [
            b.say(
                "common.colon",
                name=b.listing([b.short(s.id) for s in gone if b.why(s.withheld) == w]),
                text=w,
            )
            for w in causes
        ]
        why = b.say("common.source.between").join(reasons)
        yield b.point("profile.point.missing", n=len(gone), why=why)


def peers_point(b: Briefing) -> SoWhatPoint:
    """Where the merchant stands among peers, as exactly as the evidence allows."""
    card, standings = b.result.peer_card, [s for d in b.result.dimensions if (s := b.result.standing(d.id))]
    said = [text for s in sorted(standings, key=strength) if (text := standing(b, s))]
    if card is None or not said:
        return b.point("profile.point.no_peers", why=b.why(b.result.peers_withheld))
    chosen = [said[-1]] if len(said) == 1 else [said[-1], said[0]]
    return b.point("profile.point.peers", n=card.n, said=b.run(chosen))


def strength(standing_: PeerStanding) -> float:
    """Sort key: percentile, else probability of the upper half, else quartile."""
    if standing_.percentile is not None:
        return standing_.percentile
    if standing_.upper_half is not None:
        return standing_.upper_half * 100
    return 25.0 * (standing_.quartile or 0)


def standing(b: Briefing, found: PeerStanding) -> str:
    """One sentence about one standing; "" when nothing may be said."""
    name = b.short(found.id)
    if found.percentile is not None and found.low is not None and found.high is not None:
        low, high = picture.ordinal(found.low), picture.ordinal(found.high)
        p = picture.ordinal(found.percentile)
        return b.say("profile.standing.percentile", name=name, p=p, low=low, high=high)
    if found.upper_half is not None and found.top_quarter is not None:
        half, top = numbers.share(found.upper_half), numbers.share(found.top_quarter)
        return b.say("profile.standing.chance", name=name, half=half, top=top)
    if found.quartile is not None:
        return b.say(
            "profile.standing.quartile", name=name, place=b.say(f"profile.quartile.{found.quartile}")
        )
    return ""


def ask(b: Briefing) -> str:
    """Ask the post behind the weakest dimension for a plan."""
    ends = reading.extremes(b.result.dimensions)
    if ends is None:
        return b.say("profile.ask.complete", day=b.retest)
    if not reading.apart(*ends):
        return b.say(
            "profile.ask.level" if b.result.sub_capabilities else "profile.ask.level_plain", day=b.retest
        )
    return b.say("profile.ask.weak", post=b.post(ends[1].id), name=b.short(ends[1].id))


KINDS: Final = (PageKind("profile", 30, profile),)
