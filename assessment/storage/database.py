"""The one door to the database: `read` and `write` run a function inside one transaction.

A function given to them is pure SQL: it may be run again from its start, because locks, serialization
failures and lost connections are answered by trying again. The answer to a commit may be lost as well, so
a second run must find what the first one stored, by its operation id (see `operations`), or make secrets of
its own inside the function and leave the first ones unused.
"""

import random
import time
from collections.abc import Callable
from contextvars import ContextVar
from threading import Lock
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Engine, Row, Select, text
from sqlalchemy.exc import SQLAlchemyError

from assessment.domain.errors import DatabaseBusy, DatabaseUnusable
from assessment.storage.failures import Verdict, verdict

__all__ = ["INSTALLATION", "AnyRow", "AnySelect", "Connection", "Database", "set_scope", "workspace_scope"]

T = TypeVar("T")
AnyRow = Row[*tuple[Any, ...]]
AnySelect = Select[*tuple[Any, ...]]

WRITING: Final = "factorg_writing"
"""Execution option by which the SQLite driver knows that a transaction will write."""

INSTALLATION: Final = "*"
workspace_scope: ContextVar[str] = ContextVar("workspace_scope", default="")
"""The workspace that a call works for; `INSTALLATION`: all of them, empty: none (see services.scope)."""
_SET_SCOPE: Final = text("SELECT set_config('factorg.workspace', :scope, true)")
"""Lasts for one transaction, so that no pooled connection carries it to the next caller."""

TAKEN_TRIES: Final = 3
FIRST_PAUSE: Final = 0.02
LONGEST_PAUSE: Final = 1.0


class Database:
    """Transactions on one engine.

    Parameters
    ----------
    engine
        Made by `storage.engines.open_engine`.
    patience
        Seconds after which a busy database is given up (the caller was told nothing yet).
    sleep, clock
        How to wait and how to measure it; tests replace them.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        patience: float = 30.0,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.engine = engine
        self._writer = engine.execution_options(**{WRITING: True})
        self._patience = patience
        self._sleep = sleep
        self._clock = clock
        self._turn = Lock()

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self.engine.dialect.name

    def read(self, work: Callable[[Connection], T]) -> T:
        """Run `work` on one consistent view. Raises DatabaseBusy, DatabaseUnusable."""
        return self._persevere(self.engine, work)

    def write(self, work: Callable[[Connection], T]) -> T:
        """Run `work` and commit; on SQLite it holds the write lock from its start.

        SQLite lets one writer in at a time and the others sleep and look again, which starves some of
        them; the threads of this process queue up before that door instead. `work` must not write
        through the database again.

        Returns only after the commit did. Raises what `work` raises (nothing is stored then),
        DatabaseBusy, DatabaseUnusable.
        """
        if self.dialect != "sqlite":
            return self._persevere(self._writer, work)
        if not self._turn.acquire(timeout=self._patience):
            raise DatabaseBusy
        try:
            return self._persevere(self._writer, work)
        finally:
            self._turn.release()

    def dispose(self) -> None:
        """Close all pooled connections."""
        self.engine.dispose()

    def _persevere(self, engine: Engine, work: Callable[[Connection], T]) -> T:
        started = self._clock()
        tries = 0
        while True:
            tries += 1
            try:
                with engine.begin() as connection:
                    set_scope(connection)
                    return work(connection)
            except SQLAlchemyError as error:
                kind = verdict(error)
                self._give_up(error, kind, tries, self._clock() - started)
            self._sleep(_pause(tries))

    def _give_up(self, error: SQLAlchemyError, kind: Verdict, tries: int, waited: float) -> None:
        """Return if another try makes sense; otherwise raise what the caller should hear."""
        if kind == "unusable":
            raise DatabaseUnusable(reason="cannot_store") from error
        if kind == "too_long" or (kind == "busy" and waited >= self._patience):
            raise DatabaseBusy from error
        if kind == "bug" or (kind == "taken" and tries >= TAKEN_TRIES):
            raise error


def set_scope(connection: Connection, scope: str | None = None) -> None:
    """Tell PostgreSQL for which workspace this transaction works (None: for that of the present call)."""
    if connection.dialect.name == "postgresql":
        connection.execute(_SET_SCOPE, {"scope": workspace_scope.get() if scope is None else scope})


def _pause(tries: int) -> float:
    """Seconds to wait before the next try: doubling, bounded, and never in step with others."""
    longest = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(tries, 10))
    return random.uniform(0.5, 1.0) * longest  # noqa: S311 - jitter, not a secret
