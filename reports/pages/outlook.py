"""What the plan should bring: sub-capabilities and positions today and after four quarters, as ranges."""

from collections.abc import Iterator
from typing import Final

from reports import numbers, picture
from reports.briefing import Briefing
from reports.charts import ProjectionRow, Projections, ProjectionWords, projection_dumbbells
from reports.document import Page, SoWhat, SoWhatPoint
from reports.editions import PageKind
from reports.theme import BODY_HEIGHT
from scoring.organization.advice import ProjectedScore, Proposal

ROWS: Final = 12
"""Most capabilities drawn: more would not be legible on one page."""
LEGEND: Final = ("heading", "now", "then", "range", "target", "change")
MOVED: Final = 0.05
"""Least change that is printed: less would read as none."""


def outlook(b: Briefing) -> Page | None:
    """Compose the page; None without a plan that moves anything."""
    proposal = b.source.proposal
    if proposal is None:
        return None
    moved = tuple(p for p in proposal.projections if gain(p) >= MOVED)
    if not moved:
        return None
    heading = title(b, moved)
    parts = sorted(
        (one for one in moved if one.kind == "sub_capability"), key=lambda one: (-gain(one), one.id)
    )
    positions = sorted((one for one in moved if one.kind == "position"), key=lambda one: one.id)
    rows = tuple(row(b, one) for one in (*positions, *parts[:ROWS]))
    chart = Projections(
        rows,
        picture.axis(b),
        ProjectionWords(*(b.say(f"outlook.legend.{key}") for key in LEGEND)),
        b.say("outlook.alt", title=heading),
    )
    return b.page(
        "outlook",
        title=heading,
        blocks=(projection_dumbbells(chart, height=BODY_HEIGHT),),
        so_what=SoWhat(tuple(points(b, proposal)), b.say("outlook.ask", day=b.retest)),
        notes=(
            b.say("outlook.note"),
            *([b.say("outlook.most", n=ROWS, of=len(parts))] if len(parts) > ROWS else []),
        ),
    )


def gain(one: ProjectedScore) -> float:
    """Return the expected gain in points; 0 where either side is withheld."""
    return 0.0 if one.now is None or one.then is None else one.then - one.now


def title(b: Briefing, moved: tuple[ProjectedScore, ...]) -> str:
    """How many capabilities the plan moves, and which one most."""
    parts = [one for one in moved if one.kind == "sub_capability"]
    most = max(parts or moved, key=lambda one: (gain(one), one.id))
    low, high, then = most.then_low, most.then_high, numbers.score(most.then or 0.0)
    name = b.short(most.id) if most.kind == "sub_capability" else b.position(most.id)
    fields = {"name": name, "now": numbers.score(most.now or 0.0), "then": then}
    if low is None or high is None:
        return b.say("outlook.title.bare", n=len(parts), **fields)
    return b.say("outlook.title.ranged", n=len(parts), span=numbers.span(low, high), **fields)


def row(b: Briefing, one: ProjectedScore) -> ProjectionRow:
    """One capability or position."""
    named = one.kind == "sub_capability"
    note = ""
    if not named and one.planned_share is None:
        note = b.say("outlook.position_open")
    elif not named:
        note = b.say("outlook.position", share=numbers.percent(one.planned_share or 0.0))
    return ProjectionRow(
        name=b.short(one.id) if named else b.position(one.id),
        note=note,
        now=one.now,
        now_low=one.now_low,
        now_high=one.now_high,
        then=one.then,
        then_low=one.then_low,
        then_high=one.then_high,
        target=one.target,
        highlight=not named,
    )


def points(b: Briefing, proposal: Proposal) -> Iterator[SoWhatPoint]:
    """Effects are judgement; what stays short; when it is checked."""
    yield b.point("outlook.point.judged")
    short = [
        one
        for one in proposal.projections
        if one.kind == "sub_capability"
        and one.then is not None
        and one.target is not None
        and round(one.then, 1) < round(one.target, 1)
    ]
    if short:
        names = b.listing([b.short(one.id) for one in sorted(short, key=_distance)[:2]])
        yield b.point("outlook.point.short", n=len(short), names=names)
    yield b.point("outlook.point.check", day=b.retest)


def _distance(one: ProjectedScore) -> float:
    """Order by what is still missing, most first."""
    return (one.then or 0.0) - (one.target or 0.0)


KINDS: Final = (PageKind("outlook", 210, outlook),)
