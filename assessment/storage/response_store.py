"""Responses as wholes: stored with a wave, loaded with their notes, and counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

from sqlalchemy import func, insert, select

from assessment.domain.instrument import Form
from assessment.domain.response import ItemNote, Response
from assessment.domain.text import Locale
from assessment.storage.database import AnyRow, Connection
from assessment.storage.tables import InvitationRow, ItemNoteRow, ResponseRow


def add_responses(
    connection: Connection,
    responses: Iterable[Response],
    *,
    origin: str,
    invitation_id: str | None = None,
) -> None:
    """Store new responses with their notes; `invitation_id` belongs to a single one."""
    stored = tuple(responses)
    connection.execute(
        insert(ResponseRow), [_response_row(response, origin, invitation_id) for response in stored]
    )
    notes = [_note_row(response, note) for response in stored for note in response.notes]
    if notes:
        connection.execute(insert(ItemNoteRow), notes)


def _response_row(response: Response, origin: str, invitation_id: str | None) -> dict[str, Any]:
    return {
        "id": response.id,
        "wave_id": response.wave_id,
        "invitation_id": invitation_id,
        "origin": origin,
        "respondent": response.respondent,
        "role": response.role,
        "form": response.form,
        "locale": response.locale,
        "answers": response.answers,
        "revision": response.revision,
        "started_at": response.started_at,
        "submitted_at": response.submitted_at,
        "receipt": response.receipt,
    }


def _note_row(response: Response, note: ItemNote) -> dict[str, Any]:
    return {
        "response_id": response.id,
        "item_id": note.item_id,
        "comment": note.comment,
        "evidence": note.evidence,
        "updated_at": response.submitted_at or response.started_at,
    }


_RESPONSE_COLUMNS: Final = (
    ResponseRow.id,
    ResponseRow.wave_id,
    ResponseRow.role,
    ResponseRow.form,
    ResponseRow.locale,
    ResponseRow.answers,
    ResponseRow.revision,
    ResponseRow.started_at,
    ResponseRow.submitted_at,
    ResponseRow.receipt,
    ResponseRow.respondent,
)


def _as_response(row: AnyRow, notes: tuple[ItemNote, ...]) -> Response:
    return Response(
        id=row.id,
        wave_id=row.wave_id,
        role=row.role,
        form=cast("Form", row.form),
        locale=cast("Locale", row.locale),
        answers=bytes(row.answers),
        revision=row.revision,
        started_at=row.started_at,
        submitted_at=row.submitted_at,
        receipt=row.receipt,
        respondent=row.respondent,
        notes=notes,
    )


def find_response(connection: Connection, response_id: str) -> Response | None:
    """One response with its notes, or None."""
    row = connection.execute(select(*_RESPONSE_COLUMNS).where(ResponseRow.id == response_id)).one_or_none()
    if row is None:
        return None
    notes = connection.execute(
        select(ItemNoteRow.item_id, ItemNoteRow.comment, ItemNoteRow.evidence)
        .where(ItemNoteRow.response_id == response_id)
        .order_by(ItemNoteRow.item_id)
    )
    return _as_response(row, tuple(ItemNote(*note) for note in notes))


def responses_of(connection: Connection, wave_id: str) -> tuple[Response, ...]:
    """All responses of a wave, oldest first, with their notes."""
    notes: dict[str, list[ItemNote]] = {}
    for note in connection.execute(
        select(ItemNoteRow.response_id, ItemNoteRow.item_id, ItemNoteRow.comment, ItemNoteRow.evidence)
        .join(ResponseRow, ResponseRow.id == ItemNoteRow.response_id)
        .where(ResponseRow.wave_id == wave_id)
        .order_by(ItemNoteRow.item_id)
    ):
        notes.setdefault(note.response_id, []).append(ItemNote(note.item_id, note.comment, note.evidence))
    rows = connection.execute(
        select(*_RESPONSE_COLUMNS)
        .where(ResponseRow.wave_id == wave_id)
        .order_by(ResponseRow.started_at, ResponseRow.id)
    )
    return tuple(_as_response(row, tuple(notes.get(row.id, ()))) for row in rows)


@dataclass(frozen=True, slots=True)
class ResponseCount:
    """What progress needs of one response: whose it is and how far it got."""

    response_id: str
    invitation_id: str | None
    origin: str
    role: str
    form: Form
    locale: Locale
    answers: bytes
    started_at: datetime
    submitted_at: datetime | None


def counts_of(connection: Connection, wave_id: str) -> tuple[ResponseCount, ...]:
    """Progress of every response of a wave, without any text."""
    rows = connection.execute(
        select(
            ResponseRow.id,
            ResponseRow.invitation_id,
            ResponseRow.origin,
            ResponseRow.role,
            ResponseRow.form,
            ResponseRow.locale,
            ResponseRow.answers,
            ResponseRow.started_at,
            ResponseRow.submitted_at,
        ).where(ResponseRow.wave_id == wave_id)
    )
    return tuple(
        ResponseCount(
            row.id,
            row.invitation_id,
            row.origin,
            row.role,
            cast("Form", row.form),
            cast("Locale", row.locale),
            bytes(row.answers),
            row.started_at,
            row.submitted_at,
        )
        for row in rows
    )


def submitted_in(connection: Connection, wave_id: str) -> int:
    """Count the submitted responses of a wave."""
    statement = select(func.count()).where(
        ResponseRow.wave_id == wave_id, ResponseRow.submitted_at.is_not(None)
    )
    return int(connection.execute(statement).scalar_one())


def standing_in(connection: Connection, wave_id: str) -> int:
    """Count the responses of a wave that are submitted or may still come: no withdrawn invitation."""
    statement = (
        select(func.count())
        .select_from(ResponseRow)
        .outerjoin(InvitationRow, InvitationRow.id == ResponseRow.invitation_id)
        .where(
            ResponseRow.wave_id == wave_id,
            ResponseRow.submitted_at.is_not(None) | InvitationRow.revoked_at.is_(None),
        )
    )
    return int(connection.execute(statement).scalar_one())


def receipt_of(connection: Connection, invitation_id: str) -> str | None:
    """Return the receipt of the response behind an invitation, None while it is a draft."""
    statement = select(ResponseRow.receipt).where(ResponseRow.invitation_id == invitation_id)
    receipt: str | None = connection.execute(statement).scalar()
    return receipt


def owner_response(connection: Connection, wave_id: str) -> str | None:
    """Id of the response of a wave's owner, or None."""
    statement = select(ResponseRow.id).where(ResponseRow.wave_id == wave_id, ResponseRow.origin == "owner")
    found: str | None = connection.execute(statement).scalar()
    return found
