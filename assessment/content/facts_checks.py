"""Checks of the organization-facts form."""

import re
from collections.abc import Iterator
from typing import Final

from assessment.content.instrument_checks import note_ids
from assessment.content.problems import Notes, Table, place_of, tables, text, texts

_KEY: Final = re.compile(r"[A-Z][A-Za-z0-9]*(\.[A-Za-z][A-Za-z0-9_]*)*")
_CHOOSING: Final = frozenset({"choice", "choices"})


def raw_fields(tree: Table) -> Iterator[tuple[str, str, Table]]:
    """Yield (place, key, field or column) of every fact of an unread form, cells of tables spelled out."""
    for place, group in _groups(tree):
        for number, field in enumerate(tables(group, "field"), start=1):
            yield f"{place}.{place_of('field', field, number, 'key')}", text(field, "key"), field
        for row in tables(group, "row"):
            for number, column in enumerate(tables(group, "column"), start=1):
                pattern = text(column, "key")
                if pattern not in texts(row, "skip"):
                    key = pattern.replace("{row}", text(row, "id"))
                    yield f"{place}.{place_of('column', column, number, 'key')}", key, column


def option_ids(field: Table) -> frozenset[str]:
    """Ids of the options of an unread field."""
    return frozenset(text(option, "id") for option in tables(field, "options"))


def note_facts(notes: Notes, tree: Table) -> None:
    """Note every fault of meaning in the facts form."""
    note_ids(notes, tables(tree, "step"), "step")
    note_ids(notes, (group for _, group in _groups(tree)), "group")
    seen: set[str] = set()
    checked: set[str] = set()
    for place, key, field in raw_fields(tree):
        if not _KEY.fullmatch(key):
            notes.add(place, "malformed_id", id=key)
        if key in seen:
            notes.add(place, "duplicate_id", id=key)
        seen.add(key)
        if place not in checked:  # a column stands in every row, but its faults are told once
            _note_field(notes, place, field)
        checked.add(place)
    for place, group in _groups(tree):
        _note_group(notes, place, group)


def _groups(tree: Table) -> Iterator[tuple[str, Table]]:
    for i, step in enumerate(tables(tree, "step"), start=1):
        for j, group in enumerate(tables(step, "group"), start=1):
            yield f"{place_of('step', step, i)}.{place_of('group', group, j)}", group


def _note_field(notes: Notes, place: str, field: Table) -> None:
    chooses = text(field, "kind") in _CHOOSING
    if chooses != bool(tables(field, "options")):
        notes.add(f"{place}.options", "options_missing" if chooses else "options_not_asked")
    options = [text(option, "id") for option in tables(field, "options")]
    if len(set(options)) != len(options):
        notes.add(f"{place}.options", "duplicate_id", id=", ".join(options))
    low, high = field.get("low"), field.get("high")
    if isinstance(low, int | float) and isinstance(high, int | float) and low >= high:
        notes.add(place, "impossible_range", low=low, high=high)


def _note_group(notes: Notes, place: str, group: Table) -> None:
    is_table = group.get("layout") == "table"
    columns = tables(group, "column")
    if is_table != bool(tables(group, "row") and columns):
        notes.add(place, "not_a_grid")
    for column in columns:
        if "{row}" not in text(column, "key"):
            notes.add(place, "column_without_row", key=text(column, "key"))
    known = {text(column, "key") for column in columns}
    for row in tables(group, "row"):
        for key in texts(row, "skip"):
            if key not in known:
                notes.add(f"{place}.{place_of('row', row, 0)}.skip", "unknown_id", id=key)
    if "sum_to" in group and any(field.get("kind") != "number" for field in tables(group, "field")):
        notes.add(f"{place}.sum_to", "sum_of_no_numbers")
