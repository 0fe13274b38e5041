"""Secrets and marks of this installation, by name."""

import secrets
from datetime import datetime
from typing import Final

from sqlalchemy import delete, insert, select

from assessment.storage.account_tables import InstallationRow
from assessment.storage.database import Connection

SECRET_BYTES: Final = 32


def secret(connection: Connection, key: str, at: datetime) -> bytes:
    """Return the secret of this installation under a name, made when it is first asked for."""
    known = value(connection, key)
    if known is None:
        known = secrets.token_bytes(SECRET_BYTES)
        mark(connection, key, known, at)
    return known


def lock(connection: Connection, key: str) -> None:
    """Let nobody else pass who locks the same name until this transaction ends."""
    connection.execute(select(InstallationRow.key).where(InstallationRow.key == key).with_for_update())


def value(connection: Connection, key: str) -> bytes | None:
    """Find what is kept under a name."""
    found = connection.execute(select(InstallationRow.value).where(InstallationRow.key == key)).scalar()
    return None if found is None else bytes(found)


def keep(connection: Connection, key: str, kept: bytes, at: datetime) -> None:
    """Keep something under a name, in the place of what was there."""
    forget(connection, key)
    mark(connection, key, kept, at)


def mark(connection: Connection, key: str, kept: bytes, at: datetime) -> None:
    """Keep something under a name that must be free: of two at once the later one tries again."""
    connection.execute(insert(InstallationRow).values(key=key, value=kept, at=at))


def forget(connection: Connection, key: str) -> None:
    """Forget what is kept under a name."""
    connection.execute(delete(InstallationRow).where(InstallationRow.key == key))
