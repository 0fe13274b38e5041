"""Formatted figures are texts that keep their numbers."""

import pickle
import re
from copy import deepcopy
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.text import LOCALES, Locale
from reports import numbers
from reports.numbers import Figure
from reports.phrases import phrases
from reports.sheets import tables_of
from reports.text import clean
from tests.reports.forms.samples import rich

finite = st.floats(-1e9, 1e9, allow_nan=False)


def shown(figure: Figure) -> str:
    """Show the number of a figure as a spreadsheet does for the formats 0, 0.0, 0.00 and 0%."""
    number = figure.numbers[0]
    form = number.format.replace("#,##", "")
    scale = 100 if form.endswith("%") else 1
    decimals = len(form.rstrip("%").partition(".")[2])
    value = Decimal(f"{number.value * scale:.15g}").quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{value + 0:f}{'%' if scale == 100 else ''}"


@given(finite)
def test_spreadsheet_shows_what_the_page_prints(value: float) -> None:
    """The number kept in a figure, shown in its format, is the printed text to the last digit."""
    for figure in (numbers.score(value), numbers.coefficient(value), numbers.plain(value)):
        assert shown(figure) == str(figure).replace(",", "")


@given(st.floats(0.0, 100.0))
def test_percentages_keep_their_share(value: float) -> None:
    """A percentage is kept as a share; what prints as a bound only prints as one in a cell too."""
    figure = numbers.percent(value)
    if figure[0] in "<>":
        assert figure.numbers[0].format == f'"{figure}"'
        assert figure.numbers[0].value == value / 100
    else:
        assert shown(figure) == figure


@given(finite, st.sampled_from([1, 2]))
def test_kept_number_is_exact_unless_half_a_digit_parts_it(value: float, decimals: int) -> None:
    """Only a value that two ways of rounding would print differently is kept as printed."""
    figure = numbers.score(value) if decimals == 1 else numbers.coefficient(value)
    kept = figure.numbers[0].value
    assert kept == value or kept == round(value, decimals)
    assert abs(kept - value) <= 0.5 * 10.0**-decimals + 1e-6


def test_exact_halves_are_kept_as_printed() -> None:
    """2.25 is printed as 2.2, so a cell that would show 2.3 holds 2.2 instead; 2.849 stays exact."""
    assert (numbers.score(2.25), numbers.score(2.25).numbers[0].value) == ("2.2", 2.2)
    assert numbers.score(2.849).numbers[0].value == 2.849


def test_figure_is_the_text_it_prints() -> None:
    """Equality and hash are the text's: a document compares as before."""
    figure = numbers.score(2.849)
    assert (figure, hash(figure), {figure: 1}["2.8"]) == ("2.8", hash("2.8"), 1)


def test_sentences_and_cleaning_give_plain_text() -> None:
    """Once it is part of a sentence, a figure is no number any more."""
    figure = numbers.score(2.849)
    said = phrases("zh")("common.with_score", name="内容", score=figure)
    assert type(said) is str
    assert type(clean(figure)) is str
    assert type(f"{figure}") is str


def test_copies_keep_their_numbers() -> None:
    """A figure may be copied and sent to another process."""
    figure = numbers.span(2.41, 3.14)
    for copied in (deepcopy(figure), pickle.loads(pickle.dumps(figure))):  # noqa: S301 - our own bytes
        assert (copied, copied.kind, copied.numbers) == ("2.4–3.1", "span", figure.numbers)


def test_units_become_part_of_the_format() -> None:
    """Words around a figure are literals of its format; the other text of a cell stays a text."""
    days = numbers.plain(12)
    told = numbers.told("共12天", days)
    assert isinstance(told, Figure)
    assert told.numbers[0].format == '"共"#,##0"天"'
    pair = numbers.told("3–5人", numbers.count(3), numbers.count(5), kind="span")
    assert isinstance(pair, Figure)
    assert [n.format for n in pair.numbers] == ['0"人"', '0"人"']
    for plain in ("十二天", '12"天', f"12{'天' * 200}"):
        assert type(numbers.told(plain, days)) is str


def test_signed_changes_keep_their_sign() -> None:
    """A loss is below zero in the cell, too."""
    assert [numbers.change(v).numbers[0].value for v in (2.0, -0.5, 0.0)] == [2.0, -0.5, 0.0]
    assert numbers.change(-0.5).numbers[0].format == "+#,##0.0;-#,##0.0;0"


def test_money_keeps_yuan() -> None:
    """An amount in ten thousands is kept in yuan, and says that its header has to name the unit."""
    kept = numbers.money(2_350_000, "zh").numbers[0]
    assert (kept.value, kept.unit) == (2_350_000.0, "yuan")


@pytest.mark.parametrize("locale", LOCALES)
def test_no_table_holds_a_bare_number(locale: Locale) -> None:
    """A cell that is nothing but a number keeps it: pages hand figures in as the formatter returned them."""
    bare = re.compile(r"[+-]?(CNY )?[\d,]*\d(\.\d+)?(%|[万亿]?元|[KMB])?")
    document, _ = rich(locale)
    cells = [
        (page.id, column.header, text)
        for page in document.pages
        for table in tables_of(page)
        for row in table.rows
        for column, text in zip(table.columns, row, strict=True)
    ]
    assert any(isinstance(text, Figure) for _, _, text in cells)
    assert [cell for cell in cells if bare.fullmatch(cell[2]) and not isinstance(cell[2], Figure)] == []
