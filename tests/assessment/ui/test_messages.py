"""Escaping and sentences."""

import re
import tomllib
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from assessment.content import words
from assessment.content.words import catalogue
from assessment.ui.messages import plain

UI = Path(__file__).parents[3] / "assessment" / "ui"
ACTIVE = set("\\`*_{}[]()#+-.!|~$<>&^=")


@given(st.text(max_size=200))
def test_escaped_text_keeps_its_words_and_loses_its_powers(text: str) -> None:
    """Every sign with a meaning in Markdown is escaped, and nothing else is lost but blanks."""
    escaped = plain(text)
    assert "\n" not in escaped
    unescaped = re.sub(r"\\(.)", r"\1", escaped).replace("\u2060", "")
    assert unescaped == " ".join(text.split()).replace("\u2060", "")
    bare = re.sub(r"\\.", "", escaped)
    assert not ACTIVE & set(bare)


@given(st.sampled_from([":red[x]", ":material/home:", "http://a.b", "a@b.cn", "www.a.cn", "![x](http://a)"]))
def test_no_directive_or_address_survives(text: str) -> None:
    """Icons, colours, pictures and addresses typed by people stay plain words."""
    escaped = plain(text)
    assert not re.search(r":(?=[\w/])|@(?=\w)|www(?=\\?\.)", escaped)


def test_every_sentence_a_screen_says_exists_in_both_languages() -> None:
    """Keys written in the screens are in the zh and the en catalogue."""
    said = {
        f"ui.{key}"
        for path in UI.rglob("*.py")
        for key in re.findall(r'\btell\(\s*"([a-z_.0-9]+)"', path.read_text(encoding="utf-8"))
    } | {
        f"common.{key}"
        for path in UI.rglob("*.py")
        for key in re.findall(r'\bcommon\(\s*"([a-z_.0-9]+)"', path.read_text(encoding="utf-8"))
    }
    assert len(said) > 150
    for locale in ("zh", "en"):
        assert said <= set(catalogue(locale))  # type: ignore[arg-type]  # both are locales


def test_both_languages_have_the_same_placeholders() -> None:
    """A translated sentence takes the same fields as the original."""
    zh, en = catalogue("zh"), catalogue("en")
    for key in (key for key in zh if key.startswith(("ui.", "common."))):
        assert set(re.findall(r"{(\w+)}", zh[key])) == set(re.findall(r"{(\w+)}", en[key])), key


def test_codes_of_the_scoring_have_words() -> None:
    """Stages, notes and reasons that scoring may give are worded in both languages."""
    from scoring import pipeline, quality, results  # noqa: PLC0415 - heavy, and for this test only

    reasons = [value for name, value in vars(results).items() if name.startswith("WITHHELD_")]
    for locale in ("zh", "en"):
        known = set(catalogue(locale))  # type: ignore[arg-type]  # both are locales
        assert {f"ui.stage.{stage}" for stage in pipeline.STAGES} <= known
        assert {f"ui.quality.{code}" for code in quality.NOTE_CODES} <= known
        assert {f"ui.withheld.{reason}" for reason in reasons} <= known


def test_the_theme_file_keeps_what_production_rests_on() -> None:
    """The switches that were measured to matter exist and are set."""
    from streamlit import config  # noqa: PLC0415 - for this test only

    path = UI.parents[1] / ".streamlit" / "config.toml"
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    assert "runner.postScriptGC" in config.get_config_options(force_reparse=False)
    assert found["runner"]["postScriptGC"] is False
    assert found["browser"]["gatherUsageStats"] is False
    assert found["client"]["showErrorDetails"] == "none"
    assert found["server"]["maxUploadSize"] == 20
    assert "http" not in path.read_text(encoding="utf-8")


def test_session_state_is_touched_in_one_file_only() -> None:
    """State goes through ui/session.py; no page writes raw HTML."""
    for path in UI.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        assert "unsafe_allow" not in source
        if path.name != "session.py":
            assert "st.session_state" not in source, path
            assert "st.query_params" not in source, path


def test_the_style_sheet_uses_public_hooks_only() -> None:
    """Private class names of the framework change with every release."""
    css = (UI / "style.css").read_text(encoding="utf-8")
    assert "emotion" not in css
    rules = re.sub(r"/\*.*?\*/|{[^{}]*}", " ", css, flags=re.DOTALL)
    classes = re.findall(r"\.([a-zA-Z][\w-]*)", rules)
    assert classes
    assert all(name.startswith(("st-key-", "fo-")) for name in classes)


def test_words_module_is_the_catalogue_used() -> None:
    """A sentence with a field is filled in the language asked for."""
    assert words.say("en", "ui.answer.skip", n=2) == "Skip 2 and continue"


def _page_that_asks_for_a_panel_that_is_gone() -> None:
    import streamlit as st  # noqa: PLC0415 - the whole function is the script of a page

    from assessment.ui import messages  # noqa: PLC0415

    st.session_state.runs = st.session_state.get("runs", 0) + 1
    st.button("tap", on_click=lambda: messages.redraw("panel-of-another-page"))
    st.write(f"run {st.session_state.runs}")


def test_a_tap_for_a_panel_that_is_gone_draws_the_whole_page() -> None:
    """A callback that names a panel which the turning page no longer has ends in no error."""
    page = AppTest.from_function(_page_that_asks_for_a_panel_that_is_gone).run()
    page.button[0].click().run()
    assert not page.exception
    assert page.markdown[0].value == "run 2"
