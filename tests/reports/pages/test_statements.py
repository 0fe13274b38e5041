"""What the pages say about particular data: the statement follows the number, never the template."""

from dataclasses import replace

import pytest

from assessment.domain.text import LocalizedText
from reports.briefing import Briefing, ReportInput
from reports.compose import compose
from reports.document import Page, Prose, Table, Tiles
from reports.pages.gaps import gaps
from reports.pages.initiatives import initiatives
from reports.pages.maturity import maturity
from reports.pages.method import method
from reports.pages.profile import profile
from reports.pages.raters import raters
from reports.pages.readiness import planned, readiness
from reports.pages.resemblance import resemblance
from reports.pages.structure import structure
from reports.pages.summary import summary
from reports.phrases import phrases
from scoring.results import PeerStanding, Score, WaveResult
from tests.reports.compose.situations import material


def brief(name: str = "rich", **changes: object) -> Briefing:
    """Brief in Chinese on one situation, some results replaced."""
    source = material(name, "zh")
    return Briefing(replace(source, result=replace(source.result, **changes)), phrases("zh"))  # type: ignore[arg-type]


def page(found: Page | None) -> Page:
    """Insist on a page."""
    assert found is not None
    return found


def said(found: Page) -> str:
    """Right-hand column as one text."""
    assert found.so_what is not None
    points = "".join(point.head + point.body for point in found.so_what.points)
    return points + found.so_what.ask


def table(found: Page) -> Table:
    """First table of a page."""
    return next(block for block in found.blocks if isinstance(block, Table))


def mismatched(source: ReportInput) -> WaveResult:
    """Give a result in which own live is planned at half of net GMV and is not ready."""
    ready = tuple(
        replace(
            r,
            planned_share=50.0,
            mismatch=True,
            score=replace(r.score, value=2.1, standard_error=0.2, low=1.7, high=2.5),
        )
        if r.position == "F"
        else r
        for r in source.result.readiness
    )
    return replace(source.result, readiness=ready)


def with_overall(result: WaveResult, **changes: object) -> WaveResult:
    """Replace fields of the overall score."""
    return replace(result, overall=replace(result.overall, **changes))  # type: ignore[arg-type]


class TestSummary:
    """The first page leads with the weightiest statement."""

    def test_mismatch_leads(self) -> None:
        """A position planned large and not ready is the headline, with share and score."""
        source = material("rich", "zh")
        found = summary(Briefing(replace(source, result=mismatched(source)), phrases("zh")))
        assert found.title == "商家自播计划占净GMV的50%，就绪度只有2.1分：先补能力，再压目标"

    def test_one_opinion_is_called_one_opinion(self) -> None:
        """With a single respondent the headline warns before anything else."""
        assert summary(brief("owner_only")).title.startswith("仅凭1人作答")

    def test_difference_of_views_leads_only_beyond_noise(self) -> None:
        """The same difference is no headline once it does not exceed its noise."""
        loud = summary(brief())
        quiet_gaps = tuple(replace(g, exceeds_noise=False) for g in brief().result.role_gaps)
        quiet = summary(brief(role_gaps=quiet_gaps))
        assert "比团队高1.9分" in loud.title
        assert quiet.title.startswith("组织能力3.1分，离目标3.5分还差0.4分：先补")

    def test_there_are_four_figures_and_three_findings(self) -> None:
        """The page holds four tiles and three findings."""
        found = summary(brief())
        tiles = next(block for block in found.blocks if isinstance(block, Tiles))
        prose = next(block for block in found.blocks if isinstance(block, Prose))
        assert (len(tiles.tiles), len(prose.blocks)) == (4, 3)

    def test_level_is_never_bare(self) -> None:
        """The overall tile prints the interval, and the level with its probability."""
        tiles = next(block for block in summary(brief()).blocks if isinstance(block, Tiles))
        assert tiles.tiles[0].note == "95%区间2.7–3.5；92%的把握在“规范”级"

    def test_without_overall_score_nothing_is_to_be_approved(self) -> None:
        """Where the score is withheld, the ask is for evidence and not for money."""
        assert "补齐作答和组织信息" in said(summary(brief("silent")))


class TestMaturity:
    """The ladder page states certainty in words."""

    def test_uncertain_level_names_both(self) -> None:
        """Below 80% the neighbour is named with its own probability."""
        base = brief().result
        unsure = with_overall(base, level_probabilities=(0.0, 0.3, 0.6, 0.1, 0.0))
        found = maturity(brief(overall=unsure.overall))
        assert found.title == "整体3.1分，落在“规范”与“成形”之间：前者概率60%，后者概率30%"

    def test_reached_target_is_said(self) -> None:
        """At or above target no gap is claimed."""
        reached = with_overall(brief().result, gap=0.0, target=3.0)
        assert maturity(brief(overall=reached.overall)).title.endswith("已达到目标3.0分")

    def test_band_and_target_may_be_absent(self) -> None:
        """Without a target the title gives the interval instead."""
        bare = with_overall(brief().result, gap=None, target=None)
        found = maturity(brief(overall=bare.overall))
        assert "95%区间2.7–3.5" in found.title
        assert "定下目标分" in said(found)


class TestProfile:
    """The profile compares only what may be compared."""

    def test_no_peers_is_said_in_words(self) -> None:
        """Without peers the page says so and prints no peer figure."""
        found = page(profile(brief("no_facts")))
        assert "还没有同行数据" in said(found)
        assert "还没有同行数据" in found.source

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({"percentile": 65.0, "low": 55.0, "high": 75.0}, "内容高于约65%的同行（区间55–75%）。"),
            ({"upper_half": 0.88, "top_quarter": 0.41}, "内容有88%的把握在前一半，41%的把握在前四分之一。"),
            ({"quartile": 1}, "内容处在后四分之一。"),
            ({}, "暂无同行对比"),
        ],
    )
    def test_standing_is_as_exact_as_the_evidence(self, changes: dict[str, float], expected: str) -> None:
        """Percentile, probabilities or quartile: whichever the evidence allows, and else nothing."""
        bare = PeerStanding("CO", 20, None, None, None, None, None, None, None, None, None)
        found = page(profile(brief(standings=(replace(bare, **changes),))))
        assert expected in said(found)

    def test_overlapping_dimensions_are_not_ranked(self) -> None:
        """Dimensions within noise get no strongest and no weakest."""
        found = page(profile(brief("owner_only")))
        assert "仍在误差以内" in found.title
        assert "排名没有意义" in said(found)

    def test_missing_dimension_says_why(self) -> None:
        """A dimension that does not apply is named with its reason."""
        found = page(profile(brief("talent_not_applicable")))
        assert "达人：不适用" in said(found)
        assert "能计分的4个维度" in found.title


class TestGaps:
    """The gap page quotes answers and never counts what is withheld."""

    def test_leading_gaps_quote_the_answer(self) -> None:
        """The weakest item of a leading gap is quoted with its most frequent answer."""
        assert "“开播前，可售库存怎样确认”这一题，最集中的回答是“不确认”。" in said(page(gaps(brief())))

    def test_all_reached(self) -> None:
        """Where every target is met the title says how many and which is lowest."""
        found = page(gaps(brief("excellent")))
        assert found.title.startswith("20项子能力全部达到目标3.5分")

    def test_nothing_scored(self) -> None:
        """Without any score the page explains itself."""
        gone = tuple(
            replace(s, value=None, gap=None, low=None, high=None, withheld="no_answer")
            for s in brief().result.sub_capabilities
        )
        found = page(gaps(brief(sub_capabilities=gone)))
        assert found.title == "20项子能力都还不能计分：先补齐作答，再谈差距"
        assert "为什么没有差距图" in said(found)

    def test_spread_out_gap_is_not_called_focused(self) -> None:
        """When the widest gaps hold less than a quarter, the title says that the gap is spread out."""
        even = tuple(
            replace(s, value=3.0, gap=0.5, withheld=None, target=3.5) for s in brief().result.sub_capabilities
        )
        first = replace(even[0], value=3.6, gap=0.0)
        found = page(gaps(brief(sub_capabilities=(first, *even[1:]))))
        assert "差距分散" in found.title


class TestRaters:
    """Differences of view are printed only beyond noise."""

    def test_noise_prints_no_gap(self) -> None:
        """Without a difference beyond noise no cell is marked and agreement is stated."""
        quiet = tuple(replace(g, exceeds_noise=False) for g in brief().result.role_gaps)
        found = page(raters(brief(role_gaps=quiet)))
        assert "仍在误差以内" in found.title
        assert "规定与现场之间有落差" not in said(found)

    def test_stricter_owner_reads_the_other_way(self) -> None:
        """A lower owner score is told as such."""
        turned = tuple(replace(g, difference=-abs(g.difference)) for g in brief().result.role_gaps)
        found = page(raters(brief(role_gaps=turned)))
        assert "低1.9分" in found.title
        assert "负责人更严" in said(found)

    def test_single_and_ownerless_waves_say_what_is_missing(self) -> None:
        """One person, or no owner: the page says which side is missing."""
        assert "只有1人" in page(raters(brief("owner_only"))).title
        assert "负责人本人" in said(page(raters(brief("pair"))))

    def test_one_role_only(self) -> None:
        """Several people of one role cannot be compared with anybody."""
        quality = replace(brief().result.data_quality, n_by_role=(("LIVE", 3),), n_submitted=3)
        found = page(raters(brief(role_gaps=(), data_quality=quality)))
        assert found.title == "3人作答，都来自直播运营团队：还不能拿负责人和团队对照"

    def test_nothing_in_common(self) -> None:
        """Owner and team without a common dimension are not compared."""
        assert "没有共同回答的维度" in page(raters(brief(role_gaps=()))).title


class TestReadiness:
    """Strategy against capability."""

    def test_mismatch_names_its_probability(self) -> None:
        """The flag never stands without the probability that readiness is really short."""
        source = material("rich", "zh")
        found = page(readiness(Briefing(replace(source, result=mismatched(source)), phrases("zh"))))
        assert found.title == "商家自播计划占净GMV的50%，就绪度只有2.1分：有99%的可能真的低于2.6分底线"
        assert "不加目标" in said(found)

    def test_without_a_plan_no_verdict(self) -> None:
        """Without the planned mix the page asks for it and judges nothing."""
        found = page(readiness(brief("no_facts")))
        assert "判断不了是否错配" in found.title
        assert "填完净GMV构成" in said(found)

    def test_small_shares_are_no_bets(self) -> None:
        """When no position reaches a fifth, the page says so."""
        thin = tuple(replace(r, planned_share=10.0, mismatch=False) for r in brief().result.readiness)
        found = page(readiness(brief(readiness=thin)))
        assert "没有一个阵地的计划占比达到20%" in found.title

    def test_planned_share_is_told_as_money_where_net_gmv_is_known(self) -> None:
        """The mean of the months given, times the share; without months the share stands alone."""
        source = material("rich", "zh")
        known = Briefing(replace(source, facts={"F4.month1": 300.0, "F4.month2": 100.0}), phrases("zh"))
        bare = Briefing(replace(source, facts={}), phrases("zh"))
        assert planned(known, 50.0) == "50% 约100万元"
        assert (planned(bare, 50.0), planned(known, 0.0), planned(known, None)) == ("50%", "0%", "未填")

    def test_comfortable_margin_is_not_called_thin(self) -> None:
        """A position that is far above the floor gets no warning."""
        assert "余量充足" in said(page(readiness(brief("excellent"))))


class TestResemblance:
    """A mirror, not a verdict."""

    def test_title_follows_certainty(self) -> None:
        """Clear, mixed and atypical read differently."""
        base = brief().result.resemblance
        clear = page(resemblance(brief(resemblance=replace(base, mixed=False, atypical=False)))).title
        mixed = page(resemblance(brief(resemblance=replace(base, mixed=True, atypical=False)))).title
        far = page(resemblance(brief(resemblance=replace(base, atypical=True)))).title
        assert "这不是定论" in clear
        assert "介于两者之间" in mixed
        assert "都不太像" in far

    def test_shape_that_matches_is_said_to_match(self) -> None:
        """On the centre of an archetype the page reports no departure."""
        b = brief()
        member = b.knowledge.archetypes.members[0]
        same = tuple(replace(s, value=member.center[s.id]) for s in b.result.dimensions)
        only = replace(
            b.result.resemblance,
            memberships=(replace(b.result.resemblance.memberships[0], archetype=member.id),),
        )
        found = page(resemblance(brief(dimensions=same, resemblance=only)))
        assert "形状几乎重合" in said(found)


class TestStructure:
    """Advice stands beside the facts that fired it."""

    def test_fired_rule_shows_value_and_threshold(self) -> None:
        """The table gives name, value, threshold and source of the judgement."""
        cells = "".join("".join(row) for row in table(page(structure(brief()))).rows)
        assert "投播分钟级协同：2.2分（低于2.6分）" in cells
        assert "（专业判断）" in cells

    def test_quiet_comparisons_are_not_called_evidence(self) -> None:
        """Only comparisons that hold are printed."""
        cells = "".join("".join(row) for row in table(page(structure(brief()))).rows)
        assert "团队回答“不知道”的占比" not in cells

    def test_undecidable_rules_say_what_they_need(self) -> None:
        """Rules without facts are listed as not decidable yet, with their facts."""
        tables = [block for block in page(structure(brief("no_facts"))).blocks if isinstance(block, Table)]
        needs = "".join(row[1] for row in tables[-1].rows)
        assert "最大一位达人占达人成交的比例" in needs

    def test_lack_of_answers_is_not_called_lack_of_facts(self) -> None:
        """A rule that waits for respondents asks for respondents."""
        assert "请更多岗位作答" in said(page(structure(brief("owner_only"))))

    def test_all_quiet(self) -> None:
        """When no rule applies the structure is left alone."""
        quiet = tuple(replace(r, status="quiet", missing=()) for r in brief().result.recommendations)
        found = page(structure(brief(recommendations=quiet)))
        assert found.title == "11条结构规则都不成立：架构不必动，把力气放在做法上"

    def test_doubt_comes_first(self) -> None:
        """While owner and team disagree, the alignment session precedes every other change."""
        found = page(structure(brief()))
        assert table(found).rows[0][0].startswith("R9")
        assert "先对事实" in found.title

    def test_seed_mark(self) -> None:
        """A rule from the source article is marked so."""
        source = material("rich", "zh")
        rules = tuple(replace(r, source="seed") for r in source.knowledge.rules)
        b = Briefing(replace(source, knowledge=replace(source.knowledge, rules=rules)), phrases("zh"))
        assert "（文章原文）" in table(page(structure(b))).rows[0][0]


class TestInitiatives:
    """First things first, with the reason."""

    def test_forced_ones_are_marked_and_explained(self) -> None:
        """Forced initiatives stand first, in bold, with their reason."""
        found = page(initiatives(brief()))
        assert table(found).emphasis == (0, 1)
        assert table(found).rows[0][-1].startswith("前提")
        assert "前2件是前提" in found.title

    def test_rows_name_post_effort_cash_and_measure(self) -> None:
        """Each row holds rank, action, post, person-days, cash band, KPI and reason."""
        row = table(page(initiatives(brief()))).rows[3]
        assert row[2:6] == ("投放负责人", "12", "0.5–2万元", "触线到决定的分钟数")
        assert row[6] == "投播分钟级协同差1.3分；规则R1成立"

    def test_nothing_to_do_is_a_decision(self) -> None:
        """Without initiatives the page says so and asks for none."""
        found = page(initiatives(brief("excellent")))
        assert found.title.startswith("目前列入的举措为0项")
        assert "本季度不新增举措" in said(found)

    def test_one_initiative_reads_as_one(self) -> None:
        """A single initiative is named in the title."""
        only = (replace(brief().result.initiatives[2], rank=1),)
        assert page(initiatives(brief(initiatives=only))).title.startswith("本季度只做1件事")

    def test_ranking_claims_the_mix_only_when_it_is_known(self) -> None:
        """Without a planned mix the page says that positions weigh the same."""
        free = tuple(replace(i, forced=False) for i in brief().result.initiatives)
        assert "生意占比高的阵地" in said(page(initiatives(brief(initiatives=free))))
        assert "同等权重" in said(page(initiatives(brief("no_facts", initiatives=free))))

    def test_initiative_of_an_older_knowledge_base_is_left_out(self) -> None:
        """An id that the knowledge base no longer holds makes no row and no error."""
        ghost = (replace(brief().result.initiatives[0], initiative="I99"),)
        assert page(initiatives(brief(initiatives=ghost))).title.startswith("目前列入的举措为0项")


class TestMethod:
    """What the numbers rest on."""

    def test_prior_and_digests_are_printed(self) -> None:
        """Share of the prior, versions and digests stand in the table."""
        b = brief()
        cells = "".join("".join(row) for row in table(method(b)).rows)
        assert "先验权重78%" in cells
        assert b.result.instrument_digest[:16] in cells
        assert b.result.knowledge_digest[:16] in cells
        assert "专业判断给出" in cells

    def test_real_epoch_is_not_called_judged(self) -> None:
        """An epoch of real merchants is named, not called judgement."""
        cells = "".join("".join(row) for row in table(method(brief(epoch="2027Q1"))).rows)
        assert "第2027Q1期" in cells
        assert "有真实样本后替换" not in cells

    def test_notes_of_the_data_are_put_into_words(self) -> None:
        """Codes of data quality become sentences."""
        assert "只有1人作答。" in said(method(brief("owner_only")))


def test_demo_words_stand_on_the_demo_only() -> None:
    """The mark of synthetic data depends on the merchant, not on the page."""
    assert compose(material("rich", "en")).demo_mark == "Demo data"
    assert compose(material("pair", "en")).demo_mark == ""


def test_english_counts_agree() -> None:
    """One is one: singular verbs and nouns in English titles."""
    source = material("rich", "en")
    first = source.result.recommendations
    one = tuple(replace(r, status="fired" if r.rule == "R2" else "quiet", missing=()) for r in first)
    b = Briefing(replace(source, result=replace(source.result, recommendations=one)), phrases("en"))
    assert page(structure(b)).title == "Only 1 of 11 structural rules applies: Nobody owns Douyin stock"


def test_names_without_a_catalogue_entry_name_themselves() -> None:
    """Unknown ids of scales, roles and positions are printed as they are, never as nothing."""
    b = brief()
    assert (b.name("ZZ"), b.role("ZZ"), b.position("ZZ")) == ("ZZ", "ZZ", "ZZ")
    assert b.sentence(LocalizedText("先看数据；", "look first;")) == "先看数据。"


def test_withheld_score_is_not_read_as_a_number() -> None:
    """The interval of a withheld score is its reason."""
    gone = Score("CO", "dimension", None, None, None, None, 0, 0, withheld="no_rater")
    assert brief().interval(gone) == "没有人作答"
