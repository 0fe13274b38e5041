"""Who works in the workspace: add people, change what they are and do, shut them out and let them in."""

from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from assessment.access.viewer import Account
from assessment.domain.accounts import EMAIL_LIMIT, MEMBER_ROLES, MemberRole
from assessment.domain.engagement import NAME_LIMIT
from assessment.services.people import NewPerson
from assessment.ui import messages, session
from assessment.ui.components import member_card
from assessment.ui.messages import labels, plain, speaker

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assessment.access.viewer import Viewer
    from assessment.bootstrap import Services

_tell = speaker("account")
NOTES: Final = (("people-ok", st.success), ("people-failed", st.error))


def render(services: "Services", viewer: "Viewer | None") -> None:
    """Draw everybody in the workspace; only administrators manage them."""
    st.title(_tell("people.title"))
    if not isinstance(viewer, Account) or viewer.role != "administrator":
        st.info(_tell("people.only"), icon=":material/lock:")
        if not isinstance(viewer, Account):
            messages.sign_in_link("link")
        return
    st.markdown(_tell("people.lead"))
    for name, draw in NOTES:
        left = session.note(name)
        if left:
            draw(plain(left))
    everybody, choices = services.people.people(viewer), services.people.choices(viewer)
    if len(everybody) == 1:
        st.info(_tell("people.alone"), icon=":material/group_add:")
    fresh = session.fresh_links(member_card.LINKS)
    for one in sorted(everybody, key=lambda one: one.membership.person.id not in fresh):
        member_card.draw(services, viewer, one, choices)
    _form(services, viewer, choices.merchants)


def _form(services: "Services", viewer: Account, merchants: "Mapping[str, str]") -> None:
    spoken = session.locale()
    st.subheader(_tell("people.add"))
    with st.container(border=True, key="person-new"):
        left, right = st.columns(2)
        left.text_input(_tell("field.name"), max_chars=NAME_LIMIT, key="person-name")
        right.text_input(_tell("field.email"), max_chars=EMAIL_LIMIT, key="person-email")
        session.seed(f"person-role-{spoken}", "consultant")
        role = st.radio(
            _tell("people.role"),
            MEMBER_ROLES,
            format_func=labels(MEMBER_ROLES, lambda one: _tell(f"role.{one}")),
            captions=[_tell(f"role_text.{one}") for one in MEMBER_ROLES],
            key=f"person-role-{spoken}",
        )
        if role == "owner":
            member_card.merchant_choice(merchants, f"person-merchant-{spoken}")
        st.button(
            _tell("people.add_button"),
            type="primary",
            icon=":material/person_add:",
            on_click=_add,
            args=(services, viewer),
            key="person-add",
        )


def _add(services: "Services", viewer: Account) -> None:
    failure = messages.attempt(partial(_add_now, services, viewer))
    if failure:
        session.leave_note("people-failed", failure)


def _add_now(services: "Services", viewer: Account) -> None:
    spoken = session.locale()
    new = NewPerson(
        email=str(session.widget("person-email") or ""),
        name=str(session.widget("person-name") or ""),
        role=_typed_role(session.widget(f"person-role-{spoken}")),
        merchant_id=session.widget(f"person-merchant-{spoken}"),
    )
    welcome = services.people.create_account(viewer, new)
    if welcome.token is not None:
        member_card.keep_link(welcome.person, "welcome", welcome.token)
    session.leave_note("people-ok", _tell("people.added", name=welcome.person.name))
    for key in ("person-name", "person-email"):
        session.set_widget(key, "")


def _typed_role(value: object) -> MemberRole:
    return next((role for role in MEMBER_ROLES if role == value), "consultant")
