"""Answering by a personal link, as hands, thumbs and keyboards do it."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.pages import Answering, Owning, Width

pytestmark = pytest.mark.browser


@pytest.fixture
def link(arrive: Arrive) -> str:
    """Return a personal link of a new merchant."""
    owning = Owning(arrive())
    owning.enter(owning.start("海边小铺"))
    return owning.invite("主播甲", 1)


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_landing_page_to_first_question(arrive: Arrive, link: str, width: Width) -> None:
    """The button passes the origin check in a real browser, and the token is gone behind it."""
    person = arrive(width)
    person.page.goto(link, wait_until="domcontentloaded")
    assert person.overflow() <= 0
    assert person.small_targets() == []
    with person.page.expect_request(lambda request: request.method == "POST") as sent:
        person.page.locator("form button").click()
    headers = sent.value.all_headers()
    assert headers["sec-fetch-site"] == "same-origin"
    assert headers["origin"] == "null", "no-referrer hides the origin: the form key and fetch metadata speak"
    assert "referer" not in headers
    person.settle()
    token = link.rpartition("/")[2]
    assert token not in person.page.url
    assert token not in person.page.evaluate("document.referrer + document.cookie")
    assert token not in person.page.content()


def test_landing_page_switches_language(arrive: Arrive, link: str) -> None:
    """The switch works without any script, and the questions follow it."""
    person = arrive(locale="en")
    person.page.goto(link, wait_until="domcontentloaded")
    person.page.get_by_role("link", name="English").click()
    expect(person.page.locator("h1")).to_contain_text("You are invited")
    person.page.locator("form button").click()
    person.settle()
    assert "lang=en" in person.page.url
    expect(person.page.locator(".st-key-begin button")).to_contain_text("Begin")


def test_phone_page_fits_thumbs(arrive: Arrive, link: str) -> None:
    """At 390 pixels nothing sticks out, and everything to tap is at least 44 pixels high."""
    person = arrive("phone")
    answering = Answering(person)
    answering.enter(link)
    assert person.overflow() <= 0
    assert person.small_targets() == []
    answering.answer_page(1)
    assert person.overflow() <= 0
    assert person.small_targets() == []


def test_keyboard_answers(arrive: Arrive, link: str) -> None:
    """Without a mouse: tab to a question, arrows choose, tab and enter turn the page."""
    person = arrive()
    answering = Answering(person)
    answering.enter(link)
    page_before = answering.cards()
    first = page_before[0]
    answering.option(first, 0).locator("input").focus()
    person.page.keyboard.press("ArrowDown")
    answering.wait_saved(first)
    chosen = answering.chosen(first)
    assert chosen is not None
    person.page.keyboard.press("ArrowDown")
    answering.wait_saved(first)
    assert answering.chosen(first) == chosen + 1
    forward = person.keyed("next").locator("button")
    for _ in range(60):
        if forward.evaluate("node => node === document.activeElement"):
            break
        person.page.keyboard.press("Tab")
    person.page.keyboard.press("Enter")
    person.settle()
    assert answering.cards() != page_before


def test_hasty_hands_lose_nothing(arrive: Arrive, link: str) -> None:
    """Changing one's mind faster than the server answers, and double pressing next, loses no answer."""
    person = arrive()
    answering = Answering(person)
    answering.enter(link)
    items = answering.cards()
    for item in items:
        for number in (0, 3, 1):
            answering.option(item, number).click()
    for item in items:
        answering.wait_saved(item)
    person.keyed("next").locator("button").dblclick()
    person.settle()
    assert person.failures() == []
    person.page.reload(wait_until="domcontentloaded")
    person.settle()
    while not set(items) & set(answering.cards()):
        answering.turn("back")
    assert {item: answering.chosen(item) for item in items} == dict.fromkeys(items, 1)


def test_two_tabs_see_each_other(arrive: Arrive, link: str) -> None:
    """The second tab keeps the first one's answers to other items and never overwrites the same item."""
    one, two = arrive(), arrive()
    first, second = Answering(one), Answering(two)
    first.enter(link)
    second.enter(link)
    ours, theirs = first.cards()[:2]
    first.answer(ours, 4)
    second.answer(theirs, 2)
    assert second.chosen(ours) == 4
    first.option(theirs, 0).click()
    one.settle()
    expect(one.keyed(f"mark-{theirs}")).to_contain_text("另一台设备或标签页")
    assert first.chosen(theirs) == 2


@pytest.mark.parametrize("path", ["/anwser", "/answer/more", "/i/not-a-token", "/o/x", "/r/x", "/reports/x"])
def test_wrong_addresses_explain_themselves(arrive: Arrive, path: str) -> None:
    """Whatever is typed, the browser shows a sentence and a way on, in Chinese."""
    person = arrive("phone")
    answer = person.page.goto(person.base + path, wait_until="domcontentloaded")
    assert answer is not None
    assert answer.status == 404
    assert person.overflow() <= 0
    assert person.small_targets() == []
    assert person.page.locator("main .button").count() == 1
    person.page.locator("main .button").click()
    person.settle()
    assert person.failures() == []
