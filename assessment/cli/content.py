"""``content check``: every problem of the shipped content, or of the given files."""

import argparse
from pathlib import Path
from typing import Final

from assessment.cli.files import read_file
from assessment.cli.parser import Commands
from assessment.cli.refusals import FAILED
from assessment.cli.session import Session
from assessment.content.lint import check_all
from assessment.content.sources import instrument_paths

LARGEST_CONTENT: Final = 5 * 1024 * 1024


def describe(commands: Commands) -> None:
    """Add the command group."""
    group = commands.add("content", "content", ["content check"]).add_commands()
    check = group.add("check", "content_check", ["content check", "content check my.toml"], run=_run)
    words = check.console.words
    check.add_argument("files", nargs="*", type=Path, metavar="FILE", help=words("content_check.files"))


def _run(options: argparse.Namespace, session: Session) -> int:
    """List all problems; 1 if there is any."""
    files: list[Path] = options.files
    for path in files:
        read_file(path, LARGEST_CONTENT)
    problems = check_all(tuple(files))
    for problem in problems:
        session.console.out(f"{problem.path}: {problem.place}: {problem.told(session.console.locale)}")
    if problems:
        session.console.err(session.console.words("content_check.found", n=len(problems)))
        return FAILED
    if files:
        session.console.tell("content_check.files_fine", n=len(files))
    else:
        session.console.tell("content_check.fine", n=len(instrument_paths()))
    return 0
