"""From a score run to a report as plain data: which pages, in which order."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from reports import numbers
from reports.briefing import Briefing, ReportInput
from reports.document import Page, ReportDocument
from reports.pages.concepts import concepts
from reports.pages.cover import cover
from reports.pages.crosswalk import crosswalk
from reports.pages.disputed import disputed
from reports.pages.form import form
from reports.pages.gaps import gaps
from reports.pages.initiatives import initiatives
from reports.pages.items import items
from reports.pages.landscape import landscape
from reports.pages.maturity import maturity
from reports.pages.method import method
from reports.pages.organization import target, today
from reports.pages.outlook import outlook
from reports.pages.peers import peers
from reports.pages.practices import practices
from reports.pages.profile import profile
from reports.pages.quality import quality
from reports.pages.raters import raters
from reports.pages.readiness import readiness
from reports.pages.resemblance import resemblance
from reports.pages.rights import rights
from reports.pages.rituals import rituals
from reports.pages.roadmap import roadmap
from reports.pages.snowball import snowball
from reports.pages.star import star
from reports.pages.structure import structure
from reports.pages.summary import summary
from reports.phrases import phrases

__all__ = ["PAGES", "ReportInput", "compose"]

PageMaker = Callable[[Briefing], Page | tuple[Page, ...] | None]

PAGES: Final[tuple[PageMaker, ...]] = (
    summary,
    maturity,
    profile,
    gaps,
    snowball,
    raters,
    disputed,
    readiness,
    peers,
    resemblance,
    landscape,
    structure,
    today,
    form,
    target,
    star,
    rights,
    rituals,
    initiatives,
    roadmap,
    outlook,
    method,
    concepts,
    quality,
    practices,
    items,
    crosswalk,
)
"""Pages in order. A new page is a file in `reports/pages/` and one line here."""


def compose(source: ReportInput) -> ReportDocument:
    """Write the report.

    Parameters
    ----------
    source : a score run with everything it was made from, and the language to write in.

    Returns
    -------
    The report as data. A page without a subject, such as positions for an instrument that has none, is left
    out; a figure that is withheld is told in words.
    """
    b = Briefing(source, phrases(source.locale))
    merchant, day = source.merchant, numbers.day(source.as_of, source.locale)
    category = b.coded("category", merchant.category)
    return ReportDocument(
        locale=source.locale,
        title=b.say("common.document", title=b.say("common.title"), merchant=merchant.name),
        as_of=source.as_of.isoformat(),
        running_head=b.say("common.head", merchant=merchant.name, category=category, day=day),
        cover=cover(b),
        pages=tuple(numbered(b)),
        demo_mark=b.say("common.demo_mark") if b.demo else "",
    )


def numbered(b: Briefing) -> Iterator[Page]:
    """Pages of all makers, their sections numbered in order."""
    made = (page for maker in PAGES for page in _as_tuple(maker(b)))
    for number, page in enumerate(made, start=1):
        yield replace(page, section=f"{number:02d} {page.section}")


def _as_tuple(made: Page | tuple[Page, ...] | None) -> tuple[Page, ...]:
    if made is None:
        return ()
    return made if isinstance(made, tuple) else (made,)
