"""Peers: the panel, and who of it counts as a peer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from assessment.domain.engagement import GMV_TIERS, Merchant
from assessment.domain.organization import Facts
from scoring.arrays import BoolArray, FloatArray
from scoring.disclosure import MIN_PEERS, CodedFacet, GroupArray, dominated, matches, too_close
from scoring.results import (
    WITHHELD_COMPLEMENT,
    WITHHELD_DOMINANT_OWNER,
    WITHHELD_TOO_FEW_PEERS,
    PeerCard,
)

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
    `scale_ids` names the columns. `facets` has n_merchants codes for each of category, gmv_tier,
    lead_position and price_band ("" = not given). `demo` marks synthetic merchants. `groups` numbers the
    owner of each merchant, shape (n_merchants,); None: every merchant has its own. `own` holds the facets
    of what was taken out because it is the merchant itself or another of its owner's. `as_of`, `source` and
    `digest` say what the epoch holds, `id` where it is stored ("" if nowhere). A panel never changes: what is
    derived from it is remembered by identity.
    """

    name: str
    epoch: str
    demo: bool
    scale_ids: tuple[str, ...]
    scores: FloatArray
    standard_errors: FloatArray
    facets: Mapping[str, Sequence[str]]
    groups: GroupArray | None = None
    own: tuple[Mapping[str, str], ...] = ()
    as_of: str = ""
    source: str = ""
    digest: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A group of peers: its filters and its members, shape (n_merchants,).

    `wider` holds the members of all wider groups of the back-off, up to the whole panel.
    """

    facets: tuple[tuple[str, str], ...]
    members: BoolArray
    wider: tuple[BoolArray, ...] = ()

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
    """Find the narrowest cell about which something may be said.

    Back-off: all four variables; without the price band; mixed merged with the nearest lead
    position; adjacent GMV tiers merged; category super-group; everybody. A cell is passed over when it has
    fewer than ten merchants, when a wider one (up to the whole panel) has one to nine more, counted with
    the merchant's own and without, or when one owner has more than a quarter of it.

    Returns
    -------
    The cell, or None when not even the whole panel will do; `why_no_cell` has the reason.

    METHOD.md, peers.
    """
    rungs = [_Rung(filters, _members(panel, filters), _own(panel, filters)) for filters in _ladder(profile)]
    for place, rung in enumerate(rungs):
        wider = rungs[place + 1 :]
        if _may_be_told(panel, rung, wider):
            named = tuple((facet, _JOIN.join(codes)) for facet, codes in rung.filters.items())
            return Cell(named, rung.members, tuple(other.members for other in wider))
    return None


def why_no_cell(panel: Panel) -> str:
    """Give the reason (`WITHHELD_*`) why `choose_cell` found none: too few merchants, or one owner's."""
    return WITHHELD_TOO_FEW_PEERS if len(panel.scores) < MIN_PEERS else WITHHELD_DOMINANT_OWNER


def withheld_scale(panel: Panel, cell: Cell, scale_id: str) -> str | None:
    """Check the rules of disclosure for one scale, which not every merchant of the cell may have.

    Returns the reason (`WITHHELD_*`), or None when the peers' figures may be told.
    """
    known = _known(panel)[:, panel.scale_ids.index(scale_id)]
    here = cell.members & known
    n = int(here.sum())
    if n < MIN_PEERS:
        return WITHHELD_TOO_FEW_PEERS
    if any(too_close(n, int((members & known).sum())) for members in cell.wider):
        return WITHHELD_COMPLEMENT
    return WITHHELD_DOMINANT_OWNER if dominated(panel.groups, here) else None


@dataclass(frozen=True, slots=True, eq=False)
class _Rung:
    """One step of the back-off: filters, members, and how many of the merchant's own would pass."""

    filters: Filters
    members: BoolArray
    n_own: int

    @property
    def n(self) -> int:
        return int(self.members.sum())


def _may_be_told(panel: Panel, rung: _Rung, wider: Sequence[_Rung]) -> bool:
    """Apply the three rules to one rung."""
    n = rung.n
    if n < MIN_PEERS:
        return False
    close = any(too_close(n, other.n) or too_close(n + rung.n_own, other.n + other.n_own) for other in wider)
    return not close and not dominated(panel.groups, rung.members)


def _own(panel: Panel, filters: Filters) -> int:
    return sum(matches(facets, filters) for facets in panel.own)


@lru_cache(maxsize=8)
def _known(panel: Panel) -> BoolArray:
    """Where the panel has scores, shape of `scores`."""
    return np.isfinite(panel.scores)


@lru_cache(maxsize=8)
def coded_facets(panel: Panel) -> Mapping[str, CodedFacet]:
    """Return the facets as whole numbers; one that the panel lacks is blank for everybody."""
    n = len(panel.scores)
    blank = CodedFacet(("",), np.zeros(n, dtype=np.uint8))
    names = (CATEGORY, GMV_TIER, LEAD_POSITION, PRICE_BAND)
    return {name: CodedFacet.of(panel.facets[name]) if name in panel.facets else blank for name in names}


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
    facets = coded_facets(panel)
    for facet, codes in filters.items():
        chosen &= facets[facet].among(codes)
    return chosen


def peer_card(panel: Panel, cell: Cell) -> PeerCard:
    """Say whom the merchant is compared with."""
    return PeerCard(
        panel.name,
        panel.epoch,
        panel.demo,
        cell.facets,
        cell.n,
        as_of=panel.as_of,
        source=panel.source,
        own_error=_errors_known(panel),
    )


@lru_cache(maxsize=8)
def _errors_known(panel: Panel) -> bool:
    """Whether the panel's own errors of measurement are known for most of its scores."""
    known = _known(panel)
    return bool(np.isfinite(panel.standard_errors[known]).mean() > 0.5) if known.any() else False  # noqa: PLR2004
