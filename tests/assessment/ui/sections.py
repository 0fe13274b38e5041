"""Single sections of the results page, drawn from a run whose values a test makes by hand."""

from dataclasses import replace

from streamlit.testing.v1 import AppTest

from assessment.services.analysis import StoredRun


def draw_section(section: str, run: object, voices: object) -> None:
    """Draw one section of the results page."""
    from assessment.ui.components.result_view import View  # noqa: PLC0415 - copied into a script of its own
    from assessment.ui.components.results import SECTIONS  # noqa: PLC0415
    from assessment.ui.components.rows import names  # noqa: PLC0415

    SECTIONS[section](View(run, names(run), lambda: voices))  # type: ignore[arg-type,return-value]


def drawn(section: str, run: StoredRun, voices: object = None, lang: str = "zh") -> AppTest:
    """Draw a section; nothing may fail."""
    app = AppTest.from_function(draw_section, args=(section, run, voices or {}), default_timeout=60)
    app.query_params["lang"] = lang
    app.run()
    assert not app.exception
    return app


def markup(app: AppTest) -> str:
    """All HTML of the page."""
    return "".join(str(element.proto.body) for element in app.get("html"))


def with_result(run: StoredRun, **fields: object) -> StoredRun:
    """Give the run with some fields of its result replaced."""
    return replace(run, result=replace(run.result, **fields))  # type: ignore[arg-type]
