"""The one door: what it refuses, tells on the way, and never does."""

import subprocess
import sys
from pathlib import Path

import pytest

from assessment.domain.errors import NothingToScore
from assessment.domain.response import NOT_APPLICABLE, UNKNOWN
from scoring.pipeline import STAGES, Yardsticks, knows, score_wave
from scoring.results import METHOD_VERSION
from tests.scoring.builders import (
    evidence,
    instrument,
    knowledge,
    panel,
    plain_instrument,
    responses,
    yardsticks,
)

ROOT = Path(__file__).parents[2]
FULL = instrument()
N = len(FULL.items)


def test_no_response_is_nothing_to_score() -> None:
    """An empty wave is refused as a fact of the domain."""
    with pytest.raises(NothingToScore):
        score_wave(evidence(FULL, ()), yardsticks(FULL))


def test_progress_tells_every_stage_once_in_order() -> None:
    """Stages come in the order of the list, shares rise from 0 to 1."""
    told: list[tuple[str, float]] = []
    score_wave(
        evidence(FULL, responses([[3] * N])),
        yardsticks(FULL),
        lambda stage, share: told.append((stage, share)),
    )
    assert tuple(stage for stage, _ in told) == STAGES
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)


def test_the_same_evidence_gives_the_same_result() -> None:
    """Nothing random, nothing remembered: two runs are equal."""
    wave, judged = evidence(FULL, responses([[3] * N, [4] * N])), yardsticks(FULL, panel(60))
    assert score_wave(wave, judged) == score_wave(wave, judged)


def test_the_result_names_what_it_rests_on() -> None:
    """Versions and digests of method, instrument, knowledge and epoch."""
    result = score_wave(evidence(FULL, responses([[3] * N]), demo=True), yardsticks(FULL))
    assert (result.method_version, result.instrument_id, result.instrument_version) == (
        METHOD_VERSION,
        "small",
        "1.0.0",
    )
    assert (result.instrument_digest, result.knowledge_digest, result.epoch) == ("digest", "known", "zero")
    assert result.demo


@pytest.mark.parametrize("value", [0, UNKNOWN, NOT_APPLICABLE])
def test_a_wave_without_any_level_gives_reasons_everywhere(value: int) -> None:
    """All blank, all unknown or all not applicable: no number, no exception, no zero."""
    result = score_wave(evidence(FULL, responses([[value] * N])), yardsticks(FULL, panel(60)))
    every = (result.overall, *result.dimensions, *result.sub_capabilities, *result.overlays)
    assert {s.value for s in every} == {None}
    assert all(s.withheld for s in every)
    assert result.resemblance.withheld == "too_few_parts"
    assert all(s.percentile is None and s.withheld for s in result.standings)
    assert result.components.from_prior == 1.0


def test_targets_rules_and_archetypes_are_for_their_own_dimensions() -> None:
    """A foreign instrument has no target, no resemblance, no advice."""
    source = plain_instrument()
    judged = Yardsticks(knowledge(None), None)
    result = score_wave(evidence(source, responses([[1, 2, 3, 4]])), judged)
    assert result.dimensions[0].target is None
    assert result.resemblance.withheld == "not_applicable"
    assert (result.recommendations, result.initiatives, result.readiness) == ((), (), ())
    assert knows(judged.knowledge, FULL)
    assert not knows(judged.knowledge, source)


def test_scores_and_standings_are_found_by_id() -> None:
    """The result finds a score and its standing; an unknown id finds nothing."""
    result = score_wave(evidence(FULL, responses([[3] * N])), yardsticks(FULL, panel(60)))
    score, standing = result.score("CO"), result.standing("CO")
    assert score is not None
    assert standing is not None
    assert (score.id, standing.id, result.score("ZZ"), result.standing("ZZ")) == ("CO", "CO", None, None)


def test_importing_the_door_does_not_load_scipy() -> None:
    """The first page must not pay for the statistics library."""
    code = "import sys, scoring.pipeline; sys.exit('scipy' in sys.modules or 'pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT).returncode == 0
