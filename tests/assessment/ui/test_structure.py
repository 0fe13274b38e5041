"""The organization as it is: entering, changing, taking back, reading."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from assessment.access.viewer import Owner, Respondent
from assessment.bootstrap import Services
from assessment.content import loader, words
from assessment.domain.errors import StaleRevision
from assessment.domain.structure import Post, Structure, Team
from assessment.ui.components import structure_desk, structure_start
from assessment.ui.components import structure_findings as findings
from assessment.ui.components.structure_cells import Wording
from scoring.organization.advice import StructureProblem
from scoring.organization.structure_checks import CODES
from tests.assessment.ui.conftest import Open, everything

LEAD = Post("p1", "lead", fte=1.0, team="t1")
HOST = Post("p2", "host", fte=4.0, team="t1", reports_to=("p1",))
BUYER = Post("p3", "media_buyer", "<b>投手</b>", fte=1.0, team="t1", reports_to=("p1",))
SMALL = Structure((LEAD, HOST, BUYER), (Team("t1", "抖音事业部"),))


@pytest.fixture
def entered(services: Services, owner: Owner) -> Owner:
    """Give an owner who has entered three posts."""
    services.structures.save(owner, SMALL, revision=0, operation_id="structure-0001")
    return owner


def field(app: AppTest, kind: str, begins: str) -> Any:
    """Find a widget by the beginning of its key."""
    return next(box for box in app.get(kind) if str(box.key).startswith(begins))


def markup(app: AppTest) -> str:
    """All that the page says, lists of findings included."""
    return everything(app) + "".join(str(one.proto.body) for one in app.get("html"))


def stored(services: Services, viewer: Owner) -> Structure:
    """Read what is stored."""
    return services.structures.load(viewer).structure


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_typical_team_stands_there_at_once(
    open_screen: Open, services: Services, owner: Owner, lang: str
) -> None:
    """One press lists posts with team and boss, headcounts blank; it is stored."""
    app = open_screen("structure", owner, lang)
    field(app, "selectbox", "start-form").set_value("O4").run()
    app.button(key="start-typical").click().run()
    assert not app.exception
    assert not app.error
    found = stored(services, owner)
    assert len(found.posts) >= 20
    assert all(post.fte is None and post.team for post in found.posts)
    assert sum(not post.reports_to for post in found.posts) < 5


@pytest.mark.parametrize("section", ["teams", "rooms", "agencies", "rights", "file"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_part_draws_in_both_languages(
    open_screen: Open, entered: Owner, lang: str, section: str
) -> None:
    """Nothing fails on any part, whether it holds something or not."""
    app = open_screen("structure", entered, lang)
    field(app, "segmented_control", "structure-section").set_value(section).run()
    assert not app.exception
    assert not app.error


def test_an_edit_that_changes_nothing_stores_nothing(services: Services, owner: Owner) -> None:
    """A blank row in an empty table is no organization yet."""
    page: Any = SimpleNamespace(services=services, viewer=owner)
    page.desk = structure_desk.StructureDesk(services.structures.load(owner))
    assert structure_desk.store(page, "cells", lambda structure: structure)
    assert not services.structures.load(owner).entered


def test_facts_become_an_organization(open_screen: Open, services: Services, owner: Owner) -> None:
    """What the facts draw is shown, said not to be stored, and stored with named teams on a press."""
    facts = {"F13.lead.fte": 1.0, "F13.host.fte": 3.0, "F14.host": "lead"}
    services.facts.save(owner, changes=facts, revision=0, operation_id="facts-0001")
    app = open_screen("structure", owner)
    assert "还没有存成您的组织" in everything(app)
    assert not services.structures.load(owner).entered
    app.button(key="adopt-facts").click().run()
    found = services.structures.load(owner)
    assert found.entered
    assert {(post.kind, post.fte) for post in found.structure.posts} == {("lead", 1.0), ("host", 3.0)}
    assert all(team.name for team in found.structure.teams)
    assert not app.exception


def test_kinds_are_added_where_they_usually_stand(
    open_screen: Open, services: Services, entered: Owner
) -> None:
    """A second host joins the first one's team and boss; a co-host reports to somebody who is there."""
    app = open_screen("structure", entered)
    field(app, "multiselect", "add-kinds").set_value(["host", "co_host"]).run()
    app.button(key="add-posts").click().run()
    fresh = stored(services, entered).posts[3:]
    assert [post.kind for post in fresh] == ["host", "co_host"]
    assert (fresh[0].team, fresh[0].reports_to) == ("t1", ("p1",))
    assert fresh[1].reports_to
    assert "已保存" in everything(app)


def test_a_field_saves_itself_and_the_step_can_be_taken_back(
    open_screen: Open, services: Services, entered: Owner
) -> None:
    """A typed headcount is stored at once; undo brings the old one back."""
    app = open_screen("structure", entered)
    field(app, "number_input", "cell-posts-fte-p1").set_value(2.5).run()
    assert stored(services, entered).posts[0].fte == 2.5
    app.run().button(key="structure-undo").click().run()
    assert stored(services, entered).posts[0].fte == 1.0
    assert field(app, "number_input", "cell-posts-fte-p1").value == 1.0
    assert "已撤销" in everything(app)


def test_moving_merging_splitting_and_deleting_a_post(
    open_screen: Open, services: Services, entered: Owner
) -> None:
    """Each action of the panel does to the stored organization what the operation says."""
    app = open_screen("structure", entered)
    field(app, "selectbox", "choose-posts").set_value("p2").run()
    field(app, "number_input", "split-fte-p2").set_value(1.5).run()
    app.button(key="split-post").click().run()
    assert [post.fte for post in stored(services, entered).posts] == [1.0, 2.5, 1.5, 1.0]
    field(app, "multiselect", "merge-others-p2").set_value(["p3"]).run()
    app.button(key="merge-posts").click().run()
    assert [(post.id, post.fte) for post in stored(services, entered).posts] == [
        ("p1", 1.0),
        ("p2", 3.5),
        ("p4", 1.5),
    ]
    field(app, "selectbox", "move-boss-p2").set_value("p4").run()
    app.button(key="move-post").click().run()
    assert stored(services, entered).posts[1].reports_to == ("p4",)
    app.button(key="delete-post").click().run()
    assert [post.id for post in stored(services, entered).posts] == ["p1", "p4"]
    assert not app.exception


def test_an_action_without_its_material_asks_for_it(
    open_screen: Open, services: Services, entered: Owner
) -> None:
    """Nothing to merge, no headcount to split off: a sentence, and nothing is stored."""
    app = open_screen("structure", entered)
    app.button(key="merge-posts").click().run()
    assert "请先选择要并入的岗位" in str(app.error[0].value)
    app.button(key="split-post").click().run()
    assert "请先填拆出多少人" in str(app.error[0].value)
    assert stored(services, entered) == SMALL


def test_a_circle_is_refused_in_words(open_screen: Open, services: Services, entered: Owner) -> None:
    """The lead cannot report to its host, and no retry is offered."""
    app = open_screen("structure", entered)
    field(app, "selectbox", "move-boss-p1").set_value("p2").run()
    app.button(key="move-post").click().run()
    assert "绕成一圈" in str(app.error[0].value)
    assert not [button for button in app.button if button.key == "structure-again"]
    assert stored(services, entered) == SMALL


def test_two_devices_keep_both_changes(open_screen: Open, services: Services, entered: Owner) -> None:
    """A change of another post, saved elsewhere meanwhile, is kept beside the own one, and that is said."""
    app = open_screen("structure", entered)
    elsewhere = replace(SMALL, posts=(LEAD, replace(HOST, fte=6.0), BUYER))
    services.structures.save(entered, elsewhere, revision=1, operation_id="elsewhere-01")
    _stale(app, "cell-posts-fte-p1", 2.0)
    assert [post.fte for post in stored(services, entered).posts] == [2.0, 6.0, 1.0]
    assert "都已保存" in str(app.info[-1].value)


def test_a_change_of_the_same_post_is_not_overwritten(
    open_screen: Open, services: Services, entered: Owner
) -> None:
    """The other device's change stays until the person insists on the own one."""
    app = open_screen("structure", entered)
    elsewhere = replace(SMALL, posts=(replace(LEAD, name="操盘手"), HOST, BUYER))
    services.structures.save(entered, elsewhere, revision=1, operation_id="elsewhere-01")
    _stale(app, "cell-posts-fte-p1", 2.0)
    assert stored(services, entered) == elsewhere
    assert "没有覆盖" in str(app.warning[-1].value)
    app.button(key="structure-again").click().run()
    assert stored(services, entered).posts[0] == replace(LEAD, name="操盘手", fte=2.0)


def _stale(app: AppTest, begins: str, value: float) -> None:
    """Type into a field of a page that was drawn before the other device saved."""
    field(app, "number_input", begins).set_value(value).run()


def test_a_failed_save_says_so_and_repeats_the_same_operation(
    open_screen: Open, services: Services, entered: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database that does not answer costs nothing: the retry stores what was typed."""
    app = open_screen("structure", entered)
    real, calls = type(services.structures).save, []

    def once_broken(self: object, *args: object, **named: object) -> object:
        calls.append(named["operation_id"])
        if len(calls) == 1:
            raise OSError
        return real(self, *args, **named)  # type: ignore[arg-type]  # passed on

    monkeypatch.setattr(type(services.structures), "save", once_broken)
    field(app, "number_input", "cell-posts-fte-p1").set_value(2.0).run()
    assert "没有保存" in str(app.error[0].value)
    assert stored(services, entered) == SMALL
    app.button(key="structure-again").click().run()
    assert stored(services, entered).posts[0].fte == 2.0
    assert len(set(calls)) == 1


def test_pasted_lines_become_posts(open_screen: Open, services: Services, owner: Owner) -> None:
    """Kinds are known by name or part of it, teams are made, bosses found; own titles stay."""
    app = open_screen("structure", owner)
    lines = ["操盘手\t1\t\t抖音部", "主播\t4\t1\t直播组\t操盘手", "神秘岗\t\t\t直播组\t主播"]
    app.text_area(key="structure-pasted").set_value("\n".join(lines)).run()
    app.button(key="paste-posts").click().run()
    found = stored(services, owner)
    assert [(p.kind, p.name, p.fte, p.outsourced_fte, p.reports_to) for p in found.posts] == [
        ("lead", "操盘手", 1.0, 0.0, ()),
        ("host", "", 4.0, 1.0, ("p1",)),
        ("", "神秘岗", None, 0.0, ("p2",)),
    ]
    assert [team.name for team in found.teams] == ["抖音部", "直播组"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("主播\t四", "第 1 行"),
        ("主播\tnan", "不是数字"),
        (" \n", "没有读到"),
        ("操盘手\t1\n投手\t1\t\t\t投放总监", "第 2 行的上级“投放总监”"),
    ],
)
def test_a_pasted_line_that_cannot_be_read_is_named(
    open_screen: Open, services: Services, owner: Owner, text: str, said: str
) -> None:
    """Nothing is added when a number is none or a boss nobody; the line is named and the text stays."""
    app = open_screen("structure", owner)
    app.text_area(key="structure-pasted").set_value(text).run()
    app.button(key="paste-posts").click().run()
    assert said in str(app.error[0].value)
    assert stored(services, owner).empty
    assert app.text_area(key="structure-pasted").value == text


def test_small_sheets_are_added_to_changed_and_deleted(
    open_screen: Open, services: Services, entered: Owner
) -> None:
    """A team is added with a name, gets a parent, and its deletion hands its posts on."""
    app = open_screen("structure", entered)
    field(app, "segmented_control", "structure-section").set_value("teams").run()
    app.button(key="add-teams").click().run()
    field(app, "text_input", "cell-teams-name-t2").set_value("直播 *组*").run()
    field(app, "selectbox", "cell-teams-parent-t2").set_value("抖音事业部").run()
    assert stored(services, entered).teams[1] == Team("t2", "直播 *组*", "t1")
    field(app, "selectbox", "choose-teams").set_value("t1").run()
    app.button(key="delete-teams").click().run()
    assert {post.team for post in stored(services, entered).posts} == {""}
    assert stored(services, entered).teams == (Team("t2", "直播 *组*"),)
    assert not app.exception


def test_a_decision_gets_its_posts(open_screen: Open, services: Services, entered: Owner) -> None:
    """Letters and hours of a decision are stored by the ids of posts."""
    app = open_screen("structure", entered)
    field(app, "segmented_control", "structure-section").set_value("rights").run()
    field(app, "selectbox", "choose-rights").set_value("floor_price").run()
    field(app, "selectbox", "cell-rights-decide").set_value("抖音负责人（操盘手）").run()
    field(app, "multiselect", "cell-rights-recommend").set_value(["主播"]).run()
    field(app, "number_input", "cell-rights-hours").set_value(4.0).run()
    right = stored(services, entered).right("floor_price")
    assert right is not None
    assert (right.recommend, right.decide, right.hours) == (("p2",), ("p1",), 4.0)


def test_what_is_wrong_is_said_at_its_cell_and_escaped(
    open_screen: Open, services: Services, entered: Owner
) -> None:
    """Impossible figures and circles are named with sheet, post and column; titles never become markup."""
    wrong = replace(BUYER, fte=-1.0, reports_to=("p2",))
    bent = replace(SMALL, posts=(LEAD, replace(HOST, reports_to=("p3",), fte=10_000.0), wrong))
    services.structures.save(entered, bent, revision=1, operation_id="structure-0002")
    app = open_screen("structure", entered)
    said = markup(app)
    assert "岗位 · &lt;b&gt;投手&lt;/b&gt; · 人数" in said
    assert "人数是负数（-1）" in said
    assert "10,000" in said
    assert "汇报关系绕成了一圈" in said
    assert "<b>投手" not in said
    assert not app.exception


def test_readers_read_and_strangers_are_told(
    open_screen: Open, services: Services, respondent: Respondent
) -> None:
    """The demo's organization can be read by anybody and changed by nobody; without it, a way in is shown."""
    assert "测评发起人" in str(open_screen("structure", respondent).info[0].value)
    assert "测评发起人" in str(open_screen("structure", None).info[0].value)
    services.demo.ensure()
    app = open_screen("structure", None)
    assert "演示数据" in str(app.warning[0].value)
    assert not app.button
    assert not app.get("data_editor")
    assert not app.exception


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_every_problem_has_its_sentence_and_every_column_its_name(locale: str) -> None:
    """No code of the checks is without words, in either language."""
    known = words.catalogue(locale)  # type: ignore[arg-type]  # a parameter
    assert [code for code in CODES if f"structure.problem.{code}" not in known] == []
    drivers = {rule.driver for rule in loader.knowledge().design.staffing}
    assert [one for one in drivers if f"structure.driver.{one}" not in known] == []


@pytest.mark.parametrize(
    ("value", "typed", "said"), [(3.0, 4.0, "3，事实里填的是 4"), ("gross", "net", "退款前")]
)
def test_a_contradiction_is_told_in_the_words_of_the_fact(
    value: str | float, typed: str | float, said: str
) -> None:
    """Both values are worded as the facts form words them."""
    key = "F13.host.fte" if isinstance(value, float) else "F22.host.basis"
    figures = (("fact", key), ("structure", value), ("typed", typed))
    problem = StructureProblem("differs_from_fact", "posts", "p2", "fte", False, figures)
    wording = Wording(loader.knowledge().design, "zh", lambda name, **_: name)
    assert said in findings.Teller.of(SMALL, wording, {("posts", "p2"): 7}).said(problem)


def test_add_lines_never_makes_a_circle() -> None:
    """Two pasted posts that name each other: the second line is left without what would close a circle."""
    wording = Wording(loader.knowledge().design, "zh", lambda name, **_: name)
    page: Any = SimpleNamespace(words=wording, form=None)
    lines = [["甲岗", "1", "", "", "乙岗"], ["乙岗", "1", "", "", "甲岗"]]
    found = structure_start.add_lines(page, lines, Structure())
    assert [post.reports_to for post in found.posts] in ([("p2",), ()], [(), ("p1",)])


def test_a_stale_undo_is_told(
    open_screen: Open, services: Services, entered: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An undo that comes too late takes nothing back and shows what is stored."""
    app = open_screen("structure", entered)

    def late(*_: object, **__: object) -> None:
        raise StaleRevision(expected=1, current=2)

    monkeypatch.setattr(type(services.structures), "undo", late)
    app.button(key="structure-undo").click().run()
    assert "另一个窗口或设备" in str(app.error[0].value)
    assert stored(services, entered) == SMALL
