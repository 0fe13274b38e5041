"""Draws of scores: their means, their spread, and what moves together."""

from dataclasses import replace

import numpy as np
import pytest

from assessment.content.loader import shipped_instrument
from scoring.organization.score_draws import draw_scores
from scoring.results import WITHHELD_NO_ANSWER, WaveResult
from tests.golden.organization.cases import Evidence, ground_of

INSTRUMENT = shipped_instrument()
MANY = 20_000
TARGET = 3.5


def run(evidence: Evidence, error_of_dimensions: float | None = None) -> WaveResult:
    """Score a merchant; dimensions may get an error of their own."""
    result = ground_of({}, evidence).result
    if error_of_dimensions is None:
        return result
    wider = tuple(replace(d, standard_error=error_of_dimensions) for d in result.dimensions)
    return replace(result, dimensions=wider)


@pytest.mark.parametrize("error", [0.10, 0.15, 0.2])
def test_dimensions_and_parts_have_their_own_errors(error: float) -> None:
    """Parts of error 0.2 whose dimension has 0.1 (independent), 0.15 or 0.2 (all of it shared)."""
    drawn = draw_scores(INSTRUMENT, run(Evidence(error=0.2), error), TARGET, MANY, 1)
    for key, wanted in (("AD", error), ("AD2", 0.2), ("SE", error), ("SE4", 0.2)):
        values = drawn.scores[key]
        assert values.mean() == pytest.approx(3.0, abs=5 * wanted / MANY**0.5)
        assert values.std() == pytest.approx(wanted, rel=0.03)


def test_a_dimension_is_the_mean_of_its_parts() -> None:
    """Where the dimension is the mean of its parts, every draw of it is the mean of theirs."""
    drawn = draw_scores(INSTRUMENT, run(Evidence(error=0.2), 0.17), TARGET, 100, 1)
    parts = [drawn.scores[f"PR{n}"] for n in range(1, 5)]
    np.testing.assert_allclose(drawn.scores["PR"], np.mean(parts, axis=0))


def test_draws_stay_on_the_scale() -> None:
    """A score near the end of the scale is clipped, with its figures."""
    drawn = draw_scores(INSTRUMENT, run(Evidence(default=1.1, error=1.0)), TARGET, 1000, 1)
    assert all(
        values.min() == 1.0 and values.max() <= 5.0 for key, values in drawn.scores.items() if len(key) == 3
    )
    assert drawn.figures["talent_shortfall"].max() == TARGET - 1.0


def test_learning_a_score_does_not_move_the_others() -> None:
    """Every score has its own stream: the draws of AD2 are the same whether SE4 is known or not."""
    with_it = draw_scores(INSTRUMENT, run(Evidence()), TARGET, 50, 7)
    without = draw_scores(INSTRUMENT, run(Evidence(scores={"SE4": "unknown"})), TARGET, 50, 7)
    np.testing.assert_array_equal(with_it.scores["AD2"], without.scores["AD2"])
    assert "SE4" not in without.scores


def test_a_dimension_without_known_parts_moves_by_its_own_error() -> None:
    """A known dimension is drawn even where its parts are withheld; an unknown one is not."""
    result = run(Evidence())
    gone = tuple(
        replace(s, value=None, standard_error=None, withheld=WITHHELD_NO_ANSWER)
        for s in result.sub_capabilities
    )
    drawn = draw_scores(INSTRUMENT, replace(result, sub_capabilities=gone), TARGET, MANY, 3)
    assert set(drawn.scores) == {d.id for d in result.dimensions}
    assert drawn.scores["CO"].std() == pytest.approx(0.1, rel=0.03)
    assert set(drawn.figures) == {"supply_edge", "content_edge"}


def test_the_edge_has_the_error_of_its_dimensions() -> None:
    """(PR + SE) / 2 - (AD + CO) / 2 of four independent dimensions of error 0.1 has error 0.1."""
    drawn = draw_scores(INSTRUMENT, run(Evidence(error=0.2)), TARGET, MANY, 5)
    assert drawn.figures["supply_edge"].std() == pytest.approx(0.1, rel=0.03)
