"""Starting an assessment, asking people, watching progress and closing the wave."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from assessment.access.tokens import token_hash
from assessment.access.viewer import Owner, Viewer
from assessment.content import loader
from assessment.domain.engagement import (
    CATEGORIES,
    GMV_TIERS,
    Invitation,
    InvitationProgress,
    Merchant,
    Wave,
)
from assessment.domain.errors import (
    AccessDenied,
    AlreadySubmitted,
    NotFound,
    NothingToScore,
    WaveNotOpen,
)
from assessment.domain.instrument import Instrument
from assessment.domain.response import Response
from assessment.services.beginnings import Answering, Beginning, begin, empty_response
from assessment.services.context import Context
from assessment.services.fields import code_field, locale_field, name_field, operation_field
from assessment.services.scope import scoped, unscoped
from assessment.services.waves import Fielding, count_answered, own_wave, wave_for
from assessment.storage import facts_store, instrument_store, link_store, response_store, wave_store
from assessment.storage.database import Connection
from assessment.storage.operations import Operation, once
from assessment.storage.response_store import ResponseCount

INSTRUMENT: Final = ("fact", "1.0.0")
INVITATION_DAYS: Final = 30
RETRY_MINUTES: Final = 10
"""How long the retry of a start may hand out one more owner's link."""


@dataclass(frozen=True, slots=True)
class StartedAssessment:
    """A new self-assessment. `owner_token` is told here and never again."""

    owner_token: str
    wave_id: str
    merchant_id: str


@dataclass(frozen=True, slots=True)
class IssuedInvitation:
    """An invitation; `token` only in the answer of the call that made it, None in a retry."""

    invitation: Invitation
    token: str | None


@dataclass(frozen=True, slots=True)
class WaveProgress:
    """What the owner sees while a wave is open: counts, never content.

    `own` is the owner's own response; its invitation is made up (id of the response, no name).
    """

    wave: Wave
    merchant: Merchant
    own: InvitationProgress
    invitations: tuple[InvitationProgress, ...]
    facts_answered: int
    facts_total: int


@scoped
class Engagements:
    """Use cases of the person who runs a wave."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @unscoped
    def start_self_assessment(
        self, *, name: str, category: str, gmv_tier: str, locale: str, operation_id: str
    ) -> StartedAssessment:
        """Open a workspace with one merchant and one named wave, and give its owner a private link.

        The retry of an operation creates nothing but one more link to the same wave, because the first
        one may have been lost on its way; ten minutes later it is refused.
        Raises FieldInvalid, TextTooLong; AccessDenied for a late retry.
        """
        merchant = Merchant(
            id=self._context.new_id(),
            workspace_id=self._context.new_id(),
            name=name_field("name", name),
            category=code_field("category", category, CATEGORIES),
            gmv_tier=code_field("gmv_tier", gmv_tier, GMV_TIERS),
        )
        spoken = locale_field(locale)
        operation = Operation(operation_field(operation_id), "start", "")
        instrument = loader.shipped_instrument(*INSTRUMENT)
        source = loader.instrument_source(*INSTRUMENT)
        now = self._context.clock()

        def work(connection: Connection) -> StartedAssessment:
            token = self._context.new_token()

            def create() -> dict[str, Any]:
                instrument_store.keep_copy(connection, instrument, source, now)
                wave_id = begin(
                    self._context, connection, Beginning("merchant", merchant, instrument, spoken)
                )
                return {"wave_id": wave_id, "merchant_id": merchant.id, "at": now.isoformat()}

            made = once(connection, operation, create, workspace_id=merchant.workspace_id, at=now)
            _require_fresh(made.values, now)
            wave_id = made.values["wave_id"]
            link_store.add_link(connection, token_hash(token), wave_id=wave_id, invitation_id=None, at=now)
            return StartedAssessment(token, wave_id, made.values["merchant_id"])

        return self._context.database.write(work)

    def invite(
        self, viewer: Viewer, *, name: str, role: str, locale: str, operation_id: str
    ) -> IssuedInvitation:
        """Ask one person for answers. The link lives for 30 days.

        Raises FieldInvalid, TextTooLong, NotFound, AccessDenied, WaveNotOpen.
        """
        wave_id = own_wave(viewer)
        operation = Operation(operation_field(operation_id), "invite", wave_id)
        spoken, called = locale_field(locale), name_field("name", name)
        instrument = self._context.instruments.of_wave(wave_id)
        token, now = self._context.new_token(), self._context.clock()

        def work(connection: Connection) -> IssuedInvitation:
            fielding = _open_wave(connection, viewer, wave_id)
            invitation = Invitation(
                id=self._context.new_id(),
                wave_id=wave_id,
                name=called,
                role=code_field("role", role, [r.id for r in instrument.roles] or [""]),
                locale=spoken,
                created_at=now,
                expires_at=now + timedelta(days=INVITATION_DAYS),
            )
            response = empty_response(self._context, wave_id, instrument, Answering(role, spoken, called))

            def create() -> dict[str, Any]:
                _add_invited(connection, invitation, response, token_hash(token))
                return {"invitation_id": invitation.id}

            made = once(connection, operation, create, workspace_id=fielding.wave.workspace_id, at=now)
            return _issued(connection, made.values["invitation_id"], token)

        return self._context.database.write(work)

    def replace_link(self, viewer: Viewer, invitation_id: str, operation_id: str) -> IssuedInvitation:
        """Withdraw an invitation's link, end its visits, and issue a new one for 30 days.

        Raises FieldInvalid, NotFound, AccessDenied, WaveNotOpen, AlreadySubmitted.
        """
        operation = Operation(operation_field(operation_id), "replace_link", invitation_id)
        token, now = self._context.new_token(), self._context.clock()

        def work(connection: Connection) -> IssuedInvitation:
            invitation = _find_invitation(connection, viewer, invitation_id)
            fielding = _open_wave(connection, viewer, invitation.wave_id)

            def replace() -> dict[str, Any]:
                _require_unsubmitted(connection, invitation)
                wave_id = invitation.wave_id
                link_store.revoke_links(connection, wave_id=wave_id, invitation_id=invitation_id, at=now)
                link_store.renew_invitation(connection, invitation_id, now + timedelta(days=INVITATION_DAYS))
                link_store.add_link(
                    connection, token_hash(token), wave_id=wave_id, invitation_id=invitation_id, at=now
                )
                return {"invitation_id": invitation_id}

            once(connection, operation, replace, workspace_id=fielding.wave.workspace_id, at=now)
            return _issued(connection, invitation_id, token)

        return self._context.database.write(work)

    def revoke(self, viewer: Viewer, invitation_id: str) -> None:
        """Withdraw an invitation; its visits end at once, submitted answers stay.

        Raises NotFound, AccessDenied.
        """
        now = self._context.clock()

        def work(connection: Connection) -> None:
            invitation = _find_invitation(connection, viewer, invitation_id)
            wave_for(connection, viewer, "manage", invitation.wave_id)
            link_store.revoke_invitation(connection, invitation_id, now)
            link_store.revoke_links(
                connection, wave_id=invitation.wave_id, invitation_id=invitation_id, at=now
            )

        self._context.database.write(work)

    def replace_owner_link(self, viewer: Viewer) -> str:
        """Withdraw the owner's links and return a new token.

        All visits made with them end, but the one in which this was asked for: its page has to show the
        new link. Raises NotFound, AccessDenied, LinkRevoked.
        """
        wave_id = own_wave(viewer)
        now = self._context.clock()

        def work(connection: Connection) -> str:
            token = self._context.new_token()
            wave_for(connection, viewer, "manage", wave_id)
            link_store.revoke_links(connection, wave_id=wave_id, invitation_id=None, at=now)
            link_store.add_link(connection, token_hash(token), wave_id=wave_id, invitation_id=None, at=now)
            if isinstance(viewer, Owner) and viewer.visit is not None:
                link_store.move_visit(connection, viewer.visit, token_hash(token))
            return token

        return self._context.database.write(work)

    def instrument(self, viewer: Viewer) -> Instrument:
        """Return the instrument of the wave that the viewer runs. Raises NotFound, AccessDenied."""
        wave_id = own_wave(viewer)
        self._context.database.read(lambda connection: wave_for(connection, viewer, "manage", wave_id))
        return self._context.instruments.of_wave(wave_id)

    def progress(self, viewer: Viewer) -> WaveProgress:
        """Count what came in so far. Raises NotFound, AccessDenied."""
        wave_id = own_wave(viewer)
        form = loader.facts_form()

        def work(connection: Connection) -> WaveProgress:
            fielding = wave_for(connection, viewer, "manage", wave_id)
            instrument = self._context.instruments.parsed(connection, fielding.wave.instrument_digest)
            counts = response_store.counts_of(connection, wave_id)
            of_invitation = {c.invitation_id: c for c in counts if c.invitation_id}
            facts, _ = facts_store.load_facts(connection, wave_id)
            return WaveProgress(
                wave=fielding.wave,
                merchant=fielding.merchant,
                own=_progress(instrument, None, next(c for c in counts if c.origin == "owner")),
                invitations=tuple(
                    _progress(instrument, invitation, of_invitation[invitation.id])
                    for invitation in link_store.invitations_of(connection, wave_id)
                    if invitation.id in of_invitation
                ),
                facts_answered=sum(form.field(key) is not None for key in facts),
                facts_total=len(form.fields),
            )

        return self._context.database.read(work)

    def close(self, viewer: Viewer, operation_id: str) -> Wave:
        """End the wave: its submitted responses are frozen, the others stay out.

        Closing a closed wave returns it unchanged.
        Raises FieldInvalid, NotFound, AccessDenied, NothingToScore.
        """
        wave_id = own_wave(viewer)
        operation_field(operation_id)
        now = self._context.clock()

        def work(connection: Connection) -> Wave:
            wave_store.lock_wave(connection, wave_id)
            fielding = wave_for(connection, viewer, "manage", wave_id)
            if fielding.wave.closed_at is None:
                if response_store.submitted_in(connection, wave_id) == 0:
                    raise NothingToScore
                wave_store.close_wave(connection, wave_id, now)
            return wave_for(connection, viewer, "manage", wave_id).wave

        return self._context.database.write(work)


def _require_fresh(values: Mapping[str, Any], now: datetime) -> None:
    """Raise AccessDenied when a start is repeated too late to be a retry."""
    if now - datetime.fromisoformat(values["at"]) > timedelta(minutes=RETRY_MINUTES):
        raise AccessDenied(action="start")


def _open_wave(connection: Connection, viewer: Viewer, wave_id: str) -> Fielding:
    """Return an open wave that stays open until the transaction ends."""
    wave_store.lock_wave(connection, wave_id)
    fielding = wave_for(connection, viewer, "manage", wave_id)
    if fielding.wave.status != "open":
        raise WaveNotOpen(status=fielding.wave.status)
    return fielding


def _find_invitation(connection: Connection, viewer: Viewer, invitation_id: str) -> Invitation:
    """Return an invitation of the viewer's wave. Raises NotFound, AccessDenied."""
    invitation = link_store.find_invitation(connection, invitation_id)
    if invitation is None:
        raise NotFound
    wave_for(connection, viewer, "manage", invitation.wave_id)
    return invitation


def _require_unsubmitted(connection: Connection, invitation: Invitation) -> None:
    receipt = response_store.receipt_of(connection, invitation.id)
    if receipt is not None:
        raise AlreadySubmitted(receipt=receipt)


def _add_invited(
    connection: Connection, invitation: Invitation, response: Response, link_hash: bytes
) -> None:
    """Store an invitation with its empty response and its first link."""
    link_store.add_invitation(connection, invitation)
    response_store.add_responses(connection, (response,), origin="invited", invitation_id=invitation.id)
    link_store.add_link(
        connection,
        link_hash,
        wave_id=invitation.wave_id,
        invitation_id=invitation.id,
        at=invitation.created_at,
    )


def _issued(connection: Connection, invitation_id: str, token: str) -> IssuedInvitation:
    """Return an invitation, with the token if its link is the one that was issued.

    A retry of the caller has another token; a retry inside the database, after the answer to a commit
    was lost, has the same.
    """
    invitation = link_store.find_invitation(connection, invitation_id)
    if invitation is None:
        raise NotFound
    return IssuedInvitation(invitation, token if link_store.has_link(connection, token_hash(token)) else None)


def _progress(
    instrument: Instrument, invitation: Invitation | None, count: ResponseCount
) -> InvitationProgress:
    """Count one response; the owner's has no invitation and never expires."""
    asked = instrument.items_for(count.role, count.form)
    shown = invitation or Invitation(
        id=count.response_id,
        wave_id="",
        name="",
        role=count.role,
        locale=count.locale,
        created_at=count.started_at,
        expires_at=datetime.max.replace(tzinfo=UTC),
    )
    answered = count_answered(instrument, count.answers, asked)
    return InvitationProgress(shown, answered, len(asked), count.submitted_at)
