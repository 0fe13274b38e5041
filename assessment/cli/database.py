"""``db``, ``backup``, ``restore``: looking after the database."""

import argparse
import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from assessment.cli.files import check_target
from assessment.cli.parser import Commands
from assessment.cli.refusals import CommandRefused
from assessment.cli.session import Session
from assessment.domain.errors import DatabaseNewer, DatabaseUnusable, FactOrgError

_MOMENT: Final = "%Y%m%dT%H%M%SZ"
_UNREADABLE: Final = ("damaged", "not_a_database")
_COPY_FAULTS: Final = {
    "not_a_database": "copy_foreign",
    "not_ours": "copy_foreign",
    "damaged": "copy_damaged",
    "log_beside": "copy_unfinished",
}


def describe(commands: Commands) -> None:
    """Add the commands."""
    group = commands.add("db", "db", ["db check", "db upgrade"]).add_commands()
    check = group.add("check", "db_check", ["db check", "db check --thorough"], run=_check)
    check.add_argument("--thorough", action="store_true", help=check.console.words("db_check.thorough"))
    upgrade = group.add(
        "upgrade", "db_upgrade", ["db upgrade", "db upgrade --app-role factorg"], run=_upgrade
    )
    upgrade.add_argument(
        "--app-role", default="", metavar="NAME", help=upgrade.console.words("db_upgrade.app_role")
    )
    for name, run in (("backup", _backup), ("restore", _restore)):
        command = commands.add(name, name, [f"{name} factorg-2026-11-26.db"], run=run)
        command.add_argument("file", type=Path, metavar="FILE", help=command.console.words(f"{name}.file"))


def _check(options: argparse.Namespace, session: Session) -> int:
    """Print facts about the database."""
    _require_database(session)
    for fact in session.unready_services.maintenance.check(thorough=options.thorough):
        session.console.out(fact)
    session.console.tell("db_check.fine")
    return 0


def _upgrade(options: argparse.Namespace, session: Session) -> int:
    """Migrate to the newest revision; an absent SQLite file is made."""
    session.unready_services.maintenance.upgrade(options.app_role)
    session.console.tell("db_upgrade.done")
    return 0


def _backup(options: argparse.Namespace, session: Session) -> int:
    """Copy the database to a file that is not there yet."""
    file: Path = options.file
    check_target(file, may_replace=False)
    _require_database(session)
    session.unready_services.maintenance.backup(file)
    session.console.tell("backup.done", path=file, size=round(file.stat().st_size / 1024))
    return 0


def _restore(options: argparse.Namespace, session: Session) -> int:
    """Put a copy in the place of the database; the present one is kept beside it."""
    file: Path = options.file
    if file.is_dir():
        raise CommandRefused("is_folder", path=file)
    if not file.exists():
        raise CommandRefused("not_there", path=file)
    with _present_kept(session) as kept:
        _put_back(session, file)
    session.console.tell("restore.done", path=file)
    if kept:
        session.console.tell("restore.kept", path=kept)
    return 0


def _put_back(session: Session, file: Path) -> None:
    """Restore from a copy; what is wrong with the copy is said of it by name, not of the database."""
    try:
        session.unready_services.maintenance.restore(file)
    except DatabaseUnusable as error:
        key = _COPY_FAULTS.get(str(error.fields["reason"]))
        if key is None:
            raise
        raise CommandRefused(key, path=file) from error


def _require_database(session: Session) -> None:
    """Refuse to work on an SQLite file that does not exist instead of making an empty one."""
    file = session.database_file
    if file is not None and not file.exists():
        raise CommandRefused("no_database", path=file)


@contextmanager
def _present_kept(session: Session) -> Iterator[Path | None]:
    """Keep the present database beside itself while another one takes its place; undo if that is refused.

    One that can be read is copied. One that cannot (damaged, of a newer version) is moved out of the way
    with its log, so that there is always a way back. Another program's file is left alone, and so is a
    database of which only no copy could be written.
    """
    file = session.database_file
    if file is None or not file.exists():
        yield None
        return
    moment = dt.datetime.now(dt.UTC).strftime(_MOMENT)
    kept = file.with_name(f"{file.stem}.before-restore-{moment}{file.suffix}")
    moved = not _copied(session, kept)
    if moved:
        _move(file, kept)
    try:
        yield kept
    except (FactOrgError, CommandRefused):
        if moved:
            _move(kept, file)
        else:
            kept.unlink()
        raise


def _copied(session: Session, kept: Path) -> bool:
    """Copy the present database; False if it cannot be read. Raises DatabaseUnusable, DatabaseBusy."""
    try:
        session.unready_services.maintenance.backup(kept)
    except DatabaseNewer:
        session.unready_services.maintenance.require_unused()
        return False
    except DatabaseUnusable as error:
        if error.fields["reason"] in _UNREADABLE:
            return False
        raise
    return True


def _move(file: Path, target: Path) -> None:
    """Move a database file together with the log that belongs to it."""
    for suffix in ("", "-wal", "-shm"):
        part = file.with_name(file.name + suffix)
        if part.exists():
            part.replace(target.with_name(target.name + suffix))
