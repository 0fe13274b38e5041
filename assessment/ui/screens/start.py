"""Start a self-assessment: four fields, then the owner's private link, shown once."""

from typing import TYPE_CHECKING, cast

import streamlit as st

from assessment.content.loader import shipped_instrument
from assessment.domain.engagement import CATEGORIES, GMV_TIERS, NAME_LIMIT
from assessment.domain.instrument import OWNER_ROLE
from assessment.domain.text import LOCALES, Locale
from assessment.ui import messages, navigation, paging, session
from assessment.ui.components import addresses
from assessment.ui.messages import common, labels, plain, tell
from assessment.ui.session import FreshLink

if TYPE_CHECKING:
    from assessment.access.viewer import Viewer
    from assessment.bootstrap import Services

_SCOPE = "start"


def render(services: "Services", viewer: "Viewer | None") -> None:
    """Draw the form, or the link of the assessment that was just started in this tab."""
    st.title(tell("start.title"))
    link = session.fresh_links(_SCOPE).get("owner")
    if link is not None:
        _started(services, link)
        return
    if viewer is not None:
        st.info(tell("start.already"), icon=":material/info:")
        navigation.link("team", tell("welcome.to_team"), icon=navigation.ICONS["team"])
    st.markdown(tell("start.lead"))
    st.caption(_forms_words())
    failure = session.note("start")
    if failure:
        st.error(plain(failure), icon=":material/error:")
    _form(services)


def _forms_words() -> str:
    """Say before anybody starts what each form can give."""
    instrument = shipped_instrument()
    n_core, n_full = (len(instrument.items_for(OWNER_ROLE, form)) for form in ("core", "full"))
    minutes = paging.minutes(n_full, instrument.seconds_per_item)
    return tell("start.forms", core=n_core, n=n_full, minutes=minutes)


def _form(services: "Services") -> None:
    spoken = session.locale()
    with st.form("start-form"):
        st.text_input(
            tell("start.name"), max_chars=NAME_LIMIT, key="start-name", placeholder=tell("start.name_example")
        )
        st.selectbox(
            tell("start.category"),
            CATEGORIES,
            index=None,
            placeholder=tell("start.choose"),
            filter_mode=None,
            format_func=labels(CATEGORIES, lambda code: common(f"category.{code}")),
            key=f"start-category-{spoken}",
        )
        st.selectbox(
            tell("start.tier"),
            GMV_TIERS,
            index=None,
            placeholder=tell("start.choose"),
            filter_mode=None,
            format_func=labels(GMV_TIERS, lambda code: common(f"gmv_tier.{code}")),
            help=tell("start.tier_help"),
            key=f"start-tier-{spoken}",
        )
        st.radio(
            tell("start.locale"),
            LOCALES,
            index=LOCALES.index(spoken),
            format_func=labels(LOCALES, lambda code: common(f"language.{code}")),
            horizontal=True,
            key=f"start-locale-{spoken}",
        )
        st.form_submit_button(
            tell("start.submit"),
            type="primary",
            key="start-submit",
            on_click=_start,
            args=(services,),
            width="stretch",
        )


def _start(services: "Services") -> None:
    spoken = session.locale()
    failure = _incomplete(spoken) or messages.attempt(lambda: _create(services, spoken))
    if failure:
        session.leave_note("start", failure)


def _incomplete(spoken: Locale) -> str | None:
    """Name every field that is still empty."""
    values = {
        "name": str(session.widget("start-name") or "").strip(),
        "category": session.widget(f"start-category-{spoken}"),
        "tier": session.widget(f"start-tier-{spoken}"),
    }
    return messages.missing_words(tell(f"start.{name}") for name, value in values.items() if not value)


def _create(services: "Services", spoken: Locale) -> None:
    """Create the assessment in one service call and keep its link for this tab only."""
    name = str(session.widget("start-name")).strip()
    chosen = session.widget(f"start-locale-{spoken}")
    started = services.engagements.start_self_assessment(
        name=name,
        category=str(session.widget(f"start-category-{spoken}")),
        gmv_tier=str(session.widget(f"start-tier-{spoken}")),
        locale=cast("Locale", chosen if chosen in LOCALES else spoken),
        operation_id=session.operation("start"),
    )
    session.renew_operation("start")
    link = FreshLink(name=name, path=f"/o/{started.owner_token}", locale=spoken)
    session.fresh_links(_SCOPE)["owner"] = link


def _started(services: "Services", link: FreshLink) -> None:
    st.success(tell("start.done", name=plain(link.name)), icon=":material/task_alt:")
    address = addresses.owner_link(services, link.path)
    st.link_button(
        tell("start.open"),
        address,
        type="primary",
        icon=":material/login:",
        width="stretch",
        key="open-owner",
    )
    st.markdown(tell("start.next"))
    st.button(tell("start.another"), key="start-another", type="tertiary", on_click=_forget)


def _forget() -> None:
    session.fresh_links(_SCOPE).clear()
