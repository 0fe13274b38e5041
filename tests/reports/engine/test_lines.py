"""Line breaking: no 禁则 fault at any width, nothing lost, nothing wider than its room."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.lines import NOT_AT_END, NOT_AT_START, balanced, fit, label_lines, wrap
from reports.scene import Label, Weight
from reports.text import clean, em

PARAGRAPHS = (
    "主播与数据分析师缺编 5 人，直播GMV与绩效脱钩；在编制补齐前追加千川预算，边际ROI预计低于 1.4。",
    "批准在 Q4 设立“增长中台”（7 人编制），由总经理担任负责人，10 月 31 日前到岗；详见《实施方案》第 3 章！",
    "得分（95 % 置信区间 ±0.3，n ≥ 20）——参见《方法说明》；“不知道”“不适用”不计入……对吗？是的。",
    "The owner's “plan” (version 2.0) needs 90 days of long-term work; see https://example.com/a?b=c, n = 4.",
)
CLOSERS = set(NOT_AT_START) - set(".-–/~")
WORDS = st.lists(
    st.sampled_from(
        ["能力", "直播间", "，", "。", "（", "）", "“", "”", "《", "》", "：", "GMV", "12.5%", " ", "3 个月"]
    ),
    max_size=40,
).map(lambda parts: clean("".join(parts)))

RARE = st.lists(
    st.tuples(
        st.sampled_from(["", "（", "“", "《", "¥", "（“", "$", "#"]),
        st.sampled_from(
            [
                "能力",
                "直播间",
                "GMV",
                "12.5%",
                "🚀",
                "👩‍👧",
                "𰻝面",
                "𠮷",
                "متجر",
                "3 个月",
                "\u0e01",
                "https://a.cn/b",
            ]
        ),
        st.sampled_from(["", "，", "。", "）", "”，", "》）。", "……", "％", "——", " ", "·"]),
    ).map("".join),
    min_size=1,
    max_size=25,
).map(lambda parts: clean("".join(parts)))
"""Sentences whose every piece fits eight em, of characters that come from any font or from none."""


@pytest.mark.parametrize("text", PARAGRAPHS)
@pytest.mark.parametrize("weight", ["regular", "bold"])
def test_no_fault_at_any_width(text: str, weight: str) -> None:
    """From six to fifty em, no line starts with a closing mark or ends with an opening one."""
    for width in range(60, 500, 2):
        lines = wrap(text, 10.0, "bold" if weight == "bold" else "regular", float(width))
        assert [line for line in lines[1:] if line[0] in CLOSERS] == []
        assert [line for line in lines[:-1] if line[-1] in NOT_AT_END] == []
        assert all(
            em(line, "bold" if weight == "bold" else "regular") * 10.0 <= width + 0.01 for line in lines
        )


@given(WORDS, st.floats(40.0, 400.0))
def test_nothing_is_lost(text: str, width: float) -> None:
    """The lines hold every character but spaces, in order, and fit their room."""
    lines = wrap(text, 10.0, "regular", width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(em(line) * 10.0 <= width + 0.01 or len(line) == 1 for line in lines)


@settings(deadline=None)  # a font is read when first met
@given(RARE, st.floats(80.0, 400.0), st.sampled_from(["regular", "bold"]))
def test_rules_hold_among_rare_characters(text: str, width: float, weight: Weight) -> None:
    """Emoji, rare hanzi and 〓 change nothing: no forbidden start or end, nothing too wide, nothing lost."""
    lines = wrap(text, 10.0, weight, width)
    assert [line for line in lines[1:] if line[0] in CLOSERS] == []
    assert [line for line in lines[:-1] if line[-1] in NOT_AT_END] == []
    assert max(em(line, weight) for line in lines) * 10.0 <= width + 0.01
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@settings(max_examples=30)
@given(st.text("（《“，。）》”A1/ ", min_size=1, max_size=200), st.floats(1.0, 60.0))
def test_impossible_text_still_breaks(text: str, width: float) -> None:
    """Punctuation alone, in a room too narrow for one character, neither hangs nor fails."""
    text = clean(text)
    assert "".join(wrap(text, 10.0, "regular", width)).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    "piece", ["12 个月", "1M–5M", "90 days", "n = 412", "12.5%", "10 月", "31 October", "CO1-1", "±0.3"]
)
def test_numbers_keep_their_units(piece: str) -> None:
    """A number is never parted from its unit, sign or fraction while it fits a line."""
    text = f"前面的文字加长一点 {piece} 后面的文字也加长一点"
    for width in range(70, 260, 3):
        assert sum(piece in line for line in wrap(text, 10.0, "regular", float(width))) == 1


def test_addresses_are_cut_at_slashes() -> None:
    """An address wider than the line is parted after a separator."""
    lines = wrap("https://example.com/reports/2026/organization", 10.0, "regular", 120.0)
    assert all(line[-1] in "/.-" for line in lines[:-1])


def test_titles_break_where_a_reader_pauses() -> None:
    """Two title lines part after punctuation when they come out even, never inside quotes."""
    assert balanced("先补三项能力，再加投放预算", 20.0, "bold", 200.0) == ("先补三项能力，", "再加投放预算")
    parted = balanced("像“均衡，成长期”与“达人，成长期”：介于两者之间", 20.0, "bold", 340.0)
    assert all(line.count("“") == line.count("”") for line in parted)


@given(st.text("组织能力，投放ab ", min_size=1, max_size=60))
def test_balanced_lines_are_no_more_than_greedy_ones(text: str) -> None:
    """Balancing costs no extra line and loses nothing."""
    text = clean(text)
    lines = balanced(text, 20.0, "bold", 300.0)
    assert len(lines) <= max(len(wrap(text, 20.0, "bold", 300.0)), 1)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_fitting_shrinks_to_85_percent_and_no_further() -> None:
    """Size falls in steps to 85 %; a text that still needs more lines gets them."""
    assert fit("十个汉字宽一百点整哦", 10.0, "regular", 90.0).size == 9.0
    long = fit("很长" * 40, 10.0, "regular", 90.0)
    assert long.size == 8.5
    assert len(long.lines) > 1


def test_labels_with_room_shrink_then_break() -> None:
    """A label wider than its room shrinks, then takes more lines; one without room stays one line."""
    assert len(label_lines(Label(0, 0, "很长的标签" * 8, width=60.0)).lines) > 1
    assert len(label_lines(Label(0, 0, "很长的标签" * 8)).lines) == 1
    assert label_lines(Label(0, 0, "\x00")).lines == ()


def test_three_title_lines_are_evened_out() -> None:
    """A title of three lines is set as narrow as three lines allow."""
    text = "组织能力评估报告与结构建议" * 3
    lines = balanced(text, 20.0, "bold", 330.0)
    assert len(lines) == 3
    assert max(em(line, "bold") for line in lines) - min(em(line, "bold") for line in lines) <= 1.0
