"""A font as one composite font of a PDF file: as many characters as a report needs, two bytes each.

ReportLab splits a TrueType font into simple fonts of 256 characters, so that a line of Chinese changes the
font every few characters and each part carries its own outlines and tables. One composite font a weight needs
one operator a run, and is packed and embedded once. Sources: PDF 32000-1, 9.7 (composite fonts) and 9.10.3
(ToUnicode); ISO 19005-1, 6.3.5 (CIDSet of a subset).
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from struct import pack
from typing import Any, Final

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

CMAP_BLOCK: Final = 100
"""Entries allowed in one ``beginbfchar`` block (PDF 32000-1, 9.10.3)."""
WIDE: Final = 1000
"""Width of most characters, in thousandths of an em: it is not repeated for each."""
BITS: Final = 8


class Codes(dict[int, str]):
    """What stands for each character of one font in one file: four hexadecimal digits, given out when met.

    `known` tells which characters the font draws; any other one is ``0000``, the sign of a missing glyph.
    """

    def __init__(self, known: Mapping[int, int]) -> None:
        self._known = known
        self.characters: list[int] = []

    def __missing__(self, character: int) -> str:
        if character not in self._known:
            self[character] = "0000"
        else:
            self.characters.append(character)
            self[character] = f"{len(self.characters):04X}"
        return self[character]


class CompositeFont(TTFont):  # type: ignore[misc]  # ReportLab ships no types
    """A TrueType font that enters each file once, with its own tables for copying and searching.

    Parameters
    ----------
    meant
        Private code point -> the character that it stands for in the text layer.
    """

    def __init__(self, name: str, file: Any, meant: Mapping[int, int]) -> None:  # noqa: ANN401
        super().__init__(name, file)
        self._meant = meant

    def codes(self, document: Any) -> Codes:  # noqa: ANN401  (ReportLab ships no types)
        """Return the codes of this font in a file; asking for one makes it part of the file."""
        found: Codes | None = self.state.get(document)
        if found is None:
            found = self.state[document] = Codes(self.face.charToGlyph)
        return found

    def getSubsetInternalName(self, subset: int, doc: Any) -> str:  # noqa: ANN401, ARG002, N802  (ReportLab's)
        """Name the font as the operators of a page do; there is one subset only."""
        self.codes(doc)
        if self.fontName not in doc.fontMapping:
            doc.fontMapping[self.fontName] = f"/F{len(doc.fontMapping) + 1}"
            doc.delayedFonts.append(self)
        return str(doc.fontMapping[self.fontName])

    def splitString(self, text: str, doc: Any, encoding: str = "utf-8") -> list[tuple[int, bytes]]:  # noqa: ANN401, ARG002, N802
        """Give ReportLab's own ways of drawing the codes of a text, all of one subset."""
        return [(0, bytes.fromhex(text.translate(self.codes(doc))))]

    def addObjects(self, doc: Any) -> None:  # noqa: ANN401, N802  (ReportLab's name and untyped document)
        """Embed the outlines and tables of the characters that were used."""
        characters = tuple(self.codes(doc).characters)
        name = self.getSubsetInternalName(0, doc)[1:]
        base = (SUBSETN(0) + b"+" + self.face.name).decode("ascii")
        descriptor = self.face.addSubsetObjects(doc, base, characters)
        n = len(characters) + 1
        kept = _stream(doc, _all_bits(n), f"cidSet:{base}")
        doc.idToObject[f"fontDescriptor:{base}"].dict["CIDSet"] = kept
        inner = {
            "Type": pdfdoc.PDFName("Font"),
            "Subtype": pdfdoc.PDFName("CIDFontType2"),
            "BaseFont": pdfdoc.PDFName(base),
            "CIDSystemInfo": pdfdoc.PDFDictionary(
                {
                    "Registry": pdfdoc.PDFString("Adobe"),
                    "Ordering": pdfdoc.PDFString("Identity"),
                    "Supplement": 0,
                }
            ),
            "FontDescriptor": descriptor,
            "DW": WIDE,
            "W": pdfdoc.PDFArray(list(_widths([self.face.getCharWidth(c) for c in characters]))),
            "CIDToGIDMap": _stream(doc, _glyphs(characters, self.face.charToGlyph), f"cidToGid:{base}"),
        }
        outer = {
            "Type": pdfdoc.PDFName("Font"),
            "Subtype": pdfdoc.PDFName("Type0"),
            "BaseFont": pdfdoc.PDFName(base),
            "Encoding": pdfdoc.PDFName("Identity-H"),
            "DescendantFonts": pdfdoc.PDFArray(
                [doc.Reference(pdfdoc.PDFDictionary(inner), f"cidFont:{base}")]
            ),
            "ToUnicode": _stream(
                doc, to_unicode_cmap(base, characters, self._meant).encode("ascii"), f"toUnicode:{base}"
            ),
        }
        font = doc.Reference(pdfdoc.PDFDictionary(outer), name)
        doc.idToObject["BasicFonts"].dict[name] = font


def _stream(document: Any, content: bytes, name: str) -> Any:  # noqa: ANN401  (ReportLab ships no types)
    """Add a compressed stream to the file and return the reference to it."""
    filters = [pdfdoc.PDFZCompress] if document.compression else None
    return document.Reference(pdfdoc.PDFStream(content=content, filters=filters), name)


def _all_bits(n: int) -> bytes:
    """Set the first `n` bits: every code of the subset is there.

    >>> _all_bits(10).hex()
    'ffc0'
    """
    size = -(-n // BITS)
    return (((1 << n) - 1) << (size * BITS - n)).to_bytes(size, "big")


def _glyphs(characters: Sequence[int], known: Mapping[int, int]) -> bytes:
    """Write the glyph of each code: ReportLab's subset holds each outline once, in order of appearance.

    >>> _glyphs((65, 66, 67), {65: 7, 66: 9, 67: 7}).hex()
    '0000000100020001'
    """
    places: dict[int, int] = {0: 0}
    glyphs = [0, *(places.setdefault(known[c], len(places)) for c in characters)]
    return pack(f">{len(glyphs)}H", *glyphs)


def _widths(widths: Sequence[float]) -> Iterator[Any]:
    """Widths of the codes from 1 on that are not a full em, as first code and list of each stretch.

    >>> [part if isinstance(part, int) else part.sequence for part in _widths([1000, 500, 510, 1000, 520])]
    [2, [500, 510], 5, [520]]
    """
    stretch: list[float] = []
    for code, width in enumerate([*widths, WIDE], start=1):
        if width != WIDE:
            stretch.append(width)
        elif stretch:
            yield code - len(stretch)
            yield pdfdoc.PDFArray(stretch)
            stretch = []


@lru_cache(maxsize=16384)
def _utf16(character: int) -> str:
    """Hexadecimal UTF-16BE of a character."""
    return chr(character).encode("utf-16-be").hex().upper()


def to_unicode_cmap(name: str, characters: Sequence[int], meant: Mapping[int, int]) -> str:
    """Write the CMap that lets readers copy and search text set in a font.

    Characters above U+FFFF are surrogate pairs.

    Parameters
    ----------
    name
        PostScript name of the font.
    characters
        Code points in the order of their codes, which begin with 1.
    meant
        Private code point -> the character that it stands for.

    Examples
    --------
    >>> "<0002> <D872DF5A>" in to_unicode_cmap("F", [0x20, 0x2CB5A], {})
    True
    """
    rows = [f"<{code:04X}> <{_utf16(meant.get(c, c))}>" for code, c in enumerate(characters, start=1)]
    blocks = [rows[at : at + CMAP_BLOCK] for at in range(0, len(rows), CMAP_BLOCK)]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
            f"/CMapName /{name} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<0000> <FFFF>",
            "endcodespacerange",
            *(line for block in blocks for line in (f"{len(block)} beginbfchar", *block, "endbfchar")),
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )
