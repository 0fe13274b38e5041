"""Bulk sums and scores: against plain counting, with every code, on both ends of every integer type."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from assessment.domain.errors import AnswerNotAllowed
from assessment.domain.instrument import Instrument
from assessment.domain.response import Response
from scoring.forms import bases, equal_weights, evaluate, standard_errors
from scoring.matrix import answer_matrix
from scoring.norms import default_prior, deviations, norms_for
from scoring.panel.adjusted import adjusted_scores
from scoring.panel.fixed import NO_SCORE, SCORE_UNIT
from scoring.panel.merchant import arithmetic, merchant_scores
from scoring.panel.raters import rater_sums
from scoring.panel.sums import DimensionSums, dimension_sums, mean_scores, panel_key, whole_means
from scoring.scales import dimension_specs
from tests.scoring.builders import epoch, instrument, plain_instrument, responses

MIXED = instrument(reverse=("CO1-1", "AD2-3", "AD2-1"))
LEVELS = st.sampled_from([0, 1, 2, 3, 4, 5, 254, 255])
WIDE = plain_instrument(20, low=2, high=40, reverse=[3])


def columns_of(n: int, source: Instrument = MIXED) -> st.SearchStrategy[np.ndarray]:
    """Legal answers of n merchants."""
    return hnp.arrays(np.uint8, (len(source.items), n), elements=LEVELS)


def counted(source: Instrument, given_: tuple[Response, ...]) -> tuple[np.ndarray, ...]:
    """Count n, sum and squares of keyed levels plainly; each has shape (n_dimensions, n_responses)."""
    matrix = answer_matrix(source, given_)
    cells = [
        (matrix.answered[:, list(s.columns)], matrix.levels[:, list(s.columns)])
        for s in dimension_specs(source)
    ]
    return tuple(
        np.array([np.where(seen, levels.astype(np.int64) ** power, 0).sum(axis=1) for seen, levels in cells])
        for power in (0, 1, 2)
    )


def three(sums: DimensionSums) -> tuple[np.ndarray, ...]:
    """Return the three sums of the levels themselves."""
    return sums.n, sums.level_sums(), sums.level_squares()


@given(st.integers(1, 6).flatmap(columns_of))
def test_sums_are_those_of_counting_cell_by_cell(columns: np.ndarray) -> None:
    """The three sums equal plain counting, with reverse items, open cells and both other codes."""
    expected = counted(MIXED, responses(columns.T.tolist()))
    for ours, theirs in zip(three(dimension_sums(panel_key(MIXED), columns)), expected, strict=True):
        assert np.array_equal(ours, theirs)


def test_wide_scales_and_many_merchants_keep_their_sums() -> None:
    """Squares beyond a byte, levels from 2, more merchants than a block: all summed exactly."""
    stream = np.random.default_rng(1)
    columns = stream.integers(2, 41, (20, 70_000), dtype=np.uint8)
    columns[stream.random(columns.shape) < 0.2] = 254
    keyed = columns.astype(np.int64)
    keyed[3] = np.where(columns[3] == 254, 254, 42 - keyed[3])
    seen = columns != 254
    found = dimension_sums(panel_key(WIDE), columns)
    assert np.array_equal(found.n[0], seen.sum(axis=0))
    assert np.array_equal(found.level_sums()[0], (keyed * seen).sum(axis=0))
    assert np.array_equal(found.level_squares()[0], (keyed**2 * seen).sum(axis=0))


def test_five_dimensions_of_twelve_items_take_15_bytes_a_merchant() -> None:
    """On five levels every sum fits one byte."""
    assert panel_key(plain_instrument(12, high=5)).sum_type() == np.uint8
    assert panel_key(plain_instrument(12, high=6)).sum_type() == np.uint16


@pytest.mark.parametrize("code", [6, 9, 253])
def test_a_byte_that_means_nothing_is_refused_by_name(code: int) -> None:
    """The item and the value are named, wherever in the panel the byte stands."""
    columns = np.full((36, 40_000), 3, np.uint8)
    columns[7, 39_999] = code
    with pytest.raises(AnswerNotAllowed) as caught:
        dimension_sums(panel_key(MIXED), columns)
    assert caught.value.fields == {"item_id": MIXED.items[7].id, "value": code}


def test_below_the_lowest_level_is_no_answer_either() -> None:
    """Where a scale starts at 2, a 1 is refused."""
    columns = np.full((20, 3), 2, np.uint8)
    columns[5, 1] = 1
    with pytest.raises(AnswerNotAllowed):
        dimension_sums(panel_key(WIDE), columns)


def test_shapes_and_scales_that_cannot_be_are_refused() -> None:
    """Other types, other numbers of items, and levels that collide with codes are reasons, not numbers."""
    key = panel_key(MIXED)
    for wrong in (np.zeros((35, 2), np.uint8), np.zeros((36, 2), np.int16), np.zeros(36, np.uint8)):
        with pytest.raises(ValueError, match="expected bytes"):
            dimension_sums(key, wrong)
    with pytest.raises(ValueError, match="collide"):
        panel_key(plain_instrument(3, low=0, high=4))


@pytest.mark.parametrize("n", [0, 1, 9, 10, 300])
def test_any_number_of_merchants_is_scored(n: int) -> None:
    """No merchant, one, a few: a score each; who answered nothing has none, and no warning is given."""
    columns = np.full((36, n), 4, np.uint8)
    columns[:, : n // 2] = 255
    scores = mean_scores(dimension_sums(panel_key(instrument()), columns))
    assert np.isnan(scores[:, : n // 2]).all()
    assert (scores[:, n // 2 :] == 4.0).all()


@given(columns_of(6))
def test_whole_means_are_the_means_to_their_unit(columns: np.ndarray) -> None:
    """Whole numbers hold the mean to half of 1/10,000 level, and 0 where there is none."""
    sums = dimension_sums(panel_key(MIXED), columns)
    means, whole = mean_scores(sums), whole_means(sums)
    assert whole.dtype == np.uint16
    assert np.array_equal(whole == NO_SCORE, np.isnan(means))
    assert whole[whole > 0] / SCORE_UNIT == pytest.approx(means[whole > 0], abs=0.51 / SCORE_UNIT)


@given(columns_of(5), hnp.arrays(np.float64, 36, elements=st.floats(1, 5)))
def test_adjusted_scores_are_those_of_the_pipeline(columns: np.ndarray, means: np.ndarray) -> None:
    """Pattern tables give what deviations from item means give, to single precision."""
    zero = epoch(MIXED, 3.0, **{i.id: m for i, m in zip(MIXED.items, means.tolist(), strict=True)})
    found = adjusted_scores(dimension_sums(panel_key(MIXED), columns), columns, means)
    for place, row in enumerate(columns.T):
        matrix = answer_matrix(MIXED, responses([row.tolist()]))
        adjusted = deviations(matrix, norms_for(MIXED, zero, matrix))
        specs = dimension_specs(MIXED)
        forms = evaluate(adjusted, equal_weights(adjusted, specs), bases(means, specs))
        given_ = [matrix.answered[:, list(s.columns)].any() for s in specs]
        expected = np.where(given_, forms.values, np.nan)
        assert found[:, place] == pytest.approx(expected, abs=2e-6, nan_ok=True)


def test_who_skips_hard_items_gains_nothing() -> None:
    """A typical merchant who answers the easy half only: the raw mean rises, the adjusted one does not."""
    source = plain_instrument(12, high=5)
    means = np.array([2.0, 4.0] * 6)
    columns = np.where(means == 4.0, 4, 0).astype(np.uint8)[:, None]
    sums = dimension_sums(panel_key(source), columns)
    assert mean_scores(sums)[0, 0] == 4.0
    assert adjusted_scores(sums, columns, means)[0, 0] == pytest.approx(3.0)


def test_item_means_must_all_be_known() -> None:
    """Without a mean for every item, or with other merchants' sums, nothing is adjusted."""
    columns = np.full((36, 2), 3, np.uint8)
    sums = dimension_sums(panel_key(MIXED), columns)
    with pytest.raises(ValueError, match="mean"):
        adjusted_scores(sums, columns, np.full(36, np.nan))
    with pytest.raises(ValueError, match="merchants"):
        adjusted_scores(sums, columns[:, :1], np.full(36, 3.0))
    with pytest.raises(ValueError, match="mean"):
        arithmetic(MIXED, np.full(36, np.nan), default_prior(MIXED.scale))


@given(st.integers(1, 7).flatmap(columns_of), st.randoms(use_true_random=False))
def test_rater_sums_are_those_of_each_merchant_alone(columns: np.ndarray, chance: object) -> None:
    """Sums and squares within and between raters equal the definition, however rows are divided."""
    rows = np.ascontiguousarray(columns.T)
    stream = np.random.default_rng(chance.randrange(2**32))  # type: ignore[attr-defined]
    starts = np.unique([0, *stream.integers(0, len(rows), 2)])
    found = rater_sums(panel_key(MIXED), rows, starts)
    n, totals, squares = counted(MIXED, responses(rows.tolist()))
    v, q = totals - n, squares - 2 * totals + n
    parts = np.where(n > 0, v**2 / np.maximum(n, 1), 0.0)
    for merchant, (start, end) in enumerate(zip(starts, [*starts[1:], len(rows)], strict=True)):
        here = slice(start, end)
        assert np.array_equal(found.n[:, merchant], n[:, here].sum(axis=1))
        assert np.array_equal(found.raters[:, merchant], (n[:, here] > 0).sum(axis=1))
        assert found.within()[:, merchant] == pytest.approx((q - parts)[:, here].sum(axis=1), abs=1e-9)
        whole = v[:, here].sum(axis=1) ** 2 / np.maximum(n[:, here].sum(axis=1), 1)
        assert found.between()[:, merchant] == pytest.approx(parts[:, here].sum(axis=1) - whole, abs=1e-9)


def test_ten_thousand_raters_of_one_merchant_beside_a_single_one() -> None:
    """The widest merchant decides how wide sums are; the smallest beside it is right as well."""
    stream = np.random.default_rng(3)
    rows = stream.integers(1, 6, (10_001, 36), dtype=np.uint8)
    found = rater_sums(panel_key(instrument()), rows, np.array([0, 10_000]))
    v = rows[:, :12].astype(np.int64) - 1
    assert found.sums[0].tolist() == [v[:10_000].sum(), v[10_000].sum()]
    assert found.squares[0].tolist() == [(v[:10_000] ** 2).sum(), (v[10_000] ** 2).sum()]
    assert found.rater_squares[0].tolist() == [
        (v[:10_000].sum(axis=1) ** 2 * (found.unit // 12)).sum(), v[10_000].sum() ** 2 * (found.unit // 12)
    ]  # fmt: skip
    assert found.means()[0, 1] == pytest.approx(rows[10_000, :12].mean())


def test_fractions_are_rounded_where_they_cannot_be_whole() -> None:
    """With 90 items the common multiple exceeds 64 bits: squares are right to 2^-20 a rater."""
    source = plain_instrument(90, high=5)
    rows = np.random.default_rng(4).integers(0, 6, (50, 90), dtype=np.uint8)
    found = rater_sums(panel_key(source), rows, np.array([0]))
    seen = rows > 0
    v = np.where(seen, rows.astype(float) - 1, 0.0).sum(axis=1)
    expected = np.sum(v**2 / seen.sum(axis=1)) - v.sum() ** 2 / seen.sum()
    assert found.between()[0, 0] == pytest.approx(expected, abs=50 * 2.0**-20)


@pytest.mark.parametrize("starts", [[1], [0, 0], [0, 2, 1], [0, 3], []])
def test_starts_that_do_not_ascend_are_refused(starts: list[int]) -> None:
    """Every merchant has at least one row, and every row a merchant."""
    with pytest.raises(ValueError, match="starts"):
        rater_sums(panel_key(instrument()), np.full((3, 36), 3, np.uint8), np.array(starts, dtype=np.int64))


def test_nobody_has_no_sums() -> None:
    """A panel without responses gives empty sums; bytes of another shape are refused."""
    key = panel_key(instrument())
    assert rater_sums(key, np.zeros((0, 36), np.uint8), np.zeros(0, np.int64)).n.shape == (3, 0)
    with pytest.raises(ValueError, match="expected bytes"):
        rater_sums(key, np.zeros((3, 35), np.uint8), np.array([0]))


@given(st.integers(1, 4).flatmap(columns_of))
def test_the_lean_arithmetic_gives_the_scores_and_errors_of_the_pipeline(columns: np.ndarray) -> None:
    """One merchant's scores and errors equal those of the weighted sums; NaN where nothing was answered."""
    matrix = answer_matrix(MIXED, responses(columns.T.tolist()))
    norms, specs = norms_for(MIXED, epoch(MIXED, 2.5), matrix), dimension_specs(MIXED)
    adjusted = deviations(matrix, norms)
    forms = evaluate(adjusted, equal_weights(adjusted, specs), bases(norms.item_means, specs))
    given_ = [matrix.answered[:, list(s.columns)].any() for s in specs]
    fixed = arithmetic(MIXED, norms.item_means, norms.prior)
    scores, errors = merchant_scores(fixed, np.ascontiguousarray(columns.T), norms.role_effects)
    assert scores == pytest.approx(np.where(given_, forms.values, np.nan), nan_ok=True)
    assert errors == pytest.approx(np.where(given_, standard_errors(forms, norms.prior), np.nan), nan_ok=True)


def test_role_effects_are_taken_out_of_the_lean_score() -> None:
    """An owner who answers .5 higher than others by role scores .5 lower."""
    source = instrument()
    rows, means = np.full((2, 36), 4, np.uint8), np.full(36, 3.0)
    fixed = arithmetic(source, means, default_prior(source.scale))
    raw, _ = merchant_scores(fixed, rows)
    scores, _ = merchant_scores(fixed, rows, np.array([0.5, 0.5]))
    assert raw - scores == pytest.approx([0.5] * 3)
