"""How people come in and go: sign-in, sessions, own password, own language and time zone."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final, NoReturn

from assessment.access.tokens import token_hash, well_formed
from assessment.access.viewer import Account, Viewer
from assessment.domain.accounts import Person, WorkspaceSettings
from assessment.domain.errors import AccessDenied, FieldInvalid, NotFound, SignedOut, SignInRefused
from assessment.domain.text import Locale
from assessment.services.account_links import AccountLinks, LinkPreview
from assessment.services.context import Context
from assessment.services.deeds import record
from assessment.services.fields import locale_field, name_field, zone_field
from assessment.services.members import account_of, acting
from assessment.services.passwords import Passwords, password_field
from assessment.services.scope import scoped, unscoped
from assessment.services.sessions import begin_session
from assessment.services.tries import Tries
from assessment.storage import account_store, sign_in_store, workspace_store
from assessment.storage.account_store import Credentials
from assessment.storage.database import Connection
from assessment.storage.sign_in_store import LinkKind, Source

FLOOR_SECONDS: Final = 0.2
"""No refusal comes sooner, whatever it was refused for."""
SEEN_EVERY: Final = timedelta(minutes=5)
OWN_NETWORK: Final = "open session"
"""Stands for the network where somebody who is in already types the present password."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """A person's own language and time zone, and those of the workspace that stand in for them."""

    person: Person
    workspace: WorkspaceSettings

    @property
    def locale(self) -> Locale:
        """Language of this person's pages."""
        return self.person.locale or self.workspace.locale

    @property
    def time_zone(self) -> str:
        """Zone in which this person reads moments."""
        return self.person.time_zone or self.workspace.time_zone


@scoped
class Accounts:
    """Use cases of whoever signs in.

    Parameters: passwords, how they are kept; sleep, how to wait until the floor of a refusal.
    """

    def __init__(
        self,
        context: Context,
        passwords: Passwords | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._context = context
        self._passwords = passwords or Passwords()
        self._sleep = sleep
        self._tries = Tries(context)
        self._links = AccountLinks(context)

    # ---- coming in ----

    @unscoped
    def sign_in(self, email: str, password: str, network: str) -> str:
        """Begin a session of 14 days and return its token, which belongs in a cookie.

        It opens in the workspace that was used last. `network`: from where, as `web.throttle` names it.
        Raises SignInRefused for whatever does not fit, SignInDelayed; neither comes within 200 ms.
        """
        wanted = email.strip().lower()

        def begin(connection: Connection) -> tuple[bytes, Credentials | None]:
            subject = self._tries.begin(connection, wanted, network)
            return subject, account_store.credentials(connection, email=wanted) if wanted else None

        with self._floor():
            subject, found = self._context.database.write(begin)
            kept = found.password_hash if found is not None and found.active else None
            if not self._passwords.fits(kept, password) or found is None:
                self._refuse(found)
            renewed = self._passwords.renewed(kept, password)
            return self._enter(found, "password", subject=subject, renewed=renewed)

    @unscoped
    def sign_in_by_oidc(self, subject: str, email: str, *, verified: bool) -> str:
        """Map who an identity provider vouches for to an account; return a one-use ticket of a minute.

        `subject` names the person at the provider, the provider included. An account that is not bound yet
        is found by its address, if the provider has verified it; nobody gets an account this way.
        Raises SignInRefused.
        """

        def work(connection: Connection) -> str | None:
            now = self._context.clock()
            found = account_store.credentials(connection, subject=subject) if subject else None
            if found is None and subject and verified and email.strip():
                found = account_store.credentials(connection, email=email.strip().lower())
                if found is not None and found.oidc_subject is None and found.active:
                    account_store.change_account(connection, found.account_id, oidc_subject=subject)
                    self._note(connection, found, "oidc_bound")
                    found = replace(found, oidc_subject=subject)
            if found is None or not found.active or found.oidc_subject != subject:
                self._note(connection, found, "sign_in_failed")
                return None
            return self._links.issue(connection, found.account_id, "exchange", now)

        ticket = self._context.database.write(work)
        if ticket is None:
            raise SignInRefused
        return ticket

    @unscoped
    def exchange(self, ticket: str) -> str:
        """Exchange the ticket of `sign_in_by_oidc` for a session, once.

        Raises LinkUnknown, LinkExpired, LinkSpent, SignInRefused.
        """
        kinds: tuple[LinkKind, ...] = ("exchange",)
        found = self._context.database.write(lambda c: self._links.spend(c, ticket, kinds))
        return self._enter(found, "oidc")

    @unscoped
    def preview_link(self, token: str) -> LinkPreview:
        """Say whose password a link sets. Nothing is spent.

        Raises LinkUnknown, LinkExpired, LinkSpent.
        """
        return self._context.database.read(lambda connection: self._links.preview(connection, token))

    @unscoped
    def set_password(self, token: str, password: str) -> str:
        """Set the password that a welcome or reset link is for, and begin a session; other sessions end.

        Raises LinkUnknown, LinkExpired, LinkSpent, FieldInvalid, SignInRefused.
        """
        shown = self.preview_link(token)
        kept = self._passwords.keep(password_field(password, shown.email))

        def work(connection: Connection) -> Credentials:
            found = self._links.spend(connection, token, ("welcome", "reset"))
            return self._store_password(connection, found, kept, "password_set")

        return self._enter(self._context.database.write(work), "password")

    # ---- going ----

    @unscoped
    def sign_out(self, token: str) -> None:
        """End the session of this cookie; an unknown one is ignored."""
        if not well_formed(token):
            return
        now = self._context.clock()

        def work(connection: Connection) -> None:
            state = account_store.living_session(connection, token_hash(token))
            sign_in_store.end_session(connection, token_hash(token), now)
            if state is not None:
                target = (state.workspace_id, "account", state.account_id)
                record(connection, acting(state.account_id), "sign_out", target, now)

        self._context.database.write(work)

    @unscoped
    def sign_out_everywhere(self, viewer: Viewer) -> None:
        """End all sessions of the viewer, this one too. Raises AccessDenied, SignedOut."""

        def work(connection: Connection) -> None:
            account = account_of(connection, viewer)
            now = self._context.clock()
            ended = sign_in_store.end_sessions(connection, account.account_id, now)
            target = (account.workspace_id, "account", account.account_id)
            record(connection, account, "sign_out_everywhere", target, now, sessions=ended)

        self._context.database.write(work)

    @unscoped
    def touch(self, viewer: Viewer) -> None:
        """Note that a session is in use, at most every five minutes; ended ones stay ended."""
        session = viewer.session if isinstance(viewer, Account) else None
        if session is None:
            return
        now = self._context.clock()
        state = self._context.database.read(lambda c: account_store.living_session(c, session))
        if state is not None and state.last_seen_at + SEEN_EVERY <= now:
            self._context.database.write(lambda c: sign_in_store.see_session(c, session, now))

    # ---- what is one's own ----

    @unscoped
    def change_password(self, viewer: Viewer, current: str, new: str) -> None:
        """Change the own password; all other sessions and all links to the account end.

        Raises FieldInvalid (also for a wrong present one), SignInDelayed, AccessDenied, SignedOut.
        """

        def begin(connection: Connection) -> tuple[Account, bytes, Credentials]:
            account = account_of(connection, viewer)
            found = account_store.credentials(connection, account_id=account.account_id)
            if found is None:
                raise SignedOut
            return account, self._tries.begin(connection, found.email, OWN_NETWORK), found

        account, subject, found = self._context.database.write(begin)
        with self._floor():
            if not self._passwords.fits(found.password_hash, current):
                raise FieldInvalid(field="current_password", reason="password_wrong")
        kept = self._passwords.keep(password_field(new, found.email))

        def work(connection: Connection) -> None:
            account_of(connection, viewer)
            sign_in_store.clear_failures(connection, subject)
            changed = self._store_password(connection, found, kept, "password_changed")
            if account.session is not None:
                sign_in_store.renew_session(connection, account.session, changed.version)

        self._context.database.write(work)

    @unscoped
    def preferences(self, viewer: Viewer) -> Preferences:
        """Return the own language and time zone. Raises AccessDenied, SignedOut."""

        def work(connection: Connection) -> Preferences:
            account = account_of(connection, viewer)
            found = account_store.members(connection, account.workspace_id, account.account_id)
            settings = workspace_store.settings_of(connection, account.workspace_id)
            if not found or settings is None:
                raise SignedOut
            return Preferences(found[0].person, settings)

        return self._context.database.read(work)

    @unscoped
    def save_preferences(self, viewer: Viewer, name: str, locale: str | None, zone: str | None) -> None:
        """Change the own name, language and time zone; None: those of the workspace.

        Raises FieldInvalid, TextTooLong, AccessDenied, SignedOut.
        """
        named = name_field("name", name)
        spoken = None if locale is None else locale_field(locale)
        zoned = None if zone is None else zone_field(zone)

        def work(connection: Connection) -> None:
            account = account_of(connection, viewer)
            account_store.change_account(
                connection, account.account_id, name=named, locale=spoken, time_zone=zoned
            )

        self._context.database.write(work)

    @unscoped
    def workspaces(self, viewer: Viewer) -> Mapping[str, str]:
        """Names of the workspaces that let the viewer in, by id. Raises AccessDenied, SignedOut."""

        def work(connection: Connection) -> Mapping[str, str]:
            account = account_of(connection, viewer)
            mine = account_store.workspaces_of(connection, account.account_id)
            settings = {one: workspace_store.settings_of(connection, one) for one in mine}
            return {one: known.name for one, known in settings.items() if known is not None}

        return self._context.database.read(work)

    @unscoped
    def switch_workspace(self, viewer: Viewer, workspace_id: str) -> None:
        """Go on in another workspace of the own. Raises NotFound, AccessDenied, SignedOut."""

        def work(connection: Connection) -> None:
            account = account_of(connection, viewer)
            if account.session is None:
                raise AccessDenied(action="switch_workspace")
            if workspace_id not in account_store.workspaces_of(connection, account.account_id):
                raise NotFound
            now = self._context.clock()
            sign_in_store.move_session(connection, account.session, workspace_id, now)

        self._context.database.write(work)

    # ---- steps ----

    @contextmanager
    def _floor(self) -> Iterator[None]:
        """Let no refusal come sooner than another one."""
        started = time.monotonic()
        try:
            yield
        except Exception:
            self._sleep(max(0.0, FLOOR_SECONDS - (time.monotonic() - started)))
            raise

    def _refuse(self, found: Credentials | None) -> NoReturn:
        """Log a failed try and refuse, in the same words for everybody. Raises SignInRefused."""
        self._context.database.write(lambda connection: self._note(connection, found, "sign_in_failed"))
        raise SignInRefused

    def _note(self, connection: Connection, found: Credentials | None, action: str) -> None:
        """Log what happened to an account in each of its workspaces; a failed try was nobody's we know."""
        now = self._context.clock()
        account_id = "" if found is None else found.account_id
        who = None if action == "sign_in_failed" else acting(account_id)
        places = () if found is None else account_store.workspaces_of(connection, found.account_id)
        for workspace_id in places or ("",):
            record(connection, who, action, (workspace_id, "account", account_id), now)

    def _store_password(
        self, connection: Connection, found: Credentials, kept: str, action: str
    ) -> Credentials:
        """Replace a password: the account's version grows, its links are spent."""
        now = self._context.clock()
        changed = replace(found, version=found.version + 1, password_hash=kept)
        account_store.change_account(
            connection,
            found.account_id,
            password_hash=kept,
            version=changed.version,
            password_changed_at=now,
        )
        sign_in_store.spend_links(connection, found.account_id, now)
        self._note(connection, found, action)
        return changed

    def _enter(
        self, found: Credentials, source: Source, *, subject: bytes = b"", renewed: str | None = None
    ) -> str:
        """Begin a session, unless the account changed meanwhile. Raises SignInRefused."""

        def work(connection: Connection) -> str:
            if subject:
                sign_in_store.clear_failures(connection, subject)
            if renewed is not None:
                account_store.change_account(connection, found.account_id, password_hash=renewed)
            return begin_session(connection, self._context, found, source)

        return self._context.database.write(work)
