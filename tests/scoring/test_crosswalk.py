"""Stages of other models: means with intervals, what is missing left out, letters only where confirmed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.content.loader import knowledge as shipped_knowledge
from assessment.domain.forms import Design, ForeignModel, ModelStage
from scoring.crosswalk import crosswalk
from scoring.results import WITHHELD_NOT_APPLICABLE
from tests.scoring.builders import WORDS
from tests.scoring.organization.roads import FULL, ground, scored

PARTS = tuple(s.id for s in FULL.sub_capabilities)


def model(*stages: tuple[str, tuple[str, ...]], verified: bool = True, whole: tuple[str, ...] = ()) -> Design:
    """One model."""
    named = tuple(ModelStage(letter, WORDS, parts) for letter, parts in stages)
    return Design(models=(ForeignModel("m", WORDS, WORDS, verified, named, whole),))


def test_a_stage_is_the_mean_with_independent_errors() -> None:
    """2.0, 3.0 and 4.0 with errors of 0.3: 3.0, SE 0.3 / sqrt(3) = 0.1732, 95 % 2.66 to 3.34."""
    values = {"CO1": 2.0, "AD2": 3.0, "SE3": 4.0}
    (found,) = crosswalk(ground((), values, design=model(("A", ("CO1", "AD2", "SE3", "CO1")))))
    assert (found.model, found.letter, found.n_parts) == ("m", "A", 3)
    assert (found.value, found.low, found.high) == pytest.approx((3.0, 2.6605, 3.3395), abs=1e-4)


@pytest.mark.parametrize(
    ("values", "n", "value"),
    [
        ({"CO1": 2.0, "CO2": 3.0, "CO3": None, "CO4": None}, 2, 2.5),
        ({"CO1": 2.0, "CO2": None, "CO3": None, "CO4": None}, 1, None),
        (dict.fromkeys(("CO1", "CO2", "CO3", "CO4")), 0, None),
    ],
)
def test_half_of_the_parts_must_be_known(
    values: dict[str, float | None], n: int, value: float | None
) -> None:
    """Withheld parts are left out; with fewer than half of them the stage has no value and no range."""
    (found,) = crosswalk(ground((), values, design=model(("A", ("CO1", "CO2", "CO3", "CO4")))))
    assert (found.n_parts, found.value) == (n, value)
    assert (found.low is None) == (found.high is None) == (value is None)


def test_what_does_not_apply_is_no_lack() -> None:
    """One known part of two carries the stage when the others are not the merchant's business."""
    design = model(("A", ("CO1", "CO2", "CO3", "CO4")))
    place = ground((), {"CO1": 2.0, "CO2": None}, absent=("CO3", "CO4"), design=design)
    assert crosswalk(place)[0].value == 2.0
    gone = tuple(scored(s, None, withheld=WITHHELD_NOT_APPLICABLE) for s in PARTS)
    assert crosswalk(replace(place, result=replace(place.result, sub_capabilities=gone)))[0].value is None


def test_letters_that_nobody_confirmed_are_not_used() -> None:
    """An unverified model has one value for all of it, also where it names stages; an empty one has none."""
    stages = (("R", ("CO1",)), ("I", ("CO2",)))
    (found,) = crosswalk(ground((), {"CO4": 2.0}, design=model(*stages, verified=False, whole=("CO4",))))
    assert (found.letter, found.value, found.n_parts) == ("", 2.0, 1)
    (empty,) = crosswalk(ground((), {}, design=model(verified=False)))
    assert (empty.value, empty.n_parts) == (None, 0)
    assert crosswalk(ground((), {})) == ()


def test_the_shipped_models_are_read_whole() -> None:
    """Nine models; RISE has no letters; every other model has all of its stages."""
    design = shipped_knowledge().design
    found = crosswalk(ground((), {}, design=design))
    assert [(s.model, s.letter) for s in found] == [
        (m.id, stage)
        for m in design.models
        for stage in ([x.letter for x in m.stages] if m.verified else [""])
    ]
    unverified = [m.id for m in design.models if not m.verified]
    assert len(design.models) == 9
    assert len(unverified) == 1


@given(st.dictionaries(st.sampled_from(PARTS), st.floats(1.0, 5.0)), st.sets(st.sampled_from(PARTS)))
def test_a_stage_lies_between_its_parts_and_on_the_scale(values: dict[str, float], parts: set[str]) -> None:
    """The mean is inside the range of the parts, its interval around it and inside the scale."""
    (found,) = crosswalk(ground((), values, design=model(("A", tuple(parts)))))
    scores = [values.get(p, 3.5) for p in parts]
    assert (found.value is None) == (not parts)
    if found.value is not None and found.low is not None and found.high is not None:
        assert min(scores) - 1e-9 <= found.value <= max(scores) + 1e-9
        assert 1.0 <= found.low <= found.value + 1e-9
        assert found.value - 1e-9 <= found.high <= 5.0
