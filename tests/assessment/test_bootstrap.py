"""Wiring: light at the start, complete when asked."""

import subprocess
import sys
from pathlib import Path

from assessment.bootstrap import Services, bootstrap
from assessment.settings import Settings, sqlite_url

HEAVY = ("numpy", "scipy", "pandas", "reportlab", "streamlit", "starlette", "openpyxl")
PROGRAM = """
import sys
from assessment.bootstrap import bootstrap
from assessment.settings import Settings
services = bootstrap(Settings(sys.argv[1]))
started = services.engagements.start_self_assessment(
    name="a", category="food", gmv_tier="G1", locale="zh", operation_id="operation-1")
services.links.exchange("owner", started.owner_token)
print(*[name for name in sys.argv[2:] if name in sys.modules])
"""


def test_the_first_page_loads_nothing_heavy(tmp_path: Path) -> None:
    """Starting on a ready database and signing in need no array, drawing or web library."""
    url = sqlite_url(tmp_path / "factorg.db")
    bootstrap(Settings(url)).close()
    found = subprocess.run(
        [sys.executable, "-c", PROGRAM, url, *HEAVY],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert set(found.stdout.split()) == set()


def test_every_service_can_be_had(sqlite_services: Services) -> None:
    """All rooms of the house are wired, and each is made once."""
    for name in ("analysis", "reporting", "report_desk", "own_answers", "importing", "demo", "maintenance"):
        assert getattr(sqlite_services, name) is getattr(sqlite_services, name)
    assert sqlite_services.settings.locale == "zh"
