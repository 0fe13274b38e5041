"""Failures become sentences here, and nowhere else on the command line."""

import logging
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from assessment.cli.console import Console
from assessment.content.problems import Problem as ContentProblem
from assessment.content.words import catalogue, say
from assessment.domain.errors import ContentInvalid, FactOrgError, FileRefused, KnowledgeInvalid

if TYPE_CHECKING:
    from assessment.intake import Problem

FAILED: Final = 1
MISUSED: Final = 2
INTERRUPTED: Final = 130

_log = logging.getLogger("factorg.cli")


class CommandRefused(Exception):
    """A command cannot do what was asked; `key` names the sentence ``cli.refusal.<key>``."""

    def __init__(self, key: str, **fields: object) -> None:
        self.key = key
        self.fields: Mapping[str, object] = fields
        super().__init__(key)


class Misused(Exception):
    """The command line was typed wrongly; carries the finished sentence."""


def tell_failure(console: Console, error: Exception, *, debug: bool) -> int:
    """Say on stderr what went wrong and return the exit code."""
    if debug:
        _log.error("details", exc_info=error)
    try:
        lines = list(failure_lines(console, error))
    except (KeyError, IndexError, ValueError) as gap:  # a sentence that is missing or does not fit
        _log.debug("no words for %r", error, exc_info=gap)
        lines = [console.words("refusal.unexpected", kind=type(error).__name__)]
    for line in lines:
        console.err(line)
    return MISUSED if isinstance(error, Misused) else FAILED


def failure_lines(console: Console, error: Exception) -> Iterator[str]:
    """Yield the sentences for a failure, the list of problems included."""
    if isinstance(error, Misused):
        yield str(error)
    elif isinstance(error, CommandRefused):
        yield console.words(f"refusal.{error.key}", **error.fields)
    elif isinstance(error, FactOrgError):
        yield _sentence(console, error)
        yield from _details(console, error)
    elif isinstance(error, OSError):
        yield console.words("refusal.system", reason=error.strerror or "", path=error.filename or "-")
    else:
        yield console.words("refusal.unexpected", kind=type(error).__name__)


def problem_line(console: Console, problem: "Problem") -> str:
    """Return one line for one problem of a file: where, what, and what stands there."""
    places: tuple[tuple[str, object], ...] = (
        ("sheet", problem.sheet),
        ("row", problem.row),
        ("column", problem.column),
    )
    named = [_place(console, name, value) for name, value in places if value not in (None, "")]
    message = say(console.locale, f"intake.problem.{problem.code}", **problem.fields)
    if problem.value:
        message = say(console.locale, "intake.place.value", message=message, value=problem.value)
    if not named:
        return message
    joined = say(console.locale, "intake.place.join").join(named)
    return say(console.locale, "intake.place.line", place=joined, message=message)


def _place(console: Console, name: str, value: object) -> str:
    return say(console.locale, f"intake.place.{name}", **{name: value})


def _sentence(console: Console, error: FactOrgError) -> str:
    """Return the sentence for a known failure; coded fields are replaced by their words.

    ``cli.error.<code>`` stands in for a sentence that speaks of links and pages.
    """
    from assessment.services.wording import worded_fields  # noqa: PLC0415 - help must not wait for it

    known = catalogue(console.locale)
    own = f"cli.error.{error.code}"
    return say(
        console.locale,
        own if own in known else f"errors.{error.code}",
        language=console.language,
        **worded_fields(error, console.locale),
    )


def _details(console: Console, error: FactOrgError) -> Iterator[str]:
    """Yield the problems that a refusal lists."""
    listed = error.fields.get("problems", ())
    if isinstance(error, FileRefused) and isinstance(listed, tuple):
        for problem in listed:
            yield f"  {problem_line(console, problem)}"
        total = error.fields.get("total", len(listed))
        if isinstance(total, int) and total > len(listed):
            yield f"  {say(console.locale, 'intake.place.more', n=total - len(listed))}"
    elif isinstance(error, ContentInvalid) and isinstance(listed, tuple):
        for problem in listed:
            told = isinstance(problem, ContentProblem)
            yield f"  {problem.place}: {problem.told(console.locale)}" if told else f"  {problem}"
    elif isinstance(error, KnowledgeInvalid) and isinstance(listed, tuple):
        for problem in listed:
            yield f"  {problem.path}: {problem.place}: {problem.told(console.locale)}"
