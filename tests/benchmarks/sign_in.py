"""How long signing in takes, and an access check; prints p50 and p95.

From the project's folder:

    python -m tests.benchmarks.sign_in --times 40

Signing in is measured in the service, with passwords kept at their real cost (budget 400 ms). The access
check is the decision who may do what (budget 50 µs); beside it stands what a call on a wave pays before
its own work begins, which also asks the database whether the session still lasts.
"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from assessment.access.policy import Target, require
from assessment.access.viewer import Account
from assessment.bootstrap import Services, bootstrap
from assessment.services.links import ACCOUNT_COOKIE
from assessment.services.members import account_of
from assessment.services.people import NewPerson
from assessment.services.setup import FirstAdministrator
from assessment.settings import Settings, sqlite_url
from tests.benchmarks.figures import line, parser_of, percentile

PASSWORD = "vier Pferde am Fluss"
ADMIN = "admin@firm.example"
CHECKS = 1000


def measured(times: int, work: Callable[[], object], each: int = 1) -> list[float]:
    """Seconds of `times` runs of `work`, which does its thing `each` times."""
    seconds = []
    for _ in range(times):
        started = time.perf_counter()
        for _ in range(each):
            work()
        seconds.append((time.perf_counter() - started) / each)
    return seconds


def consultant(services: Services) -> Account:
    """Make a firm with a consultant and sign them in."""
    asked = FirstAdministrator("Firm", "Admin", ADMIN, PASSWORD, "en")
    token = services.setup.first_administrator(services.setup.new_code(), asked)
    admin = services.links.visitor({ACCOUNT_COOKIE: token}).account
    if admin is None:
        raise RuntimeError("nobody is signed in")
    services.people.create_account(admin, NewPerson("c@firm.example", "C", "consultant", password=PASSWORD))
    cookie = services.accounts.sign_in("c@firm.example", PASSWORD, "192.0.2.1")
    found = services.links.visitor({ACCOUNT_COOKIE: cookie}).account
    if found is None:
        raise RuntimeError("nobody is signed in")
    return found


def main() -> None:
    """Measure and print."""
    parser = parser_of(__doc__)
    parser.add_argument("--times", type=int, default=40)
    times = parser.parse_args().times
    with tempfile.TemporaryDirectory() as folder:
        services = bootstrap(Settings(sqlite_url(Path(folder) / "factorg.db")))
        person = consultant(services)
        target = Target(person.workspace_id, "")
        database = services._context.database
        print(line("sign-in", measured(times, lambda: services.accounts.sign_in(ADMIN, PASSWORD, "here"))))
        decide = measured(times, lambda: require(person, "portfolio", target), CHECKS)
        p50, p95 = (1e6 * percentile(decide, share) for share in (0.5, 0.95))
        print(f"{'access check':34} n={times * CHECKS:6}  p50 {p50:7.1f}  p95 {p95:7.1f} µs")
        session = measured(times, lambda: database.read(lambda c: account_of(c, person)), 20)
        print(line("session check in the database", session))
        services.close()


if __name__ == "__main__":
    main()
