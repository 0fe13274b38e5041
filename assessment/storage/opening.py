"""From an address to a database whose schema this version can read."""

import sqlite3
from pathlib import Path

from sqlalchemy import Engine

from assessment.domain.errors import DatabaseUnusable
from assessment.storage import schema
from assessment.storage.backup import copy_database
from assessment.storage.database import Database
from assessment.storage.engines import open_engine, open_sqlite, require_plain_role, sqlite_path
from assessment.storage.migrations import HEAD


def open_unready(url: str) -> Database:
    """Open a database whatever its revision. Raises DatabaseUnusable."""
    return Database(open_engine(url))


def open_database(url: str) -> Database:
    """Open a database at the newest revision.

    An SQLite file is migrated when it is empty or older; an older one is copied beside itself first.
    Raises DatabaseNewer; DatabaseUnusable, also for a PostgreSQL database that waits for
    ``python -m assessment db upgrade`` or whose role no policy binds.
    """
    engine = open_engine(url)
    try:
        make_ready(engine)
        require_plain_role(engine)
    except BaseException:
        engine.dispose()
        raise
    return Database(engine)


def make_ready(engine: Engine) -> None:
    """Check the revision and migrate SQLite if needed. Raises DatabaseNewer, DatabaseUnusable."""
    with engine.connect() as connection:
        revision = schema.current_revision(connection)
    schema.require_known(revision)
    if revision == HEAD:
        return
    if sqlite_path(engine) is None:
        raise DatabaseUnusable(reason="needs_upgrade")
    migrate(engine)


def migrate(engine: Engine, *, location: Path = schema.LOCATION, app_role: str = "") -> None:
    """Bring a database to the newest revision; an SQLite file that is not empty is copied first.

    Raises DatabaseNewer, DatabaseUnusable.
    """
    with engine.connect() as connection:
        revision = schema.current_revision(connection)
    schema.require_known(revision, location=location)
    path = sqlite_path(engine)
    if path is not None and revision not in (None, schema.newest(location)):
        _keep_copy(path, str(revision))
    schema.upgrade(engine, location=location, app_role=app_role)


def migrate_file(path: Path) -> None:
    """Bring an SQLite file that nobody else uses to the newest revision; its log is folded into it.

    Raises DatabaseNewer, DatabaseUnusable.
    """
    engine = open_sqlite(path)
    try:
        schema.upgrade(engine)
    finally:
        engine.dispose()


def _keep_copy(path: Path, revision: str) -> None:
    """Copy the file before it is migrated: ``factorg.db`` to ``factorg.from-0001.db``."""
    try:
        copy_database(path, path.with_name(f"{path.stem}.from-{revision}{path.suffix}"))
    except (OSError, sqlite3.Error) as error:
        raise DatabaseUnusable(reason="cannot_store") from error
