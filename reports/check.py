"""The gate that a finished report passes before it is handed out.

Reads the file back with two independent readers and lists every fault; an empty answer means that the file
may go. The parts are in `reports.checks`; what they cost is printed by ``tests/benchmarks/report_engine.py``.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import closing
from typing import Any

import pypdfium2 as pdfium
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from assessment.domain.text import Locale
from reports.checks import paper, tags, words
from reports.checks.file import check_archive, check_file
from reports.checks.finding import CODES, Checked, Expected, Finding, Ledger, Look
from reports.pdfium import PDFIUM

__all__ = ["CODES", "Checked", "Expected", "Finding", "Look", "check_pdf", "inspect_pdf"]


def check_pdf(pdf: bytes, *, locale: Locale, pages: int, typed: Sequence[str] = ()) -> tuple[Finding, ...]:
    """List what is wrong with a finished report; `inspect_pdf` also says how much was looked at.

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
        Empty when the file may be handed out. Codes are those of `CODES`.
    """
    return inspect_pdf(pdf, Expected(locale, pages, tuple(typed))).findings


def inspect_pdf(pdf: bytes, expected: Expected) -> Checked:
    """Read a finished report back and check everything about it.

    Parameters
    ----------
    pdf
        The file.
    expected
        Language, pages as composed, typed texts, and whether it must be tagged and ready for the archive.
        A file that claims to be tagged or archived is held to it in any case.

    Returns
    -------
    Checked
        ``unreadable`` stands alone. Of the whole file: ``page_count``, ``no_title``, ``wrong_language``,
        ``no_outline``, ``no_page_labels``, ``page_labels`` (not one for each page), ``no_archive``. Of what
        it carries: ``font_not_embedded``, ``font_without_text_layer``, ``link`` (not https), ``action``,
        ``script``, ``embedded_file``. Of its pages: ``no_bookmark`` (neither one nor a continuation),
        ``missing_glyph``, ``text_overlap``, ``outside_page``, ``outside_margin``, ``outside_box``,
        ``placeholder``, ``text_layer``, ``title_not_found``. Of its tags: ``untagged``, ``untagged_text``,
        ``no_heading``, ``no_alternative``, ``table_without_header``.
    """
    ledger = Ledger()
    try:
        reader = PdfReader(io.BytesIO(pdf), strict=True)
        check_file(reader, expected, ledger)
        check_archive(reader, expected, ledger)
        tagged = tags.claims_tags(reader)
        if expected.tagged and not tagged:
            ledger.add([Finding("untagged", None, "")])
        if tagged:
            ledger.add(tags.untied_pages(reader))
        with PDFIUM, closing(pdfium.PdfDocument(pdf)) as document:
            _pages(document, expected, ledger, tagged=tagged)
    except (PyPdfError, pdfium.PdfiumError) as error:
        return Checked((Finding("unreadable", None, type(error).__name__),), tuple(ledger.looks()))
    return Checked(tuple(ledger.found), tuple(ledger.looks()))


def _pages(document: Any, expected: Expected, ledger: Ledger, *, tagged: bool) -> None:  # noqa: ANN401
    """Check what the pages show, and what a search finds."""
    entries, faults = words.bookmarks(document)
    ledger.add(faults)
    headed = {number for _, number in entries}
    texts: dict[int, str] = {}
    for number, page in enumerate(document, start=1):
        with closing(page), closing(page.get_textpage()) as text_page:
            texts[number] = text_page.get_text_bounded()
            ink = paper.ink_of(page)
            _glyphs(text_page, number, ledger)
            ledger.add(words.page_words(texts[number], number, expected))
            _places(ink, page, text_page, ledger, number, on_cover=words.is_cover(entries, number, expected))
            if tagged:
                _tags(page, ink, number, ledger, headed=number in headed)
    ledger.saw("words", sum(map(len, texts.values())), "characters")
    ledger.add(words.check_outline(entries, texts, expected))
    ledger.saw("outline", len(entries), "entries")
    ledger.add(words.check_search(entries, texts, expected))
    ledger.saw("search", len(entries), "titles")


def _glyphs(text_page: Any, number: int, ledger: Ledger) -> None:  # noqa: ANN401
    count, absent = words.absent_glyphs(text_page)
    ledger.saw("glyphs", count, "characters")
    if absent:
        ledger.add([Finding("missing_glyph", number, str(absent))])


def _places(
    ink: paper.Ink,
    page: Any,  # noqa: ANN401
    text_page: Any,  # noqa: ANN401
    ledger: Ledger,
    number: int,
    *,
    on_cover: bool,
) -> None:
    """Check where the texts of one page stand."""
    for check in ("overlap", "margins", "boxes"):
        ledger.saw(check, len(ink.texts), "texts")
    ledger.add(paper.overlaps(ink, number, text_page))
    ledger.add(paper.off_paper(ink, page.get_size(), number))
    if not on_cover:
        ledger.add(paper.off_column(ink, number, text_page))
    ledger.add(paper.off_box(ink, number, text_page))


def _tags(page: Any, ink: paper.Ink, number: int, ledger: Ledger, *, headed: bool) -> None:  # noqa: ANN401
    """Check the tags of one page."""
    count, faults = tags.check_elements(page, number, headed=headed)
    ledger.saw("tags", count, "elements")
    ledger.add(faults)
    if ink.unmarked:
        ledger.add([Finding("untagged_text", number, str(ink.unmarked))])
