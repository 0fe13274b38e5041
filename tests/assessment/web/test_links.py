"""Personal links: looking spends nothing, the button starts a visit, and every refusal is in words."""

from collections.abc import Callable

import httpx2 as httpx
import pytest
from starlette.testclient import TestClient

from assessment.access.tokens import new_token
from assessment.bootstrap import Services
from assessment.domain.engagement import WaveMode
from assessment.domain.text import LOCALES
from assessment.services.links import ANSWER_COOKIE, OWNER_COOKIE
from assessment.web.throttle import MISSES_ALLOWED
from tests.assessment.web.conftest import Clock, Merchant, press_button


def cookie_header(response: httpx.Response, name: str) -> str:
    """Return the Set-Cookie line of one cookie."""
    return next(line for line in response.headers.get_list("set-cookie") if line.startswith(f"{name}="))


def one_clear_answer(response: httpx.Response, status: int, words: str) -> None:
    """Expect a problem page: right code, the words, a way on, no trace, no cache."""
    assert response.status_code == status
    assert words in response.text
    assert 'class="button"' in response.text
    assert "Traceback" not in response.text
    assert response.headers["cache-control"] == "no-store"


def test_landing_says_who_why_how_long_who_sees_and_until_when(
    client: TestClient, merchant: Merchant
) -> None:
    """The page of an invitation answers the five questions before anything is spent."""
    text = client.get(merchant.link()).text
    assert "主播甲，您好" in text
    assert "山野&lt;有&gt;茶 &amp; Co" in text
    assert "直播" in text
    assert "为什么请您来答" in text
    assert "分钟" in text
    assert "实名" in text
    assert "2026年" in text
    assert "北京时间" in text
    assert 'lang="zh-CN"' in text


def test_landing_speaks_the_language_of_the_invitation_and_can_switch(
    client: TestClient, merchant: Merchant
) -> None:
    """An English invitation opens in English whatever the browser prefers; one link changes that."""
    link = merchant.link("Host A", "en")
    english = client.get(link, headers={"accept-language": "zh-CN"})
    assert '<html lang="en">' in english.text
    assert "Start answering" in english.text
    assert 'href="?lang=zh"' in english.text
    assert "开始答题" in client.get(f"{link}?lang=zh").text


@pytest.mark.parametrize("mode", ["named", "confidential", "anonymous"])
@pytest.mark.parametrize("locale", LOCALES)
def test_every_mode_has_its_own_promise(locale: str, mode: WaveMode) -> None:
    """The sentence about who sees the answers exists for each mode, in both languages."""
    from assessment.content.words import say  # noqa: PLC0415 - only this test reads a sentence directly

    others = {"named", "confidential", "anonymous"} - {mode}
    mine = say(locale, f"web.landing.sees_{mode}")  # type: ignore[arg-type]  # a parameter of the test
    assert all(mine != say(locale, f"web.landing.sees_{other}") for other in others)  # type: ignore[arg-type]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_spends_nothing(client: TestClient, merchant: Merchant, method: str) -> None:
    """A mail scanner may open a link five times; the person behind it still gets in."""
    link = merchant.link()
    for _ in range(5):
        answer = client.request(method, link)
        assert answer.status_code == 200
        assert ANSWER_COOKIE not in client.cookies
    assert press_button(client, link).status_code == 303


def test_button_starts_a_visit_and_leaves_the_token_behind(
    client: TestClient, merchant: Merchant, services: Services
) -> None:
    """The post sets an HttpOnly cookie that is not the token, and leads to an address without it."""
    link = merchant.link()
    answer = press_button(client, link)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/answer"
    assert answer.headers["referrer-policy"] == "no-referrer"
    line = cookie_header(answer, ANSWER_COOKIE)
    assert "HttpOnly" in line
    assert "SameSite=lax" in line
    assert "Path=/" in line
    assert "Secure" not in line
    assert link.removeprefix("/i/") not in line
    assert services.links.visitor(dict(client.cookies)).respondent is not None


def test_language_switch_survives_the_button(client: TestClient, merchant: Merchant) -> None:
    """Whoever switched the landing page goes on in that language."""
    link = merchant.link()
    assert press_button(client, f"{link}?lang=en").headers["location"] == "/answer?lang=en"
    assert press_button(client, f"{link}?lang=<x>").headers["location"] == "/answer"


def test_a_link_works_on_a_second_device(
    client: TestClient, another_client: Callable[..., TestClient], merchant: Merchant, services: Services
) -> None:
    """Both devices are the same respondent until the answers are in."""
    link = merchant.link()
    phone = another_client(address="192.0.2.2")
    people = []
    for device in (client, phone):
        assert press_button(device, link).status_code == 303
        people.append(services.links.visitor(dict(device.cookies)).respondent)
    assert people[0] == people[1] is not None


def test_owner_link_leads_to_the_team(client: TestClient, merchant: Merchant, services: Services) -> None:
    """The private link names the merchant, warns against forwarding, and opens the team page."""
    link = f"/o/{merchant.owner_token}"
    assert "不要转发" in client.get(link).text
    answer = press_button(client, link)
    assert (answer.status_code, answer.headers["location"]) == (303, "/team")
    assert "HttpOnly" in cookie_header(answer, OWNER_COOKIE)
    assert services.links.visitor(dict(client.cookies)).owner == merchant.owner


def test_links_of_one_kind_do_not_open_the_other(client: TestClient, merchant: Merchant) -> None:
    """An invitation is no owner's link and the other way round."""
    one_clear_answer(client.get(f"/i/{merchant.owner_token}"), 404, "打不开")
    token = merchant.link().removeprefix("/i/")
    one_clear_answer(client.get(f"/o/{token}"), 404, "打不开")


@pytest.mark.parametrize(
    "token",
    [
        "",
        "x",
        "%2e%2e%2fetc%2fpasswd",
        "%00",
        "%F0%9F%98%80",
        "a" * 5000,
        "{{7*7}}",
        "<script>alert(1)</script>",
    ],
)
@pytest.mark.parametrize("kind", ["i", "o"])
def test_malformed_tokens_are_told_in_words(client: TestClient, kind: str, token: str) -> None:
    """Anything that cannot be a token is an unknown link, never a fault."""
    answer = client.get(f"/{kind}/{token}")
    one_clear_answer(answer, 404, "打不开")
    assert "49" not in answer.text.partition("<main>")[2]
    assert "<script" not in answer.text


@pytest.mark.parametrize("swallowed", ["，请今天内答完", "。", ")", "/", "%EF%BC%8C"])
def test_punctuation_swallowed_by_a_chat_program_does_no_harm(
    client: TestClient, merchant: Merchant, swallowed: str
) -> None:
    """What stands right behind a pasted link does not break it."""
    assert client.get(merchant.link() + swallowed).status_code == 200


def test_unknown_link_in_the_language_of_the_browser(client: TestClient) -> None:
    """Without an invitation to go by, the browser's language counts."""
    link = f"/i/{new_token()}"
    one_clear_answer(client.get(link), 404, "打不开")
    one_clear_answer(
        client.get(link, headers={"accept-language": "en-GB,en;q=0.9"}), 404, "This link does not work"
    )


def test_expired_link(client: TestClient, merchant: Merchant, clock: Clock) -> None:
    """After its last day a link says so, at the door and at the button."""
    link = merchant.link()
    page = client.get(link).text
    clock.pass_days(400)
    one_clear_answer(client.get(link), 410, "已过期")
    key = page.partition('name="form_key" value="')[2].partition('"')[0]
    late = client.post(link, data={"form_key": key}, headers={"sec-fetch-site": "same-origin"})
    one_clear_answer(late, 410, "已过期")
    assert ANSWER_COOKIE not in client.cookies


def test_revoked_link(client: TestClient, merchant: Merchant, services: Services) -> None:
    """A withdrawn link is gone, and a visit that began by it ends at once."""
    issued = merchant.invite()
    link = f"/i/{issued.token}"
    assert press_button(client, link).status_code == 303
    services.engagements.revoke(merchant.owner, issued.invitation.id)
    one_clear_answer(client.get(link), 410, "收回")
    assert services.links.visitor(dict(client.cookies)).respondent is None


def answer_and_submit(services: Services, client: TestClient) -> str:
    """Answer one item as the visitor of `client` and submit; return the receipt number."""
    respondent = services.links.visitor(dict(client.cookies)).respondent
    assert respondent is not None
    sheet = services.responding.open(respondent)
    services.responding.answer(
        respondent, item_id=sheet.items[0].id, value=3, revision=0, operation_id="answer-0001"
    )
    return services.responding.submit(respondent, operation_id="submit-0001").number


def test_submitted_link_thanks_and_shows_the_receipt(
    client: TestClient, merchant: Merchant, services: Services
) -> None:
    """After submission the link does not open the questions again; it shows the receipt."""
    link = merchant.link()
    press_button(client, link)
    receipt = answer_and_submit(services, client)
    page = client.get(link)
    assert page.status_code == 410
    assert receipt in page.text
    assert "<form" not in page.text
    key = client.cookies["factorg_form"]
    again = client.post(link, data={"form_key": key}, headers={"sec-fetch-site": "same-origin"})
    one_clear_answer(again, 410, "已经提交")


def test_closed_wave(client: TestClient, merchant: Merchant, services: Services) -> None:
    """A link into a closed wave says that the assessment is over."""
    link, late = merchant.link(), merchant.link("投手乙")
    press_button(client, link)
    answer_and_submit(services, client)
    services.engagements.close(merchant.owner, "close-000001")
    one_clear_answer(client.get(late), 410, "已经结束")


def test_guessing_is_slowed_down(
    client: TestClient, another_client: Callable[..., TestClient], merchant: Merchant
) -> None:
    """After twenty misses an address waits, even before a good link; others do not notice."""
    good = merchant.link()
    for _ in range(MISSES_ALLOWED):
        assert client.get(f"/i/{new_token()}").status_code == 404
    refused = client.get(f"/i/{new_token()}")
    one_clear_answer(refused, 429, "尝试次数太多")
    assert 0 < int(refused.headers["retry-after"]) <= 600
    assert client.get(good).status_code == 429
    assert another_client(address="192.0.2.77").get(good).status_code == 200


def test_leaving_ends_the_visits(client: TestClient, merchant: Merchant, services: Services) -> None:
    """The leave button revokes both visits on the server and drops the cookies."""
    press_button(client, merchant.link())
    press_button(client, f"/o/{merchant.owner_token}")
    held = dict(client.cookies)
    assert services.links.visitor(held).owner is not None
    answer = client.post("/leave", headers={"origin": "http://testserver"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert OWNER_COOKIE not in client.cookies
    assert ANSWER_COOKIE not in client.cookies
    assert services.links.visitor(held).owner is None
    assert services.links.visitor(held).respondent is None


@pytest.mark.parametrize("path", ["/leave", "/healthz", "/reports/x", "/r/x", "/i/x"])
@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_refused_in_words(client: TestClient, path: str, method: str) -> None:
    """A method that an address does not take gets a page, not the framework's."""
    one_clear_answer(client.request(method, path), 405, "不能这样打开")


def test_leaving_needs_the_button(client: TestClient, merchant: Merchant, services: Services) -> None:
    """The address alone explains and changes nothing; the button on its page leaves."""
    press_button(client, f"/o/{merchant.owner_token}")
    held = dict(client.cookies)
    page = client.get("/leave")
    assert page.status_code == 200
    assert "这台设备" in page.text
    assert services.links.visitor(held).owner is not None
    assert press_button(client, "/leave?lang=en").headers["location"] == "/?lang=en"
    assert services.links.visitor(held).owner is None


def test_public_https_address_makes_cookies_secure(
    another_client: Callable[..., TestClient], merchant: Merchant
) -> None:
    """Behind a proxy that speaks https for us, cookies never travel in the clear."""
    link = merchant.link()
    behind_proxy = another_client(public_url="https://fact.example.cn", base_url="http://fact.example.cn")
    assert "Secure" in cookie_header(behind_proxy.get(link), "factorg_form")
    browser = another_client(public_url="https://fact.example.cn", base_url="https://fact.example.cn")
    assert "Secure" in cookie_header(press_button(browser, link), ANSWER_COOKIE)
