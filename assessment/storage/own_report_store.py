"""Reports of single responses about their own answers; each hangs on its response."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from assessment.domain.text import Locale
from assessment.storage.database import Connection
from assessment.storage.report_tables import OwnReportRow


@dataclass(frozen=True, slots=True)
class OwnReport:
    """One stored file."""

    id: str
    locale: Locale
    pages: int
    sha256: str
    file_name: str
    content: bytes


def find(connection: Connection, response_id: str, locale: Locale) -> OwnReport | None:
    """Find the report of a response in one language."""
    row = connection.execute(
        select(
            OwnReportRow.id,
            OwnReportRow.pages,
            OwnReportRow.sha256,
            OwnReportRow.file_name,
            OwnReportRow.pdf,
        ).where(OwnReportRow.response_id == response_id, OwnReportRow.locale == locale)
    ).one_or_none()
    if row is None:
        return None
    return OwnReport(row.id, locale, row.pages, row.sha256, row.file_name, bytes(row.pdf))


def add(connection: Connection, response_id: str, report: OwnReport, at: datetime) -> None:
    """Store a report."""
    connection.execute(
        insert(OwnReportRow).values(
            id=report.id,
            response_id=response_id,
            locale=report.locale,
            pages=report.pages,
            size=len(report.content),
            sha256=report.sha256,
            file_name=report.file_name,
            pdf=report.content,
            created_at=at,
        )
    )
