"""Peers, archetypes and the snowball on screen, drawn from values made by hand."""

import json
from dataclasses import replace

import pytest

from assessment.content import words
from assessment.domain.organization import ArchetypeFit
from assessment.services.analysis import StoredRun
from assessment.ui.components.results import SECTIONS
from scoring import method
from scoring.results import (
    ArchetypeMap,
    MapPoint,
    PeerCard,
    PeerStanding,
    Score,
    Snowball,
    SnowballElement,
    WaveResult,
)
from scoring.snowball import ELEMENTS, STATES
from tests.assessment.ui.conftest import everything
from tests.assessment.ui.sections import drawn, markup, with_result

LANGUAGES = ("zh", "en")
QUOTED = ("cold_start", "idling", "unsold", "one_off", "good_pool", "rolling")


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
