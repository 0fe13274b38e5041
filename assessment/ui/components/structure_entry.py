"""One entry of the organization as fields that save themselves: the cells of the table, for a thumb."""

import zlib
from collections.abc import Iterable
from functools import partial
from typing import Any, Final

import streamlit as st

from assessment.domain import structure_edits as edits
from assessment.domain.structure import MAX_NAME, DecisionRight, Post, Structure
from assessment.domain.structure_edits import Entry, Sheet
from assessment.ui import messages, session
from assessment.ui.components import structure_cells as cells
from assessment.ui.components import structure_desk as desks
from assessment.ui.components import structure_sent as sent
from assessment.ui.components import structure_table
from assessment.ui.components.structure_cells import Column
from assessment.ui.components.structure_desk import StructurePage
from assessment.ui.messages import labels, plain

_tell = messages.speaker("structure")


# ---- which entry ----


def chosen(page: StructurePage, sheet: Sheet, names: dict[str, str]) -> str:
    """Draw the choice of an entry; return the id of the chosen one."""
    place = f"structure-{sheet}"
    before = session.place(place)
    first = before if before in names else next(iter(names))
    key = f"choose-{sheet}-{session.locale()}-{page.desk.epoch}-{_digest(names.values())}"
    session.seed(key, first)
    picked = st.selectbox(
        _tell("panel.choose" if sheet == "posts" else f"entry.choose_{sheet}"),
        tuple(names),
        format_func=labels(names, names.__getitem__),
        filter_mode=None,
        key=key,
        on_change=_picked,
        args=(place, key),
    )
    return picked if picked in names else first


def _picked(place: str, key: str) -> None:
    session.keep_place(place, str(session.widget(key) or ""))


def _digest(words: Iterable[str]) -> str:
    """Short mark of what a widget offers: with other words it must be another widget."""
    return f"{zlib.crc32(repr(tuple(words)).encode()):08x}"


# ---- its fields ----


def fields(page: StructurePage, sheet: Sheet, entry: Entry, names: Iterable[str]) -> None:
    """Draw some cells of an entry as fields, two side by side where there is room."""
    wanted = tuple(names)
    known = {one.id: one for one in cells.columns(sheet, page.desk.structure, page.words)}
    with st.grid(2, min_column_width=150, key=f"fields-{sheet}-{wanted[0]}"):
        for name in wanted:
            with st.container(gap="xxsmall"):
                _field(page, sheet, entry, known[name])
                if known[name].help:
                    st.caption(plain(known[name].help))


def _field(page: StructurePage, sheet: Sheet, entry: Entry, column: Column) -> None:
    mine = edits.key_of(entry)
    words = dict(column.choices)
    if column.id in ("reports_to", "dotted", "appraised_by"):
        words.pop(mine, None)
    offered = _digest(words.values())
    key = f"cell-{sheet}-{column.id}-{mine}-{session.locale()}-{page.desk.epoch}-{offered}"
    value = cells.shown(entry, column)
    session.seed(key, value)
    told: dict[str, Any] = {
        "key": key,
        "on_change": _changed,
        "args": (page, sheet, mine, column, key),
    }
    _DRAW[column.kind](column, tuple(words.values()), told)


def _text(column: Column, _: tuple[str, ...], told: dict[str, Any]) -> None:
    st.text_input(plain(column.label), max_chars=MAX_NAME, **told)


def _number(column: Column, _: tuple[str, ...], told: dict[str, Any]) -> None:
    """Draw a number without the widget's own limits: it would refuse a number in English only."""
    st.number_input(
        plain(column.label), value=None, step=0.5, format="%g", placeholder=_tell("panel.empty"), **told
    )


def _choice(column: Column, offered: tuple[str, ...], told: dict[str, Any]) -> None:
    st.selectbox(
        plain(column.label),
        offered,
        index=None,
        placeholder=_tell("panel.empty"),
        filter_mode=None,
        **told,
    )


def _choices(column: Column, offered: tuple[str, ...], told: dict[str, Any]) -> None:
    st.multiselect(
        plain(column.label),
        offered,
        placeholder=_tell("panel.empty"),
        select_all=False,
        **told,
    )


_DRAW: Final = {
    "text": _text,
    "number": _number,
    "choice": _choice,
    "choices": _choices,
    "yes_no": _choice,
}


def _changed(page: StructurePage, sheet: Sheet, key: str, column: Column, widget: str) -> None:
    raw = session.widget(widget)
    if desks.store(page, "cells", partial(set_cell, sheet=sheet, key=key, column=column, raw=raw)):
        page.desk.bases.clear()
        page.desk.tables += 1
    structure_table.redraw()


def set_cell(structure: Structure, *, sheet: Sheet, key: str, column: Column, raw: object) -> Structure:
    """Return the structure with what was typed into one cell. Raises as `structure_sent.apply` does."""
    base = sent.Base(sheet, (key,), (column,), ((None,),))
    return sent.apply(structure, base, {"edited_rows": {0: {column.id: raw}}}, _no_posts)


def _no_posts(structure: Structure, kind: str) -> Post:
    """Nothing is added by changing a cell."""
    raise NotImplementedError


# ---- sheets that are small ----

_FIELDS: Final[dict[Sheet, tuple[str, ...]]] = {
    "teams": ("name", "parent"),
    "rooms": ("name", "hours_per_day", "days_per_week"),
    "agencies": ("name", "functions", "holds_data", "holds_contracts"),
    "rights": ("recommend", "agree", "perform", "input", "decide", "hours"),
}


def draw(page: StructurePage, sheet: Sheet) -> None:
    """Draw one entry of a small sheet with adding and deleting."""
    rows = sent.rows_of(sheet, page.desk.structure, page.words.design)
    if not rows:
        st.caption(_tell("entry.none"))
    else:
        names = dict(cells.unique((edits.key_of(row), _entry_name(page, row)) for row in rows))
        mine = chosen(page, sheet, names)
        entry = next(row for row in rows if edits.key_of(row) == mine)
        fields(page, sheet, entry, _FIELDS[sheet])
    if sheet == "rights":
        return
    with st.container(horizontal=True):
        label, icon = _tell(f"entry.add_{sheet}"), ":material/add:"
        st.button(label, icon=icon, key=f"add-{sheet}", on_click=_add, args=(page, sheet))
        if rows:
            st.button(
                _tell("entry.delete"),
                icon=":material/delete:",
                key=f"delete-{sheet}",
                on_click=_delete,
                args=(page, sheet, mine),
            )


def _entry_name(page: StructurePage, entry: Entry) -> str:
    if isinstance(entry, DecisionRight):
        return page.words.decision(entry.decision)
    return entry.name or entry.id


def _add(page: StructurePage, sheet: Sheet) -> None:
    key = edits.new_id(page.desk.structure, sheet)
    name = _tell(f"entry.new_{sheet}", n=len(edits.entries(page.desk.structure, sheet)) + 1)
    made = sent.blank(sheet, key, name)

    def add(structure: Structure) -> Structure:
        return edits.add_entry(structure, sheet, made)

    session.keep_place(f"structure-{sheet}", key)
    desks.change(page, "cells", add)
    structure_table.redraw()


def _delete(page: StructurePage, sheet: Sheet, key: str) -> None:
    desks.change(page, "delete", partial(_without, sheet=sheet, key=key))
    structure_table.redraw()


def _without(structure: Structure, *, sheet: Sheet, key: str) -> Structure:
    return edits.delete_entry(structure, sheet, key)
