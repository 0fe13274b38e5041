"""Tables of reports: what the third version left, what goes with its owner, what must not be stored."""

from datetime import UTC, datetime

import pytest
from alembic import command
from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError

from assessment.bootstrap import Services
from assessment.domain.editions import ReportChoices, ReportLook, ReportOrder, TextEdit
from assessment.storage import desk_store, opening, own_report_store, report_store, schema
from assessment.storage.database import Connection
from assessment.storage.desk_store import NOTHING_CHOSEN, FrozenChoices, StoredDesk, StoredLogo
from assessment.storage.engines import open_engine
from assessment.storage.own_report_store import OwnReport
from assessment.storage.report_store import ReportKey, ReportRecord
from assessment.storage.report_tables import OwnReportRow, ReportLogoRow, TextEditRow
from assessment.storage.tables import ReportRow, ResponseRow
from tests.assessment.services.worlds import World, make_world
from tests.assessment.storage.report_rows import add_report_rows
from tests.assessment.storage.test_organization_tables import OLD_ROWS, old_values
from tests.support import open_to_tests

AT = datetime(2026, 1, 2, tzinfo=UTC)


@pytest.fixture
def world(services: Services) -> World:
    """Give a small world on either database."""
    return make_world(services)


def test_reports_of_the_third_version_are_full_ones_as_pdf(empty_database_url: str) -> None:
    """A report of before is found under the order that it was made to, and keeps its ticket and bytes."""
    engine = open_to_tests(open_engine(empty_database_url))
    values = old_values(engine.dialect.name)
    with engine.begin() as connection:
        command.upgrade(schema.alembic_config(connection), "0003")
        for statement in OLD_ROWS.format(**values).split(";"):
            connection.exec_driver_sql(statement)
    opening.migrate(engine)
    with engine.connect() as connection:
        command.check(schema.alembic_config(connection))
        found = report_store.of_key(connection, ReportKey("0" * 32, ReportOrder("full", "zh", "pdf")))
        assert found is not None
        assert (found.id, found.sha256, found.manifest) == ("0" * 32, "d" * 64, "{}")
        assert report_store.of_key(connection, ReportKey("0" * 32, ReportOrder("board", "zh", "pdf"))) is None
        later = datetime(2025, 12, 31, tzinfo=UTC)
        ticket = report_store.spend_ticket(connection, bytes.fromhex("ab" * 32), later)
        assert ticket == ("a.pdf", "pdf", b"%")
    engine.dispose()


def test_every_part_of_an_order_makes_another_report_and_none_is_stored_twice(world: World) -> None:
    """Run, edition, language, form, archive copy, recommendation and choices tell reports apart."""
    world.close()
    run = world.services.analysis.score(world.owner, world.owner.wave_id)
    keys = [
        ReportKey(run.id, ReportOrder()),
        ReportKey(run.id, ReportOrder(edition="board")),
        ReportKey(run.id, ReportOrder(locale="en")),
        ReportKey(run.id, ReportOrder(form="xlsx")),
        ReportKey(run.id, ReportOrder(archive=True)),
        ReportKey(run.id, ReportOrder(), "p" * 64),
        ReportKey(run.id, ReportOrder(), "", "c" * 64),
    ]
    records = [ReportRecord(f"{n:032}", key, 1, 1, "d" * 64, "a.pdf") for n, key in enumerate(keys)]
    engine = open_to_tests(world.services._context.database.engine)
    for record in records:
        with engine.begin() as connection:
            report_store.add(connection, record, b"%", AT)
            assert report_store.of_key(connection, record.key) == record
    again = ReportRecord("f" * 32, keys[0], 1, 1, "d" * 64, "a.pdf")
    with pytest.raises(IntegrityError), engine.begin() as connection:
        report_store.add(connection, again, b"%", AT)
    with engine.connect() as connection:
        assert set(report_store.of_sha256(connection, "d" * 64)) == set(records)


def test_unknown_words_and_boundless_texts_are_refused_by_the_database(world: World) -> None:
    """What the domain does not know cannot be stored past the services either."""
    wave_id = world.owner.wave_id
    text = {"wave_id": wave_id, "locale": "zh", "place": "p/a", "seen": "", "text": "字", "at": AT}
    logo = {"wave_id": wave_id, "sha256": "a" * 64, "png": b"x", "width": 1, "height": 1, "created_at": AT}
    engine = open_to_tests(world.services._context.database.engine)
    for table, good, wrong in (
        (TextEditRow, text, ("locale", "fr")),
        (TextEditRow, text, ("text", "字" * 801)),
        (TextEditRow, text, ("text", "")),
        (ReportLogoRow, logo, ("width", 0)),
        (ReportLogoRow, logo, ("sha256", "a" * 63)),
    ):
        with pytest.raises(IntegrityError), engine.begin() as connection:
            connection.execute(insert(table).values(**{**good, wrong[0]: wrong[1]}))
    with engine.begin() as connection:
        connection.execute(insert(TextEditRow).values(**text))
        connection.execute(insert(ReportLogoRow).values(**logo))


def test_a_desk_that_was_never_touched_is_as_composed(world: World) -> None:
    """Without a row nothing is chosen; what is stored comes back as it was."""
    database, wave_id = world.services._context.database, world.owner.wave_id
    assert database.read(lambda c: desk_store.load(c, wave_id)) == NOTHING_CHOSEN
    desk = StoredDesk(ReportLook("#123456"), {"board": ("b", "a"), "full": None}, 1)
    for revision in (1, 2):
        now = StoredDesk(desk.look, desk.pages, revision)
        database.write(lambda c, now=now: desk_store.save(c, wave_id, now, AT))
        assert database.read(lambda c: desk_store.load(c, wave_id)) == now


def test_a_logo_stays_while_the_desk_or_a_printed_report_shows_it(world: World) -> None:
    """Dropped pictures go, but a report that was printed can always be made again."""
    wave_id = world.owner.wave_id
    one, two, three = (StoredLogo(letter * 64, b"png", 10, 10) for letter in "abc")

    def work(connection: Connection) -> list[str]:
        for logo in (one, two, three):
            desk_store.keep_logo(connection, wave_id, logo, AT)
        choices = ReportChoices(ReportLook(logo=one.sha256))
        desk_store.freeze(connection, wave_id, FrozenChoices("f" * 64, choices, one), AT)
        desk_store.forget_logos(connection, wave_id, keep=two.sha256)
        return list(connection.execute(select(ReportLogoRow.sha256).order_by(ReportLogoRow.sha256)).scalars())

    database = world.services._context.database
    assert database.write(work) == [one.sha256, two.sha256]
    kept = database.read(lambda c: desk_store.frozen_choices(c, wave_id, "f" * 64))
    assert kept == FrozenChoices("f" * 64, ReportChoices(ReportLook(logo=one.sha256)), one)


def test_wordings_come_in_one_order_on_both_databases(world: World) -> None:
    """The order enters the digest of what is printed: collations must not."""
    wave_id = world.owner.wave_id
    places = ("gaps/title", "gaps/point/2/body", "Gaps/title", "a_b/title", "ab/title")
    edits = [TextEdit(locale, place, "", "字") for place in places for locale in ("zh", "en")]
    database = world.services._context.database
    for edit in edits:
        database.write(lambda c, edit=edit: desk_store.put_edit(c, wave_id, edit, AT))
    found = database.read(lambda c: desk_store.edits(c, wave_id))
    assert [(e.locale, e.place) for e in found] == sorted((e.locale, e.place) for e in edits)


def test_the_report_of_own_answers_is_erased_with_its_response(world: World) -> None:
    """Erasing a response leaves nothing that was printed from it."""
    response_id = world.respondent.response_id
    report = OwnReport("e" * 32, "zh", 2, "c" * 64, "a.pdf", b"%PDF")
    database = world.services._context.database
    database.write(lambda c: own_report_store.add(c, response_id, report, AT))
    assert database.read(lambda c: own_report_store.find(c, response_id, "zh")) == report
    assert database.read(lambda c: own_report_store.find(c, response_id, "en")) is None
    database.write(lambda c: c.execute(delete(ResponseRow).where(ResponseRow.id == response_id)))
    assert database.read(lambda c: c.execute(select(OwnReportRow.id)).all()) == []


def test_frozen_choices_and_reports_go_with_the_wave(world: World) -> None:
    """Erasing a workspace leaves no look, wording, picture or report."""
    database = world.services._context.database
    database.write(add_report_rows)
    database.write(lambda c: c.exec_driver_sql("DELETE FROM workspace"))
    for table in (TextEditRow, ReportLogoRow, OwnReportRow, ReportRow):
        assert database.read(lambda c, t=table: c.execute(select(t)).all()) == []
