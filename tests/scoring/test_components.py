"""Variance components: against regression, against their definition, and the promise of intervals."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from scoring.components import _residual, variance_components
from scoring.matrix import answer_matrix
from scoring.norms import deviations, norms_for
from scoring.results import VarianceComponents
from scoring.scales import dimension_specs
from tests.scoring.builders import epoch, plain_instrument, responses
from tests.scoring.simulation import coverage

SOURCE = plain_instrument(4, high=5)
TABLES = st.integers(1, 5).flatmap(lambda n: hnp.arrays(np.uint8, (n, 4), elements=st.integers(0, 5)))


def components(table: list[list[int]], *, own: bool = False) -> VarianceComponents:
    """Components of one wave on four items with item means 3, or with its own item means."""
    matrix = answer_matrix(SOURCE, responses(table))
    norms = norms_for(SOURCE, None if own else epoch(SOURCE), matrix)
    return variance_components(deviations(matrix, norms), dimension_specs(SOURCE), norms, 4.0)


@given(
    hnp.arrays(np.bool_, (5, 4)),
    hnp.arrays(np.float64, (5, 4), elements=st.floats(-2, 2, allow_subnormal=False)),
)
def test_the_two_way_fit_agrees_with_regression_on_dummies(answered: np.ndarray, values: np.ndarray) -> None:
    """Residual squares and degrees of freedom equal those of least squares on rater and item dummies."""
    rows, columns = answered.any(axis=1), answered.any(axis=0)
    assume(rows.any())
    mask = answered[np.ix_(rows, columns)]
    filled = np.where(mask, values[np.ix_(rows, columns)], 0.0)
    rater, item = np.nonzero(mask)
    design = np.hstack([np.eye(mask.shape[0])[rater], np.eye(mask.shape[1])[item]])
    y = filled[mask]
    fitted = design @ np.linalg.lstsq(design, y, rcond=None)[0]
    squares, freedom = _residual(mask.astype(np.float64), filled)
    assert squares == pytest.approx(np.sum((y - fitted) ** 2), abs=1e-8)
    assert freedom == len(y) - np.linalg.matrix_rank(design)


@given(TABLES)
def test_components_are_finite_and_inside_their_bounds(table: np.ndarray) -> None:
    """Any answers give variances between 0 and the largest that the scale permits."""
    found = components(table.tolist())
    for value in (found.rater, found.merchant_item, found.residual):
        assert 0 <= value <= 4.0
    assert 0 < found.from_prior <= 1


def test_one_rater_leaves_the_prior_alone() -> None:
    """A single rater tells nothing about raters: everything comes from the prior."""
    assert components([[1, 5, 2, 4]]) == VarianceComponents(0.192, 0.1152, 0.512, 0.352, 1.0)


def test_without_data_and_without_weight_the_prior_stands() -> None:
    """A prior worth no degrees of freedom still serves where there is nothing else."""
    matrix = answer_matrix(SOURCE, responses([[1, 5, 2, 4]]))
    norms = replace(norms_for(SOURCE, epoch(SOURCE), matrix), degrees_of_freedom=0.0)
    found = variance_components(deviations(matrix, norms), dimension_specs(SOURCE), norms, 4.0)
    assert (found.rater, found.merchant_item, found.residual) == (0.192, 0.1152, 0.512)


def test_raters_without_a_common_item_leave_rater_and_item_variance_to_the_prior() -> None:
    """If everybody answers another item, raters and items cannot be told apart."""
    found = components([[1, 0, 0, 0], [0, 5, 0, 0], [0, 0, 2, 0]])
    assert (found.rater, found.merchant_item, found.residual) == (0.192, 0.1152, 0.512)


def test_equal_answers_shrink_towards_nothing_but_not_to_it() -> None:
    """Complete agreement gives estimates of 0, blended with the prior by degrees of freedom."""
    found = components([[3, 3, 3, 3]] * 3)
    assert found.rater == pytest.approx(20 * 0.192 / 22)
    assert found.merchant_item == pytest.approx(20 * 0.1152 / 23)
    assert found.residual == pytest.approx(20 * 0.512 / 26)
    assert found.from_prior == pytest.approx(20 / 22)


def test_items_measured_against_themselves_have_no_variance_of_their_own() -> None:
    """With the wave's own item means the merchant x item effect cannot be seen and stays with the prior."""
    table = [[1, 5, 2, 4], [2, 5, 3, 5], [1, 4, 1, 4]]
    assert components(table, own=True).merchant_item == pytest.approx(0.1152)


@pytest.mark.parametrize("open_share", [0.0, 0.4])
def test_moments_are_unbiased_on_incomplete_data(open_share: float) -> None:
    """Over many waves the estimates average to the variances that made the data, holes or not."""
    stream = np.random.default_rng(11)
    source, totals, n = plain_instrument(10, high=5), np.zeros(3), 600
    zero = epoch(source, 0.0)
    for _ in range(n):
        matrix = answer_matrix(source, responses([[1] * 10] * 6))
        norms = norms_for(source, zero, matrix)
        given_cells = stream.random((6, 10)) >= open_share
        values = (
            stream.normal(0, 0.5, (6, 1)) + stream.normal(0, 0.4, (1, 10)) + stream.normal(0, 0.7, (6, 10))
        )
        adjusted = deviations(matrix, norms)
        adjusted = replace(
            adjusted, values=np.where(given_cells, values, 0.0), answered=given_cells.astype(np.float64)
        )
        free = replace(norms, degrees_of_freedom=0.0)
        found = variance_components(adjusted, dimension_specs(source), free, 100.0)
        totals += (found.rater, found.merchant_item, found.residual)
    assert totals / n == pytest.approx([0.25, 0.16, 0.49], abs=0.02)


@pytest.mark.parametrize("n_raters", [1, 3, 5])
def test_a_95_percent_interval_covers_the_truth_in_95_of_100_merchants(n_raters: int) -> None:
    """Coverage over 2,000 simulated merchants, each scored alone, is 93-97 %."""
    covered, width = coverage(n_raters, 2000, seed=1)
    assert 0.93 <= covered <= 0.97
    assert width < 2.0
