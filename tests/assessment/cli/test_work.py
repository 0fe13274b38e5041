"""Commands at work on a real database: demo, import, score, content."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from assessment.cli.console import padded
from assessment.cli.refusals import FAILED
from assessment.content import loader
from assessment.content.demo.case import demo_case, demo_id
from assessment.content.words import say
from assessment.domain.text import LOCALES, Locale
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
    """The summary names the organization rules that fired, each with its id and its name."""
    run("demo")
    told = run("score", "--latest").out
    names = {rule.id: rule.name.get("en") for rule in loader.knowledge().rules}
    lines = told.splitlines()
    for fired in ("R1", "R2", "R7", "R9"):
        assert f"  {fired}  {names[fired]}" in lines
    assert "R3" not in told
    assert "7 responses" in told


def test_rules_that_cannot_be_decided_say_what_is_missing(run: Run, answers: Path) -> None:
    """Without facts a rule names the facts and scores it needs, in words and not as keys."""
    run("import", "responses", answers, "--instrument", "fact")
    knowledge = loader.knowledge()
    shared = knowledge.facts_form.field("F23.shared")
    assert shared
    for locale in LOCALES:
        told = run("score", "--latest", "--locale", locale).out
        rule = next(line for line in told.splitlines() if line.startswith("  R2  "))
        assert shared.name.get(locale) in rule
        assert not re.search(r"\bF\d+\.|derived\.|\b[A-Z]{2}\d-\d", told)


@pytest.mark.parametrize("locale", LOCALES)
def test_scores_are_called_as_on_the_screens(run: Run, locale: Locale) -> None:
    """Overall score, dimensions and maturity levels have the words of the results page."""
    run("demo")
    told = run("score", "--latest", "--locale", locale).out
    instrument = loader.shipped_instrument()
    for name in (
        say(locale, "ui.results.overall"),
        *(dimension.name.get(locale) for dimension in instrument.dimensions),
    ):
        assert f"\n  {name} " in told


@pytest.mark.parametrize("command", [("demo",), ("score", "--latest"), ("waves",), ("score", "none")])
def test_suggested_commands_carry_the_language_along(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    """Who asked for English gets commands that answer in English; unasked nothing is added."""
    run("demo")
    outcome = run(*command)
    assert "--locale" not in outcome.out + outcome.err
    monkeypatch.setenv("FACTORG_LOCALE", "zh")
    outcome = run(*command, "--locale", "en")
    suggested = (outcome.out + outcome.err).split("python -m assessment")[1:]
    assert suggested
    assert all(text.startswith(" --locale en ") for text in suggested)
    outcome = run(*command)
    assert "--locale" not in outcome.out + outcome.err


def test_an_import_suggests_a_command_in_its_language(
    run: Run, answers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next command, typed as it stands, speaks the same language."""
    monkeypatch.setenv("FACTORG_LOCALE", "zh")
    imported = run("import", "responses", answers, "--instrument", "fact", "--locale", "en")
    scored = run(*imported.out.split("python -m assessment ")[1].split())
    assert "3 responses" in scored.out


def test_waves_are_listed_newest_first(run: Run, answers: Path) -> None:
    """Each line has merchant, moment, status, number of submitted responses and the id."""
    run("demo")
    wave = wave_of(run("import", "responses", answers, "--instrument", "fact", "--title", "十一月").out)
    heading, newest, oldest, hint = run("waves").out.splitlines()
    assert heading.split() == ["Merchant", "Opened", "Status", "Submitted", "Id"]
    assert re.fullmatch(rf"十一月 +\d{{4}}-\d\d-\d\d \d\d:\d\d +closed +3 +{wave}", newest)
    assert oldest.startswith(demo_case().merchant.name)
    assert oldest.endswith(f" {demo_id('wave')}")
    assert "--latest" in hint
    assert "已关闭" in run("waves", "--locale", "zh").out


def test_without_waves_the_list_says_how_to_begin(run: Run) -> None:
    """An empty database is said to be empty."""
    outcome = run("waves")
    assert outcome.code == 0
    assert "There are no waves yet" in outcome.out


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
    """An id that was never given is repeated, with the command that lists those there are."""
    outcome = run(*command)
    assert outcome.code == FAILED
    assert "There is no wave with the id “w”" in outcome.err
    assert "python -m assessment waves" in outcome.err


def test_a_report_needs_a_scored_wave(run: Run, answers: Path, tmp_path: Path) -> None:
    """The sentence says which command comes first."""
    run("import", "responses", answers, "--instrument", "fact")
    outcome = run("report", "make", "--latest", "--out", tmp_path / "a.pdf")
    assert outcome.code == FAILED
    assert "python -m assessment score" in outcome.err
    assert not (tmp_path / "a.pdf").exists()


def test_shipped_content_is_in_order(run: Run) -> None:
    """The build's own check passes and says what it looked at."""
    outcome = run("content", "check")
    assert outcome.code == 0, outcome.out
    assert outcome.out.startswith("Checked the shipped questionnaires (1), the knowledge base, the metrics")
    source = ROOT / "assessment" / "content" / "instruments" / "fact" / "1.0.0.toml"
    assert run("content", "check", source).out == "Checked questionnaire files: 1. No problems found.\n"


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
    assert len(padded("内容", 26)) + 2 == len(padded("Content", 26))
    assert padded("x" * 40, 26) == "x" * 40


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
    assert (
        "{demo,report,content,import,waves,score,structure,proposal,items,benchmark,db,backup,restore,user}"
        in helped.stdout
    )
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
