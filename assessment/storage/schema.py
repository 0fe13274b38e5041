"""Which revision a database has, and the way to the one that this version reads."""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from assessment.domain.errors import DatabaseNewer, DatabaseUnusable
from assessment.storage.database import INSTALLATION, WRITING, set_scope
from assessment.storage.migrations import HEAD

LOCATION: Final = Path(__file__).parent / "migrations"
UPGRADE_LOCK: Final = 0x46414354
"""Key of the PostgreSQL advisory lock that lets one process migrate at a time."""


def alembic_config(connection: Connection | None = None, *, location: Path = LOCATION) -> Config:
    """Return Alembic's configuration: everything is in the package, so an installed one works."""
    config = Config()
    config.set_main_option("script_location", str(location))
    config.attributes["connection"] = connection
    return config


def current_revision(connection: Connection) -> str | None:
    """Revision of the database, None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return revision


def require_known(revision: str | None, *, location: Path = LOCATION) -> None:
    """Raise DatabaseNewer for a revision that this version has never heard of."""
    if revision in (None, HEAD):
        return
    known = {script.revision for script in ScriptDirectory(str(location)).walk_revisions()}
    if revision not in known:
        raise DatabaseNewer(revision=revision)


def newest(location: Path = LOCATION) -> str:
    """Return the revision that an upgrade leads to."""
    return str(ScriptDirectory(str(location)).get_current_head())


def upgrade(engine: Engine, *, location: Path = LOCATION, app_role: str = "") -> None:
    """Bring the database to the newest revision in one transaction.

    On SQLite the foreign keys rest meanwhile (rebuilding a table must not cascade into its
    children) and are all checked before the commit. On PostgreSQL `app_role`, if given, is granted what the
    running app needs, and no more.
    Raises DatabaseNewer; DatabaseUnusable when a foreign key would dangle.
    """
    with engine.connect().execution_options(**{WRITING: True}) as connection:
        sqlite = engine.dialect.name == "sqlite"
        if sqlite:
            _set_foreign_keys(connection, on=False)
        try:
            with connection.begin():
                if not sqlite:
                    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": UPGRADE_LOCK})
                    set_scope(connection, INSTALLATION)  # policies bind the owner of the tables, too
                require_known(current_revision(connection), location=location)
                command.upgrade(alembic_config(connection, location=location), "head")
                if not sqlite and app_role:
                    _grant(connection, app_role)
                if sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise DatabaseUnusable(reason="references_broken")
        finally:
            if sqlite:
                _set_foreign_keys(connection, on=True)


def _grant(connection: Connection, role: str) -> None:
    """Let a role work with the rows of all tables; deeds it may add and read, the revision only read.

    Raises DatabaseUnusable if there is no such role.
    """
    if (
        connection.execute(text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": role}).first()
        is None
    ):
        raise DatabaseUnusable(reason="role_absent")
    name = connection.dialect.identifier_preparer.quote_identifier(role)
    for statement in (
        f"GRANT USAGE ON SCHEMA public TO {name}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {name}",
        f"REVOKE UPDATE, DELETE ON audit FROM {name}",
        f"REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {name}",
    ):
        connection.execute(text(statement))


def _set_foreign_keys(connection: Connection, *, on: bool) -> None:
    """Switch the keys outside any transaction, where alone the pragma has an effect."""
    raw = connection.connection.driver_connection
    if raw is not None:
        raw.execute(f"PRAGMA foreign_keys = {'ON' if on else 'OFF'}")
