"""Proposals made by hand for the pages of the recommended organization: the demo's, some parts replaced."""

from dataclasses import replace
from functools import cache

from assessment.content.demo.case import demo_case
from assessment.content.loader import knowledge
from assessment.domain.scenario import LineEdit, Settings
from assessment.domain.structure import Post, Structure, Team
from assessment.domain.text import Locale
from reports.briefing import Briefing, ReportInput
from reports.phrases import phrases
from scoring.organization.advice import FormAdvice, Proposal
from scoring.organization.ground import Ground
from scoring.organization.proposal import propose
from tests.reports.compose.situations import material


def entered(
    structure: Structure | None = None,
    *,
    locale: Locale = "zh",
    settings: Settings | None = None,
    edits: tuple[LineEdit, ...] = (),
) -> ReportInput:
    """Propose for an organization as entered, the demo's by default."""
    source = material("rich", locale)
    today = demo_case().structure if structure is None else structure
    ground = Ground(source.instrument, source.knowledge, source.merchant, source.facts, source.result, today)
    return replace(source, proposal=propose(ground, settings=settings or Settings(), edits=edits))


@cache
def plain() -> Proposal:
    """Return the proposal for the demo's organization as it was entered."""
    found = entered().proposal
    assert found is not None
    return found


def brief(proposal: Proposal, locale: Locale = "zh") -> Briefing:
    """Brief on the demo with this proposal."""
    return Briefing(replace(material("rich", locale), proposal=proposal), phrases(locale))


def edited(*edits: LineEdit, moved: tuple[str, ...] = ()) -> Proposal:
    """Return the demo's proposal with edits that only change what is printed."""
    return replace(plain(), edits=edits, moved=moved)


def told(**changes: object) -> Proposal:
    """Return the demo's proposal with another advice about the form."""
    advice: FormAdvice = replace(plain().advice, **changes)  # type: ignore[arg-type]
    return replace(plain(), advice=advice)


def form_name(form_id: str) -> str:
    """Return the Chinese name of a form."""
    return next(form.name.zh for form in knowledge().design.forms if form.id == form_id)


@cache
def crowd(n: int) -> Structure:
    """Organize many posts of every kind, seven below each."""
    kinds = [kind.id for kind in knowledge().design.kinds]
    posts = tuple(
        Post(
            f"p{i}",
            kinds[i % len(kinds)],
            f"岗位{i}",
            team=f"t{i % 12}",
            fte=1.0 + i % 3 / 2,
            reports_to=(f"p{(i - 1) // 7}",) if i else (),
        )
        for i in range(n)
    )
    return Structure(posts, tuple(Team(f"t{i}", f"第{i + 1}组") for i in range(12)))
