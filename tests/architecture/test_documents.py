"""What the documents promise exists, and what exists is documented."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def marked(name: str) -> str:
    """Return the command between a marker comment and its end."""
    found = re.search(rf"<!-- {name} -->\n```\n(.*?)\n```\n<!-- end -->", README, re.DOTALL)
    assert found, f"README.md marks no {name}"
    return found.group(1)


def test_first_command_installs_the_lock_and_starts_the_app() -> None:
    """Command one needs nothing but the lock and the entry file."""
    assert marked("start command") == (
        "python -m pip install -r requirements.txt && python -m streamlit run streamlit_app.py"
    )


def test_second_command_installs_the_test_lock_and_runs_every_test() -> None:
    """Command two runs the whole suite, without a selection."""
    command = marked("test command")
    assert command.startswith("python -m pip install -r tests/requirements.txt && python -m pytest")
    assert " -k" not in command
    assert " -m " not in command.split("pytest", 1)[1]


@pytest.mark.parametrize("page", ["README.md", ".github/CONTRIBUTING.md"])
def test_relative_links_lead_somewhere(page: str) -> None:
    """Every relative link and picture in a document exists."""
    path = ROOT / page
    targets = re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8"))
    missing = [target for target in targets if not (path.parent / target).exists()]
    assert missing == []


def test_every_command_is_in_the_readme() -> None:
    """A command of the command line that the README does not name fails the build."""
    shown = subprocess.run(
        [sys.executable, "-m", "assessment", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    listed = re.search(r"\{([a-z,]+)\}", shown)
    assert listed, shown
    absent = [name for name in listed.group(1).split(",") if f"`python -m assessment {name}" not in README]
    absent = [name for name in absent if f"`{name}" not in README]
    assert absent == []


def test_locks_pin_every_direct_dependency() -> None:
    """Each range in pyproject.toml has its pin in the lock that users install."""
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = re.search(r"^dependencies = \[\n(.*?)^\]", text, re.DOTALL | re.MULTILINE)
    assert block
    names = re.findall(r'^\s+"([A-Za-z0-9-]+)', block.group(1), re.MULTILINE)
    assert [n for n in names if not re.search(rf"^{n}==", lock, re.MULTILINE)] == []
