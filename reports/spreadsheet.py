"""The annex of a report as an XLSX file: numbers as numbers, texts as texts whatever they begin with."""

import io
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from math import ceil
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from assessment.domain.text import Locale
from reports import theme
from reports.briefing import ReportInput
from reports.document import ReportDocument
from reports.furniture import FURNITURE
from reports.packages import repacked
from reports.sheet_grid import Cell, Grid, stored
from reports.sheets import Book, SheetPlan, plan_book
from reports.text import TEXT_LIMIT, clean, em

FONTS: Final[dict[Locale, str]] = {"zh": "Microsoft YaHei", "en": "Arial"}
FORMULA_STARTS: Final = tuple("=+-@\t\r")
"""Texts that begin so are marked as text for spreadsheets that look at more than the cell's type."""
WIDEST: Final = 46.0
"""Characters across; longer texts wrap."""
NARROWEST: Final = 9.0
EM: Final = 2.1
"""Characters of a spreadsheet's column that one em of our type takes, with the cell's own margin in mind."""
HEAD_WIDEST: Final = 13.0
"""Headers wrap early, so that columns of numbers stay narrow."""
INDENT: Final = 3.0
LINE_LEAST: Final = 100.0
DEFAULT_WIDTH: Final = 8.4
ROW: Final = 18.0
LINE: Final = 13.5
HIGHEST: Final = 400.0
"""Points: the height of a row, of each further line in it, and the most that spreadsheets allow."""
HEADER_LIMIT: Final = 80
"""Characters in each third of a printed page's head or foot: together they may have 255."""
CORE: Final = "docProps/core.xml"

_THIN: Final = Side("thin", color=theme.RULE[1:])
_RULE: Final = Border(bottom=_THIN)
_HEAD_FILL: Final = PatternFill("solid", fgColor=theme.NAVY[1:])
_EMPHASIS_FILL: Final = PatternFill("solid", fgColor=theme.PANEL[1:])
_MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def write_workbook(document: ReportDocument, source: ReportInput) -> bytes:
    """Write the annex of a report.

    Parameters
    ----------
    document
        The composed report.
    source
        What it was composed from; its edition decides what is withheld.

    Returns
    -------
    bytes
        An XLSX file: contents, a sheet for each page with tables, scores, answers. No formulas, macros,
        external links or hidden sheets. The same input gives the same bytes.
    """
    book = plan_book(document, source)
    writer = _Writer(document.locale)
    workbook = Workbook()
    workbook.remove(workbook.active)
    _describe(workbook, book, source)
    front = workbook.create_sheet(stored(book.name))
    writer.contents(front, book)
    _printed(front, book, 0)
    for plan in book.sheets:
        sheet = workbook.create_sheet(plan.name)
        first = writer.sheet(sheet, plan)
        _printed(sheet, book, first)
    out = io.BytesIO()
    workbook.save(out)
    day = _midnight(source.as_of).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    return repacked(out.getvalue(), {CORE: lambda part: _MODIFIED.sub(rb"\g<1>" + day, part)})


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _describe(workbook: Workbook, book: Book, source: ReportInput) -> None:
    """Name the file; `identifier` is the report's id, by which the file is found again."""
    furniture, properties = FURNITURE[source.locale], workbook.properties
    properties.title, properties.creator = book.title, furniture.author
    properties.lastModifiedBy, properties.language = furniture.author, furniture.language
    properties.identifier, properties.subject = clean(source.report_id), book.running_head
    properties.created = _midnight(source.as_of).replace(tzinfo=None)


class _Writer:
    """Puts plans into sheets with one set of styles."""

    def __init__(self, locale: Locale) -> None:
        name = FONTS[locale]
        self._plain = Font(name, 10, color=theme.INK[1:])
        self._bold = Font(name, 10, bold=True, color=theme.INK[1:])
        self._head = Font(name, 10, bold=True, color=theme.WHITE[1:])
        self._title = Font(name, 14, bold=True, color=theme.NAVY[1:])
        self._muted = Font(name, 9, color=theme.MUTED[1:])
        self._link = Font(name, 10, underline="single", color=theme.MERCHANT[1:])
        self._left = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
        self._right = Alignment(horizontal="right", vertical="center", wrap_text=True, indent=1)

    def contents(self, sheet: Worksheet, book: Book) -> None:
        """Write what the file is, and a line for each sheet that leads there."""
        widths = (30.0, 92.0)
        for letter, width in zip("AB", widths, strict=True):
            sheet.column_dimensions[letter].width = width
        self._line(sheet, 1, book.title, self._title, widths)
        row = 3
        for label, value in book.facts:
            self._text(sheet, row, 1, label, self._muted)
            self._text(sheet, row, 2, value, self._plain)
            sheet.row_dimensions[row].height = _height([label, value], widths)
            row += 1
        row += 1
        self._line(sheet, row, book.linked, self._muted, widths)
        row += 1
        for column, text in enumerate(book.list_heads, start=1):
            cell = self._text(sheet, row, column, text, self._head)
            cell.fill = _HEAD_FILL
        for plan in book.sheets:
            row += 1
            cell = self._text(sheet, row, 1, plan.name, self._link)
            place = f"{quote_sheetname(plan.name)}!A1"
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=place)
            cell.font, cell.border = self._link, _RULE
            self._text(sheet, row, 2, plan.above[0], self._plain).border = _RULE
            sheet.row_dimensions[row].height = _height([plan.name, plan.above[0]], widths)

    def sheet(self, sheet: Worksheet, plan: SheetPlan) -> int:
        """Write one sheet; return the row of its header, 0 if it has several."""
        widths = _widths(plan.grids)
        for column, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(column)].width = width
        across = _across(widths)
        for row, text in enumerate(plan.above, start=1):
            self._line(sheet, row, text, self._title if row == 1 else self._muted, across)
        row = first = len(plan.above) + 2
        for grid in plan.grids:
            row = self._grid(sheet, row, grid, widths) + 1
        for text in plan.below:
            self._line(sheet, row, text, self._muted, across)
            row += 1
        single = len(plan.grids) == 1
        left = "C" if single and len(plan.grids[0].heads) > 8 else "A"  # noqa: PLR2004 - wide: names stay in sight
        sheet.freeze_panes = f"{left}{first + 1 if single else first}"
        return first if single else 0

    def _grid(self, sheet: Worksheet, row: int, grid: Grid, widths: Sequence[float]) -> int:
        """Write header and rows from `row` on; return the first free row."""
        for column, head in enumerate(grid.heads, start=1):
            cell = self._text(sheet, row, column, head.text, self._head)
            cell.fill = _HEAD_FILL
            cell.alignment = self._right if head.right else self._left
        sheet.row_dimensions[row].height = _height([head.text for head in grid.heads], widths) + 4.0
        for number, cells in enumerate(grid.rows):
            row += 1
            strong = number in grid.emphasis
            for column, one in enumerate(cells, start=1):
                self._cell(sheet, row, column, one, strong=strong)
            texts = [one.value if isinstance(one.value, str) else "" for one in cells]
            sheet.row_dimensions[row].height = _height(texts, widths)
        return row + 1

    def _cell(self, sheet: Worksheet, row: int, column: int, one: Cell, *, strong: bool) -> None:
        font = self._bold if strong else self._plain
        if isinstance(one.value, float):
            cell = sheet.cell(row, column, _whole(one.value))
            cell.number_format, cell.font, cell.alignment = one.format, font, self._right
        else:
            cell = self._text(sheet, row, column, one.value or "", font)
        cell.border = _RULE
        if strong:
            cell.fill = _EMPHASIS_FILL

    def _text(self, sheet: Worksheet, row: int, column: int, text: str, font: Font) -> Any:  # noqa: ANN401
        """Write a text as a text: whatever it looks like, no spreadsheet may take it for more."""
        cell = sheet.cell(row, column)
        if text:
            cell.value = "text"
            cell._value = stored(text)  # noqa: SLF001 - the setter would guess a type from what it looks like
            cell.data_type = "s"
            if text.startswith(FORMULA_STARTS):
                cell.quotePrefix = True
        cell.font, cell.alignment = font, self._left
        return cell

    def _line(self, sheet: Worksheet, row: int, text: str, font: Font, across: Sequence[float]) -> None:
        """Write a line across the columns of a sheet."""
        self._text(sheet, row, 1, text, font)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(across))
        size = font.size / 10.0
        sheet.row_dimensions[row].height = _height([text], [sum(across) / size]) * size


def _whole(value: float) -> float | int:
    """Whole numbers without a decimal point in the file."""
    return int(value) if value.is_integer() and abs(value) < 1e15 else value  # noqa: PLR2004 - exact so far


def _widths(grids: Sequence[Grid]) -> list[float]:
    """Widths of the columns that all grids of a sheet share, in characters."""
    columns = max((len(grid.heads) for grid in grids), default=0)
    widths = [NARROWEST] * columns
    for grid in grids:
        for place, head in enumerate(grid.heads):
            longest = max((_room(row[place].value) for row in grid.rows), default=0.0)
            wanted = max(longest, min(_room(head.text), HEAD_WIDEST))
            widths[place] = max(widths[place], min(wanted, WIDEST))
    return [ceil(10 * width) / 10 for width in widths]


def _room(value: str | float | None) -> float:
    """Characters that a text takes on one line, with the cell's own margins; numbers fit any column."""
    return em(value[:100]) * EM + INDENT if isinstance(value, str) else 0.0


def _across(widths: Sequence[float]) -> list[float]:
    """Columns that lines of text run across: at least a good part of a page, however narrow the table."""
    across = list(widths)
    while sum(across) < LINE_LEAST:
        across.append(DEFAULT_WIDTH)
    return across


def _height(texts: Sequence[str], widths: Sequence[float]) -> float:
    """Height of a row in points: as many lines as its longest text wraps into."""
    lines = max(
        (
            ceil(em(text[:TEXT_LIMIT]) * EM / (width - INDENT))
            for text, width in zip(texts, widths, strict=False)
        ),
        default=1,
    )
    return min(ROW + LINE * (max(lines, 1) - 1), HIGHEST)


def _printed(sheet: Worksheet, book: Book, header: int) -> None:
    """Set the sheet up for paper: A4 landscape, as wide as the paper, headers repeated, numbered."""
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = False
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    if header:
        sheet.print_title_rows = f"{header}:{header}"
    sheet.oddHeader.left.text = _plain_code(book.running_head)
    sheet.oddHeader.right.text = _plain_code(book.demo_mark)
    sheet.oddFooter.right.text = book.folio


def _plain_code(text: str) -> str:
    """Text for a page's head: ``&`` would begin a code there."""
    return stored(text)[:HEADER_LIMIT].replace("&", "&&") or None  # type: ignore[return-value]
