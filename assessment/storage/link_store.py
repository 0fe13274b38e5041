"""Invitations, personal links and the visits of browsers that came in by them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal, cast

from sqlalchemy import bindparam, delete, insert, select, update

from assessment.domain.engagement import Invitation
from assessment.domain.text import Locale
from assessment.storage.database import AnyRow, AnySelect, Connection
from assessment.storage.tables import InvitationRow, PersonalLinkRow, ResponseRow, VisitRow, WaveRow


@dataclass(frozen=True, slots=True)
class LinkState:
    """Where a link leads and what stands in its way (`invitation` None: the owner's link)."""

    link_hash: bytes
    revoked: bool
    wave_id: str
    workspace_id: str
    merchant_id: str
    response_id: str
    receipt: str | None
    invitation: Invitation | None


def add_invitation(connection: Connection, invitation: Invitation) -> None:
    """Store one invitation."""
    connection.execute(
        insert(InvitationRow).values(
            id=invitation.id,
            wave_id=invitation.wave_id,
            name=invitation.name,
            role=invitation.role,
            locale=invitation.locale,
            created_at=invitation.created_at,
            expires_at=invitation.expires_at,
            revoked_at=invitation.revoked_at,
            email=invitation.email,
        )
    )


_VISIT_STATE: Final = (
    select(VisitRow.revoked_at, PersonalLinkRow.revoked_at.label("link_revoked_at"))
    .join(PersonalLinkRow, PersonalLinkRow.token_hash == VisitRow.link_hash)
    .where(VisitRow.token_hash == bindparam("visit_hash"))
)
INVITATION_COLUMNS: Final = (
    InvitationRow.id,
    InvitationRow.wave_id,
    InvitationRow.name,
    InvitationRow.role,
    InvitationRow.locale,
    InvitationRow.created_at,
    InvitationRow.expires_at,
    InvitationRow.revoked_at,
    InvitationRow.email,
    InvitationRow.submitted.label("invitation_submitted"),
    InvitationRow.receipt.label("invitation_receipt"),
    InvitationRow.sent_at,
    InvitationRow.reminded_at,
)


def _as_invitation(row: AnyRow) -> Invitation:
    return Invitation(
        id=row.id,
        wave_id=row.wave_id,
        name=row.name,
        role=row.role,
        locale=cast("Locale", row.locale),
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        email=row.email,
        submitted=bool(row.invitation_submitted),
        receipt=row.invitation_receipt,
        sent_at=row.sent_at,
        reminded_at=row.reminded_at,
    )


def find_invitation(connection: Connection, invitation_id: str) -> Invitation | None:
    """One invitation, or None."""
    row = connection.execute(
        select(*INVITATION_COLUMNS).where(InvitationRow.id == invitation_id)
    ).one_or_none()
    return None if row is None else _as_invitation(row)


def invitations_of(connection: Connection, wave_id: str) -> tuple[Invitation, ...]:
    """All invitations of a wave, oldest first."""
    rows = connection.execute(
        select(*INVITATION_COLUMNS)
        .where(InvitationRow.wave_id == wave_id)
        .order_by(InvitationRow.created_at, InvitationRow.id)
    )
    return tuple(_as_invitation(row) for row in rows)


def revoke_invitation(connection: Connection, invitation_id: str, at: datetime) -> None:
    """Withdraw an invitation; an earlier withdrawal keeps its time."""
    connection.execute(
        update(InvitationRow)
        .where(InvitationRow.id == invitation_id, InvitationRow.revoked_at.is_(None))
        .values(revoked_at=at)
    )


def renew_invitation(connection: Connection, invitation_id: str, expires_at: datetime) -> None:
    """Let an invitation live until `expires_at` again."""
    connection.execute(
        update(InvitationRow)
        .where(InvitationRow.id == invitation_id)
        .values(revoked_at=None, expires_at=expires_at)
    )


def add_link(
    connection: Connection,
    link_hash: bytes,
    *,
    wave_id: str,
    invitation_id: str | None,
    at: datetime,
) -> None:
    """Store the hash of a new link; without an invitation it is the owner's."""
    connection.execute(
        insert(PersonalLinkRow).values(
            token_hash=link_hash,
            kind="owner" if invitation_id is None else "answer",
            wave_id=wave_id,
            invitation_id=invitation_id,
            created_at=at,
        )
    )


def has_link(connection: Connection, link_hash: bytes) -> bool:
    """Tell whether this very link was issued."""
    statement = select(PersonalLinkRow.kind).where(PersonalLinkRow.token_hash == link_hash)
    return connection.execute(statement).first() is not None


def revoke_links(connection: Connection, *, wave_id: str, invitation_id: str | None, at: datetime) -> None:
    """Withdraw every living link of one invitation, or of the owner."""
    connection.execute(
        update(PersonalLinkRow)
        .where(
            PersonalLinkRow.wave_id == wave_id,
            PersonalLinkRow.invitation_id.is_(None)
            if invitation_id is None
            else PersonalLinkRow.invitation_id == invitation_id,
            PersonalLinkRow.revoked_at.is_(None),
        )
        .values(revoked_at=at)
    )


def _links(kind: str) -> AnySelect:
    """Links of one kind with everything that decides about them."""
    if kind == "owner":
        return (
            select(*_link_columns())
            .join(WaveRow, WaveRow.id == PersonalLinkRow.wave_id)
            .join(ResponseRow, (ResponseRow.wave_id == WaveRow.id) & (ResponseRow.origin == "owner"))
            .where(PersonalLinkRow.kind == "owner")
        )
    return (
        select(*_link_columns(), *INVITATION_COLUMNS)
        .join(WaveRow, WaveRow.id == PersonalLinkRow.wave_id)
        .join(InvitationRow, InvitationRow.id == PersonalLinkRow.invitation_id)
        .join(ResponseRow, ResponseRow.invitation_id == InvitationRow.id)
        .where(PersonalLinkRow.kind == "answer")
    )


def _link_columns() -> tuple[Any, ...]:
    return (
        PersonalLinkRow.token_hash.label("link_hash"),
        PersonalLinkRow.revoked_at.label("link_revoked_at"),
        WaveRow.id.label("of_wave"),
        WaveRow.workspace_id,
        WaveRow.merchant_id,
        ResponseRow.id.label("response_id"),
        ResponseRow.receipt,
    )


def _as_link(row: AnyRow, kind: str) -> LinkState:
    invitation = _as_invitation(row) if kind == "answer" else None
    withdrawn = invitation is not None and invitation.revoked_at is not None
    return LinkState(
        link_hash=bytes(row.link_hash),
        revoked=withdrawn or row.link_revoked_at is not None,
        wave_id=row.of_wave,
        workspace_id=row.workspace_id,
        merchant_id=row.merchant_id,
        response_id=row.response_id,
        receipt=row.receipt,
        invitation=invitation,
    )


def find_link(connection: Connection, kind: str, link_hash: bytes) -> LinkState | None:
    """Find the link of this kind with this hash, or None."""
    statement = _links(kind).where(PersonalLinkRow.token_hash == link_hash)
    row = connection.execute(statement).one_or_none()
    return None if row is None else _as_link(row, kind)


def add_visit(
    connection: Connection, visit_hash: bytes, link_hash: bytes, *, at: datetime, expires_at: datetime
) -> None:
    """Store the hash of a browser's cookie, and forget the visits that ended by themselves."""
    connection.execute(delete(VisitRow).where(VisitRow.expires_at <= at))
    connection.execute(
        insert(VisitRow).values(
            token_hash=visit_hash, link_hash=link_hash, created_at=at, expires_at=expires_at
        )
    )


def find_visit(connection: Connection, kind: str, visit_hash: bytes, now: datetime) -> LinkState | None:
    """Find the link by which this browser came in, while the visit lasts, or None."""
    statement = (
        _links(kind)
        .join(VisitRow, VisitRow.link_hash == PersonalLinkRow.token_hash)
        .where(VisitRow.token_hash == visit_hash, VisitRow.revoked_at.is_(None), VisitRow.expires_at > now)
    )
    row = connection.execute(statement).one_or_none()
    return None if row is None else _as_link(row, kind)


def visit_state(connection: Connection, visit_hash: bytes) -> Literal["lasts", "left", "revoked"]:
    """Tell whether a visit lasts, was left or forgotten, or whether its link was withdrawn."""
    row = connection.execute(_VISIT_STATE, {"visit_hash": visit_hash}).one_or_none()
    if row is None or row.revoked_at is not None:
        return "left"
    return "lasts" if row.link_revoked_at is None else "revoked"


def move_visit(connection: Connection, visit_hash: bytes, link_hash: bytes) -> None:
    """Let a visit go on under another link."""
    connection.execute(update(VisitRow).where(VisitRow.token_hash == visit_hash).values(link_hash=link_hash))


def revoke_visit(connection: Connection, visit_hash: bytes, at: datetime) -> None:
    """End one visit."""
    connection.execute(
        update(VisitRow)
        .where(VisitRow.token_hash == visit_hash, VisitRow.revoked_at.is_(None))
        .values(revoked_at=at)
    )
