"""Contributing own closed waves to a shared panel: what leaves, what never does, and taking it back."""

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from assessment.access.viewer import Owner
from assessment.ui import messages, session
from assessment.ui.components import confirm
from assessment.ui.components.confirm import Step
from assessment.ui.messages import moment, plain

if TYPE_CHECKING:
    from assessment.bootstrap import Services
    from assessment.domain.peers import Contribution

TERMS = ("leaves", "never", "revocable")

_tell = messages.speaker("peers")


def draw(services: "Services", viewer: Owner) -> None:
    """Draw the shared panel that the merchant may contribute to."""
    st.subheader(_tell("share.title"))
    st.markdown(_tell("share.lead"))
    one = services.peers.contribution(viewer)
    with st.container(border=True, key=f"share-{one.scope}"):
        _one(services, viewer, one)


def _one(services: "Services", viewer: Owner, one: "Contribution") -> None:
    st.markdown(f"**{_tell(f'share.{one.scope}')}**")
    st.markdown(_state(one))
    if one.granted_at is not None:
        granted = _tell("share.granted", date=moment(one.granted_at), version=one.agreed_version)
        st.success(plain(granted), icon=":material/handshake:")
        st.caption(_tell("share.waves", n=len(one.waves)) if one.waves else _tell("share.no_waves"))
        if one.agreed_version != one.text_version:
            st.warning(_tell("share.outdated", version=plain(one.text_version)), icon=":material/update:")
            _form(services, viewer, one)
        confirm.draw(_revocation(services, viewer, one))
        return
    _form(services, viewer, one)


def _state(one: "Contribution") -> str:
    """Say how far the shared panel is."""
    if one.epoch:
        return _tell(
            "share.state_open", epoch=one.epoch, n=one.n_members, waiting=one.waiting, needed=one.needed
        )
    return _tell("share.state_waiting", waiting=one.waiting, rest=max(0, one.needed - one.waiting))


def _form(services: "Services", viewer: Owner, one: "Contribution") -> None:
    """Show the whole text before the box that agrees to it."""
    with st.expander(_tell("share.consent", version=plain(one.text_version)), key=f"consent-{one.scope}"):
        st.markdown(_tell(f"share.scope_{one.scope}"))
        st.markdown("\n".join(f"- {_tell(f'share.{term}')}" for term in TERMS))
        st.checkbox(_tell("share.agree"), key=f"agree-{one.scope}")
        st.button(
            _tell("share.grant"),
            key=f"grant-{one.scope}",
            type="primary",
            on_click=_grant,
            args=(services, viewer, one),
        )


def _grant(services: "Services", viewer: Owner, one: "Contribution") -> None:
    if not session.widget(f"agree-{one.scope}"):
        session.leave_note("peers-failed", _tell("share.not_agreed"))
        return
    _tell_outcome(partial(_consent, services, viewer, one, agreed=True), "share.granted_done")


def _revocation(services: "Services", viewer: Owner, one: "Contribution") -> Step:
    return Step(
        key=f"revoke-{one.scope}",
        label=_tell("share.revoke"),
        question=_tell("share.revoke_ask"),
        agree=_tell("share.revoke_yes"),
        act=partial(
            _tell_outcome, partial(_consent, services, viewer, one, agreed=False), "share.revoked_done"
        ),
        icon=":material/undo:",
    )


def _consent(services: "Services", viewer: Owner, one: "Contribution", *, agreed: bool) -> None:
    name = f"consent:{one.scope}:{agreed}"
    services.peers.consent(
        viewer, granted=agreed, text_version=one.text_version, operation_id=session.operation(name)
    )
    session.renew_operation(name)


def _tell_outcome(write: "partial[None]", done: str) -> None:
    failure = messages.attempt(write)
    if failure:
        session.leave_note("peers-failed", failure)
    else:
        session.leave_note("peers-told", _tell(done))
