"""Releasing reports, and leadership's share links to them."""

from dataclasses import dataclass

import pytest

from assessment.access.viewer import Reader
from assessment.domain.editions import ReportOrder
from assessment.domain.errors import (
    AccessDenied,
    FactOrgError,
    FieldInvalid,
    NotFound,
)
from assessment.services.analysis import StoredRun
from assessment.services.links import SHARE_COOKIE
from assessment.services.releases import Releases
from assessment.services.reporting import Reporting
from tests.assessment.people import deeds
from tests.assessment.services.press import Press
from tests.assessment.services.worlds import World
from tests.support import Clock

ORDERS = (ReportOrder(locale="zh"), ReportOrder(locale="en"))


@dataclass
class Desk:
    """A scored wave with a press and the release service on it."""

    world: World
    run: StoredRun
    reporting: Reporting
    releases: Releases

    def released(self) -> str:
        """Ask and release as the self-assessing owner; return the release's id."""
        asked = self.releases.request(self.world.owner, self.run.id, ORDERS)
        return self.releases.release(self.world.owner, asked.id).id

    def reader(self, token: str, passphrase: str | None = None) -> Reader:
        """Open a link as leadership does."""
        services = self.world.services
        cookie = services.sharing.open(token, passphrase)
        reader = services.links.visitor({SHARE_COOKIE: cookie}).reader
        assert reader is not None
        return reader


@pytest.fixture
def desk(world: World) -> Desk:
    """Give a scored wave with a press."""
    world.close()
    services = world.services
    run = services.analysis.score(world.owner, world.owner.wave_id)
    reporting = Reporting(services._context, services.analysis, printer=Press())
    return Desk(world, run, reporting, Releases(services._context, services.analysis, reporting))


def test_a_new_release_supersedes_and_the_old_one_keeps_its_files(desk: Desk) -> None:
    """A release's files stay by id and digest; the wave is reported from the first one on."""
    owner = desk.world.owner
    first = desk.released()
    reported = desk.world.services.analysis.run(owner, desk.run.id).wave
    before = desk.releases.history(owner, owner.wave_id)[0].reports
    desk.released()
    newest, old = desk.releases.history(owner, owner.wave_id)
    assert (newest.state, newest.number, old.id, old.state) == ("released", 2, first, "superseded")
    assert old.reports == before
    assert (reported.status, reported.released) == ("reported", True)
    again = desk.world.services.analysis.run(owner, desk.run.id).wave
    assert again.reported_at == reported.reported_at
    with pytest.raises(NotFound):
        desk.releases.release(owner, first)
    steps = [d for d in deeds(desk.world.services, owner.workspace_id) if d.startswith("release.")]
    assert steps == ["release.request", "release.give"] * 2


def test_a_share_reader_reads_its_run_and_nothing_else(desk: Desk) -> None:
    """T12: only the released files can be fetched; every other report, list and write is not there."""
    services, owner = desk.world.services, desk.world.owner
    token = services.sharing.create(owner, desk.released(), "董事会")
    unreleased = desk.reporting.build(owner, desk.run.id, ReportOrder("leadership", "zh"))
    reader = desk.reader(token)
    assert services.analysis.latest(reader, owner.wave_id).id == desk.run.id
    listed = [made.report.id for made in desk.reporting.made(reader, desk.run.id)]
    assert len(listed) == 2
    ticket = desk.reporting.issue_ticket(reader, listed[0])
    assert desk.reporting.redeem(ticket).content
    calls = (
        lambda: desk.reporting.redeem(ticket),
        lambda: desk.reporting.issue_ticket(reader, unreleased.id),
        lambda: desk.reporting.build(reader, desk.run.id, ORDERS[0]),
        lambda: desk.releases.history(reader, owner.wave_id),
        lambda: desk.releases.request(reader, desk.run.id, ORDERS),
        lambda: services.sharing.links(reader, owner.wave_id),
        lambda: services.analysis.score(reader, owner.wave_id),
        lambda: services.review.responses(reader, owner.wave_id),
    )
    for call in calls:
        with pytest.raises(FactOrgError) as refused:
            call()
        assert not isinstance(refused.value, AccessDenied)
    other = Reader(reader.workspace_id, reader.wave_id, "another run", reader.share)
    with pytest.raises(NotFound):
        services.analysis.run(other, desk.run.id)


@pytest.mark.parametrize("end", ["revoke", "withdraw", "expire"])
def test_an_ended_link_ends_open_visits_at_the_next_call(desk: Desk, clock: Clock, end: str) -> None:
    """T3: after revoking, withdrawing or expiry neither link, visit nor page data is there."""
    services, owner = desk.world.services, desk.world.owner
    release = desk.released()
    token = services.sharing.create(owner, release, days=30)
    reader = desk.reader(token)
    listed = services.sharing.links(owner, owner.wave_id)[0]
    assert (listed.openings, listed.last_opened_at) == (1, clock.now)
    if end == "revoke":
        services.sharing.revoke(owner, listed.id)
    elif end == "withdraw":
        desk.releases.withdraw(owner, release)
    else:
        clock.pass_(days=30)
    for call in (
        lambda: services.sharing.preview(token),
        lambda: services.sharing.open(token),
        lambda: services.analysis.run(reader, desk.run.id),
        lambda: desk.reporting.made(reader, desk.run.id),
    ):
        with pytest.raises(NotFound):
            call()


def test_looking_at_a_link_spends_nothing_and_a_passphrase_is_asked_for(desk: Desk) -> None:
    """T10: any number of looks leave no opening; a wrong passphrase opens nothing."""
    services, owner = desk.world.services, desk.world.owner
    token = services.sharing.create(owner, desk.released(), passphrase="four horses")
    for _ in range(5):
        services.sharing.preview(token)
    with pytest.raises(FieldInvalid):
        services.sharing.open(token, "wrong horses")
    assert services.sharing.links(owner, owner.wave_id)[0].openings == 0
    assert desk.reader(token, "four horses").run_id == desk.run.id
