"""Sessions of people who signed in."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import select

from assessment.domain.accounts import MemberRole
from assessment.storage.account_tables import AccountRow, AssignmentRow, MembershipRow, SignInRow
from assessment.storage.database import Connection
from assessment.storage.tables import EngagementRow


@dataclass(frozen=True, slots=True)
class SessionState:
    """A session with everything that decides whether it lasts, and as whom."""

    account_id: str
    workspace_id: str
    role: MemberRole
    merchant_id: str | None
    last_seen_at: datetime
    expires_at: datetime


def living_session(connection: Connection, token_hash: bytes) -> SessionState | None:
    """Find a session that nobody ended: the account is active, its password unchanged, its place kept.

    Whether its time is over is for the caller to judge.
    """
    row = connection.execute(
        select(
            SignInRow.account_id,
            SignInRow.workspace_id,
            SignInRow.last_seen_at,
            SignInRow.expires_at,
            MembershipRow.role,
            MembershipRow.merchant_id,
        )
        .join(AccountRow, AccountRow.id == SignInRow.account_id)
        .join(
            MembershipRow,
            (MembershipRow.account_id == SignInRow.account_id)
            & (MembershipRow.workspace_id == SignInRow.workspace_id),
        )
        .where(
            SignInRow.token_hash == token_hash,
            SignInRow.ended_at.is_(None),
            AccountRow.active == 1,
            AccountRow.version == SignInRow.version,
        )
    ).one_or_none()
    if row is None:
        return None
    return SessionState(
        account_id=row.account_id,
        workspace_id=row.workspace_id,
        role=cast("MemberRole", row.role),
        merchant_id=row.merchant_id,
        last_seen_at=row.last_seen_at,
        expires_at=row.expires_at,
    )


def assigned_engagements(connection: Connection, workspace_id: str, account_id: str) -> frozenset[str]:
    """Engagements of a workspace on which an account works."""
    rows = connection.execute(
        select(AssignmentRow.engagement_id)
        .join(EngagementRow, EngagementRow.id == AssignmentRow.engagement_id)
        .where(AssignmentRow.account_id == account_id, EngagementRow.workspace_id == workspace_id)
    )
    return frozenset(rows.scalars())
