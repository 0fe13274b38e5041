"""Figures that conditions of forms ask for: hand-made numbers, and what they wait for."""

import math

import numpy as np
import pytest

from assessment.content.conditions import DERIVED_KEYS, FORM_KEYS
from assessment.content.loader import facts_form
from assessment.domain.organization import Facts, FactValue
from scoring.organization.derived import Figure
from scoring.organization.form_figures import (
    POSTS,
    SCORE_FIGURES,
    content_in_marketing,
    form_figures,
    headcount,
    inhouse_headcount,
    live_hours_day,
    score_figure_errors,
    score_figure_needs,
    score_figures,
    talent_share,
    young_on_douyin,
)

NOBODY_ABSENT: frozenset[str] = frozenset()
ALL_ROWS: Facts = {f"F13.{post}.fte": 1.0 for post in POSTS}
OWN_ROWS: Facts = {f"F13.{post}.outsourced_fte": 0.0 for post in POSTS}


def test_content_may_name_exactly_what_scoring_computes() -> None:
    """Keys and types of the figures agree with those that the linter allows in forms."""
    facts: dict[str, FactValue] = {field.key: 5.0 for field in facts_form().fields}
    facts |= {"F9.years": "1_to_2", "F2.reports_to": "marketing"}
    figures = {key: type(figure.value) for key, figure in form_figures(facts, "G3").items()}
    assert figures | dict.fromkeys(SCORE_FIGURES, float) == FORM_KEYS
    assert not set(FORM_KEYS) & set(DERIVED_KEYS)


def test_rows_of_headcount_are_those_of_the_facts_form() -> None:
    """Nobody who is typed is left out of the headcount."""
    keys = {field.key for field in facts_form().fields}
    assert {f"F13.{post}.fte" for post in POSTS} == {
        k for k in keys if k.startswith("F13") and k.endswith(".fte")
    }


@pytest.mark.parametrize(("tier", "number"), [("G1", 1.0), ("G3", 3.0), ("G5", 5.0), ("", None)])
def test_the_tier_is_a_number(tier: str, number: float | None) -> None:
    """G1 to G5 are 1 to 5."""
    assert form_figures({}, tier)["gmv_tier"].value == number


def test_a_share_of_two_positions_needs_both() -> None:
    """Half of a sum is not known."""
    assert talent_share({"F5.A": 30, "F5.T": 5}) == Figure(35.0)
    assert talent_share({"F5.A": 30}) == Figure(None, ("F5.T",))


def test_people_that_are_typed_are_a_lower_limit() -> None:
    """Eighteen rows make a headcount; without one of them it is at least the rest."""
    assert headcount(ALL_ROWS) == Figure(18.0)
    part = {key: value for key, value in ALL_ROWS.items() if key != "F13.bd.fte"}
    assert headcount(part) == Figure(None, ("F13.bd.fte",), (17.0, math.inf))


def test_a_blank_of_outsourced_people_leaves_a_range() -> None:
    """Somebody may be outsourced unless F17 says that nothing is, or nobody works there."""
    assert inhouse_headcount({**ALL_ROWS, **OWN_ROWS}) == Figure(18.0)
    assert inhouse_headcount({**ALL_ROWS, "F17.functions": ("none",)}) == Figure(18.0)
    blank = {key: value for key, value in OWN_ROWS.items() if "host" not in key}
    some: Facts = {**ALL_ROWS, **blank, "F13.co_host.fte": 0.0, "F13.host.fte": 4.0}
    assert inhouse_headcount(some) == Figure(None, ("F13.host.outsourced_fte",), (16.0, 20.0))


def test_more_outsourced_than_there_are_is_nobody_of_ones_own() -> None:
    """Contradictory rows never make a negative team."""
    facts: Facts = {**ALL_ROWS, **OWN_ROWS, "F13.host.outsourced_fte": 3.0}
    assert inhouse_headcount(facts) == Figure(17.0)


@pytest.mark.parametrize(
    ("facts", "figure"),
    [
        ({"F12.rooms": 2, "F12.hours": 8}, Figure(16.0)),
        ({"F12.rooms": 0}, Figure(0.0)),
        ({"F12.rooms": 2}, Figure(None, ("F12.hours",))),
        ({}, Figure(None, ("F12.rooms", "F12.hours"))),
    ],
)
def test_live_hours_a_day(facts: Facts, figure: Figure) -> None:
    """Rooms times hours; no room is no hour."""
    assert live_hours_day(facts) == figure


@pytest.mark.parametrize(
    ("facts", "figure"),
    [
        ({"F9.years": "half_to_1"}, Figure(value=True)),
        ({"F9.years": "1_to_2"}, Figure(value=False)),
        ({}, Figure(None, ("F9.years",))),
    ],
)
def test_young_is_under_a_year(facts: Facts, figure: Figure) -> None:
    """The first two options are under a year."""
    assert young_on_douyin(facts) == figure


@pytest.mark.parametrize(
    ("facts", "figure"),
    [
        ({"F2.reports_to": "marketing", "F13.editor.fte": 2}, Figure(value=True)),
        ({"F2.reports_to": "gm"}, Figure(value=False)),
        ({"F13.editor.fte": 2}, Figure(None, ("F2.reports_to",))),
        (
            {"F2.reports_to": "marketing", "F13.director.fte": 0},
            Figure(None, ("F13.shooter.fte", "F13.editor.fte")),
        ),
        (dict.fromkeys(("F13.director.fte", "F13.shooter.fte", "F13.editor.fte"), 0), Figure(value=False)),
    ],
)
def test_content_in_marketing(facts: Facts, figure: Figure) -> None:
    """It takes content people and a lead who reports to marketing."""
    assert content_in_marketing(facts) == figure


def known(**scores: float) -> dict[str, np.ndarray]:
    """Point values as arrays."""
    return {key: np.asarray(value) for key, value in scores.items()}


def test_comparisons_of_scores() -> None:
    """(3 + 2) / 2 - (2 + 4) / 2 = -0.5; 4 - 2.5 = 1.5; target 3.5 - 2 = 1.5."""
    scores = known(PR=3.0, SE=2.0, AD=2.0, CO=4.0, TA2=2.0, TA3=4.0)
    found = score_figures(scores, NOBODY_ABSENT, 3.5)
    assert {key: float(value) for key, value in found.items()} == pytest.approx(
        {"supply_edge": -0.5, "content_edge": 1.5, "talent_shortfall": 1.5}
    )


def test_talents_above_target_are_no_shortfall() -> None:
    """The shortfall is never negative."""
    assert float(score_figures(known(TA2=4.0, TA3=4.5), NOBODY_ABSENT, 3.5)["talent_shortfall"]) == 0.0


def test_what_does_not_apply_is_left_out_and_what_is_unknown_is_waited_for() -> None:
    """Without paid traffic the edge compares with content alone; an unknown dimension keeps it open."""
    scores = known(PR=3.0, SE=3.0, CO=2.0)
    assert float(score_figures(scores, frozenset({"AD"}), None)["supply_edge"]) == 1.0
    assert "supply_edge" not in score_figures(scores, NOBODY_ABSENT, None)
    assert score_figure_needs(scores, NOBODY_ABSENT)["supply_edge"] == ("AD",)
    assert score_figure_needs(scores, frozenset({"TA2", "TA3"}))["talent_shortfall"] == ()


def test_errors_of_comparisons() -> None:
    """Four dimensions of error 0.2, halved and added in squares: 0.2; one against the mean of two: 0.245."""
    errors = dict.fromkeys(("PR", "SE", "AD", "CO", "TA2"), 0.2) | {"TA3": 0.3}
    found = score_figure_errors(errors, NOBODY_ABSENT)
    assert found == pytest.approx(
        {"supply_edge": 0.2, "content_edge": 0.2449, "talent_shortfall": 0.3}, abs=1e-4
    )
    assert score_figure_errors({}, NOBODY_ABSENT) == {}
