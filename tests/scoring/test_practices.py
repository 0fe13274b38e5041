"""Practices still missing for level 4: advice, not a score."""

from dataclasses import replace

import pytest

from assessment.domain.instrument import Scale
from scoring.pipeline import score_wave
from scoring.results import MissingPractices
from tests.scoring.builders import WORDS, evidence, instrument, responses, yardsticks

ANCHORED = replace(
    (plain := instrument(reverse=("CO1-2",))),
    items=tuple(replace(item, anchors=(WORDS,) * 5) for item in plain.items),
)


def missing(*table: dict[str, int]) -> dict[str, tuple[str, ...]]:
    """Items below level 4 by sub-capability; items that are not named are ticked at 5."""
    given = [[row.get(item.id, 1 if item.reverse else 5) for item in ANCHORED.items] for row in table]
    found = score_wave(evidence(ANCHORED, responses(given)), yardsticks(ANCHORED)).missing_practices
    return {one.sub_capability: one.items for one in found}


def test_nothing_is_missing_at_the_top() -> None:
    """Level 5 everywhere, the reverse item ticked at 1."""
    assert missing({}) == {}


def test_items_below_level_four_are_listed_in_order() -> None:
    """Level 3 lacks the practice, level 4 has it."""
    assert missing({"CO1-1": 3, "CO1-3": 3, "AD2-1": 4, "SE3-2": 1}) == {
        "CO1": ("CO1-1", "CO1-3"),
        "SE3": ("SE3-2",),
    }


@pytest.mark.parametrize(("levels", "lacks"), [((3, 4), False), ((3, 3, 4), True), ((2, 5), False)])
def test_the_mean_must_round_to_four(levels: tuple[int, ...], lacks: bool) -> None:
    """Raters are averaged before the practice is judged."""
    assert bool(missing(*({"CO2-1": level} for level in levels))) is lacks


def test_a_reverse_item_is_judged_keyed() -> None:
    """Ticking 4 on a reverse item means level 2."""
    assert missing({"CO1-2": 4}) == {"CO1": ("CO1-2",)}


def test_what_nobody_answered_is_not_called_missing() -> None:
    """Silence is no lack of a practice."""
    assert missing({"CO1-1": 0}) == {}


def test_only_anchored_items_word_a_practice() -> None:
    """Without anchors there is nothing to list, and a scale of three levels has no level 4."""
    for source in (plain, replace(ANCHORED, scale=Scale(1, 3))):
        given = responses([[1] * len(source.items)])
        found = score_wave(evidence(source, given), yardsticks(source)).missing_practices
        assert found == ()


def test_results_are_values() -> None:
    """Entries compare by content."""
    assert MissingPractices("CO1", ("a",)) == MissingPractices("CO1", ("a",))
