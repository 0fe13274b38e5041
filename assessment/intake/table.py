"""The one door for tables: whatever a person brings is accepted whole or refused whole."""

import re
from typing import Final

from assessment.intake.cells import note_repeated_keys, read_rows
from assessment.intake.delimited import read_delimited
from assessment.intake.header import match_header
from assessment.intake.problems import Problems
from assessment.intake.records import read_records
from assessment.intake.sniff import Kind, named_kind, sniff
from assessment.intake.source import MIB, Limits, RawTable, Source, Table
from assessment.intake.workbook import read_workbook

_BASE_NAME: Final = re.compile(r"[^/\\]*$")


def read_table(content: bytes, file_name: str, source: Source) -> Table:
    """Read an uploaded table by the declaration of its source.

    Parameters
    ----------
    content
        The file. CSV (UTF-8, UTF-16 with a byte-order mark, GB18030; comma, semicolon or tab), XLSX, and
        JSON where the source takes records.
    file_name
        As uploaded: shown in messages and compared with the content, never used as a path.
    source
        Columns, key and limits.

    Returns
    -------
    Table
        Values in the order of the file; a blank cell is None (missing, never 0); texts are as typed.

    Raises
    ------
    FileRefused
        With every problem that was found (200 at most, then their number); nothing is accepted in part.
    """
    name = base_name(file_name)
    problems = Problems(name)
    raw = _read_raw(content, name, source, problems)
    places = match_header(raw, source, problems)
    rows = read_rows(raw, places, source, problems)
    note_repeated_keys(rows, places, source, problems)
    problems.refuse_if_any()
    return Table(
        file=problems.file,
        sheet=raw.sheet,
        columns=tuple(place.column.id for place in places),
        headers=tuple(place.header for place in places),
        rows=rows,
    )


def base_name(file_name: str) -> str:
    """Return the last part of an uploaded name, to be shown.

    >>> base_name("../folder/posts.xlsx")
    'posts.xlsx'
    """
    return match.group() if (match := _BASE_NAME.search(file_name)) else ""


def check_size(content: bytes, limits: Limits, problems: Problems) -> None:
    """Refuse a file that is too large or holds nothing. Raises FileRefused."""
    if len(content) > limits.file_bytes:
        raise problems.refused("file_too_large", limit=limits.file_bytes // MIB)
    if not content.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise problems.refused("file_empty")


def _read_raw(content: bytes, name: str, source: Source, problems: Problems) -> RawTable:
    """Check size and type, then read all cells as text."""
    check_size(content, source.limits, problems)
    kind = sniff(content)
    _check_kind(kind, name, problems, records=bool(source.records))
    if kind == "workbook":
        raw = read_workbook(content, source.limits, problems)
    elif kind == "json":
        raw = read_records(content, source.records, source.limits, problems)
    else:
        raw = read_delimited(content, source.by_header().keys(), source.limits, problems)
    if not raw.rows:
        raise problems.refused("file_empty")
    return raw


def _check_kind(kind: Kind, name: str, problems: Problems, *, records: bool) -> None:
    """Refuse what is no table, and what its name says it is not."""
    if kind not in ("text", "workbook") and not (records and kind == "json"):
        raise problems.refused(f"type_{kind}")
    promised = named_kind(name)
    if promised == "other" or (promised == "json" and not records):
        raise problems.refused("name_other")
    if promised and promised != kind:
        raise problems.refused("name_hides_json" if kind == "json" else f"name_promises_{promised}")
