"""METHOD.md speaks in the report and on screen: its passages are complete and in two languages."""

import re
from pathlib import Path

import pytest

from assessment.domain.text import LOCALES, Locale
from scoring.method import TOPICS, said
from scoring.results import METHOD_VERSION

METHOD = (Path(__file__).parents[2] / "scoring" / "METHOD.md").read_text(encoding="utf-8")
HAN = re.compile(r"[\u4e00-\u9fff]")


def test_passages_and_topics_are_the_same() -> None:
    """No passage without a topic, no topic without a passage, none twice."""
    assert sorted(re.findall(r"<!-- said: (\w+) -->", METHOD)) == sorted(TOPICS)


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("locale", LOCALES)
def test_passages_are_sentences_of_their_language(topic: str, locale: Locale) -> None:
    """Chinese has Han characters and ends with 。; English has none and ends with a full stop."""
    text = said(topic, locale)
    assert bool(HAN.search(text)) is (locale == "zh")
    assert text.endswith("。" if locale == "zh" else ".")


def test_an_unknown_topic_is_an_error() -> None:
    """A topic that nobody wrote cannot be shown."""
    with pytest.raises(KeyError):
        said("nothing", "zh")


def test_the_page_is_of_the_version_that_scores() -> None:
    """Title and history name the method version."""
    assert METHOD.startswith(f"# Method {METHOD_VERSION}\n")
    assert f"| {METHOD_VERSION} |" in METHOD
