"""From one submitted response to the PDF of its own answers, read back and found in order."""

from collections.abc import Iterator

from assessment.domain.errors import ReportRejected
from assessment.domain.response import MISSING, NOT_APPLICABLE, UNKNOWN
from assessment.domain.text import Locale
from assessment.services.printing import PrintedFile
from assessment.services.responding import AnswerSheet
from reports.check import check_pdf
from reports.own_answers import Answer, OwnAnswersInput, compose_own
from reports.pdf import render_pdf


def print_own(sheet: AnswerSheet, locale: Locale, report_id: str) -> PrintedFile:
    """Compose, draw and read back. The same response, language and id give the same bytes.

    Raises
    ------
    ReportRejected
        If the check has any finding: such a report is not handed out.
    """
    response = sheet.response
    source = OwnAnswersInput(
        instrument=sheet.instrument,
        merchant=sheet.merchant_name,
        role=response.role,
        answers=dict(_answers(sheet)),
        submitted_on=(response.submitted_at or response.started_at).date(),
        locale=locale,
        report_id=report_id,
        mode=sheet.wave.mode,
        asked=tuple(item.id for item in sheet.items),
    )
    rendered = render_pdf(compose_own(source))
    findings = check_pdf(rendered.pdf, locale=locale, pages=rendered.pages, typed=(sheet.merchant_name,))
    if findings:
        raise ReportRejected(count=len(findings), findings=findings)
    missing = list(rendered.missing_glyphs)
    return PrintedFile(rendered.pdf, rendered.pages, rendered.sha256, {"missing_glyphs": missing})


def _answers(sheet: AnswerSheet) -> Iterator[tuple[str, Answer]]:
    """Yield what was answered; what was left open is absent."""
    for item, value in zip(sheet.instrument.items, sheet.response.answers, strict=True):
        if value == UNKNOWN:
            yield item.id, "unknown"
        elif value == NOT_APPLICABLE:
            yield item.id, "not_applicable"
        elif value != MISSING:
            yield item.id, value
