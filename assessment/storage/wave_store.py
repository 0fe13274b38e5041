"""Workspaces, merchants, engagements and waves."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from sqlalchemy import delete, func, insert, select, update

from assessment.domain.engagement import Merchant, Wave, WaveMode, WaveStatus, WorkspaceKind
from assessment.domain.instrument import Form
from assessment.storage.database import AnyRow, AnySelect, Connection
from assessment.storage.tables import (
    EngagementRow,
    InstrumentCopyRow,
    MerchantRow,
    ResponseRow,
    WaveRow,
    WorkspaceRow,
)


@dataclass(frozen=True, slots=True)
class NewAssessment:
    """A workspace with its first merchant, engagement and wave."""

    kind: WorkspaceKind
    merchant: Merchant
    wave: Wave
    engagement_id: str
    title: str = ""
    source_digest: str | None = None


def add_assessment(connection: Connection, new: NewAssessment) -> None:
    """Store all rows of a new assessment; its instrument copy must be there."""
    connection.execute(
        insert(WorkspaceRow).values(
            id=new.merchant.workspace_id, kind=new.kind, created_at=new.wave.opened_at
        )
    )
    add_project(connection, new)


def add_project(connection: Connection, new: NewAssessment) -> None:
    """Store merchant, engagement and wave in a workspace that is there, with an instrument copy that is."""
    at = new.wave.opened_at
    merchant, wave = new.merchant, new.wave
    connection.execute(
        insert(MerchantRow).values(
            id=merchant.id,
            workspace_id=merchant.workspace_id,
            name=merchant.name,
            category=merchant.category,
            gmv_tier=merchant.gmv_tier,
            demo=int(merchant.demo),
            created_at=at,
        )
    )
    connection.execute(
        insert(EngagementRow).values(
            id=new.engagement_id,
            workspace_id=merchant.workspace_id,
            merchant_id=merchant.id,
            title=new.title,
            source_digest=new.source_digest,
            created_at=at,
        )
    )
    connection.execute(
        insert(WaveRow).values(
            id=wave.id,
            workspace_id=wave.workspace_id,
            engagement_id=new.engagement_id,
            merchant_id=merchant.id,
            instrument_digest=wave.instrument_digest,
            mode=wave.mode,
            status=wave.status,
            opened_at=wave.opened_at,
            closed_at=wave.closed_at,
            name=wave.name,
            form=wave.form,
            opens_on=None if wave.opens_on is None else wave.opens_on.isoformat(),
            closes_on=None if wave.closes_on is None else wave.closes_on.isoformat(),
            time_zone=wave.time_zone,
        )
    )


def waves() -> AnySelect:
    """Waves with the name of their instrument and whether they are synthetic."""
    return (
        select(
            WaveRow.id,
            WaveRow.merchant_id,
            WaveRow.workspace_id,
            InstrumentCopyRow.instrument_id,
            InstrumentCopyRow.version,
            WaveRow.instrument_digest,
            WaveRow.mode,
            WaveRow.status,
            WaveRow.opened_at,
            WaveRow.closed_at,
            WaveRow.engagement_id,
            WaveRow.name,
            WaveRow.form,
            WaveRow.opens_on,
            WaveRow.closes_on,
            WaveRow.time_zone,
            WaveRow.reviewed_at,
            WaveRow.reported_at,
            WorkspaceRow.kind,
        )
        .select_from(WaveRow)
        .join(InstrumentCopyRow, InstrumentCopyRow.digest == WaveRow.instrument_digest)
        .join(WorkspaceRow, WorkspaceRow.id == WaveRow.workspace_id)
    )


def as_wave(row: AnyRow) -> Wave:
    """Read a row of `waves`."""
    return Wave(
        id=row.id,
        merchant_id=row.merchant_id,
        workspace_id=row.workspace_id,
        instrument_id=row.instrument_id,
        instrument_version=row.version,
        instrument_digest=row.instrument_digest,
        mode=cast("WaveMode", row.mode),
        status=cast("WaveStatus", row.status),
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        engagement_id=row.engagement_id,
        kind=cast("WorkspaceKind", row.kind),
        name=row.name,
        form=cast("Form", row.form),
        opens_on=_day(row.opens_on),
        closes_on=_day(row.closes_on),
        time_zone=row.time_zone,
        reviewed_at=row.reviewed_at,
        reported_at=row.reported_at,
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def find_wave(connection: Connection, wave_id: str) -> Wave | None:
    """One wave, or None."""
    row = connection.execute(waves().where(WaveRow.id == wave_id)).one_or_none()
    return None if row is None else as_wave(row)


def every_wave(connection: Connection) -> tuple[tuple[Wave, str, int], ...]:
    """All waves, newest first, each with its merchant's name and its number of submitted responses."""
    submitted = (
        select(func.count())
        .where(ResponseRow.wave_id == WaveRow.id, ResponseRow.submitted_at.is_not(None))
        .correlate(WaveRow)
        .scalar_subquery()
    )
    rows = connection.execute(
        waves()
        .add_columns(MerchantRow.name.label("merchant"), submitted.label("n_submitted"))
        .join(MerchantRow, MerchantRow.id == WaveRow.merchant_id)
        .order_by(WaveRow.opened_at.desc(), WaveRow.id)
    )
    return tuple((as_wave(row), row.merchant, row.n_submitted) for row in rows)


def closed_waves(connection: Connection, workspace_id: str | None) -> tuple[Wave, ...]:
    """List the closed waves of one workspace, or of all real merchants, oldest first."""
    statement = waves().where(WaveRow.closed_at.is_not(None)).order_by(WaveRow.opened_at, WaveRow.id)
    if workspace_id is not None:
        statement = statement.where(WaveRow.workspace_id == workspace_id)
    else:
        statement = statement.join(MerchantRow, MerchantRow.id == WaveRow.merchant_id).where(
            MerchantRow.demo == 0
        )
    return tuple(as_wave(row) for row in connection.execute(statement))


def latest_closed(connection: Connection) -> str | None:
    """Id of the wave that was closed last (the id decides between equal moments), or None."""
    statement = (
        select(WaveRow.id)
        .where(WaveRow.closed_at.is_not(None))
        .order_by(WaveRow.closed_at.desc(), WaveRow.id)
        .limit(1)
    )
    return connection.execute(statement).scalar()


def lock_wave(connection: Connection, wave_id: str) -> WaveStatus | None:
    """Status of a wave that no other transaction can change until this one ends."""
    statement = select(WaveRow.status).where(WaveRow.id == wave_id).with_for_update()
    return cast("WaveStatus | None", connection.execute(statement).scalar())


def close_wave(connection: Connection, wave_id: str, at: datetime) -> None:
    """Mark a wave as closed."""
    connection.execute(update(WaveRow).where(WaveRow.id == wave_id).values(status="closed", closed_at=at))


def find_merchant(connection: Connection, merchant_id: str) -> Merchant | None:
    """One merchant, or None."""
    row = connection.execute(
        select(
            MerchantRow.id,
            MerchantRow.workspace_id,
            MerchantRow.name,
            MerchantRow.category,
            MerchantRow.gmv_tier,
            MerchantRow.demo,
        ).where(MerchantRow.id == merchant_id)
    ).one_or_none()
    if row is None:
        return None
    return Merchant(row.id, row.workspace_id, row.name, row.category, row.gmv_tier, demo=bool(row.demo))


def remove_workspace(connection: Connection, workspace_id: str) -> None:
    """Erase a workspace with everything that hangs on it."""
    connection.execute(delete(WorkspaceRow).where(WorkspaceRow.id == workspace_id))


def wave_of_source(connection: Connection, source_digest: str) -> str | None:
    """Id of the wave that was imported from this very file, or None."""
    statement = (
        select(WaveRow.id)
        .join(EngagementRow, EngagementRow.id == WaveRow.engagement_id)
        .where(EngagementRow.source_digest == source_digest)
    )
    wave_id: str | None = connection.execute(statement).scalar()
    return wave_id
