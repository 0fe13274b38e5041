"""The report that one respondent takes away: own answers, after submission, and nothing of others."""

import hashlib
import io
from concurrent.futures import ThreadPoolExecutor

import pypdf
import pytest

from assessment.access.viewer import Reader, System
from assessment.bootstrap import Services
from assessment.domain.errors import AccessDenied, LinkExpired, NotFound, NotSubmittedYet
from assessment.domain.text import Locale
from assessment.services.own_answers import OwnAnswers, own_report_id
from assessment.services.responding import AnswerSheet
from assessment.storage.tables import ResponseRow
from tests.assessment.services.press import Sheet
from tests.assessment.services.worlds import World, make_world, operation
from tests.support import Clock


class OwnPress:
    """A printer that remembers what it was given."""

    def __init__(self) -> None:
        self.sheets: list[AnswerSheet] = []

    def __call__(self, sheet: AnswerSheet, locale: Locale, report_id: str) -> Sheet:
        """Print the answers as they are stored."""
        self.sheets.append(sheet)
        content = f"%PDF {locale} {report_id} {sheet.response.answers.hex()}".encode()
        return Sheet(content, 2, hashlib.sha256(content).hexdigest())


def submitted(world: World) -> World:
    """Let the respondent answer and submit."""
    world.answer_all()
    world.services.responding.submit(world.respondent, operation_id=operation())
    return world


def test_before_submission_there_is_no_report(world: World) -> None:
    """Answers that may still change are not printed, and the refusal says so."""
    press = OwnPress()
    own = OwnAnswers(world.services._context, world.services.responding, printer=press)
    world.answer()
    with pytest.raises(NotSubmittedYet):
        own.print(world.respondent, "zh")
    assert press.sheets == []


def test_a_report_is_printed_once_a_language(world: World) -> None:
    """Asked again, or twice at once, there is one file with the same bytes; its id never changes."""
    submitted(world)
    press = OwnPress()
    own = OwnAnswers(world.services._context, world.services.responding, printer=press)
    with ThreadPoolExecutor(3) as pool:
        files = set(pool.map(lambda _: own.print(world.respondent, "zh"), range(3)))
    assert files == {own.print(world.respondent, "zh")}
    assert own.print(world.respondent, "en") not in files
    (name,) = {file.file_name for file in files}
    assert name == "FactOrg-示例商家-2026-03-02-own-zh.pdf"
    sheet = press.sheets[0]
    assert own_report_id(sheet, "zh") == own_report_id(press.sheets[-1], "zh") != own_report_id(sheet, "en")


def test_everybody_gets_their_own_answers_only(world: World) -> None:
    """Owner and respondent print different responses; nobody prints another one's."""
    submitted(world)
    world.answer_all(5, viewer=world.owner)
    world.services.responding.submit(world.owner, operation_id=operation())
    press = OwnPress()
    own = OwnAnswers(world.services._context, world.services.responding, printer=press)
    own.print(world.respondent, "zh")
    own.print(world.owner, "zh")
    assert [sheet.response.id for sheet in press.sheets] == [
        world.respondent.response_id,
        world.owner.response_id,
    ]
    stranger = make_world(world.services, "另一家").respondent
    with pytest.raises(NotSubmittedYet):
        own.print(stranger, "zh")
    for viewer in (System(), Reader(world.owner.workspace_id, world.owner.wave_id)):
        with pytest.raises(AccessDenied):
            own.print(viewer, "zh")


def test_an_expired_link_and_an_erased_response_print_nothing(world: World, clock: Clock) -> None:
    """A page that is still open cannot fetch what its holder may no longer see."""
    submitted(world)
    own = OwnAnswers(world.services._context, world.services.responding, printer=OwnPress())
    own.print(world.respondent, "zh")
    clock.pass_(days=40)
    with pytest.raises(LinkExpired):
        own.print(world.respondent, "zh")
    world.services._context.database.write(lambda c: c.execute(ResponseRow.__table__.delete()))
    with pytest.raises(NotFound):
        own.print(world.respondent, "zh")


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_the_printed_report_holds_own_answers_and_nobody_elses(
    sqlite_services: Services, locale: Locale
) -> None:
    """The real press: at most two sheets, the same bytes, its own id, and no name of a person."""
    world = submitted(make_world(sqlite_services, "清荷旗舰店"))
    file = sqlite_services.own_answers.print(world.respondent, locale)
    reader = pypdf.PdfReader(io.BytesIO(file.content))
    text = "".join(page.extract_text() for page in reader.pages)
    assert len(reader.pages) <= 2
    assert "清荷旗舰店" in text
    assert "主播甲" not in text
    sheet = sqlite_services.responding.open(world.respondent)
    assert reader.metadata is not None
    assert reader.metadata["/Keywords"] == f"report {own_report_id(sheet, locale)}"
    fresh = OwnAnswers(sqlite_services._context, sqlite_services.responding)
    assert fresh._printed(sheet, locale).content == file.content
