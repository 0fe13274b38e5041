"""Headers, keys, limits and the list of problems: the same for text files and workbooks."""

import dataclasses

import pytest

from assessment.domain.errors import FileRefused
from assessment.intake import Column, Limits, Source, read_table
from assessment.intake.problems import MOST_PROBLEMS, VALUE_LENGTH, Problems, shown
from tests.assessment.intake.files import PEOPLE, accepted, codes, refusal, workbook


@pytest.mark.parametrize("header", ["name", " Name ", "NAME", "ｎａｍｅ", "姓名", "\u3000姓名"])
def test_headers_match_after_folding(header: str) -> None:
    """Spaces, case and full width do not matter; aliases count."""
    assert accepted(f"{header}\nx\n".encode()).columns == ("name",)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("name,name", ["header_duplicate"]),
        ("name,姓名", ["header_duplicate"]),
        ("sales", ["column_missing"]),
        ("name,,sales", ["header_blank"]),
        ("name,age,id", ["column_unknown", "column_unknown"]),
        ("age", ["column_unknown", "column_missing"]),
    ],
)
def test_every_wrong_header_is_named(header: str, expected: list[str]) -> None:
    """Duplicate, missing, blank and unknown headers are all told at once."""
    width = header.count(",")
    assert codes(f"{header}\n{'1,' * width}1\n".encode()) == expected


def test_trailing_columns_without_header_and_values_are_dropped() -> None:
    """Spreadsheet programs like to save empty columns; they mean nothing."""
    assert accepted(b"name,,\na,,\n").columns == ("name",)
    assert codes(b"name,,\na,,x\n") == ["header_blank", "header_blank"]


def test_a_lenient_source_ignores_columns_it_does_not_know() -> None:
    """Platform exports bring more columns than are asked for."""
    lenient = dataclasses.replace(PEOPLE, strict=False)
    table = accepted(b"age,name\n30,a\n", source=lenient)
    assert table.columns == ("name",)
    assert table.rows[0].values == ("a",)


def test_blank_is_missing_only_where_the_column_allows_it() -> None:
    """A blank cell is None or a named problem, never 0 and never an empty text."""
    assert accepted(b"name,sales\na,\n").rows[0].values == ("a", None)
    (problem,) = refusal(b"name,sales\n ,1\n")
    assert (problem.code, problem.row, problem.column) == ("cell_blank", 2, "name")


def test_repeated_keys_are_named_with_their_first_row() -> None:
    """The second row with the same key says where the first one stands."""
    keyed = dataclasses.replace(PEOPLE, key=("name",))
    (problem,) = refusal(b"name,sales\na,1\nb,2\na,3\n", source=keyed)
    assert (problem.code, problem.row, problem.value) == ("key_duplicate", 4, "a")
    assert problem.fields == {"first": 2}


def test_problems_of_the_whole_file_are_collected() -> None:
    """One reading names everything that is wrong, in the order of the file."""
    content = b"name,sales\n,1\na,x\nb,nan\nc,2024-01-02\nd,-5\ne,1,2\n"
    assert codes(content) == [
        "cell_blank",
        "number_expected",
        "number_not_finite",
        "number_is_date",
        "number_out_of_range",
        "row_ragged",
    ]


def test_only_so_many_problems_are_listed_but_all_are_counted() -> None:
    """200 problems are shown, the rest becomes a number."""
    content = b"name,sales\n" + b"a,x\n" * 1_000
    with pytest.raises(FileRefused) as refused:
        read_table(content, "file.csv", PEOPLE)
    listed = refused.value.fields["problems"]
    assert isinstance(listed, tuple)
    assert len(listed) == MOST_PROBLEMS
    assert refused.value.fields["total"] == 1_000


def test_nothing_is_kept_of_a_refused_file() -> None:
    """There is no partial table: a thousand good rows and one bad one give a refusal."""
    assert codes(b"name,sales\n" + b"a,1\n" * 1_000 + b"b,x\n") == ["number_expected"]


@pytest.mark.parametrize(
    ("limits", "content", "code"),
    [
        (Limits(file_bytes=1024 * 1024), b"name\n" + b"x\n" * 600_000, "file_too_large"),
        (Limits(rows=10), b"name\n" + b"x\n" * 11, "too_many_rows"),
        (Limits(rows=10), b"name\n" + b"\n" * 11 + b"x\n", "too_many_rows"),
        (Limits(columns=3), b"name,a,b,c\n1,2,3,4\n", "too_many_columns"),
    ],
)
def test_limits_refuse_before_anything_else(limits: Limits, content: bytes, code: str) -> None:
    """Size, rows (blank ones count) and columns are bounded."""
    assert codes(content, source=dataclasses.replace(PEOPLE, limits=limits)) == [code]


def test_exactly_the_limit_is_accepted() -> None:
    """The limit on rows is the number of data rows that fit."""
    source = dataclasses.replace(PEOPLE, limits=Limits(rows=10, columns=2))
    assert len(accepted(b"name,sales\n" + b"x,1\n" * 10, source=source).rows) == 10


@pytest.mark.parametrize("name", ["../../etc/passwd.csv", "C:\\temp\\a.csv", "a.csv", "a\x00b.csv", ""])
def test_the_name_is_shown_and_never_used(name: str) -> None:
    """Of a path only the last part is shown, and what is shown can be printed."""
    table = accepted(b"name\nx\n", name)
    assert "/" not in table.file
    assert "\\" not in table.file.replace("\\x00", "")
    assert table.file.isprintable()


def test_values_in_messages_are_short_and_printable() -> None:
    """A hostile value cannot flood or garble a message."""
    (problem,) = refusal(("name,sales\na," + "\u202e<b>" * 200 + "\n").encode())
    assert problem.value is not None
    assert len(problem.value) <= VALUE_LENGTH
    assert problem.value.isprintable()
    assert shown("\ud800\n") == "\\ud800\\n"


def test_a_header_alone_is_a_table_without_rows() -> None:
    """Whether that is enough is for the source to say."""
    assert accepted(b"name\n").rows == ()
    assert accepted(workbook([["name"]]), "file.xlsx").rows == ()


def test_problem_lists_carry_the_sheet() -> None:
    """Problems that are noted for a sheet say its name."""
    problems = Problems("a.xlsx", "一月")
    problems.add("cell_blank", row=2, column="name")
    assert problems.listed[0].sheet == "一月"
    assert Column("a", ("a",)).required
    assert Source("s", ()).limits.rows == 100_000
