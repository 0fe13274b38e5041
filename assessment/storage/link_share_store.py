"""Share links as they are kept: hashes, visits, and when they were opened."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, func, insert, select, update

from assessment.domain.text import Locale
from assessment.storage.database import Connection
from assessment.storage.workspace_tables import ShareLinkRow, ShareOpeningRow, ShareVisitRow


@dataclass(frozen=True, slots=True)
class ShareLink:
    """One link; `openings` counts how often it was opened, `last_opened_at` is the newest of them."""

    id: str
    workspace_id: str
    wave_id: str
    release_id: str
    label: str
    passphrase_hash: str | None
    locale: Locale
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    openings: int = 0
    last_opened_at: datetime | None = None


def add(connection: Connection, link: ShareLink, token: bytes, account_id: str | None) -> None:
    """Store a new link by the hash of its token."""
    connection.execute(
        insert(ShareLinkRow).values(
            id=link.id,
            workspace_id=link.workspace_id,
            wave_id=link.wave_id,
            release_id=link.release_id,
            token_hash=token,
            label=link.label,
            passphrase_hash=link.passphrase_hash,
            locale=link.locale,
            created_by=account_id,
            created_at=link.created_at,
            expires_at=link.expires_at,
        )
    )


def find(connection: Connection, link_id: str) -> ShareLink | None:
    """One link, or None."""
    return next(iter(_links(connection, ShareLinkRow.id == link_id)), None)


def of_token(connection: Connection, token: bytes) -> ShareLink | None:
    """Find the link of a token's hash, also one that has ended."""
    return next(iter(_links(connection, ShareLinkRow.token_hash == token)), None)


def of_wave(connection: Connection, wave_id: str) -> tuple[ShareLink, ...]:
    """List the links of a wave, newest first."""
    return _links(connection, ShareLinkRow.wave_id == wave_id)


def revoke(connection: Connection, link_id: str, at: datetime) -> bool:
    """End a link; tell whether it had not ended before."""
    living = (ShareLinkRow.id == link_id) & ShareLinkRow.revoked_at.is_(None)
    return connection.execute(update(ShareLinkRow).where(living).values(revoked_at=at)).rowcount > 0


def add_visit(connection: Connection, link: ShareLink, cookie: bytes, at: datetime) -> None:
    """Store a visit that lasts as long as its link, and the opening itself."""
    values: dict[str, Any] = {"share_link_id": link.id}
    connection.execute(
        insert(ShareVisitRow).values(token_hash=cookie, created_at=at, expires_at=link.expires_at, **values)
    )
    number = link.openings + 1
    connection.execute(insert(ShareOpeningRow).values(number=number, kind="opened", at=at, **values))


def _links(connection: Connection, asked: ColumnElement[bool]) -> tuple[ShareLink, ...]:
    opened = (
        select(
            ShareOpeningRow.share_link_id,
            func.count().label("openings"),
            func.max(ShareOpeningRow.at).label("last"),
        )
        .group_by(ShareOpeningRow.share_link_id)
        .subquery()
    )
    rows = connection.execute(
        select(ShareLinkRow.__table__, opened.c.openings, opened.c.last)
        .join(opened, opened.c.share_link_id == ShareLinkRow.id, isouter=True)
        .where(asked)
        .order_by(ShareLinkRow.created_at.desc(), ShareLinkRow.id)
    )
    return tuple(
        ShareLink(
            row.id,
            row.workspace_id,
            row.wave_id,
            row.release_id,
            row.label,
            row.passphrase_hash,
            cast("Locale", row.locale),
            row.created_at,
            row.expires_at,
            row.revoked_at,
            row.openings or 0,
            row.last,
        )
        for row in rows
    )
