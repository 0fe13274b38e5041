"""The services of this process: opened before the first visitor, closed with the server."""

import gc
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Final, cast

from starlette.concurrency import run_in_threadpool

from assessment.bootstrap import Services
from assessment.domain.errors import FactOrgError, KnowledgeInvalid
from assessment.web.first_run import invitation_to_set_up

_LOG = logging.getLogger(__name__)

COLLECTOR_THRESHOLDS: Final = (20_000, 20, 50)
"""Allocations before a young collection, young ones before a middle one, middle ones before a full one."""


def calm_collector() -> None:
    """Make full garbage collections rare: each walks every object while all visitors wait.

    Measured with 200 sessions that answer every 5 s: with Python's own thresholds ten full collections
    of 0.2 s in 40 s, with these none to one, and the same memory. What is loaded at the start lives as
    long as the process and is left out of every collection.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTOR_THRESHOLDS)


def _offer_set_up(opened: Services | None) -> None:
    """Print to the terminal, and nowhere else, how the first administrator is made."""
    try:
        invitation = None if opened is None else invitation_to_set_up(opened)
    except (
        FactOrgError
    ) as error:  # a busy database, or an account that came in between: no reason not to serve
        _LOG.warning("no set-up code was made: %s", error)
        return
    if invitation is not None:
        print(invitation, flush=True)  # noqa: T201 - a log may be read by others, or kept


class House:
    """Opens the services of this process while the server starts, and closes them when it stops.

    `get_services` gives the one set that screens and routes share, and opens it on the first call.
    """

    def __init__(self, get_services: Callable[[], Services]) -> None:
        self._get_services = get_services

    @asynccontextmanager
    async def lifespan(self, _app: object) -> AsyncIterator[None]:
        """Open before the first visitor comes.

        A database that cannot be used, or a firm's own knowledge base with problems, is logged and leaves the
        server up: every page then says so.
        """
        opened: Services | None = None
        try:
            opened = await run_in_threadpool(self._get_services)
        except KnowledgeInvalid as error:
            for problem in cast("tuple[object, ...]", error.fields["problems"]):
                _LOG.error("the knowledge base cannot be used: %s", problem)
        except FactOrgError as error:
            _LOG.error("the database cannot be used: %s", error)
        calm_collector()
        await run_in_threadpool(_offer_set_up, opened)
        yield
        if opened is not None:
            opened.close()
