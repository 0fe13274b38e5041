"""Lists of reports to print: what is typed becomes orders, and what is wrong is named with its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.editions import EDITIONS, FILE_FORMS, ReportOrder
from assessment.domain.errors import FileRefused
from assessment.domain.text import LOCALES
from assessment.intake.orders import ARCHIVE, WORDS, OrderRow, read_orders
from assessment.intake.problems import Problem
from tests.assessment.intake.files import workbook

USUAL = ReportOrder("leadership", "en", "docx")


def refused(text: str) -> tuple[Problem, ...]:
    """Return the problems of a list that must be refused."""
    with pytest.raises(FileRefused) as error:
        read_orders(text.encode(), "list.csv", USUAL)
    problems = error.value.fields["problems"]
    assert isinstance(problems, tuple)
    return problems


def test_every_edition_language_and_form_can_be_ordered() -> None:
    """The words of a list are exactly the choices of the domain, with PDF/A as a form of its own."""
    assert tuple(WORDS["edition"]) == EDITIONS
    assert set(WORDS["language"]) == set(LOCALES)
    assert set(WORDS["form"]) == {*FILE_FORMS, ARCHIVE}


@pytest.mark.parametrize(
    "content",
    [
        b"wave,edition,language,form\nw1,,,\nw2,full,zh,pdf\nw2,board,zh,pdfa",
        "测评轮次,版本,语言,格式\nw1,,,\nw2,完整版,中文,PDF\nw2,一页纸,中文,PDF/A".encode("gb18030"),
        workbook(
            [
                ["engagement", "edition", "locale", "format"],
                ["w1", None, None, None],
                ["w2", "Full", "ZH", "pdf"],
                ["w2", "董事会版", "Chinese", "ＰＤＦ/Ａ"],
            ]
        ),
    ],
)
def test_every_way_of_writing_gives_the_same_orders(content: bytes) -> None:
    """Headers and words count in both languages; a blank cell stands for the usual."""
    name = "list.xlsx" if content.startswith(b"PK") else "list.csv"
    assert read_orders(content, name, USUAL) == (
        OrderRow("w1", USUAL, 2),
        OrderRow("w2", ReportOrder("full", "zh", "pdf"), 3),
        OrderRow("w2", ReportOrder("board", "zh", "pdf", archive=True), 4),
    )


def test_only_the_wave_must_be_named() -> None:
    """One column of ids is a list; the usual may be an archive copy."""
    usual = ReportOrder(archive=True)
    assert read_orders(b"wave\nw1\nw2", "list.csv", usual) == (
        OrderRow("w1", usual, 2),
        OrderRow("w2", usual, 3),
    )


def test_every_problem_has_its_place() -> None:
    """What is wrong is named by row, column as typed and value, all of it at once."""
    found = refused("wave,edition,语言\nw1,ledership,zh\nw1,full,法语\n,full,zh\nw2,full,zh\nw2,完整版,中文")
    assert [(p.code, p.row, p.column, p.value) for p in found] == [("cell_blank", 4, "wave", None)]
    found = refused("wave,edition,语言\nw1,ledership,zh\nw1,full,法语\nw2,full,zh\nw2,完整版,中文")
    assert [(p.code, p.row, p.column, p.value) for p in found] == [
        ("word_unknown", 2, "edition", "ledership"),
        ("word_unknown", 3, "语言", "法语"),
        ("key_duplicate", 5, None, "w2"),
    ]
    assert found[0].fields["allowed"] == "leadership, full, board"
    assert found[2].fields["first"] == 4


@pytest.mark.parametrize(
    ("text", "code"),
    [("wave", "no_rows"), ("edition\nfull", "column_missing"), ("wave,owner_id\nw,1", "column_unknown")],
)
def test_lists_that_are_none_are_refused(text: str, code: str) -> None:
    """Without rows, without the column of waves, or with a column that nobody knows there is no list."""
    assert code in {problem.code for problem in refused(text)}


@given(st.sampled_from(EDITIONS), st.sampled_from(LOCALES), st.sampled_from(FILE_FORMS), st.booleans())
def test_an_order_written_down_is_read_back(edition: str, locale: str, form: str, usual: bool) -> None:
    """Codes give the very order whatever the usual is."""
    order = ReportOrder(edition, locale, form)  # type: ignore[arg-type]  # sampled from the domain's own
    line = f"wave,edition,language,form\nw,{edition},{locale},{form}".encode()
    (row,) = read_orders(line, "list.csv", USUAL if usual else ReportOrder(archive=True))
    assert row.order == order
