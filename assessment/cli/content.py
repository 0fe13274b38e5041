"""``content check``: every problem of the content; ``content export``: the knowledge base to be edited."""

import argparse
from pathlib import Path
from typing import Final

from assessment.cli.files import read_file, write_file
from assessment.cli.parser import Commands
from assessment.cli.refusals import FAILED, CommandRefused
from assessment.cli.session import Session
from assessment.content.lint import check_all
from assessment.content.own_copy import check_copy, copies_of_ours, files_in
from assessment.content.problems import Problem
from assessment.content.sources import instrument_paths

LARGEST_CONTENT: Final = 5 * 1024 * 1024


def describe(commands: Commands) -> None:
    """Add the command group."""
    group = commands.add("content", "content", ["content check", "content export ours"]).add_commands()
    examples = ["content check", "content check my.toml", "content check --knowledge ours"]
    check = group.add("check", "content_check", examples, run=_check)
    words = check.console.words
    check.add_argument("files", nargs="*", type=Path, metavar="FILE", help=words("content_check.files"))
    check.add_argument("--knowledge", type=Path, metavar="DIR", help=words("content_check.knowledge"))
    export = group.add("export", "content_export", ["content export ours"], run=_export)
    export.add_argument("folder", type=Path, metavar="DIR", help=words("content_export.folder"))


def _check(options: argparse.Namespace, session: Session) -> int:
    """List all problems; 1 if there is any."""
    files: list[Path] = options.files
    own: Path | None = options.knowledge
    for path in files:
        read_file(path, LARGEST_CONTENT)
    problems = () if own is not None and not files else check_all(tuple(files))
    problems += () if own is None else check_copy(own)
    if problems:
        return _tell_problems(session, problems)
    if files:
        session.console.tell("content_check.files_fine", n=len(files))
    if own is not None:
        _tell_copy(session, own)
    elif not files:
        session.console.tell("content_check.fine", n=len(instrument_paths()))
    return 0


def _tell_problems(session: Session, problems: tuple[Problem, ...]) -> int:
    """Print a line for each problem and their number; the exit code is that of a failure."""
    for problem in problems:
        session.console.out(f"{problem.path}: {problem.place}: {problem.told(session.console.locale)}")
    session.console.err(session.console.words("content_check.found", n=len(problems)))
    return FAILED


def _tell_copy(session: Session, folder: Path) -> None:
    """Say what a sound copy is called, what it replaces, and by which digest score runs will know it."""
    from assessment.content.loader import knowledge_of  # noqa: PLC0415 - help must not wait for it

    own = knowledge_of(folder)
    session.console.tell(
        "content_check.knowledge_fine",
        path=folder,
        name=own.name.get(session.console.locale) if own.name else "",
        version=own.version,
        n=len(files_in(folder)),
        digest=own.digest,
    )


def _export(options: argparse.Namespace, session: Session) -> int:
    """Write a fresh copy of the knowledge base; nothing that is there already is touched."""
    folder: Path = options.folder
    files = copies_of_ours()
    if folder.exists() and not folder.is_dir():
        raise CommandRefused("not_a_folder", path=folder)
    for name in files:
        if (folder / name).exists():
            raise CommandRefused("copy_there", path=folder / name)
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        write_file(folder / name, content)
    session.console.tell("content_export.done", n=len(files), path=folder)
    return 0
