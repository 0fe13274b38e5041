"""Organization facts: a stepwise form that saves every field by itself."""

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from assessment.access.viewer import Owner
from assessment.ui import messages, navigation, session
from assessment.ui.components import fact_fields, top
from assessment.ui.components.fact_fields import FactPage
from assessment.ui.messages import plain, tell, wording
from assessment.ui.session import FactsDesk

if TYPE_CHECKING:
    from assessment.access.viewer import Viewer
    from assessment.bootstrap import Services


def render(services: "Services", viewer: "Viewer | None") -> None:
    """Draw the facts form for the owner; anybody else is told whose page this is."""
    st.title(tell("page.facts"))
    if not isinstance(viewer, Owner):
        st.info(tell("facts.no_link"), icon=":material/key:")
        navigation.link("start", tell("welcome.start"), icon=navigation.ICONS["start"])
        return
    sheet = services.facts.load(viewer)
    desk = session.facts_desk(viewer.merchant_id)
    if desk is None:
        desk = FactsDesk(sheet.facts, sheet.revision)
    else:
        fact_fields.adopt(desk, sheet.facts, sheet.revision)
    session.keep_facts_desk(viewer.merchant_id, desk)
    _form(FactPage(services, viewer, sheet.form))


def _form(page: FactPage) -> None:
    desk, steps = page.desk, page.form.steps
    desk.step = min(desk.step, len(steps) - 1)
    step = steps[desk.step]
    top.begin(f"facts-{desk.step}")
    messages.panel("facts-progress", partial(_progress, page))
    st.subheader(plain(f"{desk.step + 1}/{len(steps)} {wording(step.name)}"))
    for group in step.groups:
        fact_fields.draw(page, group)
    _pager(page, len(steps))
    navigation.link("structure", tell("facts.to_structure"), icon=navigation.ICONS["structure"])


def _progress(page: FactPage) -> None:
    answered = sum(field.key in page.desk.facts for field in page.form.fields)
    total = len(page.form.fields)
    st.progress(answered / max(1, total), text=tell("facts.progress", done=answered, total=total))
    st.caption(tell("facts.lead"))
    _open_sums(page)


def _open_sums(page: FactPage) -> None:
    """Repeat on every other step what does not add up, with the way back to it."""
    step = page.desk.step
    found = [one for one in fact_fields.open_sums(page.form, page.desk.facts) if one[0] != step]
    if not found:
        return
    lines = [f"- {tell('facts.sum_open', group=plain(wording(g.name)), words=w)}" for _, g, w in found]
    st.warning("\n".join((tell("facts.sums_open"), "", *lines)), icon=":material/calculate:")
    with st.container(horizontal=True):
        for number in dict.fromkeys(number for number, _, _ in found):
            st.button(
                tell("facts.sum_go", n=number + 1),
                key=f"sum-go-{number}",
                on_click=_go_step,
                args=(page, number),
            )


def _pager(page: FactPage, n_steps: int) -> None:
    step = page.desk.step
    back, ahead = st.columns(2, wrap=False)
    back.button(
        tell("answer.back"),
        key="back",
        disabled=step == 0,
        on_click=_open_step,
        args=(page, step - 1),
        width="stretch",
    )
    if step < n_steps - 1:
        ahead.button(
            tell("answer.next"),
            key="next",
            type="primary",
            on_click=_open_step,
            args=(page, step + 1),
            width="stretch",
        )
    elif ahead.button(tell("facts.finish"), key="finish", type="primary", width="stretch"):
        navigation.go("team")


def _open_step(page: FactPage, step: int) -> None:
    page.desk.step = max(0, step)


def _go_step(page: FactPage, step: int) -> None:
    """Open a step from inside a fragment, which would draw itself only."""
    _open_step(page, step)
    st.rerun()
