"""The file: the same bytes everywhere, embedded fonts, nothing cut, faults found by the gate."""

import hashlib
import io
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from reports.check import Finding, check_pdf
from reports.document import Column, Page, Prose, SoWhat, SoWhatPoint, Table
from reports.fonts import NAMES
from reports.furniture import FURNITURE
from reports.layout import PageTooLong, lay_out
from reports.pdf import RenderedReport, render_pdf
from reports.scene import Label, Scene, leaves
from reports.text import clean
from tests.reports.engine.samples import LONG, hostile_names, report

ROOT = Path(__file__).parents[3]
ELSEWHERE = (
    "import sys; sys.path.insert(0, '.');"
    "from reports.pdf import render_pdf; from tests.reports.engine.samples import report;"
    "print(render_pdf(report()).sha256, render_pdf(report(rows=1), archive=True).sha256)"
)


@pytest.fixture(scope="module")
def rendered() -> RenderedReport:
    """Render the sample report once."""
    return render_pdf(report())


def words(pdf: bytes) -> str:
    """Text of all pages."""
    document = pdfium.PdfDocument(pdf)
    return "\n".join(document[n].get_textpage().get_text_bounded() for n in range(len(document)))


def codes(findings: tuple[Finding, ...]) -> set[str]:
    """Codes of findings."""
    return {finding.code for finding in findings}


def test_sample_passes_the_gate(rendered: RenderedReport) -> None:
    """A report with every block and chart has no fault, in either language."""
    assert check_pdf(rendered.pdf, locale="zh", pages=rendered.pages) == ()
    english = render_pdf(report("Cloud Peak Skincare", locale="en"))
    assert check_pdf(english.pdf, locale="en", pages=english.pages) == ()


def test_same_bytes_in_other_processes(rendered: RenderedReport) -> None:
    """Hash seeds, time zones and dates of other processes leave no trace, nor in files for the archive."""
    kept = render_pdf(report(rows=1), archive=True).sha256
    for seed, zone in (("1", "Asia/Shanghai"), ("2", "America/New_York")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "SOURCE_DATE_EPOCH": seed}
        outcome = subprocess.run(
            [sys.executable, "-c", ELSEWHERE],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        assert outcome.stdout.split() == [rendered.sha256, kept]


def test_same_bytes_in_threads(rendered: RenderedReport) -> None:
    """Reports drawn at the same time do not mix."""
    with ThreadPoolExecutor(3) as pool:
        digests = set(pool.map(lambda _: render_pdf(report()).sha256, range(4)))
    assert digests == {rendered.sha256}
    assert hashlib.sha256(rendered.pdf).hexdigest() == rendered.sha256


def test_file_describes_itself(rendered: RenderedReport) -> None:
    """Title, author, language, date of the data, outline by sections, page labels."""
    reader = PdfReader(io.BytesIO(rendered.pdf))
    root = reader.trailer["/Root"]
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == ("报告 云岫护肤", "FactOrg")
    assert str(reader.metadata["/CreationDate"]).startswith("D:20260930")
    assert root["/Lang"] == "zh-CN"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.page_labels[:2] == ["1", "2"]
    titles = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert titles[:2] == ["封面", "00 云岫护肤"]


def test_an_odd_date_does_not_stop_the_report() -> None:
    """A date that is none falls back to a fixed day."""
    odd = render_pdf(replace(report(rows=1), as_of="soon"))
    assert "2000" in str(PdfReader(io.BytesIO(odd.pdf)).metadata)


def test_only_our_fonts(rendered: RenderedReport) -> None:
    """Every font is one of the two embedded ones: no Helvetica anywhere."""
    fonts = set(re.findall(rb"/BaseFont /([A-Za-z+-]+)", rendered.pdf))
    assert fonts
    assert {font.split(b"+")[-1].decode() for font in fonts} == set(NAMES.values())


def test_nothing_is_cut() -> None:
    """All rows of a long table and all points of a long column appear, under a repeated header."""
    points = tuple(SoWhatPoint(f"第{n}点", "先对事实，再谈结构。" * 12) for n in range(12))
    table = Table((Column("题号", 0.1), Column("题目", 0.9)), tuple((f"ROW-{n}", LONG) for n in range(130)))
    page = Page("t", "附录", "逐题得分", "", (table,), SoWhat(points, "批准"), "来源")
    result = render_pdf(replace(report(), pages=(page,)))
    text = words(result.pdf)
    assert [n for n in range(130) if not re.search(rf"ROW-{n}\b", text)] == []
    assert [n for n in range(12) if f"第{n}点" not in text] == []
    assert text.count("题号") == result.pages - 1
    assert FURNITURE["zh"].continued in text


def test_a_row_taller_than_the_page_is_parted() -> None:
    """A cell of thousands of characters flows over pages."""
    cell = "".join(f"{n}号内容；" for n in range(560))
    page = Page(
        "t", "附录", "长格", "", (Table((Column("列", 1.0), Column("值", 1.0)), ((cell, "1"),)),), None, ""
    )
    result = render_pdf(replace(report(), pages=(page,)))
    assert result.pages > 2
    assert "559号" in words(result.pdf).replace("\r\n", "")


def test_a_little_too_much_is_shrunk_not_continued() -> None:
    """What misses one page by less than 15 % is set smaller on that page."""
    body = "先对事实，再谈结构；证据写明出处与日期。" * 14
    sizes = []
    for count in (6, 7):
        page = Page("t", "方法", "本报告怎样得出结论", "", (Prose((("", body),) * count),), None, "")
        sheets = lay_out(replace(report(), pages=(page,)))
        assert len(sheets) == 2
        found = (
            p.size for p in leaves(sheets[1].primitives) if isinstance(p, Label) and "先对事实" in p.text
        )
        sizes.append(max(found))
    assert 0.85 <= sizes[1] / sizes[0] < 1.0


def test_a_page_without_end_is_refused() -> None:
    """A page that would take more than 400 sheets is an error, not a file of 400 sheets."""
    table = Table((Column("列", 1.0),), (("值",),) * 12_000)
    page = Page("t", "附录", "太长", "", (table,), None, "")
    with pytest.raises(PageTooLong):
        lay_out(replace(report(), pages=(page,)))


@pytest.mark.parametrize("name", hostile_names())
def test_hostile_names_are_literal(name: str) -> None:
    """Every hostile string gives a sound file that shows it as typed."""
    result = render_pdf(report(name, rows=2))
    assert check_pdf(result.pdf, locale="zh", pages=result.pages, typed=(name,)) == ()
    shown = clean(name, 60).rstrip("…")
    if shown and not result.missing_glyphs:
        assert shown[:12].replace(" ", "") in re.sub(r"\s", "", words(result.pdf))


def test_missing_glyphs_are_reported() -> None:
    """The report names each character that it had to replace, and no other."""
    assert render_pdf(report("𠮷野家🚀", rows=1)).missing_glyphs == ("𠮷",)


def test_shortened_lines_are_reported() -> None:
    """A name over its limit ends in … on the page, and the report lists the line; others list nothing."""
    long = render_pdf(report("很长的名字" * 40, rows=1))
    assert long.shortened
    assert all("…" in line for line in long.shortened)
    assert render_pdf(report("云岫", rows=1)).shortened == ()


def test_rare_characters_are_read_back() -> None:
    """Emoji and rare hanzi above U+FFFF can be copied and searched, as two independent readers show."""
    pdf = render_pdf(report("云🚀店𰻝面𬭚", rows=1)).pdf
    assert "云🚀店𰻝面𬭚" in words(pdf)
    assert "云🚀店𰻝面𬭚" in PdfReader(io.BytesIO(pdf)).pages[0].extract_text()


def test_sheets_keep_their_margins() -> None:
    """No line of text leaves the page, and content stays above the footer."""
    for sheet in lay_out(report(LONG)):
        for label in (p for p in leaves(sheet.primitives) if isinstance(p, Label)):
            assert 12.0 < label.y < 590.0
            assert 40.0 < label.x < 802.0


def test_empty_parts_are_no_error() -> None:
    """Pages without blocks, tables without rows, texts without words still make a report."""
    parts: tuple[Page, ...] = (
        Page("a", "", "", "", (), None, ""),
        Page("b", "", "", "", (Table((), ()), Prose(()), Scene(10.0, 10.0, (), "")), SoWhat((), ""), ""),
    )
    assert render_pdf(replace(report(), pages=parts, demo_mark="")).pages == 3


def test_demo_mark_stands_on_every_page(rendered: RenderedReport) -> None:
    """Synthetic data is named on each page after the cover; real data is not."""
    document = pdfium.PdfDocument(rendered.pdf)
    texts = [document[n].get_textpage().get_text_bounded() for n in range(1, len(document))]
    assert all("演示数据" in text for text in texts)
    real = render_pdf(replace(report(rows=1), demo_mark=""))
    assert "演示数据" not in words(real.pdf)


def test_progress_is_told() -> None:
    """The caller hears of layout and drawing, and that it is done."""
    told: list[tuple[str, float]] = []
    render_pdf(report(rows=1), lambda stage, share: told.append((stage, share)))
    assert told[0] == ("layout", 0.0)
    assert told[-1] == ("draw", 1.0)
    assert [share for _, share in told] == sorted(share for _, share in told)


def test_gate_finds_planted_faults() -> None:
    """Unembedded fonts, missing glyphs, leaked words, foreign links and text off the page are all seen."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, initialFontName=NAMES["regular"])
    canvas.setFont(NAMES["regular"], 12)
    canvas.drawString(100, 100, "店🚀 None {name}")
    canvas.drawString(2, 300, "左边")
    canvas.setFont("Helvetica", 10)
    canvas.drawString(100, 200, "x")
    canvas.linkURL("javascript:alert(1)", (1, 1, 20, 20))
    canvas.save()
    found = codes(check_pdf(buffer.getvalue(), locale="zh", pages=2))
    assert found == {
        "page_count",
        "wrong_language",
        "no_outline",
        "no_page_labels",
        "font_not_embedded",
        "font_without_text_layer",
        "missing_glyph",
        "placeholder",
        "link",
        "outside_margin",
        "outside_page",
        "text_layer",
    }


def test_gate_refuses_what_is_no_pdf(rendered: RenderedReport) -> None:
    """A damaged file is a finding, not a crash."""
    assert codes(check_pdf(b"no pdf", locale="zh", pages=1)) == {"unreadable"}
    assert codes(check_pdf(rendered.pdf[:4000], locale="zh", pages=1)) == {"unreadable"}


def test_prose_may_say_none() -> None:
    """An English sentence may begin with the word None."""
    page = Page("a", "Peers", "None of the peers is close", "", (), None, "")
    result = render_pdf(replace(report("Cloud", locale="en", rows=1), pages=(page,)))
    assert check_pdf(result.pdf, locale="en", pages=result.pages) == ()


def test_columns_flow_to_the_next_sheet() -> None:
    """Prose that overflows two columns goes on in two columns, in order and complete."""
    blocks = tuple((f"第{n}节", f"开头{n}。" + "证据写明出处与日期。" * 30) for n in range(16))
    page = Page("t", "方法", "本报告怎样得出结论", "", (Prose(blocks),), None, "来源")
    result = render_pdf(replace(report(), pages=(page,)))
    text = words(result.pdf)
    assert result.pages == 4
    places = [text.index(f"开头{n}。") for n in range(16)]
    assert places == sorted(places)


def test_text_reads_in_order(rendered: RenderedReport) -> None:
    """Copied text runs from section and title over the content to the points, the ask and the source."""
    document = pdfium.PdfDocument(rendered.pdf)
    text = re.sub(r"\s", "", document[1].get_textpage().get_text_range())
    marks = ("00云岫护肤", "三项能力贡献了", "整体成熟度", "这意味着什么", "先补人", "决策请求：批准", "2/")
    assert [text.find(mark) for mark in marks] == sorted(text.find(mark) for mark in marks)
    assert text.find(marks[0]) >= 0
