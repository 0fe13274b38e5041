"""The door for workbooks of several tables: all sheets are accepted, or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessment.domain.errors import FileRefused
from assessment.intake.cells import note_repeated_keys, read_rows
from assessment.intake.header import listed, match_header
from assessment.intake.problems import Problems
from assessment.intake.sniff import named_kind, sniff
from assessment.intake.source import Limits, RawTable, Source, Table, fold
from assessment.intake.table import base_name, check_size
from assessment.intake.workbook import read_sheets


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a workbook: the titles that its sheet answers to, and its columns."""

    titles: tuple[str, ...]
    source: Source
    required: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook of several tables; `beside` are titles of sheets that are not read."""

    sheets: tuple[Sheet, ...]
    beside: tuple[str, ...] = ()
    limits: Limits = Limits()

    def sheet(self, title: str) -> Sheet | None:
        """Find the table of a sheet by its title, folded as headers are."""
        return next((one for one in self.sheets if fold(title) in map(fold, one.titles)), None)


def read_book(content: bytes, file_name: str, book: Book) -> Mapping[str, Table]:
    """Read an uploaded workbook by the declaration of its sheets.

    Parameters
    ----------
    content
        An XLSX file, at most `book.limits.file_bytes`.
    file_name
        As uploaded: shown in messages and compared with the content, never used as a path.
    book
        Sheets with their columns, keys and limits of rows.

    Returns
    -------
    Mapping
        Tables by the id of their source, in the order of the declaration; a sheet that is not there or
        holds nothing has no table.

    Raises
    ------
    FileRefused
        With every problem of every sheet (200 at most, then their number); nothing is accepted in part.
    """
    problems = Problems(base_name(file_name))
    check_size(content, book.limits, problems)
    _check_kind(content, problems)
    found = _by_source(read_sheets(content, book.limits, problems), book, problems)
    tables: dict[str, Table] = {}
    for sheet in book.sheets:
        raw = found.get(sheet.source.id)
        if raw is None:
            continue
        on_sheet = Problems(problems.file, raw.sheet)
        try:
            tables[sheet.source.id] = _table(raw, sheet.source, on_sheet)
        except FileRefused:
            problems.take(on_sheet)
    problems.refuse_if_any()
    return tables


def _check_kind(content: bytes, problems: Problems) -> None:
    """Refuse what is no workbook, and a workbook whose name says that it is something else."""
    kind = sniff(content)
    if kind == "text":
        raise problems.refused("book_needed")
    if kind != "workbook":
        raise problems.refused(f"type_{kind}")
    promised = named_kind(problems.file)
    if promised not in (None, "workbook"):
        raise problems.refused("name_other" if promised == "other" else f"name_promises_{promised}")


def _by_source(tables: Sequence[RawTable], book: Book, problems: Problems) -> Mapping[str, RawTable]:
    """Match sheets by their titles. Raises FileRefused for unknown, repeated and missing ones."""
    found: dict[str, RawTable] = {}
    known = listed([sheet.titles[0] for sheet in book.sheets])
    for raw in tables:
        title = raw.sheet or ""
        sheet = book.sheet(title)
        if sheet is None:
            if fold(title) not in map(fold, book.beside):
                problems.add("sheet_unknown", value=title, expected=known)
        elif sheet.source.id in found:
            problems.add("sheet_twice", value=title, first=str(found[sheet.source.id].sheet))
        else:
            found[sheet.source.id] = raw
    for sheet in book.sheets:
        if sheet.required and sheet.source.id not in found:
            problems.add("sheet_missing", value=sheet.titles[0])
    problems.refuse_if_any()
    return found


def _table(raw: RawTable, source: Source, problems: Problems) -> Table:
    if len(raw.rows) - 1 > source.limits.rows:
        raise problems.refused("too_many_rows", limit=source.limits.rows)
    places = match_header(raw, source, problems)
    rows = read_rows(raw, places, source, problems)
    note_repeated_keys(rows, places, source, problems)
    problems.refuse_if_any()
    return Table(
        file=problems.file,
        sheet=raw.sheet,
        columns=tuple(place.column.id for place in places),
        headers=tuple(place.header for place in places),
        rows=rows,
    )
