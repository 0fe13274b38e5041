"""Peers: the panel, and who of it counts as a peer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from assessment.domain.engagement import GMV_TIERS, Merchant
from assessment.domain.organization import Facts
from scoring.arrays import BoolArray, FloatArray
from scoring.results import PeerCard

MIN_PEERS: Final = 10
"""Fewest merchants of a cell about which anything is said; medians start here too."""
MIN_PEERS_PERCENTILE: Final = 20
"""Fewest merchants for percentiles, probabilities and quartile lines."""

CATEGORY: Final = "category"
GMV_TIER: Final = "gmv_tier"
LEAD_POSITION: Final = "lead_position"
PRICE_BAND: Final = "price_band"

MIXED: Final = "mixed"
SUPER_GROUPS: Final = (("fashion", "jewelry"), ("beauty", "maternity"), ("food",), ("home", "electronics"))
"""服饰+珠宝 / 美妆+母婴 / 食品 / 家居+3C."""

_LEAD_RULES: Final = (("F", ("F",), 50.0), ("A", ("A", "T"), 50.0), ("S", ("S",), 40.0))
_PRICE_BANDS: Final = {
    "under_50": "low",
    "50_149": "low",
    "150_399": "mid",
    "400_999": "high",
    "from_1000": "high",
}
_JOIN: Final = "+"

Filters = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """Scores of other merchants, frozen at an epoch; the merchant under assessment is not among them.

    `scores` and `standard_errors` have shape (n_merchants, n_scales) on the level scale, NaN = missing;
    `scale_ids` names the columns. `facets` has one tuple of n_merchants codes for each of category,
    gmv_tier, lead_position and price_band. `demo` marks synthetic merchants. A panel never changes:
    what is derived from it is remembered by identity.
    """

    name: str
    epoch: str
    demo: bool
    scale_ids: tuple[str, ...]
    scores: FloatArray
    standard_errors: FloatArray
    facets: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A group of peers: its filters and its members, shape (n_merchants,)."""

    facets: tuple[tuple[str, str], ...]
    members: BoolArray

    @property
    def n(self) -> int:
        """Number of merchants."""
        return int(self.members.sum())


@dataclass(frozen=True, slots=True)
class PeerProfile:
    """What of a merchant decides who its peers are; None = unknown, the facet is left out.

    `nearest` is the lead position that a mixed merchant comes closest to.
    """

    category: str
    gmv_tier: str
    lead_position: str | None
    price_band: str | None
    nearest: str | None


def peer_profile(merchant: Merchant, mix: Mapping[str, float] | None, facts: Facts) -> PeerProfile:
    """Read the segmentation variables of a merchant.

    Parameters
    ----------
    merchant : category and GMV tier.
    mix : complete planned mix by position, percent, or None.
    facts : ``F7.band`` gives the price band.
    """
    band = facts.get("F7.band")
    lead = None if mix is None else lead_position(mix)
    return PeerProfile(
        category=merchant.category,
        gmv_tier=merchant.gmv_tier,
        lead_position=lead,
        price_band=_PRICE_BANDS.get(band) if isinstance(band, str) else None,
        nearest=None if mix is None else _nearest(mix),
    )


def lead_position(mix: Mapping[str, float]) -> str:
    """Lead position of a planned mix: F from 50 %, A from 50 % of A and T, S from 40 %, else mixed.

    Examples
    --------
    >>> lead_position({"F": 50, "A": 25, "C": 10, "T": 0, "S": 15})
    'F'
    >>> lead_position({"F": 40, "A": 30, "C": 0, "T": 0, "S": 30})
    'mixed'
    """
    return next((lead for lead, _, least in _LEAD_RULES if _share(mix, lead) >= least), MIXED)


def _share(mix: Mapping[str, float], lead: str) -> float:
    members = next(members for name, members, _ in _LEAD_RULES if name == lead)
    return sum(mix.get(position, 0.0) for position in members)


def _nearest(mix: Mapping[str, float]) -> str:
    """Lead position whose threshold the mix fulfils to the greatest part."""
    return max(_LEAD_RULES, key=lambda rule: _share(mix, rule[0]) / rule[2])[0]


def choose_cell(panel: Panel, profile: PeerProfile) -> Cell | None:
    """Find the narrowest cell with at least ten merchants.

    Back-off: all four variables; without the price band; mixed merged with the nearest lead
    position; adjacent GMV tiers merged; category super-group; everybody.

    Returns
    -------
    The cell, or None when even the whole panel has fewer than ten merchants.
    """
    for filters in _ladder(profile):
        cell = Cell(tuple((k, _JOIN.join(v)) for k, v in filters.items()), _members(panel, filters))
        if cell.n >= MIN_PEERS:
            return cell
    return None


def _ladder(profile: PeerProfile) -> Iterator[Filters]:
    """Yield filters from narrow to wide."""
    filters: Filters = {CATEGORY: (profile.category,), GMV_TIER: (profile.gmv_tier,)}
    if profile.lead_position:
        filters[LEAD_POSITION] = (profile.lead_position,)
    if profile.price_band:
        yield {**filters, PRICE_BAND: (profile.price_band,)}
    yield filters
    if profile.lead_position and profile.nearest:
        filters = {**filters, LEAD_POSITION: (profile.nearest, MIXED)}
        yield filters
    filters = {**filters, GMV_TIER: _adjacent(profile.gmv_tier)}
    yield filters
    group = next((g for g in SUPER_GROUPS if profile.category in g), (profile.category,))
    yield {**filters, CATEGORY: group}
    yield {}


def _adjacent(tier: str) -> tuple[str, ...]:
    """Return the tier with its neighbours; an unknown tier stands alone."""
    if tier not in GMV_TIERS:
        return (tier,)
    place = GMV_TIERS.index(tier)
    return GMV_TIERS[max(place - 1, 0) : place + 2]


def _members(panel: Panel, filters: Filters) -> BoolArray:
    chosen = np.ones(len(panel.scores), dtype=np.bool_)
    for facet, codes in filters.items():
        chosen &= np.isin(np.array(panel.facets.get(facet, ("",) * len(chosen))), codes)
    return chosen


def peer_card(panel: Panel, cell: Cell) -> PeerCard:
    """Say whom the merchant is compared with."""
    return PeerCard(panel.name, panel.epoch, panel.demo, cell.facets, cell.n)
