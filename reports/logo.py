"""A brand's picture, taken in from a file that nobody has vetted: read, flattened, drawn anew.

The file itself is never stored and never printed. What is kept is a new PNG of its first picture, without
transparency, metadata, or anything else that the file carried.
"""

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Final, NoReturn

from PIL import Image, ImageOps

from assessment.domain.errors import FieldInvalid
from reports.document import Logo

MOST_BYTES: Final = 4 * 1024 * 1024
"""Size of the file that is brought."""
MOST_PIXELS: Final = 12_500_000
"""Width times height of the picture in the file: what a phone's camera takes, 50 MB once unpacked."""
MOST_WIDTH: Final = 1200
MOST_HEIGHT: Final = 600
"""Size of the picture that is kept, in pixels: sharp at any place of a page."""
LEAST_SIDE: Final = 24
"""Pixels of the shorter side below which a print would be a smear."""
LONGEST_RATIO: Final = 12
"""Longer side over shorter side beyond which nothing would be left of the shorter one."""
_WHITE: Final = (255, 255, 255)
_NEARLY_WHITE: Final = 247
"""A picture whose darkest value in every channel is above this cannot be seen on paper."""
_PDF_HEAD: Final = 1024
"""Bytes at the start of a file in which readers of PDF look for its mark."""
_PNG_MARK: Final = b"\x89PNG\r\n\x1a\n"
_PNG_CHUNK: Final = 12
"""Bytes of a chunk beside its content: length, name, checksum."""
_JPEG_END: Final = 0xD9
_JPEG_FILL: Final = 0xFF
_JPEG_BARE: Final = frozenset((0x00, 0x01, *range(0xD0, 0xD8)))
"""What may follow 0xFF without a length of its own: a stuffed byte, and marks of restarts."""

Image.MAX_IMAGE_PIXELS = min(Image.MAX_IMAGE_PIXELS or MOST_PIXELS, MOST_PIXELS)


def reencoded(content: bytes) -> Logo:
    """Read a picture from outside and draw it anew.

    Parameters
    ----------
    content : bytes of a PNG, JPEG or WebP file of at most `MOST_BYTES`.

    Returns
    -------
    The picture in RGB on white, upright, at most `MOST_WIDTH` x `MOST_HEIGHT` pixels and never enlarged; of a
    moving one its first frame. The same bytes give the same PNG.

    Raises
    ------
    FieldInvalid
        Field ``logo``, with reason ``logo_bytes`` (file too large), ``logo_format`` (another kind of file),
        ``logo_pixels`` (too many pixels, or a bomb), ``logo_small``, ``logo_shape`` (too long and thin),
        ``logo_damaged`` (empty, cut off or broken), ``logo_mixed`` (holds another file too) or
        ``logo_invisible`` (nothing to be seen on white paper).
    """
    if not content:
        _refuse("logo_damaged")
    if len(content) > MOST_BYTES:
        _refuse("logo_bytes")
    try:
        drawn = _drawn(content)
    except FieldInvalid:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise FieldInvalid(field="logo", reason="logo_pixels") from error
    except Exception as error:  # a decoder may fail in any way at a file made to break it
        raise FieldInvalid(field="logo", reason="logo_damaged") from error
    if not any(any(band.histogram()[: _NEARLY_WHITE + 1]) for band in drawn.split()):
        _refuse("logo_invisible")
    out = io.BytesIO()
    drawn.save(out, format="PNG", optimize=False, compress_level=9)
    return Logo(out.getvalue(), drawn.width, drawn.height)


def _refuse(reason: str) -> NoReturn:
    raise FieldInvalid(field="logo", reason=reason)


def _drawn(content: bytes) -> Image.Image:
    """Return the first picture of a file, checked, upright, flattened and made small enough."""
    kind = _kind(content)
    _check_end(content, _ENDS[kind](content))
    if kind == "WEBP":  # its decoder takes the memory of a whole picture as soon as it is opened
        _check_size(*_webp_size(content))
    with Image.open(io.BytesIO(content), formats=(kind,)) as picture:
        _check_size(picture.width, picture.height)
        picture.seek(0)
        picture.load()
        ImageOps.exif_transpose(picture, in_place=True)
        flat = _flat(picture)
    flat.thumbnail((MOST_WIDTH, MOST_HEIGHT), Image.Resampling.LANCZOS)
    bare = Image.new("RGB", flat.size, _WHITE)  # takes over pixels only, no notes of the file
    bare.paste(flat)
    return bare


def _kind(content: bytes) -> str:
    """Tell the format by the first bytes; a name or a declared type is never asked."""
    if content.startswith(_PNG_MARK):
        return "PNG"
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    _refuse("logo_format")


def _check_size(width: int, height: int) -> None:
    """Refuse what is too large to unpack, or too small or thin to print."""
    if width * height > MOST_PIXELS:
        _refuse("logo_pixels")
    if min(width, height) < LEAST_SIDE:
        _refuse("logo_small")
    if max(width, height) > LONGEST_RATIO * min(width, height):
        _refuse("logo_shape")


def _check_end(content: bytes, end: int) -> None:
    """Refuse a picture that is cut off, and a file that is something else besides a picture."""
    if not 0 < end <= len(content):
        _refuse("logo_damaged")
    pdf = content.find(b"%PDF-", 0, _PDF_HEAD) >= 0
    if content[end:].strip(b"\0\r\n ") or pdf or zipfile.is_zipfile(io.BytesIO(content)):
        _refuse("logo_mixed")


def _flat(picture: Image.Image) -> Image.Image:
    """Lay a picture of any mode on white."""
    if picture.mode.startswith("I;16"):  # 16 bits of grey: the plain conversion would cut, not scale
        picture = picture.point(lambda value: value / 256).convert("L")
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layer = picture if picture.mode == "RGBA" else picture.convert("RGBA")
    ground = Image.new("RGB", layer.size, _WHITE)
    ground.paste(layer, mask=layer)
    return ground


# ---- where a picture ends in its file ----


def _png_end(content: bytes) -> int:
    """Offset behind the last chunk, 0 when there is none."""
    at = len(_PNG_MARK)
    while at + _PNG_CHUNK <= len(content):
        size = int.from_bytes(content[at : at + 4], "big")
        kind, at = content[at + 4 : at + 8], at + _PNG_CHUNK + size
        if kind == b"IEND":
            return at
    return 0


def _jpeg_end(content: bytes) -> int:
    """Offset behind the end mark, 0 when there is none. Pictures inside of segments are jumped over."""
    at = 2
    while 0 <= (at := content.find(b"\xff", at)) < len(content) - 1:
        mark = content[at + 1]
        if mark == _JPEG_END:
            return at + 2
        if mark == _JPEG_FILL:
            at += 1
        elif mark in _JPEG_BARE:
            at += 2
        elif at + 4 > len(content):
            break
        else:
            at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return 0


def _webp_end(content: bytes) -> int:
    """Offset that the file's head declares, filled up to an even number."""
    size = int.from_bytes(content[4:8], "little")
    return size + 8 + size % 2


_ENDS: Final[Mapping[str, Callable[[bytes], int]]] = {
    "PNG": _png_end,
    "JPEG": _jpeg_end,
    "WEBP": _webp_end,
}


def _webp_size(content: bytes) -> tuple[int, int]:
    """Width and height in pixels that the first chunk declares."""
    kind, body = content[12:16], content[20:30]
    if kind == b"VP8X":
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    wide, tall = int.from_bytes(body[6:8], "little"), int.from_bytes(body[8:10], "little")
    return wide & 0x3FFF, tall & 0x3FFF
