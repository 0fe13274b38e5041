"""From a score run to a report as plain data: which pages, in which order."""

from collections.abc import Iterator
from dataclasses import replace

from reports import numbers
from reports.briefing import Briefing, ReportInput
from reports.document import Page, ReportDocument
from reports.editions import SUPPRESSION, page_kinds, pages_of
from reports.phrases import phrases
from reports.suppression import discreet, suppressed, untold
from reports.title_page import cover

__all__ = ["ReportInput", "annexed", "compose"]


def compose(source: ReportInput) -> ReportDocument:
    """Write the report.

    Parameters
    ----------
    source : a score run with everything it was made from, the edition and what was chosen for it by hand, and
        the language to write in.

    Returns
    -------
    The report as data. A page without a subject, such as positions for an instrument that has none, is left
    out; a figure that is withheld, by the run or by the edition, is told in words. The board's page has no
    cover.
    """
    b = briefing(source)
    merchant, day = source.merchant, numbers.day(source.as_of, source.locale)
    category = b.coded("category", merchant.category)
    return ReportDocument(
        locale=source.locale,
        title=b.say("common.document", title=b.say("common.title"), merchant=merchant.name),
        as_of=source.as_of.isoformat(),
        running_head=b.say("common.head", merchant=merchant.name, category=category, day=day),
        cover=None if source.edition == "board" else cover(b),
        pages=tuple(numbered(b)),
        demo_mark=b.say("common.demo_mark") if b.demo else "",
        accent=source.choices.look.accent,
        logo=source.logo,
        report_id=source.report_id,
    )


def briefing(source: ReportInput) -> Briefing:
    """Material and words of a report, without what its edition withholds."""
    rules, proposal = SUPPRESSION[source.edition], source.proposal
    told = replace(
        source,
        result=suppressed(source.result, rules),
        proposal=None if proposal is None else discreet(proposal, untold(source.result, rules)),
    )
    return Briefing(told, phrases(source.locale))


def annexed(source: ReportInput) -> tuple[Page, ...]:
    """Pages that only lend their tables to the annex of a full report: those that it does not print."""
    if source.edition != "full":
        return ()
    b = briefing(source)
    printed = pages_of("full") if source.choices.pages is None else source.choices.pages
    kinds = (kind for kind in page_kinds().values() if kind.annex and kind.id not in printed)
    return tuple(page for kind in kinds for page in _as_tuple(kind.make(b)))


def numbered(b: Briefing) -> Iterator[Page]:
    """Pages of the chosen kinds in the chosen order, their sections numbered."""
    chosen = b.source.choices.pages
    ids = pages_of(b.source.edition) if chosen is None else chosen
    kinds = page_kinds()
    made = ((id_, page) for id_ in ids if id_ in kinds for page in _as_tuple(kinds[id_].make(b)))
    for number, (kind, page) in enumerate(made, start=1):
        yield replace(page, section=f"{number:02d} {page.section}", kind=kind)


def _as_tuple(made: Page | tuple[Page, ...] | None) -> tuple[Page, ...]:
    if made is None:
        return ()
    return made if isinstance(made, tuple) else (made,)
