"""Panel statistics: they add up to the last bit, and say what numpy says of the scores themselves."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from scoring.panel.fixed import SCORE_UNIT, whole_scores
from scoring.panel.statistics import PanelStatistics, panel_statistics

SCALES = ("CO", "PR", "TA", "AD", "SE")
SEGMENTS = ("a", "b", "c")
WHOLE = st.one_of(st.just(0), st.integers(SCORE_UNIT, 5 * SCORE_UNIT))


def counted(scores: np.ndarray, places: np.ndarray | None = None) -> PanelStatistics:
    """Statistics of scores on 1-5, in segments where `places` names them."""
    if places is None:
        return panel_statistics(SCALES, scores, (1, 5))
    return panel_statistics(SCALES, scores, (1, 5), SEGMENTS, places)


@given(
    hnp.arrays(np.int64, (5, 12), elements=WHOLE),
    hnp.arrays(np.int64, 12, elements=st.integers(0, 2)),
    st.permutations(range(12)),
    st.lists(st.integers(0, 12), max_size=4),
    st.randoms(use_true_random=False),
)
def test_parts_of_a_panel_add_up_to_the_whole_to_the_last_bit(
    scores: np.ndarray, places: np.ndarray, order: list[int], cuts: list[int], chance: object
) -> None:
    """However merchants are ordered, divided and added, every integer is the same."""
    whole = counted(scores, places)
    parts = [counted(scores[:, part], places[part]) for part in np.split(np.array(order), sorted(cuts))]
    while len(parts) > 1:
        chance.shuffle(parts)  # type: ignore[attr-defined]
        parts.append(parts.pop().plus(parts.pop()))
    assert parts[0].same(whole)


def test_segments_that_one_part_lacks_are_taken_over() -> None:
    """Parts may know different segments; the sum knows all of them."""
    scores = np.full((5, 2), 3 * SCORE_UNIT)
    left = panel_statistics(SCALES, scores, (1, 5), ("x",), np.array([0, 0]))
    right = panel_statistics(SCALES, scores, (1, 5), ("a", "z"), np.array([0, 1]))
    both = left.plus(right)
    assert both.segments == ("a", "x", "z")
    assert both.same(right.plus(left))
    assert [both.lookup("CO", name).n for name in ("a", "x", "z", "nobody")] == [1, 2, 1, 0]
    assert both.count("CO") == both.lookup("CO").n == 4


def test_other_scales_do_not_add_up() -> None:
    """Panels on other scales or levels are refused."""
    scores = np.full((5, 2), 3 * SCORE_UNIT)
    for other in (panel_statistics(SCALES[::-1], scores, (1, 5)), panel_statistics(SCALES, scores, (1, 6))):
        with pytest.raises(ValueError, match="add up"):
            counted(scores).plus(other)


@pytest.mark.parametrize("n", [2, 9, 10, 300, 70_000])
def test_moments_are_those_of_the_scores(n: int) -> None:
    """Mean, variance and covariance equal numpy's over the merchants who have the scores."""
    stream = np.random.default_rng(n)
    scores = np.round(np.clip(stream.normal(3, 0.7, (5, n)), 1, 5), 4)
    scores[0, ::7] = np.nan
    found = counted(whole_scores(scores))
    for place, scale in enumerate(SCALES):
        here = scores[place][~np.isnan(scores[place])]
        assert found.count(scale) == len(here)
        assert found.mean(scale) == pytest.approx(here.mean(), abs=1e-12)
        if len(here) > 1:
            assert found.variance(scale) == pytest.approx(np.var(here, ddof=1), rel=1e-9)
    both = ~np.isnan(scores[0])
    if both.sum() > 1:
        expected = np.cov(scores[0, both], scores[1, both])[0, 1]
        assert found.covariance("CO", "PR") == pytest.approx(expected, rel=1e-9, abs=1e-12)
        assert found.covariance("CO", "PR") == found.covariance("PR", "CO")


def test_a_constant_column_has_no_variance() -> None:
    """A million equal scores: the variance is 0 exactly, for nothing cancels in whole numbers."""
    found = counted(np.full((5, 1_000_000), 33_333))
    assert found.variance("CO") == found.covariance("CO", "SE") == 0.0
    assert found.mean("CO") == 3.3333
    assert found.median("CO") == pytest.approx(3.33)


def test_without_merchants_there_is_no_number() -> None:
    """An empty panel, one without scores, and one merchant: None, never 0."""
    for scores in (np.zeros((5, 0), np.int64), np.zeros((5, 4), np.int64)):
        found = counted(scores)
        lookup = found.lookup("CO")
        assert (found.mean("CO"), found.variance("CO"), found.median("CO"), lookup.rank(3.0)) == (None,) * 4
    one = counted(np.full((5, 1), 3 * SCORE_UNIT))
    assert (one.mean("CO"), one.variance("CO"), one.median("CO")) == (3.0, None, pytest.approx(3.0))


@given(hnp.arrays(np.int64, (1, 30), elements=st.integers(SCORE_UNIT, 5 * SCORE_UNIT)), st.floats(1, 5))
def test_a_rank_is_exact_to_half_of_its_bin(scores: np.ndarray, at: float) -> None:
    """The looked-up mid-rank differs from the sorted one by at most half of the share inside the bin."""
    found = panel_statistics(("CO",), scores, (1, 5))
    exact = scores[0] / SCORE_UNIT
    rank = found.lookup("CO").rank(at)
    low, high = np.mean(exact < at - 0.0101), np.mean(exact <= at + 0.0101)
    assert rank is not None
    assert low <= rank <= high
    inside = found.histograms[0, 0, int((at - 1) * 100 + 0.5)] / 30
    below, ties = np.mean(exact < at), np.mean(exact == at)
    assert abs(rank - below - ties / 2) <= inside / 2 + 1e-9


@given(hnp.arrays(np.int64, (1, 31), elements=st.integers(SCORE_UNIT, 5 * SCORE_UNIT)))
def test_quantiles_are_exact_to_half_a_bin(scores: np.ndarray) -> None:
    """The median and the ends differ from those of the sorted scores by at most 0.005 levels."""
    lookup = panel_statistics(("CO",), scores, (1, 5)).lookup("CO")
    exact = np.sort(scores[0]) / SCORE_UNIT
    for share, place in ((0.0, 0), (0.5, 15), (1.0, 30)):
        assert lookup.quantile(share) == pytest.approx(exact[place], abs=0.005 + 1e-9)


def test_the_median_of_two_lies_between_them() -> None:
    """Where the half falls between two merchants the middle of both is meant."""
    assert counted(np.tile([20_000, 40_000], (5, 1))).median("CO") == pytest.approx(3.0)


def test_scores_beyond_all_merchants_rank_first_and_last() -> None:
    """Ranks rise from 0 below everybody to 1 above everybody, also outside the scale."""
    lookup = counted(np.tile([20_000, 40_000], (5, 1))).lookup("CO")
    ranks = [lookup.rank(x) for x in (0.2, 1.0, 2.0, 3.0, 4.0, 5.0, 7.0)]
    assert ranks == [0.0, 0.0, 0.25, 0.5, 0.75, 1.0, 1.0]


def test_whole_scores_refuse_what_is_no_score() -> None:
    """Infinite scores and scores of 0 could not be told from no score."""
    for wrong in (np.inf, -np.inf, 0.0, -1.0):
        with pytest.raises(ValueError, match="finite"):
            whole_scores(np.array([3.0, wrong]))


@pytest.mark.parametrize(
    ("scores", "segments", "words"),
    [
        (np.full((5, 1), 60_000), ("",), "outside"),
        (np.full((5, 1), 9_999), ("",), "outside"),
        (np.full((4, 1), 30_000), ("",), "one row"),
        (np.full((5, 1), 30_000), ("b", "a"), "sorted"),
    ],
)
def test_panels_that_do_not_fit_are_refused(
    scores: np.ndarray, segments: tuple[str, ...], words: str
) -> None:
    """Scores outside the scale, missing rows and unsorted segments are reasons, not numbers."""
    with pytest.raises(ValueError, match=words):
        panel_statistics(SCALES, scores, (1, 5), segments)
