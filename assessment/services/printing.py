"""From a score run to a finished file that has been read back and found in order."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from assessment.domain.editions import ReportOrder
from assessment.domain.errors import NothingToPrint, ReportRejected
from assessment.services.analysis import Progress
from assessment.services.manuscripts import Manuscript
from reports.briefing import Provenance
from reports.compose import ReportInput, compose
from reports.document import Logo, ReportDocument
from reports.forms import print_form
from reports.manifest import PRODUCT, Drawn, made_with, manifest_of, product_version
from reports.pdf import render_pdf


@dataclass(frozen=True, slots=True)
class PrintedFile:
    """A finished file with a record of how it was made, as plain values that JSON can hold."""

    content: bytes
    pages: int
    sha256: str
    manifest: Mapping[str, Any]


def print_report(
    manuscript: Manuscript, order: ReportOrder, report_id: str, progress: Progress | None = None
) -> PrintedFile:
    """Compose, draw and read back. The same manuscript, order and id give the same bytes.

    Raises
    ------
    ReportRejected
        If the check has any finding: such a report is not handed out.
    NothingToPrint
        If no chosen page has anything to say.
    """
    source = source_of(manuscript, order, report_id)
    printed = print_form(
        _filled(document_of(source), order), source, order.form, archive=order.archive, progress=progress
    )
    if printed.findings:
        raise ReportRejected(count=len(printed.findings), findings=printed.findings)
    drawn = Drawn(printed.missing_glyphs, printed.shortened, tagged=printed.tagged)
    manifest = manifest_of(source, order, printed.content, printed.pages, printed.looks, drawn)
    return PrintedFile(printed.content, printed.pages, printed.sha256, asdict(manifest))


def source_of(manuscript: Manuscript, order: ReportOrder, report_id: str) -> ReportInput:
    """Give the report room everything that it makes a report of."""
    run, logo = manuscript.run, manuscript.logo
    return ReportInput(
        result=run.result,
        instrument=run.instrument,
        knowledge=run.knowledge,
        merchant=run.merchant,
        facts=run.facts,
        as_of=(run.wave.closed_at or run.created_at).date(),
        locale=order.locale,
        report_id=report_id,
        proposal=manuscript.proposal,
        edition=order.edition,
        choices=manuscript.choices,
        logo=None if logo is None else Logo(logo.png, logo.width, logo.height),
        provenance=provenance_of(manuscript),
    )


def provenance_of(manuscript: Manuscript) -> Provenance:
    """Name by digests all that a report is made from."""
    run = manuscript.run
    return Provenance(
        run=run.id,
        method=run.result.method_version,
        instrument=run.instrument.digest,
        knowledge=run.knowledge.digest,
        benchmark=run.benchmark_digest,
        data=run.input_digest,
        proposal=manuscript.proposal_digest,
        choices=manuscript.choices_digest,
    )


def document_of(source: ReportInput, *, by_hand: bool = True) -> ReportDocument:
    """Compose a report; without `by_hand` its texts are those that rules chose."""
    document = compose(source)
    if not by_hand or not source.choices.edits:
        return document
    from reports.narrative import edited  # noqa: PLC0415 - most reports are as composed

    return edited(document, source.choices.edits, source.locale).document


def draft_pdf(manuscript: Manuscript, order: ReportOrder, report_id: str) -> bytes:
    """Draw a report to look at; it is not checked and must not be handed out.

    A cover without pages can be looked at. Raises NothingToPrint without either.
    """
    source = source_of(manuscript, replace(order, form="pdf", archive=False), report_id)
    document = document_of(source)
    return render_pdf(document if document.cover else _filled(document, order)).pdf


def _filled(document: ReportDocument, order: ReportOrder) -> ReportDocument:
    """Return a document that has pages beside its cover. Raises NothingToPrint."""
    if not document.pages:
        raise NothingToPrint(edition=order.edition)
    return document


def page_picture(pdf: bytes, page: int) -> bytes:
    """Draw one page of a PDF as PNG. Raises IndexError for a page that is not there."""
    from reports.images import page_images  # noqa: PLC0415 - only for looking at pages

    return page_images(pdf, (page,))[0]


def first_pages(pdf: bytes) -> tuple[tuple[int, ...], int]:
    """Pages of a PDF that its outline names, counted from 1, and the number of all pages.

    The outline names each composed page where it begins, and no page that continues one.
    """
    from reports.images import outlined_pages  # noqa: PLC0415 - only for looking at pages

    return outlined_pages(pdf)


def versions(order: ReportOrder) -> dict[str, str]:
    """Versions of the product and of everything that can shape the bytes of a file to this order."""
    return {PRODUCT: product_version(), **made_with(order)}


def versions_told(manifest: Mapping[str, Any]) -> dict[str, str]:
    """Versions that a manifest tells, as `versions` gives them; empty for reports of before manifests."""
    if "made_with" not in manifest:
        return {}
    return {PRODUCT: str(manifest.get("product", "")), **manifest["made_with"]}
