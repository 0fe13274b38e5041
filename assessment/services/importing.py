"""Waves that were answered elsewhere come in as files, whole or not at all."""

import hashlib
from dataclasses import dataclass
from typing import Final

from assessment.access.viewer import System, Viewer
from assessment.domain.engagement import Merchant, Wave
from assessment.domain.errors import AccessDenied
from assessment.domain.instrument import Instrument
from assessment.domain.response import Response
from assessment.domain.text import DEFAULT_LOCALE
from assessment.intake.responses import AnswerRow, read_responses
from assessment.services.context import Context
from assessment.services.fields import name_field
from assessment.services.responding import new_receipt
from assessment.services.scope import scoped
from assessment.storage import facts_store, instrument_store, response_store, wave_store
from assessment.storage.database import Connection
from assessment.storage.wave_store import NewAssessment

NOT_STATED: Final = ""


@dataclass(frozen=True, slots=True)
class ImportedWave:
    """A closed wave made from a file. `already_there`: this very file was imported before."""

    wave_id: str
    n_responses: int
    already_there: bool


@scoped
class Importing:
    """Use cases of the command line on the machine itself."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def responses(
        self,
        viewer: Viewer,
        *,
        content: bytes,
        file_name: str,
        instrument: Instrument,
        source: bytes,
        title: str,
    ) -> ImportedWave:
        """Store one closed wave with a submitted response for every respondent of a file.

        The wave gets a workspace and a merchant of its own, called `title`, whose category and tier are
        not stated. The same file for the same instrument is stored once.

        Parameters
        ----------
        content, file_name
            The file; its name is shown in messages and never used as a path.
        instrument, source
            The instrument and the bytes of the file it was read from.

        Raises
        ------
        FileRefused
            With every problem of the file; nothing is stored.
        AccessDenied
            For everybody but the machine itself.
        """
        if not isinstance(viewer, System):
            raise AccessDenied(action="import")
        called = name_field("title", title)
        rows = read_responses(content, file_name, instrument)
        digest = hashlib.sha256(instrument.digest.encode() + content).hexdigest()
        new = self._assessment(instrument, called, digest)
        responses = tuple(self._response(row, new.wave) for row in rows)

        def work(connection: Connection) -> ImportedWave:
            wave_id = wave_store.wave_of_source(connection, digest)
            if wave_id is not None:
                n_stored = response_store.submitted_in(connection, wave_id)
                return ImportedWave(wave_id, n_stored, already_there=True)
            instrument_store.keep_copy(connection, instrument, source, new.wave.opened_at)
            wave_store.add_assessment(connection, new)
            facts_store.add_sheet(connection, new.wave.id, new.wave.opened_at)
            response_store.add_responses(connection, responses, origin="imported")
            return ImportedWave(new.wave.id, len(responses), already_there=False)

        return self._context.database.write(work)

    def _assessment(self, instrument: Instrument, title: str, digest: str) -> NewAssessment:
        now = self._context.clock()
        merchant = Merchant(
            id=self._context.new_id(),
            workspace_id=self._context.new_id(),
            name=title,
            category=NOT_STATED,
            gmv_tier=NOT_STATED,
        )
        wave = Wave(
            id=self._context.new_id(),
            merchant_id=merchant.id,
            workspace_id=merchant.workspace_id,
            instrument_id=instrument.id,
            instrument_version=instrument.version,
            instrument_digest=instrument.digest,
            mode="named",
            status="closed",
            opened_at=now,
            closed_at=now,
        )
        return NewAssessment("consulting", merchant, wave, self._context.new_id(), title, digest)

    def _response(self, row: AnswerRow, wave: Wave) -> Response:
        return Response(
            id=self._context.new_id(),
            wave_id=wave.id,
            role=row.role,
            form="full",
            locale=DEFAULT_LOCALE,
            answers=row.answers,
            revision=0,
            started_at=wave.opened_at,
            submitted_at=wave.opened_at,
            receipt=new_receipt(),
            respondent=row.respondent,
        )
