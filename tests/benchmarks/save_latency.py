"""One respondent, SQLite: how long from a tap until the answer is stored; prints p50 and p95.

From the project's folder:

    python -m tests.benchmarks.save_latency --answers 500

Two figures: the service call alone (checks, one transaction, commit on disk), and the whole way of a
tap through the running server (websocket, callback, commit, redrawing the card).
"""

import asyncio
import random
import tempfile
import time
from pathlib import Path

from assessment.bootstrap import Services
from tests.benchmarks.figures import line, machine, others, parser_of, usage
from tests.benchmarks.load import Tally, open_all
from tests.benchmarks.respondents import invite, services_on
from tests.browser.server import Server

PAUSE_SECONDS = 0.05


def service_alone(services: Services, cookies: dict[str, str], answers: int) -> list[float]:
    """Seconds of each `Responding.answer`, on changing items and levels."""
    viewer = services.links.visitor(cookies).respondent
    if viewer is None:
        raise RuntimeError("the link did not open")
    sheet = services.responding.open(viewer)
    revision = sheet.response.revision
    seconds = []
    for number in range(answers):
        item = sheet.items[number % len(sheet.items)]
        value = sheet.instrument.scale.levels[(number // len(sheet.items) + number) % 5]
        name = f"measure-answer-{number:06}"
        started = time.perf_counter()
        saved = services.responding.answer(
            viewer, item_id=item.id, value=value, revision=revision, operation_id=name
        )
        seconds.append(time.perf_counter() - started)
        revision = saved.revision
    return seconds


async def through_the_server(server: Server, cookies: dict[str, str], answers: int) -> Tally:
    """Tap with short pauses, so that each tap meets an idle server."""
    tally = Tally()
    person = (await open_all(server.url, [cookies], tally))[0]
    before, around = usage(server.pid), machine()
    while len(tally.taps) < answers:
        await person.act(tally)
        await asyncio.sleep(PAUSE_SECONDS * random.uniform(0.5, 1.5))  # noqa: S311 - a pause, no secret
    spent = usage(server.pid).processor - before.processor
    print(others(around, machine(), spent))
    print(f"{'processor of the server an answer':34} {1000 * spent / len(tally.taps):.1f} ms with page turns")
    await person.page.close()
    return tally


def main() -> None:
    """Measure both ways and print."""
    parser = parser_of(__doc__)
    parser.add_argument("--answers", type=int, default=500)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder))
        services = services_on(server.database_url)
        first, second = invite(services, 2)
        print(line("service call alone", service_alone(services, first, options.answers)))
        server.start()
        try:
            tally = asyncio.run(through_the_server(server, second, options.answers))
        finally:
            server.stop()
        print(line("tap until the card says saved", tally.taps))
        print(line("tap until the page is settled", tally.settled))
        print(line("turn the page", tally.turns))


if __name__ == "__main__":
    main()
