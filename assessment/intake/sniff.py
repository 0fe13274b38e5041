"""Tell by its bytes what a file is. The name only serves to notice a contradiction."""

import io
import zipfile
from typing import Final, Literal

Kind = Literal[
    "text",
    "workbook",
    "image",
    "pdf",
    "html",
    "xml",
    "json",
    "old_workbook",
    "document",
    "archive",
    "program",
    "database",
    "binary",
]

_MAGIC: Final[tuple[tuple[bytes, Kind], ...]] = (
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"%PDF", "pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_workbook"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!", "archive"),
    (b"PAR1", "database"),
    (b"SQLite format 3\x00", "database"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
)
_SHORT: Final = (b"BM", b"MZ")
_BOMS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_HTML: Final = (b"<!doctype html", b"<html", b"<table", b"<head", b"<meta", b"<style", b"<body", b"<div")
_HEAD: Final = 4096
_TEXT_NULS: Final = 0.1


BROKEN_ZIP: Final = (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, EOFError, OSError)
"""What the standard library raises on containers that are cut off or spoilt."""


def sniff(content: bytes) -> Kind:
    r"""Return what `content` is. Anything that could be a table in a text file is ``text``.

    >>> sniff(b"a,b\n1,2\n"), sniff(b"%PDF-1.7 ..."), sniff(b"<html><table>")
    ('text', 'pdf', 'html')
    """
    if content.startswith(b"PK\x03\x04"):
        return _packed(content)
    if content.startswith(b"RIFF") and content[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        return "image"
    for start, kind in _MAGIC:
        # "BM" and "MZ" may begin a header; a real picture or program has NULs near its start.
        if content.startswith(start) and (start not in _SHORT or b"\0" in content[:_HEAD]):
            return kind
    return _textual(content)


def named_kind(file_name: str) -> Literal["text", "workbook", "json", "other"] | None:
    """Return what the end of a name promises; None when it promises nothing."""
    stem, dot, end = file_name.rpartition(".")
    if not dot or not stem:
        return None
    return {"csv": "text", "tsv": "text", "txt": "text", "xlsx": "workbook", "json": "json"}.get(
        end.lower(), "other"
    )  # type: ignore[return-value]  # the mapping holds these literals only


def _packed(content: bytes) -> Kind:
    """Look into a ZIP container by its directory only. A broken one passes as a (damaged) workbook."""
    try:
        names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    except BROKEN_ZIP:
        return "workbook"
    if any(name.startswith("xl/") for name in names):
        return "workbook"
    if any(name.startswith(("word/", "ppt/")) or name == "mimetype" for name in names):
        return "document"
    return "archive"


def _textual(content: bytes) -> Kind:
    """Tell tables from markup and from bytes that are no text at all."""
    head = content[:_HEAD]
    if head.startswith(_BOMS[1:]):
        return "text"
    if head.count(b"\0") > _TEXT_NULS * len(head):
        return "binary"
    start = head.removeprefix(_BOMS[0]).lstrip().lower()
    if start.startswith(_HTML):
        return "html"
    if start.startswith(b"<?xml"):
        return "xml"
    opening = start[:1] + start[1:].lstrip()[:1]
    return "json" if opening.startswith((b"{", b"[{", b"[[")) else "text"
