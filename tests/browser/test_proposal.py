"""The recommended organization in a real browser: read, try, compare, decide, and find it all in the PDF."""

from contextlib import closing

import pytest
from playwright.sync_api import expect

from assessment.bootstrap import bootstrap
from assessment.settings import Settings
from tests.assessment.services.scored import scored_shop
from tests.browser.conftest import Arrive
from tests.browser.pages import PATIENCE, Owning, Visitor, Width
from tests.browser.pdf import read
from tests.browser.server import Server
from tests.browser.test_story import looks_right

pytestmark = pytest.mark.browser

SECTIONS = ("结论", "目标组织", "决策权与机制", "路线图", "推演", "留痕", "对照")
OWN_WORDS = "先把四个季度压成两个"


def turn_to(visitor: Visitor, name: str) -> None:
    """Open a section by its tab."""
    visitor.page.locator('[role="tab"]').filter(has_text=name).first.click()
    visitor.settle()


def first_initiative(visitor: Visitor) -> str:
    """Return the part of the keys that stands for the first initiative of the plan."""
    found = visitor.page.locator('[class*="st-key-line-initiative-"]').first
    names = (found.get_attribute("class") or "").split()
    return next(name for name in names if name.startswith("st-key-line-")).removeprefix("st-key-line-")


def come_in(arrive: Arrive, server: Server, width: Width) -> Visitor:
    """Arrive as the owner of a shop that has been scored."""
    with closing(bootstrap(Settings(server.database_url))) as house:
        token = scored_shop(house, f"山野有茶旗舰店{width}").token
    owner = arrive(width)
    Owning(owner).enter(f"{server.url}/o/{token}")
    return owner


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_from_the_verdict_to_the_report(arrive: Arrive, server: Server, width: Width) -> None:
    """An owner reads, accepts a line, edits another, tries a form, compares, chooses, and prints it."""
    owner = come_in(arrive, server, width)
    owner.open("/results")
    owner.page.locator(".st-key-further a").filter(has_text="组织方案").click()
    owner.settle()
    expect(owner.page.locator(".fo-verdict")).to_be_visible(timeout=PATIENCE)
    for name in SECTIONS:
        turn_to(owner, name)
        looks_right(owner)

    turn_to(owner, "结论")
    owner.press("why-form")
    owner.press("accept-form")
    expect(owner.keyed("line-form")).to_contain_text("已采纳", timeout=PATIENCE)
    looks_right(owner)

    turn_to(owner, "路线图")
    line = first_initiative(owner)
    owner.press(f"why-{line}")
    owner.press(f"edited-{line}")
    owner.write(f"text-{line}", OWN_WORDS)
    owner.press(f"save-{line}")
    expect(owner.keyed(f"line-{line}")).to_contain_text(OWN_WORDS, timeout=PATIENCE)
    looks_right(owner)

    turn_to(owner, "推演")
    owner.pick("try0-form-zh", 4)
    expect(owner.keyed("outcome")).to_contain_text("试算中", timeout=PATIENCE)
    owner.write("scenario-name-try", "独立团队")
    owner.press("save-try")
    comparison = owner.keyed("comparison")
    expect(comparison).to_contain_text("独立团队", timeout=PATIENCE)
    expect(comparison.locator("tr.fo-strong").first).to_be_visible()
    looks_right(owner)
    card = owner.page.locator('[class*="st-key-scenario-"]').filter(has_text="独立团队")
    card.locator("button").filter(has_text="用于报告").first.click()
    owner.settle()
    looks_right(owner)

    turn_to(owner, "留痕")
    expect(owner.page.locator("body")).to_contain_text("新增方案：独立团队", timeout=PATIENCE)
    looks_right(owner)

    owner.open("/results")
    owning = Owning(owner)
    owning.build_report()
    report = read(owning.download_report())
    printed = report.text.replace("\n", "")
    assert OWN_WORDS in printed
    assert "独立一体化团队" in printed


def test_the_demo_lets_anybody_try_and_nobody_store(arrive: Arrive) -> None:
    """A visitor of the demo changes a cap, sees the outcome, and finds no button to keep it."""
    visitor = arrive("phone", "en")
    visitor.open("/demo")
    visitor.open("/proposal")
    expect(visitor.page.locator(".st-key-demo-mark")).to_be_visible(timeout=PATIENCE)
    turn_to(visitor, "What-if")
    visitor.write("try0-count", "1")
    expect(visitor.keyed("outcome")).to_contain_text("On trial", timeout=PATIENCE)
    expect(visitor.page.locator('[class*="st-key-save-"]')).to_have_count(0)
    looks_right(visitor)
