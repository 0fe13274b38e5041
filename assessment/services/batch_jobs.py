"""One report of a batch: what is asked for, how a worker makes it, and what came of it."""

import gc
import hashlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

from assessment.access.viewer import Viewer
from assessment.domain import errors
from assessment.domain.editions import ReportOrder
from assessment.domain.errors import FactOrgError
from assessment.services.reporting import Reporting
from assessment.settings import Settings

NAME_LENGTH: Final = 40
_log = logging.getLogger("factorg.batch")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A report that somebody asks for. `target` is the id of a wave, or of an engagement.

    `row` is where a file asked for it, 0 if none did.
    """

    target: str
    order: ReportOrder
    row: int = 0


@dataclass(frozen=True, slots=True)
class Refused:
    """Why there is no report: the code and fields of an error, as plain text."""

    code: str
    fields: Mapping[str, str] = field(default_factory=dict)

    def error(self) -> FactOrgError:
        """Return the error that the catalogues have words for."""
        kinds = {kind.code: kind for kind in _kinds(FactOrgError)}
        return kinds.get(self.code, FactOrgError)(**self.fields)


def _kinds(kind: type[FactOrgError]) -> list[type[FactOrgError]]:
    return [kind, *(deeper for below in kind.__subclasses__() for deeper in _kinds(below))]


def refusal(error: BaseException) -> Refused:
    """Turn whatever went wrong into a reason.

    >>> refusal(errors.ReportRejected(count=2, findings=("a", "b")))
    Refused(code='report_rejected', fields={'count': '2', 'findings': 'a; b'})
    >>> refusal(KeyError("x"))
    Refused(code='unexpected', fields={'kind': 'KeyError'})
    """
    if not isinstance(error, FactOrgError):
        return Refused(errors.FactOrgError.code, {"kind": type(error).__name__})
    return Refused(error.code, {name: _plain(value) for name, value in error.fields.items()})


def _plain(value: object) -> str:
    return "; ".join(str(part) for part in value) if isinstance(value, tuple) else str(value)


@dataclass(frozen=True, slots=True)
class Job:
    """One report to be made, or the reason why it cannot be.

    `run_id` is the score run that was the latest when the batch was planned, `change` the number of the last
    change of organization, recommendation, look or wordings of its wave.
    """

    wave_id: str
    merchant: str
    order: ReportOrder
    run_id: str = ""
    refused: Refused | None = None
    row: int = 0
    change: int = 0

    @property
    def stem(self) -> str:
        """Name of the file without its ending: readable, safe, and different for different jobs."""
        name = "".join(c for c in self.merchant if c.isalnum() or c in "-_").lstrip("-_")[:NAME_LENGTH]
        mark = hashlib.sha256(self.wave_id.encode("utf-8", "replace")).hexdigest()[:8]
        archive = "archive" if self.order.archive else ""
        return "-".join(p for p in (name, self.order.edition, self.order.locale, archive, mark) if p)


@dataclass(frozen=True, slots=True)
class Made:
    """A finished report; `content` is empty unless the file was asked for."""

    report_id: str
    file_name: str
    pages: int
    size: int
    sha256: str
    content: bytes = field(default=b"", repr=False)


Outcome = Made | Refused


class Printing(Protocol):
    """What a worker needs of the services."""

    @property
    def reporting(self) -> Reporting:
        """Use cases of reports."""
        ...


Wire = Callable[[Settings], Printing]


@dataclass(frozen=True, slots=True)
class Task:
    """A job on its way to a worker, with all that is needed to open services of its own there."""

    settings: Settings
    wire: Wire
    viewer: Viewer
    job: Job
    deliver: bool
    """Whether the file itself comes back, or only word of it."""


_OPEN: Final[dict[Settings, Printing]] = {}
"""Services of this worker: opened with its first task."""


def make(task: Task) -> Outcome:
    """Make one report in this process. Never raises: a batch must not end with one of its reports.

    Access is checked again by the services, on behalf of whoever asked for the batch.
    """
    try:
        if task.settings not in _OPEN:
            _OPEN[task.settings] = task.wire(task.settings)
            gc.freeze()  # what is loaded now stays: looking through it again and again costs time
        return _made(_OPEN[task.settings].reporting, task)
    except Exception as error:  # noqa: BLE001 - one report fails, with its reason
        if not isinstance(error, FactOrgError):
            _log.exception("report of wave %s", task.job.wave_id)
        return refusal(error)


def _made(reporting: Reporting, task: Task) -> Made:
    stored = reporting.build(task.viewer, task.job.run_id, task.job.order)
    content = b""
    if task.deliver:
        content = reporting.redeem(reporting.issue_ticket(task.viewer, stored.id)).content
    return Made(stored.id, stored.file_name, stored.pages, stored.size, stored.sha256, content)
