"""The snowball: elements, what they are compared with, states and the coupling at fault."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from assessment.domain.instrument import Instrument
from scoring.benchmark import Panel
from scoring.pipeline import score_wave
from scoring.results import Snowball
from scoring.snowball import ELEMENTS, STATES, element_weights, with_elements
from tests.scoring.builders import evidence, instrument, panel, responses, yardsticks

SERVES = {"CO": "traffic", "AD": "conversion", "SE": "retention"}
FULL = instrument()
ROLLING = replace(
    FULL,
    sub_capabilities=tuple(replace(s, snowball=((SERVES[s.dimension], 1.0),)) for s in FULL.sub_capabilities),
)
SIDES = {"high": 5, "low": 1}


def read(levels: dict[str, int], source: Instrument = ROLLING, peers: Panel | None = None) -> Snowball:
    """Snowball of one respondent who answers each dimension with one level."""
    answers = [levels.get(item.dimension, 3) for item in source.items]
    found = score_wave(evidence(source, responses([answers])), yardsticks(source, peers)).snowball
    assert found is not None
    return found


def wide_panel(n: int, center: float = 3.0) -> Panel:
    """`n` merchants of one cell with scores of every sub-capability around a center."""
    base = panel(n)
    parts = tuple(s.id for s in ROLLING.sub_capabilities)
    stream = np.random.default_rng(3)
    scores = np.clip(stream.normal(center, 0.5, (n, len(parts))), 1, 5)
    return replace(
        base,
        scale_ids=(*base.scale_ids, *parts),
        scores=np.column_stack([base.scores, scores]),
        standard_errors=np.column_stack([base.standard_errors, np.full_like(scores, 0.3)]),
        facets={
            "category": ("beauty",) * n,
            "gmv_tier": ("G3",) * n,
            "lead_position": ("F",) * n,
            "price_band": ("mid",) * n,
        },
    )


@pytest.mark.parametrize("sides", list(product(("high", "low"), repeat=3)))
def test_every_combination_has_its_state_and_coupling(sides: tuple[str, str, str]) -> None:
    """The three sides name the state; the coupling is the one place where high does not lift the next."""
    levels = dict(zip(SERVES, (SIDES[side] for side in sides), strict=True))
    found = read(levels)
    assert found.state == STATES[sides]  # type: ignore[index]  # parametrized as plain texts
    assert tuple(e.side for e in found.elements) == sides
    broken = [
        f"{ELEMENTS[i]}_{ELEMENTS[(i + 1) % 3]}"
        for i in range(3)
        if (sides[i], sides[(i + 1) % 3]) == ("high", "low")
    ]
    assert found.coupling == (broken[0] if broken else None)
    assert found.certainty is not None
    assert found.certainty > 0.9
    assert found.likely[0] == (found.state, found.certainty)


def test_without_peers_fixed_levels_decide() -> None:
    """3.2 is high, 2.8 is low, both included, and what lies between is even and read by its side of 3."""
    readings = {1: "low", 3: "even", 5: "high"}
    for level, reading in readings.items():
        first = read({"CO": level}).elements[0]
        assert (first.reading, first.strength) == (reading, pytest.approx(level))
    assert read({"CO": 3}).elements[0].side == "high"
    assert read({}).basis == "absolute"


@pytest.mark.parametrize(
    ("n", "basis"), [(9, "absolute"), (10, "median"), (29, "median"), (30, "percentile"), (60, "percentile")]
)
def test_the_number_of_peers_chooses_the_comparison(n: int, basis: str) -> None:
    """Fixed levels under ten peers, their median under thirty, percentiles from thirty."""
    found = read({}, peers=wide_panel(n))
    assert found.basis == basis
    assert found.n_peers == (0 if n < 10 else n)


def test_peers_set_the_bar() -> None:
    """Level 4 is high among peers around 2 and low among peers around 5."""
    for n in (20, 60):
        weak, strong = (read({"CO": 4}, peers=wide_panel(n, c)).elements[0] for c in (2.0, 5.0))
        assert (weak.reading, strong.reading) == ("high", "low")


def test_the_weakest_element_lies_lowest_against_its_own_bar() -> None:
    """The comparison, not the bare level, names the weakest."""
    assert read({"CO": 4, "AD": 2, "SE": 3}).weakest == "conversion"
    high = wide_panel(20)
    column = [high.scale_ids.index(s.id) for s in ROLLING.sub_capabilities if s.dimension == "CO"]
    scores = high.scores.copy()
    scores[:, column] = 4.9
    lifted = replace(high, scores=scores)
    assert read({"CO": 4, "AD": 3, "SE": 3}, peers=lifted).weakest == "traffic"


def test_force_is_the_cube_root_of_the_product() -> None:
    """A weak element is not averaged away."""
    assert read({"CO": 5, "AD": 1, "SE": 5}).force == pytest.approx(25 ** (1 / 3))


def test_probabilities_of_the_states_fall() -> None:
    """Three states, most probable first, none above certainty."""
    shares = [share for _, share in read({}).likely]
    assert shares == sorted(shares, reverse=True)
    assert len(shares) == 3
    assert 0 < sum(shares) <= 1


def test_an_element_without_a_score_withholds_the_state() -> None:
    """Nothing is said about a circle with a gap; the elements that have scores stay."""
    found = read({"SE": 0})
    assert (found.state, found.withheld, found.force, found.likely) == (None, "no_answer", None, ())
    assert found.elements[0].score.value == pytest.approx(3.0)


def test_an_instrument_without_elements_has_no_snowball() -> None:
    """The small instrument names none."""
    assert element_weights(FULL) == {}
    answers = [3] * len(FULL.items)
    assert score_wave(evidence(FULL, responses([answers])), yardsticks(FULL)).snowball is None


def test_a_panel_of_dimensions_only_cannot_be_compared_with() -> None:
    """Elements are made of sub-capabilities; a panel without them leaves fixed levels."""
    assert read({}, peers=panel(60)).basis == "absolute"


def test_elements_of_peers_need_half_of_the_weight() -> None:
    """A merchant with one of four parts has no element; with two it has their mean."""
    peers = wide_panel(12)
    column = [peers.scale_ids.index(f"CO{n}") for n in (1, 2, 3, 4)]
    scores = peers.scores.copy()
    scores[0, column[:3]] = np.nan
    scores[1, column[:2]] = np.nan
    parts = tuple(s.id for s in ROLLING.sub_capabilities)
    made = with_elements(replace(peers, scores=scores), tuple(element_weights(ROLLING).items()), parts)
    assert made is not None
    assert np.isnan(made.scores[0, 0])
    assert made.scores[1, 0] == pytest.approx(scores[1, column[2:]].mean())
    assert made.standard_errors[1, 0] == pytest.approx(0.3 / np.sqrt(2))
