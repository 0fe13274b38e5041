"""The workbook holds every table with numbers as numbers, and nothing that a spreadsheet could run."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest
from openpyxl import Workbook, load_workbook

from assessment.domain.text import LOCALES, Locale
from reports.briefing import Briefing, Provenance
from reports.document import Column, Page, Table
from reports.exports_check import check_workbook
from reports.numbers import Figure
from reports.packages import pack, parts_of
from reports.phrases import phrases
from reports.sheet_data import answers_grid, scores_grid
from reports.sheets import NAME_LENGTH, grid_of, plan_book, tables_of
from reports.spreadsheet import write_workbook
from reports.suppression import WITHHELD_EDITION
from tests.reports.forms.samples import FORMULAS, rich, small, source


def opened(content: bytes) -> Workbook:
    """Read a workbook."""
    return load_workbook(io.BytesIO(content))


@pytest.mark.parametrize("locale", LOCALES)
def test_every_table_of_the_report_is_in_the_workbook(locale: Locale) -> None:
    """Each cell of each table stands in its sheet: numbers as numbers, the rest word for word."""
    document, made = rich(locale)
    book = opened(write_workbook(document, made))
    sheets = iter(book.worksheets[1:])
    for page in (p for p in document.pages if tables_of(p)):
        values = [cell.value for row in next(sheets).iter_rows() for cell in row if cell.value is not None]
        numbers = [value for value in values if not isinstance(value, str)]
        for text in (cell for table in tables_of(page) for row in table.rows for cell in row):
            if isinstance(text, Figure):
                for number in text.numbers:
                    assert any(value == pytest.approx(number.value, rel=1e-12) for value in numbers)
            elif text:
                assert text in values
    assert check_workbook(write_workbook(document, made), plan_book(document, made)) == ()


def test_numbers_intervals_and_money_have_columns_of_their_own() -> None:
    """An interval fills two columns, money stands in yuan under a header that says so, gaps stay words."""
    table = tables_of(small().pages[1])[0]
    grid = grid_of(table, phrases("zh"))
    assert [head.text for head in grid.heads] == ["岗位", "得分", "区间·下限", "区间·上限", "现金（元）"]
    assert [cell.value for cell in grid.rows[0]] == ["主播", 2.849, 2.41, 3.14, 2_350_000.0]
    assert [cell.value for cell in grid.rows[1]] == ["—", "—", "依据不够", None, 0.0]


@pytest.mark.parametrize("text", FORMULAS)
def test_texts_stay_texts(text: str) -> None:
    """No text becomes a formula, number, truth value or error, in cells, headers and names of sheets."""
    document = small(text)
    page = replace(document.pages[1], section=text, blocks=(Table((Column(text, 1.0),), ((text,),)),))
    content = write_workbook(replace(document, pages=(page,)), source())
    cells = [cell for sheet in opened(content).worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None and cell.data_type != "n"} == {"s"}
    assert all(not isinstance(cell.value, bool) for cell in cells)
    assert not any(re.search(rb"<f[ >/]", part) for name, part in parts_of(content) if "worksheets" in name)
    starts = [c for c in cells if isinstance(c.value, str) and c.value.startswith(("=", "+", "-", "@"))]
    assert all(cell.quotePrefix for cell in starts)


def test_what_looks_like_an_escape_is_kept() -> None:
    """A shop may be called _x0041_: spreadsheets show that and not an A."""
    parts = dict(parts_of(write_workbook(small("_x0041_"), source())))
    assert b"_x005F_x0041_" in parts["xl/worksheets/sheet2.xml"]


def test_sheet_names_are_legal_and_unique() -> None:
    """However sections are called, spreadsheets accept the names, and no two are the same to them."""
    names = ("'引号'", "a/b:c", "A/B:C", "x" * 60, "x" * 61, "History", "", "\x00", "目录", "得分明细")
    table = Table((Column("列", 1.0),), (("1",),))
    pages = tuple(Page(f"p{i}", name, "题1", "", (table,), None, "") for i, name in enumerate(names))
    found = [sheet.name for sheet in plan_book(replace(small(), pages=pages), source()).sheets]
    assert len({name.casefold() for name in found} | {"目录"}) == len(names) + 2 + 1
    assert all(1 <= len(name) <= NAME_LENGTH for name in found)
    assert not any(re.search(r"[\[\]:*?/\\]|^'|'$", name) for name in found)
    assert "history" not in {name.casefold() for name in found}


def test_long_sheet_names_are_cut_where_one_sees_it() -> None:
    """A section's name keeps whole words and single spaces, and ends in an ellipsis where it is cut."""
    table = Table((Column("列", 1.0),), (("1",),))
    page = Page("p", "25 Appendix: how to read the numbers", "题1", "", (table,), None, "")
    found = [sheet.name for sheet in plan_book(replace(small(), pages=(page,)), source()).sheets]
    assert found[0] == "25 Appendix how to read the…"


def test_scores_have_a_row_for_every_scale() -> None:
    """All scales with interval, counts and reason; what is withheld is empty and not zero."""
    _, made = rich()
    result = made.result
    grid = scores_grid(Briefing(made, phrases("zh")), result)
    every = (result.overall, *result.dimensions, *result.sub_capabilities, *result.overlays)
    assert [row[0].value for row in grid.rows] == [score.id for score in every]
    for score, row in zip(every, grid.rows, strict=True):
        assert [cell.value for cell in row[3:7]] == [score.value, score.standard_error, score.low, score.high]
        assert (row[-2].value is None) == (score.withheld is None)
    withheld = [row for score, row in zip(every, grid.rows, strict=True) if score.value is None]
    assert withheld
    assert all(row[3].value is None for row in withheld)


def test_answers_obey_the_edition() -> None:
    """What an edition withholds is in no cell of its workbook; the full one has every distribution."""
    document, made = rich()
    full = answers_grid(Briefing(made, phrases("zh")), made.result)
    counted = {i.id: float(sum(i.counts)) for i in made.result.items if i.counts}
    for row in full.rows:
        if row[0].value in counted:
            assert sum(c.value for c in row[4:9] if isinstance(c.value, float)) == counted[str(row[0].value)]
    passed_on = plan_book(document, replace(made, edition="leadership")).sheets[-1].grids[0]
    few = {item.id for item in made.result.items if 0 < sum(item.counts) < 3}
    assert few
    why = Briefing(made, phrases("zh")).why(WITHHELD_EDITION)
    for row in passed_on.rows:
        if row[0].value in few:
            assert [cell.value for cell in row[3:-1]] == [None] * len(row[3:-1])
            assert row[-1].value == why


def test_first_sheet_tells_where_it_all_comes_from() -> None:
    """Merchant, day, id, digests and demo notice stand on the first sheet, with links to the others."""
    made = replace(source(), provenance=Provenance("r1", "1.2", "i1", "k1", "", "d1", "", "c1"))
    book = opened(write_workbook(small(), made))
    front = book.worksheets[0]
    values = {cell.value for row in front.iter_rows() for cell in row}
    assert {made.merchant.name, "2026-10-26", "FO-2026-0001", "r1", "k1", "c1", "演示"} <= values
    links = [cell.hyperlink.location for row in front.iter_rows() for cell in row if cell.hyperlink]
    assert [link.rpartition("!")[0].strip("'") for link in links] == book.sheetnames[1:]


def test_same_input_same_bytes() -> None:
    """Nothing of the moment enters the file, and its own day is the evidence's."""
    first = write_workbook(small(), source())
    assert good() == first
    assert b"2026-10-26T00:00:00Z</dcterms:modified>" in dict(parts_of(first))["docProps/core.xml"]


@cache
def good() -> bytes:
    """Write a workbook without faults."""
    return write_workbook(small(), source())


def written(text: str) -> bytes:
    """Text as the file holds it."""
    return text.encode("ascii", "xmlcharrefreplace")


def planted(name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Change one part of a good workbook; a part that is not there is added."""
    parts = dict(parts_of(good()))
    parts[name] = change(parts.get(name, b""))
    return pack(parts.items())


SHEET = "xl/worksheets/sheet2.xml"
LINK = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
    b'Id="r1" Type="http://x/externalLinkPath" Target="file:///etc/passwd" TargetMode="External"/>'
    b"</Relationships>"
)
FAULTS: dict[str, tuple[str, Callable[[bytes], bytes], str]] = {
    "another number": (SHEET, lambda part: part.replace(b"<v>2.849</v>", b"<v>2.85</v>"), "cell"),
    "a number as text": (
        SHEET,
        lambda part: re.sub(rb't="n"><v>2.849</v>', b't="str"><v>2.849</v>', part),
        "cell",
    ),
    "a changed cell": (
        SHEET,
        lambda part: part.replace(written("依据不够"), written("别的")),
        "cell",
    ),
    "a formula": (SHEET, lambda part: part.replace(b"<v>2.849</v>", b"<f>1+1</f><v>2</v>"), "formula"),
    "a macro": ("xl/vbaProject.bin", lambda _: b"x", "foreign_part"),
    "a link out": ("xl/_rels/more.rels", lambda _: LINK, "link"),
    "a lost sheet": ("xl/workbook.xml", lambda part: part.replace("得分明细".encode(), b"x"), "sheets"),
    "a hidden sheet": (
        "xl/workbook.xml",
        lambda part: part.replace(b'sheetId="2" state="visible"', b'sheetId="2" state="hidden"'),
        "hidden_sheet",
    ),
    "an unfilled word": (
        SHEET,
        lambda part: part.replace(written("依据不够"), b"NaN"),
        "placeholder",
    ),
    "no workbook": ("xl/workbook.xml", lambda _: b"<", "unreadable"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_planted_faults_are_found(fault: str) -> None:
    """Every check of the gate refuses the fault it is there for."""
    name, change, code = FAULTS[fault]
    found = check_workbook(planted(name, change), plan_book(small(), source()))
    assert code in {finding.code for finding in found}, found


def test_no_file_at_all_is_refused() -> None:
    """Bytes that are no workbook are a finding, not an exception."""
    assert [f.code for f in check_workbook(b"", plan_book(small(), source()))] == ["unreadable"]


def test_a_good_workbook_has_no_findings() -> None:
    """The gate lets through what the writer writes."""
    assert check_workbook(good(), plan_book(small(), source())) == ()
