"""Score runs, the knowledge they used, their reports, and tickets to fetch a report."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast

from sqlalchemy import delete, func, insert, select, update

from assessment.domain.errors import NotFound
from assessment.domain.text import Locale
from assessment.storage.database import AnyRow, Connection
from assessment.storage.tables import KnowledgeCopyRow, ReportRow, ScoreRunRow, TicketRow, WaveRow


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One stored scoring; `facts` and `result` are JSON as `codec` writes it."""

    id: str
    wave_id: str
    input_digest: str
    method_version: str
    knowledge_digest: str
    epoch: str
    facts: str
    result: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """One stored report, without its bytes; `proposal_digest` is "" where it prints no recommendation."""

    id: str
    run_id: str
    locale: Locale
    pages: int
    size: int
    sha256: str
    file_name: str
    proposal_digest: str = ""


_RUN_COLUMNS: Final = (
    ScoreRunRow.id,
    ScoreRunRow.wave_id,
    ScoreRunRow.input_digest,
    ScoreRunRow.method_version,
    ScoreRunRow.knowledge_digest,
    ScoreRunRow.epoch,
    ScoreRunRow.facts,
    ScoreRunRow.result,
    ScoreRunRow.created_at,
)
_REPORT_COLUMNS: Final = (
    ReportRow.id,
    ReportRow.run_id,
    ReportRow.locale,
    ReportRow.pages,
    ReportRow.size,
    ReportRow.sha256,
    ReportRow.file_name,
    ReportRow.proposal_digest,
)


def keep_knowledge(connection: Connection, digest: str, content: str, at: datetime) -> None:
    """Store a knowledge base as JSON unless this very one is there."""
    known = select(KnowledgeCopyRow.digest).where(KnowledgeCopyRow.digest == digest)
    if connection.execute(known).first() is None:
        connection.execute(insert(KnowledgeCopyRow).values(digest=digest, content=content, stored_at=at))


def stored_knowledge(connection: Connection, digest: str) -> str:
    """Return the knowledge base with this digest as JSON. Raises NotFound."""
    statement = select(KnowledgeCopyRow.content).where(KnowledgeCopyRow.digest == digest)
    content: str | None = connection.execute(statement).scalar()
    if content is None:
        raise NotFound
    return content


def add_run(connection: Connection, run: RunRecord) -> None:
    """Append a run to its wave; its row keeps the next number of the wave."""
    last = select(func.max(ScoreRunRow.number)).where(ScoreRunRow.wave_id == run.wave_id)
    number = int(connection.execute(last).scalar() or 0) + 1
    connection.execute(
        insert(ScoreRunRow).values(
            id=run.id,
            wave_id=run.wave_id,
            number=number,
            input_digest=run.input_digest,
            method_version=run.method_version,
            knowledge_digest=run.knowledge_digest,
            epoch=run.epoch,
            facts=run.facts,
            result=run.result,
            created_at=run.created_at,
        )
    )


def find_run(connection: Connection, run_id: str) -> RunRecord | None:
    """Find one run."""
    row = connection.execute(select(*_RUN_COLUMNS).where(ScoreRunRow.id == run_id)).one_or_none()
    return None if row is None else RunRecord(*row)


def run_of_input(connection: Connection, wave_id: str, input_digest: str) -> RunRecord | None:
    """Find the run of a wave that was made from exactly this input."""
    row = connection.execute(
        select(*_RUN_COLUMNS).where(ScoreRunRow.wave_id == wave_id, ScoreRunRow.input_digest == input_digest)
    ).one_or_none()
    return None if row is None else RunRecord(*row)


def bring_forward(connection: Connection, wave_id: str, input_digest: str) -> str:
    """Make the run of this input the latest of its wave again; nothing in it changes. Return its id.

    Raises NotFound.
    """
    run = run_of_input(connection, wave_id, input_digest)
    if run is None:
        raise NotFound
    if latest_run_id(connection, wave_id) != run.id:
        last = select(func.max(ScoreRunRow.number)).where(ScoreRunRow.wave_id == wave_id)
        number = int(connection.execute(last).scalar() or 0) + 1
        connection.execute(update(ScoreRunRow).where(ScoreRunRow.id == run.id).values(number=number))
    return run.id


def latest_run_id(connection: Connection, wave_id: str) -> str | None:
    """Find the id of the run that was asked for last."""
    run_id: str | None = connection.execute(
        select(ScoreRunRow.id)
        .where(ScoreRunRow.wave_id == wave_id)
        .order_by(ScoreRunRow.number.desc())
        .limit(1)
    ).scalar()
    return run_id


def add_report(connection: Connection, report: ReportRecord, pdf: bytes, at: datetime) -> None:
    """Store a finished report."""
    connection.execute(
        insert(ReportRow).values(
            id=report.id,
            run_id=report.run_id,
            locale=report.locale,
            pages=report.pages,
            size=report.size,
            sha256=report.sha256,
            file_name=report.file_name,
            pdf=pdf,
            created_at=at,
            proposal_digest=report.proposal_digest,
        )
    )


def report_of(
    connection: Connection, run_id: str, locale: Locale, proposal_digest: str = ""
) -> ReportRecord | None:
    """Find the report of a run in one language that prints this recommendation ("" none)."""
    statement = select(*_REPORT_COLUMNS).where(
        ReportRow.run_id == run_id,
        ReportRow.locale == locale,
        ReportRow.proposal_digest == proposal_digest,
    )
    row = connection.execute(statement).one_or_none()
    return None if row is None else _as_report(row)


def _as_report(row: AnyRow) -> ReportRecord:
    return ReportRecord(
        row.id,
        row.run_id,
        cast("Locale", row.locale),
        row.pages,
        row.size,
        row.sha256,
        row.file_name,
        row.proposal_digest,
    )


def wave_of_report(connection: Connection, report_id: str) -> str | None:
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


def spend_ticket(connection: Connection, ticket_hash: bytes, now: datetime) -> tuple[str, bytes] | None:
    """Spend a ticket and return file name and PDF; None if it is unknown, spent or too old."""
    spent = connection.execute(
        update(TicketRow)
        .where(TicketRow.token_hash == ticket_hash, TicketRow.spent_at.is_(None), TicketRow.expires_at > now)
        .values(spent_at=now)
    )
    if spent.rowcount != 1:
        return None
    row = connection.execute(
        select(ReportRow.file_name, ReportRow.pdf)
        .join(TicketRow, TicketRow.report_id == ReportRow.id)
        .where(TicketRow.token_hash == ticket_hash)
    ).one()
    return row.file_name, bytes(row.pdf)
