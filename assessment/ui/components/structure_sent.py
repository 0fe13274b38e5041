"""What a table of the organization was drawn with, and what comes back from it. Pure: no Streamlit here."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from assessment.domain import structure_edits as edits
from assessment.domain.forms import Design
from assessment.domain.structure import Agency, DecisionRight, Post, Room, Structure, Team
from assessment.domain.structure_edits import Entry, Sheet
from assessment.ui.components.structure_cells import (
    BLANK,
    Cell,
    Column,
    EntryT,
    Wording,
    columns,
    shown,
    written,
)


@dataclass(frozen=True, slots=True)
class Base:
    """What an editor was drawn with: ids of its rows, columns, and the cells of each row."""

    sheet: Sheet
    keys: tuple[str, ...]
    columns: tuple[Column, ...]
    cells: tuple[tuple[Cell, ...], ...]


def base_of(sheet: Sheet, structure: Structure, wording: Wording, hidden: Iterable[str] = ()) -> Base:
    """Write a sheet as an editor shows it; decisions have a row each, told or not."""
    known = tuple(one for one in columns(sheet, structure, wording) if one.id not in set(hidden))
    rows = rows_of(sheet, structure, wording.design)
    return Base(
        sheet,
        tuple(edits.key_of(row) for row in rows),
        known,
        tuple(tuple(shown(row, column) for column in known) for row in rows),
    )


def rows_of(sheet: Sheet, structure: Structure, design: Design) -> tuple[Entry, ...]:
    """Entries of a sheet; decisions of the knowledge base come first and are all there."""
    if sheet != "rights":
        return edits.entries(structure, sheet)
    known = [one.id for one in design.decisions]
    told = [structure.right(one) or DecisionRight(one) for one in known]
    return (*told, *(right for right in structure.rights if right.decision not in known))


def apply(
    structure: Structure, base: Base, sent: Mapping[str, Any], fresh: Callable[[Structure, str], Post]
) -> Structure:
    """Do to a structure what an editor's cells say; said twice, it is done once.

    Parameters
    ----------
    structure
        The organization as it is stored now.
    base
        What the editor was drawn with.
    sent
        ``edited_rows``, ``added_rows`` and ``deleted_rows`` as the editor sends them, all since it was drawn.
    fresh
        Makes a new post of a kind with everything that can be proposed.

    Raises
    ------
    FieldInvalid, ReportingCycle, StructureFull
    """
    by_name = {column.id: column for column in base.columns}
    for number, cells in sent.get("edited_rows", {}).items():
        key = base.keys[int(number)]
        entry = _find(structure, base.sheet, key)
        if entry is not None:
            structure = _change(structure, base.sheet, _filled(entry, by_name, cells))
    for number in sent.get("deleted_rows", ()):
        structure = edits.delete_entry(structure, base.sheet, base.keys[int(number)])
    for cells in sent.get("added_rows", ()):
        structure = _add(structure, base.sheet, by_name, cells, fresh)
    return structure


def _find(structure: Structure, sheet: Sheet, key: str) -> Entry | None:
    if sheet == "rights":
        return structure.right(key) or DecisionRight(key)
    return next((one for one in edits.entries(structure, sheet) if edits.key_of(one) == key), None)


def _filled(entry: EntryT, by_name: Mapping[str, Column], cells: Mapping[str, object]) -> EntryT:
    for name, raw in cells.items():
        if name in by_name:
            entry = written(entry, by_name[name], raw)
    return entry


def _change(structure: Structure, sheet: Sheet, entry: Entry) -> Structure:
    if isinstance(entry, Post):
        return edits.change_post(structure, entry)
    return edits.change_entry(structure, sheet, entry)


def _add(
    structure: Structure,
    sheet: Sheet,
    by_name: Mapping[str, Column],
    cells: Mapping[str, object],
    fresh: Callable[[Structure, str], Post],
) -> Structure:
    """Add one row, unless nothing stands in it; a post gets what can be proposed for its kind."""
    told = {name: raw for name, raw in cells.items() if name in by_name and raw not in (None, "", [])}
    if not told or sheet == "rights":  # decisions have fixed rows
        return structure
    if sheet == "posts":
        kind = by_name["kind"].ids.get(str(told.get("kind", "")), "")
        return edits.add_post(structure, _filled(fresh(structure, kind), by_name, told))
    made = _filled(blank(sheet, edits.new_id(structure, sheet)), by_name, told)
    return edits.add_entry(structure, sheet, made)


def blank(sheet: Sheet, key: str, name: str = "") -> Team | Room | Agency:
    """Make an entry of a small sheet, of which only the name is known."""
    if sheet == "teams":
        return Team(key, name)
    return Room(key, name) if sheet == "rooms" else Agency(key, name)


def in_step(base: Base, sent: Mapping[str, Any], now: Base) -> bool:
    """Whether an editor drawn with `base` and changed by `sent` shows what `now` would."""
    if base.columns != now.columns or sent.get("added_rows") or sent.get("deleted_rows"):
        return False
    cells = [dict(zip((c.id for c in base.columns), row, strict=True)) for row in base.cells]
    for number, changed in sent.get("edited_rows", {}).items():
        cells[int(number)] |= {name: value for name, value in changed.items() if name in cells[int(number)]}
    then = [dict(zip((c.id for c in now.columns), row, strict=True)) for row in now.cells]
    return base.keys == now.keys and [*map(_normal, cells)] == [*map(_normal, then)]


def _normal(row: Mapping[str, Cell]) -> dict[str, Cell]:
    """One row with every way of being empty made the same."""
    return {
        name: None if value in ("", []) or value == BLANK.get(name) else value for name, value in row.items()
    }
