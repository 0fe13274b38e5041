"""Answering: every tap is stored at once, exactly once, and loses nobody else's answer."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar

from assessment.access.policy import Target, require
from assessment.access.viewer import Owner, Respondent, Viewer
from assessment.domain.engagement import Wave
from assessment.domain.errors import (
    AccessDenied,
    AlreadySubmitted,
    FieldInvalid,
    LinkExpired,
    LinkRevoked,
    NotFound,
    StaleRevision,
    UnknownItem,
    WaveNotOpen,
)
from assessment.domain.instrument import Instrument, Item
from assessment.domain.response import COMMENT_LIMIT, ItemNote, Response, blank_answers, with_answer
from assessment.services.context import Context
from assessment.services.fields import locale_field, operation_field, text_field
from assessment.services.scope import scoped
from assessment.services.waves import count_answered, forms_for, require_visit, widest_form
from assessment.storage import answer_store, response_store, wave_store
from assessment.storage.answer_store import AnswerEvent, Draft, Surroundings
from assessment.storage.database import Connection
from assessment.storage.operations import Operation, once

T = TypeVar("T")

RECEIPT_ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without the signs that are easily confused: 0, 1, I, O."""
RECEIPT_GROUPS: Final = (4, 4, 4)


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """Everything that the answering page draws. `items` are those asked, in order."""

    response: Response
    instrument: Instrument
    items: tuple[Item, ...]
    merchant_name: str
    wave: Wave
    respondent_name: str
    read_only: bool


@dataclass(frozen=True, slots=True)
class Saved:
    """What was stored. `merged`: answers to other items had come in between and were kept."""

    revision: int
    answers: bytes
    merged: bool


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof of a submission."""

    number: str
    submitted_at: datetime
    answered: int
    asked: int


def new_receipt() -> str:
    """Return a receipt number of 60 random bits, such as ``7K3M-92QX-B4TD``."""
    return "-".join(
        "".join(secrets.choice(RECEIPT_ALPHABET) for _ in range(length)) for length in RECEIPT_GROUPS
    )


@scoped
class Responding:
    """Use cases of whoever answers: the owner (own response) or an invited respondent."""

    def __init__(self, context: Context, *, new_receipt: Callable[[], str] = new_receipt) -> None:
        self._context = context
        self._new_receipt = new_receipt

    def open(self, viewer: Viewer) -> AnswerSheet:
        """Load the viewer's own response. Read-only once it is submitted or the wave is closed.

        Raises NotFound, AccessDenied, LinkRevoked, LinkExpired.
        """
        response_id = _own_response(viewer)
        return self._context.database.read(lambda connection: self._sheet(connection, viewer, response_id))

    def _sheet(self, connection: Connection, viewer: Viewer, response_id: str) -> AnswerSheet:
        self._surroundings(connection, viewer, response_id, lock=False)
        response = response_store.find_response(connection, response_id)
        wave = None if response is None else wave_store.find_wave(connection, response.wave_id)
        merchant = None if wave is None else wave_store.find_merchant(connection, wave.merchant_id)
        if response is None or wave is None or merchant is None:
            raise NotFound
        instrument = self._context.instruments.parsed(connection, wave.instrument_digest)
        return AnswerSheet(
            response=response,
            instrument=instrument,
            items=instrument.items_for(response.role, response.form),
            merchant_name=merchant.name,
            wave=wave,
            respondent_name=response.respondent,
            read_only=response.submitted_at is not None or wave.status != "open",
        )

    def choose(
        self, viewer: Viewer, *, form: str | None = None, locale: str | None = None, operation_id: str
    ) -> AnswerSheet:
        """Choose the form (core, role; full for owners and consultants) or the language.

        Answers to items that the new form does not ask stay stored and come back with the old form.
        Raises what `answer` raises; FieldInvalid for a form that this role is not offered.
        """
        spoken = None if locale is None else locale_field(locale)

        instrument = self._context.instruments.of_wave(_wave_of(viewer))

        def change(connection: Connection, response_id: str, draft: Draft) -> None:
            chosen = next((f for f in forms_for(instrument, draft.role) if f == form), None)
            if form is not None and chosen is None:
                raise FieldInvalid(field="form", reason="unknown")
            answer_store.choose(connection, response_id, chosen or draft.form, spoken or draft.locale)

        self._once(viewer, "choose", operation_id, change)
        return self.open(viewer)

    def answer(self, viewer: Viewer, *, item_id: str, value: int, revision: int, operation_id: str) -> Saved:
        """Store one answer.

        Parameters
        ----------
        value
            A level of the scale, UNKNOWN, NOT_APPLICABLE where it is offered, or MISSING.
        revision
            The response's revision that the page showed when the person tapped.
        operation_id
            New for every tap. A retry under the same id returns the first outcome.

        Raises
        ------
        StaleRevision
            The same item was changed since `revision`: nothing is stored, the page must reload.
        AlreadySubmitted, WaveNotOpen, LinkRevoked, LinkExpired, UnknownItem, AnswerNotAllowed,
        FieldInvalid, NotFound, AccessDenied
        """
        response_id = _own_response(viewer)
        operation_field(operation_id)
        instrument = self._context.instruments.of_wave(_wave_of(viewer))
        with_answer(instrument, blank_answers(instrument), item_id, value)
        now = self._context.clock()

        def work(connection: Connection) -> Saved:
            around = self._surroundings(connection, viewer, response_id, lock=True)
            draft = _lock_draft(connection, response_id)
            done = answer_store.find_event(connection, operation_id)
            if done is not None:
                return _repeat(connection, instrument, done, (response_id, item_id, value))
            _require_writable(around, draft)
            if instrument.item(item_id) not in _answerable(instrument, draft.role):
                raise UnknownItem(item_id=item_id)
            changed = answer_store.last_change(connection, response_id, item_id)
            if changed > revision or revision > draft.revision:
                raise StaleRevision(expected=revision, current=draft.revision)
            answers = with_answer(instrument, draft.answers, item_id, value)
            event = AnswerEvent(response_id, draft.revision + 1, revision, item_id, value, operation_id, now)
            answer_store.save_answer(connection, event, answers)
            return Saved(event.revision, answers, merged=draft.revision != revision)

        return self._context.database.write(work)

    def note(self, viewer: Viewer, *, item_id: str, comment: str, evidence: str, operation_id: str) -> None:
        """Store what was typed beside one answer; two empty texts take it away.

        Raises what `answer` raises, and TextTooLong.
        """
        note = ItemNote(
            item_id,
            comment=text_field("comment", comment, COMMENT_LIMIT),
            evidence=text_field("evidence", evidence, COMMENT_LIMIT),
        )
        instrument = self._context.instruments.of_wave(_wave_of(viewer))
        item = instrument.item(item_id)
        now = self._context.clock()

        def change(connection: Connection, response_id: str, draft: Draft) -> None:
            if item not in _answerable(instrument, draft.role):
                raise UnknownItem(item_id=item_id)
            answer_store.put_note(connection, response_id, note, now)

        self._once(viewer, "note", operation_id, change)

    def submit(self, viewer: Viewer, *, operation_id: str) -> Receipt:
        """Freeze the response and return its receipt; submitting again returns the same one.

        Raises FieldInvalid if nothing was answered, WaveNotOpen, LinkRevoked, LinkExpired, NotFound,
        AccessDenied.
        """
        response_id = _own_response(viewer)
        operation_field(operation_id)
        instrument = self._context.instruments.of_wave(_wave_of(viewer))
        now = self._context.clock()

        def work(connection: Connection) -> Receipt:
            around = self._surroundings(connection, viewer, response_id, lock=True)
            draft = _lock_draft(connection, response_id)
            asked = instrument.items_for(draft.role, draft.form)
            answered = count_answered(instrument, draft.answers, asked)
            if draft.receipt is not None and draft.submitted_at is not None:
                return Receipt(draft.receipt, draft.submitted_at, answered, len(asked))
            _require_writable(around, draft)
            if answered == 0:
                raise FieldInvalid(field="answers", reason="blank")
            number = self._new_receipt()
            answer_store.submit(connection, response_id, number, now)
            return Receipt(number, now, answered, len(asked))

        return self._context.database.write(work)

    def _surroundings(
        self, connection: Connection, viewer: Viewer, response_id: str, *, lock: bool
    ) -> Surroundings:
        """Check that the viewer may still use this response.

        Raises NotFound, AccessDenied, LinkRevoked, LinkExpired.
        """
        require_visit(connection, viewer)
        around = answer_store.surroundings(connection, response_id, lock=lock)
        target = None
        if around is not None:
            target = Target(
                around.workspace_id,
                around.wave_id,
                response_id,
                demo=around.demo,
                engagement_id=around.engagement_id,
                merchant_id=around.merchant_id,
            )
        require(viewer, "answer", target)
        if around is None:
            raise NotFound
        if around.revoked_at is not None:
            raise LinkRevoked
        if around.expires_at is not None and around.expires_at <= self._context.clock():
            raise LinkExpired(expired_on=around.expires_at.date().isoformat())
        return around

    def _once(
        self,
        viewer: Viewer,
        kind: str,
        operation_id: str,
        change: Callable[[Connection, str, Draft], None],
    ) -> None:
        """Change a draft under an operation id; the retry changes nothing."""
        response_id = _own_response(viewer)
        operation = Operation(operation_field(operation_id), kind, response_id)
        now = self._context.clock()

        def work(connection: Connection) -> None:
            around = self._surroundings(connection, viewer, response_id, lock=True)
            draft = _lock_draft(connection, response_id)

            def run() -> dict[str, Any]:
                _require_writable(around, draft)
                change(connection, response_id, draft)
                return {}

            once(connection, operation, run, workspace_id=around.workspace_id, at=now)

        self._context.database.write(work)


def _own_response(viewer: Viewer) -> str:
    if isinstance(viewer, Owner | Respondent):
        return viewer.response_id
    raise AccessDenied(action="answer")


def _wave_of(viewer: Viewer) -> str:
    if isinstance(viewer, Owner | Respondent):
        return viewer.wave_id
    raise AccessDenied(action="answer")


def _lock_draft(connection: Connection, response_id: str) -> Draft:
    draft = answer_store.lock_draft(connection, response_id)
    if draft is None:
        raise NotFound
    return draft


def _answerable(instrument: Instrument, role: str) -> tuple[Item, ...]:
    """Items this role may ever answer: a tab that still shows a wider form loses nothing."""
    return instrument.items_for(role, widest_form(instrument, role))


def _require_writable(around: Surroundings, draft: Draft) -> None:
    """Raise AlreadySubmitted or WaveNotOpen."""
    if draft.receipt is not None:
        raise AlreadySubmitted(receipt=draft.receipt)
    if around.status != "open":
        raise WaveNotOpen(status=around.status)


def _repeat(
    connection: Connection, instrument: Instrument, done: AnswerEvent, asked: tuple[str, str, int]
) -> Saved:
    """Return what the first call under this operation id returned, rebuilt from the history.

    Raises FieldInvalid if the id was used for another answer.
    """
    if (done.response_id, done.item_id, done.value) != asked:
        raise FieldInvalid(field="operation_id", reason="reused")
    answers = blank_answers(instrument)
    for event in answer_store.history(connection, done.response_id, until=done.revision):
        answers = with_answer(instrument, answers, event.item_id, event.value)
    return Saved(done.revision, answers, merged=done.revision - 1 != done.base_revision)
