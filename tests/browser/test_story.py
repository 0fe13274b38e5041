"""The whole product in one visit each: the demo, and a self-assessment from start to report."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.pages import Answering, Owning, Visitor, Width
from tests.browser.pdf import read

pytestmark = pytest.mark.browser

LEAST_PAGES = 8
RECEIPT = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")


def looks_right(visitor: Visitor) -> None:
    """Expect a page without failures that fits the screen and the thumb."""
    assert visitor.failures() == []
    assert visitor.overflow() <= 0
    assert visitor.small_targets() == []


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_demo_from_welcome_to_pdf(arrive: Arrive, width: Width) -> None:
    """Anybody opens the demo, reads every section, and takes its report home in Chinese."""
    visitor = arrive(width)
    visitor.open("/")
    looks_right(visitor)
    visitor.press("go-demo")
    expect(visitor.page.locator(".st-key-demo-mark")).to_be_visible()
    tabs = visitor.page.locator('[role="tab"]')
    for number in range(tabs.count()):
        tabs.nth(number).click()
        visitor.settle()
        looks_right(visitor)
    owning = Owning(visitor)
    owning.build_report()
    report = read(owning.download_report())
    assert report.pages >= LEAST_PAGES
    assert "演示" in report.text
    assert report.fonts
    assert report.foreign_fonts == frozenset()


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_self_assessment_from_start_to_report(arrive: Arrive, width: Width) -> None:
    """An owner starts, three people answer by link in their own way, the owner closes and reads.

    One answers in English, one resumes on a second device, one presses submit twice.
    """
    owner = arrive(width)
    owning = Owning(owner)
    owning.enter(owning.start("山野有茶旗舰店"))
    looks_right(owner)
    english, moving, hasty = (
        owning.invite("Host A", 1, english=True),
        owning.invite("投手乙", 2),
        owning.invite("客服丙", 3),
    )

    receipts = [
        answers_in_english(arrive(width, "en"), english),
        answers_on_two_devices(arrive("phone"), arrive("desktop"), moving),
        submits_twice(arrive(width), hasty),
    ]
    assert len(set(receipts)) == len(receipts)

    owner.open("/team")
    submitted = owner.page.locator('[class*="st-key-invitation-"]').filter(has_text="已提交")
    expect(submitted).to_have_count(3)
    owning.close()
    owner.open("/results")
    expect(owner.page.locator("h1")).to_contain_text("山野有茶旗舰店")
    looks_right(owner)
    owning.build_report()
    report = read(owning.download_report())
    assert report.pages >= LEAST_PAGES
    assert "山野有茶旗舰店" in report.text
    assert "山野有茶旗舰店" in owner.file_name
    assert owner.file_name.endswith(".pdf")
    assert report.foreign_fonts == frozenset()


def answers_in_english(person: Visitor, link: str) -> str:
    """Answer everything in English; return the receipt number."""
    answering = Answering(person)
    answering.enter(link)
    assert "lang=en" in person.page.url
    answering.answer_all(1)
    looks_right(person)
    return receipt_of(answering.submit())


def answers_on_two_devices(phone: Visitor, desktop: Visitor, link: str) -> str:
    """Begin on a phone, go on at a desk with the same link; return the receipt number."""
    on_phone, at_desk = Answering(phone), Answering(desktop)
    on_phone.enter(link)
    given = on_phone.answer_page(2)
    assert given
    at_desk.enter(link)
    assert not set(given) & set(at_desk.cards()), "the desk should go on where the phone stopped"
    at_desk.turn("back")
    assert {item: at_desk.chosen(item) for item in given} == given
    at_desk.turn("next")
    at_desk.answer_all(3)
    return receipt_of(at_desk.submit())


def submits_twice(person: Visitor, link: str) -> str:
    """Answer, press submit twice as fast as a hand can, look again; return the one receipt number."""
    answering = Answering(person)
    answering.enter(link)
    answering.answer_all(0)
    person.keyed("submit").locator("button").dblclick()
    person.settle()
    first = receipt_of(person.text())
    person.page.reload(wait_until="domcontentloaded")
    person.settle()
    assert receipt_of(person.text()) == first
    person.page.goto(link, wait_until="domcontentloaded")
    assert first in person.text()
    assert person.page.locator("form").count() == 0
    return first


def receipt_of(text: str) -> str:
    """Return the only receipt number on a page."""
    found = set(RECEIPT.findall(text))
    assert len(found) == 1, text
    return found.pop()
