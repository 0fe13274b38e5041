"""Everything that somebody who is signed in works on, and the form for the next merchant."""

from typing import TYPE_CHECKING, Final

import streamlit as st

from assessment.access.viewer import Account
from assessment.domain.engagement import CATEGORIES, GMV_TIERS, NAME_LIMIT
from assessment.domain.text import LOCALES
from assessment.services.portfolio import TITLE_LIMIT, NewMerchant
from assessment.ui import messages, navigation, session
from assessment.ui.messages import common, labels, plain, speaker

if TYPE_CHECKING:
    from assessment.access.viewer import Viewer
    from assessment.bootstrap import Services
    from assessment.services.portfolio import PortfolioRow

_tell = speaker("portfolio")
PLANS: Final = ("administrator", "lead")
SHOWN: Final = 50
"""Rows before one has to search: a page of five hundred cards helps nobody."""
PLACES: Final = {"invite": "team", "answer": "team", "close": "team", "results": "results"}


def render(services: "Services", viewer: "Viewer | None") -> None:
    """Draw what is under way, each with its next step."""
    st.title(_tell("title"))
    if not isinstance(viewer, Account):
        st.info(_tell("only"), icon=":material/lock:")
        messages.sign_in_link("link")
        return
    opened = session.note("portfolio-open")
    if opened:
        _work_on(opened, "team")
    failure = session.note("portfolio")
    if failure:
        st.error(plain(failure))
    plans = viewer.role in PLANS
    text = st.text_input(
        _tell("search"), max_chars=NAME_LIMIT, key="portfolio-search", icon=":material/search:"
    )
    rows = services.portfolio.rows(viewer, text)
    if not rows:
        st.info(
            _tell("none_found" if text else "empty" if plans else "empty_assigned"), icon=":material/info:"
        )
    else:
        st.caption(_tell("count", n=len(rows), open=sum(row.line.wave.status == "open" for row in rows)))
    for row in rows[:SHOWN]:
        _row(row, viewer)
    if len(rows) > SHOWN:
        st.caption(_tell("more", shown=SHOWN, n=len(rows)))
    if plans:
        _form(services, viewer, unfolded=not rows and not text)


def _row(row: "PortfolioRow", viewer: Account) -> None:
    """Draw one wave: whom it assesses, how far it is, and a button for the next step."""
    line = row.line
    step: str = row.step
    place = PLACES[step]
    if viewer.role == "owner" and line.wave.status == "open":
        step, place = "own", "answer"
    with st.container(border=True, key=f"portfolio-{line.wave.id}"):
        left, right = st.columns([3, 1], vertical_alignment="center")
        with left:
            title = f" · {plain(line.title)}" if line.title else ""
            st.markdown(f"**{plain(line.merchant.name)}**{title}")
            kind = [common(f"category.{line.merchant.category}")] if line.merchant.category else []
            size = [common(f"gmv_tier.{line.merchant.gmv_tier}")] if line.merchant.gmv_tier else []
            begun = _tell("begun", moment=messages.moment(line.wave.opened_at))
            st.caption(" · ".join((*kind, *size, _tell(f"status.{line.wave.status}"), begun)))
            st.caption(_tell("progress", submitted=line.submitted, invited=line.invited))
        if right.button(
            _tell(f"step.{step}"), key=f"portfolio-go-{line.wave.id}", width="stretch", type="primary"
        ):
            _work_on(line.wave.id, place)


def _work_on(wave_id: str, path: str) -> None:
    session.set_wave(wave_id)
    navigation.go(path)


def _form(services: "Services", viewer: Account, *, unfolded: bool) -> None:
    spoken = session.locale()
    with st.expander(_tell("new.title"), expanded=unfolded, icon=":material/add_business:"):
        st.text_input(_tell("new.name"), max_chars=NAME_LIMIT, key="portfolio-name")
        st.text_input(
            _tell("new.project"),
            max_chars=TITLE_LIMIT,
            key="portfolio-project",
            help=_tell("new.project_help"),
        )
        left, right = st.columns(2)
        _choice(left, "category", CATEGORIES)
        _choice(right, "gmv_tier", GMV_TIERS)
        st.radio(
            _tell("new.locale"),
            LOCALES,
            index=LOCALES.index(spoken),
            format_func=labels(LOCALES, lambda code: common(f"language.{code}")),
            horizontal=True,
            key=f"portfolio-locale-{spoken}",
        )
        st.caption(_tell("new.named"))
        st.button(
            _tell("new.submit"),
            type="primary",
            key="portfolio-begin",
            on_click=_begin,
            args=(services, viewer),
        )


def _choice(place: "st.delta_generator.DeltaGenerator", name: str, codes: tuple[str, ...]) -> None:
    place.selectbox(
        _tell(f"new.{name}"),
        codes,
        index=None,
        placeholder=_tell("new.choose"),
        filter_mode=None,
        format_func=labels(codes, lambda code: common(f"{name}.{code}")),
        key=f"portfolio-{name}-{session.locale()}",
    )


def _begin(services: "Services", viewer: Account) -> None:
    spoken = session.locale()
    values = {
        "name": str(session.widget("portfolio-name") or "").strip(),
        "category": str(session.widget(f"portfolio-category-{spoken}") or ""),
        "gmv_tier": str(session.widget(f"portfolio-gmv_tier-{spoken}") or ""),
    }
    missing = messages.missing_words(_tell(f"new.{name}") for name, value in values.items() if not value)
    failure = missing or messages.attempt(lambda: _create(services, viewer, values))
    if failure:
        session.leave_note("portfolio", failure)


def _create(services: "Services", viewer: Account, values: dict[str, str]) -> None:
    spoken = session.locale()
    new = NewMerchant(
        **values,
        locale=str(session.widget(f"portfolio-locale-{spoken}") or spoken),
        title=str(session.widget("portfolio-project") or ""),
    )
    wave_id = services.portfolio.begin(viewer, new, session.operation("begin"))
    session.renew_operation("begin")
    session.leave_note("portfolio-open", wave_id)
