"""The rim on real services: one SQLite file a test, a clock that the test turns, a client per person."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2 as httpx
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from assessment.access.viewer import Owner, Viewer
from assessment.bootstrap import Services, bootstrap
from assessment.domain.errors import NotFound, TicketSpent
from assessment.services.engagements import IssuedInvitation
from assessment.services.links import OWNER_COOKIE
from assessment.settings import Settings
from assessment.web.middleware import middleware
from assessment.web.problems import HANDLERS
from assessment.web.routes import routes

HOST = "http://testserver"
PDF = b"%PDF-1.7 a page of figures"


@dataclass
class Clock:
    """Stands still until the test moves it."""

    now: datetime = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return the present moment of the test."""
        return self.now

    def pass_days(self, days: float) -> None:
        """Move the clock."""
        self.now += timedelta(days=days)


@dataclass
class Merchant:
    """A started self-assessment and the way in for its owner."""

    services: Services
    owner_token: str
    owner: Owner
    names: Iterator[int] = field(default_factory=lambda: iter(range(1000)))

    def invite(self, name: str = "主播甲", locale: str = "zh") -> IssuedInvitation:
        """Invite somebody; `token` of the result is never None here."""
        return self.services.engagements.invite(
            self.owner,
            name=name,
            role="LIVE",
            locale="en" if locale == "en" else "zh",
            operation_id=f"invite-{next(self.names):06}",
        )

    def link(self, name: str = "主播甲", locale: str = "zh") -> str:
        """Invite somebody; return the path of the personal link."""
        return f"/i/{self.invite(name, locale).token}"


@dataclass(frozen=True)
class ReportFile:
    """What a ticket is exchanged for."""

    file_name: str
    content: bytes
    media_type: str = "application/pdf"


class Reports:
    """Stands in for the reporting service: one report, tickets by count, spent at first use."""

    def __init__(self, readers: tuple[Viewer, ...], file_name: str = "组织能力报告 2026.pdf") -> None:
        self.readers = readers
        self.file_name = file_name
        self.open: set[str] = set()
        self.issued = 0

    def issue_ticket(self, viewer: Viewer, report_id: str) -> str:
        """Issue a ticket to a reader of the one report."""
        if viewer not in self.readers or report_id != "report-1":
            raise NotFound
        self.issued += 1
        ticket = f"ticket-{self.issued}"
        self.open.add(ticket)
        return ticket

    def redeem(self, ticket: str) -> ReportFile:
        """Give the file once."""
        if ticket not in self.open:
            raise TicketSpent
        self.open.remove(ticket)
        return ReportFile(self.file_name, PDF)


def make_client(
    get_services: Callable[[], Services],
    *,
    public_url: str | None = None,
    base_url: str = HOST,
    address: str = "192.0.2.1",
) -> TestClient:
    """Return a browser without cookies that follows nothing by itself."""
    app = Starlette(
        routes=routes(get_services, public_url=public_url),
        middleware=middleware(),
        exception_handlers=HANDLERS,
    )
    return TestClient(
        app,
        base_url=base_url,
        follow_redirects=False,
        raise_server_exceptions=False,
        client=(address, 50_000),
    )


def press_button(client: TestClient, link: str, **headers: str) -> httpx.Response:
    """Open a link, send its form back as Chromium does, and return the answer."""
    page = client.get(link)
    key = page.text.partition('name="form_key" value="')[2].partition('"')[0]
    sent = {"origin": "null", "sec-fetch-site": "same-origin", **headers}
    return client.post(link, data={"form_key": key}, headers=sent)


@pytest.fixture
def clock() -> Clock:
    """Return a clock that the test turns."""
    return Clock()


@pytest.fixture
def services(tmp_path: Path, clock: Clock) -> Iterator[Services]:
    """Real services on a new SQLite file."""
    made = bootstrap(Settings(database_url=f"sqlite:///{tmp_path / 'factorg.db'}"), clock=clock)
    yield made
    made.close()


@pytest.fixture
def merchant(services: Services) -> Merchant:
    """Return a merchant whose assessment is open."""
    started = services.engagements.start_self_assessment(
        name="山野<有>茶 & Co", category="food", gmv_tier="G3", locale="zh", operation_id="start-000001"
    )
    visit = services.links.exchange("owner", started.owner_token)
    owner = services.links.visitor({OWNER_COOKIE: visit}).owner
    assert owner is not None
    return Merchant(services, started.owner_token, owner)


@pytest.fixture
def client(services: Services) -> TestClient:
    """Return a browser of somebody unknown."""
    return make_client(lambda: services)


@pytest.fixture
def another_client(services: Services) -> Callable[..., TestClient]:
    """Make further browsers; see `make_client`."""
    return lambda **options: make_client(lambda: services, **options)
