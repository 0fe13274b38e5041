"""How ready the organization is for the FACT positions 阵地 where it plans to sell."""

from typing import Final

import numpy as np

from assessment.domain.instrument import Instrument, SubCapability
from assessment.domain.organization import Facts
from scoring.composites import Basis, weighted_score
from scoring.results import PositionReadiness

PRIMARY_WEIGHT: Final = 1.0
SECONDARY_WEIGHT: Final = 0.5
PLANNED_SHARE: Final = 20.0
READY: Final = 2.6
_MIX_TOLERANCE: Final = 1.0


def position_weight(sub_capability: SubCapability, position: str) -> float:
    """Weight of a sub-capability in a position: 1 primary, 0.5 secondary, 0 otherwise."""
    if position in sub_capability.primary_positions:
        return PRIMARY_WEIGHT
    return SECONDARY_WEIGHT if position in sub_capability.secondary_positions else 0.0


def planned_mix(instrument: Instrument, facts: Facts) -> dict[str, float]:
    """Planned share of net GMV by position, percent (facts ``F5.<position>``).

    Shares that were typed are taken as they are; once they add up to 100 (within 1) a position without
    a share has 0. Otherwise it is unknown and absent.
    """
    given = {p.id: facts.get(f"F5.{p.id}") for p in instrument.positions}
    mix = {p: float(v) for p, v in given.items() if isinstance(v, int | float) and not isinstance(v, bool)}
    if _is_whole(mix):
        return {p.id: mix.get(p.id, 0.0) for p in instrument.positions}
    return mix


def complete_mix(instrument: Instrument, facts: Facts) -> dict[str, float] | None:
    """Return the planned mix when it is complete (adds up to 100 within 1), else None."""
    mix = planned_mix(instrument, facts)
    whole = len(mix) == len(instrument.positions) and _is_whole(mix)
    return mix if whole else None


def _is_whole(mix: dict[str, float]) -> bool:
    """Whether the shares that were typed make up everything, give or take rounding."""
    return abs(sum(mix.values()) - 100.0) <= _MIX_TOLERANCE


def position_readiness(basis: Basis, facts: Facts) -> tuple[PositionReadiness, ...]:
    """Weighted mean of the sub-capabilities that serve each position.

    Parameters
    ----------
    basis : the wave.
    facts : ``F5.<position>`` gives the planned share, percent; without it there is no mismatch.

    Returns
    -------
    One entry a position (see `composites.weighted_score`).

    Notes
    -----
    `mismatch` compares the point value with 2.6: a decision rule, not a test. A readiness of 2.5 with
    standard error 0.3 is below 2.6 with probability 0.63 only, so whoever prints the flag must print the
    interval or the level probabilities beside it: the first two bands end at 2.6, and their sum is the
    probability that readiness is really short.
    """
    instrument = basis.instrument
    mix = planned_mix(instrument, facts)
    found = []
    for position in instrument.positions:
        weights = np.array([position_weight(s, position.id) for s in instrument.sub_capabilities])
        score = weighted_score(position.id, weights, basis)
        share = mix.get(position.id)
        short = score.value is not None and score.value < READY
        found.append(PositionReadiness(position.id, score, share, short and (share or 0.0) >= PLANNED_SHARE))
    return tuple(found)
