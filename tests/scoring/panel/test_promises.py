"""Intervals measured with the norms of a panel keep their promise; role effects take out what they should.

Bounds are wide enough for the number of merchants drawn; ``python -m tests.benchmarks.coverage`` prints the
whole table.
"""

from functools import cache

import pytest

from assessment.domain.organization import EpochNorms
from tests.scoring.simulation import fresh_coverage, own_coverage, owner_bias, panel_norms


@cache
def norms_of_a_panel() -> EpochNorms:
    """Norms of 300 merchants, drawn once for all tests."""
    return panel_norms(300, seed=1)


@pytest.mark.parametrize("n_raters", [1, 3, 5, 8])
def test_a_panel_with_many_single_raters_gives_honest_intervals(n_raters: int) -> None:
    """Of 700 fresh merchants 93-97 % lie inside, in a panel that was itself only drawn."""
    covered, width = fresh_coverage(norms_of_a_panel(), n_raters, 700, seed=2)
    assert 0.93 <= covered <= 0.975
    assert width < 2.1


@pytest.mark.parametrize(("n", "n_populations"), [(1, 500), (5, 120), (20, 30), (100, 6)])
def test_intervals_are_honest_from_the_first_merchant_on(n: int, n_populations: int) -> None:
    """Panels of 1, 5, 20 and 100 merchants, each measured by its own norms, cover 93-99 %."""
    covered, _ = own_coverage(n, n_populations, seed=3)
    assert 0.93 <= covered <= 0.99


def test_owners_are_rosy_and_role_effects_take_it_out() -> None:
    """Owners who answer .48 higher bias scores of theirs alone by nearly that; adjusted, hardly."""
    norms = panel_norms(300, seed=4, roles=True)
    raw, adjusted = owner_bias(norms, 800, seed=5)
    assert raw > 0.4
    assert abs(adjusted) < 0.08
    assert norms.role_effects["OWN"] == pytest.approx(0.46, abs=0.08)
    assert norms.role_effects["CST"] == pytest.approx(-0.46, abs=0.08)


def test_small_panels_do_not_invent_role_effects() -> None:
    """With too few mixed teams effects stay the prior's; roles then count as raters who differ."""
    norms = panel_norms(10, seed=6, roles=True)
    assert all(effect == 0.0 for effect in norms.role_effects.values())
