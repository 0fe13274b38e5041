"""Organizations that nobody should enter: the report is drawn all the same and passes its own check."""

from dataclasses import replace
from typing import Final

import pytest

from assessment.content.demo.case import demo_case
from assessment.content.loader import knowledge
from assessment.domain.scenario import LineEdit, Settings
from assessment.domain.structure import MAX_POSTS, Structure
from assessment.domain.text import LOCALES, Locale
from reports.briefing import ReportInput
from reports.check import check_pdf
from reports.compose import compose
from reports.pdf import render_pdf
from tests.reports.pages.proposals import crowd, edited, entered, plain

NAMES: Final = {
    "markup": "<b>主播</b> & <a href='javascript:x'>{n}</a> %s [[x]]",
    "long": "很长的岗位名称" * 714 + "完了",
    "unbroken": "Livestreaminghost" * 290,
    "emoji": "👩‍💻主播🎤🇨🇳",
    "right_to_left": "مضيف البث \u202eabc\u202c",
    "control": "主\x00播\x07\x1b[31m\u200b\ufeff\n换行\t制表",
    "placeholder": "None nan {name}",
    "blank": " \u3000 ",
}
LOOP: Final = {"self": (0, 0), "pair": (0, 1), "chain": (0, 5)}


def finding(source: ReportInput, typed: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Draw a report and list what its check finds."""
    drawn = render_pdf(compose(source))
    found = check_pdf(drawn.pdf, locale=source.locale, pages=drawn.pages, typed=typed)
    return tuple(f"{one.code} {one.page} {one.detail}" for one in found)


def renamed(name: str) -> Structure:
    """Give every post and team of the demo one name."""
    today = demo_case().structure
    return replace(
        today,
        posts=tuple(replace(post, name=name) for post in today.posts),
        teams=tuple(replace(team, name=name) for team in today.teams),
    )


def looped(first: int, last: int) -> Structure:
    """Let a chain of the demo's posts report in a circle."""
    today = demo_case().structure
    ids = [post.id for post in today.posts]
    bosses = {ids[i]: ids[first if i == last else i + 1] for i in range(first, last + 1)}
    posts = tuple(
        replace(post, reports_to=(bosses.get(post.id, ""),)) if post.id in bosses else post
        for post in today.posts
    )
    return replace(today, posts=posts)


@pytest.mark.parametrize("name", NAMES)
def test_any_name_of_posts_and_teams_is_drawn(name: str) -> None:
    """Markup, length, emoji, direction, control characters: a name is printed, never obeyed."""
    text = NAMES[name]
    assert finding(entered(renamed(text)), (text,)) == ()


@pytest.mark.parametrize("name", NAMES)
def test_any_wording_of_the_consultant_is_drawn(name: str) -> None:
    """Every line of the report can carry any wording and any reason."""
    first, second = (one.initiative for one in plain().plan.planned()[:2])
    lines = (
        "form",
        "post:host@live",
        "right:persona",
        "ritual:stand_up",
        "metric:host",
        f"initiative:{first}",
        "rule:R2",
    )
    text = NAMES[name]
    edits = (
        *(LineEdit(line, "edited", text=text) for line in lines),
        LineEdit(f"initiative:{second}", "rejected", reason=text),
    )
    source = replace(entered(), proposal=edited(*edits, moved=lines))
    assert finding(source, (text,)) == ()


@pytest.mark.parametrize("locale", LOCALES)
def test_largest_organization_is_drawn(locale: Locale) -> None:
    """500 posts flow over as many pages as they need."""
    source = entered(crowd(MAX_POSTS), locale=locale)
    assert finding(source, ("岗位",)) == ()
    assert len([page for page in compose(source).pages if page.id.startswith("today")]) > 1


@pytest.mark.parametrize("name", LOOP)
def test_circles_are_drawn_and_told(name: str) -> None:
    """Posts that report to each other in a circle are all drawn, and the page about today says so."""
    source = entered(looped(*LOOP[name]))
    assert finding(source) == ()
    pages = [page for page in compose(source).pages if page.id.startswith("today") and page.so_what]
    heads = [point.head for page in pages if page.so_what for point in page.so_what.points]
    assert [head for head in heads if "汇报线有误" in head]


@pytest.mark.parametrize("locale", LOCALES)
def test_empty_organization_is_drawn(locale: Locale) -> None:
    """Without any post nothing was entered: today is drawn from the facts, beside the target."""
    source = entered(Structure(), locale=locale)
    assert finding(source) == ()
    ids = {page.id for page in compose(source).pages}
    assert any(one.startswith("today") for one in ids)
    assert "target_changes" in ids


@pytest.mark.parametrize("fte", [None, 0.0, -3.0, 10_000.0, float("nan")])
def test_impossible_headcounts_are_drawn(fte: float | None) -> None:
    """No headcount, none at all, less than none, far too many, no number: the report stays readable."""
    today = demo_case().structure
    posts = tuple(replace(post, fte=fte, outsourced_fte=0.0) for post in today.posts)
    assert finding(entered(replace(today, posts=posts))) == ()


@pytest.mark.parametrize(
    ("form", "locale"), [(form.id, LOCALES[n % 2]) for n, form in enumerate(knowledge().design.forms)]
)
def test_every_form_can_be_set(form: str, locale: Locale) -> None:
    """A scenario may ask for any form: its target, rights, rituals and plan are drawn."""
    source = entered(settings=Settings(form=form), locale=locale)
    assert finding(source) == ()
    assert {"target_changes", "rights", "rituals"} <= {page.id for page in compose(source).pages}
