"""Read an XLSX workbook: openpyxl in read-only mode, behind the guards, values as a person typed them."""

import datetime as dt
import warnings
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from openpyxl import DEFUSEDXML, load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from assessment.intake.container import open_container, read_part
from assessment.intake.problems import Problems
from assessment.intake.sheets import inspect_sheet, note_hazards
from assessment.intake.source import Limits, RawRow, RawTable

_UNREADABLE: Final = (
    KeyError, ValueError, TypeError, IndexError, AttributeError, OverflowError,
    zipfile.BadZipFile, ParseError, DefusedXmlException,
)  # fmt: skip
"""What openpyxl raises on workbooks that no spreadsheet program wrote."""


def read_workbook(content: bytes, limits: Limits, problems: Problems) -> RawTable:
    """Read the only filled sheet of a workbook.

    Cells come back as text: numbers in plain notation (a percent format as ``12.5%``), dates as
    ``2026-11-26`` or ``2026-11-26 08:00:00``, truth values as TRUE/FALSE. Formulas count by their stored
    result. Raises FileRefused.
    """
    if not DEFUSEDXML:  # a broken installation must not read strangers' files
        raise problems.refused("workbook_damaged")
    container = open_container(content, limits, problems)
    with container, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns about styles and extensions it leaves out
        book = _open(container, problems)
        sheet, xml = _only_sheet(book, container, problems)
        problems.sheet = str(sheet.title)
        facts = inspect_sheet(xml, limits, problems)
        note_hazards(facts, problems)
        rows = tuple(_rows(sheet, facts.last_row, facts.last_column, problems))
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


def _only_sheet(
    book: Workbook, container: zipfile.ZipFile, problems: Problems
) -> tuple[ReadOnlyWorksheet, bytes]:
    """Return the one sheet that holds cells. Hidden sheets are named, several filled ones refused."""
    filled: list[tuple[ReadOnlyWorksheet, bytes]] = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            problems.add("hidden_sheet", name=str(sheet.title))
            continue
        xml = read_part(container, str(sheet._worksheet_path), problems)  # noqa: SLF001 - no public way
        if b":v>" in xml or b"<v" in xml or b"<is" in xml or b":is>" in xml or b"<f" in xml:
            filled.append((sheet, xml))
    problems.refuse_if_any()
    if not filled:
        raise problems.refused("file_empty")
    if len(filled) > 1:
        raise problems.refused("several_sheets", n=len(filled))
    return filled[0]


def _rows(sheet: ReadOnlyWorksheet, last_row: int, last_column: int, problems: Problems) -> Iterator[RawRow]:
    """Yield rows that are not blank, without their trailing empty cells."""
    try:
        for number, cells in enumerate(sheet.iter_rows(max_row=last_row, max_col=last_column), start=1):
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
