"""The review of responses, and how questions work: both languages, every kind of visitor, real services."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assessment.access.viewer import Owner, Respondent
from assessment.bootstrap import Services, bootstrap
from assessment.settings import Settings, sqlite_url
from tests.assessment.ui.conftest import Open, draw_screen, everything

OWNERS_ONLY = {"zh": "属于测评发起人", "en": "belongs to the owner"}


@pytest.fixture(scope="module")
def demo_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Give services with the demo stored and scored once."""
    folder: Path = tmp_path_factory.mktemp("demo")
    house = bootstrap(Settings(sqlite_url(folder / "factorg.db")))
    house.demo.ensure()
    yield house
    house.close()


@pytest.fixture
def closed(services: Services, owner: Owner, respondent: Respondent) -> Owner:
    """Close a wave in which the owner praises throughout and the host answers one question."""
    for viewer, name in ((owner, "own"), (respondent, "host")):
        sheet = services.responding.open(viewer)
        items = sheet.items if viewer is owner else sheet.items[:1]
        for number, item in enumerate(items):
            services.responding.answer(
                viewer, item_id=item.id, value=5, revision=number, operation_id=f"{name}-answer-{number:04}"
            )
        services.responding.submit(viewer, operation_id=f"{name}-submit-0001")
    services.engagements.close(owner, "close-0001")
    return owner


def shown(app: AppTest) -> AppTest:
    """Expect a page without failures."""
    assert not app.exception
    assert not app.error
    return app


def demo(house: Services, screen: str, lang: str) -> AppTest:
    """Open a page as a stranger, with the demo stored."""
    app = AppTest.from_function(draw_screen, args=(screen, house, None), default_timeout=60)
    app.query_params["lang"] = lang
    return shown(app.run())


# ---- review ----


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_without_a_link_and_without_the_demo_the_way_in_is_told(
    open_screen: Open, respondent: Respondent, lang: str
) -> None:
    """Strangers and respondents learn nothing but whose page this is."""
    for viewer in (None, respondent):
        assert OWNERS_ONLY[lang] in str(shown(open_screen("review", viewer, lang)).info[0].value)


def test_an_open_wave_shows_no_signs(open_screen: Open, owner: Owner) -> None:
    """While answers are collected only progress may be seen."""
    app = shown(open_screen("review", owner))
    assert "收集期间只看进度" in str(app.info[0].value)
    assert not app.get("segmented_control")


@pytest.mark.parametrize(("lang", "sign"), [("zh", "几乎全选最高级"), ("en", "Almost everything at the top")])
def test_flagged_responses_stand_first_with_their_reason(
    open_screen: Open, closed: Owner, lang: str, sign: str
) -> None:
    """The page opens on what deserves a look and says what fired; the other response is one tap away."""
    app = shown(open_screen("review", closed, lang))
    words = everything(app)
    assert sign in words
    assert len(app.text_area) == 1
    app.session_state[f"review-filter-{lang}"] = "all"
    shown(app.run())
    assert len(app.text_area) == 2


def test_a_response_is_left_out_and_taken_back_with_reasons(
    open_screen: Open, services: Services, closed: Owner
) -> None:
    """Both decisions are kept, the latest counts, and the way to new results is offered."""
    one = next(r for r in services.review.responses(closed, closed.wave_id) if r.flags)
    app = open_screen("review", closed)
    app.button(key=f"do-exclude-{one.id}").click().run()
    assert "请先写明理由" in str(app.error[0].value)
    app.text_area(key=f"reason-exclude-{one.id}").set_value("没有逐题作答").run()
    app.button(key=f"do-exclude-{one.id}").click().run()
    assert "已排除" in str(app.success[0].value)
    assert "排除理由：没有逐题作答" in everything(shown(app))
    app.text_area(key=f"reason-include-{one.id}").set_value("本人已核对").run()
    app.button(key=f"do-include-{one.id}").click().run()
    assert "已恢复" in str(app.success[0].value)
    words = everything(shown(app))
    assert "处理记录（2）" in str([box.label for box in app.expander])
    assert "发起人排除：没有逐题作答" in words
    (again,) = [r for r in services.review.responses(closed, closed.wave_id) if r.id == one.id]
    assert (again.excluded, len(again.history)) == (None, 2)


def test_a_reason_cannot_format_the_page(open_screen: Open, services: Services, closed: Owner) -> None:
    """What is typed as a reason stands there as typed: no link, no picture."""
    one = services.review.responses(closed, closed.wave_id)[0]
    services.review.exclude(closed, one.id, "![x](http://a.example) <b>", "hostile-0001")
    app = open_screen("review", closed)
    app.session_state["review-filter-zh"] = "all"
    words = everything(shown(app.run()))
    assert "](http" not in words
    assert "<b>" not in words


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_demo_may_be_read_and_not_changed(demo_house: Services, lang: str) -> None:
    """Everybody sees how a review looks; nobody is offered a decision."""
    app = demo(demo_house, "review", lang)
    assert app.warning
    assert not app.text_area
    assert app.metric[0].value.startswith("7")


@pytest.mark.parametrize(("lang", "said"), [("zh", "1 份有提示"), ("en", "1 with signs")])
def test_the_team_page_of_a_closed_wave_counts_what_deserves_a_look(
    open_screen: Open, closed: Owner, lang: str, said: str
) -> None:
    """Before results are believed, the owner learns that something is to be looked at."""
    assert said in everything(shown(open_screen("team", closed, lang)))


def test_results_survive_when_everything_is_left_out(
    open_screen: Open, services: Services, closed: Owner
) -> None:
    """The run from before stays readable, and the page says why there is no newer one."""
    services.analysis.score(closed, closed.wave_id)
    for number, one in enumerate(services.review.responses(closed, closed.wave_id)):
        services.review.exclude(closed, one.id, "重复提交", f"all-out-{number:04}")
    app = shown(open_screen("results", closed))
    assert "都已排除" in str(app.warning[0].value)
    assert app.tabs


def test_an_excluded_response_offers_new_results(
    open_screen: Open, services: Services, closed: Owner
) -> None:
    """After leaving one out, the results page names what changed and computes again on request."""
    services.analysis.score(closed, closed.wave_id)
    one = services.review.responses(closed, closed.wave_id)[0]
    services.review.exclude(closed, one.id, "重复提交", "one-out-0001")
    app = shown(open_screen("results", closed))
    assert "采用的答卷或对标商家" in str(app.info[0].value)
    app.button(key="rescore").click().run()
    assert not any(button.key == "rescore" for button in shown(app).button)


# ---- items ----


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_demo_shows_every_dimension_of_items(demo_house: Services, lang: str) -> None:
    """Seven people give no coefficient: reasons stand in their place, and times and rates are withheld."""
    app = demo(demo_house, "items", lang)
    words = everything(app)
    assert ("演示数据" if lang == "zh" else "Demo data") in str(app.warning[0].value)
    assert "CO1\\-1" in words
    assert "SE1\\-1" not in words
    app.session_state[f"items-dimension-{lang}"] = "SE"
    assert "SE1\\-1" in everything(shown(app.run()))
    assert "None" not in words
    assert "nan" not in words


def test_items_of_an_owner_without_closed_waves(open_screen: Open, owner: Owner) -> None:
    """The empty state says what is missing."""
    assert "还没有已结束的轮次" in str(shown(open_screen("items", owner)).info[0].value)


def test_items_of_a_closed_wave(open_screen: Open, closed: Owner) -> None:
    """Two people are too few for anything, and every line says so."""
    app = shown(open_screen("items", closed))
    assert [metric.value for metric in app.metric] == ["1", "2"]
    assert "还不够判断这道题" in everything(app)
    assert "答卷太少" in "".join(str(one.proto.body) for one in app.get("html"))
    assert "证据不足" in str(app.info[0].value)


def test_items_are_not_for_respondents(open_screen: Open, respondent: Respondent) -> None:
    """Whoever answers is told where to go."""
    assert "发起人的专属链接" in str(shown(open_screen("items", respondent)).info[0].value)
