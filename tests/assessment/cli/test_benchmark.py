"""``benchmark fit`` and ``benchmark show``: what is fitted, what is told, and what an interruption leaves."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from assessment.cli.refusals import FAILED, INTERRUPTED
from assessment.services import models
from scoring import archetype_model
from scoring.archetypes import FitSettings
from tests.assessment.cli.conftest import Run
from tests.scoring.merchants import QUICK

FAST = replace(QUICK, starts=2, largest_k=2, resamples=2)


@pytest.fixture
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Search less carefully: what is tested is the command, not the search."""

    def less(*_: object) -> FitSettings:
        return FAST

    monkeypatch.setattr(archetype_model, "FitSettings", less)


def test_without_a_fit_the_reference_archetypes_are_shown(run: Run) -> None:
    """The card says that they are judged, and how many merchants a fit would take."""
    told = run("benchmark", "show")
    assert told.code == 0
    assert "expert judgement" in told.out
    assert "0 of 300" in told.out
    assert "Service-lagging, growing" in told.out


@pytest.mark.usefixtures("fast")
def test_a_fit_prints_its_card(run: Run) -> None:
    """Fitting prints what showing prints afterwards: model, candidates, gates and versions."""
    fitted = run("benchmark", "fit", "--panel", "demo")
    assert fitted.code == 0
    assert fitted.out == run("benchmark", "show", "--panel", "demo").out
    for said in ("Fitted archetypes 1.0", "(demo data)", "546 merchants", "chosen", "Gates:", "in force"):
        assert said in fitted.out


@pytest.mark.usefixtures("fast")
def test_json_holds_the_whole_model(run: Run) -> None:
    """Machines get every number, the training digest and the versions of the libraries."""
    run("benchmark", "fit", "--panel", "demo")
    card = json.loads(run("benchmark", "show", "--panel", "demo", "--json").out)
    assert card["limits"] == {"share": 0.05, "stability": 0.75, "posterior": 0.75}
    assert len(card["archetypes"]["fit"]["training_digest"]) == 64
    assert set(card["archetypes"]["fit"]["libraries"]) == {"numpy", "scipy", "scikit-learn"}
    assert [(one["version"], one["retired_at"]) for one in card["history"]] == [("1.0", None)]


def test_an_interrupted_fit_changes_nothing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends with a sentence and its exit code, and the archetypes in force are those of before."""
    before = run("benchmark", "show", "--panel", "demo").out

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(models, "fit_archetypes", interrupt)
    told = run("benchmark", "fit", "--panel", "demo")
    assert told.code == INTERRUPTED
    assert "Interrupted" in told.err
    assert run("benchmark", "show", "--panel", "demo").out == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("fit",), "--panel"), (("fit", "--panel", "x"), "“x”"), (("show", "--panel", "x"), "“x”")],
)
def test_a_panel_that_is_not_there_is_refused(run: Run, arguments: tuple[str, ...], said: str) -> None:
    """The refusal says what can be named instead."""
    told = run("benchmark", *arguments)
    assert told.code == FAILED
    assert said in told.err


@pytest.mark.usefixtures("fast")
def test_chinese_is_spoken_throughout(run: Run, database: Path) -> None:
    """Every sentence of the card exists in Chinese."""
    told = run("--locale", "zh", "benchmark", "fit", "--panel", "demo")
    assert told.code == 0, database
    assert "现用拟合画像 1.0" in told.out
    assert "历次版本" in told.out
