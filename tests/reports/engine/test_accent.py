"""The accent: readable on white and under white, deterministic, and never in a picture."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from reportlab.lib.colors import HexColor

from reports import theme
from reports.accent import LEAST_CONTRAST, AccentRefused, contrast, palette, problem
from reports.pdf import render_pdf
from reports.pen import Pen
from reports.scene import Part, Rect
from tests.reports.engine.samples import report

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06X}")


@given(COLOURS)
def test_cover_stays_readable(accent: str) -> None:
    """Under every accepted accent the texts of the cover keep 4.5 : 1 against its ground."""
    assume(problem(accent) is None)
    found = palette(accent)
    assert found[theme.NAVY] == accent
    for text in (theme.WHITE, found[theme.COVER_TEXT], found[theme.COVER_MUTED]):
        assert contrast(text, found[theme.COVER]) >= LEAST_CONTRAST


@given(COLOURS, COLOURS)
def test_contrast_is_symmetric(one: str, other: str) -> None:
    """Contrast does not depend on which colour is the ground, and lies between 1 and 21."""
    assert contrast(one, other) == contrast(other, one)
    assert 1.0 <= contrast(one, other) <= 21.0


@given(COLOURS)
def test_refusal_is_by_contrast_with_white(accent: str) -> None:
    """A colour is refused exactly when white text on it would be hard to read."""
    hard = contrast(accent, "#FFFFFF") < 4.5
    assert (problem(accent) == "contrast") is hard
    if hard:
        with pytest.raises(AccentRefused):
            palette(accent)


@pytest.mark.parametrize("accent", ["red", "#12345", "#1234567", "123456", "#GGGGGG", "#12345\n", " #123456"])
def test_other_forms_are_refused(accent: str) -> None:
    """Only # and six hexadecimal digits are a colour."""
    assert problem(accent) == "form"
    with pytest.raises(AccentRefused, match="form"):
        render_pdf(replace(report(rows=1), accent=accent, pages=()))


def test_data_keep_their_colours() -> None:
    """Only the cover's shades and navy give way: blue, vermillion and greys never do."""
    data = {theme.MERCHANT, theme.TARGET, theme.PEER, theme.INK, theme.WHITE, *theme.HEAT}
    assert not data & set(palette("#B00020"))


def test_figures_keep_their_colours() -> None:
    """Navy inside a picture stays navy, before and after it is the accent."""
    canvas, mark = SimpleNamespace(_code=[]), Rect(0.0, 0.0, 1.0, 1.0, theme.NAVY)
    Pen(canvas, "#B00020").draw((mark, Part("Figure", (mark,), "图"), mark))
    assert [code.partition(" rg ")[0] for code in canvas._code] == [
        " ".join(f"{part:.5g}" for part in HexColor(name).rgb())
        for name in ("#B00020", theme.NAVY, "#B00020")
    ]
