"""Takes pictures of every page, at both widths and in both languages, with one small story behind them.

From the project's folder:

    python -m tests.browser.screenshots FOLDER

Files are named ``<page>-<width>-<language>.png``. The server is started for it on a new database.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from playwright.sync_api import Browser, sync_playwright

from tests.browser.pages import CHROMIUM_ARGUMENTS, SIZES, Answering, Owning, Visitor, Width, chromium_path
from tests.browser.server import Server

Language = Literal["zh", "en"]
TALLEST: Final = 12_000
WORDS: Final = {
    "zh": {"merchant": "山野有茶旗舰店", "people": ("主播甲", "投手乙")},
    "en": {"merchant": "Hillside Tea Store", "people": ("Host A", "Buyer B")},
}
CONTENT_HEIGHT: Final = """() => {
  const main = document.querySelector('[data-testid="stMain"]') || document.documentElement;
  return Math.ceil(main.scrollHeight + window.innerHeight - main.clientHeight);
}"""


@dataclass(frozen=True)
class Camera:
    """Takes pictures of one device in one language into a folder."""

    folder: Path
    width: Width
    language: Language

    def shoot(self, visitor: Visitor, name: str) -> None:
        """Picture the whole page: the app scrolls inside, so the window grows to its content first."""
        page = visitor.page
        size = page.viewport_size or {"width": 1440, "height": 900}
        height = min(TALLEST, max(size["height"], int(page.evaluate(CONTENT_HEIGHT))))
        page.set_viewport_size({"width": size["width"], "height": height})
        page.wait_for_timeout(600)  # charts follow the window
        page.screenshot(path=str(self.folder / f"{name}-{self.width}-{self.language}.png"))
        page.set_viewport_size(size)


@contextmanager
def running() -> Iterator[tuple[Server, Browser]]:
    """Start server and browser, and stop them."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder))
        server.start()
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(CHROMIUM_ARGUMENTS))
        try:
            yield server, browser
        finally:
            browser.close()
            server.stop()


def picture_public_pages(camera: Camera, visitor: Visitor) -> None:
    """Welcome, start, demo with all its sections, a wrong address, a wrong link."""
    visitor.open("/")
    camera.shoot(visitor, "welcome")
    visitor.open("/start")
    camera.shoot(visitor, "start")
    visitor.open("/demo")
    picture_sections(camera, visitor, "demo")
    visitor.open("/proposal")
    picture_sections(camera, visitor, "proposal")
    visitor.open("/report")
    picture_sections(camera, visitor, "report")
    for name, path in (("not-found", "/nowhere"), ("wrong-link", "/i/nothing")):
        visitor.page.goto(f"{visitor.base}{path}?lang={visitor.locale}")
        camera.shoot(visitor, name)


def picture_sections(camera: Camera, visitor: Visitor, name: str) -> None:
    """Every section of a results page, then the report's box."""
    tabs = visitor.page.locator('[role="tab"]')
    for number in range(tabs.count()):
        tabs.nth(number).click()
        visitor.settle()
        camera.shoot(visitor, f"{name}-{number + 1}")


def picture_respondent(camera: Camera, person: Visitor, link: str) -> None:
    """Landing page, introduction, questions, review, receipt, and the link afterwards."""
    person.page.goto(f"{link}?lang={person.locale}")
    camera.shoot(person, "landing")
    person.page.locator("form button").click()
    person.settle()
    camera.shoot(person, "introduction")
    person.press("begin")
    answering = Answering(person)
    answering.answer_page(2)
    camera.shoot(person, "questions")
    answering.turn("next")
    answering.answer_all(3)
    camera.shoot(person, "review")
    answering.submit()
    camera.shoot(person, "receipt")
    person.page.goto(f"{link}?lang={person.locale}")
    camera.shoot(person, "link-submitted")


def picture_owner(camera: Camera, owner: Visitor, come: Callable[[], Visitor]) -> None:
    """Start, private link, team, facts, and the results after closing."""
    words = WORDS[camera.language]
    owning = Owning(owner)
    link = owning.start(str(words["merchant"]))
    camera.shoot(owner, "started")
    owner.page.goto(f"{link}?lang={owner.locale}")
    camera.shoot(owner, "owner-landing")
    owning.enter(f"{link}?lang={owner.locale}")
    camera.shoot(owner, "team-empty")
    english = camera.language == "en"
    first, _ = (owning.invite(name, rank + 1, english=english) for rank, name in enumerate(words["people"]))
    camera.shoot(owner, "team-invited")
    owner.open("/facts")
    camera.shoot(owner, "facts")
    owner.open("/results")
    camera.shoot(owner, "results-not-yet")
    picture_respondent(camera, come(), first)
    owner.open("/team")
    camera.shoot(owner, "team-answered")
    owning.close()
    camera.shoot(owner, "team-closed")
    owner.open("/results")
    picture_sections(camera, owner, "results")
    owning.build_report()
    camera.shoot(owner, "results-report")


def main(folder: Path) -> None:
    """Take all pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with running() as (server, browser):
        for width, size in SIZES.items():
            for language in ("zh", "en"):

                def come(size: dict[str, object] = size, language: Language = language) -> Visitor:
                    tag = {"zh": "zh-CN", "en": "en-GB"}[language]
                    return Visitor.arrive(browser.new_context(locale=tag, **size), server.url, language)  # type: ignore[arg-type]

                camera = Camera(folder, width, language)
                picture_public_pages(camera, come())
                picture_owner(camera, come(), come)
                print(f"{width} {language}: done")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
