"""A respondent's report: own answers in their own words, on two sheets, and nothing of anybody else."""

import re
from dataclasses import fields
from datetime import date

import pytest

from assessment.content.loader import shipped_instrument
from assessment.domain.text import LOCALES, Locale
from reports.document import Table
from reports.layout import lay_out
from reports.own_answers import Answer, OwnAnswersInput, compose_own
from tests.reports.compose.test_compose import LEAK, page_strings

INSTRUMENT = shipped_instrument()
IDS = tuple(item.id for item in INSTRUMENT.items)


def longest(locale: Locale) -> dict[str, Answer]:
    """Answer every item with its longest wording."""
    scale = INSTRUMENT.scale
    return {
        item.id: max(scale.levels, key=lambda v: len(item.anchors[v - scale.low].get(locale)))
        for item in INSTRUMENT.items
    }


def own(locale: Locale, answers: dict[str, Answer], asked: tuple[str, ...] = IDS) -> OwnAnswersInput:
    """Give one person's answers."""
    return OwnAnswersInput(
        instrument=INSTRUMENT,
        merchant="云岫护肤旗舰店",
        role="LIVE",
        answers=answers,
        submitted_on=date(2026, 10, 20),
        locale=locale,
        report_id="a1b2",
        asked=asked,
    )


def words(source: OwnAnswersInput) -> list[str]:
    """Every word of the report."""
    return [text for page in compose_own(source).pages for text in page_strings(page)]


def test_input_holds_nothing_of_others() -> None:
    """There is no place for a score, a colleague or a wave's result in what the report is made of."""
    assert {field.name for field in fields(OwnAnswersInput)} == {
        *("instrument", "merchant", "role", "answers", "submitted_on"),
        *("locale", "report_id", "demo", "mode", "asked"),
    }


@pytest.mark.parametrize("locale", LOCALES)
def test_all_items_fit_two_sheets(locale: Locale) -> None:
    """All 56 items with their longest answers take two sheets without a cover."""
    document = compose_own(own(locale, longest(locale)))
    assert document.cover is None
    assert len(lay_out(document)) == 2


@pytest.mark.parametrize("locale", LOCALES)
def test_every_answer_stands_in_its_own_words(locale: Locale) -> None:
    """Each question stands beside the wording of the chosen level and of no other."""
    answers = longest(locale)
    document = compose_own(own(locale, answers))
    cells = [row for block in document.pages[0].blocks if isinstance(block, Table) for row in block.rows]
    pairs = {pair[0].split()[0]: pair[1] for row in cells for pair in (row[:2], row[2:]) if pair[0]}
    assert set(pairs) == set(IDS)
    for item in INSTRUMENT.items:
        level = answers[item.id]
        assert isinstance(level, int)
        chosen = item.anchors[level - INSTRUMENT.scale.low].get(locale).strip().rstrip("。.")
        assert pairs[item.id].endswith(chosen)
        assert pairs[item.id].startswith(str(level))


@pytest.mark.parametrize("locale", LOCALES)
def test_open_answers_are_told_apart(locale: Locale) -> None:
    """Unknown, not applicable and left open have words of their own, and the title counts them."""
    found = words(own(locale, {IDS[0]: 3, IDS[1]: "unknown", IDS[2]: "not_applicable"}, IDS[:4]))
    said = {"zh": ("不知道", "不适用", "未答"), "en": ("don’t know", "not applicable", "left open")}[locale]
    assert [found.count(text) for text in said] == [1, 1, 1]
    assert not [text for text in found if LEAK.search(text)]


@pytest.mark.parametrize("locale", LOCALES)
def test_answers_to_unknown_items_and_levels_do_no_harm(locale: Locale) -> None:
    """An item of another version is left out; a level without wording is printed as its number."""
    found = words(own(locale, {"XX9-9": 3, IDS[0]: 9}, IDS[:1]))
    assert not [text for text in found if "XX9" in text]
    assert {"zh": "9级", "en": "9"}[locale] in found


def test_anonymous_waves_name_no_role() -> None:
    """The role of an anonymous respondent is not printed."""
    source = own("zh", longest("zh"))
    hidden = OwnAnswersInput(
        **{f.name: getattr(source, f.name) for f in fields(source)} | {"mode": "anonymous"}
    )
    name = next(role.name.zh for role in INSTRUMENT.roles if role.id == "LIVE")
    assert any(name in text for text in words(source))
    assert not any(name in text for text in words(hidden))


@pytest.mark.parametrize("locale", LOCALES)
def test_title_accounts_for_every_question(locale: Locale) -> None:
    """Levels, unknown, not applicable and open ones in the title add up; none is counted at 0."""
    given: tuple[Answer, ...] = (2, "unknown", 4, 1)
    title = compose_own(own(locale, dict(zip(IDS, given, strict=False)), IDS[:7])).pages[0].title
    asked, *rest = (int(one) for one in re.findall(r"\d+", title))
    assert (asked, sorted(rest)) == (7, [1, 3, 3])
