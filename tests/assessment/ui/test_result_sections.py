"""Peers, archetypes, snowball, disagreement, ways of numbers: drawn from values made by hand."""

import json
import re
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from assessment.bootstrap import bootstrap
from assessment.content import words
from assessment.domain.organization import ArchetypeFit
from assessment.services.analysis import StoredRun
from assessment.services.voices import Voice
from assessment.settings import Settings, sqlite_url
from assessment.ui.components import result_disagreement, result_trail
from assessment.ui.components.results import SECTIONS
from scoring import method
from scoring.breakdown import every_score
from scoring.results import (
    AnswerFlag,
    ArchetypeMap,
    Contradiction,
    Exclusion,
    ItemResult,
    MapPoint,
    MissingPractices,
    PeerCard,
    PeerStanding,
    ScaleAgreement,
    Score,
    Snowball,
    SnowballElement,
    WaveResult,
)
from scoring.snowball import ELEMENTS, STATES
from tests.assessment.ui.conftest import everything

LANGUAGES = ("zh", "en")
QUOTED = ("cold_start", "idling", "unsold", "one_off", "good_pool", "rolling")


def draw_section(section: str, run: object, voices: object) -> None:
    """Draw one section of the results page."""
    from assessment.ui.components.result_view import View  # noqa: PLC0415 - copied into a script of its own
    from assessment.ui.components.results import SECTIONS  # noqa: PLC0415
    from assessment.ui.components.rows import names  # noqa: PLC0415

    SECTIONS[section](View(run, names(run), lambda: voices))  # type: ignore[arg-type,return-value]


def drawn(section: str, run: StoredRun, voices: object = None, lang: str = "zh") -> AppTest:
    """Draw a section; nothing may fail."""
    app = AppTest.from_function(draw_section, args=(section, run, voices or {}), default_timeout=60)
    app.query_params["lang"] = lang
    app.run()
    assert not app.exception
    return app


def markup(app: AppTest) -> str:
    """All HTML of the page."""
    return "".join(str(element.proto.body) for element in app.get("html"))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> StoredRun:
    """Give the demo's run, not marked as such."""
    folder: Path = tmp_path_factory.mktemp("demo")
    house = bootstrap(Settings(sqlite_url(folder / "factorg.db")))
    reader = house.demo.ensure()
    found = house.analysis.latest(reader, reader.wave_id)
    house.close()
    return replace(found, result=replace(found.result, demo=False))


def with_result(run: StoredRun, **fields: object) -> StoredRun:
    """Give the run with some fields of its result replaced."""
    return replace(run, result=replace(run.result, **fields))  # type: ignore[arg-type]


def older(result: WaveResult) -> WaveResult:
    """Give the result as a run before these fields was stored."""
    return replace(
        result,
        items=tuple(replace(i, yardstick=None, adjusted=None, n_answers=0) for i in result.items),
        standings=tuple(replace(one, density=()) for one in result.standings),
        agreement=(),
        answer_flags=(),
        contradictions=(),
        exclusions=(),
        missing_practices=(),
        snowball=None,
        archetype_map=None,
        role_effects=(),
    )


@pytest.mark.parametrize("section", SECTIONS)
def test_a_run_from_before_these_figures_draws(run: StoredRun, section: str) -> None:
    """Older stored runs decode with empty fields: every section copes with them."""
    drawn(section, replace(run, result=older(run.result)))


def test_help_beside_a_heading_is_the_methods_own_text(run: StoredRun) -> None:
    """One text source: the popover holds the passage of METHOD.md, nothing else."""
    app = drawn("peers", run, lang="en")
    assert method.said("peers", "en").split(";")[0][:60] in everything(app).replace("\\", "")


# ---- peers ----


def standing(name: str, n: int = 40) -> PeerStanding:
    """Make a standing with a percentile."""
    hill = tuple(max(0.0, 1 - abs(i - 20) / 12) for i in range(41))
    return PeerStanding(name, n, 62.0, 50.0, 74.0, 3, 0.8, 0.3, 3.0, 2.5, 3.5, density=hill)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_peer_figure_carries_its_card_and_its_n(run: StoredRun, lang: str) -> None:
    """Cell, count, epoch, date, source and kind stand above; each row says how many peers it has."""
    card = PeerCard(
        "华东协会", "2026Q3", False, (("category", "beauty"),), 1234, "2026-09-30", "协会年度调查", False
    )
    standings = tuple(standing(s.id, n=30 + i) for i, s in enumerate(run.result.dimensions))
    page = markup(drawn("peers", with_result(run, peer_card=card, standings=standings), lang=lang))
    for part in ("1,234", "2026Q3", "华东协会", "2026-09-30", "协会年度调查"):
        assert part in page
    assert words.say(lang, "ui.among.real") in page  # type: ignore[arg-type]
    assert all(words.say(lang, "ui.among.n_value", n=n) in page for n in range(30, 35))  # type: ignore[arg-type]
    assert "62%" in page


def test_without_peers_the_page_says_what_is_needed_and_shows_references(run: StoredRun) -> None:
    """No real peers: the reason, what to do, and the reference archetypes marked as judgement."""
    alone = with_result(run, peer_card=None, standings=(), peers_withheld="no_peers")
    app = drawn("peers", alone)
    assert "还没有可以对标的商家" in str(app.info[0].value)
    said = everything(app)
    assert "至少需要 10 家" in said
    assert "专业判断" in said
    assert len(app.get("vega_lite_chart")) == 1


def test_another_reason_for_silence_is_told(run: StoredRun) -> None:
    """A cell that would expose single merchants is withheld in its own words."""
    held = with_result(run, peer_card=None, standings=(), peers_withheld="dominant_owner")
    assert "四分之一以上" in str(drawn("peers", held).info[0].value)


# ---- archetypes ----


def plane(n_peers: int) -> ArchetypeMap:
    """Make a map with two archetypes and one hill."""
    ring = tuple((0.1 * i, 0.2) for i in range(36))
    hill = ((0.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 0.0))
    return ArchetypeMap(
        dimensions=("CO", "PR", "TA", "AD", "SE"),
        axes=((0.5, 0.5, 0.4, 0.4, 0.4), (0.9, -0.4, 0.0, 0.0, -0.1)),
        separation=(0.62, 0.21),
        archetypes=(MapPoint("balanced_early", -1.0, 0.0), MapPoint("talent_led_growing", 1.0, 0.5)),
        x=0.2,
        y=0.1,
        ellipse=ring,
        density=hill if n_peers >= 20 else (),
        n_peers=n_peers,
        extent=(-2.0, 2.0, -1.0, 1.0),
    )


def test_the_map_names_its_archetypes_axes_and_peers(run: StoredRun) -> None:
    """The key numbers the archetypes, the axes say what lies at their ends, peers are counted."""
    app = drawn("archetypes", with_result(run, archetype_map=plane(45)))
    assert "1 均衡·起步期" in markup(app)
    assert "45 家" in everything(app)
    chart = json.dumps(json.loads(app.get("vega_lite_chart")[-1].proto.spec), ensure_ascii=False)
    assert "整体水平更高" in chart
    assert "商品更强" in chart
    assert "内容更强" in chart


def test_a_map_of_few_peers_draws_none_of_them(run: StoredRun) -> None:
    """Under 20 peers there is no density, and the page says so."""
    app = drawn("archetypes", with_result(run, archetype_map=plane(12)))
    assert "不足 20 家" in everything(app)


FIT = ArchetypeFit(
    panel="华东协会",
    epoch="2026Q3",
    demo=False,
    n_merchants=1200,
    n_used=1200,
    covariance_type="tied",
    candidates=(),
    smallest_share=0.1,
    bootstrap_ari=0.9,
    mean_posterior=0.85,
    types=True,
    training_digest="d",
    seed=1,
    libraries={},
)


@pytest.mark.parametrize(
    ("fit", "said"), [(FIT, "8 类"), (replace(FIT, types=False), "连续过渡"), (None, "专业判断")]
)
def test_the_page_says_whether_archetypes_are_judged_or_fitted(
    run: StoredRun, fit: ArchetypeFit | None, said: str
) -> None:
    """Types only when the data support types; otherwise segments; judged ones are called judged."""
    model = replace(run.knowledge.archetypes, fit=fit)
    fitted = replace(run, knowledge=replace(run.knowledge, archetypes=model))
    assert said in everything(drawn("archetypes", fitted))


# ---- snowball ----


def ball(state: str, **fields: object) -> Snowball:
    """Make a snowball in one state, the weakest element last."""
    sides = next(key for key, name in STATES.items() if name == state)
    elements = tuple(
        SnowballElement(
            name,
            Score(name, "overlay", 3.0, 0.3, 2.4, 3.6, 20, 5),
            side,
            side,
            60.0 if side == "high" else 40.0,
        )
        for name, side in zip(ELEMENTS, sides, strict=True)
    )
    told = Snowball(elements, state, 0.7, "retention", None, 48.0, "percentile", 45, "low")
    return replace(told, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("state", STATES.values())
def test_every_state_has_picture_advice_and_what_it_rests_on(run: StoredRun, state: str, lang: str) -> None:
    """All eight states speak both languages; the article is quoted where it speaks."""
    app = drawn("snowball", with_result(run, snowball=ball(state)), lang=lang)
    said = everything(app).replace("\\", "")
    for key in (f"ball_state.{state}", f"ball_said.{state}", "ball.confidence_low"):
        assert words.say(lang, f"ui.{key}") in said  # type: ignore[arg-type]
    assert ("文章原文" in said or "article's words" in said) is (state in QUOTED)
    assert "45" in said
    pictures = app.get("image")
    assert len(pictures) == 2
    assert all("svg" in str(picture.proto.imgs[0].url) for picture in pictures)


@pytest.mark.parametrize(("basis", "said"), [("median", "不足 30 家"), ("absolute", "不足 10 家")])
def test_a_snowball_with_few_peers_says_what_it_was_compared_with(
    run: StoredRun, basis: str, said: str
) -> None:
    """Fewer than 30 peers: their median; fewer than 10: fixed levels."""
    app = drawn("snowball", with_result(run, snowball=ball("one_off", basis=basis, certainty=0.3)))
    assert said in everything(app).replace("\\", "")
    assert "请当作倾向来读" in everything(app)


@pytest.mark.parametrize("pair", ["traffic_conversion", "conversion_retention", "retention_traffic"])
def test_a_broken_coupling_is_named(run: StoredRun, pair: str) -> None:
    """The link at fault is explained in words."""
    app = drawn("snowball", with_result(run, snowball=ball("one_off", coupling=pair)))
    assert words.say("zh", f"ui.ball.coupling_{pair}") in everything(app).replace("\\", "")


def test_a_withheld_snowball_says_why(run: StoredRun) -> None:
    """Without a score of every element there is no state, and no picture."""
    blank = Score("traffic", "overlay", None, None, None, None, 0, 0, "no_answer")
    elements = tuple(SnowballElement(name, replace(blank, id=name), None, None, None) for name in ELEMENTS)
    told = Snowball(elements, None, None, None, None, None, "absolute", 0, "low", "no_answer")
    app = drawn("snowball", with_result(run, snowball=told))
    assert "没有可用的答案" in str(app.info[0].value)
    assert not app.get("image")


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
