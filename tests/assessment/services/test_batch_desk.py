"""Batches from a screen: they go on while nobody looks, one at a time, for those who may read."""

import io
import time
import zipfile
from collections.abc import Callable

import pytest

from assessment.access.viewer import Owner
from assessment.bootstrap import Services
from assessment.domain.editions import ReportOrder
from assessment.domain.errors import AccessDenied, NotFound
from assessment.services.batch_desk import BatchDesk, BatchView
from assessment.services.batch_folder import MANIFEST
from assessment.services.batch_jobs import Wanted, Wire
from assessment.services.batches import Batches
from tests.assessment.services import presses
from tests.assessment.services.presses import text_of
from tests.assessment.services.worlds import World, make_world

BOTH = (ReportOrder("board"), ReportOrder("full"))


@pytest.fixture
def services(sqlite_services: Services) -> Services:
    """Give services on a file: nothing here depends on the database."""
    return sqlite_services


@pytest.fixture
def world(services: Services) -> World:
    """Give a closed and scored wave with a respondent."""
    made = make_world(services)
    made.close()
    services.analysis.score(made.owner, made.owner.wave_id)
    return made


def desk_of(services: Services, wire: Wire) -> BatchDesk:
    """Give a desk whose reports are words."""
    batches = Batches(services._context, services.settings, wire, presses.threads)
    return BatchDesk(services._context, batches, presses.Press())  # type: ignore[arg-type]  # prints words


def wanted(owner: Owner) -> list[Wanted]:
    """Ask for two editions of the owner's wave."""
    return [Wanted(owner.wave_id, order) for order in BOTH]


def wait_for(desk: BatchDesk, owner: Owner, holds: Callable[[BatchView], bool]) -> BatchView:
    """Look again and again until it holds."""
    for _ in range(500):
        view = desk.view(owner)
        if view is not None and holds(view):
            return view
        time.sleep(0.02)
    raise AssertionError


def test_a_batch_goes_on_alone_and_comes_as_one_archive(services: Services, world: World) -> None:
    """Started once, finished in the background, found by the next look, packed with names and manifest."""
    desk = desk_of(services, presses.wire)
    assert desk.view(world.owner) is None
    with pytest.raises(NotFound):
        desk.archive(world.owner)
    desk.start(world.owner, [*wanted(world.owner), Wanted("none", BOTH[0])])
    view = wait_for(desk, world.owner, lambda now: now.state == "done")
    assert (view.standing.made, view.standing.failed, len(view.failures)) == (2, 1, 1)
    run = services.analysis.latest(world.owner, world.owner.wave_id)
    packed = zipfile.ZipFile(io.BytesIO(desk.archive(world.owner)))
    assert packed.testzip() is None
    assert {packed.read(name) for name in packed.namelist() if name != MANIFEST} == {
        text_of(run.id, order) for order in BOTH
    }
    assert len(packed.read(MANIFEST).splitlines()) == 3
    assert view.size == sum(len(text_of(run.id, order)) for order in BOTH)


def test_a_second_press_joins_the_first(services: Services, world: World) -> None:
    """While a batch is under way another start gives the same batch; stopping ends it."""
    desk = desk_of(services, presses.slow_wire)
    many = [Wanted(world.owner.wave_id, ReportOrder(edition, locale)) for edition, locale in (
        ("full", "zh"), ("full", "en"), ("board", "zh"), ("board", "en"), ("leadership", "zh"),
        ("leadership", "en"),
    )]  # type: ignore[arg-type]  # literals  # fmt: skip
    first = desk.start(world.owner, many)
    assert desk.start(world.owner, wanted(world.owner)).standing.total == first.standing.total == 6
    desk.stop(world.owner)
    view = wait_for(desk, world.owner, lambda now: now.state == "stopped")
    assert view.standing.settled < 6
    assert desk.start(world.owner, wanted(world.owner)).standing.total == 2


def test_batches_wait_for_each_other(services: Services, world: World) -> None:
    """The server works off one batch at a time; another viewer's waits its turn and is done after it."""
    other = make_world(services, "另一家")
    other.close()
    services.analysis.score(other.owner, other.owner.wave_id)
    desk = desk_of(services, presses.slow_wire)
    desk.start(world.owner, wanted(world.owner))
    wait_for(desk, world.owner, lambda now: now.state == "running")
    assert desk.start(other.owner, wanted(other.owner)).state == "waiting"
    wait_for(desk, other.owner, lambda now: now.state == "done")
    assert wait_for(desk, world.owner, lambda now: now.state == "done").standing.made == 2


def test_only_readers_of_results_come_near(services: Services, world: World) -> None:
    """A respondent of the same wave neither starts, sees, stops nor fetches its reports."""
    desk = desk_of(services, presses.slow_wire)
    desk.start(world.owner, wanted(world.owner))
    calls: list[Callable[[], object]] = [
        lambda: desk.start(world.respondent, wanted(world.owner)),
        lambda: desk.view(world.respondent),
        lambda: desk.stop(world.respondent),
        lambda: desk.archive(world.respondent),
    ]
    for call in calls:
        with pytest.raises(AccessDenied):
            call()
    wait_for(desk, world.owner, lambda now: now.state == "done")
