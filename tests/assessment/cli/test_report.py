"""Writing reports from the command line."""

import hashlib
import io
from pathlib import Path

import pypdf
import pytest

from assessment.cli.refusals import FAILED
from assessment.domain.text import LOCALES, Locale
from tests.assessment.cli.conftest import Run


@pytest.mark.parametrize("locale", LOCALES)
def test_the_short_form_writes_the_demo_report(run: Run, tmp_path: Path, locale: Locale) -> None:
    """One command on an empty database gives a readable PDF in the language asked for."""
    out = tmp_path / "report.pdf"
    outcome = run("report", "--demo", "--locale", locale, "--out", out)
    assert outcome.code == 0, outcome.err
    assert str(out) in outcome.out
    pages = pypdf.PdfReader(io.BytesIO(out.read_bytes())).pages
    assert f"{len(pages)} " in outcome.out
    text = "".join(page.extract_text() for page in pages[:3])
    assert ("组织" in text) == (locale == "zh")


def test_the_same_report_is_fetched_again(run: Run, tmp_path: Path) -> None:
    """A second command writes the same bytes, and replaces an existing file."""
    first, second = tmp_path / "a.pdf", tmp_path / "b.pdf"
    second.write_bytes(b"something older")
    told = [run("report", "--demo", "--out", path).out.split("SHA-256")[1] for path in (first, second)]
    assert told[0] == told[1]
    assert first.read_bytes() == second.read_bytes()
    assert first.read_bytes().startswith(b"%PDF")


def test_a_scored_wave_is_reported_by_its_id(run: Run, tmp_path: Path) -> None:
    """Answers from a file end in a report, as the commands tell one after another."""
    answers = tmp_path / "answers.csv"
    answers.write_text("role,CO1-1,AD2-1,AD2-2,AD4-1\nOWN,4,,,5\nMEDIA,,2,1,2\n", encoding="utf-8")
    imported = run("import", "responses", answers, "--instrument", "fact")
    command = imported.out.split("python -m assessment ")[1].split()
    scored = run(*command)
    command = scored.out.split("python -m assessment ")[1].split()
    outcome = run(*command)
    assert outcome.code == 0, outcome.err
    assert Path("report.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("out", [".", "none/report.pdf", "/dev/null"])
def test_places_that_cannot_be_written_are_refused_before_the_work(
    run: Run, database: Path, out: str
) -> None:
    """Nobody waits for a report that has nowhere to go."""
    assert run("report", "--demo", "--out", out).code == FAILED
    assert not database.exists()


def test_every_edition_is_written_and_verified(run: Run, tmp_path: Path) -> None:
    """One command writes three files under their own names; each is verified, a touched one is not."""
    folder = tmp_path / "reports"
    folder.mkdir()
    outcome = run("report", "make", "--demo", "--all-editions", "--out", folder)
    assert outcome.code == 0, outcome.err
    written = sorted(folder.iterdir())
    assert [path.stem.split("-")[-2] for path in written] == ["board", "full", "leadership"]
    checked = run("report", "verify", written[0])
    assert (checked.code, checked.out.startswith("Same: ")) == (0, True), checked.out
    assert hashlib.sha256(written[0].read_bytes()).hexdigest() in checked.out
    written[0].write_bytes(written[0].read_bytes() + b"\n")
    touched = run("report", "verify", written[0], "--locale", "zh")
    assert touched.code == FAILED
    assert touched.out.startswith("不一致：")
    assert "（一页纸，英文，PDF）" in touched.out


def test_a_workbook_is_written_and_an_archive_copy_of_it_refused(run: Run, tmp_path: Path) -> None:
    """Other forms go the same way; what only PDF can be is refused before the work."""
    out = tmp_path / "tables.xlsx"
    refused = run("report", "make", "--demo", "--form", "xlsx", "--archive", "--out", out)
    assert (refused.code, out.exists()) == (FAILED, False)
    outcome = run("report", "make", "--demo", "--edition", "board", "--form", "xlsx", "--out", out)
    assert outcome.code == 0, outcome.err
    assert "sheets" in outcome.out
    assert out.read_bytes().startswith(b"PK")


@pytest.mark.parametrize(("form", "name"), [("png", "a.png"), ("xlsx", "a.pdf"), ("pdf", "a.ZIP")])
def test_a_name_that_says_another_form_is_refused_before_the_work(
    run: Run, database: Path, form: str, name: str
) -> None:
    """No program opens a zip called .png or a workbook called .pdf."""
    outcome = run("report", "make", "--demo", "--form", form, "--out", name)
    assert outcome.code == FAILED
    assert name in outcome.err
    assert not database.exists()


def test_one_page_is_told_in_the_singular(run: Run, tmp_path: Path) -> None:
    """The board's edition has one page, and English says so."""
    outcome = run("report", "make", "--demo", "--edition", "board", "--out", tmp_path / "board.pdf")
    assert ": 1 page," in outcome.out


@pytest.mark.parametrize(
    ("content", "told"), [(b"%PDF-1.7 of somebody else", "Unknown: "), (b"text", "No report: ")]
)
def test_files_of_others_are_not_verified(run: Run, tmp_path: Path, content: bytes, told: str) -> None:
    """A file that this database did not print is told as such, and the command fails."""
    file = tmp_path / "a.pdf"
    file.write_bytes(content)
    run("db", "upgrade")
    outcome = run("report", "verify", file)
    assert outcome.code == FAILED
    assert outcome.out.startswith(told)
