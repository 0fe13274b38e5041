"""What a person sees and does, in the words of the product; the tests read like a visit.

Only public hooks are used: the class that a widget's key becomes (``.st-key-<key>``), roles, and the
app root's ``data-test-*`` states.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Download,
    Locator,
    Page,
    Request,
    Response,
    expect,
)

CHROMIUM_ARGUMENTS: Final = ("--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking")
APP: Final = '[data-testid="stApp"]'
PATIENCE: Final = 30_000
"""Milliseconds: waits end as soon as the page is ready; a busy machine may take long."""

ANYTHING_TO_DO: Final = '[class*="st-key-card-"], .st-key-submit'
"""A card to answer, or the review's button."""

SETTLED: Final = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  return app && app.dataset.testConnectionState === 'CONNECTED'
    && app.dataset.testScriptState === 'notRunning'
    && document.querySelector('.st-key-masthead')
    && !document.querySelector('[data-stale="true"], [data-testid="stSkeleton"]');
}"""

OVERFLOW: Final = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"

SMALL_TARGETS: Final = """least => {
  const own = '[data-testid="stElementToolbar"], .vega-embed, [data-testid="stHeaderActionElements"]';
  const tapped = 'button, a[href], summary, [role="tab"], [role="radiogroup"] label, '
    + 'input:not([type=radio]):not([type=hidden]), textarea';
  const around = 'label, [role="combobox"], [data-baseweb]';
  const height = node => Math.round(node.getBoundingClientRect().height);
  const main = document.querySelector('[data-testid="stMain"]') || document.body;
  const shown = node => node.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true});
  return [...main.querySelectorAll(tapped)]
    .filter(node => shown(node) && !node.closest(own) && node.getBoundingClientRect().width > 1)
    .filter(node => height(node) < least && height(node.closest(around) || node) < least)
    .map(node => `${node.tagName} ${height(node)}px ${(node.innerText || node.ariaLabel || '').trim()}`);
}"""
LEAST_TARGET: Final = 44
"""Pixels."""

Width = Literal["desktop", "phone"]
SIZES: Final = {
    "desktop": {"viewport": {"width": 1440, "height": 900}},
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "device_scale_factor": 2,
        "is_mobile": True,
        "has_touch": True,
    },
}


def chromium_path() -> str | None:
    """Return the system's Chromium, or None."""
    named = os.environ.get("CHROMIUM")
    return (
        named or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    )


@dataclass
class Watch:
    """Everything that must not happen while a page is open."""

    host: str
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def follow(self, page: Page) -> None:
        """Listen to one page."""
        page.on("request", self._request)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("response", self._response)

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != self.host:
            self.foreign.append(request.url)

    def _console(self, message: ConsoleMessage) -> None:
        # The browser also writes a line for each answer over 399; `_response` judges those by address.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.errors.append(message.text)

    def _response(self, response: Response) -> None:
        path = urlsplit(response.url).path
        # The framework's page looks for its server below its own address first and expects to miss.
        probe = path.endswith(("/_stcore/health", "/_stcore/host-config"))
        if response.status >= 400 and not probe and response.request.resource_type != "document":
            self.errors.append(f"{response.status} {response.url}")

    def forget(self) -> None:
        """Drop what was seen so far (the server was killed on purpose)."""
        self.foreign.clear()
        self.errors.clear()


@dataclass
class Visitor:
    """One person at one device: a browser context with its own cookies, and one open page."""

    page: Page
    base: str
    watch: Watch
    locale: Literal["zh", "en"] = "zh"
    file_name: str = ""
    """Name under which the last download would be kept."""

    @classmethod
    def arrive(cls, context: BrowserContext, base: str, locale: Literal["zh", "en"] = "zh") -> "Visitor":
        """Open a first tab."""
        context.set_default_timeout(PATIENCE)
        visitor = cls(context.new_page(), base, Watch(urlsplit(base).netloc), locale)
        visitor.watch.follow(visitor.page)
        return visitor

    # ---- moving about ----

    def open(self, path: str) -> None:
        """Open one of the app's pages in this person's language and wait until it is drawn."""
        joint = "&" if "?" in path else "?"
        self.page.goto(f"{self.base}{path}{joint}lang={self.locale}", wait_until="domcontentloaded")
        self.settle()

    def settle(self) -> None:
        """Wait until the run that the last action caused is over and drawn."""
        self.page.wait_for_selector(APP)
        self.page.wait_for_timeout(150)  # the state turns to "running" only once the message is sent
        self.page.wait_for_function(SETTLED, timeout=PATIENCE)

    def keyed(self, key: str) -> Locator:
        """Return the widget or container with this key."""
        return self.page.locator(f".st-key-{key}").first

    def press(self, key: str) -> None:
        """Press the button with this key."""
        self.keyed(key).locator("button").first.click()
        self.settle()

    def pick(self, key: str, number: int) -> None:
        """Choose an option of a select box by its place, from 0."""
        box = self.keyed(key).locator('[role="combobox"]')
        options = self.page.locator('[role="option"]')
        box.click()
        if not options.count():  # a page that is still arriving may close the list again
            box.press("ArrowDown")
        options.nth(number).click()
        self.settle()

    def write(self, key: str, text: str) -> None:
        """Type into a text field and leave it."""
        box = self.keyed(key).locator("input, textarea").first
        box.fill(text)
        box.press("Tab")
        self.settle()

    # ---- judging what is there ----

    def overflow(self) -> int:
        """Pixels by which the page is wider than the screen."""
        return int(self.page.evaluate(OVERFLOW))

    def small_targets(self) -> list[str]:
        """Visible things to tap that are lower than 44 pixels."""
        return list(self.page.evaluate(SMALL_TARGETS, LEAST_TARGET))

    def failures(self) -> list[str]:
        """Failures that the page shows."""
        shown = self.page.locator('[data-testid="stException"], [data-testid="stAlertContentError"]')
        return [text.strip() for text in shown.all_inner_texts()]

    def text(self) -> str:
        """All text of the page."""
        return self.page.locator("body").inner_text()

    @contextmanager
    def download(self) -> Iterator[list[Path]]:
        """Collect the file that the body's action downloads; also from a tab that it opens."""
        found: list[Path] = []
        received: list[Download] = []

        def listen(tab: Page) -> None:
            tab.on("download", lambda download: received.append(download))  # noqa: PLW0108 - wants a function

        self.page.context.on("page", listen)
        listen(self.page)
        yield found
        for _ in range(PATIENCE // 100):
            if received:
                break
            self.page.wait_for_timeout(100)
        assert received, "nothing was downloaded"
        self.file_name = received[0].suggested_filename
        found.append(Path(received[0].path()))


@dataclass
class Answering:
    """The answering page."""

    visitor: Visitor

    def enter(self, link: str) -> None:
        """Open a personal link, press its button, and pass the introduction if there is one."""
        self.visitor.page.goto(link, wait_until="domcontentloaded")
        self.visitor.page.locator("form button").click()
        self.visitor.settle()
        expect(self.visitor.page.locator(f"{ANYTHING_TO_DO}, .st-key-begin").first).to_be_visible(
            timeout=PATIENCE
        )
        if self.visitor.page.locator(".st-key-begin button").count():
            self.visitor.press("begin")
            expect(self.visitor.page.locator(ANYTHING_TO_DO).first).to_be_visible(timeout=PATIENCE)

    def turn(self, key: Literal["next", "back"]) -> None:
        """Turn the page, and wait until other cards, or the review, have taken the place of these."""
        before = self.cards()
        self.visitor.press(key)
        gone = self.visitor.page.locator(f".st-key-card-{before[0]}") if before else None
        if gone is not None:
            expect(gone).to_have_count(0, timeout=PATIENCE)
        expect(self.visitor.page.locator(ANYTHING_TO_DO).first).to_be_visible(timeout=PATIENCE)
        self.visitor.settle()

    def cards(self) -> list[str]:
        """Ids of the items on this page, in order."""
        classes = self.visitor.page.locator('[class*="st-key-card-"]').evaluate_all(
            "nodes => nodes.map(n => [...n.classList].find(c => c.startsWith('st-key-card-')))"
        )
        return [str(name).removeprefix("st-key-card-") for name in classes]

    def option(self, item: str, number: int) -> Locator:
        """One option of a card, from 0."""
        return self.visitor.keyed(f"card-{item}").locator('[role="radiogroup"] label').nth(number)

    def answer(self, item: str, number: int) -> None:
        """Tap an option and wait until the card says that it is saved."""
        option = self.option(item, number)
        option.scroll_into_view_if_needed()
        option.click()
        self.wait_saved(item)

    def wait_saved(self, item: str) -> None:
        """Wait for the card's own word, which comes after the commit."""
        words = {"zh": "已保存", "en": "Saved"}[self.visitor.locale]
        expect(self.visitor.keyed(f"mark-{item}")).to_contain_text(words, timeout=PATIENCE)
        self.visitor.settle()

    def chosen(self, item: str) -> int | None:
        """Which option of a card is chosen, from 0."""
        inputs = self.visitor.keyed(f"card-{item}").locator('input[type="radio"]')
        states = inputs.evaluate_all("nodes => nodes.map(n => n.checked)")
        return states.index(True) if True in states else None

    def answer_page(self, number: int) -> dict[str, int]:
        """Answer every card of this page, varying around `number`; return what was chosen."""
        given = {}
        for place, item in enumerate(self.cards()):
            given[item] = (number + place) % 5
            self.answer(item, given[item])
        return given

    def answer_all(self, number: int) -> dict[str, int]:
        """Answer all pages up to the review."""
        given: dict[str, int] = {}
        while self.cards():
            given |= self.answer_page(number)
            self.turn("next")
        return given

    def submit(self) -> str:
        """Submit from the review; return the receipt's text."""
        self.visitor.press("submit")
        return self.visitor.text()


@dataclass
class Owning:
    """The pages of the person in charge."""

    visitor: Visitor

    def start(self, name: str) -> str:
        """Fill the start form; return the private link."""
        language = self.visitor.locale
        self.visitor.open("/start")
        self.visitor.write("start-name", name)
        self.visitor.pick(f"start-category-{language}", 1)
        self.visitor.pick(f"start-tier-{language}", 2)
        self.visitor.press("start-submit")
        return self._shown_link("/o/")

    def enter(self, link: str) -> None:
        """Open the private link and press its button."""
        self.visitor.page.goto(link, wait_until="domcontentloaded")
        self.visitor.page.locator("form button").click()
        self.visitor.settle()

    def invite(self, name: str, role: int, *, english: bool = False) -> str:
        """Invite somebody for the role at this place of the list; return their personal link."""
        language = self.visitor.locale
        self.visitor.pick(f"invite-role-{language}", role)
        self.visitor.write("invite-name", name)
        spoken = "English" if english else "中文"
        self.visitor.keyed(f"invite-locale-{language}").locator("label").filter(has_text=spoken).click()
        before = set(self._links("/i/"))
        self.visitor.press("invite-submit")
        shown = self.visitor.page.locator('[data-testid="stCode"] code').filter(has_text="/i/")
        for link in before:
            shown = shown.filter(has_not_text=link)
        expect(shown.first).to_be_visible(timeout=PATIENCE)
        new = [link for link in self._links("/i/") if link not in before]
        assert len(new) == 1, f"one new link expected, found {len(new)}"
        return new[0]

    def close(self) -> None:
        """Close the wave from the team page."""
        self.visitor.keyed("close-agree").locator("label").first.click()
        self.visitor.settle()
        self.visitor.press("close")

    def build_report(self) -> None:
        """Press the button that makes the PDF and wait for its link."""
        self.visitor.press("pdf-build")
        self.visitor.keyed("pdf-download").locator("a").wait_for(timeout=4 * PATIENCE)
        self.visitor.settle()

    def download_report(self) -> bytes:
        """Follow the report's link; return the file."""
        with self.visitor.download() as files:
            self.visitor.keyed("pdf-download").locator("a").click()
        return files[0].read_bytes()

    def _links(self, kind: str) -> list[str]:
        texts = self.visitor.page.locator('[data-testid="stCode"] code').all_inner_texts()
        return [text.strip() for text in texts if text.strip().startswith("http") and kind in text]

    def _shown_link(self, kind: str) -> str:
        expect(self.visitor.page.locator('[data-testid="stCode"] code').first).to_be_visible(timeout=PATIENCE)
        found = self._links(kind)
        assert found, "no link is shown"
        return found[-1]
