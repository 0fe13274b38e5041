"""Numbers that were worked out by hand, outside the code."""

import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assessment.domain.instrument import SubCapability
from assessment.domain.organization import EpochNorms
from scoring.peer_model import ScaleModel
from scoring.pipeline import Yardsticks, score_wave
from scoring.ranks import rank_posterior
from scoring.results import WaveResult
from tests.scoring.builders import WORDS, evidence, knowledge, plain_instrument, responses
from tests.scoring.builders import instrument as small

GOLDEN = Path(__file__).parents[1] / "golden" / "scoring" / "worked_example.toml"


@pytest.fixture(scope="module")
def golden() -> dict[str, Any]:
    """Read the worked example."""
    return tomllib.loads(GOLDEN.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def result(golden: dict[str, Any]) -> WaveResult:
    """Score the worked example: four sub-capabilities of one item in one dimension."""
    plain = plain_instrument(4, high=5)
    source = replace(
        plain,
        items=tuple(replace(item, sub_capability=f"Q-{item.id}") for item in plain.items),
        sub_capabilities=tuple(SubCapability(f"Q-{item.id}", "Q", WORDS) for item in plain.items),
        maturity=small().maturity,
    )
    means = dict(zip((item.id for item in source.items), golden["item_means"], strict=True))
    prior = golden["prior"]
    zero = EpochNorms(
        "zero",
        means,
        {},
        prior["rater"],
        prior["merchant_item"],
        prior["residual"],
        prior["merchant"],
        3.0,
        prior["degrees_of_freedom"],
    )
    return score_wave(evidence(source, responses(golden["answers"])), Yardsticks(knowledge(zero), None))


def test_components_by_hand(golden: dict[str, Any], result: WaveResult) -> None:
    """Blended variance components of the worked example."""
    for name in ("rater", "merchant_item", "residual", "from_prior"):
        assert getattr(result.components, name) == pytest.approx(golden["expected"][name], abs=1e-6)


def test_score_by_hand(golden: dict[str, Any], result: WaveResult) -> None:
    """Value, error, interval and levels of the worked example."""
    expected, (found,) = golden["expected"], result.dimensions
    for name in (
        "value",
        "standard_error",
        "low",
        "high",
        "level",
        "g_coefficient",
        "shrunk",
        "smallest_change",
    ):
        assert getattr(found, name) == pytest.approx(expected[name], abs=2e-6)
    assert found.level_probabilities == pytest.approx(expected["level_probabilities"], abs=1e-6)


def test_sub_capabilities_by_hand(golden: dict[str, Any], result: WaveResult) -> None:
    """Parts of one item keep that item's mean and a wide interval."""
    expected = golden["expected"]
    assert [s.value for s in result.sub_capabilities] == pytest.approx(expected["sub_values"], abs=1e-6)
    assert [s.standard_error for s in result.sub_capabilities] == pytest.approx(
        expected["sub_errors"], abs=1e-6
    )


def test_rank_by_hand(golden: dict[str, Any]) -> None:
    """Shrunk rank of an exactly known score: 7 of 20 peers below, 60 of 100 in the panel."""
    rank = golden["rank"]
    everybody = np.arange(1.0, rank["n_global"] + 1)
    point = np.array([rank["global_below"] + 0.5])
    peers = np.arange(1.0, rank["n"] + 1) + (point - rank["below"] - 0.5)
    model = ScaleModel(0, mean=0.0, variance=1.0, shrink=1.0, kappa=rank["kappa"], everybody=everybody)
    a, b = rank_posterior(point, model, peers)
    assert a / (a + b) == pytest.approx([rank["mean"]], abs=1e-6)


def test_the_method_page_prints_the_same_numbers(golden: dict[str, Any]) -> None:
    """Every bold number of the worked example is a number of the golden case, rounded to four decimals."""
    page = (Path(__file__).parents[2] / "scoring" / "METHOD.md").read_text(encoding="utf-8")
    example = page.split("## 15.")[1].split("## 16.")[0]
    printed = {float(n) for n in re.findall(r"\*\*(?:S = |SE = )?(\d\.\d{4})\*\*", example)}
    expected = golden["expected"]
    flat = [expected[k] for k in ("value", "rater", "merchant_item", "residual", "from_prior", "low", "high")]
    flat += [expected[k] for k in ("standard_error", "g_coefficient", "shrunk", "smallest_change")]
    flat += [expected["level_probabilities"][2], expected["sub_errors"][1]]
    assert printed == {round(n, 4) for n in [*flat, golden["rank"]["mean"]]}
