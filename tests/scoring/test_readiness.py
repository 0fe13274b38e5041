"""Readiness for FACT positions: weights, error, gate and mismatch."""

import pytest

from assessment.domain.response import NOT_APPLICABLE
from scoring.pipeline import score_wave
from scoring.readiness import complete_mix, planned_mix
from scoring.results import PositionReadiness
from tests.scoring.builders import evidence, instrument, responses, yardsticks

FULL = instrument()


def ready(levels: dict[str, int], facts: dict[str, float] | None = None) -> dict[str, PositionReadiness]:
    """Readiness by position; sub-capabilities that are not named are answered with 3."""
    answers = [levels.get(item.sub_capability or "", 3) for item in FULL.items]
    result = score_wave(evidence(FULL, responses([answers]), facts), yardsticks(FULL))
    return {p.position: p for p in result.readiness}


def test_primary_counts_double() -> None:
    """F rests on CO1, AD1, SE1 with weight 1 and CO2, AD2, SE2 with weight 0.5."""
    found = ready({"CO1": 5, "CO2": 1})["F"].score
    assert found.value == pytest.approx((5 + 0.5 * 1 + 2 * 3 + 2 * 0.5 * 3) / 4.5)


def test_a_rater_is_one_source_of_error_in_all_parts() -> None:
    """The error of the combination cannot fall below the rater's own part."""
    found = ready({})["F"].score
    assert found.standard_error is not None
    assert found.standard_error**2 > 0.192


def test_not_applicable_parts_leave_the_weight() -> None:
    """Position A rests on what applies; half of the weight must be answered."""
    assert ready({"SE2": NOT_APPLICABLE, "CO2": 5})["A"].score.value == pytest.approx(4.0)
    assert ready({"SE2": 0, "AD2": 0})["A"].score.withheld == "too_few_parts"
    assert ready({"SE2": 0, "AD2": 0, "CO2": 0})["A"].score.withheld == "no_answer"
    gone = dict.fromkeys(("SE2", "AD2", "CO2"), NOT_APPLICABLE)
    assert ready(gone)["A"].score.withheld == "not_applicable"


def test_a_position_that_nothing_serves_is_not_applicable() -> None:
    """No sub-capability names S."""
    assert ready({})["S"].score.withheld == "not_applicable"


@pytest.mark.parametrize(
    ("level", "share", "mismatch"), [(2, 20.0, True), (2, 19.9, False), (3, 60.0, False), (2, None, False)]
)
def test_mismatch_needs_a_plan_and_a_lack(level: int, share: float | None, mismatch: bool) -> None:
    """Planned at least 20 % with readiness below 2.6."""
    facts = {} if share is None else {"F5.A": share}
    found = ready(dict.fromkeys(("SE2", "AD2", "CO2"), level), facts)["A"]
    assert (found.mismatch, found.planned_share) == (mismatch, share)


def test_shares_that_fill_the_hundred_make_the_rest_zero() -> None:
    """F 70 and A 30 leave nothing for S; without the hundred S is unknown."""
    assert planned_mix(FULL, {"F5.F": 70.0, "F5.A": 30.0}) == {"F": 70.0, "A": 30.0, "S": 0.0}
    assert planned_mix(FULL, {"F5.F": 70.0}) == {"F": 70.0}
    assert complete_mix(FULL, {"F5.F": 70.0}) is None
    assert complete_mix(FULL, {"F5.F": 70.0, "F5.A": 0.0, "F5.S": 0.0}) is None
    assert complete_mix(FULL, {"F5.F": 70.0, "F5.A": 30.0}) == {"F": 70.0, "A": 30.0, "S": 0.0}
