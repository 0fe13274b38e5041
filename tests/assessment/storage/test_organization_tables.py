"""Tables of the organization: what the second version left, and what must not be stored."""

from datetime import UTC, datetime

import pytest
from alembic import command
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from assessment.bootstrap import Services
from assessment.domain.scenario import Settings
from assessment.domain.structure import Structure
from assessment.storage import opening, scenario_store, schema, structure_store
from assessment.storage.database import Connection
from assessment.storage.engines import open_engine
from assessment.storage.organization_tables import ScenarioRow, StructureRevisionRow, TrailRow
from assessment.storage.scenario_store import FrozenProposal, Scenario
from assessment.storage.structure_store import StoredStructure
from assessment.storage.tables import ReportRow, ScoreRunRow
from tests.assessment.services.worlds import World, make_world
from tests.assessment.storage.test_schema import rows_of
from tests.support import open_to_tests

AT = datetime(2026, 1, 2, tzinfo=UTC)
OLD_ROWS = """
INSERT INTO workspace (id, kind, created_at) VALUES ('{id}', 'merchant', '{at}');
INSERT INTO merchant (id, workspace_id, name, category, gmv_tier, demo, created_at)
VALUES ('{id}', '{id}', '商家', 'beauty', 'G3', 0, '{at}');
INSERT INTO engagement (id, workspace_id, merchant_id, title, created_at)
VALUES ('{id}', '{id}', '{id}', '', '{at}');
INSERT INTO instrument_copy (digest, instrument_id, version, source, stored_at)
VALUES ('{digest}', 'fact', '1', {bytes}, '{at}');
INSERT INTO wave
(id, workspace_id, engagement_id, merchant_id, instrument_digest, mode, status, opened_at, closed_at)
VALUES ('{id}', '{id}', '{id}', '{id}', '{digest}', 'named', 'closed', '{at}', '{at}');
INSERT INTO knowledge_copy (digest, content, stored_at) VALUES ('{digest}', '{{}}', '{at}');
INSERT INTO score_run
(id, wave_id, number, input_digest, method_version, knowledge_digest, epoch, facts, result, created_at)
VALUES ('{id}', '{id}', 1, '{digest}', '1', '{digest}', '0', '{{}}', '{{}}', '{at}');
INSERT INTO report (id, run_id, locale, pages, size, sha256, file_name, pdf, created_at)
VALUES ('{id}', '{id}', 'zh', 3, 1, '{digest}', 'a.pdf', {bytes}, '{at}');
INSERT INTO ticket (token_hash, report_id, created_at, expires_at) VALUES ({hash}, '{id}', '{at}', '{at}')
"""
"""A scored and reported wave, as the second version stored it."""


def old_values(dialect: str) -> dict[str, str]:
    """Fill `OLD_ROWS` as a database spells bytes."""
    sqlite = dialect == "sqlite"
    return {
        "id": "0" * 32,
        "digest": "d" * 64,
        "at": "2026-01-01T00:00:00+00:00",
        "bytes": "x'25'" if sqlite else "'%%'::bytea",
        "hash": f"x'{'ab' * 32}'" if sqlite else f"'\\x{'ab' * 32}'::bytea",
    }


@pytest.fixture
def world(services: Services) -> World:
    """Give a small world on either database."""
    return make_world(services)


def test_reports_of_the_second_version_stay_and_print_no_recommendation(empty_database_url: str) -> None:
    """A report of before gets the empty digest and keeps its tickets; the same run may be printed again."""
    engine = open_engine(empty_database_url)
    values = old_values(engine.dialect.name)
    with engine.begin() as connection:
        command.upgrade(schema.alembic_config(connection), "0002")
        for statement in OLD_ROWS.format(**values).split(";"):
            connection.exec_driver_sql(statement)
    opening.migrate(engine)
    engine.dispose()
    rows = rows_of(empty_database_url)
    (report,) = rows["report"]
    assert report[:3] == ("0" * 32, "0" * 32, "zh")
    assert dict(zip(ReportRow.__table__.columns.keys(), report, strict=True))["proposal_digest"] == ""
    assert len(rows["ticket"]) == 1


def test_history_and_trail_refuse_a_second_row_under_one_number(world: World) -> None:
    """Two writers who read the same number cannot both be right: the database tells the later one."""
    wave_id = world.owner.wave_id
    state = {"wave_id": wave_id, "revision": 1, "content": "{}", "back": 0, "decided_by": "owner", "at": AT}
    line = {"number": 1, "decided_by": "owner", "kind": "k", "subject": "", "detail": "", "at": AT}
    engine = open_to_tests(world.services._context.database.engine)
    for table, row in ((StructureRevisionRow, state), (TrailRow, {"wave_id": wave_id, **line})):
        with engine.begin() as connection:
            connection.execute(insert(table).values(**row))
        with pytest.raises(IntegrityError), engine.begin() as connection:
            connection.execute(insert(table).values(**row))


def test_two_scenarios_of_a_wave_are_never_chosen_at_once(world: World) -> None:
    """The report prints one scenario: an index of the database holds it."""
    wave_id = world.owner.wave_id
    engine = open_to_tests(world.services._context.database.engine)
    with engine.begin() as connection:
        for number in range(2):
            scenario = Scenario(f"{number:032}", f"方案{number}", Settings(), number == 0, 1)
            scenario_store.add(connection, wave_id, scenario, AT)
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(update(ScenarioRow).values(chosen=1))


def test_an_undone_state_comes_back_from_the_history(world: World) -> None:
    """The state before the first one is that nothing is entered."""
    wave_id = world.owner.wave_id

    def work(connection: Connection) -> tuple[StoredStructure | None, StoredStructure | None]:
        first = StoredStructure(Structure(), 1, 0)
        structure_store.append(connection, wave_id, first, decided_by="system", at=AT)
        before_first = structure_store.before(connection, wave_id, first)
        return before_first, structure_store.before(connection, wave_id, StoredStructure(None, 2, 1))

    before_first, before_second = world.services._context.database.write(work)
    assert before_first == structure_store.NEVER_ENTERED
    assert before_second == StoredStructure(Structure(), 1, 0)


def test_a_proposal_is_frozen_once_and_goes_with_its_run(world: World) -> None:
    """Freezing the same content again changes nothing; without the run it is gone."""
    world.close()
    run = world.services.analysis.score(world.owner, world.owner.wave_id)
    frozen = FrozenProposal(run.id, run.wave.id, "a" * 64, "{}")
    database = world.services._context.database
    for _ in range(2):
        database.write(lambda c: scenario_store.freeze(c, frozen, AT))
    assert database.read(lambda c: scenario_store.frozen(c, run.id, "a" * 64)) == "{}"
    database.write(lambda c: c.execute(ScoreRunRow.__table__.delete()))
    assert database.read(lambda c: c.execute(select(ScoreRunRow.id)).all()) == []
    assert database.read(lambda c: scenario_store.frozen(c, run.id, "a" * 64)) is None
