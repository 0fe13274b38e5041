"""What a browser may do on our pages: nothing foreign, nothing inline, nothing framed."""

import pytest

from tests.browser.conftest import Arrive
from tests.browser.pages import Answering, Owning

pytestmark = pytest.mark.browser

HOSTILE = "<img src=//evil.example/x onerror=alert(1)>![x](//evil.example/y)"


def test_hostile_names_stay_text(arrive: Arrive) -> None:
    """Markup in a merchant's and a respondent's name loads nothing, runs nothing, and is shown as typed."""
    owner, person = arrive(), arrive("phone")
    dialogs: list[str] = []
    for visitor in (owner, person):
        visitor.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    owning = Owning(owner)
    owning.enter(owning.start(HOSTILE[:60]))
    link = owning.invite("<script>alert(2)</script>", 1)
    assert owner.page.locator('img[src*="evil"]').count() == 0
    person.page.goto(link, wait_until="domcontentloaded")
    assert "<script>alert(2)</script>" in person.text()
    Answering(person).enter(link)
    assert person.page.locator('img[src*="evil"]').count() == 0
    assert dialogs == []


def test_page_cannot_be_framed_and_runs_no_injected_script(arrive: Arrive) -> None:
    """The policy that the browser enforces refuses an inline script planted into the app's page."""
    visitor = arrive()
    visitor.open("/")
    ran = visitor.page.evaluate("""() => {
      const script = document.createElement('script');
      script.textContent = 'window.planted = true';
      document.body.append(script);
      return window.planted === true;
    }""")
    assert ran is False
    assert any("Content Security Policy" in line for line in visitor.watch.errors)
    visitor.watch.forget()


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/media/x.pdf", "/_stcore/agent/openapi.json"])
def test_doors_of_the_framework_are_closed(arrive: Arrive, path: str) -> None:
    """What the framework offers to everybody is not there on the real server either."""
    visitor = arrive()
    answer = visitor.page.request.get(visitor.base + path)
    assert answer.status == 404
