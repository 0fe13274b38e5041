"""The archetype map as the whole pipeline draws it."""

from scoring.pipeline import Yardsticks, score_wave
from tests.scoring.builders import (
    evidence,
    instrument,
    knowledge,
    panel,
    plain_instrument,
    responses,
    yardsticks,
)

FULL = instrument()
N = len(FULL.items)


def test_a_scored_merchant_is_on_the_map_with_its_peers() -> None:
    """Where a resemblance is told the map shows it; peers are those of the cell, as a density."""
    result = score_wave(evidence(FULL, responses([[3] * N])), yardsticks(FULL, panel(400)))
    drawn, card = result.archetype_map, result.peer_card
    assert drawn is not None
    assert card is not None
    assert {point.archetype for point in drawn.archetypes} == {
        m.archetype for m in result.resemblance.memberships
    }
    assert drawn.n_peers == card.n
    assert bool(drawn.density) == (card.n >= 20)


def test_without_peers_the_map_has_no_density() -> None:
    """Archetypes and merchant are drawn all the same."""
    drawn = score_wave(evidence(FULL, responses([[3] * N])), yardsticks(FULL)).archetype_map
    assert drawn is not None
    assert (drawn.density, drawn.n_peers) == ((), 0)


def test_there_is_no_map_of_what_cannot_be_compared() -> None:
    """Neither for a foreign instrument nor for a wave without an answer."""
    source = plain_instrument()
    foreign = score_wave(evidence(source, responses([[1, 2, 3, 4]])), Yardsticks(knowledge(None), None))
    empty = score_wave(evidence(FULL, responses([[0] * N])), yardsticks(FULL, panel(60)))
    assert (foreign.archetype_map, empty.archetype_map) == (None, None)
