"""Making a report once, handing it out by tickets that work once, and telling whether a file is one."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from types import MappingProxyType
from typing import Any, Final, Protocol

from assessment.access.tokens import token_hash, well_formed
from assessment.access.viewer import Reader, Viewer
from assessment.domain.editions import EXTENSIONS, MEDIA_TYPES, Edition, FileForm, ReportOrder
from assessment.domain.errors import AccessDenied, NotFound, NothingToPrint, ReportRejected, TicketSpent
from assessment.domain.text import Locale
from assessment.services.analysis import Analysis, Progress, StoredRun
from assessment.services.context import Context
from assessment.services.manuscripts import Manuscript, Manuscripts, Proposed, freeze, settled_order
from assessment.services.scope import scoped, unscoped
from assessment.services.structures import decided_by
from assessment.services.verifying import (
    Verification,
    VersionChange,
    changed_versions,
    first_difference,
    may_be_a_report,
    named_report,
)
from assessment.services.waves import bound_run, wave_for
from assessment.storage import release_store, report_store, run_store, trail_store
from assessment.storage.database import Connection
from assessment.storage.report_store import ReportRecord
from assessment.storage.trail_store import Actor, TrailEntry

TICKET_SECONDS: Final = 60
NAME_LENGTH: Final = 40


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A finished report. `size` is in bytes, `sha256` in hexadecimal digits.

    `pages` counts pages of paper, pictures, or sheets of a workbook. `manifest` says how the file was made:
    order, digests of all it was made from, versions, characters that no font holds.
    """

    id: str
    order: ReportOrder
    pages: int
    size: int
    sha256: str
    file_name: str
    manifest: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}), compare=False)

    @property
    def locale(self) -> Locale:
        """Language of the report."""
        return self.order.locale

    @property
    def edition(self) -> Edition:
        """For whom it was made."""
        return self.order.edition

    @property
    def form(self) -> FileForm:
        """What kind of file it is."""
        return self.order.form

    @property
    def media_type(self) -> str:
        """Media type as browsers are told it."""
        return MEDIA_TYPES[self.order.form]


@dataclass(frozen=True, slots=True)
class MadeReport:
    """A stored report and when it was made."""

    report: StoredReport
    at: datetime


@dataclass(frozen=True, slots=True)
class ReportFile:
    """What a ticket is exchanged for."""

    file_name: str
    content: bytes
    media_type: str = MEDIA_TYPES["pdf"]


class Printed(Protocol):
    """A finished file, as the report room returns it."""

    @property
    def content(self) -> bytes:
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

    @property
    def manifest(self) -> Mapping[str, Any]:
        """How it was made, as plain values."""
        ...


Printer = Callable[[Manuscript, ReportOrder, str, Progress | None], Printed]
"""Takes what is printed, the order, the id that is written into the report, and a progress callback."""


def _print(manuscript: Manuscript, order: ReportOrder, report_id: str, progress: Progress | None) -> Printed:
    """Print for real. Handing out stored reports must not load the drawing libraries."""
    from assessment.services.printing import print_report  # noqa: PLC0415 - loads ReportLab

    return print_report(manuscript, order, report_id, progress)


@scoped
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
        self._manuscripts = Manuscripts(context, analysis, proposed)
        self._printer = printer
        self._turn = Lock()  # one press: a double click waits and finds the report printed

    def build(
        self, viewer: Viewer, run_id: str, order: ReportOrder, progress: Progress | None = None
    ) -> StoredReport:
        """Return the report of a run to this order, made now if it is not stored yet.

        It prints the recommendation of the chosen scenario and the choices by hand as they are now: an edit
        or another choice makes another report, and the earlier ones stay as they were.
        Raises NotFound, AccessDenied, FieldInvalid (edition, file_form, locale), NothingToPrint,
        ReportRejected.
        """
        if isinstance(viewer, Reader) and viewer.share is not None:
            raise NotFound  # behind a share link nothing is printed: there are the released files
        settled = settled_order(order)
        manuscript = self._manuscripts.current(viewer, run_id, settled)
        key = manuscript.key(settled)
        with self._turn:
            stored = self._context.database.read(lambda c: report_store.of_key(c, key))
            return _as_stored(stored or self._print(viewer, manuscript, settled, progress))

    def _print(
        self, viewer: Viewer, manuscript: Manuscript, order: ReportOrder, progress: Progress | None
    ) -> ReportRecord:
        """Print a report and store it, with what it says of the organization and of choices by hand."""
        report_id = self._context.new_id()
        printed = self._printer(manuscript, order, report_id, progress)
        record = ReportRecord(
            id=report_id,
            key=manuscript.key(order),
            pages=printed.pages,
            size=len(printed.content),
            sha256=printed.sha256,
            file_name=report_file_name(manuscript.run, order),
            manifest=json.dumps(printed.manifest, ensure_ascii=False, sort_keys=True),
        )
        by: Actor = "reader" if isinstance(viewer, Reader) else decided_by(viewer)
        entry = TrailEntry(self._context.clock(), by, trail_store.PRINTED, record.id, record.file_name)
        return self._keep(record, printed.content, manuscript, entry)

    def _keep(
        self, record: ReportRecord, content: bytes, manuscript: Manuscript, entry: TrailEntry
    ) -> ReportRecord:
        """Store a report unless another one that prints the same to the same order came first."""

        def work(connection: Connection) -> ReportRecord:
            first = report_store.of_key(connection, record.key)
            if first is not None:
                return first
            freeze(connection, manuscript, record.key, entry.at)
            report_store.add(connection, record, content, entry.at)
            trail_store.add_entry(connection, manuscript.run.wave.id, entry)
            return record

        return self._context.database.write(work)

    def made(self, viewer: Viewer, run_id: str) -> tuple[MadeReport, ...]:
        """List what was made of a run so far, newest first. Raises NotFound, AccessDenied."""

        def work(connection: Connection) -> tuple[MadeReport, ...]:
            run = run_store.find_run(connection, run_id)
            if run is None:
                raise NotFound
            wave_for(connection, viewer, "read_results", run.wave_id, run_id=run_id)
            listed = report_store.of_run(connection, run_id)
            return tuple(
                MadeReport(_as_stored(record), at)
                for record, at in listed
                if _handed_out(connection, viewer, record.id)
            )

        return self._context.database.read(work)

    def issue_ticket(self, viewer: Viewer, report_id: str) -> str:
        """Return a ticket to fetch the report once within a minute. Raises NotFound, AccessDenied."""
        now = self._context.clock()

        def work(connection: Connection) -> str:
            ticket = self._context.new_token()
            wave_id = report_store.wave_of(connection, report_id)
            if wave_id is None:
                raise NotFound
            wave_for(connection, viewer, "read_results", wave_id, run_id=bound_run(viewer))
            if not _handed_out(connection, viewer, report_id):
                raise NotFound
            expires_at = now + timedelta(seconds=TICKET_SECONDS)
            report_store.add_ticket(connection, token_hash(ticket), report_id, at=now, expires_at=expires_at)
            return ticket

        return self._context.database.write(work)

    @unscoped
    def redeem(self, ticket: str) -> ReportFile:
        """Spend a ticket. Raises TicketSpent, also for a ticket that was never issued."""
        if not well_formed(ticket):
            raise TicketSpent
        now = self._context.clock()
        found = self._context.database.write(
            lambda connection: report_store.spend_ticket(connection, token_hash(ticket), now)
        )
        if found is None:
            raise TicketSpent
        file_name, form, content = found
        return ReportFile(file_name, content, MEDIA_TYPES[form])

    def verify(self, viewer: Viewer, content: bytes) -> Verification:
        """Make the report that a file claims to be once more, and compare the two byte for byte.

        The report is found by the digest of the file, else by the id that the file names. It is made from
        the stored run, with the recommendation and the choices that were frozen when it was printed.
        A report that the viewer may not see is unknown. Nothing is stored.
        """
        presented = hashlib.sha256(content).hexdigest()
        if not may_be_a_report(content):
            return Verification("not_a_report", presented)
        record = self._claimed(viewer, content, presented)
        if record is None:
            return Verification("unknown", presented)
        manuscript = self._manuscripts.printed(viewer, record)
        try:
            again = self._printer(manuscript, record.key.order, record.id, None).content
        except (NothingToPrint, ReportRejected):
            again = b""
        return Verification(
            outcome="same" if again == content else "different",
            presented=presented,
            report_id=record.id,
            run_id=record.key.run_id,
            file_name=record.file_name,
            order=record.key.order,
            stored=record.sha256,
            derived=hashlib.sha256(again).hexdigest() if again else "",
            place=first_difference(content, again) if again else None,
            versions=_changed_since(record),
        )

    def _claimed(self, viewer: Viewer, content: bytes, sha256: str) -> ReportRecord | None:
        """Find the report that a file is or names, among those that the viewer may see."""
        named = named_report(content)

        def work(connection: Connection) -> ReportRecord | None:
            found = list(report_store.of_sha256(connection, sha256))
            if not found and named is not None:
                found = [record for record in (report_store.of_id(connection, named),) if record is not None]
            return next((record for record in found if _may_see(connection, viewer, record.id)), None)

        return self._context.database.read(work)


def _may_see(connection: Connection, viewer: Viewer, report_id: str) -> bool:
    wave_id = report_store.wave_of(connection, report_id)
    try:
        wave_for(connection, viewer, "read_results", wave_id or "", run_id=bound_run(viewer))
    except (NotFound, AccessDenied):
        return False
    return _handed_out(connection, viewer, report_id)


def _handed_out(connection: Connection, viewer: Viewer, report_id: str) -> bool:
    """Tell whether a report is for this viewer: behind a share link only those of its release are."""
    if not isinstance(viewer, Reader) or viewer.share is None:
        return True
    return report_id in release_store.shared_reports(connection, viewer.share)


def _changed_since(record: ReportRecord) -> tuple[VersionChange, ...]:
    """List what is another version than the manifest says; reports of before had no manifest."""
    from assessment.services.printing import versions, versions_told  # noqa: PLC0415 - loads ReportLab

    then = versions_told(json.loads(record.manifest))
    return changed_versions(then, versions(record.key.order)) if then else ()


def report_file_name(run: StoredRun, order: ReportOrder) -> str:
    """Name of the download: letters and digits of the merchant's name, date, edition, language, form."""
    day = (run.wave.closed_at or run.created_at).date().isoformat()
    archive = "PDFA" if order.archive else ""
    parts = ("FactOrg", plain_name(run.merchant.name), day, order.edition, order.locale, archive)
    return "-".join(part for part in parts if part) + f".{EXTENSIONS[order.form]}"


def plain_name(name: str) -> str:
    """Return what of a merchant's name may stand in the name of a file: letters, digits, hyphens.

    >>> plain_name('../"坏" <b>店')
    '坏b店'
    """
    return "".join(c for c in name if c.isalnum() or c in "-_")[:NAME_LENGTH]


def _as_stored(record: ReportRecord) -> StoredReport:
    return StoredReport(
        record.id,
        record.key.order,
        record.pages,
        record.size,
        record.sha256,
        record.file_name,
        MappingProxyType(json.loads(record.manifest)),
    )
