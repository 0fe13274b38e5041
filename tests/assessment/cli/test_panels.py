"""Panels of peers from the command line: shown before they are stored, whole or not at all."""

from pathlib import Path

import pytest

from assessment.cli.refusals import FAILED, MISUSED
from tests.assessment.cli.conftest import Run
from tests.assessment.services.panel_files import panel_file

TYPED = ("--name", "Peers", "--as-of", "2026-01-31", "--source", "Consulting projects")


@pytest.fixture
def peers(tmp_path: Path) -> Path:
    """Write a panel of thirty merchants."""
    path = tmp_path / "peers.csv"
    path.write_bytes(panel_file(30))
    return path


def test_a_dry_run_shows_everything_and_stores_nothing(run: Run, peers: Path) -> None:
    """Rows, facets and what would happen are printed; afterwards there is still no panel."""
    shown = run("benchmark", "import", str(peers), *TYPED, "--dry-run")
    assert shown.code == 0
    assert "30 merchants, 30 with all five scores" in shown.out
    assert "Category: beauty 30" in shown.out
    assert "Nothing was stored" in shown.out
    assert "There is no panel yet" in run("benchmark", "panels").out


def test_an_import_is_listed_recognised_and_withdrawn(run: Run, peers: Path) -> None:
    """Both spellings of the command do the same; the same file again is said to be there."""
    first = run("benchmark", "import", str(peers), *TYPED)
    assert "epoch 1, 30 merchants" in first.out
    assert "not stored twice" in run("import", "panel", str(peers), *TYPED).out
    listed = run("benchmark", "panels").out.splitlines()
    assert len(listed) == 2
    assert listed[1].split() == ["Peers", "installation", "1", "30", "2026-01-31", "may", "be", "used"]
    assert "no longer used" in run("benchmark", "withdraw", "Peers").out
    assert "withdrawn before" in run("benchmark", "withdraw", "Peers").out
    assert "withdrawn" in run("benchmark", "panels").out


def test_too_few_changes_are_refused_with_their_numbers(run: Run, peers: Path) -> None:
    """The preview is still printed; the refusal names changes and need, and says that nothing was stored."""
    run("benchmark", "import", str(peers), *TYPED)
    peers.write_bytes(panel_file(32))
    refused = run("benchmark", "import", str(peers), *TYPED)
    assert refused.code == FAILED
    assert "2 joined, 0 left; a new epoch needs 5 changes" in refused.out
    assert "Nothing was stored" in refused.err
    assert " 30 " in run("benchmark", "panels").out


def test_what_is_wrong_is_said_line_by_line(run: Run, peers: Path) -> None:
    """Every problem of the file with its place; no panel of that name to withdraw; no name, no import."""
    peers.write_bytes(panel_file(3) + b"\nX,,beauty,G9,F,mid,9,3,3,3,3")
    refused = run("benchmark", "import", str(peers), *TYPED)
    assert refused.code == FAILED
    assert "row 5, column “content”" in refused.err
    assert "There is no imported panel “Peers”" in run("benchmark", "withdraw", "Peers").err
    assert run("benchmark", "import", str(peers)).code == MISUSED
