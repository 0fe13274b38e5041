"""``report batch``: many reports into a folder with a manifest, taken up again after an interruption."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tqdm import tqdm

from assessment.access.viewer import System
from assessment.cli.console import Console
from assessment.cli.files import read_file
from assessment.cli.parser import Commands
from assessment.cli.refusals import INTERRUPTED, CommandRefused
from assessment.cli.session import Session
from assessment.domain.editions import EDITIONS, FILE_FORMS, ReportOrder
from assessment.domain.errors import FileRefused

if TYPE_CHECKING:
    from assessment.services.batch_jobs import Job, Wanted
    from assessment.services.batches import Result, Standing, Summary, Tell

_EXAMPLES: Final = (
    "report batch --engagements list.xlsx --out reports",
    "report batch --all --edition leadership board --out reports",
)
_BAR: Final = "{desc} {n_fmt}/{total_fmt} {percentage:3.0f}%|{bar}|{postfix}"
_SHOWN: Final = 20
"""Failures that are told on screen; the manifest has them all."""
_MINUTE: Final = 60
_MOST: Final = 9999


class ListRefused(FileRefused):
    """A list of reports was refused whole: nothing is imported by it, so the words differ."""

    code = "list_refused"


def describe(commands: Commands) -> None:
    """Add the command to the group ``report``."""
    command = commands.add("batch", "report_batch", _EXAMPLES, run=_run)
    words = command.console.words
    which = command.add_mutually_exclusive_group(required=True)
    which.add_argument("--engagements", type=Path, metavar="FILE", help=words("report_batch.engagements"))
    which.add_argument("--all", action="store_true", help=words("report_batch.all"))
    command.add_argument("--out", required=True, type=Path, metavar="DIR", help=words("report_batch.out"))
    command.add_argument(
        "--edition",
        nargs="+",
        choices=EDITIONS,
        default=["full"],
        metavar="|".join(EDITIONS),
        help=words("report_batch.edition"),
    )
    command.add_argument(
        "--form",
        nargs="+",
        choices=FILE_FORMS,
        default=["pdf"],
        metavar="|".join(FILE_FORMS),
        help=words("report_batch.form"),
    )
    command.add_argument("--archive", action="store_true", help=words("report_batch.archive"))
    command.add_argument("--workers", metavar="N", help=words("report_batch.workers"))
    command.add_argument("--seconds", metavar="N", help=words("report_batch.seconds"))
    command.add_argument("--again", action="store_true", help=words("report_batch.again"))


def _count(option: str, typed: str | None) -> int | None:
    """Read a number of at least 1. Raises CommandRefused."""
    if typed is None:
        return None
    if not (typed.isascii() and typed.isdigit() and 0 < int(typed) <= _MOST):
        raise CommandRefused("no_count", option=option, typed=typed, most=_MOST)
    return int(typed)


def _run(options: argparse.Namespace, session: Session) -> int:
    """Plan, print, and sum up; 1 if any report is missing at the end."""
    from assessment.services.batches import LIMIT, Pace  # noqa: PLC0415 - help must not wait for it

    out: Path = options.out
    if out.exists() and not out.is_dir():
        raise CommandRefused("not_a_folder", path=out)
    workers, seconds = _count("--workers", options.workers), _count("--seconds", options.seconds)
    pace = Pace(workers or 0, float(seconds or LIMIT), options.again)
    console, batches = session.console, session.services.batches
    jobs = batches.plan(System(), _wanted(options, session))
    if not jobs:
        raise CommandRefused("no_wave")
    try:
        with _bar(console, len(jobs)) as tell:
            summary = batches.print_into(System(), jobs, out, pace=pace, tell=tell)
    except KeyboardInterrupt:
        console.err(console.words("report_batch.interrupted", path=out))
        return INTERRUPTED
    return _tell_summary(console, summary, out)


def _orders(options: argparse.Namespace, console: Console) -> tuple[ReportOrder, ...]:
    """List the editions and forms asked for, in the language of the command."""
    return tuple(
        ReportOrder(edition, console.locale, form, archive=options.archive and form == "pdf")
        for edition, form in product(options.edition, options.form)
    )


def _wanted(options: argparse.Namespace, session: Session) -> "list[Wanted]":
    """List what to print: what the file names, or every closed wave."""
    from assessment.intake.orders import LIMITS, read_orders  # noqa: PLC0415 - help must not wait for it
    from assessment.services.batch_jobs import Wanted  # noqa: PLC0415

    orders = _orders(options, session.console)
    if options.all:
        listed = session.services.analysis.every_wave(System())
        closed = [one.wave.id for one in listed if one.wave.closed_at is not None]
        return [Wanted(wave_id, order) for wave_id, order in product(closed, orders)]
    file: Path = options.engagements
    content = read_file(file, LIMITS.file_bytes)
    try:
        rows = [row for usual in orders for row in read_orders(content, file.name, usual)]
    except FileRefused as error:
        raise ListRefused(**error.fields) from error
    return [Wanted(row.target, row.order, row.row) for row in rows]


@contextmanager
def _bar(console: Console, total: int) -> "Iterator[Tell]":
    """Show how many reports are done and how long the rest will take; nothing where nobody watches."""
    with tqdm(total=total, bar_format=_BAR, leave=False, disable=None, file=sys.stderr) as bar:
        bar.set_description_str(console.words("report_batch.printing"))

        def tell(standing: "Standing", result: "Result") -> None:  # noqa: ARG001 - the bar counts only
            bar.n = standing.settled
            left = standing.seconds_left
            bar.postfix = "" if left is None else " " + time_left(console, left)
            bar.refresh()

        yield tell


def time_left(console: Console, seconds: float) -> str:
    """Say how long a batch will still take, no more exactly than is known.

    >>> time_left(Console("en"), 44.0), time_left(Console("en"), 3601.0)
    ('about 50 s left', 'about 61 min left')
    """
    if seconds <= _MINUTE:
        return console.words("report_batch.seconds_left", n=max(10 * ceil(seconds / 10), 10))
    return console.words("report_batch.minutes_left", n=ceil(seconds / _MINUTE))


def _tell_summary(console: Console, summary: "Summary", out: Path) -> int:
    now = summary.standing
    console.tell("report_batch.done", made=now.made, skipped=now.skipped, path=out)
    if not summary.failures:
        return 0
    console.err(console.words("report_batch.failed", n=now.failed))
    for result in summary.failures[:_SHOWN]:
        console.err("  " + failure_line(console, result))
    if len(summary.failures) > _SHOWN:
        console.err("  " + console.words("report_batch.more", n=len(summary.failures) - _SHOWN))
    console.err(console.words("report_batch.repeat"))
    return 1


def failure_line(console: Console, result: "Result") -> str:
    """Return one line for a report that is missing: which, and why."""
    from assessment.cli.refusals import failure_lines  # noqa: PLC0415 - only when something failed
    from assessment.services.batch_jobs import Refused  # noqa: PLC0415

    reason = ""
    if isinstance(result.outcome, Refused):
        reason = " ".join(failure_lines(console, result.outcome.error()))
    return console.words("report_batch.failure", which=_which(console, result.job), reason=reason)


def _which(console: Console, job: "Job") -> str:
    """Name a report by its merchant, or by the id that was typed, and by its row in the file."""
    name = job.merchant or job.wave_id
    edition = console.words(f"report_verify.edition_{job.order.edition}")
    parts = (name, edition, job.order.locale, job.order.form)
    named = console.words("usage.list").join(parts)
    return console.words("report_batch.in_row", which=named, row=job.row) if job.row else named
