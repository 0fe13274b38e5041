"""What-if on screen: try, save, compare, choose, delete; and what a forged field can do."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from assessment.bootstrap import Services
from assessment.domain.scenario import SalaryBand, Settings
from assessment.domain.structure import Structure
from assessment.ui import session
from assessment.ui.components import proposal_draft, proposal_settings, proposal_what_if
from assessment.ui.components.proposal_salaries import bands
from tests.assessment.services.scored import ScoredShop
from tests.assessment.services.worlds import operation
from tests.assessment.ui.test_proposal import calm, demo_house, keys, now, open_page, said, scored, shop

__all__ = ["demo_house", "scored", "shop"]
Shop = tuple[Services, ScoredShop]
AMOUNTS = st.none() | st.floats(0, 1e6)


def figure(app: AppTest, label: str) -> str:
    """Value of the metric with this label."""
    return next(str(one.value) for one in app.metric if one.label == label)


def change(app: AppTest, key: str, value: float | None) -> AppTest:
    """Type a number into a field of the what-if."""
    app.number_input(key=f"try0-{key}").set_value(value)
    return calm(app.run())


def test_a_tighter_cap_shows_its_plan_at_once_and_stores_nothing(shop: Shop) -> None:
    """With one initiative a quarter the plan shrinks on the next run; no scenario comes of it."""
    app = open_page(shop[0], shop[1].owner, "try")
    assert figure(app, "排进的举措") == f"{len(now(shop).plan.planned())} 项"
    app = change(app, "days-0", 8.0)
    assert int(figure(app, "排进的举措").split()[0]) <= len(now(shop).plan.planned())
    assert "试算中" in said(app)
    assert len(shop[0].proposals.scenarios(shop[1].owner, shop[1].owner.wave_id)) == 1


def test_a_mix_that_facts_tell_in_part_stops_nothing_before_somebody_types(shop: Shop) -> None:
    """Two of five shares are known: the outcome stands there; a mix that is typed has to be whole."""
    house, made = shop
    facts = house.facts.load(made.owner)
    gone = {"F5.F": None, "F5.A": None}
    house.facts.save(made.owner, changes=gone, revision=facts.revision, operation_id=operation())
    house.analysis.score(made.owner, made.owner.wave_id)
    app = open_page(house, made.owner, "try")
    assert figure(app, "排进的举措")
    app = change(app, "mix-F", 40.0)
    assert any("100%" in str(one.value) for one in app.warning)
    app = change(app, "mix-A", 35.0)
    assert not any("100%" in str(one.value) for one in app.warning)
    assert figure(app, "排进的举措")


def test_readers_try_out_without_being_offered_to_keep_it(demo_house: Services) -> None:
    """The demo computes any change, and has no button that would store it."""
    app = open_page(demo_house, section="try")
    before = figure(app, "排进的举措")
    app = change(app, "count", 1.0)
    assert figure(app, "排进的举措") != before
    assert not any(key.startswith("save-") for key in keys(app))


def test_a_scenario_is_saved_compared_chosen_and_deleted(shop: Shop) -> None:
    """It needs a name; then both stand side by side, one is printed, and the other can go."""
    house, made = shop
    app = open_page(house, made.owner, "try")
    app = change(app, "count", 1.0)
    app.button(key="save-try").click().run()
    assert "名字" in str(app.error[0].value)
    app.text_input(key="scenario-name-try").set_value("每季一项<b>")
    calm(app.button(key="save-try").click().run())
    stored = house.proposals.scenarios(made.owner, made.owner.wave_id)
    assert [one.name for one in stored] == ["", "每季一项<b>"]
    assert stored[1].settings.caps is not None
    assert stored[1].settings.caps.initiatives == 1

    words = said(app)
    assert "每季一项&lt;b&gt;" in words
    assert "fo-strong" in words
    calm(app.button(key=f"choose-{stored[1].id}").click().run())
    assert house.proposals.scenarios(made.owner, made.owner.wave_id)[1].chosen
    calm(app.button(key=f"delete-{stored[1].id}").click().run())
    calm(app.button(key=f"delete-{stored[1].id}-yes").click().run())
    assert len(house.proposals.scenarios(made.owner, made.owner.wave_id)) == 1


def test_a_mix_that_is_not_whole_is_named_and_not_computed_with(shop: Shop) -> None:
    """The sum is told; once it is 100 again the outcome is back."""
    app = open_page(shop[0], shop[1].owner, "try")
    app = change(app, "mix-F", 90.0)
    assert "%" in str([box.value for box in app.warning])
    assert not app.metric
    others = sum(
        float(app.number_input(key=f"try0-mix-{position}").value or 0.0) for position in ("A", "C", "T", "S")
    )
    app = change(app, "mix-F", 100.0 - others)
    assert app.metric


def test_salary_bands_are_the_consultants_and_give_a_range(shop: Shop) -> None:
    """Without bands there is no cost; with two ends of one band there is a range."""
    app = open_page(shop[0], shop[1].owner, "target")
    assert "还没有填薪资区间" in said(app)
    key = next(str(box.key) for box in app.number_input if str(box.key).startswith("try0-salary-low-"))
    app.number_input(key=key).set_value(8000)
    app.run()
    app.number_input(key=key.replace("-low-", "-high-")).set_value(12000)
    words = said(calm(app.run()))
    assert "还没有填薪资区间" not in words
    assert "每月人力成本" in words


@pytest.mark.parametrize("forged", ["12", True, float("nan"), float("inf"), ["x"], None])
def test_a_forged_number_is_no_number(monkeypatch: pytest.MonkeyPatch, forged: object) -> None:
    """Only finite numbers are read from a field; anything else is as if it were empty."""
    monkeypatch.setattr(session, "widget", lambda _: forged)
    monkeypatch.setattr(proposal_draft, "key", lambda _, name: name)
    found = proposal_settings._typed(None, "days-0", 100.0)  # type: ignore[arg-type]  # no board is needed
    assert found is None


@given(typed=st.floats(allow_nan=False, allow_infinity=False))
def test_a_typed_number_stays_between_its_limits(typed: float) -> None:
    """Whatever is typed, what is computed with lies between the limits."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(session, "widget", lambda _: typed)
        patch.setattr(proposal_draft, "key", lambda _, name: name)
        found = proposal_settings._typed(None, "x", 5.0, 1.0)  # type: ignore[arg-type]  # no board is needed
    assert found is not None
    assert 1.0 <= found <= 5.0


def test_a_forged_choice_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what was offered is taken from a choice of several."""
    monkeypatch.setattr(session, "widget", lambda _: ["I01", "FORGED", "I01"])
    monkeypatch.setattr(proposal_draft, "key", lambda _, name: name)
    found = proposal_settings._several(None, "skipped", ["I01"])  # type: ignore[arg-type]  # no board is needed
    assert set(found) == {"I01"}


@given(ends=st.dictionaries(st.sampled_from(["host", "bd", "lead"]), st.tuples(AMOUNTS, AMOUNTS)))
def test_bands_are_ordered_and_only_whole_ones_count(
    ends: dict[str, tuple[float | None, float | None]],
) -> None:
    """A band has its low end first; half a band is none; bands of other posts stay."""
    before = Settings(salaries={"editor": SalaryBand(1.0, 2.0)})
    found = bands(before, ends)
    assert found["editor"] == SalaryBand(1.0, 2.0)
    whole = {kind for kind, pair in ends.items() if None not in pair}
    assert set(found) == whole | {"editor"}
    assert all(band.low <= band.high for band in found.values())


def test_without_a_target_no_figure_of_it_is_shown(shop: Shop) -> None:
    """Too few facts give no target: headcount and decisions are left open instead of told as today's or 0."""
    house, made = shop
    found = house.proposals.proposal(made.owner, made.owner.wave_id)
    bare = replace(found, target=Structure())
    told = {name: value for name, _, _, value in proposal_what_if.told_figures(bare, bare)}
    assert (told["fte"], told["conditions"]) == ("–", "–")
    assert told["days"] != "–"
