"""Transactions: all or nothing, patient with locks, honest when patience ends."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from assessment.domain.errors import DatabaseBusy, DatabaseUnusable, NotFound
from assessment.settings import sqlite_url
from assessment.storage import opening
from assessment.storage.database import INSTALLATION, Connection, Database, workspace_scope
from assessment.storage.engines import open_engine
from assessment.storage.failures import verdict

INSERT = text("INSERT INTO workspace (id, kind, created_at) VALUES (:id, 'merchant', '2026-01-01T00:00:00Z')")
COUNT = text("SELECT count(*) FROM workspace")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Give a ready database."""
    opened = opening.open_database(database_url)
    yield opened
    opened.dispose()


def add(connection: Connection, number: int) -> None:
    """Insert one workspace."""
    connection.execute(INSERT, {"id": f"{number:032d}"})


def count(database: Database) -> int:
    """Count workspaces."""
    return int(database.read(lambda c: c.execute(COUNT).scalar_one()))


def test_work_is_stored_whole_or_not_at_all(database: Database) -> None:
    """An error in the middle, of whatever kind, takes everything back."""
    for error in (NotFound, KeyboardInterrupt, RuntimeError):

        def work(connection: Connection, error: type[BaseException] = error) -> None:
            add(connection, 1)
            raise error

        with pytest.raises(error):
            database.write(work)
    assert count(database) == 0
    database.write(lambda c: add(c, 1))
    assert count(database) == 1


def test_parallel_read_and_write_loses_no_update(database: Database) -> None:
    """Eight threads that each read and then write never work on a stale view."""

    def work(connection: Connection) -> None:
        if database.dialect == "postgresql":
            connection.execute(text("LOCK TABLE workspace IN EXCLUSIVE MODE"))
        add(connection, int(connection.execute(COUNT).scalar_one()))

    with ThreadPoolExecutor(8, initializer=workspace_scope.set, initargs=(INSTALLATION,)) as pool:
        list(pool.map(lambda _: database.write(work), range(64)))
    assert count(database) == 64


def failing(error: BaseException, times: int) -> tuple[list[int], object]:
    """Make work that fails some times and then succeeds; the list counts its runs."""
    runs: list[int] = []

    def work(_: Connection) -> str:
        runs.append(1)
        if len(runs) <= times:
            raise error
        return "done"

    return runs, work


def operational(name: str) -> OperationalError:
    """Make the error of a lost PostgreSQL connection."""
    return OperationalError("SELECT 1", {}, psycopg.OperationalError(name))


def test_lost_connections_are_tried_again(database: Database) -> None:
    """The work is run from its start until it succeeds, with growing, bounded pauses."""
    pauses: list[float] = []
    patient = Database(database.engine, sleep=pauses.append)
    runs, work = failing(operational("server closed the connection unexpectedly"), times=12)
    assert patient.write(work) == "done"
    assert len(runs) == 13
    assert all(0 < pause <= 1 for pause in pauses)
    assert max(pauses) > 10 * min(pauses)


def test_patience_ends_in_a_plain_answer(database: Database) -> None:
    """After the agreed time the caller hears that nothing was stored."""
    times = iter(range(0, 1000, 5))
    hasty = Database(database.engine, patience=20, sleep=lambda _: None, clock=lambda: next(times))
    runs, work = failing(operational("no connection"), times=1000)
    with pytest.raises(DatabaseBusy):
        hasty.write(work)
    assert 1 < len(runs) < 10


def test_a_taken_key_is_tried_again_only_thrice(database: Database) -> None:
    """Another transaction may have stored the same key first; a key that stays taken is a bug."""
    database.write(lambda c: add(c, 1))
    quick = Database(database.engine, sleep=lambda _: None)
    runs: list[int] = []

    def work(connection: Connection) -> None:
        runs.append(1)
        add(connection, 1)

    with pytest.raises(IntegrityError):
        quick.write(work)
    assert len(runs) == 3


def test_a_wrong_statement_is_not_repeated(database: Database) -> None:
    """A mistake in the program surfaces at once."""
    runs: list[int] = []

    def work(connection: Connection) -> None:
        runs.append(1)
        connection.execute(text("SELECT nothing FROM nowhere"))

    with pytest.raises(DBAPIError):
        database.read(work)
    assert len(runs) == 1


def test_errors_do_not_tell_what_was_being_stored(database: Database) -> None:
    """What people wrote must not end in a log, when a statement fails."""
    secret = {"id": "0" * 32, "kind": "merchant", "at": "2026-01-01T00:00:00Z", "said": "confided"}
    for statement in (
        "INSERT INTO workspace (id, kind, created_at, said) VALUES (:id, :kind, :at, :said)",
        "SELECT :said FROM nowhere",
    ):
        with pytest.raises(DBAPIError) as refused:
            database.write(lambda c, statement=statement: c.execute(text(statement), secret))
        assert "confided" not in str(refused.value)


def test_broken_rules_are_refused_by_both_databases(database: Database) -> None:
    """Length, range, reference and type are guarded by the tables themselves."""
    wrong = (
        "INSERT INTO workspace VALUES ('short', 'merchant', '2026-01-01T00:00:00Z')",
        f"INSERT INTO workspace VALUES ('{'a' * 32}', 'other', '2026-01-01T00:00:00Z')",
        f"INSERT INTO facts_sheet VALUES ('{'a' * 32}', 0, '2026-01-01T00:00:00Z')",
        f"INSERT INTO facts_sheet VALUES ('{'a' * 32}', 'abc', '2026-01-01T00:00:00Z')",
        "INSERT INTO workspace VALUES (NULL, 'merchant', '2026-01-01T00:00:00Z')",
    )
    for statement in wrong:
        with pytest.raises(DBAPIError):
            database.write(lambda c, statement=statement: c.execute(text(statement)))
    assert count(database) == 0


def test_a_locked_file_is_waited_for_and_then_told(tmp_path: Path) -> None:
    """While another process holds the write lock nothing is stored and nothing is lost."""
    url = sqlite_url(tmp_path / "factorg.db")
    opening.open_database(url).dispose()
    holder = sqlite3.connect(tmp_path / "factorg.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    engine = open_engine(url)
    with engine.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA busy_timeout = 1")
    hasty = Database(engine, patience=0)
    assert count(hasty) == 0
    with pytest.raises(DatabaseBusy):
        hasty.write(lambda c: add(c, 1))
    holder.execute("ROLLBACK")
    holder.close()
    hasty.write(lambda c: add(c, 1))
    assert count(hasty) == 1
    engine.dispose()


def test_writers_of_one_process_queue_and_hear_when_it_takes_too_long(tmp_path: Path) -> None:
    """On SQLite the second writer waits for the first; when its patience ends nothing was stored."""
    opened = opening.open_database(sqlite_url(tmp_path / "factorg.db"))
    hasty = Database(opened.engine, patience=0.01)

    def work(connection: Connection) -> None:
        add(connection, 1)
        with ThreadPoolExecutor(1) as pool, pytest.raises(DatabaseBusy):
            pool.submit(hasty.write, lambda c: add(c, 2)).result()

    hasty.write(work)
    assert count(hasty) == 1
    hasty.write(lambda c: add(c, 2))
    assert count(hasty) == 2
    opened.dispose()


def test_a_full_disk_is_told_and_survived(tmp_path: Path) -> None:
    """When the file cannot grow the write fails as a whole, reading goes on, and later it works again."""
    opened = opening.open_database(sqlite_url(tmp_path / "factorg.db"))

    def limit(pages: int) -> None:
        with opened.engine.connect() as connection:
            raw = connection.connection.driver_connection
            size = raw.execute("PRAGMA page_count").fetchone()[0]
            raw.execute(f"PRAGMA max_page_count = {max(size, pages)}")

    def many(connection: Connection) -> None:
        for number in range(5_000):
            add(connection, number)

    limit(0)
    with pytest.raises(DatabaseUnusable) as refused:
        opened.write(many)
    assert refused.value.fields["reason"] == "cannot_store"
    assert count(opened) == 0
    limit(1_000_000)
    opened.write(many)
    assert count(opened) == 5_000
    opened.dispose()


class Coded(Exception):
    """An error of a driver with its code."""

    def __init__(self, **codes: object) -> None:
        self.__dict__.update(codes)
        super().__init__(str(codes))


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ({"sqlite_errorcode": sqlite3.SQLITE_BUSY}, "busy"),
        ({"sqlite_errorcode": sqlite3.SQLITE_BUSY_SNAPSHOT}, "busy"),
        ({"sqlite_errorcode": sqlite3.SQLITE_LOCKED}, "busy"),
        ({"sqlite_errorcode": sqlite3.SQLITE_FULL}, "unusable"),
        ({"sqlite_errorcode": sqlite3.SQLITE_IOERR_FSYNC}, "unusable"),
        ({"sqlite_errorcode": sqlite3.SQLITE_CORRUPT}, "unusable"),
        ({"sqlite_errorcode": sqlite3.SQLITE_READONLY}, "unusable"),
        ({"sqlite_errorcode": sqlite3.SQLITE_CONSTRAINT_UNIQUE}, "taken"),
        ({"sqlite_errorcode": sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY}, "taken"),
        ({"sqlite_errorcode": sqlite3.SQLITE_CONSTRAINT_CHECK}, "bug"),
        ({"sqlite_errorcode": sqlite3.SQLITE_ERROR}, "bug"),
        ({"sqlstate": "40001"}, "busy"),
        ({"sqlstate": "40P01"}, "busy"),
        ({"sqlstate": "57P01"}, "busy"),
        ({"sqlstate": "08006"}, "busy"),
        ({"sqlstate": "23505"}, "taken"),
        ({"sqlstate": "57014"}, "too_long"),
        ({"sqlstate": "53100"}, "unusable"),
        ({"sqlstate": "23514"}, "bug"),
        ({"sqlstate": None}, "bug"),
    ],
)
def test_codes_are_understood(codes: dict[str, object], expected: str) -> None:
    """Each code of the drivers means one of five things."""
    assert verdict(DBAPIError("SELECT 1", {}, Coded(**codes))) == expected


def test_an_exhausted_pool_is_busy() -> None:
    """When all connections are out the caller should come back in a moment."""
    assert verdict(PoolTimeout("QueuePool limit")) == "busy"


@pytest.mark.parametrize(
    "database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
def test_a_backend_that_dies_is_replaced(database_url: str) -> None:
    """Killing every backend in the middle of a write is not noticed by the caller."""
    opened, other = opening.open_database(database_url), opening.open_database(database_url)
    opened.write(lambda c: add(c, 1))
    kill = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    struck: list[int] = []

    def work(connection: Connection) -> None:
        add(connection, 2)
        if not struck:
            struck.append(1)
            other.read(lambda c: c.execute(kill).all())

    opened.write(work)
    assert count(opened) == 2
    opened.dispose()
    other.dispose()
