"""Many reports at once: planned, made by several processes, each failing or succeeding by itself.

The processes stand behind the interface of `concurrent.futures`: whoever has a cluster hands in its executor
instead of a `Crew`. Only this process writes files, so that the workers need no folder in common.
"""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Final

from assessment.access.viewer import Viewer
from assessment.domain.errors import FactOrgError, NotFound, NotScoredYet
from assessment.services.batch_folder import BatchFolder
from assessment.services.batch_jobs import (
    Job,
    Made,
    Outcome,
    Refused,
    Task,
    Wanted,
    Wire,
    make,
    refusal,
)
from assessment.services.context import Context
from assessment.services.crew import Crew
from assessment.services.scope import scoped
from assessment.services.waves import wave_for
from assessment.settings import Settings
from assessment.storage import batch_store
from assessment.storage.database import Connection

LIMIT: Final = 120.0
"""Seconds that one report may take; the first of a worker includes loading it."""
AHEAD: Final = 2
"""Reports under way for each worker: enough to keep it busy, few enough to bound memory."""
PULSE: Final = 0.25
"""Seconds between two looks whether the batch was stopped."""

MakeExecutor = Callable[[int, float], Executor]
"""Gives an executor with so many workers and so many seconds a task."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a batch is. `seconds_left` is None until the first report of this run is finished."""

    total: int
    made: int = 0
    skipped: int = 0
    failed: int = 0
    seconds_left: float | None = None

    @property
    def settled(self) -> int:
        """Reports that need nothing more."""
        return self.made + self.skipped + self.failed

    @property
    def share(self) -> float:
        """Share that is settled, 0-1."""
        return self.settled / self.total if self.total else 1.0


@dataclass(frozen=True, slots=True)
class Result:
    """One settled job; `file` is its name in the folder of the batch, "" where there is none."""

    job: Job
    outcome: Outcome
    file: str = ""
    skipped: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """What came of a batch; `stopped` if it ended before all its jobs were settled."""

    standing: Standing
    failures: tuple[Result, ...]
    stopped: bool


Tell = Callable[[Standing, Result], None]
"""Called after each settled job, in the thread that runs the batch."""
Keep = Callable[[Job, Outcome], str]
"""Puts an outcome where it belongs; returns the file's name."""
Find = Callable[[Job], Made | None]
"""Tells what is there already."""


def _never() -> bool:
    return False


def default_workers() -> int:
    """As many workers as there are processors."""
    return max(os.cpu_count() or 1, 1)


def local_crew(workers: int, limit: float) -> Executor:
    """Workers on this machine."""
    return Crew(workers, limit=limit)


@dataclass(frozen=True, slots=True)
class Pace:
    """How a batch is worked off: processes, seconds for a report, and whether to make all of it again."""

    workers: int = 0
    """0: as many as there are processors."""
    limit: float = LIMIT
    again: bool = False


@scoped
class Batches:
    """Use cases of whoever may read the results that are printed.

    Parameters
    ----------
    settings, wire
        What each worker opens its own services with; both travel to it.
    make_executor
        Gives the workers; a cluster's executor may stand here.
    """

    def __init__(
        self,
        context: Context,
        settings: Settings,
        wire: Wire,
        make_executor: MakeExecutor = local_crew,
    ) -> None:
        self._context = context
        self._settings = settings
        self._wire = wire
        self._make_executor = make_executor

    def plan(self, viewer: Viewer, wanted: Sequence[Wanted]) -> tuple[Job, ...]:
        """Find the runs to print, each for this viewer; what cannot be printed carries its reason.

        A report that is asked for twice is planned once.
        """
        jobs = self._context.database.read(
            lambda connection: [self._job(connection, viewer, one) for one in wanted]
        )
        once = {(job.wave_id, job.order): job for job in reversed(jobs)}
        return tuple(reversed(once.values()))

    def _job(self, connection: Connection, viewer: Viewer, wanted: Wanted) -> Job:
        """Plan one report. Never raises what concerns this one only."""
        named = Job(wanted.target, "", wanted.order, row=wanted.row)
        try:
            found = batch_store.printable(connection, wanted.target)
            if found is None:
                raise NotFound
            merchant = wave_for(connection, viewer, "read_results", found.wave_id).merchant
            named = replace(named, wave_id=found.wave_id, merchant=merchant.name)
            if found.run_id is None:
                raise NotScoredYet
        except FactOrgError as error:
            return replace(named, refused=refusal(error))
        return replace(named, run_id=found.run_id, change=found.change)

    def print_into(
        self,
        viewer: Viewer,
        jobs: Sequence[Job],
        folder: Path,
        *,
        pace: Pace | None = None,
        tell: Tell | None = None,
        stopped: Callable[[], bool] = _never,
    ) -> Summary:
        """Write reports into a folder with a manifest.

        A batch that was interrupted goes on where it was: a report of the same run whose file is there,
        with the digest that the manifest names, is not made again unless the pace says so, or the
        recommendation, the look or a wording was changed since.
        Raises OSError if the folder cannot be written to.
        """
        target = BatchFolder(folder)
        pace = pace or Pace()

        def keep(job: Job, outcome: Outcome) -> str:
            return target.keep(job, outcome, self._context.clock())

        find: Find = (lambda _job: None) if pace.again else target.there
        return self.run(viewer, jobs, (find, keep), pace=pace, tell=tell, stopped=stopped)

    def run(
        self,
        viewer: Viewer,
        jobs: Sequence[Job],
        place: tuple[Find, Keep] | None = None,
        *,
        pace: Pace | None = None,
        tell: Tell | None = None,
        stopped: Callable[[], bool] = _never,
    ) -> Summary:
        """Make reports; without a place for files they are stored as reports made one by one are."""
        pace = pace or Pace()
        workers = min(pace.workers or default_workers(), max(len(jobs), 1))
        find, keep = place or ((lambda _job: None), (lambda _job, _outcome: ""))
        book = _Book(len(jobs), tell or (lambda _standing, _result: None))
        due = book.without_settled(jobs, find, keep)
        crew = self._make_executor(workers, pace.limit)
        tasks = (Task(self._settings, self._wire, viewer, job, place is not None) for job in due)
        complete = False
        try:
            complete = _work_off(
                crew, tasks, workers * AHEAD, stopped, lambda job, outcome: book.settle(job, outcome, keep)
            )
        finally:
            crew.shutdown(wait=True, cancel_futures=not complete)
        return Summary(book.standing, tuple(book.failures), stopped=not complete)


Settle = Callable[[Job, Outcome], None]


def _work_off(
    crew: Executor, tasks: Iterator[Task], ahead: int, stopped: Callable[[], bool], settle: Settle
) -> bool:
    """Keep `ahead` tasks under way until none is left; tell whether none is."""
    running: dict[Future[Outcome], Job] = {}
    while not stopped():
        for task in islice(tasks, ahead - len(running)):
            running[crew.submit(make, task)] = task.job
        if not running:
            return True
        for future in wait(running, timeout=PULSE, return_when=FIRST_COMPLETED).done:
            settle(running.pop(future), _outcome(future))
    return False


def _outcome(future: "Future[Outcome]") -> Outcome:
    """Take a result, or the reason why the worker has none."""
    try:
        return future.result()
    except (Exception, CancelledError) as error:  # noqa: BLE001 - a worker that died fails its job only
        return refusal(error)


class _Book:
    """Counts what is settled and reckons the time that is left."""

    def __init__(self, total: int, tell: Tell) -> None:
        self.standing = Standing(total)
        self.failures: list[Result] = []
        self._tell = tell
        self._began = time.monotonic()
        self._worked = 0

    def without_settled(self, jobs: Sequence[Job], find: Find, keep: Keep) -> Iterator[Job]:
        """Pass on what has to be made; the rest is settled on the way."""
        for job in jobs:
            there = None if job.refused else find(job)
            if job.refused is not None:
                self._note(Result(job, job.refused, keep(job, job.refused)))
            elif there is not None:
                self._note(Result(job, there, there.file_name, skipped=True))
            else:
                yield job

    def settle(self, job: Job, outcome: Outcome, keep: Keep) -> None:
        """Keep an outcome and count it."""
        self._worked += 1
        self._note(Result(job, _without_content(outcome), keep(job, outcome)))

    def _note(self, result: Result) -> None:
        now = self.standing
        failed, skipped = isinstance(result.outcome, Refused), result.skipped
        now = replace(
            now,
            failed=now.failed + failed,
            skipped=now.skipped + skipped,
            made=now.made + (not failed and not skipped),
        )
        left = now.total - now.settled
        pace = (time.monotonic() - self._began) / self._worked if self._worked else None
        self.standing = replace(now, seconds_left=None if pace is None else pace * left)
        if failed:
            self.failures.append(result)
        self._tell(self.standing, result)


def _without_content(outcome: Outcome) -> Outcome:
    """Let go of a file that has been written: a batch keeps word of its reports, never their bytes."""
    return replace(outcome, content=b"") if isinstance(outcome, Made) else outcome
