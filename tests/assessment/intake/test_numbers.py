"""Numbers: understood where a column declares the notation, refused otherwise."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.intake.numbers import read_number
from assessment.intake.source import Column, Mark
from assessment.intake.workbook import number_text

PLAIN = Column("n", ("n",), kind="decimal")
ALL_MARKS: frozenset[Mark] = frozenset({"thousands", "full_width", "percent", "yuan", "wan"})
MARKED = Column("n", ("n",), kind="decimal", marks=ALL_MARKS)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.5", 1234.5), ("12,345,678", 12345678.0), ("１２．５", 12.5), ("35%", 35.0), ("3.5 %", 3.5),
        ("¥236,552", 236552.0), ("￥12", 12.0), ("12元", 12.0), ("1.2万", 12000.0), ("¥1.2万元", 12000.0),
        ("-5", -5.0), ("+5", 5.0), (".5", 0.5), ("5.", 5.0), ("1e3", 1000.0), (" 7 ", 7.0),
    ],
)  # fmt: skip
def test_declared_notations_are_understood(text: str, value: float) -> None:
    """Separators, full width, percent and currency mean what merchants mean by them."""
    assert read_number(text, MARKED) == value


@pytest.mark.parametrize(
    "text", ["1,234", "１２", "35%", "¥12", "12元", "1.2万", "一百", "1 000", "0x10", "1_000"]
)
def test_undeclared_notations_are_refused(text: str) -> None:
    """A column that does not declare a mark does not guess at it."""
    assert read_number(text, PLAIN) == "number_expected"


@pytest.mark.parametrize("text", ["1,23", "1,2345", ",123", "12,34,567", "1,234,5"])
def test_misplaced_separators_are_refused(text: str) -> None:
    """A comma that does not part thousands may be a decimal comma, so it is not dropped."""
    assert read_number(text, MARKED) == "number_expected"


@pytest.mark.parametrize("text", ["nan", "NaN", "Infinity", "-inf", "1e309", "-1e309", "1e9999", "9" * 400])
def test_numbers_that_are_not_finite_are_refused(text: str) -> None:
    """Nothing becomes infinity, whatever its notation."""
    assert read_number(text, PLAIN) == "number_not_finite"


@pytest.mark.parametrize("text", ["2024-01-02", "2024/1/2", "2024年1月2日", "12:30", "2024-01-02 08:00:00"])
def test_dates_in_number_columns_are_called_dates(text: str) -> None:
    """The message can then say what to correct."""
    assert read_number(text, MARKED) == "number_is_date"


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("3", 3),
        ("3.0", 3),
        ("3.5", "whole_expected"),
        ("0", "number_out_of_range"),
        ("6", "number_out_of_range"),
    ],
)
def test_whole_numbers_in_their_range(text: str, outcome: object) -> None:
    """A whole column gives an int inside its bounds."""
    column = Column("n", ("n",), kind="whole", low=1, high=5)
    value = read_number(text, column)
    assert value == outcome
    assert isinstance(value, int | str)


@settings(deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_what_a_workbook_stores_is_what_is_read(value: float) -> None:
    """Writing a number as a cell's text and reading it gives the same number."""
    assert read_number(number_text(value), PLAIN) == value


@settings(deadline=None)
@given(st.text())
def test_any_text_gives_a_finite_number_or_a_fault(text: str) -> None:
    """No text raises, none becomes NaN or infinity."""
    outcome = read_number(text, MARKED)
    assert isinstance(outcome, str) or math.isfinite(outcome)
