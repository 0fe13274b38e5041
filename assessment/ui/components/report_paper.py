"""Pictures of a report's pages as they would be printed now, and the names of its kinds of pages."""

import base64
from typing import TYPE_CHECKING, Final

import streamlit as st

from assessment.domain.editions import Edition
from assessment.domain.text import Locale
from assessment.ui.components.report_view import Bench, say
from assessment.ui.messages import plain

if TYPE_CHECKING:
    from reports.document import ReportDocument

COVER: Final = "cover"
"""Stands for the title page among the kinds of pages that may be looked at."""


def kind_name(kind: str, locale: Locale) -> str:
    """Name of a kind of page, as the report itself heads it."""
    from reports.phrases import phrases  # noqa: PLC0415 - loads the report's words

    if kind == COVER:
        return say("pages.cover")
    printed, key = phrases(locale), f"{kind}.section"
    return printed(key) if printed.has(key) else kind


def places(document: "ReportDocument") -> dict[str, int]:
    """Place of the first page of each id among the composed ones, the cover counted where there is one.

    >>> from reports.document import Page, ReportDocument
    >>> pages = tuple(Page(id_, "", "", "", (), None, "") for id_ in ("summary", "items", "items", "method"))
    >>> places(ReportDocument("zh", "", "2026-09-30", "", None, pages))
    {'summary': 0, 'items': 1, 'method': 3}
    """
    found = {COVER: 0} if document.cover is not None else {}
    covers = len(found)
    for number, page in enumerate(document.pages, start=covers):
        found.setdefault(page.id, number)
    return found


def draw(bench: Bench, edition: Edition, locale: Locale, place: int, name: str) -> None:
    """Draw a composed page as it would be printed, and on request the sheets that continue it."""
    firsts, total = bench.sheets(edition, locale)
    if place >= len(firsts):
        st.caption(plain(say("pages.nothing")))
        return
    first = firsts[place]
    after = (firsts[place + 1] if place + 1 < len(firsts) else total + 1) - first
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
