"""``report make``: write a report; ``report --demo ...`` is the short form."""

import argparse
from pathlib import Path
from typing import Final

from assessment.access.viewer import System, Viewer
from assessment.cli.files import check_target, write_file
from assessment.cli.parser import Commands
from assessment.cli.session import Session
from assessment.cli.waves import chosen_wave, looking_for
from assessment.domain.editions import ReportOrder

_EXAMPLES: Final = (
    "report --demo --out report.pdf",
    "report make --latest --out report.pdf",
    "report make --wave WAVE --out report.pdf",
)


def describe(commands: Commands) -> None:
    """Add the command group."""
    group = commands.add("report", "report", _EXAMPLES).add_commands()
    command = group.add("make", "report_make", _EXAMPLES, run=_run)
    words = command.console.words
    which = command.add_mutually_exclusive_group(required=True)
    which.add_argument("--demo", action="store_true", help=words("report_make.demo"))
    which.add_argument("--wave", metavar="WAVE", help=words("report_make.wave"))
    which.add_argument("--latest", action="store_true", help=words("report_make.latest"))
    command.add_argument("--out", required=True, type=Path, metavar="FILE", help=words("report_make.out"))


def _run(options: argparse.Namespace, session: Session) -> int:
    """Make the report, or fetch the stored one, and write it."""
    out: Path = options.out
    check_target(out, may_replace=True)
    services = session.services
    with session.console.progress() as progress:
        viewer: Viewer
        if options.demo:
            progress("demo", 0.0)
            viewer = services.demo.ensure()
            wave_id = viewer.wave_id
        else:
            viewer = System()
            wave_id = chosen_wave(options, session)
        with looking_for(wave_id):
            run = services.analysis.latest(viewer, wave_id)
        report = services.reporting.build(
            viewer, run.id, ReportOrder(locale=session.console.locale), progress
        )
        file = services.reporting.redeem(services.reporting.issue_ticket(viewer, report.id))
    write_file(out, file.content)
    session.console.tell(
        "report_make.done", path=out, pages=report.pages, size=round(report.size / 1024), sha256=report.sha256
    )
    return 0
