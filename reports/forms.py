"""Any form of a report as a finished file that has been read back: the one door for whoever hands it out."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from assessment.domain.editions import EXTENSIONS, MEDIA_TYPES, FileForm
from reports.briefing import ReportInput
from reports.check import Checked, Expected, Finding, Look, inspect_pdf
from reports.document import ReportDocument
from reports.pdf import RenderedReport, render_pdf
from reports.scene import Label, Scene, leaves
from reports.text import drawable

Progress = Callable[[str, float], None]
"""Told the stage and the share done, 0-1."""
CHECK_FROM: Final = 0.8
"""Share of the work that is done when a workbook or a text is read back."""


@dataclass(frozen=True, slots=True)
class PrintedForm:
    """A finished file. It may be handed out only if `findings` is empty.

    `pages` counts pages of paper (PDF), pictures (PNG), sheets (workbook), or the document's pages, a cover
    included (text: where Word breaks pages depends on the reader's program). `missing_glyphs` are characters
    that were drawn as 〓; words of a workbook and of an editable text hold the characters themselves.
    `shortened` are drawn lines that a limit has cut, `looks` what reading a PDF back has looked at.
    """

    content: bytes
    pages: int
    sha256: str
    media_type: str
    extension: str
    missing_glyphs: tuple[str, ...]
    findings: tuple[Finding, ...]
    shortened: tuple[str, ...] = ()
    looks: tuple[Look, ...] = ()
    tagged: bool = False


def print_form(
    document: ReportDocument,
    source: ReportInput,
    form: FileForm,
    *,
    archive: bool = False,
    progress: Progress | None = None,
) -> PrintedForm:
    """Make one form of a composed report and read it back.

    Parameters
    ----------
    document
        What `compose` made of `source`, with wordings by hand applied.
    source
        What the document was made of; the workbook adds its scores and answers.
    form
        PDF, workbook, editable text, or pictures of the pages.
    archive
        Asks for PDF/A; concerns PDF only.
    progress
        Told how far it is.

    Returns
    -------
    PrintedForm
        The same document and source give the same bytes.

    Raises
    ------
    PageTooLong
        If one page of the document needs more than 400 sheets.
    """
    tell = progress or _silent
    made = _MAKERS[form](document, source, archive, tell)
    return PrintedForm(
        content=made.content,
        pages=made.pages,
        sha256=hashlib.sha256(made.content).hexdigest(),
        media_type=MEDIA_TYPES[form],
        extension=EXTENSIONS[form],
        missing_glyphs=made.missing,
        findings=made.findings,
        shortened=made.shortened,
        looks=made.looks,
        tagged=form == "pdf",
    )


@dataclass(frozen=True, slots=True)
class _Made:
    content: bytes
    pages: int
    findings: tuple[Finding, ...]
    missing: tuple[str, ...] = ()
    shortened: tuple[str, ...] = ()
    looks: tuple[Look, ...] = ()


def _silent(stage: str, share: float) -> None:
    """Tell nobody."""


def _pdf(document: ReportDocument, source: ReportInput, archive: bool, tell: Progress) -> _Made:
    rendered = _drawn(document, archive, tell)
    checked = _checked(rendered, document, source, archive=archive)
    return _Made(
        rendered.pdf,
        rendered.pages,
        checked.findings,
        rendered.missing_glyphs,
        rendered.shortened,
        checked.looks,
    )


def _drawn(document: ReportDocument, archive: bool, tell: Progress) -> RenderedReport:
    return render_pdf(document, tell, archive=True) if archive else render_pdf(document, tell)


def _checked(
    rendered: RenderedReport, document: ReportDocument, source: ReportInput, *, archive: bool = False
) -> Checked:
    typed = typed_texts(source)
    expected = Expected(document.locale, rendered.pages, typed, tagged=True, archive=archive or None)
    return inspect_pdf(rendered.pdf, expected)


def _png(document: ReportDocument, source: ReportInput, archive: bool, tell: Progress) -> _Made:
    from reports.exports_check import check_pictures  # noqa: PLC0415 - a PDF needs no pictures
    from reports.images import page_images, zipped  # noqa: PLC0415

    del archive
    rendered = _drawn(document, False, tell)
    content = zipped(page_images(rendered.pdf))
    checked = _checked(rendered, document, source)
    findings = (*checked.findings, *check_pictures(content, rendered.pages))
    return _Made(
        content, rendered.pages, findings, rendered.missing_glyphs, rendered.shortened, checked.looks
    )


def _xlsx(document: ReportDocument, source: ReportInput, archive: bool, tell: Progress) -> _Made:
    from reports.exports_check import check_workbook  # noqa: PLC0415 - loads openpyxl
    from reports.sheets import plan_book  # noqa: PLC0415
    from reports.spreadsheet import write_workbook  # noqa: PLC0415

    del archive
    content = write_workbook(document, source)
    tell("check", CHECK_FROM)
    book = plan_book(document, source)
    return _Made(content, len(book.sheets) + 1, check_workbook(content, book, typed_texts(source)))


def _docx(document: ReportDocument, source: ReportInput, archive: bool, tell: Progress) -> _Made:
    from reports.exports_check import check_word  # noqa: PLC0415
    from reports.word import write_word  # noqa: PLC0415 - loads python-docx

    del archive
    content = write_word(document)
    tell("check", CHECK_FROM)
    pages = len(document.pages) + (document.cover is not None)
    findings = check_word(content, document, typed_texts(source))
    return _Made(content, pages, findings, _undrawn(document))


def _undrawn(document: ReportDocument) -> tuple[str, ...]:
    """Characters of charts that no font draws."""
    scenes = [block for page in document.pages for block in page.blocks if isinstance(block, Scene)]
    labels = (mark for scene in scenes for mark in leaves(scene.primitives) if isinstance(mark, Label))
    every = (character for label in labels for character in drawable(label.text, label.weight).missing)
    return tuple(dict.fromkeys(every))


_MAKERS: Final[Mapping[FileForm, Callable[[ReportDocument, ReportInput, bool, Progress], _Made]]] = {
    "pdf": _pdf,
    "xlsx": _xlsx,
    "docx": _docx,
    "png": _png,
}


def typed_texts(source: ReportInput) -> tuple[str, ...]:
    """Texts that people typed and the report may print: its check cannot expect our words in them."""
    look, proposal = source.choices.look.cover, source.proposal
    texts = [
        source.merchant.name,
        look.title,
        look.subtitle,
        look.notice,
        look.prepared_for,
        look.prepared_by,
    ]
    texts += [edit.text for edit in source.choices.edits]
    texts += [one.reason for one in source.result.exclusions]
    texts += _peers(source)
    if proposal is not None:
        today = proposal.today
        texts.append(proposal.name)
        texts += [
            one.name for group in (today.posts, today.teams, today.rooms, today.agencies) for one in group
        ]
        texts += [text for edit in proposal.edits for text in (edit.text, edit.reason)]
    return tuple(dict.fromkeys(text for text in texts if text))


def _peers(source: ReportInput) -> Iterator[str]:
    """Yield names that somebody gave to panels and epochs."""
    yield source.result.epoch
    card, fit = source.result.peer_card, source.knowledge.archetypes.fit
    if card is not None:
        yield from (card.panel, card.epoch, card.as_of, card.source)
    if fit is not None:
        yield from (fit.panel, fit.epoch)
