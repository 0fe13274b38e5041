"""Reports leave through a ticket that works once: the address alone opens nothing a minute later."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from assessment.access.viewer import Viewer
from assessment.bootstrap import Services
from assessment.domain.errors import AccessDenied, NotFound, TicketSpent
from assessment.web.pages import Problem
from assessment.web.problems import ProblemShown, address_of, refuse_guessing
from assessment.web.throttle import Throttle

_PLAIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_PRIVATE: Final = {"cache-control": "no-store", "referrer-policy": "no-referrer"}


def content_disposition(file_name: str) -> str:
    """Name a download for every browser: RFC 5987 for the real name, plain ASCII for old ones.

    Parameters: file_name, any text; the result is one line of ASCII whatever it holds.

    >>> content_disposition("报告 2026.pdf")
    "attachment; filename=report.pdf; filename*=UTF-8''%E6%8A%A5%E5%91%8A%202026.pdf"
    """
    plain = file_name if _PLAIN.fullmatch(file_name) else "report.pdf"
    return f"attachment; filename={plain}; filename*=UTF-8''{quote(file_name, safe='')}"


@dataclass(frozen=True, slots=True)
class Downloads:
    """Endpoints of ``/reports/{report_id}`` and ``/r/{ticket}``."""

    get_services: Callable[[], Services]
    throttle: Throttle = field(default_factory=Throttle)

    def issue(self, request: Request) -> Response:
        """Check who asks and lead to a fresh ticket. A report that is not theirs looks like none."""
        services = self.get_services()
        report_id = request.path_params["report_id"]
        if request.method == "HEAD":  # looking costs nothing: no ticket is written for it
            return Response(status_code=204, headers=_PRIVATE)
        for viewer in self._viewers(services, request):
            try:
                ticket = services.reporting.issue_ticket(viewer, report_id)
            except (NotFound, AccessDenied):
                continue
            return RedirectResponse(f"/r/{ticket}", status_code=303, headers=_PRIVATE)
        raise ProblemShown(Problem("report_unknown"))

    def redeem(self, request: Request) -> Response:
        """Hand out the file, once."""
        if request.method == "HEAD":  # download managers look first; that must not spend the ticket
            return Response(status_code=204, headers=_PRIVATE)
        with refuse_guessing(self.throttle, address_of(request), (TicketSpent,)):
            report = self.get_services().reporting.redeem(request.path_params["ticket"])
        headers = {
            **_PRIVATE,
            "content-disposition": content_disposition(report.file_name),
            "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
        }
        return Response(report.content, media_type=report.media_type, headers=headers)

    @staticmethod
    def _viewers(services: Services, request: Request) -> Iterator[Viewer]:
        """Yield everybody this browser is: signed in, the owner by its cookie, and a reader of the demo."""
        visitor = services.links.visitor(request.cookies)
        if visitor.account is not None:
            yield visitor.account
        if visitor.owner is not None:
            yield visitor.owner
        reader = services.demo.reader()
        if reader is not None:
            yield reader
