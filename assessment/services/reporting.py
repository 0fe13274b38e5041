"""Making a report once, and handing it out by tickets that work once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from threading import Lock
from typing import Final, Protocol

from assessment.access.tokens import token_hash, well_formed
from assessment.access.viewer import Reader, Viewer
from assessment.domain.errors import NotFound, NothingProposed, TicketSpent
from assessment.domain.text import Locale
from assessment.services.analysis import Analysis, Progress, StoredRun
from assessment.services.context import Context
from assessment.services.structures import decided_by
from assessment.services.waves import wave_for
from assessment.storage import codec, run_store, scenario_store, trail_store
from assessment.storage.database import Connection
from assessment.storage.run_store import ReportRecord
from assessment.storage.scenario_store import FrozenProposal
from assessment.storage.trail_store import Actor, TrailEntry
from scoring.organization.advice import Proposal

TICKET_SECONDS: Final = 60
NAME_LENGTH: Final = 40


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A finished report. `size` is in bytes, `sha256` in hexadecimal digits."""

    id: str
    locale: Locale
    pages: int
    size: int
    sha256: str
    file_name: str


@dataclass(frozen=True, slots=True)
class ReportFile:
    """What a ticket is exchanged for."""

    file_name: str
    content: bytes


class Printed(Protocol):
    """A finished document, as the report room returns it."""

    @property
    def pdf(self) -> bytes:
        """Bytes of the file."""
        ...

    @property
    def pages(self) -> int:
        """Number of pages."""
        ...

    @property
    def sha256(self) -> str:
        """Digest of the bytes."""
        ...


@dataclass(frozen=True, slots=True)
class Manuscript:
    """What is printed: a run, and the recommendation of the chosen scenario with the edits of then.

    `proposal` is None for runs that carry none.
    """

    run: StoredRun
    proposal: Proposal | None = None

    @property
    def digest(self) -> str:
        """Digest of the recommendation, "" without one."""
        return "" if self.proposal is None else codec.digest_of(self.proposal)


Printer = Callable[[Manuscript, Locale, str, Progress | None], Printed]
"""Takes what is printed, a language, the id that is printed into the report, and a progress callback."""
Proposed = Callable[[Viewer, StoredRun], Proposal]
"""Gives the recommendation that the report of a run prints. Raises NothingProposed."""


def _print(manuscript: Manuscript, locale: Locale, report_id: str, progress: Progress | None) -> Printed:
    """Print for real. Handing out stored reports must not load the drawing libraries."""
    from assessment.services.printing import print_report  # noqa: PLC0415 - loads ReportLab

    return print_report(manuscript.run, locale, report_id, progress, proposal=manuscript.proposal)


class Reporting:
    """Use cases of whoever may read results."""

    def __init__(
        self,
        context: Context,
        analysis: Analysis,
        *,
        printer: Printer = _print,
        proposed: Proposed | None = None,
    ) -> None:
        self._context = context
        self._analysis = analysis
        self._printer = printer
        self._proposed = proposed
        self._turn = Lock()  # one press: a double click waits and finds the report printed

    def build(
        self, viewer: Viewer, run_id: str, locale: Locale, progress: Progress | None = None
    ) -> StoredReport:
        """Return the report of a run in one language, made now if it is not stored yet.

        It prints the recommendation of the chosen scenario as it is now: an edit or another choice makes
        another report, and the earlier ones stay as they were.
        Raises NotFound, AccessDenied, ReportRejected.
        """
        manuscript = self._manuscript(viewer, run_id)
        digest = manuscript.digest
        with self._turn:
            stored = self._context.database.read(lambda c: run_store.report_of(c, run_id, locale, digest))
            return _as_stored(stored or self._print(viewer, manuscript, locale, progress))

    def _manuscript(self, viewer: Viewer, run_id: str) -> Manuscript:
        run = self._analysis.run(viewer, run_id)
        try:
            return Manuscript(run, None if self._proposed is None else self._proposed(viewer, run))
        except NothingProposed:
            return Manuscript(run)

    def _print(
        self, viewer: Viewer, manuscript: Manuscript, locale: Locale, progress: Progress | None
    ) -> ReportRecord:
        """Print a report and store it, with what it says of the organization."""
        report_id = self._context.new_id()
        run = manuscript.run
        rendered = self._printer(manuscript, locale, report_id, progress)
        record = ReportRecord(
            id=report_id,
            run_id=run.id,
            locale=locale,
            pages=rendered.pages,
            size=len(rendered.pdf),
            sha256=rendered.sha256,
            file_name=report_file_name(run, locale),
            proposal_digest=manuscript.digest,
        )
        content = None if manuscript.proposal is None else codec.encode(manuscript.proposal)
        now = self._context.clock()
        by: Actor = "reader" if isinstance(viewer, Reader) else decided_by(viewer)
        entry = TrailEntry(now, by, "report_printed", record.id, record.file_name)
        return self._keep(record, rendered.pdf, run.wave.id, content, entry)

    def _keep(
        self, record: ReportRecord, pdf: bytes, wave_id: str, proposal: str | None, entry: TrailEntry
    ) -> ReportRecord:
        """Store a report unless another one of the same run, language and recommendation came first."""

        def work(connection: Connection) -> ReportRecord:
            first = run_store.report_of(connection, record.run_id, record.locale, record.proposal_digest)
            if first is not None:
                return first
            if proposal is not None:
                frozen = FrozenProposal(record.run_id, wave_id, record.proposal_digest, proposal)
                scenario_store.freeze(connection, frozen, entry.at)
            run_store.add_report(connection, record, pdf, entry.at)
            trail_store.add_entry(connection, wave_id, entry)
            return record

        return self._context.database.write(work)

    def issue_ticket(self, viewer: Viewer, report_id: str) -> str:
        """Return a ticket to fetch the report once within a minute. Raises NotFound, AccessDenied."""
        now = self._context.clock()

        def work(connection: Connection) -> str:
            ticket = self._context.new_token()
            wave_id = run_store.wave_of_report(connection, report_id)
            if wave_id is None:
                raise NotFound
            wave_for(connection, viewer, "read_results", wave_id)
            expires_at = now + timedelta(seconds=TICKET_SECONDS)
            run_store.add_ticket(connection, token_hash(ticket), report_id, at=now, expires_at=expires_at)
            return ticket

        return self._context.database.write(work)

    def redeem(self, ticket: str) -> ReportFile:
        """Spend a ticket. Raises TicketSpent, also for a ticket that was never issued."""
        if not well_formed(ticket):
            raise TicketSpent
        now = self._context.clock()
        found = self._context.database.write(
            lambda connection: run_store.spend_ticket(connection, token_hash(ticket), now)
        )
        if found is None:
            raise TicketSpent
        return ReportFile(*found)


def report_file_name(run: StoredRun, locale: Locale) -> str:
    """Name of the download: letters and digits of the merchant's name, date, language."""
    name = "".join(c for c in run.merchant.name if c.isalnum() or c in "-_")[:NAME_LENGTH]
    day = (run.wave.closed_at or run.created_at).date().isoformat()
    return "-".join(part for part in ("FactOrg", name, day, locale) if part) + ".pdf"


def _as_stored(record: ReportRecord) -> StoredReport:
    return StoredReport(record.id, record.locale, record.pages, record.size, record.sha256, record.file_name)
