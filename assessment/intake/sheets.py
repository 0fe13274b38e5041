"""Walk through one sheet's XML without building it: what would be lost or invented on reading is named.

The reading library fills gaps with empty rows, skips rows that are out of order and shows a formula
without a stored result as a blank. Each of these would change data without a word, so the sheet is
inspected first.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml import DefusedXmlException
from defusedxml.sax import parseString
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string, get_column_letter
from openpyxl.utils.exceptions import CellCoordinatesException

from assessment.intake.problems import Problems
from assessment.intake.source import Limits

_ELEMENTS_PER_CELL: Final = 3
"""A cell, its value, and its formula or its part of a row."""
_ELEMENTS_BEFORE_CELLS: Final = 5_000
"""Views and column widths; the reading library parses them with care and therefore slowly."""


@dataclass(slots=True)
class SheetFacts:
    """What inspection saw. Rows and columns count from 1; 0 means that there are none."""

    n_cells: int = 0
    last_row: int = 0
    last_column: int = 0
    out_of_order: int | None = None
    without_address: bool = False
    merged: list[str] = field(default_factory=list)
    formulas: list[tuple[int, int]] = field(default_factory=list)
    """Row and column of formulas that carry no stored result."""


class _Inspector(ContentHandler):
    """Collects `SheetFacts` from start and end tags (namespace prefixes are ignored)."""

    def __init__(self, most_cells: int) -> None:
        super().__init__()
        self.facts = SheetFacts()
        self._most_cells = most_cells
        self._all_elements = _ELEMENTS_PER_CELL * most_cells
        self._most_elements = _ELEMENTS_BEFORE_CELLS
        self._n_elements = 0
        self._row = 0
        self._cell = (0, 0)
        self._has_formula = False
        self._has_result = False
        self._has_text = False
        self._in_value = False
        self._begin: Mapping[str, Callable[[AttributesImpl], None]] = {
            "sheetData": self._begin_data,
            "row": self._begin_row,
            "c": self._begin_cell,
            "f": self._begin_formula,
            "v": self._begin_value,
            "is": self._begin_text,
            "mergeCell": self._begin_merge,
        }

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - the interface's name
        """Count, then act by the local name."""
        self._n_elements += 1
        if self._n_elements > self._most_elements:
            raise _TooManyCells
        begin = self._begin.get(name.rpartition(":")[2])
        if begin:
            begin(attrs)

    def endElement(self, name: str) -> None:  # noqa: N802 - the interface's name
        """Close a cell: a formula without a stored result has no value to read."""
        local = name.rpartition(":")[2]
        if local == "v":
            self._in_value = False
        elif local == "c":
            self._end_cell()

    def characters(self, content: str) -> None:
        """Notice a stored result."""
        if self._in_value and content:
            self._has_result = True

    def _begin_data(self, _: AttributesImpl) -> None:
        self._most_elements = self._all_elements

    def _begin_row(self, attrs: AttributesImpl) -> None:
        number = attrs.get("r")
        row = int(number) if number else self._row + 1
        if row <= self._row and self.facts.out_of_order is None:
            self.facts.out_of_order = row
        self._row = row
        self._cell = (row, 0)

    def _begin_cell(self, attrs: AttributesImpl) -> None:
        self.facts.n_cells += 1
        if self.facts.n_cells > self._most_cells:
            raise _TooManyCells
        self._has_formula = self._has_text = False
        # A formula whose result is a text may well have stored an empty one.
        self._has_result = attrs.get("t") == "str"
        address = attrs.get("r")
        if not address:
            self.facts.without_address = True
            return
        letters, row = coordinate_from_string(address)
        column = column_index_from_string(letters)
        if row != self._row or column <= self._cell[1]:
            self.facts.out_of_order = self.facts.out_of_order or self._row
        self._cell = (row, column)

    def _begin_formula(self, _: AttributesImpl) -> None:
        self._has_formula = True

    def _begin_value(self, _: AttributesImpl) -> None:
        self._in_value = True

    def _begin_text(self, _: AttributesImpl) -> None:
        self._has_text = True

    def _begin_merge(self, attrs: AttributesImpl) -> None:
        self.facts.merged.append(attrs.get("ref", ""))

    def _end_cell(self) -> None:
        """Measure the sheet by cells that hold something; a merely formatted cell is no cell."""
        if self._has_formula and not self._has_result:
            self.facts.formulas.append(self._cell)
        if self._has_result or self._has_text or self._has_formula:
            self.facts.last_row = max(self.facts.last_row, self._cell[0])
            self.facts.last_column = max(self.facts.last_column, self._cell[1])


class _TooManyCells(Exception):
    """Stop reading: the limit on cells is passed."""


def inspect_sheet(xml: bytes, limits: Limits, problems: Problems) -> SheetFacts:
    """Inspect one sheet. Raises FileRefused when it cannot be read, is too large or is out of order."""
    handler = _Inspector(limits.cells)
    try:
        parseString(xml, handler, forbid_dtd=True)
    except _TooManyCells:
        raise problems.refused("too_many_cells", limit=limits.cells) from None
    except (DefusedXmlException, SAXException, CellCoordinatesException, ValueError) as error:
        raise problems.refused("workbook_damaged") from error
    facts = handler.facts
    if facts.without_address or facts.out_of_order is not None:
        raise problems.refused("workbook_disordered")
    if facts.last_row > limits.rows + 1:
        raise problems.refused("too_many_rows", row=facts.last_row, limit=limits.rows)
    if facts.last_column > limits.columns:
        letter = get_column_letter(facts.last_column)
        raise problems.refused("too_many_columns", column=letter, limit=limits.columns)
    return facts


def note_hazards(facts: SheetFacts, problems: Problems) -> None:
    """Name merged cells and formulas that have no stored result."""
    for ref in facts.merged:
        problems.add("merged_cells", row=_first_row(ref), area=ref)
    for row, column in facts.formulas:
        problems.add("formula_without_value", row=row, column=get_column_letter(column))


def _first_row(ref: str) -> int | None:
    """Row of the upper left corner of an area such as B2:D3; None if it is not an address."""
    try:
        return int(coordinate_from_string(ref.partition(":")[0])[1])
    except CellCoordinatesException:
        return None
