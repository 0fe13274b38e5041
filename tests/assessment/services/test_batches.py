"""Batches: each report for itself, nothing twice, nothing half, and on again after a kill."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.access.viewer import System
from assessment.bootstrap import Services
from assessment.content.demo.case import demo_case
from assessment.domain.editions import EDITIONS, FILE_FORMS, CoverWords, ReportLook, ReportOrder
from assessment.domain.errors import ReportRejected
from assessment.domain.text import LOCALES
from assessment.services.batch_folder import MANIFEST, BatchFolder, write_whole
from assessment.services.batch_jobs import Job, Made, Refused, Wanted
from assessment.services.batches import Batches, Pace, Result, Standing
from assessment.services.context import Context
from assessment.services.reporting import Reporting
from tests.assessment.services import presses
from tests.assessment.services.press import Press
from tests.assessment.services.presses import BROKEN, DENIED, REJECTED, text_of
from tests.assessment.services.worlds import make_world, operation

ROOT = Path(__file__).parents[3]
MOMENT = datetime(2026, 11, 2, tzinfo=UTC)
KILLED = """
import sys
from pathlib import Path
from tests.assessment.services.test_batches import jobs_of, stand_in
from tests.assessment.services.presses import slow_wire
from assessment.access.viewer import System
stand_in(slow_wire).print_into(System(), jobs_of(12), Path(sys.argv[1]))
"""


def stand_in(wire: Any = presses.wire) -> Batches:
    """Batches whose workers are threads with a stand-in press; only planning would need a database."""
    context = Context(database=None, instruments=None)  # type: ignore[arg-type]  # neither is asked
    return Batches(context, None, wire, presses.threads)  # type: ignore[arg-type]  # the press needs no settings


def job(run_id: str, name: str = "云岫护肤", edition: Any = "full") -> Job:
    """One planned report."""
    return Job(f"wave-of-{run_id}", name, ReportOrder(edition), run_id)


def jobs_of(count: int) -> tuple[Job, ...]:
    """Plan reports of so many runs."""
    return tuple(job(f"run-{number:02d}") for number in range(count))


def manifest(folder: Path) -> list[dict[str, Any]]:
    """Lines of the manifest."""
    return [json.loads(line) for line in (folder / MANIFEST).read_text(encoding="utf-8").splitlines()]


def test_each_report_succeeds_or_fails_by_itself(tmp_path: Path) -> None:
    """What fails is in the manifest with its reason; what succeeds is there whole, with its digest."""
    jobs = (job("run-1"), job(REJECTED), job(DENIED), job(BROKEN), job("run-2"))
    summary = stand_in().print_into(System(), jobs, tmp_path)
    assert (summary.standing.made, summary.standing.failed, summary.stopped) == (2, 3, False)
    lines = {line["run"]: line for line in manifest(tmp_path)}
    reasons = {run: line["reason"] for run, line in lines.items() if line["state"] == "failed"}
    assert reasons == {REJECTED: "report_rejected", DENIED: "access_denied", BROKEN: "unexpected"}
    for run in ("run-1", "run-2"):
        content = (tmp_path / lines[run]["file"]).read_bytes()
        assert content == text_of(run, ReportOrder())
        assert (lines[run]["sha256"], lines[run]["bytes"]) == (sha256(content).hexdigest(), len(content))
    rejected = next(f.outcome for f in summary.failures if f.job.run_id == REJECTED)
    assert isinstance(rejected, Refused)
    assert isinstance(rejected.error(), ReportRejected)


def test_progress_counts_up_and_reckons_the_rest(tmp_path: Path) -> None:
    """Each settled report is told once; the time left is unknown at first and nothing at the end."""
    told: list[tuple[Standing, Result]] = []
    refused = replace(job("none"), refused=Refused("not_found"))
    stand_in().print_into(System(), (refused, *jobs_of(4)), tmp_path, tell=lambda *one: told.append(one))
    assert [standing.settled for standing, _ in told] == [1, 2, 3, 4, 5]
    assert told[0][0].seconds_left is None
    assert told[-1][0].seconds_left == 0.0
    assert all(
        not r.outcome.content for _, r in told if isinstance(r.outcome, Made)
    )  # no file is kept in memory


def test_what_is_there_is_not_made_again(tmp_path: Path) -> None:
    """A second run skips files that have their digest; a damaged, lost or overtaken one is made again."""
    jobs = jobs_of(4)
    stand_in().print_into(System(), jobs, tmp_path)
    damaged, lost = (tmp_path / line["file"] for line in manifest(tmp_path)[:2])
    damaged.write_bytes(b"half")
    lost.unlink()
    scored_again = replace(jobs[3], run_id="run-later")
    done = stand_in().print_into(System(), (*jobs[:3], scored_again), tmp_path).standing
    assert (done.made, done.skipped) == (3, 1)
    worded_anew = replace(jobs[0], change=7)
    for made in (1, 0):
        done = stand_in().print_into(System(), (worded_anew, *jobs[1:3], scored_again), tmp_path).standing
        assert (done.made, done.skipped) == (made, 4 - made)
    stand_in().print_into(System(), (jobs[0],), tmp_path)
    every = (
        stand_in().print_into(System(), (*jobs[:3], scored_again), tmp_path, pace=Pace(again=True)).standing
    )
    assert (every.made, every.skipped) == (4, 0)


def test_a_kill_costs_only_what_was_under_way(tmp_path: Path) -> None:
    """After kill -9 no file is half there, and the same batch makes exactly what the manifest lacks."""
    program = [sys.executable, "-c", KILLED, str(tmp_path)]
    with subprocess.Popen(program, cwd=ROOT) as process:
        while not (tmp_path / MANIFEST).exists() or len(manifest_bytes(tmp_path).splitlines()) < 3:
            assert process.poll() is None
            time.sleep(0.02)
        os.kill(process.pid, signal.SIGKILL)
    (tmp_path / ".report-abc.part").write_bytes(b"half a report")
    with (tmp_path / MANIFEST).open("ab") as file:
        file.write(b'{"wave": "torn')
    finished = len(manifest_bytes(tmp_path).splitlines()) - 1
    summary = stand_in().print_into(System(), jobs_of(12), tmp_path)
    assert summary.standing.skipped == finished < 12
    assert summary.standing.made == 12 - finished
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {MANIFEST, *(f"{one.stem}.pdf" for one in jobs_of(12))}
    for one in jobs_of(12):
        assert (tmp_path / f"{one.stem}.pdf").read_bytes() == text_of(one.run_id, one.order)


def manifest_bytes(folder: Path) -> bytes:
    """Read the manifest as it stands, perhaps with a torn end."""
    return (folder / MANIFEST).read_bytes()


def test_a_stopped_batch_keeps_what_is_done(tmp_path: Path) -> None:
    """Stopping ends the batch early and says so; nothing that was finished is lost."""
    told: list[Standing] = []
    batches = stand_in(presses.slow_wire)
    summary = batches.print_into(
        System(),
        jobs_of(12),
        tmp_path,
        pace=Pace(workers=1),
        tell=lambda standing, _: told.append(standing),
        stopped=lambda: len(told) >= 2,
    )
    assert summary.stopped
    assert 2 <= summary.standing.made < 12
    assert len(manifest(tmp_path)) == summary.standing.made


@given(
    names=st.lists(st.text(max_size=200), min_size=2, max_size=2),
    orders=st.lists(
        st.builds(
            ReportOrder, st.sampled_from(EDITIONS), st.sampled_from(LOCALES), st.sampled_from(FILE_FORMS),
            st.booleans(),
        ),
        min_size=2, max_size=2,
    ),
    waves=st.lists(st.text(min_size=1, max_size=40), min_size=2, max_size=2),
)  # fmt: skip
def test_file_names_are_safe_and_unique(
    names: list[str], orders: list[ReportOrder], waves: list[str]
) -> None:
    """Whatever a merchant is called, a name is one plain part of a path, and no two reports share one."""
    one, other = (Job(w, n, o, "run") for w, n, o in zip(waves, names, orders, strict=True))
    for stem in (one.stem, other.stem):
        assert stem == Path(stem).name
        assert len(stem.encode()) < 240
        assert not stem.startswith((".", "-"))
    kinds = [(j.wave_id, j.order.edition, j.order.locale, j.order.archive) for j in (one, other)]
    if kinds[0] != kinds[1]:
        assert one.stem.casefold() != other.stem.casefold()


@settings(max_examples=25)
@given(lines=st.lists(st.binary(max_size=60)), torn=st.binary(max_size=30))
def test_any_manifest_can_be_read(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes], torn: bytes
) -> None:
    """Lines that are not ours are passed over, and what is appended later is read back."""
    folder = tmp_path_factory.mktemp("batch")
    (folder / MANIFEST).write_bytes(b"\n".join([*lines, b'["a"]', b'{"wave": 1}', torn]))
    made = Made("report", "report.pdf", 1, 4, sha256(b"text").hexdigest(), b"text")
    BatchFolder(folder).keep(job("run-1"), made, MOMENT)
    assert BatchFolder(folder).there(job("run-1")) is not None


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When writing fails the earlier file stays as it was, and no draft is left."""
    target = tmp_path / "report.pdf"
    write_whole(target, b"first")

    def full(_: int) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        write_whole(target, b"second")
    assert [p.name for p in tmp_path.iterdir()] == ["report.pdf"]
    assert target.read_bytes() == b"first"


def test_planning_checks_each_report_for_this_viewer(services: Services) -> None:
    """A viewer plans what he may read; what he may not, or what does not exist, has the same reason."""
    world, stranger = make_world(services), make_world(services, "别家")
    world.close()
    order = ReportOrder("board")
    wanted = [Wanted(id_, order) for id_ in (world.owner.wave_id, stranger.owner.wave_id, "none")]
    unscored, foreign, absent = services.batches.plan(world.owner, wanted)
    assert unscored.refused == Refused("not_scored_yet")
    assert foreign.refused == absent.refused == Refused("not_found")
    assert foreign.merchant == ""
    services.analysis.score(world.owner, world.owner.wave_id)
    (planned, *_) = services.batches.plan(world.owner, [wanted[0], wanted[0]])
    assert planned.refused is None
    assert planned.run_id == services.analysis.latest(world.owner, world.owner.wave_id).id
    assert len(services.batches.plan(world.owner, [wanted[0], wanted[0]])) == 1


def test_a_change_of_what_is_printed_is_planned_for(services: Services) -> None:
    """A new look makes other reports: a batch must not take the earlier files for them. Printing does not."""
    world = make_world(services)
    world.close()
    run = services.analysis.score(world.owner, world.owner.wave_id)
    wanted = [Wanted(world.owner.wave_id, ReportOrder("board"))]
    (before,) = services.batches.plan(world.owner, wanted)
    Reporting(services._context, services.analysis, printer=Press()).build(
        world.owner, run.id, ReportOrder("board")
    )
    assert services.batches.plan(world.owner, wanted) == (before,)
    look = ReportLook(cover=CoverWords(title="年度体检"))
    services.report_desk.save_look(
        world.owner, world.owner.wave_id, look, revision=0, operation_id=operation()
    )
    (after,) = services.batches.plan(world.owner, wanted)
    assert after.change > before.change
    assert replace(after, change=before.change) == before


def test_an_engagement_stands_for_its_closed_wave(services: Services) -> None:
    """The id of an engagement names the wave of it that was closed last."""
    demo = services.demo.ensure()
    (planned,) = services.batches.plan(System(), [Wanted(demo_case().engagement_id, ReportOrder())])
    assert planned.wave_id == demo.wave_id
