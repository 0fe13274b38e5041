"""Whether a file is the report that it claims to be, also in another process and on another day."""

import io
import os
import subprocess
import sys
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.access.viewer import Reader, System
from assessment.bootstrap import Services
from assessment.domain.editions import ReportLook, ReportOrder, TextEdit
from assessment.domain.errors import AccessDenied, ReportRejected
from assessment.domain.scenario import LineEdit
from assessment.services.manuscripts import Manuscripts
from assessment.services.proposals import Proposals
from assessment.services.report_desk import ReportDesk
from assessment.services.reporting import Printer, Reporting, StoredReport
from assessment.services.verifying import (
    VersionChange,
    changed_versions,
    first_difference,
    named_report,
)
from assessment.settings import sqlite_url
from tests.assessment.services.press import Press, Sheet
from tests.assessment.services.proposers import Proposer
from tests.assessment.services.test_report_desk import picture
from tests.assessment.services.worlds import World, make_world, operation


@dataclass
class Archive:
    """A scored wave whose reports print recommendation and choices by hand."""

    world: World
    run_id: str
    proposals: Proposals
    desk: ReportDesk
    reporting: Reporting

    def build(self, order: ReportOrder | None = None) -> tuple[StoredReport, bytes]:
        """Print as the owner and fetch the file."""
        report = self.reporting.build(self.world.owner, self.run_id, order or ReportOrder())
        ticket = self.reporting.issue_ticket(self.world.owner, report.id)
        return report, self.reporting.redeem(ticket).content


def archive_of(world: World, printer: Printer) -> Archive:
    """Score a wave and wire services on it."""
    world.close()
    context, analysis = world.services._context, world.services.analysis
    run = analysis.score(world.owner, world.owner.wave_id)
    proposals = Proposals(context, analysis, proposer=Proposer())
    desk = ReportDesk(context, Manuscripts(context, analysis, proposals.printed))
    reporting = Reporting(context, analysis, printer=printer, proposed=proposals.printed)
    return Archive(world, run.id, proposals, desk, reporting)


@pytest.fixture
def archive(world: World) -> Archive:
    """Give an archive on either database."""
    return archive_of(world, Press())


def test_a_report_is_the_same_whatever_was_changed_since(archive: Archive) -> None:
    """Recommendation, look, logo, pages and wordings of then are printed again, not those of today."""
    owner, wave = archive.world.owner, archive.world.owner.wave_id
    archive.desk.put_logo(owner, wave, picture(), revision=0, operation_id=operation())
    archive.desk.edit_text(
        owner, wave, TextEdit("zh", "gaps/title", "", "甲"), revision=1, operation_id=operation()
    )
    report, content = archive.build(ReportOrder("board"))
    archive.desk.drop_logo(owner, wave, revision=2, operation_id=operation())
    archive.desk.save_look(owner, wave, ReportLook("#0B3C5D"), revision=3, operation_id=operation())
    archive.desk.edit_text(
        owner, wave, TextEdit("zh", "gaps/title", "", "乙"), revision=4, operation_id=operation()
    )
    archive.proposals.edit(owner, wave, LineEdit("form", "rejected", reason="不动"), operation_id=operation())
    later, changed = archive.build(ReportOrder("board"))
    assert later.id != report.id
    assert content != changed
    found = archive.reporting.verify(owner, content)
    assert (found.outcome, found.report_id, found.order) == ("same", report.id, ReportOrder("board"))
    assert found.presented == found.stored == found.derived == report.sha256
    assert (found.place, found.untouched, found.run_id) == (None, True, archive.run_id)


def test_a_changed_file_is_told_from_the_report_that_it_names(archive: Archive) -> None:
    """One byte is enough; its place is told, and the digests of all three."""
    report, content = archive.build()
    for place in (9, len(content) - 1):
        torn = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
        found = archive.reporting.verify(archive.world.owner, torn)
        assert (found.outcome, found.report_id, found.place) == ("different", report.id, place)
        assert found.stored == found.derived == report.sha256 != found.presented
        assert not found.untouched


def test_one_edition_is_not_another(archive: Archive) -> None:
    """A file that names one report and holds another edition's bytes is no unaltered report."""
    full, content = archive.build()
    board, other = archive.build(ReportOrder("board"))
    forged = other.replace(board.id.encode(), full.id.encode())
    found = archive.reporting.verify(archive.world.owner, forged)
    assert (found.outcome, found.report_id) == ("different", full.id)
    assert archive.reporting.verify(archive.world.owner, other).order == ReportOrder("board")
    assert archive.reporting.verify(archive.world.owner, content).order == ReportOrder()


@pytest.mark.parametrize(
    ("content", "outcome"),
    [
        (b"", "not_a_report"),
        (b"\x89PNG\r\n\x1a\n", "not_a_report"),
        (b"%PDF-1.7 nothing more", "unknown"),
        (b"%PDF-1.7 report " + b"0" * 32, "unknown"),
        (b"PK\x03\x04 torn", "unknown"),
    ],
)
def test_files_of_others_are_unknown_or_no_reports(archive: Archive, content: bytes, outcome: str) -> None:
    """Nothing is claimed about a file that nobody here printed."""
    found = archive.reporting.verify(System(), content)
    assert (found.outcome, found.report_id, found.order) == (outcome, "", None)


def test_a_report_is_unknown_to_whoever_may_not_see_it(archive: Archive) -> None:
    """Strangers and respondents learn nothing, not even that it exists; readers and the machine verify."""
    _, content = archive.build()
    owner = archive.world.owner
    stranger = make_world(archive.world.services, "另一家").owner
    for viewer in (stranger, archive.world.respondent):
        assert archive.reporting.verify(viewer, content).outcome == "unknown"
    for viewer in (owner, Reader(owner.workspace_id, owner.wave_id), System()):
        assert archive.reporting.verify(viewer, content).outcome == "same"


def test_verifying_stores_nothing(archive: Archive) -> None:
    """A look at a file leaves no trace in the trail and no second report."""
    _, content = archive.build()
    before = archive.proposals.trail(archive.world.owner, archive.world.owner.wave_id)
    archive.reporting.verify(archive.world.owner, content + b"x")
    assert archive.proposals.trail(archive.world.owner, archive.world.owner.wave_id) == before
    assert len(archive.reporting.made(archive.world.owner, archive.run_id)) == 1


def test_a_program_that_draws_otherwise_now_is_told_from_a_changed_file(sqlite_services: Services) -> None:
    """The stored file stays untouched when the program moved; a report that fails its check now says so."""
    archive = archive_of(make_world(sqlite_services), Press())
    report, content = archive.build()
    press = Press()

    def newer(*arguments: object) -> Sheet:
        sheet = press(*arguments)  # type: ignore[arg-type]
        return replace(sheet, content=sheet.content + b" of another version")

    def broken(*_: object) -> Sheet:
        raise ReportRejected(count=1, findings=())

    for printer, derived, place in ((newer, True, len(content)), (broken, False, None)):
        later = Reporting(
            sqlite_services._context,
            sqlite_services.analysis,
            printer=printer,
            proposed=archive.proposals.printed,
        )
        found = later.verify(archive.world.owner, content)
        assert (found.outcome, found.untouched, found.stored) == ("different", True, report.sha256)
        assert (bool(found.derived), found.place) == (derived, place)


def test_what_was_made_is_listed_newest_first(archive: Archive) -> None:
    """Every form of a run, once each; not for respondents."""
    first, _ = archive.build()
    second, _ = archive.build(ReportOrder("leadership", "en", "xlsx"))
    archive.build()
    made = archive.reporting.made(archive.world.owner, archive.run_id)
    assert {one.report for one in made} == {first, second}
    assert [one.at for one in made] == sorted((one.at for one in made), reverse=True)
    assert second.media_type.endswith("spreadsheetml.sheet")
    with pytest.raises(AccessDenied):
        archive.reporting.made(archive.world.respondent, archive.run_id)


def test_an_archive_copy_is_a_matter_of_pdf(archive: Archive) -> None:
    """The same workbook is not made twice because an archive copy was asked for."""
    plain, _ = archive.build(ReportOrder(form="xlsx"))
    assert archive.build(ReportOrder(form="xlsx", archive=True))[0] == plain
    assert archive.build(ReportOrder(archive=True))[0] != archive.build()[0]


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_the_first_difference_is_the_end_of_what_is_equal(one: bytes, other: bytes) -> None:
    """Up to the place both files agree; at the place they do not, or one of them ends."""
    place = first_difference(one, other)
    if place is None:
        assert one == other
        return
    assert one[:place] == other[:place]
    assert one[place : place + 1] != other[place : place + 1]


@settings(max_examples=50)
@given(st.binary(max_size=200))
def test_reading_the_name_of_a_report_survives_any_file(content: bytes) -> None:
    """A file of any kind names a report or none, whatever it begins with."""
    for head in (b"", b"%PDF-1.7\n", b"PK\x03\x04"):
        assert named_report(head + content) is None


def test_an_office_file_names_its_report_as_its_identifier() -> None:
    """Workbooks and documents carry the id among their own properties."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("docProps/core.xml", f"<dc:identifier>{'ab' * 16}</dc:identifier>")
    assert named_report(out.getvalue()) == "ab" * 16


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_torn_office_file_names_no_report(method: int) -> None:
    """Properties that cannot be unpacked, however they were packed, name nothing and raise nothing."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        file.writestr("docProps/core.xml", f"<dc:identifier>{'ab' * 16}</dc:identifier>" * 200)
    torn, begin = bytearray(out.getvalue()), out.getvalue().index(b"core.xml") + len("core.xml")
    for start in (begin, begin + 4, begin + 9):
        part = bytes(torn[:start]) + b"\xff" * 12 + bytes(torn[start + 12 :])
        assert named_report(part) is None


def test_versions_that_changed_are_named() -> None:
    """What came, what went and what moved; the rest is left out."""
    changed = changed_versions({"a": "1", "b": "1", "c": "1"}, {"a": "1", "b": "2", "d": "1"})
    assert changed == (
        VersionChange("b", "1", "2"),
        VersionChange("c", "1", ""),
        VersionChange("d", "", "1"),
    )


def test_another_process_on_another_day_makes_the_same_bytes(
    sqlite_services: Services, sqlite_file: Path, tmp_path: Path
) -> None:
    """The command knows the file under another clock, time zone, hash seed and locale, and a forged one."""
    reader = sqlite_services.demo.ensure()
    run = sqlite_services.analysis.latest(reader, reader.wave_id)
    reporting = sqlite_services.reporting
    report = reporting.build(reader, run.id, ReportOrder("board"))
    content = reporting.redeem(reporting.issue_ticket(reader, report.id)).content
    good, forged = tmp_path / "a.pdf", tmp_path / "b.pdf"
    good.write_bytes(content)
    forged.write_bytes(content[:-2] + b"\n\n")
    environment = {
        **os.environ,
        "FACTORG_DATABASE_URL": sqlite_url(sqlite_file),
        "SOURCE_DATE_EPOCH": "1",
        "TZ": "Pacific/Kiritimati",
        "PYTHONHASHSEED": "7",
        "LC_ALL": "C",
    }
    environment.pop("FACTORG_KNOWLEDGE", None)
    code = (
        "import sys, time; real = time.time; time.time = lambda: real() + 4e7; "
        "from assessment.cli.main import main; sys.exit([main(['report', 'verify', f, '--locale', 'en'])"
        " for f in sys.argv[1:]] != [0, 1])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(good), str(forged)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    same, different = done.stdout.split("Different:")
    assert report.sha256 in same
    assert "The file was changed after it was printed" in different
