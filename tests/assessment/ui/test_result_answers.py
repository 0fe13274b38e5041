"""Disagreement, the way of a number, practices and flags on screen, drawn from values made by hand."""

import re
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from assessment.services.analysis import StoredRun
from assessment.services.voices import Voice
from assessment.ui.components import result_disagreement, result_trail
from scoring.breakdown import every_score
from scoring.results import (
    AnswerFlag,
    Contradiction,
    Exclusion,
    ItemResult,
    MissingPractices,
    ScaleAgreement,
)
from tests.assessment.ui.conftest import everything
from tests.assessment.ui.sections import draw_section, drawn, markup, with_result

# ---- disagreement ----


def disputed(run: StoredRun, counts: tuple[int, ...]) -> StoredRun:
    """Give the run with one item that people disagree on."""
    first = replace(run.result.items[0], counts=counts, spread=1.4, disputed=True, withheld=None)
    rest = tuple(replace(item, disputed=False) for item in run.result.items[1:])
    return with_result(run, items=(first, *rest))


def dots(app: AppTest, kind: str) -> int:
    """Dots of a kind on the page, beside the one in the legend."""
    return len(re.findall(rf'<i class="fo-{kind}" style', markup(app)))


def test_both_ends_are_quoted_and_every_answer_is_a_dot(run: StoredRun) -> None:
    """Owner, consultant and team have marks of their own where answers may be seen."""
    given_ = (Voice("LIVE", 1), Voice("CON", 1), Voice("OWN", 5), Voice("CST", 3))
    app = drawn("roles", disputed(run, (2, 0, 1, 0, 1)), {"CO1-1": given_})
    said = everything(app).replace("\\", "")
    item = run.instrument.item("CO1-1")
    assert item.anchors[0].zh.rstrip("。") in said
    assert item.anchors[4].zh.rstrip("。") in said
    assert "直播运营团队、内容团队" in said
    assert [dots(app, kind) for kind in ("owner", "team", "consultant")] == [1, 2, 1]


def test_without_voices_only_counts_are_drawn(run: StoredRun) -> None:
    """Where nobody may know who chose what, all dots look alike and no role is named at an end."""
    app = drawn("roles", disputed(run, (2, 0, 1, 0, 1)))
    assert [dots(app, kind) for kind in ("owner", "team", "consultant")] == [0, 4, 0]
    assert "不区分岗位" in markup(app)


def test_a_protected_item_is_not_drawn(run: StoredRun) -> None:
    """An item with too few answers for a wave that is not named stays silent."""
    hidden = replace(
        run.result.items[0], mean=None, counts=(), spread=None, disputed=False, withheld="small_group"
    )
    private = replace(run, wave=replace(run.wave, mode="anonymous"))
    app = drawn("roles", with_result(private, items=(hidden,)))
    assert "differ-" not in markup(app)
    assert dots(app, "team") == 0
    assert "至少 5 人" in everything(app)


def test_ten_thousand_answers_stay_a_few_dots() -> None:
    """With many raters a dot stands for several answers."""
    item = ItemResult("CO1-1", 3.0, (5000, 0, 0, 0, 5000), 0, 0, 0, None, 2.0)
    each = result_disagreement._each([item])
    assert each * result_disagreement.MOST_DOTS >= 5000
    assert len(result_disagreement._sides(1, 5000, (), each)) <= result_disagreement.MOST_DOTS


@given(st.integers(1, result_disagreement.MOST_DOTS))
def test_dots_of_one_level_do_not_overlap(total: int) -> None:
    """Middles of two dots are at least a dot's width apart, and all stay in their column."""
    places = [result_disagreement.place(number, total) for number in range(total)]
    for number, here in enumerate(places):
        assert abs(here[0]) <= 30 - result_disagreement.DOT
        for there in places[:number]:
            away = ((here[0] - there[0]) ** 2 + (here[1] - there[1]) ** 2) ** 0.5
            assert away >= 2 * result_disagreement.DOT - 0.1


def test_agreement_stands_by_dimension_with_its_basis(run: StoredRun) -> None:
    """Index, deviation, reading in words and n; a missing index says why."""
    agreement = (
        ScaleAgreement("CO", 0.62, 0.4, 10, 5),
        ScaleAgreement("PR", -0.12, 1.1, 8, 4),
        ScaleAgreement("TA", None, None, 0, 1, "too_few_raters"),
    )
    page = markup(drawn("roles", with_result(run, agreement=agreement)))
    for part in ("0.62", "大体一致", "10 道题，5 人", "−0.12", "意见分成两头", "不足 2 位"):
        assert part in page


# ---- the way of a number ----


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=60), st.integers(1, 4))
def test_rounded_parts_add_up_to_the_rounded_whole(values: list[float], digits: int) -> None:
    """Printed parts sum to the printed total, each less than two units from its own value."""
    found = result_trail.added_up(values, digits)
    unit = 10.0**-digits
    assert sum(found) == pytest.approx(round(sum(values) / unit) * unit, abs=unit / 100)
    assert all(abs(a - b) < 2 * unit for a, b in zip(found, values, strict=True))


@given(st.floats(1, 5))
def test_a_reader_who_rounds_gets_the_printed_score(value: float) -> None:
    """The longer number never contradicts the one decimal that stands everywhere else."""
    digits = result_trail.digits_for(value)
    longer = Decimal(f"{value:.{digits}f}").quantize(Decimal("0.1"), ROUND_HALF_UP)
    assert digits == result_trail.MOST_DIGITS or str(longer) == f"{value:.1f}"


def printed(text: str) -> float:
    """Read a printed number."""
    return float(text.replace("−", "-").replace("+", "").replace("\\", ""))


@pytest.mark.parametrize("place", range(12))
def test_the_printed_numbers_add_up_to_the_shown_score(run: StoredRun, place: int) -> None:
    """Start + answers = score, and the items' lines sum to what the answers bring."""
    scores = [s for s in every_score(run.result) if s.value is not None]
    score = scores[place * (len(scores) - 1) // 11]
    app = AppTest.from_function(draw_section, args=("trail", run, {}), default_timeout=60)
    app.query_params["lang"] = "zh"
    app.session_state["trail-zh"] = score.id
    app.run()
    assert not app.exception
    said = everything(app)
    start, lift, value, shown = (
        printed(part)
        for part in re.search(
            r"起点 \*\*(.+?)\*\*.+?\*\*(.+?)\*\*.+?\*\*(.+?)\*\*.+?\*\*(.+?)\*\*", said
        ).groups()  # type: ignore[union-attr]
    )
    assert start + lift == pytest.approx(value)
    assert shown == pytest.approx(round(score.value or 0.0, 1))
    table = next(page for page in re.findall(r"<table.*?</table>", markup(app)) if "基准" in page)
    lifts = [printed(cell) for cell in re.findall(r'data-title="加减">(.*?)<', table)]
    assert sum(lifts[:-1]) == pytest.approx(lifts[-1])
    assert lifts[-1] == pytest.approx(lift)


def test_a_protected_score_is_not_opened(run: StoredRun) -> None:
    """One item with too few answers keeps all items of its scores closed."""
    items = (replace(run.result.items[0], withheld="small_group"), *run.result.items[1:])
    app = drawn("trail", with_result(run, items=items))
    assert "不展开到题目" in str(app.info[0].value)
    assert "加减" not in markup(app)


def test_role_effects_that_were_taken_out_are_named(run: StoredRun) -> None:
    """The reader sees how strict each role was taken to be."""
    app = drawn("trail", with_result(run, role_effects=(("OWN", 0.32), ("LIVE", -0.1), ("CON", 0.0))))
    said = everything(app).replace("\\", "")
    assert "老板·操盘手 +0.32" in said
    assert "直播运营团队 −0.10" in said


# ---- practices, flags, exclusions ----


def test_missing_practices_quote_level_four(run: StoredRun) -> None:
    """What is missing is said in the words of level 4."""
    app = drawn("dimensions", with_result(run, missing_practices=(MissingPractices("CO1", ("CO1-1",)),)))
    anchor = run.instrument.item("CO1-1").anchors[3].zh.rstrip("。")
    assert f"4 级：{anchor}" in everything(app).replace("\\", "")


def test_a_dimension_without_missing_practices_says_so(run: StoredRun) -> None:
    """Practices are missing elsewhere only: this dimension is told to be complete."""
    app = drawn("dimensions", with_result(run, missing_practices=(MissingPractices("SE1", ("SE1-1",)),)))
    assert "都已到 4 级" in str(app.success[0].value)


def test_flags_contradictions_and_exclusions_are_told(run: StoredRun) -> None:
    """Each with its figures or its reason; a role is named only where it is known."""
    told = with_result(
        run,
        answer_flags=(
            AnswerFlag("a", "LIVE", "speeding", (("seconds", 2.4), ("limit", 4.0), ("n", 12.0))),
            AnswerFlag("b", "", "many_missing", (("share", 0.55), ("n", 11.0), ("asked", 20.0))),
        ),
        contradictions=(Contradiction("live_without_hosts", (), ("F12.hosts",), (("total", 56.0),)),),
        exclusions=(Exclusion("WH", "新人代答 [x](http://a)", 3),),
    )
    said = everything(drawn("method", told))
    for part in ("直播运营团队", "2\\.4 秒", "一位答题人", "55%", "每周 56 小时", "新人代答", "3 个答案"):
        assert part in said
    assert "](http" not in said
