"""Entry of the command line: read it, run it, turn every failure into a sentence.

Exit codes: 0 done, 1 refused or failed (the reason is on stderr), 2 typed wrongly, 130 interrupted.
"""

import logging
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import pairwise
from typing import Final

from assessment.cli import (
    benchmark,
    content,
    database,
    demo,
    importing,
    items,
    organization,
    report,
    scoring,
    users,
    waves,
)
from assessment.cli.console import Console
from assessment.cli.parser import PROGRAM, Parser
from assessment.cli.refusals import FAILED, INTERRUPTED, tell_failure
from assessment.cli.session import Session
from assessment.domain.text import LOCALES, Locale, as_locale
from assessment.settings import Settings

_EVERYWHERE: Final = ("--locale", "--debug")
_EXAMPLES: Final = (
    "demo",
    "report --demo --locale en --out report.pdf",
    "import responses answers.xlsx --instrument fact",
    "waves",
    "score --latest",
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    >>> main(["no-such-command"])
    2
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    console = Console(chosen_locale(arguments, os.environ), chosen_locale((), os.environ))
    _make_printable()
    try:
        return _run(expand_short_form(arguments), console)
    except SystemExit as stop:  # --help has printed what was asked for
        return int(stop.code or 0)
    except KeyboardInterrupt:
        console.err(console.words("refusal.interrupted"))
        return INTERRUPTED
    except BrokenPipeError:  # the reader of a pipe has seen enough
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except Exception as error:  # noqa: BLE001 - the rim: whatever fails is told in words
        return tell_failure(console, error, debug="--debug" in arguments)


def _run(arguments: Sequence[str], console: Console) -> int:
    """Parse and carry out."""
    options = build_parser(console).parse_args(arguments)
    if getattr(options, "debug", False):
        logging.basicConfig()
        logging.getLogger("factorg").setLevel(logging.DEBUG)
    session = Session(console, Settings.from_environment())
    try:
        code: int = options.run(options, session)
        sys.stdout.flush()
    finally:
        session.close()
    return code


def build_parser(console: Console) -> Parser:
    """Describe the whole command line."""
    parser = Parser(console, "root", _EXAMPLES, prog=PROGRAM)
    commands = parser.add_commands()
    for group in (
        demo,
        report,
        content,
        importing,
        waves,
        scoring,
        organization,
        items,
        benchmark,
        database,
        users,
    ):
        group.describe(commands)
    return parser


def chosen_locale(arguments: Sequence[str], environment: Mapping[str, str]) -> Locale:
    """Return the language asked for with ``--locale``, else that of the installation.

    Help and complaints need it before the command line is parsed.

    >>> chosen_locale(["demo", "--locale", "en"], {}), chosen_locale([], {"FACTORG_LOCALE": "en_US"})
    ('en', 'en')
    """
    for name, value in pairwise([*arguments, ""]):
        given = value if name == "--locale" else name.removeprefix("--locale=")
        if name.startswith("--locale") and given in LOCALES:
            return as_locale(given)
    return as_locale(environment.get("FACTORG_LOCALE"))


def expand_short_form(arguments: Sequence[str]) -> list[str]:
    """Read ``report --demo ...`` as ``report make --demo ...``; options of every command decide nothing.

    >>> expand_short_form(["report", "--demo", "--out", "a.pdf"])
    ['report', 'make', '--demo', '--out', 'a.pdf']
    """
    if "report" not in arguments:
        return list(arguments)
    start = arguments.index("report") + 1
    place = start
    while place < len(arguments) and arguments[place].startswith(_EVERYWHERE):
        place += 2 if arguments[place] == "--locale" else 1
    option = arguments[place] if place < len(arguments) else ""
    if option.startswith("-") and option not in ("-h", "--help"):
        return [*arguments[:start], "make", *arguments[start:]]
    return list(arguments)


def _make_printable() -> None:
    """Let a terminal that cannot show a character show its code instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="backslashreplace")
