"""Looking after the database: checks, backups while others write, and the way back."""

import shutil
import sqlite3
import stat
import threading
from pathlib import Path

import pytest

from assessment.bootstrap import Services, bootstrap
from assessment.domain.errors import DatabaseBusy, DatabaseNewer, DatabaseUnusable, FactOrgError
from assessment.settings import Settings, sqlite_url
from assessment.storage import answer_store, backup, opening, schema
from assessment.storage.migrations import HEAD
from tests.assessment.services.worlds import World, make_world
from tests.support import Clock


def test_check_tells_kind_revision_and_settings(services: Services) -> None:
    """The short check is facts only; the thorough one counts rows."""
    facts = services.maintenance.check()
    assert f"revision={HEAD}" in facts
    assert facts[0].startswith(("database=sqlite 3.", "database=postgresql 1"))
    assert "synchronous=2" in facts or "synchronous_commit=on" in facts
    assert "integrity=ok" in services.maintenance.check(thorough=True)


def test_backup_and_restore_are_for_sqlite_only(services: Services, tmp_path: Path) -> None:
    """PostgreSQL has its own tools, and the refusal says so."""
    copy = tmp_path / "copy.db"
    if services._context.database.dialect == "sqlite":
        services.maintenance.backup(copy)
        services.maintenance.restore(copy)
        return
    for attempt in (services.maintenance.backup, services.maintenance.restore):
        with pytest.raises(DatabaseUnusable) as refused:
            attempt(copy)
        assert refused.value.fields["reason"] == "only_sqlite"


@pytest.fixture
def lived_in(sqlite_services: Services) -> World:
    """Give an SQLite world with an answer."""
    world = make_world(sqlite_services)
    world.answer(4)
    return world


def test_backup_holds_everything_and_is_private(lived_in: World, tmp_path: Path) -> None:
    """The copy opens as a database of its own with the same answers, readable by its account only."""
    copy = tmp_path / "copy.db"
    lived_in.services.maintenance.backup(copy)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []
    opened = bootstrap(Settings(sqlite_url(copy)), clock=Clock())
    expected = lived_in.services.responding.open(lived_in.respondent).response
    assert opened.responding.open(lived_in.respondent).response == expected
    opened.close()


def test_backup_while_others_write_is_one_moment(lived_in: World, tmp_path: Path) -> None:
    """A copy made under load is sound and holds every answer acknowledged before it began."""
    stop = threading.Event()
    acknowledged: list[int] = [1]

    def write() -> None:
        turn = 0
        while not stop.is_set():
            turn += 1
            acknowledged.append(
                lived_in.answer(1 + turn % 5, item=turn % 9, revision=acknowledged[-1]).revision
            )

    writer = threading.Thread(target=write)
    writer.start()
    for number in range(5):
        promised = acknowledged[-1]
        copy = tmp_path / f"copy{number}.db"
        lived_in.services.maintenance.backup(copy)
        opened = bootstrap(Settings(sqlite_url(copy)), clock=Clock())
        events = opened._context.database.read(
            lambda c: answer_store.history(c, lived_in.respondent.response_id)
        )
        assert [event.revision for event in events] == list(range(1, len(events) + 1))
        assert len(events) >= promised
        opened.close()
    stop.set()
    writer.join()


def test_restore_brings_the_copy_back(lived_in: World, tmp_path: Path) -> None:
    """What was done after the backup is gone, what was before is there, and work goes on."""
    copy = tmp_path / "copy.db"
    lived_in.services.maintenance.backup(copy)
    lived_in.answer(2, item=1, revision=1)
    lived_in.services.maintenance.restore(copy)
    assert lived_in.services.responding.open(lived_in.respondent).response.revision == 1
    assert lived_in.answer(5, item=1, revision=1).revision == 2
    assert "journal_mode=wal" in lived_in.services.maintenance.check(thorough=True)


def test_a_backup_that_cannot_be_written_is_told(lived_in: World, tmp_path: Path) -> None:
    """A folder that is not there is no place for a copy."""
    with pytest.raises(DatabaseUnusable) as refused:
        lived_in.services.maintenance.backup(tmp_path / "nowhere" / "copy.db")
    assert refused.value.fields["reason"] == "cannot_store"


def test_the_thorough_check_finds_what_dangles(lived_in: World) -> None:
    """Dangling references are found although the short check sees nothing."""
    services = lived_in.services
    file = Path(services.settings.database_url.removeprefix("sqlite:///"))
    with sqlite3.connect(file) as connection:
        connection.execute("DELETE FROM merchant")
    connection.close()
    services.maintenance.check()
    with pytest.raises(DatabaseUnusable) as refused:
        services.maintenance.check(thorough=True)
    assert refused.value.fields["reason"] == "references_broken"


def emptied(path: Path) -> None:
    """Leave an empty file."""
    path.write_bytes(b"")


def not_there(path: Path) -> None:
    """Leave no file."""
    path.unlink()


def truncated(path: Path) -> None:
    """Cut the second half off."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def overwritten(path: Path) -> None:
    """Destroy a page in the middle."""
    content = bytearray(path.read_bytes())
    content[8 * 4096 : 10 * 4096] = b"\x5a" * 8192
    path.write_bytes(content)


def of_others(path: Path) -> None:
    """Put another program's database there."""
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE song (name TEXT)")
    connection.close()


def without_revision(path: Path) -> None:
    """Take the mark of the revision away."""
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM alembic_version")
    connection.close()


def dangling(path: Path) -> None:
    """Remove rows that others refer to."""
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM wave")
    connection.close()


def taken_while_open(path: Path) -> None:
    """Pretend to be a file that was copied, with its log, from under a running app."""
    path.with_name(path.name + "-wal").write_bytes(b"some pages")


def newer(path: Path) -> None:
    """Pretend to come from a later version."""
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0999'")
    connection.close()


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        (emptied, DatabaseUnusable),
        (not_there, DatabaseUnusable),
        (truncated, DatabaseUnusable),
        (overwritten, DatabaseUnusable),
        (of_others, DatabaseUnusable),
        (without_revision, DatabaseUnusable),
        (dangling, DatabaseUnusable),
        (taken_while_open, DatabaseUnusable),
        (newer, DatabaseNewer),
    ],
)
def test_spoilt_copies_are_refused_and_nothing_changes(
    lived_in: World, tmp_path: Path, spoil: object, error: type[FactOrgError]
) -> None:
    """A damaged, foreign or newer copy is refused before the living database is touched."""
    copy = tmp_path / "copy.db"
    lived_in.services.maintenance.backup(copy)
    spoil(copy)
    before = lived_in.services.responding.open(lived_in.respondent)
    with pytest.raises(error):
        lived_in.services.maintenance.restore(copy)
    assert lived_in.services.responding.open(lived_in.respondent) == before


def test_restore_waits_for_nobody_behind_the_back_of_a_running_app(lived_in: World, tmp_path: Path) -> None:
    """While another process has the database open the restore is refused and nothing changes."""
    copy = tmp_path / "copy.db"
    lived_in.services.maintenance.backup(copy)
    lived_in.answer(2, item=1, revision=1)
    other = bootstrap(lived_in.services.settings, clock=Clock())
    before = other.responding.open(lived_in.respondent)
    with pytest.raises(DatabaseBusy):
        lived_in.services.maintenance.restore(copy)
    assert other.responding.open(lived_in.respondent) == before
    other.close()
    lived_in.services.maintenance.restore(copy)
    assert lived_in.services.responding.open(lived_in.respondent).response.revision == 1


def test_a_damaged_database_can_be_replaced(lived_in: World, tmp_path: Path) -> None:
    """The restore that is needed most works: the living file is broken."""
    copy = tmp_path / "copy.db"
    services = lived_in.services
    services.maintenance.backup(copy)
    file = Path(services.settings.database_url.removeprefix("sqlite:///"))
    services.close()
    file.write_bytes(b"\xff" * 10_000)
    with pytest.raises(DatabaseUnusable):
        bootstrap(services.settings)
    backup.restore_copy(copy, file, opening.migrate_file)
    opened = bootstrap(services.settings, clock=Clock())
    assert opened.responding.open(lived_in.respondent).response.revision == 1
    opened.close()


def test_an_interrupted_restore_leaves_the_old_database(
    lived_in: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When copying breaks off the living database is as it was and no scrap remains."""
    copy = tmp_path / "copy.db"
    lived_in.services.maintenance.backup(copy)
    before = lived_in.services.responding.open(lived_in.respondent)

    def broken(source: Path, target: Path) -> None:
        Path(target).write_bytes(Path(source).read_bytes()[:5000])
        raise OSError("no space left")

    monkeypatch.setattr(shutil, "copyfile", broken)
    with pytest.raises(DatabaseUnusable):
        lived_in.services.maintenance.restore(copy)
    assert lived_in.services.responding.open(lived_in.respondent) == before
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_a_copy_that_cannot_be_upgraded_changes_nothing(
    lived_in: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The upgrade happens before the copy takes the database's place, never afterwards."""
    copy = tmp_path / "copy.db"
    lived_in.services.maintenance.backup(copy)
    lived_in.answer(2, item=1, revision=1)
    before = lived_in.services.responding.open(lived_in.respondent)

    def broken(_: object) -> None:
        raise DatabaseUnusable(reason="references_broken")

    monkeypatch.setattr(schema, "upgrade", broken)
    with pytest.raises(DatabaseUnusable):
        lived_in.services.maintenance.restore(copy)
    assert lived_in.services.responding.open(lived_in.respondent) == before
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []
