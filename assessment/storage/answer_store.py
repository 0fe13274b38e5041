"""The save path of a response: its vector of answers, append-only history, notes and submission.

Its statements are counted: four short reads and two writes in one transaction. Order of
locks: wave before response.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Final, cast

from sqlalchemy import bindparam, delete, func, insert, select, update

from assessment.domain import pace
from assessment.domain.engagement import WaveStatus
from assessment.domain.instrument import Form
from assessment.domain.response import ItemNote
from assessment.domain.text import Locale
from assessment.storage.database import Connection
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
    engagement_id: str
    merchant_id: str


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
        WaveRow.engagement_id,
        WaveRow.merchant_id,
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
    return Surroundings(
        row.workspace_id,
        row.id,
        status,
        bool(row.demo),
        row.revoked_at,
        row.expires_at,
        row.engagement_id,
        row.merchant_id,
    )


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


def item_seconds(connection: Connection, wave_ids: Collection[str]) -> Mapping[str, Mapping[str, float]]:
    """Seconds by response and item between successive answers, over the submitted responses of some waves.

    Which gaps are times is said in `pace.item_seconds`. A response without a history (imported, or
    anonymous) does not appear.
    """
    rows = connection.execute(
        select(AnswerEventRow.response_id, AnswerEventRow.item_id, AnswerEventRow.at)
        .join(ResponseRow, ResponseRow.id == AnswerEventRow.response_id)
        .where(ResponseRow.wave_id.in_(sorted(wave_ids)), ResponseRow.submitted_at.is_not(None))
        .order_by(AnswerEventRow.response_id, AnswerEventRow.revision)
    )
    return {
        response_id: pace.item_seconds((row.item_id, row.at) for row in events)
        for response_id, events in groupby(rows, key=lambda row: str(row.response_id))
    }


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
