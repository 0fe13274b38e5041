"""Who works in a workspace, as what and on what; and what the workspace decided for everybody."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from assessment.access.viewer import System, Viewer
from assessment.domain.accounts import MEMBER_ROLES, MemberRole, Membership, Person, WorkspaceSettings
from assessment.domain.errors import (
    EmailTaken,
    FieldInvalid,
    LastAdministrator,
    NotFound,
    SharedAccount,
)
from assessment.services.account_links import AccountLinks
from assessment.services.context import Context
from assessment.services.deeds import record
from assessment.services.fields import code_field, email_field, locale_field, name_field, zone_field
from assessment.services.members import workspace_for
from assessment.services.passwords import Passwords, password_field
from assessment.services.scope import scoped, unscoped
from assessment.storage import account_store, sign_in_store, workspace_store
from assessment.storage.database import Connection
from assessment.storage.sign_in_store import LinkKind

ASSIGNABLE: Final = ("consultant", "lead")
RETENTION: Final[Mapping[str, int]] = {"drafts_days": 3650, "emails_days": 3650, "answers_months": 240}
"""Most that may be chosen; the least is 1."""


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Who is to be added. `merchant_id` for a merchant owner only; without password a link is issued."""

    email: str
    name: str
    role: str
    merchant_id: str | None = None
    password: str | None = None


@dataclass(frozen=True, slots=True)
class Welcome:
    """A person and the token of the link by which they set a password: told here and never again.

    None: the person has a password already.
    """

    person: Person
    token: str | None


@dataclass(frozen=True, slots=True)
class ListedMember:
    """A person in a workspace with the engagements they are assigned to."""

    membership: Membership
    engagements: frozenset[str]


@dataclass(frozen=True, slots=True)
class Choices:
    """Names by id: what a role or an assignment can be about. Engagements: title and merchant."""

    merchants: Mapping[str, str]
    engagements: Mapping[str, tuple[str, str]]


@scoped
class People:
    """Use cases of administrators, and of the machine, which names the workspace it means."""

    def __init__(self, context: Context, passwords: Passwords) -> None:
        self._context = context
        self._passwords = passwords
        self._links = AccountLinks(context)

    # ---- looking ----

    def people(self, viewer: Viewer, workspace_id: str | None = None) -> tuple[ListedMember, ...]:
        """List everybody, those who may come in first. Raises NotFound, AccessDenied, SignedOut."""

        def work(connection: Connection) -> tuple[ListedMember, ...]:
            workspace = workspace_for(connection, viewer, "administer", workspace_id)
            return _listed(connection, workspace)

        return self._context.database.read(work)

    def assignable(self, viewer: Viewer) -> tuple[ListedMember, ...]:
        """List active consultants and leads, for whoever may assign them. Raises AccessDenied, SignedOut."""

        def work(connection: Connection) -> tuple[ListedMember, ...]:
            workspace = workspace_for(connection, viewer, "plan")
            everybody = (one for one in _listed(connection, workspace) if one.membership.person.active)
            return tuple(one for one in everybody if one.membership.role in ASSIGNABLE)

        return self._context.database.read(work)

    def choices(self, viewer: Viewer) -> Choices:
        """Return merchants and engagements of the workspace. Raises AccessDenied, SignedOut."""

        def work(connection: Connection) -> Choices:
            workspace = workspace_for(connection, viewer, "plan")
            merchants = workspace_store.merchants(connection, workspace)
            return Choices(merchants, workspace_store.engagements(connection, workspace))

        return self._context.database.read(work)

    # ---- accounts ----

    @unscoped
    def create_account(self, viewer: Viewer, new: NewPerson, workspace_id: str | None = None) -> Welcome:
        """Add a person; without a password a welcome link of 7 days is issued, to be shown once.

        The machine may also give somebody who has an account a place in another workspace.
        Raises EmailTaken, FieldInvalid, TextTooLong, NotFound, AccessDenied, SignedOut.
        """
        now = self._context.clock()
        person = Person(
            id=self._context.new_id(),
            email=email_field(new.email),
            name=name_field("name", new.name),
            active=True,
            created_at=now,
            has_password=new.password is not None,
        )
        role = _role(new.role)
        typed = None if new.password is None else password_field(new.password, person.email)
        kept = None if typed is None else self._passwords.keep(typed)

        def work(connection: Connection) -> Welcome:
            workspace = workspace_for(connection, viewer, "administer", workspace_id)
            merchant_id = _merchant(connection, workspace, role, new.merchant_id)
            known = account_store.credentials(connection, email=person.email)
            if known is None:
                account_store.add_account(connection, person, kept)
                who = person
            else:
                who = replace(person, id=known.account_id, name=known.name)
                if not isinstance(viewer, System) or account_store.members(connection, workspace, who.id):
                    raise EmailTaken
            account_store.add_membership(connection, Membership(who, workspace, role, merchant_id), now)
            self._record(connection, viewer, "account_created", (workspace, who.id), role=role)
            is_new = known is None and kept is None
            return Welcome(who, self._links.issue(connection, who.id, "welcome", now) if is_new else None)

        return self._context.database.write(work)

    @unscoped
    def reset_link(self, viewer: Viewer, account_id: str, workspace_id: str | None = None) -> str:
        """Issue a link of one day by which a person sets a new password; earlier links end.

        Who never set one gets a new welcome link of 7 days.
        Raises NotFound, SharedAccount, AccessDenied, SignedOut.
        """

        def work(connection: Connection) -> str:
            workspace, member = self._member(connection, viewer, account_id, workspace_id)
            if not isinstance(viewer, System) and account_store.places_of(connection, account_id) > 1:
                raise SharedAccount
            now = self._context.clock()
            sign_in_store.spend_links(connection, account_id, now)
            kind: LinkKind = "reset" if member.person.has_password else "welcome"
            self._record(connection, viewer, "password_link", (workspace, account_id), kind=kind)
            return self._links.issue(connection, account_id, kind, now)

        return self._context.database.write(work)

    def change_role(self, viewer: Viewer, account_id: str, role: str, merchant_id: str | None = None) -> None:
        """Change what a person is in the workspace; pages that are open stop working.

        Raises LastAdministrator, FieldInvalid, NotFound, AccessDenied, SignedOut.
        """
        wanted = _role(role)

        def work(connection: Connection) -> None:
            workspace, member = self._member(connection, viewer, account_id)
            merchant = _merchant(connection, workspace, wanted, merchant_id)
            if wanted != "administrator":
                _require_another(connection, workspace, member)
            account_store.change_membership(
                connection, workspace, account_id, role=wanted, merchant_id=merchant
            )
            if wanted not in ASSIGNABLE:
                for engagement_id in account_store.assignments(connection, workspace).get(account_id, ()):
                    account_store.unassign(connection, engagement_id, account_id)
            detail = {"before": member.role, "after": wanted}
            self._record(connection, viewer, "role_changed", (workspace, account_id), **detail)

        self._context.database.write(work)

    @unscoped
    def deactivate(self, viewer: Viewer, account_id: str, workspace_id: str | None = None) -> None:
        """Shut a person out of the workspace: their sessions in it end at once.

        Raises LastAdministrator, NotFound, AccessDenied, SignedOut.
        """

        def work(connection: Connection) -> None:
            workspace, member = self._member(connection, viewer, account_id, workspace_id)
            _require_another(connection, workspace, member)
            now = self._context.clock()
            account_store.change_membership(connection, workspace, account_id, active=0)
            sign_in_store.end_sessions(connection, account_id, now, workspace_id=workspace)
            if account_store.places_of(connection, account_id) == 1:
                sign_in_store.spend_links(connection, account_id, now)
            self._record(connection, viewer, "account_deactivated", (workspace, account_id))

        self._context.database.write(work)

    def reactivate(self, viewer: Viewer, account_id: str, workspace_id: str | None = None) -> None:
        """Let a person in again. Raises NotFound, AccessDenied, SignedOut."""

        def work(connection: Connection) -> None:
            workspace, _ = self._member(connection, viewer, account_id, workspace_id)
            account_store.change_membership(connection, workspace, account_id, active=1)
            self._record(connection, viewer, "account_reactivated", (workspace, account_id))

        self._context.database.write(work)

    # ---- who works on what ----

    def assign(self, viewer: Viewer, account_id: str, engagement_id: str) -> None:
        """Let a consultant or lead work on an engagement; doing it again changes nothing.

        Raises FieldInvalid (role), NotFound, AccessDenied, SignedOut.
        """
        self._assign(viewer, account_id, engagement_id, on=True)

    def unassign(self, viewer: Viewer, account_id: str, engagement_id: str) -> None:
        """Take somebody off an engagement. Raises NotFound, AccessDenied, SignedOut."""
        self._assign(viewer, account_id, engagement_id, on=False)

    def _assign(self, viewer: Viewer, account_id: str, engagement_id: str, *, on: bool) -> None:
        def work(connection: Connection) -> None:
            workspace = workspace_for(connection, viewer, "plan", engagement_id=engagement_id)
            member = next(iter(account_store.members(connection, workspace, account_id)), None)
            mine = account_store.assigned_engagements(connection, workspace, account_id)
            known = {*mine, *workspace_store.engagements(connection, workspace)}
            if member is None or engagement_id not in known:
                raise NotFound
            if on and member.role not in ASSIGNABLE:
                raise FieldInvalid(field="member_role", reason="not_assignable")
            if on == (engagement_id in mine):
                return
            if on:
                account_store.assign(connection, engagement_id, account_id, self._context.clock())
            else:
                account_store.unassign(connection, engagement_id, account_id)
            deed = "assigned" if on else "unassigned"
            self._record(connection, viewer, deed, (workspace, account_id), engagement=engagement_id)

        self._context.database.write(work)

    # ---- the workspace ----

    def settings(self, viewer: Viewer) -> WorkspaceSettings:
        """Return what the workspace decided. Raises AccessDenied, SignedOut."""

        def work(connection: Connection) -> WorkspaceSettings:
            workspace = workspace_for(connection, viewer, "portfolio")
            found = workspace_store.settings_of(connection, workspace)
            if found is None:
                raise NotFound
            return found

        return self._context.database.read(work)

    def save_settings(self, viewer: Viewer, settings: WorkspaceSettings) -> None:
        """Change what the workspace decided. Raises FieldInvalid, TextTooLong, AccessDenied, SignedOut."""
        for field, most in RETENTION.items():
            if not 1 <= getattr(settings, field) <= most:
                raise FieldInvalid(field=field, reason="out_of_range")
        checked = replace(
            settings,
            name=name_field("workspace", settings.name),
            locale=locale_field(settings.locale),
            time_zone=zone_field(settings.time_zone),
        )

        def work(connection: Connection) -> None:
            workspace = workspace_for(connection, viewer, "administer")
            workspace_store.save_settings(connection, workspace, checked)
            kept = {field: getattr(checked, field) for field in RETENTION}
            at = self._context.clock()
            record(connection, viewer, "settings_saved", (workspace, "workspace", workspace), at, **kept)

        self._context.database.write(work)

    # ---- steps ----

    def _member(
        self, connection: Connection, viewer: Viewer, account_id: str, workspace_id: str | None = None
    ) -> tuple[str, Membership]:
        """Find a person of the workspace, about whom nobody else decides meanwhile.

        Raises NotFound, AccessDenied, SignedOut.
        """
        workspace = workspace_for(connection, viewer, "administer", workspace_id)
        workspace_store.lock(connection, workspace)
        found = account_store.members(connection, workspace, account_id)
        if not found:
            raise NotFound
        return workspace, found[0]

    def _record(
        self, connection: Connection, viewer: Viewer, action: str, target: tuple[str, str], **detail: str
    ) -> None:
        """Log a deed about an account; `target`: ids of workspace and account."""
        workspace_id, account_id = target
        at = self._context.clock()
        record(connection, viewer, action, (workspace_id, "account", account_id), at, **detail)


def _listed(connection: Connection, workspace_id: str) -> tuple[ListedMember, ...]:
    on = account_store.assignments(connection, workspace_id)
    everybody = account_store.members(connection, workspace_id)
    return tuple(ListedMember(one, on.get(one.person.id, frozenset())) for one in everybody)


def _role(value: str) -> MemberRole:
    """Return a role. Raises FieldInvalid (unknown)."""
    code_field("member_role", value, MEMBER_ROLES)
    return next(role for role in MEMBER_ROLES if role == value)


def _merchant(
    connection: Connection, workspace_id: str, role: MemberRole, merchant_id: str | None
) -> str | None:
    """Return the own merchant of a merchant owner; other roles have none. Raises FieldInvalid (blank)."""
    if role != "owner":
        return None
    if merchant_id is None or merchant_id not in workspace_store.merchants(connection, workspace_id):
        raise FieldInvalid(field="merchant", reason="blank")
    return merchant_id


def _require_another(connection: Connection, workspace_id: str, member: Membership) -> None:
    """Raise LastAdministrator if nobody else could administer the workspace without this person."""
    if member.role != "administrator" or not member.person.active:
        return
    if not account_store.other_administrators(connection, workspace_id, member.person.id):
        raise LastAdministrator
