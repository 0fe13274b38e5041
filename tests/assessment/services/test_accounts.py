"""Coming in and going: who is let in, how long, and what ends it (T9, T10, T33)."""

from collections.abc import Callable

import pytest

from assessment.access.viewer import Account, System
from assessment.bootstrap import Services
from assessment.domain.errors import (
    FieldInvalid,
    LinkExpired,
    LinkSpent,
    LinkUnknown,
    NotFound,
    SetupCodeWrong,
    SignedOut,
    SignInRefused,
)
from assessment.services.links import ACCOUNT_COOKIE
from assessment.services.people import NewPerson
from assessment.services.setup import FirstAdministrator
from tests.assessment.people import (
    ADMIN,
    PASSWORD,
    Firm,
    as_account,
    deeds,
    engagement,
    firm,
    second_firm,
)
from tests.support import Clock

HOME = "192.0.2.1"
ASKED = FirstAdministrator("山海咨询", "管理员甲", ADMIN, PASSWORD, "zh")


def visitor_of(services: Services, token: str) -> Account | None:
    """Return whom a cookie opens, if anybody."""
    return services.links.visitor({ACCOUNT_COOKIE: token}).account


# ---- the first administrator (T33) ----


def test_the_first_administrator_needs_the_code_and_comes_once(services: Services) -> None:
    """No default account exists; the last printed code makes one, and then never another."""
    assert services.setup.needed()
    old, code = services.setup.new_code(), services.setup.new_code()
    for wrong in (old, "", "0000-0000-0000-0000"):
        with pytest.raises(SetupCodeWrong):
            services.setup.first_administrator(wrong, ASKED)
    token = services.setup.first_administrator(code.lower().replace("-", " "), ASKED)
    admin = as_account(services, token)
    assert admin.role == "administrator"
    assert services.people.settings(admin).name == "山海咨询"
    assert not services.setup.needed()
    with pytest.raises(NotFound):
        services.setup.first_administrator(code, ASKED)
    with pytest.raises(NotFound):
        services.setup.new_code()
    assert deeds(services, admin.workspace_id) == ["account_created", "sign_in"]


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("neun Zeic", "password_short"),
        ("x1y2" * 51, "password_long"),
        ("Password123", "password_common"),
        ("0123456789", "password_common"),
        ("abababababab", "password_common"),
        ("my ADMIN words", "password_email"),
        ("tab\tin the words", "characters"),
    ],
)
def test_guessable_passwords_are_refused(sqlite_services: Services, typed: str, reason: str) -> None:
    """Short, long, common and telling passwords make no account, and the reason is named."""
    code = sqlite_services.setup.new_code()
    asked = FirstAdministrator("山海咨询", "管理员甲", ADMIN, typed, "zh")
    with pytest.raises(FieldInvalid) as found:
        sqlite_services.setup.first_administrator(code, asked)
    assert found.value.fields == {"field": "password", "reason": reason}
    assert sqlite_services.setup.needed()


# ---- how long a session lasts ----


def test_a_session_ends_after_twelve_idle_hours(services: Services, clock: Clock) -> None:
    """Use keeps a session alive, twelve hours of nothing end it, for the open page too."""
    house = firm(services)
    for _ in range(3):
        clock.pass_(hours=11)
        services.accounts.touch(house.admin)
    left_open = house.admin
    clock.pass_(hours=12)
    assert visitor_of(services, house.token) is None
    with pytest.raises(SignedOut):
        services.people.people(left_open)


def test_a_session_ends_after_fourteen_days(services: Services, clock: Clock) -> None:
    """However busy, a session is over after fourteen days."""
    house = firm(services)
    for _ in range(14 * 24 // 8 - 1):
        clock.pass_(hours=8)
        services.accounts.touch(house.admin)
    assert visitor_of(services, house.token) is not None
    clock.pass_(hours=8)
    assert visitor_of(services, house.token) is None


def test_seeing_a_session_is_written_every_five_minutes_only(
    sqlite_services: Services, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page run costs a read; a write happens once in five minutes."""
    house = firm(sqlite_services)
    admin, writes = house.admin, []
    database = sqlite_services._context.database
    write = database.write
    monkeypatch.setattr(database, "write", lambda work: (writes.append(1), write(work))[1])
    for _ in range(4):
        clock.pass_(minutes=4)
        sqlite_services.accounts.touch(admin)
    assert len(writes) == 2


# ---- T9: what ends the session of somebody else's browser ----


def change_password(house: Firm, other: str) -> None:
    """Change the password in another browser."""
    house.services.accounts.change_password(as_account(house.services, other), PASSWORD, "ein anderes Wort 7")


def sign_out_everywhere(house: Firm, other: str) -> None:
    """Sign out everywhere from another browser."""
    house.services.accounts.sign_out_everywhere(as_account(house.services, other))


def lose_role(house: Firm, other: str) -> None:
    """Make the lead a consultant."""
    account = as_account(house.services, other)
    house.services.people.change_role(house.admin, account.account_id, "consultant")


def close_account(house: Firm, other: str) -> None:
    """Shut the lead out."""
    account = as_account(house.services, other)
    house.services.people.deactivate(house.admin, account.account_id)


def reset_password(house: Firm, other: str) -> None:
    """Set a new password by a link of the administrator."""
    account = as_account(house.services, other)
    link = house.services.people.reset_link(house.admin, account.account_id)
    house.services.accounts.set_password(link, "ein anderes Wort 7")


@pytest.mark.parametrize(
    "event", [change_password, sign_out_everywhere, lose_role, close_account, reset_password]
)
def test_the_next_call_of_an_open_page_is_refused(services: Services, event: Callable[..., None]) -> None:
    """T9: whatever ends the session elsewhere, the viewer that an open page holds is of no more use."""
    house = firm(services)
    stolen = house.hire("lead", "lead@firm.example")
    open_page = as_account(services, stolen)
    assert services.people.settings(open_page).name == "山海咨询"
    event(house, services.accounts.sign_in("lead@firm.example", PASSWORD, HOME))
    with pytest.raises(SignedOut):
        services.people.settings(open_page)
    with pytest.raises(SignedOut):
        services.accounts.preferences(open_page)


def test_the_browser_that_changed_the_password_stays(services: Services) -> None:
    """The own session outlives the change; the old password opens nothing, a wrong one changes nothing."""
    house = firm(services)
    with pytest.raises(FieldInvalid):
        services.accounts.change_password(house.admin, "not the present one", "ein anderes Wort 7")
    services.accounts.change_password(house.admin, PASSWORD, "ein anderes Wort 7")
    assert visitor_of(services, house.token) is not None
    with pytest.raises(SignInRefused):
        services.accounts.sign_in(ADMIN, PASSWORD, HOME)
    assert services.accounts.sign_in(ADMIN, "ein anderes Wort 7", HOME)


def test_an_open_page_of_a_consultant_ends_when_an_engagement_is_taken_away(services: Services) -> None:
    """T9 for assigned work: rights that a page was opened with are compared with those of now."""
    house = firm(services)
    _, job = engagement(services, house.admin.workspace_id)
    token = house.hire("consultant")
    account_id = as_account(services, token).account_id
    services.people.assign(house.admin, account_id, job)
    open_page = as_account(services, token)
    assert open_page.engagements == {job}
    services.people.unassign(house.admin, account_id, job)
    with pytest.raises(SignedOut):
        services.people.settings(open_page)


def test_signing_out_ends_this_session_only(sqlite_services: Services) -> None:
    """Another device of the same person stays in."""
    house = firm(sqlite_services)
    other = sqlite_services.accounts.sign_in(ADMIN, PASSWORD, HOME)
    sqlite_services.accounts.sign_out(other)
    sqlite_services.accounts.sign_out("no such cookie")
    assert visitor_of(sqlite_services, other) is None
    assert visitor_of(sqlite_services, house.token) is not None


# ---- links that set a password ----


def test_a_link_is_shown_without_being_spent_and_works_once(services: Services, clock: Clock) -> None:
    """T10: looking five times spends nothing; setting the password does; a second time it is spent."""
    house = firm(services)
    account_id = as_account(services, house.hire("lead", "lead@firm.example")).account_id
    link = services.people.reset_link(house.admin, account_id)
    for _ in range(5):
        assert services.accounts.preview_link(link).email == "lead@firm.example"
    with pytest.raises(FieldInvalid):
        services.accounts.set_password(link, "short")
    services.accounts.set_password(link, "ein anderes Wort 7")
    for call in (
        lambda: services.accounts.preview_link(link),
        lambda: services.accounts.set_password(link, PASSWORD),
    ):
        with pytest.raises(LinkSpent):
            call()
    first, second = (services.people.reset_link(house.admin, account_id) for _ in range(2))
    with pytest.raises(LinkSpent):
        services.accounts.preview_link(first)
    clock.pass_(hours=24)
    with pytest.raises(LinkExpired):
        services.accounts.preview_link(second)
    with pytest.raises(LinkUnknown):
        services.accounts.preview_link("x" * 43)


# ---- identity providers ----


def test_oidc_opens_existing_active_accounts_only(services: Services, clock: Clock) -> None:
    """The subject counts; an address only when verified and not bound yet; no account is made."""
    house = firm(services)
    house.hire("lead", "lead@firm.example")
    by_oidc = services.accounts.sign_in_by_oidc
    for subject, email, verified in (
        ("idp|1", "lead@firm.example", False),
        ("idp|1", "nobody@firm.example", True),
        ("", "lead@firm.example", True),
    ):
        with pytest.raises(SignInRefused):
            by_oidc(subject, email, verified=verified)
    ticket = by_oidc("idp|1", "Lead@Firm.example", verified=True)
    token = services.accounts.exchange(ticket)
    assert as_account(services, token).role == "lead"
    with pytest.raises(LinkSpent):
        services.accounts.exchange(ticket)
    with pytest.raises(SignInRefused):
        by_oidc("idp|2", "lead@firm.example", verified=True)
    late = by_oidc("idp|1", "moved@elsewhere.example", verified=False)
    clock.pass_(seconds=60)
    with pytest.raises(LinkExpired):
        services.accounts.exchange(late)
    with pytest.raises(LinkUnknown):
        services.accounts.set_password(late, PASSWORD)
    services.people.deactivate(house.admin, as_account(services, token).account_id)
    with pytest.raises(SignInRefused):
        services.accounts.exchange(by_oidc("idp|1", "", verified=False))


# ---- several workspaces ----


def test_sign_in_opens_the_workspace_used_last(services: Services, clock: Clock) -> None:
    """One account may have a place in two workspaces; switching is remembered, a foreign one is not found."""
    house, other = firm(services), second_firm(services)
    there = other.admin.workspace_id
    with pytest.raises(NotFound):
        services.accounts.switch_workspace(house.admin, there)
    services.people.create_account(System(), NewPerson(ADMIN, "管理员甲", "consultant"), there)
    assert sorted(services.accounts.workspaces(house.admin).values()) == ["另一家咨询", "山海咨询"]
    before = house.admin
    clock.pass_(minutes=1)
    services.accounts.switch_workspace(before, there)
    assert (house.admin.workspace_id, house.admin.role) == (there, "consultant")
    with pytest.raises(SignedOut):
        services.people.people(before)
    again = services.accounts.sign_in(ADMIN, PASSWORD, HOME)
    assert as_account(services, again).workspace_id == there


def test_own_language_and_zone_stand_before_those_of_the_workspace(sqlite_services: Services) -> None:
    """Without an own choice the workspace's counts; an unknown zone or language is refused."""
    house = firm(sqlite_services)
    found = sqlite_services.accounts.preferences(house.admin)
    assert (found.locale, found.time_zone) == ("zh", "Asia/Shanghai")
    sqlite_services.accounts.save_preferences(house.admin, "管理员甲", "en", "Europe/Berlin")
    found = sqlite_services.accounts.preferences(house.admin)
    assert (found.locale, found.time_zone) == ("en", "Europe/Berlin")
    for locale, zone in (("fr", None), (None, "Mars/Olympus"), (None, "../etc/passwd")):
        with pytest.raises(FieldInvalid):
            sqlite_services.accounts.save_preferences(house.admin, "管理员甲", locale, zone)
