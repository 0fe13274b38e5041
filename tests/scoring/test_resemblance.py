"""Laws of resemblance to reference archetypes."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.resemblance import chi_square_tail, resemblance
from scoring.results import Score
from tests.scoring.builders import ARCHETYPES, DIMENSIONS

VALUES = st.lists(st.one_of(st.none(), st.floats(1, 5)), min_size=3, max_size=3)


def scores(values: list[float | None], error: float = 0.3) -> tuple[Score, ...]:
    """Dimension scores; None is withheld."""
    return tuple(
        Score(
            d,
            "dimension",
            v,
            None if v is None else error,
            None,
            None,
            1,
            1,
            "no_answer" if v is None else None,
        )
        for d, v in zip(DIMENSIONS, values, strict=True)
    )


@given(VALUES, st.floats(0.05, 2.0))
def test_memberships_are_probabilities(values: list[float | None], error: float) -> None:
    """Memberships sum to one and fall, or there are none and a reason."""
    found = resemblance(ARCHETYPES, scores(values, error))
    shares = [m.probability for m in found.memberships]
    if found.withheld:
        assert shares == []
        assert None in values
    else:
        assert sum(shares) == pytest.approx(1.0)
        assert shares == sorted(shares, reverse=True)
        assert found.mixed == (shares[0] < 0.6)


def test_a_merchant_at_a_centroid_resembles_it() -> None:
    """At the centre of an archetype it comes first and is not atypical."""
    found = resemblance(ARCHETYPES, scores([4.0, 2.5, 2.5]))
    assert found.memberships[0].archetype == "content"
    assert not found.atypical


def test_thin_evidence_pulls_towards_the_weights() -> None:
    """A very large own error leaves the archetypes' weights."""
    found = resemblance(ARCHETYPES, scores([4.0, 4.0, 4.0], error=50.0))
    shares = {m.archetype: m.probability for m in found.memberships}
    assert shares == pytest.approx({"early": 0.5, "advanced": 0.3, "content": 0.2}, abs=0.01)


def test_a_dimension_without_a_score_is_marginalized() -> None:
    """Rows and columns are dropped: a model without the open dimension says the same."""
    wide = replace(
        ARCHETYPES,
        dimensions=(*DIMENSIONS, "PR"),
        covariance=(*((*row, 0.1) for row in ARCHETYPES.covariance), (0.1, 0.1, 0.1, 0.3)),
        members=tuple(replace(m, center={**m.center, "PR": 3.0}) for m in ARCHETYPES.members),
    )
    withheld = Score("PR", "dimension", None, None, None, None, 0, 0, "no_answer")
    known = scores([2.0, 3.0, 4.0])
    assert resemblance(wide, (*known, withheld)).memberships == resemblance(ARCHETYPES, known).memberships


def test_far_from_everything_is_atypical() -> None:
    """A shape that no archetype has is said to be atypical."""
    assert resemblance(ARCHETYPES, scores([1.0, 5.0, 1.0], error=0.1)).atypical


def test_other_dimensions_have_no_archetypes() -> None:
    """A foreign instrument resembles nobody, and says why."""
    found = resemblance(ARCHETYPES, scores([3.0, 3.0, 3.0])[:2])
    assert (found.withheld, found.memberships) == ("not_applicable", ())


def test_chi_square_tail_agrees_with_the_printed_table() -> None:
    """Upper 0.1 % points of the chi-square table: 10.828 (1), 16.266 (3), 20.515 (5)."""
    tails = [chi_square_tail(x, k) for x, k in ((10.828, 1), (16.266, 3), (20.515, 5))]
    assert tails == pytest.approx([0.001] * 3, rel=1e-3)
    assert np.isclose(chi_square_tail(0.0, 3), 1.0)
