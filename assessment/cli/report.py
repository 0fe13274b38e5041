"""``report make``: write a report in any edition and form; ``report --demo ...`` is the short form."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Final

from assessment.access.viewer import System, Viewer
from assessment.cli import report_batch, report_verify
from assessment.cli.console import Progress
from assessment.cli.files import check_target, write_file
from assessment.cli.parser import Commands, Parser
from assessment.cli.refusals import CommandRefused
from assessment.cli.session import Session
from assessment.cli.waves import chosen_wave, looking_for
from assessment.domain.editions import EDITIONS, EXTENSIONS, FILE_FORMS, FileForm, ReportOrder

if TYPE_CHECKING:
    from assessment.services.reporting import ReportFile, StoredReport

_EXAMPLES: Final = (
    "report --demo --out report.pdf",
    "report make --latest --out report.pdf",
    "report make --wave WAVE --edition leadership --form docx --out report.docx",
    "report verify report.pdf",
)


def describe(commands: Commands) -> None:
    """Add the command group."""
    group = commands.add("report", "report", _EXAMPLES).add_commands()
    _describe_make(group.add("make", "report_make", _EXAMPLES[:3], run=_run))
    report_batch.describe(group)
    report_verify.describe(group)


def _describe_make(command: Parser) -> None:
    words = command.console.words
    which = command.add_mutually_exclusive_group(required=True)
    which.add_argument("--demo", action="store_true", help=words("report_make.demo"))
    which.add_argument("--wave", metavar="WAVE", help=words("report_make.wave"))
    which.add_argument("--latest", action="store_true", help=words("report_make.latest"))
    command.add_argument("--out", required=True, type=Path, metavar="FILE", help=words("report_make.out"))
    editions = command.add_mutually_exclusive_group()
    editions.add_argument(
        "--edition",
        choices=EDITIONS,
        default="full",
        metavar="|".join(EDITIONS),
        help=words("report_make.edition"),
    )
    editions.add_argument("--all-editions", action="store_true", help=words("report_make.all_editions"))
    command.add_argument(
        "--form",
        choices=FILE_FORMS,
        default="pdf",
        metavar="|".join(FILE_FORMS),
        help=words("report_make.form"),
    )
    command.add_argument("--archive", action="store_true", help=words("report_make.archive"))


def _run(options: argparse.Namespace, session: Session) -> int:
    """Make the reports, or fetch the stored ones, and write them."""
    out: Path = options.out
    _check(options)
    with session.console.progress() as progress:
        viewer, run_id = _chosen_run(options, session, progress)
        made = [_made(session, viewer, run_id, order, progress) for order in _orders(options, session)]
    for report, file in made:
        path = out / file.file_name if options.all_editions else out
        write_file(path, file.content)
        session.console.tell(
            f"report_make.done_{report.form}{'_one' if report.pages == 1 else ''}",
            path=path,
            pages=report.pages,
            size=round(report.size / 1024),
            sha256=report.sha256,
        )
    return 0


def _check(options: argparse.Namespace) -> None:
    """Refuse what cannot be written, before any work is done for it. Raises CommandRefused."""
    if options.archive and options.form != "pdf":
        raise CommandRefused("archive_pdf_only")
    if not options.all_editions:
        check_target(options.out, may_replace=True)
        _check_ending(options.out, options.form)
    elif not options.out.is_dir():
        raise CommandRefused("no_folder", path=options.out)


def _check_ending(path: Path, form: FileForm) -> None:
    """Refuse a name that says another form: no program would open the file. Others are left to the user."""
    typed, fitting = path.suffix.lower(), f".{EXTENSIONS[form]}"
    if typed != fitting and typed.removeprefix(".") in (*FILE_FORMS, *EXTENSIONS.values()):
        raise CommandRefused("other_ending", path=path, ending=fitting)


def _orders(options: argparse.Namespace, session: Session) -> list[ReportOrder]:
    editions = EDITIONS if options.all_editions else (options.edition,)
    locale = session.console.locale
    return [ReportOrder(edition, locale, options.form, options.archive) for edition in editions]


def _chosen_run(options: argparse.Namespace, session: Session, progress: Progress) -> tuple[Viewer, str]:
    """Find whose eyes look at which run. Raises CommandRefused, NotScoredYet."""
    services = session.services
    if options.demo:
        progress("demo", 0.0)
        reader = services.demo.ensure()
        return reader, services.analysis.latest(reader, reader.wave_id).id
    wave_id = chosen_wave(options, session)
    with looking_for(wave_id):
        return System(), services.analysis.latest(System(), wave_id).id


def _made(
    session: Session, viewer: Viewer, run_id: str, order: ReportOrder, progress: Progress
) -> "tuple[StoredReport, ReportFile]":
    reporting = session.services.reporting
    report = reporting.build(viewer, run_id, order, progress)
    return report, reporting.redeem(reporting.issue_ticket(viewer, report.id))
