"""Slowing down whoever guesses passwords, without locking anybody else out.

What is counted is a pair of account and network: a stranger elsewhere cannot shut the door of a person.
The pair is kept as a keyed hash, so that the table tells neither addresses nor networks.
"""

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Final

from assessment.domain.errors import SignInDelayed
from assessment.services.context import Context
from assessment.storage import installation_store, sign_in_store
from assessment.storage.database import Connection

WINDOW: Final = timedelta(minutes=15)
FREE_TRIES: Final = 5
FIRST_DELAY: Final = 15
LONGEST_DELAY: Final = 900
"""Seconds after the last try: 15, 30, 60 and so on after the fifth, sixth and seventh."""
PEPPER: Final = "sign_in_pepper"


def delay_after(tries: int) -> int:
    """Seconds to wait after so many failed tries within the window.

    >>> [delay_after(n) for n in (4, 5, 6, 8, 20)]
    [0, 15, 30, 120, 900]
    """
    if tries < FREE_TRIES:
        return 0
    return int(min(LONGEST_DELAY, FIRST_DELAY * 2 ** min(tries - FREE_TRIES, 10)))


class Tries:
    """Counts tries: a try counts as failed from its start, so that a hundred at once are counted too."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def begin(self, connection: Connection, email: str, network: str) -> bytes:
        """Note a try and return its pair, to be cleared when it succeeds. Raises SignInDelayed.

        Tries pass here one after the other: many at once would otherwise all see that there were few.
        """
        now = self._context.clock()
        installation_store.lock(connection, PEPPER)
        subject = self._subject(connection, email, network, now)
        sign_in_store.prune_failures(connection, now - WINDOW)
        count, last = sign_in_store.failures(connection, subject, now - WINDOW)
        if last is not None:
            left = (last + timedelta(seconds=delay_after(count)) - now).total_seconds()
            if left > 0:
                raise SignInDelayed(seconds=max(1, round(left)))
        sign_in_store.add_failure(connection, self._context.new_id(), subject, now)
        return subject

    def _subject(self, connection: Connection, email: str, network: str, now: datetime) -> bytes:
        """Keyed hash of account and network, 32 bytes."""
        pepper = installation_store.secret(connection, PEPPER, now)
        said = f"{email}\n{network}".encode("utf-8", "replace")
        return hmac.new(pepper, said, hashlib.sha256).digest()
