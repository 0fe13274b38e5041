"""Copies of instrument files, kept by digest with the waves that are bound to them."""

import hashlib
from datetime import datetime

from sqlalchemy import insert, select

from assessment.domain.errors import NotFound
from assessment.domain.instrument import Instrument
from assessment.storage.database import Connection
from assessment.storage.tables import InstrumentCopyRow, WaveRow


def keep_copy(connection: Connection, instrument: Instrument, source: bytes, at: datetime) -> None:
    """Store the file of an instrument unless this very file is there.

    Raises ValueError if `source` is not the file that the instrument was read from.
    """
    if hashlib.sha256(source).hexdigest() != instrument.digest:
        raise ValueError("the source is not the file of this instrument")
    known = select(InstrumentCopyRow.digest).where(InstrumentCopyRow.digest == instrument.digest)
    if connection.execute(known).first() is None:
        connection.execute(
            insert(InstrumentCopyRow).values(
                digest=instrument.digest,
                instrument_id=instrument.id,
                version=instrument.version,
                source=source,
                stored_at=at,
            )
        )


def digest_of_wave(connection: Connection, wave_id: str) -> str:
    """Return the digest of the instrument a wave is bound to. Raises NotFound."""
    statement = select(WaveRow.instrument_digest).where(WaveRow.id == wave_id)
    digest: str | None = connection.execute(statement).scalar()
    if digest is None:
        raise NotFound
    return digest


def stored_source(connection: Connection, digest: str) -> bytes:
    """Return the instrument file with this digest. Raises NotFound."""
    statement = select(InstrumentCopyRow.source).where(InstrumentCopyRow.digest == digest)
    source: bytes | None = connection.execute(statement).scalar()
    if source is None:
        raise NotFound
    return bytes(source)
