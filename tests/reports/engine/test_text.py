"""Strings: what may be drawn, how wide it is, what the fonts hold."""

import hashlib
import unicodedata
from functools import cache

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics

from reports.fonts import FALLBACKS, FILES, NAMES, PROPORTIONAL, advances, coverage
from reports.fonts.build import HERE, gb2312
from reports.fonts.composite import to_unicode_cmap
from reports.text import BLANK_LEFT, GETA, clean, drawable, em, is_shortened, latin_forms
from tests.reports.engine.samples import hostile_names

ANY_TEXT = st.text(st.characters(codec=None), max_size=60)


@cache
def glyphs(font: str) -> frozenset[str]:
    """Characters that a registered font draws."""
    return frozenset(map(chr, pdfmetrics.getFont(font).face.charWidths))


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    """What has been cleaned is clean."""
    assert clean(clean(text)) == clean(text)


@given(ANY_TEXT)
def test_clean_text_holds_nothing_invisible(text: str) -> None:
    """Controls, surrogates, private code points, noncharacters and direction marks never reach the page."""
    cleaned = clean(text)
    assert {unicodedata.category(c) for c in cleaned} & {"Cc", "Cf", "Cs", "Co", "Mn", "Me"} == set()
    assert [c for c in cleaned if ord(c) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(c) <= 0xFDEF] == []
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned


@pytest.mark.parametrize("text", hostile_names())
def test_hostile_text_is_drawable(text: str) -> None:
    """Every hostile string becomes glyphs that the font of each run has."""
    for run in drawable(clean(text), "bold").runs:
        assert set(run.text) <= glyphs(run.font)


def test_markup_stays_literal() -> None:
    """There is no markup: angle brackets are characters."""
    assert clean("<b>A&B</b>&amp;") == "<b>A&B</b>&amp;"


def test_long_text_ends_visibly() -> None:
    """A text over its limit ends in an ellipsis and is exactly as long as allowed."""
    cut = clean("长" * 5000, 800)
    assert len(cut) == 800
    assert cut.endswith("…")


def test_a_cut_is_always_seen() -> None:
    """A text loses nothing without a mark, however many invisible characters stand before or behind."""
    flood = "\u200b" * 5000
    assert clean(f"{flood}店", 80) == "…"
    assert clean(f"店{flood}", 80) == "店"
    assert [is_shortened(clean("长" * n, 80)) for n in (80, 81)] == [False, True]


def test_missing_characters_become_geta_and_are_listed() -> None:
    """A character that every font lacks is drawn as 〓 and named."""
    line = drawable("𠮷野家\u0628", "regular")
    assert line.missing == ("𠮷", "\u0628")
    assert line.runs[0].text == f"{GETA}野家{GETA}"


@given(st.text("中文，。（“”）Aa1 ·", max_size=30))
def test_width_is_where_the_runs_end(text: str) -> None:
    """The measured width equals the place where drawing ends, without the blank half of a last mark."""
    text = clean(text)
    line = drawable(text, "regular")
    last = line.runs[-1]
    widths = advances("regular")
    end = last.offset + sum(widths[c] for c in last.text)
    blank = 0.5 if latin_forms(text)[-1:] in set("，。）”") else 0.0
    assert end - blank == pytest.approx(line.width)


def test_neighbouring_punctuation_closes_up() -> None:
    """A closing and an opening mark together take one and a half em, not two."""
    assert em("文）（文") == em("文文") + 1.5
    assert em("（文）") == em("文") + 1.0


def test_quotes_are_latin_in_latin_text_only() -> None:
    """Curly quotes are one em wide in Chinese and narrow in English."""
    assert em("说“好”") > em("说好") + 0.9
    assert em("the shop’s") < em("the shops") + 0.4


def test_trimmed_openers_hang_left() -> None:
    """A line that begins with an opening mark begins at the margin with its ink."""
    assert all(drawable(f"{mark}店", "regular").runs[0].offset == -0.5 for mark in BLANK_LEFT)


@pytest.mark.parametrize("weight", ["regular", "bold"])
def test_fonts_hold_what_reports_need(weight: str) -> None:
    """Both weights hold GB2312, every report symbol, and the same characters."""
    have = set(advances("bold" if weight == "bold" else "regular"))
    assert {chr(code) for code in gb2312()} <= have
    assert set("㎡℃‰→↑↓▲▼■●◆★✓≥≤±×÷–—〓①𬭚𫓧䶮囍龍華") <= have
    assert have == set(advances("regular"))


def test_font_files_are_the_committed_ones() -> None:
    """The files match the checksums beside them; a main font stays under 3.5 MB, the fallbacks under 8 MB."""
    sums = dict(reversed(line.split()) for line in (HERE / "SHA256SUMS").read_text().splitlines())
    sizes = {}
    for file in (*FILES.values(), *FALLBACKS.values()):
        content = (HERE / file).read_bytes()
        assert hashlib.sha256(content).hexdigest() == sums[file]
        sizes[file] = len(content)
    assert max(sizes[file] for file in FILES.values()) < 3_500_000
    assert sum(sizes[file] for file in FALLBACKS.values()) < 8_000_000
    licences = [(HERE / file).read_text() for file in ("OFL.txt", "OFL-NotoEmoji.txt")]
    assert all("SIL OPEN FONT LICENSE" in text for text in licences)
    assert ["Adobe" in licences[0], "Google" in licences[1]] == [True, True]


@pytest.mark.parametrize("name", FALLBACKS)
def test_coverage_is_what_the_font_draws(name: str) -> None:
    """What is read off a fallback file unparsed equals its character map."""
    found = {
        chr(code) for first, last in zip(*coverage(name), strict=True) for code in range(first, last + 1)
    }
    with TTFont(HERE / FALLBACKS[name], lazy=True) as font:
        assert found == set(map(chr, font.getBestCmap()))
        assert font["name"].getDebugName(6) == name


def test_every_character_has_the_font_that_draws_it() -> None:
    """Standard characters are set in the main font, rare ones and emoji each in their fallback."""
    ext, emoji = FALLBACKS
    runs = drawable("店𰻝🚀的", "bold").runs
    assert [(run.text, run.font) for run in runs] == [
        ("店", NAMES["bold"]),
        ("𰻝", ext),
        ("🚀", emoji),
        ("的", NAMES["bold"]),
    ]
    assert [run.offset for run in runs] == pytest.approx([0.0, 1.0, 2.0, 3.0])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("👨‍👩‍👧", "👨👩👧"),
        ("🇨🇳", "🇨🇳"),
        ("👍🏽", "👍"),
        ("❤️", "❤"),
        ("1️⃣", "1"),
        ("🏴\U000e0067\U000e007f", "🏴"),
    ],
)
def test_emoji_fall_apart_into_single_glyphs(text: str, shown: str) -> None:
    """Families, flags, key caps and skin tones leave their parts that can be drawn, and no 〓."""
    assert clean(text) == shown
    assert drawable(shown, "regular").missing == ()


def test_characters_newer_than_the_language_are_kept() -> None:
    """A code point that this Python does not know is drawn or listed, never dropped."""
    assert clean("店\U0001fae9\U000323b0") == "店\U0001fae9\U000323b0"
    assert drawable("\U0001fae9", "regular").missing == ()
    assert drawable("\U000323b0", "regular").missing == ("\U000323b0",)


def test_text_layer_names_true_characters() -> None:
    """ToUnicode holds surrogate pairs above U+FFFF and the true quotes, in blocks of at most 100."""
    table = to_unicode_cmap("F", [*PROPORTIONAL, *range(0x4E00, 0x4E96), 0x2CB5A], PROPORTIONAL)
    assert "<0001> <2018>" in table
    assert "<009C> <D872DF5A>" in table
    assert max(int(line.split()[0]) for line in table.splitlines() if line.endswith("beginbfchar")) == 100
