"""Strings: what may be drawn, how wide it is, what the fonts hold."""

import hashlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.fonts import FILES, PROPORTIONAL, advances, to_unicode_cmap
from reports.fonts.build import HERE, gb2312
from reports.text import BLANK_LEFT, GETA, clean, drawable, em, latin_forms
from tests.reports.engine.samples import hostile_names

ANY_TEXT = st.text(st.characters(codec=None), max_size=60)


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    """What has been cleaned is clean."""
    assert clean(clean(text)) == clean(text)


@given(ANY_TEXT)
def test_clean_text_holds_nothing_invisible(text: str) -> None:
    """Controls, surrogates, private code points and direction marks never reach the page."""
    cleaned = clean(text)
    assert {unicodedata.category(c) for c in cleaned} & {"Cc", "Cf", "Cs", "Co", "Cn"} == set()
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned


@pytest.mark.parametrize("text", hostile_names())
def test_hostile_text_is_drawable(text: str) -> None:
    """Every hostile string becomes glyphs that the font has."""
    line = drawable(clean(text), "bold")
    assert set("".join(run.text for run in line.runs)) <= set(advances("bold"))


def test_markup_stays_literal() -> None:
    """There is no markup: angle brackets are characters."""
    assert clean("<b>A&B</b>&amp;") == "<b>A&B</b>&amp;"


def test_long_text_ends_visibly() -> None:
    """A text over its limit ends in an ellipsis and is exactly as long as allowed."""
    cut = clean("长" * 5000, 800)
    assert len(cut) == 800
    assert cut.endswith("…")


def test_missing_characters_become_geta_and_are_listed() -> None:
    """A character that the font lacks is drawn as 〓 and named."""
    line = drawable("𠮷野家🚀", "regular")
    assert line.missing == ("𠮷", "🚀")
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
    """The files match the checksums beside them and stay under 3.5 MB."""
    sums = dict(reversed(line.split()) for line in (HERE / "SHA256SUMS").read_text().splitlines())
    for file in FILES.values():
        content = (HERE / file).read_bytes()
        assert hashlib.sha256(content).hexdigest() == sums[file]
        assert len(content) < 3_500_000
    assert "SIL OPEN FONT LICENSE" in (HERE / "OFL.txt").read_text()


def test_text_layer_names_true_characters() -> None:
    """ToUnicode holds surrogate pairs above U+FFFF and the true quotes, in blocks of at most 100."""
    table = to_unicode_cmap("F", [0, *PROPORTIONAL, *range(0x4E00, 0x4E96), 0x2CB5A])
    assert "<01> <2018>" in table
    assert "<9C> <D872DF5A>" in table
    assert max(int(line.split()[0]) for line in table.splitlines() if line.endswith("beginbfchar")) == 100
