"""The report desk in a browser: word a title, choose pages, bring a logo, and find all of it in the PDF."""

import io
import re
from contextlib import closing

import pypdf
import pytest
from PIL import Image
from playwright.sync_api import expect

from assessment.bootstrap import bootstrap
from assessment.settings import Settings
from tests.assessment.services.scored import scored_shop
from tests.browser.conftest import Arrive
from tests.browser.pages import PATIENCE, Owning, Visitor, Width
from tests.browser.pdf import read
from tests.browser.server import Server
from tests.browser.test_proposal import turn_to
from tests.browser.test_story import looks_right

pytestmark = pytest.mark.browser

OWN_TITLE = "先补3个岗位，再谈加投"
LOGO = (300, 120)


def logo() -> dict[str, object]:
    """Give a file of a logo as a file dialog would."""
    out = io.BytesIO()
    Image.new("RGB", LOGO, "#B00020").save(out, "PNG")
    return {"name": "logo.png", "mimeType": "image/png", "buffer": out.getvalue()}


def come_in(arrive: Arrive, server: Server, width: Width) -> Visitor:
    """Arrive at the desk as the owner of a shop that has been scored."""
    with closing(bootstrap(Settings(server.database_url))) as house:
        token = scored_shop(house, f"山野有茶报告{width}").token
    owner = arrive(width)
    Owning(owner).enter(f"{server.url}/o/{token}")
    owner.open("/report")
    return owner


def word_the_first_title(owner: Visitor) -> None:
    """Word the title of the first page by hand."""
    turn_to(owner, "文字")
    looks_right(owner)
    owner.press("begin-summary-title")
    owner.write("own-zh-summary-title", OWN_TITLE)
    owner.press("save-summary-title")
    expect(owner.keyed("text-summary-title")).to_contain_text("已改写", timeout=PATIENCE)
    looks_right(owner)


def choose_pages(owner: Visitor) -> str:
    """Move a page up and take one out; return the name of the latter."""
    turn_to(owner, "页面")
    looks_right(owner)
    owner.press("up-gaps")
    out = owner.keyed("see-roadmap").inner_text().split(". ", 1)[1].strip()
    owner.press("out-roadmap")
    expect(owner.page.locator(".st-key-page-roadmap")).to_have_count(0, timeout=PATIENCE)
    owner.press("see-gaps")
    expect(owner.page.locator(".st-key-report-paper img").first).to_be_visible(timeout=PATIENCE)
    looks_right(owner)
    return out


def bring_a_logo(owner: Visitor) -> None:
    """Upload a picture, and see that a file that is none is refused in words."""
    turn_to(owner, "外观")
    choose = owner.page.locator(".st-key-upload-zh input[type=file]")
    choose.set_input_files({"name": "logo.svg", "mimeType": "image/svg+xml", "buffer": b"<svg/>"})
    refusal = owner.page.locator('[data-testid="stAlertContentError"]')
    expect(refusal).to_contain_text("只接受 PNG", timeout=PATIENCE)
    choose.set_input_files(logo())  # type: ignore[arg-type]  # the names that a file dialog gives
    expect(owner.keyed("report-logo").locator("img")).to_be_visible(timeout=PATIENCE)
    owner.settle()
    looks_right(owner)


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_what_is_chosen_at_the_desk_is_in_the_report(arrive: Arrive, server: Server, width: Width) -> None:
    """An owner words a title, orders pages, brings a logo, and finds all three in the leadership edition."""
    owner = come_in(arrive, server, width)
    looks_right(owner)
    word_the_first_title(owner)
    dropped = choose_pages(owner)
    bring_a_logo(owner)

    turn_to(owner, "生成")
    owner.press("build-leadership")
    card = owner.keyed("edition-leadership")
    expect(card).to_contain_text("已通过出厂检查", timeout=4 * PATIENCE)
    owner.settle()
    looks_right(owner)
    with owner.download() as files:
        owner.keyed("download-leadership").locator("a").click()
    content = files[0].read_bytes()

    report, pages = read(content), pypdf.PdfReader(io.BytesIO(content)).pages
    assert OWN_TITLE in report.text.replace("\n", "")
    told = re.search(r"共 (\d+) 页", card.inner_text())
    assert told
    assert int(told.group(1)) == report.pages
    sections = re.findall(r"^0\d (.+)$", report.text, re.MULTILINE)
    assert [section.split(" ")[0] for section in sections[:2]] == ["执行摘要", "差距诊断"]
    assert not any(section.startswith(dropped) for section in sections)
    assert all(LOGO in [image.image.size for image in page.images if image.image] for page in pages)
