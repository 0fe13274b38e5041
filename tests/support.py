"""A clock that obeys, and a PostgreSQL server with one database a test."""

import uuid
from datetime import UTC, datetime, timedelta
from functools import partial

from sqlalchemy import Engine, create_engine, event, make_url, text

from assessment.storage import schema
from assessment.storage.database import INSTALLATION, set_scope
from assessment.storage.engines import open_engine

APP_ROLE = "factorg_app"


def open_to_tests(engine: Engine) -> Engine:
    """Let every transaction of a raw engine see all workspaces; the app decides that at its own door."""
    event.listen(engine, "begin", partial(set_scope, scope=INSTALLATION))
    return engine


class Clock:
    """Time that passes only when a test says so."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return the present moment of the test."""
        return self.now

    def pass_(self, **spans: float) -> None:
        """Let days, hours, minutes or seconds go by."""
        self.now += timedelta(**spans)


class PostgresDatabases:
    """A running server that makes one database a test from a migrated template."""

    def __init__(self, uri: str) -> None:
        self._uri = uri
        self._admin = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        self._execute(f"CREATE ROLE {APP_ROLE} LOGIN")
        self._execute("CREATE DATABASE template_factorg")
        engine = open_engine(self.url("template_factorg"))
        schema.upgrade(engine, app_role=APP_ROLE)
        engine.dispose()

    def url(self, name: str) -> str:
        """Address of one database, as SQLAlchemy reads it."""
        return self._uri.replace("postgresql://", "postgresql+psycopg://").replace("/postgres?", f"/{name}?")

    def app_url(self, name: str) -> str:
        """Address of one database for the plain role as which the app runs."""
        url = make_url(self.url(name)).set(username=APP_ROLE)
        return url.render_as_string(hide_password=False)

    def create(self, *, empty: bool = False) -> str:
        """Create a database and return its address for the app's role, to which an empty one belongs."""
        name = f"test_{uuid.uuid4().hex}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {'template1' if empty else 'template_factorg'}")
        if empty:
            self._execute(f"ALTER DATABASE {name} OWNER TO {APP_ROLE}")
        return self.app_url(name)

    def drop(self, url: str) -> None:
        """Drop a database, whoever is still connected."""
        name = url.split("?", maxsplit=1)[0].rsplit("/", 1)[1]
        self._execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def close(self) -> None:
        """Give back the connection."""
        self._admin.dispose()

    def _execute(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.execute(text(statement))
