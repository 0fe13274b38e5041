"""The gate: a sound file passes, and each fault that can be planted in one is found and named."""

from collections.abc import Callable
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from reports import theme
from reports.check import CODES, Expected, check_pdf, inspect_pdf
from reports.checks.words import holds
from reports.fonts import NAMES
from tests.reports.checks.planted import SENTENCE, TITLE, nothing, page, planted, put, reworked

RIGHT: Final = theme.PAGE_WIDTH - theme.MARGIN


def found(pdf: bytes, **changes: Any) -> set[str]:
    """Codes of what the gate finds in a file of one Chinese page."""
    expected = Expected(**{"locale": "zh", "pages": 1, **changes})
    return {finding.code for finding in inspect_pdf(pdf, expected).findings}


def test_a_sound_file_passes() -> None:
    """The file that all faults are planted in has none of its own."""
    assert found(planted()) == set()


def crossed(canvas: Any) -> None:
    """Print a second text over the first, half a line lower."""
    put(canvas, theme.MARGIN + 40, 145.0, "压在上一行上面")


def framed(canvas: Any) -> None:
    """Write more into a box than it holds."""
    canvas.rect(100, 200, 90, 40)
    put(canvas, 104, theme.PAGE_HEIGHT - 215, "这一句比它的框长出许多")


def foreign(canvas: Any) -> None:
    """Use a font that stays behind."""
    canvas.setFont("Helvetica", 10)
    canvas.drawString(100, 200, "x")


def into_margin(canvas: Any) -> None:
    """Run out of the column to the right."""
    put(canvas, RIGHT - 36, 300.0, "四个字宽")


def into_gap(canvas: Any) -> None:
    """Write across the rule above the source line."""
    put(canvas, 200, theme.FOOTER_RULE - 1.0, "页脚线上")


def below_content(canvas: Any) -> None:
    """Let content run on below its last line, but not as far as the foot."""
    put(canvas, 200, theme.CONTENT_BOTTOM + 6.0, "太低")


DRAWN: Final[dict[str, tuple[Callable[[Any], None], set[str]]]] = {
    "overlap": (crossed, {"text_overlap"}),
    "same text twice": (lambda c: put(c, theme.MARGIN, 140.0, SENTENCE), {"text_overlap"}),
    "box": (framed, {"outside_box"}),
    "font": (foreign, {"font_not_embedded", "font_without_text_layer"}),
    "right margin": (into_margin, {"outside_margin"}),
    "left margin": (lambda c: put(c, 43.0, 300.0, "左边"), {"outside_margin"}),
    "paper": (lambda c: put(c, 2.0, 300.0, "左边"), {"outside_margin", "outside_page"}),
    "foot": (into_gap, {"outside_margin"}),
    "bottom": (below_content, {"outside_margin"}),
    "glyph": (lambda c: put(c, 100, 300.0, "店\U0001f680"), {"missing_glyph"}),
    "http": (lambda c: c.linkURL("http://example.com", (1, 1, 20, 20)), {"link"}),
    "javascript address": (lambda c: c.linkURL("javascript:alert(1)", (1, 1, 20, 20)), {"link"}),
    "file": (lambda c: c.linkURL("file:///etc/passwd", (1, 1, 20, 20)), {"link"}),
    "https": (lambda c: c.linkURL("https://example.com", (1, 1, 20, 20)), set()),
    "form": (lambda c: c.acroForm.textfield(x=100, y=100, fontName="Courier"), {"action", "embedded_file"}),
}


@pytest.mark.parametrize("name", DRAWN)
def test_a_fault_on_the_paper_is_found(name: str) -> None:
    """Whatever is drawn wrongly is found, and nothing else is."""
    draw, codes = DRAWN[name]
    assert found(planted(draw)) == codes


@pytest.mark.parametrize(
    "words",
    [
        "None",
        "NaN",
        "nan",
        "{name}",
        "TODO",
        "%s",
        "Infinity",
        "null",
        "undefined",
        "object at 0x7f",
        "{a.b}",
    ],
)
def test_leaked_words_are_found(words: str) -> None:
    """A value that nobody formatted and a field that nobody filled are found, unless somebody typed them."""
    pdf = planted(lambda c: put(c, 100, 300.0, f"得分 {words}，较高"))
    assert found(pdf) == {"placeholder"}
    assert found(pdf, typed=(f"{words}旗舰店",)) == set()


@pytest.mark.parametrize("words", ["None of them", "“None”", "a {} b", "100% sure", "nanometre", "informed"])
def test_ordinary_words_are_no_leak(words: str) -> None:
    """Words that only look like a leaked value may stand."""
    assert found(planted(lambda c: put(c, 100, 300.0, words))) == set()


def test_a_line_may_end_in_none() -> None:
    """A sentence that goes on in the next line is still a sentence."""

    def draw(canvas: Any) -> None:
        put(canvas, 100, 300.0, "None")
        put(canvas, 100, 312.0, "of them")

    assert found(planted(draw)) == set()


MISDESCRIBED: Final[dict[str, tuple[dict[str, Any], set[str]]]] = {
    "title": ({"title": " "}, {"no_title"}),
    "language": ({"language": "en"}, {"wrong_language"}),
    "labels": ({"labels": False}, {"no_page_labels"}),
    "outline": ({"bookmarks": ()}, {"no_outline"}),
    "title elsewhere": ({"bookmarks": (("另一个标题", 0),)}, {"title_not_found"}),
    "second page": ({"sheets": (page, page)}, {"page_count", "no_bookmark"}),
    "empty page": (
        {"sheets": (page, nothing), "bookmarks": ((TITLE, 0), (TITLE, 1))},
        {"page_count", "text_layer", "title_not_found"},
    ),
}


@pytest.mark.parametrize("name", MISDESCRIBED)
def test_a_fault_of_the_whole_file_is_found(name: str) -> None:
    """A file that describes itself wrongly is found out."""
    changes, codes = MISDESCRIBED[name]
    assert found(planted(**changes)) == codes


def test_a_continuation_needs_no_bookmark() -> None:
    """A sheet that says it continues the page before it is found through that page."""

    def rest(canvas: Any) -> None:
        put(canvas, theme.MARGIN, 80.0, f"{TITLE}（续）", 15.0)

    assert found(planted(sheets=(page, rest)), pages=2) == set()
    assert found(planted(sheets=(rest,), bookmarks=((TITLE, 5),))) == {"no_outline"}


def test_a_cover_keeps_the_margins_of_the_paper_only() -> None:
    """The cover has no head and no foot."""

    def cover(canvas: Any) -> None:
        put(canvas, 64.0, theme.FOOTER_RULE, f"机密：{SENTENCE}")

    sheets: dict[str, Any] = {"sheets": (cover, page)}
    assert found(planted(**sheets, bookmarks=(("封面", 0), (TITLE, 1))), pages=2) == set()
    other = planted(**sheets, bookmarks=((SENTENCE, 0), (TITLE, 1)))
    assert found(other, pages=2) == {"outside_margin"}


LAUNCH: Final = DictionaryObject({NameObject("/S"): NameObject("/Launch")})
SCRIPT: Final = DictionaryObject(
    {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
)


def scripted(writer: Any) -> None:
    """Keep a script by name, which readers run when the file is opened."""
    named = DictionaryObject({NameObject("/Names"): ArrayObject([TextStringObject("a"), SCRIPT])})
    writer.root_object[NameObject("/Names")] = DictionaryObject({NameObject("/JavaScript"): named})


def opened(writer: Any) -> None:
    """Launch a program when the file is opened."""
    deed = DictionaryObject(
        {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("x")}
    )
    writer.root_object[NameObject("/OpenAction")] = deed


def pressed(deed: DictionaryObject) -> Callable[[Any], object]:
    """Add a link that does something else than lead to an address."""

    def change(writer: Any) -> None:
        link = DictionaryObject(
            {
                NameObject("/Subtype"): NameObject("/Link"),
                NameObject("/Rect"): ArrayObject(map(NumberObject, (1, 1, 9, 9))),
                NameObject("/A"): deed,
            }
        )
        writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(link)])

    return change


def bookmarked(writer: Any) -> None:
    """Let a bookmark run a script."""
    deed = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("1")}
    )
    first = writer.root_object["/Outlines"]["/First"]
    first[NameObject("/A")] = deed


def turned(writer: Any) -> None:
    """Let something run when the page is shown."""
    writer.pages[0][NameObject("/AA")] = DictionaryObject()


def unreadable_font(writer: Any) -> None:
    """Take away what a font's glyphs mean."""
    for font in writer.pages[0]["/Resources"]["/Font"].values():
        font.get_object().pop("/ToUnicode", None)


def mislabelled(writer: Any) -> None:
    """Give no page a label."""
    writer.root_object["/PageLabels"].get_object()[NameObject("/Nums")] = ArrayObject()


REWORKED: Final[dict[str, tuple[Callable[[Any], object], set[str]]]] = {
    "script": (scripted, {"script"}),
    "attachment": (lambda w: w.add_attachment("a.txt", b"x"), {"embedded_file"}),
    "opening": (opened, {"action"}),
    "launching link": (pressed(LAUNCH), {"action"}),
    "scripted link": (pressed(SCRIPT), {"script"}),
    "bookmark": (bookmarked, {"action"}),
    "page": (turned, {"action"}),
    "text layer": (unreadable_font, {"font_without_text_layer"}),
    "labels": (mislabelled, {"page_labels"}),
    "nothing": (lambda w: w.add_metadata({}), set()),
}


@pytest.mark.parametrize("name", REWORKED)
def test_a_fault_inside_the_file_is_found(name: str) -> None:
    """What acts, hides or cannot be copied is found, however the file was written."""
    change, codes = REWORKED[name]
    assert found(reworked(planted(), change)) >= codes
    assert (found(reworked(planted(), change)) == set()) == (codes == set())


def test_what_is_no_pdf_is_refused() -> None:
    """A damaged file is a finding, not a crash."""
    assert found(b"no pdf") == {"unreadable"}
    assert found(planted()[:4000]) == {"unreadable"}


def test_blank_halves_of_punctuation_are_no_ink() -> None:
    """Closing punctuation may reach into its neighbour and over the margin with its blank half."""

    def draw(canvas: Any) -> None:
        size = 10.0
        put(canvas, 100.0, 300.0, "先看。", size)
        put(canvas, 125.0, 300.0, "（再说", size)
        put(canvas, RIGHT - 4 * size + size / 2, 320.0, "写到边。", size)
        put(canvas, theme.MARGIN - size / 2, 340.0, "（从边写起）", size)

    assert found(planted(draw)) == set()


def test_superscripts_and_labels_on_shapes_are_no_overlap() -> None:
    """A small figure beside a word, and words on a bar or a bubble, are as they should be."""

    def draw(canvas: Any) -> None:
        put(canvas, 100.0, 300.0, "得分", 12.0)
        put(canvas, 124.5, 296.0, "2", 7.0)
        canvas.rect(100, 180, 200, 9)
        canvas.rect(500, 200, 100, 120)
        canvas.rect(100, 420, 40, 14)
        put(canvas, 110.0, theme.PAGE_HEIGHT - 424.0, "横穿一条色带的说明文字", 9.0)
        put(canvas, 560.0, theme.PAGE_HEIGHT - 260.0, "从场地里写到外面去", 9.0)
        put(canvas, 280.0, theme.PAGE_HEIGHT - 181.5, "3.4（2.9–3.9）", 9.0)
        canvas.circle(400, 200, 12)
        put(canvas, 392.0, theme.PAGE_HEIGHT - 197, "比圆更长的字", 9.0)

    assert found(planted(draw)) == set()


@settings(max_examples=25, deadline=None)
@given(st.floats(-12.0, 12.0), st.floats(-60.0, 60.0))
def test_overlap_follows_from_distance(down: float, across: float) -> None:
    """Two texts of ten-point hanzi overlap exactly if they share ink in both directions."""
    word, size = "国国国国", 10.0
    ink_wide, ink_tall = 38.28, 8.74  # measured on the glyph: 0.086 to 0.914 em wide, 0.874 em tall

    def draw(canvas: Any) -> None:
        put(canvas, 200.0, 300.0, word, size)
        put(canvas, 200.0 + across, 300.0 + down, word, size)

    shared = min(ink_wide - abs(across), ink_tall - abs(down))
    if abs(shared - 0.5) > 0.05:
        assert ("text_overlap" in found(planted(draw))) == (shared > 0.5)


def test_every_code_is_proven() -> None:
    """Each code belongs to one check, and a planted fault exists for each."""
    every = [code for codes in CODES.values() for code in codes]
    assert len(every) == len(set(every))
    proven = {
        code for table in (DRAWN, MISDESCRIBED, REWORKED) for _, codes in table.values() for code in codes
    }
    by_name = {"unreadable", "placeholder"}
    tags = {*CODES["tags"], *CODES["archive"]}
    assert proven | by_name | tags == set(every)


def test_looks_say_how_much_was_read() -> None:
    """Every check that ran says how many things it saw; tags and archive only where a file claims them."""
    looks = inspect_pdf(planted(), Expected("zh", 1)).looks
    assert [look.check for look in looks] == [name for name in CODES if name not in {"tags", "archive"}]
    seen = {look.check: (look.seen, look.things) for look in looks}
    assert seen["pages"] == (1, "pages")
    assert seen["overlap"] == (4, "texts")
    assert seen["search"] == (1, "titles")
    assert seen["links"] == (0, "links")
    assert seen["fonts"][0] >= 1


def test_findings_of_one_kind_are_told_five_times_a_page() -> None:
    """A page full of one fault does not drown the others."""

    def draw(canvas: Any) -> None:
        for line in range(30):
            put(canvas, 30.0, 160.0 + 11 * line, "None")

    codes = [finding.code for finding in check_pdf(planted(draw), locale="zh", pages=1)]
    assert {code: codes.count(code) for code in codes} == {
        "outside_margin": 5,
        "outside_page": 5,
        "placeholder": 5,
    }


@pytest.mark.parametrize(
    ("text", "title", "there"),
    [
        ("前三项\r\n能力占 60%", "前三项能力占60%", True),
        ("Front\x02line staff", "Front-line staff", True),
        ("𠮷野家", "吉野家", False),
        ("〓野家", "𠮷野家", True),
        ("〓〓〓", "山屿零食", True),
        ("山屿", "山屿零食", False),
    ],
)
def test_titles_are_found_as_a_reader_searches(text: str, title: str, there: bool) -> None:
    """Line ends, hyphens and replaced characters do not hide a title; a missing character does."""
    assert holds(text, title) == there


def test_names_of_fonts_are_ours() -> None:
    """Planted files are drawn in the fonts of the reports, so that their glyphs are those of reports."""
    assert NAMES["regular"].encode() in planted()
