"""From a score run to a PDF that has been read back and found in order."""

from assessment.domain.errors import ReportRejected
from assessment.domain.text import Locale
from assessment.services.analysis import Progress, StoredRun
from reports.check import check_pdf
from reports.compose import ReportInput, compose
from reports.pdf import RenderedReport, render_pdf


def print_report(
    run: StoredRun, locale: Locale, report_id: str, progress: Progress | None = None
) -> RenderedReport:
    """Compose, draw and read back. The same run, language and id give the same bytes.

    Raises
    ------
    ReportRejected
        If the check has any finding: such a report is not handed out.
    """
    source = ReportInput(
        result=run.result,
        instrument=run.instrument,
        knowledge=run.knowledge,
        merchant=run.merchant,
        facts=run.facts,
        as_of=(run.wave.closed_at or run.created_at).date(),
        locale=locale,
        report_id=report_id,
    )
    rendered = render_pdf(compose(source), progress)
    findings = check_pdf(rendered.pdf, locale=locale, pages=rendered.pages, typed=(run.merchant.name,))
    if findings:
        raise ReportRejected(count=len(findings), findings=findings)
    return rendered
