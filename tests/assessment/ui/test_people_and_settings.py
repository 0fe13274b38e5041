"""The screens of people and settings: what administrators do, what everybody decides for themselves."""

from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from assessment.bootstrap import Services
from assessment.ui import single_sign_on
from assessment.ui.screens import sso
from tests.assessment.people import PASSWORD, Firm, as_account, engagement, firm
from tests.assessment.ui.conftest import Open, everything

CLAIMS = {"is_logged_in": True, "iss": "https://idp", "sub": "1"}


@pytest.fixture
def house(services: Services) -> Firm:
    """Give a firm whose administrator is signed in."""
    return firm(services)


def press(app: AppTest, key: str) -> AppTest:
    """Press a button and draw again."""
    return app.button(key=key).click().run()


def test_an_administrator_adds_somebody_and_the_link_is_shown_once(
    open_screen: Open, house: Firm, services: Services
) -> None:
    """The text to paste holds the link; the list shows state and role; another tab shows no link."""
    _, job = engagement(services, house.admin.workspace_id, "云杉*女装*")
    app = open_screen("people", house.admin)
    assert "目前只有您一位成员" in everything(app)
    app.text_input(key="person-name").set_value("顾问<乙>")
    app.text_input(key="person-email").set_value("C@firm.example")
    press(app, "person-add")
    assert not app.error
    paste, link = (one.value for one in app.get("code"))
    assert link in paste
    assert "c@firm.example" in paste
    token = link.partition("/account/welcome/")[2].partition("?")[0]
    assert services.accounts.preview_link(token).email == "c@firm.example"
    new = next(one for one in services.people.people(house.admin) if one.membership.role == "consultant")
    account_id = new.membership.person.id
    app.multiselect(key=f"engagements-{account_id}-zh").set_value([job])
    press(app, f"work-save-{account_id}")
    assert r"云杉\*女装\*" in everything(app)
    app.selectbox(key=f"role-{account_id}-zh").set_value("lead")
    press(app, f"role-save-{account_id}")
    press(press(app, f"reset-{account_id}"), f"reset-{account_id}-yes")
    assert app.get("code")[1].value != link
    press(press(app, f"close-{account_id}"), f"close-{account_id}-yes")
    assert not app.error
    states = {one.membership.person.id: one for one in services.people.people(house.admin)}
    assert states[account_id].membership.role == "lead"
    assert not states[account_id].membership.person.active
    assert not open_screen("people", house.admin, "en").get("code")


def test_refusals_are_told_and_the_last_administrator_has_no_button_to_go(
    open_screen: Open, house: Firm
) -> None:
    """A bad address is named with its field; the own card offers no shutting out, demotion says why not."""
    app = open_screen("people", house.admin)
    app.text_input(key="person-name").set_value("顾问乙")
    app.text_input(key="person-email").set_value("no address")
    press(app, "person-add")
    assert "邮箱" in app.error[0].value
    me = house.admin.account_id
    assert f"close-{me}" not in [button.key for button in app.button]
    app.selectbox(key=f"role-{me}-zh").set_value("lead")
    press(app, f"role-save-{me}")
    assert "最后一位管理员" in app.error[0].value


@pytest.mark.parametrize("screen", ["people", "settings"])
def test_whoever_is_not_signed_in_is_told_and_led_to_the_sign_in(open_screen: Open, screen: str) -> None:
    """No dead end: both pages explain themselves and link to the form."""
    app = open_screen(screen, None)
    assert app.info
    assert "/account/sign-in" in "".join(str(one.proto) for one in app.get("html"))
    assert not app.button


def test_settings_change_language_zone_password_and_workspace(
    open_screen: Open, house: Firm, services: Services
) -> None:
    """Each form is saved by its button; passwords are forgotten by the page whatever came of it."""
    app = open_screen("settings", house.admin)
    app.selectbox(key="own-locale-zh").set_value("en")
    app.selectbox(key="own-zone-zh").set_value("Europe/Berlin")
    press(app, "own-save")
    assert "Your details are saved" in app.success[0].value
    own = services.accounts.preferences(house.admin)
    assert (own.locale, own.time_zone) == ("en", "Europe/Berlin")
    for name, typed in (("current", PASSWORD), ("new", "ein anderes Wort 7"), ("again", "differs")):
        app.text_input(key=f"password-{name}").set_value(typed)
    press(app, "password-save")
    assert "differ" in app.error[0].value
    assert app.text_input(key="password-current").value == ""
    for name, typed in (
        ("current", PASSWORD),
        ("new", "ein anderes Wort 7"),
        ("again", "ein anderes Wort 7"),
    ):
        app.text_input(key=f"password-{name}").set_value(typed)
    press(app, "password-save")
    assert not app.error
    assert services.accounts.sign_in("admin@firm.example", "ein anderes Wort 7", "here")
    app.text_input(key="workspace-name-en").set_value("Two Rivers")
    app.number_input(key="workspace-answers_months-en").set_value(12)
    press(app, "workspace-save")
    assert services.people.settings(house.admin).name == "Two Rivers"
    assert services.people.settings(house.admin).answers_months == 12
    press(press(app, "everywhere"), "everywhere-yes")
    assert services.links.visitor({"factorg_account": house.token}).account is None
    assert "Sign in again" in "".join(str(one.proto) for one in app.get("html"))


def test_only_administrators_see_the_workspace_s_own_settings(open_screen: Open, house: Firm) -> None:
    """A consultant decides about the own language and password, and is offered nothing more."""
    app = open_screen("settings", as_account(house.services, house.hire("consultant")))
    keys = [button.key for button in app.button]
    assert "own-save" in keys
    assert "workspace-save" not in keys


def say_moment() -> None:
    """Say one moment as a page does, for a reader in Berlin who chose no language in this tab."""
    from datetime import UTC, datetime  # noqa: PLC0415 - this body is copied into a script of its own

    import streamlit as st  # noqa: PLC0415

    from assessment.ui import session, times  # noqa: PLC0415

    session.keep_person("en", "Europe/Berlin")
    st.text(f"{session.locale()} {times.moment(datetime(2026, 3, 29, 1, 30, tzinfo=UTC))}")
    session.keep_person(None, None)
    st.text(f"{session.locale()} {times.moment(datetime(2026, 3, 29, 1, 30, tzinfo=UTC))}")


def test_moments_are_said_in_the_reader_s_zone_and_language() -> None:
    """01:30 UTC on the night of the change is 03:30 in Berlin; without a person it is Beijing's 09:30."""
    app = AppTest.from_function(say_moment).run()
    assert [one.value for one in app.text] == [
        "en 29 Mar 2026, 03:30 (Europe/Berlin)",
        "zh 2026年3月29日 09:30（北京时间）",
    ]


class Provider:
    """Stands in for a configured identity provider that may have named somebody."""

    def __init__(self, found: single_sign_on.Identity | None) -> None:
        self.found = found

    def configured(self) -> bool:
        """Tell that there is one."""
        return True

    def providers(self) -> tuple[str | None, ...]:
        """Return the only one."""
        return (None,)

    def identity(self) -> single_sign_on.Identity | None:
        """Return whom it named."""
        return self.found


def test_a_company_account_leads_to_our_own_session(
    open_screen: Open, house: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody named: a button to go there. A member: a link with a ticket that opens. A stranger: words."""
    services, shown = house.services, []
    for found in (
        None,
        single_sign_on.Identity("idp|9", "stranger@else.example", verified=True),
        single_sign_on.Identity("idp|1", "admin@firm.example", verified=True),
    ):
        monkeypatch.setattr(sso, "single_sign_on", Provider(found))
        shown.append(open_screen("sso", None))
    assert [button.key for button in shown[0].button] == ["sso-only"]
    assert "没有对应的成员" in shown[1].warning[0].value
    link = "".join(str(one.proto) for one in shown[2].get("html"))
    ticket = link.partition("/account/exchange/")[2].partition("?")[0]
    assert as_account(services, services.accounts.exchange(ticket)).role == "administrator"
    monkeypatch.undo()
    assert open_screen("sso", None).info


@pytest.mark.parametrize(
    ("claims", "found"),
    [
        ({}, None),
        ({"is_logged_in": False, "sub": "1"}, None),
        ({"is_logged_in": True, "email": "a@b.example"}, None),
        (
            {**CLAIMS, "email": "a@b.example", "email_verified": "true"},
            single_sign_on.Identity("https://idp|1", "a@b.example", verified=False),
        ),
        (
            {**CLAIMS, "email_verified": True},
            single_sign_on.Identity("https://idp|1", "", verified=True),
        ),
    ],
)
def test_only_what_the_provider_says_clearly_counts(
    monkeypatch: pytest.MonkeyPatch, claims: dict[str, object], found: single_sign_on.Identity | None
) -> None:
    """Without a subject there is nobody; an address counts as verified only by the word true itself."""
    user = SimpleNamespace(to_dict=lambda: claims)
    monkeypatch.setattr(single_sign_on, "configured", lambda: True)
    monkeypatch.setattr(single_sign_on.st, "user", user)
    assert single_sign_on.identity() == found


@pytest.mark.parametrize(("length", "used"), [(0, False), (31, False), (32, True)])
def test_a_short_cookie_secret_lets_nobody_in(
    monkeypatch: pytest.MonkeyPatch, length: int, used: bool
) -> None:
    """T33: whoever guesses a short secret could name themselves anybody, so it is not used at all."""

    class Secrets(dict[str, dict[str, str]]):
        """Holds the section of a configured provider."""

        def load_if_toml_exists(self) -> bool:
            """Tell that there is a file."""
            return True

    held = Secrets(auth={"cookie_secret": "c" * length})
    monkeypatch.setattr(single_sign_on.st, "secrets", held)
    monkeypatch.setattr(single_sign_on.st, "user", SimpleNamespace(to_dict=lambda: CLAIMS))
    assert single_sign_on.configured() == used
    assert (single_sign_on.identity() is not None) == used
