"""The report fonts: registered once a process, with measured widths and an honest text layer.

Noto Sans SC Regular and Bold as static TrueType, cut down by `build.py` to GB2312, the 8,105 characters of
通用规范汉字表, traditional forms of everyday characters, Latin and report symbols. Two fallback fonts hold
what else Noto Sans SC draws (one weight) and monochrome emoji; neither is parsed before one of its characters
is met.
"""

import struct
from bisect import bisect_right
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from mmap import ACCESS_READ, mmap
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import Any, Final

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics

from reports.fonts.composite import CompositeFont
from reports.scene import Weight

FAMILY: Final = "NotoSansSCReport"
FILES: Final[Mapping[Weight, str]] = {
    "regular": "NotoSansSCReport-Regular.ttf",
    "bold": "NotoSansSCReport-Bold.ttf",
}
NAMES: Final[Mapping[Weight, str]] = {"regular": f"{FAMILY}-Regular", "bold": f"{FAMILY}-Bold"}
FALLBACKS: Final[Mapping[str, str]] = {
    f"{FAMILY}Ext-Regular": "NotoSansSCReportExt-Regular.ttf",
    "NotoEmojiReport-Regular": "NotoEmojiReport-Regular.ttf",
}
"""Font name -> file, in the order in which they are asked."""
PROPORTIONAL: Final[Mapping[int, int]] = {
    0xE018: 0x2018,
    0xE019: 0x2019,
    0xE01C: 0x201C,
    0xE01D: 0x201D,
    0xE026: 0x2026,
}
"""Private code point of each Latin-width form -> the character that it stands for."""
_HERE: Final = Path(__file__).parent
_LOCK: Final = Lock()
_FULL_UNICODE: Final = (3, 10)
"""Platform and encoding of the table that maps all of Unicode to glyphs (format 12)."""


class _Mapped:
    """A font file that is read where it lies: what no report asks for takes no memory."""

    def __init__(self, path: Path) -> None:
        self.name = str(path)

    def read(self) -> mmap:
        """Return the content; parts of it are bytes."""
        with Path(self.name).open("rb") as file:
            return mmap(file.fileno(), 0, access=ACCESS_READ)


class _Outlines:
    """The outlines of a font's characters, each copied when it is asked for."""

    def __init__(self, content: mmap, start: int) -> None:
        self._content = content
        self._start = start

    def __getitem__(self, part: slice) -> bytes:
        """Copy the outline between two places of the table."""
        return self._content[self._start + part.start : self._start + part.stop]


def _tables(face: Any) -> Callable[[str], bytes | _Outlines]:  # noqa: ANN401  (ReportLab ships no types)
    """Hand out the tables of a font: each subset of each report would copy all outlines anew."""
    copied = cache(face.get_table)
    outlines = _Outlines(face._ttf_data, face.get_table_pos("glyf")[0])  # noqa: SLF001
    return lambda tag: outlines if tag == "glyf" else copied(tag)


def _parse(name: str, file: str) -> None:
    """Register one file; a font that two threads ask for at once is registered once."""
    with _LOCK:
        if name not in pdfmetrics.getRegisteredFontNames():
            font = CompositeFont(name, _Mapped(_HERE / file), PROPORTIONAL)
            font.face.get_table = _tables(font.face)
            pdfmetrics.registerFont(font)


@cache
def register() -> None:
    """Register both weights of the main font with ReportLab and tune it; later calls cost nothing.

    Parsing takes about 20 ms a file, so it must never happen per report. `baseFontFor` is set before
    any canvas exists: otherwise ReportLab writes an unembedded Helvetica into every file.
    """
    rl_config.useA85 = 0
    rl_config.invariant = 1
    for weight, file in FILES.items():
        _parse(NAMES[weight], file)
    pdfmetrics.registerFontFamily(
        NAMES["regular"],
        normal=NAMES["regular"],
        bold=NAMES["bold"],
        italic=NAMES["regular"],
        boldItalic=NAMES["bold"],
        baseFontFor="all",
    )


@cache
def advances(weight: Weight) -> Mapping[str, float]:
    """Advance width of every character that the font draws, in em.

    >>> advances("regular")["中"], "\U0001f680" in advances("regular")
    (1.0, False)
    """
    register()
    face = pdfmetrics.getFont(NAMES[weight]).face
    return MappingProxyType({chr(code): width / 1000 for code, width in face.charWidths.items()})


@cache
def coverage(name: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """First and last code points of the stretches that a fallback font draws, in ascending order.

    Read from the file's ``cmap`` (OpenType 1.9, format 12) in about 1 ms; the font itself stays unparsed.

    >>> firsts, lasts = coverage("NotoEmojiReport-Regular")
    >>> any(first <= 0x1F680 <= last for first, last in zip(firsts, lasts, strict=True))
    True
    """
    with (_HERE / FALLBACKS[name]).open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        return _stretches(content)


def _stretches(content: mmap) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Read the groups of the format 12 table of one font file."""
    n_tables = struct.unpack_from(">H", content, 4)[0]
    records = (struct.unpack_from(">4s4xI", content, 12 + 16 * n) for n in range(n_tables))
    start = next(offset for tag, offset in records if tag == b"cmap")
    n_maps = struct.unpack_from(">H", content, start + 2)[0]
    maps = (struct.unpack_from(">HHI", content, start + 4 + 8 * n) for n in range(n_maps))
    table = start + next(offset for *kind, offset in maps if tuple(kind) == _FULL_UNICODE)
    n_groups = struct.unpack_from(">I", content, table + 12)[0]
    groups = struct.iter_unpack(">III", content[table + 16 : table + 16 + 12 * n_groups])
    firsts, lasts, _ = zip(*groups, strict=True)
    return firsts, lasts


@lru_cache(maxsize=4096)
def fallback(character: str) -> tuple[str, float] | None:
    """Name of the fallback font that draws `character` and its advance in em; None if none does.

    >>> fallback("\U0001f680"), fallback("\U00020bb7")
    (('NotoEmojiReport-Regular', 1.0), None)
    """
    code = ord(character)
    for name, file in FALLBACKS.items():
        firsts, lasts = coverage(name)
        place = bisect_right(firsts, code) - 1
        if place >= 0 and code <= lasts[place]:
            _parse(name, file)
            return name, pdfmetrics.getFont(name).face.charWidths[code] / 1000
    return None
