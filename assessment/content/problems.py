"""What a linter found, and where: facts first, words from the catalogue of the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assessment.content.words import say
from assessment.domain.text import Locale

Table = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a content file.

    `place` names the entry and the key inside it, such as ``item[CO1-1].anchors[3].zh``; `code` names
    the sentence ``content.problem.<code>`` and `fields` fill it.
    """

    path: str
    place: str
    code: str
    fields: Mapping[str, object] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The fault in English, the language of the guide for authors."""
        return self.told("en")

    def told(self, locale: Locale) -> str:
        """Say the fault in `locale`."""
        return say(locale, f"content.problem.{self.code}", **self.fields)

    def __str__(self) -> str:
        """One line, as compilers print it."""
        return f"{self.path}: {self.place}: {self.message}"


@dataclass(frozen=True, slots=True)
class Notes:
    """Collects the problems of one file; nothing stops at the first one."""

    path: str
    found: list[Problem] = field(default_factory=list)

    def add(self, place: str, code: str, **fields: object) -> None:
        """Note one fault."""
        self.found.append(Problem(self.path, place, code, fields))


def tables(tree: Table, name: str) -> list[Table]:
    """Entries of the array of tables `name` that are tables at all; the shape check reports the others."""
    entries = tree.get(name, [])
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []


def texts(entry: Table, name: str) -> list[str]:
    """Return the texts of the list `name`, without what is no text (the shape check reports that)."""
    values = entry.get(name, [])
    return [value for value in values if isinstance(value, str)] if isinstance(values, list) else []


def text(entry: Table, name: str) -> str:
    """Return the text under `name`, or "" when there is none."""
    value = entry.get(name)
    return value if isinstance(value, str) else ""


def place_of(kind: str, entry: Table, number: int, key: str = "id") -> str:
    """Name an entry by its key, or by its number (from 1) when it has none.

    >>> place_of("item", {"id": "CO1-1"}, 1), place_of("item", {}, 4)
    ('item[CO1-1]', 'item[4]')
    """
    return f"{kind}[{text(entry, key) or number}]"
