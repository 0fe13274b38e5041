"""An organization entered by hand in a real browser: in the table, post by post, and by file."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.pages import PATIENCE, Owning, Visitor, Width
from tests.browser.test_story import looks_right

pytestmark = pytest.mark.browser

ROW = 36
"""Height of a table's row in pixels."""
HEADCOUNT = 330
"""Somewhere in the column of headcounts, pixels from the table's left."""
LISTED = {
    "zh": "抖音负责人\t1\t\t直播组\n主播\t4\t1\t直播组\t抖音负责人\n"
    "副播\t2\t\t直播组\t抖音负责人\n投手\t1\n场控\t1",
    "en": "Head of Douyin\t1\t\tLive\nHost\t4\t1\tLive\tHead of Douyin\nCo-host\t2\t\tLive\tHead of Douyin\n"
    "Media buyer\t1\nFloor control\t1",
}
SAVED = {"zh": "已保存", "en": "Saved"}
UNDONE = {"zh": "已撤销", "en": "undone"}


def entering(arrive: Arrive, width: Width, locale: str = "zh") -> Visitor:
    """Start a self-assessment and open the organization."""
    owner = arrive(width, locale)
    owning = Owning(owner)
    owning.enter(f"{owning.start('山野有茶旗舰店')}?lang={locale}")
    owner.open("/structure")
    looks_right(owner)
    return owner


def figure(owner: Visitor, number: int) -> str:
    """Read one of the figures on top: posts, headcount, outsourced, layers."""
    return owner.keyed("figures").locator('[data-testid="stMetricValue"]').nth(number).inner_text().strip()


def expect_figures(owner: Visitor, posts: str, fte: str) -> None:
    """Wait until the head counts so many posts and people."""
    values = owner.keyed("figures").locator('[data-testid="stMetricValue"]')
    expect(values.nth(0)).to_have_text(posts, timeout=PATIENCE)
    expect(values.nth(1)).to_have_text(fte, timeout=PATIENCE)


def choose(owner: Visitor, key: str, text: str) -> None:
    """Choose an option of the field whose key begins like this, by its words."""
    box = owner.page.locator(f'[class*="st-key-{key}"] [role="combobox"]').first
    box.click()
    option = owner.page.locator('[role="option"]').filter(has_text=text).first
    if not option.count():  # a page that is still arriving may close the list again
        box.press("ArrowDown")
    option.click()
    owner.page.keyboard.press("Escape")
    owner.settle()


def unfold(owner: Visitor, key: str) -> None:
    """Open the folded part whose key begins like this."""
    owner.page.locator(f'[class*="st-key-{key}"] summary').first.click()
    owner.settle()


def paste(owner: Visitor) -> None:
    """Enter five posts as lines of a spreadsheet."""
    unfold(owner, "structure-paste")
    owner.write("structure-pasted", LISTED[owner.locale])
    owner.press("paste-posts")
    expect_figures(owner, "5", "9")


@pytest.mark.parametrize(("width", "locale"), [("desktop", "zh"), ("phone", "zh"), ("phone", "en")])
def test_an_organization_is_entered_changed_and_taken_back(arrive: Arrive, width: Width, locale: str) -> None:
    """Five posts are pasted; one is moved, two are merged, one deleted, and the last step undone."""
    owner = entering(arrive, width, locale)
    paste(owner)
    looks_right(owner)
    posts = {"zh": ("主播", "副播", "投手"), "en": ("Host", "Co-host", "Media buyer")}[owner.locale]

    choose(owner, "choose-posts", posts[2])
    choose(owner, "move-boss", posts[0])
    owner.press("move-post")
    expect(owner.keyed("structure-mark")).to_contain_text(SAVED[owner.locale], timeout=PATIENCE)

    choose(owner, "choose-posts", posts[0])
    unfold(owner, "merge")
    choose(owner, "merge-others", posts[1])
    owner.press("merge-posts")
    expect_figures(owner, "4", "9")

    owner.press("delete-post")
    expect_figures(owner, "3", "3")
    owner.press("structure-undo")
    expect(owner.keyed("structure-mark")).to_contain_text(UNDONE[owner.locale], timeout=PATIENCE)
    expect_figures(owner, "4", "9")
    looks_right(owner)

    owner.page.reload(wait_until="domcontentloaded")
    owner.settle()
    expect_figures(owner, "4", "9")


def test_a_boss_from_below_is_refused_in_words(arrive: Arrive) -> None:
    """A circle is not made: the page says why and keeps what was there."""
    owner = entering(arrive, "phone")
    paste(owner)
    choose(owner, "choose-posts", "抖音负责人")
    choose(owner, "move-boss", "主播")
    owner.press("move-post")
    expect(owner.keyed("structure-mark")).to_contain_text("绕成一圈", timeout=PATIENCE)
    assert owner.overflow() <= 0


def test_headcounts_of_a_typical_team_are_typed_down_the_table(arrive: Arrive) -> None:
    """A form's posts stand there at once; numbers go in one below the other without the table moving."""
    owner = entering(arrive, "desktop")
    owner.pick("start-form-zh", 3)
    owner.press("start-typical")
    n = int(figure(owner, 0))
    assert n >= 20
    table = owner.page.locator('.st-key-structure-table-posts [data-testid="stDataFrame"]')
    expect(table).to_have_count(1, timeout=PATIENCE)  # the empty table leaves when the filled one has come
    owner.settle()
    box = table.bounding_box()
    assert box is not None
    owner.page.mouse.click(box["x"] + HEADCOUNT, box["y"] + ROW * 1.5)
    owner.page.wait_for_timeout(300)
    cell = owner.page.locator('[id^="gdg-overlay"] input')
    for typed in range(6):
        owner.page.keyboard.press("Enter")
        expect(cell).to_be_focused(timeout=PATIENCE)  # whoever types sees the cell open first
        owner.page.keyboard.type(str(typed + 1), delay=60)
        expect(cell).to_have_value(str(typed + 1))
        owner.page.keyboard.press("Enter")
        expect(cell).to_have_count(0)
    owner.settle()
    expect_figures(owner, str(n), "21")
    looks_right(owner)


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_the_template_comes_back_by_file(arrive: Arrive, tmp_path: Path, width: Width) -> None:
    """What was entered comes out in the template and in again by preview and confirmation; trash does not."""
    owner = entering(arrive, width)
    paste(owner)
    owner.page.get_by_role("radio", name="Excel").click()
    owner.settle()
    looks_right(owner)
    with owner.download() as files:
        owner.page.locator(".st-key-structure-template a").click()
    assert owner.file_name.endswith(".xlsx")
    template = tmp_path / "organization.xlsx"
    template.write_bytes(files[0].read_bytes())

    trash = tmp_path / "picture.xlsx"
    trash.write_bytes(b"\x89PNG\r\n\x1a\n")
    owner.page.set_input_files("input[type=file]", trash)
    owner.settle()
    owner.press("structure-check")
    assert owner.failures()

    owner.page.set_input_files("input[type=file]", template)
    owner.settle()
    owner.press("structure-check")
    expect(owner.keyed("structure-preview")).to_contain_text("5 个岗位", timeout=PATIENCE)
    looks_right(owner)
    owner.press("structure-commit")
    expect_figures(owner, "5", "9")


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_everybody_reads_the_demo_organization(arrive: Arrive, width: Width) -> None:
    """A stranger sees the demo's organization and nothing to change."""
    visitor = arrive(width, "en")
    visitor.open("/demo")
    visitor.open("/structure")
    expect(visitor.page.locator(".st-key-demo-mark")).to_be_visible()
    assert visitor.page.locator(".st-key-add-posts").count() == 0
    looks_right(visitor)
