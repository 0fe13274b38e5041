"""What scoring says: frozen plain values, stored as a score run and told by reports and screens.

Numbers are on the instrument's level scale unless a field says otherwise. A number that may not be
shown is None and `withheld` names the reason (`WITHHELD_*`); it is never 0.
"""

from dataclasses import dataclass
from typing import Final, Literal

METHOD_VERSION: Final = "1.2.0"

WITHHELD_NO_RATER: Final = "no_rater"
WITHHELD_NO_ANSWER: Final = "no_answer"
WITHHELD_TOO_FEW_PARTS: Final = "too_few_parts"
WITHHELD_NOT_APPLICABLE: Final = "not_applicable"
WITHHELD_SMALL_GROUP: Final = "small_group"
WITHHELD_TOO_FEW_PEERS: Final = "too_few_peers"
WITHHELD_NO_PEERS: Final = "no_peers"
WITHHELD_COMPLEMENT: Final = "complement"
"""A wider group has one to nine merchants more: the difference of both would speak of these."""
WITHHELD_DOMINANT_OWNER: Final = "dominant_owner"
"""One owner has more than a quarter of the merchants."""
WITHHELD_TOO_FEW_RATERS: Final = "too_few_raters"
WITHHELD_TOO_FEW_ANSWERS: Final = "too_few_answers"
WITHHELD_TOO_FEW_ITEMS: Final = "too_few_items"
WITHHELD_NO_SPREAD: Final = "no_spread"
WITHHELD_NOT_FITTED: Final = "not_fitted"

ScoreKind = Literal["overall", "dimension", "sub_capability", "overlay"]


@dataclass(frozen=True, slots=True)
class Score:
    """Adjusted mean with its uncertainty.

    `value`, `standard_error`, `low`, `high` (95 % interval, clipped to the scale) are None exactly
    when `withheld` gives a reason. `level` counts maturity bands from 0; `level_probabilities` has
    one entry a band and sums to 1 (empty when the instrument names no bands). `target` and `gap`
    (target - value, floored at 0) are None for an instrument without targets. `g_coefficient`, 0-1, is the
    share of the variance between such scores that is no error of measurement; None when withheld.
    `shrunk` is the empirical-Bayes score, used for ranking only. `smallest_change` is the least difference
    from a later wave with as many raters and answers that is no noise.
    """

    id: str
    kind: ScoreKind
    value: float | None
    standard_error: float | None
    low: float | None
    high: float | None
    n_answers: int
    n_raters: int
    withheld: str | None = None
    level: int | None = None
    level_probabilities: tuple[float, ...] = ()
    target: float | None = None
    gap: float | None = None
    g_coefficient: float | None = None
    shrunk: float | None = None
    smallest_change: float | None = None


@dataclass(frozen=True, slots=True)
class ItemResult:
    """How one item was answered. `counts` has one entry a level, lowest first (keyed as asked).

    In a wave that is not named an item with fewer than five answers is `withheld` (`small_group`): its mean,
    owner's level and spread are None and `counts` is empty.
    """

    id: str
    mean: float | None
    counts: tuple[int, ...]
    n_unknown: int
    n_not_applicable: int
    n_missing: int
    owner_level: int | None
    spread: float | None
    """Mean absolute deviation from the mean; None under two raters, and where only one role is asked."""
    disputed: bool = False
    """Spread above a sixth of the number of levels (0.83 of five): the raters do not agree."""
    yardstick: float | None = None
    """Item mean of the epoch (or the wave's own) that answers were measured against, keyed."""
    adjusted: float | None = None
    """Mean of the adjusted answers: level - yardstick - role effect, keyed; None when nobody answered."""
    n_answers: int = 0
    withheld: str | None = None


@dataclass(frozen=True, slots=True)
class ScaleAgreement:
    """How far the raters of a dimension agree.

    `rwg` is Lindell's r*wg(j) (1 full agreement, 0 as if by chance, below 0 worse), `deviation` the mean
    absolute deviation AD in levels, both over items that at least two raters answered. None with a reason
    in `withheld` where no item has two raters.
    """

    dimension: str
    rwg: float | None
    deviation: float | None
    n_items: int
    n_raters: int
    withheld: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerFlag:
    """Something about one response that a reader should know; nothing is dropped because of it.

    `code` is one of `response_flags.CODES`; `figures` fill the sentence of the catalogues (such as
    ``("share", 0.95)``). `role` is "" in a wave that is not named.
    """

    response: str
    role: str
    code: str
    figures: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Answers and organization facts that cannot both be right, or facts that ask for a second look.

    `code` is one of `contradictions.CODES`, `items` and `facts` are the ids that speak against each other.
    """

    code: str
    items: tuple[str, ...]
    facts: tuple[str, ...]
    figures: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A response that was left out of the scores by hand.

    `role` is "" and `n_answers` None in a wave that is not named: the length of a form tells the role.
    """

    role: str
    reason: str
    n_answers: int | None


@dataclass(frozen=True, slots=True)
class MissingPractices:
    """Items of a sub-capability whose mean lies below level 4: staged logic as advice, never as a score."""

    sub_capability: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SnowballElement:
    """One of 汇流量 ``traffic``, 促转化 ``conversion``, 聚沉淀 ``retention``.

    `score` is the weighted capability mean. `reading` is high, low or even; an even element is read by
    `side` (high or low) of the middle. `strength` is what was compared (percentile points against peers,
    levels otherwise).
    """

    id: str
    score: Score
    reading: Literal["high", "even", "low"] | None
    side: Literal["high", "low"] | None
    strength: float | None


@dataclass(frozen=True, slots=True)
class Snowball:
    """Whether the three elements feed each other.

    `state` is one of `snowball.STATES`; `certainty` the probability, 0-1, that error of measurement leaves
    the state as it is; `weakest` an element; `coupling` the pair at fault, such as ``traffic_conversion``, or
    None; `force` the cube root of the product of the strengths. `basis`: compared with peers' percentiles
    (from 30), with the peer median (10-29), or with fixed levels. `confidence` is low without metrics.
    """

    elements: tuple[SnowballElement, ...]
    state: str | None
    certainty: float | None
    weakest: str | None
    coupling: str | None
    force: float | None
    basis: Literal["percentile", "median", "absolute"]
    n_peers: int
    confidence: Literal["low"]
    withheld: str | None = None
    likely: tuple[tuple[str, float], ...] = ()
    """The three most probable states with their probabilities, 0-1."""


@dataclass(frozen=True, slots=True)
class MapPoint:
    """One archetype on the map."""

    archetype: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class ArchetypeMap:
    """Archetypes and the merchant on the two axes that tell archetypes apart best.

    `axes` holds the loadings of the dimensions (unit length per axis, in the order of `dimensions`);
    `separation` the share of the variance between archetypes that each axis shows. `ellipse` is the
    merchant's 95 % region as 36 points. `density` is the peers' smoothed density, rows from low to high y,
    scaled to a maximum of 1; empty without at least 20 peers. `extent` is (x low, x high, y low, y high).
    """

    dimensions: tuple[str, ...]
    axes: tuple[tuple[float, ...], tuple[float, ...]]
    separation: tuple[float, float]
    archetypes: tuple[MapPoint, ...]
    x: float
    y: float
    ellipse: tuple[tuple[float, float], ...]
    density: tuple[tuple[float, ...], ...]
    n_peers: int
    extent: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class RoleScore:
    """One dimension as one role sees it (adjusted mean, own interval)."""

    role: str
    dimension: str
    score: Score
    n_respondents: int


@dataclass(frozen=True, slots=True)
class RoleGap:
    """Owner minus team (or minus consultant) on a dimension.

    `exceeds_noise` is |difference| > 1.96 standard errors: only then may it be printed as a gap.
    """

    dimension: str
    against: Literal["team", "consultant"]
    difference: float
    standard_error: float
    exceeds_noise: bool


@dataclass(frozen=True, slots=True)
class VarianceComponents:
    """Pooled moments with the prior; `from_prior` is the prior's share of the weight, 0-1."""

    rater: float
    merchant_item: float
    residual: float
    merchant: float
    from_prior: float


@dataclass(frozen=True, slots=True)
class PositionReadiness:
    """Weighted capability for a FACT position; `planned_share` is percent of net GMV or None.

    `mismatch`: planned at least 20 % with readiness below 2.6.
    """

    position: str
    score: Score
    planned_share: float | None
    mismatch: bool


@dataclass(frozen=True, slots=True)
class Membership:
    """How much the merchant resembles one archetype: probabilities sum to 1."""

    archetype: str
    probability: float


@dataclass(frozen=True, slots=True)
class Resemblance:
    """Whom the merchant resembles, most probable first.

    `mixed` when the first is below 0.6; `atypical` when the Mahalanobis tail probability of the nearest
    archetype is below 0.001.
    """

    memberships: tuple[Membership, ...]
    mixed: bool
    atypical: bool
    dimensions_used: tuple[str, ...]
    withheld: str | None = None


@dataclass(frozen=True, slots=True)
class PeerCard:
    """Whom the merchant is compared with.

    `facets` are the cell's filters, such as ``(("category", "beauty"), ("gmv_tier", "G3"))``; empty
    means all peers of the panel.
    """

    panel: str
    epoch: str
    demo: bool
    facets: tuple[tuple[str, str], ...]
    n: int
    as_of: str = ""
    """ISO date to which the panel's scores refer."""
    source: str = ""
    """Source statement of whoever brought the panel."""
    own_error: bool = True
    """Whether the panel's own errors of measurement are known and taken out of its spread."""


@dataclass(frozen=True, slots=True)
class PeerStanding:
    """One score among peers (percentile points 0-100, higher is better).

    `percentile` is None when its interval is wider than 30 points or n < 20; then the
    probabilities or the quartile (1-4, 4 = top) speak. `peer_median`, `peer_q1`, `peer_q3` have one
    decimal and obey the thresholds (median from 10, quartiles from 20).
    """

    id: str
    n: int
    percentile: float | None
    low: float | None
    high: float | None
    quartile: int | None
    upper_half: float | None
    top_quarter: float | None
    peer_median: float | None
    peer_q1: float | None
    peer_q3: float | None
    withheld: str | None = None
    density: tuple[float, ...] = ()
    """Smoothed density of the peers' scores at `ranks.DENSITY_POINTS` equal steps from the lowest to the
    highest level, scaled to a maximum of 1; empty under 20 peers."""


@dataclass(frozen=True, slots=True)
class ComparisonTrace:
    """One leaf of a condition as it was evaluated.

    `value` None: unknown (`outcome` None), or a score that does not apply to the merchant (False).
    """

    kind: Literal["score", "fact", "derived"]
    key: str
    op: str
    threshold: float | str | bool | tuple[str, ...]
    value: float | str | bool | tuple[str, ...] | None
    outcome: bool | None


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One structural rule applied. `missing` names fact keys or score ids that would decide it."""

    rule: str
    status: Literal["fired", "undecidable", "quiet"]
    traces: tuple[ComparisonTrace, ...]
    missing: tuple[str, ...]
    initiatives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RankedInitiative:
    """One initiative with its priority and where it came from.

    priority = gap to target x position weight x effect / (person-days + 5 x cash rank);
    `forced` initiatives go first whatever their priority; `rules` are fired rules that name it.
    """

    initiative: str
    rank: int
    priority: float
    gap: float | None
    position_weight: float
    forced: bool
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DataQuality:
    """What the numbers rest on."""

    n_invited: int
    n_submitted: int
    n_by_role: tuple[tuple[str, int], ...]
    n_asked: int
    n_answered: int
    n_unknown: int
    n_not_applicable: int
    n_missing: int
    n_with_evidence: int
    notes: tuple[str, ...]
    """Codes such as ``owner_only``, ``single_rater``, ``many_unknown``; words are in catalogues."""


@dataclass(frozen=True, slots=True)
class WaveResult:
    """Everything that a score run says about one wave."""

    method_version: str
    instrument_id: str
    instrument_version: str
    instrument_digest: str
    knowledge_digest: str
    epoch: str
    demo: bool
    overall: Score
    dimensions: tuple[Score, ...]
    sub_capabilities: tuple[Score, ...]
    overlays: tuple[Score, ...]
    items: tuple[ItemResult, ...]
    roles: tuple[RoleScore, ...]
    role_gaps: tuple[RoleGap, ...]
    components: VarianceComponents
    readiness: tuple[PositionReadiness, ...]
    resemblance: Resemblance
    peer_card: PeerCard | None
    standings: tuple[PeerStanding, ...]
    peers_withheld: str | None
    recommendations: tuple[Recommendation, ...]
    initiatives: tuple[RankedInitiative, ...]
    data_quality: DataQuality
    agreement: tuple[ScaleAgreement, ...] = ()
    answer_flags: tuple[AnswerFlag, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    missing_practices: tuple[MissingPractices, ...] = ()
    snowball: Snowball | None = None
    archetype_map: ArchetypeMap | None = None
    role_effects: tuple[tuple[str, float], ...] = ()
    """How much higher each role answers than a neutral rater, as it was taken out."""

    def score(self, scale_id: str) -> Score | None:
        """Find any score by the id of its overall, dimension, sub-capability or overlay."""
        every = (self.overall, *self.dimensions, *self.sub_capabilities, *self.overlays)
        return next((s for s in every if s.id == scale_id), None)

    def standing(self, scale_id: str) -> PeerStanding | None:
        """Find the standing of a score among peers."""
        return next((s for s in self.standings if s.id == scale_id), None)
