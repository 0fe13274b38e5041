"""From an empty folder to the first page: prints the steps of a cold start.

From the project's folder (needs Chromium for the last figure):

    python -m tests.benchmarks.first_page --times 5

Each round starts a new process on a new database, which the start migrates. Printed: from the command
until the server answers; from then until the first run of the welcome page is finished (without a
browser); and from then until a browser with an empty cache shows the heading, served by another new
process whose first visitor it is.
"""

import asyncio
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.benchmarks.figures import line, machine, others, parser_of, usage
from tests.benchmarks.streamlit_client import Page
from tests.browser.pages import CHROMIUM_ARGUMENTS, chromium_path
from tests.browser.server import Server


async def run_once(url: str) -> None:
    """Open the welcome page without a browser."""
    page = await Page.open(url, "", {})
    await page.close()


def first_run(url: str) -> float:
    """Seconds of the first run of the welcome page."""
    started = time.perf_counter()
    asyncio.run(run_once(url))
    return time.perf_counter() - started


def first_sight(url: str) -> float:
    """Seconds until a browser with an empty cache shows the heading."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(CHROMIUM_ARGUMENTS))
        page = browser.new_page()
        started = time.perf_counter()
        page.goto(url, wait_until="commit")
        page.locator("h1").first.wait_for()
        seconds = time.perf_counter() - started
        browser.close()
        return seconds


def cold(look: Callable[[str], float]) -> tuple[float, float]:
    """Start a new server and let `look` be its first visitor: seconds to start, seconds to see."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder))
        started, around = time.perf_counter(), machine()
        server.start()
        ready = time.perf_counter() - started
        try:
            seen = look(server.url)
            print(others(around, machine(), usage(server.pid).processor))
        finally:
            server.stop()
        return ready, seen


def main() -> None:
    """Repeat cold starts and print."""
    parser = parser_of(__doc__)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    runs = [cold(first_run) for _ in range(options.times)]
    sights = [cold(first_sight) for _ in range(options.times)]
    print(line("command until the server answers", [ready for ready, _ in runs + sights]))
    print(line("first run of the welcome page", [seconds for _, seconds in runs]))
    print(line("heading visible in the browser", [seconds for _, seconds in sights]))


if __name__ == "__main__":
    main()
