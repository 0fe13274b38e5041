"""Where composed pages begin in a finished file: one entry each, and none for what continues a page."""

import io
from dataclasses import replace

import pypdf
import pytest

from reports.document import Column, Cover, Page, ReportDocument, Table
from reports.images import outlined_pages
from reports.pdf import render_pdf

COLUMNS = (Column("编号", 0.2), Column("说明", 0.8))


def page(number: int, rows: int) -> Page:
    """Make a page with a table of so many rows."""
    table = Table(COLUMNS, tuple((str(row), f"第{row}行") for row in range(rows)))
    return Page(f"p{number}", "同一章", f"第{number}页有{rows}行", "", (table,), None, "来源：甲。")


@pytest.mark.parametrize("with_cover", [True, False])
def test_each_composed_page_is_named_once_where_it_begins(with_cover: bool) -> None:
    """A table of 90 rows continues on further sheets, which belong to the page before them."""
    cover = Cover("报告", "副题", "甲店", (), "声明") if with_cover else None
    pages = (page(1, 3), page(2, 90), page(3, 3))
    document = ReportDocument("zh", "报告", "2026-09-30", "页眉", cover, pages)
    pdf = render_pdf(document).pdf
    firsts, total = outlined_pages(pdf)
    assert total == len(pypdf.PdfReader(io.BytesIO(pdf)).pages)
    assert len(firsts) == len(pages) + with_cover
    sizes = [after - first for first, after in zip(firsts, (*firsts[1:], total + 1), strict=True)]
    assert sizes[-3] == sizes[-1] == 1
    assert sizes[-2] > 1
    alone = render_pdf(replace(document, pages=pages[1:2]))
    assert sizes[-2] == alone.pages - with_cover
