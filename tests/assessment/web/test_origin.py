"""A form counts only when it was sent from our own page."""

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from assessment.services.links import ANSWER_COOKIE, OWNER_COOKIE
from tests.assessment.web.conftest import Merchant, press_button

OURS = "http://testserver"
FOREIGN = "https://evil.example"


def keyed(client: TestClient, link: str) -> dict[str, str]:
    """Open the landing page; return its form."""
    return {"form_key": client.get(link).text.partition('name="form_key" value="')[2].partition('"')[0]}


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "null", "sec-fetch-site": "same-origin"},  # Chromium, page with no-referrer
        {"origin": OURS, "sec-fetch-site": "same-origin"},
        {"origin": OURS},  # a browser without fetch metadata, or plain http in a local network
        {"origin": "null"},  # the same, page with no-referrer: the form key speaks
        {},
    ],
)
def test_own_page_passes(client: TestClient, merchant: Merchant, headers: dict[str, str]) -> None:
    """Every browser that shows our page can press its button."""
    link = merchant.link()
    form = keyed(client, link)
    assert client.post(link, data=form, headers=headers).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": FOREIGN, "sec-fetch-site": "cross-site"},
        {"origin": "null", "sec-fetch-site": "cross-site"},
        {"origin": OURS, "sec-fetch-site": "same-site"},
        {"origin": FOREIGN},
        {"origin": "http://testserver:8501"},
        {"origin": "http://testserver.evil.example"},
    ],
)
def test_foreign_page_is_refused(client: TestClient, merchant: Merchant, headers: dict[str, str]) -> None:
    """A page elsewhere cannot make this browser start somebody's visit, even with the right form."""
    link = merchant.link()
    answer = client.post(link, data=keyed(client, link), headers=headers)
    assert answer.status_code == 403
    assert "没有执行" in answer.text
    assert ANSWER_COOKIE not in client.cookies


@pytest.mark.parametrize("key", ["", "x" * 22, "漏"])
def test_without_metadata_the_form_key_must_match(client: TestClient, merchant: Merchant, key: str) -> None:
    """Where a browser sends no other sign, a forged form does not know the key."""
    link = merchant.link()
    client.get(link)
    assert client.post(link, data={"form_key": key}).status_code == 403
    assert ANSWER_COOKIE not in client.cookies


def test_refused_cookies_are_explained(another_client: Callable[..., TestClient], merchant: Merchant) -> None:
    """A browser inside another app that keeps no cookie is told how to open the link elsewhere."""
    link = merchant.link()
    browser = another_client()
    form = keyed(browser, link)
    browser.cookies.clear()
    answer = browser.post(link, data=form, headers={"sec-fetch-site": "same-origin"})
    assert answer.status_code == 403
    assert "在浏览器打开" in answer.text


def test_file_instead_of_a_key_is_no_key(client: TestClient, merchant: Merchant) -> None:
    """A form that sends a file where the key belongs is refused and nothing breaks."""
    link = merchant.link()
    client.get(link)
    assert client.post(link, files={"form_key": ("k", b"x")}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [{}, {"origin": "null"}, {"origin": FOREIGN}, {"sec-fetch-site": "cross-site", "origin": OURS}],
)
def test_leaving_needs_a_sign_too(client: TestClient, merchant: Merchant, headers: dict[str, str]) -> None:
    """A foreign page cannot sign anybody out."""
    press_button(client, f"/o/{merchant.owner_token}")
    assert client.post("/leave", headers=headers).status_code == 403
    assert OWNER_COOKIE in client.cookies


def test_host_must_be_the_public_one(another_client: Callable[..., TestClient], merchant: Merchant) -> None:
    """With a public address configured, a post under another name (DNS rebinding) does nothing."""
    browser = another_client(public_url="https://fact.example.cn", base_url="http://rebound.example")
    link = merchant.link()
    answer = browser.post(link, data=keyed(browser, link), headers={"origin": "http://rebound.example"})
    assert answer.status_code == 421
    assert "https://fact.example.cn" in answer.text
    assert ANSWER_COOKIE not in browser.cookies


def test_public_address_passes(another_client: Callable[..., TestClient], merchant: Merchant) -> None:
    """Under the public name the button works, with the origin that a browser sends there."""
    browser = another_client(public_url="https://fact.example.cn", base_url="https://fact.example.cn")
    link = merchant.link()
    answer = browser.post(link, data=keyed(browser, link), headers={"origin": "https://fact.example.cn"})
    assert answer.status_code == 303
