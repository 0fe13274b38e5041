"""One post with everything that can be done to it, and adding more: works without the table."""

from functools import partial
from typing import Final

import streamlit as st

from assessment.domain import structure_defaults
from assessment.domain import structure_edits as edits
from assessment.domain.structure import MAX_NAME, Post, Structure
from assessment.ui import messages, session
from assessment.ui.components import structure_cells as cells
from assessment.ui.components import structure_desk as desks
from assessment.ui.components import structure_entry as entry
from assessment.ui.components import structure_table
from assessment.ui.components.structure_desk import StructurePage
from assessment.ui.messages import labels, plain
from assessment.ui.session import Mark

FIELDS: Final = ("kind", "name", "fte", "outsourced_fte")
DETAILS: Final = ("dotted", "appraised_by", "agency", "metric", "basis")
NOBODY: Final = ""

_tell = messages.speaker("structure")


def draw(page: StructurePage) -> None:
    """Draw adding, then one post with its fields and actions."""
    _adding(page)
    names = cells.post_names(page.desk.structure, page.words)
    if not names:
        st.caption(_tell("panel.none"))
        return
    with st.container(border=True, key="structure-post"):
        mine = entry.chosen(page, "posts", names)
        post = page.desk.structure.post(mine)
        if post is None:
            return
        entry.fields(page, "posts", post, FIELDS)
        _move(page, post, names)
        _merge(page, post, names)
        _split(page, post)
        with st.expander(_tell("panel.details"), type="compact", key=f"details-{page.desk.epoch}"):
            entry.fields(page, "posts", post, DETAILS)
        _delete(page, post, names[mine])


def _key(page: StructurePage, name: str, post: Post | None = None) -> str:
    return f"{name}-{post.id if post else ''}-{session.locale()}-{page.desk.epoch}"


# ---- adding ----


def _adding(page: StructurePage) -> None:
    kinds = {kind.id: page.words.kind(kind.id) for kind in page.words.design.kinds}
    key = _key(page, "add-kinds")
    with st.container(key="structure-add", horizontal=True, vertical_alignment="bottom"):
        st.multiselect(
            _tell("panel.add_label"),
            tuple(kinds),
            placeholder=_tell("panel.add_placeholder"),
            format_func=labels(kinds, kinds.__getitem__),
            select_all=False,
            key=key,
        )
        st.button(
            _tell("panel.add_do"),
            key="add-posts",
            icon=":material/add:",
            on_click=_add,
            args=(page, key),
        )
    st.caption(_tell("panel.add_help"))


def _add(page: StructurePage, key: str) -> None:
    raw = session.widget(key)
    known = {kind.id for kind in page.words.design.kinds}
    kinds = [one for one in raw if one in known] if isinstance(raw, list | tuple) else []
    if not kinds:
        return
    session.keep_place("structure-posts", edits.new_id(page.desk.structure, "posts"))
    _do(page, "add", partial(_with_kinds, page, tuple(kinds)))


def _with_kinds(page: StructurePage, kinds: tuple[str, ...], structure: Structure) -> Structure:
    for kind in kinds:
        structure = structure_defaults.add_kind(structure, page.words.design, kind, form=page.form)
    return structure


def _do(page: StructurePage, what: str, edit: desks.Edit) -> None:
    desks.change(page, what, edit)
    structure_table.redraw()


def _say(page: StructurePage, key: str) -> None:
    """Ask for what is still missing before anything is done."""
    page.desk.mark = Mark("failed", _tell(key))
    structure_table.redraw()


# ---- moving, merging, splitting, deleting ----


def _move(page: StructurePage, post: Post, names: dict[str, str]) -> None:
    bosses = {NOBODY: _tell("panel.no_boss")} | {k: v for k, v in names.items() if k != post.id}
    teams = {NOBODY: _tell("panel.no_team")} | dict(
        cells.unique((team.id, team.name) for team in page.desk.structure.teams)
    )
    boss_key, team_key = _key(page, "move-boss", post), _key(page, "move-team", post)
    session.seed(boss_key, next((one for one in post.reports_to if one in bosses), NOBODY))
    session.seed(team_key, post.team if post.team in teams else NOBODY)
    with st.grid(2, min_column_width=150):
        _choice(_tell("panel.move_boss"), bosses, boss_key)
        _choice(_tell("panel.move_team"), teams, team_key)
    st.button(
        _tell("panel.move_do"),
        key="move-post",
        icon=":material/drive_file_move:",
        on_click=_moved,
        args=(page, post.id, boss_key, team_key),
    )
    st.caption(_tell("panel.move_help"))


def _choice(label: str, offered: dict[str, str], key: str) -> None:
    st.selectbox(
        label,
        tuple(offered),
        format_func=labels(offered, offered.__getitem__),
        filter_mode=None,
        key=key,
    )


def _moved(page: StructurePage, post_id: str, boss_key: str, team_key: str) -> None:
    boss, team = session.widget(boss_key), session.widget(team_key)
    known = {NOBODY, *(post.id for post in page.desk.structure.posts)}
    teams = {NOBODY, *(one.id for one in page.desk.structure.teams)}
    if boss in known and team in teams:
        _do(page, "move", lambda structure: edits.move_post(structure, post_id, boss=boss, team=team))


def _merge(page: StructurePage, post: Post, names: dict[str, str]) -> None:
    with st.expander(_tell("panel.merge"), type="compact", key=f"merge-{page.desk.epoch}"):
        others = {key: name for key, name in names.items() if key != post.id}
        if not others:
            st.caption(_tell("panel.merge_none"))
            return
        key = _key(page, "merge-others", post)
        st.multiselect(
            _tell("panel.merge_others"),
            tuple(others),
            placeholder=_tell("panel.empty"),
            format_func=labels(others, others.__getitem__),
            select_all=False,
            key=key,
        )
        st.caption(_tell("panel.merge_help"))
        st.button(
            _tell("panel.merge_do", name=plain(names[post.id])),
            key="merge-posts",
            icon=":material/merge:",
            on_click=_merged,
            args=(page, post.id, key),
        )


def _merged(page: StructurePage, post_id: str, key: str) -> None:
    raw = session.widget(key)
    known = {post.id for post in page.desk.structure.posts}
    others = tuple(one for one in raw if one in known) if isinstance(raw, list | tuple) else ()
    if others:
        _do(page, "merge", lambda structure: edits.merge_posts(structure, post_id, others))
    else:
        _say(page, "panel.merge_nothing")


def _split(page: StructurePage, post: Post) -> None:
    with st.expander(_tell("panel.split"), type="compact", key=f"split-{page.desk.epoch}"):
        number, name = _key(page, "split-fte", post), _key(page, "split-name", post)
        with st.grid(2, min_column_width=150):
            st.number_input(
                _tell("panel.split_fte"),
                value=None,
                step=0.5,
                format="%g",
                placeholder=_tell("panel.empty"),
                key=number,
            )
            st.text_input(_tell("panel.split_name"), max_chars=MAX_NAME, key=name)
        st.caption(_tell("panel.split_help"))
        st.button(
            _tell("panel.split_do"),
            key="split-post",
            icon=":material/call_split:",
            on_click=_cut,
            args=(page, post.id, number, name),
        )


def _cut(page: StructurePage, post_id: str, number: str, name: str) -> None:
    fte, called = session.widget(number), " ".join(str(session.widget(name) or "").split())
    if not isinstance(fte, int | float) or isinstance(fte, bool):
        _say(page, "panel.split_nothing")
        return
    _do(page, "split", lambda structure: edits.split_post(structure, post_id, float(fte), name=called))


def _delete(page: StructurePage, post: Post, name: str) -> None:
    st.button(
        _tell("panel.delete_do", name=plain(name)),
        key="delete-post",
        icon=":material/delete:",
        on_click=_deleted,
        args=(page, post.id),
    )
    st.caption(_tell("panel.delete_help"))


def _deleted(page: StructurePage, post_id: str) -> None:
    _do(page, "delete", lambda structure: edits.delete_post(structure, post_id))
