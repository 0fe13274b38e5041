"""Kept values: made once, shared, bounded."""

import pytest

from assessment.services.memory import Memory


def test_a_value_is_made_once() -> None:
    """The second request gets the very same object."""
    memory: Memory[list[int]] = Memory(2)
    first = memory.get("a", lambda: [1])
    assert memory.get("a", lambda: [2]) is first


def test_the_oldest_goes_first() -> None:
    """More keys than room: the first one is made again when it is asked for."""
    memory: Memory[int] = Memory(2)
    for key, value in (("a", 1), ("b", 2), ("c", 3)):
        memory.get(key, lambda value=value: value)
    assert memory.get("c", lambda: 9) == 3
    assert memory.get("a", lambda: 9) == 9


def test_a_failure_is_not_kept() -> None:
    """A value that could not be made is tried again."""
    memory: Memory[int] = Memory(2)
    with pytest.raises(ZeroDivisionError):
        memory.get("a", lambda: 1 // 0)
    assert memory.get("a", lambda: 1) == 1
