"""A report as a Word file that a consultant can edit: real headings, native tables, charts as pictures.

What Word would have to be asked for is there already: the table of contents is filled in, and has no page
numbers, because only Word knows on which page something stands; it can be worked out anew at any time.
"""

import io
from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any, Final

from docx import Document
from docx.shared import Pt

from reports import theme
from reports.accent import palette
from reports.document import Block, Cover, Page, Prose, ReportDocument, SoWhat, Table, Tiles
from reports.furniture import FURNITURE
from reports.packages import repacked
from reports.phrases import phrases
from reports.scene import Scene
from reports.text import LINE_LIMIT, NAME_LIMIT, clean
from reports.word_parts import (
    Element,
    bookmarked,
    borders,
    cell,
    contents,
    el,
    field,
    margins,
    paragraph,
    row,
    run,
    shaded,
    table,
)
from reports.word_pictures import scene_pictures
from reports.word_styles import set_paper, set_styles

EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
CONTENTS_LEAST: Final = 3
"""Shorter reports need no table of contents."""
GAP: Final = 18.0
ROOM: Final = 345.0
"""Height left for pictures under a title of two lines, in points."""
TILES_ROOM: Final = 76.0
PROSE_ROOM: Final = 44.0
"""Heights that key figures and a headed paragraph take of it, about."""
LEAST_ROOM: Final = 140.0
HEAD_LOGO: Final = 18.0
COVER_LOGO: Final = 48.0
"""Heights of the logo in points."""
FACTS_PER_ROW: Final = 3
UNUSED: Final = ("/thumbnail", "/stylesWithEffects", "/customXml")
"""Ends of relationship types of the template that a report does without."""


def write_word(document: ReportDocument) -> bytes:
    """Write a report as an editable text.

    Parameters
    ----------
    document
        The composed report, every word chosen.

    Returns
    -------
    bytes
        A DOCX file, A4 landscape, dated by the document. No macros, no fields that fetch anything, no
        links out of the file. The same document gives the same bytes.
    """
    file = Document()
    _drop_unused(file)
    colours = palette(document.accent) if document.accent else {}
    set_styles(file, document.locale, colours)
    set_paper(file, document.locale)
    _describe(file, document)
    _frame(file, document)
    body = _Body(file, document, colours)
    end = file.element.body.sectPr
    for element in body.elements():
        end.addprevious(element)
    out = io.BytesIO()
    file.save(out)
    return repacked(out.getvalue())


def _drop_unused(file: Any) -> None:  # noqa: ANN401 - python-docx has no types
    """Leave out what the template brings and nobody reads."""
    for part in (file.part.package, file.part):
        for key, relationship in list(part.rels.items()):
            if relationship.reltype.endswith(UNUSED):
                del part.rels[key]
    for element in list(file.element.body):
        if not element.tag.endswith("}sectPr"):
            file.element.body.remove(element)


def _describe(file: Any, document: ReportDocument) -> None:  # noqa: ANN401
    """Name the file; its identifier is the report's id, by which it is found again."""
    furniture, about = FURNITURE[document.locale], file.core_properties
    title = clean(document.title, LINE_LIMIT)
    about.title, about.subject = title[:255], clean(document.running_head, LINE_LIMIT)[:255]
    about.author = about.last_modified_by = furniture.author
    about.identifier, about.language = clean(document.report_id, NAME_LIMIT), furniture.language
    about.comments, about.revision = "", 1
    try:
        day = datetime.strptime(document.as_of[:10], "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        day = EPOCH
    about.created = about.modified = day


def _frame(file: Any, document: ReportDocument) -> None:  # noqa: ANN401
    """Head and foot of each page: whose report, demo mark, logo, page number. The cover has neither."""
    section = file.sections[0]
    section.different_first_page_header_footer = document.cover is not None
    for part, style in ((section.header, "Header"), (section.footer, "Footer")):
        part.is_linked_to_previous = False
        for old in list(part._element):  # noqa: SLF001 - its only door to the XML
            part._element.remove(old)  # noqa: SLF001
        part._element.append(_line(part, document, style))  # noqa: SLF001


def _line(part: Any, document: ReportDocument, style: str) -> Element:  # noqa: ANN401
    """One line with something at the left and something at the right."""
    tab = el("r", el("tab"))
    if style == "Footer":
        made = paragraph(style, document.title, tab, *field("PAGE", "1"), run(" / "), *field("NUMPAGES", "1"))
    else:
        marks = [document.demo_mark] if document.demo_mark else []
        logo = _logo(part.part, document, HEAD_LOGO)
        made = paragraph(
            style, document.running_head, tab, *marks, *([run("  "), logo] if logo is not None else [])
        )
    stop = el("tab", val="right", pos=round(theme.FULL_WIDTH * 20))
    made.pPr.append(el("tabs", stop))
    return made


def _logo(part: Any, document: ReportDocument, height: float) -> Element | None:  # noqa: ANN401
    """Run with the logo, if there is one."""
    logo = document.logo
    if logo is None:
        return None
    width = min(height * logo.width / max(logo.height, 1), 6 * height)
    return _picture(
        part, logo.png, (width, width * logo.height / max(logo.width, 1)), FURNITURE[document.locale].logo
    )


def _picture(part: Any, png: bytes, size: tuple[float, float], alt: str) -> Element:  # noqa: ANN401
    """Run with a picture of `size` in points, and the words that describe it."""
    inline = part.new_pic_inline(io.BytesIO(png), Pt(max(size[0], 1.0)), Pt(max(size[1], 1.0)))
    inline.docPr.set("descr", clean(alt))
    inline.docPr.set("name", f"picture-{inline.docPr.get('id')}")
    for side in "TBLR":  # where the distance is left out, some programs keep an eighth of an inch and crop
        inline.set(f"dist{side}", "0")
    return el("r", el("drawing", inline))


class _Body:
    """Turns cover and pages into the elements of the file's body."""

    def __init__(self, file: Any, document: ReportDocument, colours: Mapping[str, str]) -> None:  # noqa: ANN401
        self._part = file.part
        self._document = document
        self._colours = colours
        scenes = [b for page in document.pages for b in page.blocks if isinstance(b, Scene)]
        self._pictures = scene_pictures(scenes, document.accent)
        self._so_what = FURNITURE[document.locale].so_what

    def elements(self) -> Iterator[Element]:
        """Yield cover, table of contents and pages."""
        if self._document.cover is not None:
            yield from self._cover(self._document.cover)
        titles = [(f"_Toc{n:06d}", page.title) for n, page in enumerate(self._document.pages, start=1)]
        if len(titles) >= CONTENTS_LEAST:
            yield paragraph("ContentsHead", phrases(self._document.locale)("workbook.contents"))
            yield from contents('TOC \\o "1-1" \\n \\h \\z', titles, "toc1")
        for number, page in enumerate(self._document.pages, start=1):
            yield from self._page(page, number)

    def _colour(self, name: str) -> str:
        return self._colours.get(name, name)

    # Cover ---------------------------------------------------------------------------------------------

    def _cover(self, cover: Cover) -> Iterator[Element]:
        logo = _logo(self._part, self._document, COVER_LOGO)
        if logo is not None:
            yield paragraph("Picture", logo)
        words = [
            paragraph("Subtitle", cover.subtitle),
            paragraph("Title", cover.title),
            paragraph("CoverMerchant", cover.merchant),
        ]
        fill = shaded(self._colour(theme.COVER))
        block = cell(theme.FULL_WIDTH, words, fill, el("vAlign", val="center"))
        pad = margins("tblCellMar", 24.0, 30.0, 24.0, 30.0)
        yield table([theme.FULL_WIDTH], [row([block], height=215.0)], borders("tblBorders"), "", pad)
        yield from self._facts(cover)
        yield paragraph("Lead", cover.notice)
        if cover.demo_notice:
            yield paragraph("Ask", cover.demo_notice)

    def _facts(self, cover: Cover) -> Iterator[Element]:
        """Facts of the cover, some in a row."""
        width = theme.FULL_WIDTH / FACTS_PER_ROW
        rows = []
        for start in range(0, len(cover.lines), FACTS_PER_ROW):
            pairs = [*cover.lines[start : start + FACTS_PER_ROW]]
            cells = [
                cell(width, (paragraph("CoverLabel", label), paragraph("CoverValue", value)))
                for label, value in pairs
            ]
            cells += [cell(width, ()) for _ in range(FACTS_PER_ROW - len(pairs))]
            rows.append(row(cells))
        yield paragraph("TableText")
        if rows:
            pad = margins("tblCellMar", 0.0, 0.0, 2.0, 12.0)
            yield table([width] * FACTS_PER_ROW, rows, borders("tblBorders"), "", pad)
        yield paragraph("TableText")

    # Pages ---------------------------------------------------------------------------------------------

    def _page(self, page: Page, number: int) -> Iterator[Element]:
        """Head, content and source of one page; tables run across, pictures stand beside what they mean."""
        yield paragraph("Section", page.section)
        yield paragraph("Heading1", *bookmarked(f"_Toc{number:06d}", number, run(page.title)))
        if page.subtitle:
            yield paragraph("Lead", page.subtitle)
        beside = page.so_what is not None and not any(isinstance(b, Table) for b in page.blocks)
        if beside and page.so_what is not None:
            yield self._beside(page, page.so_what)
        else:
            for block in page.blocks:
                yield from self._block(block, page, theme.FULL_WIDTH)
            if page.so_what is not None:
                yield self._panel(page.so_what)
        yield paragraph("Source", page.source)

    def _beside(self, page: Page, so_what: SoWhat) -> Element:
        """Pictures and words at the left, what they mean at the right."""
        widths = (theme.FULL_WIDTH - GAP - theme.ASIDE_WIDTH, GAP, theme.ASIDE_WIDTH)
        left = [part for block in page.blocks for part in self._block(block, page, widths[0])]
        cells = (
            cell(widths[0], left),
            cell(widths[1], ()),
            self._meaning(so_what, widths[2]),
        )
        pad = margins("tblCellMar", 0.0, 0.0, 0.0, 0.0)
        return table(widths, [row(cells, whole=False)], borders("tblBorders"), "", pad)

    def _panel(self, so_what: SoWhat) -> Element:
        """Say below a table what it means."""
        panel = self._meaning(so_what, theme.FULL_WIDTH)
        pad = margins("tblCellMar", 0.0, 0.0, 0.0, 0.0)
        return table([theme.FULL_WIDTH], [row([panel], whole=False)], borders("tblBorders"), "", pad)

    def _meaning(self, so_what: SoWhat, width: float) -> Element:
        """Tinted cell with points, and the ask at its end."""
        words = [paragraph("Heading2", self._so_what)]
        for place, point in enumerate(so_what.points, start=1):
            words.append(paragraph("PointHead", f"{place}  {clean(point.head)}"))
            words.append(paragraph("Point", point.body))
        words.append(paragraph("Ask", so_what.ask))
        bar = borders("tcBorders", left=(3.5, self._colour(theme.NAVY)))
        return cell(width, words, bar, shaded(theme.PANEL), margins("tcMar", 6.0, 14.0, 8.0, 12.0))

    def _block(self, block: Block, page: Page, width: float) -> Iterator[Element]:
        """One block of a page in `width` points."""
        match block:
            case Scene():
                scale = min(width / block.width, _shrink(page))
                size = (block.width * scale, block.height * scale)
                yield paragraph("Picture", _picture(self._part, next(self._pictures), size, block.alt))
            case Table():
                yield self._table(block, page, width)
                yield paragraph("TableText")
            case Prose():
                for head, words in block.blocks:
                    yield paragraph("Heading2", head)
                    yield paragraph("Normal", words)
            case Tiles():
                yield self._tiles(block, width)
                yield paragraph("TableText")

    def _tiles(self, block: Tiles, width: float) -> Element:
        """Key figures side by side."""
        each = width / max(len(block.tiles), 1)
        rule = borders("tcBorders", top=(2.0, self._colour(theme.NAVY)))
        cells = [
            cell(
                each,
                (
                    paragraph("TileLabel", tile.label),
                    paragraph("TileValue", tile.value),
                    paragraph("TileNote", tile.note),
                ),
                deepcopy(rule),
            )
            for tile in block.tiles
        ]
        pad = margins("tblCellMar", 4.0, 0.0, 4.0, 10.0)
        return table([each] * len(cells), [row(cells)], borders("tblBorders"), "", pad)

    def _table(self, block: Table, page: Page, width: float) -> Element:
        """Native table; its header stands again on each page that it runs on to."""
        whole = sum(column.share for column in block.columns) or 1.0
        widths = [width * column.share / whole for column in block.columns]
        under = borders("tcBorders", bottom=(1.25, self._colour(theme.NAVY)))
        heads = [
            cell(wide, [paragraph("TableHead", column.header, align=_align(column.align))], deepcopy(under))
            for column, wide in zip(block.columns, widths, strict=True)
        ]
        rows = [row(heads, header=True)]
        for number, texts in enumerate(block.rows):
            strong = number in block.emphasis
            cells = [
                cell(
                    wide,
                    [paragraph("TableText", text, align=_align(column.align), bold=strong)],
                    *([shaded(theme.PANEL)] if strong else []),
                )
                for column, wide, text in zip(block.columns, widths, texts, strict=True)
            ]
            rows.append(row(cells))
        rules = borders("tblBorders", insideH=(0.5, theme.RULE), bottom=(0.5, theme.RULE))
        return table(widths, rows, rules, page.title, margins("tblCellMar", 2.5, 4.0, 2.5, 4.0))


def _align(align: str) -> str:
    return "" if align == "left" else align


def _shrink(page: Page) -> float:
    """Scale, at most 1, at which the pictures of a page and what stands with them fit on one sheet."""
    tall = sum(block.height for block in page.blocks if isinstance(block, Scene))
    words = sum(len(block.blocks) for block in page.blocks if isinstance(block, Prose)) * PROSE_ROOM
    tiles = sum(isinstance(block, Tiles) for block in page.blocks) * TILES_ROOM
    return min(1.0, max(ROOM - words - tiles, LEAST_ROOM) / max(tall, 1.0))
