"""Invitations of a wave: issue, list, replace and revoke. Counts are shown, never answers."""

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, cast

import streamlit as st

from assessment.access.viewer import Owner
from assessment.domain.engagement import NAME_LIMIT, InvitationProgress
from assessment.domain.instrument import CONSULTANT_ROLE, Instrument, Role
from assessment.domain.text import LOCALES, Locale
from assessment.ui import messages, session
from assessment.ui.components import addresses
from assessment.ui.messages import common, labels, plain, tell, wording
from assessment.ui.session import FreshLink

if TYPE_CHECKING:
    from assessment.bootstrap import Services
    from assessment.services.engagements import WaveProgress


def draw(services: "Services", viewer: Owner, status: "WaveProgress") -> None:
    """Draw the invitations of a wave and, while it is open, the form for another one."""
    instrument = services.responding.open(viewer).instrument
    is_open = status.wave.status == "open"
    if not status.invitations:
        st.info(tell("team.nobody" if is_open else "team.nobody_closed"), icon=":material/group_add:")
    for row in status.invitations:
        _row(services, viewer, status, row, instrument)
    if is_open:
        _form(services, viewer, instrument)


def show_owner_link(services: "Services", link: FreshLink) -> None:
    """Show the owner's new private link."""
    addresses.owner_link(services, link.path)


def new_owner_link(services: "Services", viewer: Owner) -> None:
    """Replace the owner's private link; the old one ends at once."""
    failure = messages.attempt(partial(_replace_owner_link, services, viewer))
    if failure:
        session.leave_note("team-failed", failure)


def _replace_owner_link(services: "Services", viewer: Owner) -> None:
    token = services.engagements.replace_owner_link(viewer)
    link = FreshLink(name="", path=f"/o/{token}", locale=session.locale())
    session.fresh_links(viewer.wave_id)["owner"] = link


# ---- one invitation ----


def _row(
    services: "Services",
    viewer: Owner,
    status: "WaveProgress",
    row: InvitationProgress,
    instrument: Instrument,
) -> None:
    invitation = row.invitation
    with st.container(border=True, key=f"invitation-{invitation.id}"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(
                f"**{plain(invitation.name)}** · {plain(_role_name(instrument, invitation.role))}",
                width="content",
            )
            _state(row)
        link = session.fresh_links(viewer.wave_id).get(invitation.id)
        if link is not None and invitation.revoked_at is None:
            with st.container(key=f"links-{invitation.id}"):
                addresses.invitation(services, link, status.merchant.name)
        if status.wave.status == "open" and row.submitted_at is None:
            _actions(services, viewer, row, instrument)


def _state(row: InvitationProgress) -> None:
    """Badge that says how far somebody is: a count, never content."""
    invitation = row.invitation
    if row.submitted_at is not None:
        st.badge(tell("team.state_submitted"), icon=":material/check_circle:", color="green")
    elif invitation.revoked_at is not None:
        st.badge(tell("team.state_revoked"), icon=":material/link_off:", color="gray")
    elif invitation.expires_at < datetime.now(UTC):
        st.badge(tell("team.state_expired"), icon=":material/timer_off:", color="orange")
    elif row.answered:
        st.badge(tell("team.state_started", done=row.answered, total=row.asked), color="blue")
    else:
        st.badge(tell("team.state_waiting"), color="gray")


def _actions(services: "Services", viewer: Owner, row: InvitationProgress, instrument: Instrument) -> None:
    invitation = row.invitation
    with st.container(horizontal=True):
        st.button(
            tell("team.new_link"),
            key=f"renew-{invitation.id}",
            icon=":material/autorenew:",
            help=tell("team.new_link_help"),
            on_click=_act,
            args=(partial(_renew, services, viewer, row, _role_name(instrument, invitation.role)),),
        )
        if invitation.revoked_at is None:
            st.button(
                tell("team.revoke"),
                key=f"revoke-{invitation.id}",
                icon=":material/link_off:",
                help=tell("team.revoke_help"),
                on_click=_act,
                args=(partial(services.engagements.revoke, viewer, invitation.id),),
            )


def _act(write: "partial[None]") -> None:
    failure = messages.attempt(write)
    if failure:
        session.leave_note("team-failed", failure)


def _renew(services: "Services", viewer: Owner, row: InvitationProgress, role: str) -> None:
    name = f"renew:{row.invitation.id}"
    issued = services.engagements.replace_link(viewer, row.invitation.id, session.operation(name))
    session.renew_operation(name)
    _keep(
        viewer, issued.invitation.id, issued.token, (issued.invitation.name, role, issued.invitation.locale)
    )


# ---- a new invitation ----


def _form(services: "Services", viewer: Owner, instrument: Instrument) -> None:
    spoken = session.locale()
    roles = {role.id: role for role in instrument.roles if role.id != CONSULTANT_ROLE}
    with st.form("invite", clear_on_submit=False):
        st.markdown(f"**{tell('team.invite')}**")
        st.selectbox(
            tell("team.role"),
            tuple(roles),
            index=None,
            placeholder=tell("start.choose"),
            filter_mode=None,
            format_func=labels(roles, lambda code: _role_option(roles[code])),
            key=f"invite-role-{spoken}",
        )
        st.text_input(
            tell("team.name"), max_chars=NAME_LIMIT, placeholder=tell("team.name_example"), key="invite-name"
        )
        st.radio(
            tell("team.locale"),
            LOCALES,
            index=LOCALES.index(spoken),
            format_func=labels(LOCALES, lambda code: common(f"language.{code}")),
            horizontal=True,
            key=f"invite-locale-{spoken}",
        )
        st.form_submit_button(
            tell("team.invite_button"),
            type="primary",
            icon=":material/person_add:",
            on_click=_invite,
            args=(services, viewer, instrument),
            key="invite-submit",
        )


def _role_option(role: Role) -> str:
    examples = wording(role.examples)
    return (
        tell("team.role_option", name=wording(role.name), examples=examples)
        if examples
        else wording(role.name)
    )


def _invite(services: "Services", viewer: Owner, instrument: Instrument) -> None:
    failure = _incomplete() or messages.attempt(partial(_issue, services, viewer, instrument))
    if failure:
        session.leave_note("team-failed", failure)
    else:
        session.set_widget("invite-name", "")


def _incomplete() -> str | None:
    """Name the first field that is still empty."""
    values = {
        "role": session.widget(f"invite-role-{session.locale()}"),
        "name": str(session.widget("invite-name") or "").strip(),
    }
    empty = next((name for name, value in values.items() if not value), None)
    return None if empty is None else tell("start.missing", field=tell(f"team.{empty}"))


def _issue(services: "Services", viewer: Owner, instrument: Instrument) -> None:
    spoken = session.locale()
    role, name = str(session.widget(f"invite-role-{spoken}")), str(session.widget("invite-name")).strip()
    chosen = session.widget(f"invite-locale-{spoken}")
    locale = cast("Locale", chosen if chosen in LOCALES else spoken)
    issued = services.engagements.invite(
        viewer, name=name, role=role, locale=locale, operation_id=session.operation("invite")
    )
    session.renew_operation("invite")
    about = (name, _role_name(instrument, role, locale), locale)
    _keep(viewer, issued.invitation.id, issued.token, about)


def _keep(viewer: Owner, invitation_id: str, token: str | None, about: tuple[str, str, Locale]) -> None:
    """Keep the link for this tab; the retry of an operation brings no token and changes nothing."""
    if token is None:
        return
    name, role, locale = about
    session.fresh_links(viewer.wave_id)[invitation_id] = FreshLink(
        name=name, path=f"/i/{token}", locale=locale, role=role, invitation_id=invitation_id
    )


def _role_name(instrument: Instrument, code: str, locale: Locale | None = None) -> str:
    names = {role.id: role.name for role in instrument.roles}
    return names[code].get(locale or session.locale()) if code in names else code
