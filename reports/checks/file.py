"""Checks of the file as a whole: description, fonts, labels, and that nothing in it acts or hides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from pypdf import PdfReader

from reports.checks.finding import Expected, Finding, Ledger
from reports.furniture import FURNITURE

FONT_FILES: Final = ("/FontFile", "/FontFile2", "/FontFile3")
SHOWN: Final = 80
"""Characters of a foreign text that a finding repeats."""
ACTING: Final = ("/OpenAction", "/AA")
"""Keys of a catalog, page or annotation under which something runs by itself."""
FOREIGN: Final = ("/AcroForm", "/Collection", "/AF", "/Requirements")
"""Keys of a catalog that no report has: forms, portfolios, associated files, demands on the reader."""


def check_file(reader: PdfReader, expected: Expected, ledger: Ledger) -> None:
    """Check what belongs to the whole file, and the dictionaries of its pages."""
    ledger.add(_description(reader, expected))
    ledger.saw("pages", len(reader.pages), "pages")
    ledger.saw("description", 2, "entries")
    ledger.add(_labels(reader))
    fonts = list(_fonts(reader))
    ledger.saw("fonts", len(fonts), "fonts")
    for number, font in fonts:
        ledger.add(_font(font, number))
    ledger.add(_catalog_contents(catalog(reader)))
    ledger.saw("contents", len(reader.pages) + 1, "places")
    ledger.saw("links", 0, "links")
    for number, page in enumerate(reader.pages, start=1):
        ledger.add(_acting(page, number))
        annotations = list(_annotations(page))
        ledger.saw("links", len(annotations), "links")
        for annotation in annotations:
            ledger.add(_annotation(annotation, number))


def catalog(reader: PdfReader) -> Any:  # noqa: ANN401  (pypdf's dictionaries hold anything)
    """Return the root dictionary of the file."""
    return reader.trailer["/Root"].get_object()


def _description(reader: PdfReader, expected: Expected) -> Iterator[Finding]:
    """Check number of pages, title and language."""
    if len(reader.pages) != expected.pages:
        yield Finding("page_count", None, f"{len(reader.pages)} != {expected.pages}")
    if not (reader.metadata and (reader.metadata.title or "").strip()):
        yield Finding("no_title", None, "")
    language = str(catalog(reader).get("/Lang", ""))
    if language != FURNITURE[expected.locale].language:
        yield Finding("wrong_language", None, language)


def _labels(reader: PdfReader) -> Iterator[Finding]:
    """Check that every page has a label of its own."""
    if "/PageLabels" not in catalog(reader):
        yield Finding("no_page_labels", None, "")
        return
    ranges = catalog(reader)["/PageLabels"].get_object().get("/Nums", [])
    labels = reader.page_labels if len(ranges) else []
    different = len({label for label in labels if label})
    if different != len(reader.pages):
        yield Finding("page_labels", None, f"{different} != {len(reader.pages)}")


def _fonts(reader: PdfReader) -> Iterator[tuple[int, Any]]:
    """Yield each font dictionary once, with the page where it is first offered."""
    seen: set[str] = set()
    tables: set[int] = set()
    for number, page in enumerate(reader.pages, start=1):
        resources: Any = page.get("/Resources", {})
        table: Any = resources.get_object().get("/Font") if resources else None
        if table is None or id(table.get_object()) in tables:
            continue
        tables.add(id(table.get_object()))
        for value in table.get_object().values():
            font = value.get_object()
            name = str(font.get("/BaseFont", "?"))
            if name not in seen:
                seen.add(name)
                yield number, font


def _font(font: Any, number: int) -> Iterator[Finding]:  # noqa: ANN401
    """Check that a font travels with the file and can be copied from."""
    name = str(font.get("/BaseFont", "?"))
    parts: Any = font.get("/DescendantFonts")
    inner = parts.get_object()[0].get_object() if parts is not None else font
    descriptor: Any = inner.get("/FontDescriptor")
    held = descriptor.get_object() if descriptor is not None else {}
    if not any(key in held for key in FONT_FILES):
        yield Finding("font_not_embedded", number, name)
    if "/ToUnicode" not in font:
        yield Finding("font_without_text_layer", number, name)


def _catalog_contents(root: Any) -> Iterator[Finding]:  # noqa: ANN401
    """Check that nothing runs when the file is opened and nothing is hidden in it."""
    yield from _acting(root, None)
    for key in FOREIGN:
        if key in root:
            yield Finding("embedded_file", None, key)
    names: Any = root.get("/Names")
    held = names.get_object() if names is not None else {}
    if "/JavaScript" in held:
        yield Finding("script", None, "/Names")
    if "/EmbeddedFiles" in held:
        yield Finding("embedded_file", None, "/Names")


def _acting(holder: Any, number: int | None) -> Iterator[Finding]:  # noqa: ANN401
    for key in ACTING:
        if key in holder:
            yield Finding("action", number, key)


def _annotations(page: Any) -> Iterator[Any]:  # noqa: ANN401
    references: Any = page.get("/Annots")
    for reference in references.get_object() if references is not None else ():
        yield reference.get_object()


def _annotation(annotation: Any, number: int) -> Iterator[Finding]:  # noqa: ANN401
    """Check that an annotation is a link, and one that leads to https or to another page."""
    yield from _acting(annotation, number)
    kind = str(annotation.get("/Subtype", ""))
    if kind != "/Link":
        yield Finding("embedded_file" if "/FS" in annotation else "action", number, kind)
        return
    action: Any = annotation.get("/A")
    if action is None:
        return
    deed = action.get_object()
    name = str(deed.get("/S", ""))
    if name == "/URI":
        address = str(deed.get("/URI", ""))
        if not address.startswith("https://"):
            yield Finding("link", number, address[:SHOWN])
    elif name in {"/JavaScript", "/Rendition"} or "/JS" in deed:
        yield Finding("script", number, name)
    elif name != "/GoTo":
        yield Finding("action", number, name)
    if "/Next" in deed:
        yield Finding("action", number, "/Next")


def check_archive(reader: PdfReader, expected: Expected, ledger: Ledger) -> None:
    """Check that a file for the archive says so, and carries the colours it was made for."""
    root = catalog(reader)
    metadata: Any = root.get("/Metadata")
    claims = metadata is not None and b"pdfaid" in metadata.get_object().get_data()
    if not (claims or expected.archive):
        return
    ledger.saw("archive", 1, "places")
    if not claims:
        ledger.add([Finding("no_archive", None, "/Metadata")])
    if not root.get("/OutputIntents"):
        ledger.add([Finding("no_archive", None, "/OutputIntents")])
