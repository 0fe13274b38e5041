"""What every service is given: the database and the world's makers of time and secrets."""

import uuid
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock
from typing import Final, TypeVar

from assessment.access.tokens import new_token
from assessment.content import loader
from assessment.domain.instrument import Instrument
from assessment.storage import instrument_store
from assessment.storage.database import Connection, Database

Value = TypeVar("Value")
Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


def new_id() -> str:
    """Return a random id: 32 hexadecimal digits."""
    return uuid.uuid4().hex


class Instruments:
    """Stored instruments by digest, parsed once. A wave never changes its instrument."""

    LIMIT: Final = 32
    WAVES: Final = 10_000

    def __init__(self, database: Database) -> None:
        self._database = database
        self._by_digest: OrderedDict[str, Instrument] = OrderedDict()
        self._digests: OrderedDict[str, str] = OrderedDict()
        self._lock = Lock()

    def of_wave(self, wave_id: str) -> Instrument:
        """Return the instrument that a wave is bound to. Raises NotFound, ContentInvalid."""
        with self._lock:
            found = self._by_digest.get(self._digests.get(wave_id, ""))
        return found or self._database.read(lambda connection: self._load(connection, wave_id))

    def _load(self, connection: Connection, wave_id: str) -> Instrument:
        digest = instrument_store.digest_of_wave(connection, wave_id)
        self._keep(self._digests, wave_id, digest, self.WAVES)
        return self.parsed(connection, digest)

    def parsed(self, connection: Connection, digest: str) -> Instrument:
        """Return the stored instrument with this digest. Raises NotFound, ContentInvalid."""
        with self._lock:
            found = self._by_digest.get(digest)
        if found is None:
            source = instrument_store.stored_source(connection, digest)
            found = loader.load_instrument(source, path=f"instrument_copy/{digest}")
            self._keep(self._by_digest, digest, found, self.LIMIT)
        return found

    def _keep(self, cache: OrderedDict[str, Value], key: str, value: Value, limit: int) -> None:
        """Add to a cache and drop its oldest entry when it is full."""
        with self._lock:
            cache[key] = value
            if len(cache) > limit:
                cache.popitem(last=False)


@dataclass(frozen=True, slots=True)
class Context:
    """Collaborators of the services; tests replace the makers."""

    database: Database
    instruments: Instruments
    clock: Clock = utc_now
    new_id: Callable[[], str] = new_id
    new_token: Callable[[], str] = new_token
