"""The gate of the other forms: each finished file is read back and compared with what it was made from.

A workbook is read with openpyxl, a text as bare XML (`reports.word_check`), pictures with Pillow. An empty
answer means that the file may be handed out.
"""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from math import isclose
from typing import Any, Final

from openpyxl import load_workbook
from PIL import Image, UnidentifiedImageError

from reports.check import Finding
from reports.images import WIDTH, picture_name
from reports.package_check import BROKEN, SHOWN, check_package, check_placeholders
from reports.packages import parts_of
from reports.sheet_grid import Cell, Grid, stored
from reports.sheets import Book, SheetPlan
from reports.word_check import check_word

__all__ = ["check_pictures", "check_word", "check_workbook"]

ROW_SHOWN: Final = 5
DIGITS: Final = 1e-14
"""Workbooks keep sixteen digits of a number, spreadsheets fifteen."""
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[ >/]")

Row = tuple[tuple[str | float | None, str], ...]
"""Value and format of each cell, without empty ones at the end."""


def check_workbook(content: bytes, book: Book, typed: Sequence[str] = ()) -> tuple[Finding, ...]:
    """List what is wrong with a finished workbook.

    Parameters
    ----------
    content
        The file.
    book
        What it has to hold, cell by cell.
    typed
        Texts that people typed, which may look like anything.

    Returns
    -------
    tuple of Finding
        `page` counts sheets. Codes: ``unreadable``, ``foreign_part``, ``link``, ``formula``, ``sheets``,
        ``hidden_sheet``, ``cell`` (another value, type or format), ``placeholder``.
    """
    try:
        parts = dict(parts_of(content))
        workbook = load_workbook(io.BytesIO(content))
        sheets = [(sheet, _rows(sheet)) for sheet in workbook.worksheets]
    except BROKEN as error:
        return (Finding("unreadable", None, type(error).__name__),)
    found = [*check_package(parts), *_formulas(parts)]
    names = [stored(book.name), *(plan.name for plan in book.sheets)]
    if workbook.sheetnames != names:
        found.append(Finding("sheets", None, f"{len(workbook.sheetnames)} / {len(names)}"))
    due = [_front(book), *map(_expected, book.sheets)]
    for number, ((sheet, rows), wanted) in enumerate(zip(sheets, due, strict=False), start=1):
        if sheet.sheet_state != "visible":
            found.append(Finding("hidden_sheet", number, sheet.title))
        found += _differences(rows, wanted, number)
        found += check_placeholders([str(value) for row in rows for value, _ in row if value], number, typed)
    return tuple(found)


def _rows(sheet: Any) -> list[Row]:  # noqa: ANN401 - openpyxl has no types
    """Read the rows of a sheet that hold something."""
    read = []
    for cells in sheet.iter_rows():
        row = [(cell.value, cell.number_format if cell.data_type == "n" else "") for cell in cells]
        while row and row[-1][0] is None:
            row.pop()
        if row:
            read.append(tuple((value, form if value is not None else "") for value, form in row))
    return read


def _front(book: Book) -> list[Row]:
    """Rows of the first sheet: what the file is, and what each sheet holds."""
    pairs = (*book.facts, (book.linked, ""), book.list_heads, *((s.name, s.above[0]) for s in book.sheets))
    told = ((_text(book.title),), *(tuple(map(_text, pair)) for pair in pairs))
    return [row[: 1 + (len(row) > 1 and row[1][0] is not None)] for row in told]


def _text(text: str) -> tuple[str | None, str]:
    return stored(text) or None, ""


def _expected(plan: SheetPlan) -> list[Row]:
    """Rows that a sheet has to hold."""
    rows: list[Row] = [((stored(text), ""),) for text in plan.above]
    for grid in plan.grids:
        rows += _grid_rows(grid)
    rows += [((stored(text), ""),) for text in plan.below]
    return rows


def _grid_rows(grid: Grid) -> Iterator[Row]:
    yield tuple((stored(head.text) or None, "") for head in grid.heads)
    for cells in grid.rows:
        row = [_cell(cell) for cell in cells]
        while row and row[-1][0] is None:
            row.pop()
        if row:
            yield tuple(row)


def _cell(cell: Cell) -> tuple[str | float | None, str]:
    if isinstance(cell.value, float):
        return cell.value, cell.format
    return (stored(cell.value) if cell.value else None), ""


def _differences(rows: Sequence[Row], expected: Sequence[Row], number: int) -> Iterator[Finding]:
    """Tell rows that are not as they should be, the first few of a sheet."""
    told = 0
    for place, (row, wanted) in enumerate(zip_longest(rows, expected, fillvalue=()), start=1):
        if not _same(row, wanted) and told < ROW_SHOWN:
            told += 1
            pair = next(
                (p for p in zip_longest(row, wanted, fillvalue=(None, "")) if not _equal(*p)), ((), ())
            )
            yield Finding("cell", number, f"{place}: {pair[0]!r} / {pair[1]!r}"[: 2 * SHOWN])


def _same(row: Row, wanted: Row) -> bool:
    return len(row) == len(wanted) and all(map(_equal, row, wanted))


def _equal(one: tuple[Any, str], wanted: tuple[Any, str]) -> bool:
    """Tell whether it is the same value, a number where one is due, and shown the same way."""
    if isinstance(wanted[0], float):
        is_number = isinstance(one[0], int | float) and not isinstance(one[0], bool)
        return is_number and isclose(one[0], wanted[0], rel_tol=DIGITS) and one[1] == wanted[1]
    return one[0] == wanted[0] and isinstance(one[0], str | None)


def _formulas(parts: Mapping[str, bytes]) -> Iterator[Finding]:
    """Look for formulas in the file itself, whatever a reader makes of them."""
    for name, part in parts.items():
        if name.startswith("xl/worksheets/") and name.endswith(".xml") and _FORMULA.search(part):
            yield Finding("formula", None, name)


def check_pictures(content: bytes, pages: int, *, width: int = WIDTH) -> tuple[Finding, ...]:
    """List what is wrong with a finished set of pictures.

    Parameters
    ----------
    content
        The ZIP file.
    pages
        Number of pages of the report.
    width
        Pixels across that each picture must have.

    Returns
    -------
    tuple of Finding
        Codes: ``unreadable``, ``page_count`` (names and number of pictures), ``picture_size``, ``blank``.
    """
    try:
        parts = dict(parts_of(content))
    except BROKEN as error:
        return (Finding("unreadable", None, type(error).__name__),)
    if list(parts) != [picture_name(number, pages) for number in range(1, pages + 1)]:
        return (Finding("page_count", None, f"{len(parts)} / {pages}"),)
    found: list[Finding] = []
    for number, part in enumerate(parts.values(), start=1):
        found += _picture(part, number, width)
    return tuple(found)


def _picture(part: bytes, number: int, width: int) -> Iterator[Finding]:
    try:
        with Image.open(io.BytesIO(part), formats=("PNG",)) as picture:
            size = picture.size
            lowest, highest = picture.convert("L").getextrema()
    except (UnidentifiedImageError, Image.DecompressionBombError, *BROKEN) as error:
        yield Finding("unreadable", number, type(error).__name__)
        return
    if abs(size[0] - width) > 1 or size[1] < 1:
        yield Finding("picture_size", number, f"{size[0]} x {size[1]}")
    if lowest == highest:
        yield Finding("blank", number, str(lowest))
