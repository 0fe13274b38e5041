"""Batches from the command line, by real worker processes."""

import json
from pathlib import Path

import pytest

from assessment.cli.console import Console
from assessment.cli.refusals import FAILED, INTERRUPTED
from assessment.cli.report_batch import time_left
from assessment.content.demo.case import demo_case
from assessment.services.batches import Batches
from tests.assessment.cli.conftest import Run


def test_a_list_becomes_a_folder_of_reports(run: Run, tmp_path: Path) -> None:
    """What can be printed is; a row that cannot is told why; once more means only what is missing."""
    assert run("demo").code == 0
    wave = demo_case().wave.id
    listed, out = tmp_path / "list.csv", tmp_path / "reports"
    listed.write_text(f"wave,edition,language\n{wave},board,zh\nnobody,board,en\n", encoding="utf-8")
    command = ("report", "batch", "--engagements", listed, "--out", out, "--workers", 1)
    first = run(*command)
    assert first.code == FAILED
    assert first.out.rstrip().endswith(": 1; there already: 0.")
    assert "row 3: nobody" in first.err
    lines = [json.loads(line) for line in (out / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {line["state"] for line in lines} == {"made", "failed"}
    (file,) = out.glob("*.pdf")
    assert file.read_bytes().startswith(b"%PDF")
    made = file.stat().st_mtime_ns
    again = run(*command)
    assert again.out.rstrip().endswith(": 0; there already: 1.")
    assert file.stat().st_mtime_ns == made


def test_an_interrupted_batch_says_that_finished_reports_stay(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C ends with its own exit code, and with the way to go on."""

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    assert run("demo").code == 0
    monkeypatch.setattr(Batches, "print_into", interrupted)
    outcome = run("report", "batch", "--all", "--out", tmp_path / "reports")
    assert outcome.code == INTERRUPTED
    assert "run the same command again" in outcome.err


def test_a_list_with_a_mistake_starts_nothing(run: Run, tmp_path: Path) -> None:
    """A list is taken whole or refused whole, with row, column and what is allowed."""
    listed = tmp_path / "list.csv"
    listed.write_text("wave,edition\nw1,ledership\n", encoding="utf-8")
    outcome = run("report", "batch", "--engagements", listed, "--out", tmp_path / "reports")
    assert outcome.code == FAILED
    assert "no report was made" in outcome.err
    assert "row 2" in outcome.err
    assert "leadership, full, board" in outcome.err
    assert not (tmp_path / "reports").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--all", "--workers", "0"), "--workers"),
        (("--all", "--seconds", "soon"), "--seconds"),
        (("--all",), "nothing to score"),
    ],
)
def test_what_cannot_be_started_is_refused(run: Run, arguments: tuple[str, ...], told: str) -> None:
    """Counts are whole numbers from 1 on, and a database without closed waves has nothing to print."""
    outcome = run("report", "batch", *arguments, "--out", "reports")
    assert outcome.code == FAILED
    assert told in outcome.err
    assert not Path("reports").exists()


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0.4, "about 10 s left"),
        (44.0, "about 50 s left"),
        (60.5, "about 2 min left"),
        (3600.0, "about 60 min left"),
    ],
)
def test_time_is_told_no_more_exactly_than_it_is_known(seconds: float, told: str) -> None:
    """Tens of seconds up to a minute, then minutes, rounded up."""
    assert time_left(Console("en"), seconds) == told
