"""Settings come from the environment, once, with defaults that work."""

from pathlib import Path

import pytest

from assessment.settings import Settings, default_database_url, sqlite_url


def test_nothing_set_means_the_users_own_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without any variable the product starts on a file in the user's data folder, in Chinese."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    settings = Settings.from_environment({})
    assert settings == Settings(default_database_url(), None, "zh")
    assert settings.database_url.endswith("/factorg/factorg.db")


def test_variables_win() -> None:
    """Database, address, language and knowledge base can be set; an empty variable counts as unset."""
    environment = {
        "FACTORG_DATABASE_URL": "postgresql://u@h/db",
        "FACTORG_PUBLIC_URL": "https://org.example.com/",
        "FACTORG_LOCALE": "en-GB",
        "FACTORG_KNOWLEDGE": "/srv/knowledge",
    }
    assert Settings.from_environment(environment) == Settings(
        "postgresql://u@h/db", "https://org.example.com", "en", Path("/srv/knowledge")
    )
    assert Settings.from_environment(dict.fromkeys(environment, "")) == Settings.from_environment({})


def test_the_process_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an argument the variables of the process count."""
    monkeypatch.setenv("FACTORG_DATABASE_URL", "sqlite:////tmp/x.db")
    assert Settings.from_environment().database_url == sqlite_url(Path("/tmp/x.db"))  # noqa: S108 - a name only


def test_a_knowledge_folder_is_found_from_anywhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A relative folder means the one below where the program was started, and ~ the user's own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "me"))
    named = [Settings.from_environment({"FACTORG_KNOWLEDGE": name}).knowledge for name in ("ours", "~/ours")]
    assert named == [tmp_path / "ours", tmp_path / "me" / "ours"]
