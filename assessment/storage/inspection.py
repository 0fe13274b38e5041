"""Facts about a database, for health checks and for the person who runs it."""

from typing import Final

from sqlalchemy import func, select, text

from assessment.domain.errors import DatabaseUnusable
from assessment.storage import schema
from assessment.storage.database import Connection
from assessment.storage.engines import POSTGRES_SETTINGS, SQLITE_SETTINGS
from assessment.storage.migrations import HEAD
from assessment.storage.tables import Base

COUNTED: Final = ("workspace", "wave", "response", "answer_event", "score_run", "report")


def facts(connection: Connection) -> tuple[str, ...]:
    """Return kind, version, revision and settings, each as ``name=value``; cheap at any size.

    Raises DatabaseNewer; DatabaseUnusable if the revision is not the one this version reads.
    """
    revision = schema.current_revision(connection)
    schema.require_known(revision)
    if revision != HEAD:
        raise DatabaseUnusable(reason="needs_upgrade")
    kind = connection.dialect.name
    version = ".".join(str(part) for part in connection.dialect.server_version_info or ())
    settings = _sqlite_settings(connection) if kind == "sqlite" else _postgres_settings(connection)
    return (f"database={kind} {version}".strip(), f"revision={revision}", *settings)


def _sqlite_settings(connection: Connection) -> tuple[str, ...]:
    return tuple(
        f"{name}={connection.exec_driver_sql(f'PRAGMA {name}').scalar()}" for name, *_ in SQLITE_SETTINGS
    )


def _postgres_settings(connection: Connection) -> tuple[str, ...]:
    return tuple(
        f"{name}={connection.execute(text(f'SHOW {name}')).scalar()}" for name, _ in POSTGRES_SETTINGS
    )


def findings(connection: Connection) -> tuple[str, ...]:
    """Read everything once and count rows. Raises DatabaseUnusable (damaged, references broken)."""
    if connection.dialect.name == "sqlite":
        if connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar() != "ok":
            raise DatabaseUnusable(reason="damaged")
        if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
            raise DatabaseUnusable(reason="references_broken")
    counts = tuple(
        f"{name}={connection.execute(select(func.count()).select_from(Base.metadata.tables[name])).scalar()}"
        for name in COUNTED
    )
    return ("integrity=ok", *counts)
