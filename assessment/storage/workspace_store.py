"""What a workspace decided for everybody in it, and what can be chosen in it."""

from collections.abc import Mapping
from datetime import datetime
from typing import cast

from sqlalchemy import insert, select, update

from assessment.domain.accounts import WorkspaceSettings
from assessment.domain.engagement import WorkspaceKind
from assessment.domain.text import Locale
from assessment.storage.database import Connection
from assessment.storage.tables import EngagementRow, MerchantRow, WorkspaceRow


def add_workspace(
    connection: Connection, workspace_id: str, kind: WorkspaceKind, settings: WorkspaceSettings, at: datetime
) -> None:
    """Store a new workspace without merchants."""
    connection.execute(
        insert(WorkspaceRow).values(id=workspace_id, kind=kind, created_at=at, **_columns(settings))
    )


def settings_of(connection: Connection, workspace_id: str) -> WorkspaceSettings | None:
    """Find the settings of a workspace."""
    row = connection.execute(
        select(
            WorkspaceRow.name,
            WorkspaceRow.locale,
            WorkspaceRow.time_zone,
            WorkspaceRow.drafts_days,
            WorkspaceRow.emails_days,
            WorkspaceRow.answers_months,
        ).where(WorkspaceRow.id == workspace_id)
    ).one_or_none()
    if row is None:
        return None
    return WorkspaceSettings(
        name=row.name,
        locale=cast("Locale", row.locale),
        time_zone=row.time_zone,
        drafts_days=row.drafts_days,
        emails_days=row.emails_days,
        answers_months=row.answers_months,
    )


def save_settings(connection: Connection, workspace_id: str, settings: WorkspaceSettings) -> None:
    """Replace the settings of a workspace."""
    connection.execute(
        update(WorkspaceRow).where(WorkspaceRow.id == workspace_id).values(**_columns(settings))
    )


def lock(connection: Connection, workspace_id: str) -> None:
    """Let nobody else decide about the people of a workspace until this transaction ends."""
    connection.execute(select(WorkspaceRow.id).where(WorkspaceRow.id == workspace_id).with_for_update())


def consulting(connection: Connection) -> Mapping[str, str]:
    """Names of the workspaces in which people sign in, by id, the oldest first."""
    rows = connection.execute(
        select(WorkspaceRow.id, WorkspaceRow.name)
        .where(WorkspaceRow.kind == "consulting")
        .order_by(WorkspaceRow.created_at, WorkspaceRow.id)
    )
    return {row.id: row.name for row in rows}


def merchants(connection: Connection, workspace_id: str) -> Mapping[str, str]:
    """Names of the merchants of a workspace by id."""
    rows = connection.execute(
        select(MerchantRow.id, MerchantRow.name)
        .where(MerchantRow.workspace_id == workspace_id)
        .order_by(MerchantRow.name, MerchantRow.id)
    )
    return {row.id: row.name for row in rows}


def engagements(connection: Connection, workspace_id: str) -> Mapping[str, tuple[str, str]]:
    """Titles and merchants of the engagements of a workspace by id, templates and archived ones apart."""
    rows = connection.execute(
        select(EngagementRow.id, EngagementRow.title, MerchantRow.name)
        .join(MerchantRow, MerchantRow.id == EngagementRow.merchant_id)
        .where(
            EngagementRow.workspace_id == workspace_id,
            EngagementRow.template == 0,
            EngagementRow.archived_at.is_(None),
        )
        .order_by(MerchantRow.name, EngagementRow.created_at, EngagementRow.id)
    )
    return {row.id: (row.title, row.name) for row in rows}


def _columns(settings: WorkspaceSettings) -> dict[str, str | int]:
    return {
        "name": settings.name,
        "locale": settings.locale,
        "time_zone": settings.time_zone,
        "drafts_days": settings.drafts_days,
        "emails_days": settings.emails_days,
        "answers_months": settings.answers_months,
    }
