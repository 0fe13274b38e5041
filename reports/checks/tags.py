"""Checks of tags: everything on the paper is named, headings head pages, pictures are told in words."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from typing import Any, Final

from pypdf import PdfReader
from pypdfium2 import raw

from reports.checks.file import catalog
from reports.checks.finding import Finding

HEADINGS: Final = frozenset({"H", "H1"})
"""Kinds of a page's own title."""


def claims_tags(reader: PdfReader) -> bool:
    """Tell whether a file says that it is tagged."""
    info: Any = catalog(reader).get("/MarkInfo")
    marked = info is not None and bool(info.get_object().get("/Marked"))
    return marked and "/StructTreeRoot" in catalog(reader)


def untied_pages(reader: PdfReader) -> Iterator[Finding]:
    """Check that each page is tied to the tree of tags, and read in its order."""
    for number, page in enumerate(reader.pages, start=1):
        if "/StructParents" not in page or str(page.get("/Tabs", "")) != "/S":
            yield Finding("untagged", number, "/StructParents /Tabs")


def check_elements(page: Any, number: int, *, headed: bool) -> tuple[int, list[Finding]]:  # noqa: ANN401
    """Read the tags of one page; return their number and their faults.

    `headed` pages are those with a bookmark: their title is a heading.
    """
    tree = raw.FPDF_StructTree_GetForPage(page.raw)
    if not tree:
        return 0, [Finding("untagged", number, "")]
    try:
        count = raw.FPDF_StructTree_CountChildren(tree)
        top = [raw.FPDF_StructTree_GetChildAtIndex(tree, place) for place in range(count)]
        elements = [(kind, element) for first in top if first for kind, element in _walk(first)]
        return len(elements), list(_faults(elements, number, headed=headed))
    finally:
        raw.FPDF_StructTree_Close(tree)


def _walk(element: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    """Yield an element and all below it, with their kinds."""
    yield _string(raw.FPDF_StructElement_GetType, element), element
    for place in range(raw.FPDF_StructElement_CountChildren(element)):
        child = raw.FPDF_StructElement_GetChildAtIndex(element, place)
        if child:
            yield from _walk(child)


def _faults(elements: list[tuple[str, Any]], number: int, *, headed: bool) -> Iterator[Finding]:
    kinds = {kind for kind, _ in elements}
    if not elements:
        yield Finding("untagged", number, "")
    if headed and not kinds & HEADINGS:
        yield Finding("no_heading", number, "")
    if headed and "Table" in kinds and "TH" not in kinds:  # a header repeated on further sheets is not heard
        yield Finding("table_without_header", number, "")
    for kind, element in elements:
        if kind == "Figure" and not _string(raw.FPDF_StructElement_GetAltText, element).strip():
            yield Finding("no_alternative", number, kind)


def _string(getter: Callable[[Any, Any, int], int], element: Any) -> str:  # noqa: ANN401
    """Read a text that PDFium hands out as UTF-16 in a buffer of ours."""
    length = getter(element, None, 0)
    if length <= 2:  # noqa: PLR2004 - an empty text is its closing zero
        return ""
    buffer = ctypes.create_string_buffer(length)
    getter(element, buffer, length)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace")
