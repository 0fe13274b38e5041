"""What the plan would make of scores: sums worked by hand, and what has to hold for every plan."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.scenario import Caps, Settings
from scoring.organization.advice import Plan, ProjectedScore
from scoring.organization.ground import Ground
from scoring.organization.projection import projections, total_effect
from scoring.organization.roadmap import roadmap
from scoring.results import PositionReadiness
from tests.scoring.builders import initiative
from tests.scoring.organization.roads import ground, scored

PLAIN = Settings()
TWO = (initiative("I01", "CO1", {"CO1": 1.0}), initiative("I02", "CO1", {"CO1": 0.5, "CO2": 0.2}))


def ready(place: Ground, value: float | None, position: str = "F") -> Ground:
    """Give the ground one position with this readiness."""
    score = replace(scored(position, value), kind="overlay")
    return replace(
        place,
        result=replace(place.result, readiness=(PositionReadiness(position, score, None, mismatch=False),)),
    )


def projected(
    place: Ground, settings: Settings = PLAIN, plan: Plan | None = None
) -> dict[str, ProjectedScore]:
    """Projections by id."""
    made = plan or roadmap(place, settings)
    return {p.id: p for p in projections(place, made, settings)}


def test_effects_add_up_with_diminishing_returns() -> None:
    """CO1 at 2.0: 1.0 + half of 0.5 is 1.25; SD sqrt(0.3^2 + 0.625^2) = 0.6933, so 3.25 +/- 1.359."""
    found = projected(ground(TWO, {"CO1": 2.0}))["CO1"]
    assert (found.now, found.then, found.target) == (2.0, pytest.approx(3.25), 3.5)
    assert (found.now_low, found.now_high) == pytest.approx((1.412, 2.588))
    assert (found.then_low, found.then_high) == pytest.approx((1.8912, 4.6088), abs=1e-4)


def test_a_side_effect_counts_and_what_is_not_planned_does_not() -> None:
    """CO2 at 3.5 gains half of 0.2 from I02; once I02 is skipped it keeps its value and interval."""
    place = ground(TWO, {"CO1": 2.0})
    assert projected(place)["CO2"].then == pytest.approx(3.6)
    without = projected(place, Settings(skipped=("I02",)))["CO2"]
    assert (without.then, without.then_low, without.then_high) == pytest.approx(
        (without.now, without.now_low, without.now_high)
    )


def test_what_is_withheld_stays_so() -> None:
    """No score today is no score then, though an initiative works on it."""
    found = projected(ground(TWO, {"CO1": 2.0, "CO2": None}))["CO2"]
    assert (found.now, found.then, found.then_low, found.then_high) == (None, None, None, None)


def test_effects_fade_towards_the_top() -> None:
    """From 4.6 a level is not to be had: 0.4 / 3 of it counts, with half of that as doubt."""
    place = ground(TWO[:1], {"CO1": 4.6})
    found = projected(place, Settings(targets={"CO1": 5.0}))["CO1"]
    gain = 0.4 / 3
    assert (found.then, found.then_high, found.target) == (pytest.approx(4.6 + gain), 5.0, 5.0)
    assert found.then_low == pytest.approx(4.6 + gain - 1.96 * (0.3**2 + (gain / 2) ** 2) ** 0.5)


def test_readiness_gains_the_weighted_mean() -> None:
    """F: CO1, AD1, SE1 primary, the three second ones half: 1.25 x 1 and 0.1 x 0.5 over 4.5 is 0.289."""
    place = ready(ground(TWO, {"CO1": 2.0}, facts={"F5.F": 60.0}), 2.4)
    found = projected(place)["F"]
    assert (found.kind, found.planned_share) == ("position", 60.0)
    gain = 1.3 / 4.5
    assert found.then == pytest.approx(2.4 + gain)
    assert found.then_high == pytest.approx(2.4 + gain + 1.96 * (0.3**2 + (gain / 2) ** 2) ** 0.5)
    assert projected(place, Settings(mix={"F": 20.0, "A": 80.0}))["F"].planned_share == 20.0


def test_the_target_of_a_position_follows_targets_set_by_hand() -> None:
    """CO1 aims at 4.4 instead of 3.5: (4.4 + 3.5 x 3.5) / 4.5 = 3.7; a withheld position has no gain."""
    place = ready(ground(TWO, {"CO1": 2.0}), None)
    found = projected(place, Settings(targets={"CO1": 4.4}))["F"]
    assert found.target == pytest.approx(3.7)
    assert (found.now, found.then, found.then_low) == (None, None, None)
    assert projected(place)["F"].target == pytest.approx(3.5)


def test_an_empty_plan_changes_nothing() -> None:
    """Caps of zero: then is now, with the same interval."""
    for found in projected(ready(ground(TWO, {"CO1": 2.0}), 2.4), Settings(caps=Caps((0.0,)))).values():
        assert (found.then, found.then_low, found.then_high) == pytest.approx(
            (found.now, found.now_low, found.now_high)
        )


EFFECTS = st.lists(st.floats(-0.5, 3.0), max_size=5)


@given(EFFECTS, st.floats(1.0, 5.0), st.floats(1.0, 5.0))
def test_nothing_is_projected_below_today_or_off_the_scale(
    effects: list[float], value: float, readiness: float
) -> None:
    """Values and lower ends never fall, ranges hold their value, and are no narrower inside the scale."""
    known = tuple(initiative(f"I{n:02d}", "CO1", {"CO1": e}) for n, e in enumerate(effects))
    place = ready(ground(known, {"CO1": value}), readiness)
    for found in projected(place, Settings(required=tuple(i.id for i in known))).values():
        ends = (found.now, found.now_low, found.now_high, found.then, found.then_low, found.then_high)
        now, now_low, now_high, then, low, high = (x for x in ends if x is not None)
        assert then >= now
        assert low >= now_low - 1e-9
        assert 1.0 <= low <= then <= high <= 5.0
        if low > 1.0 and high < 5.0:
            assert high - low >= now_high - now_low - 1e-9


@given(st.lists(st.floats(0.0, 3.0), max_size=6), st.floats(0.0, 3.0))
def test_more_effects_are_worth_more_but_less_than_their_sum(effects: list[float], more: float) -> None:
    """Order does not matter; another effect adds between half of nothing and all of itself."""
    before, after = total_effect(tuple(effects)), total_effect((*effects, more))
    assert after == pytest.approx(total_effect((more, *reversed(effects))))
    assert before - 1e-12 <= after <= before + more + 1e-12
    assert after <= 2 * max((*effects, more)) + 1e-12
