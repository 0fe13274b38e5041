"""Migrations lead exactly to the declared tables, on both databases, and never half-way."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from assessment.bootstrap import bootstrap
from assessment.domain.editions import ReportOrder
from assessment.domain.errors import DatabaseNewer, DatabaseUnusable
from assessment.services.reporting import Reporting
from assessment.settings import Settings, sqlite_url
from assessment.storage import opening, schema
from assessment.storage.engines import open_engine as open_plainly
from assessment.storage.migrations import HEAD
from assessment.storage.tables import Base
from tests.assessment.services.press import Press
from tests.assessment.services.worlds import make_world, operation
from tests.assessment.storage.organization_rows import add_organization_rows
from tests.assessment.storage.peer_rows import add_peer_rows
from tests.assessment.storage.report_rows import add_report_rows
from tests.assessment.storage.workspace_rows import add_workspace_rows
from tests.support import APP_ROLE


def open_engine(url: str) -> Engine:
    """Open a database as whoever migrates it: on PostgreSQL as a superuser, whom no policy binds."""
    return open_plainly(url.replace(f"//{APP_ROLE}", "//postgres", 1))


@pytest.fixture
def empty_engine(empty_database_url: str) -> Iterator[Engine]:
    """Give an engine on a database without tables."""
    engine = open_engine(empty_database_url)
    yield engine
    engine.dispose()


def described(engine: Engine) -> dict[str, object]:
    """Everything that a database says about our tables, in comparable form."""
    found = inspect(engine)
    return {
        table: (
            sorted((c["name"], str(c["type"]), c["nullable"]) for c in found.get_columns(table)),
            sorted((c["name"], c["sqltext"]) for c in found.get_check_constraints(table)),
            sorted((c["name"], tuple(c["column_names"])) for c in found.get_unique_constraints(table)),
            sorted(
                (f["name"], tuple(f["constrained_columns"]), f["options"].get("ondelete"))
                for f in found.get_foreign_keys(table)
            ),
            sorted((str(i["name"]), tuple(i["column_names"]), i["unique"]) for i in found.get_indexes(table)),
            found.get_pk_constraint(table)["constrained_columns"],
        )
        for table in sorted(Base.metadata.tables)
    }


def test_upgrade_of_an_empty_database_leaves_no_difference(empty_engine: Engine) -> None:
    """Alembic compares the migrated database with the declarations and finds nothing to do."""
    schema.upgrade(empty_engine)
    with empty_engine.connect() as connection:
        assert schema.current_revision(connection) == HEAD
        command.check(schema.alembic_config(connection))


def test_migrated_tables_equal_created_ones_in_every_constraint(
    empty_engine: Engine, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Alembic does not compare CHECKs and STRICT; this does, by building the tables both ways."""
    schema.upgrade(empty_engine)
    migrated = described(empty_engine)
    if empty_engine.dialect.name == "sqlite":
        other = open_engine(sqlite_url(tmp_path / "created.db"))
        listing = "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'alembic%'"
        Base.metadata.create_all(other)
        strict = [
            {name: sql.rsplit(")", 1)[1].strip() for name, sql in e.connect().exec_driver_sql(listing)}
            for e in (empty_engine, other)
        ]
        assert strict[0] == strict[1]
        assert all("STRICT" in options for options in strict[0].values())
    else:
        postgres = request.getfixturevalue("postgres")
        other = open_engine(postgres.create(empty=True))
        Base.metadata.create_all(other)
    assert migrated == described(other)
    other.dispose()


def test_upgrading_twice_changes_nothing(empty_engine: Engine) -> None:
    """A second upgrade finds the work done."""
    schema.upgrade(empty_engine)
    before = described(empty_engine)
    schema.upgrade(empty_engine)
    assert described(empty_engine) == before


def test_head_is_the_newest_script() -> None:
    """The constant that starts compare with is the head of the scripts, and there is one head."""
    assert ScriptDirectory(str(schema.LOCATION)).get_heads() == [HEAD]


def test_going_back_from_the_first_revision_is_refused(empty_engine: Engine) -> None:
    """A downgrade that would delete everything raises instead."""
    schema.upgrade(empty_engine)
    with pytest.raises(RuntimeError, match="revision 0006"), empty_engine.begin() as connection:
        command.downgrade(schema.alembic_config(connection), "base")
    with empty_engine.connect() as connection:
        assert schema.current_revision(connection) == HEAD


def test_a_newer_database_is_refused_untouched(database_url: str) -> None:
    """A revision that this version never heard of stops the start and stays as it is."""
    bootstrap(Settings(database_url)).close()
    engine = open_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseNewer) as refused:
        bootstrap(Settings(database_url))
    assert refused.value.fields["revision"] == "9999"
    with pytest.raises(DatabaseNewer):
        schema.upgrade(engine)
    with engine.connect() as connection:
        assert schema.current_revision(connection) == "9999"
    engine.dispose()


def test_postgres_is_never_migrated_by_starting(empty_database_url: str) -> None:
    """An empty SQLite file is ready after the start; an empty PostgreSQL database waits for the command."""
    if empty_database_url.startswith("sqlite"):
        services = bootstrap(Settings(empty_database_url))
        assert f"revision={HEAD}" in services.maintenance.check()
        services.close()
        return
    with pytest.raises(DatabaseUnusable) as refused:
        bootstrap(Settings(empty_database_url))
    assert refused.value.fields["reason"] == "needs_upgrade"
    services = bootstrap(Settings(empty_database_url), ready=False)
    with pytest.raises(DatabaseUnusable):
        services.maintenance.check()
    services.maintenance.upgrade()
    assert f"revision={HEAD}" in services.maintenance.check()
    services.close()
    bootstrap(Settings(empty_database_url)).close()


LATER = '''"""A later step."""
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("workspace") as batch:
        batch.create_check_constraint("kind_short", "length(kind) < 20")
    {then}


def downgrade() -> None:
    """Take back."""
'''


@pytest.fixture
def next_version(tmp_path: Path) -> Path:
    """Give the scripts of a version with one more step, which rebuilds a table others hang on."""
    folder = tmp_path / "migrations"
    shutil.copytree(schema.LOCATION, folder)
    (folder / "versions" / "0005_later.py").write_text(LATER.format(then="pass"))
    return folder


def populated(url: str) -> dict[str, list[tuple[object, ...]]]:
    """Live through a whole assessment, so that no table is empty, and return every row of every table."""
    services = bootstrap(Settings(url))
    world = make_world(services)
    note = {
        "item_id": services.responding.open(world.respondent).items[0].id,
        "comment": "每周",
        "evidence": "",
    }
    services.responding.note(world.respondent, **note, operation_id=operation())
    number = next(f for f in services.facts.load(world.owner).form.fields if f.kind == "number")
    services.facts.save(
        world.owner, changes={number.key: number.low or 0.0}, revision=0, operation_id=operation()
    )
    world.close()
    run = services.analysis.score(world.owner, world.owner.wave_id)
    reporting = Reporting(services._context, services.analysis, printer=Press())
    reporting.issue_ticket(world.owner, reporting.build(world.owner, run.id, ReportOrder()).id)
    services._context.database.write(add_peer_rows)
    services._context.database.write(add_organization_rows)
    services._context.database.write(add_report_rows)
    services._context.database.write(add_workspace_rows)
    services.close()
    rows = rows_of(url)
    assert [name for name, stored in rows.items() if not stored] == []
    return rows


def rows_of(url: str) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table."""
    engine = open_engine(url)
    with engine.connect() as connection:
        rows = {
            name: sorted((tuple(row) for row in connection.execute(table.select())), key=repr)
            for name, table in Base.metadata.tables.items()
        }
    engine.dispose()
    return rows


def test_rebuilding_a_table_keeps_every_row(database_url: str, next_version: Path) -> None:
    """A step that rebuilds the table on which everything hangs loses no row on either database."""
    before = populated(database_url)
    engine = open_engine(database_url)
    opening.migrate(engine, location=next_version)
    with engine.connect() as connection:
        assert schema.current_revision(connection) == "0007"
        if engine.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    engine.dispose()
    assert rows_of(database_url) == before
    assert len(before["workspace"]) == 1
    assert len(before["response"]) == 2


def test_a_step_that_fails_leaves_everything_as_it_was(database_url: str, next_version: Path) -> None:
    """The whole upgrade is one transaction: after an error the old revision and all rows are there."""
    before = populated(database_url)
    (next_version / "versions" / "0005_later.py").write_text(LATER.format(then="raise OSError('power')"))
    engine = open_engine(database_url)
    shape = described(engine)
    with pytest.raises(OSError, match="power"):
        opening.migrate(engine, location=next_version)
    with engine.connect() as connection:
        assert schema.current_revision(connection) == HEAD
    assert described(engine) == shape
    engine.dispose()
    assert rows_of(database_url) == before


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_step_that_leaves_references_dangling_is_taken_back(database_url: str, next_version: Path) -> None:
    """Foreign keys rest during a migration on SQLite, so they are all checked before its commit."""
    before = populated(database_url)
    (next_version / "versions" / "0005_later.py").write_text(
        LATER.format(then="op.execute('DELETE FROM merchant')")
    )
    engine = open_engine(database_url)
    with pytest.raises(DatabaseUnusable) as refused:
        opening.migrate(engine, location=next_version)
    assert refused.value.fields["reason"] == "references_broken"
    engine.dispose()
    assert rows_of(database_url) == before


def test_a_migration_without_room_for_the_copy_does_not_begin(
    tmp_path: Path, next_version: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No copy, no migration."""
    url = sqlite_url(tmp_path / "factorg.db")
    before = populated(url)

    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(opening, "copy_database", full)
    engine = open_engine(url)
    with pytest.raises(DatabaseUnusable):
        opening.migrate(engine, location=next_version)
    with engine.connect() as connection:
        assert schema.current_revision(connection) == HEAD
    engine.dispose()
    assert rows_of(url) == before


def test_an_older_sqlite_file_is_copied_before_it_is_migrated(tmp_path: Path, next_version: Path) -> None:
    """The copy beside the file is the database as it was."""
    url = sqlite_url(tmp_path / "factorg.db")
    before = populated(url)
    engine = open_engine(url)
    opening.migrate(engine, location=next_version)
    engine.dispose()
    assert rows_of(sqlite_url(tmp_path / f"factorg.from-{HEAD}.db")) == before


def test_a_database_of_the_first_version_is_brought_up_with_every_row(empty_database_url: str) -> None:
    """From revision 0001 the tables of peers are added, and what was there stays."""
    engine = open_engine(empty_database_url)
    with engine.begin() as connection:
        command.upgrade(schema.alembic_config(connection), "0001")
        connection.exec_driver_sql(
            "INSERT INTO workspace (id, kind, created_at) "
            "VALUES ('00000000000000000000000000000001', 'merchant', '2026-01-01T00:00:00+00:00')"
        )
    opening.migrate(engine)
    with engine.connect() as connection:
        assert schema.current_revision(connection) == HEAD
        command.check(schema.alembic_config(connection))
    engine.dispose()
    rows = rows_of(empty_database_url)
    assert len(rows["workspace"]) == 1
    assert rows["peer_panel"] == rows["exclusion"] == rows["structure"] == []
