"""Read an XLSX workbook: openpyxl in read-only mode, behind the guards, values as a person typed them."""

import datetime as dt
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from itertools import islice
from typing import Any, Final

from defusedxml import DefusedXmlException
from openpyxl import DEFUSEDXML, load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from assessment.domain.errors import FileRefused
from assessment.intake.container import open_container, read_part
from assessment.intake.problems import Problems, shown
from assessment.intake.sheets import SheetFacts, inspect_sheet, note_hazards
from assessment.intake.source import Limits, RawRow, RawTable

_UNREADABLE: Final = (
    KeyError, ValueError, TypeError, IndexError, AttributeError, OverflowError, OSError,
    zipfile.BadZipFile, SyntaxError, DefusedXmlException,  # bad XML is an error of syntax to every parser
)  # fmt: skip
"""What openpyxl raises on workbooks that no spreadsheet program wrote."""
_SHEETS: Final = "xl/worksheets/"


def read_workbook(content: bytes, limits: Limits, problems: Problems) -> RawTable:
    """Read the only filled sheet of a workbook.

    Cells come back as text: numbers in plain notation (a percent format as ``12.5%``), dates as
    ``2026-11-26`` or ``2026-11-26 08:00:00``, truth values as TRUE/FALSE. Formulas count by their stored
    result. Raises FileRefused.
    """
    with _filled_sheets(content, limits, problems) as filled:
        if len(filled) > 1:
            raise problems.refused("several_sheets", n=len(filled))
        return _raw_table(filled[0], problems)


def read_sheets(content: bytes, limits: Limits, problems: Problems) -> tuple[RawTable, ...]:
    """Read every filled sheet of a workbook, in its order. As with `read_workbook`; problems name the sheet.

    Raises FileRefused.
    """
    tables = []
    with _filled_sheets(content, limits, problems) as filled:
        for one in filled:
            on_sheet = Problems(problems.file, str(one[0].title))
            try:
                tables.append(_raw_table(one, on_sheet))
            except FileRefused:
                problems.take(on_sheet)
    problems.refuse_if_any()
    return tuple(tables)


_Filled = tuple[ReadOnlyWorksheet, SheetFacts]


@contextmanager
def _filled_sheets(content: bytes, limits: Limits, problems: Problems) -> Iterator[list[_Filled]]:
    """Open a workbook behind all guards. Raises FileRefused, also when no sheet holds anything."""
    if not DEFUSEDXML:  # a broken installation must not read strangers' files
        raise problems.refused("workbook_damaged")
    container = open_container(content, limits, problems)
    with container, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns about styles and extensions it leaves out
        facts = _inspect(container, limits, problems)
        yield _visible(_open(container, problems), facts, problems)


def _raw_table(filled: _Filled, problems: Problems) -> RawTable:
    sheet, seen = filled
    problems.sheet = shown(str(sheet.title))
    note_hazards(seen, problems)
    problems.refuse_if_any()
    rows = tuple(_rows(sheet, seen, problems))
    return RawTable(sheet=problems.sheet, rows=rows, ragged=False)


def _open(container: zipfile.ZipFile, problems: Problems) -> Workbook:
    """Open the workbook without following links; values, not formulas."""
    raw = container.fp
    if raw is None:
        raise problems.refused("workbook_damaged")
    raw.seek(0)
    try:
        return load_workbook(raw, read_only=True, data_only=True, keep_links=False)
    except _UNREADABLE as error:
        raise problems.refused("workbook_damaged") from error


def _inspect(container: zipfile.ZipFile, limits: Limits, problems: Problems) -> dict[str, SheetFacts]:
    """Inspect every sheet before the library sees any of them (it may walk through a sheet to open it)."""
    return {
        name: inspect_sheet(read_part(container, name, problems), limits, problems)
        for name in container.namelist()
        if name.startswith(_SHEETS) and name.endswith(".xml")
    }


def _visible(book: Workbook, facts: Mapping[str, SheetFacts], problems: Problems) -> list[_Filled]:
    """Return the sheets that hold cells, at least one. Raises FileRefused naming hidden ones."""
    filled: list[_Filled] = []
    for sheet in book.worksheets:
        seen = facts.get(str(sheet._worksheet_path))  # noqa: SLF001 - the library has no public way
        if seen is None:
            raise problems.refused("workbook_damaged")
        if sheet.sheet_state != "visible":
            problems.add("hidden_sheet", name=str(sheet.title))
        elif seen.last_row:
            filled.append((sheet, seen))
    problems.refuse_if_any()
    if not filled:
        raise problems.refused("file_empty")
    return filled


def _rows(sheet: ReadOnlyWorksheet, seen: SheetFacts, problems: Problems) -> Iterator[RawRow]:
    """Yield rows that are not blank, without their trailing empty cells."""
    cells_by_row = sheet.iter_rows(max_row=seen.last_row, max_col=seen.last_column)
    try:
        # No further than the last row: what follows the cells (validations, formats) is not read at all.
        for number, cells in enumerate(islice(cells_by_row, seen.last_row), start=1):
            texts = [_text(cell) for cell in cells]
            while texts and not texts[-1].strip():
                texts.pop()
            if texts:
                yield RawRow(number, tuple(texts))
    except _UNREADABLE as error:
        raise problems.refused("workbook_damaged") from error


def _text(cell: Any) -> str:  # noqa: ANN401 - openpyxl is untyped
    """Write a cell's value as a person would have typed it."""
    value = cell.value
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return number_text(value, percent="%" in str(cell.number_format))
    return _date_text(value)


def number_text(value: float, *, percent: bool = False) -> str:
    """Write a number in plain notation.

    >>> number_text(3.0), number_text(1e20), number_text(0.1), number_text(0.125, percent=True)
    ('3', '100000000000000000000', '0.1', '12.5%')
    """
    exact = Decimal(repr(value))
    if not exact.is_finite():
        return repr(value)
    if percent:
        exact *= 100
    whole = exact == exact.to_integral_value()
    return f"{exact.to_integral_value() if whole else exact.normalize():f}{'%' if percent else ''}"


def _date_text(value: dt.date | dt.time | dt.timedelta) -> str:
    """Write a date; midnight is left out because Excel stores a plain date as midnight."""
    if isinstance(value, dt.datetime):
        return str(value.date() if value.time() == dt.time() else value)
    return str(value)
