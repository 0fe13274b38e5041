"""The owner's page: own progress, invitations, and closing the wave."""

from functools import partial
from typing import TYPE_CHECKING, Literal

import streamlit as st

from assessment.access.viewer import Owner
from assessment.domain.text import Locale
from assessment.ui import messages, navigation, session
from assessment.ui.components import confirm, fact_fields, invitations
from assessment.ui.components.confirm import Step
from assessment.ui.messages import plain, tell

if TYPE_CHECKING:
    from assessment.access.viewer import Viewer
    from assessment.bootstrap import Services
    from assessment.services.engagements import WaveProgress


def render(services: "Services", viewer: "Viewer | None") -> None:
    """Draw the owner's page; anybody else is told how to get in."""
    if not isinstance(viewer, Owner):
        st.title(tell("page.team"))
        st.info(tell("team.no_link"), icon=":material/key:")
        navigation.link("start", tell("welcome.start"), icon=navigation.ICONS["start"])
        navigation.link("demo", tell("welcome.demo"), icon=navigation.ICONS["demo"])
        return
    status = services.engagements.progress(viewer)
    if not session.locale_chosen() and viewer.response_id:
        session.set_locale(_own_locale(services, viewer))
        st.rerun()
    st.title(plain(status.merchant.name))
    for name, draw in (("team-ok", st.success), ("team-failed", st.error)):
        left = session.note(name)
        if left:
            draw(plain(left))
    sheet = services.facts.load(viewer)
    _tasks(status, len(fact_fields.open_sums(sheet.form, sheet.facts)), answers=bool(viewer.response_id))
    if status.wave.status != "open":
        _quality(services, viewer)
    st.subheader(tell("team.invited"))
    invitations.draw(services, viewer, status)
    if status.wave.status == "open":
        _closing(services, viewer, status)
    _owner_link(services, viewer)


def _own_locale(services: "Services", viewer: Owner) -> Locale:
    return services.responding.open(viewer).response.locale


# ---- what is still to do ----


def _tasks(status: "WaveProgress", wrong_sums: int, *, answers: bool) -> None:
    """Draw the tiles; whoever runs the wave without answering in it sees how far the owner is."""
    own, invited = status.own, [row for row in status.invitations if row.invitation.revoked_at is None]
    sent = sum(row.submitted_at is not None for row in invited)
    words = (
        tell("team.task_submitted")
        if own.submitted_at
        else tell("team.count", done=own.answered, total=own.asked)
    )
    facts = tell("team.count", done=status.facts_answered, total=status.facts_total)
    with st.grid(3, min_column_width=240, key="tasks"):
        done = own.submitted_at is not None or status.wave.status != "open"
        label = tell("team.open_answer_done" if done else "team.open_answer")
        _task(
            ("answer", label) if answers else None,
            tell("team.task_answer" if answers else "team.task_owner"),
            words,
            own.answered / max(1, own.asked),
            is_next=not done,
        )
        _task(
            ("facts", tell("team.open_facts")),
            tell("team.task_facts"),
            tell("team.facts_sums", words=facts, n=wrong_sums) if wrong_sums else facts,
            status.facts_answered / max(1, status.facts_total),
        )
        team = (
            tell("team.task_team_count", done=sent, total=len(invited))
            if invited
            else tell("team.task_team_none")
        )
        if status.wave.status == "open":
            _task(None, tell("team.task_team"), team, sent / max(1, len(invited)))
        else:
            words = tell("team.closed")
            _task(("results", tell("team.open_results")), tell("team.task_results"), words, 1.0, is_next=True)


def _task(
    leads: tuple[str, str] | None, title: str, words: str, share: float, *, is_next: bool = False
) -> None:
    """Draw one task as a tile; `leads` is the page it leads to and the words on its button."""
    with st.container(border=True, height="stretch"):
        st.markdown(f"**{title}**")
        st.progress(min(1.0, share), text=words)
        kind: Literal["primary", "secondary"] = "primary" if is_next else "secondary"
        if leads is not None and st.button(leads[1], key=f"task-{leads[0]}", type=kind, width="stretch"):
            if leads[0] == "answer":
                session.set_capacity("owner")
            navigation.go(leads[0])


def _quality(services: "Services", viewer: Owner) -> None:
    """Say how many responses deserve a look before results are believed, and lead there."""
    listed = services.review.responses(viewer, viewer.wave_id)
    if not listed:
        return
    n = {
        "flagged": sum(bool(one.flags) for one in listed),
        "excluded": sum(one.excluded is not None for one in listed),
    }
    with st.container(
        border=True, horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
    ):
        st.markdown(tell("team.quality_line", total=len(listed), **n), width="content")
        navigation.link("review", tell("team.to_quality"), icon=navigation.ICONS["review"])


# ---- closing the wave ----


def _closing(services: "Services", viewer: Owner, status: "WaveProgress") -> None:
    rows = (status.own, *(row for row in status.invitations if row.invitation.revoked_at is None))
    done = sum(row.submitted_at is not None for row in rows)
    left = len(rows) - done
    st.subheader(tell("team.close"))
    with st.container(border=True, key="closing"):
        if not done:
            st.markdown(tell("team.close_nothing"))
            return
        st.markdown(
            tell("team.close_all", done=done) if not left else tell("team.close_some", done=done, left=left)
        )
        if status.own.submitted_at is not None and done == 1:
            st.info(tell("team.close_owner_only"), icon=":material/info:")
        agreed = st.checkbox(
            tell("team.close_agree", left=left) if left else tell("team.close_agree_all"), key="close-agree"
        )
        st.button(
            tell("team.close_button"),
            key="close",
            type="primary",
            disabled=not agreed,
            on_click=_close,
            args=(services, viewer),
        )


def _close(services: "Services", viewer: Owner) -> None:
    if not session.widget("close-agree"):
        return
    name = f"close:{viewer.wave_id}"
    failure = messages.attempt(partial(_close_now, services, viewer, name))
    if failure:
        session.leave_note("team-failed", failure)
    else:
        session.leave_note("team-ok", tell("team.close_done"))


def _close_now(services: "Services", viewer: Owner, name: str) -> None:
    services.engagements.close(viewer, session.operation(name))
    session.renew_operation(name)


# ---- the owner's own link ----


def _owner_link(services: "Services", viewer: Owner) -> None:
    with st.expander(tell("team.owner_link"), type="compact"):
        st.markdown(tell("team.owner_link_text"))
        link = session.fresh_links(viewer.wave_id).get("owner")
        if link is not None:
            invitations.show_owner_link(services, link)
        confirm.draw(
            Step(
                key="owner-link-new",
                label=tell("team.owner_link_new"),
                question=tell("team.owner_link_ask"),
                agree=tell("team.owner_link_yes"),
                act=partial(invitations.new_owner_link, services, viewer),
            )
        )
