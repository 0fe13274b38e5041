"""Killed in the middle of saving: every answer that was acknowledged is there."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from assessment.bootstrap import bootstrap
from assessment.settings import Settings
from assessment.storage import answer_store
from tests.assessment.services.worlds import make_world

SAVER = Path(__file__).with_name("saver.py")
ROOT = Path(__file__).parents[3]


def run_and_kill(arguments: list[str], after: int) -> list[tuple[str, int, int, str]]:
    """Let the saver acknowledge some answers, kill it without warning, return what it told."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, str(SAVER), *arguments], stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        lines = [process.stdout.readline() for _ in range(after)]
        process.send_signal(signal.SIGKILL)
        rest, _ = process.communicate()
        lines += rest.splitlines(keepends=True)
    whole = [line.split() for line in lines if line.endswith("\n")]
    return [(item, int(value), int(revision), key) for item, value, revision, key in whole]


@pytest.mark.parametrize("after", [1, 40, 150])
def test_kill_9_loses_no_acknowledged_answer(database_url: str, after: int) -> None:
    """What the process said was saved is in the history, in order, and the vector replays from it."""
    services = bootstrap(Settings(database_url))
    world = make_world(services)
    who = world.respondent
    ids = [who.workspace_id, who.wave_id, who.invitation_id, who.response_id]
    told = run_and_kill([database_url, *ids], after)
    assert len(told) >= after
    database = services._context.database
    events = database.read(lambda c: answer_store.history(c, who.response_id))
    stored = [(e.item_id, e.value, e.revision, e.operation_id) for e in events]
    assert stored[: len(told)] == told
    assert len(stored) - len(told) <= 1
    sheet = services.responding.open(who)
    newest = {event.item_id: event.value for event in events}
    assert {i: sheet.response.answers[sheet.instrument.index[i]] for i in newest} == newest
    assert "integrity=ok" in services.maintenance.check(thorough=True)
    services.close()
