"""The portfolio, and the pages of a wave for people who sign in."""

from assessment.access.viewer import Member
from assessment.bootstrap import Services
from assessment.services.links import ACCOUNT_COOKIE
from assessment.services.portfolio import NewMerchant
from tests.assessment.people import as_account, firm
from tests.assessment.ui.conftest import Open, everything


def test_a_lead_begins_and_a_consultant_waits_for_work(open_screen: Open, sqlite_services: Services) -> None:
    """What is missing is named; a begun wave stands there with its next step; names are shown as typed."""
    house = firm(sqlite_services)
    consultant = as_account(sqlite_services, house.hire("consultant"))
    assert "还没有分配给您的项目" in everything(open_screen("portfolio", consultant))
    app = open_screen("portfolio", house.admin)
    app.button(key="portfolio-begin").click().run()
    assert "商家名称" in app.error[0].value
    app.text_input(key="portfolio-name").set_value("山野*有茶*")
    app.selectbox(key="portfolio-category-zh").set_value("food")
    app.selectbox(key="portfolio-gmv_tier-zh").set_value("G3")
    app.button(key="portfolio-begin").click().run()
    assert not app.exception
    app = open_screen("portfolio", house.admin)
    assert r"山野\*有茶\*" in everything(app)
    assert "邀请团队" in [button.label for button in app.button]
    app.text_input(key="portfolio-search").set_value("没有").run()
    assert "没有匹配的项目" in everything(app)


def test_a_consultant_runs_a_wave_without_answering_in_it(
    open_screen: Open, sqlite_services: Services
) -> None:
    """The team page shows the owner's progress and the form for invitations, and nothing fails."""
    house = firm(sqlite_services)
    new = NewMerchant("山野有茶", "food", "G3", "zh")
    wave_id = sqlite_services.portfolio.begin(house.admin, new, "operation-1")
    member = sqlite_services.links.visitor({ACCOUNT_COOKIE: house.token}, wave_id).member
    assert isinstance(member, Member)
    for locale, words in (("zh", "商家负责人作答"), ("en", "The owner's answers")):
        app = open_screen("team", member, locale)
        assert not app.error
        assert words in everything(app)
        assert "task-answer" not in [button.key for button in app.button]
    assert not open_screen("facts", member).error
