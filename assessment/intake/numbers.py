"""Read numbers as merchants write them, only in the notations that a column declares."""

import math
import re
import unicodedata
from decimal import Decimal
from typing import Final, Literal

from assessment.intake.source import Column, Mark

NumberFault = Literal[
    "number_expected", "number_not_finite", "number_is_date", "number_out_of_range", "whole_expected"
]

_PLAIN: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?", re.ASCII)
_THOUSANDS: Final = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_DATE: Final = re.compile(
    r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:[ T].*)?|\d{1,2}:\d{2}(?::\d{2})?.*", re.ASCII
)
_NOT_FINITE: Final = re.compile(r"[+-]?(?:nan|inf|infinity)", re.IGNORECASE)
_LARGEST_EXPONENT: Final = 308
_WAN: Final = 10_000


def read_number(text: str, column: Column) -> float | NumberFault:
    """Read one number of a column, or name the fault.

    Returns an int for kind ``whole``, else a finite float in the column's unit: ``%`` and currency marks
    are dropped, ``万`` multiplies by 10,000.

    >>> read_number("1.2万", Column("sales", ("sales",), kind="decimal", marks=frozenset({"wan"})))
    12000.0
    >>> read_number("1e309", Column("sales", ("sales",), kind="decimal"))
    'number_not_finite'
    """
    bare, factor = _without_marks(text.strip(), column.marks)
    if _DATE.fullmatch(bare):
        return "number_is_date"
    if _NOT_FINITE.fullmatch(bare):
        return "number_not_finite"
    if "thousands" in column.marks and _THOUSANDS.fullmatch(bare):
        bare = bare.replace(",", "")
    if not _PLAIN.fullmatch(bare):
        return "number_expected"
    return _in_range(Decimal(bare), factor, column)


def _without_marks(text: str, marks: frozenset[Mark]) -> tuple[str, int]:
    """Drop the declared marks; return the rest and the factor that they stand for."""
    if "full_width" in marks:
        text = unicodedata.normalize("NFKC", text)
    factor = 1
    if "percent" in marks:
        text = text.removesuffix("%").rstrip()
    if "yuan" in marks:
        text = text.removeprefix("¥").removeprefix("￥").removesuffix("元").strip()
    if "wan" in marks and text.endswith("万"):
        text, factor = text.removesuffix("万").rstrip(), _WAN
    return text, factor


def _in_range(exact: Decimal, factor: int, column: Column) -> float | NumberFault:
    """Apply the column's kind and range to a number that was read."""
    if exact and exact.adjusted() > _LARGEST_EXPONENT:
        return "number_not_finite"
    value = float(exact * factor)
    if not math.isfinite(value):
        return "number_not_finite"
    if column.kind == "whole" and value != int(value):
        return "whole_expected"
    low = -math.inf if column.low is None else column.low
    high = math.inf if column.high is None else column.high
    if not low <= value <= high:
        return "number_out_of_range"
    return int(value) if column.kind == "whole" else value
