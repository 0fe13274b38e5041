"""Read CSV and its relatives: encodings, separators, rows as a spreadsheet counts them."""

import csv
import io
import re
from collections.abc import Collection, Iterator
from typing import Final

from assessment.intake.problems import Problems
from assessment.intake.source import Limits, RawRow, RawTable, fold

SEPARATORS: Final = (",", ";", "\t")
# Tab and line breaks may stand inside quotes; every other control character is refused.
CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def read_delimited(
    content: bytes, known_headers: Collection[str], limits: Limits, problems: Problems
) -> RawTable:
    """Read a text file into rows.

    `known_headers` (folded) decide which separator the file uses. Blank lines count as rows and are left
    out. Raises FileRefused when the text cannot be read at all; collects what can be named row by row.
    """
    text = decode(content, problems)
    separator = _separator(text, known_headers)
    rows: list[RawRow] = []
    for number, cells in _records(text, separator, limits, problems):
        if number > limits.rows + 1:
            raise problems.refused("too_many_rows", limit=limits.rows)
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > limits.columns:
            raise problems.refused("too_many_columns", row=number, limit=limits.columns)
        rows.append(RawRow(number, tuple(cells)))
    return RawTable(sheet=None, rows=tuple(rows), ragged=True)


def decode(content: bytes, problems: Problems) -> str:
    """Decode by byte-order mark, else UTF-8, else GB18030. Raises FileRefused for anything else."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise problems.refused("encoding_unknown")


def _separator(text: str, known_headers: Collection[str]) -> str:
    """Choose the separator under which the header line shows most known names, then most cells."""
    line = next((line for line in io.StringIO(text) if line.strip()), "")

    def evidence(separator: str) -> tuple[int, int]:
        cells = next(csv.reader([line], delimiter=separator), [])
        return sum(fold(cell) in known_headers for cell in cells), len(cells)

    try:
        return max(SEPARATORS, key=evidence)
    except csv.Error:
        return SEPARATORS[0]


def _records(
    text: str, separator: str, limits: Limits, problems: Problems
) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows with their spreadsheet number.

    The reader keeps line breaks inside quotes in one record and gives an empty record for a blank
    line, which is how a spreadsheet counts.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, cells
    except csv.Error as error:
        code = "cell_too_long" if "field larger" in str(error) else "quotes_broken"
        raise problems.refused(code, row=number + 1, limit=limits.cell_characters) from error
