"""Match the header row of a file with the columns that its source declares."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from assessment.intake.delimited import CONTROLS
from assessment.intake.problems import Problems
from assessment.intake.source import Column, RawTable, Source, fold

HEADERS_NAMED: Final = 6


@dataclass(frozen=True, slots=True)
class Place:
    """One column of the file: where it stands, how its header is spelt, what the source says of it."""

    index: int
    header: str
    column: Column


def match_header(raw: RawTable, source: Source, problems: Problems) -> tuple[Place, ...]:
    """Return the places of the declared columns, in the order of the file.

    Raises FileRefused naming every header that is blank, twice there, unknown to a strict source or
    missing.
    """
    header = raw.rows[0]
    known = source.by_header()
    expected = listed([column.names[0] for column in source.columns])
    first_seen: dict[str, str] = {}
    places: list[Place] = []
    for index, text in enumerate(header.cells[: used_width(raw)]):
        column = known.get(fold(text))
        identity = column.id if column else fold(text)
        fault = _fault(text, column, first_seen.get(identity), strict=source.strict)
        if fault:
            first = first_seen.get(identity, text)
            problems.add(
                fault, row=header.number, column=text, first=first, position=index + 1, expected=expected
            )
        elif column:
            places.append(Place(index, text.strip(), column))
        first_seen.setdefault(identity, text)
    for column in source.columns:
        if column.required and column.id not in first_seen:
            problems.add("column_missing", row=header.number, column=column.names[0])
    problems.refuse_if_any()
    return tuple(places)


def _fault(text: str, column: Column | None, seen: str | None, *, strict: bool) -> str | None:
    """Name what is wrong with one header; `seen` is the earlier header that means the same."""
    if CONTROLS.search(text):
        return "control_character"
    if not text.strip():
        return "header_blank"
    if seen is not None:
        return "header_duplicate"
    return "column_unknown" if strict and not column else None


def listed(names: Sequence[str]) -> str:
    """Name the first few headers of a list and, after a gap, the last one.

    >>> listed(["name", "age"]), listed([f"AD1-{n}" for n in range(1, 9)])
    ('name, age', 'AD1-1, AD1-2, AD1-3, AD1-4, AD1-5, AD1-6, …, AD1-8')
    """
    if len(names) <= HEADERS_NAMED + 1:
        return ", ".join(names)
    return ", ".join((*names[:HEADERS_NAMED], "…", names[-1]))


def used_width(raw: RawTable) -> int:
    """Count columns up to the last one that has a header or, below it, a value."""
    header = raw.rows[0].cells
    width = len(header)
    while width and not header[width - 1].strip():
        if any(len(row.cells) >= width and row.cells[width - 1].strip() for row in raw.rows[1:]):
            break
        width -= 1
    return width
