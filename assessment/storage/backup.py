"""Copies of an SQLite database, made while others write, and the way back."""

import contextlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from assessment.domain.errors import DatabaseBusy, DatabaseNewer, DatabaseUnusable
from assessment.storage.engines import is_new, require_ours
from assessment.storage.failures import SQLITE_BUSY
from assessment.storage.migrations import HEAD

PAGES_AT_ONCE: Final = 1_000
LOGS: Final = ("-wal", "-shm")
"""Ends of the names of the files that SQLite keeps beside a database in WAL mode."""


def copy_database(source: Path, target: Path) -> None:
    """Copy a living database with SQLite's backup interface; the copy appears whole or not at all.

    Raises sqlite3.Error, OSError.
    """
    with _beside(target) as draft:
        reader = sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True, timeout=10)
        writer = sqlite3.connect(draft)
        try:
            reader.backup(writer, pages=PAGES_AT_ONCE)
            writer.execute("PRAGMA journal_mode = DELETE")
        finally:
            writer.close()
            reader.close()
        inspect_copy(draft)
        _settle(draft, target)


def restore_copy(copy: Path, target: Path, prepare: Callable[[Path], None]) -> None:
    """Put a copy in the place of the database; nothing changes if anything about it is refused.

    `prepare` brings a file of its own to the newest revision, before it takes the database's place. No
    process may have the database open.
    Raises DatabaseBusy, DatabaseUnusable, DatabaseNewer, OSError.
    """
    _require_whole(copy)
    inspect_copy(copy)
    with _beside(target) as draft:
        shutil.copyfile(copy, draft)
        inspect_copy(draft)
        prepare(draft)
        require_unused(target)
        _remove_logs(target)
        _settle(draft, target)


def _require_whole(copy: Path) -> None:
    """Raise DatabaseUnusable if part of what the copy should hold is still in a log beside it."""
    log = copy.with_name(copy.name + "-wal")
    if log.exists() and log.stat().st_size:
        raise DatabaseUnusable(reason="log_beside")


def require_unused(target: Path) -> None:
    """Raise DatabaseBusy if a process has the database open.

    Leaving WAL mode needs the file for oneself alone; a file that is too damaged for this may be
    replaced.
    """
    if not target.exists():
        return
    with contextlib.closing(sqlite3.connect(target, timeout=1)) as connection:
        try:
            mode = connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in SQLITE_BUSY:
                raise DatabaseBusy from error
            return
    if mode != "delete":
        raise DatabaseBusy


def inspect_copy(path: Path) -> str:
    """Return the revision of a database file that is sound and ours.

    Raises DatabaseUnusable (not ours, damaged), DatabaseNewer.
    """
    if is_new(path):
        raise DatabaseUnusable(reason="not_a_database")
    require_ours(path)
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            answer = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            dangling = connection.execute("PRAGMA foreign_key_check").fetchone()
            revision = str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])
        finally:
            connection.close()
    except (sqlite3.Error, TypeError) as error:
        raise DatabaseUnusable(reason="damaged") from error
    if answer != "ok" or dangling is not None:
        raise DatabaseUnusable(reason="damaged")
    if revision > HEAD:
        raise DatabaseNewer(revision=revision)
    return revision


@contextlib.contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """Give a private file in the target's folder, and remove it unless it was moved into place."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    os.close(handle)
    draft = Path(name)
    try:
        yield draft
    finally:
        draft.unlink(missing_ok=True)
        _remove_logs(draft)


def _remove_logs(file: Path) -> None:
    for end in LOGS:
        file.with_name(file.name + end).unlink(missing_ok=True)


def _settle(draft: Path, target: Path) -> None:
    """Move a finished file to its name and make both durable."""
    with draft.open("rb+") as file:
        os.fsync(file.fileno())
    draft.replace(target)
    if os.name == "nt":  # a folder cannot be opened there, and its entries need no flush
        return
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
