"""Make the report fonts from Noto Sans SC and Noto Emoji; run once per font release, the result is committed.

Sources of the glyphs: npm packages ``@expo-google-fonts/noto-sans-sc`` 0.4.3 and
``@expo-google-fonts/noto-emoji`` 0.4.7 (both SIL OFL 1.1), each unpacked by ``npm pack <name>@<version>`` and
``tar xzf`` in a folder of its own.
Source of the character table: the Unihan files ``Unihan_OtherMappings.txt.bz2`` (property kTGH = the
8,105 characters of 通用规范汉字表, 2013) and ``Unihan_Variants.txt.bz2``, as in Debian's package
``unicode-data`` 15.0.0 under ``/usr/share/unicode``.

    python -m reports.fonts.build <Noto Sans SC package> <Noto Emoji package> <Unihan folder>

The same inputs and fontTools version give the same bytes; ``SHA256SUMS`` is rewritten beside the fonts.
"""

import bz2
import hashlib
import shutil
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from fontTools import subset
from fontTools.ttLib import TTFont

from reports.fonts import FALLBACKS, FILES, NAMES, PROPORTIONAL

HERE: Final = Path(__file__).parent
SOURCES: Final = {"regular": "400Regular/NotoSansSC_400Regular.ttf", "bold": "700Bold/NotoSansSC_700Bold.ttf"}
SOURCE_EMOJI: Final = "400Regular/NotoEmoji_400Regular.ttf"
EMOJI_EM: Final = 2600
"""Units per em of the emoji font: its advance, so that an emoji is as wide as a hanzi."""
EMOJI_RAISE: Final = 130
"""Font units by which emoji move up to stand level with hanzi."""
NEVER_DRAWN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Mn", "Me"})
"""General categories that `reports.text.clean` removes: their glyphs would never be used."""
SYMBOLS: Final = (
    "㎡℃‰→←↑↓↗↘▲▼△▽■□●○◆◇★☆✓≥≤≈≠±×÷–—―•·…§©®™°′″€£¥￥〓①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳ⅠⅡⅢⅣⅤ㈠㈡㈢㎏㎜㎝㎞㎎㏄㏎"
)
SHOP_SIGNS: Final = "囍囧槑烎靐嘅嗰啱冇睇攞喺咗哋佢咁唔嚟"
"""Characters of shop names outside the standard table: wedding goods, net names, Cantonese."""
KEPT_NAMES: Final = (0, 1, 2, 3, 4, 5, 6, 7, 8, 13, 14)
LATIN: Final = ((0x20, 0x7E), (0xA0, 0x17F), (0x2010, 0x2027), (0x3000, 0x303F), (0xFF01, 0xFFE6))


def gb2312() -> set[int]:
    """Code points of GB2312-80, read off Python's codec."""
    cells = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    return {ord(text) for text in (cell.decode("gb2312", "ignore") for cell in cells) if text}


def everyday() -> set[int]:
    """Code points of GB2312 level 1: the 3,755 most used characters (rows B0-D7)."""
    cells = (bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return {ord(text) for text in (cell.decode("gb2312", "ignore") for cell in cells) if text}


def unihan(folder: Path, file: str, key: str) -> Iterator[tuple[int, str]]:
    """Yield code point and value of each Unihan line with property `key`."""
    with bz2.open(folder / file, "rt", encoding="utf-8") as lines:
        for line in lines:
            parts = line.rstrip("\n").split("\t")
            if len(parts) == 3 and parts[1] == key:  # noqa: PLR2004  (code point, property, value)
                yield int(parts[0].removeprefix("U+"), 16), parts[2]


def traditional(folder: Path) -> set[int]:
    """Traditional forms of everyday characters: brand names are often written with them."""
    wanted = everyday()
    pairs = unihan(folder, "Unihan_Variants.txt.bz2", "kTraditionalVariant")
    forms = (form for code, value in pairs if code in wanted for form in value.split())
    return {int(form.removeprefix("U+"), 16) for form in forms}


def characters(folder: Path) -> set[int]:
    """Every code point that a report may draw."""
    standard = {code for code, _ in unihan(folder, "Unihan_OtherMappings.txt.bz2", "kTGH")}
    latin = {code for first, last in LATIN for code in range(first, last + 1)}
    return (
        gb2312()
        | standard
        | traditional(folder)
        | latin
        | {ord(c) for c in SYMBOLS + SHOP_SIGNS}
        | set(PROPORTIONAL)
    )


def add_proportional(font: TTFont) -> None:
    """Give the Latin-width quotes, ellipsis and middle dot code points of their own.

    The font draws ``’ “ ” …`` one em wide, as Chinese wants them; its Latin forms hide behind the OpenType
    feature ``pwid``, which ReportLab cannot switch on. Private code points make them reachable;
    `reports.fonts` writes the true characters into ToUnicode.
    """
    table = font["GSUB"].table
    lookups = {
        i
        for f in table.FeatureList.FeatureRecord
        if f.FeatureTag == "pwid"
        for i in f.Feature.LookupListIndex
    }
    forms: dict[str, str] = {}
    for index in lookups:
        for part in table.LookupList.Lookup[index].SubTable:
            forms.update(getattr(part, "ExtSubTable", part).mapping)
    names = font.getBestCmap()
    for cmap in font["cmap"].tables:
        if cmap.isUnicode() and cmap.format != 14:  # noqa: PLR2004  (variation selectors hold no glyphs)
            cmap.cmap.update({private: forms[names[true]] for private, true in PROPORTIONAL.items()})


def rename(font: TTFont, name: str) -> None:
    """Name the subset apart from the full font: one process must be able to hold both."""
    for record in font["name"].names:
        if record.nameID == 6:  # noqa: PLR2004  (PostScript name)
            record.string = name
        elif record.nameID == 3:  # noqa: PLR2004  (unique identifier)
            record.string = f"{font['head'].fontRevision:.3f};report subset;{name}"


def rest(sans: TTFont, other: TTFont, taken: set[int]) -> tuple[set[int], set[int]]:
    """Code points of the two fallback fonts: what Noto Sans SC has beyond `taken`, and emoji beyond that."""
    drawn = [
        {code for code in font.getBestCmap() if unicodedata.category(chr(code)) not in NEVER_DRAWN}
        for font in (sans, other)
    ]
    return drawn[0] - taken, drawn[1] - drawn[0]


def level(font: TTFont) -> None:
    """Make emoji one em wide and lift them to the middle of a line of hanzi."""
    font["head"].unitsPerEm = EMOJI_EM
    outlines = font["glyf"]
    for name in font.getGlyphOrder():
        glyph = outlines[name]
        if glyph.numberOfContours > 0:  # composite glyphs are made of lifted ones
            glyph.coordinates.translate((0, EMOJI_RAISE))
            glyph.recalcBounds(outlines)


def make(font: TTFont, target: Path, codes: set[int], name: str) -> None:
    """Write one subset: outlines and metrics only, no hinting, no layout tables."""
    options: Any = subset.Options(
        hinting=False,
        layout_features=[],
        name_IDs=list(KEPT_NAMES),
        notdef_outline=True,
        recalc_timestamp=False,
    )
    options.drop_tables += ["vhea", "vmtx", "BASE", "VORG", "GDEF", "GPOS", "GSUB", "STAT", "DSIG"]
    worker = subset.Subsetter(options)
    worker.populate(unicodes=codes)
    worker.subset(font)
    rename(font, name)
    font.save(target)


def main(sans: Path, emoji: Path, unihan_folder: Path) -> None:
    """Write all four fonts, their licences and the checksums."""
    codes = characters(unihan_folder)
    for weight, file in FILES.items():
        font = TTFont(sans / SOURCES[weight], recalcTimestamp=False)
        add_proportional(font)
        make(font, HERE / file, codes, NAMES[weight])
    more, signs = (
        TTFont(path, recalcTimestamp=False) for path in (sans / SOURCES["regular"], emoji / SOURCE_EMOJI)
    )
    level(signs)
    for font, chosen, name in zip((more, signs), rest(more, signs, codes), FALLBACKS, strict=True):
        make(font, HERE / FALLBACKS[name], chosen, name)
    shutil.copyfile(sans / "LICENSE_FONT", HERE / "OFL.txt")
    shutil.copyfile(emoji / "LICENSE_FONT", HERE / "OFL-NotoEmoji.txt")
    files = (*FILES.values(), *FALLBACKS.values())
    sums = [f"{hashlib.sha256((HERE / f).read_bytes()).hexdigest()}  {f}\n" for f in files]
    (HERE / "SHA256SUMS").write_text("".join(sums), encoding="ascii")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
