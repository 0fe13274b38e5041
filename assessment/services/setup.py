"""The first administrator, made once by whoever can read what the machine prints; and new workspaces."""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from assessment.access.tokens import token_hash
from assessment.access.viewer import System, Viewer
from assessment.domain.accounts import Membership, Person, WorkspaceSettings
from assessment.domain.errors import AccessDenied, NotFound, SetupCodeWrong
from assessment.services.context import Context
from assessment.services.deeds import record
from assessment.services.fields import email_field, locale_field, name_field
from assessment.services.passwords import Passwords, password_field
from assessment.services.scope import scoped, unscoped
from assessment.services.sessions import begin_session
from assessment.storage import account_store, installation_store, workspace_store
from assessment.storage.account_store import Credentials
from assessment.storage.database import Connection

CODE: Final = "setup_code"
DONE: Final = "first_administrator"
LETTERS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without those that look like another one: 5 bits each."""
GROUPS: Final = 4
GROUP_LENGTH: Final = 4


@dataclass(frozen=True, slots=True)
class FirstAdministrator:
    """What the first page of an installation asks."""

    workspace: str
    name: str
    email: str
    password: str
    locale: str


@scoped
class Setup:
    """Use cases of an installation without accounts."""

    def __init__(self, context: Context, passwords: Passwords) -> None:
        self._context = context
        self._passwords = passwords

    @unscoped
    def needed(self) -> bool:
        """Tell whether nobody can sign in yet because there is no account at all."""
        return self._context.database.read(lambda connection: not account_store.any_account(connection))

    @unscoped
    def new_code(self) -> str:
        """Make the code of the first administrator: 80 random bits, to be shown on the machine only.

        A code made before no longer works. Raises NotFound once there is an account.
        """
        groups = ("".join(secrets.choice(LETTERS) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
        code = "-".join(groups)

        def work(connection: Connection) -> None:
            if account_store.any_account(connection):
                raise NotFound
            installation_store.keep(connection, CODE, token_hash(_plain(code)), self._context.clock())

        self._context.database.write(work)
        return code

    @unscoped
    def first_administrator(self, code: str, asked: FirstAdministrator) -> str:
        """Make workspace and administrator, once, and return the token of a session.

        Raises NotFound once there is an account, SetupCodeWrong, FieldInvalid, TextTooLong.
        """
        self._context.database.read(lambda connection: _require_code(connection, code))
        settings = WorkspaceSettings(name_field("workspace", asked.workspace), locale_field(asked.locale))
        now = self._context.clock()
        person = Person(
            id=self._context.new_id(),
            email=email_field(asked.email),
            name=name_field("name", asked.name),
            active=True,
            created_at=now,
        )
        kept = self._passwords.keep(password_field(asked.password, person.email))
        workspace_id = self._context.new_id()

        def work(connection: Connection) -> str:
            _require_code(connection, code)
            # Of two at once the later one finds this mark, tries again, and then finds an account.
            installation_store.mark(connection, DONE, person.id.encode(), now)
            installation_store.forget(connection, CODE)
            workspace_store.add_workspace(connection, workspace_id, "consulting", settings, now)
            account_store.add_account(connection, person, kept)
            account_store.add_membership(connection, Membership(person, workspace_id, "administrator"), now)
            target = (workspace_id, "account", person.id)
            record(connection, System(), "account_created", target, now, role="administrator", first=True)
            new = Credentials(person.id, person.email, person.name, kept, None, version=0, active=True)
            return begin_session(connection, self._context, new, "password")

        return self._context.database.write(work)

    @unscoped
    def workspaces(self, viewer: Viewer) -> Mapping[str, str]:
        """Names of all workspaces in which people sign in, by id, for the machine. Raises AccessDenied."""
        _require_machine(viewer)
        return self._context.database.read(workspace_store.consulting)

    @unscoped
    def create_workspace(self, viewer: Viewer, name: str, locale: str) -> str:
        """Open a workspace for a firm and return its id, for the machine.

        Raises FieldInvalid, TextTooLong, AccessDenied.
        """
        _require_machine(viewer)
        settings = WorkspaceSettings(name_field("workspace", name), locale_field(locale))
        workspace_id, now = self._context.new_id(), self._context.clock()

        def work(connection: Connection) -> None:
            workspace_store.add_workspace(connection, workspace_id, "consulting", settings, now)
            record(connection, viewer, "workspace_created", (workspace_id, "workspace", workspace_id), now)

        self._context.database.write(work)
        return workspace_id


def _require_machine(viewer: Viewer) -> None:
    """Raise AccessDenied for whoever is not the command line on the machine."""
    if not isinstance(viewer, System):
        raise AccessDenied(action="machine")


def _require_code(connection: Connection, code: str) -> None:
    """Raise NotFound once there is an account, SetupCodeWrong for another code."""
    if account_store.any_account(connection):
        raise NotFound
    wanted = installation_store.value(connection, CODE)
    if wanted is None or not hmac.compare_digest(wanted, token_hash(_plain(code))):
        raise SetupCodeWrong


def _plain(code: str) -> str:
    """Read a code as it may be typed: small letters, other hyphens or none."""
    return "".join(letter for letter in code.upper() if letter in LETTERS)
