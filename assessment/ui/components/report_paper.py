"""Pictures of a report's pages as they would be printed now, and the names of its kinds of pages."""

import base64
from typing import TYPE_CHECKING, Final

import streamlit as st

from assessment.domain.editions import ReportOrder
from assessment.domain.text import Locale
from assessment.ui.components.report_view import Bench, say
from assessment.ui.messages import plain

if TYPE_CHECKING:
    from reports.document import ReportDocument

COVER: Final = "cover"
"""Stands for the title page among the kinds of pages that may be looked at."""


def name_of(page_id: str, locale: Locale) -> str:
    """Name of a page or of a kind of page, as the report itself heads it.

    A kind that makes several pages gives each its own id, which begins with the kind's.
    """
    from reports.phrases import phrases  # noqa: PLC0415 - loads the report's words

    if page_id == COVER:
        return say("pages.cover")
    printed, parts = phrases(locale), page_id.split("_")
    keys = (f"{'_'.join(parts[:n])}.section" for n in range(len(parts), 0, -1))
    return next((printed(key) for key in keys if printed.has(key)), page_id)


def places(document: "ReportDocument") -> dict[str, int]:
    """Place of the first page of each kind among the composed ones, the cover counted where there is one.

    >>> from reports.document import Page, ReportDocument
    >>> kinds = ("summary", "items", "items", "method")
    >>> pages = tuple(Page("", "", "", "", (), None, "", kind=kind) for kind in kinds)
    >>> places(ReportDocument("zh", "", "2026-09-30", "", None, pages))
    {'summary': 0, 'items': 1, 'method': 3}
    """
    found = {COVER: 0} if document.cover is not None else {}
    covers = len(found)
    for number, page in enumerate(document.pages, start=covers):
        found.setdefault(page.kind, number)
    return found


def sheet_count(document: "ReportDocument", kind: str) -> int:
    """Count the composed pages of a kind."""
    return 1 if kind == COVER else sum(page.kind == kind for page in document.pages)


def draw(bench: Bench, order: ReportOrder, place: int, name: str, *, pages: int = 1) -> None:
    """Draw a composed page as it would be printed, and on request the sheets that follow from it.

    `place` counts composed pages, the cover among them; `pages` is how many of them belong together.
    """
    edition, locale = order.edition, order.locale
    firsts, total = bench.sheets(edition, locale)
    if place >= len(firsts):
        st.caption(plain(say("pages.nothing")))
        return
    first = firsts[place]
    after = (firsts[place + pages] if place + pages < len(firsts) else total + 1) - first
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plain(name)}**", width="stretch")
        st.caption(plain(say("pages.number", n=first, total=total)), width="content")
    picture(bench.preview(edition, locale, first), say("pages.alt", name=name, n=first))
    if after > 1 and st.toggle(say("pages.continued", n=after - 1), key=f"report-more-{edition}-{place}"):
        for number in range(first + 1, first + after):
            picture(bench.preview(edition, locale, number), say("pages.alt", name=name, n=number))


def picture(png: bytes, alt: str) -> None:
    """Show a picture inside the page itself: it has no address of its own that could be passed on."""
    address = f"data:image/png;base64,{base64.b64encode(png).decode('ascii')}"
    st.image(address, width="stretch", alt=alt)
