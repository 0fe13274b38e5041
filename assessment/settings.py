"""What may differ between installations, read once from the environment and then frozen."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from platformdirs import user_data_path

from assessment.domain.text import DEFAULT_LOCALE, Locale, as_locale

DATABASE_FILE: Final = "factorg.db"


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of one installation.

    `database_url` names an SQLite file (``sqlite:////path/to/factorg.db``) or a PostgreSQL database;
    `public_url` is how people reach the app (None: not known, then links are shown as paths);
    `locale` is the language of the command line and of visitors whose own is not known; `knowledge` is the
    folder of a firm's own copy of the knowledge base (None: the one that ships).
    """

    database_url: str
    public_url: str | None = None
    locale: Locale = DEFAULT_LOCALE
    knowledge: Path | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Read FACTORG_DATABASE_URL, FACTORG_PUBLIC_URL, FACTORG_LOCALE and FACTORG_KNOWLEDGE.

        Without the first, data lives in the user's own data folder.

        >>> Settings.from_environment({"FACTORG_DATABASE_URL": "sqlite:////tmp/a.db"}).locale
        'zh'
        """
        env = os.environ if environment is None else environment
        return cls(
            database_url=env.get("FACTORG_DATABASE_URL") or default_database_url(),
            public_url=env.get("FACTORG_PUBLIC_URL", "").rstrip("/") or None,
            locale=as_locale(env.get("FACTORG_LOCALE")),
            knowledge=Path(named).expanduser().absolute()
            if (named := env.get("FACTORG_KNOWLEDGE"))
            else None,
        )


def default_database_url() -> str:
    """Address of the SQLite file in the user's data folder."""
    return sqlite_url(user_data_path("factorg", appauthor=False) / DATABASE_FILE)


def sqlite_url(path: Path) -> str:
    """Address of an SQLite file.

    >>> sqlite_url(Path("/srv/factorg.db"))
    'sqlite:////srv/factorg.db'
    """
    return f"sqlite:///{path}"
