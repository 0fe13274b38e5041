"""Reads a downloaded report back."""

import io
from dataclasses import dataclass

from pypdf import PdfReader
from pypdf.generic import DictionaryObject


@dataclass(frozen=True)
class ReportRead:
    """What a reader of the file finds."""

    pages: int
    text: str
    fonts: frozenset[str]
    foreign_fonts: frozenset[str]
    """Fonts that the file names and does not carry: they look different on every machine."""


def read(content: bytes) -> ReportRead:
    """Open a PDF. Raises pypdf's errors when it is none."""
    reader = PdfReader(io.BytesIO(content), strict=True)
    fonts = {}
    for page in reader.pages:
        listed = page.get("/Resources", DictionaryObject()).get_object().get("/Font", DictionaryObject())
        for reference in listed.get_object().values():
            font = reference.get_object()
            fonts[str(font["/BaseFont"])] = _embedded(font)
    return ReportRead(
        pages=len(reader.pages),
        text="\n".join(page.extract_text() for page in reader.pages),
        fonts=frozenset(fonts),
        foreign_fonts=frozenset(name for name, embedded in fonts.items() if not embedded),
    )


def _embedded(font: DictionaryObject) -> bool:
    """Tell whether the file carries the glyphs of a font."""
    if font.get("/Subtype") == "/Type3":
        return True
    bearer = font["/DescendantFonts"].get_object()[0].get_object() if "/DescendantFonts" in font else font
    descriptor = bearer.get("/FontDescriptor", DictionaryObject()).get_object()
    return any(name in descriptor for name in ("/FontFile", "/FontFile2", "/FontFile3"))
