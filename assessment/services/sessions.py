"""Beginning a session, in one place for all the ways in."""

from datetime import timedelta
from typing import Final

from assessment.access.tokens import token_hash
from assessment.domain.errors import SignInRefused
from assessment.services.context import Context
from assessment.services.deeds import record
from assessment.services.members import acting
from assessment.storage import account_store, sign_in_store
from assessment.storage.account_store import Credentials
from assessment.storage.database import Connection
from assessment.storage.sign_in_store import NewSession, Source

SESSION: Final = timedelta(days=14)
"""After this a person signs in again, however busy the session was."""


def begin_session(connection: Connection, context: Context, found: Credentials, source: Source) -> str:
    """Begin a session in the workspace used last and return its token.

    Raises SignInRefused if the account was closed or changed meanwhile, or no workspace lets it in.
    """
    now = context.clock()
    present = account_store.credentials(connection, account_id=found.account_id)
    mine = account_store.workspaces_of(connection, found.account_id)
    if present is None or not present.active or present.version != found.version or not mine:
        raise SignInRefused
    token = context.new_token()
    sign_in_store.prune_sessions(connection, now - SESSION)
    sign_in_store.add_session(
        connection,
        NewSession(token_hash(token), found.account_id, mine[0], found.version, source, now, now + SESSION),
    )
    account_store.change_account(connection, found.account_id, last_sign_in_at=now)
    target = (mine[0], "account", found.account_id)
    record(connection, acting(found.account_id), "sign_in", target, now, source=source)
    return token
