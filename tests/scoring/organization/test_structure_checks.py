"""Every wrong cell of a structure is named where it stands, and nothing that is right is named."""

import math
from dataclasses import replace

import pytest
from hypothesis import given

from assessment.domain.forms import Design
from assessment.domain.structure import Agency, DecisionRight, Post, Room, Structure, Team
from scoring.organization.structure_checks import CODES, structure_problems
from tests.scoring.organization.design_builders import (
    design,
    hostile_structures,
    shipped,
    sound_structures,
)

SMALL = design()
BOSS = Post("boss", "lead", fte=1.0)


def found(structure: Structure, **facts: float | str) -> set[tuple[str, str, str, str, bool]]:
    """Problems without figures."""
    problems = structure_problems(structure, SMALL, facts)
    return {(p.code, p.sheet, p.row, p.column, p.hard) for p in problems}


def one(post: Post) -> set[tuple[str, str, bool]]:
    """Problems of a post below a sound boss."""
    below = post if post.reports_to else replace(post, reports_to=("boss",))
    return {(code, column, hard) for code, _, row, column, hard in found(Structure((BOSS, below))) if row}


@pytest.mark.parametrize(
    ("post", "code", "column", "hard"),
    [
        (Post("a", "acrobat"), "unknown_kind", "kind", True),
        (Post("a", "host", team="x"), "unknown_team", "team", True),
        (Post("a", "host", agency="x"), "unknown_agency", "agency", True),
        (Post("a", "host", dotted=("x",)), "unknown_post", "dotted", True),
        (Post("a", "host", appraised_by="x"), "unknown_post", "appraised_by", True),
        (Post("a", "host", reports_to=("boss", "x")), "unknown_post", "reports_to", True),
        (Post("a", "host", dotted=("a",)), "reports_to_itself", "dotted", False),
        (Post("a", "host", fte=0.0), "fte_zero", "fte", True),
        (Post("a", "host", fte=-1.0), "fte_negative", "fte", True),
        (Post("a", "host", fte=10_000.0), "fte_too_large", "fte", True),
        (Post("a", "host", fte=math.nan), "not_a_number", "fte", True),
        (Post("a", "host", outsourced_fte=math.inf), "not_a_number", "outsourced_fte", True),
        (Post("a", "host", outsourced_fte=-0.5), "outsourced_negative", "outsourced_fte", True),
        (Post("a", "host", metric="applause"), "unknown_metric", "metric", True),
        (Post("a", "host", basis="guess"), "unknown_basis", "basis", True),
        (Post("a", "host", fte=1.0, outsourced_fte=1.0), "outsourced_without_agency", "agency", False),
        (Post("a", "host", name="名" * 61), "long_name", "name", False),
    ],
)
def test_one_wrong_cell_is_one_problem(post: Post, code: str, column: str, hard: bool) -> None:
    """A single wrong cell gives exactly one problem, at that cell."""
    assert one(post) == {(code, column, hard)}


def test_more_outsourced_than_there_are() -> None:
    """The outsourced part cannot exceed the whole; both figures are given."""
    team = Structure(
        (BOSS, Post("a", "host", fte=1.0, outsourced_fte=2.0, reports_to=("boss",), agency="g")),
        agencies=(Agency("g", "服务商"),),
    )
    (problem,) = structure_problems(team, SMALL)
    assert (problem.code, problem.column) == ("outsourced_over_fte", "outsourced_fte")
    assert problem.figures == (("value", 2.0), ("fte", 1.0))


def test_a_circle_names_every_post_in_it() -> None:
    """A circle of three is one problem with its three posts in the order of the lines."""
    a, b, c = (Post(i, "lead", reports_to=(up,)) for i, up in (("a", "b"), ("b", "c"), ("c", "a")))
    outside = Post("d", "host", reports_to=("a",))
    circles = [
        p for p in structure_problems(Structure((a, b, c, outside)), SMALL) if p.code == "reporting_circle"
    ]
    assert [p.figures for p in circles] == [(("post", "a"), ("post", "b"), ("post", "c"))]
    assert circles[0].hard


def test_a_circle_through_a_second_boss_is_found() -> None:
    """A circle may run through any of several solid lines."""
    a = Post("a", "lead", reports_to=("top", "b"))
    b = Post("b", "lead", reports_to=("a",))
    codes = {p.code: p for p in structure_problems(Structure((Post("top", "owner"), a, b)), SMALL)}
    assert set(codes) == {"two_bosses", "reporting_circle"}
    assert codes["reporting_circle"].figures == (("post", "a"), ("post", "b"))
    assert codes["two_bosses"].figures == (("post", "top"), ("post", "b"))


def test_reporting_to_oneself_is_no_circle_of_others() -> None:
    """A post that reports to itself is told so, once."""
    problems = structure_problems(Structure((Post("a", "lead", reports_to=("a",)),)), SMALL)
    assert [(p.code, p.row) for p in problems] == [("reports_to_itself", "a")]


def test_tops_beside_each_other_ask() -> None:
    """Two posts without a common boss are a soft question with their number."""
    (problem,) = structure_problems(Structure((BOSS, Post("b", "lead"))), SMALL)
    assert (problem.code, problem.hard, problem.figures[0]) == ("several_tops", False, ("n", 2.0))


def test_ids_and_names() -> None:
    """Ids are given and unique; names are unique beside each other only."""
    below = Post("a", "host", name="主播", team="t", reports_to=("boss",))
    posts = (
        BOSS,
        below,
        replace(below, id="b"),
        replace(below, id="c", team=""),
        below,
        replace(below, id="", name=""),
    )
    problems = found(Structure(posts, teams=(Team("t", "直播"),)))
    assert problems == {
        ("duplicate_id", "posts", "a", "id", True),
        ("duplicate_name", "posts", "b", "name", False),
        ("missing_id", "posts", "", "id", True),
    }


def test_teams() -> None:
    """Teams may be empty (a question); parents exist and do not run in circles."""
    teams = (Team("a", "1", "b"), Team("b", "2", "a"), Team("c", "3", "c"), Team("d", "4", "x"))
    problems = found(Structure((BOSS,), teams=teams))
    assert problems == {
        ("team_circle", "teams", "a", "parent", True),
        ("team_circle", "teams", "c", "parent", True),
        ("unknown_team", "teams", "d", "parent", True),
        ("empty_team", "teams", "d", "", False),
    }


def test_rooms_and_agencies() -> None:
    """A day has 24 hours, a week 7 days; functions are those of the facts form."""
    rooms = (Room("a", "1", 25.0), Room("b", "2", 8.0, 8.0), Room("c", "3", 24.0, 0.0), Room("d", "4"))
    structure = Structure((BOSS,), rooms=rooms, agencies=(Agency("g", "x", ("hosts", "juggling")),))
    assert found(structure) == {
        ("room_hours", "rooms", "a", "hours_per_day", True),
        ("room_days", "rooms", "b", "days_per_week", True),
        ("unknown_function", "agencies", "g", "functions", True),
    }


def test_rights() -> None:
    """Exactly one post decides, and decisions and posts are known."""
    rights = (
        DecisionRight("persona", decide=("boss",), input=("nobody",)),
        DecisionRight("on_air_budget", recommend=("boss",)),
        DecisionRight("on_air_budget_above", decide=("boss", "a")),
        DecisionRight("lunch", decide=("boss",)),
    )
    problems = found(Structure((BOSS, Post("a", "host", reports_to=("boss",))), rights=rights))
    assert problems == {
        ("unknown_post", "rights", "persona", "input", True),
        ("no_decider", "rights", "on_air_budget", "decide", False),
        ("several_deciders", "rights", "on_air_budget_above", "decide", True),
        ("unknown_decision", "rights", "lunch", "decision", True),
    }


def test_sizes() -> None:
    """No post at all, and more than 500, are told for the whole sheet."""
    assert found(Structure()) == {("empty_organization", "posts", "", "", True)}
    crowd = (BOSS, *(Post(f"p{n}", "host", reports_to=("boss",)) for n in range(500)))
    assert found(Structure(crowd)) == {("too_many", "posts", "", "", True)}


def test_contradictions_show_both_values() -> None:
    """A fact that was typed another way is a soft question with both values."""
    team = Structure((BOSS, Post("a", "host", fte=2.0, reports_to=("boss",))), rooms=(Room("r", "1", 8.0),))
    facts = {"F2.span": 5, "F2.layers": 0, "F12.rooms": 2, "F12.hours": 8, "F13.host.fte": 2, "F3.share": 9}
    problems = structure_problems(team, SMALL, facts)
    assert [(p.code, p.sheet, p.row, p.column, p.hard, p.figures) for p in problems] == [
        (
            "differs_from_fact",
            "posts",
            "boss",
            "reports_to",
            False,
            (("fact", "F2.span"), ("structure", 2.0), ("typed", 5)),
        ),
        (
            "differs_from_fact",
            "rooms",
            "",
            "",
            False,
            (("fact", "F12.rooms"), ("structure", 1.0), ("typed", 2)),
        ),
    ]


@given(hostile_structures())
def test_nothing_raises_and_codes_are_known(structure: Structure) -> None:
    """Whatever was entered, checks answer with known codes, with and without a design."""
    for knowledge in (SMALL, Design(), shipped()):
        problems = structure_problems(structure, knowledge, {"F2.span": 3.0, "F12.hours": 10.0})
        assert {p.code for p in problems} <= set(CODES)


@given(sound_structures())
def test_sound_structures_have_no_hard_problem(structure: Structure) -> None:
    """A structure without a wrong cell has none named."""
    assert not [p for p in structure_problems(structure, shipped()) if p.hard]


@pytest.mark.parametrize(
    ("holds", "typed", "differs"),
    [
        (True, "own", True),
        (True, "shared", False),
        (False, "agency", True),
        (False, "own", False),
        (None, "agency", False),
    ],
)
def test_what_an_agency_holds_against_what_was_typed(holds: bool | None, typed: str, differs: bool) -> None:
    """An agency that holds something differs from "own", one that holds nothing from "agency" or "shared"."""
    structure = Structure((BOSS,), agencies=(Agency("g", "x", holds_data=holds, holds_contracts=holds),))
    facts = {"F17.data_holder": typed, "F17.contract_holder": typed}
    columns = [p.column for p in structure_problems(structure, SMALL, facts)]
    assert columns == (["holds_data", "holds_contracts"] if differs else [])


def test_contradictions_stand_at_their_cells() -> None:
    """Each settled fact that was typed another way is named in its sheet, row and column."""
    host = Post("h", "host", fte=1.0, reports_to=("boss",), metric="gmv", basis="net")
    structure = Structure(
        (replace(BOSS, appraised_by="o", reports_to=("o",)), Post("o", "owner"), host),
        rooms=(Room("r", "1", 8.0),),
        agencies=(Agency("g", "x", ("hosts", "media")),),
        rights=(DecisionRight("persona", decide=("boss",), hours=4.0),),
    )
    facts = {
        "F2.reports_to": "ecommerce",
        "F2.appraised_by": "marketing",
        "F12.hours": 12,
        "F13.host.outsourced_fte": 1,
        "F14.host": "agency",
        "F16.persona.hours": 30,
        "F17.functions": ("media", "service"),
        "F22.host.basis": "gross",
    }
    cells = {
        dict(p.figures)["fact"]: (p.sheet, p.row, p.column)
        for p in structure_problems(structure, SMALL, facts)
    }
    assert cells == {
        "F2.reports_to": ("posts", "boss", "reports_to"),
        "F2.appraised_by": ("posts", "boss", "appraised_by"),
        "F12.hours": ("rooms", "", "hours_per_day"),
        "F13.host.outsourced_fte": ("posts", "h", "outsourced_fte"),
        "F14.host": ("posts", "h", "reports_to"),
        "F16.persona.hours": ("rights", "persona", "hours"),
        "F17.functions": ("agencies", "g", "functions"),
        "F22.host.basis": ("posts", "h", "basis"),
    }
    agreed = facts | {"F17.functions": ("media", "hosts")}
    assert "F17.functions" not in {
        dict(p.figures)["fact"] for p in structure_problems(structure, SMALL, agreed)
    }
