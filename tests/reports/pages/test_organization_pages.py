"""What the pages of the recommended organization say about particular proposals."""

import re
from dataclasses import replace

import pytest

from assessment.domain.scenario import LineEdit, SalaryBand, Settings
from assessment.domain.text import LOCALES, Locale
from reports.compose import compose
from reports.document import Page, Table
from reports.pages.crosswalk import crosswalk
from reports.pages.form import form
from reports.pages.organization import target, today
from reports.pages.outlook import outlook
from reports.pages.programme import programme
from reports.pages.rights import rights
from reports.pages.rituals import rituals
from reports.pages.roadmap import roadmap
from reports.pages.star import star
from reports.pages.structure import structure
from reports.pages.summary import summary
from scoring.organization.advice import Proposal, RightsLine, StagePosition
from tests.reports.compose.test_compose import page_strings
from tests.reports.pages import telling
from tests.reports.pages.proposals import brief, edited, entered, form_name, plain, told

HURDLE = plain().advice.hurdle


def words(*pages: Page | None) -> str:
    """Every word of some pages."""
    return "\n".join(text for page in pages if page is not None for text in page_strings(page))


def form_page(proposal: Proposal, locale: Locale = "zh") -> Page:
    """Return the page about the form."""
    return telling.page(form(brief(proposal, locale)))


def tables(page: Page) -> list[Table]:
    """Return the tables of a page."""
    return [block for block in page.blocks if isinstance(block, Table)]


def rejected_form() -> Proposal:
    """Return a proposal to move to O4 that the consultant rejected."""
    proposal = told(verdict="change", recommended="O4")
    return replace(proposal, edits=(LineEdit("form", "rejected", reason="老板不同意。"),))


VERDICTS = {
    "change": (told(verdict="change", recommended="O4"), "建议改为"),
    "keep": (plain(), "不必改组"),
    "inside": (
        told(verdict="inside", hurdle=replace(HURDLE, n_symptoms=1, passed=False)),
        "协同症状只有1项、不足2项",
    ),
    "inside_fit": (
        told(verdict="inside", hurdle=replace(HURDLE, n_met=1, passed=False)),
        "适配条件只成立1项、不足2项",
    ),
    "choice": (
        told(verdict="choice", runner_up="O4", deciding=("F14.spread", "F5.F")),
        "先弄清2件事再定",
    ),
    "insufficient": (told(verdict="insufficient", recommended=None, deciding=("F5.F",)), "先补1项"),
    "insufficient_open": (told(verdict="insufficient", recommended=None), "7种形态都先不推荐"),
    "chosen": (replace(plain(), settings=Settings(form="O4")), "按方案采用"),
    "rejected": (rejected_form(), "形态维持现状"),
}


class TestForm:
    """The verdict is said as it is, and nothing that was rejected is recommended."""

    @pytest.mark.parametrize("name", VERDICTS)
    def test_each_verdict_has_its_title(self, name: str) -> None:
        """The title says what follows: change, keep, repair inside, choose, find out, as set, as rejected."""
        proposal, expected = VERDICTS[name]
        assert expected in form_page(proposal).title

    @pytest.mark.parametrize("locale", LOCALES)
    @pytest.mark.parametrize("name", VERDICTS)
    def test_each_verdict_stands_on_the_summary(self, name: str, locale: Locale) -> None:
        """The first page carries the verdict about the organization, in both languages."""
        proposal, _ = VERDICTS[name]
        heads = {"zh": "组织形态", "en": "Organization"}
        found = summary(brief(proposal, locale)).so_what
        assert found is not None
        assert [point for point in found.points if point.head.startswith(heads[locale])]
        assert form_page(proposal, locale).so_what is not None

    def test_form_set_by_hand_is_told_beside_the_computed_one(self) -> None:
        """A scenario's form names itself, the computed form and its place in the ranking."""
        page = form_page(VERDICTS["chosen"][0])
        assert form_name("O4") in page.title
        assert form_name("O3") in page.title
        assert "排第2" in telling.spoken(page)
        assert "改组有依据" not in telling.spoken(page)

    def test_conditions_belong_to_the_form_that_is_built(self) -> None:
        """The annex names the form of the scenario over its conditions and all symptoms."""
        proposal = VERDICTS["chosen"][0]
        found = tables(telling.page(star(brief(proposal))))[-1]
        assert form_name("O4") in found.columns[0].header
        fit = proposal.advice.fit_of("O4")
        assert fit is not None
        assert len(found.rows) == len(fit.lines) + len(proposal.advice.hurdle.symptoms)

    def test_points_belong_to_the_form_that_is_built(self) -> None:
        """The five points are those of the form of the scenario; without one, grounds stand."""
        known = {one.id: one for one in brief(plain()).knowledge.design.forms}
        rows = tables(form_page(VERDICTS["chosen"][0]))[0].rows
        assert len(rows) == 5
        assert rows[0][1].rstrip("。") == known["O4"].strategy.zh.rstrip("。")
        open_form = replace(plain(), rights=())
        assert tables(form_page(open_form))[0].columns[1].header == "是否成立"

    def test_rejected_form_is_no_recommendation(self) -> None:
        """The rejected form bears no mark of recommendation; the reason is printed."""
        page = form_page(rejected_form())
        assert "推荐" not in telling.drawn(page).split()
        assert "老板不同意" in telling.spoken(page)

    def test_too_few_facts_give_no_share_and_no_grounds(self) -> None:
        """Without a recommendation nobody is told that a change has grounds or how many draws agree."""
        page = form_page(VERDICTS["insufficient"][0])
        assert "改组门槛" not in telling.spoken(page)
        assert "0%" not in telling.drawn(page).split()

    def test_reaching_a_limit_is_told_from_passing_it(self) -> None:
        """A flip at the limit itself says so."""
        flip = replace(plain().advice.flips[0], direction="above", inclusive=True)
        assert "或更高" in telling.spoken(form_page(told(flips=(flip,))))


class TestOrganization:
    """Charts, changes and totals of both organizations agree with each other."""

    def test_total_row_equals_both_charts(self) -> None:
        """The last row of changes carries the headcount of both organizations; nets add up to its net."""
        proposal = plain()
        table = tables(target(brief(proposal))[-1])[0]
        before = sum(post.fte or 0.0 for post in proposal.today.posts)
        after = sum(post.fte or 0.0 for post in proposal.target.posts)
        assert table.rows[-1][3] == f"{before:g}→{after:g}"
        assert float(table.rows[-1][4]) == pytest.approx(after - before)
        assert sum(float(row[4]) for row in table.rows[:-1]) == pytest.approx(after - before)

    def test_title_counts_every_group_that_changes(self) -> None:
        """Numbers of the title add up to the changes that the table lists as other than kept."""
        pages = target(brief(plain()))
        rows = tables(pages[-1])[0].rows[:-1]
        counted = [int(n) for n in re.findall(r"(\d+)组", pages[0].title)]
        assert sum(counted) == sum(row[0] != "保留" for row in rows)

    def test_first_organization_is_not_called_a_change(self) -> None:
        """Where today is not known, the target says so instead of counting new posts as growth."""
        none = replace(plain().difference.before, n_posts=0)
        proposal = replace(plain(), difference=replace(plain().difference, before=none))
        pages = target(brief(proposal))
        assert "还没有填写" in pages[0].title
        assert "没有填写" in pages[-1].title

    def test_salary_bands_give_a_range_and_none_gives_none(self) -> None:
        """Cost is told only where the consultant entered bands."""
        assert "未估算人力成本" in words(*target(brief(plain())))
        bands = {
            post.kind: SalaryBand(8000.0, 12000.0) for post in (*plain().today.posts, *plain().target.posts)
        }
        source = entered(settings=Settings(salaries=bands))
        assert source.proposal is not None
        assert "每月人力成本变化" in words(*target(brief(source.proposal)))

    def test_unknown_headcount_is_not_nobody(self) -> None:
        """Posts without headcount are told as such in the title."""
        figures = plain().difference.before
        open_ones = replace(plain().difference, before=replace(figures, n_unknown=figures.n_posts))
        assert "人数未填" in today(brief(replace(plain(), difference=open_ones)))[0].title

    def test_spans_beyond_the_usual_are_told_before_they_are_warnings(self) -> None:
        """A span just over its range reads as slightly wide, never as fitting."""
        figures = plain().difference.before
        spans = tuple(replace(span, reports=span.high + 1, flag="ok") for span in figures.spans)
        proposal = replace(
            plain(), difference=replace(plain().difference, before=replace(figures, spans=spans))
        )
        last = tables(today(brief(proposal))[-1])[-1]
        assert {row[3] for row in last.rows} == {"略宽"}


class TestRights:
    """Every row has one post that decides, or the page says which has none."""

    def test_each_row_has_one_d(self) -> None:
        """The column D holds exactly one name a row."""
        proposal = plain()
        card = tables(telling.page(rights(brief(proposal))))[0]
        assert len(card.rows) == len(proposal.rights)
        place = [column.header for column in card.columns].index("D 拍板")
        for row in card.rows:
            assert row[place].lstrip("▲")
            assert "、" not in row[place].replace("选品、商品", "")
            assert "和" not in row[place]

    def test_row_without_d_is_the_headline(self) -> None:
        """A decision that lost its post is told in the title and by name."""
        first = plain().rights[0]
        letters = tuple(pair for pair in first.target if pair[0] != "decide")
        proposal = replace(plain(), rights=(replace(first, target=letters), *plain().rights[1:]))
        page = telling.page(rights(brief(proposal)))
        assert "1个还没有拍板岗位" in page.title
        assert "1个决定没有D" in telling.spoken(page)

    def test_on_air_budget_names_who_really_decides(self) -> None:
        """The point about the two bands names the posts of the card, not fixed ones."""
        spoken = telling.spoken(telling.page(rights(brief(plain()))))
        assert "由投手当场拍板" in spoken
        assert "由店长拍板" in spoken

    def test_slowest_decision_is_told(self) -> None:
        """The page names the longest wait, counts the slow ones and marks their rows."""

        def waiting(line: RightsLine, hours: float) -> RightsLine:
            return replace(line, hours_today=hours)

        slow = tuple(waiting(line, 30.0 + n) for n, line in enumerate(plain().rights))
        page = telling.page(rights(brief(replace(plain(), rights=slow))))
        assert f"{len(slow)}项要等24小时以上，这一项要等{29 + len(slow)}小时" in telling.spoken(page)
        assert tables(page)[0].emphasis == tuple(range(len(slow)))

    def test_unwritten_decisions_are_named(self) -> None:
        """A decision of which nobody knows who takes it today is named."""
        lines = tuple(replace(line, today=(), outside_today=None) for line in plain().rights)
        page = telling.page(rights(brief(replace(plain(), rights=lines))))
        assert f"{len(lines)}个决定没写清由谁定" in telling.spoken(page)


class TestRoadmap:
    """The table, the picture, the summary and the totals tell one plan."""

    def test_table_equals_plan(self) -> None:
        """Each planned initiative stands once with its quarter and effort; the others stand with reasons."""
        plan = plain().plan
        inside, outside = tables(telling.page(programme(brief(plain()))))
        assert sorted((row[0], float(row[3])) for row in inside.rows) == sorted(
            (f"第{(one.quarter or 0) + 1}季", one.person_days) for one in plan.planned()
        )
        assert len(outside.rows) == len(plan.initiatives) - len(plan.planned())
        assert all(row[1] for row in outside.rows)

    def test_effort_is_the_same_on_every_page(self) -> None:
        """Titles, table and loads of the quarters give one sum; the summary asks for the first quarter."""
        proposal = plain()
        picture, page = roadmap(brief(proposal))
        inside, _ = tables(telling.page(programme(brief(proposal))))
        (loads,) = tables(page)
        total = sum(float(row[3]) for row in inside.rows)
        assert f"{total:g}人天" in picture.title
        assert sum(float(row[2].split("／")[0]) for row in loads.rows) == total
        first = loads.rows[0][2].split("／")[0]
        assert f"共{first}人天" in page.title
        asked = summary(brief(proposal)).so_what
        assert asked is not None
        assert f"共{first}人天" in asked.ask
        assert f"第1季{loads.rows[0][1].split('／')[0]}项举措" in asked.ask
        assert page.so_what is not None
        assert f"第1季{first}人天" in page.so_what.ask

    def test_forced_ones_head_their_quarter(self) -> None:
        """What has to come first stands first."""
        inside = tables(telling.page(programme(brief(plain()))))[0]
        assert inside.emphasis == tuple(range(len(inside.emphasis)))
        assert inside.emphasis

    def test_outlook_counts_short_ones_as_they_are_printed(self) -> None:
        """A score that prints as its target is not short of it."""
        near = tuple(replace(p, now=2.0, then=3.46, target=3.5) for p in plain().projections)
        page = telling.page(outlook(brief(replace(plain(), projections=near))))
        assert "到不了目标" not in telling.spoken(page)


class TestHand:
    """The consultant's version is printed and marked; what was rejected is gone; moved ground is said."""

    def test_own_words_are_printed_and_marked(self) -> None:
        """Form, post, right, ritual, metric, initiative and rule carry the consultant's words."""
        first = plain().plan.planned()[0].initiative
        own = {
            "form": "先不动挂靠",
            "post:host@live": "金牌主播",
            "right:persona": "由内容主编定",
            "ritual:stand_up": "开工会",
            "metric:host": "只看净GMV",
            f"initiative:{first}": "先把库存表跑起来",
            "rule:R2": "货盘归一人",
        }
        proposal = edited(*(LineEdit(line, "edited", text=text) for line, text in own.items()))
        b = brief(proposal)
        pages = (form(b), *target(b), rights(b), *rituals(b), *roadmap(b), structure(b))
        found = words(*pages)
        assert [text for text in own.values() if f"{text}（顾问修订）" not in found] == []
        assert "先不动挂靠（顾问修订）" in words(summary(b))

    def test_edited_headcount_marks_its_row(self) -> None:
        """A row whose headcount was set by hand is marked although its name stays."""
        b = brief(edited(LineEdit("post:host@live", "edited", fte=4.0)))
        marked = [row for row in tables(target(b)[-1])[0].rows if "顾问修订" in row[2]]
        assert [row[2] for row in marked] == ["直播间·主播（顾问修订）"]

    def test_rejected_lines_are_not_recommended(self) -> None:
        """A rejected ritual, metric, initiative and rule leaves its page; the right stays as it is today."""
        first = plain().plan.planned()[0].initiative
        lines = ("ritual:stand_up", "metric:host", f"initiative:{first}", "rule:R2", "right:floor_price")
        edits = tuple(LineEdit(line, "rejected", reason="另有安排") for line in lines)
        proposal = entered(edits=edits).proposal
        assert proposal is not None
        b = brief(proposal)
        assert "开播前站会" not in words(*rituals(b))
        assert "主播" not in [row[0] for row in tables(rituals(b)[-1])[0].rows]
        inside, outside = tables(telling.page(programme(b)))
        known = next(i.name.zh for i in b.knowledge.initiatives if i.id == first)
        assert known not in [row[1] for row in inside.rows]
        assert ("顾问未采纳：另有安排") in dict(outside.rows)[known]  # type: ignore[arg-type]
        assert "R2" not in words(structure(b))
        card = tables(telling.page(rights(b)))[0]
        kept = [row for row in card.rows if "维持现状" in row[0]]
        assert len(kept) == 1
        assert "▲" not in "".join(kept[0])

    def test_all_rules_rejected_is_not_called_quiet(self) -> None:
        """Rules that hold still hold when their changes are rejected: the page says both."""
        rules = [r.rule for r in entered().result.recommendations]
        b = brief(edited(*(LineEdit(f"rule:{rule}", "rejected", reason="x") for rule in rules)))
        page = telling.page(structure(b))
        assert "4条成立" in page.title
        assert "未采纳" in page.title

    def test_place_of_the_consultant_holds(self) -> None:
        """A line stands where the consultant put it; the others keep their order around it."""
        last = plain().rituals[-1]
        table = tables(rituals(brief(edited(LineEdit(f"ritual:{last}", "edited", order=1))))[0])[0]
        usual = [row[0] for row in tables(rituals(brief(plain()))[0])[0].rows]
        assert [row[0] for row in table.rows] == [f"{usual[-1]}（顾问修订）", *usual[:-1]]

    @pytest.mark.parametrize("locale", LOCALES)
    def test_moved_ground_is_said_where_the_line_stands(self, locale: Locale) -> None:
        """The note of the page names lines whose facts changed since; other pages keep silent."""
        proposal = edited(LineEdit("ritual:stand_up", "accepted", basis="old"), moved=("ritual:stand_up",))
        b = brief(proposal, locale)
        changed = {"zh": "依据已变", "en": "facts changed since"}[locale]
        assert changed in rituals(b)[0].source
        assert changed not in words(form(b), *roadmap(b), rights(b))

    def test_accepted_lines_need_no_mark(self) -> None:
        """Accepting a line changes no word of the report."""
        first = plain().plan.planned()[0].initiative
        lines = ("form", "right:persona", "ritual:stand_up", f"initiative:{first}", "rule:R2")
        accepted = brief(edited(*(LineEdit(line, "accepted") for line in lines)))
        assert compose(accepted.source) == compose(brief(plain()).source)


class TestCrosswalk:
    """Stages of one letter keep their own names."""

    def test_stages_of_one_letter_are_told_apart(self) -> None:
        """Each row of a model bears the name of its own stage."""
        page = telling.page(crosswalk(brief(plain())))
        named = [(row[0], row[2]) for row in stages(page)]
        assert len(set(named)) == len(named)

    def test_title_names_the_lowest_stage(self) -> None:
        """The title names the stage in words, with its score."""
        low = tuple(
            replace(stage, value=1.2) if place == 1 and stage.model == "four_a" else stage
            for place, stage in _placed(plain().crosswalk)
        )
        assert any(stage.value == 1.2 for stage in low)
        page = telling.page(crosswalk(brief(replace(plain(), crosswalk=low))))
        second = stages(page)[[stage.value for stage in low].index(1.2)][2]
        assert second in page.title
        assert "1.2分" in page.title


def stages(page: Page) -> list[tuple[str, ...]]:
    """Stages of the table in their order, which stand in two columns side by side."""
    rows = tables(page)[0].rows
    every = [row[:5] for row in rows] + [row[5:] for row in rows]
    return [row for row in every if any(row)]


def _placed(stages: tuple[StagePosition, ...]) -> list[tuple[int, StagePosition]]:
    """Count the stages of each model."""
    seen: dict[str, int] = {}
    found = []
    for stage in stages:
        found.append((seen.get(stage.model, 0), stage))
        seen[stage.model] = seen.get(stage.model, 0) + 1
    return found
