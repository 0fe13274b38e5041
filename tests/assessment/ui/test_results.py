"""Results on screen: the demo's run in full, and what stands there before there is one."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from assessment.access.viewer import Owner, Reader, Respondent, System
from assessment.bootstrap import Services, bootstrap
from assessment.content import loader
from assessment.domain.editions import ReportOrder
from assessment.domain.organization import FactField
from assessment.domain.text import LocalizedText
from assessment.settings import Settings, sqlite_url
from assessment.ui import session
from assessment.ui.components import result_overview, rows, trace_words
from assessment.ui.components.results import SECTIONS
from scoring.results import PeerStanding, Score
from tests.assessment.ui.conftest import Open, draw_screen, everything

BFI = Path(__file__).parents[2] / "instruments" / "bfi.toml"
PEOPLE = (("负责人", "OWN"), ("主播甲", "LIVE"))
ITEMS = [item.id for item in loader.shipped_instrument().items[:3]]


@pytest.fixture(scope="module")
def demo_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Give services with the demo stored and scored once."""
    folder: Path = tmp_path_factory.mktemp("demo")
    house = bootstrap(Settings(sqlite_url(folder / "factorg.db")))
    house.demo.ensure()
    yield house
    house.close()


def turn_to(app: AppTest, section: str, lang: str = "zh") -> AppTest:
    """Open one section of a results page."""
    app.session_state[f"sections-{lang}"] = app.tabs[list(SECTIONS).index(section)].label
    return app.run()


def open_demo(house: object, lang: str, section: str = "overview") -> AppTest:
    """Open the demo on one of its sections."""
    app = AppTest.from_function(draw_screen, args=("demo", house, None), default_timeout=60)
    app.query_params["lang"] = lang
    return turn_to(app.run(), section, lang)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_of_the_demo_draws(demo_house: Services, lang: str, section: str) -> None:
    """All sections draw in both languages, each marked as synthetic."""
    app = open_demo(demo_house, lang, section)
    assert not app.exception
    assert not app.error
    mark = "演示数据" if lang == "zh" else "Demo data"
    assert all(mark in str(head.value) for head in app.subheader)
    assert len(app.subheader) >= 2


def test_overview_tells_score_interval_level_and_probability(demo_house: Services) -> None:
    """The first sentence carries the score and how sure the level is."""
    reader = demo_house.demo.reader()
    assert reader is not None
    overall = demo_house.analysis.latest(reader, reader.wave_id).result.overall
    app = open_demo(demo_house, "zh")
    words = everything(app)
    assert f"**{rows.number(overall.value)}**" in words
    assert "概率" in words
    assert rows.number(overall.low) in str([metric.value for metric in app.metric])


def test_choosing_a_dimension_shows_its_items(demo_house: Services) -> None:
    """Below the profile stand the sub-capabilities of the chosen dimension, then their items."""
    app = open_demo(demo_house, "zh", "dimensions")
    control = next(c for c in app.get("segmented_control") if str(c.key).startswith("dimension-"))
    control.set_value("SE").run()
    assert "SE1-1" in everything(app)
    assert "CO1-1" not in everything(app)


def test_no_code_is_shown_instead_of_a_name(demo_house: Services) -> None:
    """Rules, facts and initiatives are named, not coded, in the recommendations."""
    words = everything(open_demo(demo_house, "zh", "plan"))
    for code in ("gross_metric_in_use", "owner_team_gap", "F16.", "F14."):
        assert code not in words


def test_recommendations_carry_rule_and_source(demo_house: Services) -> None:
    """Every recommendation names its rule and whether it is judged or from the article."""
    app = open_demo(demo_house, "zh", "plan")
    words = everything(app)
    reader = demo_house.demo.reader()
    assert reader is not None
    result = demo_house.analysis.latest(reader, reader.wave_id).result
    fired = [one.rule for one in result.recommendations if one.status == "fired"]
    assert fired
    assert all(f"规则 {rule} · 专业判断" in words for rule in fired)


def test_all_ranked_initiatives_stand_in_the_table(demo_house: Services) -> None:
    """The table names every initiative, the rules behind it, and which ones must go first."""
    app = open_demo(demo_house, "zh", "plan")
    reader = demo_house.demo.reader()
    assert reader is not None
    ranked = demo_house.analysis.latest(reader, reader.wave_id).result.initiatives
    table = next(str(e.proto.body) for e in app.get("html") if "fo-table" in str(e.proto.body))
    assert len(ranked) > 8
    assert all(f" {one.initiative}</td>" in table for one in ranked)
    assert all(f"{rule} " in table for one in ranked for rule in one.rules)
    assert table.count("必须先做") == sum(one.forced for one in ranked)


def test_the_open_section_survives_a_change_of_language(demo_house: Services) -> None:
    """Who reads the recommendations in Chinese reads them in English after the switch."""
    app = open_demo(demo_house, "zh", "plan")
    app.query_params["lang"] = "en"
    app.run()
    assert "Recommended changes" in str([head.value for head in app.subheader])
    assert "Scores by dimension" not in str([head.value for head in app.subheader])


def test_overlapping_ends_are_told() -> None:
    """Only intervals that are apart let the strongest be called stronger than the weakest."""

    def score(low: float, high: float) -> Score:
        return Score("x", "sub_capability", (low + high) / 2, 0.1, low, high, 3, 3)

    assert result_overview._overlap([score(3.0, 4.0)], [score(2.0, 3.1)])
    assert not result_overview._overlap([score(3.2, 4.0)], [score(2.0, 3.1)])


def test_one_hour_is_not_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    """English units follow their number; Chinese ones do not change."""
    hours = FactField("F1", "number", LocalizedText("批复", "Approval"), unit=LocalizedText("小时", "hours"))
    monkeypatch.setattr(session, "locale", lambda: "en")
    assert trace_words.value(1.0, hours, decimal=False) == "1 hour"
    assert trace_words.value(2.0, hours, decimal=False) == "2 hours"


@dataclass
class Reporting:
    """A report service that draws nothing."""

    asked: list[str]

    def build(
        self, _viewer: object, run_id: str, order: ReportOrder, progress: Any = None
    ) -> SimpleNamespace:
        """Pretend to build."""
        self.asked.append(order.locale)
        progress("draw", 0.5)
        return SimpleNamespace(id=f"report-{run_id}", locale=order.locale, pages=21, size=204800)


def test_the_pdf_is_offered_by_our_own_route(demo_house: Services) -> None:
    """After building, the link leads to /reports/, never to the framework's media address."""
    demo_house.__dict__["reporting"] = Reporting([])
    try:
        app = open_demo(demo_house, "en")
        app.button(key="pdf-build").click().run()
        link = app.get("link_button")[0]
        assert "/reports/report-" in str(link.proto.url)
        assert "21 pages" in str(app.success[0].value)
        assert demo_house.reporting.asked == ["en"]  # type: ignore[attr-defined]  # the fake above
    finally:
        del demo_house.__dict__["reporting"]


def test_an_open_wave_has_no_results_yet(open_screen: Open, owner: Owner) -> None:
    """The owner is told what to do next instead of seeing an empty chart."""
    app = open_screen("results", owner)
    assert "还没有结束" in str(app.info[0].value)


def test_strangers_and_respondents_see_no_results(open_screen: Open, respondent: Respondent) -> None:
    """Results belong to the owner; others read a sentence."""
    for viewer in (None, respondent):
        assert "只对测评发起人可见" in str(open_screen("results", viewer).info[0].value)


def test_a_closed_wave_is_scored_when_results_are_opened(
    open_screen: Open, services: Services, owner: Owner
) -> None:
    """Opening the results of a closed wave scores it once and shows them, withheld figures included."""
    sheet = services.responding.open(owner)
    for number, item in enumerate(sheet.items):
        services.responding.answer(
            owner, item_id=item.id, value=3, revision=number, operation_id=f"score-{number:04}"
        )
    services.responding.submit(owner, operation_id="submit-0001")
    services.engagements.close(owner, "close-0001")
    app = open_screen("results", owner)
    assert not app.exception
    assert not app.error
    assert "云杉女装" in str(app.title[0].value)
    assert services.analysis.latest(owner, owner.wave_id).result.overall.value is None
    assert "不能负责任地给出总体得分" in str(app.info[0].value)
    turn_to(app, "plan")
    words = everything(app)
    assert "暂不能判断" in str(app.info[0].value)
    assert "task_alt" not in str(app.info[0].icon)
    assert "组织事实（可补填）" in words
    assert "下一轮请问" in words
    assert next(box for box in app.expander if "暂不能判断" in box.label).proto.expanded
    assert "演示数据" not in everything(app)


def test_newer_facts_offer_one_more_run(open_screen: Open, services: Services, owner: Owner) -> None:
    """Facts added after scoring are not used in silence: the owner is asked, and then sees a new run."""
    item = services.responding.open(owner).items[0].id
    services.responding.answer(owner, item_id=item, value=3, revision=0, operation_id="facts-0001")
    services.responding.submit(owner, operation_id="facts-0002")
    services.engagements.close(owner, "facts-0003")
    first = services.analysis.score(owner, owner.wave_id)
    app = open_screen("results", owner)
    assert not any(button.key == "rescore" for button in app.button)
    services.facts.save(owner, changes={"F5.F": 70.0}, revision=0, operation_id="facts-0004")
    app = open_screen("results", owner)
    app.button(key="rescore").click().run()
    assert not app.exception
    assert not any(button.key == "rescore" for button in app.button)
    assert services.analysis.latest(owner, owner.wave_id).id != first.id


def test_a_reader_may_open_results_of_their_wave(demo_house: Services) -> None:
    """A share of one wave reads the same page."""
    reader = demo_house.demo.reader()
    assert isinstance(reader, Reader)
    app = AppTest.from_function(draw_screen, args=("results", demo_house, reader), default_timeout=60)
    app.query_params["lang"] = "zh"
    assert not app.run().error


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        (PeerStanding("CO", 40, 62.0, 50.0, 74.0, 3, 0.8, 0.3, 3.0, 2.5, 3.5), "62%"),
        (PeerStanding("CO", 25, None, None, None, 3, 0.8, 0.3, 3.0, 2.5, 3.5), "80%"),
        (PeerStanding("CO", 12, None, None, None, 4, None, None, 3.0, None, None), "前四分之一"),
        (
            PeerStanding("CO", 5, None, None, None, None, None, None, None, None, None, "too_few_peers"),
            "不足 10 家",
        ),
        (None, "没有可对标"),
    ],
)
def test_standing_is_told_as_strongly_as_the_numbers_allow(standing: PeerStanding | None, said: str) -> None:
    """Percentile, else probabilities, else quartile, else why not."""
    assert said in rows.standing_words(standing, None)


IMPORTED = "respondent,role,item,level\n" + "\n".join(
    f"{name},{role},{item},3" for name, role in PEOPLE for item in ITEMS
)


@pytest.mark.parametrize("section", SECTIONS)
def test_an_imported_wave_without_category_and_size_is_shown(services: Services, section: str) -> None:
    """A wave that came from a file has no category, no tier and few answers: every section still draws."""
    wave = services.importing.responses(
        System(),
        content=IMPORTED.encode(),
        file_name="answers.csv",
        instrument=loader.shipped_instrument(),
        source=loader.instrument_source("fact", "1.0.0"),
        title="旧问卷",
    )
    run = services.analysis.score(System(), wave.wave_id)
    app = AppTest.from_function(
        draw_screen,
        args=("results", services, Reader(run.wave.workspace_id, run.wave.id)),
        default_timeout=60,
    )
    app.query_params["lang"] = "zh"
    turn_to(app.run(), section)
    assert not app.exception
    assert not app.error
    assert "演示数据" not in everything(app)


def test_a_foreign_instrument_without_parts_or_bands_is_shown(services: Services) -> None:
    """An instrument without sub-capabilities, roles and bands still shows its dimensions and items."""
    source = BFI.read_bytes()
    instrument = loader.load_instrument(source, path=str(BFI))
    lines = [f"r{n},{item.id},{1 + (n + i) % 6}" for n in range(4) for i, item in enumerate(instrument.items)]
    wave = services.importing.responses(
        System(),
        content=("respondent,item,level\n" + "\n".join(lines)).encode(),
        file_name="bfi.csv",
        instrument=instrument,
        source=source,
        title="bfi",
    )
    run = services.analysis.score(System(), wave.wave_id)
    for section in SECTIONS:
        app = AppTest.from_function(
            draw_screen,
            args=("results", services, Reader(run.wave.workspace_id, run.wave.id)),
            default_timeout=60,
        )
        app.query_params["lang"] = "en"
        turn_to(app.run(), section, "en")
        assert not app.exception
        assert not app.error


def test_each_figure_says_on_what_it_rests(demo_house: Services) -> None:
    """Below the chosen dimension stand answers, people, interval and the distance to the target."""
    words = everything(open_demo(demo_house, "zh", "dimensions"))
    for part in ("个答案", "95% 区间", "概率", "目标"):
        assert part in words


def test_levels_name_the_roles_that_chose_them(demo_house: Services) -> None:
    """In a named wave every level of an item says which roles chose it."""
    app = open_demo(demo_house, "zh", "dimensions")
    reader = demo_house.demo.reader()
    assert reader is not None
    voices = demo_house.voices.by_item(reader, reader.wave_id)["CO1-1"]
    names = {role.id: role.name.get("zh") for role in loader.shipped_instrument().roles}
    page = "".join(str(element.proto.body) for element in app.get("html"))
    assert voices
    assert all(names[voice.role] in page for voice in voices)


def test_a_score_leads_to_the_way_it_arose(demo_house: Services) -> None:
    """The button below the overall score turns to the tab that takes this very score apart."""
    app = open_demo(demo_house, "zh", "dimensions")
    app.button(key="to-trail-CO").click().run()
    assert not app.exception
    assert "这个分数怎么来的" in str([head.value for head in app.subheader])
    assert app.selectbox(key="trail-zh").value == "CO"
