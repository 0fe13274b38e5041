"""One person of a workspace: state, link that is shown once, role, engagements, and shutting out."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from assessment.access.viewer import Account
from assessment.domain.accounts import MEMBER_ROLES, Membership, Person
from assessment.services.people import ASSIGNABLE, Choices, ListedMember
from assessment.ui import messages, session, times
from assessment.ui.components import addresses, confirm
from assessment.ui.components.confirm import Step
from assessment.ui.messages import labels, plain, speaker
from assessment.ui.session import FreshLink

if TYPE_CHECKING:
    from assessment.bootstrap import Services

_tell = speaker("account")
LINKS = "people"


def draw(services: "Services", viewer: Account, listed: ListedMember, choices: Choices) -> None:
    """Draw one person."""
    membership, person = listed.membership, listed.membership.person
    with st.container(border=True, key=f"member-{person.id}"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            you = f" · {_tell('people.you')}" if person.id == viewer.account_id else ""
            role = _tell(f"role.{membership.role}")
            st.markdown(f"**{plain(person.name)}** · {plain(role)}{you}", width="content")
            _state(person)
        seen = person.last_sign_in_at
        said = _tell("people.last_seen", moment=times.moment(seen)) if seen else _tell("people.never")
        st.caption(f"{plain(person.email)} · {plain(said)}")
        _work(listed, choices)
        _fresh_link(services, person)
        with st.expander(_tell("people.change"), type="compact"):
            _role(services, viewer, membership, choices.merchants)
            if membership.role in ASSIGNABLE:
                _engagements(services, viewer, listed, choices)
            _steps(services, viewer, person)


def merchant_choice(merchants: Mapping[str, str], key: str) -> None:
    """Let a merchant be chosen, or say that there is none yet."""
    if not merchants:
        st.info(_tell("people.no_merchant"), icon=":material/store:")
        return
    st.selectbox(
        _tell("people.merchant"),
        tuple(merchants),
        index=None,
        placeholder=_tell("people.choose"),
        format_func=labels(merchants, merchants.__getitem__),
        key=key,
    )


def keep_link(person: Person, kind: str, token: str) -> None:
    """Keep a link for this tab: it is shown once."""
    path = f"/account/{kind}/{token}?lang={session.locale()}"
    link = FreshLink(person.name, path, session.locale(), view=kind, invitation_id=person.id)
    session.fresh_links(LINKS)[person.id] = link


# ---- what is seen ----


def _state(person: Person) -> None:
    if not person.active:
        st.badge(_tell("people.state_closed"), icon=":material/block:", color="gray")
    elif not person.has_password and person.last_sign_in_at is None:
        st.badge(_tell("people.state_waiting"), icon=":material/hourglass_empty:", color="orange")
    else:
        st.badge(_tell("people.state_active"), icon=":material/check_circle:", color="green")


def _work(listed: ListedMember, choices: Choices) -> None:
    """Say on what a person works; administrators and leads see everything anyway."""
    role = listed.membership.role
    if role == "owner":
        name = choices.merchants.get(listed.membership.merchant_id or "", "")
        st.markdown(f":material/store: {plain(name)}")
    elif role == "consultant":
        names = [_title(choices, one) for one in choices.engagements if one in listed.engagements]
        words = messages.tell("results.list_comma").join(names) or _tell("people.no_engagements")
        st.markdown(f":material/work: {plain(words)}")


def _fresh_link(services: "Services", person: Person) -> None:
    link = session.fresh_links(LINKS).get(person.id)
    if link is None or not person.active:
        return
    address = addresses.absolute(services, link.path)
    if addresses.local_only(services):
        st.warning(messages.tell("team.local_only"), icon=":material/wifi_tethering_off:")
    st.caption(_tell("people.link_once"))
    said = {"name": person.name, "email": person.email, "address": address}
    st.markdown(f"**{_tell('people.paste')}**")
    st.code(_tell(f"people.message_{link.view}", **said), language=None, wrap_lines=True)
    st.markdown(f"**{_tell('people.bare')}**")
    st.code(address, language=None, wrap_lines=True)


def _title(choices: Choices, engagement_id: str) -> str:
    title, merchant = choices.engagements[engagement_id]
    return _tell("people.engagement", merchant=merchant, title=title) if title else merchant


# ---- what is changed ----


def _role(
    services: "Services", viewer: Account, membership: Membership, merchants: Mapping[str, str]
) -> None:
    account_id, spoken = membership.person.id, session.locale()
    role_key, merchant_key = f"role-{account_id}-{spoken}", f"merchant-{account_id}-{spoken}"
    session.seed(role_key, membership.role)
    session.seed(merchant_key, membership.merchant_id)
    role = st.selectbox(
        _tell("people.role"),
        MEMBER_ROLES,
        format_func=labels(MEMBER_ROLES, lambda one: _tell(f"role.{one}")),
        filter_mode=None,
        key=role_key,
    )
    st.caption(_tell(f"role_text.{role}"))
    if role == "owner":
        merchant_choice(merchants, merchant_key)

    def save() -> None:
        wanted = str(session.widget(role_key))
        services.people.change_role(viewer, account_id, wanted, session.widget(merchant_key))
        said = _tell("people.role_saved", name=membership.person.name, role=_tell(f"role.{wanted}"))
        session.leave_note("people-ok", said)

    st.button(_tell("people.save_role"), key=f"role-save-{account_id}", on_click=_do, args=(save,))


def _engagements(services: "Services", viewer: Account, listed: ListedMember, choices: Choices) -> None:
    person, spoken = listed.membership.person, session.locale()
    if not choices.engagements:
        st.caption(_tell("people.nothing_to_assign"))
        return
    key = f"engagements-{person.id}-{spoken}"
    session.seed(key, [one for one in choices.engagements if one in listed.engagements])
    st.multiselect(
        _tell("people.engagements"),
        tuple(choices.engagements),
        format_func=labels(choices.engagements, lambda one: _title(choices, one)),
        placeholder=_tell("people.choose"),
        key=key,
    )

    def save() -> None:
        typed = session.widget(key)
        wanted = {one for one in typed if one in choices.engagements} if isinstance(typed, list) else set()
        shown = listed.engagements & choices.engagements.keys()
        for one in sorted(wanted - shown):
            services.people.assign(viewer, person.id, one)
        for one in sorted(shown - wanted):
            services.people.unassign(viewer, person.id, one)
        session.leave_note("people-ok", _tell("people.engagements_saved", name=person.name))

    st.button(_tell("people.save_engagements"), key=f"work-save-{person.id}", on_click=_do, args=(save,))


def _steps(services: "Services", viewer: Account, person: Person) -> None:
    """Offer a new link and shutting out, or letting in again; all ask first."""
    if not person.active:
        confirm.draw(_step(person, "open", partial(services.people.reactivate, viewer, person.id)))
        return
    reset = _step(person, "reset", partial(_reset, services, viewer, person))
    close = _step(person, "close", partial(services.people.deactivate, viewer, person.id))
    confirm.draw(reset, *(() if person.id == viewer.account_id else (close,)))


def _step(person: Person, name: str, write: Callable[[], None]) -> Step:
    icons = {"open": ":material/lock_open:", "reset": ":material/key:", "close": ":material/block:"}

    def act() -> None:
        write()
        if name in ("open", "close"):
            done = "opened" if name == "open" else "closed"
            session.leave_note("people-ok", _tell(f"people.{done}", name=person.name))

    return Step(
        key=f"{name}-{person.id}",
        label=_tell("people.renew" if name == "reset" and not person.has_password else f"people.{name}"),
        question=_tell(f"people.{name}_ask", name=person.name),
        agree=_tell(f"people.{name}_yes"),
        act=partial(_do, act),
        icon=icons[name],
    )


def _reset(services: "Services", viewer: Account, person: Person) -> None:
    token = services.people.reset_link(viewer, person.id)
    keep_link(person, "reset" if person.has_password else "welcome", token)


def _do(write: Callable[[], None]) -> None:
    failure = messages.attempt(write)
    if failure:
        session.leave_note("people-failed", failure)
