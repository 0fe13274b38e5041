"""What a running command works with: settings, services, a voice."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from assessment.cli.console import Console
from assessment.settings import Settings

if TYPE_CHECKING:
    from assessment.bootstrap import Services

_SQLITE: Final = "sqlite:///"


class Session:
    """One run of the command line.

    Parameters
    ----------
    console
        Where the command speaks.
    settings
        Settings of the installation.
    wire
        Makes the services; `bootstrap` unless a test says otherwise.
    """

    def __init__(
        self, console: Console, settings: Settings, wire: "Callable[..., Services] | None" = None
    ) -> None:
        self.console = console
        self.settings = settings
        self._wire = wire
        self._opened: list[Services] = []

    @cached_property
    def services(self) -> "Services":
        """Services on a database at the newest revision. Raises DatabaseUnusable, DatabaseNewer."""
        return self._open(ready=True)

    @cached_property
    def unready_services(self) -> "Services":
        """Services on a database whatever its revision, for looking after it."""
        return self._open(ready=False)

    @property
    def database_file(self) -> Path | None:
        """Where the SQLite database lies; None for a server."""
        url = self.settings.database_url
        return Path(url.removeprefix(_SQLITE)) if url.startswith(_SQLITE) else None

    def close(self) -> None:
        """Give back what was opened."""
        for services in self._opened:
            services.close()

    def _open(self, *, ready: bool) -> "Services":
        from assessment.bootstrap import bootstrap  # noqa: PLC0415 - help must not wait for SQLAlchemy

        services = (self._wire or bootstrap)(self.settings, ready=ready)
        self._opened.append(services)
        return services
