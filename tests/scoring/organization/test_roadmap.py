"""The roadmap: worked small cases, the reasons, the calendar and the milestones."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.domain.organization import Initiative
from assessment.domain.scenario import Caps, Settings
from scoring.organization.advice import Plan, PlannedInitiative
from scoring.organization.ground import Ground
from scoring.organization.roadmap import LIMITS, REASONS, roadmap
from scoring.organization.roadmap_calendar import MILESTONES, exit_test_day
from scoring.results import ItemResult
from tests.scoring.builders import initiative
from tests.scoring.organization.roads import ground

PLAIN = Settings()
SLOW = {"F16.persona.hours": 48.0}
"""One approval takes two days: I28 and I33 are forced."""
FORCED = (
    initiative("I28", "AD4", {"AD4": 0.7}, person_days=8.0, posts=("finance",)),
    initiative("I33", None, {"AD2": 0.3}, person_days=6.0, posts=("owner", "hr")),
)


def line(plan: Plan, name: str) -> PlannedInitiative:
    """Find the line of an initiative."""
    return next(x for x in plan.initiatives if x.initiative == name)


def said(plan: Plan) -> dict[str, tuple[int | None, str, str]]:
    """Quarter, reason and limit of every initiative."""
    return {x.initiative: (x.quarter, x.reason, x.limit) for x in plan.initiatives}


def test_value_is_gap_times_weight_times_effect() -> None:
    """Without a mix all weights are 1: gap 1.5, effects 1.0 + 0.2 on what it serves count 1.0 of CO1."""
    plan = roadmap(ground((initiative("I01", "CO1", {"CO1": 1.0, "AD4": 0.2}),), {"CO1": 2.0}), PLAIN)
    assert (line(plan, "I01").value, line(plan, "I01").gap) == pytest.approx((1.5, 1.5))
    assert said(plan) == {"I01": (0, "gap", "")}
    assert (plan.gap, plan.optimal) == (0.0, True)


def test_a_small_year_worked_by_hand() -> None:
    """Caps of 20 days: the two forced steps (14) leave room for 6; I05 (1.2) waits, I06 needs it.

    Quarter 1: I28 8 + I33 6 + I02 5 = 19. Quarter 2: I05 10 + I06 10, in this order, as I05 is quick.
    Quarter 3: I03 20 days, kept out of quarter 2 by the days. I04 of 25 days fits nowhere.
    """
    known = (
        *FORCED,
        initiative("I02", "CO1", {"CO1": 0.5}, person_days=5.0),
        initiative("I03", "CO2", {"CO2": 0.4}, person_days=20.0),
        initiative("I04", "CO4", {"CO4": 0.7}, person_days=25.0),
        initiative("I05", "CO3", {"CO3": 1.2}, person_days=10.0),
        initiative("I06", "CO3", {"CO3": 0.7}, person_days=10.0, prerequisites=("I05",)),
    )
    low = {"CO1": 2.5, "CO2": 2.5, "CO3": 2.5, "CO4": 2.5}
    plan = roadmap(ground(known, low, facts=SLOW), Settings(caps=Caps((20.0,))))
    assert said(plan) == {
        "I28": (0, "forced", ""),
        "I33": (0, "forced", ""),
        "I02": (0, "gap", ""),
        "I05": (1, "later_cap", "person_days"),
        "I06": (1, "later_prerequisite", "I05"),
        "I03": (2, "later_cap", "person_days"),
        "I04": (None, "cap", "person_days"),
    }
    assert [(q.n, q.person_days) for q in plan.quarters] == [(3, 19.0), (2, 20.0), (1, 20.0), (0, 0.0)]
    assert (line(plan, "I05").end_day, line(plan, "I06").start_day) == (120, 121)


def test_what_stays_out_says_why() -> None:
    """At target, no score, not the merchant's business, skipped by hand, behind a skipped one."""
    known = (
        initiative("I01", "CO1", {"CO1": 1.0}),
        initiative("I02", "CO2", {"CO2": 1.0}),
        initiative("I03", "CO3", {"CO3": 1.0}),
        initiative("I04", "CO4", {"CO4": 1.0}),
        initiative("I05", "CO4", {"CO4": 1.0}, prerequisites=("I04",)),
        initiative("I06", "CO4", {"CO4": 1.0}, prerequisites=("I05",)),
        initiative("I07", "CO4", {}),
    )
    place = ground(known, {"CO2": None, "CO4": 2.5}, absent=("CO3",))
    assert said(roadmap(place, Settings(skipped=("I04",)))) == {
        "I01": (None, "no_gap", ""),
        "I02": (None, "no_score", ""),
        "I03": (None, "not_applicable", ""),
        "I04": (None, "skipped", ""),
        "I05": (None, "prerequisite_out", "I04"),
        "I06": (None, "prerequisite_out", "I05"),
        "I07": (None, "no_weight", ""),
    }


def test_a_prerequisite_that_is_no_candidate_is_in_place() -> None:
    """I03 is at its target, so I04 may start; skipped, it was at its target all the same."""
    known = (
        initiative("I03", "CO1", {"CO1": 1.0}),
        initiative("I04", "CO2", {"CO2": 1.0}, prerequisites=("I03", "I99")),
    )
    place = ground(known, {"CO2": 2.5})
    for hand in (PLAIN, Settings(skipped=("I03",))):
        assert line(roadmap(place, hand), "I04").quarter == 0


def test_what_the_consultant_asks_for_goes_in() -> None:
    """Required beats skipped, no gap, and what is worth more; its skipped prerequisite no longer stops it."""
    known = (
        initiative("I01", "CO1", {"CO1": 1.0}),
        initiative("I02", "CO2", {"CO2": 1.0}),
        initiative("I03", "CO1", {"CO1": 0.5}, prerequisites=("I01",)),
    )
    place = ground(known, {"CO1": 2.5})
    tight = Caps((10.0, 0.0), initiatives=1)
    assert said(roadmap(place, Settings(caps=tight, required=("I02",), skipped=("I02",)))) == {
        "I02": (0, "required", ""),
        "I01": (None, "cap", "person_days"),
        "I03": (None, "prerequisite_out", "I01"),
    }
    free = roadmap(place, Settings(skipped=("I01",), required=("I03",)))
    assert line(free, "I03").quarter == 0


@pytest.mark.parametrize(
    ("caps", "limit"),
    [
        (Caps((7.0,)), "person_days"),
        (Caps((100.0,), cash=(4000.0,)), "cash"),
        (Caps((100.0,), initiatives=0), "initiatives"),
        (Caps((100.0,), carry=7.0), "carry"),
    ],
)
def test_forced_steps_that_do_not_fit_name_the_cap(caps: Caps, limit: str) -> None:
    """The plan stays inside the caps and says which one is in the way of I28."""
    plan = roadmap(ground(FORCED[:1], {}, facts=SLOW), Settings(caps=caps))
    assert said(plan) == {"I28": (None, "cap", limit)}
    assert line(plan, "I28").forced


def test_one_of_two_forced_steps_waits_when_only_one_fits() -> None:
    """Eight days hold I28; six days more come a quarter later."""
    plan = roadmap(ground(FORCED, {"AD4": 2.5}, facts=SLOW), Settings(caps=Caps((8.0,))))
    assert said(plan) == {"I28": (0, "forced", ""), "I33": (1, "later_cap", "person_days")}


def test_forced_steps_are_forced_by_the_item_or_by_slow_approvals() -> None:
    """Level 2.9 of AD4-3 forces; level 3 and approvals within a day do not."""
    place = ground(FORCED, {})
    low = replace(place, result=replace(place.result, items=_with_item(place, 2.9)))
    assert {x.reason for x in roadmap(place, PLAIN).initiatives} == {"no_gap"}
    assert {x.reason for x in roadmap(low, PLAIN).initiatives} == {"forced"}


def _with_item(place: Ground, mean: float) -> tuple[ItemResult, ...]:
    return tuple(replace(i, mean=mean) if i.id == "AD4-3" else i for i in place.result.items)


def test_a_fired_rule_brings_its_initiative_in() -> None:
    """Without a gap it counts a tenth; the rule is the reason."""
    plan = roadmap(ground((initiative("I25", "AD2", {"AD2": 1.2}),), {}, fired={"R1": ("I25",)}), PLAIN)
    found = line(plan, "I25")
    assert (found.quarter, found.reason, found.rules, found.value) == (0, "rule", ("R1",), 0.1)


def test_settings_move_targets_and_mix() -> None:
    """A target of 5 opens a gap of 1.5; a mix without the position takes the weight away."""
    place = ground((initiative("I01", "CO1", {"CO1": 1.0}),), {})
    assert line(roadmap(place, Settings(targets={"CO1": 5.0})), "I01").gap == pytest.approx(1.5)
    assert line(roadmap(place, Settings(targets={"CO1": 99.0})), "I01").gap == pytest.approx(1.5)
    low = ground((initiative("I01", "CO1", {"CO1": 1.0}),), {"CO1": 2.5})
    half = roadmap(low, Settings(mix={"F": 50.0, "A": 50.0, "S": 0.0}))
    assert line(half, "I01").value == pytest.approx(0.5)
    assert said(roadmap(low, Settings(mix={"F": 0.0, "A": 100.0, "S": 0.0})))["I01"][1] == "no_weight"


@pytest.mark.parametrize(
    ("tier", "facts", "expected"),
    [
        ("G2", {}, (60.0, None, 6)),
        ("G3", {}, (180.0, None, 10)),
        ("G3", {"F25.people": 45.0, "F25.cash": 3.0}, (45.0, 30_000.0, 10)),
        ("G1", {"F25.cash": 0.0}, (60.0, 0.0, 6)),
    ],
)
def test_caps_come_from_size_and_budget(
    tier: str, facts: dict[str, float], expected: tuple[float, float | None, int]
) -> None:
    """The tier's capacity, replaced by what the facts say can be spent; the same in every quarter."""
    plan = roadmap(ground((), {}, facts=facts, tier=tier), PLAIN)
    assert [(q.person_days_cap, q.cash_cap, q.n_cap) for q in plan.quarters] == [expected] * 4


def test_short_and_impossible_caps_are_read_kindly() -> None:
    """The last entry goes on, what is below zero is zero, what is missing is the default."""
    caps = Caps((30.0, -5.0), cash=(), initiatives=-2, carry=-1.0)
    plan = roadmap(ground(FORCED, {"AD4": 2.0}), Settings(caps=caps))
    assert [q.person_days_cap for q in plan.quarters] == [30.0, 0.0, 0.0, 0.0]
    assert [(q.cash_cap, q.n_cap, q.n) for q in plan.quarters] == [(None, 0, 0)] * 4
    assert roadmap(ground((), {}), Settings(caps=Caps(()))).quarters[3].person_days_cap == 180.0


def test_unknown_ids_and_an_empty_knowledge_base_change_nothing() -> None:
    """Ids that nobody knows are passed over; without initiatives there is an empty plan."""
    place = ground(FORCED, {"AD4": 2.0})
    odd = Settings(skipped=("I98",), required=("I99",), targets={"ZZ9": 4.0})
    assert roadmap(place, odd) == roadmap(place, PLAIN)
    empty = roadmap(ground((), {}), PLAIN)
    assert (empty.initiatives, empty.milestones, empty.gap, empty.optimal) == ((), (), 0.0, True)


def test_the_calendar_puts_a_posts_tasks_one_after_the_other() -> None:
    """Three days for a person-day: ten take 30 days, shared by two posts 15; another post starts at once."""
    known = (
        initiative("I01", "CO1", {"CO1": 1.0}, posts=("host",)),
        initiative("I02", "CO2", {"CO2": 0.5}, posts=("host", "buyer")),
        initiative("I03", "CO3", {"CO3": 0.4}, posts=("bd",)),
    )
    plan = roadmap(ground(known, dict.fromkeys(("CO1", "CO2", "CO3"), 2.5)), PLAIN)
    assert {x.initiative: (x.start_day, x.end_day) for x in plan.initiatives} == {
        "I01": (1, 30),
        "I02": (31, 45),
        "I03": (1, 30),
    }
    assert plan.quarters[0].carriers == (("host", 15.0), ("bd", 10.0), ("buyer", 5.0))


def test_too_much_for_one_post_is_drawn_closer() -> None:
    """Two times 30 days of work at a third of the time would take 180 days: half of it, 45 each."""
    known = tuple(
        initiative(f"I0{n}", "CO1", {"CO1": 1.0}, person_days=30.0, posts=("owner",)) for n in (1, 2)
    )
    plan = roadmap(ground(known, {"CO1": 2.5}), PLAIN)
    assert [(x.start_day, x.end_day) for x in plan.planned()] == [(1, 45), (46, 90)]


def test_milestones_and_gates() -> None:
    """Forced steps by day 30, what others wait for at its end, a measurement and a gate a quarter."""
    known = (
        *FORCED,
        initiative("I03", "CO1", {"CO1": 1.0}, person_days=12.0),
        initiative("I04", "CO1", {"CO1": 1.0}, prerequisites=("I03",)),
    )
    place = ground(known, {"CO1": 2.5}, facts=SLOW, fired={"R10": ()})
    plan = roadmap(place, PLAIN)
    assert [(m.day, m.code, m.initiative) for m in plan.milestones] == [
        (30, "forced_done", "I28"),
        (30, "forced_done", "I33"),
        (36, "prerequisite_done", "I03"),
        (90, "remeasure_parts", ""),
        (90, "quarter_gate", ""),
        (180, "agency_exit_test", ""),
        (180, "remeasure", ""),
        (180, "final_gate", ""),
    ]
    assert {m.code for m in plan.milestones if m.kind == "gate"} == {
        "agency_exit_test",
        "quarter_gate",
        "final_gate",
    }


@pytest.mark.parametrize(("left", "day"), [(None, 180), (12.0, 180), (4.0, 90), (0.5, 30), (True, 180)])
def test_the_exit_test_comes_before_the_contract_ends(left: float | None, day: int) -> None:
    """A month before the end, at day 180 at the latest, at day 30 at the earliest; only under R10."""
    facts = {} if left is None else {"F17.months_left": left}
    assert exit_test_day(("R1", "R10"), facts) == day
    assert exit_test_day(("R1",), facts) is None


PARTS = ("CO1", "CO2", "CO3", "AD2", "AD4")


@st.composite
def places(draw: st.DrawFn) -> tuple[Ground, Settings]:
    """Up to twelve initiatives with prerequisites and posts, under caps of any kind."""
    n = draw(st.integers(0, 12))
    names = [*(f"I{i:02d}" for i in range(1, n)), *(["I28"] if n else [])]
    known = tuple(
        initiative(
            name,
            draw(st.sampled_from(PARTS)),
            {draw(st.sampled_from(PARTS)): draw(st.integers(1, 12)) / 10},
            person_days=float(draw(st.integers(1, 25))),
            cash_rank=draw(st.integers(0, 3)),
            posts=draw(st.sampled_from(((), ("host",), ("buyer", "host"), ("bd",)))),
            prerequisites=tuple(draw(st.sets(st.sampled_from(names[:i]), max_size=2))) if i else (),
        )
        for i, name in enumerate(names)
    )
    values = {part: draw(st.sampled_from((None, 1.5, 2.5, 3.3))) for part in PARTS}
    caps = Caps(
        tuple(float(draw(st.integers(0, 60))) for _ in range(4)),
        cash=tuple(draw(st.sampled_from((None, 0.0, 30_000.0, 300_000.0))) for _ in range(4)),
        initiatives=draw(st.sampled_from((None, 0, 2, 4))),
        carry=draw(st.sampled_from((None, 0.0, 10.0, 20.0))),
    )
    hand = Settings(
        caps=draw(st.sampled_from((caps, None))),
        skipped=tuple(draw(st.sets(st.sampled_from(names), max_size=2))) if names else (),
        required=tuple(draw(st.sets(st.sampled_from(names), max_size=2))) if names else (),
    )
    return ground(known, values, facts=draw(st.sampled_from(({}, SLOW)))), hand


@settings(max_examples=60)
@given(places())
def test_every_cap_and_every_prerequisite_is_kept(case: tuple[Ground, Settings]) -> None:
    """Loads stay under the caps; what is needed is done before, strictly earlier when it is heavy."""
    place, hand = case
    plan = roadmap(place, hand)
    inside = {x.initiative: x for x in plan.initiatives if x.status == "in"}
    for q in plan.quarters:
        assert q.person_days <= q.person_days_cap
        assert q.cash_cap is None or q.cash <= q.cash_cap
        assert q.n_cap is None or q.n <= q.n_cap
        cap = hand.caps.carry if hand.caps else None
        assert cap is None or all(days <= cap for _, days in q.carriers)
    out = {x.initiative: x for x in plan.initiatives if x.status == "out"}
    for name, x in inside.items():
        assert 90 * x.quarter + 1 <= x.start_day <= x.end_day <= 90 * (x.quarter + 1)
        for need in place.knowledge.initiative(name).prerequisites:
            if need in inside:
                assert inside[need].end_day < x.start_day
                assert inside[need].person_days <= 10 or inside[need].quarter < x.quarter
            elif name not in hand.required and not x.forced:
                harmless = {"no_gap", "no_score", "not_applicable", "no_weight", "skipped"}
                assert out[need].reason in harmless


@settings(max_examples=60)
@given(places())
def test_every_initiative_has_one_line_and_one_reason(case: tuple[Ground, Settings]) -> None:
    """Nothing is lost, codes are known, and a named limit is a cap or an initiative."""
    place, hand = case
    plan = roadmap(place, hand)
    ids = [i.id for i in place.knowledge.initiatives]
    assert sorted(x.initiative for x in plan.initiatives) == sorted(ids)
    for x in plan.initiatives:
        assert x.reason in REASONS
        assert (x.quarter is None) == (x.status == "out") == (x.start_day is None)
        needs_limit = x.reason in {
            "later_cap",
            "later_prerequisite",
            "cap",
            "prerequisite_out",
            "prerequisite_late",
        }
        assert (x.limit != "") == needs_limit
        assert x.limit in {"", *LIMITS, *ids}
        if x.initiative in hand.skipped and x.initiative not in hand.required:
            assert x.reason == "skipped"
    assert all(m.code in MILESTONES and 1 <= m.day <= 360 for m in plan.milestones)
    assert [m.day for m in plan.milestones] == sorted(m.day for m in plan.milestones)


@settings(max_examples=30)
@given(places(), st.randoms(use_true_random=False))
def test_order_does_not_matter(case: tuple[Ground, Settings], shuffler: Random) -> None:
    """Initiatives in any order give the same plan, and so does a second look."""
    place, hand = case
    known: list[Initiative] = list(place.knowledge.initiatives)
    shuffler.shuffle(known)
    turned = replace(place, knowledge=replace(place.knowledge, initiatives=tuple(known)))
    assert roadmap(turned, hand) == roadmap(place, hand) == roadmap(place, hand)


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.floats(1.0, 3.4), st.integers(1, 20)), min_size=4, max_size=4),
    st.floats(1.0, 3.4),
    st.floats(0.0, 2.0),
    st.integers(5, 40),
)
def test_a_higher_capability_never_makes_its_initiative_more_urgent(
    others: list[tuple[float, int]], value: float, rise: float, days: int
) -> None:
    """With a higher score an initiative is worth no more and comes no earlier."""
    parts = ("CO2", "CO3", "CO4", "AD1")
    known = tuple(
        initiative(f"I{n:02d}", part, {part: 1.0}, person_days=float(effort))
        for n, (part, (_, effort)) in enumerate(zip(parts, others, strict=True))
    )
    mine = initiative("I50", "CO1", {"CO1": 1.0})
    values = {part: score for part, (score, _) in zip(parts, others, strict=True)}
    caps = Settings(caps=Caps((float(days),)))
    before, after = (
        line(roadmap(ground((*known, mine), {**values, "CO1": score}), caps), "I50")
        for score in (value, min(value + rise, 5.0))
    )
    assert after.value <= before.value
    assert _place(after) >= _place(before)


def _place(found: PlannedInitiative) -> int:
    """Quarter; out comes after all of them."""
    return 4 if found.quarter is None else found.quarter


@pytest.mark.parametrize("odd", [float("inf"), float("nan"), 1e12])
def test_caps_that_are_no_usual_number_do_not_crash(odd: float) -> None:
    """Endless capacity takes all; what is no number is none."""
    plan = roadmap(ground(FORCED, {"AD4": 2.0, "AD2": 2.0}), Settings(caps=Caps((odd,), cash=(odd,))))
    assert plan.quarters[0].n == (0 if odd != odd else 2)  # noqa: PLR0124 - only NaN differs from itself


def test_a_forced_step_that_misses_the_first_quarter_comes_as_early_as_it_fits() -> None:
    """Five days are too few for I28; it takes the second quarter, though more valuable work would fill it."""
    rich = initiative("I01", "CO1", {"CO1": 3.0})
    place = ground((*FORCED[:1], rich), {"CO1": 1.5}, facts=SLOW)
    plan = roadmap(place, Settings(caps=Caps((5.0, 10.0))))
    assert said(plan) == {"I28": (1, "later_cap", "person_days"), "I01": (2, "later_cap", "person_days")}


def test_a_post_begins_with_its_forced_step() -> None:
    """Finance does I28 before what is worth more to it."""
    rich = initiative("I22", "CO1", {"CO1": 3.0}, posts=("finance",))
    plan = roadmap(ground((*FORCED[:1], rich), {"CO1": 1.5}, facts=SLOW), PLAIN)
    assert [(x.initiative, x.start_day) for x in plan.planned()] == [("I28", 1), ("I22", 25)]


def test_a_reverse_item_is_read_the_other_way_round() -> None:
    """Level 4 of a reverse item is a capability of 2, below the three that force."""
    place = ground(FORCED, {})
    turned = tuple(replace(i, reverse=i.id == "AD4-3") for i in place.instrument.items)
    place = replace(place, instrument=replace(place.instrument, items=turned))
    high, low = (replace(place, result=replace(place.result, items=_with_item(place, m))) for m in (4.0, 2.0))
    assert {x.forced for x in roadmap(high, PLAIN).initiatives} == {True}
    assert {x.forced for x in roadmap(low, PLAIN).initiatives} == {False}
