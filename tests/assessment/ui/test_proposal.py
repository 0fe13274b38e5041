"""The recommended organization on screen: every section, what readers may, what the owner does by hand."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assessment.access.viewer import Owner, Respondent
from assessment.bootstrap import Services, bootstrap
from assessment.domain.errors import NothingProposed
from assessment.domain.scenario import LineEdit
from assessment.domain.structure import Post, Structure
from assessment.services.proposals import Proposals
from assessment.settings import Settings, sqlite_url
from assessment.ui.components.proposals import SECTIONS
from scoring.organization.advice import Proposal
from tests.assessment.services.scored import ScoredShop, scored_shop
from tests.assessment.services.worlds import operation
from tests.assessment.ui.conftest import Open, draw_screen, everything

HAND = ("accept-", "edited-", "rejected-", "save-", "choose-", "delete-", "undo-")


def house_in(folder: Path) -> Services:
    """Open services on a database of their own."""
    return bootstrap(Settings(sqlite_url(folder / "factorg.db")))


@pytest.fixture(scope="module")
def demo_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Give services with the demo stored and scored once."""
    house = house_in(tmp_path_factory.mktemp("demo"))
    house.demo.ensure()
    yield house
    house.close()


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ScoredShop]:
    """Score one shop once, and leave its database to be copied."""
    folder = tmp_path_factory.mktemp("scored")
    house = house_in(folder)
    made = scored_shop(house)
    house.close()
    return folder / "factorg.db", made


@pytest.fixture
def shop(scored: tuple[Path, ScoredShop], tmp_path: Path) -> Iterator[tuple[Services, ScoredShop]]:
    """Give services with a scored shop of its own."""
    stored, made = scored
    shutil.copy(stored, tmp_path / "factorg.db")
    house = house_in(tmp_path)
    yield house, made
    house.close()


def turn_to(app: AppTest, section: str, lang: str = "zh") -> AppTest:
    """Open one section."""
    app.session_state[f"proposal-sections-{lang}"] = app.tabs[list(SECTIONS).index(section)].label
    return app.run()


def open_page(
    house: object, viewer: object = None, section: str = "verdict", lang: str = "zh", screen: str = "proposal"
) -> AppTest:
    """Open the page on one of its sections, and expect no failure."""
    app = AppTest.from_function(draw_screen, args=(screen, house, viewer), default_timeout=60)
    app.query_params["lang"] = lang
    app = turn_to(app.run(), section, lang)
    return calm(app)


def calm(app: AppTest) -> AppTest:
    """Expect a page without failures."""
    assert not app.exception
    assert not app.error, [str(box.value) for box in app.error]
    return app


def said(app: AppTest) -> str:
    """Collect all words of the page, tables included."""
    return everything(app) + "".join(str(one.proto.body) for one in app.get("html"))


def keys(app: AppTest) -> list[str]:
    """Keys of all buttons."""
    return [str(button.key) for button in app.button]


def now(shop: tuple[Services, ScoredShop], scenario: str = "base") -> Proposal:
    """Read the recommendation as the owner's service gives it."""
    house, made = shop
    return house.proposals.proposal(made.owner, made.owner.wave_id, scenario)


# ---- who sees what ----


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_of_the_demo_draws(demo_house: Services, lang: str, section: str) -> None:
    """All sections draw in both languages, each heading marked as synthetic."""
    app = open_page(demo_house, section=section, lang=lang)
    mark = "演示数据" if lang == "zh" else "Demo data"
    assert app.subheader
    assert all(mark in str(head.value) for head in app.subheader)


@pytest.mark.parametrize("section", SECTIONS)
def test_readers_are_offered_nothing_that_changes_anything(demo_house: Services, section: str) -> None:
    """A reader may look and try things out; no button would store something."""
    app = open_page(demo_house, section=section)
    assert [key for key in keys(app) if key.startswith(HAND)] == []


def test_a_reader_opens_why_and_reads_rule_facts_items_and_source(demo_house: Services) -> None:
    """The verdict opens to what it rests on, in words and without codes."""
    app = open_page(demo_house)
    words = said(calm(app.button(key="why-form").click().run()))
    for part in ("规则：", "事实与得分：", "背后的", "来源：", "什么会改变它："):
        assert part in words
    assert "F12." not in words
    assert "F16." not in words


def test_people_without_a_recommendation_are_told_what_is_missing(
    open_screen: Open, owner: Owner, respondent: Respondent
) -> None:
    """Respondents have no right to it, strangers find no demo here, and an open wave has no scores yet."""
    for viewer in (None, respondent):
        assert "发起人" in str(open_screen("proposal", viewer).info[0].value)
    assert "还没有结束" in str(open_screen("proposal", owner).info[0].value)


def test_results_older_than_recommendations_say_so(
    demo_house: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run whose knowledge base does not speak of organizations asks for a new run."""

    def refuse(*_: object) -> Proposal:
        raise NothingProposed

    monkeypatch.setattr(Proposals, "proposal", refuse)
    app = AppTest.from_function(draw_screen, args=("proposal", demo_house, None), default_timeout=60).run()
    assert "重新计算" in str(calm(app).info[0].value)


# ---- the consultant's hand ----


def test_an_accepted_line_is_marked_and_can_be_taken_back(shop: tuple[Services, ScoredShop]) -> None:
    """One press accepts; the line carries the mark until it is undone."""
    app = open_page(shop[0], shop[1].owner)
    app.button(key="why-form").click().run()
    calm(app.button(key="accept-form").click().run())
    edit = now(shop).edit("form")
    assert edit is not None
    assert edit.action == "accepted"
    assert edit.basis == now(shop).reading("form").basis  # type: ignore[union-attr]  # accepted above
    assert "已采纳" in said(app)
    calm(app.button(key="undo-form").click().run())
    assert now(shop).edit("form") is None


def test_an_edited_initiative_shows_the_new_words_escaped_and_the_old_ones(
    shop: tuple[Services, ScoredShop],
) -> None:
    """What the consultant types stands in for our wording, as text and never as markup."""
    first = now(shop).plan.planned()[-1].initiative
    app = open_page(shop[0], shop[1].owner, "plan")
    app.button(key=f"why-initiative-{first}").click().run()
    app.button(key=f"edited-initiative-{first}").click().run()
    app.text_area(key=f"text-initiative-{first}").set_value("<img src=x> 自己的说法")
    app.number_input(key=f"order-initiative-{first}").set_value(1)
    calm(app.button(key=f"save-initiative-{first}").click().run())
    words = said(app)
    assert "&lt;img src=x&gt; 自己的说法" in words
    assert not any("<img" in str(one.proto.body) for one in app.get("html"))
    assert "顾问修改" in words
    assert "系统原文" in words
    edit = now(shop).edit(f"initiative:{first}")
    assert edit is not None
    assert edit.order == 1


def test_a_rejection_needs_a_reason_and_takes_the_initiative_out(shop: tuple[Services, ScoredShop]) -> None:
    """Without a reason nothing is stored; with one the plan is made without it."""
    first = now(shop).plan.planned()[-1].initiative
    app = open_page(shop[0], shop[1].owner, "plan")
    app.button(key=f"why-initiative-{first}").click().run()
    app.button(key=f"rejected-initiative-{first}").click().run()
    app.button(key=f"reject-initiative-{first}").click().run()
    assert "理由" in str(app.error[0].value)
    assert now(shop).edits == ()
    app.text_area(key=f"reason-initiative-{first}").set_value("集团已有同类项目")
    calm(app.button(key=f"reject-initiative-{first}").click().run())
    assert first not in {one.initiative for one in now(shop).plan.planned()}
    assert "集团已有同类项目" in said(app)


def test_a_headcount_by_hand_moves_the_total(shop: tuple[Services, ScoredShop]) -> None:
    """A post's headcount can be set; the sum of the target follows."""
    before = now(shop)
    change = next(one for one in before.difference.changes if one.kind == "host" and one.after)
    name = change.after[0].removeprefix("t:").replace("@", "-")
    app = open_page(shop[0], shop[1].owner, "target")
    app.button(key=f"why-post-{name}").click().run()
    app.button(key=f"edited-post-{name}").click().run()
    app.number_input(key=f"fte-post-{name}").set_value(change.fte_after + 2)
    calm(app.button(key=f"save-post-{name}").click().run())
    assert now(shop).difference.fte_after == pytest.approx(before.difference.fte_after + 2)


def test_another_wording_keeps_the_headcount_set_before(shop: tuple[Services, ScoredShop]) -> None:
    """The form offers what was set by hand; saving new words beside it must not take it back."""
    change = next(one for one in now(shop).difference.changes if one.kind == "host" and one.after)
    line = "post:" + change.after[0].removeprefix("t:")
    name = line.replace(":", "-").replace("@", "-")
    first = LineEdit(line, "edited", fte=change.fte_after + 2)
    shop[0].proposals.edit(shop[1].owner, shop[1].owner.wave_id, first, operation_id=operation())
    app = open_page(shop[0], shop[1].owner, "target")
    app.button(key=f"why-{name}").click().run()
    app.button(key=f"edited-{name}").click().run()
    app.text_area(key=f"text-{name}").set_value("金牌主播")
    calm(app.button(key=f"save-{name}").click().run())
    edit = now(shop).edit(line)
    assert edit is not None
    assert (edit.text, edit.fte) == ("金牌主播", change.fte_after + 2)


def test_a_post_that_goes_has_no_headcount_to_set(shop: tuple[Services, ScoredShop]) -> None:
    """A number that nothing would read is not asked for: a dropped post is kept by rejecting that it goes."""
    house, made = shop
    cook = Structure(
        (Post("a", "ecommerce_lead", fte=1.0), Post("b", "", "厨师", fte=2.0, reports_to=("a",)))
    )
    house.structures.save(made.owner, cook, revision=0, operation_id=operation())
    gone = next(one for one in now(shop).difference.changes if one.before == ("b",))
    assert gone.after == ()
    app = open_page(house, made.owner, "target")
    app.button(key="why-post-b").click().run()
    calm(app.button(key="edited-post-b").click().run())
    assert [str(one.key) for one in app.text_area] == ["text-post-b"]
    assert not [one for one in app.number_input if str(one.key).startswith("fte-")]


def test_nothing_changed_is_not_an_edit(shop: tuple[Services, ScoredShop]) -> None:
    """Saving the form as it was opened stores nothing and says so."""
    app = open_page(shop[0], shop[1].owner)
    app.button(key="why-form").click().run()
    app.button(key="edited-form").click().run()
    app.button(key="save-form").click().run()
    assert "没有改动" in str(app.error[0].value)
    assert now(shop).edits == ()


def test_a_line_whose_ground_moved_says_what_changed_and_asks(shop: tuple[Services, ScoredShop]) -> None:
    """The old and the new value stand side by side; keeping it renews its ground, dropping takes it back."""
    house, made = shop
    reading = now(shop).reading("form")
    assert reading is not None
    rooms = next(trace for trace in reading.traces if trace.kind == "fact" and trace.value is not None)
    stale = LineEdit("form", "accepted", basis="0" * 16, seen=((f"fact:{rooms.key}", '"was"'),))
    house.proposals.edit(made.owner, made.owner.wave_id, stale, operation_id=operation())
    app = open_page(house, made.owner)
    asked = " ".join(str(box.value) for box in app.warning)
    assert "从 was 变为" in asked
    calm(app.button(key="keep-form").click().run())
    assert now(shop).moved == ()
    house.proposals.edit(made.owner, made.owner.wave_id, stale, operation_id=operation())
    calm(app.run().button(key="drop-form").click().run())
    assert now(shop).edits == ()


def test_the_trail_tells_edits_and_who_made_them(shop: tuple[Services, ScoredShop]) -> None:
    """Every decision that counts can be taken back from the list, and the history keeps both."""
    house, made = shop
    edit = LineEdit("form", "rejected", reason="董事会已定")
    house.proposals.edit(made.owner, made.owner.wave_id, edit, operation_id=operation())
    app = open_page(house, made.owner, "trail")
    assert "董事会已定" in said(app)
    calm(app.button(key="trail-undo-form").click().run())
    words = said(app)
    assert "还没有处理过任何一行" in words
    assert "撤销处理：组织形态的结论" in words


def test_a_rejected_line_stays_on_the_page_with_its_reason(shop: tuple[Services, ScoredShop]) -> None:
    """What the recommendation no longer holds can still be seen and taken back."""
    house, made = shop
    for line in ("ritual:daily_review", "metric:host"):
        edit = LineEdit(line, "rejected", reason="已有晨会")
        house.proposals.edit(made.owner, made.owner.wave_id, edit, operation_id=operation())
    app = open_page(house, made.owner, "rights")
    assert "daily_review" not in now(shop).rituals
    assert said(app).count("理由：已有晨会") == 2
    assert {"why-ritual-daily_review", "why-metric-host"} <= set(keys(app))


def test_another_wave_run_keeps_edits(shop: tuple[Services, ScoredShop]) -> None:
    """A new score run changes nothing that was decided by hand."""
    house, made = shop
    edit = LineEdit("form", "edited", text="先稳住再说")
    house.proposals.edit(made.owner, made.owner.wave_id, edit, operation_id=operation())
    house.analysis.score(made.owner, made.owner.wave_id)
    assert "先稳住再说" in said(open_page(house, made.owner))
    assert replace(now(shop).edits[0], basis="", seen=()) == edit
