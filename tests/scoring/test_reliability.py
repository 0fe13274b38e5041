"""Alpha, omega, intraclass correlations and Krippendorff's alpha: laws first, then bad input."""

import warnings
from itertools import permutations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from scoring.intraclass import FORMS, group_intraclass, intraclass
from scoring.reliability import Metric, cronbach_alpha, krippendorff_alpha, omega_total
from scoring.results import (
    WITHHELD_NO_SPREAD,
    WITHHELD_NOT_FITTED,
    WITHHELD_TOO_FEW_ANSWERS,
    WITHHELD_TOO_FEW_ITEMS,
    WITHHELD_TOO_FEW_RATERS,
)

METRICS: tuple[Metric, ...] = ("nominal", "ordinal", "interval", "ratio")
LEVELS = st.integers(1, 5).map(float)
HOLED = st.one_of(LEVELS, st.just(np.nan))


def tables(
    cells: st.SearchStrategy[float], rows: tuple[int, int] = (0, 8), columns: tuple[int, int] = (0, 5)
) -> st.SearchStrategy[np.ndarray]:
    """Small tables of levels, also without rows or columns."""
    shapes = st.tuples(st.integers(*rows), st.integers(*columns))
    return shapes.flatmap(lambda shape: hnp.arrays(np.float64, shape, elements=cells))


COMPLETE = tables(LEVELS, (3, 8), (2, 5))


# ---- alpha ----


@given(COMPLETE)
def test_alpha_is_the_reliability_of_the_mean_of_fixed_raters(table: np.ndarray) -> None:
    """Cronbach's alpha and ICC(3,k) are the same number (Hoyt 1941), when the sum varies at all."""
    alpha = cronbach_alpha(table)
    assume(alpha.value is not None)
    mixed = intraclass(table)[FORMS.index("ICC3k")]
    assert mixed.value == pytest.approx(alpha.value, abs=1e-9)


@given(COMPLETE, st.randoms(use_true_random=False))
def test_order_of_people_and_items_does_not_matter(table: np.ndarray, random: object) -> None:
    """Alpha belongs to the set of answers."""
    rows, columns = list(range(table.shape[0])), list(range(table.shape[1]))
    random.shuffle(rows)  # type: ignore[attr-defined]
    random.shuffle(columns)  # type: ignore[attr-defined]
    again = cronbach_alpha(table[np.ix_(rows, columns)])
    assert again.value == pytest.approx(cronbach_alpha(table).value, abs=1e-9)


@given(COMPLETE, st.floats(0.5, 3), st.floats(-5, 5))
def test_alpha_knows_no_unit(table: np.ndarray, factor: float, shift: float) -> None:
    """Another scale of the same answers gives the same alpha."""
    moved = cronbach_alpha(factor * table + shift).value
    assert moved == pytest.approx(cronbach_alpha(table).value, abs=1e-6)


@given(hnp.arrays(np.float64, st.integers(2, 9), elements=LEVELS), st.integers(2, 6))
def test_identical_forms_are_perfectly_reliable(form: np.ndarray, k: int) -> None:
    """Copies of one item that varies have alpha 1, and so has their interval."""
    assume(np.ptp(form) > 0)
    found = cronbach_alpha(np.repeat(form[:, None], k, axis=1))
    assert (found.value, found.low, found.high) == pytest.approx((1.0, 1.0, 1.0))


def test_parallel_forms_follow_spearman_and_brown() -> None:
    """Items that are parallel (k of them), each with reliability r, have alpha k r / (1 + (k - 1) r)."""
    # Orthogonal columns of one length: the first is the true score, the others are errors.
    columns = np.linalg.qr(np.vstack([np.ones(8), np.eye(8)[:6] + np.arange(8)]).T)[0][:, 1:]
    for k in (2, 3, 4):
        items = columns[:, :1] * 2 + columns[:, 1 : k + 1]
        reliability = 4 / 5
        expected = k * reliability / (1 + (k - 1) * reliability)
        assert cronbach_alpha(items).value == pytest.approx(expected)


@given(COMPLETE)
def test_the_interval_holds_the_estimate(table: np.ndarray) -> None:
    """Feldt's interval lies around alpha and ends at 1 at the latest."""
    found = cronbach_alpha(table)
    assume(found.value is not None)
    assert found.low <= found.value + 1e-9
    assert found.value - 1e-9 <= found.high <= 1 + 1e-9


@given(COMPLETE)
def test_pairwise_and_complete_agree_where_nothing_is_missing(table: np.ndarray) -> None:
    """Both ways to treat holes give one number when there are none."""
    assert cronbach_alpha(table, pairwise=True) == cronbach_alpha(table)


# ---- omega ----


def test_omega_recovers_a_one_factor_model() -> None:
    """Answers whose correlations follow one factor exactly give that factor's omega."""
    loadings = np.array([0.8, 0.7, 0.6, 0.5])
    model = np.outer(loadings, loadings) + np.diag(1 - loadings**2)
    noise = np.random.default_rng(1).normal(size=(60, 4))
    white, _ = np.linalg.qr(noise - noise.mean(axis=0))
    found = omega_total(white @ np.linalg.cholesky(model).T)
    expected = loadings.sum() ** 2 / (loadings.sum() ** 2 + np.sum(1 - loadings**2))
    assert found.value == pytest.approx(expected, abs=1e-6)


def test_omega_of_equal_loadings_is_alpha() -> None:
    """With equal loadings and variances omega and alpha coincide (McDonald 1999)."""
    model = np.full((5, 5), 0.4) + 0.6 * np.eye(5)
    noise = np.random.default_rng(2).normal(size=(80, 5))
    white, _ = np.linalg.qr(noise - noise.mean(axis=0))
    table = white @ np.linalg.cholesky(model).T
    assert omega_total(table).value == pytest.approx(cronbach_alpha(table).value, abs=1e-6)


def test_omega_does_not_care_how_items_are_scaled() -> None:
    """Items are standardized, so that shifting and stretching one changes nothing."""
    table = np.random.default_rng(3).normal(size=(40, 1)) + np.random.default_rng(4).normal(size=(40, 4))
    moved = table * np.array([1.0, 5.0, 0.1, 2.0]) + np.array([0.0, 3.0, -2.0, 100.0])
    assert omega_total(moved).value == pytest.approx(omega_total(table).value, abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(tables(HOLED, (0, 14), (0, 5)))
def test_omega_is_a_share_or_a_reason(table: np.ndarray) -> None:
    """Whatever was answered, omega lies between 0 and 1 or says why it is withheld."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = omega_total(table)
    assert (found.value is None) != (found.withheld is None)
    assert found.value is None or -1e-9 <= found.value <= 1


def test_omega_without_an_optimum_is_withheld(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search that ends on a slope gives no number."""
    monkeypatch.setattr("scoring.reliability._FLAT", -1.0)
    table = np.random.default_rng(5).normal(size=(20, 4))
    assert omega_total(table).withheld == WITHHELD_NOT_FITTED


# ---- intraclass ----


@given(COMPLETE, st.randoms(use_true_random=False))
def test_order_of_targets_and_raters_does_not_matter(table: np.ndarray, random: object) -> None:
    """All six forms belong to the set of ratings."""
    rows, columns = list(range(table.shape[0])), list(range(table.shape[1]))
    random.shuffle(rows)  # type: ignore[attr-defined]
    random.shuffle(columns)  # type: ignore[attr-defined]
    for one, other in zip(intraclass(table), intraclass(table[np.ix_(rows, columns)]), strict=True):
        assert one.value == pytest.approx(other.value, abs=1e-7)
        assert (one.f is None) == (other.f is None)
        assert one.f is None or one.f == pytest.approx(other.f, rel=1e-6)


@given(COMPLETE, st.lists(st.integers(-3, 3).map(float), min_size=5, max_size=5))
def test_strict_and_lenient_raters_leave_consistency_alone(table: np.ndarray, shifts: list[float]) -> None:
    """ICC(3) ignores the raters' levels, which ICC(1) and ICC(2) count as disagreement."""
    shifted = table + np.array(shifts[: table.shape[1]])
    consistency = FORMS.index("ICC3")
    before, after = intraclass(table)[consistency], intraclass(shifted)[consistency]
    assume(before.value is not None)
    assert after.value == pytest.approx(before.value, abs=1e-7)


@given(COMPLETE)
def test_intervals_hold_their_estimate(table: np.ndarray) -> None:
    """Where there is an interval, the estimate lies in it and the mean of raters is Spearman-Brown's."""
    forms = intraclass(table)
    for single, mean in zip(forms[:3], forms[3:], strict=True):
        if single.low is not None and single.value is not None and single.high is not None:
            assert single.low - 1e-7 <= single.value <= single.high + 1e-7
        if single.value is not None and mean.value is not None:
            k = table.shape[1]
            assert mean.value == pytest.approx(k * single.value / (1 + (k - 1) * single.value), rel=1e-6)


def test_raters_who_agree_without_error_are_exactly_one() -> None:
    """With no error left there is nothing to test, and the value is right all the same."""
    forms = intraclass(np.array([[1.0, 1.0], [2.0, 2.0], [5.0, 5.0]]))
    assert [form.value for form in forms] == [1.0] * 6
    assert {form.f for form in forms} == {None}
    assert {form.withheld for form in forms} == {None}


def test_a_constant_difference_is_consistency_without_agreement() -> None:
    """Raters one level apart: ICC(3) is 1, the others are below it."""
    one, two, three, *_ = intraclass(np.array([[1.0, 2.0], [2.0, 3.0], [4.0, 5.0]]))
    assert three.value == 1.0
    assert one.value is not None
    assert two.value is not None
    assert one.value < two.value < 1.0


def test_targets_that_do_not_differ_are_no_failure() -> None:
    """If only raters differ, consistency has nothing to be measured on and says so."""
    forms = intraclass(np.array([[1.0, 2.0], [1.0, 2.0], [1.0, 2.0]]))
    assert forms[FORMS.index("ICC3")].withheld == WITHHELD_NO_SPREAD
    assert forms[FORMS.index("ICC3k")].withheld == WITHHELD_NO_SPREAD
    assert forms[0].value is not None
    assert forms[0].value < 0


def test_two_raters_who_swap_two_targets_leave_nothing_to_divide_by() -> None:
    """All means are equal and only error is left: ICC(2) is withheld, ICC(1) and ICC(3) are -1."""
    one, two, three, *_ = intraclass(np.array([[1.0, 2.0], [2.0, 1.0]]))
    assert (one.value, three.value) == (-1.0, -1.0)
    assert (two.value, two.withheld) == (None, WITHHELD_NO_SPREAD)


@given(COMPLETE)
def test_equal_groups_are_the_one_way_form(table: np.ndarray) -> None:
    """ICC(1) and ICC(2) of groups of one size are ICC(1,1) and ICC(1,k) of Shrout & Fleiss."""
    groups = np.repeat(np.arange(table.shape[0]), table.shape[1])
    found = group_intraclass(table.ravel(), groups.tolist())
    forms = intraclass(table)
    assert found.icc1 == pytest.approx(forms[FORMS.index("ICC1")].value, abs=1e-9)
    if found.icc2 is not None:
        assert found.icc2 == pytest.approx(forms[FORMS.index("ICC1k")].value, rel=1e-6)


@given(tables(HOLED, (0, 20), (1, 1)), st.lists(st.sampled_from("abc"), min_size=20, max_size=20))
def test_group_figures_are_numbers_or_reasons(values: np.ndarray, groups: list[str]) -> None:
    """No grouping of any values fails; ICC(1) lies between -1/(m - 1) and 1, m the mean size of a group."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = group_intraclass(values.ravel(), groups[: len(values)])
    assert (found.icc1 is None) == (found.withheld is not None)
    assert found.icc1 is None or -1 / (found.size - 1) - 1e-9 <= found.icc1 <= 1


# ---- Krippendorff ----


@given(tables(HOLED, (1, 8), (2, 5)), st.sampled_from(METRICS))
def test_raters_and_units_have_no_order(table: np.ndarray, metric: Metric) -> None:
    """Any rater may give any of the ratings of a unit: even permuting within units changes nothing."""
    found = krippendorff_alpha(table, metric)
    mixed = np.array([np.roll(unit, shift) for shift, unit in enumerate(table[::-1])])
    assert krippendorff_alpha(mixed, metric).value == pytest.approx(found.value, abs=1e-9)


@given(tables(HOLED, (1, 8), (2, 5)))
def test_each_metric_sees_only_what_it_measures(table: np.ndarray) -> None:
    """Nominal ignores names, ordinal any monotone scale, interval the unit and zero, ratio the unit."""
    names = np.where(
        np.isfinite(table), np.array([np.nan, 7, 3, 9, 1, 4])[np.nan_to_num(table).astype(int)], table
    )
    for metric, moved in (
        ("nominal", names),
        ("ordinal", table**3),
        ("interval", 3 * table - 7),
        ("ratio", 2.5 * table),
    ):
        again = krippendorff_alpha(moved, metric)  # type: ignore[arg-type]  # the four metrics
        assert again.value == pytest.approx(krippendorff_alpha(table, metric).value, abs=1e-9)  # type: ignore[arg-type]


@given(tables(LEVELS, (1, 8), (2, 4)), st.sampled_from(METRICS))
def test_units_with_one_rating_say_nothing(table: np.ndarray, metric: Metric) -> None:
    """Adding units that one rater alone judged leaves alpha alone."""
    lonely = np.full((3, table.shape[1]), np.nan)
    lonely[:, 0] = [1.0, 3.0, 5.0]
    assert krippendorff_alpha(np.vstack([table, lonely]), metric) == krippendorff_alpha(table, metric)


@given(tables(HOLED), st.sampled_from(METRICS))
def test_agreement_is_at_most_one(table: np.ndarray, metric: Metric) -> None:
    """Alpha is a number up to 1 or a reason, for any holes."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = krippendorff_alpha(table, metric)
    assert (found.value is None) != (found.withheld is None)
    assert found.value is None or found.value <= 1 + 1e-9


def test_two_raters_without_holes_are_scotts_pi_with_small_sample_correction() -> None:
    """Nominal alpha of two raters is 1 - (1 - pi)(2N - 1)/(2N) (Krippendorff 2011)."""
    table = np.array([[1.0, 1], [1, 2], [2, 2], [2, 2], [1, 1], [3, 2]])
    shares = np.array([5, 6, 1]) / 12
    pi = (4 / 6 - np.sum(shares**2)) / (1 - np.sum(shares**2))
    expected = 1 - (1 - pi) * 11 / 12
    assert krippendorff_alpha(table, "nominal").value == pytest.approx(expected)


def test_a_ratio_of_nothing_is_no_difference() -> None:
    """Two zeros do not differ, whatever the metric divides by."""
    assert krippendorff_alpha(np.array([[0.0, 0.0], [0.0, 2.0], [2.0, 2.0]]), "ratio").value is not None


# ---- bad input ----


@given(tables(HOLED))
def test_any_table_gives_numbers_or_reasons(table: np.ndarray) -> None:
    """Neither empty, holed nor constant tables warn or fail."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        alphas = [cronbach_alpha(table), cronbach_alpha(table, pairwise=True)]
        forms = intraclass(table)
    for found in (*alphas, *forms):
        assert (found.value is None) != (found.withheld is None)
        assert found.value is None or np.isfinite(found.value)


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        (np.ones((5, 1)), WITHHELD_TOO_FEW_ITEMS),
        (np.ones((5, 0)), WITHHELD_TOO_FEW_ITEMS),
        (np.ones((1, 5)), WITHHELD_TOO_FEW_ANSWERS),
        (np.full((5, 5), np.nan), WITHHELD_TOO_FEW_ANSWERS),
        (np.full((5, 5), 3.0), WITHHELD_NO_SPREAD),
    ],
)
def test_too_little_for_alpha_has_its_reason(table: np.ndarray, reason: str) -> None:
    """One item, one person, nothing answered, everything equal: each has a name."""
    assert cronbach_alpha(table).withheld == reason
    assert cronbach_alpha(table, pairwise=True).withheld == reason


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        (np.random.default_rng(0).normal(size=(9, 2)), WITHHELD_TOO_FEW_ITEMS),
        (np.random.default_rng(0).normal(size=(4, 4)), WITHHELD_TOO_FEW_ANSWERS),
        (np.full((9, 4), np.nan), WITHHELD_TOO_FEW_ANSWERS),
        (np.column_stack([np.arange(9.0), np.arange(9.0) ** 2, np.full(9, 4.0)]), WITHHELD_NO_SPREAD),
    ],
)
def test_too_little_for_omega_has_its_reason(table: np.ndarray, reason: str) -> None:
    """Two items do not identify a factor, and one without spread has no correlation."""
    assert omega_total(table).withheld == reason


def test_too_little_for_intraclass_has_its_reason() -> None:
    """One rater, one target and equal ratings are named."""
    assert {form.withheld for form in intraclass(np.ones((5, 1)))} == {WITHHELD_TOO_FEW_RATERS}
    assert {form.withheld for form in intraclass(np.ones((1, 5)))} == {WITHHELD_TOO_FEW_ANSWERS}
    assert {form.withheld for form in intraclass(np.full((5, 3), 0.1))} == {WITHHELD_NO_SPREAD}
    assert group_intraclass(np.array([1.0, 2.0]), ["a", "b"]).withheld == WITHHELD_TOO_FEW_ANSWERS
    assert group_intraclass(np.full(4, 0.1), list("aabb")).withheld == WITHHELD_NO_SPREAD
    assert group_intraclass(np.array([]), []).withheld == WITHHELD_TOO_FEW_ANSWERS


def test_equal_group_means_have_no_reliability() -> None:
    """Groups whose means are equal share nothing, and the reliability of their means is undefined."""
    found = group_intraclass(np.array([1.0, 3.0, 1.0, 3.0]), list("aabb"))
    assert found.icc1 == pytest.approx(-1.0)
    assert found.icc2 is None
    assert found.withheld is None


def test_too_little_for_krippendorff_has_its_reason() -> None:
    """No unit with two ratings, or only one value."""
    assert krippendorff_alpha(np.array([[1.0, np.nan]]), "nominal").withheld == WITHHELD_TOO_FEW_RATERS
    assert krippendorff_alpha(np.full((3, 2), 2.0), "ordinal").withheld == WITHHELD_NO_SPREAD
    assert krippendorff_alpha(np.zeros((0, 0)), "ratio").withheld == WITHHELD_TOO_FEW_RATERS


def test_ten_thousand_raters_are_no_trouble() -> None:
    """A wide table is only longer arithmetic."""
    table = np.random.default_rng(6).integers(1, 6, (12, 10_000)).astype(np.float64)
    assert krippendorff_alpha(table, "interval").value == pytest.approx(0.0, abs=0.01)
    assert intraclass(table)[0].value == pytest.approx(0.0, abs=0.01)


def test_permuted_answers_of_one_person_give_one_alpha() -> None:
    """Three people, every order: the same alpha to the last digits."""
    table = np.array([[1.0, 2.0, 2.0], [3.0, 3.0, 4.0], [5.0, 4.0, 5.0]])
    found = {round(cronbach_alpha(table[list(order)]).value or 0.0, 12) for order in permutations(range(3))}
    assert len(found) == 1
