"""The answer to a commit is lost and the work runs again: nothing doubles, and every secret works."""

from collections.abc import Callable

import pytest

from assessment.bootstrap import Services
from assessment.domain.editions import ReportOrder
from assessment.services.links import ANSWER_COOKIE, OWNER_COOKIE
from assessment.storage.database import Connection, Database
from tests.assessment.services.press import Press
from tests.assessment.services.test_faults import contents
from tests.assessment.services.worlds import World, make_world, operation


@pytest.fixture
def forgetful(services: Services, monkeypatch: pytest.MonkeyPatch) -> World:
    """Give a world on a database that runs every write twice, as after a connection lost on commit."""
    world = make_world(services)
    write = Database.write

    def twice(database: Database, work: Callable[[Connection], object]) -> object:
        write(database, work)
        return write(database, work)

    monkeypatch.setattr(Database, "write", twice)
    return world


def n_rows(services: Services) -> dict[str, int]:
    """Count the rows of every table."""
    return {name: len(rows) for name, rows in contents(services).items()}


def test_a_start_creates_one_wave_and_its_link_opens_it(forgetful: World) -> None:
    """The person gets a link that works; the unused one of the first run is known to nobody."""
    services = forgetful.services
    started = services.engagements.start_self_assessment(
        name="新商家", category="food", gmv_tier="G2", locale="en", operation_id=operation()
    )
    assert services.links.preview_owner(started.owner_token).merchant_name == "新商家"
    assert n_rows(services)["wave"] == 2


def test_issued_links_are_told_and_work(forgetful: World) -> None:
    """An invitation and a replaced link are issued once, and their tokens reach the owner."""
    engagements, links = forgetful.services.engagements, forgetful.services.links
    invited = engagements.invite(
        forgetful.owner, name="乙", role="LIVE", locale="zh", operation_id=operation()
    )
    replaced = engagements.replace_link(forgetful.owner, invited.invitation.id, operation())
    assert invited.token is not None
    assert replaced.token is not None
    assert links.preview_invitation(replaced.token).respondent_name == "乙"
    counts = n_rows(forgetful.services)
    assert (counts["invitation"], counts["response"]) == (2, 3)


def test_visits_and_the_owners_new_link_work(forgetful: World) -> None:
    """Cookies and the replaced owner's link are those of the run that counts."""
    links = forgetful.services.links
    cookie = links.exchange("answer", forgetful.answer_token)
    assert links.visitor({ANSWER_COOKIE: cookie}).respondent == forgetful.respondent
    token = forgetful.services.engagements.replace_owner_link(forgetful.owner)
    cookie = links.exchange("owner", token)
    assert links.visitor({OWNER_COOKIE: cookie}).owner == forgetful.owner


def test_answers_are_stored_once(forgetful: World) -> None:
    """An answer, a choice, a note and a submission leave one trace each."""
    responding = forgetful.services.responding
    saved = forgetful.answer(4)
    assert (saved.revision, saved.merged) == (1, False)
    responding.choose(forgetful.respondent, form="role", operation_id=operation())
    item_id = responding.open(forgetful.respondent).items[0].id
    responding.note(
        forgetful.respondent, item_id=item_id, comment="每周", evidence="", operation_id=operation()
    )
    receipt = responding.submit(forgetful.respondent, operation_id=operation())
    assert responding.open(forgetful.respondent).response.receipt == receipt.number
    counts = n_rows(forgetful.services)
    assert (counts["answer_event"], counts["item_note"]) == (1, 1)


def test_runs_reports_and_tickets_are_kept_once(forgetful: World) -> None:
    """A wave closes, is scored and reported once; a ticket is issued all the same."""
    services = forgetful.services
    reporting = type(services.reporting)(services._context, services.analysis, printer=Press())
    forgetful.close()
    run = services.analysis.score(forgetful.owner, forgetful.owner.wave_id)
    report = reporting.build(forgetful.owner, run.id, ReportOrder())
    ticket = reporting.issue_ticket(forgetful.owner, report.id)
    assert ticket
    counts = n_rows(services)
    assert (counts["score_run"], counts["report"]) == (1, 1)
