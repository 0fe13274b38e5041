"""Laws of the archetype map: axes, the merchant's place and ellipse, and a density that shows nobody."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.linalg import eigh

from assessment.content.loader import knowledge
from scoring.archetype_map import ELLIPSE_POINTS, GRID, archetype_map, discriminant_axes, peer_density
from scoring.arrays import FloatArray
from scoring.mixtures import Mixture, mixture_of
from scoring.results import ArchetypeMap, Score

MODEL = knowledge().archetypes
SEEDS = st.integers(0, 2**32 - 1)
FRAME = (-3.0, 3.0, -3.0, 3.0)


def scores(values: Sequence[float | None], error: float = 0.3) -> tuple[Score, ...]:
    """Dimension scores of the shipped model; None is withheld."""
    return tuple(
        Score(d, "dimension", v, None, None, None, 0, 0, "no_answer")
        if v is None
        else Score(d, "dimension", v, error, None, None, 1, 1)
        for d, v in zip(MODEL.dimensions, values, strict=True)
    )


def drawn(
    values: Sequence[float | None], error: float = 0.3, peers: FloatArray | None = None
) -> ArchetypeMap:
    """Draw a map that must be there."""
    found = archetype_map(MODEL, scores(values, error), peers)
    assert found is not None
    return found


def area(found: ArchetypeMap) -> float:
    """Area of the ellipse's polygon."""
    x, y = np.array(found.ellipse).T
    return float(abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2)


def some_mixture(seed: int, k: int) -> Mixture:
    """Draw a mixture of five dimensions."""
    stream = np.random.default_rng(seed)
    root = stream.normal(size=(5, 5))
    return Mixture(
        stream.dirichlet(np.full(k, 5.0)),
        stream.uniform(1, 5, (k, 5)),
        (root @ root.T + 0.2 * np.eye(5))[None],
    )


@given(SEEDS, st.integers(3, 8))
def test_axes_are_the_generalized_eigenvectors(seed: int, k: int) -> None:
    """Loadings and separation are those of scipy's eigh(between, within), up to length and sign."""
    mixture = some_mixture(seed, k)
    axes, separation = discriminant_axes(mixture)
    values, vectors = eigh(mixture.between(), mixture.within())
    expected = (vectors / np.linalg.norm(vectors, axis=0))[:, ::-1].T[:2]
    assert np.abs(np.sum(axes * expected, axis=1)) == pytest.approx(np.ones(2), abs=1e-6)
    assert separation == pytest.approx((values[-1] / values.sum(), values[-2] / values.sum()), abs=1e-9)


@given(SEEDS, st.integers(1, 8))
def test_axes_have_unit_length_a_fixed_sign_and_no_common_variance(seed: int, k: int) -> None:
    """Also with one or two types: unit length, uncorrelated inside types, signs that are fixed."""
    mixture = some_mixture(seed, k)
    axes, _ = discriminant_axes(mixture)
    within = mixture.within()
    assert np.linalg.norm(axes, axis=1) == pytest.approx(np.ones(2))
    scale = np.sqrt((axes[0] @ within @ axes[0]) * (axes[1] @ within @ axes[1]))
    assert axes[0] @ within @ axes[1] / scale == pytest.approx(0.0, abs=1e-6)
    assert axes[0].sum() >= 0
    assert axes[1][np.argmax(np.abs(axes[1]))] > 0


def test_one_type_is_drawn_on_its_widest_axes() -> None:
    """Without differences between types the axes are the principal axes inside it."""
    mixture = Mixture(np.ones(1), np.full((1, 3), 3.0), np.diag([0.1, 0.4, 0.2])[None])
    axes, separation = discriminant_axes(mixture)
    assert np.abs(axes) == pytest.approx(np.array([[0, 1, 0], [0, 0, 1]]), abs=1e-9)
    assert separation == (0.0, 0.0)


def test_two_types_take_the_second_axis_from_inside() -> None:
    """Two centroids span one direction; the second axis is the widest uncorrelated one."""
    means = np.array([[2.0, 3.0, 3.0], [4.0, 3.0, 3.0]])
    axes, separation = discriminant_axes(Mixture(np.array([0.5, 0.5]), means, np.diag([0.1, 0.2, 0.4])[None]))
    assert axes == pytest.approx(np.array([[1, 0, 0], [0, 0, 1]]), abs=1e-9)
    assert separation == pytest.approx((1.0, 0.0))


@pytest.mark.parametrize("number", range(8))
def test_a_merchant_at_a_centroid_lies_on_it(number: int) -> None:
    """The merchant with the scores of an archetype has its place."""
    member = MODEL.members[number]
    found = drawn([member.center[d] for d in MODEL.dimensions])
    assert (found.x, found.y) == pytest.approx((found.archetypes[number].x, found.archetypes[number].y))


def test_the_ellipse_holds_95_percent() -> None:
    """Of merchants drawn with the stated errors 95 % fall inside (20,000 draws, three deviations)."""
    values = [3.2, 2.8, 3.0, 2.9, 2.5]
    found = drawn(values)
    axes = np.array(found.axes, dtype=np.float64)
    stream = np.random.default_rng(1)
    spread = axes @ (0.09 * np.eye(5)) @ axes.T
    offsets = stream.normal(0, 0.3, (20_000, 5)) @ axes.T
    inside = np.einsum("ni,ij,nj->n", offsets, np.linalg.inv(spread), offsets) <= 5.991464547
    assert np.mean(inside) == pytest.approx(0.95, abs=0.005)
    rim = np.array(found.ellipse) - (found.x, found.y)
    assert np.einsum("ni,ij,nj->n", rim, np.linalg.inv(spread), rim) == pytest.approx(
        [5.991464547] * ELLIPSE_POINTS
    )


def test_thinner_evidence_widens_the_ellipse() -> None:
    """Area grows with the square of the errors; a missing dimension widens it and stays inside the frame."""
    values = [3.2, 2.8, 3.0, 2.9, 2.5]
    assert area(drawn(values, 0.6)) == pytest.approx(4 * area(drawn(values, 0.3)))
    open_one = drawn([*values[:3], None, 2.5])
    assert area(open_one) > area(drawn(values))
    low_x, high_x, low_y, high_y = open_one.extent
    assert all(low_x <= x <= high_x and low_y <= y <= high_y for x, y in open_one.ellipse)


def test_a_missing_dimension_is_put_at_its_conditional_expectation() -> None:
    """With one normal population the expectation is the regression on the known dimensions."""
    one = replace(MODEL, members=(replace(MODEL.members[2], weight=1.0),))
    known = [3.4, 3.2, 3.1, None, 3.0]
    found = archetype_map(one, scores(known, 0.0), None)
    mean = mixture_of(one).means[0]
    here = np.array([0, 1, 2, 4])
    sigma = np.array(MODEL.covariance)
    slope = np.linalg.solve(sigma[np.ix_(here, here)], sigma[here, 3])
    guess = mean[3] + slope @ (np.array([3.4, 3.2, 3.1, 3.0]) - mean[here])
    full = archetype_map(one, scores([3.4, 3.2, 3.1, float(guess), 3.0], 0.0), None)
    assert found is not None
    assert full is not None
    assert (found.x, found.y) == pytest.approx((full.x, full.y))


def test_nothing_is_drawn_from_two_scores() -> None:
    """Where no resemblance is told there is no map either."""
    assert archetype_map(MODEL, scores([3.0, 3.0, None, None, None]), None) is None
    assert archetype_map(MODEL, scores([3.0] * 5)[:4], None) is None


def test_density_needs_twenty_complete_peers() -> None:
    """19 peers give no density; of 20 and one incomplete, 20 are counted."""
    peers = np.random.default_rng(1).normal(3, 0.5, (21, 5))
    peers[20, 1] = np.nan
    few, enough = drawn([3.0] * 5, peers=peers[:19]), drawn([3.0] * 5, peers=peers)
    assert (few.density, few.n_peers) == ((), 19)
    assert (len(enough.density), len(enough.density[0]), enough.n_peers) == (GRID, GRID, 20)
    assert max(map(max, enough.density)) == 1.0
    assert drawn([3.0] * 5).density == ()


def test_the_frame_does_not_follow_single_peers() -> None:
    """The frame is that of archetypes and merchant: the most extreme peer cannot be read off it."""
    peers = np.random.default_rng(1).normal(3, 0.5, (40, 5))
    wild = np.vstack([peers, np.full((1, 5), 5.0)])
    assert drawn([3.0] * 5, peers=wild).extent == drawn([3.0] * 5, peers=peers).extent


def test_a_peer_that_stands_alone_leaves_no_trace() -> None:
    """Around an outlier the density is zero, so that no single merchant shows up as an island."""
    crowd = np.random.default_rng(1).normal(-1.5, 0.3, (60, 2))
    density = np.array(peer_density(np.vstack([crowd, [[2.5, 2.5]]]), FRAME))
    assert density[GRID // 2 :, GRID // 2 :].max() == 0.0
    assert density.max() == 1.0


def test_density_turns_with_the_data() -> None:
    """Rows run from low to high y, columns from low to high x; equal peers do not fail."""
    low_right = np.random.default_rng(1).normal((1.5, -1.5), 0.3, (50, 2))
    density = np.array(peer_density(low_right, FRAME))
    row, column = np.unravel_index(density.argmax(), density.shape)
    assert row < GRID / 2 < column
    assert peer_density(np.zeros((30, 2)) + 9.0, FRAME) == ()
    assert np.isfinite(np.array(peer_density(np.zeros((30, 2)), FRAME))).all()
