"""Results on screen where silence was promised: every section draws, and nothing tells about a few."""

import pytest
from sqlalchemy import text
from streamlit.testing.v1 import AppTest

from assessment.access.viewer import Reader, System
from assessment.bootstrap import Services
from assessment.content import loader
from assessment.ui.components.results import SECTIONS
from tests.assessment.ui.conftest import draw_screen, everything

N_ITEMS = 12
ITEMS = [item.id for item in loader.shipped_instrument().items[:N_ITEMS]]


def private_wave(services: Services, n: int) -> Reader:
    """Import and score an anonymous wave of an owner and hosts; the last of them skips the first item."""
    roles = ["OWN", *["LIVE"] * (n - 1)]
    lines = [
        f"p{row},{role},{item},{1 + (row + place) % 5}"
        for row, role in enumerate(roles)
        for place, item in enumerate(ITEMS)
        if (row, place) != (n - 1, 0)
    ]
    wave = services.importing.responses(
        System(),
        content=("respondent,role,item,level\n" + "\n".join(lines)).encode(),
        file_name="answers.csv",
        instrument=loader.shipped_instrument(),
        source=loader.instrument_source("fact", "1.0.0"),
        title="匿名测评",
    )
    services._context.database.write(lambda c: c.execute(text("UPDATE wave SET mode = 'anonymous'")))
    run = services.analysis.score(System(), wave.wave_id)
    return Reader(run.wave.workspace_id, run.wave.id)


@pytest.mark.parametrize(("lang", "n"), [("zh", 3), ("en", 5)])
@pytest.mark.parametrize("section", SECTIONS)
def test_a_wave_of_silence_is_drawn(services: Services, section: str, lang: str, n: int) -> None:
    """With too few people, and with one item of four answers, no section fails for want of counts."""
    viewer = private_wave(services, n)
    app = AppTest.from_function(draw_screen, args=("results", services, viewer), default_timeout=60)
    app.query_params["lang"] = lang
    app = app.run()
    app.session_state[f"sections-{lang}"] = app.tabs[list(SECTIONS).index(section)].label
    app = app.run()
    assert not app.exception
    assert not app.error


def test_a_hidden_item_says_why_and_shows_no_level(services: Services) -> None:
    """The item of four answers, and the neighbour that would give it away, tell their reason alone."""
    viewer = private_wave(services, 5)
    app = AppTest.from_function(draw_screen, args=("results", services, viewer), default_timeout=60)
    app.query_params["lang"] = "zh"
    app = app.run()
    app.session_state["sections-zh"] = app.tabs[list(SECTIONS).index("dimensions")].label
    app = app.run()
    assert "人数不足，为保护个人不显示" in everything(app)
    result = services.analysis.latest(viewer, viewer.wave_id).result
    hidden = [item.id for item in result.items if item.withheld]
    assert hidden == ITEMS[:2]
