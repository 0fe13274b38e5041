"""A logo on cover and page heads: it keeps its form, meets nothing, and its pixels arrive unchanged."""

import io
import zlib
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow

from reports import theme
from reports.cover import cover_primitives
from reports.document import Cover, Logo, Page, ReportDocument
from reports.frame import header
from reports.furniture import FURNITURE
from reports.pdf import render_pdf
from reports.raster import image_object
from reports.scene import Image, Label, Line, Part, Primitive, Rect, leaves
from reports.text import width
from tests.reports.engine.samples import report

SIDES = st.integers(24, 1200)
NAMES = st.text("云岫护肤旗舰店AaWw1 ", max_size=90)


def png(wide: int, tall: int, mode: str = "RGB", **options: bool) -> bytes:
    """Make a picture with a gradient, so that rows and channels differ."""
    picture = Pillow.linear_gradient("L").resize((wide, tall))
    picture = Pillow.merge("RGB", (picture, picture.rotate(180), picture.point(lambda v: v // 2))).convert(
        mode
    )
    out = io.BytesIO()
    picture.save(out, "PNG", **options)
    return out.getvalue()


@cache
def logo(wide: int = 300, tall: int = 100) -> Logo:
    """Make a logo."""
    return Logo(png(wide, tall), wide, tall)


@cache
def bare() -> ReportDocument:
    """Take the sample report without its pages."""
    return replace(report(rows=1), pages=())


def box(mark: Primitive) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a mark."""
    if isinstance(mark, Label):
        wide = width(mark.text, mark.size, mark.weight)
        left = mark.x - {"start": 0.0, "middle": wide / 2, "end": wide}[mark.anchor]
        return left, mark.y - 0.8 * mark.size, left + wide, mark.y + 0.15 * mark.size
    assert isinstance(mark, Image | Rect)
    return mark.x, mark.y, mark.x + mark.width, mark.y + mark.height


def apart(one: Primitive, other: Primitive) -> bool:
    """Whether two marks do not touch."""
    a, b = box(one), box(other)
    return a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


@given(SIDES, SIDES, NAMES, NAMES, st.booleans())
@settings(max_examples=60, deadline=None)
def test_head_is_never_crowded(wide: int, tall: int, section: str, head: str, demo: bool) -> None:
    """Logo, demo mark, section and running head do not meet, and none crosses the rule below."""
    document = replace(
        bare(), running_head=head, demo_mark="演示数据" if demo else "", logo=Logo(b"", wide, tall)
    )
    page = Page("p", section, "标题", "", (), None, "")
    marks = [m for m in leaves((header(document, page, FURNITURE["zh"]),)) if not isinstance(m, Line)]
    picture = next(m for m in marks if isinstance(m, Image))
    assert picture.width / picture.height == pytest.approx(wide / tall)
    pills = [m for m in marks if isinstance(m, Rect)]
    assert len(pills) == demo
    inside = [m for m in marks if isinstance(m, Label) and m.text == "演示数据" and demo][:1]
    others = [m for m in marks if m not in inside]
    for number, one in enumerate(others):
        assert box(one)[3] <= theme.HEADER_RULE
        assert box(one)[2] <= theme.PAGE_WIDTH - theme.MARGIN + 0.01
        same_side = [o for o in others[number + 1 :] if not (isinstance(one, Label) and isinstance(o, Label))]
        assert all(apart(one, other) for other in same_side)


@given(SIDES, SIDES, st.sampled_from(["组织能力评估报告", "长标题" * 40, "A long title of many words " * 4]))
@settings(max_examples=40, deadline=None)
def test_cover_words_stay_below_the_logo(wide: int, tall: int, title: str) -> None:
    """The plate keeps the logo's form, and no word lies on it or on the facts, however long the title."""
    cover = Cover(title, "副标题" * 12, "云岫护肤旗舰店" * 6, (("类目", "护肤"),), "机密", "演示数据" * 9)
    drawn = cover_primitives(cover, Logo(b"", wide, tall), "标志")
    plate, picture = _plate(drawn)
    assert picture.width / picture.height == pytest.approx(wide / tall)
    labels = [m for m in leaves(drawn) if isinstance(m, Label)]
    assert all(apart(plate, label) for label in labels)
    bodies = sorted(
        (box(label) for label in labels if box(label)[1] < 400.0 and label.x < 500.0), key=lambda b: b[1]
    )
    assert all(low[1] >= high[3] - 6.0 for high, low in pairwise(bodies))


@given(st.lists(st.integers(0, 120), min_size=5, max_size=5), st.integers(0, 8), st.booleans())
@settings(max_examples=40, deadline=None)
def test_no_two_words_of_the_cover_meet(lengths: list[int], facts: int, branded: bool) -> None:
    """However long the words that people typed are, no line of the cover lies on another or off the paper."""
    title, subtitle, name, value, notice = ("组织能力" * 30)[: lengths[0]], *("长" * n for n in lengths[1:])
    cover = Cover(title, subtitle, name, (("呈送", value),) * facts, notice * 3, "演示数据" * 9)
    drawn = cover_primitives(cover, logo() if branded else None, "标志")
    labels = [m for m in leaves(drawn) if isinstance(m, Label)]
    assert all(box(m)[3] <= theme.PAGE_HEIGHT - 12.0 and box(m)[1] >= 30.0 for m in labels)
    for number, one in enumerate(labels):
        assert all(apart(one, other) for other in labels[number + 1 :])


def _plate(drawn: tuple[Primitive, ...]) -> tuple[Rect, Image]:
    marks = list(leaves(drawn))
    place = next(n for n, mark in enumerate(marks) if isinstance(mark, Image))
    plate, picture = marks[place - 1], marks[place]
    assert isinstance(plate, Rect)
    assert isinstance(picture, Image)
    assert plate.fill == theme.WHITE
    return plate, picture


def test_the_file_holds_the_logo_once() -> None:
    """Every page shows the same picture, whose pixels are those of the PNG."""
    pages = report(rows=1).pages[:3]
    result = render_pdf(replace(bare(), pages=pages, logo=logo()))
    with pikepdf.open(io.BytesIO(result.pdf)) as file:
        shown = [list(page.get_images().values()) for page in file.pages]
        assert [len(images) for images in shown] == [1] * len(file.pages)
        found = {image.objgen: image for images in shown for image in images}
        ((_, image),) = found.items()
        pixels = pikepdf.PdfImage(image).as_pil_image().convert("RGB").tobytes()
    with Pillow.open(io.BytesIO(logo().png)) as picture:
        assert pixels == picture.tobytes()


def test_the_logo_is_heard_once() -> None:
    """The cover's logo is a figure with words, those of page heads are decoration."""
    first = cover_primitives(Cover("题", "", "店", (), ""), logo(), "标志")
    assert [p.alt for p in first[1].primitives if isinstance(p, Part) and p.role == "Figure"] == ["标志"]  # type: ignore[union-attr]
    head = header(replace(bare(), logo=logo()), Page("p", "", "", "", (), None, ""), FURNITURE["en"])
    assert head.role == "Artifact"


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "1", "LA"])
def test_other_kinds_of_png_become_plain(mode: str) -> None:
    """Grey, palette and transparent pictures are written as plain RGB without transparency."""
    written = image_object(png(40, 30, mode))
    assert b"/Width 40/Height 30/ColorSpace/DeviceRGB" in written
    data = zlib.decompress(written.split(b"stream\n", 1)[1])
    assert len(data) == 30 * (1 + 3 * 40)
    assert b"SMask" not in written


def test_a_damaged_picture_is_refused() -> None:
    """Pixels that cannot be unpacked are an error here, not a broken file for the reader."""
    broken = bytearray(png(40, 30))
    place = broken.index(b"IDAT") + 4
    broken[place : place + 2] = b"\0\0"
    with pytest.raises(zlib.error):
        image_object(bytes(broken))
