"""What a failing statement means: try again, give up, or the program is wrong."""

from typing import Final, Literal

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

Verdict = Literal["busy", "taken", "too_long", "unusable", "bug"]
"""busy: the same work may succeed in a moment. taken: another transaction stored the same unique
key first. too_long: the server stopped the statement. unusable: the file or the server cannot store.
bug: none of these."""

SQLITE_BUSY: Final = frozenset({5, 6})
"""SQLITE_BUSY, SQLITE_LOCKED."""
SQLITE_BROKEN: Final = frozenset({8, 10, 11, 13, 14, 26})
"""READONLY, IOERR, CORRUPT, FULL, CANTOPEN, NOTADB."""
SQLITE_TAKEN: Final = frozenset({1555, 2067})
"""SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE."""

POSTGRES_BUSY: Final = frozenset({"40001", "40P01", "55P03", "57P01", "57P02", "57P03", "25P03"})
"""serialization failure, deadlock, lock time-out, server shutting down, crashed or starting, idle
transaction ended."""
POSTGRES_TAKEN: Final = "23505"
POSTGRES_CANCELLED: Final = "57014"
POSTGRES_NO_ROOM: Final = "53"


def verdict(error: SQLAlchemyError) -> Verdict:
    """Classify an error of the driver or of the connection pool."""
    if isinstance(error, PoolTimeout):
        return "busy"
    if not isinstance(error, DBAPIError):
        return "bug"
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return _of_sqlite(code)
    return _of_postgres(error)


def _of_sqlite(code: int) -> Verdict:
    """Read SQLite's extended result code; its low byte is the primary one."""
    if code & 0xFF in SQLITE_BUSY:
        return "busy"
    if code in SQLITE_TAKEN:
        return "taken"
    return "unusable" if code & 0xFF in SQLITE_BROKEN else "bug"


def _of_postgres(error: DBAPIError) -> Verdict:
    """Read PostgreSQL's SQLSTATE; a lost connection often has none."""
    state = getattr(error.orig, "sqlstate", None) or ""
    if error.connection_invalidated or state in POSTGRES_BUSY or state.startswith("08"):
        return "busy"
    if state == POSTGRES_TAKEN:
        return "taken"
    if state == POSTGRES_CANCELLED:
        return "too_long"
    if state.startswith(POSTGRES_NO_ROOM):
        return "unusable"
    lost = not state and type(error.orig).__name__ == "OperationalError"
    return "busy" if lost else "bug"
