"""Checking content and taking the knowledge base along on the command line."""

from pathlib import Path

import pytest

from assessment.content.own_copy import OWN_FILES
from tests.assessment.cli.conftest import Run


def test_export_writes_a_copy_that_the_check_passes(run: Run, tmp_path: Path) -> None:
    """All files are there; the check says the copy's name, version, number of files and digest."""
    written = run("content", "export", "deep/ours")
    assert (written.code, written.err) == (0, "")
    assert f"{len(OWN_FILES)} files" in written.out
    checked = run("content", "check", "--knowledge", "deep/ours")
    assert (checked.code, checked.err) == (0, "")
    assert "Our own copy 1.0.0" in checked.out
    assert {path.relative_to(tmp_path / "deep/ours").as_posix() for path in tmp_path.rglob("*.toml")} == set(
        OWN_FILES
    )


def test_export_never_replaces_an_edit(run: Run, tmp_path: Path) -> None:
    """One file that is there already stops the export before anything is written."""
    edited = tmp_path / "ours" / "organization" / "forms.toml"
    edited.parent.mkdir(parents=True)
    edited.write_text("# mine", encoding="utf-8")
    refused = run("content", "export", "ours")
    assert refused.code == 1
    assert "exists already" in refused.err
    assert [path.name for path in (tmp_path / "ours").rglob("*.toml")] == ["forms.toml"]
    assert edited.read_text(encoding="utf-8") == "# mine"


def test_export_needs_a_folder(run: Run, tmp_path: Path) -> None:
    """A file in the way is told, and kept."""
    (tmp_path / "ours").write_text("x", encoding="utf-8")
    refused = run("content", "export", "ours")
    assert (refused.code, (tmp_path / "ours").read_text(encoding="utf-8")) == (1, "x")
    assert "is not a folder" in refused.err


def test_problems_of_a_copy_are_listed_with_file_and_place(run: Run, tmp_path: Path) -> None:
    """Each line says file, place and fault; the last one how many there are."""
    targets = tmp_path / "ours" / "organization" / "targets.toml"
    targets.parent.mkdir(parents=True)
    targets.write_text("[target]\nG1 = 30\n", encoding="utf-8")
    found = run("content", "check", "--knowledge", "ours")
    assert found.code == 1
    assert f"{Path('ours/organization/targets.toml')}: target: lacks G2" in found.out
    assert f"{Path('ours/organization/targets.toml')}: target.G1: should lie between 1 and 5" in found.out
    assert "6 problems" in found.err
    assert len(found.out.splitlines()) == 6


def test_no_command_runs_on_a_broken_copy(
    run: Run, tmp_path: Path, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The refusal names the folder and every problem, and no database is made."""
    monkeypatch.setenv("FACTORG_KNOWLEDGE", str(tmp_path / "none"))
    refused = run("waves")
    assert refused.code == 1
    assert str(tmp_path / "none") in refused.err
    assert "is no folder that can be read" in refused.err
    assert not database.exists()
