"""Numbers, evidence and readings that several pages share."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.text import LOCALES, Locale
from reports import evidence, numbers, posts, reading
from reports.briefing import Briefing
from reports.measure import TITLE_ROOM, first_fitting, half_widths
from reports.phrases import phrases
from scoring.organization.fact_keys import HOST, TEAM_KINDS
from scoring.organization.structure_facts import structure_from_facts
from scoring.results import ComparisonTrace, Score
from tests.reports.compose.situations import material


def brief(locale: Locale = "zh") -> Briefing:
    """Brief on the demo."""
    return Briefing(material("rich", locale), phrases(locale))


def trace(kind: str, key: str, op: str, threshold: object, value: object) -> ComparisonTrace:
    """One evaluated comparison."""
    return ComparisonTrace(kind, key, op, threshold, value, outcome=True)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("made", "zh", "en"),
    [
        (
            trace("score", "AD2", "<", 2.6, 2.16),
            "投播分钟级协同：2.2分（低于2.6分）",
            "Minute-level coordination of ads and live room: 2.2 (below 2.6)",
        ),
        (
            trace("fact", "F23.shared", "=", True, True),
            "抖音与其他渠道共用库存：是",
            "Douyin shares stock with other channels: yes",
        ),
        (
            trace("fact", "M13", ">", 60, 71.0),
            "付费观看占比：71%（高于60%）",
            "Paid share of viewers: 71% (above 60%)",
        ),
        (
            trace("derived", "team_unknown_share", ">=", 0.3, 0.42),
            "团队回答“不知道”的占比：42%（不低于30%）",
            'Share of "don\'t know" in the team: 42% (at least 30%)',
        ),
        (
            trace("derived", "slow_approvals", ">=", 2, 3.0),
            "批复超过24小时的决定数：3项（不低于2项）",
            "Decisions that take more than 24 hours: 3 (at least 2)",
        ),
        (
            trace("fact", "F23.shared", "=", True, None),
            "抖音与其他渠道共用库存：未知",
            "Douyin shares stock with other channels: unknown",
        ),
    ],
)
def test_comparisons_are_told_with_value_and_threshold(made: ComparisonTrace, zh: str, en: str) -> None:
    """Name, value, unit and threshold, in both languages."""
    assert evidence.told(brief("zh"), made) == zh
    assert evidence.told(brief("en"), made) == en


@pytest.mark.parametrize("locale", LOCALES)
def test_whatever_facts_draw_has_words(locale: Locale) -> None:
    """Teams, heads and layers of an organization drawn from facts are printed by name, never by their ids."""
    rows = (row for rows in TEAM_KINDS.values() for row in rows)
    heads = {f"F14.{row}": "function_head" for row in rows if row != HOST}
    facts = heads | {"F14.host": "lead", "F13.host.fte": 3, "F2.layers": 4}
    drawn = structure_from_facts(facts, brief(locale).knowledge.design, {})
    assert {"head_support", "layer4"} <= {post.id for post in drawn.posts}
    told = [posts.post_name(brief(locale), post) for post in drawn.posts]
    told += [posts.team_name(brief(locale), drawn, team.id) for team in drawn.teams]
    ids = {post.id for post in drawn.posts} | {team.id for team in drawn.teams}
    assert not ids & set(told)


def test_choices_are_told_by_name() -> None:
    """A choice is printed by its name, several as a list, an unknown one as itself."""
    b = brief()
    assert evidence.told(b, trace("fact", "F14.media_buyer", "in", ("agency",), "function_head")).endswith(
        "：职能部门负责人"
    )
    assert "（不是" in evidence.told(b, trace("fact", "F14.media_buyer", "!=", "agency", "function_head"))
    assert evidence.told(b, trace("fact", "F17.functions", "in", ("hosts",), ("hosts", "zz"))).endswith("zz")


def test_unknown_keys_name_themselves() -> None:
    """A key that nothing describes is printed as it is."""
    assert evidence.name_of(brief(), "X9.nothing") == "X9.nothing"
    assert evidence.told(brief(), trace("fact", "X9.nothing", ">", 1, 2.0)) == "X9.nothing：2（高于1）"


@given(st.floats(0.0, 100.0))
def test_percent_never_claims_certainty(value: float) -> None:
    """Only 0 prints as 0% and only 100 as 100%."""
    text = numbers.percent(value)
    assert (text == "0%") == (value == 0)
    assert (text == "100%") == (value == 100)


@given(st.floats(-1e4, 1e4))
def test_scores_round_to_one_decimal_without_negative_zero(value: float) -> None:
    """A printed score differs from the score by at most half a tenth."""
    text = numbers.score(value)
    assert abs(float(text) - value) <= 0.05 + 1e-9
    assert text != "-0.0"


@given(st.floats(0.0, 1e12), st.sampled_from(LOCALES))
def test_money_keeps_its_size(yuan: float, locale: Locale) -> None:
    """Read back, a printed amount lies within 6% of the amount, or 1 yuan."""
    units = {"亿": 1e8, "万": 1e4, "B": 1e9, "M": 1e6, "K": 1e3}
    text = numbers.money(yuan, locale).replace("CNY ", "").replace("元", "").replace(",", "")
    unit = units.get(text[-1], 1.0)
    assert abs(float(text.rstrip("亿万BMK")) * unit - yuan) <= max(1.0, 0.06 * yuan)


@pytest.mark.parametrize(("names", "expected"), [([], ""), (["A"], "A"), (["A", "B"], "A和B")])
def test_short_lists(names: list[str], expected: str) -> None:
    """Lists of none, one and two."""
    assert numbers.listing(names, "zh") == expected


@given(st.lists(st.text(max_size=200), min_size=1))
def test_first_fitting_fits_when_anything_fits(wordings: list[str]) -> None:
    """The chosen wording fits if one does, and is the last one otherwise."""
    chosen = first_fitting(wordings)
    fits = [w for w in wordings if half_widths(w) <= TITLE_ROOM]
    assert chosen == (fits[0] if fits else wordings[-1])


def score(value: float | None, error: float | None = 0.3) -> Score:
    """Any dimension's score."""
    return Score("D", "dimension", value, error, None, None, 3, 2)


def test_extremes_need_two_scores() -> None:
    """One shown score has no strongest and weakest."""
    assert reading.extremes([score(3.0), score(None)]) is None
    assert reading.extremes([score(3.0), score(2.0)]) == (score(3.0), score(2.0))


def test_apart_respects_noise() -> None:
    """A difference counts only beyond 1.96 standard errors of the difference."""
    assert not reading.apart(score(3.0), score(2.2))
    assert reading.apart(score(3.0), score(2.1))


def test_withheld_score_has_no_value() -> None:
    """Asking for the value of a withheld score is an error."""
    with pytest.raises(ValueError, match="D"):
        reading.value(score(None))


@given(st.floats(1.0, 5.0), st.floats(0.01, 2.0), st.floats(1.0, 5.0))
def test_chance_below_falls_as_the_score_rises(value: float, error: float, threshold: float) -> None:
    """It is a probability, and a higher score makes being below less likely."""
    here = reading.chance_below(score(value, error), threshold)
    higher = reading.chance_below(score(value + 0.5, error), threshold)
    assert 0.0 <= higher <= here <= 1.0


def test_chance_below_without_error_is_plain() -> None:
    """A score without error is below or not."""
    assert reading.chance_below(score(2.0, None), 2.6) == 1.0
    assert reading.chance_below(score(2.6, None), 2.6) == 0.0


def test_gap_share_of_everything_is_one() -> None:
    """All gaps together hold the whole gap; without gaps the share is 0."""
    result = brief().result
    assert reading.gap_share(result, reading.gaps(result)) == pytest.approx(1.0)
    bare = replace(result, sub_capabilities=())
    assert reading.gap_share(bare, ()) == 0.0
    assert reading.answered_share(replace(bare, data_quality=replace(bare.data_quality, n_asked=0))) == 0.0


def test_usual_level_prefers_the_lower_of_a_tie() -> None:
    """Evidence is quoted on the careful side."""
    item = replace(brief().result.items[0], counts=(0, 2, 2, 0, 0))
    assert reading.usual_level(item) == 1
    assert reading.usual_level(replace(item, counts=(0, 0, 0, 0, 0))) is None
