"""Batches that go on while nobody looks: started from a screen, watched, stopped, fetched as one archive.

What is under way is known to this process only. Reports themselves are stored as they are made: after a
restart of the server the same batch, started again, finds them at once.
"""

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from threading import Event, Lock, Thread
from typing import Final, Literal

from assessment.access.viewer import Reader, System, Viewer
from assessment.domain.errors import AccessDenied, NotFound
from assessment.services.batch_folder import MANIFEST, manifest_line
from assessment.services.batch_jobs import Job, Made, Refused, Wanted
from assessment.services.batches import Batches, Pace, Result, Standing
from assessment.services.context import Context
from assessment.services.reporting import Reporting
from assessment.services.scope import scoped
from assessment.services.waves import own_wave, wave_for

WORKERS: Final = 2
MOST_REPORTS: Final = 2000
"""Reports in one batch from a screen; the command line has no limit."""

State = Literal["waiting", "running", "done", "stopped"]


@dataclass(frozen=True, slots=True)
class BatchView:
    """A batch at one moment. `results` are in the order in which they were settled; `size` is in bytes."""

    state: State
    standing: Standing
    results: tuple[Result, ...]
    started_at: datetime

    @property
    def failures(self) -> tuple[Result, ...]:
        """Reports that were not made."""
        return tuple(result for result in self.results if isinstance(result.outcome, Refused))

    @property
    def made(self) -> tuple[Result, ...]:
        """Reports that were made."""
        return tuple(result for result in self.results if isinstance(result.outcome, Made))

    @property
    def size(self) -> int:
        """Size of all finished files."""
        return sum(r.outcome.size for r in self.results if isinstance(r.outcome, Made))


@dataclass(slots=True)
class _Batch:
    """A batch and what is known of it; guarded by the desk's lock."""

    jobs: tuple[Job, ...]
    started_at: datetime
    standing: Standing
    state: State = "waiting"
    results: list[Result] = field(default_factory=list)
    stop: Event = field(default_factory=Event)

    def view(self) -> BatchView:
        return BatchView(self.state, self.standing, tuple(self.results), self.started_at)


@scoped
class BatchDesk:
    """One batch for each viewer, and one at a time for the whole server: it must leave room for others."""

    def __init__(self, context: Context, batches: Batches, reporting: Reporting) -> None:
        self._context = context
        self._batches = batches
        self._reporting = reporting
        self._lock = Lock()
        self._press = Lock()
        self._by_viewer: dict[str, _Batch] = {}

    def start(self, viewer: Viewer, wanted: Sequence[Wanted]) -> BatchView:
        """Plan a batch and begin in the background; one that is under way already is returned instead.

        Finished reports of an earlier batch are found again, not made again.
        Raises NotFound, AccessDenied.
        """
        self._require(viewer)
        with self._lock:
            known = self._by_viewer.get(_key(viewer))
            if known is not None and known.state in ("waiting", "running"):
                return known.view()
        jobs = self._batches.plan(viewer, wanted[:MOST_REPORTS])
        batch = _Batch(jobs, self._context.clock(), Standing(len(jobs)))
        with self._lock:
            known = self._by_viewer.get(_key(viewer))
            if known is not None and known.state in ("waiting", "running"):
                return known.view()  # a double click: the other one was first
            self._by_viewer[_key(viewer)] = batch
        Thread(target=self._work, args=(viewer, batch), name="factorg-batch", daemon=True).start()
        with self._lock:
            return batch.view()

    def _require(self, viewer: Viewer) -> None:
        """Let in who may read results: a respondent may not, nor who was handed one run of the wave only."""
        if isinstance(viewer, Reader) and viewer.run_id is not None:
            raise AccessDenied(action="batch")
        if not isinstance(viewer, System):
            self._context.database.read(lambda c: wave_for(c, viewer, "read_results", own_wave(viewer)))

    def _work(self, viewer: Viewer, batch: _Batch) -> None:
        """Work a batch off when its turn comes."""
        state: State = "stopped"
        try:
            with self._press:
                if batch.stop.is_set():
                    return
                with self._lock:
                    batch.state = "running"
                summary = self._batches.run(
                    viewer,
                    batch.jobs,
                    pace=Pace(workers=WORKERS),
                    tell=lambda standing, result: self._note(batch, standing, result),
                    stopped=batch.stop.is_set,
                )
                state = "stopped" if summary.stopped else "done"
        finally:
            with self._lock:
                batch.state = state

    def _note(self, batch: _Batch, standing: Standing, result: Result) -> None:
        with self._lock:
            batch.standing = standing
            batch.results.append(result)

    def view(self, viewer: Viewer) -> BatchView | None:
        """Return this viewer's latest batch, None if there is none (since the server started).

        Raises NotFound, AccessDenied.
        """
        self._require(viewer)
        with self._lock:
            batch = self._by_viewer.get(_key(viewer))
            return None if batch is None else batch.view()

    def stop(self, viewer: Viewer) -> None:
        """Stop this viewer's batch: finished reports stay, those at work are given up.

        Raises NotFound, AccessDenied.
        """
        self._require(viewer)
        with self._lock:
            batch = self._by_viewer.get(_key(viewer))
        if batch is not None:
            batch.stop.set()

    def archive(self, viewer: Viewer) -> bytes:
        """Pack the finished reports of this viewer's batch and its manifest as ZIP.

        Each file is fetched for this viewer, whose access is checked once more.
        Raises NotFound if there is no batch, AccessDenied.
        """
        view = self.view(viewer)
        if view is None:
            raise NotFound
        out, lines = io.BytesIO(), []
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
            for result in view.results:
                name = ""
                if isinstance(result.outcome, Made):
                    name = result.job.stem + PurePosixPath(result.outcome.file_name).suffix
                    ticket = self._reporting.issue_ticket(viewer, result.outcome.report_id)
                    packed.writestr(_member(name, view.started_at), self._reporting.redeem(ticket).content)
                lines.append(manifest_line(result.job, result.outcome, name, view.started_at))
            text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
            packed.writestr(_member(MANIFEST, view.started_at), text)
        return out.getvalue()


def _member(name: str, at: datetime) -> zipfile.ZipInfo:
    """Name and date of a packed file; Chinese names are marked as UTF-8 by the format itself."""
    return zipfile.ZipInfo(name, (max(at.year, 1980), at.month, at.day, at.hour, at.minute, 0))


def _key(viewer: Viewer) -> str:
    """Whose batch it is: everybody who reads the same wave sees the same batch."""
    return "system" if isinstance(viewer, System) else own_wave(viewer)
