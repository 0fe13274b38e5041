"""Small reports for the tests of their other forms."""

import io
from dataclasses import replace
from functools import cache

from PIL import Image

from assessment.domain.text import Locale
from reports import numbers
from reports.briefing import ReportInput
from reports.compose import compose
from reports.document import (
    Column,
    Cover,
    Logo,
    Page,
    Prose,
    ReportDocument,
    SoWhat,
    SoWhatPoint,
    Table,
    Tile,
    Tiles,
)
from reports.scene import Circle, Label, Rect, Scene
from tests.reports.compose.situations import material, proposed

FORMULAS = (
    "=1+1",
    "=cmd|'/c calc'!A0",
    "+1",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "_x0041_",
    "x005F_",
    "#N/A",
    "TRUE",
    "1e5",
    "00123",
)
"""What spreadsheets take for something else if they are let."""


def small(text: str = "主播") -> ReportDocument:
    """Report with every kind of block on two pages, `text` wherever somebody types."""
    scene = Scene(
        300.0,
        120.0,
        (
            Rect(0.0, 0.0, 200.0, 60.0, fill="#0072B2"),
            Circle(250.0, 60.0, 20.0, fill="#D55E00"),
            Label(10.0, 90.0, text, width=280.0),
        ),
        alt=f"图：{text}",
    )
    table = Table(
        (
            Column("岗位", 0.4),
            Column("得分", 0.2, "right"),
            Column("区间", 0.2),
            Column("现金", 0.2, "right"),
        ),
        (
            (text, numbers.score(2.849), numbers.span(2.41, 3.14), numbers.money(2_350_000, "zh")),
            ("—", "—", "依据不够", numbers.money(0, "zh")),
        ),
        (0,),
    )
    so_what = SoWhat((SoWhatPoint(f"先看{text}", "再看别的1项"),), f"请{text}3天内确认")
    first = Page("one", "01 一页", f"{text}有1项", "副题", (scene,), so_what, "来源：1人")
    tiles = Tiles((Tile("得分", numbers.score(2.8), text),))
    second = Page("two", "02 表", "另1页", "", (table, tiles, Prose(((text, "正文"),))), so_what, "来源")
    cover = Cover("报告", "副题", text, (("编号", "FO-1"),), "保密", "演示")
    return ReportDocument(
        locale="zh",
        title=f"{text} · 报告",
        as_of="2026-10-26",
        running_head=f"{text} · 美妆",
        cover=cover,
        pages=(first, second),
        demo_mark="演示数据",
        report_id="FO-1",
    )


@cache
def source(locale: Locale = "zh") -> ReportInput:
    """Return a scored run with one rater, in an edition without an annex of its own."""
    return replace(material("owner_only", locale), edition="leadership")


@cache
def rich(locale: Locale = "zh") -> tuple[ReportDocument, ReportInput]:
    """Return the demo's report with everything it was made of."""
    made = proposed("rich", locale)
    return compose(made), made


def logo() -> Logo:
    """Draw a picture that may stand in for a logo."""
    out = io.BytesIO()
    Image.new("RGB", (120, 60), "#D55E00").save(out, "PNG")
    return Logo(out.getvalue(), 120, 60)
