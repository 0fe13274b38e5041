"""Responses: the current vector of answers, its append-only history, notes and submission.

The save path counts its statements: four short reads and two writes in one transaction. Order of
locks: wave before response.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

from sqlalchemy import bindparam, delete, func, insert, select, update

from assessment.domain.engagement import WaveStatus
from assessment.domain.instrument import Form
from assessment.domain.response import ItemNote, Response
from assessment.domain.text import Locale
from assessment.storage.database import AnyRow, Connection
from assessment.storage.tables import (
    AnswerEventRow,
    InvitationRow,
    ItemNoteRow,
    MerchantRow,
    ResponseRow,
    WaveRow,
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What decides whether a response may change: its wave and the invitation behind it."""

    workspace_id: str
    wave_id: str
    status: WaveStatus
    demo: bool
    revoked_at: datetime | None
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Draft:
    """The locked row of a response."""

    answers: bytes
    revision: int
    role: str
    form: Form
    locale: Locale
    submitted_at: datetime | None
    receipt: str | None


@dataclass(frozen=True, slots=True)
class AnswerEvent:
    """One stored change of one answer, made on top of `base_revision`."""

    response_id: str
    revision: int
    base_revision: int
    item_id: str
    value: int
    operation_id: str
    at: datetime


_SURROUNDINGS: Final = (
    select(
        WaveRow.workspace_id,
        WaveRow.id,
        WaveRow.status,
        MerchantRow.demo,
        InvitationRow.revoked_at,
        InvitationRow.expires_at,
    )
    .select_from(ResponseRow)
    .join(WaveRow, WaveRow.id == ResponseRow.wave_id)
    .join(MerchantRow, MerchantRow.id == WaveRow.merchant_id)
    .outerjoin(InvitationRow, InvitationRow.id == ResponseRow.invitation_id)
    .where(ResponseRow.id == bindparam("response_id"))
)
_SURROUNDINGS_LOCKED: Final = _SURROUNDINGS.with_for_update(read=True, of=WaveRow)
_DRAFT: Final = (
    select(
        ResponseRow.answers,
        ResponseRow.revision,
        ResponseRow.role,
        ResponseRow.form,
        ResponseRow.locale,
        ResponseRow.submitted_at,
        ResponseRow.receipt,
    )
    .where(ResponseRow.id == bindparam("response_id"))
    .with_for_update()
)
_EVENT_COLUMNS: Final = (
    AnswerEventRow.response_id,
    AnswerEventRow.revision,
    AnswerEventRow.base_revision,
    AnswerEventRow.item_id,
    AnswerEventRow.value,
    AnswerEventRow.operation_id,
    AnswerEventRow.at,
)
_EVENT: Final = select(*_EVENT_COLUMNS).where(AnswerEventRow.operation_id == bindparam("operation_id"))
_LAST_CHANGE: Final = select(func.max(AnswerEventRow.revision)).where(
    AnswerEventRow.response_id == bindparam("response_id"), AnswerEventRow.item_id == bindparam("item_id")
)
_SAVE: Final = (
    update(ResponseRow)
    .where(ResponseRow.id == bindparam("of_response"))
    .values(answers=bindparam("new_answers"), revision=bindparam("new_revision"))
)
_ADD_EVENT: Final = insert(AnswerEventRow)


def surroundings(connection: Connection, response_id: str, *, lock: bool) -> Surroundings | None:
    """State of the wave and invitation of a response; with `lock` the wave cannot close meanwhile."""
    statement = _SURROUNDINGS_LOCKED if lock else _SURROUNDINGS
    row = connection.execute(statement, {"response_id": response_id}).one_or_none()
    if row is None:
        return None
    status = cast("WaveStatus", row.status)
    return Surroundings(row.workspace_id, row.id, status, bool(row.demo), row.revoked_at, row.expires_at)


def lock_draft(connection: Connection, response_id: str) -> Draft | None:
    """Return the response's row, which no other transaction can change until this one ends."""
    row = connection.execute(_DRAFT, {"response_id": response_id}).one_or_none()
    if row is None:
        return None
    return Draft(
        answers=bytes(row.answers),
        revision=row.revision,
        role=row.role,
        form=cast("Form", row.form),
        locale=cast("Locale", row.locale),
        submitted_at=row.submitted_at,
        receipt=row.receipt,
    )


def find_event(connection: Connection, operation_id: str) -> AnswerEvent | None:
    """Find the change that was stored under this operation id, or None."""
    row = connection.execute(_EVENT, {"operation_id": operation_id}).one_or_none()
    return None if row is None else AnswerEvent(*row)


def last_change(connection: Connection, response_id: str, item_id: str) -> int:
    """Revision that last changed this item's answer, 0 if none did."""
    found = connection.execute(_LAST_CHANGE, {"response_id": response_id, "item_id": item_id}).scalar()
    return int(found or 0)


def save_answer(connection: Connection, event: AnswerEvent, answers: bytes) -> None:
    """Store the new vector and the event that made it."""
    connection.execute(
        _SAVE,
        {"of_response": event.response_id, "new_answers": answers, "new_revision": event.revision},
    )
    connection.execute(
        _ADD_EVENT,
        {
            "response_id": event.response_id,
            "revision": event.revision,
            "base_revision": event.base_revision,
            "item_id": event.item_id,
            "value": event.value,
            "operation_id": event.operation_id,
            "at": event.at,
        },
    )


def history(connection: Connection, response_id: str, *, until: int | None = None) -> tuple[AnswerEvent, ...]:
    """Return the changes of one response in the order in which they were stored, up to revision `until`."""
    statement = select(*_EVENT_COLUMNS).where(AnswerEventRow.response_id == response_id)
    if until is not None:
        statement = statement.where(AnswerEventRow.revision <= until)
    return tuple(AnswerEvent(*row) for row in connection.execute(statement.order_by(AnswerEventRow.revision)))


def choose(connection: Connection, response_id: str, form: Form, locale: Locale) -> None:
    """Set the form and the language of a response."""
    connection.execute(
        update(ResponseRow).where(ResponseRow.id == response_id).values(form=form, locale=locale)
    )


def put_note(connection: Connection, response_id: str, note: ItemNote, at: datetime) -> None:
    """Store what was typed beside an answer; two empty texts take the note away."""
    connection.execute(
        delete(ItemNoteRow).where(ItemNoteRow.response_id == response_id, ItemNoteRow.item_id == note.item_id)
    )
    if note.comment or note.evidence:
        connection.execute(
            insert(ItemNoteRow).values(
                response_id=response_id,
                item_id=note.item_id,
                comment=note.comment,
                evidence=note.evidence,
                updated_at=at,
            )
        )


def submit(connection: Connection, response_id: str, receipt: str, at: datetime) -> None:
    """Freeze a response under a receipt number."""
    connection.execute(
        update(ResponseRow).where(ResponseRow.id == response_id).values(submitted_at=at, receipt=receipt)
    )


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
