"""Settings: the own name, language, time zone and password; for administrators those of the workspace."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from assessment.access.viewer import Account
from assessment.domain.engagement import NAME_LIMIT
from assessment.domain.errors import FieldInvalid
from assessment.domain.text import LOCALES
from assessment.services.passwords import LONGEST, SHORTEST
from assessment.ui import messages, session, times
from assessment.ui.components import confirm, workspace_form
from assessment.ui.components.confirm import Step
from assessment.ui.messages import common, labels, plain, speaker

if TYPE_CHECKING:
    from assessment.access.viewer import Viewer
    from assessment.bootstrap import Services
    from assessment.services.accounts import Preferences

_tell = speaker("account")
NOTES: Final = (("settings-ok", st.success), ("settings-failed", st.error))
PASSWORD_FIELDS: Final = {
    "current": "current-password",
    "new": "new-password",
    "again": "new-password",
}
"""Fields of the password form and what a browser may fill in."""


def render(services: "Services", viewer: "Viewer | None") -> None:
    """Draw the settings of whoever is signed in."""
    st.title(_tell("settings.title"))
    if not isinstance(viewer, Account):
        st.info(_tell("settings.no_account"), icon=":material/tune:")
        messages.sign_in_link("link")
        return
    for name, draw in NOTES:
        left = session.note(name)
        if left:
            draw(plain(left))
    own = services.accounts.preferences(viewer)
    _own(services, viewer, own)
    _password(services, viewer, own)
    _devices(services, viewer)
    _workspaces(services, viewer)
    if viewer.role == "administrator":
        workspace_form.draw(services, viewer, own.workspace, _do)


def _own(services: "Services", viewer: Account, own: "Preferences") -> None:
    spoken = session.locale()
    st.subheader(_tell("settings.own"))
    keys = {name: f"own-{name}-{spoken}" for name in ("name", "locale", "zone")}
    session.seed(keys["name"], own.person.name)
    session.seed(keys["locale"], own.person.locale or "")
    session.seed(keys["zone"], own.person.time_zone or "")
    as_workspace = {
        "locale": common(f"language.{own.workspace.locale}"),
        "zone": times.zone_name(own.workspace.time_zone),
    }
    with st.container(border=True, key="own"):
        role = _tell(f"role.{viewer.role}")
        st.markdown(plain(_tell("settings.email", email=own.person.email)))
        st.caption(plain(_tell("settings.role", workspace=own.workspace.name, role=role)))
        st.text_input(_tell("field.name"), max_chars=NAME_LIMIT, key=keys["name"])
        locales, zones = ("", *LOCALES), ("", *workspace_form.zones())
        followed = {name: _tell("settings.as_workspace", value=value) for name, value in as_workspace.items()}
        st.selectbox(
            _tell("settings.language"),
            locales,
            format_func=labels(locales, lambda one: common(f"language.{one}") if one else followed["locale"]),
            filter_mode=None,
            key=keys["locale"],
        )
        st.selectbox(
            _tell("settings.zone"),
            zones,
            format_func=labels(zones, lambda one: times.zone_name(one) if one else followed["zone"]),
            key=keys["zone"],
        )
        save = partial(_save_own, services, viewer, keys)
        st.button(_tell("settings.save"), key="own-save", type="primary", on_click=_do, args=(save,))


def _save_own(services: "Services", viewer: Account, keys: dict[str, str]) -> None:
    name, locale, zone = (str(session.widget(keys[one]) or "") for one in ("name", "locale", "zone"))
    services.accounts.save_preferences(viewer, name, locale or None, zone or None)
    own = services.accounts.preferences(viewer)
    session.keep_person(own.locale, own.time_zone)
    session.set_locale(own.locale)
    session.leave_note("settings-ok", _tell("settings.own_saved"))


def _password(services: "Services", viewer: Account, own: "Preferences") -> None:
    st.subheader(_tell("settings.password"))
    with st.container(border=True, key="password"):
        if not own.person.has_password:
            st.markdown(_tell("settings.password_none"))
            return
        st.markdown(_tell("settings.password_text"))
        for name, fills in PASSWORD_FIELDS.items():
            st.text_input(
                _tell(f"settings.{name}"),
                type="password",
                max_chars=LONGEST,
                autocomplete=fills,
                key=f"password-{name}",
            )
        st.caption(_tell("field.rules", shortest=SHORTEST))
        change = partial(_change_password, services, viewer)
        st.button(_tell("settings.password_button"), key="password-save", on_click=_change, args=(change,))


def _change(change: Callable[[], None]) -> None:
    """Change the password, and forget what was typed whatever came of it."""
    _do(change)
    for name in PASSWORD_FIELDS:
        session.set_widget(f"password-{name}", "")


def _change_password(services: "Services", viewer: Account) -> None:
    current, new, again = (str(session.widget(f"password-{name}") or "") for name in PASSWORD_FIELDS)
    if new != again:
        raise FieldInvalid(field="password", reason="password_differs")
    services.accounts.change_password(viewer, current, new)
    session.leave_note("settings-ok", _tell("settings.password_saved"))


def _devices(services: "Services", viewer: Account) -> None:
    st.subheader(_tell("settings.devices"))
    with st.container(border=True, key="devices"):
        st.markdown(_tell("settings.devices_text"))
        confirm.draw(
            Step(
                key="everywhere",
                label=_tell("settings.everywhere"),
                question=_tell("settings.everywhere_ask"),
                agree=_tell("settings.everywhere_yes"),
                act=partial(_do, partial(services.accounts.sign_out_everywhere, viewer)),
                icon=":material/devices:",
            )
        )


def _workspaces(services: "Services", viewer: Account) -> None:
    """Offer the other workspaces of whoever has several."""
    mine = services.accounts.workspaces(viewer)
    if len(mine) == 1:
        return
    st.subheader(_tell("settings.workspaces"))
    with st.container(border=True, key="workspaces"):
        st.markdown(_tell("settings.workspaces_text"))
        session.seed("workspace-chosen", viewer.workspace_id)
        st.selectbox(
            _tell("settings.workspace"),
            tuple(mine),
            format_func=labels(mine, mine.__getitem__),
            filter_mode=None,
            key="workspace-chosen",
            label_visibility="collapsed",
        )
        switch = partial(_switch, services, viewer)
        st.button(_tell("settings.switch"), key="workspace-switch", on_click=_do, args=(switch,))


def _switch(services: "Services", viewer: Account) -> None:
    services.accounts.switch_workspace(viewer, str(session.widget("workspace-chosen")))
    session.set_wave(None)


def _do(write: Callable[[], None]) -> None:
    failure = messages.attempt(write)
    if failure:
        session.leave_note("settings-failed", failure)
