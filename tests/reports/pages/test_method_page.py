"""The method page says by which judgement a report came about."""

from dataclasses import replace

import pytest

from assessment.domain.knowledge import Knowledge
from assessment.domain.text import LOCALES, Locale, LocalizedText
from reports.briefing import Briefing
from reports.pages.method import knowledge_name
from tests.reports.pages.telling import brief


def judged_by(briefing: Briefing, knowledge: Knowledge) -> Briefing:
    """Let the same run rest on another knowledge base."""
    return Briefing(replace(briefing.source, knowledge=knowledge), briefing.say)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_firms_own_knowledge_base_is_named_with_its_version(locale: Locale) -> None:
    """Leadership can tell a firm's own judgement from the one that ships."""
    shipped = brief(locale)
    own = replace(shipped.knowledge, name=LocalizedText("甲方咨询", "Firm A"), version="2.1.0")
    told = knowledge_name(judged_by(shipped, own))
    assert ("甲方咨询" if locale == "zh" else "Firm A") in told
    assert "2.1.0" in told
    assert "FactOrg 1.0.0" in knowledge_name(shipped)


def test_a_run_older_than_names_shows_its_digest_only() -> None:
    """Nothing is made up for knowledge bases that had no name."""
    shipped = brief()
    assert knowledge_name(judged_by(shipped, replace(shipped.knowledge, name=None, version=""))) == ""
