"""Text files: encodings, separators, and rows counted as a spreadsheet counts them."""

import pytest

from tests.assessment.intake.files import accepted, codes, csv_text, refusal

ROWS = [["姓名", "销售额"], ["主播甲", "12.5"], ["NA", ""], ["00123", "1e3"]]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_each_encoding_and_separator_reads_the_same(encoding: str, separator: str) -> None:
    """Twelve ways to save one table give one table."""
    table = accepted(csv_text(ROWS, separator).encode(encoding))
    assert table.columns == ("name", "sales")
    assert table.headers == ("姓名", "销售额")
    assert [row.values for row in table.rows] == [("主播甲", 12.5), ("NA", None), ("00123", 1000.0)]


@pytest.mark.parametrize(
    "code",
    ["00123", "1E5", "TRUE", "2024-01-02", "12345678901234567890", "NA", "null", "None", "nan", "=1+1", "@x"],
)
def test_codes_and_names_come_back_as_typed(code: str) -> None:
    """Nothing in a text column is taken for a number, a date, a blank or a formula."""
    table = accepted(f"name\n{code}\n".encode())
    assert table.rows[0].values == (code,)


def test_row_numbers_are_those_of_a_spreadsheet() -> None:
    """The header is row 1, blank lines count, a line break inside quotes does not."""
    table = accepted(b'name,sales\n\n"two\nlines",1\n,,\nlast,2\n'.replace(b",,", b","))
    assert [row.number for row in table.rows] == [3, 5]
    assert table.rows[0].values[0] == "two\nlines"


def test_header_may_follow_blank_lines() -> None:
    """The first line that is not blank is the header, and keeps its number in messages."""
    (problem,) = refusal(b"\n\nname,age\n")
    assert (problem.code, problem.row, problem.column) == ("column_unknown", 3, "age")


@pytest.mark.parametrize(("line", "found"), [("a,1,extra", 3), ("a", 1), ("a,1,", 3)])
def test_ragged_rows_are_named_with_both_widths(line: str, found: int) -> None:
    """A row that is wider or narrower than the header is never shifted into place."""
    (problem,) = refusal(f"name,sales\nfine,1\n{line}\n".encode())
    assert (problem.code, problem.row) == ("row_ragged", 3)
    assert problem.fields == {"expected": 2, "found": found}


@pytest.mark.parametrize("control", ["\x00", "\x07", "\x1b", "\x7f", "\x85"])
def test_control_characters_are_refused_with_row_and_column(control: str) -> None:
    """An invisible character is named by its escaped value."""
    (problem,) = refusal(f"name,sales\na{control}b,1\n".encode())
    assert (problem.code, problem.row, problem.column) == ("control_character", 2, "name")
    assert problem.value is not None
    assert problem.value.isprintable()


def test_control_characters_in_headers_are_refused() -> None:
    """A header is held to the same rule as a cell."""
    assert codes(b"na\x01me\nx\n") == ["control_character", "column_missing"]


@pytest.mark.parametrize("content", [b'name\n"open\nx\n', b'name\n"a"b\n'])
def test_quotes_that_do_not_match_stop_the_reading(content: bytes) -> None:
    """A cut-off file and a stray quote are told with the row where reading stopped."""
    (problem,) = refusal(content)
    assert problem.code == "quotes_broken"
    assert problem.row == 2


def test_bytes_of_no_known_encoding_are_refused() -> None:
    """Neither UTF-8 nor GB18030: said, not guessed."""
    assert codes(b"name\n\xff\x30\x81caf\xe9\xff\n") == ["encoding_unknown"]


def test_a_cell_longer_than_a_spreadsheet_allows_is_refused() -> None:
    """32,767 characters are fine, one more is not, a quarter of a million neither."""
    wide = accepted(b"\xe5\xa7\x93\xe5\x90\x8d\n" + b"x" * 50 + b"\n")
    assert len(str(wide.rows[0].values[0])) == 50
    assert codes(b"name\n" + b"x" * 51 + b"\n") == ["cell_too_long"]
    assert codes(b"name,sales\nx," + b"1" * 32_768 + b"\n") == ["cell_too_long"]
    assert codes(b"name\n" + b"x" * 250_000 + b"\n") == ["cell_too_long"]
