"""Who chose which level: the answers behind an item, by role, in waves that are named."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessment.access.viewer import Reader, Viewer
from assessment.domain.response import MISSING
from assessment.services.context import Context
from assessment.services.scope import scoped
from assessment.services.waves import wave_for
from assessment.storage import exclusion_store, response_store
from assessment.storage.database import Connection


@dataclass(frozen=True, slots=True)
class Voice:
    """One submitted answer to one item: the role that gave it, and the stored byte (never missing)."""

    role: str
    value: int


@scoped
class Voices:
    """Use cases of the owner who reads single answers."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def by_item(self, viewer: Viewer, wave_id: str) -> Mapping[str, tuple[Voice, ...]]:
        """Return the submitted answers of a wave by item id, in the order in which people began.

        Responses that are left out of the scores are left out here.
        Empty for a wave that is still open or not named, and for a mere reader of results: respondents
        were told that only the person who invited them may look at single answers. The demo's answers are
        nobody's and may be read by everybody.
        Raises NotFound, AccessDenied.
        """

        def work(connection: Connection) -> Mapping[str, tuple[Voice, ...]]:
            fielding = wave_for(connection, viewer, "read_results", wave_id)
            wave = fielding.wave
            told = not isinstance(viewer, Reader) or fielding.merchant.demo
            if wave.mode != "named" or wave.closed_at is None or not told:
                return {}
            instrument = self._context.instruments.parsed(connection, wave.instrument_digest)
            left_out = exclusion_store.excluded_in(connection, wave_id)
            responses = [
                response
                for response in response_store.responses_of(connection, wave_id)
                if response.submitted_at and response.id not in left_out
            ]
            return {
                item.id: tuple(Voice(r.role, r.answers[i]) for r in responses if r.answers[i] != MISSING)
                for i, item in enumerate(instrument.items)
            }

        return self._context.database.read(work)
