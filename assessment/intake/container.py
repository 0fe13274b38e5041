"""Look at an XLSX container before anything opens it: sizes, names, parts that have no business there."""

import io
import zipfile
import zlib
from collections.abc import Iterable
from typing import Final

from assessment.intake.problems import Problems
from assessment.intake.sniff import BROKEN_ZIP
from assessment.intake.source import MIB, Limits

_ENCRYPTED_FLAG: Final = 0x1
_MACRO_PARTS: Final = ("vbaproject.bin", "vbadata.xml", "xl/macrosheets/")
_MACRO_TYPES: Final = (b"macroenabled", b"vnd.ms-office.vbaproject")
_FORBIDDEN_MARKUP: Final = (b"<!DOCTYPE", b"<!ENTITY")
_CONTENT_TYPES: Final = "[Content_Types].xml"
_CELL_PARTS: Final = ("xl/worksheets/", "xl/sharedstrings.xml")
_TAGS_PER_CELL: Final = 6
"""Begin and end of a cell, of its value or text, and of what holds that."""


def open_container(content: bytes, limits: Limits, problems: Problems) -> zipfile.ZipFile:
    """Open an XLSX container after every guard has passed.

    Sizes are read from the directory first (a part never unpacks to more than the directory says), so
    nothing big is unpacked to find out that it is big. Raises FileRefused.
    """
    try:
        container = zipfile.ZipFile(io.BytesIO(content))
    except BROKEN_ZIP as error:
        raise problems.refused("workbook_damaged") from error
    infos = container.infolist()
    _check_directory(infos, len(content), limits, problems)
    _check_names([info.filename for info in infos], problems)
    _check_markup(container, infos, limits, problems)
    return container


def read_part(container: zipfile.ZipFile, name: str, problems: Problems) -> bytes:
    """Unpack one part. Raises FileRefused when it is damaged or not there."""
    try:
        return container.read(name)
    except (*BROKEN_ZIP, KeyError, RuntimeError, zlib.error) as error:
        raise problems.refused("workbook_damaged") from error


def _check_directory(infos: list[zipfile.ZipInfo], packed: int, limits: Limits, problems: Problems) -> None:
    """Refuse by what the directory says: number of parts, size, ratio, encryption."""
    if len(infos) > limits.parts:
        raise problems.refused("workbook_parts", limit=limits.parts)
    unpacked = sum(info.file_size for info in infos)
    if unpacked > limits.unpacked_bytes:
        raise problems.refused("workbook_unpacked", limit=limits.unpacked_bytes // MIB)
    if unpacked > limits.ratio * packed or any(
        info.file_size > limits.ratio * max(info.compress_size, 1) for info in infos
    ):
        raise problems.refused("workbook_ratio", limit=limits.ratio)
    if any(info.flag_bits & _ENCRYPTED_FLAG for info in infos):
        raise problems.refused("workbook_locked")


def _check_names(names: Iterable[str], problems: Problems) -> None:
    """Refuse names that point outside, appear twice, or stand for macros."""
    seen: set[str] = set()
    for name in names:
        folded = name.replace("\\", "/").lower()
        if ".." in folded.split("/") or folded.startswith("/") or ":" in folded:
            raise problems.refused("workbook_path")
        if folded in seen:
            raise problems.refused("workbook_duplicate_part", part=name)
        seen.add(folded)
        if any(part in folded for part in _MACRO_PARTS):
            raise problems.refused("workbook_macros")
    if _CONTENT_TYPES.lower() not in seen:
        raise problems.refused("workbook_damaged")


def _check_markup(
    container: zipfile.ZipFile, infos: list[zipfile.ZipInfo], limits: Limits, problems: Problems
) -> None:
    """Refuse document types, macro types and floods of tags in any XML part, whatever it is called.

    Parts must be UTF-8, as Excel and WPS write them: in UTF-16 the markup could hide from this search.
    """
    cell_tags = side_tags = 0
    for info in infos:
        if not info.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        part = read_part(container, info.filename, problems)
        if b"\0" in part[:200] or any(markup in part for markup in _FORBIDDEN_MARKUP):
            raise problems.refused("workbook_doctype")
        if info.filename == _CONTENT_TYPES and any(kind in part.lower() for kind in _MACRO_TYPES):
            raise problems.refused("workbook_macros")
        if info.filename.lower().startswith(_CELL_PARTS):
            cell_tags += part.count(b"<")
        else:
            side_tags += part.count(b"<")
    if cell_tags > _TAGS_PER_CELL * limits.cells:
        raise problems.refused("too_many_cells", limit=limits.cells)
    if side_tags > limits.side_tags:
        raise problems.refused("workbook_side_tags", limit=limits.side_tags)
