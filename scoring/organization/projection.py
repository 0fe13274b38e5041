"""What the plan would make of scores and readiness: ranges that say how little is known of effects."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import sqrt
from typing import Final, Literal

from assessment.domain.instrument import Instrument
from assessment.domain.scenario import Settings
from scoring.organization.advice import Plan, ProjectedScore
from scoring.organization.ground import Ground
from scoring.organization.roadmap_candidates import scale_of, settled_targets
from scoring.readiness import planned_mix, position_weight
from scoring.results import PositionReadiness, Score
from scoring.scores import Z95

REPEAT: Final = 0.5
"""What each further initiative for one sub-capability adds of its effect: half, a quarter ... (judgement)."""
FULL: Final = 0.25
"""Share of the scale up to which an effect counts in full (judgement)."""
DOUBT: Final = 0.5
"""Standard deviation of an effect as a share of it: 95 % reach from nothing to twice as much (judgement)."""


@dataclass(frozen=True, slots=True)
class _Scale:
    low: float
    high: float

    def clip(self, value: float) -> float:
        return min(max(value, self.low), self.high)


def projections(ground: Ground, plan: Plan, settings: Settings) -> tuple[ProjectedScore, ...]:
    """Project every sub-capability and every FACT position to the end of the plan.

    Parameters
    ----------
    ground : score run.
    plan : what is in counts with its full effects, whatever its quarter.
    settings : targets and mix of the scenario replace the merchant's own.

    Returns
    -------
    Sub-capabilities in the instrument's order, then positions. Values and 95 % ranges are levels, clipped to
    the scale. What is withheld today stays None. Nothing is projected below today.

    Notes
    -----
    Effects are judgement: a gain g counts with standard deviation g / 2, errors of effects are taken to go
    together (added up), and they are independent of the error of the score. Effects fade towards the top of
    the scale (`ease`). METHOD.md, section on
    projections.
    """
    low, high = scale_of(ground)
    scale = _Scale(low, high)
    scores = settled_targets(ground.result.sub_capabilities, settings, (low, high))
    effects = _effects(ground, plan)
    gains = {
        s.id: min(total_effect(effects.get(s.id, ())) * ease(s.value, low, high), max(high - s.value, 0.0))
        for s in scores
        if s.value is not None
    }
    mix = planned_mix(ground.instrument, ground.facts) if settings.mix is None else settings.mix
    return (
        *(_projected(s, "sub_capability", gains.get(s.id, 0.0), scale) for s in scores),
        *(_position(r, ground.instrument, scores, gains, mix, scale) for r in ground.result.readiness),
    )


def total_effect(effects: tuple[float, ...]) -> float:
    """Add up effects on one sub-capability with diminishing returns: the largest whole, then half, a quarter.

    Examples
    --------
    >>> total_effect((0.5, 1.0)), total_effect((0.3, 0.3, 0.3)), total_effect(())
    (1.25, 0.525, 0.0)
    """
    return float(sum(e * REPEAT**k for k, e in enumerate(sorted(effects, reverse=True))))


def ease(value: float, low: float, high: float) -> float:
    """How much of an effect a merchant of this level can gain, 0-1.

    Effects are judged for practice that is barely there, up to a quarter of the scale; from there on they
    fade in proportion to the room that is left, as every further level is harder (judgement).

    Examples
    --------
    >>> ease(1.5, 1, 5), ease(2.0, 1, 5), ease(3.5, 1, 5), ease(5.0, 1, 5)
    (1.0, 1.0, 0.5, 0.0)
    """
    whole = low + FULL * (high - low)
    return float(min(1.0, max(0.0, (high - value) / (high - whole))))


def _effects(ground: Ground, plan: Plan) -> Mapping[str, tuple[float, ...]]:
    """Effects of what is planned, by sub-capability; one below 0 counts as none."""
    known = {i.id: i for i in ground.knowledge.initiatives}
    found: dict[str, tuple[float, ...]] = {}
    for planned in plan.planned():
        initiative = known.get(planned.initiative)
        for part, effect in (initiative.effects if initiative else {}).items():
            found[part] = (*found.get(part, ()), max(effect, 0.0))
    return found


def _projected(
    score: Score, kind: Literal["sub_capability", "position"], gain: float, scale: _Scale
) -> ProjectedScore:
    """Project one score; its own error stays, the doubt about the gain is added."""
    then = spread = None
    if score.value is not None:
        # Only the room below the end of the scale can be gained, and only that can be doubted.
        gain = min(gain, max(scale.high - score.value, 0.0))
        then = scale.clip(score.value + gain)
        spread = Z95 * sqrt((score.standard_error or 0.0) ** 2 + (DOUBT * gain) ** 2)
    return ProjectedScore(
        id=score.id,
        kind=kind,
        now=score.value,
        now_low=score.low,
        now_high=score.high,
        then=then,
        then_low=None if then is None or spread is None else scale.clip(then - spread),
        then_high=None if then is None or spread is None else scale.clip(then + spread),
        target=score.target,
    )


def _position(
    readiness: PositionReadiness,
    instrument: Instrument,
    scores: tuple[Score, ...],
    gains: Mapping[str, float],
    mix: Mapping[str, float],
    scale: _Scale,
) -> ProjectedScore:
    """Project a position: gain and target are weighted means over its sub-capabilities with a score."""
    parts = {p.id: p for p in instrument.sub_capabilities}
    weights = {
        s.id: position_weight(parts[s.id], readiness.position)
        for s in scores
        if s.value is not None and s.id in parts
    }
    total = sum(weights.values())
    gain = sum(w * gains[s] for s, w in weights.items()) / total if total else 0.0
    found = _projected(readiness.score, "position", gain, scale)
    return replace(
        found,
        id=readiness.position,
        target=_target(readiness.score, scores, weights),
        planned_share=mix.get(readiness.position),
    )


def _target(score: Score, scores: tuple[Score, ...], weights: Mapping[str, float]) -> float | None:
    """Weighted mean of the targets behind a position; the position's own without any."""
    aims = {s.id: s.target for s in scores if s.target is not None}
    known = {s: w for s, w in weights.items() if s in aims and w > 0}
    total = sum(known.values())
    return sum(w * aims[s] for s, w in known.items()) / total if total else score.target
