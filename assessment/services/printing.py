"""From a score run to a PDF that has been read back and found in order."""

from assessment.domain.errors import ReportRejected
from assessment.domain.text import Locale
from assessment.services.analysis import Progress, StoredRun
from reports.check import check_pdf
from reports.compose import ReportInput, compose
from reports.pdf import RenderedReport, render_pdf
from scoring.organization.advice import Proposal


def print_report(
    run: StoredRun,
    locale: Locale,
    report_id: str,
    progress: Progress | None = None,
    *,
    proposal: Proposal | None = None,
) -> RenderedReport:
    """Compose, draw and read back. The same run, recommendation, language and id give the same bytes.

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
        proposal=proposal,
    )
    rendered = render_pdf(compose(source), progress)
    findings = check_pdf(rendered.pdf, locale=locale, pages=rendered.pages, typed=_typed(run, proposal))
    if findings:
        raise ReportRejected(count=len(findings), findings=findings)
    return rendered


def _typed(run: StoredRun, proposal: Proposal | None) -> tuple[str, ...]:
    """Texts that people typed and the report may print: its check cannot expect our words in them."""
    if proposal is None:
        return (run.merchant.name,)
    today = proposal.today
    names = (
        *(post.name for post in today.posts),
        *(team.name for team in today.teams),
        *(room.name for room in today.rooms),
        *(agency.name for agency in today.agencies),
    )
    words = (text for edit in proposal.edits for text in (edit.text, edit.reason))
    return tuple(dict.fromkeys(t for t in (run.merchant.name, proposal.name, *names, *words) if t))
