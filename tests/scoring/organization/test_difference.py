"""Before and after: every post once, headcounts adding up, changes named by hand-worked cases."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.domain.forms import OrganizationForm
from assessment.domain.scenario import SalaryBand
from assessment.domain.scenario import Settings as Wishes
from assessment.domain.structure import Agency, Post, Structure
from scoring.organization.advice import PostChange, StructureDifference
from scoring.organization.difference import structure_difference
from scoring.organization.lines import first_of_each
from scoring.organization.target import target_structure
from tests.scoring.organization.design_builders import (
    ground_of,
    hostile_structures,
    shipped,
    sound_structures,
)

ANY = st.one_of(sound_structures(), hostile_structures())


def difference(
    before: Structure, after: Structure, salaries: dict[str, SalaryBand] | None = None
) -> StructureDifference:
    """Compare with the shipped design."""
    return structure_difference(before, after, shipped(), {}, "G3", salaries or {})


def adds_up(found: StructureDifference, before: Structure, after: Structure) -> None:
    """Check that every post is in exactly one change, and the sums."""
    for side, structure in (("before", before), ("after", after)):
        ids = [one for change in found.changes for one in getattr(change, side)]
        assert sorted(ids) == sorted(first_of_each(structure.posts))
        figures = getattr(found, side)
        for part, whole in (("fte", figures.fte), ("outsourced", figures.outsourced_fte)):
            parts = math.fsum(getattr(change, f"{part}_{side}") for change in found.changes)
            assert math.isclose(parts, whole, rel_tol=0, abs_tol=1e-9)
    assert found.fte_before == found.before.fte
    assert found.fte_after == found.after.fte


@settings(max_examples=60)
@given(ANY, ANY)
def test_any_two_organizations_add_up(before: Structure, after: Structure) -> None:
    """Whatever is compared, each post is in one change and headcounts add up on both sides."""
    adds_up(difference(before, after), before, after)


@settings(max_examples=40)
@given(st.sampled_from(shipped().forms), ANY)
def test_today_and_target_add_up(form: OrganizationForm, today: Structure) -> None:
    """The account of today's organization against any form adds up."""
    target = target_structure(form, ground_of({}, today), Wishes())
    adds_up(difference(today, target), today, target)


@settings(max_examples=60)
@given(ANY)
def test_nothing_changes_against_itself(structure: Structure) -> None:
    """Against itself everything is kept, and nothing has a price without bands."""
    found = difference(structure, structure)
    assert {change.change for change in found.changes} <= {"kept"}
    assert found.cost_low is None


def only(before: tuple[Post, ...], after: tuple[Post, ...]) -> list[tuple[str, str, str]]:
    """Return changes as kind of change, kind of post and sourcing."""
    return [(c.change, c.kind, c.sourcing) for c in difference(Structure(before), Structure(after)).changes]


LEAD = Post("l", "lead", fte=1.0)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            (LEAD, Post("h", "host", fte=2.0, reports_to=("l",))),
            (LEAD, Post("h", "host", fte=3.0, reports_to=("l",))),
            [("kept", "lead", ""), ("changed", "host", "")],
        ),
        (
            (LEAD, Post("m", "media_head", fte=1.0), Post("b", "media_buyer", fte=1.0, reports_to=("m",))),
            (
                LEAD,
                Post("m", "media_head", fte=1.0),
                Post("b", "media_buyer", fte=1.0, reports_to=("l",)),
            ),
            [("kept", "lead", ""), ("kept", "media_head", ""), ("moved", "media_buyer", "")],
        ),
        (  # who presents beside the hosts becomes one of them
            (Post("h", "host", fte=2.0), Post("c", "co_host", fte=1.0)),
            (Post("h", "host", fte=3.0),),
            [("merged", "host", "")],
        ),
        (  # the store manager's duties are mostly the lead's
            (LEAD,),
            (Post("s", "store_manager", fte=1.0),),
            [("moved", "store_manager", "")],
        ),
        (  # camera and editing come out of nothing, the buyer goes
            (Post("b", "media_buyer", fte=1.0),),
            (Post("e", "editor", fte=1.0),),
            [("new", "editor", ""), ("dropped", "media_buyer", "")],
        ),
        (  # goods liaison: stock, product order, assortment; no new post has half of them
            (Post("g", "goods_liaison", fte=1.0),),
            (Post("s", "supply", fte=1.0), Post("o", "live_ops", fte=1.0)),
            [("split", "supply", "")],
        ),
        (  # a superior who leaves the picture loses no job
            (Post("d", "ecommerce_director", fte=1.0), Post("l", "lead", fte=1.0, reports_to=("d",))),
            (LEAD,),
            [("kept", "lead", ""), ("moved", "ecommerce_director", "")],
        ),
        (
            (Post("h", "host", fte=2.0),),
            (Post("h", "host", fte=2.0, outsourced_fte=1.0),),
            [("changed", "host", "outsourced")],
        ),
        (
            (Post("h", "host", fte=2.0, outsourced_fte=2.0),),
            (Post("h", "host", fte=3.0, outsourced_fte=1.0),),
            [("changed", "host", "insourced")],
        ),
    ],
)
def test_changes_by_hand(
    before: tuple[Post, ...], after: tuple[Post, ...], expected: list[tuple[str, str, str]]
) -> None:
    """Each kind of change, worked by hand from boss, headcount, sourcing and duties."""
    assert only(before, after) == expected


def test_several_posts_of_a_kind_are_one_line() -> None:
    """Hosts listed one by one and as one post are the same hosts."""
    before = Structure((Post("a", "host", fte=1.0), Post("b", "host", fte=1.5)))
    after = Structure((Post("t:host@live", "host", fte=2.5),))
    assert difference(before, after).changes == (
        PostChange("kept", "host", ("a", "b"), ("t:host@live",), 2.5, 2.5, 0.0, 0.0),
    )


def test_cost_comes_from_the_consultants_bands() -> None:
    """One host more at 8-12 thousand and half a buyer less at 10-20: between -2 and +7 thousand a month."""
    before = Structure(
        (Post("h", "host", fte=2.0), Post("m", "media_buyer", fte=1.0), Post("e", "editor", fte=1.0))
    )
    after = Structure(
        (Post("h", "host", fte=3.0), Post("m", "media_buyer", fte=0.5), Post("e", "editor", fte=2.0))
    )
    bands = {"host": SalaryBand(8_000, 12_000), "media_buyer": SalaryBand(10_000, 20_000)}
    found = difference(before, after, bands)
    assert (found.cost_low, found.cost_high, found.unpriced) == (-2_000.0, 7_000.0, ("editor",))
    none = difference(before, after)
    assert (none.cost_low, none.cost_high, none.unpriced) == (None, None, ())


def test_agencies_do_not_change_the_account() -> None:
    """Figures of both sides are those of the structures themselves."""
    before = Structure((LEAD,), agencies=(Agency("g", "", ("account",)),))
    found = difference(before, Structure((LEAD,)))
    assert set(found.before.uncovered) < set(found.after.uncovered)
