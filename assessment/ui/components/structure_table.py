"""A sheet of the organization as a table that is edited in place and saves itself."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from assessment.domain import structure_defaults
from assessment.domain.structure import MAX_NAME, Post, Structure
from assessment.domain.structure_edits import Sheet
from assessment.ui import messages, session
from assessment.ui.components import structure_cells as cells
from assessment.ui.components import structure_desk as desks
from assessment.ui.components import structure_sent as sent
from assessment.ui.components import table
from assessment.ui.components.structure_cells import Column
from assessment.ui.components.structure_desk import StructurePage
from assessment.ui.components.structure_sent import Base

if TYPE_CHECKING:
    import pandas as pd

ROW: Final = 36
"""Height of a row in pixels."""
MOST: Final = 16
"""Rows that are seen without scrolling."""
WIDTHS: Final = {"kind": 138, "name": 104, "fte": 76, "outsourced_fte": 114, "team": 110, "reports_to": 138}
NAME: Final = "_name"
"""Column that only says which decision a row is."""

_tell = messages.speaker("structure")


def draw(page: StructurePage, sheet: Sheet) -> None:
    """Draw the table of a sheet for whoever may change it, or as it stands for a reader."""
    if not page.editable:
        _read(page, sheet)
        return
    with st.container(key=f"structure-table-{sheet}"):
        hidden = _hidden(sheet)
        base = page.desk.bases.setdefault(_name(sheet), _base(page, sheet, hidden))
        key = f"structure-{sheet}-{session.locale()}-{len(hidden)}-{page.desk.epoch}-{page.desk.tables}"
        st.data_editor(
            frame(base, page),
            key=key,
            num_rows="fixed" if sheet == "rights" else "dynamic",
            hide_index=True,
            column_config=_config(base),
            disabled=[NAME],
            placeholder="",
            row_height=ROW,
            height=_height(sheet, len(base.keys)),
            on_change=_changed,
            args=(page, sheet, key),
            alt=_tell("table.place_rows", sheet=_tell(f"section.{sheet}"), n=len(base.keys)),
        )
        st.caption(_tell("table.help_fixed" if sheet == "rights" else "table.help"))


def _height(sheet: Sheet, n: int) -> int:
    """Pixels of a table with heading and, where rows can be added, one empty row."""
    return (min(MOST, n) + (1 if sheet == "rights" else 2)) * ROW + 4


def _base(page: StructurePage, sheet: Sheet, hidden: tuple[str, ...]) -> Base:
    return sent.base_of(sheet, page.desk.structure, page.words, hidden)


def _name(sheet: Sheet) -> str:
    """Name under which the desk keeps what an editor was drawn with."""
    return f"{sheet}:{session.locale()}:{len(_hidden(sheet))}"


def _hidden(sheet: Sheet) -> tuple[str, ...]:
    return cells.EXTRA if sheet == "posts" and not session.widget(more_key()) else ()


def more_key() -> str:
    """Key of the switch that shows all columns of posts."""
    return "structure-more"


def frame(base: Base, page: StructurePage) -> "pd.DataFrame":
    """Write the cells as a frame whose columns have one type, empty ones too."""
    import pandas as pd  # noqa: PLC0415 - loads with the editor only

    found: dict[str, pd.Series[Any]] = {}
    if base.sheet == "rights":
        found[NAME] = pd.Series([page.words.decision(key) for key in base.keys], dtype="object")
    for place, column in enumerate(base.columns):
        kind = "float64" if column.kind == "number" else "object"
        found[column.id] = pd.Series([row[place] for row in base.cells], dtype=kind)
    return pd.DataFrame(found)


def _config(base: Base) -> dict[str, Any]:
    config = {column.id: _column(column) for column in base.columns}
    if base.sheet == "rights":
        config[NAME] = st.column_config.TextColumn(_tell("column.rights_decision"), pinned=True, width=216)
    return config


def _column(column: Column) -> Any:  # noqa: ANN401 - the framework's own description
    told: dict[str, Any] = {
        "label": column.label,
        "help": column.help or None,
        "width": WIDTHS.get(column.id),
    }
    words = [word for _, word in column.choices]
    if column.kind == "number":
        return st.column_config.NumberColumn(**told)
    if column.kind in ("choice", "yes_no"):
        return st.column_config.SelectboxColumn(**told, options=words)
    if column.kind == "choices":
        return st.column_config.MultiselectColumn(**told, options=words)
    return st.column_config.TextColumn(**told, max_chars=MAX_NAME)


# ---- saving ----


def _changed(page: StructurePage, sheet: Sheet, key: str) -> None:
    told = session.widget(key)
    base = page.desk.bases.get(_name(sheet))
    if isinstance(told, Mapping) and base is not None:
        take(page, base, told)
    redraw()


def take(page: StructurePage, base: Base, said: Mapping[str, Any]) -> None:
    """Store what an editor sent; draw it anew where it does not show what is stored."""
    told = {name: said.get(name) for name in ("edited_rows", "added_rows", "deleted_rows") if said.get(name)}
    went = desks.store(page, "cells", partial(_apply, page, base, told))
    hidden = _hidden(base.sheet)
    now = _base(page, base.sheet, hidden)
    if _name(base.sheet) not in page.desk.bases:
        return  # drawn anew already
    if went and sent.in_step(base, told, now):
        kept = page.desk.bases[_name(base.sheet)]
        page.desk.bases = {_name(base.sheet): kept}
    elif went and not _only_blank_rows(told):
        page.desk.redraw()


def _only_blank_rows(told: Mapping[str, Any]) -> bool:
    """Whether the only new thing is rows in which nothing stands yet."""
    return set(told) == {"added_rows"} and not any(
        value not in (None, "", []) for row in told["added_rows"] for value in row.values()
    )


def _apply(page: StructurePage, base: Base, told: Mapping[str, Any], structure: Structure) -> Structure:
    return sent.apply(structure, base, told, partial(_fresh, page))


def _fresh(page: StructurePage, structure: Structure, kind: str) -> Post:
    return structure_defaults.place(structure, page.words.design, kind, page.form)


def redraw() -> None:
    """From a callback, draw the parts of the page that a change of the organization touches."""
    messages.redraw(desks.HEAD, desks.TABLE, desks.PANEL, desks.SIDE, desks.WHOLE)


# ---- reading ----


def _read(page: StructurePage, sheet: Sheet) -> None:
    base = _base(page, sheet, _hidden(sheet))
    if not base.keys:
        st.caption(_tell("table.read_only_none"))
        return
    used = [n for n, _ in enumerate(base.columns) if any(row[n] not in (None, []) for row in base.cells)]
    heads = [base.columns[n].label for n in used]
    lines = [[_text(row[n]) for n in used] for row in base.cells]
    if sheet == "rights":
        heads = [_tell("column.rights_decision"), *heads]
        lines = [[page.words.decision(key), *line] for key, line in zip(base.keys, lines, strict=True)]
    table.draw(heads, lines)


def _text(cell: cells.Cell) -> str:
    if isinstance(cell, list):
        return messages.tell("results.list_comma").join(cell)
    return f"{cell:g}" if isinstance(cell, float) else cell or ""
