"""The batch on screen: chosen, started, watched, explained, packed; and still there after a reload."""

import time

import pytest
from streamlit.testing.v1 import AppTest

from assessment.access.viewer import Reader
from assessment.bootstrap import Services
from assessment.domain.editions import ReportOrder
from assessment.domain.text import LOCALES
from assessment.services.batch_desk import BatchDesk
from assessment.services.batch_jobs import Wanted
from assessment.services.batches import Batches
from tests.assessment.services import presses
from tests.assessment.ui.conftest import everything

FIRST = {"zh": "生成 1 份", "en": "Reports to make: 1"}


def draw_batch(services: object, viewer: object) -> None:
    """Draw the component as the report screen does."""
    from assessment.ui import messages  # noqa: PLC0415 - this body is copied into a script of its own
    from assessment.ui.components import report_batch  # noqa: PLC0415

    with messages.frame():
        run = services.analysis.latest(viewer, viewer.wave_id)  # type: ignore[attr-defined]
        report_batch.draw(services, viewer, run)  # type: ignore[arg-type]  # whatever a test hands in


@pytest.fixture
def reader(services: Services) -> Reader:
    """Give a reader of the demo, and a desk whose reports are words."""
    found = services.demo.ensure()
    batches = Batches(services._context, services.settings, presses.wire, presses.threads)
    services.__dict__["batch_desk"] = BatchDesk(services._context, batches, presses.Press())  # type: ignore[arg-type]  # prints words
    return found


def opened(services: Services, reader: Reader, lang: str = "zh") -> AppTest:
    """Open the component in a tab of its own."""
    app = AppTest.from_function(draw_batch, args=(services, reader), default_timeout=30)
    app.query_params["lang"] = lang
    return app.run()


def finished(services: Services, reader: Reader) -> None:
    """Wait until the server has worked the batch off."""
    for _ in range(500):
        view = services.batch_desk.view(reader)
        if view is not None and view.state == "done":
            return
        time.sleep(0.02)
    raise AssertionError


def test_a_batch_is_chosen_started_and_found_again(services: Services, reader: Reader) -> None:
    """Every ticked combination is one report; a tab opened later shows the outcome and packs the files."""
    app = opened(services, reader)
    assert app.button(key="batch-start").label == FIRST["zh"]
    app.pills(key="batch-edition-zh").set_value(["leadership", "full", "board"]).run()
    assert app.button(key="batch-start").label == "生成 3 份"
    app.button(key="batch-start").click().run()
    finished(services, reader)
    later = opened(services, reader)
    assert "3 份中生成了 3 份" in everything(later)
    later.button(key="batch-pack").click().run()
    assert not later.exception
    assert "batch-pack" not in {button.key for button in later.button}


@pytest.mark.parametrize("lang", LOCALES)
def test_failures_are_told_with_their_reason(services: Services, reader: Reader, lang: str) -> None:
    """What was not made is listed in words, in the language of the tab; nothing ticked is no batch."""
    services.batch_desk.start(reader, [Wanted("none", ReportOrder("board"))])
    finished(services, reader)
    app = opened(services, reader, lang)
    words = everything(app)
    assert {"zh": "没有生成的 1 份", "en": "Reports that were not made: 1"}[lang] in words
    assert app.button(key="batch-start").label == FIRST[lang]
    assert not app.exception
    app.pills(key=f"batch-form-{lang}").set_value([]).run()
    assert app.button(key="batch-start").disabled
