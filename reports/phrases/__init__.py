"""The report's words: one TOML file a page and language, flattened to ``<file>.<key>``.

A field is a name in braces. A count may choose a wording: ``{n:person|people}`` is "person" for 1 and
"people" otherwise, so that English keeps its plurals and Chinese simply has none.
"""

import string
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from types import MappingProxyType

from assessment.domain.text import Locale


class _Plurals(string.Formatter):
    """str.format with ``{n:one|other}``; anything but text and whole numbers is refused."""

    def format_field(self, value: object, format_spec: str) -> str:
        if not isinstance(value, str | int) or isinstance(value, bool):
            raise TypeError(value)
        one, bar, other = format_spec.partition("|")
        if not bar:
            return str(value)
        return one if value == 1 else other


_FORMATTER = _Plurals()


@dataclass(frozen=True, slots=True)
class Phrases:
    """Sentences of one language by key."""

    locale: Locale
    table: Mapping[str, str]

    def __call__(self, key: str, **fields: str | int) -> str:
        """Fill the sentence `key`.

        Raises
        ------
        KeyError
            The key is missing, or the sentence asks for a field that was not given.

        """
        return _FORMATTER.vformat(self.table[key], (), fields)

    def has(self, key: str) -> bool:
        """Tell whether a sentence of that key exists."""
        return key in self.table


def fields_of(sentence: str) -> frozenset[str]:
    """Names of the fields that a sentence prints; choices of a plural are not printed.

    >>> sorted(fields_of("{n} {n:rule|rules} of {of}; {k:it|they} apply"))
    ['n', 'of']
    """
    parts = _FORMATTER.parse(sentence)
    return frozenset(name for _, name, spec, _ in parts if name and "|" not in (spec or ""))


def _flatten(prefix: str, table: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flatten(f"{prefix}.{key}", value)
        elif isinstance(value, str):
            yield f"{prefix}.{key}", value


@lru_cache(maxsize=2)
def phrases(locale: Locale) -> Phrases:
    """Load the catalogue of one language (once a process)."""
    folder = resources.files(__name__) / locale
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    table: dict[str, str] = {}
    for file in files:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        table.update(_flatten(file.name.removesuffix(".toml"), content))
    return Phrases(locale, MappingProxyType(table))
