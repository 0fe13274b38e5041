"""Consents to use a merchant's closed waves for peers: one row a grant, with the end of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast

from sqlalchemy import ColumnElement, exists, insert, select, update

from assessment.domain.engagement import Merchant, WorkspaceKind
from assessment.domain.peers import ConsentScope
from assessment.storage.database import AnyRow, Connection
from assessment.storage.peer_tables import PeerConsentRow
from assessment.storage.tables import InstrumentCopyRow, MerchantRow, ResponseRow, WaveRow, WorkspaceRow


@dataclass(frozen=True, slots=True)
class Consent:
    """One grant; `revoked_at` None: in force."""

    id: str
    workspace_id: str
    merchant_id: str
    scope: ConsentScope
    text_version: str
    granted_at: datetime
    revoked_at: datetime | None = None


_COLUMNS: Final = (
    PeerConsentRow.id,
    PeerConsentRow.workspace_id,
    PeerConsentRow.merchant_id,
    PeerConsentRow.scope,
    PeerConsentRow.text_version,
    PeerConsentRow.granted_at,
    PeerConsentRow.revoked_at,
)


def _as_consent(row: AnyRow) -> Consent:
    return Consent(
        row.id,
        row.workspace_id,
        row.merchant_id,
        cast("ConsentScope", row.scope),
        row.text_version,
        row.granted_at,
        row.revoked_at,
    )


def in_force(connection: Connection, merchant_id: str) -> Consent | None:
    """Find the consent of a merchant that counts now."""
    statement = (
        select(*_COLUMNS)
        .where(PeerConsentRow.merchant_id == merchant_id, PeerConsentRow.revoked_at.is_(None))
        .order_by(PeerConsentRow.granted_at.desc())
        .limit(1)
    )
    row = connection.execute(statement).one_or_none()
    return None if row is None else _as_consent(row)


def grant(connection: Connection, consent: Consent) -> None:
    """Add a grant."""
    connection.execute(
        insert(PeerConsentRow).values(
            id=consent.id,
            workspace_id=consent.workspace_id,
            merchant_id=consent.merchant_id,
            scope=consent.scope,
            text_version=consent.text_version,
            granted_at=consent.granted_at,
            revoked_at=None,
        )
    )


def revoke(connection: Connection, merchant_id: str, at: datetime) -> None:
    """End the consents of a merchant that are in force."""
    connection.execute(
        update(PeerConsentRow)
        .where(PeerConsentRow.merchant_id == merchant_id, PeerConsentRow.revoked_at.is_(None))
        .values(revoked_at=at)
    )


def contributors(
    connection: Connection, workspace_id: str | None, instrument: tuple[str, str]
) -> tuple[tuple[Merchant, str], ...]:
    """List real merchants that contribute to a pool, each with its latest closed wave that anybody answered.

    `workspace_id` None: the pool of the installation. `instrument` is id and version: scores of different
    versions do not stand side by side. Merchants without such a wave are left out.
    """
    scope = "pool" if workspace_id is None else "panel"
    statement = (
        select(
            MerchantRow.id,
            MerchantRow.workspace_id,
            MerchantRow.name,
            MerchantRow.category,
            MerchantRow.gmv_tier,
            WaveRow.id.label("wave_id"),
        )
        .join(PeerConsentRow, PeerConsentRow.merchant_id == MerchantRow.id)
        .join(WaveRow, WaveRow.merchant_id == MerchantRow.id)
        .join(InstrumentCopyRow, InstrumentCopyRow.digest == WaveRow.instrument_digest)
        .where(
            PeerConsentRow.scope == scope,
            PeerConsentRow.revoked_at.is_(None),
            MerchantRow.demo == 0,
            *_usable(instrument),
        )
        .order_by(MerchantRow.id, WaveRow.closed_at, WaveRow.id)
    )
    if workspace_id is not None:
        statement = statement.where(PeerConsentRow.workspace_id == workspace_id)
    latest: dict[str, tuple[Merchant, str]] = {}
    for row in connection.execute(statement):
        merchant = Merchant(row.id, row.workspace_id, row.name, row.category, row.gmv_tier)
        latest[row.id] = (merchant, row.wave_id)
    return tuple(latest.values())


def _usable(instrument: tuple[str, str]) -> tuple[ColumnElement[bool], ...]:
    """Conditions on a wave: closed, of this instrument, and answered by somebody."""
    answered = exists().where(ResponseRow.wave_id == WaveRow.id, ResponseRow.submitted_at.is_not(None))
    return (
        WaveRow.closed_at.is_not(None),
        InstrumentCopyRow.instrument_id == instrument[0],
        InstrumentCopyRow.version == instrument[1],
        answered,
    )


def latest_closed_of(connection: Connection, merchant_id: str, instrument: tuple[str, str]) -> str | None:
    """Return the wave of a merchant that would enter a pool: closed last, of this instrument, answered."""
    statement = (
        select(WaveRow.id)
        .join(InstrumentCopyRow, InstrumentCopyRow.digest == WaveRow.instrument_digest)
        .where(WaveRow.merchant_id == merchant_id, *_usable(instrument))
        .order_by(WaveRow.closed_at.desc(), WaveRow.id.desc())
        .limit(1)
    )
    wave_id: str | None = connection.execute(statement).scalar()
    return wave_id


def workspace_kind(connection: Connection, workspace_id: str) -> WorkspaceKind:
    """Return what kind of workspace this is. The workspace must be there."""
    kind = connection.execute(select(WorkspaceRow.kind).where(WorkspaceRow.id == workspace_id)).scalar_one()
    return cast("WorkspaceKind", kind)
