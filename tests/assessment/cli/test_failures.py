"""Failures become sentences and exit codes; a traceback is never shown."""

import argparse
import errno
from pathlib import Path

import pytest

from assessment.cli import demo
from assessment.cli.console import Console
from assessment.cli.refusals import FAILED, INTERRUPTED, failure_lines, problem_line
from assessment.cli.session import Session
from assessment.content.words import catalogue
from assessment.domain import errors
from assessment.domain.errors import DatabaseUnusable, FactOrgError, FileRefused, NotFound, WaveNotOpen
from assessment.domain.text import LOCALES, Locale
from assessment.intake.problems import Problem, Problems
from scoring.pipeline import STAGES
from tests.assessment.cli.conftest import Run

ENGLISH = Console("en")
CHINESE = Console("zh")


def failing(error: BaseException) -> object:
    """Return a command that raises."""

    def command(_: argparse.Namespace, __: Session) -> int:
        raise error

    return command


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (RuntimeError("secret detail"), FAILED, "An unexpected problem (RuntimeError)"),
        (KeyboardInterrupt(), INTERRUPTED, "Interrupted"),
        (OSError(errno.ENOSPC, "No space left on device", "/x/y"), FAILED, "/x/y (No space left on device)"),
        (NotFound(), FAILED, "There is no such id"),
        (DatabaseUnusable(reason="damaged"), FAILED, "python -m assessment restore"),
    ],
)
def test_whatever_fails_is_told(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, said: str
) -> None:
    """One sentence on stderr, the right exit code, no technical details."""
    monkeypatch.setattr(demo, "_run", failing(error))
    outcome = run("demo")
    assert outcome.code == code
    assert said in outcome.err
    assert "Traceback" not in outcome.err
    assert "secret detail" not in outcome.err


def test_details_are_logged_when_asked_for(
    run: Run, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """--debug keeps the sentence and adds what happened."""
    monkeypatch.setattr(demo, "_run", failing(RuntimeError("secret detail")))
    assert run("demo", "--debug").code == FAILED
    assert "secret detail" in caplog.text


def test_a_full_pipe_is_no_failure_to_talk_about(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever reads a pipe may stop reading."""
    monkeypatch.setattr(demo, "_run", failing(BrokenPipeError()))
    monkeypatch.setattr("os.dup2", lambda *_: None)
    outcome = run("demo")
    assert (outcome.code, outcome.err) == (FAILED, "")


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(
    "kind", [c for c in vars(errors).values() if isinstance(c, type) and issubclass(c, FactOrgError)]
)
def test_every_known_failure_has_a_sentence(kind: type[FactOrgError], locale: Locale) -> None:
    """No error class is without words on the command line."""
    names = (
        "reason field limit status receipt item_id value path file revision expired_on count findings setting"
        " n needed changed name seconds"
    )
    fields = dict.fromkeys(names.split(), "9")
    first = next(failure_lines(Console(locale), kind(**fields)))
    assert len(first) > 5


def test_codes_inside_fields_become_words() -> None:
    """A status or a reason is told in the reader's language, not as a code."""
    (line,) = failure_lines(CHINESE, WaveNotOpen(status="closed"))
    assert "closed" not in line
    assert catalogue("zh")["errors.statuses.closed"] in line


def test_problems_of_a_file_are_listed_and_counted() -> None:
    """Each problem is one line with its place; what is not listed is a number."""
    noted = Problems("a.xlsx", "一月")
    for row in range(2, 302):
        noted.add("level_not_on_scale", row=row, column="AD1-1", value="9", low=1, high=5)
    with pytest.raises(FileRefused) as refused:
        noted.refuse_if_any()
    lines = list(failure_lines(CHINESE, refused.value))
    assert lines[1].strip().startswith("工作表“一月”，第 2 行，“AD1-1”列：")
    assert lines[1].endswith("填的是：9")
    assert len(lines) == 202
    assert "100" in lines[-1]


def test_a_problem_without_a_place_is_its_sentence() -> None:
    """A whole file that is wrong has no row."""
    assert (
        problem_line(ENGLISH, Problem("a.csv", "file_empty"))
        == "The file is empty; there is nothing to read."
    )


@pytest.mark.parametrize("locale", LOCALES)
def test_every_stage_of_scoring_has_a_word(locale: Locale) -> None:
    """The progress bar never shows a code."""
    assert {f"cli.stage.{stage}" for stage in STAGES} <= catalogue(locale).keys()


def test_progress_is_silent_where_nobody_watches(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a terminal there is no bar among the sentences."""
    with ENGLISH.progress() as progress:
        progress("scores", 0.5)
        progress("no such stage", 0.9)
    assert capsys.readouterr().err == ""
    assert run("--help").code == 0


def test_output_that_a_terminal_cannot_show_is_escaped(tmp_path: Path) -> None:
    """Chinese on an ASCII terminal becomes codes instead of a failure."""
    import os  # noqa: PLC0415 - only here
    import subprocess  # noqa: PLC0415
    import sys  # noqa: PLC0415

    environment = os.environ | {"PYTHONIOENCODING": "ascii", "FACTORG_LOCALE": "zh"}
    done = subprocess.run(
        [sys.executable, "-m", "assessment", "backup", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        env=environment | {"FACTORG_DATABASE_URL": f"sqlite:///{tmp_path}/f.db"},
    )
    assert done.returncode == FAILED
    assert "\\u" in done.stderr
    assert "Traceback" not in done.stderr
