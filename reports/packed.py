"""Many small objects in a few compressed streams, and a cross-reference stream that finds them.

A tagged report has thousands of elements of a hundred bytes. Written one by one, as ReportLab would, they
make the file half as large again; packed (PDF 32000-1, 7.5.7 and 7.5.8; PDF 1.5) they are a few kilobytes.
"""

import hashlib
import struct
import zlib
from collections.abc import Callable, Sequence
from typing import Any, Final

MOST: Final = 500
"""Objects in one stream: readers unpack a stream whole."""
PLACE: Final = b"/StructTreeRoot 0000000000 0 R"
"""What the catalog holds until the number of the tree's root is known, as wide as the widest number."""
_FREE: Final = struct.pack(">BIH", 0, 0, 0xFFFF)


def _object(number: int, head: str, content: bytes) -> bytes:
    """Write a stream object, its content compressed."""
    tight = zlib.compress(content)
    start = f"{number} 0 obj\n<<{head}/Filter/FlateDecode/Length {len(tight)}>>\nstream\n"
    return start.encode() + tight + b"\nendstream\nendobj\n"


def _stream(number: int, first: int, objects: Sequence[bytes]) -> bytes:
    """Write an object stream that holds `objects`, numbered from `first` on."""
    places, at = [], 0
    for offset, content in enumerate(objects):
        places.append(f"{first + offset} {at}")
        at += len(content) + 1
    index = " ".join(places).encode() + b"\n"
    head = f"/Type/ObjStm/N {len(objects)}/First {len(index)}"
    return _object(number, head, index + b"\n".join(objects))


def with_objects(pdf: bytes, document: Any, write: Callable[[int], Sequence[bytes]]) -> bytes:  # noqa: ANN401
    """Add packed objects to a file that ReportLab has just written.

    Parameters
    ----------
    pdf
        The file, with `PLACE` in its catalog.
    document
        ReportLab's document, which knows where it put each object.
    write
        Given the number of the first, returns the objects; the first is the root of the tree.

    Returns
    -------
    bytes
        The same objects at the same places, the packed ones behind them, and one cross-reference stream in
        place of ReportLab's table. The identifier is a digest of the content.
    """
    count = len(document.numberToId)
    objects = write(count + 1)
    start = int(pdf[pdf.rindex(b"startxref") :].split()[1])
    named = f"/StructTreeRoot {count + 1} 0 R".encode().ljust(len(PLACE))
    parts = [pdf[:start].replace(PLACE, named, 1)]
    rows = [_FREE]
    rows += [struct.pack(">BIH", 1, document.idToOffset[document.numberToId[n + 1]], 0) for n in range(count)]
    at, streams, number = start, [], count + 1 + len(objects)
    for first in range(0, len(objects), MOST):
        some = objects[first : first + MOST]
        rows += [struct.pack(">BIH", 2, number, index) for index in range(len(some))]
        streams.append(struct.pack(">BIH", 1, at, 0))
        parts.append(_stream(number, count + 1 + first, some))
        at += len(parts[-1])
        number += 1
    rows += [*streams, struct.pack(">BIH", 1, at, 0)]
    mark = hashlib.sha256(b"".join(parts)).hexdigest()[:32]
    root, info = (_number(document, part) for part in (document.Catalog, document.info))
    head = f"/Type/XRef/Size {number + 1}/W[1 4 2]/Root {root} 0 R/Info {info} 0 R/ID[<{mark}><{mark}>]"
    parts.append(_object(number, head, b"".join(rows)))
    return b"".join(parts) + f"startxref\n{at}\n%%EOF\n".encode()


def _number(document: Any, part: Any) -> int:  # noqa: ANN401
    """Return the number of an object that ReportLab has written."""
    return int(document.idToObjectNumberAndVersion[document.Reference(part).name][0])
