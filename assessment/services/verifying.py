"""Whether a file is the report that it claims to be: which one it names, and where two files first differ."""

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Final, Literal

from assessment.domain.editions import ReportOrder

Outcome = Literal["same", "different", "unknown", "not_a_report"]
"""The very bytes of the stored run; other bytes; no report that the viewer may see; no such kind of file."""
MOST_BYTES: Final = 100_000_000
"""No report comes near this size."""
MOST_PROPERTIES: Final = 65_536
NAMED: Final = re.compile(r"(?:\breport |identifier>)([0-9a-f]{32})\b")
"""How a file tells its report's id: a PDF among its keywords, workbook and document as their identifier."""
HEADS: Final = (b"%PDF-", b"PK\x03\x04")
PROPERTIES: Final = "docProps/core.xml"
_UNREADABLE: Final = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(KeyError, OSError, ValueError, NotImplementedError, RuntimeError, EOFError),
)
"""What readers raise on a package that is torn, encrypted, or none."""


@dataclass(frozen=True, slots=True)
class VersionChange:
    """A library that is another version than when the report was printed; "" where it was or is not there."""

    name: str
    then: str
    now: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What became of checking a file.

    `presented` is the SHA-256 of the file, `stored` that of the report as it was printed, `derived` that of
    the report as it was made again just now ("" where it cannot be made: its check has findings now).
    `place` is the first differing byte, counted from 0. `versions` lists libraries that have changed since.
    """

    outcome: Outcome
    presented: str
    report_id: str = ""
    run_id: str = ""
    file_name: str = ""
    order: ReportOrder | None = None
    stored: str = ""
    derived: str = ""
    place: int | None = None
    versions: tuple[VersionChange, ...] = ()

    @property
    def untouched(self) -> bool:
        """Whether the file is byte for byte what was stored when the report was printed."""
        return bool(self.stored) and self.presented == self.stored


def may_be_a_report(content: bytes) -> bool:
    """Tell whether a file begins as our reports do."""
    return len(content) <= MOST_BYTES and content.startswith(HEADS)


def named_report(content: bytes) -> str | None:
    """Find the id of the report that a file names in its own data, whatever else was done to the file."""
    words = _pdf_words(content) if content.startswith(HEADS[0]) else _office_words(content)
    found = NAMED.search(words)
    return None if found is None else found[1]


def _pdf_words(content: bytes) -> str:
    import pypdfium2 as pdfium  # noqa: PLC0415 - for checking files only

    from reports.pdfium import PDFIUM  # noqa: PLC0415

    try:
        with PDFIUM, closing(pdfium.PdfDocument(content)) as document:
            return str(document.get_metadata_value("Keywords"))
    except pdfium.PdfiumError:
        return content.decode("latin-1")  # a torn file may still say whose it was


def _office_words(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(PROPERTIES) as file:
            return file.read(MOST_PROPERTIES).decode(errors="replace")
    except _UNREADABLE:
        return ""


def first_difference(one: bytes, other: bytes) -> int | None:
    """Find the first byte in which two files differ, None for equal ones.

    >>> first_difference(b"abc", b"abd"), first_difference(b"ab", b"abc"), first_difference(b"ab", b"ab")
    (2, 2, None)
    """
    if one == other:
        return None
    low, high = (
        0,
        min(len(one), len(other)),
    )  # equal up to `low`; a difference or an end lies below `high` + 1
    left, right = memoryview(one), memoryview(other)
    while low < high:
        middle = (low + high + 1) // 2
        if left[low:middle] == right[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def changed_versions(then: Mapping[str, str], now: Mapping[str, str]) -> tuple[VersionChange, ...]:
    """List what is another version than before, by name."""
    names = sorted({*then, *now})
    pairs = (VersionChange(name, then.get(name, ""), now.get(name, "")) for name in names)
    return tuple(change for change in pairs if change.then != change.now)
