"""Every flag and every contradiction has words in both languages that its figures fill."""

import pytest

from assessment.content import words
from assessment.domain.text import LOCALES, Locale
from reports import flag_words
from reports.briefing import Briefing
from reports.phrases import fields_of, phrases
from scoring import contradictions, response_flags
from scoring.results import AnswerFlag, Contradiction
from tests.reports.compose.situations import material

FLAG_FIGURES = {
    "all_highest": ("share", "n", "level"),
    "straight_lining": ("run", "n", "share", "level", "variability"),
    "speeding": ("seconds", "limit", "n"),
    "many_unknown": ("share", "n", "asked"),
    "many_missing": ("share", "n", "asked"),
}
CONTRADICTION_FIGURES = {
    "hosts_overloaded": ("hours", "limit", "total", "hosts"),
    "live_without_hosts": ("total",),
    "no_floor_control": ("CO3", "AD2"),
    "talents_without_staff": ("share",),
    "no_live_hours": ("AD2-2", "AD4-1"),
}


def briefing(locale: Locale) -> Briefing:
    """Give the words of one language for the shipped instrument."""
    return Briefing(material("rich", locale), phrases(locale))


@pytest.mark.parametrize("locale", LOCALES)
def test_every_flag_is_worded(locale: Locale) -> None:
    """Name and sentence exist, and the figures of the code fill the sentence."""
    assert tuple(FLAG_FIGURES) == response_flags.CODES
    b = briefing(locale)
    for code, names in FLAG_FIGURES.items():
        flag = AnswerFlag("r", "LIVE", code, tuple((name, 0.5) for name in names))
        assert flag_words.flag_name(b, flag)
        said = flag_words.flag_sentence(b, flag)
        assert ("50%" in said) is ("share" in names)
        hushed = tuple((name, 0.5) for name in names if name not in ("n", "run", "asked"))
        brief = flag_words.flag_sentence(b, AnswerFlag("r", "", code, hushed))
        assert (brief == said) is (code == "speeding")


@pytest.mark.parametrize("locale", LOCALES)
def test_every_contradiction_is_worded_and_quotes_what_was_answered(locale: Locale) -> None:
    """Scores and items are named in words, never by id."""
    assert tuple(CONTRADICTION_FIGURES) == contradictions.CODES
    b = briefing(locale)
    for code, names in CONTRADICTION_FIGURES.items():
        found = Contradiction(code, (), (), tuple((name, 4.5) for name in names))
        said = flag_words.contradiction_sentence(b, found)
        assert flag_words.contradiction_name(b, found)
        assert not any(name in said for name in ("CO3", "AD2", "AD4"))
        assert ("“" in said) is (names[0][:2] in ("CO", "AD"))


@pytest.mark.parametrize("locale", LOCALES)
def test_screen_and_report_ask_for_the_same_figures(locale: Locale) -> None:
    """Both catalogues cover the same codes and print nothing that no check gives."""
    for table, figures in (("flag", FLAG_FIGURES), ("contradiction", CONTRADICTION_FIGURES)):
        for code, names in figures.items():
            printed = words.catalogue(locale)[f"flags.{table}.{code}.text"]
            report = phrases(locale).table[f"flags.{table}.{code}.text"]
            assert fields_of(printed) <= {*names, "names"}
            assert fields_of(report) <= {*names, "names"}
            assert f"flags.{table}.{code}.name" in words.catalogue(locale)
            if table == "flag":
                brief = words.catalogue(locale)[f"flags.{table}.{code}.brief"]
                assert fields_of(brief) <= {"share", "level", "seconds", "limit"}
