"""From a fact about what went wrong to the sentence a person reads."""

from collections.abc import Mapping
from typing import Final

from assessment.content import loader, words
from assessment.domain.errors import FactOrgError
from assessment.domain.text import Locale

TABLES: Final[Mapping[str, str]] = {"field": "fields", "reason": "reasons", "status": "statuses"}
"""Fields whose values are codes, and the table of the ``errors`` catalogue that words them."""


def explain(error: FactOrgError, locale: Locale) -> str:
    """Return the sentence for an error, with its codes put into words.

    A field that holds words already (a label on the page) stays as it is. An error without a sentence
    of its own gets the one for unforeseen failures.

    >>> from assessment.domain.errors import FieldInvalid
    >>> explain(FieldInvalid(field="name", reason="blank"), "en")
    '“Name” was not saved: please fill it in.'
    """
    try:
        return words.say(locale, f"errors.{error.code}", **worded_fields(error, locale))
    except KeyError:
        return words.say(locale, "errors.unexpected")


def worded_fields(error: FactOrgError, locale: Locale) -> Mapping[str, object]:
    """Return the fields of an error with their codes put into words, ready to fill a sentence."""
    return {name: _worded(locale, name, value) for name, value in error.fields.items()}


def _worded(locale: Locale, name: str, value: object) -> object:
    """Put one code into words, if it is one."""
    if name not in TABLES or not isinstance(value, str):
        return value
    known = words.catalogue(locale).get(f"errors.{TABLES[name]}.{value}")
    return known or (_fact_name(locale, value) if name == "field" else value)


def _fact_name(locale: Locale, key: str) -> str:
    """Name of an organization fact; anything else is returned as it is."""
    field = loader.facts_form().field(key) if "." in key or key.startswith("F") else None
    return key if field is None else field.name.get(locale)
