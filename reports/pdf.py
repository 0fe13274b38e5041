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

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas

from reports import theme
from reports.document import ReportDocument
from reports.fonts import NAMES, PROPORTIONAL, register
from reports.furniture import FURNITURE
from reports.layout import Sheet, lay_out
from reports.lines import label_lines
from reports.scene import Circle, Label, Line, Polygon, Primitive, Rect
from reports.text import LINE_LIMIT, clean, drawable

EPOCH: Final = (2000, 1, 1)


@dataclass(frozen=True, slots=True)
class RenderedReport:
    """A finished report: the file, its number of pages, its digest, and characters drawn as 〓."""

    pdf: bytes
    pages: int
    sha256: str
    missing_glyphs: tuple[str, ...]


def render_pdf(
    document: ReportDocument, progress: Callable[[str, float], None] | None = None
) -> RenderedReport:
    """Draw a report.

    Parameters
    ----------
    document
        Cover and pages, every word chosen.
    progress
        Told the stage (``layout``, ``draw``) and the share done, 0-1.

    Returns
    -------
    RenderedReport
        A4 landscape PDF with embedded fonts, outline, page labels, language and title.

    Raises
    ------
    PageTooLong
        If one page of the document needs more than 400 sheets.
    """
    tell = progress or _silent
    register()
    tell("layout", 0.0)
    sheets = lay_out(document)
    tell("draw", 0.3)
    buffer = io.BytesIO()
    canvas = _canvas(document, buffer)
    pen = _Pen(canvas)
    outline = _Outline(canvas)
    for number, sheet in enumerate(sheets, start=1):
        outline.enter(sheet, number)
        pen.draw(sheet.primitives)
        canvas.showPage()
        tell("draw", 0.3 + 0.6 * number / len(sheets))
    canvas.save()
    content = buffer.getvalue()
    tell("draw", 1.0)
    return RenderedReport(content, len(sheets), hashlib.sha256(content).hexdigest(), pen.missing())


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


def _canvas(document: ReportDocument, buffer: io.BytesIO) -> Any:  # noqa: ANN401  (ReportLab ships no types)
    """Open a canvas with metadata, language and viewer settings."""
    furniture = FURNITURE[document.locale]
    canvas = Canvas(
        buffer,
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


class _Pen:
    """Draws primitives; page coordinates grow downwards, the canvas upwards."""

    def __init__(self, canvas: Any) -> None:  # noqa: ANN401
        self._canvas = canvas
        self._colours: dict[str, Color] = {}
        self._missing: dict[str, None] = {}

    def missing(self) -> tuple[str, ...]:
        """Characters that were drawn as 〓, in order of appearance."""
        return tuple(self._missing)

    def draw(self, primitives: tuple[Primitive, ...]) -> None:
        """Draw in order: later primitives lie on top."""
        for primitive in primitives:
            match primitive:
                case Label():
                    self._label(primitive)
                case Rect():
                    self._rect(primitive)
                case Line():
                    self._line(primitive)
                case Circle():
                    paint = self._paint(primitive.fill, primitive.stroke, primitive.stroke_width)
                    place = (primitive.x, theme.PAGE_HEIGHT - primitive.y)
                    self._canvas.circle(*place, primitive.radius, stroke=paint[0], fill=paint[1])
                case Polygon():
                    self._polygon(primitive)

    def _colour(self, name: str) -> Color:
        colour = self._colours.get(name)
        if colour is None:
            colour = self._colours[name] = HexColor(name)
        return colour

    def _paint(self, fill: str | None, stroke: str | None, thick: float) -> tuple[int, int]:
        """Set colours; return ReportLab's stroke and fill flags."""
        if fill:
            self._canvas.setFillColor(self._colour(fill))
        if stroke:
            self._canvas.setStrokeColor(self._colour(stroke))
            self._canvas.setLineWidth(thick)
        return (1 if stroke else 0, 1 if fill else 0)

    def _rect(self, rect: Rect) -> None:
        stroke, fill = self._paint(rect.fill, rect.stroke, rect.stroke_width)
        box = (rect.x, theme.PAGE_HEIGHT - rect.y - rect.height, rect.width, rect.height)
        if rect.radius:
            radius = min(rect.radius, rect.width / 2, rect.height / 2)
            self._canvas.roundRect(*box, radius, stroke=stroke, fill=fill)
        else:
            self._canvas.rect(*box, stroke=stroke, fill=fill)

    def _line(self, line: Line) -> None:
        self._paint(None, line.stroke, line.width)
        if line.dash:
            self._canvas.setDash(list(line.dash))
        self._canvas.line(line.x1, theme.PAGE_HEIGHT - line.y1, line.x2, theme.PAGE_HEIGHT - line.y2)
        if line.dash:
            self._canvas.setDash()

    def _polygon(self, polygon: Polygon) -> None:
        stroke, fill = self._paint(polygon.fill, polygon.stroke, polygon.stroke_width)
        path = self._canvas.beginPath()
        (x, y), *others = polygon.points
        path.moveTo(x, theme.PAGE_HEIGHT - y)
        for x, y in others:
            path.lineTo(x, theme.PAGE_HEIGHT - y)
        if polygon.closed:
            path.close()
        self._canvas.drawPath(path, stroke=stroke, fill=fill)

    def _label(self, label: Label) -> None:
        """Draw a label; most are one line, as the layout has broken long texts already."""
        fitted = label_lines(label)
        for number, line in enumerate(fitted.lines):
            self._line_of_text(label, line, fitted.size, label.y + number * fitted.size * theme.LEADING_TIGHT)

    def _line_of_text(self, label: Label, line: str, size: float, y: float) -> None:
        set_line = drawable(line, label.weight)
        for character in set_line.missing:
            self._missing[chr(PROPORTIONAL.get(ord(character), ord(character)))] = None
        x = label.x
        if label.anchor != "start":
            x -= set_line.width * size * (1.0 if label.anchor == "end" else 0.5)
        text = self._canvas.beginText()
        text.setFillColor(self._colour(label.colour))
        font = ""
        for run in set_line.runs:
            if run.font != font:
                font = run.font
                text.setFont(font, size)
            text.setTextOrigin(x + run.offset * size, theme.PAGE_HEIGHT - y)
            text.textOut(run.text)
        self._canvas.drawText(text)
