"""The report that one respondent takes away: own answers and thanks, nothing of others."""

import hashlib
from collections.abc import Callable
from typing import Final

from assessment.access.viewer import Viewer
from assessment.domain.editions import EXTENSIONS, MEDIA_TYPES
from assessment.domain.errors import NotFound, NotSubmittedYet
from assessment.domain.text import Locale
from assessment.services.context import Context
from assessment.services.fields import locale_field
from assessment.services.reporting import Printed, ReportFile, plain_name
from assessment.services.responding import AnswerSheet, Responding
from assessment.services.scope import scoped
from assessment.storage import own_report_store, response_store
from assessment.storage.database import Connection
from assessment.storage.own_report_store import OwnReport

ID_DIGITS: Final = 32

OwnPrinter = Callable[[AnswerSheet, Locale, str], Printed]
"""Takes a submitted sheet, a language, and the id that is written into the report."""


def _print(sheet: AnswerSheet, locale: Locale, report_id: str) -> Printed:
    """Print for real. Handing out a stored report must not load the drawing libraries."""
    from assessment.services.own_printing import print_own  # noqa: PLC0415 - loads ReportLab

    return print_own(sheet, locale, report_id)


@scoped
class OwnAnswers:
    """Use cases of whoever answered: the owner (own response) or an invited respondent.

    What is printed comes from the one response alone, so that nothing of others can get in. The file hangs
    on the response and is erased with it.
    """

    def __init__(self, context: Context, responding: Responding, *, printer: OwnPrinter = _print) -> None:
        self._context = context
        self._responding = responding
        self._printer = printer

    def print(self, viewer: Viewer, locale: Locale) -> ReportFile:
        """Return the report of the viewer's own answers in one language, made when it is first asked for.

        The same response and language give the same bytes.
        Raises NotSubmittedYet; FieldInvalid (locale), NotFound, AccessDenied, LinkRevoked, LinkExpired,
        ReportRejected.
        """
        spoken = locale_field(locale)
        sheet = self._responding.open(viewer)
        if sheet.response.submitted_at is None:
            raise NotSubmittedYet
        response_id = sheet.response.id
        stored = self._context.database.read(lambda c: own_report_store.find(c, response_id, spoken))
        made = stored or self._keep(response_id, self._printed(sheet, spoken))
        return ReportFile(made.file_name, made.content, MEDIA_TYPES["pdf"])

    def _printed(self, sheet: AnswerSheet, locale: Locale) -> OwnReport:
        report_id = own_report_id(sheet, locale)
        printed = self._printer(sheet, locale, report_id)
        name = own_file_name(sheet, locale)
        return OwnReport(report_id, locale, printed.pages, printed.sha256, name, printed.content)

    def _keep(self, response_id: str, report: OwnReport) -> OwnReport:
        """Store a report unless another tab's came first. Raises NotFound if the response is gone."""
        now = self._context.clock()

        def work(connection: Connection) -> OwnReport:
            if response_store.find_response(connection, response_id) is None:
                raise NotFound
            first = own_report_store.find(connection, response_id, report.locale)
            if first is None:
                own_report_store.add(connection, response_id, report, now)
            return first or report

        return self._context.database.write(work)


def own_report_id(sheet: AnswerSheet, locale: Locale) -> str:
    """Id of the report of a submitted response: always the same, so that its bytes are as well."""
    told = f"{sheet.response.id}:{sheet.response.receipt}:{locale}"
    return hashlib.sha256(told.encode()).hexdigest()[:ID_DIGITS]


def own_file_name(sheet: AnswerSheet, locale: Locale) -> str:
    """Name of the download: it names the merchant and the day, never the respondent."""
    day = (sheet.response.submitted_at or sheet.response.started_at).date().isoformat()
    parts = ("FactOrg", plain_name(sheet.merchant_name), day, "own", locale)
    return "-".join(part for part in parts if part) + f".{EXTENSIONS['pdf']}"
