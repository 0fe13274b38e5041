"""Panels of peers on screen: the empty state, a file from preview to use, refusals, consent."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from assessment.access.viewer import Owner, Respondent
from assessment.bootstrap import Services
from assessment.intake.panels import panel_template
from assessment.ui import session
from assessment.ui.components import peer_import
from tests.assessment.ui.conftest import Open, everything

HEAD = (
    "merchant_code,merchant_name,category,gmv_tier,lead_position,price_band,"
    "content,product,talent,advertising,service"
)
SAID = {"name": "食品客户", "as-of": "2026-01-31", "source": "顾问评分，商家已同意"}


def rows(n: int, start: int = 0) -> bytes:
    """Write a file of n merchants; every fifth lacks a score."""
    lines = [
        f"M{k},商家{k},{('food', 'home')[k % 2]},G3,F,mid,3.{k % 9},2.{k % 8},"
        f"{'' if k % 5 == 0 else '3.1'},2.5,3.6"
        for k in range(start, start + n)
    ]
    return "\n".join((HEAD, *lines)).encode()


def shown(app: AppTest) -> AppTest:
    """Expect a page without failures."""
    assert not app.exception
    assert not app.error, [str(box.value) for box in app.error]
    return app


def said(app: AppTest) -> str:
    """Collect all words of the page, tables included."""
    return everything(app) + "".join(str(one.proto.body) for one in app.get("html"))


def fill(app: AppTest, content: bytes, **fields: str) -> AppTest:
    """Choose a file, type what belongs to it, and press the check."""
    app.file_uploader[0].set_value(("peers.csv", content, "text/csv"))
    told = {**SAID, **{key.replace("_", "-"): value for key, value in fields.items()}}
    app.text_input(key="peer-name").set_value(told["name"])
    app.text_input(key="peer-as-of").set_value(told["as-of"])
    app.text_area(key="peer-source").set_value(told["source"])
    return app.button(key="peer-check").click().run()


def keys(app: AppTest) -> set[str | None]:
    """Keys of the buttons on the page."""
    return {button.key for button in app.button}


@pytest.mark.parametrize(("lang", "word"), [("zh", "两条路"), ("en", "two ways")])
def test_without_peers_the_page_teaches_how_to_get_some(
    open_screen: Open, owner: Owner, lang: str, word: str
) -> None:
    """The empty state, the form, the consent and the three rules are there; nothing is said to be in use."""
    app = shown(open_screen("peers", owner, lang))
    words = said(app)
    assert word in words
    assert app.file_uploader
    assert app.checkbox(key="agree-pool")
    assert "peer-commit" not in keys(app)


def test_panels_are_the_owners(open_screen: Open, respondent: Respondent) -> None:
    """Strangers and respondents are told how to get in."""
    for viewer in (None, respondent):
        app = shown(open_screen("peers", viewer))
        assert "发起人" in str(app.info[0].value)
        assert not app.file_uploader


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_file_is_previewed_before_anything_is_stored(
    open_screen: Open, services: Services, owner: Owner, lang: str
) -> None:
    """Rows, complete rows, gaps, groups and warnings come first; only the second press stores."""
    app = shown(fill(open_screen("peers", owner, lang), rows(12)))
    assert [metric.value for metric in app.metric] == ["12", "9", "3"]
    words = said(app)
    assert ("食品生鲜 6 家" if lang == "zh" else ": 6") in words
    assert ("10～19 家" if lang == "zh" else "10 to 19") in str([box.value for box in app.warning])
    assert services.peers.panels(owner) == ()
    shown(app.button(key="peer-commit").click().run())
    (panel,) = services.peers.panels(owner)
    assert (panel.name, panel.n_merchants, panel.in_use) == ("食品客户", 12, True)
    assert "peer-commit" not in keys(app)
    assert ("使用中" if lang == "zh" else "In use") in everything(app)
    assert app.text_input(key="peer-name").value == ""


def test_too_few_changes_cannot_be_imported(open_screen: Open, owner: Owner) -> None:
    """A file that would let single merchants be worked out has no button to import it."""
    app = fill(open_screen("peers", owner), rows(30))
    shown(app.button(key="peer-commit").click().run())
    shown(fill(app, rows(31)))
    assert "变动不够" in str([box.value for box in app.info])
    assert "peer-commit" not in keys(app)
    shown(fill(app, rows(30)))
    assert "之前已经导入过" in str([box.value for box in app.info])
    shown(fill(app, rows(36)))
    assert "新增 6 家" in everything(app)
    assert "peer-commit" in keys(app)


def test_what_was_not_previewed_is_not_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    """A form that differs from the one that was checked asks for a new check and calls no service."""
    notes: dict[str, str] = {}
    other = peer_import.Upload(b"x", "a.csv", "另一个名称", "2026-01-31", "顾问")
    monkeypatch.setattr(peer_import, "_upload", lambda: other)
    monkeypatch.setattr(session, "keep", lambda *_: None)
    monkeypatch.setattr(session, "leave_note", notes.__setitem__)
    monkeypatch.setattr(session, "locale", lambda: "zh")
    checked = peer_import.Checked(replace(other, name="食品客户").identity)
    peer_import._commit(SimpleNamespace(), Owner("w", "m", "v", "r"), checked)  # type: ignore[arg-type]  # no service may be asked
    assert "重新检查" in notes["peers-import"]


def workbook_of_macros() -> bytes:
    """Make an archive that is no workbook."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("../evil.txt", "x")
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (lambda: rows(3).replace(b"2.5", b"9"), "可以填 1 到 5 之间的数"),
        (lambda: rows(3) + b"\nM0,x,food,G3,F,mid,3,3,3,3,3", "重复"),
        (lambda: rows(3).replace(b"food", b"<img src=x>"), "&lt;img"),
        (lambda: b"\x89PNG\r\n\x1a\n", "图片"),
        (workbook_of_macros, "没有导入"),
        (lambda: b"", "空"),
    ],
)
def test_a_bad_file_is_refused_with_its_places(
    open_screen: Open, services: Services, owner: Owner, content: Callable[[], bytes], told: str
) -> None:
    """Row, column, value and what is allowed are listed; nothing is stored and nothing becomes markup."""
    app = fill(open_screen("peers", owner), content())
    assert not app.exception
    words = said(app)
    assert told in words
    assert "<img" not in words
    assert "peer-commit" not in keys(app)
    assert services.peers.panels(owner) == ()


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"as_of": "2026/1/3"}, "格式"),
        ({"as_of": "2999-01-01"}, "还没到"),
        ({"name": ""}, "对标库名称"),
        ({"source": " "}, "来源说明"),
    ],
)
def test_what_is_typed_beside_the_file_is_checked(
    open_screen: Open, owner: Owner, fields: dict[str, str], told: str
) -> None:
    """An unreadable or future date and empty fields are named."""
    app = fill(open_screen("peers", owner), rows(12), **fields)
    assert told in str(app.error[0].value)
    assert "peer-commit" not in keys(app)


def test_the_check_without_a_file_asks_for_one(open_screen: Open, owner: Owner) -> None:
    """A press on an empty form names the file and every other field."""
    app = open_screen("peers", owner).button(key="peer-check").click().run()
    assert "对标数据文件" in str(app.error[0].value)


def test_a_panel_is_withdrawn_after_a_question_and_brought_back(
    open_screen: Open, services: Services, owner: Owner
) -> None:
    """The first press asks; afterwards the panel is idle, and the same file puts it back into use."""
    app = fill(open_screen("peers", owner), rows(12))
    app.button(key="peer-commit").click().run()
    (panel,) = services.peers.panels(owner)
    app.button(key=f"withdraw-{panel.id}").click().run()
    assert services.peers.panels(owner)[0].in_use
    shown(app.button(key=f"withdraw-{panel.id}-yes").click().run())
    assert not services.peers.panels(owner)[0].in_use
    assert "已经撤下" in everything(app)
    shown(fill(app, rows(12)))
    shown(app.button(key="peer-commit").click().run())
    assert services.peers.panels(owner)[0].in_use


def test_a_name_cannot_format_the_page(open_screen: Open, owner: Owner) -> None:
    """Name and source stand as they were typed."""
    app = fill(open_screen("peers", owner), rows(12), name="**甲**[x](http://a)", source="<script>")
    app.button(key="peer-commit").click().run()
    words = everything(shown(app))
    assert "](http" not in words
    assert "<script>" not in words


def test_consent_is_given_with_the_box_ticked_only_and_taken_back(
    open_screen: Open, services: Services, owner: Owner
) -> None:
    """Without the tick nothing is stored; with it the date stands there; revoking asks first."""
    app = open_screen("peers", owner)
    app.button(key="grant-pool").click().run()
    assert "勾选" in str(app.error[0].value)
    assert not services.peers.contribution(owner).granted
    app.checkbox(key="agree-pool").check()
    shown(app.button(key="grant-pool").click().run())
    assert services.peers.contribution(owner).granted
    assert "已同意第 1 版" in str([box.value for box in app.success]).replace("\\", "")
    app.button(key="revoke-pool").click().run()
    assert services.peers.contribution(owner).granted
    shown(app.button(key="revoke-pool-yes").click().run())
    assert not services.peers.contribution(owner).granted


def test_new_peers_offer_new_results(open_screen: Open, services: Services, owner: Owner) -> None:
    """After an import the results page asks to compute again, and then compares."""
    sheet = services.responding.open(owner)
    services.responding.answer(
        owner, item_id=sheet.items[0].id, value=3, revision=0, operation_id="peer-answer-1"
    )
    services.responding.submit(owner, operation_id="peer-submit-1")
    services.engagements.close(owner, "peer-close-1")
    services.analysis.score(owner, owner.wave_id)
    services.peers.import_panel(
        owner,
        content=rows(12),
        file_name="peers.csv",
        name="食品客户",
        as_of="2026-01-31",
        source="顾问评分",
        operation_id="peer-import-1",
    )
    app = shown(open_screen("results", owner))
    assert "对标商家" in str(app.info[0].value)
    app.button(key="rescore").click().run()
    assert not any(button.key == "rescore" for button in shown(app).button)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_template_passes_its_own_check(open_screen: Open, owner: Owner, lang: str) -> None:
    """Whoever uploads the template unchanged sees a preview and no refusal."""
    app = shown(fill(open_screen("peers", owner, lang), panel_template("zh" if lang == "zh" else "en")))
    assert app.metric[0].value == "2"
