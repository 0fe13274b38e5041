"""Slow down whoever guesses tokens: a bounded memory of misses for each address."""

from collections import OrderedDict, deque
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address
from threading import Lock
from time import monotonic
from typing import Final

MISSES_ALLOWED: Final = 20
WINDOW_SECONDS: Final = 600.0
ADDRESSES_REMEMBERED: Final = 4096


def network_of(address: str) -> str:
    """Return what one household or office shares: the address itself, or the /64 of an IPv6 address.

    >>> network_of("203.0.113.9"), network_of("2001:db8:1:2:aaaa::1"), network_of("testclient")
    ('203.0.113.9', '2001:db8:1:2', 'testclient')
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return address
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return ":".join(format(int(block, 16), "x") for block in parsed.exploded.split(":")[:4])


class Throttle:
    """Counts misses of each network in a sliding window; safe to share between threads.

    Memory stays bounded: the networks that missed longest ago are forgotten first. The counter lives
    in one process, so N processes allow N times as many guesses, still nothing against 256 bits.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._misses: OrderedDict[str, deque[float]] = OrderedDict()

    def wait(self, address: str) -> int:
        """Return for how many seconds `address` must wait; 0 when it may ask."""
        now = self._clock()
        with self._lock:
            misses = self._misses.get(network_of(address))
            if misses is None:
                return 0
            while misses and now - misses[0] >= WINDOW_SECONDS:
                misses.popleft()
            if len(misses) < MISSES_ALLOWED:
                return 0
            return max(1, round(WINDOW_SECONDS - (now - misses[0])))

    def miss(self, address: str) -> None:
        """Remember one miss of `address`."""
        network = network_of(address)
        with self._lock:
            misses = self._misses.setdefault(network, deque(maxlen=MISSES_ALLOWED))
            misses.append(self._clock())
            self._misses.move_to_end(network)
            while len(self._misses) > ADDRESSES_REMEMBERED:
                self._misses.popitem(last=False)
