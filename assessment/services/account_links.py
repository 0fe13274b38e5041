"""Links to an account that work once: the welcome, a new password, the way in from an identity provider."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from assessment.access.tokens import token_hash, well_formed
from assessment.domain.errors import LinkExpired, LinkSpent, LinkUnknown
from assessment.services.context import Context
from assessment.storage import account_store, sign_in_store
from assessment.storage.account_store import Credentials
from assessment.storage.database import Connection
from assessment.storage.sign_in_store import AccountLink, LinkKind

LASTING: Final[Mapping[LinkKind, timedelta]] = {
    "welcome": timedelta(days=7),
    "reset": timedelta(days=1),
    "exchange": timedelta(seconds=60),
}


@dataclass(frozen=True, slots=True)
class LinkPreview:
    """Whose password a link sets."""

    kind: LinkKind
    name: str
    email: str
    expires_at: datetime


class AccountLinks:
    """Issues links, looks at them, and spends them."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def issue(self, connection: Connection, account_id: str, kind: LinkKind, now: datetime) -> str:
        """Store a new link and return its token, which is told here and never again."""
        token = self._context.new_token()
        link = AccountLink(account_id, kind, now + LASTING[kind], spent_at=None)
        sign_in_store.add_link(connection, token_hash(token), link, now)
        return token

    def preview(self, connection: Connection, token: str) -> LinkPreview:
        """Say what a link is for. Nothing is spent. Raises LinkUnknown, LinkExpired, LinkSpent."""
        link, found = self._living(connection, token, ("welcome", "reset"))
        return LinkPreview(link.kind, found.name, found.email, link.expires_at)

    def spend(self, connection: Connection, token: str, kinds: Collection[LinkKind]) -> Credentials:
        """Spend a link: of two calls at once only one does. Raises LinkUnknown, LinkExpired, LinkSpent."""
        _, found = self._living(connection, token, kinds)
        if not sign_in_store.spend_link(connection, token_hash(token), self._context.clock()):
            raise LinkSpent
        return found

    def _living(
        self, connection: Connection, token: str, kinds: Collection[LinkKind]
    ) -> tuple[AccountLink, Credentials]:
        link = sign_in_store.find_link(connection, token_hash(token)) if well_formed(token) else None
        found = None if link is None else account_store.credentials(connection, account_id=link.account_id)
        if link is None or found is None or not found.active or link.kind not in kinds:
            raise LinkUnknown
        if link.spent_at is not None:
            raise LinkSpent
        if link.expires_at <= self._context.clock():
            raise LinkExpired(expired_on=link.expires_at.date().isoformat())
        return link, found
