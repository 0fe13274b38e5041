"""A printer for tests: quick, countable, and with other bytes for every report."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assessment.domain.editions import ReportOrder
from assessment.services.manuscripts import Manuscript
from assessment.storage import codec


@dataclass(frozen=True)
class Sheet:
    """A printed document of the tests."""

    content: bytes
    pages: int
    sha256: str
    manifest: Mapping[str, Any] = field(default_factory=dict)


class Press:
    """A printer that writes what it is given and counts its work."""

    def __init__(self) -> None:
        self.runs: list[str] = []
        self.manuscripts: list[Manuscript] = []

    def __call__(self, manuscript: Manuscript, order: ReportOrder, report_id: str, _: object) -> Sheet:
        """Print names, ids, the order and digests of the rest."""
        run = manuscript.run
        self.manuscripts.append(manuscript)
        self.runs.append(run.id)
        told = codec.encode((order, manuscript.choices, manuscript.proposal_digest))
        logo = b"" if manuscript.logo is None else manuscript.logo.png
        content = f"%PDF-1.4 {run.merchant.name} report {report_id} {told}".encode() + logo
        return Sheet(content, 3, hashlib.sha256(content).hexdigest(), {"report": report_id})
