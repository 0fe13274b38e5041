"""The settings that the product's speed and silence hang on are really there."""

import sys
import tomllib
from pathlib import Path

import pytest
from streamlit import config

ROOT = Path(__file__).parents[3]
SHIPPED = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("runner.postScriptGC", False),  # else a full collection follows every tap: 25 taps a second for all
        ("browser.gatherUsageStats", False),  # else every visitor's browser reports to a foreign host
        ("client.showErrorDetails", "none"),  # else a trace with addresses reaches the browser
        ("server.fileWatcherType", "none"),
        ("server.headless", True),
    ],
)
def test_setting_exists_and_has_our_value(option: str, value: object) -> None:
    """The installed framework still knows the option, and the shipped file sets it."""
    section, name = option.split(".")
    assert option in config._config_options_template
    assert SHIPPED[section][name] == value


def test_server_asks_no_foreign_host_for_its_address() -> None:
    """Without a named address, a headless start looks up its public one at a foreign host."""
    assert SHIPPED["browser"]["serverAddress"]


@pytest.mark.skipif(sys.platform != "linux", reason="uvloop is for Linux and macOS")
def test_uvloop_is_installed() -> None:
    """Without uvloop small messages wait for delayed acknowledgements: 40 ms a tap."""
    import uvloop  # noqa: PLC0415 - not on Windows

    assert callable(uvloop.new_event_loop)
