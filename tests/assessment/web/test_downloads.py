"""Reports leave by a ticket that works once, and only towards people who may read them."""

from collections.abc import Callable
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from assessment.access.viewer import Reader
from assessment.bootstrap import Services
from assessment.services.links import ACCOUNT_COOKIE
from assessment.web.downloads import content_disposition
from assessment.web.throttle import MISSES_ALLOWED
from tests.assessment.people import firm
from tests.assessment.web.conftest import PDF, Merchant, Reports, press_button

DEMO = Reader(workspace_id="demo", wave_id="demo")


class DemoReader:
    """Stands in for the demo service."""

    def __init__(self, reader: Reader | None) -> None:
        self._reader = reader

    def reader(self) -> Reader | None:
        """Reader of the demo, if there is one."""
        return self._reader


@pytest.fixture
def reports(services: Services, merchant: Merchant) -> Reports:
    """One report that the merchant's owner may read; no demo yet."""
    made = Reports((merchant.owner,))
    services.__dict__["reporting"] = made  # takes the place of the cached property
    services.__dict__["demo"] = DemoReader(None)
    return made


@pytest.fixture
def owner(client: TestClient, merchant: Merchant) -> TestClient:
    """Return the owner's browser."""
    press_button(client, f"/o/{merchant.owner_token}")
    return client


def test_people_who_are_signed_in_download_what_they_may_read(
    client: TestClient, reports: Reports, services: Services
) -> None:
    """A session opens the report to a member who may read it, and looks like no report to another one."""
    house = firm(services)
    client.cookies.set(ACCOUNT_COOKIE, house.token)
    assert client.get("/reports/report-1").status_code == 404
    reports.readers = (house.admin,)
    assert client.get("/reports/report-1").status_code == 303
    services.accounts.sign_out(house.token)
    assert client.get("/reports/report-1").status_code == 404


def test_owner_downloads_the_pdf(owner: TestClient, reports: Reports) -> None:
    """The report's address leads to a ticket, the ticket to the file under its Chinese name."""
    lead = owner.get("/reports/report-1")
    assert lead.status_code == 303
    assert lead.headers["cache-control"] == "no-store"
    answer = owner.get(lead.headers["location"])
    assert (answer.status_code, answer.content) == (200, PDF)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    name = answer.headers["content-disposition"].partition("filename*=UTF-8''")[2]
    assert unquote(name) == reports.file_name


def test_ticket_works_once_and_for_nobody_later(owner: TestClient, reports: Reports) -> None:
    """The second use of a ticket is told in words, also to its owner."""
    address = owner.get("/reports/report-1").headers["location"]
    assert owner.get(address).status_code == 200
    again = owner.get(address)
    assert again.status_code == 404
    assert "只能用一次" in again.text
    assert reports.open == set()


def test_looking_at_an_address_spends_no_ticket(owner: TestClient, reports: Reports) -> None:
    """HEAD, as download managers send it, neither writes nor spends a ticket."""
    assert owner.head("/reports/report-1").status_code == 204
    assert reports.issued == 0
    address = owner.get("/reports/report-1").headers["location"]
    assert owner.head(address).status_code == 204
    assert owner.get(address).status_code == 200


@pytest.mark.parametrize("report_id", ["report-1", "report-2", "%2e%2e", "%E6%8A%A5"])
@pytest.mark.usefixtures("reports")
def test_strangers_find_no_report(client: TestClient, report_id: str) -> None:
    """Without the cookie an existing and an invented report look the same."""
    answer = client.get(f"/reports/{report_id}")
    assert answer.status_code == 404
    assert "ticket" not in answer.text


def test_respondent_is_a_stranger_here(client: TestClient, merchant: Merchant, reports: Reports) -> None:
    """An invited person may answer, not read the report."""
    press_button(client, merchant.link())
    assert client.get("/reports/report-1").status_code == 404
    assert reports.issued == 0


def test_address_dies_with_the_visit(owner: TestClient, reports: Reports) -> None:
    """After leaving, an address seen in the session opens nothing."""
    address = owner.get("/reports/report-1").headers["location"]
    assert owner.get(address).status_code == 200
    owner.post("/leave", headers={"origin": "http://testserver"})
    assert owner.get("/reports/report-1").status_code == 404
    assert reports.issued == 1


def test_anybody_reads_the_demo(client: TestClient, services: Services, reports: Reports) -> None:
    """The demo's report needs no cookie."""
    services.__dict__["demo"] = DemoReader(DEMO)
    reports.readers = (DEMO,)
    assert client.get("/reports/report-1").status_code == 303


def test_owner_reads_the_demo_too(owner: TestClient, services: Services, reports: Reports) -> None:
    """A report that is not the owner's own may still be the demo's."""
    services.__dict__["demo"] = DemoReader(DEMO)
    reports.readers = (DEMO,)
    assert owner.get("/reports/report-1").status_code == 303


@pytest.mark.usefixtures("reports")
def test_guessing_tickets_is_slowed_down(
    client: TestClient, another_client: Callable[..., TestClient], merchant: Merchant
) -> None:
    """Twenty wrong tickets make an address wait for tickets; personal links still open."""
    for number in range(MISSES_ALLOWED):
        assert client.get(f"/r/guess-{number}").status_code == 404
    assert client.get("/r/guess").status_code == 429
    assert another_client(address="192.0.2.9").get("/r/guess").status_code == 404
    assert client.get(merchant.link()).status_code == 200


@given(st.text(max_size=60))
def test_file_name_is_one_safe_line_whatever_it_holds(name: str) -> None:
    """Names of merchants are typed by people: the header stays one line of ASCII and gives the name back."""
    safe = name.encode("utf-8", "replace").decode()
    header = content_disposition(safe)
    assert header.isascii()
    assert header.isprintable()
    assert unquote(header.partition("filename*=UTF-8''")[2]) == safe
    plain = header.partition("filename=")[2].partition(";")[0]
    assert plain
    assert not set(plain) & set(' "\\/;,')
