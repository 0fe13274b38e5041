"""Figures that only conditions of forms ask for: sizes and shares from facts, comparisons of scores.

As in `derived`, every figure is known, or unknown together with what would make it known. Headcounts that are
known in part are bounded: twenty people named are at least twenty, whoever else there may be.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from assessment.domain.engagement import GMV_TIERS
from assessment.domain.organization import Facts
from scoring.arrays import FloatArray
from scoring.organization.derived import Figure, number

POSTS: Final = (
    "lead",
    "live_ops",
    "host",
    "co_host",
    "floor_control",
    "console",
    "media_buyer",
    "director",
    "shooter",
    "editor",
    "design",
    "merchandiser",
    "supply",
    "bd",
    "presale",
    "aftersale",
    "warehouse",
    "data_finance",
)
"""The rows of F13."""
TALENT_SHORTFALL: Final = "talent_shortfall"

_CONTENT_POSTS: Final = ("director", "shooter", "editor")
_YOUNG: Final = ("under_half", "half_to_1")
_TALENT_PARTS: Final = ("TA2", "TA3")


@dataclass(frozen=True, slots=True)
class _Edge:
    """Mean of the dimensions `first` minus mean of the dimensions `second`."""

    first: tuple[str, ...]
    second: tuple[str, ...]


_EDGES: Final[Mapping[str, _Edge]] = {
    "supply_edge": _Edge(("PR", "SE"), ("AD", "CO")),
    "content_edge": _Edge(("CO",), ("PR", "SE")),
}
SCORE_FIGURES: Final = (*_EDGES, TALENT_SHORTFALL)
"""Figures that are made of scores, and drawn with them."""


def form_figures(facts: Facts, gmv_tier: str) -> Mapping[str, Figure]:
    """Compute the figures for which facts and tier are enough.

    Parameters
    ----------
    facts : what the owner typed, shares of the mix in percent; an absent key is unknown.
    gmv_tier : G1-G5, as a number 1-5; another value is unknown.
    """
    figures = {"gmv_tier": _tier(gmv_tier)}
    return figures | {key: figure(facts) for key, figure in _FROM_FACTS.items()}


def _tier(gmv_tier: str) -> Figure:
    known = gmv_tier in GMV_TIERS
    return Figure(1.0 + GMV_TIERS.index(gmv_tier)) if known else Figure(None, ("F4.month1",))


def campaign_top_share(facts: Facts) -> Figure:
    """Percent of net GMV from official campaigns and top KOLs."""
    return _sum(facts, ("F5.C", "F5.T"))


def talent_share(facts: Facts) -> Figure:
    """Percent of net GMV from talents and top KOLs."""
    return _sum(facts, ("F5.A", "F5.T"))


def _sum(facts: Facts, keys: tuple[str, ...]) -> Figure:
    values = {key: number(facts, key) for key in keys}
    missing = tuple(key for key, value in values.items() if value is None)
    return Figure(None, missing) if missing else Figure(sum(v for v in values.values() if v is not None))


def headcount(facts: Facts) -> Figure:
    """Full-time equivalents of all posts, outsourced ones included; at least those of the rows typed."""
    values = {f"F13.{post}.fte": number(facts, f"F13.{post}.fte") for post in POSTS}
    missing = tuple(key for key, value in values.items() if value is None)
    total = sum(v for v in values.values() if v is not None)
    return Figure(None, missing, (total, math.inf)) if missing else Figure(total)


def inhouse_headcount(facts: Facts) -> Figure:
    """Full-time equivalents of one's own people.

    A post whose outsourced part is blank has between none and all of its people in-house. Where nothing is
    outsourced (F17), a blank is none.
    """
    low, high, missing = 0.0, 0.0, list[str]()
    nothing_outside = facts.get("F17.functions") == ("none",)
    for post in POSTS:
        total, outside = (number(facts, f"F13.{post}.{part}") for part in ("fte", "outsourced_fte"))
        if total is None:
            high = math.inf
            missing.append(f"F13.{post}.fte")
        elif outside is None and total > 0 and not nothing_outside:
            high += total
            missing.append(f"F13.{post}.outsourced_fte")
        else:
            own = max(0.0, total - (outside or 0.0))
            low, high = low + own, high + own
    return Figure(None, tuple(missing), (low, high)) if missing else Figure(low)


def live_hours_day(facts: Facts) -> Figure:
    """Live hours a day over all own rooms; 0 without a room."""
    rooms, hours = number(facts, "F12.rooms"), number(facts, "F12.hours")
    if rooms == 0 or hours == 0:
        return Figure(0.0)
    if rooms is None or hours is None:
        pairs = (("F12.rooms", rooms), ("F12.hours", hours))
        return Figure(None, tuple(key for key, value in pairs if value is None))
    return Figure(rooms * hours)


def young_on_douyin(facts: Facts) -> Figure:
    """Whether the merchant has sold on Douyin for less than a year."""
    years = facts.get("F9.years")
    return Figure(value=years in _YOUNG) if years is not None else Figure(None, ("F9.years",))


def content_in_marketing(facts: Facts) -> Figure:
    """Whether somebody makes content and the Douyin lead, whom they serve, reports to marketing.

    The facts do not say which function a head of function belongs to, so content people elsewhere do not
    count (judgement).
    """
    superior = facts.get("F2.reports_to")
    if superior is not None and superior != "marketing":
        return Figure(value=False)
    counts = {f"F13.{post}.fte": number(facts, f"F13.{post}.fte") for post in _CONTENT_POSTS}
    somebody = any(value for value in counts.values())
    unknown = () if somebody else tuple(key for key, value in counts.items() if value is None)
    if superior is None:
        return Figure(None, ("F2.reports_to", *unknown)) if somebody or unknown else Figure(value=False)
    return Figure(None, unknown) if unknown else Figure(value=somebody)


_FROM_FACTS: Final[Mapping[str, Callable[[Facts], Figure]]] = {
    "campaign_top_share": campaign_top_share,
    "talent_share": talent_share,
    "headcount": headcount,
    "inhouse_headcount": inhouse_headcount,
    "live_hours_day": live_hours_day,
    "young_on_douyin": young_on_douyin,
    "content_in_marketing": content_in_marketing,
}


def score_figures(
    scores: Mapping[str, FloatArray], absent: frozenset[str], target: float | None
) -> dict[str, FloatArray]:
    """Compute the known figures that are made of scores, element by element.

    Parameters
    ----------
    scores : dimensions and sub-capabilities on the level scale, by id, each of one common shape; an absent
        key is unknown.
    absent : scores that do not apply to the merchant: they are left out of means.
    target : target score on the level scale; None: the shortfall is unknown.

    Returns
    -------
    ``supply_edge`` and ``content_edge``, -4..4 points, and ``talent_shortfall``, >= 0 points. What is unknown
    is not there.

    Examples
    --------
    >>> known = {"PR": np.array(3.0), "SE": np.array(2.0), "CO": np.array(2.2)}
    >>> {key: round(float(value), 2) for key, value in score_figures(known, frozenset({"AD"}), None).items()}
    {'supply_edge': 0.3, 'content_edge': -0.3}
    """
    found = {}
    for key, edge in _EDGES.items():
        first, second = _present(edge.first, absent), _present(edge.second, absent)
        if first and second and all(part in scores for part in first + second):
            found[key] = _mean(scores, first) - _mean(scores, second)
    parts = _present(_TALENT_PARTS, absent)
    if parts and target is not None and all(part in scores for part in parts):
        lowest = np.minimum.reduce([scores[part] for part in parts])
        found[TALENT_SHORTFALL] = np.asarray(np.maximum(target - lowest, 0.0))
    return found


def score_figure_errors(errors: Mapping[str, float], absent: frozenset[str]) -> dict[str, float]:
    """Compute standard errors of the figures made of scores, as if the scores had independent errors.

    `errors` are standard errors by score. The shortfall has the larger error of its parts.
    """
    found = {}
    for key, edge in _EDGES.items():
        sides = (_present(edge.first, absent), _present(edge.second, absent))
        if all(sides) and all(part in errors for part in sides[0] + sides[1]):
            found[key] = math.sqrt(sum((errors[p] / len(side)) ** 2 for side in sides for p in side))
    parts = _present(_TALENT_PARTS, absent)
    if parts and all(part in errors for part in parts):
        found[TALENT_SHORTFALL] = max(errors[part] for part in parts)
    return found


def score_figure_needs(known: Iterable[str], absent: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Name the scores that an unknown figure waits for; empty for one that nobody can ever supply."""
    scores = set(known)
    needs = {}
    for key, edge in _EDGES.items():
        sides = (_present(edge.first, absent), _present(edge.second, absent))
        needs[key] = tuple(p for p in sides[0] + sides[1] if p not in scores) if all(sides) else ()
    needs[TALENT_SHORTFALL] = tuple(p for p in _present(_TALENT_PARTS, absent) if p not in scores)
    return needs


def _present(parts: tuple[str, ...], absent: frozenset[str]) -> tuple[str, ...]:
    return tuple(part for part in parts if part not in absent)


def _mean(scores: Mapping[str, FloatArray], parts: tuple[str, ...]) -> FloatArray:
    return np.asarray(np.mean([scores[part] for part in parts], axis=0))
