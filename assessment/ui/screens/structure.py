"""The organization as it is: a table and a panel beside a chart that follows every change."""

from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from assessment.access.viewer import Owner, Reader
from assessment.ui import messages, navigation, session
from assessment.ui.components import (
    structure_chart,
    structure_entry,
    structure_file,
    structure_findings,
    structure_panel,
    structure_start,
    structure_table,
)
from assessment.ui.components import structure_desk as desks
from assessment.ui.components.structure_desk import StructurePage
from assessment.ui.components.structure_findings import Teller
from assessment.ui.messages import labels, tell

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from assessment.access.viewer import Viewer
    from assessment.bootstrap import Services
    from assessment.domain.structure_edits import Sheet

SECTIONS: Final = ("posts", "teams", "rooms", "agencies", "rights", "file")
SHEETS: Final[tuple["Sheet", ...]] = ("posts", "teams", "rooms", "agencies", "rights")
_WIDTHS: Final = {"posts": (11, 9), "rights": (4, 1)}
"""Shares of table and side; rights have the widest table."""
_PLACE: Final = "structure-section"

_tell = messages.speaker("structure")


def render(services: "Services", viewer: "Viewer | None") -> None:
    """Draw the organization for the owner to change, or for a reader to read; strangers read the demo's."""
    asked = viewer or services.demo.reader()
    st.title(_tell("page.title"))
    if not isinstance(asked, Owner | Reader):
        st.info(_tell("page.no_link"), icon=":material/key:")
        navigation.link("demo", tell("welcome.demo"), icon=navigation.ICONS["demo"])
        return
    if isinstance(asked, Reader):
        with st.container(key="demo-mark"):
            st.warning(_tell("page.demo"), icon=":material/science:")
    st.markdown(_tell("page.lead"))
    page = desks.page_of(services, asked)
    with st.container(key="structure-page"):
        messages.panel(desks.HEAD, partial(_head, page))
        section = _section(page)
        if section == "file":
            structure_file.draw(page)
        else:
            _sheet(page, section)
    _further()


def _further() -> None:
    with st.container(horizontal=True, key="further"):
        for path in ("facts", "results", "proposal"):
            navigation.link(path, tell(f"page.{path}"), icon=navigation.ICONS[path])


# ---- head: figures, how the last change went, undo ----


def _head(page: StructurePage) -> None:
    desk = page.desk
    if not desk.structure.empty:
        _figures(page)
    if not page.editable:
        return
    if not desk.sheet.entered and not desk.structure.empty:
        _adopt(page)
    with st.container(horizontal=True, vertical_alignment="center", key="structure-mark"):
        with st.container(width="stretch"):
            desks.mark(page)
        if desk.sheet.can_undo:
            st.button(
                _tell("mark.undo"),
                key="structure-undo",
                icon=":material/undo:",
                on_click=_undo,
                args=(page,),
            )


def _undo(page: StructurePage) -> None:
    desks.undo(page)
    st.rerun()


def _adopt(page: StructurePage) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="structure-adopt"):
        st.info(_tell("page.from_facts"), icon=":material/apartment:")
        st.button(_tell("page.adopt"), key="adopt-facts", type="primary", on_click=_adopted, args=(page,))


def _adopted(page: StructurePage) -> None:
    desks.change(page, "adopt", lambda structure: structure)
    st.rerun()


def _figures(page: StructurePage) -> None:
    found = page.desk.sheet.figures
    layers = _tell("figure.unknown") if found.layers is None else str(found.layers)
    if found.layers_flag:
        layers = _tell("figure.too_many", n=found.layers)
    with st.grid(4, min_column_width=130, key="figures"):
        st.metric(_tell("figure.posts"), found.n_posts)
        st.metric(_tell("figure.fte"), _tell("figure.people", n=f"{found.fte:g}"))
        st.metric(_tell("figure.outsourced"), _tell("figure.people", n=f"{found.outsourced_fte:g}"))
        st.metric(_tell("figure.layers"), layers)
    if found.n_unknown:
        st.caption(_tell("figure.of_posts", n=found.n_unknown))


# ---- sections ----


def _section(page: StructurePage) -> str:
    offered = SECTIONS if page.editable else SHEETS
    key = f"structure-section-{session.locale()}"
    before = session.place(_PLACE)
    session.seed(key, before if before in offered else offered[0])
    chosen = st.segmented_control(
        _tell("section.label"),
        offered,
        required=True,
        format_func=labels(offered, lambda name: _tell(f"section.{name}")),
        label_visibility="collapsed",
        key=key,
    )
    section = next((one for one in offered if one == chosen), offered[0])
    session.keep_place(_PLACE, section)
    return section


def _sheet(page: StructurePage, section: str) -> None:
    sheet = next(one for one in SHEETS if one == section)
    if sheet != "posts":
        st.caption(_tell(f"entry.lead_{sheet}"))
    elif page.editable and page.desk.structure.empty:
        structure_start.draw(page)
        structure_start.paste(page)
    if sheet == "posts" and not page.desk.structure.empty:
        st.toggle(_tell("table.more"), key=structure_table.more_key())
    left, right = _halves(page, sheet)
    with left:
        messages.panel(desks.TABLE, partial(structure_table.draw, page, sheet))
        if page.editable:
            messages.panel(desks.PANEL, partial(_panel, page, sheet))
    with right:
        messages.panel(desks.SIDE, partial(_side, page, sheet))
    if sheet == "posts":
        messages.panel(desks.WHOLE, partial(_whole, page))
        if page.editable and not page.desk.structure.empty:
            structure_start.paste(page)
            structure_start.again(page)


def _halves(page: StructurePage, sheet: "Sheet") -> "tuple[DeltaGenerator, DeltaGenerator]":
    """Make room for table and side; a reader's table of all columns needs the whole width."""
    if sheet == "posts" and not page.editable and session.widget(structure_table.more_key()):
        return st.container(), st.container()
    left, right = st.columns(_WIDTHS.get(sheet, (7, 4)), gap="medium")
    return left, right


def _panel(page: StructurePage, sheet: "Sheet") -> None:
    if sheet == "posts":
        structure_panel.draw(page)
        return
    with st.container(border=True, key=f"structure-entry-{sheet}"):
        structure_entry.draw(page, sheet)


def _side(page: StructurePage, sheet: "Sheet") -> None:
    """Draw the chart with all findings beside posts, and beside other sheets what is wrong in them."""
    desk = page.desk
    teller = Teller.of(desk.structure, page.words)
    if sheet == "posts":
        structure_chart.draw(teller, desk.sheet.problems, desk.sheet.figures)
        if not desk.structure.empty:
            structure_findings.draw(teller, desk.sheet.problems, desk.sheet.figures)
        return
    st.markdown(f"**{_tell('findings.title')}**")
    structure_findings.listed(teller, [one for one in desk.sheet.problems if one.sheet == sheet])


def _whole(page: StructurePage) -> None:
    desk = page.desk
    structure_chart.whole(Teller.of(desk.structure, page.words), desk.sheet.problems, desk.sheet.figures)
