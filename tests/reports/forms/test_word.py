"""The editable text says all that the report says, and can be edited as one would expect."""

import io
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache

import pytest
from docx import Document
from docx.oxml.ns import qn
from PIL import Image

from assessment.domain.text import LOCALES, Locale
from reports.document import ReportDocument, Table
from reports.packages import pack, parts_of
from reports.pdfium import PDFIUM
from reports.scene import Scene
from reports.word import write_word
from reports.word_check import check_word, document_texts
from reports.word_pictures import scene_pictures
from tests.reports.forms.samples import logo, rich, small

BODY = "word/document.xml"


@cache
def good() -> bytes:
    """Write a text without faults."""
    return write_word(branded())


def branded() -> ReportDocument:
    """Give the small report a logo and enough pages for a table of contents."""
    document = small()
    third = replace(document.pages[0], id="three", section="03 再一页", title="第3句题目")
    return replace(document, logo=logo(), pages=(*document.pages, third))


@pytest.mark.parametrize("locale", LOCALES)
def test_every_word_of_the_report_is_there(locale: Locale) -> None:
    """The first pages of the demo's report pass the gate: texts, tables, charts with their descriptions."""
    made, _ = rich(locale)
    document = replace(made, pages=made.pages[:4])
    assert check_word(write_word(document), document) == ()


def test_headings_are_headings() -> None:
    """Titles of pages are headings of the first level, so that Word can list and number them."""
    found = Document(io.BytesIO(good()))
    heads = [p.text for p in found.paragraphs if p.style.name == "Heading 1"]
    assert heads == [page.title for page in branded().pages]


def test_tables_are_native_and_repeat_their_header() -> None:
    """A table's rows are rows; its first one stands again on each page."""
    found = Document(io.BytesIO(good()))
    table = next(t for t in found.tables if t.rows[0].cells[0].text == "岗位")
    assert [[cell.text for cell in row.cells] for row in table.rows][1][:3] == ["主播", "2.8", "2.4–3.1"]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table.rows[1]._tr.trPr.find(qn("w:tblHeader")) is None


def test_charts_are_sharp_pictures_with_words() -> None:
    """A chart of 300 points is 1,250 pixels wide (300 dots an inch), shows ink, and is described."""
    parts = dict(parts_of(good()))
    inks = {}
    for name in (n for n in parts if n.startswith("word/media/")):
        with Image.open(io.BytesIO(parts[name])) as picture:
            inks[round(picture.width, -1)] = len(picture.convert("RGB").getcolors(100_000) or ())
    assert inks[1250] > 10
    assert parts[BODY].count('descr="图：主播"'.encode()) == 2


def test_pictures_leave_the_reader_of_pdf_to_others() -> None:
    """Whoever has taken one picture of a report, and perhaps no other, keeps nobody from PDFium."""
    scene = next(block for page in small().pages for block in page.blocks if isinstance(block, Scene))
    pictures = scene_pictures((scene, scene))
    assert next(pictures)
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(PDFIUM.acquire, timeout=10.0).result()
        pool.submit(PDFIUM.release).result()


def test_pictures_ask_for_no_room_around_them() -> None:
    """Without distances some programs add an eighth of an inch, and crop what fills its cell."""
    anchors = re.findall(rb"<wp:inline[^>]*>", dict(parts_of(good()))[BODY])
    assert anchors
    assert all(b'dist%s="0"' % side in anchor for anchor in anchors for side in (b"T", b"B", b"L", b"R"))


def test_paper_fonts_and_languages_are_set() -> None:
    """A4 landscape; hanzi have a font and a language of their own in both languages."""
    found = Document(io.BytesIO(good()))
    section = found.sections[0]
    assert (round(section.page_width.pt), round(section.page_height.pt)) == (842, 595)
    styles = dict(parts_of(good()))["word/styles.xml"].decode()
    assert 'w:eastAsia="zh-CN"' in styles
    assert set(re.findall(r'<w:rFonts [^>]*w:eastAsia="([^"]+)"', styles)) == {"Microsoft YaHei"}
    assert "eastAsiaTheme" not in styles


def test_each_page_says_whose_it_is() -> None:
    """Running head, demo mark, logo and page number stand on every page but the cover."""
    section = Document(io.BytesIO(good())).sections[0]
    assert section.different_first_page_header_footer
    head, foot = section.header._element, section.footer._element
    texts = ["".join(t.text or "" for t in part.iter(qn("w:t"))) for part in (head, foot)]
    assert "主播 · 美妆" in texts[0]
    assert "演示数据" in texts[0]
    assert [t.text.strip() for t in foot.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]
    assert len(list(head.iter(qn("w:drawing")))) == 1


def test_contents_are_filled_in_and_lead_to_the_pages() -> None:
    """The table of contents needs no working out, and its links have targets."""
    body = Document(io.BytesIO(good())).element.body
    anchors = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))]
    targets = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert anchors == targets
    assert len(anchors) == 3


def test_accent_colours_headings_and_cover() -> None:
    """The chosen colour takes the place of the product's own."""
    parts = dict(parts_of(write_word(replace(small(), accent="#7A1F5C"))))
    assert b"7A1F5C" in parts["word/styles.xml"]
    assert b"0B3A5E" not in parts["word/styles.xml"] + parts[BODY]


def test_same_document_same_bytes() -> None:
    """Nothing of the moment enters the file; it is dated by the document."""
    assert write_word(branded()) == good()
    about = dict(parts_of(good()))["docProps/core.xml"].decode()
    assert re.findall(r"<dcterms:\w+[^>]*>([^<]+)<", about) == ["2026-10-26T00:00:00Z"] * 2
    assert "FO-1" in about


def test_nothing_of_the_template_is_left() -> None:
    """No thumbnail, no foreign parts, no styles that nothing uses."""
    names = [name for name, _ in parts_of(good())]
    assert not [name for name in names if re.search("thumbnail|customXml|Effects", name)]
    assert len(good()) < 200_000


def test_expected_texts_are_all_texts() -> None:
    """What the gate looks for holds every cell and every point, so that none can be lost unseen."""
    texts = set(document_texts(small()))
    assert {
        "主播有1项",
        "1 先看主播",
        "再看别的1项",
        "请主播3天内确认",
        "2.4–3.1",
        "正文",
        "FO-1",
        "来源",
    } <= texts


def planted(name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Change one part of a good text; a part that is not there is added."""
    parts = dict(parts_of(good()))
    parts[name] = change(parts.get(name, b""))
    return pack(parts.items())


LINK = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
    b'Id="r1" Type="http://x/image" Target="http://example.org/x.png" TargetMode="External"/></Relationships>'
)
FAULTS: dict[str, tuple[str, Callable[[bytes], bytes], str]] = {
    "a lost sentence": (BODY, lambda part: part.replace("再看别的1项".encode(), b""), "text"),
    "a lost cell": (BODY, lambda part: part.replace("2.4–3.1".encode(), b"2.4"), "text"),
    "a lost table": (BODY, lambda part: part.replace(b"<w:tblHeader/>", b""), "tables"),
    "a lost picture": (
        BODY,
        lambda part: re.sub(rb"<w:drawing>.*?</w:drawing>", b"", part, count=1, flags=re.DOTALL),
        "pictures",
    ),
    "a silent picture": (BODY, lambda part: part.replace('descr="图：主播"'.encode(), b""), "no_alternative"),
    "a field that fetches": (BODY, lambda part: part.replace(b" TOC ", b" INCLUDETEXT "), "field"),
    "a foreign text": (
        BODY,
        lambda part: part.replace(b"<w:sectPr", b'<w:altChunk r:id="x"/><w:sectPr', 1),
        "foreign_part",
    ),
    "a macro": ("word/vbaProject.bin", lambda _: b"x", "foreign_part"),
    "a picture from elsewhere": ("word/_rels/more.xml.rels", lambda _: LINK, "link"),
    "a broken picture": ("word/media/image9.png", lambda _: b"GIF89a", "broken_picture"),
    "an unfilled word": (BODY, lambda part: part.replace("保密".encode(), b"None"), "placeholder"),
    "a lost demo mark": ("word/header1.xml", lambda part: part.replace("演示数据".encode(), b""), "text"),
    "no XML": (BODY, lambda _: b"<", "unreadable"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_planted_faults_are_found(fault: str) -> None:
    """Every check of the gate refuses the fault it is there for."""
    name, change, code = FAULTS[fault]
    found = check_word(planted(name, change), branded())
    assert code in {finding.code for finding in found}, found


def test_good_text_has_no_findings() -> None:
    """The gate lets through what the writer writes, and refuses bytes that are no file."""
    assert check_word(good(), branded()) == ()
    assert [f.code for f in check_word(b"PK", branded())] == ["unreadable"]


def test_sample_has_what_the_gate_counts() -> None:
    """The report of these tests has tables and charts, or counting them would prove nothing."""
    blocks = [block for page in branded().pages for block in page.blocks]
    assert {type(block) for block in blocks} >= {Table, Scene}
