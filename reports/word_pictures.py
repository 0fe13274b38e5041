"""Charts as pictures for an editable text: drawn by the same pen as the PDF, 300 dots an inch."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Final

import pypdfium2 as pdfium
from reportlab.pdfgen.canvas import Canvas

from reports import theme
from reports.fonts import NAMES, register
from reports.pdfium import PDFIUM
from reports.pen import Pen
from reports.scene import Scene

DOTS: Final = 300
"""Dots an inch: what a laser printer shows."""
POINTS: Final = 72
COLOURS: Final = 256
FAST_OCTREE: Final = 2


def scene_pictures(scenes: Sequence[Scene], accent: str = "") -> Iterator[bytes]:
    """Draw scenes as PNG.

    Parameters
    ----------
    scenes
        Pictures of a report.
    accent
        Colour of the report, "" for the product's own.

    Returns
    -------
    iterator of bytes
        One PNG a scene, in order, on white; the same scene gives the same bytes. All are drawn before this
        returns: PDFium serves one thread at a time, and whoever writes the file must not keep it meanwhile.
    """
    return iter(tuple(_pictures(scenes, accent)) if scenes else ())


def _pictures(scenes: Sequence[Scene], accent: str) -> Iterator[bytes]:
    with PDFIUM, closing(pdfium.PdfDocument(_drawn(scenes, accent))) as document:
        for page in document:
            picture = page.render(scale=DOTS / POINTS).to_pil().convert("RGB")
            page.close()
            out = io.BytesIO()
            flat = picture.quantize(COLOURS, method=FAST_OCTREE, dither=0)
            flat.save(out, "PNG", dpi=(DOTS, DOTS))
            yield out.getvalue()


def _drawn(scenes: Sequence[Scene], accent: str) -> bytes:
    """Draw each scene on a page of its own size."""
    register()
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1, pageCompression=0, initialFontName=NAMES["regular"])
    pen = Pen(canvas, accent)
    for scene in scenes:
        canvas.setPageSize((scene.width, scene.height))
        canvas.translate(0, scene.height - theme.PAGE_HEIGHT)  # the pen measures from the top of a sheet
        pen.draw(scene.primitives)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()
