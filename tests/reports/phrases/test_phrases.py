"""The catalogue: same keys, same fields, both languages, and plurals that agree."""

import re

import pytest

from reports.phrases import fields_of, phrases

ZH, EN = phrases("zh"), phrases("en")


def test_languages_have_the_same_keys() -> None:
    """No phrase exists in one language only."""
    assert set(ZH.table) == set(EN.table)


def test_phrases_print_the_same_fields() -> None:
    """What one language prints, the other prints too; only plural choices may differ."""
    assert {k for k in ZH.table if fields_of(ZH.table[k]) != fields_of(EN.table[k])} == set()


def test_no_phrase_is_empty() -> None:
    """Every key says something."""
    assert [k for table in (ZH.table, EN.table) for k, text in table.items() if not text.strip()] == []


def test_chinese_phrases_use_full_width_punctuation() -> None:
    """No half-width punctuation touches a Han character, nor a field inside a Chinese sentence."""
    half = re.compile(r"[\u4e00-\u9fff}][,;:?()]|[,;:?()][\u4e00-\u9fff]")
    plain = {k: re.sub(r"\{\w+:[^}]*\}", "{n}", text) for k, text in ZH.table.items()}
    assert {k: text for k, text in plain.items() if half.search(text)} == {}


def test_english_phrases_hold_no_han() -> None:
    """English is English."""
    assert {k for k, text in EN.table.items() if re.search(r"[\u3000-\u9fff]", text)} == set()


@pytest.mark.parametrize(("n", "expected"), [(0, "0 people"), (1, "1 person"), (2, "2 people")])
def test_counts_choose_their_wording(n: int, expected: str) -> None:
    """One is singular, everything else plural."""
    table = {"x": "{n} {n:person|people}"}
    assert type(EN)("en", table)("x", n=n) == expected


def test_missing_phrase_and_missing_field_are_errors() -> None:
    """Nothing is silently left out."""
    with pytest.raises(KeyError):
        EN("no.such.phrase")
    with pytest.raises(KeyError):
        EN("common.with_score", name="A")


@pytest.mark.parametrize("value", [1.5, None, True])
def test_only_words_and_counts_may_be_filled_in(value: object) -> None:
    """A raw float, a missing value or a flag never reaches the page."""
    with pytest.raises(TypeError):
        EN("common.with_score", name="A", score=value)  # type: ignore[arg-type]
