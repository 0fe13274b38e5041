"""Which pages exist for whom, and the head that stands over all of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import TYPE_CHECKING, Final
from uuid import uuid4

import streamlit as st
from streamlit.navigation.page import Page as NavigationPage

from assessment.access.viewer import Owner, Respondent
from assessment.content.words import say
from assessment.domain.accounts import MemberRole
from assessment.domain.text import LOCALES, Locale
from assessment.ui import messages, session
from assessment.ui.messages import common, labels, speaker, tell

if TYPE_CHECKING:
    from assessment.access.viewer import Member, Viewer
    from assessment.bootstrap import Services
    from assessment.services.links import Visitor

PATHS: Final = (
    "",
    "start",
    "answer",
    "team",
    "facts",
    "structure",
    "results",
    "proposal",
    "report",
    "peers",
    "review",
    "archetypes",
    "items",
    "demo",
    "portfolio",
    "people",
    "settings",
    "sso",
)
portfolio = speaker("portfolio")
CAPACITIES: Final[tuple[session.Capacity, ...]] = ("respondent", "owner")
ICONS: Final = {
    "": ":material/home:",
    "start": ":material/add_business:",
    "answer": ":material/checklist:",
    "team": ":material/groups:",
    "facts": ":material/apartment:",
    "structure": ":material/account_tree:",
    "results": ":material/insights:",
    "proposal": ":material/architecture:",
    "report": ":material/picture_as_pdf:",
    "peers": ":material/leaderboard:",
    "review": ":material/rule:",
    "archetypes": ":material/hub:",
    "items": ":material/fact_check:",
    "demo": ":material/science:",
    "portfolio": ":material/dashboard:",
    "people": ":material/manage_accounts:",
    "settings": ":material/tune:",
    "sso": ":material/badge:",
}


OF_WAVE: Final = frozenset(
    {
        "answer",
        "team",
        "facts",
        "structure",
        "results",
        "proposal",
        "report",
        "peers",
        "review",
        "archetypes",
        "items",
    }
)
"""Pages that whoever signed in opens from one wave."""
OF_WORKSPACE: Final = frozenset({"portfolio", "people", "settings"})
"""Pages that know no wave."""


@dataclass(frozen=True, slots=True)
class Map:
    """Pages of one visitor by path; the head links to `visible`, and to `more` behind one button."""

    pages: Mapping[str, NavigationPage]
    visible: tuple[str, ...]
    more: tuple[str, ...] = ()


AT_WORK: Final = ("team", "facts", "results", "report", "proposal")
MEMBER_PAGES: Final[Mapping[MemberRole, tuple[str, ...]]] = {
    "administrator": AT_WORK,
    "lead": AT_WORK,
    "consultant": AT_WORK,
    "owner": ("answer", "facts", "results", "report"),
}
"""Pages of a wave by the role of whoever works on it."""
MEMBER_MORE: Final[Mapping[MemberRole, tuple[str, ...]]] = {
    "administrator": ("structure", "peers", "review", "people"),
    "lead": ("structure", "peers", "review"),
    "consultant": ("structure", "peers", "review"),
    "owner": ("proposal",),
}
ACCOUNT_PAGES: Final[Mapping[MemberRole, tuple[str, ...]]] = {
    "administrator": ("people",),
    "lead": (),
    "consultant": (),
    "owner": (),
}
"""Pages of the workspace, before a wave is chosen."""


def visible_paths(visitor: "Visitor") -> tuple[str, ...]:
    """Paths that the head offers; every other page still explains itself when opened."""
    if visitor.member is not None:
        return ("portfolio", *MEMBER_PAGES[visitor.member.account.role])
    if visitor.account is not None:
        return ("portfolio", *ACCOUNT_PAGES[visitor.account.role])
    if visitor.owner is not None:
        return ("team", "facts", "answer", "results", "report", "proposal")
    if visitor.respondent is not None:
        return ("answer", "demo")
    return ("", "start", "demo")


def more_paths(visitor: "Visitor") -> tuple[str, ...]:
    """Paths that wait behind one button: a head of nine links would fill half of a phone."""
    if visitor.account is not None:
        at_work = () if visitor.member is None else MEMBER_MORE[visitor.account.role]
        return (*at_work, "archetypes", "items", "demo", "settings")
    if visitor.owner is None:
        return ()
    return ("structure", "peers", "review", "archetypes", "items", "demo")


def viewer_for(path: str, visitor: "Visitor") -> "Viewer | None":
    """As whom a visitor opens a page; someone with two links chooses on the answering page.

    Whoever signed in works as that, whatever links the browser also holds.
    """
    if visitor.account is not None and path != "answer":
        return visitor.account if path in OF_WORKSPACE else (visitor.member or visitor.account)
    if visitor.member is not None and visitor.member.response_id:
        return visitor.member
    if path != "answer":
        return visitor.owner
    if visitor.owner is not None and (visitor.respondent is None or session.capacity() == "owner"):
        return visitor.owner
    return visitor.respondent


def build(services: "Services", visitor: "Visitor") -> Map:
    """Make the pages of one visitor; an address that is none of them is answered by the HTTP rim."""
    visible, more = visible_paths(visitor), more_paths(visitor)
    pages = {path: _page(path, services, visitor, shown=path in (*visible, *more)) for path in PATHS}
    return Map(pages, visible, more)


def go(path: str) -> None:
    """Open another of our pages, keeping the language in the address."""
    page = session.page(path)
    if page is not None:
        st.switch_page(page, query_params=session.address())


def link(path: str, label: str, *, icon: str | None = None) -> None:
    """Draw a link to another of our pages (nothing where no pages exist, as in a test of one screen)."""
    page = session.page(path)
    if page is not None:
        st.page_link(page, label=label, icon=icon, query_params=session.address())


def head(services: "Services", visitor: "Visitor", pages: Map, opened: str) -> None:
    """Draw name, language switch and links, and the notice that only a lost connection shows.

    `opened` is the path of the page below: with another page the list of further links is another one, and
    so it closes behind whoever went through it.
    """
    with st.container(key="offline"):
        st.warning(tell("head.offline"), icon=":material/wifi_off:")
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="masthead"
    ):
        with st.container(horizontal=True, vertical_alignment="center", width="content"):
            st.markdown(f"**:blue[{common('product.name')}]**", width="content")
            with st.container(key="tagline", width="content"):
                st.markdown(common("product.tagline"), width="content")
        _language_switch(services, visitor)
    with st.container(horizontal=True, key="navigation", wrap=True):
        for path in pages.visible:
            _head_link(path)
        if pages.more:
            with st.popover(tell("head.more"), type="tertiary", key=f"more-{opened or 'welcome'}"):
                for path in pages.more:
                    _head_link(path)


def _head_link(path: str) -> None:
    link(path, tell(f"page.{path or 'welcome'}"), icon=ICONS[path])


def foot(visitor: "Visitor") -> None:
    """Offer to sign out, or whoever came in by a link to leave this device: the HTTP rim's to do."""
    if visitor.account is not None:
        said = escape(say(session.locale(), "account.sign_out.link"))
        st.html(f'<p class="fo-foot"><a href="/account/sign-out?lang={session.locale()}">{said}</a></p>')
        return
    if visitor.owner is None and visitor.respondent is None:
        return
    words = escape(tell("head.leave"))
    st.html(f'<p class="fo-foot"><a href="/leave?lang={session.locale()}">{words}</a></p>')


def _page(path: str, services: "Services", visitor: "Visitor", *, shown: bool) -> NavigationPage:
    name = path or "welcome"
    at_home = "portfolio" if name == "welcome" and visitor.account is not None else name
    return st.Page(
        _screen(at_home, services, visitor),
        title=f"{tell(f'page.{name}')} · {common('product.name')}",
        url_path=path,
        default=path == "",
        visibility="visible" if shown else "hidden",
    )


def _screen(name: str, services: "Services", visitor: "Visitor") -> Callable[[], None]:
    """Wrap a screen: its module is imported only when it is opened, and it is drawn in the page frame."""

    def draw() -> None:
        from importlib import import_module  # noqa: PLC0415 - keeps the first page light

        with messages.frame():
            if visitor.account is not None and visitor.member is None and name in OF_WAVE:
                _choose_wave()
                return
            if visitor.member is not None and name in OF_WAVE:
                _here(services, visitor.member)
            screen = import_module(f"assessment.ui.screens.{name}")
            if name == "answer":
                _capacity_choice(visitor)
            screen.render(services, viewer_for(name, visitor))

    draw.__name__ = f"screen_{name}"
    return draw


def _choose_wave() -> None:
    """Lead whoever signed in and has chosen no wave to where they can."""
    st.info(portfolio("choose_wave"), icon=":material/dashboard:")
    link("portfolio", portfolio("open"), icon=ICONS["portfolio"])


def _here(services: "Services", member: "Member") -> None:
    """Say above every page of a wave whose it is: with many merchants one easily looks at the wrong one."""
    found = services.portfolio.here(member)
    status = portfolio(f"status.{found.wave.status}")
    with st.container(key="here"):
        st.caption(portfolio("here", merchant=messages.plain(found.merchant.name), status=status))


def _capacity_choice(visitor: "Visitor") -> None:
    if visitor.owner is None or visitor.respondent is None:
        return
    chosen = st.segmented_control(
        tell("answer.capacity"),
        CAPACITIES,
        default=session.capacity() or "respondent",
        required=True,
        format_func=labels(CAPACITIES, lambda capacity: tell(f"answer.capacity_{capacity}")),
        key=f"capacity-{session.locale()}",
    )
    if chosen in CAPACITIES and chosen != (session.capacity() or "respondent"):
        session.set_capacity(chosen)
        st.rerun()


def _language_switch(services: "Services", visitor: "Visitor") -> None:
    with st.container(key="language", width="content"):
        chosen = st.segmented_control(
            common("language.label"),
            LOCALES,
            default=session.locale(),
            required=True,
            format_func=labels(LOCALES, lambda locale: common(f"language.{locale}")),
            label_visibility="collapsed",
            key=f"language-{session.locale()}",
        )
    if chosen in LOCALES and chosen != session.locale():
        _speak(services, visitor, chosen)


def _speak(services: "Services", visitor: "Visitor", chosen: Locale) -> None:
    """Change the language of the tab, and of the response, so that another device opens in it too."""
    session.set_locale(chosen)
    viewer = viewer_for("answer", visitor)
    if isinstance(viewer, Owner | Respondent):
        messages.attempt(partial(_remember_locale, services, viewer, chosen))
    st.rerun()


def _remember_locale(services: "Services", viewer: Owner | Respondent, chosen: Locale) -> None:
    services.responding.choose(viewer, locale=chosen, operation_id=str(uuid4()))
