"""Answering: an introduction, pages of cards, a review of what is open, and the receipt."""

from functools import partial
from typing import TYPE_CHECKING, Final, cast
from uuid import uuid4

import streamlit as st

from assessment.access.viewer import Owner, Respondent
from assessment.domain.instrument import Form, Instrument
from assessment.services.links import ANSWER_COOKIE
from assessment.services.waves import forms_for
from assessment.ui import messages, navigation, paging, session
from assessment.ui.components import card, receipt, top
from assessment.ui.components.card import PAGER, PROGRESS, Cards
from assessment.ui.messages import common, labels, plain, tell, wording
from assessment.ui.paging import Section

if TYPE_CHECKING:
    from assessment.access.viewer import Viewer
    from assessment.bootstrap import Services

FORMS: Final[tuple[Form, ...]] = ("core", "role", "full")


def render(services: "Services", viewer: "Viewer | None") -> None:
    """Draw the answering page of the owner's or an invited person's own response."""
    if not isinstance(viewer, Owner | Respondent):
        _without_link()
        return
    desk = card.fresh_desk(services, viewer)
    response = desk.sheet.response
    if not session.locale_chosen():
        session.set_locale(response.locale)
        st.rerun()
    left = session.note("answer")
    if left:
        st.warning(plain(left), icon=":material/info:")
    cards = Cards(services, viewer, response.id)
    if desk.sheet.read_only or response.submitted_at is not None:
        receipt.draw(services, viewer, desk)
    elif not desk.begun and not any(desk.answers):
        _introduction(cards)
    else:
        _pages(cards)


def _without_link() -> None:
    """Say how to get in; a browser whose visit has ended is told why it is not let in any more."""
    if ANSWER_COOKIE in st.context.cookies:
        st.title(tell("answer.withdrawn_title"))
        st.warning(tell("answer.withdrawn"), icon=":material/link_off:")
        return
    st.title(tell("answer.no_link_title"))
    st.info(tell("answer.no_link"), icon=":material/link:")
    navigation.link("start", tell("welcome.start"), icon=navigation.ICONS["start"])
    navigation.link("demo", tell("welcome.demo"), icon=navigation.ICONS["demo"])


# ---- before the first answer ----


def _introduction(cards: Cards) -> None:
    sheet = cards.desk.sheet
    roles = {role.id: role for role in sheet.instrument.roles}
    role = roles.get(sheet.response.role)
    name = wording(role.name) if role else ""
    view = plain(messages.side(sheet.instrument, sheet.response.role, session.locale()))
    if isinstance(cards.viewer, Owner):
        st.title(tell("answer.own"))
        st.markdown(tell("answer.own_about", merchant=plain(sheet.merchant_name), view=view))
    else:
        st.title(tell("answer.hello", name=plain(sheet.respondent_name or name)))
        st.markdown(tell("answer.about", merchant=plain(sheet.merchant_name), view=view))
    with st.container(border=True):
        st.markdown(f"{tell('answer.how')}\n\n{tell(f'answer.mode_{sheet.wave.mode}')}")
    if isinstance(cards.viewer, Owner):
        _alone(cards, cards.viewer)
    _form_choice(cards)
    if st.button(tell("answer.begin"), type="primary", key="begin", width="stretch"):
        cards.desk.begun = True
        cards.desk.page = 0
        st.rerun()


def _alone(cards: Cards, owner: Owner) -> None:
    """Tell an owner who has invited nobody what a short form cannot give, before they start."""
    status = cards.services.engagements.progress(owner)
    if any(row.invitation.revoked_at is None for row in status.invitations):
        return
    sheet = cards.desk.sheet
    widest = forms_for(sheet.instrument, sheet.response.role)[-1]
    n_core, n_widest = (len(sheet.instrument.items_for(sheet.response.role, f)) for f in ("core", widest))
    if n_core < n_widest:
        minutes = paging.minutes(n_widest, sheet.instrument.seconds_per_item)
        words = tell("answer.alone", core=n_core, form=common(f"form.{widest}"), n=n_widest, minutes=minutes)
        st.info(words, icon=":material/lightbulb:")


def _form_choice(cards: Cards) -> None:
    """Let everybody take more than the form they were given; the choice is stored at once."""
    sheet = cards.desk.sheet
    counts = {form: len(sheet.instrument.items_for(sheet.response.role, form)) for form in FORMS}
    current = sheet.response.form
    open_to = forms_for(sheet.instrument, sheet.response.role)
    offered = tuple(
        form
        for i, form in enumerate(FORMS)
        if form == current or (form in open_to and counts[form] not in _before(counts, i))
    )
    if len(offered) == 1:
        return
    key = f"form-{session.locale()}-{current}"
    st.radio(
        tell("answer.form"),
        offered,
        index=offered.index(current),
        format_func=labels(offered, lambda form: _form_words(sheet.instrument, form, counts[form])),
        key=key,
        on_change=_form_chosen,
        args=(cards, key),
    )


def _form_words(instrument: Instrument, form: Form, n: int) -> str:
    minutes = paging.minutes(n, instrument.seconds_per_item)
    return tell("answer.form_option", name=common(f"form.{form}"), n=n, minutes=minutes)


def _before(counts: dict[Form, int], place: int) -> set[int]:
    return {counts[form] for form in FORMS[:place]}


def _form_chosen(cards: Cards, key: str) -> None:
    form = session.widget(key)
    if form not in FORMS:
        return
    operation_id = str(uuid4())
    failure = messages.attempt(
        lambda: _discard(
            cards.services.responding.choose(cards.viewer, form=cast("Form", form), operation_id=operation_id)
        )
    )
    cards.desk.page = None
    if failure:
        session.leave_note("answer", failure)


def _discard(_: object) -> None:
    """Drop what a write returned: the page reads the new state itself."""


# ---- the pages of cards ----


def _pages(cards: Cards) -> None:
    desk = cards.desk
    sheet = desk.sheet
    pages = paging.sections(sheet.instrument, sheet.items)
    if desk.page is None:
        _resume(cards, pages)
    page = min(desk.page if desk.page is not None else len(pages), len(pages))
    top.begin(f"answer-{page}")
    messages.panel(PROGRESS, partial(_progress, cards, pages, page))
    if page == len(pages):
        _review(cards, pages)
        return
    first = 1 + sum(len(earlier.items) for earlier in pages[:page])
    for offset, item in enumerate(pages[page].items):
        card.draw(cards, item, f"{first + offset}/{len(sheet.items)}")
    messages.panel(PAGER, partial(_pager, cards, pages, page))


def _resume(cards: Cards, pages: tuple[Section, ...]) -> None:
    """On a new device start at the first open item; with nothing open, at the review."""
    desk = cards.desk
    found = paging.first_open(desk.sheet.instrument, pages, desk.answers)
    desk.page = len(pages) if found is None else found
    if any(desk.answers) and not desk.begun:
        st.info(tell("answer.resumed"), icon=":material/history:")
    desk.begun = True


def _progress(cards: Cards, pages: tuple[Section, ...], page: int) -> None:
    desk = cards.desk
    instrument, items = desk.sheet.instrument, desk.sheet.items
    left = len(paging.open_items(instrument, items, desk.answers))
    done = len(items) - left
    words = tell(
        "answer.progress",
        done=done,
        total=len(items),
        minutes=paging.minutes(left, instrument.seconds_per_item),
    )
    st.progress(
        done / max(1, len(items)), text=words if left else tell("answer.progress_done", total=len(items))
    )
    names = {dimension.id: wording(dimension.name) for dimension in instrument.dimensions}
    here = pages[page].dimension if page < len(pages) else None
    with st.container(horizontal=True, key="dimensions", gap="xsmall"):
        for row in paging.progress(instrument, items, desk.answers):
            tick = " :material/check:" if row.answered == row.asked else ""
            st.button(
                f"{plain(names[row.dimension])} {row.answered}/{row.asked}{tick}",
                key=f"jump-{row.dimension}",
                type="primary" if row.dimension == here else "secondary",
                on_click=_open_page,
                args=(cards, next(i for i, p in enumerate(pages) if p.dimension == row.dimension)),
            )


def _pager(cards: Cards, pages: tuple[Section, ...], page: int) -> None:
    desk = cards.desk
    left = len(paging.open_items(desk.sheet.instrument, pages[page].items, desk.answers))
    last = page == len(pages) - 1
    forward = tell("answer.to_review") if last else tell("answer.next")
    if left:
        forward = tell("answer.skip_to_review" if last else "answer.skip", n=left)
    back, ahead = st.columns(2, wrap=False)
    back.button(
        tell("answer.back"),
        key="back",
        disabled=page == 0,
        on_click=_open_page,
        args=(cards, page - 1),
        width="stretch",
    )
    ahead.button(
        forward, key="next", type="primary", on_click=_open_page, args=(cards, page + 1), width="stretch"
    )


def _open_page(cards: Cards, page: int) -> None:
    cards.desk.page = max(0, page)
    st.rerun()


# ---- review and submission ----


def _review(cards: Cards, pages: tuple[Section, ...]) -> None:
    desk = cards.desk
    sheet = desk.sheet
    st.header(tell("answer.review"))
    left = paging.open_items(sheet.instrument, sheet.items, desk.answers)
    if left:
        st.warning(tell("answer.review_open", n=len(left)), icon=":material/pending:")
        for number, page in enumerate(pages):
            for item in paging.open_items(sheet.instrument, page.items, desk.answers):
                st.button(
                    plain(wording(item.stem)),
                    key=f"open-{item.id}",
                    icon=":material/arrow_forward:",
                    width="stretch",
                    on_click=_open_page,
                    args=(cards, number),
                )
    else:
        st.success(tell("answer.review_complete"), icon=":material/task_alt:")
    with st.expander(tell("answer.change_form"), type="compact"):
        _form_choice(cards)
    _submit(cards, len(sheet.items) - len(left), len(pages))


def _submit(cards: Cards, answered: int, n_pages: int) -> None:
    st.caption(tell("answer.submit_note"))
    back, send = st.columns(2, wrap=False)
    back.button(
        tell("answer.back"), key="back", on_click=_open_page, args=(cards, n_pages - 1), width="stretch"
    )
    send.button(
        tell("answer.submit"),
        key="submit",
        type="primary",
        icon=":material/send:",
        disabled=answered == 0,
        on_click=_submitted,
        args=(cards,),
        width="stretch",
    )
    if answered == 0:
        st.caption(tell("answer.submit_nothing"))


def _submitted(cards: Cards) -> None:
    name = f"submit:{cards.response_id}"
    operation_id = session.operation(name)
    failure = messages.attempt(
        lambda: _discard(cards.services.responding.submit(cards.viewer, operation_id=operation_id))
    )
    if failure:
        session.leave_note("answer", failure)
    else:
        session.renew_operation(name)
