"""Appendix: what the numbers mean, in the same words as the help on screen (METHOD.md)."""

from collections.abc import Iterator
from typing import Final

from assessment.domain.text import LocalizedText
from reports import numbers
from reports.briefing import Briefing
from reports.document import Column, Page, SoWhat, SoWhatPoint, Table
from reports.editions import PageKind
from scoring.method import TOPICS, said


def concepts(b: Briefing) -> Page:
    """Compose the page from the topics that this report speaks of."""
    told = topics(b)
    columns = (Column(b.say("concepts.column.topic"), 0.19), Column(b.say("concepts.column.words"), 0.81))
    rows = tuple(
        (b.say(f"concepts.topic.{t}"), b.text(LocalizedText(said(t, "zh"), said(t, "en")))) for t in told
    )
    return b.page(
        "concepts",
        title=title(b, len(told)),
        blocks=(Table(columns, rows, dense=True),),
        so_what=SoWhat(tuple(points(b)), b.say("concepts.ask", n=len(told))),
        notes=(b.say("concepts.note", method=b.result.method_version),),
    )


def title(b: Briefing, n: int) -> str:
    """How large the overall margin is, and how many topics explain it."""
    overall = b.result.overall
    if overall.low is None or overall.high is None:
        return b.say("concepts.title_open", n=n)
    return b.say("concepts.title", n=n, half=numbers.score((overall.high - overall.low) / 2))


def topics(b: Briefing) -> tuple[str, ...]:
    """Topics with a heading in the catalogue that the result has a figure for."""
    result = b.result
    absent = {
        "level": b.instrument.maturity is None,
        "role_gap": not result.roles,
        "archetypes": not result.resemblance.memberships and result.archetype_map is None,
        "snowball": result.snowball is None,
        "percentile": not result.standings,
        "agreement": not result.agreement and b.n < 2,  # noqa: PLR2004  (one rater agrees with nobody)
    }
    return tuple(t for t in TOPICS if b.say.has(f"concepts.topic.{t}") and not absent.get(t, False))


def points(b: Briefing) -> Iterator[SoWhatPoint]:
    """How large noise is in this very report."""
    overall = b.result.overall
    if overall.low is None or overall.high is None:
        yield b.point("concepts.point.noise_open")
        return
    yield b.point("concepts.point.noise", half=numbers.score((overall.high - overall.low) / 2))
    if overall.smallest_change is not None:
        yield b.point("concepts.point.change", change=numbers.score(overall.smallest_change))
    if overall.g_coefficient is not None:
        yield b.point("concepts.point.reliability", g=numbers.plain(overall.g_coefficient))


KINDS: Final = (PageKind("concepts", 230, concepts),)
