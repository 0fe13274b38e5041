"""Many merchants side by side: who sees which, what to do next, and beginning with another one."""

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError

from assessment.access.viewer import Member
from assessment.bootstrap import Services
from assessment.domain.errors import AccessDenied, FieldInvalid, NotFound
from assessment.services.links import ACCOUNT_COOKIE
from assessment.services.portfolio import NewMerchant
from tests.assessment.people import Firm, as_account, deeds, firm, second_firm

SHAN = NewMerchant("山野有茶", "food", "G3", "zh", "春季诊断")
YUN = NewMerchant("云杉女装", "fashion", "G4", "zh")


@pytest.fixture
def house(services: Services) -> Firm:
    """Give a firm on either database."""
    return firm(services)


def at_work(house: Firm, token: str, wave_id: str) -> Member | None:
    """Put the holder of a session at work on a wave."""
    return house.services.links.visitor({ACCOUNT_COOKIE: token}, wave_id).member


def test_an_assessment_begins_once_and_asks_for_people_next(house: Firm) -> None:
    """A retry makes no second one; the next step follows what came in; the deed is logged."""
    portfolio = house.services.portfolio
    wave_id = portfolio.begin(house.admin, SHAN, "operation-1")
    assert portfolio.begin(house.admin, SHAN, "operation-1") == wave_id
    (row,) = portfolio.rows(house.admin)
    assert (row.line.wave.id, row.line.merchant.name, row.line.title) == (wave_id, "山野有茶", "春季诊断")
    assert (row.line.invited, row.line.submitted, row.step) == (0, 0, "invite")
    assert deeds(house.services, house.admin.workspace_id).count("wave_opened") == 1
    member = at_work(house, house.token, wave_id)
    assert member is not None
    house.services.engagements.invite(
        member, name="投放负责人", role="MEDIA", locale="zh", operation_id="operation-2"
    )
    (row,) = portfolio.rows(house.admin)
    assert (row.line.invited, row.step) == (1, "answer")
    assert portfolio.here(member).merchant.name == "山野有茶"


def test_the_owners_answers_are_nobodys_whom_one_waits_for(house: Firm) -> None:
    """An owner who submitted does not stand for the person who was asked and has not answered yet."""
    services = house.services
    wave_id = services.portfolio.begin(house.admin, YUN, "operation-1")
    (row,) = services.portfolio.rows(house.admin)
    owner = at_work(house, house.hire("owner", merchant_id=row.line.merchant.id), wave_id)
    member = at_work(house, house.token, wave_id)
    assert owner is not None
    assert member is not None
    services.engagements.invite(member, name="甲", role="MEDIA", locale="zh", operation_id="operation-2")
    item = services.responding.open(owner).items[0].id
    services.responding.answer(owner, item_id=item, value=3, revision=0, operation_id="operation-3")
    services.responding.submit(owner, operation_id="operation-4")
    (row,) = services.portfolio.rows(house.admin)
    assert (row.line.invited, row.line.submitted, row.step) == (1, 0, "answer")


def test_an_operation_of_one_firm_says_nothing_to_another(house: Firm) -> None:
    """The operation id of another firm's assessment neither begins one nor tells that one's wave."""
    portfolio = house.services.portfolio
    ours = portfolio.begin(house.admin, SHAN, "operation-1")
    other = second_firm(house.services)
    with pytest.raises((FieldInvalid, IntegrityError)):
        portfolio.begin(other.admin, YUN, "operation-1")
    assert portfolio.rows(other.admin) == ()
    assert [row.line.wave.id for row in portfolio.rows(house.admin)] == [ours]


def test_each_role_sees_its_own(house: Firm) -> None:
    """Leads see all, consultants what is assigned, owners their merchant; another firm sees nothing."""
    portfolio = house.services.portfolio
    tea, clothes = (portfolio.begin(house.admin, new, f"operation-{new.category}") for new in (SHAN, YUN))
    lines = {row.line.wave.id: row.line for row in portfolio.rows(house.admin)}
    lead, consultant = house.hire("lead"), house.hire("consultant")
    owner = house.hire("owner", merchant_id=lines[clothes].merchant.id)
    house.services.people.assign(
        house.admin, as_account(house.services, consultant).account_id, lines[tea].wave.engagement_id
    )
    seen = {
        name: {row.line.wave.id for row in portfolio.rows(as_account(house.services, token))}
        for name, token in (("lead", lead), ("consultant", consultant), ("owner", owner))
    }
    assert seen == {"lead": {tea, clothes}, "consultant": {tea}, "owner": {clothes}}
    other = second_firm(house.services)
    assert portfolio.rows(other.admin) == ()
    assert at_work(house, consultant, clothes) is None
    assert at_work(house, other.token, tea) is None
    with pytest.raises(AccessDenied):
        portfolio.begin(as_account(house.services, consultant), SHAN, "operation-9")
    with pytest.raises(AccessDenied):
        portfolio.here(as_account(house.services, lead))


def test_a_merchants_owner_reads_no_results_before_a_release(house: Firm) -> None:
    """In a firm's wave the merchant answers and states facts; scores and people are the consultants'."""
    portfolio = house.services.portfolio
    wave_id = portfolio.begin(house.admin, YUN, "operation-1")
    (row,) = portfolio.rows(house.admin)
    owner = house.hire("owner", merchant_id=row.line.merchant.id)
    member = at_work(house, owner, wave_id)
    assert member is not None
    assert house.services.responding.open(member).wave.id == wave_id
    assert house.services.facts.load(member).revision == 0
    for refused in (
        house.services.engagements.progress,
        lambda v: house.services.analysis.latest(v, wave_id),
    ):
        with pytest.raises(AccessDenied):
            refused(member)


def test_rows_cost_the_same_number_of_statements_however_many(house: Firm) -> None:
    """Three waves and twelve are read alike; a search keeps what holds the words."""
    portfolio = house.services.portfolio
    engine = house.services._context.database.engine
    seen: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda _c, _u, statement, *_: seen.append(statement))
    counts = []
    for upto in (3, 12):
        for number in range(len(portfolio.rows(house.admin)), upto):
            new = NewMerchant(f"商家{number:02}", "food", "G1", "zh")
            portfolio.begin(house.admin, new, f"operation-{number}")
        admin = house.admin
        seen.clear()
        assert len(portfolio.rows(admin)) == upto
        counts.append(len(seen))
    assert counts[0] == counts[1] < 8
    assert [row.line.merchant.name for row in portfolio.rows(house.admin, " 商家07 ")] == ["商家07"]


def test_what_is_missing_or_foreign_is_refused(house: Firm) -> None:
    """A blank name or an unknown category begins nothing, and a wave that is no one's is not found."""
    portfolio = house.services.portfolio
    for new in (NewMerchant(" ", "food", "G1", "zh"), NewMerchant("茶", "tea", "G1", "zh")):
        with pytest.raises(FieldInvalid):
            portfolio.begin(house.admin, new, "operation-1")
    assert portfolio.rows(house.admin) == ()
    wave_id = portfolio.begin(house.admin, SHAN, "operation-2")
    member = at_work(house, house.token, wave_id)
    assert member is not None
    foreign = Member(member.workspace_id, "x", "f" * 32, "", account=member.account)
    with pytest.raises(NotFound):
        portfolio.here(foreign)
