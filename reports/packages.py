"""Office files and sets of pictures are ZIP files: packed one way, so that same input is same bytes."""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP file can tell; parts carry no time of their own."""
UNIX: Final = 3

Rewrite = Callable[[bytes], bytes]


def pack(parts: Iterable[tuple[str, bytes]], *, compress: bool = True) -> bytes:
    """Put named parts into one ZIP file; nothing of the machine or the moment enters it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts:
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.create_system = UNIX
            packed = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
            archive.writestr(entry, content, packed)
    return out.getvalue()


def repacked(content: bytes, rewrites: Mapping[str, Rewrite] | None = None) -> bytes:
    """Pack a ZIP file anew in its own order, with some of its parts rewritten."""
    chosen = rewrites or {}
    return pack((name, chosen.get(name, bytes)(part)) for name, part in parts_of(content))


def parts_of(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the parts of a ZIP file in order.

    Raises
    ------
    zipfile.BadZipFile
        If it is none, or damaged.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)
