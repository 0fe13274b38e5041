"""Spans, layers, single persons, gaps and workloads, worked by hand and on structures with every fault."""

import math

import pytest
from hypothesis import given

from assessment.domain.structure import Agency, DecisionRight, Post, Room, Structure
from scoring.organization.advice import Dependence, Span, Workload
from scoring.organization.lines import headcount, lines_of, outsourced, people
from scoring.organization.staffing import needed, operands_of_facts, staffing_drivers
from scoring.organization.structure_figures import structure_figures
from tests.scoring.organization.design_builders import design, hostile_structures, shipped

SMALL = design()
LEAD = Post("l", "lead", fte=1.0, reports_to=("o",))
OWNER = Post("o", "owner")


def hosts(fte: float | None, boss: str = "l") -> Post:
    """Make a post of hosts."""
    return Post("h", "host", fte=fte, reports_to=(boss,))


def test_headcounts_and_parts() -> None:
    """Sums leave unknown and impossible headcounts out and count them, and impossible parts."""
    posts = (
        OWNER,
        LEAD,
        Post("h", "host", fte=2.5, outsourced_fte=0.5),
        Post("x", "host", fte=-3.0, outsourced_fte=1.0),
        Post("y", "host", fte=1.0, outsourced_fte=2.0),
    )
    figures = structure_figures(Structure(posts), SMALL, {}, "G2")
    assert (figures.n_posts, figures.fte, figures.outsourced_fte, figures.n_unknown) == (5, 4.5, 0.5, 2)


def test_layers_stand_between_owner_and_host() -> None:
    """Owner over lead over three heads over a host: four managers, flagged below G5 only."""
    chain = (
        OWNER,
        LEAD,
        *(Post(f"m{n}", "lead", reports_to=("l" if n == 0 else f"m{n - 1}",)) for n in range(3)),
    )
    structure = Structure((*chain, hosts(1.0, "m2")))
    assert structure_figures(structure, SMALL, {}, "G4").layers == 4
    assert structure_figures(structure, SMALL, {}, "G4").layers_flag is True
    assert structure_figures(structure, SMALL, {}, "G5").layers_flag is False
    none = structure_figures(Structure(chain), SMALL, {}, "G4")
    assert (none.layers, none.layers_flag) == (None, None)


@pytest.mark.parametrize(
    ("fte", "player_coach", "span"),
    [
        (2.0, None, Span("l", 2, 6, 7, "lonely")),
        (2.1, None, Span("l", 3, 6, 7, "ok")),
        (9.0, None, Span("l", 9, 6, 7, "ok")),
        (9.5, None, Span("l", 10, 6, 7, "wide")),
        (7.0, True, Span("l", 7, 3, 5, "ok")),
        (8.0, True, Span("l", 8, 3, 5, "wide")),
        (None, None, Span("l", 1, 6, 7, "ok")),
    ],
)
def test_spans_count_people(fte: float | None, player_coach: bool | None, span: Span) -> None:
    """Started equivalents are people; wide from more than two above the range, lonely up to two people."""
    facts = {} if player_coach is None else {"F2.player_coach": player_coach}
    figures = structure_figures(Structure((OWNER, LEAD, hosts(fte))), SMALL, {}, "G2", facts)
    assert [one for one in figures.spans if one.post == "l"] == [span]


def test_a_part_of_a_manager_is_not_lonely() -> None:
    """Half a director leads others elsewhere."""
    boss = Post("l", "lead", fte=0.5)
    figures = structure_figures(Structure((boss, hosts(1.0))), SMALL, {}, "G2")
    assert [one.flag for one in figures.spans] == ["ok"]


def test_several_managers_in_one_post_share_its_reports() -> None:
    """Three leads over twenty hosts lead seven each; alone each would lead twenty."""
    boss = Post("l", "lead", fte=3.0)
    (span,) = structure_figures(Structure((boss, hosts(20.0))), SMALL, {}, "G2").spans
    assert (span.reports, span.flag) == (7, "ok")
    (alone,) = structure_figures(Structure((LEAD, hosts(20.0))), SMALL, {}, "G2").spans
    assert (alone.reports, alone.flag) == (20, "wide")


def test_duties_of_one_person() -> None:
    """A duty hangs on one person when a single post of at most one person covers it."""
    posts = (
        OWNER,
        LEAD,
        Post("h", "host", fte=2.0, reports_to=("l",)),
        Post("f", "floor_control", fte=0.5, reports_to=("l",)),
        Post("b1", "media_buyer", fte=1.0, reports_to=("l",)),
        Post("b2", "media_buyer", fte=1.0, reports_to=("l",)),
    )
    figures = structure_figures(Structure(posts), SMALL, {}, "G2")
    assert figures.dependences == (Dependence("duty", "people", "l"), Dependence("duty", "rhythm", "f"))
    assert figures.uncovered == ("quality",)


def test_decisions_of_one_person() -> None:
    """A decision hangs on one person whom nobody else prepares for."""
    rights = (
        DecisionRight("persona", decide=("l",)),
        DecisionRight("on_air_budget", recommend=("h",), decide=("l",)),
        DecisionRight("on_air_budget_above", recommend=("l",), decide=("l",)),
        DecisionRight("lunch", decide=("l",)),
    )
    figures = structure_figures(Structure((OWNER, LEAD, hosts(2.0)), rights=rights), SMALL, {}, "G2")
    decisions = [one.id for one in figures.dependences if one.kind == "decision"]
    assert decisions == ["persona", "on_air_budget_above"]


def test_agencies_cover_what_they_hold() -> None:
    """A function that is handed out covers the duties of its kinds."""
    bare = Structure((LEAD,))
    assert structure_figures(bare, SMALL, {}, "G2").uncovered == ("presenting", "rhythm", "buying", "quality")
    held = Structure((LEAD,), agencies=(Agency("g", "", ("hosts",)),))
    assert structure_figures(held, SMALL, {}, "G2").uncovered == ("rhythm", "buying", "quality")
    assert structure_figures(Structure(), SMALL, {}, "G2").uncovered == ()


def test_workloads() -> None:
    """105 live hours a week need 4.4 to 5.3 hosts; two shifts a day need two floor controllers."""
    structure = Structure(
        (
            LEAD,
            hosts(4.0),
            Post("f", "floor_control", fte=3.0),
            Post("b", "media_buyer"),
        )
    )
    drivers = staffing_drivers({"F12.rooms": 1, "F12.hours": 15})
    figures = structure_figures(structure, SMALL, drivers, "G2", {"F18.auto_share": 70})
    assert figures.workloads == (
        Workload("host", "live_hours_week", 105.0, 105 / 24, 105 / 20, 4.0, "overloaded"),
        Workload("floor_control", "room_shifts", 2.0, 2.0, 2.0, 3.0, "idle"),
        Workload("media_buyer", "rooms", 1.0, 0.25, 0.5, None, "unknown"),
    )


def test_drivers_of_facts_and_of_rooms() -> None:
    """Entered rooms go before facts where all are known; started shifts count whole."""
    facts = {
        "F12.rooms": 3,
        "F12.hours": 8.0,
        "F12.hosts": 6,
        "F8.live_skus": 40,
        "F19.active": 12,
    }
    assert staffing_drivers(facts) == {
        "rooms": 3.0,
        "live_hours_week": 168.0,
        "room_shifts": 3.0,
        "hosts": 6.0,
        "live_skus": 40.0,
        "active_talents": 12.0,
    }
    rooms = (Room("a", "", 9.0, 7.0), Room("b", "", 4.0, 2.0))
    entered = Structure((hosts(4.5),), rooms=rooms)
    found = staffing_drivers(facts, entered)
    assert (found["rooms"], found["room_shifts"], found["hosts"]) == (2.0, 3.0, 4.5)
    assert math.isclose(found["live_hours_week"], 71.0)
    half_known = staffing_drivers(facts, Structure((OWNER,), rooms=(rooms[0], Room("b", ""))))
    assert (half_known["rooms"], half_known["live_hours_week"], half_known["hosts"]) == (2.0, 112.0, 6.0)
    assert staffing_drivers({}) == {}


def test_needs() -> None:
    """The first rule that holds; all that may hold where it is open; unknown without a driver or a rule."""
    drivers = staffing_drivers({"F12.rooms": 4, "F12.hours": 3})
    automatic = needed("media_buyer", drivers, SMALL, operands_of_facts({"F18.auto_share": 50}))
    manual = needed("media_buyer", drivers, SMALL, operands_of_facts({"F18.auto_share": 10}))
    either = needed("media_buyer", drivers, SMALL)
    assert [(n.low, n.high, n.middle) for n in (automatic, manual, either) if n] == [
        (1.0, 2.0, 1.5),
        (2.0, 4.0, 3.0),
        (1.0, 4.0, 2.5),
    ]
    assert needed("host", {}, SMALL) is None
    assert needed("owner", drivers, SMALL) is None


def test_somebody_takes_over_after_four_hours() -> None:
    """A room of five hours a day needs two hosts, though 35 hours a week would ask for 1.5 to 1.8."""
    short = needed("host", staffing_drivers({"F12.rooms": 1, "F12.hours": 4}), SMALL)
    long = needed("host", staffing_drivers({"F12.rooms": 1, "F12.hours": 5}), SMALL)
    assert short is not None
    assert long is not None
    assert (short.low, short.high) == (28 / 24, 28 / 20)
    assert (long.low, long.high) == (2.0, 2.0)


@given(hostile_structures())
def test_every_structure_has_figures(structure: Structure) -> None:
    """Whatever is wrong, figures are finite, count each post once and keep parts within the whole."""
    drivers = staffing_drivers({"F12.rooms": 2, "F12.hours": 10}, structure)
    for knowledge in (SMALL, shipped()):
        figures = structure_figures(structure, knowledge, drivers, "G3")
        assert figures.n_posts == len({post.id for post in structure.posts})
        assert math.isfinite(figures.fte)
        assert 0 <= figures.outsourced_fte <= figures.fte
        assert 0 <= figures.n_unknown <= figures.n_posts
        assert {one.post for one in figures.spans} <= {post.id for post in structure.posts}


@given(hostile_structures())
def test_lines_are_a_forest(structure: Structure) -> None:
    """Following bosses ends, and every report is under its boss exactly once."""
    lines = lines_of(structure)
    for key in lines.posts:
        assert len(lines.above(key)) < len(lines.posts)
    below = [one for reports in lines.reports.values() for one in reports]
    assert sorted(below) == sorted(lines.boss)
    for post in lines.posts.values():
        assert outsourced(post) <= (headcount(post) or 0.0) <= people(post)


def test_five_hundred_posts_in_one_chain() -> None:
    """The deepest possible chain has figures: 499 managers over one host."""
    chain = tuple(Post(f"p{n}", "lead", fte=1.0, reports_to=(f"p{n - 1}",) if n else ()) for n in range(499))
    structure = Structure((*chain, hosts(1.0, "p498")))
    figures = structure_figures(structure, SMALL, {}, "G3")
    assert (figures.layers, figures.fte, len(figures.spans)) == (499, 500.0, 499)
