"""The plain-words passages of METHOD.md: one text for the page of formulas, the report and the screens.

A passage stands in METHOD.md under a mark that names its topic, as two quoted lines::

    <!-- said: score -->
    > 中文 ...
    >
    > English ...
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from assessment.domain.text import Locale, LocalizedText

TOPICS: Final = (
    "score",
    "interval",
    "level",
    "role_gap",
    "change",
    "agreement",
    "flags",
    "peers",
    "percentile",
    "archetypes",
    "form",
    "staffing",
    "before_after",
    "single_person",
    "roadmap",
    "projections",
    "crosswalk",
    "snowball",
    "norms",
    "item_quality",
)
"""Every topic has a passage, in the order in which the report's appendix tells them."""

_PASSAGE: Final = re.compile(r"<!-- said: (\w+) -->\n> 中文 (.+)\n>\n> English (.+)\n")


def said(topic: str, locale: Locale) -> str:
    """Return what a topic means, in plain words of one language.

    Raises KeyError for a topic without a passage.

    Examples
    --------
    >>> all(said(topic, locale) for topic in TOPICS for locale in ("zh", "en"))
    True
    """
    return _passages()[topic].get(locale)


@cache
def _passages() -> Mapping[str, LocalizedText]:
    """Read METHOD.md once; it is part of this package like the code that it describes."""
    text = files("scoring").joinpath("METHOD.md").read_text(encoding="utf-8")
    return {topic: LocalizedText(zh, en) for topic, zh, en in _PASSAGE.findall(text)}
