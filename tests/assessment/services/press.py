"""A printer for tests: quick, countable, and with other bytes for every report."""

import hashlib
from dataclasses import dataclass

from assessment.domain.text import Locale
from assessment.services.reporting import Manuscript


@dataclass(frozen=True)
class Sheet:
    """A printed document of the tests."""

    pdf: bytes
    pages: int
    sha256: str


class Press:
    """A printer that writes what it is given and counts its work."""

    def __init__(self) -> None:
        self.runs: list[str] = []
        self.manuscripts: list[Manuscript] = []

    def __call__(self, manuscript: Manuscript, locale: Locale, report_id: str, _: object) -> Sheet:
        """Print names and ids."""
        run = manuscript.run
        self.manuscripts.append(manuscript)
        self.runs.append(run.id)
        content = f"%PDF {run.merchant.name} {locale} {report_id}".encode()
        return Sheet(content, 3, hashlib.sha256(content).hexdigest())
