"""``user``: people who sign in, from the machine itself. No password ever stands on the command line."""

import argparse
import getpass
import sys
from typing import TYPE_CHECKING, Final

from assessment.access.viewer import System
from assessment.cli.console import padded
from assessment.cli.parser import Commands, Parser
from assessment.cli.refusals import CommandRefused
from assessment.cli.session import Session
from assessment.domain.accounts import MEMBER_ROLES

if TYPE_CHECKING:
    from assessment.services.people import ListedMember

_WIDTHS: Final = (30, 18, 16, 10)


def describe(commands: Commands) -> None:
    """Add the commands."""
    group = commands.add(
        "user", "user", ["user create lead@firm.com --name Lead --role lead", "user list"]
    ).add_commands()
    create = group.add("create", "user_create", ["user create admin@firm.com --name Admin"], run=_create)
    create.add_argument("email", metavar="EMAIL", help=create.console.words("user.email"))
    create.add_argument("--name", required=True, metavar="TEXT", help=create.console.words("user.name"))
    create.add_argument(
        "--role",
        choices=MEMBER_ROLES,
        default="administrator",
        metavar="ROLE",
        help=create.console.words("user.role"),
    )
    create.add_argument("--merchant", metavar="MERCHANT", help=create.console.words("user.merchant"))
    create.add_argument("--welcome-link", action="store_true", help=create.console.words("user.welcome_link"))
    listing = group.add("list", "user_list", ["user list"], run=_list)
    reset = group.add("reset", "user_reset", ["user reset lead@firm.com"], run=_reset)
    reset.add_argument("email", metavar="EMAIL", help=reset.console.words("user.email"))
    reset.add_argument("--reset-link", action="store_true", help=reset.console.words("user.reset_link"))
    deactivate = group.add(
        "deactivate", "user_deactivate", ["user deactivate lead@firm.com"], run=_deactivate
    )
    deactivate.add_argument("email", metavar="EMAIL", help=deactivate.console.words("user.email"))
    deactivate.add_argument("--undo", action="store_true", help=deactivate.console.words("user.undo"))
    for command in (create, listing, reset, deactivate):
        _workspace_option(command)


def _workspace_option(command: Parser) -> None:
    command.add_argument("--workspace", metavar="WORKSPACE", help=command.console.words("user.workspace"))


def _create(options: argparse.Namespace, session: Session) -> int:
    """Add a person; the first one opens the workspace."""
    from assessment.services.people import NewPerson  # noqa: PLC0415 - help must not wait for it

    workspace_id = _workspace(options, session, may_open=True)
    password = None if options.welcome_link else _typed_password(session)
    new = NewPerson(options.email, options.name, options.role, options.merchant, password)
    welcome = session.services.people.create_account(System(), new, workspace_id)
    session.console.tell("user_create.done", name=welcome.person.name, email=welcome.person.email)
    if welcome.token is not None:
        session.console.tell("user_create.link", address=_address(session, "welcome", welcome.token))
    return 0


def _list(options: argparse.Namespace, session: Session) -> int:
    """Print one line a person and workspace."""
    console, services = session.console, session.services
    workspaces = services.setup.workspaces(System())
    asked = [_workspace(options, session)] if options.workspace else list(workspaces)
    if not asked:
        console.tell("user_list.none")
    for workspace_id in asked:
        console.out(f"{workspaces[workspace_id]} · {workspace_id}")
        for one in services.people.people(System(), workspace_id):
            console.out("  ".join(("", *_cells(one, session))).rstrip())
    return 0


def _cells(one: "ListedMember", session: Session) -> tuple[str, ...]:
    """Address, name, role and state of a person, in columns."""
    person, console = one.membership.person, session.console
    came = person.has_password or person.last_sign_in_at is not None
    state = "closed" if not person.active else "active" if came else "waiting"
    cells = (
        person.email,
        person.name,
        console.words(f"user_list.{one.membership.role}"),
        console.words(f"user_list.{state}"),
    )
    return tuple(padded(text, width) for text, width in zip(cells, _WIDTHS, strict=True))


def _reset(options: argparse.Namespace, session: Session) -> int:
    """Set a new password, typed here or by a link; all sessions of the person end."""
    accounts = session.services.accounts
    account_id, workspace_id = _member(options, session)
    token = session.services.people.reset_link(System(), account_id, workspace_id)
    if options.reset_link:
        kind = accounts.preview_link(token).kind
        session.console.tell("user_reset.link", address=_address(session, kind, token))
        return 0
    accounts.sign_out(accounts.set_password(token, _typed_password(session)))
    session.console.tell("user_reset.done", email=options.email)
    return 0


def _deactivate(options: argparse.Namespace, session: Session) -> int:
    """Shut a person out of a workspace, or let them in again."""
    account_id, workspace_id = _member(options, session)
    people = session.services.people
    if options.undo:
        people.reactivate(System(), account_id, workspace_id)
        session.console.tell("user_deactivate.undone", email=options.email)
    else:
        people.deactivate(System(), account_id, workspace_id)
        session.console.tell("user_deactivate.done", email=options.email)
    return 0


def _workspace(options: argparse.Namespace, session: Session, *, may_open: bool = False) -> str:
    """Return the workspace that is meant: by id or name, or the only one there is.

    With `may_open` the first workspace is opened under the given name. Raises CommandRefused.
    """
    setup, named = session.services.setup, options.workspace
    known = setup.workspaces(System())
    if not known and may_open and named:
        return setup.create_workspace(System(), named, session.console.locale)
    found = [one for one, name in known.items() if named in (None, one, name)]
    if len(found) == 1:
        return found[0]
    if not known:
        raise CommandRefused("workspace_first" if may_open else "no_workspace")
    raise CommandRefused("workspace_unclear", named=named or "-")


def _member(options: argparse.Namespace, session: Session) -> tuple[str, str]:
    """Return ids of a person and of their workspace. Raises CommandRefused."""
    workspace_id = _workspace(options, session)
    for one in session.services.people.people(System(), workspace_id):
        if one.membership.person.email == options.email.strip().lower():
            return one.membership.person.id, workspace_id
    raise CommandRefused("user_unknown", email=options.email)


def _typed_password(session: Session) -> str:
    """Ask for a password twice, without showing it. Raises CommandRefused."""
    console = session.console
    if not sys.stdin.isatty():
        raise CommandRefused("no_terminal")
    password = getpass.getpass(console.words("user.password"))
    if getpass.getpass(console.words("user.again")) != password:
        raise CommandRefused("passwords_differ")
    return password


def _address(session: Session, kind: str, token: str) -> str:
    return f"{session.settings.public_url or ''}/account/{kind}/{token}"
