"""How a source of tables declares itself: its columns, its key and its limits."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

ColumnKind = Literal["text", "whole", "decimal"]
Mark = Literal["thousands", "full_width", "percent", "yuan", "wan"]
"""What may stand in a number: 1,200 / １２ / 35% / ¥12, 12元 / 1.2万 (x 10,000)."""
CellValue = str | int | float | None
"""None is a blank cell: missing, never 0."""

MIB: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What is accepted at most. Everything is checked before or while reading, never after."""

    file_bytes: int = 5 * MIB
    rows: int = 100_000
    columns: int = 200
    cell_characters: int = 32_767
    parts: int = 200
    unpacked_bytes: int = 50 * MIB
    ratio: int = 100
    cells: int = 250_000
    side_tags: int = 60_000
    """XLSX: tags in parts that hold neither cells nor their texts (styles, themes, names)."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a source.

    `names` are the headers it answers to (compared after trimming, NFKC and case folding); `required`
    asks for the column, `blank` allows empty cells in it. `low` and `high` bound numbers; `marks` are
    understood in numbers, anything else is refused. `length` bounds texts in characters.
    """

    id: str
    names: tuple[str, ...]
    required: bool = True
    blank: bool = False
    kind: ColumnKind = "text"
    low: float | None = None
    high: float | None = None
    marks: frozenset[Mark] = frozenset()
    length: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of table that people bring. A strict source refuses columns that it does not know.

    `key` names the columns whose values together identify a row: the same key twice is refused. A source
    with `records` may come as JSON as well: a list of objects, or an object that holds it under that name.
    """

    id: str
    columns: tuple[Column, ...]
    strict: bool = True
    key: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    records: str = ""

    def by_header(self) -> Mapping[str, Column]:
        """Columns by their folded header names."""
        return {fold(name): column for column in self.columns for name in column.names}


@dataclass(frozen=True, slots=True)
class Row:
    """One data row: its spreadsheet number and one value for each of the table's columns."""

    number: int
    values: tuple[CellValue, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A file that was accepted whole.

    `columns` are the source's column ids in the order of the file, `headers` their spelling there.
    """

    file: str
    sheet: str | None
    columns: tuple[str, ...]
    headers: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row as it stands in the file: its spreadsheet number and its cells as text."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RawTable:
    """All rows that are not blank; in workbooks trailing empty cells are dropped already."""

    sheet: str | None
    rows: tuple[RawRow, ...]
    ragged: bool
    """Whether rows must be exactly as wide as the header (text files) or at most (workbooks)."""


def fold(header: str) -> str:
    """Fold a header for comparison.

    >>> fold(" Ｌevel ") == fold("level")
    True
    """
    return unicodedata.normalize("NFKC", header).strip().casefold()
