"""Reading the command line, in the reader's language."""

import argparse
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final, NoReturn

from assessment.cli.console import Console
from assessment.cli.refusals import Misused
from assessment.cli.session import Session
from assessment.domain.text import LOCALES

PROGRAM: Final = "python -m assessment"
Run = Callable[[argparse.Namespace, Session], int]

_HEADING_COLON: Final = re.compile(r"^(\S+):$", re.MULTILINE)
_FAULTS: Final = (
    (re.compile(r"the following arguments are required: (?P<what>.+)"), "required"),
    (re.compile(r"unrecognized arguments: (?P<what>.+)"), "unrecognized"),
    (re.compile(r"one of the arguments (?P<what>.+) is required"), "one_of"),
    (
        re.compile(r"argument (?P<what>.+): invalid choice: (?P<value>.+?) \(choose from (?P<allowed>.+)\)"),
        "choice",
    ),
    (re.compile(r"argument (?P<what>.+): expected .*argument"), "value_missing"),
    (re.compile(r"argument (?P<what>.+): not allowed with argument (?P<other>.+)"), "together"),
)
"""How argparse words its complaints, and the sentence ``cli.misused.<key>`` for each."""


class Parser(argparse.ArgumentParser):
    """An argument parser that speaks through the catalogue."""

    def __init__(self, console: Console, topic: str, examples: Sequence[str], **more: str) -> None:
        self.shown = "\n".join(f"  {_whole(console, example)}" for example in examples)
        super().__init__(
            description=console.words(f"{topic}.help"),
            epilog=f"{console.words('usage.examples')}\n{self.shown}" if examples else None,
            formatter_class=_Formatter,
            add_help=False,
            allow_abbrev=False,
            **more,  # type: ignore[arg-type]  # prog and the like, passed through by argparse itself
        )
        self.console = console
        self._positionals.title = console.words("usage.positionals")
        self._optionals.title = console.words("usage.options")
        self.add_argument("-h", "--help", action="help", help=console.words("usage.help"))
        self.add_argument(
            "--locale",
            choices=LOCALES,
            metavar="|".join(LOCALES),
            default=argparse.SUPPRESS,
            help=console.words("usage.locale"),
        )
        self.add_argument(
            "--debug", action="store_true", default=argparse.SUPPRESS, help=console.words("usage.debug")
        )

    def add_commands(self) -> "Commands":
        """Open a list of commands below this one."""
        listed = self.add_subparsers(
            title=self.console.words("usage.commands"),
            dest=self.console.words("usage.command"),
            required=True,
        )
        listed.metavar = None
        return Commands(self.console, listed)

    def format_usage(self) -> str:
        """Return the usage line under a localized heading."""
        formatter = self._get_formatter()
        formatter.add_usage(
            self.usage, self._actions, self._mutually_exclusive_groups, self.console.words("usage.title")
        )
        return formatter.format_help()

    def format_help(self) -> str:
        """Return the whole help under localized headings."""
        formatter = self._get_formatter()
        formatter.add_usage(
            self.usage, self._actions, self._mutually_exclusive_groups, self.console.words("usage.title")
        )
        formatter.add_text(self.description)
        for group in self._action_groups:
            formatter.start_section(group.title)
            formatter.add_text(group.description)
            formatter.add_arguments(group._group_actions)  # noqa: SLF001 - as argparse's own format_help does
            formatter.end_section()
        formatter.add_text(self.epilog)
        # argparse ends its headings with an ASCII colon whatever the language.
        colon = self.console.words("usage.colon")
        return _HEADING_COLON.sub(lambda found: found[1] + colon, formatter.format_help())

    def error(self, message: str) -> NoReturn:
        """Raise Misused with the fault and the usage line."""
        fault = _fault(self.console, message)
        if fault == self.console.words("misused.required", what=self.console.words("usage.command")):
            fault = f"{self.console.words('misused.command_missing')}\n{self.shown}"
        raise Misused(f"{fault}\n{self.format_usage()}".rstrip())


def _whole(console: Console, example: str) -> str:
    """Return an example as it is typed, in the language that the reader asked for.

    >>> _whole(Console("en", "zh"), "demo"), _whole(Console("zh", "zh"), "demo")
    ('python -m assessment --locale en demo', 'python -m assessment demo')
    """
    return f"{PROGRAM}{'' if '--locale' in example else console.language} {example}"


class Commands:
    """A list of commands; each has its words in the table ``cli.<topic>``."""

    def __init__(self, console: Console, listed: "argparse._SubParsersAction[Parser]") -> None:
        self.console = console
        self._listed = listed

    def add(self, command: str, topic: str, examples: Sequence[str] = (), run: Run | None = None) -> Parser:
        """Add one command, described by ``cli.<topic>.help``, that `run` carries out."""
        parser = self._listed.add_parser(
            command,
            help=self.console.words(f"{topic}.summary"),
            console=self.console,
            topic=topic,
            examples=examples,
        )
        if run:
            parser.set_defaults(run=run)
        return parser


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Keeps line breaks of examples and leaves room for the names of options."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30, width=100)


def _fault(console: Console, message: str) -> str:
    """Say in the reader's language what argparse complains about."""
    for pattern, key in _FAULTS:
        if found := pattern.fullmatch(message):
            return console.words(f"misused.{key}", **_told(console, found.groupdict()))
    return console.words("misused.other", what=message)


def _told(console: Console, found: Mapping[str, str]) -> Mapping[str, str]:
    """Take the Python quotes off typed values and list them as the reader's language does."""
    words = dict(found)
    if "allowed" in words:
        words["value"] = words["value"].strip("'\"")
        choices = words["allowed"].replace("'", "").split(", ")
        words["allowed"] = console.words("usage.list").join(choices)
    return words
