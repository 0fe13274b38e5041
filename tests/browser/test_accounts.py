"""Signing in with a real browser: the first start, a second device, and a company account."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from assessment.bootstrap import bootstrap
from assessment.settings import Settings
from tests.assessment.people import ADMIN, PASSWORD, firm
from tests.browser.conftest import Arrive
from tests.browser.pages import Visitor
from tests.browser.provider import Provider
from tests.browser.server import Server

pytestmark = pytest.mark.browser


@pytest.fixture
def provider() -> Iterator[Provider]:
    """Start an identity provider that vouches for the administrator's address."""
    running = Provider({"sub": "77", "email": ADMIN, "email_verified": True})
    yield running
    running.stop()


@pytest.fixture
def company_server(tmp_path: Path, provider: Provider) -> Iterator[Server]:
    """Start the product with the provider configured and a firm in it."""
    secrets = tmp_path / "secrets.toml"
    running = Server(tmp_path, {"STREAMLIT_SECRETS_FILES": str(secrets)})
    secrets.write_text(provider.secrets(running.url), encoding="utf-8")
    running.start()
    services = bootstrap(Settings(running.database_url))
    firm(services)
    services.close()
    yield running
    running.stop()


def fill(person: Visitor, **typed: str) -> None:
    """Fill in the plain form on the screen and send it."""
    for name, text in typed.items():
        person.page.fill(f"#{name}", text)
    person.page.locator("form button").click()


def test_from_the_first_start_to_a_colleague_on_a_phone(own_server: Server, arrive: Arrive) -> None:
    """The printed code makes the administrator, a welcome link a colleague, and a reload keeps both in."""
    code = re.search(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){3}", own_server.log.read_text(encoding="utf-8"))
    assert code is not None
    admin = arrive(at=own_server)
    admin.open("/")
    admin.page.locator(".fo-go a").click()
    fill(
        admin,
        code=code[0],
        workspace="山海咨询",
        name="管理员甲",
        email=ADMIN,
        password=PASSWORD,
        again=PASSWORD,
    )
    admin.settle()
    admin.open("/people")
    admin.write("person-name", "顾问乙")
    admin.write("person-email", "c@firm.example")
    admin.press("person-add")
    link = re.search(r"http\S+/account/welcome/\S+", admin.text())
    assert link is not None
    colleague = arrive("phone", at=own_server)
    colleague.page.goto(link[0])
    fill(colleague, password=PASSWORD, again=PASSWORD)
    colleague.settle()
    for person, path in ((admin, "/people"), (colleague, "/settings")):
        person.open(path)
        person.page.reload()
        person.settle()
        expect(person.page.locator('.fo-foot a[href^="/account/sign-out"]')).to_be_visible()
        assert person.failures() == []
        assert person.overflow() <= 0
        assert person.small_targets() == []
        assert "factorg_account" not in str(person.page.evaluate("document.cookie"))
    assert link[0].rpartition("/")[2].partition("?")[0] not in own_server.log.read_text(encoding="utf-8")


def test_a_company_account_opens_the_workspace(
    company_server: Server, provider: Provider, arrive: Arrive
) -> None:
    """The provider names a member: our own session begins, and what the provider said is forgotten."""
    person = arrive(at=company_server)
    person.page.goto(f"{company_server.url}/account/sign-in?lang=zh")
    person.page.locator('a[href^="/sso"]').click()
    person.settle()
    person.keyed("sso-only").locator("button").click()
    person.page.locator('.fo-go a[href^="/account/exchange/"]').click()
    person.page.locator("form button").click()
    person.settle()
    names = {cookie["name"] for cookie in person.page.context.cookies()}
    assert "factorg_account" in names
    assert not any(name.startswith("_streamlit_user") for name in names)
    person.open("/people")
    assert "管理员甲" in person.text()
    foreign = [address for address in person.watch.foreign if not address.startswith(provider.url)]
    person.watch.foreign[:] = foreign
