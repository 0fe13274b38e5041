"""Every sentence that a person reads, in both languages, kept as data.

A catalogue is the union of ``locales/<locale>/<area>.toml``; the sentence `key` of table `table`
in the file of `area` is called ``<area>.<table>.<key>``. Sentences are filled by ``str.format``.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from assessment.domain.text import Locale

LOCALES_FOLDER = Path(__file__).parent / "locales"


def flatten(tree: Mapping[str, object], prefix: str) -> Iterator[tuple[str, object]]:
    """Walk nested tables in file order and yield dotted keys with their plain values.

    >>> dict(flatten({"title": "FactOrg", "button": {"save": "Save"}}, "ui"))
    {'ui.title': 'FactOrg', 'ui.button.save': 'Save'}
    """
    for name, value in tree.items():
        key = f"{prefix}.{name}"
        if isinstance(value, dict):
            yield from flatten(value, key)
        else:
            yield key, value


@cache
def catalogue(locale: Locale) -> Mapping[str, str]:
    """All sentences of one language by their dotted key, read once per process.

    Values that are not texts are left out here; the linter reports them.
    """
    sentences: dict[str, str] = {}
    for path in sorted((LOCALES_FOLDER / locale).glob("*.toml")):
        tree = tomllib.loads(path.read_text(encoding="utf-8"))
        sentences |= {key: text for key, text in flatten(tree, path.stem) if isinstance(text, str)}
    return MappingProxyType(sentences)


def say(locale: Locale, key: str, /, **fields: object) -> str:
    """One sentence in `locale`, with its placeholders filled.

    Raises
    ------
    KeyError
        If the catalogue has no such sentence, or a placeholder has no field.
    """
    return catalogue(locale)[key].format(**fields)
