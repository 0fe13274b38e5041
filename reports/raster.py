"""A picture made of pixels, put into the file as it is: PNG and PDF compress pixels in the same way."""

import io
import struct
import zlib
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from PIL import Image as Pillow

_MARK: Final = b"\x89PNG\r\n\x1a\n"
_PLAIN: Final = (8, 2, 0, 0, 0)
"""Bits a channel, colour type RGB, deflate, adaptive filters, not interlaced."""


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield name and content of each chunk."""
    at = len(_MARK)
    while at + 12 <= len(png):
        (size,) = struct.unpack_from(">I", png, at)
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        at += 12 + size


def _plain(png: bytes) -> bytes:
    """Return the picture as a PNG of plain RGB without interlacing, which PDF can hold as it is."""
    if struct.unpack_from(">5B", png, 24) == _PLAIN:
        return png
    with Pillow.open(io.BytesIO(png), formats=("PNG",)) as picture:
        out = io.BytesIO()
        picture.convert("RGB").save(out, "PNG")
    return out.getvalue()


@lru_cache(maxsize=8)
def image_object(png: bytes) -> bytes:
    """Write the PDF image object of a picture.

    Parameters
    ----------
    png
        A PNG file; what it has of transparency is dropped.

    Returns
    -------
    bytes
        Dictionary and stream. The pixels are not packed anew: the picture's own rows, each with its PNG
        filter, are what PDF calls a predictor (PDF 32000-1, 7.4.4.4).
    """
    png = _plain(png)
    wide, tall = struct.unpack_from(">II", png, 16)
    pixels = b"".join(content for name, content in _chunks(png) if name == b"IDAT")
    zlib.decompressobj().decompress(pixels, 1)  # a damaged picture is refused here, not by the reader
    head = (
        f"<</Type/XObject/Subtype/Image/Width {wide}/Height {tall}/ColorSpace/DeviceRGB/BitsPerComponent 8"
        f"/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors 3/BitsPerComponent 8/Columns {wide}>>"
        f"/Length {len(pixels)}>>\nstream\n"
    )
    return head.encode() + pixels + b"\nendstream\n"
