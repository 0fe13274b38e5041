"""The responses source: the instrument decides what is legal."""

import dataclasses

import pytest

from assessment.content.words import say
from assessment.domain.errors import FileRefused
from assessment.domain.instrument import Instrument
from assessment.domain.response import NOT_APPLICABLE, UNKNOWN
from assessment.domain.text import LOCALES
from assessment.intake import Problem, read_responses
from tests.assessment.intake.files import instrument, workbook

WITH_ROLES = instrument()
WITHOUT_ROLES = instrument(roles=False)


def problems(text: str, of: Instrument = WITH_ROLES) -> tuple[Problem, ...]:
    """Return the problems for which a file of answers is refused."""
    with pytest.raises(FileRefused) as refused:
        read_responses(text.encode(), "answers.csv", of)
    listed = refused.value.fields["problems"]
    assert isinstance(listed, tuple)
    return listed


def test_wide_rows_without_names_are_called_by_their_row() -> None:
    """``respondent`` and ``role`` are optional; blanks are missing answers."""
    rows = read_responses(b"AD1-1,AD2-1\n3,\n,5\n", "a.csv", WITHOUT_ROLES)
    assert [(row.respondent, row.role) for row in rows] == [("2", ""), ("3", "")]
    assert [row.answers for row in rows] == [bytes([3, 0, 0]), bytes([0, 0, 5])]


def test_items_match_in_any_order_and_case() -> None:
    """The column's name decides, not its place."""
    (row,) = read_responses(b"ad2-1,AD1-1\n1,2\n", "a.csv", WITHOUT_ROLES)
    assert row.answers == bytes([2, 0, 1])


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("不知道", UNKNOWN),
        ("Unknown", UNKNOWN),
        ("不适用", NOT_APPLICABLE),
        ("n/a", NOT_APPLICABLE),
        ("３", 3),
        (" 4 ", 4),
    ],
)
def test_words_and_full_width_digits_are_levels_too(word: str, code: int) -> None:
    """People type what the questionnaire shows them."""
    (row,) = read_responses(f"AD2-1\n{word}\n".encode(), "a.csv", WITHOUT_ROLES)
    assert row.answers[2] == code


@pytest.mark.parametrize(
    "level", ["0", "6", "-1", "3.5", "NA", "nan", "yes", "254", "255", "1e0", "2024-01-03"]
)
def test_levels_off_the_scale_are_named(level: str) -> None:
    """A stored code cannot be typed, and nothing is rounded."""
    (problem,) = problems(f"AD1-1\n{level}\n", WITHOUT_ROLES)
    assert (problem.code, problem.row, problem.column, problem.value) == (
        "level_not_on_scale",
        2,
        "AD1-1",
        level,
    )
    assert problem.fields == {"low": 1, "high": 5}


def test_not_applicable_only_where_it_is_offered() -> None:
    """The instrument says which items may not apply."""
    (problem,) = problems("AD1-1\n不适用\n", WITHOUT_ROLES)
    assert problem.code == "not_applicable_not_offered"


@pytest.mark.parametrize(
    ("typed", "role"), [("OWN", "OWN"), ("own", "OWN"), ("投手", "MEDIA"), ("CST", "CST")]
)
def test_roles_by_code_or_name(typed: str, role: str) -> None:
    """Codes and names in either language count; consultants exist everywhere."""
    (row,) = read_responses(f"role,AD1-1\n{typed},1\n".encode(), "a.csv", WITH_ROLES)
    assert row.role == role


def test_roles_that_are_unknown_or_missing_are_named() -> None:
    """An instrument with roles needs one for everybody; one without takes none."""
    assert [p.code for p in problems("role,AD1-1\nBOSS,1\n,2\n")] == ["role_unknown", "role_missing"]
    assert [p.code for p in problems("AD1-1\n1\n")] == ["role_missing"]
    assert [p.code for p in problems("role,AD1-1\nOWN,1\n", WITHOUT_ROLES)] == ["role_unknown"]


def test_long_rows_name_what_is_wrong_with_each() -> None:
    """Unknown items, repeated answers and changed roles are told with the row where the first one stands."""
    text = "respondent,role,item,level\na,OWN,AD1-1,1\na,OWN,AD1-1,2\na,MEDIA,AD1-2,3\na,OWN,XX9,1\n"
    found = problems(text)
    assert [(p.code, p.row) for p in found] == [
        ("answer_duplicate", 3),
        ("role_conflict", 4),
        ("item_unknown", 5),
    ]
    assert found[0].fields == {"name": "a", "first": 2}


def test_a_blank_long_level_is_a_missing_answer() -> None:
    """The row counts as an answer that was not given; giving it twice is still refused."""
    (row,) = read_responses(b"respondent,item,level\na,AD1-1,\n", "a.csv", WITHOUT_ROLES)
    assert row.answers == bytes(3)
    found = problems("respondent,item,level\na,AD1-1,\na,AD1-1,2\n", WITHOUT_ROLES)
    assert [p.code for p in found] == ["answer_duplicate"]


def test_respondents_appear_once_in_a_wide_file() -> None:
    """Two rows with one name are two people or a mistake; that is not guessed."""
    (problem,) = problems("respondent,AD1-1\na,1\n a ,2\n", WITHOUT_ROLES)
    assert (problem.code, problem.row, problem.fields) == ("respondent_duplicate", 3, {"first": 2})


def test_blank_names_are_named_in_both_layouts() -> None:
    """If there is a column for names, everybody has one."""
    assert [p.code for p in problems("respondent,AD1-1\n,1\n,2\n", WITHOUT_ROLES)] == ["cell_blank"] * 2
    assert [p.code for p in problems("respondent,item,level\n,AD1-1,1\n", WITHOUT_ROLES)] == ["cell_blank"]


@pytest.mark.parametrize(
    ("header", "codes"),
    [
        ("respondent,role", ["layout_unknown"]),
        ("respondent,item,level,AD1-1", ["layout_mixed"]),
        ("item,level", ["column_missing"]),
        ("respondent,item", ["column_missing"]),
    ],
)
def test_layouts_are_told_apart_by_their_header(header: str, codes: list[str]) -> None:
    """Neither layout, both layouts, half a layout: each is said."""
    assert [p.code for p in problems(f"{header}\n", WITHOUT_ROLES)] == codes


@pytest.mark.parametrize("header", ["AD1-1", "respondent,item,level"])
def test_a_file_without_answers_is_refused(header: str) -> None:
    """A header alone is no wave."""
    assert [p.code for p in problems(f"{header}\n", WITHOUT_ROLES)] == ["no_rows"]


def test_columns_that_are_no_items_are_refused() -> None:
    """The source is strict: an age next to the answers is a problem, not a column to ignore."""
    (problem,) = problems("AD1-1,age\n1,30\n", WITHOUT_ROLES)
    assert (problem.code, problem.column) == ("column_unknown", "age")


def test_workbooks_give_the_same_answers() -> None:
    """Numbers in cells are levels, blanks are missing."""
    content = workbook(
        [["respondent", "AD1-1", "AD1-2", "AD2-1"], ["a", 3, None, "不适用"], ["b", 5.0, 1, 2]]
    )
    rows = read_responses(content, "a.xlsx", WITHOUT_ROLES)
    assert [row.answers for row in rows] == [bytes([3, 0, NOT_APPLICABLE]), bytes([5, 1, 2])]


def test_another_scale_allows_other_levels() -> None:
    """The scale belongs to the instrument."""
    six = dataclasses.replace(WITHOUT_ROLES, scale=dataclasses.replace(WITHOUT_ROLES.scale, low=0, high=6))
    (row,) = read_responses(b"AD1-2\n6\n", "a.csv", six)
    assert row.answers == bytes([0, 6, 0])


def test_an_unknown_column_is_told_which_ones_there_are() -> None:
    """Columns and item ids are named; of a long list the first ones and the last."""
    (problem,) = problems("AD1-1,age\n1,30\n", WITHOUT_ROLES)
    assert problem.fields["expected"] == "respondent, role, item, level, AD1-1, AD1-2, AD2-1"
    long = dataclasses.replace(
        WITHOUT_ROLES, items=tuple(dataclasses.replace(WITHOUT_ROLES.items[0], id=f"X{n}") for n in range(90))
    )
    (problem,) = problems("X0,age\n1,30\n", long)
    assert problem.fields["expected"] == "respondent, role, item, level, X0, X1, …, X89"
    for locale in LOCALES:
        assert "X89" in say(locale, "intake.problem.column_unknown", **problem.fields)


def test_a_header_without_items_is_told_their_ids() -> None:
    """Whoever brings a file with names only learns how the answers' columns are called."""
    (problem,) = problems("respondent,role\n", WITHOUT_ROLES)
    for locale in LOCALES:
        assert "AD1-1, AD1-2, AD2-1" in say(locale, "intake.problem.layout_unknown", **problem.fields)
