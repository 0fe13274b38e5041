"""Which pages an edition has and in which order, beside a picture of any of them."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from assessment.domain.editions import Edition, ReportOrder
from assessment.domain.text import Locale
from assessment.ui import session
from assessment.ui.components import report_paper, report_view
from assessment.ui.components.report_paper import COVER, name_of
from assessment.ui.components.report_view import Bench, Change, edition_name, say
from assessment.ui.messages import plain
from assessment.ui.session import Mark

if TYPE_CHECKING:
    from assessment.services.report_desk import Desk


@dataclass(frozen=True, slots=True)
class _Plan:
    """The pages of one edition as they are on screen; `known` are places of those that print."""

    bench: Bench
    desk: "Desk"
    edition: Edition
    locale: Locale
    chosen: tuple[str, ...]
    known: dict[str, int]

    @property
    def field(self) -> str:
        """Where the outcome of a change is told."""
        return f"pages-{self.edition}"

    @property
    def shown(self) -> str:
        """Kind of page in the picture: what was asked for, else the first one; "" without any."""
        asked = session.place("report-page")
        return asked if asked in self.known and asked is not None else next(iter(self.known), "")


def draw(bench: Bench) -> None:
    """Draw the list of pages and the picture of the chosen one."""
    report_view.heading(bench, say("pages.title"), say("pages.lead" if bench.mine else "pages.lead_reader"))
    with st.container(horizontal=True):
        edition = report_view.choose_edition("pages")
        locale = report_view.choose_locale("pages")
    desk = bench.desk()
    document = bench.document(edition, locale)
    known = report_paper.places(document)
    plan = _Plan(bench, desk, edition, locale, pages_of(desk, edition), known)
    paper, listed = st.columns([3, 2], gap="medium")
    with paper, st.container(key="report-paper"):
        if plan.shown:
            name = name_of(plan.shown, session.locale())
            pages = report_paper.sheet_count(document, plan.shown)
            report_paper.draw(bench, ReportOrder(edition, locale), known[plan.shown], name, pages=pages)
        else:
            st.caption(plain(say("pages.nothing")))
    with listed:
        _list(plan)


def pages_of(desk: "Desk", edition: Edition) -> tuple[str, ...]:
    """Ids of the kinds of pages that an edition has now."""
    from reports.editions import pages_of as own_pages  # noqa: PLC0415 - loads every page

    chosen = desk.pages.get(edition)
    return own_pages(edition) if chosen is None else chosen


def _list(plan: _Plan) -> None:
    own = plan.desk.pages.get(plan.edition) is None
    with st.container(horizontal=True, vertical_alignment="center", key="report-pages-state"):
        state = "pages.own" if own else "pages.by_hand"
        st.caption(plain(say(state, edition=edition_name(plan.edition))), width="stretch")
        if plan.bench.mine and not own:
            st.button(
                say("pages.reset"),
                key="pages-reset",
                type="tertiary",
                icon=":material/restart_alt:",
                on_click=_save,
                args=(plan, None),
            )
    report_view.told(plan.field)
    if COVER in plan.known:
        _name(plan, COVER, say("pages.cover"))
    for number in range(len(plan.chosen)):
        _row(plan, number)
    if plan.bench.mine:
        _rest(plan)


def _name(plan: _Plan, kind: str, label: str) -> None:
    """Name of a page, which shows its picture when it is pressed."""
    st.button(
        plain(label),
        key=f"see-{kind}",
        type="secondary" if kind == plan.shown else "tertiary",
        disabled=kind not in plan.known,
        width="stretch",
        on_click=session.keep_place,
        args=("report-page", kind),
    )


def _row(plan: _Plan, number: int) -> None:
    """One chosen page: its name, and for whoever may change it, up, down and out."""
    kind = plan.chosen[number]
    name = name_of(kind, session.locale())
    label = say("pages.row", n=number + 1, name=name)
    if kind not in plan.known:
        label = say("pages.row_silent", n=number + 1, name=name)
    with st.container(horizontal=True, vertical_alignment="center", key=f"page-{kind}", gap="small"):
        _name(plan, kind, label)
        if not plan.bench.mine:
            return
        chosen, last = plan.chosen, len(plan.chosen) - 1
        moves = (
            ("up", ":material/arrow_upward:", number > 0, _moved(chosen, number, number - 1)),
            ("down", ":material/arrow_downward:", number < last, _moved(chosen, number, number + 1)),
            ("out", ":material/close:", True, _without(chosen, number)),
        )
        for action, icon, possible, pages in moves:
            st.button(
                plain(say(f"pages.{action}", name=name)),
                key=f"{action}-{kind}",
                icon=icon,
                type="tertiary",
                disabled=not possible,
                on_click=_save,
                args=(plan, pages),
            )


def _rest(plan: _Plan) -> None:
    """Offer the kinds of pages that the edition does not have."""
    from reports.editions import page_kinds  # noqa: PLC0415 - loads every page

    rest = [kind for kind in page_kinds() if kind not in plan.chosen]
    if not rest:
        return
    with st.expander(plain(say("pages.rest", n=len(rest))), key=f"pages-rest-{session.locale()}"):
        for kind in rest:
            st.button(
                plain(name_of(kind, session.locale())),
                key=f"add-{kind}",
                type="tertiary",
                icon=":material/add:",
                width="stretch",
                on_click=_save,
                args=(plan, _with(plan.chosen, kind)),
            )


def _moved(chosen: tuple[str, ...], number: int, to: int) -> tuple[str, ...]:
    """Order with one page at another place.

    >>> _moved(("a", "b", "c"), 2, 1), _moved(("a", "b"), 0, 1)
    (('a', 'c', 'b'), ('b', 'a'))
    """
    rest = _without(chosen, number)
    return (*rest[:to], chosen[number], *rest[to:])


def _without(chosen: tuple[str, ...], number: int) -> tuple[str, ...]:
    return (*chosen[:number], *chosen[number + 1 :])


def _with(chosen: tuple[str, ...], kind: str) -> tuple[str, ...]:
    """Order with one more page, before the first page that stands behind it by itself.

    A page that is taken out and put back is where it was in an order that nobody changed.
    """
    from reports.editions import page_kinds  # noqa: PLC0415 - loads every page

    kinds = list(page_kinds())
    later = (n for n, one in enumerate(chosen) if one in kinds and kinds.index(one) > kinds.index(kind))
    at = next(later, len(chosen))
    return (*chosen[:at], kind, *chosen[at:])


def _save(plan: _Plan, pages: tuple[str, ...] | None) -> None:
    """Store an order; the edition's own one is stored as none, so that later pages join it by themselves."""
    from reports.editions import pages_of as own_pages  # noqa: PLC0415 - loads every page

    if pages == ():
        report_view.tell(plan.field, Mark("failed", say("pages.last")))
        return
    wanted = None if pages == own_pages(plan.edition) else pages

    def act(desk: "Desk", operation_id: str) -> object:
        return plan.bench.services.report_desk.save_pages(
            plan.bench.viewer,
            plan.bench.wave_id,
            plan.edition,
            wanted,
            revision=desk.revision,
            operation_id=operation_id,
        )

    part = partial(_pages, plan.edition)
    report_view.write(plan.bench, plan.desk, Change(plan.field, wanted, act, part))


def _pages(edition: Edition, desk: "Desk") -> object:
    return desk.pages.get(edition)
