"""How items were answered and what the numbers rest on."""

from dataclasses import replace

import pytest

from assessment.domain.engagement import WaveMode
from assessment.domain.instrument import Instrument
from assessment.domain.organization import Comparison, Condition, StructuralRule
from assessment.domain.response import NOT_APPLICABLE, UNKNOWN, ItemNote
from assessment.domain.text import LocalizedText
from scoring.items import item_results, keyed_item_means
from scoring.matrix import AnswerMatrix, answer_matrix
from scoring.norms import deviations, norms_for
from scoring.pipeline import WaveEvidence, Yardsticks, score_wave
from scoring.quality import NOTE_CODES
from scoring.results import DataQuality, ItemResult
from tests.scoring.builders import (
    WORDS,
    epoch,
    evidence,
    instrument,
    knowledge,
    merchant,
    plain_instrument,
    response,
    responses,
    yardsticks,
)

FULL = instrument()
N = len(FULL.items)


def quality(rows: list[list[int]], roles: tuple[str, ...], n_invited: int | None = None) -> DataQuality:
    """Judge the quality of a table of answers."""
    given = responses(rows, roles)
    wave = WaveEvidence(FULL, given, merchant(), {}, len(given) if n_invited is None else n_invited)
    return score_wave(wave, yardsticks(FULL)).data_quality


def described(source: Instrument, matrix: AnswerMatrix, mode: WaveMode = "named") -> tuple[ItemResult, ...]:
    """Describe the items, measured against the wave's own means."""
    adjusted = deviations(matrix, norms_for(source, None, matrix))
    return item_results(source, matrix, adjusted, mode)


def test_item_results_count_levels_as_asked() -> None:
    """Counts, mean and spread are on the ticked levels; empty cells are counted by kind."""
    source = plain_instrument(2, reverse=(1,))
    matrix = answer_matrix(source, responses([[1, 6], [3, 0], [UNKNOWN, NOT_APPLICABLE]]))
    first, second = described(source, matrix)
    assert (first.counts, first.mean, first.spread) == ((1, 0, 1, 0, 0, 0), 2.0, 1.0)
    assert (first.n_unknown, first.n_not_applicable, first.n_missing) == (1, 0, 0)
    assert (second.counts, second.mean, second.spread) == ((0, 0, 0, 0, 0, 1), 6.0, None)
    assert (second.n_unknown, second.n_not_applicable, second.n_missing) == (0, 1, 1)
    assert keyed_item_means(matrix, source) == {"Q0": 2.0, "Q1": 1.0}


def test_an_unanswered_item_has_no_mean() -> None:
    """Nobody answered: no mean, no spread, no keyed mean."""
    source = plain_instrument(1)
    matrix = answer_matrix(source, responses([[0], [0]]))
    (found,) = described(source, matrix)
    assert (found.mean, found.spread, found.owner_level) == (None, None, None)
    assert keyed_item_means(matrix, source) == {}


@pytest.mark.parametrize(
    ("levels", "disputed"), [([3, 4], False), ([2, 4], True), ([2, 3, 4], False), ([1, 4, 4], True)]
)
def test_a_spread_above_a_sixth_of_the_levels_is_a_dispute(levels: list[int], disputed: bool) -> None:
    """With five levels the ceiling is 0.83: two people may differ by one level, not by two."""
    source = plain_instrument(1, high=5)
    (found,) = described(source, answer_matrix(source, responses([[level] for level in levels])))
    assert found.spread is not None
    assert found.disputed is disputed is (found.spread > 5 / 6)


def test_an_item_that_one_role_is_asked_has_no_agreement() -> None:
    """Whoever else answers it, there is no second view to agree with."""
    matrix = answer_matrix(FULL, responses([[1] * N, [5] * N], ("LIVE", "LIVE")))
    found = {item.id: item for item in described(FULL, matrix)}
    assert (found["CO1-1"].spread, found["CO1-1"].disputed) == (2.0, True)  # asked of OWN and LIVE
    assert (found["CO1-2"].spread, found["CO1-2"].disputed) == (None, False)  # asked of LIVE


@pytest.mark.parametrize(
    ("levels", "expected"), [([4], 4), ([5, 2], 2), ([2, 5], 2), ([5, 1, 3], 3), ([0], None)]
)
def test_the_owner_level_does_not_depend_on_the_order_of_owners(
    levels: list[int], expected: int | None
) -> None:
    """Of several owners the lower median counts."""
    source = plain_instrument(1)
    matrix = answer_matrix(source, responses([[level] for level in levels], ("OWN",) * len(levels)))
    assert described(source, matrix)[0].owner_level == expected


def test_counts_add_up() -> None:
    """Every asked cell is answered, unknown, not applicable or missing."""
    found = quality([[1, UNKNOWN, NOT_APPLICABLE, 0] + [3] * (N - 4)], ("LIVE",))
    parts = found.n_answered + found.n_unknown + found.n_not_applicable + found.n_missing
    assert parts == found.n_asked == N
    assert (found.n_submitted, found.n_invited, found.n_by_role) == (1, 1, (("LIVE", 1),))


@pytest.mark.parametrize(
    ("rows", "roles", "n_invited", "code"),
    [
        ([[3] * N], ("LIVE",), 1, "single_rater"),
        ([[3] * N] * 2, ("LIVE", "OWN"), 2, "few_raters"),
        ([[3] * N] * 3, ("OWN",) * 3, 3, "owner_only"),
        ([[3] * N] * 3, ("LIVE",) * 3, 3, "no_owner"),
        ([[3] * N] * 3, ("OWN", "LIVE", "LIVE"), 7, "low_response"),
        ([[UNKNOWN] * 8 + [3] * (N - 8)] * 3, ("OWN", "LIVE", "LIVE"), 3, "many_unknown"),
        ([[0] * 8 + [3] * (N - 8)] * 3, ("OWN", "LIVE", "LIVE"), 3, "many_missing"),
        ([[NOT_APPLICABLE] + [3] * (N - 1), [3] * N], ("OWN", "LIVE"), 2, "applicability_disputed"),
        ([[0] * N], ("LIVE",), 1, "scores_withheld"),
    ],
)
def test_every_note_has_its_occasion(
    rows: list[list[int]], roles: tuple[str, ...], n_invited: int, code: str
) -> None:
    """A note appears when its condition holds, in the order of the list of codes."""
    notes = quality(rows, roles, n_invited).notes
    assert code in notes
    assert list(notes) == [c for c in NOTE_CODES if c in notes]


def test_a_fact_behind_a_figure_is_missed_like_one_that_a_rule_names() -> None:
    """A rule that waits for a span waits for a fact; one that waits for answers alone does not."""
    notes = {}
    for figure in ("span_flag", "owner_team_gap"):
        leaf = Comparison("derived", figure, "=", value=True)
        rule = StructuralRule("R8", WORDS, WORDS, WORDS, Condition("any", (leaf,)), (), "judgement")
        judged = Yardsticks(knowledge(epoch(FULL), rules=(rule,)), None)
        result = score_wave(evidence(FULL, responses([[3] * N], ("LIVE",))), judged)
        assert result.recommendations[0].status == "undecidable"
        notes[figure] = "facts_incomplete" in result.data_quality.notes
    assert notes == {"span_flag": True, "owner_team_gap": False}


def test_a_sound_wave_has_no_notes() -> None:
    """Three people, an owner among them, varied and complete answers: nothing to warn of."""
    varied = [1 + i % 5 for i in range(N)]
    assert quality([varied, varied[::-1], varied], ("OWN", "LIVE", "LIVE")).notes == ()


def test_evidence_counts_beside_an_answer_only() -> None:
    """A blank note, a note on an open item and a note on an unknown item are no evidence."""
    source = replace(FULL, items=tuple(replace(i, evidence=LocalizedText("表", "sheet")) for i in FULL.items))
    notes = (
        ItemNote("CO1-1", evidence="9月排期表"),
        ItemNote("CO1-1", evidence="同一项再写一次"),
        ItemNote("CO1-2", evidence=" "),
        ItemNote("CO1-3", evidence="没有作答"),
        ItemNote("ZZ", evidence="没有这道题"),
    )
    answers = [3, 3, 0] + [4] * (N - 3)
    found = score_wave(evidence(source, (response(answers, notes=notes),)), yardsticks(source)).data_quality
    assert found.n_with_evidence == 1
    assert "few_evidence" in found.notes


def test_invited_is_never_less_than_submitted() -> None:
    """An owner who invited nobody still counts."""
    assert quality([[3] * N], ("OWN",), 0).n_invited == 1


def test_the_item_of_a_plain_instrument_needs_no_role() -> None:
    """Instruments without roles get no note about owners."""
    source = plain_instrument()
    notes = score_wave(evidence(source, responses([[1, 2, 3, 4]])), yardsticks(FULL)).data_quality.notes
    assert notes == ("single_rater",)
