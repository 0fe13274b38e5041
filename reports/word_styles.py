"""How an editable report looks: its styles, fonts, languages and paper, set once on the file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from assessment.domain.text import Locale
from reports import theme
from reports.furniture import FURNITURE
from reports.word_parts import el

FONTS: Final[Mapping[Locale, str]] = {"zh": "Microsoft YaHei", "en": "Arial"}
EAST_ASIA: Final = "Microsoft YaHei"
"""Draws hanzi in both languages: an English report holds the merchant's own names."""
LANGUAGES: Final[Mapping[Locale, str]] = {"zh": "zh-CN", "en": "en-GB"}
TOP: Final = 46.0
BOTTOM: Final = 40.0


@dataclass(frozen=True, slots=True)
class _Look:
    """One style: size and spacing in points."""

    size: float
    colour: str
    bold: bool = False
    before: float = 0.0
    after: float = 4.0
    leading: float = 1.5
    """Height of a line in sizes, whatever font the reader's machine has; 0 where lines hold pictures."""
    keep: bool = False
    """Whether it stays with what follows."""
    new_page: bool = False
    based_on: str = "Normal"


STYLES: Final[Mapping[str, _Look]] = {
    "Title": _Look(32.0, theme.WHITE, bold=True, before=10.0, after=8.0, leading=1.3),
    "Subtitle": _Look(13.0, theme.COVER_TEXT, after=10.0),
    "Cover Merchant": _Look(20.0, theme.WHITE, bold=True, before=24.0, after=6.0, leading=1.35),
    "Cover Label": _Look(8.5, theme.MUTED, before=8.0, after=1.0),
    "Cover Value": _Look(10.5, theme.INK, bold=True),
    "Section": _Look(8.5, theme.MUTED, after=2.0, keep=True, new_page=True),
    "Heading 1": _Look(18.0, theme.NAVY, bold=True, after=3.0, leading=1.35, keep=True),
    "Heading 2": _Look(11.0, theme.NAVY, bold=True, before=6.0, after=2.0, keep=True),
    "Lead": _Look(10.5, theme.MUTED, after=8.0),
    "Point Head": _Look(10.0, theme.INK, bold=True, before=6.0, after=1.0, keep=True),
    "Point": _Look(9.0, theme.TEXT, after=2.0),
    "Ask": _Look(9.5, theme.TARGET, bold=True, before=8.0, after=2.0),
    "Source": _Look(7.0, theme.MUTED, before=6.0, after=0.0, leading=1.35),
    "Table Head": _Look(8.5, theme.NAVY, bold=True, after=0.0, leading=1.4),
    "Table Text": _Look(8.5, theme.INK, after=0.0, leading=1.45),
    "Tile Label": _Look(8.5, theme.MUTED, after=2.0),
    "Tile Value": _Look(18.0, theme.NAVY, bold=True, after=2.0, leading=1.3),
    "Tile Note": _Look(8.0, theme.TEXT, after=0.0, leading=1.4),
    "Picture": _Look(9.5, theme.INK, after=2.0, leading=0.0),
    "Contents Head": _Look(18.0, theme.NAVY, bold=True, after=8.0, new_page=True),
    "toc 1": _Look(9.0, theme.TEXT, after=1.5),
    "Header": _Look(8.5, theme.MUTED, after=0.0, leading=0.0),
    "Footer": _Look(8.5, theme.MUTED, after=0.0),
}


def set_styles(document: Any, locale: Locale, colours: Mapping[str, str]) -> None:  # noqa: ANN401
    """Give a python-docx document our styles; `colours` are those that an accent replaces."""
    styles = document.styles
    _drop_table_styles(styles)
    font = FONTS[locale]
    _defaults(styles, locale, font)
    normal = _Look(9.5, theme.TEXT)
    for name, look in {"Normal": normal, **STYLES}.items():
        known = {one.name: one for one in styles}
        style = known.get(name) or styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        if name != "Normal":
            style.base_style = styles[look.based_on]
        _apply(style, look, font, colours)
    for fonts in list(styles.element.iter(qn("w:rFonts"))):
        fonts.getparent().replace(fonts, _fonts(font))  # theme fonts of the template's own styles


def _drop_table_styles(styles: Any) -> None:  # noqa: ANN401
    """Leave out the template's hundred table styles: nothing uses them, and they are most of the file."""
    for element in list(styles.element.style_lst):
        if element.get(qn("w:type")) == "table" and element.name_val not in {"Normal Table", "Table Grid"}:
            styles.element.remove(element)


def _fonts(font: str) -> Any:  # noqa: ANN401
    return el("rFonts", ascii=font, hAnsi=font, eastAsia=EAST_ASIA, cs=font)


def _defaults(styles: Any, locale: Locale, font: str) -> None:  # noqa: ANN401
    """Set font and language of all that says nothing else; hanzi are Chinese in either language."""
    defaults = styles.element.find(qn("w:docDefaults"))
    holder = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for child in list(holder):
        holder.remove(child)
    for child in (_fonts(font), el("sz", val=19), el("szCs", val=19)):
        holder.append(child)
    holder.append(el("lang", val=LANGUAGES[locale], eastAsia="zh-CN", bidi="ar-SA"))


def _apply(style: Any, look: _Look, font: str, colours: Mapping[str, str]) -> None:  # noqa: ANN401
    properties = style.element.get_or_add_rPr()
    for child in list(properties):
        properties.remove(child)
    properties.append(_fonts(font))
    style.font.size, style.font.bold = Pt(look.size), look.bold
    style.font.color.rgb = RGBColor.from_string(colours.get(look.colour, look.colour).lstrip("#"))
    paragraph = style.paragraph_format
    paragraph.space_before, paragraph.space_after = Pt(look.before), Pt(look.after)
    paragraph.line_spacing = Pt(look.size * look.leading) if look.leading else 1.0
    paragraph.keep_with_next, paragraph.page_break_before = look.keep, look.new_page
    for tag in ("w:pBdr", "w:tabs"):
        for found in style.element.pPr.findall(qn(tag)):
            style.element.pPr.remove(found)
    style.hidden, style.quick_style, style.unhide_when_used = False, True, False


def set_paper(document: Any, locale: Locale) -> None:  # noqa: ANN401
    """A4 landscape, with a first page of its own for the cover, and the language of the file."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Pt(theme.PAGE_WIDTH), Pt(theme.PAGE_HEIGHT)
    section.left_margin = section.right_margin = Pt(theme.MARGIN)
    section.top_margin, section.bottom_margin = Pt(TOP), Pt(BOTTOM)
    section.header_distance, section.footer_distance = Pt(24), Pt(22)
    language = document.settings.element.find(qn("w:themeFontLang"))
    if language is not None:
        language.set(qn("w:val"), LANGUAGES[locale])
        language.set(qn("w:eastAsia"), FURNITURE["zh"].language)
