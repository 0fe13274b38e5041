"""Personal links: what a landing page may show, and how a browser gets in and out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from assessment.access.policy import sees
from assessment.access.tokens import token_hash, well_formed
from assessment.access.viewer import Account, Member, Owner, Reader, Respondent
from assessment.domain.engagement import Invitation, WaveMode
from assessment.domain.errors import (
    AlreadySubmitted,
    LinkExpired,
    LinkRevoked,
    LinkUnknown,
    NotFound,
    WaveNotOpen,
)
from assessment.domain.instrument import Instrument
from assessment.domain.text import Locale, LocalizedText
from assessment.services.context import Clock, Context
from assessment.services.scope import scoped, unscoped
from assessment.services.waves import Fielding, target_of
from assessment.storage import account_store, link_store, response_store, share_store, wave_store
from assessment.storage.database import Connection
from assessment.storage.link_store import LinkState

Kind = Literal["owner", "answer"]

OWNER_COOKIE: Final = "factorg_owner"
ANSWER_COOKIE: Final = "factorg_answer"
COOKIES: Final[Mapping[str, Kind]] = {OWNER_COOKIE: "owner", ANSWER_COOKIE: "answer"}
ACCOUNT_COOKIE: Final = "factorg_account"
SHARE_COOKIE: Final = "factorg_share"
VISIT_DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class InvitationPreview:
    """What the landing page of a personal link says before anything is spent.

    `n_core`, `n_role` count the items of the two forms, `minutes_*` how long they take (rounded up).
    `receipt` is the number of the submission, None before it.
    """

    merchant_name: str
    respondent_name: str
    role_name: LocalizedText
    n_core: int
    n_role: int
    minutes_core: int
    minutes_role: int
    mode: WaveMode
    locale: Locale
    expires_at: datetime
    submitted: bool
    receipt: str | None


@dataclass(frozen=True, slots=True)
class OwnerPreview:
    """What the landing page of an owner's link says."""

    merchant_name: str


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who a browser's cookies say it is; one browser may be several at once.

    `account`: somebody signed in; `member`: the same person at work on the wave that was asked for.
    `reader`: the holder of a share link.
    """

    owner: Owner | None = None
    respondent: Respondent | None = None
    account: Account | None = None
    member: Member | None = None
    reader: Reader | None = None


@scoped
class Links:
    """Use cases of people who hold a link."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @unscoped
    def preview_invitation(self, token: str) -> InvitationPreview:
        """Describe the invitation behind a token. Nothing is spent.

        Raises LinkUnknown, LinkRevoked, LinkExpired, WaveNotOpen. A submitted response is shown, not
        refused: the page tells its receipt number.
        """

        def work(connection: Connection) -> InvitationPreview:
            link, invitation = self._answer_link(connection, token)
            fielding = _fielding(connection, link)
            if link.receipt is None:
                _require_usable(invitation, fielding, self._context.clock())
            instrument = self._context.instruments.parsed(connection, fielding.wave.instrument_digest)
            return _preview(link, invitation, fielding, instrument)

        return self._context.database.read(work)

    @unscoped
    def preview_owner(self, token: str) -> OwnerPreview:
        """Describe the workspace behind an owner's token. Raises LinkUnknown, LinkRevoked."""

        def work(connection: Connection) -> OwnerPreview:
            link = _living_link(connection, "owner", token)
            return OwnerPreview(_fielding(connection, link).merchant.name)

        return self._context.database.read(work)

    @unscoped
    def exchange(self, kind: Kind, token: str) -> str:
        """Begin a visit of 30 days and return its token, which belongs in a cookie.

        Raises LinkUnknown, LinkRevoked, LinkExpired, WaveNotOpen; AlreadySubmitted, because a link is
        of use until the answers are in.
        """
        now = self._context.clock()

        def work(connection: Connection) -> str:
            visit = self._context.new_token()
            if kind == "owner":
                link = _living_link(connection, kind, token)
            else:
                link, invitation = self._answer_link(connection, token)
                if link.receipt is not None:
                    raise AlreadySubmitted(receipt=link.receipt)
                _require_usable(invitation, _fielding(connection, link), now)
            expires_at = now + timedelta(days=VISIT_DAYS)
            link_store.add_visit(connection, token_hash(visit), link.link_hash, at=now, expires_at=expires_at)
            return visit

        return self._context.database.write(work)

    @unscoped
    def visitor(self, cookies: Mapping[str, str], wave_id: str | None = None) -> Visitor:
        """Tell who a browser is. Unknown, ended and malformed cookies count as none.

        `wave_id` is the wave on which a signed-in person wants to work; a foreign one counts as none.
        """
        if not any(well_formed(cookies.get(name, "")) for name in (*COOKIES, ACCOUNT_COOKIE, SHARE_COOKIE)):
            return Visitor()
        now = self._context.clock()

        def work(connection: Connection) -> Visitor:
            owner, answer = cookies.get(OWNER_COOKIE, ""), cookies.get(ANSWER_COOKIE, "")
            account = _as_account(connection, cookies.get(ACCOUNT_COOKIE, ""), self._context.clock)
            return Visitor(
                _as_owner(_visit(connection, "owner", owner, now), owner),
                _as_respondent(_visit(connection, "answer", answer, now), answer, now),
                account,
                _as_member(connection, account, wave_id),
                share_store.reader_of(connection, cookies.get(SHARE_COOKIE, ""), self._context.clock),
            )

        return self._context.database.read(work)

    @unscoped
    def leave(self, cookies: Mapping[str, str]) -> None:
        """End the visits of these cookies; unknown ones are ignored."""
        tokens = [cookies[name] for name in COOKIES if well_formed(cookies.get(name, ""))]
        now = self._context.clock()

        def work(connection: Connection) -> None:
            for token in tokens:
                link_store.revoke_visit(connection, token_hash(token), now)

        if tokens:
            self._context.database.write(work)

    def _answer_link(self, connection: Connection, token: str) -> tuple[LinkState, Invitation]:
        """Return a living link to a response. Raises LinkUnknown, LinkRevoked."""
        link = _living_link(connection, "answer", token)
        if link.invitation is None:
            raise LinkUnknown
        return link, link.invitation


def _living_link(connection: Connection, kind: Kind, token: str) -> LinkState:
    """Find a link that was not withdrawn. Raises LinkUnknown, LinkRevoked."""
    link = link_store.find_link(connection, kind, token_hash(token)) if well_formed(token) else None
    if link is None:
        raise LinkUnknown
    if link.revoked:
        raise LinkRevoked
    return link


def _fielding(connection: Connection, link: LinkState) -> Fielding:
    """Return the wave behind a link; the holder of its token may know of it."""
    wave = wave_store.find_wave(connection, link.wave_id)
    merchant = wave_store.find_merchant(connection, link.merchant_id)
    if wave is None or merchant is None:
        raise NotFound
    return Fielding(wave, merchant)


def _require_usable(invitation: Invitation, fielding: Fielding, now: datetime) -> None:
    """Raise LinkExpired or WaveNotOpen when no answer can come in by this link any more."""
    if invitation.expires_at <= now:
        raise LinkExpired(expired_on=invitation.expires_at.date().isoformat())
    if fielding.wave.status != "open":
        raise WaveNotOpen(status=fielding.wave.status)


def _preview(
    link: LinkState, invitation: Invitation, fielding: Fielding, instrument: Instrument
) -> InvitationPreview:
    n_core = len(instrument.items_for(invitation.role, "core"))
    n_role = len(instrument.items_for(invitation.role, "role"))
    plain = LocalizedText(invitation.role, invitation.role)
    return InvitationPreview(
        merchant_name=fielding.merchant.name,
        respondent_name=invitation.name,
        role_name=next((r.name for r in instrument.roles if r.id == invitation.role), plain),
        n_core=n_core,
        n_role=n_role,
        minutes_core=_minutes(n_core, instrument),
        minutes_role=_minutes(n_role, instrument),
        mode=fielding.wave.mode,
        locale=invitation.locale,
        expires_at=invitation.expires_at,
        submitted=link.receipt is not None,
        receipt=link.receipt,
    )


def _minutes(n_items: int, instrument: Instrument) -> int:
    return -(-n_items * instrument.seconds_per_item // 60)


def _visit(connection: Connection, kind: Kind, token: str, now: datetime) -> LinkState | None:
    """Find the living link behind a visit that lasts."""
    if not well_formed(token):
        return None
    link = link_store.find_visit(connection, kind, token_hash(token), now)
    return None if link is None or link.revoked else link


def _as_owner(link: LinkState | None, cookie: str) -> Owner | None:
    if link is None:
        return None
    return Owner(link.workspace_id, link.merchant_id, link.wave_id, link.response_id, token_hash(cookie))


def _as_respondent(link: LinkState | None, cookie: str, now: datetime) -> Respondent | None:
    """Admit a respondent while the invitation stands."""
    invitation = None if link is None else link.invitation
    if link is None or invitation is None or invitation.expires_at <= now:
        return None
    return Respondent(
        link.wave_id, invitation.id, link.response_id, token_hash(cookie), workspace_id=link.workspace_id
    )


def _as_account(connection: Connection, cookie: str, clock: Clock) -> Account | None:
    """Admit a signed-in person while the session lasts and was used lately."""
    now = clock()
    session = token_hash(cookie) if well_formed(cookie) else None
    state = None if session is None else account_store.living_session(connection, session)
    if state is None or state.over(now):
        return None
    mine = account_store.assigned_engagements(connection, state.workspace_id, state.account_id)
    return Account(state.account_id, state.workspace_id, state.role, mine, state.merchant_id, session, clock)


def _as_member(connection: Connection, account: Account | None, wave_id: str | None) -> Member | None:
    """Put a signed-in person at work on a wave of theirs."""
    wave = None if account is None or not wave_id else wave_store.find_wave(connection, wave_id)
    merchant = None if wave is None else wave_store.find_merchant(connection, wave.merchant_id)
    if account is None or wave is None or merchant is None or not sees(account, target_of(wave, merchant)):
        return None
    own = response_store.owner_response(connection, wave.id) if account.role == "owner" else None
    return Member(wave.workspace_id, merchant.id, wave.id, own or "", account=account)
