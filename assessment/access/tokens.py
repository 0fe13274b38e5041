"""Secret addresses and cookies: 256 random bits, of which only a hash is ever stored.

A fast hash is right here: unlike a password, a random token cannot be guessed from its hash.
"""

import hashlib
import re
import secrets
from typing import Final

TOKEN_BYTES: Final = 32
SHAPE: Final = re.compile(r"[A-Za-z0-9_-]{43}")


def new_token() -> str:
    """Return a new secret that is safe in an address (43 characters)."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> bytes:
    """SHA-256 of the token, 32 bytes: what the database keeps."""
    return hashlib.sha256(token.encode()).digest()


def well_formed(token: str) -> bool:
    """Tell whether `token` can be one of ours, before any database is asked.

    >>> well_formed(new_token()), well_formed("../../etc/passwd"), well_formed("")
    (True, False, False)
    """
    return SHAPE.fullmatch(token) is not None
