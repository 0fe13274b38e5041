"""Figures that rules ask for: values, unknowns and what would make them known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.organization import Facts
from assessment.domain.response import UNKNOWN
from scoring.matrix import answer_matrix
from scoring.organization.derived import (
    APPRAISED_POSTS,
    DECISIONS,
    Figure,
    derived_figures,
    gross_metric_in_use,
    host_hours_per_week,
    layers_flag,
    owner_team_gap,
    slow_approvals,
    span_flag,
    team_unknown_share,
)
from scoring.results import RoleGap
from tests.scoring.builders import plain_instrument, responses

ALL_NET = {f"F22.{post}.basis": "net" for post in APPRAISED_POSTS}


@pytest.mark.parametrize(
    ("facts", "value"),
    [
        ({"F12.hours": 12, "F12.rooms": 2, "F12.hosts": 7}, 24.0),
        ({"F12.hours": 12, "F12.rooms": 2, "F12.hosts": 0}, None),
        ({"F12.hours": 12, "F12.rooms": 2}, None),
        ({}, None),
    ],
)
def test_host_hours(facts: Facts, value: float | None) -> None:
    """Hours a room and day x 7 x rooms / hosts; no hosts is no answer."""
    found = host_hours_per_week(facts)
    assert found.value == value
    assert bool(found.needs) == (value is None)


@pytest.mark.parametrize(
    ("facts", "value"),
    [
        ({"F22.bd.basis": "gross"}, True),
        (ALL_NET, False),
        ({**ALL_NET, "F22.bd.basis": "neither"}, False),
        ({"F22.bd.basis": "net"}, None),
        ({}, None),
    ],
)
def test_gross_metric(facts: Facts, value: bool | None) -> None:
    """One gross post is enough for yes; a no needs all five."""
    assert gross_metric_in_use(facts).value is value


@pytest.mark.parametrize(
    ("facts", "value"),
    [
        ({"F16.persona.hours": 24.0}, 0.0),
        ({"F16.persona.hours": 25.0, "F16.top_kol.hours": 48, "F16.floor_price.hours": 1}, 2.0),
        ({"F16.persona.hours": "soon"}, None),
        ({}, None),
    ],
)
def test_slow_approvals(facts: Facts, value: float | None) -> None:
    """Decisions that wait more than 24 hours."""
    found = slow_approvals(facts)
    assert found.value == value
    assert len(found.needs) == (len(DECISIONS) if value is None else 0)


@pytest.mark.parametrize(
    ("span", "coach", "value"),
    [
        (None, True, None),
        (0, None, False),
        (1, None, True),
        (2, False, True),
        (7, None, False),
        (8, None, None),
        (9, None, None),
        (10, None, True),
        (8, True, True),
        (7, True, False),
        (9, False, False),
        (10, False, True),
    ],
)
def test_span(span: int | None, coach: bool | None, value: bool | None) -> None:
    """One or two reports, or more than two above 5 (coach on air) or 7."""
    facts = {k: v for k, v in {"F2.span": span, "F2.player_coach": coach}.items() if v is not None}
    assert span_flag(facts).value is value


@pytest.mark.parametrize(
    ("facts", "tier", "value"),
    [
        ({"F2.layers": 2, "F2.reports_to": "gm"}, "G3", False),
        ({"F2.layers": 2, "F2.reports_to": "marketing"}, "G3", True),
        ({"F2.layers": 3, "F2.reports_to": "gm"}, "G4", True),
        ({"F2.layers": 9, "F2.reports_to": "gm"}, "G5", False),
        ({"F2.layers": 1}, "G1", False),
        ({"F2.layers": 2}, "G1", None),
        ({"F2.layers": 3}, "G1", True),
        ({"F2.reports_to": "gm"}, "G1", None),
    ],
)
def test_layers(facts: Facts, tier: str, value: bool | None) -> None:
    """More than three managers between general manager and host, below G5; a superior may not matter."""
    assert layers_flag(facts, tier).value is value


def test_owner_team_gap() -> None:
    """The largest gap that exceeds its noise; the consultant does not count."""
    noise = RoleGap("CO", "team", 0.9, 0.6, exceeds_noise=False)
    real = RoleGap("AD", "team", -1.5, 0.5, exceeds_noise=True)
    outside = RoleGap("SE", "consultant", 3.0, 0.5, exceeds_noise=True)
    assert owner_team_gap((noise, real, outside)) == Figure(1.5)
    assert owner_team_gap((noise, outside)) == Figure(0.0)
    assert owner_team_gap((outside,)) == Figure(None, ("owner_team_gap",))


def test_team_unknown_share() -> None:
    """Owner and consultant are not the team; no team, no share."""
    source = plain_instrument()
    table = [[UNKNOWN] * 4, [UNKNOWN, 1, 2, 0], [UNKNOWN] * 4]
    matrix = answer_matrix(source, responses(table, ("OWN", "LIVE", "CST")))
    assert team_unknown_share(matrix) == Figure(0.25)
    alone = answer_matrix(source, responses(table[:1], ("OWN",)))
    assert team_unknown_share(alone) == Figure(None, ("team_unknown_share",))


KEYS = [*ALL_NET, *(f"F16.{d}.hours" for d in DECISIONS), "F2.span", "F2.layers", "F12.hours", "F12.rooms"]
VALUES = st.one_of(st.integers(0, 30), st.sampled_from(["gross", "net", "gm"]), st.booleans())


@given(st.dictionaries(st.sampled_from(KEYS), VALUES), st.sampled_from(KEYS), VALUES)
def test_learning_a_fact_never_makes_a_figure_unknown(
    facts: dict[str, int | str], key: str, value: int | str
) -> None:
    """A known figure stays known when another fact is added."""
    matrix = answer_matrix(plain_instrument(), responses([[1, 2, 3, 4]]))
    before = derived_figures(matrix, (), facts, "G3")
    after = derived_figures(matrix, (), {key: value} | facts, "G3")
    for name, figure in before.items():
        if figure.value is not None:
            assert after[name].value is not None
