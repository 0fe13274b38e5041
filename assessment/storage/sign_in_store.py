"""Sessions, failed tries, and the links by which people set a password."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from sqlalchemy import delete, func, insert, select, update

from assessment.storage.account_tables import AccountLinkRow, SignInFailureRow, SignInRow
from assessment.storage.database import Connection

Source = Literal["password", "oidc"]
LinkKind = Literal["welcome", "reset", "exchange"]


@dataclass(frozen=True, slots=True)
class NewSession:
    """A browser that comes in; `version` is the account's at this moment."""

    token_hash: bytes
    account_id: str
    workspace_id: str
    version: int
    source: Source
    at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class AccountLink:
    """A link to an account, as it was issued."""

    account_id: str
    kind: LinkKind
    expires_at: datetime
    spent_at: datetime | None


def add_session(connection: Connection, new: NewSession) -> None:
    """Store a session."""
    connection.execute(
        insert(SignInRow).values(
            token_hash=new.token_hash,
            account_id=new.account_id,
            workspace_id=new.workspace_id,
            version=new.version,
            source=new.source,
            created_at=new.at,
            last_seen_at=new.at,
            expires_at=new.expires_at,
        )
    )


def see_session(connection: Connection, token_hash: bytes, at: datetime) -> None:
    """Note that a session was used."""
    connection.execute(update(SignInRow).where(SignInRow.token_hash == token_hash).values(last_seen_at=at))


def move_session(connection: Connection, token_hash: bytes, workspace_id: str, at: datetime) -> None:
    """Let a session go on in another workspace."""
    connection.execute(
        update(SignInRow)
        .where(SignInRow.token_hash == token_hash)
        .values(workspace_id=workspace_id, last_seen_at=at)
    )


def renew_session(connection: Connection, token_hash: bytes, version: int) -> None:
    """Let a session outlive the change of the password that was made in it."""
    connection.execute(update(SignInRow).where(SignInRow.token_hash == token_hash).values(version=version))


def end_session(connection: Connection, token_hash: bytes, at: datetime) -> None:
    """End one session; an ended one keeps its moment."""
    connection.execute(
        update(SignInRow)
        .where(SignInRow.token_hash == token_hash, SignInRow.ended_at.is_(None))
        .values(ended_at=at)
    )


def end_sessions(
    connection: Connection, account_id: str, at: datetime, *, workspace_id: str | None = None
) -> int:
    """End all sessions of an account, or those in one workspace; return how many there were."""
    those = (SignInRow.account_id == account_id) & SignInRow.ended_at.is_(None)
    if workspace_id is not None:
        those &= SignInRow.workspace_id == workspace_id
    return connection.execute(update(SignInRow).where(those).values(ended_at=at)).rowcount


def prune_sessions(connection: Connection, before: datetime) -> None:
    """Forget sessions whose time was over long ago."""
    connection.execute(delete(SignInRow).where(SignInRow.expires_at < before))


# ---- failed tries ----


def failures(connection: Connection, subject: bytes, since: datetime) -> tuple[int, datetime | None]:
    """How often a sign-in failed since a moment, and when the last time."""
    row = connection.execute(
        select(func.count(), func.max(SignInFailureRow.at)).where(
            SignInFailureRow.subject == subject, SignInFailureRow.at > since
        )
    ).one()
    return row[0], row[1]


def add_failure(connection: Connection, failure_id: str, subject: bytes, at: datetime) -> None:
    """Note a try that has not succeeded."""
    connection.execute(insert(SignInFailureRow).values(id=failure_id, subject=subject, at=at))


def clear_failures(connection: Connection, subject: bytes) -> None:
    """Forget the tries of whoever came in."""
    connection.execute(delete(SignInFailureRow).where(SignInFailureRow.subject == subject))


def prune_failures(connection: Connection, before: datetime) -> None:
    """Forget tries that count no more."""
    connection.execute(delete(SignInFailureRow).where(SignInFailureRow.at <= before))


# ---- links ----


def add_link(connection: Connection, token_hash: bytes, link: AccountLink, at: datetime) -> None:
    """Store a link to an account."""
    connection.execute(
        insert(AccountLinkRow).values(
            token_hash=token_hash,
            account_id=link.account_id,
            kind=link.kind,
            created_at=at,
            expires_at=link.expires_at,
        )
    )


def find_link(connection: Connection, token_hash: bytes) -> AccountLink | None:
    """Find a link, spent or not."""
    row = connection.execute(
        select(
            AccountLinkRow.account_id,
            AccountLinkRow.kind,
            AccountLinkRow.expires_at,
            AccountLinkRow.spent_at,
        ).where(AccountLinkRow.token_hash == token_hash)
    ).one_or_none()
    if row is None:
        return None
    return AccountLink(row.account_id, cast("LinkKind", row.kind), row.expires_at, row.spent_at)


def spend_link(connection: Connection, token_hash: bytes, at: datetime) -> bool:
    """Spend one link; tell whether it was this call that did."""
    return (
        connection.execute(
            update(AccountLinkRow)
            .where(AccountLinkRow.token_hash == token_hash, AccountLinkRow.spent_at.is_(None))
            .values(spent_at=at)
        ).rowcount
        == 1
    )


def spend_links(connection: Connection, account_id: str, at: datetime) -> None:
    """End all links to an account."""
    connection.execute(
        update(AccountLinkRow)
        .where(AccountLinkRow.account_id == account_id, AccountLinkRow.spent_at.is_(None))
        .values(spent_at=at)
    )
