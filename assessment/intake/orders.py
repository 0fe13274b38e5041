"""A list of reports to be printed: one line a report, whose wave or engagement is named by its id."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast

from assessment.domain.editions import Edition, FileForm, ReportOrder
from assessment.domain.text import Locale
from assessment.intake.problems import Problems
from assessment.intake.source import CellValue, Column, Limits, Source, Table, fold
from assessment.intake.table import read_table

WAVE: Final = "wave"
ID_LENGTH: Final = 64
WORD_LENGTH: Final = 40
LIMITS: Final = Limits(rows=10_000, columns=20)

ARCHIVE: Final = "pdfa"
WORDS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "edition": {
        "leadership": ("领导版", "管理层版", "leadership edition"),
        "full": ("完整版", "全版", "full edition"),
        "board": ("一页纸", "董事会版", "one page"),
    },
    "language": {"zh": ("中文", "汉语", "chinese", "zh-cn"), "en": ("英文", "英语", "english")},
    "form": {
        "pdf": (),
        ARCHIVE: ("pdf/a", "pdf-a", "归档pdf"),
        "xlsx": ("excel", "数据表"),
        "docx": ("word", "文档"),
        "png": ("图片", "images"),
    },
}
"""Codes of each column, and what else may be typed for them."""


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One report that a file asks for. `row` is its number in the spreadsheet."""

    target: str
    order: ReportOrder
    row: int


def orders_source() -> Source:
    """Declare the columns of a list of reports."""
    target = Column(
        WAVE, (WAVE, "engagement", "测评轮次", "轮次", "项目", "轮次编号", "项目编号"), length=ID_LENGTH
    )
    chosen = (
        Column("edition", ("edition", "版本", "报告版本"), required=False, blank=True, length=WORD_LENGTH),
        Column("language", ("language", "locale", "语言"), required=False, blank=True, length=WORD_LENGTH),
        Column(
            "form", ("form", "format", "格式", "文件格式"), required=False, blank=True, length=WORD_LENGTH
        ),
    )
    return Source("orders", (target, *chosen), limits=LIMITS)


def read_orders(content: bytes, file_name: str, usual: ReportOrder) -> tuple[OrderRow, ...]:
    """Read a list of reports, whole or not at all.

    Parameters
    ----------
    content, file_name
        CSV or XLSX as uploaded. Columns: the id of a wave or an engagement; edition, language and form
        where they differ from the usual.
    usual
        What a blank cell, or a missing column, stands for.

    Raises
    ------
    FileRefused
        With every problem that was found: the same report asked for twice is one.
    """
    table = read_table(content, file_name, orders_source())
    problems = Problems(table.file, table.sheet)
    rows = tuple(_order(table, number, usual, problems) for number in range(len(table.rows)))
    _note_repeated(rows, problems)
    problems.refuse_if_any()
    if not rows:
        raise problems.refused("no_rows")
    return rows


def _order(table: Table, number: int, usual: ReportOrder, problems: Problems) -> OrderRow:
    """Read one row; what is not understood is noted and stands as the usual."""
    row = table.rows[number]
    typed: Mapping[str, CellValue] = dict(zip(table.columns, row.values, strict=True))
    headers = dict(zip(table.columns, table.headers, strict=True))
    kept = ARCHIVE if usual.archive else usual.form
    chosen = {"edition": str(usual.edition), "language": str(usual.locale), "form": str(kept)}
    for column, words in WORDS.items():
        value = typed.get(column)
        if value is None:
            continue
        code = _code(words, str(value))
        if code is None:
            allowed = ", ".join(words)
            place = headers[column]
            problems.add("word_unknown", row=row.number, column=place, value=str(value), allowed=allowed)
        else:
            chosen[column] = code
    archive = chosen["form"] == ARCHIVE
    order = ReportOrder(
        edition=cast("Edition", chosen["edition"]),
        locale=cast("Locale", chosen["language"]),
        form="pdf" if archive else cast("FileForm", chosen["form"]),
        archive=archive,
    )
    return OrderRow(str(typed[WAVE]).strip(), order, row.number)


def _code(words: Mapping[str, tuple[str, ...]], typed: str) -> str | None:
    """Return the code of what was typed.

    >>> _code(WORDS["edition"], " 领导版 "), _code(WORDS["form"], "PDF/A"), _code(WORDS["form"], "exe")
    ('leadership', 'pdfa', None)
    """
    return next((code for code, more in words.items() if fold(typed) in (code, *more)), None)


def _note_repeated(rows: tuple[OrderRow, ...], problems: Problems) -> None:
    """Note each report that an earlier row asked for already."""
    first: dict[tuple[str, ReportOrder], int] = {}
    for row in rows:
        before = first.setdefault((row.target, row.order), row.row)
        if before != row.row:
            problems.add("key_duplicate", row=row.row, value=row.target, first=before)
