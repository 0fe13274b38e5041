"""Pages of one report agree: with each other, with their pictures, and with what may be asked for."""

import re
from dataclasses import replace
from functools import cache

import pytest

from assessment.domain.editions import Edition
from assessment.domain.text import LOCALES, Locale
from reports.compose import compose
from reports.document import Page, ReportDocument
from reports.phrases import phrases
from reports.scene import Label, Scene, leaves
from tests.reports.compose.test_compose import page_strings
from tests.reports.merchants import MERCHANTS


@cache
def report(name: str, locale: Locale, edition: Edition = "full") -> ReportDocument:
    """Compose the report of a set merchant."""
    return compose(replace(MERCHANTS[name](locale), edition=edition))


def page(document: ReportDocument, page_id: str) -> Page:
    """Return one page."""
    return next(one for one in document.pages if one.id == page_id)


def drawn(one: Page) -> list[str]:
    """Words in the pictures of a page."""
    scenes = (block for block in one.blocks if isinstance(block, Scene))
    return [mark.text for scene in scenes for mark in leaves(scene.primitives) if isinstance(mark, Label)]


@pytest.mark.parametrize("locale", LOCALES)
def test_no_money_is_asked_for_without_an_overall_score(locale: Locale) -> None:
    """Where answers carry no overall score, the plan is a draft on every page and nobody approves it."""
    say = phrases(locale)
    board = report("group", locale, "board").pages[0]
    mark = say("roadmap.title.draft", title="")
    told = page(report("group", locale), "roadmap_told")
    assert board.so_what is not None
    assert told.so_what is not None
    assert board.so_what.ask.startswith(say.table["board.ask.draft"].split("{")[0])
    assert told.so_what.ask.startswith(say.table["roadmap.ask_draft"].split("{")[0])
    plan = [one for one in report("group", locale).pages if one.id.startswith("roadmap")]
    assert len(plan) > 1
    assert all(one.title.startswith(mark) for one in plan)


@pytest.mark.parametrize("name", ["startup", "mid_size"])
@pytest.mark.parametrize("locale", LOCALES)
def test_a_plan_on_an_overall_score_is_no_draft(name: str, locale: Locale) -> None:
    """A plan that rests on an overall score goes without the mark of a draft."""
    mark = phrases(locale)("roadmap.title.draft", title="")
    assert not any(one.title.startswith(mark) for one in report(name, locale).pages)


@pytest.mark.parametrize("name", sorted(MERCHANTS))
def test_both_languages_count_the_same(name: str) -> None:
    """The title about gaps holds the same figures in both languages, and the picture marks as many."""
    figures = [re.findall(r"\d+(?:\.\d+)?%?", page(report(name, one), "gaps").title) for one in LOCALES]
    shares = [[one for one in found if one.endswith("%")] for found in figures]
    assert shares[0] == shares[1]


@pytest.mark.parametrize("name", sorted(MERCHANTS))
def test_leadership_is_sent_to_no_page_that_it_does_not_have(name: str) -> None:
    """The short edition names no page by its heading that only the full one prints."""
    short = report(name, "zh", "leadership")
    printed = {re.sub(r"^\d+ ", "", one.section) for one in short.pages}
    named = {
        found
        for one in short.pages
        for text in page_strings(one)
        for found in re.findall("“([^”]+)”页", text)
    }
    assert named <= printed


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", sorted(MERCHANTS))
def test_names_in_plans_are_not_cut(name: str, locale: Locale) -> None:
    """Initiatives, leads and capabilities of the shipped knowledge stand whole in calendar and forecast."""
    pages = [one for one in report(name, locale).pages if one.id.startswith(("roadmap", "outlook"))]
    assert pages
    assert not [text for one in pages for text in drawn(one) if text.endswith("…")]


def test_a_branch_on_a_page_of_its_own_bears_its_brand() -> None:
    """Three brands with posts of the same names are told apart where they end and where they go on."""
    pages = [
        one
        for one in report("group", "zh").pages
        if one.id.startswith("today_") and not one.id.endswith("counted")
    ]
    for brand in ("棠序食养", "山屿零食", "禾一宠物"):
        assert sum(any(brand in text for text in drawn(one)) for one in pages) == 2


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", sorted(MERCHANTS))
def test_forecast_and_readiness_tell_the_same_plan(name: str, locale: Locale) -> None:
    """A planned share that nobody entered is not told as 0 %, and no support of a position is cut."""
    told = drawn(page(report(name, locale), "outlook"))
    open_ = phrases(locale)("outlook.position_open")
    entered = any(one.planned_share is not None for one in MERCHANTS[name](locale).result.readiness)
    assert (open_ in told) == (name == "group") == (not entered)
    assert not [text for text in drawn(page(report(name, locale), "readiness")) if text.endswith("…")]


@pytest.mark.parametrize("locale", LOCALES)
def test_the_board_learns_that_very_few_answered(locale: Locale) -> None:
    """Of two people who answered, the board is told in the first point; of seven it is not."""
    head = phrases(locale)("board.point.few.head", n=2)
    few, many = (report(name, locale, "board").pages[0].so_what for name in ("startup", "mid_size"))
    assert few is not None
    assert many is not None
    assert few.points[0].head == head
    assert len(few.points) == len(many.points)
    assert not any(point.head == head for point in many.points)
