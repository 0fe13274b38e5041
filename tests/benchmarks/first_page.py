"""From an empty folder to the first page: prints the steps of a cold start.

From the project's folder (needs Chromium for the last figure):

    python -m tests.benchmarks.first_page --times 5

Each round starts a new process on a new database. Printed: until the port answers, until the first run of
the welcome page is finished (without a browser), and until a browser with an empty cache shows the
heading. The last two start when the port answers.
"""

import asyncio
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.benchmarks.figures import line, parser_of
from tests.benchmarks.streamlit_client import Page
from tests.browser.pages import CHROMIUM_ARGUMENTS, chromium_path
from tests.browser.server import Server


async def first_run(url: str) -> float:
    """Seconds of the first run of the welcome page."""
    started = time.perf_counter()
    page = await Page.open(url, "", {})
    seconds = time.perf_counter() - started
    await page.close()
    return seconds


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


def main() -> None:
    """Repeat cold starts and print."""
    parser = parser_of(__doc__)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    port, run, sight = [], [], []
    for number in range(2 * options.times):
        with tempfile.TemporaryDirectory() as folder:
            server = Server(Path(folder))
            started = time.perf_counter()
            server.start()
            port.append(time.perf_counter() - started)
            try:
                if number % 2:
                    run.append(asyncio.run(first_run(server.url)))
                else:
                    sight.append(first_sight(server.url))
            finally:
                server.stop()
    print(line("until the port answers", port))
    print(line("first run of the welcome page", run))
    print(line("heading visible in the browser", sight))


if __name__ == "__main__":
    main()
