"""Headcounts of the target: what the work asks for, with as little change as that allows."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from assessment.domain.forms import Design, Driver, FormPost, PostKind
from assessment.domain.structure import Post, Structure
from scoring.organization.conditions import Operands
from scoring.organization.fact_keys import WHOLE_ACCOUNT
from scoring.organization.lines import first_of_each, headcount
from scoring.organization.staffing import Need, needed

HALF: Final = 0.5
_TENTH: Final = 0.1
_SLACK: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Work:
    """What headcounts are counted from: units of work, what decides between rules, and who is there today.

    `counts` are today's headcounts by kind, None where one of them is unknown.
    """

    design: Design
    drivers: Mapping[Driver, float]
    operands: Operands
    today: Structure
    counts: Mapping[str, float | None]

    def need(self, kind: str) -> Need | None:
        """Headcount that the staffing arithmetic asks for."""
        return needed(kind, self.drivers, self.design, self.operands)

    def present(self, kind: str) -> float | None:
        """Headcount of a kind today; None when it has no post or one of unknown headcount."""
        return self.counts.get(kind)


def counts_of(today: Structure) -> dict[str, float | None]:
    """Add up headcounts by kind; None where one of them is unknown."""
    by_kind: dict[str, list[float | None]] = {}
    for post in first_of_each(today.posts).values():
        by_kind.setdefault(post.kind, []).append(headcount(post))
    return {
        kind: None if None in counts else math.fsum(count or 0.0 for count in counts)
        for kind, counts in by_kind.items()
    }


def headcounts(posts: tuple[FormPost, ...], work: Work) -> list[float]:
    """Count the posts of a form.

    Parameters
    ----------
    posts : of the form; several of one kind share its work by the middle of their limits.
    work : `rooms` unknown counts as one room.

    Returns
    -------
    Headcount of each post. The range of a post is the staffing arithmetic inside the form's limits, whose
    upper one gives way to the least that the work asks for; without arithmetic it is the limits. Today's
    headcount stays where it lies inside the range or the arithmetic, and otherwise moves to the nearer end;
    a post that is not there today, or not counted, gets the middle. Changes come in halves (in tenths where
    the limits hold no half).
    """
    rooms = max(1.0, work.drivers.get("rooms", 1.0))
    middles: dict[str, float] = {}
    for post in posts:
        middles[post.kind] = middles.get(post.kind, 0.0) + _middle(post, rooms)
    return [_count(post, rooms, work, _middle(post, rooms) / (middles[post.kind] or 1.0)) for post in posts]


def _middle(post: FormPost, rooms: float) -> float:
    return (post.low + post.high) / 2.0 * (rooms if post.per_room else 1.0)


def _count(post: FormPost, rooms: float, work: Work, share: float) -> float:
    times = rooms if post.per_room else 1.0
    low, high = post.low * times, post.high * times
    need, present = work.need(post.kind), work.present(post.kind)
    wish = (low + high) / 2.0
    if need is not None:
        high = max(high, math.ceil(need.low * share / HALF - _SLACK) * HALF)
        least, most = (min(max(end * share, low), high) for end in (need.low, need.high))
        wish = min(max(need.middle * share, low), high)
    else:
        least, most = low, high
    if present is not None:
        mine = present * share
        asked = need is not None and need.low - _SLACK <= present <= need.high + _SLACK
        if asked or least - _SLACK <= mine <= most + _SLACK:
            return mine
        wish = math.ceil(least / HALF - _SLACK) * HALF if mine < least else most
    return rounded(wish, low, high)


def rounded(value: float, low: float, high: float) -> float:
    """Round to halves inside the limits, or to tenths where no half lies inside.

    >>> rounded(4.8, 2.0, 5.0), rounded(0.35, 0.2, 0.5), rounded(0.15, 0.1, 0.2), rounded(0.75, 0.5, 1.0)
    (5.0, 0.5, 0.2, 1.0)
    """
    lowest, highest = math.ceil(low / HALF - _SLACK), math.floor(high / HALF + _SLACK)
    if max(lowest, 1) <= highest:
        return min(max(math.floor(value / HALF + 0.5 + _SLACK), lowest, 1), highest) * HALF
    return round(math.floor(value / _TENTH + 0.5 + _SLACK) * _TENTH, 1)


def carried(posts: Iterable[Post], work: Work, barred: frozenset[str]) -> list[str]:
    """Name today's kinds that the form lacks and the work does not let go.

    Parameters
    ----------
    posts : of the target so far.
    barred : kinds that are left out on purpose.

    Returns
    -------
    Kinds, in the order of today's posts, that cover a duty which neither a post of the target nor a function
    of its agencies would cover, or that the staffing arithmetic asks for. Managers are the form's business.
    """
    kinds = {kind.id: kind for kind in work.design.kinds}
    target = list(posts)
    covered = {duty for post in target if post.kind in kinds for duty in kinds[post.kind].duties}
    covered |= _bought(target, kinds)
    there = {post.kind for post in target}
    found = list[str]()
    for kind_id in dict.fromkeys(post.kind for post in first_of_each(work.today.posts).values()):
        kind = kinds.get(kind_id)
        if kind is None or kind.leads or kind_id in there or kind_id in barred:
            continue
        need = work.need(kind_id)
        if (need is not None and need.low > 0) or not covered.issuperset(kind.duties):
            found.append(kind_id)
            covered.update(kind.duties)
    return found


def _bought(posts: list[Post], kinds: Mapping[str, PostKind]) -> set[str]:
    """Duties of the functions that wholly outsourced posts of the target bring along."""
    handed = {
        kinds[p.kind].function for p in posts if p.kind in kinds and p.fte and p.outsourced_fte >= p.fte
    }
    handed.discard("")
    return {
        duty
        for kind in kinds.values()
        if kind.function and (kind.function in handed - {WHOLE_ACCOUNT})
        for duty in kind.duties
    }


def carried_headcount(kind: str, work: Work) -> float | None:
    """Headcount of a kind that stays: today's, or the nearer end of what the work asks for; None unknown."""
    need, present = work.need(kind), work.present(kind)
    if need is None or present is None or need.low - _SLACK <= present <= need.high + _SLACK:
        return present
    least = math.ceil(need.low / HALF - _SLACK) * HALF
    most = max(math.floor(need.high / HALF + _SLACK) * HALF, least, HALF)
    return min(max(present, least), most)
