"""Organization facts, and the knowledge base that reads them: forms of data, no wording in code.

Facts are one flat mapping from a dotted key (``F16.on_air_budget.hours``) to a plain value; a key
that is absent is unknown. Conditions are small trees over facts, scores and derived figures, with
three outcomes: True, False, or None when something needed is unknown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from assessment.domain.text import LocalizedText

FactValue = str | float | bool | tuple[str, ...]
Facts = Mapping[str, FactValue]

FactKind = Literal["choice", "choices", "number", "yes_no"]
SourceMark = Literal["seed", "judgement"]
OperandKind = Literal["score", "fact", "derived"]
Operator = Literal["<", "<=", ">", ">=", "=", "!=", "in"]


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a fact."""

    id: str
    name: LocalizedText


@dataclass(frozen=True, slots=True)
class FactField:
    """One plain value of the facts form. `unit` is shown behind a number."""

    key: str
    kind: FactKind
    name: LocalizedText
    help: LocalizedText | None = None
    options: tuple[Option, ...] = ()
    unit: LocalizedText | None = None
    low: float | None = None
    high: float | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class FactGroup:
    """Fields that belong together; `sum_to` asks that the answered ones add up to it."""

    id: str
    name: LocalizedText
    fields: tuple[FactField, ...]
    help: LocalizedText | None = None
    sum_to: float | None = None
    layout: Literal["list", "table"] = "list"


@dataclass(frozen=True, slots=True)
class FactStep:
    """One page of the stepwise form."""

    id: str
    name: LocalizedText
    groups: tuple[FactGroup, ...]


@dataclass(frozen=True, slots=True)
class FactsForm:
    """The organization-facts form F1-F25 (plus what rules and forms need beyond them)."""

    id: str
    version: str
    steps: tuple[FactStep, ...]
    digest: str

    @property
    def fields(self) -> tuple[FactField, ...]:
        """All fields in order."""
        return tuple(f for s in self.steps for g in s.groups for f in g.fields)

    def field(self, key: str) -> FactField | None:
        """Return one field, or None for an unknown key."""
        return next((f for f in self.fields if f.key == key), None)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Leaf of a condition: compare one operand with a value.

    `kind` says where `key` is looked up: `score` (id of a sub-capability, dimension or item),
    `fact` (key of a fact) or `derived` (a figure that scoring computes, such as
    ``owner_team_gap``). Only `in` compares with a tuple of strings.
    """

    kind: OperandKind
    key: str
    op: Operator
    value: float | str | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """Inner node: `all`, `any` or `at_least` n of the parts; `n` counts for `at_least` only."""

    op: Literal["all", "any", "at_least"]
    parts: tuple["Condition | Comparison", ...]
    n: int = 0


@dataclass(frozen=True, slots=True)
class StructuralRule:
    """R1-R11: pattern -> likely structural cause -> change to propose."""

    id: str
    name: LocalizedText
    cause: LocalizedText
    change: LocalizedText
    when: Condition
    initiatives: tuple[str, ...]
    source: SourceMark
    seed_words: str = ""
    excludes: tuple[str, ...] = ()
    """Rules that ask for the opposite change: the linter proves that no merchant can fire both."""


@dataclass(frozen=True, slots=True)
class Initiative:
    """I01-I33: one action with owner post, effort, cost rank 0-3 and judged effects."""

    id: str
    sub_capability: str | None
    name: LocalizedText
    owner: LocalizedText
    person_days: float
    cash_rank: int
    prerequisite: LocalizedText
    prerequisites: tuple[str, ...]
    effects: Mapping[str, float]
    kpi: LocalizedText
    source: SourceMark
    seed_words: str = ""
    posts: tuple[str, ...] = ()
    """Post kinds behind `owner`, who carry the work; several share it evenly."""


Covariance = tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class ReferenceArchetype:
    """Centroid of one archetype: mean level score for every dimension id.

    `covariance` is its own where the model has one for each archetype; empty: the model's shared one.
    """

    id: str
    name: LocalizedText
    description: LocalizedText
    center: Mapping[str, float]
    weight: float
    covariance: Covariance = ()


@dataclass(frozen=True, slots=True)
class FitCandidate:
    """One model that was tried: its number of types `k` and two criteria, of which lower is better.

    `failed` is the gate that it did not pass (`share`, `posterior` or `stability`; "" where it passed all
    that it was put to: stability is tried only in the order of BIC until one passes). `converged` False:
    the search met its limit of rounds.
    """

    k: int
    covariance_type: Literal["tied", "full"]
    bic: float
    icl: float
    smallest_share: float
    mean_posterior: float | None = None
    failed: str = ""
    converged: bool = True


@dataclass(frozen=True, slots=True)
class ArchetypeFit:
    """How fitted archetypes came about: all that a model card prints.

    `types`: the integrated criterion also prefers several types; otherwise they are segments of a
    continuum. `n_merchants` had all dimensions, `n_used` of them were drawn for the fit; `n_incomplete`
    lacked a dimension and `n_imprecise` had one with a standard error above 0.6. `proposed_k` is the number
    of types that this epoch alone would choose: the model follows when the next epoch says the same.
    `mapping` leads from each archetype of the `predecessor` to its successor ("" where it has none) and
    `relabelled` is the share of merchants whose archetype changed though their scores did not.
    """

    panel: str
    epoch: str
    demo: bool
    n_merchants: int
    n_used: int
    covariance_type: Literal["tied", "full"]
    candidates: tuple[FitCandidate, ...]
    smallest_share: float
    bootstrap_ari: float | None
    mean_posterior: float
    types: bool
    training_digest: str
    seed: int
    libraries: Mapping[str, str]
    predecessor: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    relabelled: float | None = None
    n_incomplete: int = 0
    n_imprecise: int = 0
    proposed_k: int | None = None


@dataclass(frozen=True, slots=True)
class Archetypes:
    """A versioned model of archetypes, kept as data: judged (`fit` None) or fitted to a panel."""

    version: str
    dimensions: tuple[str, ...]
    covariance: Covariance
    members: tuple[ReferenceArchetype, ...]
    fit: ArchetypeFit | None = None


@dataclass(frozen=True, slots=True)
class DimensionWords:
    """How archetypes speak of a dimension: its short name, and what it means to be ahead or behind in it."""

    name: LocalizedText
    ahead: LocalizedText
    behind: LocalizedText


@dataclass(frozen=True, slots=True)
class ArchetypeWords:
    """The words from which names of fitted archetypes are built by rule.

    `levels` are keyed early, growing, advanced (name and what it means); `dimensions` by their ids.
    `patterns` hold the placeholders ``{a}``, ``{b}``, ``{name}``, ``{n}``, ``{level}``, ``{shape}``.
    """

    levels: Mapping[str, LocalizedText]
    level_meanings: Mapping[str, LocalizedText]
    dimensions: Mapping[str, DimensionWords]
    patterns: Mapping[str, LocalizedText]


@dataclass(frozen=True, slots=True)
class EpochNorms:
    """What answers are measured against: item means, role effects and variances of one frozen epoch.

    Variances are on the instrument's own level scale; `item_means` is keyed by item id. The shipped epoch 0
    is judgement (`n_merchants` 0). In a real epoch item means and role effects are estimated from
    `n_merchants` merchants, `merchant_variance` likewise, and `moments` are the pooled sums of squares that
    every wave adds its own to; the three variances stay the prior, worth `degrees_of_freedom`.
    """

    version: str
    item_means: Mapping[str, float]
    role_effects: Mapping[str, float]
    rater_variance: float
    merchant_item_variance: float
    residual_variance: float
    merchant_variance: float
    grand_mean: float
    degrees_of_freedom: float = 20.0
    moments: Mapping[str, float] = field(default_factory=dict)
    n_merchants: int = 0
