"""What a workspace decides for everybody in it: name, language, time zone, how long data is kept."""

from collections.abc import Callable
from functools import cache, partial
from typing import TYPE_CHECKING, Final, cast

import streamlit as st

from assessment.access.viewer import Account
from assessment.domain.accounts import WorkspaceSettings
from assessment.domain.engagement import NAME_LIMIT
from assessment.domain.text import LOCALES, Locale
from assessment.services.fields import time_zones
from assessment.services.people import RETENTION
from assessment.ui import session, times
from assessment.ui.messages import common, labels, speaker

if TYPE_CHECKING:
    from assessment.bootstrap import Services

_tell = speaker("account")
COMMON_ZONES: Final = (
    "Asia/Shanghai",
    "Asia/Hong_Kong",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "America/Los_Angeles",
)


@cache
def zones() -> tuple[str, ...]:
    """Names of all time zones, those most asked for first."""
    return (*COMMON_ZONES, *sorted(time_zones().difference(COMMON_ZONES)))


def draw(
    services: "Services",
    viewer: Account,
    settings: WorkspaceSettings,
    attempt: Callable[[Callable[[], None]], None],
) -> None:
    """Draw the form of the workspace; `attempt` runs a write and keeps what went wrong."""
    spoken = session.locale()
    known = zones()
    st.subheader(_tell("settings.workspace"))
    for name in ("name", "locale", "time_zone", *RETENTION):
        session.seed(f"workspace-{name}-{spoken}", getattr(settings, name))
    with st.container(border=True, key="workspace"):
        st.markdown(_tell("settings.workspace_text"))
        st.text_input(_tell("settings.workspace_name"), max_chars=NAME_LIMIT, key=f"workspace-name-{spoken}")
        st.selectbox(
            _tell("settings.workspace_language"),
            LOCALES,
            format_func=labels(LOCALES, lambda one: common(f"language.{one}")),
            filter_mode=None,
            key=f"workspace-locale-{spoken}",
        )
        st.selectbox(
            _tell("settings.workspace_zone"),
            known,
            format_func=labels(known, times.zone_name),
            key=f"workspace-time_zone-{spoken}",
        )
        st.markdown(f"**{_tell('settings.retention')}**")
        for name, most in RETENTION.items():
            st.number_input(
                _tell(f"settings.{name}"),
                min_value=1,
                max_value=most,
                step=1,
                key=f"workspace-{name}-{spoken}",
            )
        save = partial(_save, services, viewer, settings)
        st.button(
            _tell("settings.save"), key="workspace-save", type="primary", on_click=attempt, args=(save,)
        )


def _save(services: "Services", viewer: Account, settings: WorkspaceSettings) -> None:
    spoken = session.locale()

    def typed(name: str) -> object:
        found = session.widget(f"workspace-{name}-{spoken}")
        return getattr(settings, name) if found is None else found

    days = {name: int(cast("int", typed(name))) for name in RETENTION}
    wanted = WorkspaceSettings(
        str(typed("name")), cast("Locale", typed("locale")), str(typed("time_zone")), **days
    )
    services.people.save_settings(viewer, wanted)
    own = services.accounts.preferences(viewer)
    session.keep_person(own.locale, own.time_zone)
    session.leave_note("settings-ok", _tell("settings.workspace_saved"))
