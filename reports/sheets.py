"""The annex of a report as plain sheets of cells: every table of its pages, then all scores and answers.

Decides what stands where; `reports.spreadsheet` writes it, and `reports.exports_check` compares a finished
file with it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reports.briefing import Briefing, ReportInput
from reports.compose import annexed
from reports.document import Page, ReportDocument, Table
from reports.editions import SUPPRESSION
from reports.numbers import Figure, Number
from reports.phrases import Phrases, phrases
from reports.sheet_data import answers_grid, scores_grid
from reports.sheet_grid import Cell, Grid, Head, text_cell
from reports.suppression import suppressed
from reports.text import NAME_LIMIT, clean

NAME_LENGTH: Final = 31
"""Characters of a sheet's name that spreadsheets accept."""
FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\]")
RESERVED: Final = frozenset({"history"})
PAIR: Final = 2


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """One sheet: its name, lines of text above its grids, the grids, and lines below."""

    name: str
    above: tuple[str, ...]
    grids: tuple[Grid, ...]
    below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """The annex. `facts` are labels and values of the first sheet, `linked` stands above its list."""

    title: str
    name: str
    facts: tuple[tuple[str, str], ...]
    list_heads: tuple[str, str]
    linked: str
    folio: str
    running_head: str
    demo_mark: str
    sheets: tuple[SheetPlan, ...]


def plan_book(document: ReportDocument, source: ReportInput) -> Book:
    """Lay out the annex of a report.

    Parameters
    ----------
    document
        The composed report.
    source
        What it was composed from; its edition decides what is withheld.

    Returns
    -------
    Book
        A sheet for each page that has tables, then one with every score and one with every question.
        Missing numbers are empty cells beside the reason, never zero.
    """
    say = phrases(document.locale)
    pages = (*document.pages, *annexed(source))
    sheets = [*_page_sheets(pages, say), *_data_sheets(source, say)]
    used = {say("workbook.contents").casefold()}
    named = tuple(
        SheetPlan(_unique(sheet.name, used), sheet.above, sheet.grids, sheet.below) for sheet in sheets
    )
    return Book(
        title=clean(document.title),
        name=say("workbook.contents"),
        facts=tuple((label, clean(value)) for label, value in _facts(document, source, say) if value),
        list_heads=(say("workbook.list.sheet"), say("workbook.list.title")),
        linked=say("workbook.linked"),
        folio=say("workbook.folio"),
        running_head=clean(document.running_head, NAME_LIMIT),
        demo_mark=clean(document.demo_mark, NAME_LIMIT),
        sheets=named,
    )


def _facts(document: ReportDocument, source: ReportInput, say: Phrases) -> Iterator[tuple[str, str]]:
    """Tell whose report it is, and from what exactly it was made."""
    yield say("workbook.fact.merchant"), source.merchant.name
    yield say("workbook.fact.as_of"), source.as_of.isoformat()
    yield say("workbook.fact.edition"), say(f"workbook.edition.{source.edition}")
    yield say("workbook.fact.report"), source.report_id
    if document.demo_mark:
        notice = document.cover.demo_notice if document.cover else ""
        yield say("workbook.fact.mode"), notice or document.demo_mark
    made = source.provenance
    if made is not None:
        for key in ("run", "method", "instrument", "knowledge", "benchmark", "data", "proposal", "choices"):
            yield say(f"workbook.digest.{key}"), str(getattr(made, key))


def _page_sheets(pages: Sequence[Page], say: Phrases) -> Iterator[SheetPlan]:
    """One sheet for each page with tables, named by its section."""
    for page in pages:
        tables = tables_of(page)
        if tables:
            above = tuple(clean(text) for text in (page.title, page.subtitle) if text)
            grids = tuple(grid_of(table, say) for table in tables)
            yield SheetPlan(page.section or page.id, above, grids, (clean(page.source),))


def tables_of(page: Page) -> tuple[Table, ...]:
    """Tables of a page, in order."""
    return tuple(block for block in page.blocks if isinstance(block, Table))


def _data_sheets(source: ReportInput, say: Phrases) -> Iterator[SheetPlan]:
    """Scores and answers, as the edition may tell them."""
    b = Briefing(source, say)
    result = suppressed(source.result, SUPPRESSION[source.edition])
    origin = (clean(b.origin()),)
    scores = say("workbook.scores_note", scale=b.scale)
    yield SheetPlan(
        say("workbook.scores"), (say("workbook.scores"), scores), (scores_grid(b, result),), origin
    )
    note = say("workbook.answers_note")
    yield SheetPlan(
        say("workbook.answers"), (say("workbook.answers"), note), (answers_grid(b, result),), origin
    )


def _shortened(name: str) -> str:
    """Cut a name to what spreadsheets accept, behind a whole word where there is one, and show the cut.

    >>> _shortened("25 Appendix how to read the numbers")
    '25 Appendix how to read the…'
    """
    room = NAME_LENGTH - 1
    head, gap, _ = name[: room + 1].rpartition(" ")
    short = head if gap and len(head) > room // 2 else name[:room]
    return short.rstrip("' ") + "…"


def _unique(name: str, used: set[str]) -> str:
    """Make a legal name of a sheet that no other one has; `used` holds folded names and is added to."""
    base = " ".join(FORBIDDEN.sub(" ", clean(name, NAME_LIMIT)).split()).strip("' ") or "-"
    if len(base) > NAME_LENGTH:
        base = _shortened(base)
    chosen, number = base, 1
    while chosen.casefold() in used or chosen.casefold() in RESERVED:
        number += 1
        end = f" {number}"
        chosen = base[: NAME_LENGTH - len(end)].rstrip("' ") + end
    used.add(chosen.casefold())
    return chosen


# Tables of pages -----------------------------------------------------------------------------------------


def grid_of(table: Table, say: Phrases) -> Grid:
    """Turn a table into cells: figures become numbers, intervals two columns."""
    heads: list[Head] = []
    columns: list[list[tuple[Cell, ...]]] = []
    for place, column in enumerate(table.columns):
        cells = [row[place] for row in table.rows]
        pair = next((c.kind for c in cells if isinstance(c, Figure) and len(c.numbers) == PAIR), None)
        header = _with_unit(clean(column.header), cells, say)
        if pair is None:
            heads.append(Head(header, any(isinstance(cell, Figure) for cell in cells)))
            columns.append([(_single(cell),) for cell in cells])
        else:
            heads += [
                Head(say(f"workbook.pair.{pair}_{end}", header=header), True) for end in ("low", "high")
            ]
            columns.append([_double(cell, same=pair == "span") for cell in cells])
    rows = tuple(
        tuple(cell for column in columns for cell in column[number]) for number in range(len(table.rows))
    )
    return Grid(tuple(heads), rows, table.emphasis)


def _with_unit(header: str, cells: Sequence[str], say: Phrases) -> str:
    """Header with the unit that the formats of the column's numbers cannot show."""
    numbers = [number for cell in cells if isinstance(cell, Figure) for number in cell.numbers]
    if any(number.unit == "yuan" for number in numbers):
        return say("workbook.yuan", header=header)
    return header


def _single(cell: str) -> Cell:
    return _number(cell.numbers[0]) if isinstance(cell, Figure) else text_cell(cell)


def _double(cell: str, *, same: bool) -> tuple[Cell, Cell]:
    """Both ends; a single figure among intervals is both, a single value without a cap has none."""
    if not isinstance(cell, Figure):
        return text_cell(cell), Cell()
    low, high = cell.numbers[0], cell.numbers[-1]
    return _number(low), _number(high) if len(cell.numbers) == PAIR or same else Cell()


def _number(number: Number) -> Cell:
    return Cell(number.value, number.format)
