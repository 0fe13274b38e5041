"""A score in its pieces: they add up to it, and to its error."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from assessment.domain.instrument import Instrument
from assessment.domain.organization import EpochNorms
from assessment.domain.response import MISSING, NOT_APPLICABLE, UNKNOWN, Response
from scoring.breakdown import NOT_STORED, SOURCES, Breakdown, break_down, every_score
from scoring.matrix import answer_matrix
from scoring.norms import deviations, norms_for
from scoring.pipeline import Yardsticks, score_wave
from scoring.results import WaveResult
from tests.scoring.builders import epoch, evidence, instrument, knowledge, plain_instrument, responses

FULL = instrument(reverse=("CO1-2", "AD3-1"))
N_ITEMS = len(FULL.items)
NORMS = replace(epoch(FULL, CO1_1=2.1, AD2_2=3.7, SE3_3=2.4), role_effects={"OWN": 0.4, "LIVE": -0.1})
CELLS = st.sampled_from([MISSING, UNKNOWN, NOT_APPLICABLE, 1, 2, 3, 4, 5])
TABLES = st.integers(1, 4).flatmap(lambda n: hnp.arrays(np.uint8, (n, N_ITEMS), elements=CELLS))
ROLES = ("OWN", "LIVE", "LIVE", "CST")


def scored(source: Instrument, given_: tuple[Response, ...], norms: EpochNorms | None) -> WaveResult:
    """Score, and write what answers were measured against into the items by its definition."""
    result = score_wave(evidence(source, given_), Yardsticks(knowledge(norms), None))
    matrix = answer_matrix(source, given_)
    adjusted = deviations(matrix, norms_for(source, norms, matrix))
    counts = adjusted.answered.sum(axis=0)
    items = tuple(
        replace(
            item,
            yardstick=float(adjusted.item_means[i]) if np.isfinite(adjusted.item_means[i]) else None,
            adjusted=float(adjusted.values[:, i].sum() / counts[i]) if counts[i] else None,
            n_answers=int(counts[i]),
        )
        for i, item in enumerate(result.items)
    )
    return replace(result, items=items)


def pieces(
    result: WaveResult, source: Instrument, norms: EpochNorms | None, scale_id: str
) -> Breakdown | None:
    """Break one score down."""
    return break_down(result, source, norms, scale_id)


@given(TABLES)
def test_the_pieces_add_up_to_the_score_and_to_its_error(table: np.ndarray) -> None:
    """Weights x (yardstick + adjusted answers) sum to every score, sources of error to its SE squared."""
    result = scored(FULL, responses(table.tolist(), ROLES[: len(table)]), NORMS)
    for score in every_score(result):
        found = pieces(result, FULL, NORMS, score.id)
        assert found is not None
        if score.value is None or score.standard_error is None:
            assert found.withheld == score.withheld
            assert not found.items
            continue
        total = sum(i.base_weight * i.yardstick + i.answer_weight * i.adjusted for i in found.items)
        assert min(max(total, 1.0), 5.0) == pytest.approx(score.value)
        assert found.start + found.lift == pytest.approx(total)
        assert sum(part.adds for part in found.parts) == pytest.approx(total)
        assert sum(part.weight for part in found.parts) == pytest.approx(1.0)
        assert sum(item.answer_weight for item in found.items) == pytest.approx(1.0)
        assert sum(error.variance for error in found.errors) == pytest.approx(score.standard_error**2)


def test_complete_answers_name_how_many_raters_and_items_the_error_rests_on() -> None:
    """Three raters who answer all twelve items of a dimension: R = 3, I = 12, n = 36 (METHOD.md 5)."""
    result = scored(FULL, responses([[3, 4] * (N_ITEMS // 2)] * 3), NORMS)
    found = pieces(result, FULL, NORMS, "CO")
    assert found is not None
    assert [error.source for error in found.errors] == list(SOURCES)
    assert [error.effective for error in found.errors] == pytest.approx([3.0, 12.0, 36.0])


def test_items_measured_against_their_own_mean_carry_no_error_of_items() -> None:
    """A foreign instrument has no epoch: its items are fixed, and its scores are its answers' mean."""
    source = plain_instrument()
    result = scored(source, responses([[1, 2, 3, 4], [2, 2, 6, 0]], ("", "")), None)
    found = pieces(result, source, None, "Q")
    assert found is not None
    assert [error.variance > 0 for error in found.errors] == [True, False, True]
    assert found.errors[1].effective is None
    assert found.lift == pytest.approx(0.0)
    assert found.start == pytest.approx((1.5 + 2 + 4.5 + 4) / 4)


def test_parts_of_the_overall_score_are_the_dimensions_with_a_score() -> None:
    """A dimension without answers takes no part; the others share its weight."""
    table = [[3] * N_ITEMS]
    table[0][: N_ITEMS // 3] = [NOT_APPLICABLE] * (N_ITEMS // 3)
    result = scored(FULL, responses(table), NORMS)
    found = pieces(result, FULL, NORMS, "overall")
    assert found is not None
    assert [(part.id, part.weight) for part in found.parts] == [("AD", 0.5), ("SE", 0.5)]


def test_parts_of_a_position_carry_its_weights() -> None:
    """Position F: CO1, AD1, SE1 weigh 1, CO2, AD2, SE2 one half."""
    result = scored(FULL, responses([[3] * N_ITEMS]), NORMS)
    found = pieces(result, FULL, NORMS, "F")
    assert found is not None
    weights = {part.id: part.weight * 4.5 for part in found.parts}
    assert weights == pytest.approx({"CO1": 1, "CO2": 0.5, "AD1": 1, "AD2": 0.5, "SE1": 1, "SE2": 0.5})


def test_one_protected_item_hides_all_items_of_its_scores() -> None:
    """Otherwise the missing line could be computed from the others and the sum."""
    result = scored(FULL, responses([[3] * N_ITEMS]), NORMS)
    items = (replace(result.items[0], withheld="small_group"), *result.items[1:])
    hidden = replace(result, items=items)
    for scale, told in (("CO1", False), ("CO", False), ("overall", False), ("CO2", True), ("AD", True)):
        found = pieces(hidden, FULL, NORMS, scale)
        assert found is not None
        assert bool(found.items) is told
        assert found.withheld == (None if told else "small_group")


def test_an_older_run_has_no_pieces() -> None:
    """A run stored before yardsticks were kept says so instead of adding up to nothing."""
    result = scored(FULL, responses([[3] * N_ITEMS]), NORMS)
    older = replace(result, items=tuple(replace(i, yardstick=None, adjusted=None) for i in result.items))
    found = pieces(older, FULL, NORMS, "CO")
    assert found is not None
    assert (found.withheld, found.items) == (NOT_STORED, ())


def test_an_unknown_score_has_no_pieces() -> None:
    """Only scores of the result can be broken down."""
    result = scored(FULL, responses([[3] * N_ITEMS]), NORMS)
    assert pieces(result, FULL, NORMS, "ZZ") is None
