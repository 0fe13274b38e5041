"""Reads a finished editable text back as bare XML, without the library that wrote it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from reports.check import Finding
from reports.document import Block, Prose, ReportDocument, SoWhat, Table, Tiles
from reports.furniture import FURNITURE
from reports.package_check import BROKEN, SHOWN, check_package, check_placeholders
from reports.packages import parts_of
from reports.scene import Scene
from reports.text import clean

FIELDS: Final = frozenset({"TOC", "PAGE", "NUMPAGES"})
"""Fields that look at nothing but the file itself."""
W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWN: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
PNG_MARK: Final = b"\x89PNG\r\n\x1a\n"
BODY: Final = "word/document.xml"


def check_word(content: bytes, document: ReportDocument, typed: Sequence[str] = ()) -> tuple[Finding, ...]:
    """List what is wrong with a finished editable text.

    Parameters
    ----------
    content
        The file.
    document
        What it has to say.
    typed
        Texts that people typed, which may look like anything.

    Returns
    -------
    tuple of Finding
        Codes: ``unreadable``, ``foreign_part``, ``link``, ``field``, ``text`` (one is missing), ``tables``
        and ``pictures`` (another number), ``no_alternative``, ``broken_picture``, ``placeholder``.
    """
    try:
        parts = dict(parts_of(content))
        roots = {name: fromstring(part) for name, part in parts.items() if _has_text(name)}
        body = roots[BODY]
    except BROKEN as error:
        return (Finding("unreadable", None, type(error).__name__),)
    texts = {name: [_text(one) for one in root.iter(f"{W}p")] for name, root in roots.items()}
    framed = [text for name, told in texts.items() if name != BODY for text in told]
    return (
        *check_package(parts),
        *_fields(roots.values()),
        *_missing(texts[BODY], framed, document),
        *_counted(body, document),
        *_pictures(body, parts, document),
        *check_placeholders(texts[BODY], None, typed),
    )


def _has_text(name: str) -> bool:
    return re.fullmatch(r"word/(document|header\d*|footer\d*)\.xml", name) is not None


def _text(one: Element) -> str:
    return "".join(words.text or "" for words in one.iter(f"{W}t"))


def _missing(told: Sequence[str], framed: Sequence[str], document: ReportDocument) -> Iterator[Finding]:
    """Every text of the document stands in the file, as often as the document says it."""
    found, due = Counter(told), Counter(clean(text) for text in document_texts(document))
    for text, times in due.items():
        if text and found[text] < times:
            yield Finding("text", None, text[:SHOWN])
    for text in (document.running_head, document.demo_mark):
        if not any(clean(text) in line for line in framed):
            yield Finding("text", None, text[:SHOWN])


def document_texts(document: ReportDocument) -> Iterator[str]:
    """Yield every text of a report in order; words inside charts are part of their pictures."""
    cover = document.cover
    if cover is not None:
        yield from (cover.title, cover.subtitle, cover.merchant, cover.notice, cover.demo_notice)
        for line in cover.lines:
            yield from line
    for page in document.pages:
        yield from (page.section, page.title, page.subtitle, page.source)
        yield from (text for block in page.blocks for text in _block_texts(block))
        if page.so_what is not None:
            yield from _so_what_texts(page.so_what, document)


def _so_what_texts(so_what: SoWhat, document: ReportDocument) -> Iterator[str]:
    yield FURNITURE[document.locale].so_what
    for place, point in enumerate(so_what.points, start=1):
        yield f"{place} {clean(point.head)}"
        yield point.body
    yield so_what.ask


def _block_texts(block: Block) -> Iterator[str]:
    match block:
        case Table():
            yield from (column.header for column in block.columns)
            yield from (text for row in block.rows for text in row)
        case Prose():
            yield from (text for pair in block.blocks for text in pair)
        case Tiles():
            yield from (text for tile in block.tiles for text in (tile.label, tile.value, tile.note))
        case Scene():
            pass


def _fields(roots: Iterable[Element]) -> Iterator[Finding]:
    """Find fields that fetch something, and elements that bring something in."""
    for root in roots:
        codes = [part.text or "" for part in root.iter(f"{W}instrText")]
        codes += [part.get(f"{W}instr", "") for part in root.iter(f"{W}fldSimple")]
        for code in codes:
            if code.strip() and code.split()[0] not in FIELDS:
                yield Finding("field", None, code.strip()[:SHOWN])
        for name in ("altChunk", "object", "subDoc", "control"):
            if root.find(f".//{W}{name}") is not None:
                yield Finding("foreign_part", None, name)


def _counted(body: Element, document: ReportDocument) -> Iterator[Finding]:
    """Tables with a header row, as many as the document has; other tables only place things."""
    blocks = [block for page in document.pages for block in page.blocks]
    tables = sum(one.find(f"./{W}tr/{W}trPr/{W}tblHeader") is not None for one in body.iter(f"{W}tbl"))
    due = sum(isinstance(block, Table) for block in blocks)
    if tables != due:
        yield Finding("tables", None, f"{tables} / {due}")


def _pictures(body: Element, parts: Mapping[str, bytes], document: ReportDocument) -> Iterator[Finding]:
    """Pictures, as many as there are charts, each with words, each one that can be opened."""
    drawn = list(body.iter(DRAWN))
    scenes = [block for page in document.pages for block in page.blocks if isinstance(block, Scene)]
    due = len(scenes) + (document.logo is not None and document.cover is not None)
    if len(drawn) != due:
        yield Finding("pictures", None, f"{len(drawn)} / {due}")
    told = Counter(one.get("descr", "") for one in drawn)
    if told[""] or any(told[clean(scene.alt)] == 0 for scene in scenes):
        yield Finding("no_alternative", None, str(told[""]))
    for name, part in parts.items():
        if name.startswith("word/media/") and not part.startswith(PNG_MARK):
            yield Finding("broken_picture", None, name)
