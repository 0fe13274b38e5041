"""Among peers: where each score stands, how surely, and with whom it is compared."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from reports import numbers, picture
from reports.briefing import Briefing
from reports.charts import StandingRow, Standings, StandingWords, standing_strips
from reports.document import Page, SoWhat, SoWhatPoint, Tile, Tiles
from reports.editions import PageKind
from reports.measure import first_fitting
from reports.pages.profile import standing, strength
from reports.pages.stand_in import stand_in
from reports.scene import Scene
from scoring.results import PeerCard, PeerStanding, Score

HEIGHT = 282.0
DIMENSIONS = 8
"""Dimensions that a page has room for."""
LEGEND = ("heading", "value", "merchant", "interval", "ridge", "band", "median")


def peers(b: Briefing) -> Page | None:
    """Compose the page; without peers it shows the reference archetypes, and None where those say nothing."""
    card = b.result.peer_card
    if card is None or not b.result.standings:
        return stand_in(b)
    heading = title(b, card)
    return b.page(
        "peers",
        title=heading,
        blocks=(drawing(b, heading), card_tiles(b, card)),
        so_what=SoWhat(tuple(points(b, card)), ask(b)),
        notes=(b.say("peers.note.rules"),),
    )


def placed(b: Briefing) -> list[PeerStanding]:
    """Standings of dimensions that may be told, lowest first."""
    ids = {d.id for d in b.result.dimensions}
    return sorted((s for s in b.result.standings if s.id in ids and standing(b, s)), key=strength)


def title(b: Briefing, card: PeerCard) -> str:
    """Overall standing as exactly as it may be told, then the dimensions at both ends."""
    overall, ends = b.result.standing(b.result.overall.id), ends_of(b)
    if overall is None or not standing(b, overall):
        key = "parts" if placed(b) else "withheld"
        return b.say(f"peers.title.{key}", n=card.n, **({"ends": ends} if key == "parts" else {}))
    return first_fitting(overall_title(b, overall, part) for part in (ends, b.say("peers.title.overall")))


def overall_title(b: Briefing, overall: PeerStanding, ends: str) -> str:
    """One wording of the title."""
    if overall.percentile is not None and overall.low is not None and overall.high is not None:
        p, low, high = (picture.ordinal(v) for v in (overall.percentile, overall.low, overall.high))
        return b.say("peers.title.percentile", p=p, low=low, high=high, n=overall.n, ends=ends)
    if overall.upper_half is not None:
        half = numbers.share(overall.upper_half)
        return b.say("peers.title.chance", n=overall.n, half=half, ends=ends)
    place = b.say(f"profile.quartile.{overall.quartile}")
    return b.say("peers.title.quartile", n=overall.n, place=place, ends=ends)


def ends_of(b: Briefing) -> str:
    """Name the dimensions that stand highest and lowest."""
    found = placed(b)
    if not found:
        return b.say("peers.title.overall")
    if len(found) == 1:
        return b.say("peers.title.one", strong=b.short(found[0].id))
    return b.say("peers.title.ends", strong=b.short(found[-1].id), weak=b.short(found[0].id))


def drawing(b: Briefing, heading: str) -> Scene:
    """Overall and dimensions over the peers' spread."""
    overall = b.result.overall
    rows = tuple(row(b, s, highlight=s is overall) for s in (overall, *b.result.dimensions[:DIMENSIONS]))
    words = StandingWords(*(b.say(f"peers.legend.{key}", scale=b.scale) for key in LEGEND))
    alt = b.say("peers.alt", title=heading)
    return standing_strips(Standings(rows, picture.axis(b, named=True), words, alt), height=HEIGHT)


def row(b: Briefing, score: Score, *, highlight: bool) -> StandingRow:
    """One scale with its standing in words."""
    found = b.result.standing(score.id)
    label, detail = words_of(b, found)
    return StandingRow(
        name=b.short(score.id),
        note=b.say("peers.row.n", n=found.n) if found else "",
        score=score.value,
        low=score.low,
        high=score.high,
        peers=picture.peers(b, score.id),
        density=found.density if found else (),
        label=label,
        detail=detail,
        withheld=b.why(score.withheld) if score.value is None else "",
        highlight=highlight,
    )


def words_of(b: Briefing, found: PeerStanding | None) -> tuple[str, str]:
    """Standing in words, and below it how sure that is or why there is none."""
    if found is None:
        return b.say("common.none"), ""
    if found.percentile is not None and found.low is not None and found.high is not None:
        p, low, high = (picture.ordinal(v) for v in (found.percentile, found.low, found.high))
        return b.say("peers.row.percentile", p=p), b.say("peers.row.percentile_note", low=low, high=high)
    if found.upper_half is not None and found.top_quarter is not None:
        half, top = numbers.share(found.upper_half), numbers.share(found.top_quarter)
        return b.say("peers.row.chance", half=half), b.say("peers.row.chance_note", top=top)
    if found.quartile is not None:
        return b.say(f"peers.quartile.{found.quartile}"), b.say("peers.row.quartile_note")
    return b.say("common.none"), b.why(found.withheld)


def card_tiles(b: Briefing, card: PeerCard) -> Tiles:
    """Card of the comparison: whom, which epoch and day, from which source, real or demo."""
    day = as_of(b, card)
    if card.demo:
        source = Tile(b.say("peers.card.what"), b.say("peers.card.demo"), b.say("peers.card.demo_note"))
    else:
        key = "real_note" if card.source else "real_plain"
        note = b.say(
            f"peers.card.{key}", panel=card.panel, **({"source": card.source} if card.source else {})
        )
        source = Tile(b.say("peers.card.what"), b.say("peers.card.real"), note)
    return Tiles(
        (
            Tile(
                b.say("peers.card.who"),
                b.say("peers.card.who_value", n=card.n),
                b.say("peers.card.who_note", cell=b.cell(card)),
            ),
            Tile(
                b.say("peers.card.when"),
                card.epoch,
                b.say("peers.card.when_note", day=day) if day else b.say("peers.card.when_plain"),
            ),
            source,
        )
    )


def as_of(b: Briefing, card: PeerCard) -> str:
    """Day of the panel's scores; "" when it is not told, the text itself when it is no date."""
    try:
        return numbers.day(date.fromisoformat(card.as_of), b.source.locale)
    except ValueError:
        return card.as_of


def points(b: Briefing, card: PeerCard) -> Iterator[SoWhatPoint]:
    """Highest and lowest standing, and how exact standings can be."""
    found = placed(b)
    if not found:
        gone = next((s.withheld for s in b.result.standings if s.withheld), b.result.overall.withheld)
        yield b.point("peers.point.withheld", why=b.why(gone))
    else:
        if len(found) > 1:
            best = found[-1]
            yield b.point("peers.point.best", name=b.short(best.id), said=standing(b, best))
        yield b.point("peers.point.worst", name=b.short(found[0].id), said=standing(b, found[0]))
    yield b.point("peers.point.own_error" if card.own_error else "peers.point.panel_error")


def ask(b: Briefing) -> str:
    """Ask the post behind the lowest dimension to learn from a peer."""
    found = placed(b)
    if not found:
        return b.say("peers.ask.complete", day=b.retest)
    weak = found[0].id
    return b.say("peers.ask.close", post=b.post(weak), name=b.short(weak), day=b.retest)


KINDS: Final = (PageKind("peers", 90, peers, frozenset({"leadership", "full"})),)
