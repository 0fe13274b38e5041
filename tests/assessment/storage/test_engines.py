"""Opening: every setting is asserted, what is not ours is refused untouched."""

import sqlite3
import stat
from pathlib import Path

import pytest
from sqlalchemy import text

from assessment.bootstrap import bootstrap
from assessment.domain.errors import DatabaseUnusable
from assessment.settings import Settings, sqlite_url
from assessment.storage import engines
from assessment.storage.engines import database_url as read_url
from assessment.storage.engines import open_engine


def refusal(url: str) -> object:
    """Return the reason for which a start is refused."""
    with pytest.raises(DatabaseUnusable) as refused:
        bootstrap(Settings(url))
    return refused.value.fields["reason"]


def test_every_setting_holds_on_every_connection(database_url: str) -> None:
    """What the module promises is what a connection answers."""
    engine = open_engine(database_url)
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            answers = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name, *_ in engines.SQLITE_SETTINGS
            }
            expected = {name: answer for name, _, answer in engines.SQLITE_SETTINGS}
            assert answers["journal_mode"] == "wal"
            assert answers["synchronous"] == 2
        else:
            answers = {
                name: connection.execute(text(f"SHOW {name}")).scalar()
                for name, _ in engines.POSTGRES_SETTINGS
            }
            expected = dict(engines.POSTGRES_SETTINGS)
            assert answers["synchronous_commit"] == "on"
        assert answers == expected
    engine.dispose()


def test_a_setting_that_does_not_hold_stops_the_start(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database that answers otherwise than asked is not used."""
    bootstrap(Settings(database_url)).close()
    monkeypatch.setattr(engines, "SQLITE_SETTINGS", (("synchronous", "FULL", 7),))
    monkeypatch.setattr(engines, "POSTGRES_SETTINGS", (("statement_timeout", "15000ms"),))
    assert refusal(database_url) == "setting_refused"


def test_a_new_file_belongs_to_its_account_alone(tmp_path: Path) -> None:
    """The file has mode 0600, its folder 0700, and the header carries our mark."""
    path = tmp_path / "data" / "factorg.db"
    bootstrap(Settings(sqlite_url(path))).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert path.read_bytes()[68:72] == b"FACT"


def test_a_file_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    """A database that was copied with open permissions is private again after the start."""
    path = tmp_path / "factorg.db"
    bootstrap(Settings(sqlite_url(path))).close()
    path.chmod(0o644)
    bootstrap(Settings(sqlite_url(path))).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def foreign(path: Path) -> None:
    """Make another program's database."""
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE song (name TEXT)")
    connection.close()


def garbage(path: Path) -> None:
    """Make a file that is no database."""
    path.write_bytes(b"not a database at all" * 100)


def short(path: Path) -> None:
    """Make a file that begins like a database and ends."""
    path.write_bytes(b"SQLite format 3\x00")


def scribbled(path: Path) -> None:
    """Make our database and overwrite its first tree."""
    bootstrap(Settings(sqlite_url(path))).close()
    content = bytearray(path.read_bytes())
    content[100:4000] = b"\xff" * 3900
    path.write_bytes(content)


def torn(path: Path) -> None:
    """Make our database and overwrite a page in its middle."""
    bootstrap(Settings(sqlite_url(path))).close()
    content = bytearray(path.read_bytes())
    content[8 * 4096 : 9 * 4096] = b"\x5a" * 4096
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (torn, "damaged"),
        (foreign, "not_ours"),
        (garbage, "not_a_database"),
        (short, "not_a_database"),
        (scribbled, "damaged"),
    ],
)
def test_what_is_broken_or_not_ours_is_refused_untouched(tmp_path: Path, make: object, reason: str) -> None:
    """The start says why, and not one byte of the file has changed."""
    path = tmp_path / "some.db"
    make(path)
    before = path.read_bytes()
    assert refusal(sqlite_url(path)) == reason
    assert path.read_bytes() == before
    assert not path.with_name("some.db-wal").exists()


def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path: Path) -> None:
    """A path that cannot be a file is told."""
    assert refusal(sqlite_url(tmp_path)) == "cannot_open"
    (tmp_path / "file").write_text("x")
    assert refusal(sqlite_url(tmp_path / "file" / "a.db")) in ("cannot_open", "not_a_database")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("sqlite://", "not_a_file"),
        ("sqlite:///:memory:", "not_a_file"),
        ("mysql://root@localhost/a", "kind_unsupported"),
        ("postgresql+asyncpg://localhost/a", "kind_unsupported"),
        ("nonsense", "address_unreadable"),
        ("postgresql://nobody@/none?host=/nowhere", "no_server"),
    ],
)
def test_unusable_addresses_are_refused(url: str, reason: str) -> None:
    """Only SQLite files and reachable PostgreSQL servers are databases."""
    assert refusal(url) == reason


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_plain_postgres_addresses_mean_psycopg_3(scheme: str) -> None:
    """The address that hosting services hand out works as it is."""
    assert read_url(f"{scheme}://u@h:5433/db").render_as_string() == "postgresql+psycopg://u@h:5433/db"


def test_a_crash_between_file_and_schema_is_repaired(tmp_path: Path) -> None:
    """A marked but empty file is ours and gets its tables at the next start."""
    path = tmp_path / "factorg.db"
    engines.create_sqlite_file(path)
    services = bootstrap(Settings(sqlite_url(path)))
    assert "workspace=0" in services.maintenance.check(thorough=True)
    services.close()
