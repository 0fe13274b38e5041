"""Faults are told with a number and logged with the same number; facts are told in words."""

import logging
import re

import pytest
from starlette.testclient import TestClient

from assessment.bootstrap import Services
from assessment.content.words import catalogue
from assessment.domain.errors import DatabaseBusy, DatabaseNewer
from assessment.web.pages import STATUS, Problem, problem_page
from tests.assessment.web.conftest import Merchant

FIELDS = {"public_url": "https://x", "minutes": 10, "incident": "ab12"}


def broken(services: Services, error: Exception) -> None:
    """Make every look at a link fail with `error`."""

    def fail(_token: str) -> None:
        raise error

    services.links.preview_invitation = fail  # type: ignore[method-assign,assignment]


def test_fault_gets_a_number_and_shows_nothing_else(
    client: TestClient, services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    """Page and log carry the same incident number; class, message and path stay in the log."""
    broken(services, RuntimeError("postgres://user:secret@host/db"))
    with caplog.at_level(logging.ERROR, "assessment.web.problems"):
        answer = client.get("/i/whatever")
    assert answer.status_code == 500
    number = re.search(r"编号 ([0-9a-f]{8})", answer.text)
    assert number is not None
    assert number.group(1) in caplog.text
    assert "secret" not in answer.text
    assert "RuntimeError" not in answer.text


@pytest.mark.parametrize("error", [DatabaseBusy(), DatabaseNewer(revision="0099")])
def test_database_out_of_reach_is_a_503(client: TestClient, services: Services, error: Exception) -> None:
    """When the database cannot be asked, the page says so and when to come back."""
    broken(services, error)
    answer = client.get("/i/whatever")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")
    assert "暂时没有响应" in answer.text


def test_health(client: TestClient, services: Services) -> None:
    """The probe learns one word, and 503 when the database does not answer."""
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})

    def fail() -> None:
        raise DatabaseBusy

    services.maintenance.check = fail  # type: ignore[method-assign,assignment]
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"status": "unavailable"})


@pytest.mark.parametrize("locale", ["zh", "en"])
@pytest.mark.parametrize("code", STATUS)
def test_every_problem_has_words(code: str, locale: str) -> None:
    """Each code has a title, a sentence and a way on, in both languages."""
    answer = problem_page(locale, Problem(code, FIELDS))  # type: ignore[arg-type]  # a parameter of the test
    body = bytes(answer.body).decode()
    assert answer.status_code == STATUS[code]
    assert catalogue(locale)[f"web.problem.{code}.title"] in body.replace("&#39;", "'")  # type: ignore[arg-type]
    assert "{" not in body.partition("<main>")[2]


def test_pages_carry_their_own_policy(client: TestClient, merchant: Merchant) -> None:
    """Plain pages allow no script at all, and send no referrer with the token."""
    headers = client.get(merchant.link()).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "script-src" not in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"


def test_merchant_name_cannot_become_markup(client: TestClient, merchant: Merchant) -> None:
    """Names are typed by people: on our pages they are text, whatever they hold."""
    page = client.get(merchant.link('<img src=x onerror="alert(1)">')).text
    assert "<img" not in page
    assert "&lt;img src=x onerror=&#34;alert(1)&#34;&gt;" in page
