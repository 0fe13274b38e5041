"""The peer page without peers: the reference archetypes stand in, and it says that they are no peers."""

from reports import numbers, reading
from reports.briefing import Briefing
from reports.charts import Matrix, MatrixCell, MatrixColumn, MatrixRow, MatrixWords, role_matrix
from reports.document import Page, SoWhat
from reports.scene import Scene
from scoring.results import WITHHELD_NO_PEERS

LEGEND = ("none", "corner", "withheld", "low", "high", "merchant")


def stand_in(b: Briefing) -> Page | None:
    """Compose the page; None when the archetypes describe other dimensions than the instrument has."""
    archetypes = b.knowledge.archetypes
    if not {d.id for d in b.result.dimensions} & set(archetypes.dimensions):
        return None
    k = len(archetypes.members)
    heading = title(b, k)
    why = b.why(b.result.peers_withheld or WITHHELD_NO_PEERS)
    return b.page(
        "peers",
        title=heading,
        blocks=(drawing(b, heading),),
        so_what=SoWhat(
            (
                b.point("peers.point.none", why=why),
                b.point("peers.point.stand_in", k=k),
                b.point("peers.point.bring"),
            ),
            b.say("peers.ask.bring", day=b.retest),
        ),
        notes=(b.peer_note,),
        subtitle=b.say("peers.subtitle_none"),
    )


def title(b: Briefing, k: int) -> str:
    """No peers yet; the merchant's own highest dimension, or how far a comparison is possible."""
    ends = reading.extremes(b.result.dimensions)
    if ends is not None:
        best = ends[0]
        fields = {"name": b.short(best.id), "score": numbers.score(reading.value(best))}
        return b.say("peers.title.none", k=k, **fields)
    shown = len(reading.scored(b.result.dimensions))
    return b.say("peers.title.none_open", k=k, n=shown, of=len(b.result.dimensions))


def drawing(b: Briefing, heading: str) -> Scene:
    """Heat map: the merchant on top, below it the archetypes, most alike first."""
    archetypes, scale = b.knowledge.archetypes, b.instrument.scale
    order = [d for d in archetypes.dimensions if b.result.score(d) is not None]
    chances = {m.archetype: m.probability for m in b.result.resemblance.memberships}
    mine = tuple(MatrixCell(s.value if (s := b.result.score(d)) else None, mark=True) for d in order)
    rows = [MatrixRow(b.say("peers.legend.merchant"), "", mine)]
    for archetype in sorted(archetypes.members, key=lambda a: -chances.get(a.id, 0.0)):
        chance = chances.get(archetype.id)
        note = "" if chance is None else b.say("peers.legend.archetype", p=numbers.share(chance))
        cells = tuple(MatrixCell(archetype.center.get(d)) for d in order)
        rows.append(MatrixRow(b.text(archetype.name), note, cells))
    columns = tuple(MatrixColumn(b.short(d)) for d in order)
    words = MatrixWords(*(b.say(f"peers.legend.{key}", scale=b.scale) for key in LEGEND))
    alt = b.say("peers.alt_none", title=heading)
    return role_matrix(Matrix(columns, tuple(rows), float(scale.low), float(scale.high), words, alt))
