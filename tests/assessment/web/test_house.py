"""The services are opened once, before the first visitor, and the process then runs without long pauses."""

import gc
import logging
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from assessment import bootstrap
from assessment.bootstrap import Services
from assessment.content import loader
from assessment.web.house import COLLECTOR_THRESHOLDS, House
from assessment.web.problems import HANDLERS
from assessment.web.routes import routes
from tests.assessment.people import firm


@pytest.fixture(autouse=True)
def _collector() -> Iterator[None]:
    """Give the test run its own collector back."""
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return where the database belongs."""
    return tmp_path / "factorg.db"


@pytest.fixture
def services(file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Services]]:
    """Return the process's own door to its services, on a database that does not exist yet."""
    monkeypatch.setenv("FACTORG_DATABASE_URL", f"sqlite:///{file}")
    bootstrap._wired.cache_clear()
    yield bootstrap.services
    bootstrap._wired.cache_clear()


def serving(services: Callable[[], Services]) -> TestClient:
    """Return a client of a server that starts and stops with its `with` block."""
    lifespan = House(services).lifespan
    return TestClient(Starlette(routes=routes(services), exception_handlers=HANDLERS, lifespan=lifespan))


def test_start_opens_the_database(services: Callable[[], Services], file: Path) -> None:
    """The database is made and migrated before anybody is served, so no two visitors do it at once."""
    with serving(services):
        assert file.exists()


def test_start_prints_the_set_up_code_until_there_is_an_account(
    services: Callable[[], Services], capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """T33: the code stands on the terminal and in no log, is another one at each start, and then is gone."""
    printed = []
    for _ in range(2):
        with serving(services):
            printed.append(capsys.readouterr().out)
    codes = [re.findall(r"[2-9A-Z]{4}(?:-[2-9A-Z]{4}){3}", text) for text in printed]
    assert [len(found) for found in codes] == [1, 1]
    assert codes[0] != codes[1]
    assert codes[1][0] not in caplog.text
    firm(services())
    with serving(services):
        assert capsys.readouterr().out == ""


def test_start_leaves_long_collections_out(services: Callable[[], Services]) -> None:
    """After the start, what is loaded is frozen and full collections are rare."""
    with serving(services):
        assert gc.get_threshold() == COLLECTOR_THRESHOLDS
        assert gc.get_freeze_count() > 0


def test_all_threads_share_the_services(services: Callable[[], Services]) -> None:
    """Eight first visitors at once get the same services."""
    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(lambda _: services(), range(8)))
    assert all(one is opened[0] for one in opened)
    opened[0].close()


def test_unusable_database_is_told_and_tried_again(
    services: Callable[[], Services], file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The server starts beside a broken file, logs one sentence, says so on every page, and recovers."""
    file.write_bytes(b"no database at all, just some bytes" * 40)
    with caplog.at_level(logging.ERROR, "assessment.web.house"), serving(services) as client:
        assert "the database cannot be used" in caplog.text
        assert client.get("/i/x").status_code == 503
        assert client.get("/healthz").status_code == 503
        file.unlink()
        assert client.get("/i/x").status_code == 404
        assert client.get("/healthz").status_code == 200


def test_broken_knowledge_of_ones_own_is_told_and_tried_again(
    services: Callable[[], Services],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The start logs file, place and fault of each problem; pages serve nothing until they are gone."""
    monkeypatch.setattr(loader, "_CHOSEN", loader._Chosen())
    targets = tmp_path / "ours" / "organization" / "targets.toml"
    targets.parent.mkdir(parents=True)
    targets.write_text("[target]\nG1 = 3.0\n", encoding="utf-8")
    monkeypatch.setenv("FACTORG_KNOWLEDGE", str(tmp_path / "ours"))
    with caplog.at_level(logging.ERROR, "assessment.web.house"), serving(services) as client:
        assert f"the knowledge base cannot be used: {targets}: target: lacks G2" in caplog.text
        assert client.get("/i/x").status_code == 503
        assert client.get("/healthz").status_code == 503
        targets.unlink()
        assert client.get("/i/x").status_code == 404
        assert client.get("/healthz").status_code == 200
