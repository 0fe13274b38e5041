"""Agreement of raters: laws, worked numbers, and reasons where there is nobody to agree with."""

import warnings
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from assessment.domain.instrument import Instrument
from assessment.domain.response import NOT_APPLICABLE, UNKNOWN
from scoring.agreement import agreement_indices, chance_variance, scale_agreement
from scoring.item_quality import _nobody
from scoring.items import spread_ceiling
from scoring.matrix import answer_matrix
from scoring.results import (
    WITHHELD_NO_ANSWER,
    WITHHELD_NO_RATER,
    WITHHELD_NO_SPREAD,
    WITHHELD_SMALL_GROUP,
    WITHHELD_TOO_FEW_RATERS,
    ScaleAgreement,
)
from scoring.scales import dimension_specs
from tests.scoring.builders import instrument, plain_instrument, responses

PLAIN = plain_instrument(3, high=5)
HOLED = st.one_of(st.integers(1, 5).map(float), st.just(np.nan))
TABLES = st.integers(0, 8).flatmap(lambda n: hnp.arrays(np.float64, (n, 4), elements=HOLED))


def agreement(table: list[list[int]], source: Instrument = PLAIN, **more: object) -> ScaleAgreement:
    """Agreement on the only dimension of a plain instrument."""
    matrix = answer_matrix(source, responses(table))
    (found,) = scale_agreement(source, matrix, dimension_specs(source), **more)  # type: ignore[arg-type]
    return found


@given(TABLES, st.randoms(use_true_random=False))
def test_order_of_raters_and_items_does_not_matter(table: np.ndarray, random: object) -> None:
    """Agreement belongs to the set of answers."""
    rows, columns = list(range(table.shape[0])), list(range(table.shape[1]))
    random.shuffle(rows)  # type: ignore[attr-defined]
    random.shuffle(columns)  # type: ignore[attr-defined]
    mixed = agreement_indices(table[np.ix_(rows, columns)], 5)
    found = agreement_indices(table, 5)
    assert (mixed is None) == (found is None)
    assert mixed is None or found is None or mixed == pytest.approx(found)


@given(TABLES)
def test_mirrored_levels_agree_as_much(table: np.ndarray) -> None:
    """Keying an item the other way round changes no spread."""
    mirrored, found = agreement_indices(6 - table, 5), agreement_indices(table, 5)
    assert (mirrored is None) == (found is None)
    assert mirrored is None or found is None or mirrored == pytest.approx(found)


@given(TABLES)
def test_agreement_is_full_exactly_when_nobody_differs(table: np.ndarray) -> None:
    """r*wg(j) is 1 and AD 0 exactly when every item has equal answers; no data warn."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = agreement_indices(table, 5)
    given_twice = [c[np.isfinite(c)] for c in table.T if np.isfinite(c).sum() > 1]
    if found is None:
        assert not given_twice
        return
    equal = all(np.ptp(column) == 0 for column in given_twice)
    assert (found[0] > 1 - 1e-9) == equal
    assert (found[1] < 1e-9) == equal


@given(st.integers(2, 9))
def test_answers_spread_over_all_levels_are_as_if_by_chance(n_levels: int) -> None:
    """Very many raters who use every level alike have r*wg(j) near 0, by the definition of s2_EU."""
    table = np.tile(np.arange(1.0, n_levels + 1), 1000)[:, None]
    found = agreement_indices(table, n_levels)
    assert found is not None
    assert found[0] == pytest.approx(0.0, abs=1e-3)
    assert chance_variance(n_levels) == pytest.approx(np.var(np.arange(n_levels)))


def test_two_camps_are_worse_than_chance() -> None:
    """Half at 1 and half at 5: below 0, with an AD above the ceiling."""
    found = agreement([[1, 1, 1], [1, 1, 1], [5, 5, 5], [5, 5, 5]])
    assert found.rwg is not None
    assert found.deviation is not None
    assert found.rwg == pytest.approx(1 - (16 / 3) / 2)
    assert found.deviation == 2.0 > spread_ceiling(5)


def test_a_dimension_by_hand() -> None:
    """Three raters, two items: variances 1/3 and 1, deviations 4/9 and 2/3."""
    found = agreement([[4, 2, 0], [4, 3, 0], [3, 4, 5]])
    assert found.rwg == pytest.approx(1 - (1 / 3 + 1) / 2 / 2)
    assert found.deviation == pytest.approx((4 / 9 + 2 / 3) / 2)
    assert (found.n_items, found.n_raters, found.withheld) == (2, 3, None)


def test_empty_cells_are_no_levels() -> None:
    """Unknown, not applicable and open answers change neither index."""
    source = replace(PLAIN, items=tuple(replace(i, not_applicable="rule") for i in PLAIN.items))
    full = agreement([[4, 2, 1], [3, 2, 1]], source)
    holed = agreement([[4, 2, 1], [3, 2, 1], [UNKNOWN, NOT_APPLICABLE, 0]], source)
    assert holed == full


def test_one_rater_agrees_with_nobody() -> None:
    """A single rater, or raters without a common item, give a reason and no number."""
    for table in ([[3, 3, 3]], [[3, 0, 0], [0, 3, 0], [0, 0, 3]]):
        found = agreement(table)
        assert (found.rwg, found.deviation, found.withheld) == (None, None, WITHHELD_TOO_FEW_RATERS)
        assert (found.n_items, found.n_raters) == (0, 0)


def test_nothing_answered_has_its_own_reason() -> None:
    """A dimension that nobody answered is not one that one rater answered."""
    assert agreement([[0, 0, UNKNOWN], [0, 0, 0]]).withheld == WITHHELD_NO_ANSWER


def test_a_wave_without_raters_says_so() -> None:
    """No response at all is its own reason."""
    (found,) = scale_agreement(PLAIN, _nobody(PLAIN), dimension_specs(PLAIN))
    assert (found.withheld, found.n_raters) == (WITHHELD_NO_RATER, 0)


def test_items_of_one_role_have_nobody_to_agree_with() -> None:
    """Items that one role alone is asked are left out, as in the spread of items."""
    source = instrument()
    table = [[3] * len(source.items), [4] * len(source.items)]
    matrix = answer_matrix(source, responses(table, ("LIVE", "OWN")))
    for found in scale_agreement(source, matrix, dimension_specs(source)):
        assert found.n_items == 4
        assert found.deviation == pytest.approx(0.5)


def test_few_people_who_were_promised_silence_are_not_told_about() -> None:
    """In a wave that is not named, items of fewer than five answers are left out and named as the reason."""
    four, five = [[3, 4, 5]] * 4, [[3, 4, 5], [2, 4, 5], [3, 4, 5], [3, 3, 5], [3, 4, 4]]
    assert agreement(four, mode="anonymous").withheld == WITHHELD_SMALL_GROUP
    assert agreement(five, mode="anonymous") == agreement(five)


def test_a_scale_of_one_level_says_nothing() -> None:
    """Without two levels there is no disagreement to measure."""
    assert agreement([[1, 1, 1], [1, 1, 1]], plain_instrument(3, high=1)).withheld == WITHHELD_NO_SPREAD


def test_ten_thousand_raters_are_no_trouble() -> None:
    """A long wave is only longer arithmetic."""
    table = np.random.default_rng(0).integers(1, 6, (10_000, 3)).tolist()
    found = agreement(table)
    assert found.n_raters == 10_000
    assert found.rwg == pytest.approx(0.0, abs=0.05)
