"""The services that the routes of one process share: opened once, before the first visitor."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Lock

from starlette.concurrency import run_in_threadpool

from assessment.bootstrap import Services, bootstrap
from assessment.domain.errors import FactOrgError
from assessment.settings import Settings

_LOG = logging.getLogger(__name__)


class House:
    """Opens the services on first call; every thread gets the same ones."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = Lock()
        self._services: Services | None = None

    def __call__(self) -> Services:
        """Return the services. Raises DatabaseUnusable, DatabaseNewer; the next call tries again."""
        with self._lock:
            if self._services is None:
                self._services = bootstrap(self._settings)
            return self._services

    @asynccontextmanager
    async def lifespan(self, _app: object) -> AsyncIterator[None]:
        """Open the services while the server starts, so that two first visitors do not both migrate.

        A database that cannot be used is logged and leaves the server up: every page then says so.
        """
        try:
            await run_in_threadpool(self)
        except FactOrgError as error:
            _LOG.error("the database cannot be used: %s", error)
        yield
        if self._services is not None:
            self._services.close()
