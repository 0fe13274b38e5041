"""The way between a cell of the organization's table and what is stored."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.content import loader
from assessment.domain import structure_defaults, structure_edits
from assessment.domain.errors import FieldInvalid, ReportingCycle
from assessment.domain.structure import Agency, DecisionRight, Post, Room, Structure, Team
from assessment.domain.text import LOCALES
from assessment.ui.components import structure_cells as cells
from assessment.ui.components import structure_sent as sheets
from assessment.ui.components.structure_cells import Column, Wording
from assessment.ui.components.structure_sent import Base

DESIGN = loader.knowledge().design
WORDS = Wording(
    DESIGN,
    "zh",
    lambda name, **_: name,
    metrics=(("gmv", "成交额"),),
    bases=(("net", "退款后"),),
    functions=(("hosts", "主播"), ("media", "投放")),
    yes_no=(("yes", "是"), ("no", "否")),
)
SMALL = Structure(
    (
        Post("p1", "lead", fte=1.0, team="t1"),
        Post("p2", "host", fte=4.0, outsourced_fte=1.0, team="t1", reports_to=("p1",), agency="a1"),
        Post("p3", "host", "", "t2", None, 0.0, ("p2",), ("p1",), "p1", "", "gmv", "net"),
    ),
    (Team("t1", "直播组"), Team("t2", "直播组", "t1")),
    (Room("r1", "一号", 8.0, 6.0),),
    (Agency("a1", "某机构", ("hosts",), True, None),),
    (DecisionRight("floor_price", ("p2", "p3"), decide=("p1",), hours=2.0),),
)
"""Two hosts and two teams of one name."""


def fresh(structure: Structure, kind: str) -> Post:
    """Propose a post as the page does."""
    return structure_defaults.place(structure, DESIGN, kind)


def posts(hidden: tuple[str, ...] = ()) -> Base:
    """Write the posts as an editor shows them."""
    return sheets.base_of("posts", SMALL, WORDS, hidden)


def apply(base: Base, **sent: Any) -> Structure:
    """Do what an editor sent."""
    return sheets.apply(SMALL, base, sent, fresh)


@pytest.mark.parametrize("sheet", structure_edits.SHEETS)
def test_every_cell_comes_back_as_it_was_shown(sheet: structure_edits.Sheet) -> None:
    """Writing what a cell shows changes nothing, whatever the sheet and the column."""
    base = sheets.base_of(sheet, SMALL, WORDS)
    for entry, row in zip(sheets.rows_of(sheet, SMALL, DESIGN), base.cells, strict=True):
        for column, cell in zip(base.columns, row, strict=True):
            assert cells.written(entry, column, cell) == entry


def test_equal_names_are_told_apart() -> None:
    """Two hosts are named with their teams, and two teams of one name with a number."""
    names = cells.post_names(SMALL, WORDS)
    assert len(set(names.values())) == 3
    assert names["p2"] == "主播 · 直播组"
    column = next(one for one in posts().columns if one.id == "team")
    assert dict(column.choices) == {"t1": "直播组", "t2": "直播组 (2)"}


@given(st.lists(st.tuples(st.uuids().map(str), st.sampled_from(["a", "a (2)", "b", ""])), max_size=8))
def test_words_of_a_choice_are_always_unique(named: list[tuple[str, str]]) -> None:
    """Whatever people call things, every word leads to one id."""
    found = cells.unique(named)
    assert len({word for _, word in found}) == len(named)
    assert [one for one, _ in found] == [one for one, _ in named]


def test_an_edit_said_twice_is_done_once() -> None:
    """An editor sends everything since it was drawn: the second time changes nothing more."""
    base = posts()
    sent = {"edited_rows": {0: {"fte": 2.0, "name": " 操盘手 "}, 2: {"reports_to": None, "metric": None}}}
    once = sheets.apply(SMALL, base, sent, fresh)
    assert once.posts[0] == replace(SMALL.posts[0], fte=2.0, name="操盘手")
    assert once.posts[2] == replace(SMALL.posts[2], reports_to=(), metric="")
    assert sheets.apply(once, base, sent, fresh) == once


def test_an_emptied_headcount_is_unknown_and_an_emptied_part_is_none() -> None:
    """Blank headcount is not zero; blank outsourced is nobody; blank days are the whole week."""
    after = apply(posts(), edited_rows={1: {"fte": None, "outsourced_fte": float("nan")}})
    assert (after.posts[1].fte, after.posts[1].outsourced_fte) == (None, 0.0)
    rooms = sheets.base_of("rooms", SMALL, WORDS)
    room = apply(rooms, edited_rows={0: {"days_per_week": None, "hours_per_day": None}}).rooms[0]
    assert room == Room("r1", "一号", None, 7.0)


def test_added_rows_become_posts_where_they_usually_stand() -> None:
    """A kind alone is enough; a row in which nothing stands is none yet."""
    after = apply(posts(), added_rows=[{}, {"kind": "投手"}, {"name": "神秘岗", "fte": 1}, {"kind": None}])
    assert [(post.kind, post.name, post.fte) for post in after.posts[3:]] == [
        ("media_buyer", "", None),
        ("", "神秘岗", 1.0),
    ]
    assert after.posts[3].reports_to == ("p1",)


def test_deleted_rows_take_their_references_along() -> None:
    """Without the agency no post names it; without the lead the host is on top."""
    agencies = sheets.base_of("agencies", SMALL, WORDS)
    assert {post.agency for post in apply(agencies, deleted_rows=[0]).posts} == {""}
    after = apply(posts(), deleted_rows=[0])
    assert after.posts[0].reports_to == ()
    assert not structure_edits.dangling(after)


@pytest.mark.parametrize(("sheet", "made"), [("teams", Team("t3", "x")), ("rooms", Room("r2", "x"))])
def test_rows_of_small_sheets_are_added(sheet: structure_edits.Sheet, made: Team | Room) -> None:
    """A typed name is enough."""
    base = sheets.base_of(sheet, SMALL, WORDS)
    after = apply(base, added_rows=[{"name": "x"}])
    assert structure_edits.entries(after, sheet)[-1] == made


def test_decisions_have_fixed_rows() -> None:
    """A decision that was not told gets its row by an edit; an added row is nothing."""
    base = sheets.base_of("rights", SMALL, WORDS)
    at = base.keys.index("persona")
    after = apply(base, edited_rows={str(at): {"decide": "主播 · 直播组"}}, added_rows=[{"hours": 3.0}])
    assert after.right("persona") == DecisionRight("persona", decide=("p2",))
    assert len(after.rights) == 2


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("kind", "不存在的岗位"),
        ("fte", "12"),
        ("fte", True),
        ("dotted", ["不存在"]),
        ("dotted", 3.0),
        ("name", ["x"]),
        ("agency", 7),
    ],
)
def test_a_forged_cell_is_refused(name: str, raw: object) -> None:
    """What a browser sends must be of the column's kind and one of its choices."""
    with pytest.raises(FieldInvalid):
        apply(posts(), edited_rows={0: {name: raw}})


def test_a_cell_cannot_make_a_circle() -> None:
    """The lead's boss cannot be the host below it."""
    with pytest.raises(ReportingCycle):
        apply(posts(), edited_rows={0: {"reports_to": "主播 · 直播组"}})


def test_unknown_columns_and_rows_that_are_gone_change_nothing() -> None:
    """A late or forged message finds nothing to do."""
    assert apply(posts(), edited_rows={0: {"id": "p9", "source": "x"}}) == SMALL
    gone = replace(SMALL, posts=SMALL.posts[:2])
    assert sheets.apply(gone, posts(), {"edited_rows": {2: {"fte": 1.0}}}, fresh) == gone
    assert sheets.apply(gone, posts(), {"deleted_rows": [2]}, fresh) == gone


@pytest.mark.parametrize(
    ("sent", "stays"),
    [
        ({"edited_rows": {0: {"fte": 3.0}}}, True),
        ({"edited_rows": {0: {"fte": None, "team": "直播组 (2)"}}}, True),
        ({"edited_rows": {2: {"name": "夜场主播"}}}, False),
        ({"added_rows": [{"kind": "投手"}]}, False),
        ({"deleted_rows": [1]}, False),
    ],
)
def test_an_editor_stays_while_it_shows_what_is_stored(sent: dict[str, Any], stays: bool) -> None:
    """Numbers and choices leave it alone; a new title or row changes what other cells offer."""
    base = posts()
    after = sheets.apply(SMALL, base, sent, fresh)
    assert sheets.in_step(base, sent, sheets.base_of("posts", after, WORDS)) is stays


@pytest.mark.parametrize("form", DESIGN.forms, ids=lambda form: form.id)
@pytest.mark.parametrize("locale", LOCALES)
def test_the_typical_team_of_every_form_holds_together(form: Any, locale: Any) -> None:
    """Every post of the form is there once, in a team, without circle or loose end or headcount."""
    found = structure_defaults.typical_team(form, locale)
    assert [post.kind for post in found.posts] == [post.kind for post in form.posts]
    assert not structure_edits.dangling(found)
    assert all(post.id not in structure_edits.below(found, post.id) for post in found.posts)
    assert {post.fte for post in found.posts} == {None}
    assert all(team.name for team in found.teams)


@given(st.lists(st.sampled_from([kind.id for kind in DESIGN.kinds]), min_size=1, max_size=25))
def test_posts_of_any_kinds_in_any_order_find_a_place(kinds: list[str]) -> None:
    """However posts are added, no line runs in a circle and nothing dangles."""
    structure = Structure()
    for kind in kinds:
        structure = structure_defaults.add_kind(structure, DESIGN, kind)
    assert len(structure.posts) == len(kinds)
    assert not structure_edits.dangling(structure)
    assert all(post.id not in structure_edits.below(structure, post.id) for post in structure.posts)


def test_a_column_knows_both_ways() -> None:
    """Words and ids of a column lead to each other."""
    column = Column("team", "choice", "团队", choices=(("t1", "直播组"),))
    assert (column.words, column.ids) == ({"t1": "直播组"}, {"直播组": "t1"})
