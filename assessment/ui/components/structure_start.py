"""Ways to begin an organization: from facts, from the usual posts of a form, from pasted lines."""

import re
from dataclasses import replace
from functools import partial
from typing import Final

import streamlit as st

from assessment.access.viewer import Owner
from assessment.domain import structure_defaults
from assessment.domain import structure_edits as edits
from assessment.domain.structure import MAX_NAME, Post, Structure, Team
from assessment.ui import messages, navigation, session
from assessment.ui.components import structure_cells as cells
from assessment.ui.components import structure_desk as desks
from assessment.ui.components.structure_desk import StructurePage
from assessment.ui.messages import labels, wording
from assessment.ui.session import Mark
from scoring.organization.structure_facts import structure_from_facts

COLUMNS: Final = 5
"""Columns of a pasted line: post, headcount, outsourced, team, boss."""
PASTED: Final = "structure-pasted"
_PARTS: Final = re.compile(r"[（）、]")

_tell = messages.speaker("structure")


def draw(page: StructurePage) -> None:
    """Draw the ways to begin, each with what it does."""
    with st.container(border=True, key="structure-start"):
        st.markdown(f"**{_tell('start.title')}**")
        st.caption(_tell("start.lead"))
        with st.grid(2, min_column_width=280):
            with st.container():
                _facts(page)
            with st.container():
                _typical(page)
        if page.desk.structure.empty:
            st.caption(_tell("start.blank_help"))


def again(page: StructurePage) -> None:
    """Offer the same once something is there, out of the way."""
    with st.expander(_tell("start.again"), type="compact", key="structure-again-box"):
        st.caption(_tell("start.again_help"))
        draw(page)


def _facts(page: StructurePage) -> None:
    drawn = from_facts(page)
    st.button(
        _tell("start.facts"),
        key="start-facts",
        type="primary" if drawn.posts else "secondary",
        icon=":material/apartment:",
        disabled=drawn.empty,
        width="stretch",
        on_click=_replace,
        args=(page, "facts", drawn),
    )
    st.caption(_tell("start.facts_none" if drawn.empty else "start.facts_help"))
    if drawn.empty:
        navigation.link("facts", _tell("page.to_facts"), icon=navigation.ICONS["facts"])


def from_facts(page: StructurePage) -> Structure:
    """Draw the organization that the facts of this wave describe, with names in this tab's language."""
    if not isinstance(page.viewer, Owner):
        return Structure()
    facts = page.services.facts.load(page.viewer).facts
    return desks.named(structure_from_facts(facts, page.words.design, {}))


def _typical(page: StructurePage) -> None:
    forms = {form.id: wording(form.name) for form in page.words.design.forms}
    if not forms:
        return
    key = f"start-form-{session.locale()}"
    session.seed(key, page.form.id if page.form is not None else next(iter(forms)))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            _tell("start.form"),
            tuple(forms),
            format_func=labels(forms, forms.__getitem__),
            filter_mode=None,
            key=key,
        )
        st.button(
            _tell("start.typical_do"),
            key="start-typical",
            icon=":material/group_add:",
            on_click=_begin_typical,
            args=(page, key),
        )
    st.caption(_tell("start.typical_help"))


def _begin_typical(page: StructurePage, key: str) -> None:
    chosen = session.widget(key)
    form = next((one for one in page.words.design.forms if one.id == chosen), None)
    if form is not None:
        _replace(page, "typical", structure_defaults.typical_team(form, session.locale()))


def _replace(page: StructurePage, what: str, drawn: Structure) -> None:
    desks.change(page, what, lambda _: drawn)
    st.rerun()


# ---- pasting ----


def paste(page: StructurePage) -> None:
    """Offer to add many posts at once, as lines copied from a spreadsheet."""
    with st.expander(_tell("paste.title"), type="compact", key="structure-paste"):
        st.caption(_tell("paste.lead"))
        st.text_area(_tell("paste.label"), placeholder=_tell("paste.example"), height=130, key=PASTED)
        st.button(
            _tell("paste.do"),
            key="paste-posts",
            icon=":material/content_paste:",
            on_click=_pasted,
            args=(page,),
        )


def _pasted(page: StructurePage) -> None:
    text = str(session.widget(PASTED) or "")
    lines = [line.split("\t") for line in text.splitlines() if line.strip()]
    wrong = next(
        ((n, cell) for n, line in enumerate(lines, 1) for cell in line[1:3] if not _is_number(cell)), None
    )
    lost = _unknown_boss(page, lines)
    if not lines or wrong:
        words = _tell("paste.number", row=wrong[0], value=wrong[1][:40]) if wrong else _tell("paste.nothing")
        page.desk.mark = Mark("failed", words)
    elif lost:
        page.desk.mark = Mark("failed", _tell("paste.boss", row=lost[0], value=lost[1][:40]))
    elif desks.store(page, "paste", partial(add_lines, page, lines)):
        page.desk.redraw()
        session.set_widget(PASTED, "")
    st.rerun()


def _is_number(cell: str) -> bool:
    try:
        return not cell.strip() or abs(float(cell)) >= 0
    except ValueError:
        return False


def _unknown_boss(page: StructurePage, lines: list[list[str]]) -> tuple[int, str] | None:
    """Find the first line whose boss is neither there nor pasted along: a guess would hide the mistake."""
    structure = page.desk.structure
    titles = [line[0].strip() for line in lines]
    names = {*titles, *cells.post_names(structure, page.words).values()}
    kinds = {*(_kind(page, title) for title in titles), *(post.kind for post in structure.posts)} - {""}
    bosses = ((n, line[COLUMNS - 1].strip()) for n, line in enumerate(lines, 1) if len(line) >= COLUMNS)
    return next(
        ((n, one) for n, one in bosses if one and one not in names and _kind(page, one) not in kinds), None
    )


def add_lines(page: StructurePage, lines: list[list[str]], structure: Structure) -> Structure:
    """Add a post a line; what is called like a kind, team or post is taken for it, new teams are made.

    Raises StructureFull.
    """
    made: list[tuple[str, str]] = []
    for line in lines:
        title, fte, outside, team, boss = [cell.strip() for cell in (*line, *[""] * COLUMNS)[:COLUMNS]]
        structure, team_id = _team(structure, team)
        kind = _kind(page, title)
        post = structure_defaults.place(structure, page.words.design, kind, page.form)
        post = replace(
            post,
            name="" if title in (kind, page.words.kind(kind)) else " ".join(title.split())[:MAX_NAME],
            fte=float(fte) if fte else None,
            outsourced_fte=float(outside) if outside else 0.0,
            team=team_id or post.team,
        )
        structure = edits.add_post(structure, post)
        made.append((post.id, boss))
    return _bosses(page, structure, made)


def _kind(page: StructurePage, title: str) -> str:
    """Id of the kind that somebody means by a title, "" when none or several could be meant.

    A whole name counts first, then a part of one (副播 of 副播、助播), then the only name with that end.
    """
    asked = title.casefold()
    named = [(name, kind.id) for kind in page.words.design.kinds for name in (kind.name.zh, kind.name.en)]
    whole = {name.casefold(): kind for name, kind in named}
    parts = {part.casefold(): kind for name, kind in reversed(named) for part in _PARTS.split(name)}
    ends = {kind for name, kind in named if name.casefold().endswith(asked)}
    if not asked:
        return ""
    only = next(iter(ends)) if len(ends) == 1 else ""
    return whole.get(asked) or parts.get(asked) or only


def _team(structure: Structure, name: str) -> tuple[Structure, str]:
    """Find a team by its name, or make it."""
    if not name:
        return structure, ""
    known = next((team.id for team in structure.teams if team.name == name), "")
    if known:
        return structure, known
    team = Team(edits.new_id(structure, "teams"), " ".join(name.split())[:MAX_NAME])
    return edits.add_entry(structure, "teams", team), team.id


def _bosses(page: StructurePage, structure: Structure, made: list[tuple[str, str]]) -> Structure:
    """Give pasted posts the bosses that their lines name, where such a post is there."""
    names = cells.post_names(structure, page.words)
    by_name = {name: post_id for post_id, name in reversed(names.items())}
    by_kind = {post.kind: post.id for post in reversed(structure.posts) if post.kind}
    for post_id, boss in made:
        found = by_name.get(boss) or by_kind.get(_kind(page, boss), "")
        post = structure.post(post_id)
        if post is not None and found and found not in (post_id, *edits.below(structure, post_id)):
            structure = edits.change_post(structure, _under(post, found))
    return structure


def _under(post: Post, boss: str) -> Post:
    return replace(post, reports_to=(boss,))
