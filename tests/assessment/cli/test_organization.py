"""``structure`` and ``proposal`` on a real database: out, in again, and what they say."""

import json
from pathlib import Path

import openpyxl
import pytest

from assessment.cli.refusals import FAILED, MISUSED
from assessment.content import loader
from assessment.content.demo.case import demo_case
from assessment.content.words import catalogue
from assessment.domain.text import LOCALES
from scoring.organization.structure_checks import CODES
from tests.assessment.cli.conftest import Run

FACT = loader.shipped_instrument()


@pytest.fixture
def wave(run: Run, tmp_path: Path) -> str:
    """Import and score a wave; return its id."""
    rows = [["respondent", "role", *(item.id for item in FACT.items)]]
    rows += [[f"P{n}", "OWN", *("3" for _ in FACT.items)] for n in range(3)]
    path = tmp_path / "answers.csv"
    path.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    run("import", "responses", path, "--instrument", "fact")
    assert run("score", "--latest").code == 0
    told = run("score", "--latest").out
    return told.split("--wave ")[1].split()[0]


def filled(path: Path, *rows: tuple[object, ...]) -> Path:
    """Write a workbook with posts."""
    book = openpyxl.Workbook()
    book.active.title = "Posts"
    for row in (("Post", "Own title", "Headcount", "Reports to"), *rows):
        book.active.append(row)
    book.save(path)
    return path


def test_the_demo_organization_is_shown_in_both_languages(run: Run) -> None:
    """Every post has a line, and the figures are those that can be added up by hand: 32.5."""
    told = run("structure", "show", "--demo")
    assert told.code == 0
    assert "24 posts, 32.5 full-time equivalents (5 outsourced)" in told.out
    assert told.out.count("→") == 23
    assert "24 个岗位" in run("structure", "show", "--demo", "--locale", "zh").out


def test_a_template_goes_out_and_comes_in_again(run: Run, wave: str, tmp_path: Path) -> None:
    """What was written is imported; the dry run before it stores nothing."""
    out = tmp_path / "out.xlsx"
    posts = [("Head of Douyin", None, 1, None), ("Host", "Morning", 2.5, "Head of Douyin")]
    source = filled(tmp_path / "in.xlsx", *posts)
    dry = run("structure", "import", source, "--wave", wave, "--dry-run")
    assert (dry.code, "Nothing was stored" in dry.out) == (0, True)
    assert "Nothing is entered yet" in run("structure", "show", "--wave", wave).out
    done = run("structure", "import", source, "--wave", wave)
    assert (done.code, "2 posts" in done.out) == (0, True)
    assert run("structure", "template", "--latest", "--out", out).code == 0
    assert run("structure", "import", out, "--wave", wave).code == 0
    sheet = json.loads(run("structure", "show", "--wave", wave, "--json").out)
    assert (sheet["entered"], sheet["structure"]["source"]) == (True, "entered")
    assert [(post["kind"], post["name"], post["fte"]) for post in sheet["structure"]["posts"]] == [
        ("lead", "", 1.0),
        ("host", "Morning", 2.5),
    ]
    trail = run("proposal", "trail", "--wave", wave).out.splitlines()
    assert len(trail) == 2
    assert all("System" in line for line in trail)
    assert "in.xlsx" in trail[-1]


def test_mistakes_of_organization_are_imported_and_listed(run: Run, wave: str, tmp_path: Path) -> None:
    """A circle and a negative headcount come in, each named with place and remedy."""
    source = filled(tmp_path / "in.xlsx", ("Host", "A", -1, "B"), ("Editor", "B", 10_000, "A"))
    told = run("structure", "import", source, "--wave", wave)
    assert told.code == 0
    assert "Posts · A · FTE: " in told.out
    assert "things to check" in told.out


def test_a_file_that_cannot_be_understood_is_refused_whole(run: Run, wave: str, tmp_path: Path) -> None:
    """The cell is named, and nothing is stored."""
    source = filled(tmp_path / "in.xlsx", ("Host", "A", "two", "Nobody"))
    told = run("structure", "import", source, "--wave", wave)
    assert told.code == FAILED
    assert "sheet “Posts”, row 2, column “Headcount”" in told.err
    assert "Nothing is entered yet" in run("structure", "show", "--wave", wave).out
    assert run("structure", "import", tmp_path / "none.xlsx", "--wave", wave).code == FAILED


def test_the_chosen_scenario_is_shown_and_any_other_by_name(run: Run) -> None:
    """Without a name the printed one; base and names are found; an unknown one is refused."""
    half, independent = demo_case().scenarios
    told = run("proposal", "show", "--demo").out
    assert f"* {half.name}" in told
    assert told.count("person-days of 60") == 4
    other = run("proposal", "show", "--demo", "--scenario", independent.name)
    assert "the target is built as O4" in other.out
    assert "person-days of 60" not in run("proposal", "show", "--demo", "--scenario", "base").out
    refused = run("proposal", "show", "--demo", "--scenario", "?")
    assert (refused.code, "no scenario" in refused.err) == (FAILED, True)


def test_json_holds_the_whole_proposal(run: Run) -> None:
    """Machines get advice, target, plan and readings."""
    tree = json.loads(run("proposal", "show", "--demo", "--json").out)
    assert tree["scenario"] == demo_case().scenarios[0].id
    assert len(tree["plan"]["quarters"]) == 4
    assert tree["target"]["posts"]


def test_a_wave_that_is_not_there_is_named(run: Run) -> None:
    """The refusal says how to list waves; the demo is not imported into."""
    run("demo")
    for command in ("structure show", "proposal show", "proposal trail"):
        told = run(*command.split(), "--wave", "nowhere")
        assert (told.code, "waves" in told.err) == (FAILED, True)
    assert run("structure", "import", "a.xlsx", "--demo").code == MISUSED


@pytest.mark.parametrize("locale", LOCALES)
def test_every_problem_has_a_sentence(locale: str) -> None:
    """Whatever the checks find can be said on the command line too."""
    known = catalogue(locale)  # type: ignore[arg-type]  # a locale
    assert [code for code in CODES if f"structure.problem.{code}" not in known] == []
