"""Sentences and their two languages."""

import pytest

from assessment.content.words import catalogue, say
from assessment.domain.text import LOCALES


def test_a_sentence_is_said_in_both_languages_with_its_fields() -> None:
    """The same key gives each language its own words around the same value."""
    assert say("zh", "content.problem.missing_key", key="stem") == "缺少 stem"
    assert say("en", "content.problem.missing_key", key="stem") == "lacks stem"


def test_an_unknown_key_is_an_error_and_not_an_empty_label() -> None:
    """A missing sentence raises KeyError instead of showing a blank."""
    with pytest.raises(KeyError):
        say("en", "content.problem.no_such_sentence")


def test_a_forgotten_field_is_an_error() -> None:
    """A sentence is never shown with an unfilled placeholder."""
    with pytest.raises(KeyError):
        say("en", "content.problem.missing_key")


def test_a_sentence_may_have_a_field_named_key_or_locale() -> None:
    """The fields of a sentence do not collide with the arguments of say."""
    assert "{key}" in catalogue("en")["content.problem.missing_key"]
    assert say("en", "content.problem.missing_key", key="x", locale="y") == "lacks x"


def test_catalogues_cannot_be_changed_at_run_time() -> None:
    """One page cannot rewrite the words of another."""
    for locale in LOCALES:
        with pytest.raises(TypeError):
            catalogue(locale)["content.problem.not_text"] = ""  # type: ignore[index]
