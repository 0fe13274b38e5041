"""A command line of its own for every test: own database, own folder, captured output."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from assessment.cli.main import main
from assessment.settings import sqlite_url


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one command did."""

    code: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Name the SQLite file that commands use; it does not exist yet."""
    return tmp_path / "data" / "factorg.db"


@pytest.fixture
def run(
    tmp_path: Path, database: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Give a function that runs one command in English."""
    monkeypatch.setenv("FACTORG_DATABASE_URL", sqlite_url(database))
    monkeypatch.delenv("FACTORG_PUBLIC_URL", raising=False)
    monkeypatch.setenv("FACTORG_LOCALE", "en")
    monkeypatch.chdir(tmp_path)

    def command(*arguments: object) -> Outcome:
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Outcome(code, captured.out, captured.err)

    return command
