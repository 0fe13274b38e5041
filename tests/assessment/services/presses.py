"""Stand-ins for the services of a batch's worker: they print words instead of reports."""

import time
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from assessment.access.viewer import Viewer
from assessment.domain.editions import ReportOrder
from assessment.domain.errors import AccessDenied, ReportRejected
from assessment.services.reporting import ReportFile, StoredReport
from assessment.settings import Settings

SLOW: Final = 0.2
REJECTED: Final = "run-rejected"
DENIED: Final = "run-denied"
BROKEN: Final = "run-broken"


class Press:
    """Prints the id of the run, and fails on the runs whose names say so."""

    def build(self, viewer: Viewer, run_id: str, order: ReportOrder) -> StoredReport:  # noqa: ARG002
        """Make a report that says which run it is of."""
        if run_id == REJECTED:
            raise ReportRejected(count=1, findings=("a fault",))
        if run_id == DENIED:
            raise AccessDenied(action="read_results")
        if run_id == BROKEN:
            raise ZeroDivisionError
        content = text_of(run_id, order)
        return StoredReport(
            id=f"{run_id}/{order.edition}",
            order=order,
            pages=1,
            size=len(content),
            sha256=sha256(content).hexdigest(),
            file_name=f"report.{order.form}",
        )

    def issue_ticket(self, viewer: Viewer, report_id: str) -> str:  # noqa: ARG002
        """Give the report's own id as its ticket."""
        return report_id

    def redeem(self, ticket: str) -> ReportFile:
        """Give the words of the report."""
        run_id, _, edition = ticket.partition("/")
        order = ReportOrder(edition=edition)  # type: ignore[arg-type]  # an edition that was asked for
        return ReportFile("report.pdf", text_of(run_id, order), "application/pdf")


def text_of(run_id: str, order: ReportOrder) -> bytes:
    """Words of a report."""
    return f"{run_id} {order.edition}".encode() * 50


@dataclass(frozen=True)
class Shop:
    """Services as a worker opens them."""

    reporting: Press


def wire(settings: Settings) -> Shop:  # noqa: ARG001
    """Open the stand-in services."""
    return Shop(Press())


class SlowPress(Press):
    """Takes its time."""

    def build(self, viewer: Viewer, run_id: str, order: ReportOrder) -> StoredReport:
        """Wait, then make the report."""
        time.sleep(SLOW)
        return super().build(viewer, run_id, order)


def slow_wire(settings: Settings) -> Shop:  # noqa: ARG001
    """Open stand-in services that take their time."""
    return Shop(SlowPress())


def threads(workers: int, limit: float) -> Executor:  # noqa: ARG001
    """Give an executor that costs no process: whatever has `submit` will do."""
    return ThreadPoolExecutor(workers)
