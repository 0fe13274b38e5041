"""An organization from a workbook: rows become posts, teams, rooms, agencies and rights.

Rows name each other by name or code. What cannot be understood is refused at its cell; what is understood and
wrong in itself (a circle, two bosses, a negative headcount) comes in as typed and is named by the checks.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assessment.domain.structure import (
    ENTRY_ID,
    LETTERS,
    Agency,
    DecisionRight,
    Post,
    Room,
    Structure,
    Team,
)
from assessment.intake.book import read_book
from assessment.intake.header import listed
from assessment.intake.problems import Problems
from assessment.intake.source import CellValue, Table, fold
from assessment.intake.structure_book import SEPARATORS, Vocabulary, Words, structure_book
from assessment.intake.table import base_name

PREFIXES: Mapping[str, str] = {"posts": "p", "teams": "t", "rooms": "r", "agencies": "a"}
"""First letters of the codes that new rows get."""


@dataclass(frozen=True, slots=True)
class ReadStructure:
    """An organization with the row of the workbook in which each entry stands, by sheet and id."""

    structure: Structure
    rows: Mapping[tuple[str, str], int]


def read_structure(content: bytes, file_name: str, words: Vocabulary) -> ReadStructure:
    """Read a filled template, whole or not at all.

    Blank headcounts and hours are unknown, never 0; blank days a week are 7. A title equal to the name of the
    post's kind is no title of its own. New rows (without a code) get one.

    Raises
    ------
    FileRefused
        With every problem that was found, each at its sheet, row and column.
    """
    book = structure_book()
    problems = Problems(base_name(file_name))
    tables = read_book(content, file_name, book)
    sheets = {
        sheet.source.id: _Sheet(sheet.source.id, tables.get(sheet.source.id), problems)
        for sheet in book.sheets
    }
    structure = _Reader(sheets, words).read()
    problems.refuse_if_any()
    rows = {(name, row.id): row.number for name, sheet in sheets.items() for row in sheet.rows}
    return ReadStructure(structure, rows)


class _Row:
    """One row: its code, and its cells by column."""

    def __init__(self, sheet: "_Sheet", number: int, values: Mapping[str, CellValue]) -> None:
        self.id = ""
        self.number = number
        self._sheet = sheet
        self._values = values

    def text(self, column: str) -> str:
        """Return a text on one line, "" for a blank cell."""
        value = self._values.get(column)
        return "" if value is None else " ".join(str(value).split())

    def number_in(self, column: str) -> float | None:
        """Return a number; None for a blank cell."""
        value = self._values.get(column)
        return None if value is None else float(value)

    def parts(self, column: str) -> list[str]:
        """Split a cell into the names it holds."""
        value = self._values.get(column)
        text = "" if value is None else str(value)
        for separator in SEPARATORS:
            text = text.replace(separator, SEPARATORS[0])
        return [" ".join(part.split()) for part in text.split(SEPARATORS[0]) if part.strip()]

    def refuse(self, code: str, column: str, value: str, **fields: str | int) -> None:
        """Note a problem at a cell of this row."""
        self._sheet.refuse(code, self.number, column, value, **fields)


class _Sheet:
    """The rows of one sheet, each with a code of its own."""

    def __init__(self, name: str, table: Table | None, problems: Problems) -> None:
        self.name = name
        self._problems = problems
        self._title = None if table is None else table.sheet
        columns = () if table is None else table.columns
        self._headers = {} if table is None else dict(zip(columns, table.headers, strict=True))
        self.rows = [
            _Row(self, row.number, dict(zip(columns, row.values, strict=True)))
            for row in (() if table is None else table.rows)
        ]
        if name in PREFIXES:
            self._give_codes(PREFIXES[name])

    def refuse(self, code: str, row: int, column: str, value: str, **fields: str | int) -> None:
        """Note a problem at a cell."""
        self._problems.sheet = self._title
        header = self._headers.get(column, column)
        self._problems.add(code, row=row, column=header, value=value, **fields)

    def _give_codes(self, prefix: str) -> None:
        """Check the typed codes, then number the rows that have none."""
        first: dict[str, int] = {}
        for row in self.rows:
            typed = row.text("id")
            if typed and ENTRY_ID.fullmatch(typed) is None:
                row.refuse("code_malformed", "id", typed)
            elif typed in first:
                row.refuse("code_duplicate", "id", typed, first=first[typed])
            elif typed:
                first[typed] = row.number
                row.id = typed
        numbers = (n for n in range(1, 10_000) if f"{prefix}{n}" not in first)
        for row in self.rows:
            row.id = row.id or f"{prefix}{next(numbers)}"


class _Names:
    """Finds entries of a sheet by what a cell says: a code, a name, or the name of a kind."""

    def __init__(self, sheet: _Sheet, aliases: Mapping[str, tuple[str, ...]]) -> None:
        self._codes = {row.id for row in sheet.rows}
        self._by_name: dict[str, list[str]] = {}
        self._by_alias: dict[str, list[str]] = {}
        for row in sheet.rows:
            if name := fold(row.text("name")):
                self._by_name.setdefault(name, []).append(row.id)
            for alias in {fold(alias) for alias in aliases.get(row.id, ())}:
                self._by_alias.setdefault(alias, []).append(row.id)
        self._known = listed([row.text("name") or row.id for row in sheet.rows])

    def find(self, row: _Row, column: str, typed: str) -> str:
        """Return the id that a name stands for; "" after noting what is wrong."""
        if typed in self._codes:
            return typed
        found = self._by_name.get(fold(typed)) or self._by_alias.get(fold(typed)) or []
        if len(found) == 1:
            return found[0]
        if found:
            row.refuse("reference_ambiguous", column, typed, n=len(found))
        elif not self._known:
            row.refuse("reference_none", column, typed)
        else:
            row.refuse("reference_unknown", column, typed, allowed=self._known)
        return ""

    def one(self, row: _Row, column: str) -> str:
        """Return the id in a cell for one name, "" for a blank one."""
        typed = row.text(column)
        return self.find(row, column, typed) if typed else ""

    def many(self, row: _Row, column: str) -> tuple[str, ...]:
        """Return the ids in a cell for several names; a name that holds a separator may stand alone."""
        whole = row.text(column)
        parts = [whole] if fold(whole) in self._by_name else row.parts(column)
        return tuple(dict.fromkeys(found for part in parts if (found := self.find(row, column, part))))


class _Reader:
    """Turns the rows of all sheets into one structure."""

    def __init__(self, sheets: Mapping[str, _Sheet], words: Vocabulary) -> None:
        self._sheets = sheets
        self._words = words
        self._kinds = {row.id: self._kind(row) for row in sheets["posts"].rows}
        self._posts = _Names(sheets["posts"], {one: self._aliases(kind) for one, kind in self._kinds.items()})
        self._teams = _Names(sheets["teams"], {})
        self._agencies = _Names(sheets["agencies"], {})

    def read(self) -> Structure:
        """Read sheet by sheet."""
        return Structure(
            posts=tuple(self._post(row) for row in self._sheets["posts"].rows),
            teams=tuple(
                Team(row.id, row.text("name"), self._teams.one(row, "parent"))
                for row in self._sheets["teams"].rows
            ),
            rooms=tuple(_room(row) for row in self._sheets["rooms"].rows),
            agencies=tuple(self._agency(row) for row in self._sheets["agencies"].rows),
            rights=tuple(self._rights()),
        )

    def _kind(self, row: _Row) -> str:
        """Return the kind of a post; a new one of no kind needs a title."""
        typed = row.text("kind")
        if not (typed or row.text("name") or row.text("id")):
            row.refuse("cell_blank", "kind", "")
        return _word(row, "kind", typed, self._words.kinds)

    def _aliases(self, kind: str) -> tuple[str, ...]:
        name = self._words.kinds.names.get(kind)
        return () if name is None else (name.zh, name.en, kind)

    def _post(self, row: _Row) -> Post:
        kind = self._kinds[row.id]
        title = row.text("name")
        return Post(
            id=row.id,
            kind=kind,
            name="" if fold(title) in map(fold, self._aliases(kind)) else title,
            team=self._teams.one(row, "team"),
            fte=row.number_in("fte"),
            outsourced_fte=row.number_in("outsourced_fte") or 0.0,
            reports_to=self._posts.many(row, "reports_to"),
            dotted=self._posts.many(row, "dotted"),
            appraised_by=self._posts.one(row, "appraised_by"),
            agency=self._agencies.one(row, "agency"),
            metric=_word(row, "metric", row.text("metric"), self._words.metrics),
            basis=_word(row, "basis", row.text("basis"), self._words.bases),
        )

    def _agency(self, row: _Row) -> Agency:
        functions = (_word(row, "functions", part, self._words.functions) for part in row.parts("functions"))
        return Agency(
            id=row.id,
            name=row.text("name"),
            functions=tuple(dict.fromkeys(one for one in functions if one)),
            holds_data=self._truth(row, "holds_data"),
            holds_contracts=self._truth(row, "holds_contracts"),
        )

    def _truth(self, row: _Row, column: str) -> bool | None:
        said = _word(row, column, row.text(column), self._words.truth)
        return said == "yes" if said else None

    def _rights(self) -> Iterator[DecisionRight]:
        first: dict[str, int] = {}
        for row in self._sheets["rights"].rows:
            typed = row.text("decision")
            decision = _word(row, "decision", typed, self._words.decisions)
            if not decision:
                continue
            row.id = decision
            if first.setdefault(decision, row.number) != row.number:
                row.refuse("decision_duplicate", "decision", typed, first=first[decision])
            letters = {letter: self._posts.many(row, letter) for letter in LETTERS}
            yield DecisionRight(decision, hours=row.number_in("hours"), **letters)


def _room(row: _Row) -> Room:
    days = row.number_in("days_per_week")
    hours = row.number_in("hours_per_day")
    return (
        Room(row.id, row.text("name"), hours) if days is None else Room(row.id, row.text("name"), hours, days)
    )


def _word(row: _Row, column: str, typed: str, words: Words) -> str:
    """Return the id of a choice, "" for a blank cell and after noting an unknown word."""
    if not typed:
        return ""
    found = words.ids.get(fold(typed))
    if found is None:
        names = listed([f"{name.zh} / {name.en}" for name in words.names.values()])
        row.refuse("word_unknown", column, typed, allowed=names)
    return found or ""
