"""Figures that structural rules ask for and nobody types: computed from answers and facts.

Every figure is a number or a yes/no, or unknown together with the facts that would make it known.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from assessment.domain.engagement import GMV_TIERS
from assessment.domain.instrument import CONSULTANT_ROLE, OWNER_ROLE
from assessment.domain.organization import Facts
from scoring.matrix import AnswerMatrix
from scoring.results import RoleGap

OWNER_TEAM_GAP: Final = "owner_team_gap"
TEAM_UNKNOWN_SHARE: Final = "team_unknown_share"
SLOW_APPROVALS: Final = "slow_approvals"

DECISIONS: Final = (
    "persona",
    "product_order",
    "floor_price",
    "on_air_budget",
    "talent_contract",
    "top_kol",
    "compensation",
    "campaign_plan",
)
"""The eight decisions of F16."""
APPRAISED_POSTS: Final = ("host", "media_buyer", "bd", "content", "service")
"""The five posts of F22."""

_SLOW_HOURS: Final = 24.0
_DAYS: Final = 7
_SPAN_COACH: Final = 5
_SPAN_PLAIN: Final = 7
_SPAN_SLACK: Final = 2
_LONELY_SPANS: Final = (1.0, 2.0)
_LAYERS_TOP: Final = 3
_LARGEST_TIER: Final = GMV_TIERS[-1]


@dataclass(frozen=True, slots=True)
class Figure:
    """A derived figure; `needs` names what is missing when `value` is None.

    `bounds` are limits, both possible, between which an unknown number is known to lie.
    """

    value: float | bool | None
    needs: tuple[str, ...] = ()
    bounds: tuple[float, float] | None = None


def derived_figures(
    matrix: AnswerMatrix, gaps: tuple[RoleGap, ...], facts: Facts, gmv_tier: str
) -> Mapping[str, Figure]:
    """Compute all figures.

    Parameters
    ----------
    matrix : answers of the wave.
    gaps : owner against team and consultant.
    facts : what the owner typed; an absent key is unknown.
    gmv_tier : G1-G5; layers are judged below G5 only.
    """
    figures: dict[str, Figure] = {
        OWNER_TEAM_GAP: owner_team_gap(gaps),
        TEAM_UNKNOWN_SHARE: team_unknown_share(matrix),
    }
    return {**figures, **fact_figures(facts, gmv_tier)}


def fact_figures(facts: Facts, gmv_tier: str) -> Mapping[str, Figure]:
    """Compute the figures for which facts and tier are enough."""
    layers = {"layers_flag": layers_flag(facts, gmv_tier)}
    return layers | {key: figure(facts) for key, figure in _FROM_FACTS.items()}


def owner_team_gap(gaps: tuple[RoleGap, ...]) -> Figure:
    """Largest owner-team difference that exceeds its noise, in points; 0 when none does.

    Unknown when owner and team have no dimension in common.
    """
    team = [g for g in gaps if g.against == "team"]
    if not team:
        return Figure(None, (OWNER_TEAM_GAP,))
    return Figure(max((abs(g.difference) for g in team if g.exceeds_noise), default=0.0))


def team_unknown_share(matrix: AnswerMatrix) -> Figure:
    """Share 0-1 of what the team was asked that it answered with "don't know"; unknown without a team."""
    rows = ~matrix.rows(OWNER_ROLE, CONSULTANT_ROLE)
    asked = int(matrix.asked[rows].sum())
    return Figure(int(matrix.unknown[rows].sum()) / asked) if asked else Figure(None, (TEAM_UNKNOWN_SHARE,))


def host_hours_per_week(facts: Facts) -> Figure:
    """Live hours a week on each host: hours a room and day x 7 x rooms / hosts; unknown with 0 hosts."""
    keys = ("F12.hours", "F12.rooms", "F12.hosts")
    hours, rooms, hosts = (number(facts, key) for key in keys)
    if hours is None or rooms is None or not hosts:
        return Figure(
            None, tuple(k for k, v in zip(keys, (hours, rooms, hosts or None), strict=True) if v is None)
        )
    return Figure(hours * _DAYS * rooms / hosts)


def gross_metric_in_use(facts: Facts) -> Figure:
    """Whether any post is appraised on a gross figure; a "no" needs all five posts."""
    bases = {f"F22.{post}.basis": facts.get(f"F22.{post}.basis") for post in APPRAISED_POSTS}
    if "gross" in bases.values():
        return Figure(value=True)
    open_keys = tuple(key for key, basis in bases.items() if basis is None)
    return Figure(None, open_keys) if open_keys else Figure(value=False)


def slow_approvals(facts: Facts) -> Figure:
    """Count decisions that wait more than 24 hours for approval; unknown when no hours are given."""
    keys = tuple(f"F16.{decision}.hours" for decision in DECISIONS)
    hours = [h for h in (number(facts, key) for key in keys) if h is not None]
    return Figure(float(sum(h > _SLOW_HOURS for h in hours))) if hours else Figure(None, keys)


def span_flag(facts: Facts) -> Figure:
    """Whether the lead has one or two reports, or more than two above the coaching span.

    The span is 5 for a player-coach and 7 otherwise.
    """
    span = number(facts, "F2.span")
    if span is None:
        return Figure(None, ("F2.span",))
    if span in _LONELY_SPANS:
        return Figure(value=True)
    coach = facts.get("F2.player_coach")
    if isinstance(coach, bool):
        return Figure(value=span > (_SPAN_COACH if coach else _SPAN_PLAIN) + _SPAN_SLACK)
    either = {span > top + _SPAN_SLACK for top in (_SPAN_COACH, _SPAN_PLAIN)}
    return Figure(value=either.pop()) if len(either) == 1 else Figure(None, ("F2.player_coach",))


def layers_flag(facts: Facts, gmv_tier: str) -> Figure:
    """Whether more than three managers stand between general manager and host; never flagged in G5.

    The lead counts one, the levels below the lead count as typed, and a superior other than the general
    manager counts one.
    """
    if gmv_tier == _LARGEST_TIER:
        return Figure(value=False)
    layers, superior = number(facts, "F2.layers"), facts.get("F2.reports_to")
    if layers is None:
        return Figure(None, ("F2.layers", *(() if superior else ("F2.reports_to",))))
    above = (False, True) if superior is None else (superior != "gm",)
    flags = {1 + layers + between > _LAYERS_TOP for between in above}
    return Figure(value=flags.pop()) if len(flags) == 1 else Figure(None, ("F2.reports_to",))


def number(facts: Facts, key: str) -> float | None:
    """Return a numeric fact, or None when it is absent or no number."""
    value = facts.get(key)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


_FROM_FACTS: Final[Mapping[str, Callable[[Facts], Figure]]] = {
    "host_hours_per_week": host_hours_per_week,
    "gross_metric_in_use": gross_metric_in_use,
    SLOW_APPROVALS: slow_approvals,
    "span_flag": span_flag,
}
