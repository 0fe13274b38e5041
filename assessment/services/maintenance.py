"""Looking after the database: checks, upgrades, backups."""

import sqlite3
from pathlib import Path

from assessment.domain.errors import DatabaseUnusable
from assessment.services.context import Context
from assessment.services.scope import scoped, unscoped
from assessment.storage import backup, inspection, opening
from assessment.storage.engines import sqlite_path


@scoped
class Maintenance:
    """Use cases of the command line on the machine itself, and of health checks."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @unscoped
    def check(self, *, thorough: bool = False) -> tuple[str, ...]:
        """Return facts about the database, each as ``name=value``.

        Parameters
        ----------
        thorough
            Also read every page and every reference, and count rows; takes seconds on a large file.

        Raises
        ------
        DatabaseUnusable, DatabaseNewer, DatabaseBusy
            If the database cannot be used as it is.
        """
        facts = self._context.database.read(inspection.facts)
        return facts + self._context.database.read(inspection.findings) if thorough else facts

    @unscoped
    def upgrade(self, app_role: str = "") -> None:
        """Bring the schema to the newest revision; on SQLite a copy of an older file is kept beside it.

        On PostgreSQL `app_role` is granted what the running app needs.

        Raises DatabaseNewer, DatabaseUnusable.
        """
        opening.migrate(self._context.database.engine, app_role=app_role)

    @unscoped
    def backup(self, path: Path) -> None:
        """Copy the SQLite database to `path` while others may write; the copy is checked.

        Raises DatabaseUnusable (not SQLite, or the copy cannot be written).
        """
        try:
            backup.copy_database(self._file(), path)
        except (OSError, sqlite3.Error) as error:
            raise DatabaseUnusable(reason="cannot_store") from error

    @unscoped
    def restore(self, path: Path) -> None:
        """Replace the SQLite database by a copy, brought to the newest revision.

        Stop the app first. A copy that is refused, or that cannot be upgraded, changes nothing.
        Raises DatabaseUnusable (not SQLite, copy damaged or not ours), DatabaseNewer, DatabaseBusy (a
        process has the database open).
        """
        file = self._file()
        self._context.database.dispose()
        try:
            backup.restore_copy(path, file, opening.migrate_file)
        except (OSError, sqlite3.Error) as error:
            raise DatabaseUnusable(reason="cannot_store") from error

    @unscoped
    def require_unused(self) -> None:
        """Raise DatabaseBusy if another process has the file open, DatabaseUnusable if it is not SQLite."""
        file = self._file()
        self._context.database.dispose()
        backup.require_unused(file)

    def _file(self) -> Path:
        """Path of the SQLite file. Raises DatabaseUnusable for PostgreSQL, which has its own tools."""
        path = sqlite_path(self._context.database.engine)
        if path is None:
            raise DatabaseUnusable(reason="only_sqlite")
        return path
