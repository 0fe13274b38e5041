"""From conditions to advice: rules fire, wait or rest; initiatives are ranked within what can be carried."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.content.loader import shipped_instrument
from assessment.domain.organization import Comparison, Condition, Facts, Initiative, StructuralRule
from scoring.organization.conditions import Operands
from scoring.organization.derived import Figure
from scoring.organization.initiatives import (
    LARGE_CAPACITY,
    SMALL_CAPACITY,
    Capacity,
    Situation,
    capacity_of,
    must_force,
    ranked_initiatives,
    situation_of,
)
from scoring.organization.rules import operands_of, recommendations
from scoring.pipeline import Yardsticks, score_wave
from scoring.results import RankedInitiative, Recommendation, Score
from tests.scoring.builders import WORDS, epoch, evidence, initiative, instrument, knowledge, responses

FULL = instrument()
LOW_AND_SLOW = Condition(
    "all", (Comparison("score", "AD2", "<", 2.6), Comparison("fact", "F16.on_air_budget.hours", ">", 1.0))
)
RULE = StructuralRule("R1", WORDS, WORDS, WORDS, LOW_AND_SLOW, ("I25",), "judgement")
OPEN = Situation({"CO1": 1.0, "AD2": 1.0}, frozenset({"CO1", "CO2", "AD2"}), {"CO1": 1.0, "AD2": 0.5})


@pytest.mark.parametrize(
    ("scores", "facts", "status", "missing"),
    [
        ({"AD2": 2.0}, {"F16.on_air_budget.hours": 2.0}, "fired", ()),
        ({"AD2": 3.0}, {}, "quiet", ()),
        ({"AD2": 2.0}, {}, "undecidable", ("F16.on_air_budget.hours",)),
        ({}, {}, "undecidable", ("AD2", "F16.on_air_budget.hours")),
    ],
)
def test_a_rule_fires_waits_or_rests(
    scores: dict[str, float], facts: Facts, status: str, missing: tuple[str, ...]
) -> None:
    """A rule without its facts is never silently quiet."""
    (found,) = recommendations((RULE,), operands_of((), scores, facts, {}))
    assert (found.rule, found.status, found.missing, found.initiatives) == ("R1", status, missing, ("I25",))


def test_a_rule_about_what_the_merchant_does_not_do_rests() -> None:
    """Nobody can ever supply a score that does not apply, so the rule does not wait for it."""
    gone = Score("AD2", "sub_capability", None, None, None, None, 0, 0, "not_applicable")
    open_one = replace(gone, withheld="no_answer")
    facts: Facts = {"F16.on_air_budget.hours": 2.0}
    (rests,) = recommendations((RULE,), operands_of((gone,), {}, facts, {}))
    (waits,) = recommendations((RULE,), operands_of((open_one,), {}, facts, {}))
    assert (rests.status, rests.missing) == ("quiet", ())
    assert (waits.status, waits.missing) == ("undecidable", ("AD2",))


def test_an_unknown_figure_names_the_facts_behind_it() -> None:
    """Missing names what somebody can type."""
    leaf = Comparison("derived", "span_flag", "=", value=True)
    rule = StructuralRule("R8", WORDS, WORDS, WORDS, Condition("any", (leaf,)), (), "judgement")
    figures = {"span_flag": Figure(None, ("F2.span",)), "layers_flag": Figure(value=False)}
    (found,) = recommendations((rule,), operands_of((), {}, {}, figures))
    assert found.missing == ("F2.span",)


def rank(
    *initiatives: Initiative,
    rules: tuple[Recommendation, ...] = (),
    force: bool = False,
    situation: Situation = OPEN,
) -> tuple[RankedInitiative, ...]:
    """Rank for a large merchant."""
    return ranked_initiatives(initiatives, situation, rules, LARGE_CAPACITY, force=force)


def fired(*names: str) -> Recommendation:
    """Make a rule that fired and names initiatives."""
    return Recommendation("R1", "fired", (), (), names)


def test_priority_is_the_printed_formula() -> None:
    """Gap 1 x weight 0.5 x effect 1.2 / (12 days + 5 x cash rank 1)."""
    (found,) = rank(initiative("I25", "AD2", {"AD2": 1.2, "CO3": 0.3}, person_days=12.0, cash_rank=1))
    assert found.priority == pytest.approx(1.0 * 0.5 * 1.2 / 17)
    assert (found.rank, found.gap, found.position_weight, found.forced) == (1, 1.0, 0.5, False)


def test_over_several_sub_capabilities_gaps_average_and_effects_add() -> None:
    """An initiative for the whole organization: mean gap 1, mean weight 0.75, effect 0.6."""
    (found,) = rank(initiative("I33", None, {"CO1": 0.3, "AD2": 0.3}))
    assert found.priority == pytest.approx(1.0 * 0.75 * 0.6 / 10)


def test_nothing_to_close_is_no_candidate() -> None:
    """No gap, an unknown gap and a sub-capability that the merchant does not have stay out."""
    closed = Situation({"CO1": 0.0}, frozenset({"CO1", "CO2"}), {"CO1": 1.0, "CO2": 1.0, "TA1": 1.0})
    found = rank(
        initiative("I01", "CO1", {"CO1": 1.0}),
        initiative("I02", "CO2", {"CO2": 1.0}),
        initiative("I17", "TA1", {"TA1": 1.0}),
        rules=(fired("I17"),),
        situation=closed,
    )
    assert found == ()


def test_a_fired_rule_brings_its_initiative_without_a_gap() -> None:
    """The rule is named; the priority is zero; a quiet rule brings nothing."""
    quiet = Recommendation("R2", "quiet", (), (), ("I99",))
    found = rank(
        initiative("I10", "CO2", {"CO2": 1.0}),
        initiative("I99", "CO2", {"CO2": 1.0}),
        rules=(fired("I10"), fired("I10"), quiet),
    )
    assert [(f.initiative, f.rules, f.gap, f.priority) for f in found] == [("I10", ("R1", "R1"), None, 0.0)]


def test_forced_initiatives_go_first() -> None:
    """I28 and I33 lead whatever their priority, when forced, even without a known gap."""
    strong = initiative("I01", "CO1", {"CO1": 5.0})
    forced = [initiative("I28", "AD4", {"AD4": 0.1}), initiative("I33", None, {"AD2": 0.1})]
    assert [f.initiative for f in rank(strong, *forced, force=True)] == ["I33", "I28", "I01"]
    assert [f.initiative for f in rank(strong, *forced)] == ["I01", "I33"]


def test_a_prerequisite_comes_first_and_what_needs_it_waits() -> None:
    """I04 needs I03 although it has the higher priority; an absent prerequisite counts as in place."""
    found = rank(
        initiative("I04", "CO1", {"CO1": 3.0}, prerequisites=("I03",)),
        initiative("I03", "AD2", {"AD2": 1.0}),
        initiative("I09", "CO1", {"CO1": 0.1}, prerequisites=("I28",)),
    )
    assert [(f.initiative, f.rank) for f in found] == [("I03", 1), ("I04", 2), ("I09", 3)]


def test_the_quarter_holds_six_initiatives_and_sixty_days_for_small_merchants() -> None:
    """The seventh waits; a large one is passed over for one that fits."""
    many = tuple(initiative(f"I{n:02d}", "CO1", {"CO1": 1.0}, person_days=5.0) for n in range(1, 9))
    assert len(ranked_initiatives(many, OPEN, (), SMALL_CAPACITY, force=False)) == 6
    heavy = tuple(
        initiative(name, "CO1", {"CO1": effect}, person_days=days)
        for name, effect, days in (("I01", 9.0, 50.0), ("I02", 8.0, 50.0), ("I03", 0.1, 10.0))
    )
    found = ranked_initiatives(heavy, OPEN, (), SMALL_CAPACITY, force=False)
    assert [f.initiative for f in found] == ["I01", "I03"]
    assert (capacity_of("G2"), capacity_of("G3")) == (SMALL_CAPACITY, LARGE_CAPACITY)


def test_no_effort_is_no_division_by_zero() -> None:
    """An initiative without effort has no priority, and no error."""
    found = rank(initiative("I01", "CO1", {"CO1": 1.0}, person_days=0.0), rules=(fired("I01"),))
    assert found[0].priority == 0.0
    assert rank(initiative("I01", None, {}), rules=(fired("I01"),)) == ()


@pytest.mark.parametrize(
    ("scores", "derived", "forced"),
    [
        ({"AD4-3": 2.9}, {}, True),
        ({"AD4-3": 3.0}, {}, False),
        ({}, {"slow_approvals": 1.0}, True),
        ({}, {"slow_approvals": 0.0}, False),
        ({}, {}, False),
    ],
)
def test_what_forces(scores: dict[str, float], derived: dict[str, float], forced: bool) -> None:
    """AD4-3 below three, or one approval over 24 hours."""
    assert must_force(Operands(scores, {}, derived, {})) is forced


def test_weights_follow_the_planned_mix() -> None:
    """CO1 is primary for F, CO2 secondary for F and A, CO3 serves neither; without a mix all weigh 1."""
    weights = situation_of(FULL, (), {"F": 60.0, "A": 40.0, "S": 0.0}).weights
    assert (weights["CO1"], weights["CO2"], weights["CO3"]) == pytest.approx((0.6, 0.5, 0.0))
    assert set(situation_of(FULL, (), None).weights.values()) == {1.0}


def test_nothing_is_proposed_for_a_position_that_is_not_planned() -> None:
    """Top-KOL work leaves the plan when no sale through top KOLs is planned; an unknown share keeps it."""
    fact = shipped_instrument()
    shown = Score("", "sub_capability", 3.0, 0.3, 2.4, 3.6, 4, 2)
    scores = tuple(replace(shown, id=part.id) for part in fact.sub_capabilities)
    planned = {"F": 60.0, "A": 20.0, "C": 20.0, "S": 0.0}
    assert "TA4" not in situation_of(fact, scores, {**planned, "T": 0.0}).applicable
    assert {"TA1", "TA4", "SE3"} <= situation_of(fact, scores, planned).applicable
    only_own = situation_of(fact, scores, {"F": 100.0, "A": 0.0, "C": 0.0, "T": 0.0, "S": 0.0}).applicable
    assert {part.id for part in fact.sub_capabilities} - only_own == {"TA1", "TA2", "TA3", "TA4"}


EFFECTS = st.lists(
    st.tuples(st.sampled_from(["CO1", "AD2"]), st.floats(0.1, 2), st.integers(1, 40)), max_size=15
)


@given(EFFECTS, st.sampled_from([SMALL_CAPACITY, LARGE_CAPACITY]))
def test_a_plan_fits_its_capacity_and_is_ordered(
    parts: list[tuple[str, float, int]], capacity: Capacity
) -> None:
    """Ranks count from one, priorities fall, and neither number nor days are exceeded."""
    known = tuple(
        initiative(f"I{n:02d}", sub, {sub: effect}, person_days=float(days))
        for n, (sub, effect, days) in enumerate(parts)
    )
    found = ranked_initiatives(known, OPEN, (), capacity, force=False)
    days = {i.id: i.person_days for i in known}
    assert [f.rank for f in found] == list(range(1, len(found) + 1))
    assert [f.priority for f in found] == sorted((f.priority for f in found), reverse=True)
    assert sum(days[f.initiative] for f in found) <= capacity.person_days
    assert len(found) <= capacity.initiatives


def test_rules_and_plan_come_out_of_a_wave() -> None:
    """Scores of sub-capabilities and items reach the rules; missing facts are noted."""
    judged = knowledge(epoch(FULL), rules=(RULE,), initiatives=(initiative("I25", "AD2", {"AD2": 1.2}),))
    rows = responses([[2] * len(FULL.items)])
    result = score_wave(evidence(FULL, rows, {"F16.on_air_budget.hours": 48.0}), Yardsticks(judged, None))
    assert result.recommendations[0].status == "fired"
    assert result.initiatives[0].rules == ("R1",)
    blind = score_wave(evidence(FULL, rows), Yardsticks(judged, None))
    assert blind.recommendations[0].missing == ("F16.on_air_budget.hours",)
    assert "facts_incomplete" in blind.data_quality.notes
