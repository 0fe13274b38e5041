"""The report desk on screen: who may do what, every change at its field, and nothing typed is ever lost."""

import base64
import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from assessment.access.viewer import Owner, Reader, Viewer
from assessment.bootstrap import Services, bootstrap
from assessment.domain.editions import ReportOrder, TextEdit
from assessment.services.report_desk import Desk
from assessment.settings import Settings, sqlite_url
from assessment.ui.components import report_paper
from assessment.ui.components.report_sections import SECTIONS
from reports.editions import pages_of
from tests.assessment.services.scored import scored_shop
from tests.assessment.services.worlds import operation
from tests.assessment.ui.conftest import draw_screen, everything

TITLE = "summary/title"


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Owner]:
    """Score one shop once, and leave its database to be copied."""
    folder = tmp_path_factory.mktemp("scored")
    house = bootstrap(Settings(sqlite_url(folder / "factorg.db")))
    made = scored_shop(house)
    house.close()
    return folder / "factorg.db", made.owner


@pytest.fixture
def shop(scored: tuple[Path, Owner], tmp_path: Path) -> Iterator[tuple[Services, Owner]]:
    """Give services with a scored shop of its own."""
    shutil.copy(scored[0], tmp_path / "factorg.db")
    house = bootstrap(Settings(sqlite_url(tmp_path / "factorg.db")))
    yield house, scored[1]
    house.close()


@pytest.fixture
def no_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the pictures of pages, which take longer to draw than all the rest."""
    monkeypatch.setattr(report_paper, "draw", lambda *_, **__: None)


def opened(house: Services, viewer: Viewer, section: str = "make", lang: str = "zh") -> AppTest:
    """Open the desk on one of its sections, and expect no failure."""
    app = AppTest.from_function(draw_screen, args=("report", house, viewer), default_timeout=60)
    app.query_params["lang"] = lang
    app.session_state[f"_place:report-section:{viewer.wave_id}"] = section  # type: ignore[union-attr]
    return calm(app.run())


def calm(app: AppTest) -> AppTest:
    """Expect a page without failures."""
    assert not app.exception
    assert not app.error, [str(box.value) for box in app.error]
    return app


def desk(shop: tuple[Services, Owner]) -> Desk:
    """Read the desk as the owner's service gives it."""
    return shop[0].report_desk.desk(shop[1], shop[1].wave_id)


def word(shop: tuple[Services, Owner], place: str, seen: str, text: str) -> None:
    """Word a text by hand from another window."""
    shop[0].report_desk.edit_text(
        shop[1],
        shop[1].wave_id,
        TextEdit("zh", place, seen, text),
        revision=desk(shop).revision,
        operation_id=operation(),
    )


def said(app: AppTest) -> str:
    """Collect all words of the page, those in HTML included."""
    return everything(app) + "".join(str(one.proto.body) for one in app.get("html"))


def test_every_section_draws_with_its_pictures(shop: tuple[Services, Owner]) -> None:
    """All sections draw for the owner; a page is shown inside the page, without an address of its own."""
    for section in SECTIONS:
        app = opened(*shop, section)
        assert app.subheader
        if section in ("pages", "look"):
            pictures = [str(image.proto.imgs[0].url) for image in app.get("image")]
            assert pictures
            assert all(url.startswith("data:image/png;base64,") for url in pictures)


@pytest.mark.usefixtures("no_pictures")
def test_every_section_draws_in_english(shop: tuple[Services, Owner]) -> None:
    """No sentence of the desk is missing in the other language."""
    for section in SECTIONS:
        assert opened(*shop, section, "en").subheader


@pytest.mark.usefixtures("no_pictures")
def test_a_changed_fact_is_told_before_anything_is_printed(shop: tuple[Services, Owner]) -> None:
    """The desk prints the last calculation, and says when facts have changed since."""
    house, owner = shop
    assert "上次计算之后又改了" not in everything(opened(house, owner))
    sheet = house.facts.load(owner)
    key = next(iter(sheet.facts))
    house.facts.save(owner, changes={key: None}, revision=sheet.revision, operation_id=operation())
    assert "上次计算之后又改了：组织事实" in everything(opened(house, owner))


def test_a_reader_prints_and_changes_nothing(shop: tuple[Services, Owner]) -> None:
    """Whoever may only read finds no tab and no button that would change a report."""
    reader = Reader(shop[1].workspace_id, shop[1].wave_id)
    for section in ("make", "pages"):
        app = opened(shop[0], reader, section)
        assert [tab.label for tab in app.tabs] == ["生成", "页面"]
        keys = [str(button.key) for button in app.button]
        assert keys
        assert all(key.startswith(("build-", "see-", "verify-")) for key in keys)


def test_a_file_is_made_listed_and_verified(shop: tuple[Services, Owner]) -> None:
    """One press makes it, the product's own route hands it out, and making it again gives the same bytes."""
    app = calm(opened(*shop).button(key="build-leadership").click().run())
    made = shop[0].reporting.made(shop[1], shop[0].analysis.latest(shop[1], shop[1].wave_id).id)
    assert [file.report.edition for file in made] == ["leadership"]
    report = made[0].report
    assert {str(link.proto.url) for link in app.get("link_button")} == {f"/reports/{report.id}"}
    assert report.sha256[:12] in said(app)
    app = calm(app.button(key=f"verify-{report.id}").click().run())
    assert "核验一致" in said(app)


@pytest.mark.usefixtures("no_pictures")
def test_pages_move_leave_and_come_back(shop: tuple[Services, Owner]) -> None:
    """Arrows change the order, the cross takes a page out, and the standard order is one press away."""
    own = pages_of("leadership")
    app = opened(*shop, "pages")
    app = calm(app.button(key=f"down-{own[0]}").click().run())
    assert desk(shop).pages["leadership"] == (own[1], own[0], *own[2:])
    app = calm(app.button(key=f"out-{own[2]}").click().run())
    assert own[2] not in (desk(shop).pages["leadership"] or ())
    calm(app.button(key="pages-reset").click().run())
    assert desk(shop).pages["leadership"] is None


@pytest.mark.usefixtures("no_pictures")
def test_the_last_page_stays(shop: tuple[Services, Owner]) -> None:
    """An edition without pages is refused beside the list."""
    house, owner = shop
    house.report_desk.save_pages(
        owner, owner.wave_id, "leadership", ("summary",), revision=0, operation_id=operation()
    )
    app = opened(house, owner, "pages").button(key="out-summary").click().run()
    assert "至少要留一页" in str(app.error[0].value)
    assert desk(shop).pages["leadership"] == ("summary",)


def test_a_text_is_worded_and_taken_back(shop: tuple[Services, Owner]) -> None:
    """What is typed stands in for the composed text, and only what differs from it is stored."""
    app = calm(opened(*shop, "words").button(key="begin-summary-title").click().run())
    app = app.button(key="save-summary-title").click().run()
    assert "和系统原文一样" in str(app.error[0].value)
    app.text_area(key="own-zh-summary-title").set_value("先补3个岗位 <b>再谈加投</b>")
    app = calm(app.button(key="save-summary-title").click().run())
    assert [(one.place, one.text) for one in desk(shop).edits] == [(TITLE, "先补3个岗位 <b>再谈加投</b>")]
    assert "1 处有效" in said(app)
    app = calm(app.button(key="undo-summary-title").click().run())
    assert desk(shop).edits == ()
    assert "还没有改写过" in said(app)


def test_a_conflict_keeps_what_was_typed(shop: tuple[Services, Owner]) -> None:
    """Another window's wording of the same text is not overwritten unseen; the own one stays in its field."""
    app = calm(opened(*shop, "words").button(key="begin-summary-title").click().run())
    word(shop, TITLE, "旧标题", "别人写的3条")
    app.text_area(key="own-zh-summary-title").set_value("我写的4条")
    app = calm(app.button(key="save-summary-title").click().run())
    assert "另一个窗口" in str(app.warning[0].value)
    assert "现在保存的是：别人写的3条" in said(app)
    assert app.text_area(key="own-zh-summary-title").value == "我写的4条"
    assert [one.text for one in desk(shop).edits] == ["别人写的3条"]
    calm(app.button(key="save-summary-title").click().run())
    assert [one.text for one in desk(shop).edits] == ["我写的4条"]


@pytest.mark.usefixtures("no_pictures")
def test_a_change_elsewhere_is_no_conflict(shop: tuple[Services, Owner]) -> None:
    """A cover that another window saved is kept when a colour is saved here, and the other way round."""
    app = opened(*shop, "look")
    word(shop, TITLE, "旧标题", "别人写的3条")
    app.text_input(key="cover-title").set_value("年度体检")
    app = calm(app.button(key="cover-save").click().run())
    app.color_picker(key="report-accent").set_value("#7a1f3d")
    calm(app.button(key="accent-save").click().run())
    stored = desk(shop)
    assert (stored.look.cover.title, stored.look.accent) == ("年度体检", "#7A1F3D")
    assert len(stored.edits) == 1


def test_moved_and_lost_wordings_are_shown_with_what_changed(shop: tuple[Services, Owner]) -> None:
    """Where figures moved the difference is marked; a wording without a place is listed until deleted."""
    house, owner = shop
    run = house.analysis.latest(owner, owner.wave_id)
    title = house.report_desk.document(owner, run.id, ReportOrder("leadership")).pages[0].title
    word(shop, TITLE, title.replace("5", "4", 1), "手写标题")
    word(shop, "summary/point/9/body", "旧文字", "没有位置的话")
    app = opened(*shop, "words")
    words = said(app)
    assert "<del>4</del> <ins>5</ins>" in words
    assert "1 处数据已变，1 处已无位置" in words
    calm(app.button(key="drop-summary-point-9-body").click().run())
    assert [one.text for one in desk(shop).edits] == ["手写标题"]


@pytest.mark.usefixtures("no_pictures")
def test_a_colour_or_logo_that_cannot_be_printed_is_refused_with_its_reason(
    shop: tuple[Services, Owner],
) -> None:
    """A pale accent says its contrast, a file that is no picture says what is taken; nothing is stored."""
    app = opened(*shop, "look")
    app.color_picker(key="report-accent").set_value("#ffd400")
    app = app.button(key="accent-save").click().run()
    assert "低于 4\\.5" in said(app)
    assert "颜色太浅" in str(app.error[0].value)
    app = app.file_uploader(key="report-logo-0").set_value([("logo.svg", b"<svg/>", "image/svg+xml")]).run()
    assert any("只接受 PNG、JPEG 或 WebP" in str(box.value) for box in app.error)
    assert desk(shop).look.accent == desk(shop).look.logo == ""


@pytest.mark.usefixtures("no_pictures")
def test_a_logo_is_taken_in_and_taken_off(shop: tuple[Services, Owner]) -> None:
    """A picture is drawn anew and shown; it can be taken off again."""
    picture = io.BytesIO()
    Image.new("RGB", (300, 120), "#B00020").save(picture, "JPEG")
    app = opened(*shop, "look")
    upload = app.file_uploader(key="report-logo-0")
    app = calm(upload.set_value([("logo.jpg", picture.getvalue(), "image/jpeg")]).run())
    assert desk(shop).logo is not None
    assert "300 × 120" in said(app)
    calm(app.button(key="logo-drop").click().run())
    assert desk(shop).logo is None


def test_whoever_answered_takes_the_own_answers_home(shop: tuple[Services, Owner]) -> None:
    """The receipt makes a report of one's own answers on request, and the page itself carries the file."""
    house, owner = shop
    app = AppTest.from_function(draw_screen, args=("answer", house, owner), default_timeout=60)
    app.query_params["lang"] = "zh"
    app = calm(calm(app.run()).button(key="own-report").click().run())
    assert not [button for button in app.button if button.key == "own-report"]
    content = base64.b64encode(house.own_answers.print(owner, "zh").content)
    assert any(content in one.proto.SerializeToString() for one in app.get("bidi_component"))
