"""The snowball page: state, advice, weakest push, and how little this rests on."""

from dataclasses import replace

import pytest

from assessment.domain.text import LOCALES, Locale
from reports.pages.snowball import snowball
from scoring.results import (
    Score,
    Snowball,
    SnowballElement,
)
from scoring.snowball import ELEMENTS, STATES
from tests.reports.pages.telling import brief, drawn, page, spoken


def rolling(state: str = "unsold", certainty: float = 0.71, **changes: object) -> Snowball:
    """Give a snowball in one state; elements are high or low without doubt."""
    sides = next(key for key, code in STATES.items() if code == state)
    scores = {"high": 3.6, "low": 2.4}
    elements = tuple(
        SnowballElement(
            name,
            Score(name, "overlay", scores[side], 0.2, scores[side] - 0.4, scores[side] + 0.4, 9, 5),
            side,
            side,
            scores[side],
        )
        for name, side in zip(ELEMENTS, sides, strict=True)
    )
    weakest = next((e.id for e in elements if e.side == "low"), "traffic")
    pairs = zip(ELEMENTS, sides, (*ELEMENTS[1:], ELEMENTS[0]), (*sides[1:], sides[0]), strict=True)
    coupling = next((f"{a}_{b}" for a, x, b, y in pairs if (x, y) == ("high", "low")), None)
    likely = ((state, certainty), ("rolling" if state != "rolling" else "one_off", 0.2))
    found = Snowball(elements, state, certainty, weakest, coupling, 2.9, "median", 20, "low", None, likely)
    return replace(found, **changes)  # type: ignore[arg-type]


class TestSnowball:
    """State, advice, weakest push, and how little this rests on."""

    @pytest.mark.parametrize("locale", LOCALES)
    @pytest.mark.parametrize("state", STATES.values())
    def test_every_state_has_a_name_and_advice(self, state: str, locale: Locale) -> None:
        """All eight states are named in the middle of the picture and advised upon."""
        b = brief(locale, snowball=rolling(state))
        found = page(snowball(b))
        name = b.say(f"snowball.state.{state}.name")
        assert name in found.title
        assert b.say(f"snowball.state.{state}.body") in spoken(found)

    def test_seed_words_are_quoted(self) -> None:
        """Where the source article speaks, its words stand in the advice as they are."""
        words = {
            "cold_start": "可以通过为潜在用户选择目标人群套餐来引入付费流量",
            "unsold": "匹配潜在人群的需求来组织产品策略",
            "good_pool": "优化付费流量达到的人群匹配度",
            "rolling": "用于构建稳定的日常销售",
        }
        for state, quoted in words.items():
            assert f"“{quoted}”" in spoken(page(snowball(brief(snowball=rolling(state)))))

    def test_the_broken_push_is_named_with_its_parts(self) -> None:
        """The coupling at fault is told in the text and torn in the picture."""
        found = page(snowball(brief(snowball=rolling("unsold"))))
        assert "断在汇流量→促转化" in spoken(found)
        assert "断点：人来了，没接住" in drawn(found)

    def test_an_unsure_state_is_only_suspected(self) -> None:
        """Below even odds the title names the rival, the break is suspected and the ask is to check."""
        found = page(snowball(brief(snowball=rolling("unsold", 0.3))))
        assert found.title.startswith("雪球最像“有人不买”（把握30%），也可能是“滚动”（20%）")
        assert "疑似断点" in drawn(found)
        assert "如果真是“有人不买”" in spoken(found)
        assert "核实" in spoken(found)

    @pytest.mark.parametrize("state", ["cold_start", "rolling"])
    def test_without_a_break_none_is_drawn(self, state: str) -> None:
        """When all three sides agree no link is torn."""
        found = page(snowball(brief(snowball=rolling(state))))
        assert "断点" not in drawn(found)
        assert "断在" not in spoken(found)

    @pytest.mark.parametrize(
        ("basis", "words"), [("percentile", "百分位"), ("median", "中位"), ("absolute", "固定线")]
    )
    def test_low_confidence_is_explained(self, basis: str, words: str) -> None:
        """Confidence is low for lack of metrics, and the comparison is named."""
        found = spoken(page(snowball(brief(snowball=rolling(basis=basis)))))
        assert "可信度低" in found
        assert "还没有接经营数据" in found
        assert words in found

    def test_withheld_state_says_why(self) -> None:
        """Without all three scores no state is named; with fewer than two there is no page."""
        bare = tuple(
            SnowballElement(
                n, Score(n, "overlay", None, None, None, None, 0, 0, withheld="no_answer"), None, None, None
            )
            for n in ELEMENTS
        )
        known = Score("traffic", "overlay", 3.0, 0.2, 2.6, 3.4, 4, 3)
        told = (replace(bare[0], score=known), replace(bare[1], score=known), bare[2])
        gone = Snowball(told, None, None, None, None, None, "absolute", 0, "low", "no_answer")
        found = page(snowball(brief(snowball=gone)))
        assert found.title == "雪球的3个要素中有2个可以计分，还看不出转不转得起来"
        assert "暂不判断" in drawn(found)
        assert "没有可以计分的答案" in spoken(found)
        assert snowball(brief(snowball=replace(gone, elements=bare))) is None

    def test_older_runs_have_no_snowball(self) -> None:
        """A run without the reading has no page."""
        assert snowball(brief(snowball=None)) is None
