"""From facts to pages: which problem page answers which error, and who has guessed too often."""

import logging
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from assessment.domain.errors import (
    DatabaseBusy,
    DatabaseNewer,
    DatabaseUnusable,
    FactOrgError,
    KnowledgeInvalid,
    LinkUnknown,
)
from assessment.web.language import locale_of
from assessment.web.pages import STATUS, Problem, problem_page
from assessment.web.throttle import Throttle

_LOG = logging.getLogger(__name__)

_UNREACHABLE: Final = (DatabaseBusy, DatabaseUnusable, DatabaseNewer, KnowledgeInvalid)


class ProblemShown(Exception):
    """Leaves an endpoint early with a page that explains why."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.code)


def address_of(request: Request) -> str:
    """Return the visitor's address.

    The server has already replaced a proxy's address by the forwarded one where the proxy is trusted
    (``FORWARDED_ALLOW_IPS``, by default the same machine).
    """
    return request.client.host if request.client else "unknown"


@contextmanager
def refuse_guessing(
    throttle: Throttle, address: str, misses: tuple[type[FactOrgError], ...] = (LinkUnknown,)
) -> Iterator[None]:
    """Count the errors of `address` that are `misses`, and answer nothing more once there were too many.

    Raises: ProblemShown (throttled), before anything is looked up; whatever the body raises.
    """
    seconds = throttle.wait(address)
    if seconds:
        minutes = -(-seconds // 60)
        raise ProblemShown(Problem("throttled", {"minutes": minutes}, {"retry-after": str(seconds)}))
    try:
        yield
    except misses:
        throttle.miss(address)
        raise


def problem_of(error: FactOrgError) -> Problem | None:
    """Return the page for a known fact, or None when it has no page and is a fault of ours."""
    if isinstance(error, _UNREACHABLE):
        return Problem("busy", headers={"retry-after": "60"})
    return Problem(error.code) if error.code in STATUS else None


async def show_problem(request: Request, error: Exception) -> Response:
    """Answer a `ProblemShown` that an endpoint raised."""
    problem = error.problem if isinstance(error, ProblemShown) else Problem("unexpected")
    return problem_page(locale_of(request), problem)


async def show_fact(request: Request, error: Exception) -> Response:
    """Answer a fact that a service raised."""
    problem = problem_of(error) if isinstance(error, FactOrgError) else None
    if problem is None:
        return await show_incident(request, error)
    if problem.code == "busy":
        _LOG.error("cannot serve: %s", error)
    return problem_page(locale_of(request), problem)


async def show_incident(request: Request, error: Exception) -> Response:
    """Answer a fault of ours: the visitor gets a number, the log gets the number and the trace."""
    incident = secrets.token_hex(4)
    _LOG.error("incident %s", incident, exc_info=error)
    return problem_page(locale_of(request), Problem("unexpected", {"incident": incident}))


async def show_method(request: Request) -> Response:
    """Answer a method that this address does not take."""
    return problem_page(locale_of(request), Problem("method"))


HANDLERS: Final[Mapping[object, object]] = {
    ProblemShown: show_problem,
    FactOrgError: show_fact,
    Exception: show_incident,
}
"""Exception handlers of the whole application."""
