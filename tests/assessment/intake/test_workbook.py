"""Workbooks: values as a person typed them, and nothing changed without a word."""

import datetime as dt

import pytest
from openpyxl.workbook import Workbook

from tests.assessment.intake.files import accepted, codes, refusal, repacked, shared, sheet, workbook


def first(value: object, number_format: str | None = None) -> object:
    """Write one value under the header ``name`` and read it back."""

    def dress(book: Workbook) -> None:
        if number_format:
            book.active["A2"].number_format = number_format

    return accepted(workbook([["name"], [value]], dress), "file.xlsx").rows[0].values[0]


@pytest.mark.parametrize(
    "text", ["00123", "1E5", "TRUE", "2024-01-02", "NA", "null", "主播甲", " padded ", "x\ny"]
)
def test_texts_come_back_as_typed(text: str) -> None:
    """A text cell is a text, whatever it looks like."""
    assert first(text) == text


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (3, "3"),
        (3.0, "3"),
        (0.1, "0.1"),
        (1e20, "100000000000000000000"),
        (True, "TRUE"),
        (dt.date(2026, 11, 26), "2026-11-26"),
        (dt.datetime(2026, 11, 26, 8, 30), "2026-11-26 08:30:00"),  # noqa: DTZ001 - spreadsheets know no zones
        (dt.time(8, 30), "08:30:00"),
    ],
)
def test_other_cells_become_the_text_a_person_would_type(value: object, shown: str) -> None:
    """Numbers lose no digit and gain no exponent; dates come by their number format."""
    assert first(value) == shown


def test_percent_formats_are_read_as_percent() -> None:
    """A cell that shows 12.5% is 12.5%, not 0.125."""
    assert first(0.125, "0.0%") == "12.5%"


def test_blank_rows_count_and_are_left_out() -> None:
    """Row numbers are those that the spreadsheet shows."""
    table = accepted(workbook([["name", "sales"], ["a", 1], [None, None], ["b", 2]]), "file.xlsx")
    assert [row.number for row in table.rows] == [2, 4]
    assert table.sheet == "Sheet"


def test_formatted_but_empty_cells_are_no_cells() -> None:
    """Borders drawn far away add neither rows nor columns."""
    far = sheet(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c><c r="XFD1" s="0"/></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>a</t></is></c></row>'
        '<row r="1048576"><c r="A1048576"/></row>'
    )
    assert [row.values for row in accepted(far, "file.xlsx").rows] == [("a",)]


def test_values_beyond_the_header_are_named() -> None:
    """A cell to the right of the last header is not dropped without a word."""
    (problem,) = refusal(workbook([["name"], ["a", "lost"]]), "file.xlsx")
    assert (problem.code, problem.row, problem.fields) == ("cell_beyond_header", 2, {"expected": 1})


def test_shorter_rows_are_filled_with_blanks() -> None:
    """Workbooks do not store trailing blanks, so a short row is not ragged."""
    table = accepted(workbook([["name", "sales"], ["a"], ["b", 2]]), "file.xlsx")
    assert [row.values for row in table.rows] == [("a", None), ("b", 2.0)]


def test_formula_without_stored_result_is_named() -> None:
    """Reading it as a blank would turn a value into a missing one."""
    (problem,) = refusal(workbook([["name", "sales"], ["a", "=1+1"]]), "file.xlsx")
    assert (problem.code, problem.row, problem.column) == ("formula_without_value", 2, "B")


def test_formula_with_stored_result_counts_by_it() -> None:
    """A number and an empty text are results."""
    stored = sheet(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>sales</t></is></c></row>'
        '<row r="2"><c r="A2" t="str"><f>"a"</f><v>a</v></c><c r="B2"><f>6*7</f><v>42</v></c></row>'
        '<row r="3"><c r="A3" t="str"><f>"b"</f><v>b</v></c><c r="B3" t="str"><f>""</f><v></v></c></row>'
    )
    assert [row.values for row in accepted(stored, "file.xlsx").rows] == [("a", 42.0), ("b", None)]


@pytest.mark.parametrize(("area", "row"), [("A1:B1", 1), ("A2:A3", 2)])
def test_merged_cells_are_named(area: str, row: int) -> None:
    """In a merged area all values but one are blank, in the header as well as below."""

    def merge(book: Workbook) -> None:
        book.active.merge_cells(area)

    (problem,) = refusal(workbook([["name", "sales"], ["a", 1], ["b", 2]], merge), "file.xlsx")
    assert (problem.code, problem.row, problem.fields) == ("merged_cells", row, {"area": area})


def test_hidden_sheets_are_named() -> None:
    """What nobody sees is neither read nor ignored."""

    def hide(book: Workbook) -> None:
        book.create_sheet("旧数据").sheet_state = "hidden"

    (problem,) = refusal(workbook([["name"], ["a"]], hide), "file.xlsx")
    assert (problem.code, problem.fields) == ("hidden_sheet", {"name": "旧数据"})


def test_empty_sheets_beside_the_filled_one_do_not_matter() -> None:
    """Programs add empty sheets by themselves."""

    def add(book: Workbook) -> None:
        book.create_sheet("Sheet2", 0)

    assert accepted(workbook([["name"], ["a"]], add), "file.xlsx").sheet == "Sheet"


def test_two_filled_sheets_are_refused() -> None:
    """Which one was meant is not guessed."""

    def add(book: Workbook) -> None:
        book.create_sheet("more").append(["name"])

    assert codes(workbook([["name"], ["a"]], add), "file.xlsx") == ["several_sheets"]


def test_rows_and_cells_out_of_order_are_refused() -> None:
    """The reading library would drop them without a word."""
    rows = '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>'
    assert codes(sheet(rows), "file.xlsx") == ["workbook_disordered"]
    cells = '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c></row>'
    assert codes(sheet(cells), "file.xlsx") == ["workbook_disordered"]
    assert codes(sheet("<row><c><v>1</v></c></row>"), "file.xlsx") == ["workbook_disordered"]


@pytest.mark.parametrize("error", ["#N/A", "#DIV/0!"])
def test_error_cells_are_refused_where_numbers_are_wanted(error: str) -> None:
    """A spreadsheet error is no number and no blank."""
    broken = sheet(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>sales</t></is></c></row>'
        f'<row r="2"><c r="A2" t="inlineStr"><is><t>a</t></is></c><c r="B2" t="e"><v>{error}</v></c></row>'
    )
    (problem,) = refusal(broken, "file.xlsx")
    assert (problem.code, problem.value, problem.sheet) == ("number_expected", error, "Sheet")


def test_shared_texts_are_read_as_typed() -> None:
    """Excel keeps texts in a list of their own; a text cell is a number in that list."""
    content = shared(
        ["name", "00123", "主播甲"],
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="s"><v>1</v></c></row>'
        '<row r="3"><c r="A3" t="s"><v>2</v></c></row>',
    )
    assert [row.values for row in accepted(content, "file.xlsx").rows] == [("00123",), ("主播甲",)]


def test_a_workbook_without_any_cell_is_empty() -> None:
    """Nothing to read is a sentence, not a table without columns."""
    assert codes(workbook([]), "file.xlsx") == ["file_empty"]


def test_external_links_are_not_followed() -> None:
    """A stored link to another file changes nothing about the values."""
    linked = repacked(
        {},
        extra=[
            ("xl/externalLinks/externalLink1.xml", '<externalLink xmlns="x"/>'),
            ("xl/externalLinks/_rels/externalLink1.xml.rels", '<Relationships xmlns="y"/>'),
        ],
    )
    assert accepted(linked, "file.xlsx").rows[0].values == ("a",)
