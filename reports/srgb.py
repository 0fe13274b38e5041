"""The colour space sRGB as an ICC profile of version 2, computed from its definition.

PDF/A-1 asks for a profile of version 2, and a report must not depend on a file of the machine. Formulas and
primaries: IEC 61966-2-1; layout: ICC.1:2001-04 (matrix and curve profile of a display).
"""

import struct
from functools import cache
from typing import Final

POINTS: Final = 1024
"""Samples of the tone curve."""
WHITE: Final = (0.9642, 1.0, 0.8249)
"""D50, to which ICC profiles refer."""
PRIMARIES: Final = {
    b"rXYZ": (0.43607, 0.22249, 0.01392),
    b"gXYZ": (0.38515, 0.71687, 0.09708),
    b"bXYZ": (0.14307, 0.06061, 0.71410),
}
"""Red, green and blue of sRGB, adapted to D50 by the Bradford matrix."""
_BROKEN_AT: Final = 0.04045


def tone(value: float) -> float:
    """Light (0-1) that a channel value (0-1) stands for.

    >>> round(tone(0.5), 4), tone(0.0), tone(1.0)
    (0.214, 0.0, 1.0)
    """
    return value / 12.92 if value <= _BROKEN_AT else ((value + 0.055) / 1.055) ** 2.4


def _fixed(value: float) -> bytes:
    """Write a number with 16 bits before and 16 behind the point."""
    return struct.pack(">i", round(value * 65536))


def _xyz(place: tuple[float, float, float]) -> bytes:
    return b"XYZ \0\0\0\0" + b"".join(_fixed(value) for value in place)


def _described(words: bytes) -> bytes:
    """Describe in ASCII; the Unicode and Macintosh forms that the type has room for stay empty."""
    return b"desc\0\0\0\0" + struct.pack(">I", len(words) + 1) + words + b"\0" + bytes(4 + 4 + 2 + 1 + 67)


@cache
def profile() -> bytes:
    """Return the profile, the same bytes on every machine; about 3 KB."""
    curve = (round(tone(n / (POINTS - 1)) * 65535) for n in range(POINTS))
    shared = b"curv\0\0\0\0" + struct.pack(f">I{POINTS}H", POINTS, *curve)
    tags = {
        b"desc": _described(b"sRGB IEC61966-2.1"),
        b"cprt": b"text\0\0\0\0No copyright, use freely\0",
        b"wtpt": _xyz(WHITE),
        **{name: _xyz(place) for name, place in PRIMARIES.items()},
        b"rTRC": shared,
        b"gTRC": shared,
        b"bTRC": shared,
    }
    at, places, body = 128 + 4 + 12 * len(tags), {}, b""
    for data in dict.fromkeys(tags.values()):  # channels share one curve
        places[data] = at + len(body)
        body += data + bytes(-len(data) % 4)
    table = b"".join(name + struct.pack(">II", places[data], len(data)) for name, data in tags.items())
    content = struct.pack(">I", len(tags)) + table + body
    head = struct.pack(
        ">I4xI4s4s4s6H4s24xI12s48x",
        *(128 + len(content), 0x02100000, b"mntr", b"RGB ", b"XYZ "),
        *(2000, 1, 1, 0, 0, 0),
        *(b"acsp", 0, b"".join(_fixed(value) for value in WHITE)),
    )
    return head + content
