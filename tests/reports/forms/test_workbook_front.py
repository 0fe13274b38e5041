"""The first sheet of a workbook is read back like all others."""

import pytest

from reports.exports_check import check_workbook
from reports.packages import pack, parts_of
from reports.sheets import plan_book
from reports.spreadsheet import write_workbook
from tests.reports.forms.samples import small, source

FRONT = "xl/worksheets/sheet1.xml"


def written(text: str) -> bytes:
    """Text as the file holds it."""
    return text.encode("ascii", "xmlcharrefreplace")


@pytest.mark.parametrize("text", ["FO-2026-0001", "2026-10-26", "得分明细"])
def test_another_word_on_the_first_sheet_is_found(text: str) -> None:
    """Whoever opens the file is told its own id, day and sheets, or it is not handed out."""
    parts = dict(parts_of(write_workbook(small(), source())))
    assert written(text) in parts[FRONT]
    parts[FRONT] = parts[FRONT].replace(written(text), b"other")
    found = check_workbook(pack(parts.items()), plan_book(small(), source()))
    assert {(finding.code, finding.page) for finding in found} == {("cell", 1)}
