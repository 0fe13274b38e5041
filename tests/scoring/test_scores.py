"""Laws of adjusted means, their intervals and their gates."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from assessment.domain.response import MISSING, NOT_APPLICABLE, UNKNOWN
from scoring.matrix import answer_matrix
from scoring.norms import OWN_EPOCH, default_prior, norms_for
from scoring.pipeline import score_wave
from scoring.results import Score, WaveResult
from scoring.scores import level_probabilities
from tests.scoring.builders import (
    epoch,
    evidence,
    instrument,
    knowledge,
    plain_instrument,
    responses,
    yardsticks,
)

FULL = instrument()
N_ITEMS = len(FULL.items)
CELLS = st.sampled_from([MISSING, UNKNOWN, NOT_APPLICABLE, 1, 2, 3, 4, 5])
TABLES = st.integers(1, 4).flatmap(lambda n: hnp.arrays(np.uint8, (n, N_ITEMS), elements=CELLS))
LEVELS = st.integers(1, 4).flatmap(lambda n: hnp.arrays(np.uint8, (n, N_ITEMS), elements=st.integers(1, 5)))


def score(table: np.ndarray | list[list[int]], roles: tuple[str, ...] = ()) -> WaveResult:
    """Score a table of answers to the small instrument."""
    return score_wave(evidence(FULL, responses(np.asarray(table).tolist(), roles)), yardsticks(FULL))


def every(result: WaveResult) -> tuple[Score, ...]:
    """All scores of a result, positions included."""
    positions = tuple(p.score for p in result.readiness)
    return (result.overall, *result.dimensions, *result.sub_capabilities, *result.overlays, *positions)


@given(TABLES)
def test_a_score_is_inside_the_scale_or_withheld_with_a_reason(table: np.ndarray) -> None:
    """Whatever was answered: a number within the scale with an interval around it, or a reason."""
    for s in every(score(table)):
        if s.withheld is not None:
            assert (s.value, s.standard_error, s.low, s.high, s.level, s.gap, s.g_coefficient) == (None,) * 7
            continue
        assert s.value is not None
        assert s.low is not None
        assert s.high is not None
        assert 1.0 <= s.low <= s.value <= s.high <= 5.0
        assert s.standard_error is not None
        assert s.standard_error > 0
        assert s.g_coefficient == pytest.approx(0.352 / (0.352 + s.standard_error**2))
        assert sum(s.level_probabilities) == pytest.approx(1.0)
        assert min(s.level_probabilities) >= 0


@given(TABLES, st.randoms(use_true_random=False))
def test_the_order_of_respondents_is_irrelevant(table: np.ndarray, random: object) -> None:
    """Shuffled respondents give the same scores."""
    order = list(range(len(table)))
    random.shuffle(order)  # type: ignore[attr-defined]  # Hypothesis gives a random.Random
    for one, other in zip(every(score(table)), every(score(table[order])), strict=True):
        assert one.withheld == other.withheld
        assert one.value == pytest.approx(other.value)
        assert one.standard_error == pytest.approx(other.standard_error)


@given(st.integers(1, 5), st.integers(1, 4))
def test_all_equal_answers_give_that_level(level: int, n_raters: int) -> None:
    """With equal item means, answers that are all `level` score `level`, still with an interval."""
    for s in every(score([[level] * N_ITEMS] * n_raters)):
        if s.id != "S":  # no sub-capability serves position S
            assert s.value == pytest.approx(level)
            assert s.standard_error is not None
            assert s.standard_error > 0


@given(LEVELS, st.integers(0, N_ITEMS - 1))
def test_a_higher_answer_never_lowers_a_score(table: np.ndarray, item: int) -> None:
    """Raising one answer raises every score that contains it and no score falls."""
    raised = table.copy()
    raised[0, item] = min(raised[0, item] + 1, 5)
    for before, after in zip(every(score(table)), every(score(raised)), strict=True):
        if before.value is not None:
            assert after.value is not None
            assert after.value >= before.value - 1e-9


@given(LEVELS)
def test_mirrored_answers_mirror_the_scores(table: np.ndarray) -> None:
    """Answering 6 - level everywhere gives 6 - score everywhere, with the same error."""
    for one, other in zip(every(score(table)), every(score(6 - table)), strict=True):
        if one.value is not None:
            assert other.value == pytest.approx(6.0 - one.value)
            assert other.standard_error == pytest.approx(one.standard_error)


@given(LEVELS)
def test_a_reverse_item_counts_mirrored(table: np.ndarray) -> None:
    """Reversing an item and mirroring its answers changes no score."""
    reversed_one = instrument(reverse=("CO1-1",))
    mirrored = table.copy()
    mirrored[:, 0] = 6 - mirrored[:, 0]
    other = score_wave(evidence(reversed_one, responses(mirrored.tolist())), yardsticks(reversed_one))
    assert [s.value for s in every(other)] == [s.value for s in every(score(table))]


@pytest.mark.parametrize("empty", [MISSING, UNKNOWN, NOT_APPLICABLE])
def test_an_empty_cell_is_not_zero_points(empty: int) -> None:
    """Leaving one of three fours open keeps the score at four and widens the interval."""
    whole, holed = [4] * N_ITEMS, [4] * N_ITEMS
    holed[0] = empty
    before, after = score([whole]).sub_capabilities[0], score([holed]).sub_capabilities[0]
    assert after.value == before.value == 4.0
    assert after.n_answers == before.n_answers - 1
    assert after.standard_error is not None
    assert before.standard_error is not None
    assert after.standard_error > before.standard_error


def test_skipping_a_hard_item_does_not_inflate() -> None:
    """A merchant at the mean of every item scores the mean of all items, whichever items it skips."""
    zero = epoch(FULL, CO1_1=2.0, CO1_2=4.0)
    judged = replace(yardsticks(FULL), knowledge=knowledge(zero))
    skipping = [0, 4, 3] + [3] * (N_ITEMS - 3)
    result = score_wave(evidence(FULL, responses([skipping])), judged)
    assert result.sub_capabilities[0].value == pytest.approx(3.0)


def test_role_effects_are_taken_out() -> None:
    """An owner who answers 0.6 higher than others by epoch counts 0.6 lower."""
    zero = replace(epoch(FULL), role_effects={"OWN": 0.6})
    judged = replace(yardsticks(FULL), knowledge=knowledge(zero))
    result = score_wave(evidence(FULL, responses([[4] * N_ITEMS], ("OWN",))), judged)
    assert result.overall.value == pytest.approx(3.4)


def test_without_item_means_the_wave_reproduces_its_own() -> None:
    """A foreign instrument scores the mean of its keyed item means, missing answers or not."""
    source = plain_instrument(3, reverse=(2,))
    table = [[1, 6, 2], [3, 5, 0], [2, 0, 4]]
    result = score_wave(evidence(source, responses(table)), yardsticks(FULL))
    assert result.epoch == OWN_EPOCH
    assert [i.mean for i in result.items] == pytest.approx([2.0, 5.5, 3.0])
    assert result.dimensions[0].value == pytest.approx((2.0 + 5.5 + 4.0) / 3)
    assert (result.dimensions[0].level, result.dimensions[0].target) == (None, None)


def test_an_epoch_that_knows_some_items_serves_for_those() -> None:
    """Known items are measured against the epoch, the others against the wave itself."""
    source = plain_instrument(2, high=5)
    zero = replace(epoch(source), item_means={"Q0": 2.0})
    norms = norms_for(source, zero, answer_matrix(source, responses([[4, 5], [4, 3]])))
    assert norms.item_means.tolist() == [2.0, 4.0]
    assert norms.from_epoch.tolist() == [True, False]
    assert norms.epoch == "zero"


def test_the_start_prior_grows_with_the_square_of_the_scale() -> None:
    """Variances on 1-5 are 0.64 of those on the six levels 0-5."""
    prior = default_prior(FULL.scale)
    values = (prior.rater, prior.merchant_item, prior.residual, prior.merchant)
    assert values == pytest.approx((0.192, 0.1152, 0.512, 0.352))


def test_no_error_means_a_certain_level() -> None:
    """Without any error the band of the score has probability one."""
    assert level_probabilities(2.6, 0.0, (1.8, 2.6)) == (0.0, 0.0, 1.0)


def _answers(**parts: int) -> list[int]:
    """Answer whole sub-capabilities with a value, everything else missing."""
    return [parts.get(item.sub_capability or "", MISSING) for item in FULL.items]


@pytest.mark.parametrize(
    ("answers", "dimension", "sub"),
    [
        (_answers(), "no_answer", "no_answer"),
        (_answers(SE1=3, SE2=3), "too_few_parts", None),
        (_answers(SE1=3, SE2=3, SE3=3), None, None),
        (_answers(SE1=3, SE2=3, SE3=NOT_APPLICABLE, SE4=NOT_APPLICABLE), None, None),
        (_answers(SE1=3, SE2=UNKNOWN, SE3=NOT_APPLICABLE, SE4=NOT_APPLICABLE), "too_few_parts", None),
        (_answers(SE1=255, SE2=255, SE3=255, SE4=255), "not_applicable", "not_applicable"),
        (_answers(SE1=254, SE2=255, SE3=255, SE4=255), "no_answer", "no_answer"),
    ],
)
def test_gates(answers: list[int], dimension: str | None, sub: str | None) -> None:
    """A dimension needs three of four sub-capabilities, or all that apply; a sub-capability one item."""
    result = score([answers])
    assert result.score("SE").withheld == dimension  # type: ignore[union-attr]  # SE is a dimension
    assert result.score("SE1").withheld == sub  # type: ignore[union-attr]  # SE1 is a sub-capability


def test_one_answered_item_is_enough_for_a_sub_capability() -> None:
    """One item gives a number with a wide interval."""
    answers = [0] * N_ITEMS
    answers[0] = 5
    found = score([answers]).sub_capabilities[0]
    assert found.value == pytest.approx(5.0)
    assert found.low is not None
    assert found.low < 3.5


def test_nobody_asked_is_told_from_nobody_answered() -> None:
    """A dimension outside everybody's form says that there is no rater."""
    source = instrument()
    only_live = replace(
        source,
        items=tuple(replace(i, roles=("LIVE",)) if i.dimension == "SE" else i for i in source.items),
    )
    owner = replace(responses([[0] * N_ITEMS], ("OWN",))[0], form="core")
    result = score_wave(evidence(only_live, (owner,)), yardsticks(only_live))
    assert result.score("SE").withheld == "no_rater"  # type: ignore[union-attr]  # SE is a dimension
    assert result.score("CO").withheld == "no_answer"  # type: ignore[union-attr]  # CO is a dimension


def test_overall_counts_every_dimension_once() -> None:
    """Dimensions with more answers do not weigh more."""
    many = [5 if item.dimension == "CO" else 1 for item in FULL.items]
    few = [
        0 if item.dimension == "SE" and not item.core else a for item, a in zip(FULL.items, many, strict=True)
    ]
    assert score([few]).overall.value == pytest.approx((5 + 1 + 1) / 3)


def test_overall_needs_three_quarters_of_the_dimensions() -> None:
    """With one of three dimensions open there is no overall score; not applicable ones are left out."""
    open_one = [0 if item.dimension == "SE" else 3 for item in FULL.items]
    absent = [NOT_APPLICABLE if item.dimension == "SE" else 3 for item in FULL.items]
    assert score([open_one]).overall.withheld == "too_few_parts"
    assert score([absent]).overall.value == pytest.approx(3.0)


def test_an_overlay_is_a_second_reading_of_its_items() -> None:
    """The overlay of CO1 and AD2-1 is the mean of those four items."""
    answers = [5 if item.id == "AD2-1" else 3 for item in FULL.items]
    assert score([answers]).overlays[0].value == pytest.approx((3 * 3 + 5) / 4)


def test_gap_is_the_distance_to_the_target_and_never_negative() -> None:
    """Target 3.5: a three has a gap of half a point, a four none."""
    assert score([[3] * N_ITEMS]).overall.gap == pytest.approx(0.5)
    assert score([[4] * N_ITEMS]).overall.gap == 0.0
