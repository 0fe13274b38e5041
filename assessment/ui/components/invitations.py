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
from assessment.ui.components import addresses, confirm
from assessment.ui.components.confirm import Step
from assessment.ui.messages import common, labels, plain, tell, wording
from assessment.ui.session import FreshLink

if TYPE_CHECKING:
    from assessment.bootstrap import Services
    from assessment.services.engagements import IssuedInvitation, WaveProgress


def draw(services: "Services", viewer: Owner, status: "WaveProgress") -> None:
    """Draw the invitations of a wave and, while it is open, the form for another one."""
    instrument = services.engagements.instrument(viewer)
    is_open = status.wave.status == "open"
    if not status.invitations:
        st.info(tell("team.nobody" if is_open else "team.nobody_closed"), icon=":material/group_add:")
    if is_open and addresses.local_only(services):
        st.warning(tell("team.local_only"), icon=":material/wifi_tethering_off:")
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
            role, spoken = _role_name(instrument, invitation.role), common(f"language.{invitation.locale}")
            st.markdown(f"**{plain(invitation.name)}** · {plain(role)} · {spoken}", width="content")
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
    """Offer a new link and, while there is one to withdraw, revoking it; both ask first."""
    invitation = row.invitation
    renew = Step(
        key=f"renew-{invitation.id}",
        label=tell("team.new_link"),
        question=tell("team.new_link_ask", name=invitation.name),
        agree=tell("team.new_link_yes"),
        act=partial(_act, partial(_renew, services, viewer, row, instrument)),
        icon=":material/autorenew:",
        help=tell("team.new_link_help"),
    )
    revoke = Step(
        key=f"revoke-{invitation.id}",
        label=tell("team.revoke"),
        question=tell("team.revoke_ask", name=invitation.name),
        agree=tell("team.revoke_yes"),
        act=partial(_act, partial(services.engagements.revoke, viewer, invitation.id)),
        icon=":material/link_off:",
        help=tell("team.revoke_help"),
    )
    confirm.draw(renew, *(() if invitation.revoked_at else (revoke,)))


def _act(write: "partial[None]") -> None:
    failure = messages.attempt(write)
    if failure:
        session.leave_note("team-failed", failure)


def _renew(services: "Services", viewer: Owner, row: InvitationProgress, instrument: Instrument) -> None:
    name = f"renew:{row.invitation.id}"
    issued = services.engagements.replace_link(viewer, row.invitation.id, session.operation(name))
    session.renew_operation(name)
    _keep(viewer, issued, instrument)


# ---- a new invitation ----


def _form(services: "Services", viewer: Owner, instrument: Instrument) -> None:
    spoken = session.locale()
    roles = {role.id: role for role in instrument.roles if role.id != CONSULTANT_ROLE}
    session.seed(f"invite-locale-{spoken}", spoken)
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
        spoken = session.locale()
        session.set_widget("invite-name", "")
        session.set_widget(f"invite-role-{spoken}", None)
        session.set_widget(f"invite-locale-{spoken}", spoken)


def _incomplete() -> str | None:
    """Name every field that is still empty."""
    values = {
        "role": session.widget(f"invite-role-{session.locale()}"),
        "name": str(session.widget("invite-name") or "").strip(),
    }
    return messages.missing_words(tell(f"team.{name}") for name, value in values.items() if not value)


def _issue(services: "Services", viewer: Owner, instrument: Instrument) -> None:
    spoken = session.locale()
    role, name = str(session.widget(f"invite-role-{spoken}")), str(session.widget("invite-name")).strip()
    chosen = session.widget(f"invite-locale-{spoken}")
    locale = cast("Locale", chosen if chosen in LOCALES else spoken)
    issued = services.engagements.invite(
        viewer, name=name, role=role, locale=locale, operation_id=session.operation("invite")
    )
    session.renew_operation("invite")
    _keep(viewer, issued, instrument)


def _keep(viewer: Owner, issued: "IssuedInvitation", instrument: Instrument) -> None:
    """Keep the link for this tab; the retry of an operation brings no token and changes nothing."""
    if issued.token is None:
        return
    invitation = issued.invitation
    session.fresh_links(viewer.wave_id)[invitation.id] = FreshLink(
        name=invitation.name,
        path=f"/i/{issued.token}",
        locale=invitation.locale,
        view=messages.side(instrument, invitation.role, invitation.locale),
        invitation_id=invitation.id,
    )


def _role_name(instrument: Instrument, code: str) -> str:
    names = {role.id: role.name for role in instrument.roles}
    return wording(names[code]) if code in names else code
