"""Signing in over HTTP: own forms only, cookies that no script reads, links that GET does not spend."""

import re
from collections.abc import Callable

import httpx2 as httpx
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from assessment.bootstrap import Services
from assessment.services.links import ACCOUNT_COOKIE
from assessment.services.people import NewPerson
from assessment.web.first_run import invitation_to_set_up
from assessment.web.problems import HANDLERS
from assessment.web.routes import routes
from assessment.web.throttle import MISSES_ALLOWED
from tests.assessment.people import ADMIN, PASSWORD, firm
from tests.assessment.web.test_links import cookie_header

SETUP = {
    "workspace": "山海<咨询>",
    "name": "管理员甲",
    "email": ADMIN,
    "password": PASSWORD,
    "again": PASSWORD,
}


@pytest.fixture
def services(sqlite_services: Services) -> Services:
    """Give services on a copy of a migrated file: these tests are many."""
    return sqlite_services


def send(client: TestClient, path: str, **typed: str) -> httpx.Response:
    """Open a form, fill it in and send it as Chromium does."""
    page = client.get(path)
    key = page.text.partition('name="form_key" value="')[2].partition('"')[0]
    headers = {"origin": "null", "sec-fetch-site": "same-origin"}
    return client.post(path, data={"form_key": key, **typed}, headers=headers)


def sign_in(client: TestClient, email: str = ADMIN, password: str = PASSWORD) -> httpx.Response:
    """Fill in the form of the sign-in page."""
    return send(client, "/account/sign-in", email=email, password=password)


def inside(client: TestClient) -> bool:
    """Tell whether the browser is signed in: the sign-in page then leads on."""
    return client.get("/account/sign-in").headers.get("location") == "/"


def test_the_first_start_makes_an_administrator_once(client: TestClient, services: Services) -> None:
    """T33: the terminal shows the code, /setup takes it, and is a 404 from then on."""
    printed = invitation_to_set_up(services)
    assert printed is not None
    code = re.search(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){3}", printed)
    assert code is not None
    assert client.get("/account/sign-in").headers["location"] == "/setup"
    wrong = send(client, "/setup", code="AAAA", **SETUP)
    assert wrong.status_code == 403
    assert "山海&lt;咨询&gt;" in wrong.text
    assert PASSWORD not in wrong.text
    differs = send(client, "/setup", code=code[0], **{**SETUP, "again": "something else"})
    assert (differs.status_code, "两次填写的不一样" in differs.text) == (400, True)
    assert services.setup.needed()
    made = send(client, "/setup", code=code[0], **SETUP)
    assert (made.status_code, made.headers["location"]) == (303, "/")
    assert inside(client)
    assert client.get("/setup").status_code == 404
    assert client.post("/setup", data=SETUP, headers={"sec-fetch-site": "same-origin"}).status_code == 404
    assert invitation_to_set_up(services) is None


def test_guessing_the_set_up_code_is_slowed_down(client: TestClient, services: Services) -> None:
    """After twenty wrong codes even the right one waits."""
    services.setup.new_code()
    for _ in range(MISSES_ALLOWED):
        assert send(client, "/setup", code="AAAA", **SETUP).status_code == 403
    assert send(client, "/setup", code=services.setup.new_code(), **SETUP).status_code == 429


def test_signing_in_sets_a_cookie_that_scripts_cannot_read(
    services: Services, another_client: Callable[..., TestClient]
) -> None:
    """HttpOnly, SameSite=Lax, the whole site, and Secure where the public address says https."""
    firm(services)
    plain = cookie_header(sign_in(another_client()), ACCOUNT_COOKIE).lower()
    assert "httponly" in plain
    assert "samesite=lax" in plain
    assert "secure" not in plain
    assert "max-age=1209600" in plain
    safe = another_client(public_url="https://testserver", base_url="https://testserver")
    assert "; secure" in cookie_header(sign_in(safe), ACCOUNT_COOKIE).lower()


def test_a_refusal_says_the_same_for_everybody(client: TestClient, services: Services) -> None:
    """T11: unknown address and wrong password get one page; the sixth try is told to wait."""
    firm(services)
    known, unknown = sign_in(client, password="wrong"), sign_in(client, "x@y.example", "wrong")
    assert known.status_code == unknown.status_code == 401

    def without_own(page: httpx.Response, email: str) -> str:
        return page.text.replace(email, "")

    assert without_own(known, ADMIN) == without_own(unknown, "x@y.example")
    assert ACCOUNT_COOKIE not in client.cookies
    for _ in range(4):
        sign_in(client, password="wrong")
    waiting = sign_in(client)
    assert (waiting.status_code, waiting.headers["retry-after"]) == (429, "15")


def test_signing_out_ends_the_session_by_post_only(client: TestClient, services: Services) -> None:
    """GET explains and changes nothing; POST ends the session on the server too."""
    firm(services)
    sign_in(client)
    cookie = client.cookies[ACCOUNT_COOKIE]
    assert client.get("/account/sign-out").status_code == 200
    assert inside(client)
    assert send(client, "/account/sign-out").status_code == 303
    assert ACCOUNT_COOKIE not in client.cookies
    assert services.links.visitor({ACCOUNT_COOKIE: cookie}).account is None


@pytest.mark.parametrize("path", ["/account/sign-in", "/account/sign-out", "/setup"])
@pytest.mark.parametrize(
    "headers", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}]
)
def test_posts_from_elsewhere_change_nothing(
    client: TestClient, services: Services, path: str, headers: dict[str, str]
) -> None:
    """T28: without our form's key, or with another origin, a post is refused before anything happens."""
    if path != "/setup":
        firm(services)
        sign_in(client)
    before = client.cookies.get(ACCOUNT_COOKIE)
    client.get(path)
    answer = client.post(path, data={"form_key": "x", "email": ADMIN, "password": PASSWORD}, headers=headers)
    assert answer.status_code == 403
    assert client.cookies.get(ACCOUNT_COOKIE) == before
    assert services.setup.needed() == (path == "/setup")


@pytest.mark.parametrize("kind", ["welcome", "reset"])
def test_a_link_is_spent_by_its_form_only(
    client: TestClient, services: Services, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    """T10: a mail scanner opens it five times, the person still sets the password, once."""
    house = firm(services)
    welcome = services.people.create_account(house.admin, NewPerson("c@firm.example", "顾问<甲>", "lead"))
    token = welcome.token
    if kind == "reset":
        services.accounts.set_password(token or "", PASSWORD)
        token = services.people.reset_link(house.admin, welcome.person.id)
    link = f"/account/{kind}/{token}"
    for method in ("GET", "HEAD") * 3:
        assert client.request(method, link).status_code == 200
    page = client.get(link)
    assert "顾问&lt;甲&gt;" in page.text
    assert page.headers["referrer-policy"] == "no-referrer"
    short = send(client, link, password="short", again="short")
    assert (short.status_code, "至少 10 个字符" in short.text) == (400, True)
    assert send(client, link, password="ein anderes Wort 7", again="ein anderes Wort 7").status_code == 303
    assert inside(client)
    spent = client.get(link)
    assert (spent.status_code, "用过" in spent.text) == (410, True)
    assert client.get("/account/reset/" + "x" * 43).status_code == 404
    assert token is not None
    assert token not in caplog.text


def test_an_identity_provider_s_ticket_opens_once(client: TestClient, services: Services) -> None:
    """GET spends nothing; POST sets our cookie and takes the framework's away; then the ticket is spent."""
    house = firm(services)
    house.hire("lead", "lead@firm.example")
    ticket = services.accounts.sign_in_by_oidc("idp|1", "lead@firm.example", verified=True)
    client.cookies.set("_streamlit_user", "signed")
    for _ in range(3):
        assert client.get(f"/account/exchange/{ticket}").status_code == 200
    entered = send(client, f"/account/exchange/{ticket}")
    assert entered.status_code == 303
    assert inside(client)
    assert "max-age=0" in cookie_header(entered, "_streamlit_user").lower()
    assert send(client, f"/account/exchange/{ticket}").status_code == 410


def test_the_provider_is_offered_where_one_is_configured(services: Services) -> None:
    """Without configuration nothing is said about company accounts."""
    firm(services)
    for sso in (False, True):
        app = Starlette(routes=routes(lambda: services, sso=sso), exception_handlers=HANDLERS)
        shown = TestClient(app, follow_redirects=False).get("/account/sign-in").text
        assert ('href="/sso?lang=zh"' in shown) == sso
