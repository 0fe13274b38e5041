"""Files that the page hands over, and the list of what is wrong with one that was brought."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from assessment.domain.errors import FileRefused
from assessment.intake.problems import Problem
from assessment.ui.components import save_file, table
from tests.assessment.ui.conftest import everything

DANGER = ("=", "+", "-", "@", "\t", "\r", "\n")


@given(st.lists(st.lists(st.text(), min_size=1, max_size=4), max_size=5))
def test_no_cell_of_a_saved_table_is_a_formula(rows: list[list[str]]) -> None:
    """Whatever a file held, no cell of the list that leaves begins like a formula."""
    content = save_file.csv_file([tuple(row) for row in rows]).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(content, newline="")))
    assert all(not cell.lstrip(" \u3000").startswith(DANGER) for row in read for cell in row)


@given(
    st.lists(
        st.lists(st.from_regex(r"[0-9a-z，\"\n ]{1,6}x", fullmatch=True), min_size=2, max_size=2), max_size=4
    )
)
def test_harmless_cells_come_back_as_they_were(rows: list[list[str]]) -> None:
    """Quotes, commas and line ends inside a cell survive."""
    content = save_file.csv_file([tuple(row) for row in rows]).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(content, newline="")))
    assert [[cell.removeprefix("'") for cell in row] for row in read] == rows


def test_a_table_escapes_heads_and_cells() -> None:
    """Nothing that a file holds becomes markup."""
    made = table.markup(['"><img>'], [["<script>"]])
    assert "<img>" not in made
    assert "<script>" not in made


def draw_refusal(refused: object) -> None:
    """Draw one refusal."""
    from assessment.ui.components import refusal  # noqa: PLC0415 - this body becomes a script of its own

    refusal.draw(refused, key="refused")


def refused(n: int, total: int) -> FileRefused:
    """Make a refusal that lists `n` of `total` problems."""
    listed = tuple(
        Problem(
            "peers.csv", "number_out_of_range", {"low": 1, "high": 5}, row=i + 2, column="content", value="9"
        )
        for i in range(n)
    )
    return FileRefused(file="peers.csv", problems=listed, total=total)


@pytest.mark.parametrize(("lang", "allowed"), [("zh", "可以填 1 到 5 之间的数"), ("en", "Allowed: 1 to 5")])
def test_a_refusal_says_where_what_and_what_is_allowed(lang: str, allowed: str) -> None:
    """Row, column, value and the allowed range stand in one line of the table."""
    app = AppTest.from_function(draw_refusal, args=(refused(3, 3),), default_timeout=30)
    app.query_params["lang"] = lang
    app.run()
    assert not app.exception
    body = app.get("html")[0].proto.body
    assert all(text in body for text in ("content", ">9<", " 2", allowed))
    assert "peers" in str(app.error[0].value)


def test_a_long_refusal_is_counted_and_not_endless() -> None:
    """Twenty problems stand on the page; how many there are in all is said."""
    app = AppTest.from_function(draw_refusal, args=(refused(200, 5000),), default_timeout=30).run()
    assert not app.exception
    assert app.get("html")[0].proto.body.count("<tr") == 21
    assert "5000" in everything(app)
