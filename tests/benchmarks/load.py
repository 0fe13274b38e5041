"""Many respondents answer at once; prints how long a tap takes, and what a session costs.

From the project's folder, with a server of its own on a new SQLite file:

    python -m tests.benchmarks.load --respondents 200 --pause 5 --seconds 60

Each respondent opens the answering page, begins, taps an answer every `pause` seconds (half to one and
a half times, evenly spread), and turns the page when it is done. A tap is measured from the moment the
message is sent until the card, drawn anew after the commit, has arrived. Client and server share
the machine, so the figures are upper bounds; the processor share of other work is printed too.
"""

import asyncio
import random
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.figures import Usage, line, machine, others, parser_of, usage
from tests.benchmarks.respondents import invite, services_on
from tests.benchmarks.streamlit_client import Page, Widget
from tests.browser.server import Server


@dataclass
class Tally:
    """Seconds by kind of action, and what went wrong."""

    taps: list[float] = field(default_factory=list)
    settled: list[float] = field(default_factory=list)
    openings: list[float] = field(default_factory=list)
    turns: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


@dataclass
class Respondent:
    """One person with one tab. `rank` picks the answers, so that a run can be repeated."""

    page: Page
    chance: random.Random
    answered: set[str] = field(default_factory=set)

    async def act(self, tally: Tally) -> None:
        """Tap one answer; turn the page first when everything on it is answered."""
        if not self._left():
            await self._turn("next", tally)
        if not self.page.widgets("radio", "answer-"):  # the review: change one's mind from the start
            self.answered.clear()
            await self._turn("jump-", tally)
        await self._tap(self._left()[0], tally)

    def _left(self) -> list[Widget]:
        radios = self.page.widgets("radio", "answer-")
        return [radio for radio in radios if radio.id not in self.answered]

    async def _turn(self, key: str, tally: Tally) -> None:
        tally.turns.append((await self.page.press(key)).seconds)

    async def _tap(self, radio: Widget, tally: Tally) -> None:
        now = self.page.values.get(radio.id)
        free = [i for i, option in enumerate(radio.options) if option != now and i != radio.chosen]
        run = await self.page.choose(radio, self.chance.choice(free))
        tally.taps.append(run.own)
        tally.settled.append(run.seconds)
        self.answered.add(radio.id)


async def live(respondent: Respondent, tally: Tally, pause: float, until: float) -> None:
    """Answer at a person's pace until the time is over."""
    await asyncio.sleep(respondent.chance.uniform(0, pause))
    while time.monotonic() < until:
        try:
            await respondent.act(tally)
        except (OSError, LookupError, TimeoutError) as error:
            tally.failures.append(repr(error))
            return
        await asyncio.sleep(pause * respondent.chance.uniform(0.5, 1.5))


async def open_all(url: str, cookies: Sequence[dict[str, str]], tally: Tally) -> list[Respondent]:
    """Open everybody's page, one after the other, and pass the introduction."""
    people = []
    for rank, cookie in enumerate(cookies):
        started = time.perf_counter()
        page = await Page.open(url, "answer", cookie, query="lang=zh")
        tally.openings.append(time.perf_counter() - started)
        await page.press("begin")
        people.append(Respondent(page, random.Random(rank)))  # noqa: S311 - answers, not secrets
    return people


async def measure(server: Server, cookies: Sequence[dict[str, str]], pause: float, seconds: float) -> None:
    """Run the load and print what it cost."""
    tally = Tally()
    warm = await open_all(server.url, cookies[:1], Tally())
    empty = usage(server.pid)
    people = await open_all(server.url, cookies[1:], tally)
    opened = usage(server.pid)
    until = time.monotonic() + seconds
    before = machine()
    await asyncio.gather(*(live(person, tally, pause, until) for person in (*warm, *people)))
    after, end = usage(server.pid), machine()
    print(others(before, end, after.processor - opened.processor))
    generator = (end.own - before.own) / (end.wall - before.wall)
    print(f"{'processor of this load generator':34} {100 * generator:.0f} % of one core")
    report(tally, (empty, opened, after), len(people), end.wall - before.wall)
    exceptions = [text for person in people for text in person.page.exceptions]
    print(f"{'exceptions on pages':34} {len(exceptions)} {exceptions[:1]}")
    await asyncio.gather(*(person.page.close() for person in (*warm, *people)))


def report(tally: Tally, moments: tuple[Usage, Usage, Usage], sessions: int, wall: float) -> None:
    """Print one line a figure."""
    empty, opened, after = moments
    print(line("open the answering page", tally.openings))
    print(line("tap until the card says saved", tally.taps))
    print(line("tap until the page is settled", tally.settled))
    print(line("turn the page", tally.turns))
    per_session = (opened.resident - empty.resident) / max(1, sessions) / 1024
    per_session_after = (after.resident - empty.resident) / max(1, sessions) / 1024
    share = (after.processor - opened.processor) / wall
    print(f"{'answers a second':34} {len(tally.taps) / wall:.1f}")
    print(f"{'processor of the server':34} {100 * share:.0f} % of one core")
    cost = 1000 * (after.processor - opened.processor) / max(1, len(tally.taps))
    print(f"{'processor an answer':34} {cost:.1f} ms")
    print(f"{'memory of the process':34} {empty.resident / 2**20:.0f} MB with one session")
    print(f"{'memory a session':34} {per_session:.0f} KB opened, {per_session_after:.0f} KB after the run")
    print(f"{'descriptors':34} {after.descriptors}")
    print(f"{'failures':34} {len(tally.failures)} {tally.failures[:1]}")


def main() -> None:
    """Read the options, start a server, measure, and clean up."""
    parser = parser_of(__doc__)
    parser.add_argument("--respondents", type=int, default=200)
    parser.add_argument("--pause", type=float, default=5.0, help="seconds between two answers of one person")
    parser.add_argument("--seconds", type=float, default=60.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder))
        cookies = invite(services_on(server.database_url), options.respondents + 1)
        server.start()
        try:
            asyncio.run(measure(server, cookies, options.pause, options.seconds))
        finally:
            server.stop()


if __name__ == "__main__":
    main()
