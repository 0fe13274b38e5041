"""Who is offered which pages, and the script that Streamlit runs."""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import assessment.bootstrap
from assessment.access.viewer import Owner, Respondent
from assessment.bootstrap import Services
from assessment.services.links import Visitor
from assessment.ui import navigation
from tests.assessment.people import firm

APP = Path(navigation.__file__).with_name("app.py")
OWNER = Owner("w", "m", "v", "r")
RESPONDENT = Respondent("v", "i", "r2")


def visitor(owner: Owner | None, respondent: Respondent | None) -> Visitor:
    """Make a visitor with these links."""
    return Visitor(owner, respondent)


def test_everybody_is_offered_their_own_pages_only() -> None:
    """Strangers see the way in, respondents their items, owners everything of their wave."""
    assert navigation.visible_paths(visitor(None, None)) == ("", "start", "demo")
    assert navigation.visible_paths(visitor(None, RESPONDENT)) == ("answer", "demo")
    assert "team" in navigation.visible_paths(visitor(OWNER, RESPONDENT))
    assert set(navigation.visible_paths(visitor(OWNER, None))) <= set(navigation.PATHS)


@pytest.mark.parametrize("path", ["team", "facts", "results", ""])
def test_a_respondent_opens_an_owners_page_as_nobody(path: str) -> None:
    """An invited person never acts as owner, whatever page they open."""
    assert navigation.viewer_for(path, visitor(None, RESPONDENT)) is None
    assert navigation.viewer_for(path, visitor(OWNER, RESPONDENT)) == OWNER


def test_answering_prefers_the_personal_link() -> None:
    """Somebody with both links answers as the invited person unless they choose otherwise."""
    assert navigation.viewer_for("answer", visitor(OWNER, None)) == OWNER
    assert navigation.viewer_for("answer", visitor(OWNER, RESPONDENT)) == RESPONDENT


@pytest.mark.parametrize(("lang", "said"), [("zh", "开始自评"), ("en", "Start a self-assessment")])
def test_the_app_opens_the_first_page(
    services: Services, monkeypatch: pytest.MonkeyPatch, lang: str, said: str
) -> None:
    """The whole script runs for a stranger in both languages."""
    monkeypatch.setattr(assessment.bootstrap, "services", lambda: services)
    app = AppTest.from_file(str(APP), default_timeout=30)
    app.query_params["lang"] = lang
    app.run()
    assert not app.exception
    assert not app.error
    assert said in [button.label for button in app.button]


def test_whoever_is_signed_in_begins_at_the_portfolio_in_their_own_language(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first page is the portfolio in the person's language, its foot signs out, and use is noted."""
    house = firm(services)
    services.accounts.save_preferences(house.admin, "Admin", "en", None)
    me = house.admin
    monkeypatch.setattr(assessment.bootstrap, "services", lambda: services)
    monkeypatch.setattr(services.links, "visitor", lambda *_: Visitor(account=me))
    touched = []
    monkeypatch.setattr(services.accounts, "touch", touched.append)
    drawn = SimpleNamespace(render=lambda _, viewer: st.text(f"portfolio of {viewer.role}"))
    monkeypatch.setitem(sys.modules, "assessment.ui.screens.portfolio", drawn)
    app = AppTest.from_file(str(APP), default_timeout=30).run()
    assert not app.error
    assert [one.value for one in app.text] == ["portfolio of administrator"]
    assert "/account/sign-out?lang=en" in "".join(str(one.proto) for one in app.get("html"))
    assert touched == [me]


LIGHT = """
import sys
from streamlit.testing.v1 import AppTest
import assessment.bootstrap
from assessment.bootstrap import bootstrap
from assessment.settings import Settings, sqlite_url
house = bootstrap(Settings(sqlite_url(__import__("pathlib").Path(sys.argv[1]) / "light.db")))
assessment.bootstrap.services = lambda: house
app = AppTest.from_file(sys.argv[2], default_timeout=60).run()
assert app.button and not app.exception and not app.error
heavy = ("numpy", "pandas", "scipy", "altair", "reportlab", "sklearn")
print([name for name in heavy if name in sys.modules])
"""


def test_the_first_page_loads_nothing_heavy(tmp_path: Path) -> None:
    """A first visitor waits for neither numpy nor the drawing of charts and reports."""
    script = tmp_path / "light.py"
    script.write_text(LIGHT, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script), str(tmp_path), str(APP)],
        capture_output=True,
        text=True,
        check=False,
        cwd=APP.parents[2],
        env={**os.environ, "PYTHONPATH": str(APP.parents[2])},
    )
    assert done.stdout.strip() == "[]", done.stderr[-2000:]
