"""Worker processes: what they return comes back, and each failure stays with its own task."""

import operator
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from threading import Thread
from typing import Any

import pytest

from assessment.domain.errors import ReportOverdue, WorkerLost
from assessment.services import crew as crew_module
from assessment.services.crew import CallFailed, Crew


@contextmanager
def crew(workers: int = 1, *, limit: float | None = 20.0, tasks_per_worker: int = 200) -> Iterator[Crew]:
    """Give a crew that is sent home in any case."""
    hired = Crew(workers, limit=limit, tasks_per_worker=tasks_per_worker)
    try:
        yield hired
    finally:
        hired.shutdown(cancel_futures=True)


def test_each_failure_is_its_own_tasks() -> None:
    """A call that raises, a worker that dies and one that dawdles fail their own tasks; the rest is done."""
    with crew() as hired:
        raising, dying = hired.submit(operator.truediv, 1, 0), hired.submit(os._exit, 3)
        fine = hired.submit(operator.truediv, 1, 4)
        assert isinstance(raising.exception(), CallFailed)
        assert isinstance(dying.exception(), WorkerLost)
        assert fine.result() == 0.25


def test_a_task_that_takes_too_long_is_given_up() -> None:
    """After its time a task fails with the limit, its worker is stopped, and the next one is done."""
    with crew(limit=4.0) as hired:
        overdue, next_one = hired.submit(time.sleep, 60.0), hired.submit(operator.truediv, 1, 2)
        error = overdue.exception()
        assert isinstance(error, ReportOverdue)
        assert error.fields == {"seconds": 4}
        assert next_one.result() == 0.5


def test_workers_are_replaced() -> None:
    """A worker does its share of tasks in a process of its own and then makes room for another."""
    with crew(tasks_per_worker=2) as hired:
        seen = [hired.submit(os.getpid).result() for _ in range(3)]
    assert seen[0] == seen[1] != seen[2]
    assert os.getpid() not in seen


def test_a_crew_sent_home_leaves_nothing_behind() -> None:
    """A shutdown that cancels stops the worker at work, drops what waits, and takes nothing new."""
    with crew(limit=None) as hired:
        first = hired.submit(os.getpid).result()
        working, waiting = hired.submit(time.sleep, 60.0), hired.submit(operator.truediv, 1, 1)
        hired.shutdown(cancel_futures=True)
        assert working.cancelled() or isinstance(working.exception(), WorkerLost)
        assert waiting.cancelled()
        with pytest.raises(ProcessLookupError):
            os.kill(first, 0)
        with pytest.raises(RuntimeError):
            hired.submit(os.getpid)


class _Overtaken(SimpleQueue[Any]):
    """A queue whose last task a keeper takes just after somebody has looked whether there is one."""

    def empty(self) -> bool:
        """Say what was true a moment ago."""
        return False


def test_sending_home_waits_for_no_task_that_a_keeper_took_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """A keeper may take the last task at any moment: the shutdown then ends all the same."""
    monkeypatch.setattr(crew_module, "SimpleQueue", _Overtaken)
    hired = Crew(1)
    leaving = Thread(target=lambda: hired.shutdown(cancel_futures=True), daemon=True)
    leaving.start()
    leaving.join(20.0)
    assert not leaving.is_alive()
