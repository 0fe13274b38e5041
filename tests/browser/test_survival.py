"""What the page called saved is there after the server was killed; secrets are not in its log."""

import random

import pytest
from playwright.sync_api import expect

from assessment.bootstrap import bootstrap
from assessment.services.links import ANSWER_COOKIE
from assessment.settings import Settings
from tests.browser.conftest import Arrive
from tests.browser.pages import PATIENCE, Answering, Owning
from tests.browser.server import Server

pytestmark = pytest.mark.browser

KILLS = 5
SEED = 20260302


def stored(server: Server, visit: str) -> dict[str, int]:
    """Read the respondent's answers from the database, as levels by item."""
    services = bootstrap(Settings(database_url=server.database_url))
    respondent = services.links.visitor({ANSWER_COOKIE: visit}).respondent
    assert respondent is not None
    sheet = services.responding.open(respondent)
    services.close()
    answers = sheet.response.answers
    return {item.id: answers[sheet.instrument.index[item.id]] for item in sheet.items}


def test_kill_nine_loses_no_acknowledged_answer(arrive: Arrive, own_server: Server) -> None:
    """Five times the process is killed in mid-save; after each restart every answer shown as saved is there.

    The answer that was on its way may have arrived or not; the page shows which once it is back.
    """
    chance = random.Random(SEED)  # noqa: S311 - moments, not secrets
    owning = Owning(arrive(at=own_server))
    owning.enter(owning.start("山海小店"))
    person = arrive(at=own_server)
    answering = Answering(person)
    answering.enter(owning.invite("主播甲", 1))
    visit = next(c["value"] for c in person.page.context.cookies() if c["name"] == ANSWER_COOKIE)
    *items, _ = answering.cards()  # one stays open, so that the sheet reopens at this page
    saved: dict[str, int] = {}
    for kill in range(KILLS):
        for item in items:
            level = 1 + (kill + len(saved) + items.index(item)) % 5
            answering.answer(item, level - 1)
            saved[item] = level
        risky = chance.choice(items)
        on_its_way = 1 + saved[risky] % 5
        answering.option(risky, on_its_way - 1).click()
        person.page.wait_for_timeout(chance.uniform(0, 12))
        own_server.kill()
        found = stored(own_server, visit)
        assert found[risky] in (saved[risky], on_its_way)
        assert {item: found[item] for item in items if item != risky} == {
            item: level for item, level in saved.items() if item != risky
        }
        own_server.start()
        person.page.reload(wait_until="domcontentloaded")
        person.settle()
        assert {item: answering.chosen(item) for item in items} == {i: found[i] - 1 for i in items}
        saved = {item: found[item] for item in items}
    for visitor in (person, owning.visitor):
        visitor.watch.forget()  # lost connections were the point


def test_page_says_when_the_connection_is_lost(arrive: Arrive, own_server: Server) -> None:
    """While the server is away the page warns that taps are not saved; afterwards it goes on by itself."""
    owning = Owning(arrive(at=own_server))
    owning.enter(owning.start("山海小店"))
    person = arrive(at=own_server)
    answering = Answering(person)
    answering.enter(owning.invite("主播甲", 1))
    item = answering.cards()[0]
    answering.answer(item, 2)
    own_server.kill()
    expect(person.keyed("offline")).to_be_visible(timeout=PATIENCE)
    own_server.start()
    expect(person.keyed("offline")).to_be_hidden(timeout=2 * PATIENCE)
    person.settle()
    assert answering.chosen(item) == 2
    answering.answer(item, 3)
    for visitor in (person, owning.visitor):
        visitor.watch.forget()


def test_log_holds_no_token(arrive: Arrive, own_server: Server) -> None:
    """A session with every kind of secret address leaves none of them in the log."""
    owning = Owning(arrive(at=own_server))
    private = owning.start("山海小店")
    owning.enter(private)
    link = owning.invite("主播甲", 1)
    person = arrive(at=own_server)
    Answering(person).enter(link)
    person.page.goto(f"{own_server.url}/i/{'x' * 43}")
    own_server.stop()
    log = own_server.log.read_text(encoding="utf-8")
    cookies = [c["value"] for c in person.page.context.cookies() if c["name"] == ANSWER_COOKIE]
    for secret in (private.rpartition("/")[2], link.rpartition("/")[2], "x" * 43, *cookies):
        assert secret not in log
    for visitor in (person, owning.visitor):
        visitor.watch.forget()
