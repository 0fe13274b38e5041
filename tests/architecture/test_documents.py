"""What the documents promise exists, and what exists is documented."""

import contextlib
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assessment.cli.main import main

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


def helps(path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Ask the program, its groups and every command in them for ``--help``; yield the words and the text."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.suppress(SystemExit):
        main([*path, "--help", "--locale", "en"])
    shown = out.getvalue()
    yield path, _without_examples(shown)
    if listed := re.search(r"\{([a-z,]+)\}", shown.split("\n\n")[0]):
        for name in listed.group(1).split(","):
            yield from helps((*path, name))


def _without_examples(shown: str) -> str:
    return shown.partition("\nExamples:")[0]


def test_every_command_is_in_the_readme() -> None:
    """The README's table and ``--help`` name the same commands with the same options."""
    commands = {
        path: set(re.findall(r"--[a-z-]+", shown))
        for path, shown in helps()
        if "{" not in shown.split("\n\n")[0]
    }
    rows = re.findall(r"^\| `python -m assessment ([a-z ]+[a-z])(.*)\|$", README, re.MULTILINE)
    assert {tuple(words.split()) for words, _ in rows} == commands.keys()
    for words, rest in rows:
        assert set(re.findall(r"--[a-z-]+", rest)) <= commands[tuple(words.split())], words
    told = "".join(rest for _, rest in rows) + "--help --locale --debug"
    assert {option for found in commands.values() for option in found} <= set(re.findall(r"--[a-z-]+", told))


def test_every_setting_is_in_the_readme() -> None:
    """Whatever the program reads from its environment stands in the table of settings, and nothing else."""
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "assessment").rglob("*.py"))
    used = set(re.findall(r"FACTORG_[A-Z_]+", source))
    assert set(re.findall(r"^\| `(FACTORG_[A-Z_]+)`", README, re.MULTILINE)) == used


def test_locks_pin_every_direct_dependency() -> None:
    """Each range in pyproject.toml has its pin in the lock that users install."""
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = re.search(r"^dependencies = \[\n(.*?)^\]", text, re.DOTALL | re.MULTILINE)
    assert block
    names = re.findall(r'^\s+"([A-Za-z0-9-]+)', block.group(1), re.MULTILINE)
    assert [n for n in names if not re.search(rf"^{n}(\[[a-z, ]+\])?==", lock, re.MULTILINE)] == []
