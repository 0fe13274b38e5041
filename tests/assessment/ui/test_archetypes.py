"""The model card: judged and fitted models, one archetype, candidates, gates, mapping; both languages."""

from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from assessment.access.viewer import Owner
from assessment.bootstrap import Services
from assessment.content import loader
from assessment.domain.organization import ArchetypeFit, Archetypes, FitCandidate
from assessment.services.models import LIMITS, ModelCard, PastModel
from assessment.ui.components import model_members
from tests.assessment.ui.conftest import Open, everything

JUDGED = loader.knowledge().archetypes
MERCHANTS = 812
VIEWER = Owner("w", "m", "v", "r")


def fit(k: int, *, types: bool = False, demo: bool = False) -> ArchetypeFit:
    """Make the record of a fit whose model has k archetypes of one shared shape."""
    candidates = tuple(
        FitCandidate(n, shape, 7000.0 - 40 * n + penalty, 7100.0 + 5 * n, 1 / n)
        for n in range(1, 5)
        for shape, penalty in (("tied", 0.0), ("full", 60.0))
    )
    return ArchetypeFit(
        panel="三季度客户",
        epoch="panel-3",
        demo=demo,
        n_merchants=MERCHANTS,
        n_used=MERCHANTS,
        covariance_type="tied",
        candidates=candidates,
        smallest_share=0.04,
        bootstrap_ari=None if k == 1 else 0.81,
        mean_posterior=0.9,
        types=types,
        training_digest="ab" * 32,
        seed=7,
        libraries={"numpy": "2.4.0"},
        n_incomplete=12,
    )


def card(model: Archetypes, n_complete: int = MERCHANTS, history: tuple[PastModel, ...] = ()) -> ModelCard:
    """Make the card of a model."""
    return ModelCard(model, "cd" * 32, 300, n_complete, LIMITS, history)


def house(shown: ModelCard) -> SimpleNamespace:
    """Give services that know one card."""
    return SimpleNamespace(
        models=SimpleNamespace(card=lambda _: shown), demo=SimpleNamespace(reader=lambda: None)
    )


def opened(open_screen: Open, shown: ModelCard, lang: str = "zh") -> tuple[AppTest, str]:
    """Open the page on a card; return it and all its words, tables included."""
    app = open_screen("archetypes", VIEWER, lang, house(shown))
    assert not app.exception
    assert not app.error
    return app, everything(app) + "".join(str(one.proto.body) for one in app.get("html"))


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", "数据还不足以支持拟合画像"), ("en", "not yet supported by the data")]
)
def test_judged_archetypes_say_that_they_are_judged_and_what_is_missing(
    open_screen: Open, lang: str, said: str
) -> None:
    """Below 300 merchants the sentence names how many there are."""
    _, words = opened(open_screen, card(JUDGED, 41), lang)
    assert said in words
    assert "n=41" in words.replace("\\", "")
    assert all(member.name.get("zh" if lang == "zh" else "en") in words for member in JUDGED.members)


@pytest.mark.parametrize(("types", "said"), [(False, "连续谱上的分段"), (True, "可以称为")])
def test_the_word_type_is_used_only_if_both_criteria_agree(open_screen: Open, types: bool, said: str) -> None:
    """Otherwise archetypes are segments of a continuum."""
    k = len(JUDGED.members)
    _, words = opened(open_screen, card(replace(JUDGED, fit=fit(k, types=types))))
    assert said in words
    assert f"{MERCHANTS} 家" in words


def test_one_archetype_is_printed_as_exactly_that(open_screen: Open) -> None:
    """One is a legal answer and is not dressed up."""
    one = replace(JUDGED, members=JUDGED.members[:1], fit=fit(1))
    _, words = opened(open_screen, card(one))
    assert "k = 1" in words
    assert "连续谱" not in words


def test_candidates_and_gates_show_what_was_chosen_and_what_failed(open_screen: Open) -> None:
    """The chosen candidate is marked once, and a gate below its limit says so."""
    four = replace(JUDGED, members=JUDGED.members[:4], fit=fit(4))
    _, words = opened(open_screen, card(four))
    assert words.count("✓ 选定") == 1
    assert "未通过" in words
    assert "0.81" in words


def test_a_proposed_number_is_told_and_not_followed(open_screen: Open) -> None:
    """One epoch alone does not change the number of archetypes."""
    four = replace(JUDGED, members=JUDGED.members[:4], fit=replace(fit(4), proposed_k=3))
    app, _ = opened(open_screen, card(four))
    assert any("连续两期" in str(box.value) for box in app.info)


def test_the_mapping_from_the_version_before_is_shown(open_screen: Open) -> None:
    """Old archetypes lead to new ones, one that is gone says so, and the share that changed is told."""
    first = JUDGED.members[0]
    traced = replace(fit(8), predecessor="1.0", mapping={"old": first.id, "lost": ""}, relabelled=0.004)
    past = tuple(
        PastModel(v, "客户", "panel-2", 8, 700, datetime(2026, 5, 1, tzinfo=UTC), None)
        for v in ("1.1", "1.0")
    )
    _, words = opened(open_screen, card(replace(JUDGED, fit=traced), history=past))
    assert first.name.get("zh") in words
    assert "没有对应" in words
    assert "0.4%" in words
    assert "历次版本" in words


def test_a_model_of_synthetic_merchants_is_marked(open_screen: Open) -> None:
    """Whoever reads the demo's model cannot take it for real."""
    app, _ = opened(open_screen, card(replace(JUDGED, fit=fit(8, demo=True))))
    assert "演示数据" in str(app.warning[0].value)


def test_without_a_viewer_and_without_the_demo_the_way_in_is_told(open_screen: Open) -> None:
    """Nothing is asked of the services."""
    app = open_screen("archetypes", None, "zh", house(card(JUDGED)))
    assert "发起人的专属链接" in str(app.info[0].value)


def test_the_real_card_of_a_new_owner_is_the_judged_one(open_screen: Open, owner: Owner) -> None:
    """Without peers the reference archetypes are in force, with no merchant to fit to."""
    app = open_screen("archetypes", owner)
    assert not app.error
    assert "n=0" in everything(app).replace("\\", "")


def test_the_demo_card_is_open_to_strangers(sqlite_services: Services, open_screen: Open) -> None:
    """The demo's model card explains itself to whoever looks in."""
    sqlite_services.demo.ensure()
    app = open_screen("archetypes", None, "en")
    assert not app.error
    assert "demo merchant" in everything(app)


def test_a_profile_stays_inside_its_plot() -> None:
    """Scores beyond the scale are drawn at its edge, and names are escaped."""
    hostile = replace(JUDGED.members[0], center={"CO": 9.0, "PR": -3.0})
    made = model_members.profile(hostile, ("CO", "PR", "TA"), {"CO": "<b>"})
    assert "top:0.0%" in made
    assert "top:100.0%" in made
    assert "<b><" not in made.replace("<b>9.0</b>", "").replace("<b>-3.0</b>", "")
