"""Who works in a workspace: adding, roles, shutting out, assigning, and the workspace's settings."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from assessment.access.viewer import Account, Owner, Reader, System, Viewer
from assessment.bootstrap import Services
from assessment.domain.accounts import WorkspaceSettings
from assessment.domain.errors import (
    AccessDenied,
    EmailTaken,
    FieldInvalid,
    LastAdministrator,
    NotFound,
    SharedAccount,
    TextTooLong,
)
from assessment.services.people import NewPerson
from tests.assessment.people import PASSWORD, as_account, deeds, engagement, firm, second_firm

Call = Callable[[Services, Viewer, str, str], object]
ADMINISTERING: dict[str, Call] = {
    "people": lambda s, v, _a, _e: s.people.people(v),
    "create_account": lambda s, v, _a, _e: s.people.create_account(v, NewPerson("x@y.example", "某", "lead")),
    "reset_link": lambda s, v, a, _e: s.people.reset_link(v, a),
    "change_role": lambda s, v, a, _e: s.people.change_role(v, a, "administrator"),
    "deactivate": lambda s, v, a, _e: s.people.deactivate(v, a),
    "reactivate": lambda s, v, a, _e: s.people.reactivate(v, a),
    "save_settings": lambda s, v, _a, _e: s.people.save_settings(v, WorkspaceSettings("改名")),
}
PLANNING: dict[str, Call] = {
    "assignable": lambda s, v, _a, _e: s.people.assignable(v),
    "choices": lambda s, v, _a, _e: s.people.choices(v),
    "assign": lambda s, v, a, e: s.people.assign(v, a, e),
    "unassign": lambda s, v, a, e: s.people.unassign(v, a, e),
}


def test_only_those_whose_role_says_so_administer_and_plan(services: Services) -> None:
    """T4: the service refuses every role below, and everybody without an account; nothing changes."""
    house = firm(services)
    merchant, job = engagement(services, house.admin.workspace_id)
    viewers: dict[str, Viewer] = {
        role: as_account(services, house.hire(role, merchant_id=merchant if role == "owner" else None))
        for role in ("lead", "consultant", "owner")
    }
    viewers |= {"private link": Owner("w", "m", "v", "r"), "reader": Reader("w", "v")}
    consultant = viewers["consultant"]
    assert isinstance(consultant, Account)
    before = deeds(services, house.admin.workspace_id)
    for who, viewer in viewers.items():
        barred = ADMINISTERING if who == "lead" else ADMINISTERING | PLANNING
        for call in barred.values():
            with pytest.raises((AccessDenied, NotFound)):
                call(services, viewer, consultant.account_id, job)
    assert deeds(services, house.admin.workspace_id) == before
    services.people.assign(viewers["lead"], consultant.account_id, job)
    assert [one.engagements for one in services.people.assignable(viewers["lead"])] == [{job}, frozenset()]


def test_people_and_engagements_of_another_workspace_are_not_found(services: Services) -> None:
    """T1: with ids of another firm every call answers as with ids that were never given."""
    house, other = firm(services), second_firm(services)
    stranger = as_account(services, other.hire("consultant")).account_id
    _, foreign_job = engagement(services, other.admin.workspace_id, "别家")
    _, job = engagement(services, house.admin.workspace_id)
    own = as_account(services, house.hire("consultant")).account_id
    for account_id in (stranger, "0" * 32):
        for name in ("reset_link", "change_role", "deactivate", "reactivate"):
            with pytest.raises(NotFound):
                ADMINISTERING[name](services, house.admin, account_id, job)
        for name in ("assign", "unassign"):
            with pytest.raises(NotFound):
                PLANNING[name](services, house.admin, account_id, job)
    for foreign in (foreign_job, "0" * 32):
        for name in ("assign", "unassign"):
            with pytest.raises(NotFound):
                PLANNING[name](services, house.admin, own, foreign)
    with pytest.raises(NotFound):
        services.people.people(house.admin, other.admin.workspace_id)
    seen = repr(services.people.people(house.admin)) + repr(services.people.choices(house.admin))
    assert stranger not in seen
    assert "别家" not in seen


def test_an_address_has_one_account_and_only_the_machine_gives_it_a_second_place(services: Services) -> None:
    """A firm's administrator neither takes over nor learns anything of another firm's person."""
    house, other = firm(services), second_firm(services)
    with pytest.raises(EmailTaken):
        services.people.create_account(house.admin, NewPerson(" Admin@OTHER.example ", "某", "lead"))
    workspace = house.admin.workspace_id
    added = services.people.create_account(
        System(), NewPerson("admin@other.example", "某", "lead"), workspace
    )
    assert (added.token, added.person.name) == (None, "管理员乙")
    with pytest.raises(SharedAccount):
        services.people.reset_link(house.admin, added.person.id)
    services.people.deactivate(house.admin, added.person.id)
    assert other.admin.role == "administrator"
    with pytest.raises(EmailTaken):
        services.people.create_account(System(), NewPerson("admin@other.example", "某", "lead"), workspace)


def test_a_workspace_keeps_an_administrator(services: Services) -> None:
    """The last active administrator is neither demoted nor shut out; with a second one both work."""
    house = firm(services)
    me = house.admin.account_id
    second = as_account(services, house.hire("administrator")).account_id
    services.people.deactivate(house.admin, second)
    for call in (
        lambda: services.people.change_role(house.admin, me, "lead"),
        lambda: services.people.deactivate(house.admin, me),
    ):
        with pytest.raises(LastAdministrator):
            call()
    services.people.change_role(house.admin, me, "administrator")
    services.people.reactivate(house.admin, second)
    services.people.change_role(house.admin, me, "lead")
    assert as_account(services, house.token).role == "lead"


def test_a_person_is_shut_out_and_let_in_again(services: Services) -> None:
    """Shut out, neither the session nor the password opens anything; let in again, the password does."""
    house = firm(services)
    token = house.hire("consultant", "c@firm.example")
    account_id = as_account(services, token).account_id
    services.people.deactivate(house.admin, account_id)
    listed = {
        one.membership.person.id: one.membership.person.active for one in services.people.people(house.admin)
    }
    assert listed == {house.admin.account_id: True, account_id: False}
    services.people.reactivate(house.admin, account_id)
    with pytest.raises(AssertionError):
        as_account(services, token)
    assert as_account(services, services.accounts.sign_in("c@firm.example", PASSWORD, "192.0.2.1"))
    log = deeds(services, house.admin.workspace_id)
    assert log.count("account_deactivated") == log.count("account_reactivated") == 1


def test_only_consultants_and_leads_are_assigned_and_lose_it_with_the_role(services: Services) -> None:
    """Assigning twice is one assignment; an owner has none, and needs a merchant of this workspace."""
    house = firm(services)
    merchant, job = engagement(services, house.admin.workspace_id)
    account_id = as_account(services, house.hire("consultant")).account_id
    for _ in range(2):
        services.people.assign(house.admin, account_id, job)
    for bad in (None, "0" * 32):
        with pytest.raises(FieldInvalid):
            services.people.change_role(house.admin, account_id, "owner", bad)
    services.people.change_role(house.admin, account_id, "owner", merchant)
    listed = {one.membership.person.id: one for one in services.people.people(house.admin)}
    assert listed[account_id].engagements == frozenset()
    assert listed[account_id].membership.merchant_id == merchant
    with pytest.raises(FieldInvalid):
        services.people.assign(house.admin, account_id, job)
    assert deeds(services, house.admin.workspace_id).count("assigned") == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": ""},
        {"email": "no address"},
        {"email": "a@b@c.example"},
        {"email": "a@b.example\nbcc: c@d.example"},
        {"email": f"{'x' * 250}@y.example"},
        {"name": " "},
        {"name": "名" * 61},
        {"role": "root"},
        {"password": "short"},
    ],
)
def test_a_person_is_added_as_typed_or_not_at_all(sqlite_services: Services, wrong: dict[str, str]) -> None:
    """Whatever cannot be stored is refused with the name of the field, and no account is left behind."""
    house = firm(sqlite_services)
    good = NewPerson("c@firm.example", "顾问甲", "consultant")
    with pytest.raises((FieldInvalid, TextTooLong)):
        sqlite_services.people.create_account(house.admin, replace(good, **wrong))
    assert len(sqlite_services.people.people(house.admin)) == 1


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"locale": "fr"}, {"time_zone": "UTC+8"}, {"drafts_days": 0}, {"answers_months": 241}],
)
def test_settings_are_saved_whole_or_not_at_all(sqlite_services: Services, wrong: dict[str, object]) -> None:
    """A value out of range leaves everything as it was; good ones are read back."""
    house = firm(sqlite_services)
    wanted = WorkspaceSettings("山海咨询二部", "en", "Europe/Berlin", 30, 45, 12)
    sqlite_services.people.save_settings(house.admin, wanted)
    with pytest.raises(FieldInvalid):
        sqlite_services.people.save_settings(house.admin, replace(wanted, **wrong))  # type: ignore[arg-type]
    assert sqlite_services.people.settings(house.admin) == wanted
