"""Pages of a finished report as pictures for chat tools: PNG, one a page, and all of them in one ZIP file."""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import closing
from typing import Final

import pypdfium2 as pdfium

from reports.packages import pack
from reports.pdfium import PDFIUM

WIDTH: Final = 1600
"""Pixels: legible on a phone held across, and still under what chat tools shrink."""


def page_images(pdf: bytes, pages: Sequence[int] | None = None, width: int = WIDTH) -> tuple[bytes, ...]:
    """Draw pages of a finished PDF as PNG.

    Parameters
    ----------
    pdf
        The file.
    pages
        Numbers of the pages, counted from 1, in the order wanted; None for all.
    width
        Pixels across; the height follows the page.

    Returns
    -------
    tuple of bytes
        One PNG a page, without time or other metadata: the same file gives the same pictures.

    Raises
    ------
    IndexError
        If a page number is not in the file.
    """
    with PDFIUM, closing(pdfium.PdfDocument(pdf)) as document:
        wanted = range(1, len(document) + 1) if pages is None else pages
        return tuple(_picture(document, number, width) for number in wanted)


def outlined_pages(pdf: bytes) -> tuple[tuple[int, ...], int]:
    """Tell which pages the outline of a finished PDF names, and how many pages there are.

    Returns
    -------
    tuple
        Numbers of the pages where a composed page begins, counted from 1 and in order, and the number of all
        pages: what continues a page has no entry of its own.
    """
    with PDFIUM, closing(pdfium.PdfDocument(pdf)) as document:
        targets = (entry.get_dest() for entry in document.get_toc())
        named = {index + 1 for one in targets if one is not None and (index := one.get_index()) is not None}
        return tuple(sorted(named)), len(document)


def _picture(document: pdfium.PdfDocument, number: int, width: int) -> bytes:
    """Draw one page on white."""
    if not 1 <= number <= len(document):
        raise IndexError(number)
    with closing(document[number - 1]) as page:
        drawn = page.render(scale=width / page.get_width(), may_draw_forms=False).to_pil().convert("RGB")
    # Flat colours and grey edges of type: a palette of 256 is a third of the size and looks the same.
    out = io.BytesIO()
    drawn.quantize(256, method=2, dither=0).save(out, "PNG")
    return out.getvalue()


def picture_name(number: int, total: int) -> str:
    """File name of a page in the ZIP: sorts as the pages do.

    >>> picture_name(3, 28), picture_name(3, 128)
    ('page-03.png', 'page-003.png')
    """
    return f"page-{number:0{max(2, len(str(total)))}d}.png"


def zipped(pictures: Sequence[bytes]) -> bytes:
    """Put pictures into one ZIP file, named in the order of the pages; same pictures, same bytes."""
    total = len(pictures)
    # PNG is compressed already.
    return pack(((picture_name(n, total), one) for n, one in enumerate(pictures, start=1)), compress=False)
