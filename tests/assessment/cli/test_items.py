"""``items`` on a real database: what it reads, what it withholds, and the same as JSON."""

import json
from pathlib import Path

import pytest

from assessment.cli.refusals import FAILED
from assessment.content import loader
from tests.assessment.cli.conftest import Run

FACT = loader.shipped_instrument()
PEOPLE = 40


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """Write the answers of forty people in charge; the third item is the same for all."""
    head = ["respondent", "role", *(item.id for item in FACT.items)]
    rows = [
        [
            f"P{n}",
            "OWN",
            *(str(4 if place == 2 else 1 + (n + place % 2) % 5) for place in range(len(FACT.items))),
        ]
        for n in range(PEOPLE)
    ]
    path = tmp_path / "answers.csv"
    path.write_text("\n".join(",".join(row) for row in (head, *rows)), encoding="utf-8")
    return path


def test_without_waves_there_is_nothing_to_read(run: Run) -> None:
    """The command says so, and where waves are listed; the demo does not count."""
    run("demo")
    told = run("items")
    assert told.code == 0
    assert "waves" in told.out
    assert run("items", "--json").out.strip() == "[]"


def test_items_are_listed_with_their_signs(run: Run, answers: Path) -> None:
    """There is a line a dimension and a line an item; an item that all answer alike is pointed at."""
    run("import", "responses", str(answers), "--instrument", "fact")
    told = run("items")
    assert told.code == 0
    assert f"{PEOPLE} responses" in told.out
    assert told.out.count("alpha") == len(FACT.dimensions)
    line = next(line for line in told.out.splitlines() if line.startswith(FACT.items[2].id))
    assert "nearly one level only" in line
    assert " - " in line, "times are not known of imported answers"


def test_json_holds_every_figure(run: Run, answers: Path) -> None:
    """Machines get the same reading, with the reason of everything that is withheld."""
    run("import", "responses", str(answers), "--instrument", "fact")
    (read,) = json.loads(run("items", "--json", "--instrument", "fact").out)
    assert (read["instrument"], read["named"]) == ("fact", True)
    assert read["quality"]["n_responses"] == PEOPLE
    assert "one_level" in read["signs"][FACT.items[2].id]
    assert all(scale["omega"]["withheld"] == "too_few_answers" for scale in read["quality"]["scales"])
    assert json.loads(run("items", "--json", "--instrument", "other").out) == []


def test_an_option_that_is_none_is_refused(run: Run) -> None:
    """A mistyped option is told with the usage."""
    assert run("items", "--instruments", "fact").code == FAILED + 1
