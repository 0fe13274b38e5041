"""Guessing is counted by network, forgotten after the window, and costs bounded memory."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from assessment.web.throttle import (
    ADDRESSES_REMEMBERED,
    MISSES_ALLOWED,
    WINDOW_SECONDS,
    Throttle,
    network_of,
)


@dataclass
class Clock:
    """Seconds that the test sets."""

    now: float = 0.0

    def __call__(self) -> float:
        """Return the present second."""
        return self.now


def missed(times: int, address: str = "192.0.2.1") -> tuple[Throttle, Clock]:
    """Return a throttle after `times` misses at second 0."""
    clock = Clock()
    throttle = Throttle(clock)
    for _ in range(times):
        throttle.miss(address)
    return throttle, clock


def test_nineteen_misses_are_forgiven() -> None:
    """Below the limit nobody waits."""
    throttle, _ = missed(MISSES_ALLOWED - 1)
    assert throttle.wait("192.0.2.1") == 0


def test_twenty_misses_cost_the_rest_of_the_window() -> None:
    """At the limit the address waits until its oldest miss is forgotten, and not a second longer."""
    throttle, clock = missed(MISSES_ALLOWED)
    assert throttle.wait("192.0.2.1") == WINDOW_SECONDS
    clock.now = WINDOW_SECONDS - 1
    assert throttle.wait("192.0.2.1") == 1
    clock.now = WINDOW_SECONDS
    assert throttle.wait("192.0.2.1") == 0


def test_others_do_not_wait() -> None:
    """A guesser next door does not lock anybody out."""
    throttle, _ = missed(MISSES_ALLOWED)
    assert throttle.wait("192.0.2.2") == 0


def test_ipv6_household_counts_as_one() -> None:
    """Changing the lower half of an IPv6 address does not reset the count."""
    throttle, _ = missed(MISSES_ALLOWED, "2001:db8:0:7::1")
    assert throttle.wait("2001:db8:0:7:ffff::9") > 0
    assert throttle.wait("2001:db8:0:8::1") == 0
    assert network_of("::ffff:192.0.2.1") == "192.0.2.1"


def test_memory_is_bounded() -> None:
    """However many addresses miss, only the latest are remembered."""
    throttle, _ = missed(0)
    for number in range(ADDRESSES_REMEMBERED + 100):
        for _ in range(MISSES_ALLOWED):
            throttle.miss(f"host-{number}")
    assert throttle.wait("host-0") == 0
    assert throttle.wait(f"host-{ADDRESSES_REMEMBERED + 99}") > 0


@given(st.lists(st.floats(0, 3 * WINDOW_SECONDS), min_size=1, max_size=80).map(sorted))
def test_nobody_is_looked_up_more_often_than_allowed(moments: list[float]) -> None:
    """In any window, at most twenty misses get through, whenever they come."""
    clock = Clock()
    throttle = Throttle(clock)
    passed = []
    for clock.now in moments:
        if throttle.wait("192.0.2.1") == 0:
            throttle.miss("192.0.2.1")
            passed.append(clock.now)
    for start in passed:
        assert sum(start <= moment < start + WINDOW_SECONDS for moment in passed) <= MISSES_ALLOWED
