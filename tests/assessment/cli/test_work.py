"""Commands at work on a real database: demo, import, score, content."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from assessment.cli.refusals import FAILED
from assessment.cli.scoring import _padded
from assessment.content.demo.case import demo_id
from tests.assessment.cli.conftest import Run

ROOT = Path(__file__).parents[3]
WIDE = "respondent,role,CO1-1,AD2-1,AD4-1,SE4-1\n负责人,OWN,4,,5,3\n投手,投手,,2,2,\n主播甲,LIVE,3,2,3,\n"


def wave_of(text: str) -> str:
    """Find the wave's id in the answer of an import."""
    return text.split("wave ")[1].split(".", maxsplit=1)[0]


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """Write a small file of answers to the shipped questionnaire."""
    path = tmp_path / "answers.csv"
    path.write_text(WIDE.replace("投手,投手", "投手,MEDIA"), encoding="utf-8")
    return path


def test_demo_is_made_once_and_stays_the_same(run: Run) -> None:
    """Two runs name the same wave, and say where to look."""
    first, second = run("demo"), run("demo")
    assert first.code == second.code == 0
    assert demo_id("wave") in first.out
    assert first.out == second.out
    assert "/demo" in first.out


def test_demo_tells_the_whole_address_when_it_is_known(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a public address the page is a link."""
    monkeypatch.setenv("FACTORG_PUBLIC_URL", "https://factorg.example/")
    assert "https://factorg.example/demo" in run("demo").out


def test_the_demo_can_be_scored_and_tells_its_rules(run: Run) -> None:
    """The summary names maturity levels and the organization rules that fired."""
    run("demo")
    told = run("score", "--latest").out
    assert "R1, R2, R7, R9" in told
    assert "7 responses" in told


def test_import_score_and_read_as_json(run: Run, answers: Path) -> None:
    """Answers from a file are scored like answers from the screen."""
    imported = run("import", "responses", answers, "--instrument", "fact", "--title", "十一月")
    assert imported.code == 0, imported.err
    wave = wave_of(imported.out)
    scored = run("score", wave)
    assert scored.code == 0, scored.err
    assert "十一月: 3 responses" in scored.out
    assert "not enough evidence" in scored.out
    told = json.loads(run("score", wave, "--json").out)
    assert told["wave"] == wave
    assert told["merchant"] == "十一月"
    items = {item["id"]: item for item in told["result"]["items"]}
    assert items["AD2-1"]["mean"] == 2
    assert items["CO1-1"]["counts"] == [0, 0, 1, 1, 0]
    assert items["CO1-1"]["owner_level"] == 4
    assert told["result"]["data_quality"]["n_submitted"] == 3


def test_the_title_of_a_wave_is_the_files_name_unless_said_otherwise(run: Run, tmp_path: Path) -> None:
    """A very long name is cut to what a title may hold."""
    path = tmp_path / ("x" * 90 + ".csv")
    path.write_text("role,AD2-1\nLIVE,2\n", encoding="utf-8")
    assert run("import", "responses", path, "--instrument", "fact").code == 0
    assert f"{'x' * 60}: 1 responses" in run("score", "--latest").out


def test_the_same_file_is_stored_once(run: Run, answers: Path) -> None:
    """A second import finds the first and says so."""
    first = run("import", "responses", answers, "--instrument", "fact@1.0.0")
    second = run("import", "responses", answers, "--instrument", "fact")
    assert wave_of(first.out) == wave_of(second.out)
    assert "not stored twice" in second.out


def test_a_bad_file_is_refused_whole_with_every_problem(run: Run, tmp_path: Path) -> None:
    """Nothing is stored, each problem has its row, column and value."""
    path = tmp_path / "answers.csv"
    path.write_text(WIDE.replace("OWN,4", "OWN,9").replace("LIVE,3", "BOSS,3"), encoding="utf-8")
    outcome = run("import", "responses", path, "--instrument", "fact")
    assert outcome.code == FAILED
    assert outcome.out == ""
    assert "row 2, column “CO1-1”" in outcome.err
    assert "Found: 9" in outcome.err
    assert "row 4, column “role”" in outcome.err
    assert run("score", "--latest").code == FAILED


def test_files_over_the_limit_are_refused(run: Run, tmp_path: Path) -> None:
    """Six MiB of answers are refused without being loaded."""
    path = tmp_path / "big.csv"
    path.write_bytes(b"x" * (6 * 1024 * 1024))
    outcome = run("import", "responses", path, "--instrument", "fact")
    assert outcome.code == FAILED
    assert "larger than 5 MiB" in outcome.err


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("nothing", "Shipped: fact@1.0.0"),
        ("fact@9.9.9", "Shipped: fact@1.0.0"),
        ("../../etc/passwd", "Shipped: fact@1.0.0"),
        ("absent.toml", "There is no file absent.toml"),
    ],
)
def test_questionnaires_that_are_not_there(run: Run, answers: Path, named: str, said: str) -> None:
    """The answer names what there is."""
    outcome = run("import", "responses", answers, "--instrument", named)
    assert outcome.code == FAILED
    assert said in outcome.err


def test_a_broken_questionnaire_is_refused_with_its_problems(run: Run, answers: Path, tmp_path: Path) -> None:
    """The linter's list is shown, in the reader's language."""
    path = tmp_path / "own.toml"
    path.write_text("id = 'own'\n", encoding="utf-8")
    outcome = run("import", "responses", answers, "--instrument", path)
    assert outcome.code == FAILED
    assert len(outcome.err.splitlines()) > 3
    chinese = run("import", "responses", answers, "--instrument", path, "--locale", "zh")
    assert len(chinese.err.splitlines()) == len(outcome.err.splitlines())
    assert "缺少" in chinese.err


@pytest.mark.parametrize("command", [("score", "--latest"), ("report", "--latest", "--out", "a.pdf")])
def test_without_a_closed_wave_there_is_no_latest(run: Run, command: tuple[str, ...]) -> None:
    """An empty database is said to be empty."""
    outcome = run(*command)
    assert outcome.code == FAILED
    assert "No wave has been closed yet" in outcome.err


@pytest.mark.parametrize("command", [("score", "w"), ("report", "--wave", "w", "--out", "a.pdf")])
def test_unknown_waves_are_said(run: Run, command: tuple[str, ...]) -> None:
    """An id that was never given has a sentence of the command line's own."""
    outcome = run(*command)
    assert outcome.code == FAILED
    assert "There is no such id" in outcome.err


def test_a_report_needs_a_scored_wave(run: Run, answers: Path, tmp_path: Path) -> None:
    """The sentence says which command comes first."""
    run("import", "responses", answers, "--instrument", "fact")
    outcome = run("report", "make", "--latest", "--out", tmp_path / "a.pdf")
    assert outcome.code == FAILED
    assert "python -m assessment score" in outcome.err
    assert not (tmp_path / "a.pdf").exists()


def test_shipped_content_is_in_order(run: Run) -> None:
    """The build's own check passes."""
    outcome = run("content", "check")
    assert (outcome.code, outcome.out) == (0, "Everything is in order.\n"), outcome.out


def test_content_problems_are_listed_with_their_place(run: Run, tmp_path: Path) -> None:
    """Exit code 1, one line a problem, their number on stderr."""
    path = tmp_path / "own.toml"
    path.write_text("id = 'own'\n[scale]\nlow = 5\nhigh = 1\n", encoding="utf-8")
    outcome = run("content", "check", path)
    assert outcome.code == FAILED
    lines = outcome.out.splitlines()
    assert lines
    assert all(line.startswith(f"{path}: ") for line in lines)
    assert outcome.err == f"{len(lines)} problems in all.\n"


def test_names_are_padded_by_their_width_on_screen() -> None:
    """Chinese and Latin names take the same columns."""
    assert len(_padded("内容")) + 2 == len(_padded("Content"))
    assert _padded("x" * 40) == "x" * 40 + " "


def test_json_has_no_number_that_is_none(run: Run, answers: Path) -> None:
    """A withheld score is null, not NaN."""
    run("import", "responses", answers, "--instrument", "fact")
    told = json.loads(run("score", "--latest", "--json").out, parse_constant=pytest.fail)
    withheld = [score for score in told["result"]["dimensions"] if score["withheld"]]
    assert withheld
    assert all(score["value"] is None for score in withheld)


def test_the_module_runs_as_a_program(tmp_path: Path) -> None:
    """``python -m assessment`` in a process of its own: help, then a refusal, each with its exit code."""
    command = [sys.executable, "-m", "assessment"]
    helped = subprocess.run([*command, "--help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "{demo,report,content,import,score,db,backup,restore}" in helped.stdout
    refused = subprocess.run(
        [*command, "restore", str(tmp_path / "none.db"), "--locale", "en"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode == FAILED
    assert refused.stderr.startswith("There is no file")
    assert "Traceback" not in refused.stderr
