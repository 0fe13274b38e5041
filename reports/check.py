"""The gate that a finished report passes before it is handed out.

Reads the file back with two independent readers and lists every fault; an empty answer means that the file
may go. Costs about 10 ms a page.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pypdfium2 as pdfium
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdfium2 import raw

from assessment.domain.text import Locale
from reports.furniture import FURNITURE

SIDE: Final = 40.0
"""No text comes nearer to the left or right edge of the paper than this (points)."""
END: Final = 12.0
"""Likewise at the top and bottom."""
PLACEHOLDERS: Final = re.compile(
    r"\bNone\b(?! [a-z])|\b(?:NaN|nan|null|undefined|Traceback|Infinity)\b|\{[a-z_]+\}"
)
HAN: Final = re.compile("[\u4e00-\u9fff]")
HAN_LEAST: Final = 20
"""A Chinese report with fewer readable hanzi than this has lost its text layer."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: a stable code, the page (None: the whole file), and what was seen."""

    code: str
    page: int | None
    detail: str


def check_pdf(pdf: bytes, *, locale: Locale, pages: int, typed: Sequence[str] = ()) -> tuple[Finding, ...]:
    """List what is wrong with a finished report.

    Parameters
    ----------
    pdf
        The file.
    locale
        Language that the report was composed in.
    pages
        Number of pages that were drawn.
    typed
        Texts that people typed, such as the merchant's name: a shop may be called NaN.

    Returns
    -------
    tuple of Finding
        Empty when the file may be handed out. Codes: ``unreadable``, ``page_count``, ``no_title``,
        ``wrong_language``, ``no_outline``, ``no_page_labels``, ``font_not_embedded``,
        ``font_without_text_layer``, ``missing_glyph``, ``outside_page``, ``placeholder``, ``link``,
        ``text_layer``.
    """
    try:
        reader = PdfReader(io.BytesIO(pdf), strict=True)
        document = pdfium.PdfDocument(pdf)
        try:
            return (
                *_file(reader, locale, pages),
                *_fonts(reader),
                *_links(reader),
                *_texts(document, locale, typed),
            )
        finally:
            document.close()
    except (PyPdfError, pdfium.PdfiumError) as error:
        return (Finding("unreadable", None, type(error).__name__),)


def _catalog(reader: PdfReader) -> Any:  # noqa: ANN401  (pypdf's dictionaries hold anything)
    """Return the root dictionary of the file."""
    return reader.trailer["/Root"].get_object()


def _file(reader: PdfReader, locale: Locale, pages: int) -> Iterator[Finding]:
    """Check what belongs to the whole file."""
    catalog = _catalog(reader)
    if len(reader.pages) != pages:
        yield Finding("page_count", None, f"{len(reader.pages)} != {pages}")
    if not (reader.metadata and (reader.metadata.title or "").strip()):
        yield Finding("no_title", None, "")
    if str(catalog.get("/Lang", "")) != FURNITURE[locale].language:
        yield Finding("wrong_language", None, str(catalog.get("/Lang", "")))
    if not reader.outline:
        yield Finding("no_outline", None, "")
    if "/PageLabels" not in catalog:
        yield Finding("no_page_labels", None, "")


def _fonts(reader: PdfReader) -> Iterator[Finding]:
    """Check that every font is embedded and can be copied from."""
    seen: set[str] = set()
    for number, page in enumerate(reader.pages, start=1):
        for font in _page_fonts(page):
            name = str(font.get("/BaseFont", "?"))
            if name in seen:
                continue
            seen.add(name)
            descriptor: Any = font.get("/FontDescriptor")
            held = descriptor.get_object() if descriptor is not None else {}
            if not any(key in held for key in ("/FontFile", "/FontFile2", "/FontFile3")):
                yield Finding("font_not_embedded", number, name)
            if "/ToUnicode" not in font:
                yield Finding("font_without_text_layer", number, name)


def _page_fonts(page: Any) -> Iterator[Any]:  # noqa: ANN401  (pypdf's dictionaries hold anything)
    """Yield the font dictionaries of a page."""
    resources: Any = page.get("/Resources", {})
    fonts: Any = resources.get_object().get("/Font", {}) if resources else {}
    for value in fonts.get_object().values() if fonts else ():
        yield value.get_object()


def _links(reader: PdfReader) -> Iterator[Finding]:
    """Check that links lead to https addresses only, and that nothing runs by itself."""
    for key in ("/OpenAction", "/AA"):
        if key in _catalog(reader):
            yield Finding("link", None, key)
    for number, page in enumerate(reader.pages, start=1):
        annotations: Any = page.get("/Annots")
        for reference in annotations.get_object() if annotations is not None else ():
            action: Any = reference.get_object().get("/A")
            if action is None:
                continue
            address = str(action.get_object().get("/URI", action.get_object().get("/S", "")))
            if not address.startswith("https://"):
                yield Finding("link", number, address[:80])


def _texts(
    document: Any,  # noqa: ANN401  (PDFium binding has no types)
    locale: Locale,
    typed: Sequence[str],
) -> Iterator[Finding]:
    """Check the text of each page, and that it lies on the paper."""
    readable = 0
    for number in range(len(document)):
        page = document[number]
        text_page = page.get_textpage()
        text = text_page.get_text_bounded()
        readable += len(HAN.findall(text))
        yield from _page_text(text, number + 1, typed)
        yield from _glyphs(text_page, number + 1)
        yield from _place(text_page, page.get_size(), number + 1)
        text_page.close()
        page.close()
    if locale == "zh" and readable < HAN_LEAST:
        yield Finding("text_layer", None, str(readable))


def _page_text(text: str, number: int, typed: Sequence[str]) -> Iterator[Finding]:
    """Check the words of one page."""
    if not text.strip():
        yield Finding("text_layer", number, "")
    if "\ufffd" in text:
        yield Finding("missing_glyph", number, "U+FFFD")
    for match in PLACEHOLDERS.finditer(text):
        if not any(match.group() in words for words in typed):
            yield Finding("placeholder", number, match.group())


def _glyphs(text_page: Any, number: int) -> Iterator[Finding]:  # noqa: ANN401
    """Check for characters without a glyph: their code is 0 in the text layer, and readers leave them out."""
    count = text_page.count_chars()
    absent = sum(1 for index in range(count) if raw.FPDFText_GetUnicode(text_page.raw, index) == 0)
    if absent:
        yield Finding("missing_glyph", number, str(absent))


def _place(text_page: Any, size: tuple[float, float], number: int) -> Iterator[Finding]:  # noqa: ANN401
    """Check that all text stands clear of the paper's edges."""
    for index in range(text_page.count_rects()):
        left, bottom, right, top = text_page.get_rect(index)
        if left < SIDE or right > size[0] - SIDE or bottom < END or top > size[1] - END:
            yield Finding("outside_page", number, f"{left:.0f} {bottom:.0f} {right:.0f} {top:.0f}")
            return
