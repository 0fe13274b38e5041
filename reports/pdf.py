"""The one door to the PDF: a document in, bytes out. Drawing decides nothing any more.

The same document gives the same bytes in any process: fonts come from this package, the file is dated by the
document, and nothing of the machine enters it.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from reportlab.pdfgen.canvas import Canvas

from reports import theme
from reports.document import ReportDocument
from reports.fonts import NAMES, register
from reports.furniture import FURNITURE
from reports.layout import Sheet, lay_out
from reports.pen import Pen
from reports.tags import Tags
from reports.text import LINE_LIMIT, clean

EPOCH: Final = (2000, 1, 1)
VERSION: Final = (1, 5)
"""Of the file format: the first that packs small objects into compressed streams."""


@dataclass(frozen=True, slots=True)
class RenderedReport:
    """A finished report: the file, its number of pages, its digest.

    `missing_glyphs` are characters drawn as 〓, `shortened` the drawn lines that hold the mark of a cut (…).
    """

    pdf: bytes
    pages: int
    sha256: str
    missing_glyphs: tuple[str, ...]
    shortened: tuple[str, ...] = ()


def render_pdf(
    document: ReportDocument,
    progress: Callable[[str, float], None] | None = None,
    *,
    tagged: bool = True,
    archive: bool = False,
) -> RenderedReport:
    """Draw a report.

    Parameters
    ----------
    document
        Cover and pages, every word chosen.
    progress
        Told the stage (``layout``, ``draw``) and the share done, 0-1.
    tagged
        Whether the file says what each mark is: headings, paragraphs, lists, tables, figures with words.
    archive
        Whether the file is rewritten as PDF/A-1b, see `reports.archive`.

    Returns
    -------
    RenderedReport
        A4 landscape PDF with embedded fonts, outline, page labels, language and title.

    Raises
    ------
    PageTooLong
        If one page of the document needs more than 400 sheets.
    AccentRefused
        If the document's accent is no colour or too light for white text.
    """
    tell = progress or _silent
    register()
    tell("layout", 0.0)
    sheets = lay_out(document)
    tell("draw", 0.3)
    canvas = _canvas(document)
    tags = Tags(canvas) if tagged else None
    pen = Pen(canvas, document.accent, tags)
    outline = _Outline(canvas)
    for number, sheet in enumerate(sheets, start=1):
        outline.enter(sheet, number)
        pen.draw(sheet.primitives)
        if tags is None:
            canvas.showPage()
        else:
            tags.show_page()
        tell("draw", 0.3 + 0.6 * number / len(sheets))
    content = canvas.getpdfdata() if tags is None else tags.finish()
    if archive:
        content = _archived(content)
    tell("draw", 1.0)
    digest = hashlib.sha256(content).hexdigest()
    return RenderedReport(content, len(sheets), digest, pen.missing(), pen.shortened())


def _archived(pdf: bytes) -> bytes:
    """Rewrite for the archive; the library for it is loaded only by those who need it."""
    from reports.archive import archived  # noqa: PLC0415

    return archived(pdf)


def _silent(stage: str, share: float) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class _Stamp:
    """Date written into the file: midnight UTC of the document's own day."""

    YMDhms: tuple[int, int, int, int, int, int]
    dhh: int = 0
    dmm: int = 0


def _stamp(as_of: str) -> _Stamp:
    """Read an ISO date; anything else falls back to a fixed day, so that bytes stay reproducible."""
    parts = as_of[:10].split("-")
    if len(parts) == len(EPOCH) and all(part.isascii() and part.isdigit() for part in parts):
        return _Stamp((int(parts[0]), int(parts[1]), int(parts[2]), 0, 0, 0))
    return _Stamp((*EPOCH, 0, 0, 0))


def _canvas(document: ReportDocument) -> Any:  # noqa: ANN401  (ReportLab ships no types)
    """Open a canvas with metadata, language and viewer settings."""
    furniture = FURNITURE[document.locale]
    canvas = Canvas(
        io.BytesIO(),
        pdfVersion=VERSION,
        pagesize=(theme.PAGE_WIDTH, theme.PAGE_HEIGHT),
        invariant=1,
        pageCompression=1,
        initialFontName=NAMES["regular"],
        lang=furniture.language,
    )
    # ReportLab dates and signs files by an environment variable; the document's own day keeps processes out.
    canvas._doc._timeStamp = _stamp(document.as_of)  # noqa: SLF001
    canvas._doc.signature = hashlib.md5(document.as_of.encode(errors="replace"), usedforsecurity=False)  # noqa: SLF001
    canvas.setTitle(clean(document.title, LINE_LIMIT))
    canvas.setAuthor(furniture.author)
    canvas.setCreator(furniture.author)
    canvas.setSubject(clean(document.running_head, LINE_LIMIT))
    if document.report_id:
        canvas.setKeywords(f"report {clean(document.report_id, LINE_LIMIT)}")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.showOutline()
    canvas.addPageLabel(0, style="ARABIC", start=1)
    return canvas


class _Outline:
    """Sections on the first level, page titles below them."""

    def __init__(self, canvas: Any) -> None:  # noqa: ANN401
        self._canvas = canvas
        self._section = ""

    def enter(self, sheet: Sheet, number: int) -> None:
        """Add the entries of one sheet; continuation sheets have none."""
        if not sheet.outline:
            return
        if sheet.section and sheet.section != self._section:
            self._entry(sheet.section, f"section-{number}", 0)
            self._section = sheet.section
        self._entry(sheet.outline, f"page-{number}", 1 if sheet.section else 0)

    def _entry(self, title: str, key: str, level: int) -> None:
        """Add one entry; two entries with the same key would overwrite each other."""
        self._canvas.bookmarkPage(key)
        self._canvas.addOutlineEntry(title, key, level)
