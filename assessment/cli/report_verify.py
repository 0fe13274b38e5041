"""``report verify``: whether a file is, byte for byte, a report that this installation printed."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from assessment.access.viewer import System
from assessment.cli.files import read_file
from assessment.cli.parser import Commands
from assessment.cli.refusals import FAILED
from assessment.cli.session import Session

if TYPE_CHECKING:
    from assessment.cli.console import Console
    from assessment.services.verifying import Verification


def describe(commands: Commands) -> None:
    """Add the command."""
    command = commands.add("verify", "report_verify", ["report verify report.pdf"], run=_run)
    command.add_argument("file", type=Path, metavar="FILE", help=command.console.words("report_verify.file"))


def _run(options: argparse.Namespace, session: Session) -> int:
    """Make the report again and compare; only the very same bytes are a success."""
    from assessment.services.verifying import MOST_BYTES  # noqa: PLC0415 - help must not wait for it

    content = read_file(options.file, MOST_BYTES)
    found = session.services.reporting.verify(System(), content)
    for line in _lines(session.console, options.file, found, len(content)):
        session.console.out(line)
    return 0 if found.outcome == "same" else FAILED


def _lines(console: "Console", path: Path, found: "Verification", size: int) -> Iterator[str]:
    """Yield the verdict, then what it rests on."""
    yield console.words(f"report_verify.{found.outcome}", path=path)
    if found.order is None:
        yield console.words("report_verify.digest_file", sha256=found.presented)
        return
    order = found.order
    yield console.words(
        "report_verify.report",
        report=found.report_id,
        run=found.run_id,
        edition=console.words(f"report_verify.edition_{order.edition}"),
        form=console.words(f"report_verify.form_{'archive' if order.archive else order.form}"),
        locale=console.words(f"report_verify.locale_{order.locale}"),
    )
    if found.outcome == "different":
        yield console.words(f"report_verify.{_cause(found)}")
    if found.place is not None:
        yield console.words("report_verify.place", place=found.place, size=size)
    yield console.words("report_verify.digest_file", sha256=found.presented)
    yield console.words("report_verify.digest_stored", sha256=found.stored)
    if found.derived:
        yield console.words("report_verify.digest_now", sha256=found.derived)
    yield from _versions(console, found)


def _cause(found: "Verification") -> str:
    """Say which of the two moved: the file since it was printed, or the program since then."""
    if found.untouched:
        return "program_moved" if found.derived else "cannot_be_made"
    return "file_changed" if found.derived == found.stored else "both_moved"


def _versions(console: "Console", found: "Verification") -> Iterator[str]:
    if not found.versions:
        yield console.words("report_verify.versions_same")
        return
    absent = console.words("report_verify.version_absent")
    for change in found.versions:
        then, now = change.then or absent, change.now or absent
        yield console.words("report_verify.version", name=change.name, then=then, now=now)
