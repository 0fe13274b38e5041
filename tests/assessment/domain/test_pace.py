"""Times between answers: what is reading, what is a break, and what is not known."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.pace import PAUSE_SECONDS, item_seconds, typical_seconds

START = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)


def marks(*steps: tuple[str, float]) -> list[tuple[str, datetime]]:
    """Answers with the seconds since the one before."""
    at, found = START, []
    for item, gap in steps:
        at += timedelta(seconds=gap)
        found.append((item, at))
    return found


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([], {}),
        ([("A", 0)], {}),
        ([("A", 0), ("B", 12)], {"B": 12}),
        ([("A", 0), ("A", 3), ("B", 5)], {"B": 5}),
        ([("A", 0), ("B", 12), ("B", 2)], {"B": 14}),
        ([("A", 0), ("B", PAUSE_SECONDS), ("C", PAUSE_SECONDS + 1), ("D", 8)], {"B": 300, "D": 8}),
        ([("A", 0), ("B", 900), ("B", 2)], {}),
        ([("A", 0), ("B", 9), ("C", 4), ("B", 900)], {"B": 9, "C": 4}),
        ([("A", 0), ("B", -5), ("C", 4)], {"C": 4}),
    ],
)
def test_an_item_is_timed_from_the_answer_before(
    steps: list[tuple[str, float]], expected: dict[str, float]
) -> None:
    """The first answer, one after a break and one before a clock that was set back have no time."""
    assert item_seconds(marks(*steps)) == expected


@given(st.lists(st.tuples(st.sampled_from("ABCDEFGHIJKLMN"), st.integers(0, 600)), max_size=40))
def test_times_never_exceed_what_passed(steps: list[tuple[str, float]]) -> None:
    """No time is negative, and all together fit between first and last answer."""
    found = item_seconds(marks(*steps))
    assert all(seconds >= 0 for seconds in found.values())
    assert sum(found.values()) <= sum(gap for _, gap in steps[1:])
    typical = typical_seconds(found)
    assert typical is None or min(found.values()) <= typical <= max(found.values())


def test_a_typical_time_needs_nine_items() -> None:
    """Eight are too few to judge anybody by."""
    assert typical_seconds({str(i): 2.0 for i in range(8)}) is None
    assert typical_seconds({str(i): 2.0 for i in range(9)}) == 2.0
