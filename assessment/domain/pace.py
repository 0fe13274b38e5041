"""How long questions took: told by the moments at which answers arrived, and by nothing else.

Nobody is watched while reading: the only times known are those at which an answer was stored.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from statistics import median
from typing import Final

PAUSE_SECONDS: Final = 300.0
"""A longer gap between two answers is a break, not reading time (judgement)."""
TIMES_NEEDED: Final = 9
"""Timed questions from which a typical time is given: what ten answers in one go leave."""


def item_seconds(marks: Iterable[tuple[str, datetime]]) -> dict[str, float]:
    """Seconds that each question took one person.

    Parameters
    ----------
    marks
        Item id and moment of every stored answer of one response, in the order in which they were stored.

    Returns
    -------
    Seconds between an answer and the one before it, summed over all answers to the item, for items whose
    first answer can be timed: not the very first of the response, and not one after a break. Later breaks
    are left out. A clock that was set back gives no time.

    Examples
    --------
    >>> at = lambda s: datetime(2026, 11, 1, 9, 0, s)
    >>> item_seconds([("A", at(0)), ("B", at(20)), ("C", at(30)), ("B", at(35))])
    {'B': 25.0, 'C': 10.0}
    """
    found: dict[str, float] = {}
    seen: set[str] = set()
    before: datetime | None = None
    for item_id, at in marks:
        gap = None if before is None else (at - before).total_seconds()
        timed = gap is not None and 0 <= gap <= PAUSE_SECONDS
        if gap is not None and timed and (item_id in found or item_id not in seen):
            found[item_id] = found.get(item_id, 0.0) + gap
        seen.add(item_id)
        before = at
    return found


def typical_seconds(times: Mapping[str, float]) -> float | None:
    """Median over the timed questions of one person; None under nine of them.

    >>> typical_seconds({str(i): float(i) for i in range(9)}), typical_seconds({"A": 2.0})
    (4.0, None)
    """
    return median(times.values()) if len(times) >= TIMES_NEEDED else None
