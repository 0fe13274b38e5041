"""The two report fonts: registered once a process, with measured widths and an honest text layer.

Noto Sans SC Regular and Bold as static TrueType, cut down by `build.py` to GB2312, the 8,105 characters of
通用规范汉字表, traditional forms of everyday characters, Latin and report symbols.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from reports.scene import Weight

FAMILY: Final = "NotoSansSCReport"
FILES: Final[Mapping[Weight, str]] = {
    "regular": "NotoSansSCReport-Regular.ttf",
    "bold": "NotoSansSCReport-Bold.ttf",
}
NAMES: Final[Mapping[Weight, str]] = {"regular": f"{FAMILY}-Regular", "bold": f"{FAMILY}-Bold"}
PROPORTIONAL: Final[Mapping[int, int]] = {
    0xE018: 0x2018,
    0xE019: 0x2019,
    0xE01C: 0x201C,
    0xE01D: 0x201D,
    0xE026: 0x2026,
}
"""Private code point of each Latin-width form -> the character that it stands for."""
CMAP_BLOCK: Final = 100
"""Entries allowed in one ``beginbfchar`` block (PDF 32000-1, 9.10.3)."""


def _utf16(code: int) -> str:
    """Hexadecimal UTF-16BE of the character that glyph `code` stands for."""
    return chr(PROPORTIONAL.get(code, code)).encode("utf-16-be").hex().upper()


def to_unicode_cmap(name: str, subset: Sequence[int]) -> str:
    """Write the CMap that lets readers copy and search text set in one font subset.

    Characters above U+FFFF become surrogate pairs, which ReportLab 5.1 does not do (it writes five
    hexadecimal digits, and 𬭚 is copied as another character).

    Parameters
    ----------
    name
        PostScript name of the subset.
    subset
        Code points in glyph order, at most 256.

    Examples
    --------
    >>> "<01> <D872DF5A>" in to_unicode_cmap("F", [0x20, 0x2CB5A])
    True
    """
    rows = [f"<{index:02X}> <{_utf16(code)}>" for index, code in enumerate(subset)]
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
            "<00> <FF>",
            "endcodespacerange",
            *(line for block in blocks for line in (f"{len(block)} beginbfchar", *block, "endbfchar")),
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )


class _ReportFont(TTFont):  # type: ignore[misc]  # ReportLab ships no types
    """A TrueType font that writes its own ToUnicode tables."""

    def addObjects(self, doc: Any) -> None:  # noqa: ANN401, N802  (ReportLab's name and untyped document)
        """Embed the used subsets, then replace the text-layer tables that ReportLab wrote."""
        subsets = [tuple(subset) for subset in self.state[doc].subsets]
        names = [self.getSubsetInternalName(n, doc)[1:] for n in range(len(subsets))]
        super().addObjects(doc)
        fonts = doc.idToObject["BasicFonts"].dict
        for name, subset in zip(names, subsets, strict=True):
            base = fonts[name].BaseFont
            doc.idToObject[f"toUnicodeCMap:{base}"].content = to_unicode_cmap(base, subset)


@cache
def register() -> None:
    """Register both weights with ReportLab and tune it; later calls cost nothing.

    Parsing takes about 20 ms a file, so it must never happen per report. `baseFontFor` is set before
    any canvas exists: otherwise ReportLab writes an unembedded Helvetica into every file.
    """
    rl_config.useA85 = 0
    rl_config.invariant = 1
    for weight, file in FILES.items():
        pdfmetrics.registerFont(_ReportFont(NAMES[weight], str(Path(__file__).parent / file)))
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
