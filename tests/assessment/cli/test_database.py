"""Looking after the database: check, upgrade, backup, restore."""

import sqlite3
import stat
from pathlib import Path

import pytest

from assessment.cli.refusals import FAILED
from tests.assessment.cli.conftest import Run


def waves(database: Path) -> int:
    """Count the waves in a database file."""
    connection = sqlite3.connect(database)
    try:
        return int(connection.execute("SELECT count(*) FROM wave").fetchone()[0])
    finally:
        connection.close()


@pytest.mark.parametrize("command", [("db", "check"), ("backup", "copy.db")])
def test_looking_at_an_absent_database_makes_none(run: Run, database: Path, command: tuple[str, ...]) -> None:
    """Neither a check nor a backup leaves an empty database behind."""
    outcome = run(*command)
    assert outcome.code == FAILED
    assert "does not exist yet" in outcome.err
    assert not database.exists()
    assert not Path("copy.db").exists()


def test_upgrade_makes_a_private_database_that_checks_fine(run: Run, database: Path) -> None:
    """The file is readable by its owner only, and the check names kind and revision."""
    assert run("db", "upgrade").code == 0
    assert stat.S_IMODE(database.stat().st_mode) == 0o600
    checked = run("db", "check", "--thorough")
    assert checked.code == 0
    assert "database=sqlite" in checked.out
    assert "wave=0" in checked.out
    assert run("db", "upgrade").code == 0


def test_a_file_that_is_no_database_is_refused_untouched(run: Run, database: Path) -> None:
    """A wrong path costs nobody a file."""
    database.parent.mkdir()
    database.write_bytes(b"my letters " * 50)
    for command in (("db", "check"), ("db", "upgrade"), ("demo",), ("backup", "copy.db")):
        outcome = run(*command)
        assert outcome.code == FAILED
        assert "not a database" in outcome.err
    assert database.read_bytes() == b"my letters " * 50


def test_backup_and_restore_bring_everything_back(run: Run, database: Path, tmp_path: Path) -> None:
    """What was there at the time of the backup is there after the restore; what came later is kept aside."""
    run("db", "upgrade")
    copy = tmp_path / "copy.db"
    assert run("backup", copy).code == 0
    run("demo")
    assert waves(database) == 1
    restored = run("restore", copy)
    assert restored.code == 0, restored.err
    assert waves(database) == 0
    (kept,) = database.parent.glob("factorg.before-restore-*.db")
    assert str(kept) in restored.out
    assert waves(kept) == 1
    assert stat.S_IMODE(database.stat().st_mode) == stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_a_backup_replaces_no_earlier_one(run: Run, tmp_path: Path) -> None:
    """The second backup to one name is refused, the first stays."""
    run("db", "upgrade")
    copy = tmp_path / "copy.db"
    run("backup", copy)
    before = copy.read_bytes()
    run("demo")
    outcome = run("backup", copy)
    assert outcome.code == FAILED
    assert "exists already" in outcome.err
    assert copy.read_bytes() == before


@pytest.mark.parametrize("content", [b"no database at all" * 20, b"", b"SQLite format 3\x00" + bytes(4000)])
def test_a_bad_copy_changes_nothing(run: Run, database: Path, tmp_path: Path, content: bytes) -> None:
    """The present database survives, and nothing is left beside it."""
    run("demo")
    bad = tmp_path / "bad.db"
    bad.write_bytes(content)
    outcome = run("restore", bad)
    assert outcome.code == FAILED
    assert outcome.err.startswith(f"{bad} is ")
    assert waves(database) == 1
    assert list(database.parent.glob("*before-restore*")) == []


def test_a_file_that_is_no_copy_is_named(run: Run, database: Path, tmp_path: Path) -> None:
    """The sentence is about the file given, not about the present database."""
    run("db", "upgrade")
    page = tmp_path / "README.md"
    page.write_text("# Read me\n" * 100, encoding="utf-8")
    outcome = run("restore", page)
    assert outcome.err.startswith(f"{page} is not a copy of a FactOrg database")
    chinese = run("restore", page, "--locale", "zh").err
    assert chinese.startswith(f"{page} 不是 FactOrg 的数据库备份")
    assert waves(database) == 0


def test_a_copy_with_a_log_beside_it_is_said_to_be_unfinished(run: Run, tmp_path: Path) -> None:
    """What is missing and what to do instead is told."""
    run("db", "upgrade")
    copy = tmp_path / "copy.db"
    run("backup", copy)
    copy.with_name("copy.db-wal").write_bytes(b"not merged")
    outcome = run("restore", copy)
    assert outcome.code == FAILED
    assert f"beside {copy}" in outcome.err


def test_restore_replaces_a_database_that_cannot_be_read(run: Run, database: Path, tmp_path: Path) -> None:
    """A damaged database is moved aside, not a reason to stay down."""
    run("demo")
    copy = tmp_path / "copy.db"
    run("backup", copy)
    database.write_bytes(b"damaged by something" * 500)
    outcome = run("restore", copy)
    assert outcome.code == 0, outcome.err
    assert waves(database) == 1
    (kept,) = database.parent.glob("*before-restore*.db")
    assert kept.read_bytes().startswith(b"damaged by something")


def test_a_refused_restore_puts_a_damaged_database_back(run: Run, database: Path, tmp_path: Path) -> None:
    """Even what cannot be read stays where it was when the copy is bad."""
    database.parent.mkdir()
    database.write_bytes(b"damaged by something" * 500)
    bad = tmp_path / "bad.db"
    bad.write_bytes(b"no database")
    assert run("restore", bad).code == FAILED
    assert database.read_bytes() == b"damaged by something" * 500
    assert list(database.parent.glob("*before-restore*")) == []


def test_a_foreign_database_is_not_moved_out_of_the_way(run: Run, database: Path, tmp_path: Path) -> None:
    """A wrong address costs another program nothing."""
    run("demo")
    copy = tmp_path / "copy.db"
    run("backup", copy)
    for path in database.parent.iterdir():
        path.unlink()
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE song (name TEXT)")
    connection.close()
    before = database.read_bytes()
    outcome = run("restore", copy)
    assert outcome.code == FAILED
    assert "was not made by this product" in outcome.err
    assert [path.read_bytes() for path in database.parent.iterdir()] == [before]


def test_a_database_of_which_no_copy_can_be_kept_stays(
    run: Run, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without room for the copy nothing is restored: an app may be using the file."""
    run("demo")
    copy = tmp_path / "copy.db"
    run("backup", copy)

    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("assessment.storage.backup.copy_database", full)
    assert run("restore", copy).code == FAILED
    assert waves(database) == 1
    assert list(database.parent.glob("*before-restore*")) == []


def test_a_newer_database_in_use_stays(run: Run, database: Path, tmp_path: Path) -> None:
    """What a newer app is using is not taken from under it; once that app stopped it is set aside."""
    run("demo")
    copy = tmp_path / "copy.db"
    run("backup", copy)
    using = sqlite3.connect(database)
    using.execute("UPDATE alembic_version SET version_num = '0999'")
    using.commit()
    using.execute("SELECT count(*) FROM wave").fetchone()
    assert run("restore", copy).code == FAILED
    assert list(database.parent.glob("*before-restore*")) == []
    using.close()
    assert run("restore", copy).code == 0
    assert waves(database) == 1
    assert len(list(database.parent.glob("*before-restore*.db"))) == 1


def test_restore_into_nothing_makes_the_database(run: Run, database: Path, tmp_path: Path) -> None:
    """On a new machine there is nothing to keep."""
    run("demo")
    copy = tmp_path / "copy.db"
    run("backup", copy)
    for path in database.parent.iterdir():
        path.unlink()
    outcome = run("restore", copy)
    assert outcome.code == 0, outcome.err
    assert waves(database) == 1
    assert "kept" not in outcome.out


def test_restore_wants_a_file(run: Run, tmp_path: Path) -> None:
    """A folder and an absent file are refused before the database is touched."""
    assert "is a folder" in run("restore", tmp_path).err
    assert "There is no file" in run("restore", tmp_path / "none.db").err
