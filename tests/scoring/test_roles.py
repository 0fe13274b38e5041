"""What roles see, and when a difference may be called a gap."""

from math import sqrt

import pytest

from scoring.pipeline import score_wave
from scoring.results import WaveResult
from tests.scoring.builders import evidence, instrument, plain_instrument, responses, yardsticks

FULL = instrument()
N = len(FULL.items)


def score(rows: list[list[int]], roles: tuple[str, ...]) -> WaveResult:
    """Score a table of answers."""
    return score_wave(evidence(FULL, responses(rows, roles)), yardsticks(FULL))


def test_role_scores_follow_the_order_of_the_instrument() -> None:
    """Roles come as the instrument lists them, unknown ones last; three dimensions each."""
    result = score([[3] * N] * 3, ("ZZZ", "LIVE", "OWN"))
    assert [r.role for r in result.roles] == ["OWN"] * 3 + ["LIVE"] * 3 + ["ZZZ"] * 3
    assert [r.dimension for r in result.roles[:3]] == ["CO", "AD", "SE"]


def test_a_role_score_rests_on_its_own_answers() -> None:
    """The owner's five does not reach the team's two, and the team's interval is narrower."""
    result = score([[5] * N, [2] * N, [2] * N], ("OWN", "LIVE", "LIVE"))
    owner, team = result.roles[0], result.roles[3]
    assert (owner.score.value, owner.n_respondents, owner.score.n_raters) == (5.0, 1, 1)
    assert (team.score.value, team.n_respondents, team.score.n_raters) == (2.0, 2, 2)
    assert owner.score.standard_error > team.score.standard_error  # type: ignore[operator]  # both given


def test_a_role_that_answered_nothing_of_a_dimension_has_no_number() -> None:
    """Silence of a role is withheld, not zero."""
    silent = [0 if item.dimension == "SE" else 3 for item in FULL.items]
    result = score([silent, [3] * N], ("OWN", "LIVE"))
    assert result.roles[2].score.withheld == "no_answer"
    assert [g.dimension for g in result.role_gaps] == ["CO", "AD"]


def test_an_instrument_without_roles_has_no_role_scores() -> None:
    """A foreign instrument does not invent roles."""
    source = plain_instrument()
    result = score_wave(evidence(source, responses([[1, 2, 3, 4]])), yardsticks(FULL))
    assert (result.roles, result.role_gaps) == ((), ())


def test_gap_error_is_the_formula_of_the_method() -> None:
    """For the same items SE_d^2 = s2_r (1/R_1 + 1/R_2) + s2_e (1/n_1 + 1/n_2)."""
    result = score([[5] * N, [2] * N, [2] * N, [2] * N], ("OWN", "LIVE", "LIVE", "LIVE"))
    gap, c = result.role_gaps[0], result.components
    expected = sqrt(c.rater * (1 + 1 / 3) + c.residual * (1 / 12 + 1 / 36))
    assert gap.standard_error == pytest.approx(expected)
    assert gap.difference == pytest.approx(3.0)
    assert gap.exceeds_noise


def test_items_that_one_side_only_answered_widen_the_gap_error() -> None:
    """Different items do not cancel: the merchant x item part stays."""
    first = [3 if item.core else 0 for item in FULL.items]
    second = [0 if item.core else 3 for item in FULL.items]
    shared = score([first, first], ("OWN", "LIVE")).role_gaps[0]
    apart = score([first, second], ("OWN", "LIVE")).role_gaps[0]
    assert shared.difference == apart.difference == 0.0
    assert apart.standard_error**2 > shared.standard_error**2
    assert not apart.exceeds_noise


def test_owner_is_compared_with_team_and_with_consultant() -> None:
    """The consultant is no part of the team."""
    result = score([[4] * N, [2] * N, [5] * N], ("OWN", "LIVE", "CST"))
    found = {g.against: g.difference for g in result.role_gaps if g.dimension == "CO"}
    assert found == pytest.approx({"team": 2.0, "consultant": -1.0})


def test_a_small_difference_between_two_people_is_noise() -> None:
    """One point between one owner and one other is within 1.96 errors."""
    assert not any(g.exceeds_noise for g in score([[4] * N, [3] * N], ("OWN", "LIVE")).role_gaps)
