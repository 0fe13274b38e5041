"""Reports: made once, handed out by tickets that work once."""

import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from assessment.access.viewer import Reader, System
from assessment.bootstrap import Services
from assessment.domain.editions import ReportOrder
from assessment.domain.errors import AccessDenied, NotFound, ReportRejected, TicketSpent
from assessment.domain.scenario import BASE_SCENARIO, Caps, LineEdit, Settings
from assessment.domain.structure import Post, Structure
from assessment.domain.text import Locale
from assessment.services.analysis import StoredRun
from assessment.services.manuscripts import Manuscript
from assessment.services.proposals import Proposals
from assessment.services.reporting import Reporting, StoredReport, report_file_name
from assessment.storage import codec, scenario_store
from assessment.storage.tables import ReportRow, TicketRow
from reports import forms
from reports.checks.finding import Checked
from scoring.organization.advice import Proposal
from tests.assessment.services.press import Press, Sheet
from tests.assessment.services.proposers import Proposer
from tests.assessment.services.worlds import World, make_world, operation
from tests.support import Clock


@dataclass
class Office:
    """A scored wave, a press and the reporting service on it."""

    world: World
    run: StoredRun
    press: Press
    reporting: Reporting

    def build(self, locale: Locale = "zh") -> StoredReport:
        """Build as the owner."""
        return self.reporting.build(self.world.owner, self.run.id, ReportOrder(locale=locale))


@pytest.fixture
def office(world: World) -> Office:
    """Give a scored wave with a press."""
    world.close()
    run = world.services.analysis.score(world.owner, world.owner.wave_id)
    press = Press()
    return Office(
        world, run, press, Reporting(world.services._context, world.services.analysis, printer=press)
    )


def test_a_report_is_printed_once_a_language(office: Office) -> None:
    """The same run and language give the stored report, another language another one."""
    first = office.build("zh")
    assert office.build("zh") == first
    english = office.build("en")
    assert english.id != first.id
    assert office.press.runs == [office.run.id] * 2
    assert (first.locale, first.pages, english.locale) == ("zh", 3, "en")


def test_parallel_builds_end_in_one_report(office: Office) -> None:
    """A double click waits for the press and gets the report that is there."""
    with ThreadPoolExecutor(5) as pool:
        reports = set(pool.map(lambda _: office.build(), range(5)))
    assert len(reports) == 1
    assert len(office.press.runs) == 1


def test_two_replicas_that_print_at_once_store_one_report(office: Office) -> None:
    """The second process finds the first one's report when it wants to store its own."""
    context = office.world.services._context

    def slow(manuscript: Manuscript, order: ReportOrder, report_id: str, progress: object) -> Sheet:
        first.append(office.build(order.locale))
        return office.press(manuscript, order, report_id, progress)

    first: list[StoredReport] = []
    late = Reporting(context, office.world.services.analysis, printer=slow)
    assert late.build(office.world.owner, office.run.id, ReportOrder()) == first[0]
    assert len(office.press.runs) == 2


def test_a_ticket_fetches_the_stored_bytes_once(office: Office) -> None:
    """The file is what was printed; the second try is refused."""
    report = office.build()
    ticket = office.reporting.issue_ticket(office.world.owner, report.id)
    file = office.reporting.redeem(ticket)
    assert hashlib.sha256(file.content).hexdigest() == report.sha256
    assert (len(file.content), file.file_name) == (report.size, report.file_name)
    with pytest.raises(TicketSpent):
        office.reporting.redeem(ticket)


def test_a_ticket_lives_for_a_minute(office: Office, clock: Clock) -> None:
    """After 60 seconds a ticket is worth nothing."""
    report = office.build()
    early, late = (office.reporting.issue_ticket(office.world.owner, report.id) for _ in range(2))
    clock.pass_(seconds=59)
    office.reporting.redeem(early)
    clock.pass_(seconds=1)
    with pytest.raises(TicketSpent):
        office.reporting.redeem(late)


@pytest.mark.parametrize("ticket", ["", "x", "A" * 43, "密" * 43])
def test_tickets_that_were_never_issued_are_spent(office: Office, ticket: str) -> None:
    """A guess gets the answer of a used ticket."""
    with pytest.raises(TicketSpent):
        office.reporting.redeem(ticket)


def test_one_ticket_in_ten_parallel_requests_works_once(office: Office) -> None:
    """Ten requests at once get the file exactly once."""
    ticket = office.reporting.issue_ticket(office.world.owner, office.build().id)

    def fetch(_: int) -> bool:
        try:
            office.reporting.redeem(ticket)
        except TicketSpent:
            return False
        return True

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(fetch, range(10))) == 1


def test_reports_are_for_who_may_read_the_run(office: Office) -> None:
    """Strangers get the answer of an absent report; respondents are denied."""
    report = office.build()
    other = make_world(office.world.services, "另一家")
    for viewer, report_id in ((other.owner, report.id), (office.world.owner, "0" * 32)):
        with pytest.raises(NotFound):
            office.reporting.issue_ticket(viewer, report_id)
    with pytest.raises(NotFound):
        office.reporting.build(other.owner, office.run.id, ReportOrder())
    with pytest.raises(AccessDenied):
        office.reporting.issue_ticket(office.world.respondent, report.id)
    with pytest.raises(AccessDenied):
        office.reporting.build(office.world.respondent, office.run.id, ReportOrder())
    assert office.reporting.build(System(), office.run.id, ReportOrder()) == report


def test_a_rejected_report_is_not_stored(office: Office) -> None:
    """What did not pass its check can be built again later."""

    def torn(*_: object) -> Sheet:
        raise ReportRejected(count=2, findings=("a", "b"))

    context = office.world.services._context
    with pytest.raises(ReportRejected):
        Reporting(context, office.world.services.analysis, printer=torn).build(
            office.world.owner, office.run.id, ReportOrder()
        )
    assert office.build().pages == 3


def test_a_finding_of_the_check_rejects_the_report(
    sqlite_services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A report with a single finding is neither stored nor handed out."""
    monkeypatch.setattr(forms, "inspect_pdf", lambda *_: Checked(("one finding",), ()))  # type: ignore[arg-type]
    reader = sqlite_services.demo.ensure()
    run = sqlite_services.analysis.latest(reader, reader.wave_id)
    with pytest.raises(ReportRejected) as refused:
        sqlite_services.reporting.build(reader, run.id, ReportOrder())
    assert dict(refused.value.fields) == {"count": 1, "findings": ("one finding",)}
    assert "report=0" in sqlite_services.maintenance.check(thorough=True)


def test_old_tickets_are_forgotten(office: Office, clock: Clock) -> None:
    """A ticket that was never used does not stay for ever."""
    report = office.build()
    for _ in range(3):
        office.reporting.issue_ticket(office.world.owner, report.id)
        clock.pass_(minutes=2)
    tickets = office.world.services._context.database.read(lambda c: c.execute(select(TicketRow)).all())
    assert len(tickets) == 1


def test_file_names_are_plain(office: Office) -> None:
    """A file name is one line without separators, whatever the merchant is called."""
    world = make_world(office.world.services, '../..\\ 坏 "名" <b>;\u202e%0d' + "长" * 30)
    world.close()
    run = office.world.services.analysis.score(world.owner, world.owner.wave_id)
    name = report_file_name(run, ReportOrder())
    assert re.fullmatch(r"FactOrg-[\w-]{1,40}-2026-03-02-full-zh\.pdf", name)
    assert report_file_name(office.run, ReportOrder("board", "en", "docx")) == (
        "FactOrg-示例商家-2026-03-02-board-en.docx"
    )
    archived = report_file_name(office.run, ReportOrder("leadership", archive=True))
    assert archived == "FactOrg-示例商家-2026-03-02-leadership-zh-PDFA.pdf"


@dataclass
class Studio:
    """An office whose reports print the recommendation of the chosen scenario."""

    office: Office
    proposals: Proposals
    reporting: Reporting

    def build(self, run_id: str | None = None) -> StoredReport:
        """Build as the owner."""
        return self.reporting.build(self.office.world.owner, run_id or self.office.run.id, ReportOrder())

    def frozen(self, report: StoredReport) -> Proposal:
        """Read back what a report printed of the organization."""
        database = self.office.world.services._context.database
        where = select(ReportRow.run_id, ReportRow.proposal_digest).where(ReportRow.id == report.id)
        row = database.read(lambda c: c.execute(where).one())
        content = database.read(lambda c: scenario_store.frozen(c, row.run_id, row.proposal_digest))
        assert content is not None
        return codec.decode(content, Proposal)


@pytest.fixture
def studio(office: Office) -> Studio:
    """Give an office that prints recommendations."""
    context, analysis = office.world.services._context, office.world.services.analysis
    proposals = Proposals(context, analysis, proposer=Proposer())
    reporting = Reporting(context, analysis, printer=office.press, proposed=proposals.printed)
    return Studio(office, proposals, reporting)


def test_an_edit_and_another_choice_make_another_report(studio: Studio) -> None:
    """Reports are kept by what they print; going back to it finds the report of then."""
    owner, wave = studio.office.world.owner, studio.office.world.owner.wave_id
    first = studio.build()
    assert studio.build() == first
    edit = LineEdit("form", "rejected", reason="今年不动架构。")
    studio.proposals.edit(owner, wave, edit, operation_id=operation())
    edited = studio.build()
    half = Settings(caps=Caps((30.0,) * 4))
    made = studio.proposals.save_scenario(
        owner, wave, name="人手减半", settings=half, operation_id=operation()
    )
    assert studio.build() == edited  # saving a scenario changes no report before it is chosen
    studio.proposals.choose(owner, wave, made, operation_id=operation())
    chosen = studio.build()
    assert len({first.id, edited.id, chosen.id}) == len(studio.office.press.runs) == 3
    studio.proposals.choose(owner, wave, BASE_SCENARIO, operation_id=operation())
    studio.proposals.undo_edit(owner, wave, "form", operation_id=operation())
    assert studio.build() == first
    assert (studio.frozen(edited).edits, studio.frozen(first).edits) == ((edit,), ())
    assert studio.frozen(chosen).settings == half


def test_a_report_stays_reproducible_after_everything_changed(studio: Studio) -> None:
    """What a report printed is frozen with it, whatever is entered later."""
    world = studio.office.world
    report = studio.build()
    printed = studio.office.press.manuscripts[-1].proposal
    entered = Structure(posts=(Post("p1", "lead", fte=1.0),))
    world.services.structures.save(world.owner, entered, revision=0, operation_id=operation())
    later = studio.build()
    assert later.id != report.id
    assert studio.frozen(report) == printed
    assert studio.frozen(later).today == entered


def test_printing_is_in_the_trail(studio: Studio) -> None:
    """Every report that was made, and nothing for one that was there."""
    report = studio.build()
    studio.build()
    trail = studio.proposals.trail(studio.office.world.owner, studio.office.world.owner.wave_id)
    assert [(entry.by, entry.kind, entry.subject, entry.detail) for entry in trail] == [
        ("owner", "report_printed", report.id, report.file_name)
    ]


def test_what_a_reader_has_printed_is_not_put_down_to_the_machine(studio: Studio) -> None:
    """Readers may have reports made: the trail tells them from the owner and from the machine."""
    owner = studio.office.world.owner
    reader = Reader(owner.workspace_id, owner.wave_id)
    studio.reporting.build(reader, studio.office.run.id, ReportOrder())
    assert [entry.by for entry in studio.proposals.trail(owner, owner.wave_id)] == ["reader"]
    studio.build()
    assert [entry.by for entry in studio.proposals.trail(reader, owner.wave_id)] == ["reader"]


def test_runs_without_a_recommendation_are_printed_without_one(office: Office) -> None:
    """A run of before, or of another instrument, still has its report."""
    office.build()
    assert [manuscript.proposal for manuscript in office.press.manuscripts] == [None]


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_the_demo_report_passes_its_own_check(sqlite_services: Services, locale: Locale) -> None:
    """The real press: compose, draw, read back without a finding, store, fetch."""
    reader = sqlite_services.demo.ensure()
    run = sqlite_services.analysis.latest(reader, reader.wave_id)
    stages: list[float] = []
    report = sqlite_services.reporting.build(
        reader, run.id, ReportOrder(locale=locale), lambda _stage, share: stages.append(share)
    )
    assert report.pages > 5
    assert stages == sorted(stages)
    manifest = report.manifest
    assert (manifest["report_id"], manifest["sha256"], manifest["pages"]) == (
        report.id,
        report.sha256,
        report.pages,
    )
    assert manifest["provenance"]["data"] == run.input_digest
    assert manifest["provenance"]["benchmark"] == run.benchmark_digest != ""
    assert manifest["checks"]
    ticket = sqlite_services.reporting.issue_ticket(reader, report.id)
    assert sqlite_services.reporting.redeem(ticket).content.startswith(b"%PDF-")
