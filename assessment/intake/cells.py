"""Read the values of a table, row by row, and name every one that cannot be read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from assessment.intake.delimited import CONTROLS
from assessment.intake.header import Place, used_width
from assessment.intake.numbers import read_number
from assessment.intake.problems import Problems
from assessment.intake.source import CellValue, RawRow, RawTable, Row, Source

TEXTS_KEPT: Final = 1_000


def read_rows(raw: RawTable, places: Sequence[Place], source: Source, problems: Problems) -> tuple[Row, ...]:
    """Return the data rows. A row of the wrong width is named and left out; a blank cell is None."""
    width = len(raw.rows[0].cells) if raw.ragged else used_width(raw)
    columns = tuple(_Column(place, {}) for place in places)
    return tuple(
        Row(row.number, tuple(_read_row(row, columns, source, problems)))
        for row in raw.rows[1:]
        if _has_right_width(row, width, ragged=raw.ragged, problems=problems)
    )


def note_repeated_keys(
    rows: Sequence[Row], places: Sequence[Place], source: Source, problems: Problems
) -> None:
    """Name rows whose key appeared in an earlier row (blanks belong to a key like any value)."""
    indices = [i for i, place in enumerate(places) if place.column.id in source.key]
    if not indices:
        return
    first_row: dict[tuple[CellValue, ...], int] = {}
    for row in rows:
        key = tuple(row.values[i] for i in indices)
        first = first_row.setdefault(key, row.number)
        if first != row.number:
            value = ", ".join("" if part is None else str(part) for part in key)
            problems.add("key_duplicate", row=row.number, value=value, first=first)


def _has_right_width(row: RawRow, width: int, *, ragged: bool, problems: Problems) -> bool:
    """Check a row against the header's width: exactly in text files, at most in workbooks."""
    found = len(row.cells)
    if ragged and found != width:
        problems.add("row_ragged", row=row.number, expected=width, found=found)
        return False
    if found > width and any(cell.strip() for cell in row.cells[width:]):
        problems.add("cell_beyond_header", row=row.number, expected=width)
        return False
    return True


@dataclass(frozen=True, slots=True)
class _Column:
    """A place with the texts that were read there already: most columns repeat a few."""

    place: Place
    known: dict[str, CellValue]


def _read_row(
    row: RawRow, columns: Sequence[_Column], source: Source, problems: Problems
) -> Iterator[CellValue]:
    """Read one row's values; what cannot be read is named and becomes None."""
    cells = row.cells
    width = len(cells)
    for column in columns:
        place = column.place
        text = cells[place.index] if place.index < width else ""
        value = column.known.get(text)
        if value is None and text.strip():
            value = _read_value(row.number, text, place, source, problems)
            if value is not None and len(column.known) < TEXTS_KEPT:
                column.known[text] = value
        elif value is None and not place.column.blank:
            problems.add("cell_blank", row=row.number, column=place.header)
        yield value


def _read_value(number: int, text: str, place: Place, source: Source, problems: Problems) -> CellValue:
    """Read one cell that is not blank."""
    column = place.column
    if len(text) > source.limits.cell_characters:
        problems.add("cell_too_long", row=number, column=place.header, limit=source.limits.cell_characters)
    elif CONTROLS.search(text):
        problems.add("control_character", row=number, column=place.header, value=text)
    elif column.kind == "text":
        if column.length is None or len(text) <= column.length:
            return text
        problems.add("cell_too_long", row=number, column=place.header, value=text, limit=column.length)
    else:
        value = read_number(text, column)
        if not isinstance(value, str):
            return value
        allowed = {"low": _bound(column.low), "high": _bound(column.high)}
        problems.add(value, row=number, column=place.header, value=text, **allowed)
    return None


def _bound(value: float | None) -> str:
    """Write a bound for a message; no bound is a dash."""
    return "-" if value is None else f"{value:g}"
