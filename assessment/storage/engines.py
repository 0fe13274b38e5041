"""Opening a database, and refusing one whose settings would lose or mix up data."""

import contextlib
import os
import sqlite3
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from assessment.domain.errors import DatabaseUnusable
from assessment.storage.database import WRITING

APPLICATION_ID: Final = 0x46414354
"""``FACT`` in ASCII: marks an SQLite file as ours (bytes 68 to 71 of its header)."""

PROBED_BYTES: Final = 64 * 1024 * 1024
"""Files up to this size are read whole at every start (a fifth of a second)."""

_REASONS: Final = {
    sqlite3.SQLITE_NOTADB: "not_a_database",
    sqlite3.SQLITE_CANTOPEN: "cannot_open",
    sqlite3.SQLITE_PERM: "cannot_open",
    sqlite3.SQLITE_AUTH: "cannot_open",
}

SQLITE_SETTINGS: Final[tuple[tuple[str, str, object], ...]] = (
    ("busy_timeout", "10000", 10_000),
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", 2),
    ("foreign_keys", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("secure_delete", "ON", 1),
)
"""Pragma, what is asked, what must be answered. WAL with FULL is the cheapest pair that loses no
acknowledged commit when the power fails."""

POSTGRES_SETTINGS: Final[tuple[tuple[str, str], ...]] = (
    ("synchronous_commit", "on"),
    ("client_encoding", "UTF8"),
    ("timezone", "UTC"),
    ("statement_timeout", "15s"),
    ("lock_timeout", "5s"),
    ("idle_in_transaction_session_timeout", "30s"),
)


def database_url(text: str) -> URL:
    """Read an address; ``postgres://`` and ``postgresql://`` mean psycopg 3.

    Raises DatabaseUnusable for anything but SQLite files and PostgreSQL.
    """
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise DatabaseUnusable(reason="address_unreadable") from error
    if url.drivername in ("postgres", "postgresql", "postgresql+psycopg"):
        return url.set(drivername="postgresql+psycopg")
    if url.drivername != "sqlite":
        raise DatabaseUnusable(reason="kind_unsupported")
    if not url.database or url.database == ":memory:":
        raise DatabaseUnusable(reason="not_a_file")
    return url


def open_engine(text: str) -> Engine:
    """Open the database at this address with the settings of this module, each one asserted.

    An SQLite file is made readable by this account only (mode 0600), a new one from its first byte. A
    file that is not ours is refused untouched. Errors of the engine do not tell what was being stored,
    because they may end in a log.
    Raises DatabaseUnusable.
    """
    url = database_url(text)
    if url.drivername == "sqlite":
        return open_sqlite(Path(str(url.database)))
    return _open_postgres(url)


def sqlite_path(engine: Engine) -> Path | None:
    """File of an SQLite engine, None for PostgreSQL."""
    return Path(str(engine.url.database)) if engine.dialect.name == "sqlite" else None


def open_sqlite(path: Path) -> Engine:
    """Open an SQLite file as `open_engine` does. Raises DatabaseUnusable."""
    if is_new(path):
        create_sqlite_file(path)
    else:
        require_ours(path)
    with contextlib.suppress(OSError):  # a file of another account may be ours to use, not to change
        path.chmod(0o600)
    address = URL.create("sqlite", database=str(path))
    engine = create_engine(address, pool_size=10, max_overflow=20, hide_parameters=True)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    _probe(engine)
    return engine


def is_new(path: Path) -> bool:
    """Whether a file is absent or empty. Raises DatabaseUnusable."""
    try:
        return not path.exists() or path.stat().st_size == 0
    except OSError as error:
        raise DatabaseUnusable(reason="cannot_open") from error


def require_ours(path: Path) -> None:
    """Raise DatabaseUnusable unless a file is an SQLite database that bears our mark.

    The mark is read through SQLite and never by opening the file: closing any handle on a file drops all
    POSIX locks that this process holds on it. Another process would then take our log for abandoned and
    remove it, and what we acknowledge afterwards would be lost.
    """
    try:
        with contextlib.closing(
            sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=10)
        ) as connection:
            mark = connection.execute("PRAGMA application_id").fetchone()[0]
    except sqlite3.Error as error:
        raise DatabaseUnusable(reason=_REASONS.get(_primary_code(error), "damaged")) from error
    if mark != APPLICATION_ID:
        raise DatabaseUnusable(reason="not_ours")


def _primary_code(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def create_sqlite_file(path: Path) -> None:
    """Create an empty database that only this account may read, and mark it as ours.

    The mark is written in rollback-journal mode, so it is in the file itself and not in a log.
    Raises DatabaseUnusable.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        connection = sqlite3.connect(path, timeout=10)
        try:
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        finally:
            connection.close()
    except (OSError, sqlite3.Error) as error:
        raise DatabaseUnusable(reason="cannot_open") from error


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    """Set and check the pragmas of a new connection; the transactions are ours to begin."""
    connection.isolation_level = None
    for name, wanted, answer in SQLITE_SETTINGS:
        connection.execute(f"PRAGMA {name} = {wanted}")
        if connection.execute(f"PRAGMA {name}").fetchone()[0] != answer:
            raise DatabaseUnusable(reason="setting_refused", setting=name)


def _begin_sqlite(connection: Connection) -> None:
    """Writers take the write lock at once: a later upgrade of a read lock would fail, not wait."""
    writing = connection.get_execution_options().get(WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _open_postgres(url: URL) -> Engine:
    engine = create_engine(url, pool_size=10, max_overflow=10, pool_pre_ping=True, hide_parameters=True)
    event.listen(engine, "connect", _set_up_postgres)
    _probe(engine)
    return engine


def _set_up_postgres(connection: Any, _record: object) -> None:  # noqa: ANN401 - psycopg's connection
    """Set and check the settings of a new connection. Raises DatabaseUnusable."""
    with connection.cursor() as cursor:
        for name, wanted in POSTGRES_SETTINGS:
            cursor.execute(f"SET SESSION {name} = '{wanted}'")
        for name, wanted in (*POSTGRES_SETTINGS, ("server_encoding", "UTF8"), ("fsync", "on")):
            cursor.execute(f"SHOW {name}")
            if cursor.fetchone()[0] != wanted:
                raise DatabaseUnusable(reason="setting_refused", setting=name)
    connection.commit()


def require_plain_role(engine: Engine) -> None:
    """Refuse a PostgreSQL role for which the separation of workspaces would not hold.

    Raises DatabaseUnusable.
    """
    if engine.dialect.name != "postgresql":
        return
    statement = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
    with engine.connect() as connection:
        if connection.exec_driver_sql(statement).scalar():
            raise DatabaseUnusable(reason="role_too_strong")


def _probe_file(connection: Connection, path: Path) -> None:
    """Read every page of a small file, and the first ones of a large one.

    Raises DatabaseUnusable, DatabaseError.
    """
    connection.exec_driver_sql("SELECT count(*) FROM sqlite_schema")
    if path.stat().st_size > PROBED_BYTES:
        return
    if connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() != "ok":
        raise DatabaseUnusable(reason="damaged")


def _probe(engine: Engine) -> None:
    """Connect once, so that a broken file or an absent server is told at the start."""
    path = sqlite_path(engine)
    try:
        with engine.connect() as connection:
            if path is not None:
                _probe_file(connection, path)
    except DatabaseUnusable:
        engine.dispose()
        raise
    except (SQLAlchemyError, sqlite3.Error) as error:
        engine.dispose()
        reason = "damaged" if engine.dialect.name == "sqlite" else "no_server"
        raise DatabaseUnusable(reason=reason) from error
