"""Two processes on one SQLite file: neither takes the other's log away."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from assessment.bootstrap import Services, bootstrap
from assessment.settings import Settings

ROOT = Path(__file__).parents[3]


def start(services: Services, name: str) -> None:
    """Store one more merchant and acknowledge it."""
    services.engagements.start_self_assessment(
        name=name, category="beauty", gmv_tier="G2", locale="zh", operation_id=f"start-{name}-0001"
    )


def merchants(file: Path) -> set[str]:
    """Names that a process of its own finds in the file."""
    query = "SELECT name FROM merchant"
    program = f"import sqlite3, sys; [print(n) for n, in sqlite3.connect(sys.argv[1]).execute('{query}')]"
    done = subprocess.run(
        [sys.executable, "-c", program, str(file)],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    return set(done.stdout.split())


@pytest.mark.parametrize("command", [("db", "check"), ("backup", "copy.db")])
def test_command_line_beside_the_running_app_loses_nothing(tmp_path: Path, command: tuple[str, ...]) -> None:
    """What the app acknowledges after a command ran on the same file is in the file.

    The app opens the file a second time first: a handle closed at the wrong moment would drop the locks
    of the connections that stay open, and the command's last act would be to remove a living log.
    """
    file = tmp_path / "factorg.db"
    settings = Settings(database_url=f"sqlite:///{file}", public_url=None, locale="zh")
    app = bootstrap(settings)
    start(app, "one")
    bootstrap(settings).close()
    done = subprocess.run(
        [sys.executable, "-m", "assessment", *command],
        cwd=tmp_path,
        env={**os.environ, "FACTORG_DATABASE_URL": settings.database_url, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert file.with_name(file.name + "-wal").exists()
    start(app, "two")
    assert merchants(file) == {"one", "two"}
    app.close()
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
