"""Who did what to an organization and its recommendation, and what was done by hand with single lines."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal, cast

from sqlalchemy import func, insert, select

from assessment.domain.scenario import LineEdit
from assessment.storage import codec
from assessment.storage.database import Connection
from assessment.storage.organization_tables import LineEditRow, TrailRow

DecidedBy = Literal["owner", "system"]
"""Who may change anything."""
Actor = DecidedBy | Literal["reader"]
"""Readers change nothing; what they have printed is in the trail as well."""
PRINTED: Final = "report_printed"
"""Kind of the one entry that tells of no change."""


@dataclass(frozen=True, slots=True)
class TrailEntry:
    """One line of the trail. `kind` is a code, `subject` an address or name, `detail` what was typed."""

    at: datetime
    by: Actor
    kind: str
    subject: str
    detail: str


def add_entry(connection: Connection, wave_id: str, entry: TrailEntry) -> None:
    """Append an entry; two writers at once are told apart by its number, and the later one tries again."""
    connection.execute(
        insert(TrailRow).values(
            wave_id=wave_id,
            number=_next(connection, TrailRow, wave_id),
            decided_by=entry.by,
            kind=entry.kind,
            subject=entry.subject,
            detail=entry.detail,
            at=entry.at,
        )
    )


def entries(connection: Connection, wave_id: str) -> tuple[TrailEntry, ...]:
    """All entries of a wave, newest first."""
    rows = connection.execute(
        select(TrailRow.at, TrailRow.decided_by, TrailRow.kind, TrailRow.subject, TrailRow.detail)
        .where(TrailRow.wave_id == wave_id)
        .order_by(TrailRow.number.desc())
    )
    return tuple(
        TrailEntry(row.at, cast("Actor", row.decided_by), row.kind, row.subject, row.detail) for row in rows
    )


def last_change(connection: Connection, wave_id: str) -> int:
    """Return the number of the last change of what reports print, 0 without one: printing changes nothing."""
    last = select(func.max(TrailRow.number)).where(TrailRow.wave_id == wave_id, TrailRow.kind != PRINTED)
    return int(connection.execute(last).scalar() or 0)


def add_edit(connection: Connection, wave_id: str, line: str, edit: LineEdit | None, at: datetime) -> None:
    """Append the newest word on a line; None takes the edit back."""
    connection.execute(
        insert(LineEditRow).values(
            wave_id=wave_id,
            number=_next(connection, LineEditRow, wave_id),
            line=line,
            content=None if edit is None else codec.encode(edit),
            at=at,
        )
    )


def edits(connection: Connection, wave_id: str) -> tuple[LineEdit, ...]:
    """Return the edits that count, in the order in which their lines were first touched."""
    rows = connection.execute(
        select(LineEditRow.line, LineEditRow.content)
        .where(LineEditRow.wave_id == wave_id)
        .order_by(LineEditRow.number)
    )
    newest = {row.line: row.content for row in rows}
    return tuple(codec.decode(content, LineEdit) for content in newest.values() if content is not None)


def _next(connection: Connection, table: Any, wave_id: str) -> int:  # noqa: ANN401 - a table class
    last = select(func.max(table.number)).where(table.wave_id == wave_id)
    return int(connection.execute(last).scalar() or 0) + 1
