"""Laws of the answer matrix: states are exclusive, keying is an involution, nonsense is refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from assessment.domain.errors import AnswerNotAllowed
from assessment.domain.response import MISSING, NOT_APPLICABLE, UNKNOWN, Response
from scoring.matrix import answer_matrix, key_reverse
from tests.scoring.builders import AT, instrument, plain_instrument, response, responses


@given(hnp.arrays(np.int16, (3, 4), elements=st.integers(1, 6)), hnp.arrays(np.bool_, 4))
def test_reversing_twice_is_the_identity(levels: np.ndarray, reverse: np.ndarray) -> None:
    """Mirroring the same columns twice gives the levels back."""
    once = key_reverse(levels, reverse, 1, 6)
    assert (key_reverse(once, reverse, 1, 6) == levels).all()


@given(st.lists(st.sampled_from([MISSING, UNKNOWN, NOT_APPLICABLE, 1, 3, 6]), min_size=4, max_size=4))
def test_every_asked_cell_has_exactly_one_state(answers: list[int]) -> None:
    """Answered, unknown, not applicable and missing never overlap and cover what was asked."""
    matrix = answer_matrix(plain_instrument(), (response(answers),))
    states = np.stack([matrix.answered, matrix.unknown, matrix.not_applicable, matrix.missing])
    assert (states.sum(axis=0) == matrix.asked).all()
    assert matrix.asked.all()


def test_items_of_other_roles_are_not_asked_and_not_missing() -> None:
    """An owner's core form leaves the other items neither missing nor asked."""
    source = instrument()
    own = Response("o", "w", "OWN", "core", "zh", bytes(len(source.items)), 1, AT)
    matrix = answer_matrix(source, (own,))
    assert int(matrix.asked.sum()) == int(matrix.missing.sum()) == len(source.items_for("OWN", "core"))


def test_an_answer_beyond_the_form_counts_as_asked() -> None:
    """Whatever was answered was asked, whichever form the response names."""
    source = instrument()
    answers = bytes(5 if item.id == "CO1-2" else 0 for item in source.items)
    own = Response("o", "w", "OWN", "core", "zh", answers, 1, AT)
    matrix = answer_matrix(source, (own,))
    assert matrix.asked[0, source.index["CO1-2"]]
    assert int(matrix.answered.sum()) == 1


def test_levels_as_asked_undo_the_key() -> None:
    """A reverse item is keyed in `levels` and given back by `as_asked`."""
    matrix = answer_matrix(plain_instrument(2, reverse=(1,)), responses([[2, 2]]))
    assert matrix.levels.tolist() == [[2, 5]]
    assert matrix.as_asked().tolist() == [[2, 2]]


def test_a_byte_that_means_nothing_is_refused() -> None:
    """Level 7 of six levels names the item and the value."""
    with pytest.raises(AnswerNotAllowed) as caught:
        answer_matrix(plain_instrument(), responses([[1, 1, 7, 1]]))
    assert caught.value.fields == {"item_id": "Q2", "value": 7}


def test_a_response_of_another_length_is_refused() -> None:
    """A vector made for another instrument is a mistake of the caller."""
    with pytest.raises(ValueError, match="expected 4 answers, got 3"):
        answer_matrix(plain_instrument(), responses([[1, 1, 1]]))
