"""What every service is given: the database and the world's makers of time and secrets."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from assessment.access.tokens import new_token
from assessment.content import loader
from assessment.domain.instrument import Instrument
from assessment.services.memory import Memory
from assessment.storage import instrument_store
from assessment.storage.database import Connection, Database

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


def new_id() -> str:
    """Return a random id: 32 hexadecimal digits."""
    return uuid.uuid4().hex


WAVES_KEPT: Final = 10_000
_PARSED: Final[Memory[Instrument]] = Memory(32)
"""Instruments by digest: as a digest names one content, all databases of the process share them."""


class Instruments:
    """Stored instruments, parsed once. A wave never changes its instrument."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._by_wave: Memory[Instrument] = Memory(WAVES_KEPT)

    def of_wave(self, wave_id: str) -> Instrument:
        """Return the instrument that a wave is bound to. Raises NotFound, ContentInvalid."""

        def load(connection: Connection) -> Instrument:
            return self.parsed(connection, instrument_store.digest_of_wave(connection, wave_id))

        return self._by_wave.get(wave_id, lambda: self._database.read(load))

    def parsed(self, connection: Connection, digest: str) -> Instrument:
        """Return the stored instrument with this digest. Raises NotFound, ContentInvalid."""

        def load() -> Instrument:
            source = instrument_store.stored_source(connection, digest)
            return loader.load_instrument(source, path=f"instrument_copy/{digest}")

        return _PARSED.get(digest, load)


@dataclass(frozen=True, slots=True)
class Context:
    """Collaborators of the services; tests replace the makers."""

    database: Database
    instruments: Instruments
    clock: Clock = utc_now
    new_id: Callable[[], str] = new_id
    new_token: Callable[[], str] = new_token
