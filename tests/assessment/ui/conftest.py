"""One screen at a time, on real services over an SQLite file."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from assessment.access.viewer import Owner, Respondent, Viewer
from assessment.bootstrap import Services, bootstrap
from assessment.services.analysis import StoredRun
from assessment.settings import Settings, sqlite_url

Open = Callable[..., AppTest]


def draw_screen(screen: str, services: object, viewer: object) -> None:
    """Draw one screen in the page frame, as the navigation does."""
    from importlib import import_module  # noqa: PLC0415 - this body is copied into a script of its own

    from assessment.ui import messages  # noqa: PLC0415

    with messages.frame():
        import_module(f"assessment.ui.screens.{screen}").render(services, viewer)


@pytest.fixture(scope="session", autouse=True)
def components_found_once() -> Iterator[None]:
    """Look through the installed packages for components once, as a server does, not at every run of a page.

    Reading the metadata of all of them took nine tenths of the time of a screen's test.
    """
    with pytest.MonkeyPatch.context() as patch:
        scan = manifest_scanner.scan_component_manifests
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(scan))
        yield


@pytest.fixture
def services(sqlite_services: Services, clock: object) -> Services:
    """Give services whose clock shows today: screens compare expiry dates with it."""
    clock.now = datetime.now(UTC)  # type: ignore[attr-defined]  # the test clock
    return sqlite_services


@pytest.fixture
def open_screen(services: Services) -> Open:
    """Open a screen as somebody, in a language."""

    def opened(screen: str, viewer: Viewer | None, lang: str = "zh", house: object = None) -> AppTest:
        app = AppTest.from_function(draw_screen, args=(screen, house or services, viewer), default_timeout=30)
        app.query_params["lang"] = lang
        return app.run()

    return opened


@pytest.fixture
def owner(services: Services) -> Owner:
    """Give the owner of a fresh self-assessment."""
    started = services.engagements.start_self_assessment(
        name="云杉女装", category="fashion", gmv_tier="G3", locale="zh", operation_id="start-0001"
    )
    visit = services.links.exchange("owner", started.owner_token)
    found = services.links.visitor({"factorg_owner": visit}).owner
    assert found is not None
    return found


@pytest.fixture
def respondent(services: Services, owner: Owner) -> Respondent:
    """Give an invited host of the owner's wave."""
    issued = services.engagements.invite(
        owner, name="主播甲", role="LIVE", locale="zh", operation_id="invite-0001"
    )
    assert issued.token is not None
    visit = services.links.exchange("answer", issued.token)
    found = services.links.visitor({"factorg_answer": visit}).respondent
    assert found is not None
    return found


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> StoredRun:
    """Give the demo's run, not marked as such: values of its result are replaced, nothing is stored."""
    folder: Path = tmp_path_factory.mktemp("scored")
    house = bootstrap(Settings(sqlite_url(folder / "factorg.db")))
    reader = house.demo.ensure()
    found = house.analysis.latest(reader, reader.wave_id)
    house.close()
    return replace(found, result=replace(found.result, demo=False))


def everything(app: AppTest) -> str:
    """Collect every sentence on the page, to look for one."""
    kinds = (
        "title",
        "header",
        "subheader",
        "markdown",
        "caption",
        "info",
        "warning",
        "error",
        "success",
        "text",
        "code",
    )
    return "\n".join(
        str(element.value) for kind in kinds for element in app.get(kind) if hasattr(element, "value")
    )
