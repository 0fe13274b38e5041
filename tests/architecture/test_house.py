"""The house keeps its shape: directions, sizes, and things that must never appear."""

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("assessment", "scoring", "reports")
TOP_LEVEL = {"streamlit_app.py", "requirements.txt", "README.md", "pyproject.toml", "LICENSE", "CHANGELOG.md"}
FUNCTION_LIMIT = 60
FILE_LIMIT = 500
LAUNCHER_LIMIT = 40


def sources() -> list[Path]:
    """Every module of the product, generated migrations apart."""
    found = (p for name in PACKAGES for p in (ROOT / name).rglob("*.py"))
    return sorted(p for p in found if "versions" not in p.parts)


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Name and length in lines of each function."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def contracts(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the import contracts of pyproject.toml on the packages in `folder`."""
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", program, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )


def test_top_level_holds_only_what_it_may() -> None:
    """Nothing but the agreed files and folders lies at the top level."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    names = {line.split("/")[0] for line in listed.splitlines() if not line.startswith(".")}
    assert names <= TOP_LEVEL | {"assessment", "scoring", "reports", "tests"}


@pytest.mark.parametrize("path", sources(), ids=lambda p: str(p.relative_to(ROOT)))
def test_files_and_functions_stay_readable(path: Path) -> None:
    """No function is longer than 60 lines and no file longer than 500."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= FILE_LIMIT
    assert [(name, size) for name, size in functions(path) if size > FUNCTION_LIMIT] == []


def test_launcher_only_launches() -> None:
    """The entry file stays under 40 lines and names the app literally, as the framework demands."""
    text = (ROOT / "streamlit_app.py").read_text(encoding="utf-8")
    assert len(text.splitlines()) < LAUNCHER_LIMIT
    assert re.search(r"^app = st\.App\(", text, re.MULTILINE)


def test_nothing_unsafe_is_used() -> None:
    """No pickle, no HTML from text, no evaluation of text: anywhere in the product."""
    forbidden = re.compile(
        r"\bimport (pickle|joblib|marshal|shelve)\b|read_pickle|unsafe_allow_html|\beval\(|\bexec\(|yaml\."
    )
    found = {str(p.relative_to(ROOT)): forbidden.findall(p.read_text(encoding="utf-8")) for p in sources()}
    assert {name: hits for name, hits in found.items() if hits} == {}


def test_session_state_has_one_door() -> None:
    """Only ui/session.py touches the session state."""
    users = [p.name for p in sources() if re.search(r"\bsession_state\b", p.read_text(encoding="utf-8"))]
    assert users in ([], ["session.py"])


def test_text_reaches_paper_through_one_door() -> None:
    """Only the typesetter writes text on a page, of lines that the door has split; nothing parses markup.

    ReportLab's own ways to set text are used nowhere, and what a file says about itself is cleaned first.
    """
    shows = re.compile(
        r"drawString|drawRightString|drawCentredString|drawAlignedString|beginText|textOut|textLines?\(|\bTj\b"
        r"|stringWidth|\bParagraph\(|platypus|XPreformatted|reportlab\.graphics|reportlab\.lib\.(styles|fontfinder)"
    )
    texts = {str(p.relative_to(ROOT)): p.read_text(encoding="utf-8") for p in sources()}
    assert {name for name, text in texts.items() if shows.search(text)} == {"reports/typesetter.py"}
    said = re.compile(r"\.set(?:Title|Author|Subject|Creator|Keywords)\((?!f?\"?[^\n]*clean\(|furniture\.)")
    assert [name for name, text in texts.items() if said.search(text)] == []


def test_import_contracts_hold() -> None:
    """Imports run in the one direction that the architecture allows."""
    outcome = contracts(ROOT)
    assert outcome.returncode == 0, outcome.stdout


@pytest.mark.parametrize(
    ("victim", "line"),
    [
        ("assessment/domain/text.py", "import assessment.services"),
        ("scoring/results.py", "import streamlit"),
        ("assessment/services/__init__.py", "import sqlalchemy"),
        ("assessment/ui/__init__.py", "import starlette"),
        ("assessment/web/__init__.py", "import assessment.storage"),
        ("scoring/pipeline.py", "import reports.document"),
    ],
)
def test_import_contracts_break_when_provoked(tmp_path: Path, victim: str, line: str) -> None:
    """A planted import in the wrong direction is refused."""
    for name in PACKAGES:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "*.ttf"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    target = tmp_path / victim
    target.write_text(target.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    outcome = contracts(tmp_path)
    assert outcome.returncode != 0
    assert "BROKEN" in outcome.stdout
