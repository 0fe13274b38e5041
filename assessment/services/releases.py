"""Letting a report go: asked for by one person, released by another one, and never changed again."""

from dataclasses import replace
from typing import Final

from assessment.access.viewer import Member, Viewer
from assessment.domain.editions import ReportOrder
from assessment.domain.errors import FieldInvalid, NotFound, SecondPersonNeeded, TextTooLong
from assessment.domain.response import REASON_LIMIT
from assessment.services import deeds
from assessment.services.analysis import Analysis
from assessment.services.context import Context
from assessment.services.reporting import Reporting
from assessment.services.scope import scoped
from assessment.services.waves import Fielding, wave_for
from assessment.storage import account_store, release_store
from assessment.storage.database import Connection
from assessment.storage.release_store import ReleaseRecord

MAY_RELEASE: Final = frozenset({"administrator", "lead", "consultant"})


@scoped
class Releases:
    """Use cases of whoever answers for a report."""

    def __init__(self, context: Context, analysis: Analysis, reporting: Reporting) -> None:
        self._context = context
        self._analysis = analysis
        self._reporting = reporting

    def history(self, viewer: Viewer, wave_id: str) -> tuple[ReleaseRecord, ...]:
        """List the releases of a wave, newest first. Raises NotFound, AccessDenied."""

        def work(connection: Connection) -> tuple[ReleaseRecord, ...]:
            wave_for(connection, viewer, "release", wave_id)
            return release_store.of_wave(connection, wave_id)

        return self._context.database.read(work)

    def request(
        self, viewer: Viewer, run_id: str, orders: tuple[ReportOrder, ...], note: str = ""
    ) -> ReleaseRecord:
        """Print these reports of a run and freeze which ones they are, for somebody to release.

        Raises NotFound, AccessDenied, FieldInvalid (orders: none), TextTooLong, ReportRejected.
        """
        said = _said(note)
        if not orders:
            raise FieldInvalid(field="orders", reason="empty")
        run = self._analysis.run(viewer, run_id)
        self._context.database.read(lambda c: wave_for(c, viewer, "release", run.wave.id))
        printed = [self._reporting.build(viewer, run_id, order) for order in dict.fromkeys(orders)]
        now = self._context.clock()

        def work(connection: Connection) -> ReleaseRecord:
            wave_for(connection, viewer, "release", run.wave.id)
            asked = ReleaseRecord(
                id=self._context.new_id(),
                wave_id=run.wave.id,
                run_id=run_id,
                number=release_store.next_number(connection, run.wave.id),
                state="requested",
                note=said,
                reports=tuple((report.id, report.sha256) for report in printed),
                requested_by=account_of(viewer),
                requested_at=now,
            )
            release_store.add(connection, asked)
            target = (run.wave.workspace_id, "release", asked.id)
            deeds.record(connection, viewer, "release.request", target, now, reports=len(printed))
            return asked

        return self._context.database.write(work)

    def release(self, viewer: Viewer, release_id: str, reason: str = "") -> ReleaseRecord:
        """Let a requested report go; an earlier one of the wave is superseded.

        In a consulting firm another person than the one who asked does this. Where nobody else could, the
        same person may with a written reason, and the log says so.
        Raises NotFound (also unless it waits), AccessDenied, SecondPersonNeeded, FieldInvalid (reason),
        TextTooLong.
        """
        said = _said(reason)
        now = self._context.clock()

        def work(connection: Connection) -> ReleaseRecord:
            asked, fielding = _found(connection, viewer, release_id)
            if asked.state != "requested":
                raise NotFound
            alone = _alone(connection, viewer, asked, fielding, said)
            release_store.supersede(connection, asked.wave_id)
            note = said if alone else asked.note
            by = account_of(viewer)
            release_store.change(
                connection, release_id, "released", note=note, released_by=by, released_at=now
            )
            release_store.mark_reported(connection, asked.wave_id, now)
            target = (fielding.wave.workspace_id, "release", release_id)
            deeds.record(connection, viewer, "release.give", target, now, alone=alone)
            return replace(asked, state="released", note=note, released_by=by, released_at=now)

        return self._context.database.write(work)

    def withdraw(self, viewer: Viewer, release_id: str) -> None:
        """Take a request or a released report back: its share links end at the next call.

        Raises NotFound, AccessDenied.
        """
        now = self._context.clock()

        def work(connection: Connection) -> None:
            asked, fielding = _found(connection, viewer, release_id)
            if asked.state not in ("requested", "released"):
                raise NotFound
            release_store.change(connection, release_id, "withdrawn", released_at=None)
            target = (fielding.wave.workspace_id, "release", release_id)
            deeds.record(connection, viewer, "release.withdraw", target, now)

        self._context.database.write(work)


def _found(connection: Connection, viewer: Viewer, release_id: str) -> tuple[ReleaseRecord, Fielding]:
    asked = release_store.find(connection, release_id)
    if asked is None:
        raise NotFound
    return asked, wave_for(connection, viewer, "release", asked.wave_id)


def _alone(
    connection: Connection, viewer: Viewer, asked: ReleaseRecord, fielding: Fielding, reason: str
) -> bool:
    """Tell whether a consulting firm's report goes by one person only.

    Raises SecondPersonNeeded, FieldInvalid.
    """
    if fielding.wave.kind != "consulting" or asked.requested_by != account_of(viewer):
        return False
    people = account_store.members(connection, fielding.wave.workspace_id)
    colleagues = [m.person for m in people if m.role in MAY_RELEASE and m.person.id != asked.requested_by]
    if any(person.active for person in colleagues):
        raise SecondPersonNeeded
    if not reason:
        raise FieldInvalid(field="reason", reason="empty")
    return True


def account_of(viewer: Viewer) -> str | None:
    """Account that acts; None for whoever has none."""
    return viewer.account.account_id if isinstance(viewer, Member) else None


def _said(text: str) -> str:
    said = text.strip()
    if len(said) > REASON_LIMIT:
        raise TextTooLong(field="note", limit=REASON_LIMIT)
    return said
