"""A logo is drawn anew from its pixels, and whatever is not plainly a picture is refused with its reason."""

import io
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from assessment.domain.errors import FieldInvalid
from reports.logo import MOST_BYTES, reencoded

RED = (200, 30, 30)


def saved(
    kind: str = "PNG", size: tuple[int, int] = (300, 100), mode: str = "RGB", **options: object
) -> bytes:
    """Save a one-coloured picture as a file."""
    colour = {"RGB": RED, "RGBA": (*RED, 128), "LA": (30, 128), "I;16": 20_000}.get(mode, 0)
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, kind, **options)  # type: ignore[arg-type]
    return out.getvalue()


def refusal(content: bytes) -> str:
    """Return the reason for which a file is refused, "" when it is not."""
    try:
        reencoded(content)
    except FieldInvalid as error:
        return f"{error.fields['field']}: {error.fields['reason']}"
    return ""


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@given(wide=st.integers(30, 1600), tall=st.integers(30, 900))
@settings(max_examples=6, deadline=None)
def test_a_logo_fits_its_box_and_keeps_its_shape(kind: str, wide: int, tall: int) -> None:
    """Whatever size goes in, at most 1200 x 600 RGB pixels of the same proportions come out, never more."""
    if max(wide, tall) > 12 * min(wide, tall):
        return
    logo = reencoded(saved(kind, (wide, tall)))
    drawn = Image.open(io.BytesIO(logo.png))
    assert (drawn.format, drawn.mode, drawn.size) == ("PNG", "RGB", (logo.width, logo.height))
    factor = min(1.0, 1200 / wide, 600 / tall)
    assert abs(logo.width - wide * factor) <= 1
    assert abs(logo.height - tall * factor) <= 1


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_pixels_is_read(mode: str) -> None:
    """Pictures in black and white, with a palette or with 16 bits become plain colour."""
    drawn = Image.open(io.BytesIO(reencoded(saved(mode=mode)).png))
    assert drawn.mode == "RGB"
    if mode == "I;16":
        assert drawn.getpixel((5, 5)) == (78, 78, 78)  # 20,000 of 65,535 is 78 of 255


def test_transparency_becomes_white_paper() -> None:
    """Half of a red on white is the colour halfway between, worked out by hand."""
    drawn = Image.open(io.BytesIO(reencoded(saved(mode="RGBA")).png))
    halfway = [round(255 + (value - 255) * 128 / 255) for value in RED]
    assert all(abs(a - b) <= 1 for a, b in zip(drawn.getpixel((5, 5)), halfway, strict=True))


def test_nothing_of_the_file_but_its_pixels_is_kept() -> None:
    """Notes, places and profiles of the file are gone, and the same file gives the same bytes."""
    note = PngImagePlugin.PngInfo()
    note.add_text("Author", "secret person")
    noted = saved(pnginfo=note, dpi=(300, 300))
    assert b"secret" in noted
    assert reencoded(noted).png == reencoded(saved()).png


def test_a_turned_photograph_stands_upright() -> None:
    """The turn that a camera only noted down is done."""
    turn = Image.Exif()
    turn[0x0112] = 6
    logo = reencoded(saved("JPEG", (300, 100), exif=turn))
    assert (logo.width, logo.height) == (100, 300)


def test_of_a_moving_picture_the_first_frame_is_kept() -> None:
    """Frames after the first one are not printed."""
    frames = [Image.new("RGB", (60, 60), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    assert Image.open(io.BytesIO(reencoded(out.getvalue()).png)).getpixel((5, 5)) == (255, 0, 0)


def _thirsty_webp() -> bytes:
    """Make a file of a few bytes that claims a picture of 268 million pixels."""
    content = bytearray(saved("WEBP", mode="RGBA"))
    assert content[12:16] == b"VP8X"
    content[24:30] = (16_382).to_bytes(3, "little") * 2
    return bytes(content)


def _white() -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (90, 90), (255, 255, 255, 200)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: b"", "logo_damaged"),
        (lambda: b"\x89PNG\r\n\x1a\n" + bytes(MOST_BYTES), "logo_bytes"),
        (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "logo_format"),
        (lambda: saved("GIF", mode="P"), "logo_format"),
        (lambda: saved(mode="1", size=(5000, 5000)), "logo_pixels"),
        (lambda: saved(mode="1", size=(16_000, 16_000)), "logo_pixels"),
        (_thirsty_webp, "logo_pixels"),
        (lambda: saved(size=(300, 10)), "logo_small"),
        (lambda: saved(size=(1000, 40)), "logo_shape"),
        (lambda: saved()[:-20], "logo_damaged"),
        (lambda: saved("JPEG")[:-20], "logo_damaged"),
        (lambda: saved("WEBP")[:-20], "logo_damaged"),
        (lambda: saved() + b"PK\x03\x04", "logo_mixed"),
        (lambda: saved("JPEG") + b"<html>", "logo_mixed"),
        (lambda: saved("WEBP") + b"MZ", "logo_mixed"),
        (lambda: saved("JPEG", comment=b"%PDF-1.4"), "logo_mixed"),
        (_white, "logo_invisible"),
    ],
)
def test_what_is_no_plain_picture_is_refused(make: Callable[[], bytes], reason: str) -> None:
    """Other formats, bombs, broken and double-natured files each have a reason of their own."""
    assert refusal(make()) == f"logo: {reason}"


@given(
    kind=st.sampled_from(("PNG", "JPEG", "WEBP")),
    hits=st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=8),
)
@settings(max_examples=60, deadline=None)
def test_a_broken_picture_is_refused_or_read_and_nothing_else(kind: str, hits: list[tuple[int, int]]) -> None:
    """Bytes changed at random never end in anything but a logo or a refusal."""
    content = bytearray(saved(kind))
    for place, value in hits:
        content[place % len(content)] = value
    assert refusal(bytes(content)).removeprefix("logo: ") in {
        "", "logo_format", "logo_pixels", "logo_small", "logo_shape", "logo_damaged", "logo_mixed",
        "logo_invisible",
    }  # fmt: skip
