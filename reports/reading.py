"""What the numbers say before any word is chosen: pure questions that several pages ask of a result."""

from collections.abc import Iterable
from math import erf, hypot, sqrt
from typing import Final

from assessment.domain.instrument import Instrument
from scoring.results import (
    ItemResult,
    PositionReadiness,
    Recommendation,
    RoleGap,
    Score,
    WaveResult,
)

NOISE: Final = 1.96
"""Standard errors that a difference must exceed before it is called one (two-sided 95 %)."""
SURE: Final = 0.8
"""Probability from which a maturity band is named without its neighbour."""
FIRST: Final = 3
"""Gaps that are put first."""


def scored(scores: Iterable[Score]) -> tuple[Score, ...]:
    """Scores that may be shown."""
    return tuple(s for s in scores if s.value is not None)


def value(score: Score) -> float:
    """Return the value of a score that is known to be shown.

    Raises
    ------
    ValueError
        The score is withheld.

    """
    if score.value is None:
        raise ValueError(score.id)
    return score.value


def extremes(scores: Iterable[Score]) -> tuple[Score, Score] | None:
    """Strongest and weakest shown score; None when fewer than two are shown. Ties keep the given order."""
    shown = scored(scores)
    if len(shown) < 2:  # noqa: PLR2004
        return None
    return max(shown, key=value), min(reversed(shown), key=value)


def apart(one: Score, other: Score) -> bool:
    """Whether two shown scores differ by more than noise (standard errors taken as independent)."""
    noise = NOISE * hypot(one.standard_error or 0.0, other.standard_error or 0.0)
    return abs(value(one) - value(other)) > noise


def gaps(result: WaveResult) -> tuple[Score, ...]:
    """Return sub-capabilities that are shown and below target, widest gap first."""
    below = (s for s in scored(result.sub_capabilities) if s.gap is not None and round(s.gap, 1) > 0)
    return tuple(sorted(below, key=lambda s: -(s.gap or 0.0)))


def gap_share(result: WaveResult, leading: Iterable[Score]) -> float:
    """Share 0-1 of the summed gap that the leading scores hold; 0 without gaps."""
    total = sum(s.gap or 0.0 for s in gaps(result))
    return sum(s.gap or 0.0 for s in leading) / total if total else 0.0


def mismatch(result: WaveResult) -> PositionReadiness | None:
    """Return the position that is planned largest among those that capability does not carry."""
    found = [r for r in result.readiness if r.mismatch and r.score.value is not None]
    return max(found, key=lambda r: r.planned_share or 0.0, default=None)


def mix_judged(result: WaveResult) -> bool:
    """Whether readiness could be held against a planned mix for at least one position."""
    return any(r.planned_share is not None and r.score.value is not None for r in result.readiness)


def supports(instrument: Instrument, result: WaveResult, position: str) -> tuple[Score, ...]:
    """Shown sub-capabilities that a position leans on first, lowest score first."""
    primary = {s.id for s in instrument.sub_capabilities if position in s.primary_positions}
    return tuple(sorted((s for s in scored(result.sub_capabilities) if s.id in primary), key=value))


def lowest_item(instrument: Instrument, result: WaveResult, scale_id: str) -> ItemResult | None:
    """Answered item of a scale with the lowest mean (reversed items keyed); None without answers."""
    ids = {item.id for item in instrument.items_of(scale_id) if not item.reverse}
    found = [i for i in result.items if i.id in ids and i.mean is not None and any(i.counts)]
    return min(found, key=lambda i: i.mean or 0.0, default=None)


def real_gaps(result: WaveResult) -> tuple[RoleGap, ...]:
    """Differences of view that exceed noise, largest first: only these may be printed as gaps."""
    return tuple(sorted((g for g in result.role_gaps if g.exceeds_noise), key=lambda g: -abs(g.difference)))


def fired(result: WaveResult) -> tuple[Recommendation, ...]:
    """Rules whose condition holds."""
    return tuple(r for r in result.recommendations if r.status == "fired")


def undecidable(result: WaveResult) -> tuple[Recommendation, ...]:
    """Rules that need something unknown."""
    return tuple(r for r in result.recommendations if r.status == "undecidable")


def disputed(result: WaveResult) -> tuple[ItemResult, ...]:
    """Items on which the raters do not agree, most disputed first."""
    return tuple(sorted((i for i in result.items if i.disputed), key=lambda i: -(i.spread or 0.0)))


def usual_level(item: ItemResult) -> int | None:
    """Index of the level chosen most often, the lower one of a tie; None without answers."""
    top = max(item.counts, default=0)
    return item.counts.index(top) if top else None


def answered_share(result: WaveResult) -> float:
    """Share 0-1 of asked questions that were answered with a level; 0 when nothing was asked."""
    quality = result.data_quality
    return quality.n_answered / quality.n_asked if quality.n_asked else 0.0


def chance_below(score: Score, threshold: float) -> float:
    """Probability 0-1 that the true score lies below a threshold, from a shown score and its error.

    Normal approximation; without an error it is 0 or 1.
    """
    offset = threshold - value(score)
    if not score.standard_error:
        return float(offset > 0)
    return 0.5 * (1.0 + erf(offset / (score.standard_error * sqrt(2.0))))
