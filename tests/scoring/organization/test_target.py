"""The target: a form filled by staffing arithmetic with as little change as the work allows."""

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.domain.forms import Design, FormPost, FormTeam, OrganizationForm
from assessment.domain.organization import Facts
from assessment.domain.scenario import PostTarget, Settings
from assessment.domain.structure import Agency, Post, Structure, Team
from scoring.organization.lines import lines_of
from scoring.organization.structure_checks import structure_problems
from scoring.organization.target import target_structure
from tests.scoring.organization.design_builders import (
    WORDS,
    design,
    ground_of,
    hostile_structures,
    shipped,
    sound_structures,
)

PLAIN = Settings()
FORM = OrganizationForm(
    id="O9",
    option="nine",
    name=WORDS,
    summary=WORDS,
    fits=(),
    teams=(FormTeam("unit", WORDS), FormTeam("live", WORDS, "unit")),
    posts=(
        FormPost("lead", "unit", 1, 1),
        FormPost("host", "live", 2, 4, "lead", per_room=True),
        FormPost("floor_control", "live", 1, 2, "host", dotted=("media_buyer", "lead")),
        FormPost("media_buyer", "unit", 1, 3, "lead", sourcing="agency"),
    ),
    strategy=WORDS,
    processes=WORDS,
    rewards=WORDS,
    people=WORDS,
    structure=WORDS,
    gain=WORDS,
    price=WORDS,
    steps=(),
    deciders={"persona": "media_buyer"},
)
FORMS = st.sampled_from(shipped().forms)
NUMBERS: st.SearchStrategy[Facts] = st.fixed_dictionaries(
    {},
    optional={
        "F12.rooms": st.integers(0, 12),
        "F12.hours": st.floats(0, 24),
        "F8.live_skus": st.integers(0, 500),
        "F19.active": st.integers(0, 400),
        "F18.auto_share": st.integers(0, 100),
        "F5.A": st.sampled_from([0, 20]),
        "F5.T": st.sampled_from([0, 20]),
        "F13.host.fte": st.integers(0, 20),
        "F13.console.fte": st.integers(0, 5),
        "F14.host": st.sampled_from(["lead", "agency"]),
    },
)


def ftes(target: Structure) -> dict[str, float | None]:
    """Headcount by kind."""
    return {post.kind: post.fte for post in target.posts}


def test_a_target_by_hand() -> None:
    """Two rooms of 15 h: 8.8 to 10.5 hosts where the form stops at 8; four shifts; 1 to 3 buyers."""
    facts: Facts = {"F12.rooms": 2, "F12.hours": 15}
    target = target_structure(FORM, ground_of(facts, design=design()), PLAIN)
    assert [(p.id, p.fte, p.outsourced_fte, p.reports_to, p.dotted, p.agency) for p in target.posts] == [
        ("t:lead@unit", 1.0, 0.0, (), (), ""),
        ("t:host@live", 9.0, 0.0, ("t:lead@unit",), (), ""),
        (
            "t:floor_control@live",
            4.0,
            0.0,
            ("t:host@live",),
            ("t:media_buyer@unit", "t:lead@unit"),
            "",
        ),
        ("t:media_buyer@unit", 1.5, 1.5, ("t:lead@unit",), (), "agency"),
    ]
    assert target.teams == (Team("unit", ""), Team("live", "", "unit"))
    assert target.agencies == (Agency("agency", "", ("media",), holds_data=False),)
    assert (target.source, len(target.rooms)) == ("target", 2)


@pytest.mark.parametrize(
    ("present", "after"),
    [(4.4, 4.4), (5.2, 5.2), (3.0, 4.5), (9.0, 4.5), (None, 4.5)],
)
def test_as_little_change_as_the_work_allows(present: float | None, after: float) -> None:
    """One room of 15 h asks for 4.4 to 5.3 hosts: who is inside stays, others move to the nearer end."""
    today = Structure((Post("l", "lead"), Post("h", "host", fte=present)))
    facts: Facts = {"F12.rooms": 1, "F12.hours": 15}
    target = target_structure(FORM, ground_of(facts, today, design()), PLAIN)
    assert ftes(target)["host"] == after


def test_limits_alone() -> None:
    """Without a driver the middle of the limits, and today's headcount wherever it lies inside them."""
    bare = target_structure(FORM, ground_of({}, design=design()), PLAIN)
    assert ftes(bare) == {"lead": 1.0, "host": 3.0, "floor_control": 1.5, "media_buyer": 2.0}
    today = Structure((Post("h", "host", fte=2.2), Post("m", "media_buyer", fte=5.0)))
    kept = target_structure(FORM, ground_of({}, today, design()), PLAIN)
    assert (ftes(kept)["host"], ftes(kept)["media_buyer"]) == (2.2, 3.0)


def test_headcounts_by_hand() -> None:
    """A hand-set headcount replaces the computed one, 0 drops the post, and an unknown kind joins the top."""
    by_hand = Settings(posts=(PostTarget("host", 0), PostTarget("owner", 0.5), PostTarget("lead", 2.25)))
    target = target_structure(FORM, ground_of({}, design=design()), by_hand)
    assert ftes(target) == {"lead": 2.25, "floor_control": 1.5, "media_buyer": 2.0, "owner": 0.5}
    floor, owner = target.post("t:floor_control@live"), target.post("t:owner@unit")
    assert floor is not None
    assert floor.reports_to == ("t:lead@unit",)
    assert owner is not None
    assert owner.reports_to == ("t:lead@unit",)


def test_what_the_form_forgets_stays() -> None:
    """A post whose duty nobody else would cover stays; one that was dropped by hand does not return."""
    small = replace(FORM, posts=FORM.posts[:2])
    today = Structure(
        (
            Post("l", "lead", fte=1.0),
            Post("f", "floor_control", fte=1.0, outsourced_fte=0.5, reports_to=("l",), agency="g"),
            Post("x", "host", fte=3.0, reports_to=("l",)),
        ),
        agencies=(Agency("g", "服务商"),),
    )
    facts: Facts = {"F12.rooms": 1, "F12.hours": 6}
    target = target_structure(small, ground_of(facts, today, design()), PLAIN)
    stays = target.post("t:floor_control@unit")
    assert stays is not None
    assert (stays.fte, stays.outsourced_fte, stays.reports_to, stays.agency) == (
        1.0,
        0.5,
        ("t:lead@unit",),
        "g",
    )
    dropped = Settings(posts=(PostTarget("floor_control", 0),))
    assert set(ftes(target_structure(small, ground_of(facts, today, design()), dropped))) == {"lead", "host"}


def test_a_post_hidden_behind_another_of_its_id_does_not_stay() -> None:
    """Of posts with one id the first counts; a kind that only a later one has is not there to stay."""
    today = Structure((Post("p1", "lead", fte=1.0), Post("p1", "fan_ops", fte=1.0)))
    (form,) = (one for one in shipped().forms if one.id == "O4")
    target = target_structure(form, ground_of({}, today), PLAIN)
    assert "fan_ops" not in ftes(target)
    once = replace(today, posts=(today.posts[0], replace(today.posts[1], id="p2")))
    assert ftes(target_structure(form, ground_of({}, once), PLAIN))["fan_ops"] == 1.0


def test_no_talents_no_talent_posts() -> None:
    """With neither A nor T in the mix O4 has no talent posts, and its lead takes their decision."""
    form = shipped().form("O4")
    facts: Facts = {"F5.A": 0, "F5.T": 0}
    target = target_structure(form, ground_of(facts), PLAIN)
    assert not {"bd", "talent_head"} & set(ftes(target))
    right = target.right("talent_contract")
    assert right is not None
    assert right.decide == ("t:lead@douyin",)
    planned = Settings(mix={"F": 60.0, "A": 20.0, "C": 0.0, "T": 0.0, "S": 20.0})
    assert {"bd", "talent_head"} <= set(ftes(target_structure(form, ground_of(facts), planned)))


def test_the_merchants_own_words() -> None:
    """Titles go with the kind where today has one of them; teams by the kinds that they share."""
    today = Structure(
        (
            Post("l", "lead", "掌柜", team="a", fte=1.0),
            Post("h1", "host", "早班主播", team="b", fte=2.0),
            Post("h2", "host", "晚班主播", team="b", fte=1.0),
            Post("f", "floor_control", "控场", team="b", fte=1.0),
        ),
        teams=(Team("a", "抖音部"), Team("b", "直播间")),
    )
    target = target_structure(FORM, ground_of({}, today, design()), PLAIN)
    assert {post.kind: post.name for post in target.posts} == {
        "lead": "掌柜",
        "host": "",
        "floor_control": "控场",
        "media_buyer": "",
    }
    assert [team.name for team in target.teams] == ["抖音部", "直播间"]


def test_the_owner_stays_above() -> None:
    """An owner of today stands above the tops of a form that has none, save those of the agency."""
    today = Structure((Post("o", "owner", "老板"), Post("l", "lead", fte=1.0, reports_to=("o",))))
    target = target_structure(shipped().form("O5"), ground_of({}, today), PLAIN)
    owner = target.post("t:owner@")
    assert owner is not None
    assert (owner.name, owner.fte) == ("老板", None)
    tops = {post.kind: post.reports_to for post in target.posts if post.kind in ("brand", "live_ops")}
    assert tops == {"brand": ("t:owner@",), "live_ops": ()}


@settings(max_examples=60)
@given(FORMS, NUMBERS, st.one_of(st.none(), sound_structures(), hostile_structures()))
def test_every_target_is_sound(form: OrganizationForm, facts: Facts, today: Structure | None) -> None:
    """Whatever is known, a target has no wrong cell, one D a decision, and the same input gives the same."""
    ground = ground_of(facts, today)
    target = target_structure(form, ground, PLAIN)
    hard = [p for p in structure_problems(target, shipped()) if p.hard and p.sheet != "rooms"]
    assert not hard
    assert [len(right.decide) for right in target.rights] == [1] * len(shipped().decisions)
    assert target == target_structure(form, ground, PLAIN)
    lines = lines_of(target)
    for right in target.rights:
        assert right.decide[0] in lines.posts
        assert right.decide[0] not in right.agree


@settings(max_examples=60)
@given(FORMS, NUMBERS)
def test_headcounts_come_in_halves(form: OrganizationForm, facts: Facts) -> None:
    """With nobody there today every post has a half or more, or tenths inside a limit under a half."""
    target = target_structure(form, ground_of(facts, Structure()), PLAIN)
    high = {post.kind: post.high for post in form.posts}
    for post in target.posts:
        assert post.fte is not None
        step = 0.5 if high[post.kind] >= 0.5 else 0.1
        assert post.fte >= step
        assert math.isclose(post.fte / step, round(post.fte / step))


@given(FORMS)
def test_no_duty_gets_lost(form: OrganizationForm) -> None:
    """A duty that an own post below the heads covers today is covered in every form."""
    kinds = {kind.id: kind for kind in shipped().kinds}
    doers = [kind for kind in shipped().kinds if not kind.leads]
    today = Structure(
        (
            Post("l", "lead", fte=1.0),
            *(Post(k.id, k.id, fte=1.0, reports_to=("l",)) for k in doers if k.id != "lead"),
        )
    )
    target = target_structure(form, ground_of({}, today), PLAIN)
    bought = {kinds[post.kind].function for post in target.posts if post.outsourced_fte} - {""}
    covered = {duty for post in target.posts for duty in kinds[post.kind].duties}
    covered |= {duty for kind in kinds.values() if kind.function in bought for duty in kind.duties}
    assert {duty for kind in doers for duty in kind.duties} <= covered


def test_an_empty_form_is_an_empty_target() -> None:
    """A form without posts, or all of them dropped, is an empty organization and no error."""
    empty = replace(FORM, posts=(), teams=())
    assert target_structure(empty, ground_of({}, design=Design()), PLAIN).empty
    dropped = Settings(posts=tuple(PostTarget(post.kind, 0) for post in FORM.posts))
    target = target_structure(FORM, ground_of({}, design=design()), dropped)
    assert target.empty
    assert {right.decide for right in target.rights} == {()}
