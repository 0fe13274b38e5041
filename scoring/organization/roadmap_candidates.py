"""What may go into the roadmap, what it is worth, and what the merchant can carry."""

from dataclasses import dataclass, replace
from typing import Final, TypeVar

from assessment.domain.organization import Initiative
from assessment.domain.scenario import QUARTERS, Caps, Settings
from scoring.organization.conditions import Operands
from scoring.organization.derived import SLOW_APPROVALS, number, slow_approvals
from scoring.organization.ground import Ground
from scoring.organization.initiatives import (
    FORCED,
    FORCING_ITEM,
    Situation,
    Worth,
    applies,
    capacity_of,
    must_force,
    named_by,
    situation_of,
    worth_of,
)
from scoring.organization.roadmap_program import Limits, Task
from scoring.readiness import complete_mix
from scoring.results import Score

CASH_TOP: Final = (5_000.0, 20_000.0, 80_000.0, 300_000.0)
"""Upper end of each cash rank in yuan."""
LEAST_VALUE: Final = 0.1
"""What an initiative counts that a fired rule, a forced step or the consultant asks for, at least: one tenth
of a level, the smallest gap that a page prints (judgement)."""
_Cap = TypeVar("_Cap")
_YUAN: Final = 10_000.0
"""Facts give cash in units of 10,000 yuan."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An initiative judged. `out` says why it is none ("" it is one); `limit` the prerequisite at fault."""

    initiative: Initiative
    worth: Worth
    value: float
    cash: float
    rules: tuple[str, ...]
    forced: bool
    required: bool
    out: str = ""
    limit: str = ""

    @property
    def id(self) -> str:
        """Id of the initiative."""
        return self.initiative.id


def settled_targets(
    scores: tuple[Score, ...], settings: Settings, scale: tuple[float, float]
) -> tuple[Score, ...]:
    """Scores with the scenario's targets, kept inside the scale, and the gaps that follow."""
    return tuple(_aimed(score, settings.targets.get(score.id), scale) for score in scores)


def _aimed(score: Score, target: float | None, scale: tuple[float, float]) -> Score:
    if target is None:
        return score
    aim = min(max(target, scale[0]), scale[1])
    return replace(score, target=aim, gap=None if score.value is None else max(aim - score.value, 0.0))


def scale_of(ground: Ground) -> tuple[float, float]:
    """Lowest and highest level of the instrument."""
    scale = ground.instrument.scale
    return float(scale.low), float(scale.high)


def candidates(ground: Ground, settings: Settings) -> tuple[Candidate, ...]:
    """Judge every initiative of the knowledge base, in the order of ids.

    A candidate closes a known gap, is named by a fired rule, is forced, or is asked for by the consultant.
    What the consultant skips is none, and what needs it falls with it: nobody says that it is in place.
    """
    instrument, facts, result = ground.instrument, ground.facts, ground.result
    scores = settled_targets(result.sub_capabilities, settings, scale_of(ground))
    mix = dict(settings.mix) if settings.mix is not None else complete_mix(instrument, facts)
    situation = situation_of(instrument, scores, mix)
    named, force = named_by(result.recommendations), _forces(ground)
    known = sorted({i.id: i for i in ground.knowledge.initiatives}.values(), key=lambda i: i.id)
    judged = [
        _judge(i, situation, named.get(i.id, ()), settings, forced=force and i.id in FORCED) for i in known
    ]
    return _fallen(judged)


def _forces(ground: Ground) -> bool:
    """Whether I28 and I33 go first, by the keyed level of the item and the hours of approval."""
    instrument = ground.instrument
    found = next((i.mean for i in ground.result.items if i.id == FORCING_ITEM), None)
    levels = {}
    if found is not None and FORCING_ITEM in instrument.index:
        turned = instrument.scale.low + instrument.scale.high - found
        levels[FORCING_ITEM] = turned if instrument.item(FORCING_ITEM).reverse else found
    slow = slow_approvals(ground.facts).value
    return must_force(Operands(levels, ground.facts, {} if slow is None else {SLOW_APPROVALS: slow}, {}))


def _judge(
    initiative: Initiative, situation: Situation, rules: tuple[str, ...], settings: Settings, *, forced: bool
) -> Candidate:
    worth = worth_of(initiative, situation)
    required = initiative.id in settings.required
    asked = required or forced
    out = ""
    if initiative.id in settings.skipped and not required:
        out = "skipped"
    elif not asked and not applies(initiative, situation):
        out = "not_applicable"
    elif not asked and not rules and worth.value <= 0:
        out = _why_nothing(worth)
    return Candidate(
        initiative=initiative,
        worth=worth,
        value=max(worth.value, LEAST_VALUE) if asked or rules else worth.value,
        cash=cash_of(initiative),
        rules=rules,
        forced=forced,
        required=required,
        out=out,
    )


def cash_of(initiative: Initiative) -> float:
    """Yuan at the upper end of the cash rank; a rank that nobody knows counts as the nearest."""
    return CASH_TOP[min(max(initiative.cash_rank, 0), len(CASH_TOP) - 1)]


def _why_nothing(worth: Worth) -> str:
    if worth.gap is None:
        return "no_score"
    return "no_gap" if worth.gap <= 0 else "no_weight"


def _fallen(judged: list[Candidate]) -> tuple[Candidate, ...]:
    """Take out what needs a skipped initiative that is worth doing, and what needs that, and so on."""
    broken = {c.id for c in judged if c.out == "skipped" and c.value > 0}
    found = {c.id: c for c in judged}
    open_ids = [c.id for c in judged if not c.out and not (c.forced or c.required)]
    changed = True
    while changed:
        changed = False
        for name in open_ids:
            cause = next((p for p in found[name].initiative.prerequisites if p in broken), None)
            if cause is not None and name not in broken:
                found[name] = replace(found[name], out="prerequisite_out", limit=cause)
                broken.add(name)
                changed = True
    return tuple(found.values())


def tasks_of(chosen: tuple[Candidate, ...]) -> tuple[Task, ...]:
    """Turn candidates into tasks, the most valuable first, then the lightest.

    A prerequisite that is no candidate counts as in place.
    """
    ordered = sorted(chosen, key=lambda c: (-c.value, c.initiative.person_days, c.id))
    index = {c.id: i for i, c in enumerate(ordered)}
    return tuple(
        Task(
            id=c.id,
            value=c.value,
            person_days=max(c.initiative.person_days, 0.0),
            cash=c.cash,
            posts=tuple(dict.fromkeys(c.initiative.posts)),
            needs=tuple(index[p] for p in c.initiative.prerequisites if p in index and p != c.id),
            first=c.forced,
            must=c.required,
        )
        for c in ordered
    )


def limits_of(ground: Ground, settings: Settings) -> Limits:
    """Caps of the scenario, or what the merchant's size and budget for change suggest.

    Without caps of the scenario: 6 initiatives and 60 person-days a quarter in G1-G2, else 10 and 180; what
    the facts say can be spent next quarter (F25) replaces the person-days and limits the cash of every
    quarter. A list that is too short goes on with its last entry; what is below 0 counts as 0.
    """
    usual, facts = capacity_of(ground.merchant.gmv_tier), ground.facts
    cash = number(facts, "F25.cash")
    people = number(facts, "F25.people")
    own = Caps(
        person_days=(usual.person_days if people is None else people,),
        cash=(None if cash is None else cash * _YUAN,),
        initiatives=usual.initiatives,
    )
    caps = settings.caps or own
    return Limits(
        person_days=tuple(max(0.0, cap) for cap in _filled(caps.person_days or own.person_days)),
        cash=tuple(None if cap is None else max(0.0, cap) for cap in _filled(caps.cash or (None,))),
        initiatives=None if caps.initiatives is None else max(0, caps.initiatives),
        carry=None if caps.carry is None else max(0.0, caps.carry),
    )


def _filled(given: tuple[_Cap, ...]) -> tuple[_Cap, ...]:
    """Exactly four entries."""
    return (*given, *(given[-1:] * QUARTERS))[:QUARTERS]
