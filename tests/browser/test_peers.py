"""A panel of peers, brought by file in a real browser: template, refusal, preview, one import, more pages."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.pages import Owning, Visitor, Width
from tests.browser.test_story import looks_right

pytestmark = pytest.mark.browser

HEAD = "merchant_code,category,gmv_tier,lead_position,price_band,content,product,talent,advertising,service"
TYPED = {"peer-name": "食品客户", "peer-as-of": "2026-01-31", "peer-source": "顾问评分，商家已同意"}


def write(path: Path, last: str) -> Path:
    """Write twelve merchants, the last of them with this score on service."""
    lines = [f"M{k},food,G3,F,mid,3.1,2.9,3.0,2.{k % 9},{last if k == 11 else '3.5'}" for k in range(12)]
    path.write_text("\n".join((HEAD, *lines)), encoding="utf-8")
    return path


def check(owner: Visitor, file: Path) -> None:
    """Choose a file, fill the form, and press the check."""
    owner.page.set_input_files("input[type=file]", file)
    owner.settle()
    for key, text in TYPED.items():
        owner.write(key, text)
    owner.press("peer-check")


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_peers_come_in_by_file_once(arrive: Arrive, tmp_path: Path, width: Width) -> None:
    """The template and the list of problems can be saved; two clicks import one panel."""
    owner = arrive(width)
    owning = Owning(owner)
    owning.enter(owning.start("山野有茶旗舰店"))
    owner.open("/peers")
    looks_right(owner)
    with owner.download() as files:
        owner.page.locator(".st-key-peer-template a").click()
    assert files[0].read_text(encoding="utf-8-sig").startswith("商家编码,")
    assert owner.file_name.endswith(".csv")

    check(owner, write(tmp_path / "bad.csv", "9"))
    with owner.download() as files:
        owner.page.locator(".st-key-peer-refusal a").click()
    assert "service,9," in files[0].read_text(encoding="utf-8-sig")

    check(owner, write(tmp_path / "good.csv", "4"))
    looks_right(owner)
    owner.keyed("peer-commit").locator("button").dblclick()
    owner.settle()
    expect(owner.page.locator('[class*="st-key-panel-"]')).to_have_count(1)
    expect(owner.page.locator('[class*="st-key-panel-"]')).to_contain_text("使用中")
    looks_right(owner)


def test_the_list_of_further_pages_closes_behind_the_visitor(arrive: Arrive) -> None:
    """Every further page opens from the head, is free of failures, and is not covered by the list."""
    owner = arrive("phone")
    owning = Owning(owner)
    owning.enter(owning.start("山野有茶旗舰店"))
    for name in ("对标库", "答题质量", "组织画像", "题目质量"):
        owner.page.locator('[class*="st-key-more-"] button').first.click()
        owner.page.locator('[data-testid="stPopoverBody"] a').filter(has_text=name).click()
        owner.settle()
        expect(owner.page.locator('[data-testid="stPopoverBody"]')).to_have_count(0)
        looks_right(owner)
