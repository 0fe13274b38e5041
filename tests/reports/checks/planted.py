"""Small PDFs that are sound but for the one fault that somebody planted in them."""

import io
from collections.abc import Callable
from typing import Any

from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from reports import theme
from reports.fonts import NAMES, register
from reports.theme import PAGE_HEIGHT, PAGE_WIDTH

TITLE = "三项能力贡献了六成差距，先补直播间的人手"
SENTENCE = "先对事实，再谈结构；证据写明出处与日期。"
Draw = Callable[[Any], None]


def put(canvas: Any, x: float, y: float, text: str, size: float = 10.0) -> None:
    """Write a text with its baseline at `y` points below the upper edge."""
    canvas.setFont(NAMES["regular"], size)
    canvas.drawString(x, PAGE_HEIGHT - y, text)


def page(canvas: Any) -> None:
    """Draw what a sound page has: section, title, a sentence, source and number."""
    put(canvas, theme.MARGIN, theme.HEADER_BASELINE, "01 差距")
    put(canvas, theme.MARGIN, 80.0, TITLE, 20.0)
    put(canvas, theme.MARGIN, 140.0, SENTENCE)
    put(canvas, theme.MARGIN, theme.FOOTER_BASELINE, "来源：问卷")


def nothing(canvas: Any) -> None:
    """Draw nothing more."""


def planted(
    draw: Draw = nothing,
    *,
    sheets: tuple[Draw, ...] = (page,),
    bookmarks: tuple[tuple[str, int], ...] = ((TITLE, 0),),
    title: str = "报告",
    language: str = "zh-CN",
    labels: bool = True,
) -> bytes:
    """Draw a file; `draw` adds to its last sheet. Bookmarks are titles with the place of their sheet."""
    register()
    buffer = io.BytesIO()
    canvas = Canvas(
        buffer, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), lang=language, initialFontName=NAMES["regular"]
    )
    canvas.setTitle(title)
    if labels:
        canvas.addPageLabel(0, style="ARABIC", start=1)
    for place, sheet in enumerate(sheets):
        for number, (words, where) in enumerate(bookmarks):
            if where == place:
                canvas.bookmarkPage(f"mark-{number}")
                canvas.addOutlineEntry(words, f"mark-{number}", 0)
        sheet(canvas)
        if place == len(sheets) - 1:
            draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def reworked(pdf: bytes, change: Callable[[Any], object]) -> bytes:
    """Write a file anew with something done to its objects."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    change(writer)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()
