"""Laws of densities and memberships, one merchant or many."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import multivariate_normal

from assessment.domain.organization import Archetypes
from scoring.arrays import FloatArray
from scoring.assignment import assign, top_two
from scoring.mixtures import Mixture, log_joint, log_total, memberships, mixture_of
from scoring.resemblance import resemblance
from scoring.results import Score
from tests.scoring.builders import ARCHETYPES

SEEDS = st.integers(0, 2**32 - 1)


def some_mixture(stream: np.random.Generator, k: int, d: int, *, shared: bool) -> Mixture:
    """Draw a mixture with correlated dimensions."""
    roots = stream.normal(size=(1 if shared else k, d, d))
    covariances = np.einsum("kij,klj->kil", roots, roots) + 0.2 * np.eye(d)
    return Mixture(stream.dirichlet(np.ones(k)), stream.uniform(1, 5, (k, d)), covariances)


def holed(stream: np.random.Generator, n: int, d: int) -> FloatArray:
    """Scores of which about a quarter is missing."""
    scores = stream.uniform(1, 5, (n, d))
    scores[stream.random((n, d)) < 0.25] = np.nan
    return scores


def own_covariances() -> Archetypes:
    """Archetypes with a covariance each."""
    size = len(ARCHETYPES.dimensions)
    own = [
        tuple(tuple(s if i == j else s / 4 for j in range(size)) for i in range(size))
        for s in (0.2, 0.5, 0.9)
    ]
    members = (replace(m, covariance=c) for m, c in zip(ARCHETYPES.members, own, strict=True))
    return replace(ARCHETYPES, members=tuple(members))


@given(SEEDS, st.integers(1, 4), st.integers(1, 5), st.booleans())
def test_densities_agree_with_scipy(seed: int, k: int, d: int, shared: bool) -> None:
    """Every merchant's density is that of the normal with its own errors on the dimensions that it has."""
    stream = np.random.default_rng(seed)
    mixture, scores = some_mixture(stream, k, d, shared=shared), holed(stream, 6, d)
    errors = stream.uniform(0, 1, scores.shape)
    found = log_joint(mixture, scores, errors)
    for row, score, error in zip(found, scores, errors, strict=True):
        here = np.isfinite(score)
        expected = np.log(mixture.weights)
        if here.any():
            expected = expected + [
                multivariate_normal.logpdf(
                    score[here],
                    mean[here],
                    mixture.covariance(j)[np.ix_(here, here)] + np.diag(error[here] ** 2),
                )
                for j, mean in enumerate(mixture.means)
            ]
        assert row == pytest.approx(expected, rel=1e-8, abs=1e-8)


@given(SEEDS, st.integers(1, 3), st.booleans())
def test_marginalizing_is_dropping(seed: int, lost: int, shared: bool) -> None:
    """A dimension that nobody has might as well not be in the model."""
    stream = np.random.default_rng(seed)
    mixture = some_mixture(stream, 3, 4, shared=shared)
    scores = stream.uniform(1, 5, (5, 4))
    without = np.delete(scores, lost, axis=1)
    scores[:, lost] = np.nan
    smaller = Mixture(
        mixture.weights,
        np.delete(mixture.means, lost, axis=1),
        np.delete(np.delete(mixture.covariances, lost, axis=1), lost, axis=2),
    )
    assert log_joint(mixture, scores) == pytest.approx(log_joint(smaller, without))


@given(SEEDS, st.booleans())
def test_memberships_sum_to_one_and_follow_their_types(seed: int, shared: bool) -> None:
    """Memberships are probabilities, and renumbering the types renumbers the columns."""
    stream = np.random.default_rng(seed)
    mixture, scores = some_mixture(stream, 4, 3, shared=shared), holed(stream, 8, 3)
    shares, order = memberships(log_joint(mixture, scores)), stream.permutation(4)
    assert shares.sum(axis=1) == pytest.approx(np.ones(8))
    assert memberships(log_joint(mixture.ordered(order), scores)) == pytest.approx(shares[:, order])


@pytest.mark.parametrize(("error", "first"), [(0.5, 0.690), (0.0, 0.832)])
def test_the_worked_example_of_the_method(error: float, first: float) -> None:
    """Centres 2 and 4, variance 0.25, score 2.8: 0.690 with an error of 0.5, 0.832 without (by hand)."""
    two = Mixture(np.array([0.5, 0.5]), np.array([[2.0], [4.0]]), np.array([[[0.25]]]))
    found = memberships(log_joint(two, np.array([[2.8]]), np.array([[error]])))
    assert found[0, 0] == pytest.approx(first, abs=5e-4)


def test_the_total_is_the_sum_of_the_joint_densities() -> None:
    """The density of a mixture is the sum over its types."""
    logs = np.log(np.array([[0.1, 0.2], [0.5, 0.25]]))
    assert np.exp(log_total(logs)) == pytest.approx([0.3, 0.75])


def test_covariance_splits_into_within_and_between() -> None:
    """Within plus between is the covariance of the whole mixture (law of total covariance)."""
    mixture = Mixture(
        np.array([0.25, 0.75]),
        np.array([[0.0, 0.0], [4.0, 0.0]]),
        np.array([[[1.0, 0.0], [0.0, 1.0]], [[5.0, 0.0], [0.0, 1.0]]]),
    )
    assert mixture.within() == pytest.approx(np.diag([4.0, 1.0]))
    assert mixture.between() == pytest.approx(np.diag([3.0, 0.0]))


@given(SEEDS)
def test_the_linear_form_is_exact_to_1e5(seed: int) -> None:
    """Memberships of many merchants differ from the exact ones by at most 1e-5."""
    stream = np.random.default_rng(seed)
    scores = holed(stream, 50, 3)
    scores[:10] = stream.uniform(1, 5, (10, 3))
    exact = memberships(log_joint(mixture_of(ARCHETYPES), scores))
    complete = np.isfinite(scores).all(axis=1)
    found = assign(ARCHETYPES, scores)
    assert np.abs(found[complete] - exact[complete]).max() <= 1e-5
    assert np.isnan(found[~complete]).all()  # three dimensions are needed, and there are only three


@pytest.mark.parametrize("model", [ARCHETYPES, own_covariances()], ids=["shared", "own"])
@pytest.mark.parametrize("with_errors", [False, True])
def test_many_merchants_are_told_what_each_is_told(model: Archetypes, with_errors: bool) -> None:
    """Assignment in bulk equals the resemblance of every single merchant."""
    stream = np.random.default_rng(7)
    scores = stream.uniform(1, 5, (40, 3))
    errors = stream.uniform(0.1, 0.6, (40, 3)) if with_errors else np.zeros((40, 3))
    found = assign(model, scores, errors if with_errors else None)
    ids = [member.id for member in model.members]
    for row, score, error in zip(found, scores, errors, strict=True):
        single = tuple(
            Score(d, "dimension", float(v), float(e), None, None, 1, 1)
            for d, v, e in zip(model.dimensions, score, error, strict=True)
        )
        shares = {m.archetype: m.probability for m in resemblance(model, single).memberships}
        assert row == pytest.approx([shares[one] for one in ids], abs=1e-5)


def test_own_covariances_count_by_their_determinant() -> None:
    """At a common centre the narrower archetype is more probable by the ratio of root determinants."""
    at = dict.fromkeys(ARCHETYPES.dimensions, 3.0)
    narrow, wide, _ = own_covariances().members
    two = replace(
        ARCHETYPES,
        members=(replace(narrow, center=at, weight=0.5), replace(wide, center=at, weight=0.5)),
    )
    scores = tuple(Score(d, "dimension", 3.0, 0.0, None, None, 1, 1) for d in two.dimensions)
    first = resemblance(two, scores).memberships[0]
    assert first.archetype == narrow.id
    assert first.probability == pytest.approx(2.5**1.5 / (1 + 2.5**1.5))


def test_top_two_are_the_two_highest() -> None:
    """The two most probable archetypes, most probable first."""
    first, second = top_two(np.array([[0.2, 0.5, 0.3], [0.6, 0.1, 0.3]], dtype=np.float32))
    assert (first.tolist(), second.tolist()) == ([1, 0], [2, 2])


def test_scores_of_another_width_are_refused() -> None:
    """Columns must be the model's dimensions."""
    with pytest.raises(ValueError, match="shape"):
        assign(ARCHETYPES, np.zeros((2, 7)))
    with pytest.raises(ValueError, match="shape"):
        assign(ARCHETYPES, np.zeros((2, 3)), np.zeros((1, 3)))


def test_nobody_is_assigned_to_nobody() -> None:
    """An empty table gives an empty table."""
    assert assign(ARCHETYPES, np.empty((0, 3))).shape == (0, 3)
