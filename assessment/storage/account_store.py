"""Accounts, their places in workspaces, and the engagements that are assigned to them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, cast

from sqlalchemy import delete, func, insert, select, update

from assessment.domain.accounts import MemberRole, Membership, Person
from assessment.domain.text import Locale
from assessment.storage.account_tables import AccountRow, AssignmentRow, MembershipRow, SignInRow
from assessment.storage.database import AnyRow, Connection
from assessment.storage.tables import EngagementRow

IDLE: Final = timedelta(hours=12)
"""How long a signed-in browser may do nothing."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """What decides whether somebody is let in. `active`: the machine has not closed the account."""

    account_id: str
    email: str
    name: str
    password_hash: str | None
    oidc_subject: str | None
    version: int
    active: bool


@dataclass(frozen=True, slots=True)
class SessionState:
    """A session with everything that decides whether it lasts, and as whom."""

    account_id: str
    workspace_id: str
    role: MemberRole
    merchant_id: str | None
    last_seen_at: datetime
    expires_at: datetime

    def over(self, now: datetime) -> bool:
        """Tell whether its time is over: nothing was done for too long, or it began too long ago."""
        return self.expires_at <= now or self.last_seen_at + IDLE <= now


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
            MembershipRow.active == 1,
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


# ---- accounts ----


def add_account(connection: Connection, person: Person, password_hash: str | None) -> None:
    """Store a new person; the address must be free."""
    connection.execute(
        insert(AccountRow).values(
            id=person.id,
            email=person.email,
            name=person.name,
            password_hash=password_hash,
            active=int(person.active),
            locale=person.locale,
            time_zone=person.time_zone,
            version=0,
            created_at=person.created_at,
            password_changed_at=None if password_hash is None else person.created_at,
        )
    )


def any_account(connection: Connection) -> bool:
    """Tell whether this installation has accounts at all."""
    return connection.execute(select(AccountRow.id).limit(1)).one_or_none() is not None


def credentials(
    connection: Connection, *, account_id: str = "", email: str = "", subject: str = ""
) -> Credentials | None:
    """Find an account by its id, its address, or its name at an identity provider."""
    by = (
        AccountRow.id == account_id
        if account_id
        else AccountRow.oidc_subject == subject
        if subject
        else AccountRow.email == email
    )
    row = connection.execute(
        select(
            AccountRow.id,
            AccountRow.email,
            AccountRow.name,
            AccountRow.password_hash,
            AccountRow.oidc_subject,
            AccountRow.version,
            AccountRow.active,
        ).where(by)
    ).one_or_none()
    if row is None:
        return None
    return Credentials(
        account_id=row.id,
        email=row.email,
        name=row.name,
        password_hash=row.password_hash,
        oidc_subject=row.oidc_subject,
        version=row.version,
        active=bool(row.active),
    )


def change_account(connection: Connection, account_id: str, **values: Any) -> None:  # noqa: ANN401 - columns
    """Set columns of an account."""
    connection.execute(update(AccountRow).where(AccountRow.id == account_id).values(**values))


# ---- places in workspaces ----


def add_membership(connection: Connection, membership: Membership, at: datetime) -> None:
    """Give a person a place in a workspace."""
    connection.execute(
        insert(MembershipRow).values(
            workspace_id=membership.workspace_id,
            account_id=membership.person.id,
            role=membership.role,
            merchant_id=membership.merchant_id,
            created_at=at,
        )
    )


def change_membership(connection: Connection, workspace_id: str, account_id: str, **values: Any) -> None:  # noqa: ANN401 - columns
    """Set columns of a person's place in a workspace."""
    connection.execute(
        update(MembershipRow)
        .where(MembershipRow.workspace_id == workspace_id, MembershipRow.account_id == account_id)
        .values(**values)
    )


def members(
    connection: Connection, workspace_id: str, account_id: str | None = None
) -> tuple[Membership, ...]:
    """Everybody in a workspace, or one of them; active ones first, then by name."""
    asked = MembershipRow.workspace_id == workspace_id
    if account_id is not None:
        asked &= MembershipRow.account_id == account_id
    rows = connection.execute(
        select(
            AccountRow.id,
            AccountRow.email,
            AccountRow.name,
            AccountRow.active,
            AccountRow.created_at,
            AccountRow.locale,
            AccountRow.time_zone,
            AccountRow.password_hash,
            AccountRow.last_sign_in_at,
            MembershipRow.workspace_id,
            MembershipRow.role,
            MembershipRow.merchant_id,
            MembershipRow.active.label("let_in"),
        )
        .join(MembershipRow, MembershipRow.account_id == AccountRow.id)
        .where(asked)
        .order_by(MembershipRow.active.desc(), AccountRow.name, AccountRow.id)
    )
    return tuple(_as_membership(row) for row in rows)


def _as_membership(row: AnyRow) -> Membership:
    person = Person(
        id=row.id,
        email=row.email,
        name=row.name,
        active=bool(row.active and row.let_in),
        created_at=row.created_at,
        locale=cast("Locale | None", row.locale),
        time_zone=row.time_zone,
        has_password=row.password_hash is not None,
        last_sign_in_at=row.last_sign_in_at,
    )
    return Membership(person, row.workspace_id, cast("MemberRole", row.role), row.merchant_id)


def workspaces_of(connection: Connection, account_id: str) -> tuple[str, ...]:
    """Workspaces that let an account in, the one used last first, then the oldest place."""
    used = (
        select(SignInRow.workspace_id, func.max(SignInRow.last_seen_at).label("at"))
        .where(SignInRow.account_id == account_id)
        .group_by(SignInRow.workspace_id)
        .subquery()
    )
    rows = connection.execute(
        select(MembershipRow.workspace_id, used.c.at)
        .outerjoin(used, used.c.workspace_id == MembershipRow.workspace_id)
        .where(MembershipRow.account_id == account_id, MembershipRow.active == 1)
        .order_by(used.c.at.is_(None), used.c.at.desc(), MembershipRow.created_at, MembershipRow.workspace_id)
    )
    return tuple(row.workspace_id for row in rows)


def places_of(connection: Connection, account_id: str) -> int:
    """In how many workspaces an account has a place, let in or not."""
    return connection.execute(
        select(func.count()).select_from(MembershipRow).where(MembershipRow.account_id == account_id)
    ).scalar_one()


def other_administrators(connection: Connection, workspace_id: str, account_id: str) -> int:
    """How many people but this one can administer a workspace."""
    return connection.execute(
        select(func.count())
        .select_from(MembershipRow)
        .join(AccountRow, AccountRow.id == MembershipRow.account_id)
        .where(
            MembershipRow.workspace_id == workspace_id,
            MembershipRow.account_id != account_id,
            MembershipRow.role == "administrator",
            MembershipRow.active == 1,
            AccountRow.active == 1,
        )
    ).scalar_one()


# ---- who works on what ----


def assignments(connection: Connection, workspace_id: str) -> Mapping[str, frozenset[str]]:
    """Engagements of a workspace by the account that works on them."""
    rows = connection.execute(
        select(AssignmentRow.account_id, AssignmentRow.engagement_id)
        .join(EngagementRow, EngagementRow.id == AssignmentRow.engagement_id)
        .where(EngagementRow.workspace_id == workspace_id)
    )
    found: dict[str, set[str]] = defaultdict(set)
    for account_id, engagement_id in rows:
        found[account_id].add(engagement_id)
    return {account_id: frozenset(ids) for account_id, ids in found.items()}


def assign(connection: Connection, engagement_id: str, account_id: str, at: datetime) -> None:
    """Let an account work on an engagement, on which it does not work yet."""
    connection.execute(
        insert(AssignmentRow).values(engagement_id=engagement_id, account_id=account_id, created_at=at)
    )


def unassign(connection: Connection, engagement_id: str, account_id: str) -> None:
    """Take an account off an engagement."""
    connection.execute(
        delete(AssignmentRow).where(
            AssignmentRow.engagement_id == engagement_id, AssignmentRow.account_id == account_id
        )
    )
