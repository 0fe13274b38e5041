"""Which initiatives to start with.

priority = gap to target x position weight x expected effect / (person-days + 5 x cash rank).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from assessment.domain.instrument import Instrument
from assessment.domain.organization import Initiative
from scoring.organization.conditions import Operands
from scoring.organization.derived import SLOW_APPROVALS
from scoring.readiness import position_weight
from scoring.results import WITHHELD_NOT_APPLICABLE, RankedInitiative, Recommendation, Score

FORCED: Final = ("I28", "I33")
"""One net figure for everybody, and clear decision rights: nothing else holds without them."""
FORCING_ITEM: Final = "AD4-3"
FORCED_BELOW: Final = 3.0
CASH_WEIGHT: Final = 5.0
_SMALL_TIERS: Final = ("G1", "G2")


@dataclass(frozen=True, slots=True)
class Capacity:
    """What a merchant can carry in a quarter."""

    initiatives: int
    person_days: float


SMALL_CAPACITY: Final = Capacity(6, 60.0)
LARGE_CAPACITY: Final = Capacity(10, 180.0)


@dataclass(frozen=True, slots=True)
class Situation:
    """What priorities depend on, by id of sub-capability.

    `gaps` has the known gaps to target; `applicable` the sub-capabilities that the merchant has, or plans;
    `weights` the position weights.
    """

    gaps: Mapping[str, float]
    applicable: frozenset[str]
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Worth:
    """Gap to target (None: no score known), position weight and expected effect of an initiative."""

    gap: float | None
    weight: float
    effect: float

    @property
    def value(self) -> float:
        """Gap x weight x effect; 0 without a known gap."""
        return (self.gap or 0.0) * self.weight * self.effect


def capacity_of(gmv_tier: str) -> Capacity:
    """Capacity a quarter: 6 initiatives and 60 person-days in G1-G2, else 10 and 180 (judgement)."""
    return SMALL_CAPACITY if gmv_tier in _SMALL_TIERS else LARGE_CAPACITY


def situation_of(
    instrument: Instrument, sub_scores: tuple[Score, ...], mix: Mapping[str, float] | None
) -> Situation:
    """Collect gaps and weights.

    Parameters
    ----------
    instrument, sub_scores : sub-capabilities and their scores in the same order.
    mix : complete planned mix by position in percent. Without it every sub-capability weighs 1, so that
        priorities follow gap, effect and effort alone.
    """
    weights = {
        s.id: 1.0 if mix is None else sum(position_weight(s, p) * share / 100.0 for p, share in mix.items())
        for s in instrument.sub_capabilities
    }
    return Situation(
        gaps={s.id: s.gap for s in sub_scores if s.gap is not None},
        applicable=frozenset(s.id for s in sub_scores if s.withheld != WITHHELD_NOT_APPLICABLE)
        - _unplanned(instrument, mix or {}),
        weights=weights,
    )


def _unplanned(instrument: Instrument, mix: Mapping[str, float]) -> frozenset[str]:
    """Sub-capabilities that exist for positions of which none is planned; an unknown share is a plan."""
    serves = {rule.id: rule.positions for rule in instrument.not_applicable_rules}
    moot = {
        rule for rule, positions in serves.items() if positions and all(mix.get(p) == 0.0 for p in positions)
    }
    rules_of: dict[str, set[str | None]] = {}
    for item in instrument.items:
        rules_of.setdefault(item.sub_capability or "", set()).add(item.not_applicable)
    return frozenset(part for part, rules in rules_of.items() if rules <= moot)


def must_force(operands: Operands) -> bool:
    """Whether I28 and I33 go first: AD4-3 below 3, or any approval takes more than 24 hours."""
    level = operands.scores.get(FORCING_ITEM)
    slow = operands.derived.get(SLOW_APPROVALS, 0.0)
    return (level is not None and level < FORCED_BELOW) or slow >= 1


def ranked_initiatives(
    initiatives: tuple[Initiative, ...],
    situation: Situation,
    rules: tuple[Recommendation, ...],
    capacity: Capacity,
    *,
    force: bool,
) -> tuple[RankedInitiative, ...]:
    """Rank the initiatives that a merchant can carry in one quarter.

    A candidate closes a known gap, is named by a fired rule, or is forced; what serves only sub-capabilities
    that the merchant does not have is never one. Candidates go by forced, priority and id, each after its
    prerequisites, as long as the capacity lasts (a smaller one may still fit where a larger one
    did not). A prerequisite that is no candidate counts as in place.
    """
    named = named_by(rules)
    candidates = [
        _rate(i, situation, named.get(i.id, ()), forced=force and i.id in FORCED) for i in initiatives
    ]
    wanted = [c for c in candidates if c.forced or c.rules or c.priority > 0]
    known = {i.id: i for i in initiatives}
    possible = [c for c in wanted if c.forced or applies(known[c.initiative], situation)]
    return _fill(sorted(possible, key=_order), known, capacity)


def _order(candidate: RankedInitiative) -> tuple[bool, float, str]:
    return (not candidate.forced, -candidate.priority, candidate.initiative)


def named_by(rules: tuple[Recommendation, ...]) -> dict[str, tuple[str, ...]]:
    """Return the fired rules that name each initiative, by its id."""
    named: dict[str, tuple[str, ...]] = {}
    for rule in rules:
        for initiative in rule.initiatives if rule.status == "fired" else ():
            named[initiative] = (*named.get(initiative, ()), rule.rule)
    return named


def served(initiative: Initiative) -> tuple[str, ...]:
    """Sub-capabilities whose gap the initiative is for: its own, or all it has an effect on."""
    return (initiative.sub_capability,) if initiative.sub_capability else tuple(initiative.effects)


def applies(initiative: Initiative, situation: Situation) -> bool:
    """Whether the merchant has, or plans, any sub-capability that the initiative is for."""
    return any(s in situation.applicable for s in served(initiative))


def worth_of(initiative: Initiative, situation: Situation) -> Worth:
    """Weigh an initiative: over several sub-capabilities gap and weight are means, effects add up."""
    parts = served(initiative)
    known = [s for s in parts if s in situation.gaps]
    gap = sum(situation.gaps[s] for s in known) / len(known) if known else None
    weight = sum(situation.weights.get(s, 0.0) for s in parts) / len(parts) if parts else 0.0
    return Worth(gap, weight, sum(initiative.effects.get(s, 0.0) for s in parts))


def _rate(
    initiative: Initiative, situation: Situation, rules: tuple[str, ...], *, forced: bool
) -> RankedInitiative:
    """Compute the priority: what the initiative is worth for the effort that it takes."""
    worth = worth_of(initiative, situation)
    effort = initiative.person_days + CASH_WEIGHT * initiative.cash_rank
    priority = worth.value / effort if effort > 0 else 0.0
    return RankedInitiative(initiative.id, 0, priority, worth.gap, worth.weight, forced, rules)


def _fill(
    ordered: list[RankedInitiative], known: Mapping[str, Initiative], capacity: Capacity
) -> tuple[RankedInitiative, ...]:
    """Take candidates in order, each once its prerequisites are taken, until the capacity is used."""
    pending, taken, days = list(ordered), list[RankedInitiative](), 0.0
    while len(taken) < capacity.initiatives:
        waiting = {c.initiative for c in pending}
        left = capacity.person_days - days
        fitting = (
            c
            for c in pending
            if known[c.initiative].person_days <= left
            and waiting.isdisjoint(known[c.initiative].prerequisites)
        )
        chosen = next(fitting, None)
        if chosen is None:
            break
        pending.remove(chosen)
        days += known[chosen.initiative].person_days
        taken.append(replace(chosen, rank=len(taken) + 1))
    return tuple(taken)
