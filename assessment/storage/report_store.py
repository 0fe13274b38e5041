"""Printed reports in all their forms, and tickets to fetch one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

from sqlalchemy import ColumnElement, delete, insert, select, update

from assessment.domain.editions import Edition, FileForm, ReportOrder
from assessment.domain.text import Locale
from assessment.storage.database import AnyRow, Connection
from assessment.storage.tables import ReportRow, ScoreRunRow, TicketRow, WaveRow


@dataclass(frozen=True, slots=True)
class ReportKey:
    """What makes two reports of a wave the same one; a digest is "" where there is nothing to digest."""

    run_id: str
    order: ReportOrder
    proposal_digest: str = ""
    choices_digest: str = ""


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """One stored report, without its bytes; `manifest` is JSON."""

    id: str
    key: ReportKey
    pages: int
    size: int
    sha256: str
    file_name: str
    manifest: str = "{}"


_COLUMNS: Final = (
    ReportRow.id,
    ReportRow.run_id,
    ReportRow.locale,
    ReportRow.edition,
    ReportRow.form,
    ReportRow.archive,
    ReportRow.proposal_digest,
    ReportRow.choices_digest,
    ReportRow.pages,
    ReportRow.size,
    ReportRow.sha256,
    ReportRow.file_name,
    ReportRow.manifest,
)


def add(connection: Connection, report: ReportRecord, content: bytes, at: datetime) -> None:
    """Store a finished report."""
    connection.execute(
        insert(ReportRow).values(
            id=report.id,
            **_key_values(report.key),
            pages=report.pages,
            size=report.size,
            sha256=report.sha256,
            file_name=report.file_name,
            manifest=report.manifest,
            pdf=content,
            created_at=at,
        )
    )


def of_key(connection: Connection, key: ReportKey) -> ReportRecord | None:
    """Find the report of a run that was made to this order and prints just this."""
    where = (getattr(ReportRow, name) == value for name, value in _key_values(key).items())
    return next(_find(connection, *where), None)


def of_id(connection: Connection, report_id: str) -> ReportRecord | None:
    """Find a report by its id."""
    return next(_find(connection, ReportRow.id == report_id), None)


def of_sha256(connection: Connection, sha256: str) -> tuple[ReportRecord, ...]:
    """Find the reports whose bytes have this digest: workbooks of two waves may be alike."""
    return tuple(_find(connection, ReportRow.sha256 == sha256))


def of_run(connection: Connection, run_id: str) -> tuple[tuple[ReportRecord, datetime], ...]:
    """List the reports of a run with the moments at which they were made, newest first."""
    rows = connection.execute(
        select(*_COLUMNS, ReportRow.created_at)
        .where(ReportRow.run_id == run_id)
        .order_by(ReportRow.created_at.desc(), ReportRow.id)
    )
    return tuple((_as_report(row), row.created_at) for row in rows)


def _find(connection: Connection, *where: ColumnElement[bool]) -> Iterator[ReportRecord]:
    rows = connection.execute(select(*_COLUMNS).where(*where).order_by(ReportRow.id))
    return map(_as_report, rows)


def _key_values(key: ReportKey) -> dict[str, Any]:
    return {
        "run_id": key.run_id,
        "locale": key.order.locale,
        "edition": key.order.edition,
        "form": key.order.form,
        "archive": int(key.order.archive),
        "proposal_digest": key.proposal_digest,
        "choices_digest": key.choices_digest,
    }


def _as_report(row: AnyRow) -> ReportRecord:
    order = ReportOrder(
        cast("Edition", row.edition),
        cast("Locale", row.locale),
        cast("FileForm", row.form),
        bool(row.archive),
    )
    key = ReportKey(row.run_id, order, row.proposal_digest, row.choices_digest)
    return ReportRecord(row.id, key, row.pages, row.size, row.sha256, row.file_name, row.manifest)


def wave_of(connection: Connection, report_id: str) -> str | None:
    """Find the wave that a report is about."""
    wave_id: str | None = connection.execute(
        select(WaveRow.id)
        .join(ScoreRunRow, ScoreRunRow.wave_id == WaveRow.id)
        .join(ReportRow, ReportRow.run_id == ScoreRunRow.id)
        .where(ReportRow.id == report_id)
    ).scalar()
    return wave_id


def add_ticket(
    connection: Connection, ticket_hash: bytes, report_id: str, *, at: datetime, expires_at: datetime
) -> None:
    """Store the hash of a ticket, and forget the tickets that are too old."""
    connection.execute(delete(TicketRow).where(TicketRow.expires_at <= at))
    connection.execute(
        insert(TicketRow).values(
            token_hash=ticket_hash, report_id=report_id, created_at=at, expires_at=expires_at
        )
    )


def spend_ticket(
    connection: Connection, ticket_hash: bytes, now: datetime
) -> tuple[str, FileForm, bytes] | None:
    """Spend a ticket and return file name, form and bytes; None if it is unknown, spent or too old."""
    spent = connection.execute(
        update(TicketRow)
        .where(TicketRow.token_hash == ticket_hash, TicketRow.spent_at.is_(None), TicketRow.expires_at > now)
        .values(spent_at=now)
    )
    if spent.rowcount != 1:
        return None
    row = connection.execute(
        select(ReportRow.file_name, ReportRow.form, ReportRow.pdf)
        .join(TicketRow, TicketRow.report_id == ReportRow.id)
        .where(TicketRow.token_hash == ticket_hash)
    ).one()
    return row.file_name, cast("FileForm", row.form), bytes(row.pdf)
