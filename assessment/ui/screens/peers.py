"""Panels of peers: which there are, bringing one in, contributing to one, and the rules of disclosure."""

from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from assessment.access.viewer import Owner
from assessment.ui import messages, navigation, session
from assessment.ui.components import confirm, peer_consent, peer_import
from assessment.ui.components.confirm import Step
from assessment.ui.messages import plain, tell

if TYPE_CHECKING:
    from assessment.access.viewer import Viewer
    from assessment.bootstrap import Services
    from assessment.domain.peers import PanelStatus

RULES: Final = ("one", "two", "three")

_tell = messages.speaker("peers")


def render(services: "Services", viewer: "Viewer | None") -> None:
    """Draw the panels of the owner's merchant; anybody else is told whose page this is."""
    st.title(_tell("page.title"))
    if not isinstance(viewer, Owner):
        st.info(_tell("page.no_link"), icon=":material/key:")
        navigation.link("demo", tell("welcome.demo"), icon=navigation.ICONS["demo"])
        return
    st.markdown(_tell("page.lead"))
    _notices()
    panels = services.peers.panels(viewer)
    if not any(panel.in_use for panel in panels):
        _empty()
    if panels:
        st.subheader(_tell("list.title"))
    for panel in panels:
        _panel(services, viewer, panel)
    peer_import.draw(services, viewer, frozenset(one.name for one in panels if one.withdrawn_at))
    peer_consent.draw(services, viewer)
    st.subheader(_tell("rules.title"))
    st.markdown("\n".join(f"- {_tell(f'rules.{rule}')}" for rule in RULES))


def _notices() -> None:
    """Tell what the last press did, or why it did nothing."""
    told = session.note("peers-told")
    done, failed = session.note("peers-ok"), session.note("peers-failed")
    if told:
        st.success(plain(told), icon=":material/task_alt:")
    if failed:
        st.error(plain(failed), icon=":material/error:")
    if done:
        st.success(plain(done), icon=":material/task_alt:")
        navigation.link("results", _tell("page.rescore"), icon=navigation.ICONS["results"])


def _empty() -> None:
    with st.container(border=True):
        st.markdown(f":material/groups_2: **{_tell('empty.title')}**")
        st.markdown(_tell("empty.text"))
        st.markdown(f"- {_tell('empty.import')}\n- {_tell('empty.share')}")


def _panel(services: "Services", viewer: Owner, panel: "PanelStatus") -> None:
    with st.container(border=True, key=f"panel-{panel.id}"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(f"**{plain(_name(panel))}**", width="content")
            if panel.in_use:
                st.badge(_tell("list.in_use"), icon=":material/check_circle:", color="green")
            else:
                st.badge(_tell("list.idle"), icon=":material/pause_circle:", color="gray")
        st.caption(plain(" · ".join(_facts(panel))))
        source = _tell("kind.pool_source") if panel.kind == "pool" else panel.source
        st.markdown(plain(_tell("list.source", source=source)))
        if not panel.in_use:
            st.caption(_tell(f"standing.{panel.standing}"))
        if panel.may_withdraw:
            confirm.draw(_withdrawal(services, viewer, panel))


def _name(panel: "PanelStatus") -> str:
    """Name of a panel; a shared one has ours, in the reader's language."""
    return _tell(f"kind.pool_name_{panel.scope}") if panel.kind == "pool" else panel.name


def _facts(panel: "PanelStatus") -> list[str]:
    """List what stands in one line below a panel's name."""
    said = [
        _tell(f"scope.{panel.scope}"),
        _tell(f"kind.{panel.kind}"),
        _tell("list.n", n=f"{panel.n_merchants:,}"),
        _tell("list.epoch", epoch=panel.epoch) if panel.epoch else _tell("list.no_epoch"),
    ]
    return [*said, _tell("list.as_of", date=panel.as_of)] if panel.as_of else said


def _withdrawal(services: "Services", viewer: Owner, panel: "PanelStatus") -> Step:
    return Step(
        key=f"withdraw-{panel.id}",
        label=_tell("list.withdraw"),
        question=_tell("list.withdraw_ask", name=panel.name),
        agree=_tell("list.withdraw_yes"),
        act=partial(_withdraw, services, viewer, panel),
        icon=":material/delete:",
        help=_tell("list.withdraw_help"),
    )


def _withdraw(services: "Services", viewer: Owner, panel: "PanelStatus") -> None:
    failure = messages.attempt(partial(_withdraw_now, services, viewer, panel.id))
    if failure:
        session.leave_note("peers-failed", failure)
    else:
        session.leave_note("peers-ok", _tell("list.withdrawn_done", name=panel.name))


def _withdraw_now(services: "Services", viewer: Owner, panel_id: str) -> None:
    name = f"withdraw:{panel_id}"
    services.peers.withdraw(viewer, panel_id, session.operation(name))
    session.renew_operation(name)
