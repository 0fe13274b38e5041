"""A real Chromium against the product as its users start it."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.pages import CHROMIUM_ARGUMENTS, SIZES, Visitor, Width, chromium_path
from tests.browser.server import Server

Arrive = Callable[..., Visitor]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start the system's Chromium once. Without one: skip here, fail where CI promises one."""
    path = chromium_path()
    if path is None:
        message = "no Chromium found (apt-get install chromium fonts-noto-cjk, or set CHROMIUM)"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Start the product on a database of its own."""
    running = Server(tmp_path_factory.mktemp("product"))
    running.start()
    yield running
    running.stop()


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    """Start the product for one test that mistreats it."""
    running = Server(tmp_path)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def arrive(chromium: Browser, server: Server) -> Iterator[Arrive]:
    """Let people arrive, each at a device of their own; in the end, nothing bad may have happened.

    Every request must have stayed on our host, and no console may hold an error.
    """
    people: list[Visitor] = []

    def come(width: Width = "desktop", locale: str = "zh", at: Server = server) -> Visitor:
        context = chromium.new_context(
            locale="en-GB" if locale == "en" else "zh-CN", timezone_id="Asia/Shanghai", **SIZES[width]
        )
        person = Visitor.arrive(context, at.url, "en" if locale == "en" else "zh")
        people.append(person)
        return person

    yield come
    for person in people:
        person.page.context.close()
    assert [person.watch.foreign for person in people if person.watch.foreign] == []
    assert [person.watch.errors for person in people if person.watch.errors] == []
