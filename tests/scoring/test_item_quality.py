"""The authors' view of items: against R on real answers, by laws, and with reasons below each threshold."""

import warnings
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from assessment.domain.instrument import Instrument
from assessment.domain.response import NOT_APPLICABLE, UNKNOWN, Response
from scoring.item_quality import (
    MIN_ANSWERS,
    MIN_PEOPLE,
    InstrumentQuality,
    ItemQuality,
    LevelStep,
    instrument_quality,
)
from scoring.results import (
    WITHHELD_NO_SPREAD,
    WITHHELD_TOO_FEW_ANSWERS,
    WITHHELD_TOO_FEW_ITEMS,
)
from tests.golden.published import KEYS, bfi_scale, oracle
from tests.scoring.builders import instrument, plain_instrument, responses

PLAIN = plain_instrument(4, high=5)
CODES = st.sampled_from([0, 1, 2, 3, 4, 5, UNKNOWN])
WAVES = st.lists(
    st.integers(0, 12).flatmap(lambda n: hnp.arrays(np.uint8, (n, 4), elements=CODES)), max_size=5
)


def quality(
    *tables: Sequence[Sequence[int]], source: Instrument = PLAIN, **seconds: Sequence[float]
) -> InstrumentQuality:
    """Judge an instrument by waves of answers."""
    waves: list[tuple[Response, ...]] = [responses(table) if len(table) else () for table in tables]
    return instrument_quality(source, waves, seconds or None)


def item(found: InstrumentQuality, item_id: str) -> ItemQuality:
    """Find one item."""
    return next(one for one in found.items if one.id == item_id)


def graded(n: int, seed: int = 0, n_items: int = 4) -> list[list[int]]:
    """Answers of n people who differ in one thing, with noise."""
    rng = np.random.default_rng(seed)
    latent = rng.normal(3, 1, (n, 1)) + rng.normal(0, 0.7, (n, n_items))
    return np.clip(np.rint(latent), 1, 5).astype(int).tolist()


@pytest.mark.parametrize("scale", KEYS)
def test_item_rest_correlations_are_those_of_psych(scale: str) -> None:
    """On complete bfi answers the correlations equal psych's r.drop, and alpha and omega R's."""
    answers, truth = bfi_scale(scale), oracle()["bfi"][scale]
    complete = answers[np.isfinite(answers).all(axis=1)].astype(int)
    found = quality(complete.tolist(), source=plain_instrument(5, high=6))
    assert [one.in_dimension.value for one in found.items] == pytest.approx(truth["item_rest"], abs=1e-6)
    (dimension,) = found.scales
    assert dimension.n_complete == truth["n_complete"]
    assert dimension.alpha.value == pytest.approx(truth["alpha"], abs=1e-6)
    assert dimension.alpha.low == pytest.approx(truth["alpha_low"], abs=1e-6)
    assert dimension.omega.value == pytest.approx(truth["omega_factanal"], abs=1e-6)


def test_holes_leave_pairwise_alpha_as_psych_has_it() -> None:
    """With missing answers pairwise alpha is psych's, and complete rows are counted apart."""
    answers, truth = bfi_scale("Openness"), oracle()["bfi"]["Openness"]
    found = quality(np.nan_to_num(answers).astype(int).tolist(), source=plain_instrument(5, high=6))
    (dimension,) = found.scales
    assert dimension.alpha_pairwise.value == pytest.approx(truth["alpha_pairwise"], abs=1e-6)
    assert dimension.n_complete == truth["n_complete"] < found.n_responses


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(WAVES, st.randoms(use_true_random=False))
def test_order_of_waves_and_people_does_not_matter(tables: list[np.ndarray], random: object) -> None:
    """Quality belongs to the set of answers, and no set of answers warns or fails."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = quality(*(table.tolist() for table in tables))
    mixed = [np.array(random.sample(list(table), len(table)), dtype=np.uint8) for table in tables]  # type: ignore[attr-defined]
    again = quality(*(table.tolist() for table in mixed[::-1]))
    assert again.n_waves == found.n_waves == sum(len(table) > 0 for table in tables)
    for one, other in zip(found.items, again.items, strict=True):
        assert other.counts == one.counts
        assert other.unknown_rate == one.unknown_rate
        assert other.in_dimension.value == pytest.approx(one.in_dimension.value, abs=1e-9)
    assert again.scales[0].alpha.value == pytest.approx(found.scales[0].alpha.value, abs=1e-9)
    assert again.scales[0].waves.icc1 == pytest.approx(found.scales[0].waves.icc1, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(WAVES)
def test_a_figure_is_there_or_its_reason_is(tables: list[np.ndarray]) -> None:
    """Every coefficient is either a number or withheld with a reason; shares lie in 0-1."""
    found = quality(*(table.tolist() for table in tables))
    for one in found.items:
        for figure in (one.in_dimension, one.in_sub_capability):
            assert (figure.value is None) != (figure.withheld is None)
        assert (one.counts == ()) == (one.withheld is not None) == (one.n_answers < MIN_ANSWERS)
        rates = (one.not_applicable_rate, one.unknown_rate, one.missing_rate)
        assert all((rate is None) == (one.n_asked < MIN_ANSWERS) for rate in rates)
        assert all(rate is None or 0 <= rate <= 1 for rate in rates)
    for scale in found.scales:
        assert all((c.value is None) != (c.withheld is None) for c in (scale.alpha, scale.omega))


def test_shares_of_empty_answers_count_who_was_asked() -> None:
    """Of twenty people two do not know, one finds it not applicable and five leave it open."""
    source = replace(PLAIN, items=tuple(replace(i, not_applicable="rule") for i in PLAIN.items))
    firsts = [UNKNOWN] * 2 + [NOT_APPLICABLE] + [0] * 5 + [1, 2, 2, 3, 3, 3, 4, 4, 4, 4, 5, 5]
    one = item(quality([[first, 3, 3, 3] for first in firsts], source=source), "Q0")
    assert (one.n_asked, one.n_answers) == (20, 12)
    assert (one.unknown_rate, one.not_applicable_rate, one.missing_rate) == (0.1, 0.05, 0.25)
    assert one.counts == (1, 2, 3, 4, 2)
    assert one.mean == pytest.approx(40 / 12)


def test_a_reverse_item_is_shown_as_ticked_and_correlated_as_keyed() -> None:
    """Distribution and levels are the reader's, correlation and rise the scale's."""
    table = graded(400)
    plain = quality(table)
    mirrored = [[6 - row[0], *row[1:]] for row in table]
    reverse = quality(mirrored, source=plain_instrument(4, high=5, reverse=[0]))
    one, other = item(plain, "Q0"), item(reverse, "Q0")
    assert other.counts == one.counts[::-1]
    assert other.in_dimension == one.in_dimension
    assert [(s.lower, s.rise, s.n_lower) for s in other.steps] == [
        (5 - s.lower, s.rise, s.n_upper) for s in one.steps[::-1]
    ]


def test_levels_in_order_rise_and_swapped_levels_are_named() -> None:
    """Exchanging the meaning of levels 3 and 4 inverts the step between them, and only in that item."""
    table = graded(900)
    swap = {3: 4, 4: 3}
    found = quality([[swap.get(row[0], row[0]), *row[1:]] for row in table])
    assert [(s.lower, s.upper) for s in item(found, "Q0").out_of_order] == [(3, 4)]
    assert all(step.clear for step in item(found, "Q0").out_of_order)
    assert item(found, "Q1").out_of_order == ()
    assert len(item(found, "Q1").steps) == 4


def test_a_small_inversion_is_named_but_not_called_clear() -> None:
    """An inversion within its noise stays visible as such."""
    step = LevelStep(2, 3, rise=-0.1, standard_error=0.1, n_lower=10, n_upper=10)
    assert step.inverted
    assert not step.clear
    assert replace(step, standard_error=0.05).clear


def test_levels_with_few_answers_are_not_compared() -> None:
    """Neighbouring levels are compared from ten rest scores on each side."""
    base = [[2, 2, 2, 2], [3, 3, 3, 3]]
    assert item(quality(base * 9), "Q0").steps == ()
    assert [(s.lower, s.n_lower) for s in item(quality(base * 10), "Q0").steps] == [(2, 10)]


def test_correlations_start_at_thirty_people() -> None:
    """One person fewer than thirty gives the number of people and a reason."""
    table = graded(MIN_PEOPLE)
    few, enough = (item(quality(table[:n]), "Q0").in_dimension for n in (MIN_PEOPLE - 1, MIN_PEOPLE))
    assert (few.value, few.n, few.withheld) == (None, MIN_PEOPLE - 1, WITHHELD_TOO_FEW_ANSWERS)
    assert enough.value is not None
    assert enough.low is not None
    assert enough.high is not None
    assert enough.low < enough.value < enough.high


def test_the_interval_of_a_correlation_is_fishers() -> None:
    """Artanh r has standard error 1 / sqrt(n - 3)."""
    found = item(quality(graded(103)), "Q0").in_dimension
    assert found.value is not None
    ends = np.tanh(np.arctanh(found.value) + np.array([-0.196, 0.196]))
    assert (found.low, found.high) == pytest.approx(tuple(ends))


def test_an_item_without_spread_has_no_correlation() -> None:
    """Everybody ticked the same: nothing to correlate, and alpha goes on without failing."""
    found = quality([[3, *row[1:]] for row in graded(120)])
    assert item(found, "Q0").in_dimension.withheld == WITHHELD_NO_SPREAD
    assert found.scales[0].omega.withheld == WITHHELD_NO_SPREAD
    assert found.scales[0].alpha.value is not None


def test_a_perfect_correlation_has_no_width() -> None:
    """Identical items correlate exactly 1."""
    found = item(quality([[row[0]] * 4 for row in graded(40)]), "Q0").in_dimension
    assert (found.value, found.low, found.high) == pytest.approx((1.0, 1.0, 1.0))


def test_omega_starts_at_a_hundred_people() -> None:
    """A factor is fitted from a hundred complete rows on, alpha from thirty."""
    scale = quality(graded(99)).scales[0]
    assert scale.alpha.value is not None
    assert (scale.omega.value, scale.omega.withheld, scale.omega.n) == (None, WITHHELD_TOO_FEW_ANSWERS, 99)
    assert quality(graded(100)).scales[0].omega.value is not None


def test_one_item_has_no_rest() -> None:
    """An instrument of one item has neither correlations nor alpha, and says why."""
    found = quality([[3], [4]] * 30, source=plain_instrument(1, high=5))
    assert item(found, "Q0").in_dimension.withheld == WITHHELD_TOO_FEW_ITEMS
    assert item(found, "Q0").steps == ()
    assert found.scales[0].alpha.withheld == WITHHELD_TOO_FEW_ITEMS
    assert found.scales[0].omega.withheld == WITHHELD_TOO_FEW_ITEMS


def test_items_are_judged_within_dimension_and_sub_capability() -> None:
    """The rest is the item's own dimension or sub-capability, whatever stands in the others."""
    source = instrument(roles=False)
    rng = np.random.default_rng(7)
    table = rng.integers(1, 6, (200, len(source.items)))
    first = source.index["CO1-1"]
    table[:, first + 1] = table[:, first]
    found = item(quality(table.tolist(), source=source), "CO1-1")
    part = (table[:, first + 1] + table[:, first + 2]) / 2
    expected = np.corrcoef(table[:, first], part)[0, 1]
    assert found.in_sub_capability.value == pytest.approx(expected)
    whole = table[:, [source.index[i.id] for i in source.items_of("CO") if i.id != "CO1-1"]].mean(axis=1)
    assert found.in_dimension.value == pytest.approx(np.corrcoef(table[:, first], whole)[0, 1])


def test_hard_items_do_not_pass_for_low_answers() -> None:
    """Rest scores are measured from item means: who was asked only hard items is no low scorer."""
    table = np.array(graded(400, n_items=8))
    table[:, 4:] = np.maximum(table[:, 4:] - 2, 1)
    easy, hard = table.copy(), table.copy()
    easy[::2, 4:] = 0
    hard[1::2, 1:4] = 0
    holed = np.where(np.arange(400)[:, None] % 2 == 0, easy, hard)
    source = plain_instrument(8, high=5)
    complete, partial = (item(quality(t.tolist(), source=source), "Q0").in_dimension for t in (table, holed))
    assert complete.value is not None
    assert partial.value is not None
    assert partial.value > complete.value - 0.1


def test_merchants_are_told_apart_from_ten_waves_on() -> None:
    """Waves whose people agree have a high ICC(1); nine waves are too few to say so."""
    waves = [
        [[level] * 4, [level] * 4, [level, level, level, max(level - 1, 1)]] for level in [1, 2, 3, 4, 5] * 2
    ]
    enough, few = quality(*waves).scales[0].waves, quality(*waves[:9]).scales[0].waves
    assert enough.icc1 is not None
    assert enough.icc1 > 0.9
    assert (few.icc1, few.icc2, few.withheld, few.n_groups) == (None, None, WITHHELD_TOO_FEW_ANSWERS, 9)


def test_time_is_the_median_of_what_was_measured() -> None:
    """Ten times give a median; impossible times are left out before counting."""
    times = [4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0, 900.0]
    found = quality(graded(3), Q0=[*times, -1.0, 0.0, np.nan, np.inf], Q1=times[:9])
    assert (item(found, "Q0").seconds, item(found, "Q0").n_times) == (8.5, 10)
    assert (item(found, "Q1").seconds, item(found, "Q1").n_times) == (None, 9)
    assert item(found, "Q2").seconds is None


@pytest.mark.parametrize(
    "tables", [(), ([],), ([[0, 0, 0, 0]] * 40,), ([[UNKNOWN] * 4] * 40,), ([[3, 3, 3, 3]],)]
)
def test_nothing_to_judge_is_a_reason_and_no_failure(tables: tuple[list[list[int]], ...]) -> None:
    """No waves, empty waves, nothing answered, one person: every figure is withheld."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = quality(*tables)
    assert all(one.withheld == WITHHELD_TOO_FEW_ANSWERS for one in found.items)
    assert all(one.in_dimension.value is None for one in found.items)
    assert found.scales[0].alpha.withheld == WITHHELD_TOO_FEW_ANSWERS
    assert found.scales[0].waves.withheld == WITHHELD_TOO_FEW_ANSWERS


def test_all_equal_answers_have_no_spread() -> None:
    """Forty people who tick the same everywhere give shares, and reasons for the rest."""
    found = quality([[4, 4, 4, 4]] * 40)
    assert item(found, "Q0").counts == (0, 0, 0, 40, 0)
    assert found.scales[0].alpha.withheld == WITHHELD_NO_SPREAD
