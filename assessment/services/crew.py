"""Worker processes behind the interface of `concurrent.futures`: one that dies or dawdles fails its own task.

The standard pool gives up altogether when one of its processes dies and knows no time limit. Here each
worker has a keeper, a thread that hands it one task after another over a pipe, and starts another worker
when the old one has died, was stopped for taking too long, or has done its share: that bounds memory.

Workers are started as programs of their own and never run the parent's main module, which inside the
running app is whatever page is being drawn.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread
from typing import Any, Final, ParamSpec, TypeVar

from assessment.domain.errors import ReportOverdue, WorkerLost

P = ParamSpec("P")
T = TypeVar("T")

TASKS_PER_WORKER: Final = 200
PATIENCE: Final = 5.0
"""Seconds that an idle worker gets to leave by itself."""
_ROOT: Final = Path(__file__).parents[2]
_PROGRAM: Final = "import sys; from assessment.services.crew_worker import serve; serve(int(sys.argv[1]))"


class CallFailed(Exception):
    """A call raised in the worker; carries the kind and the words of what it raised."""


@dataclass(frozen=True, slots=True)
class _Task:
    """A call that waits for a worker."""

    future: "Future[Any]"
    call: Callable[..., object]
    given: tuple[object, ...]
    named: dict[str, object]


class _Worker:
    """One process and the pipe to it."""

    def __init__(self) -> None:
        ours, theirs = Pipe()
        known = os.environ.get("PYTHONPATH")
        place = os.pathsep.join([str(_ROOT), *([known] if known else [])])
        # Our own interpreter and a fixed program: nothing of a request enters the command.
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", _PROGRAM, str(theirs.fileno())],
            pass_fds=(theirs.fileno(),),
            stdin=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": place},
        )
        theirs.close()
        self._pipe: Connection[Any, Any] = ours
        self.done = 0

    def run(self, task: _Task, limit: float | None) -> object:
        """Hand one task over and return its result. Raises WorkerLost, ReportOverdue, CallFailed."""
        try:
            self._pipe.send((task.call, task.given, task.named))
            if not self._pipe.poll(limit):
                raise ReportOverdue(seconds=round(limit or 0.0))
            fine, outcome = self._pipe.recv()
        except (EOFError, OSError) as lost:
            raise WorkerLost from lost
        self.done += 1
        if not fine:
            raise CallFailed(outcome)
        return outcome

    def leave(self) -> None:
        """Let an idle process end by itself, else make it."""
        self._pipe.close()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.stop()

    def stop(self) -> None:
        """End the process at once."""
        self.process.kill()
        self.process.wait()
        self._pipe.close()


class Crew(Executor):
    """A fixed number of worker processes.

    Parameters
    ----------
    workers
        How many work at once; each starts with its first task.
    limit
        Seconds that one task may take (None: any). An overdue task fails with ReportOverdue.
    tasks_per_worker
        A worker is replaced after so many tasks.

    Calls and what they return must be picklable; arguments are given by position. A task whose worker dies
    fails with WorkerLost, one that raises with CallFailed.
    """

    def __init__(
        self, workers: int, *, limit: float | None = None, tasks_per_worker: int = TASKS_PER_WORKER
    ) -> None:
        self._limit = limit
        self._most = tasks_per_worker
        self._queue: SimpleQueue[_Task | None] = SimpleQueue()
        self._closed = Event()
        self._halted = Event()
        self._lock = Lock()
        self._at_work: set[_Worker] = set()
        self._keepers = [Thread(target=self._keep, daemon=True) for _ in range(max(workers, 1))]
        for keeper in self._keepers:
            keeper.start()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> "Future[T]":
        """Queue a call. Raises RuntimeError after the shutdown, as the standard pools do."""
        if self._closed.is_set():
            raise RuntimeError
        future: Future[T] = Future()
        self._queue.put(_Task(future, fn, args, kwargs))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more tasks; with `cancel_futures` drop those that wait and stop those at work."""
        self._closed.set()
        if cancel_futures:
            self._drop()
        for _ in self._keepers:
            self._queue.put(None)
        if wait:
            for keeper in self._keepers:
                keeper.join()

    def _drop(self) -> None:
        """Cancel what waits, then stop the workers: their tasks fail with WorkerLost."""
        self._halted.set()
        while (task := self._next_waiting()) is not None:
            task.future.cancel()
        with self._lock:
            for worker in self._at_work:
                worker.process.kill()

    def _next_waiting(self) -> _Task | None:
        """Take a task that no keeper has taken; never wait for one: a keeper may be faster."""
        try:
            return self._queue.get_nowait()
        except Empty:
            return None

    def _keep(self) -> None:
        """Feed one worker after another until the crew is sent home."""
        worker: _Worker | None = None
        while (task := self._queue.get()) is not None:
            if task.future.set_running_or_notify_cancel():
                worker = self._serve(worker, task)
        if worker is not None:
            self._part(worker, worker.leave)

    def _serve(self, worker: _Worker | None, task: _Task) -> _Worker | None:
        """Run one task; return the worker if it may take the next."""
        try:
            worker = worker or self._hire()
        except OSError as refused:  # no more processes or files: the next task tries again
            task.future.set_exception(refused)
            return None
        try:
            task.future.set_result(worker.run(task, self._limit))
        except CallFailed as failed:
            task.future.set_exception(failed)
        except Exception as lost:  # noqa: BLE001 - whatever it was, this worker is out of step with its keeper
            self._part(worker, worker.stop)
            task.future.set_exception(lost)
            return None
        if worker.done < self._most:
            return worker
        self._part(worker, worker.leave)
        return None

    def _hire(self) -> _Worker:
        worker = _Worker()
        with self._lock:
            self._at_work.add(worker)
            if self._halted.is_set():  # hired just after the others were stopped
                worker.process.kill()
        return worker

    def _part(self, worker: _Worker, how: Callable[[], None]) -> None:
        with self._lock:
            self._at_work.discard(worker)
        how()
