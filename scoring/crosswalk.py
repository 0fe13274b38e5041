"""Cross-walk: what the scores say in the words of other platforms' models. No official conversion."""

from math import sqrt
from typing import Final

from assessment.domain.forms import ForeignModel
from scoring.organization.advice import StagePosition
from scoring.organization.ground import Ground
from scoring.results import WITHHELD_NOT_APPLICABLE, Score
from scoring.scores import Z95

KNOWN_NEEDED: Final = 0.5
"""Share of the applicable sub-capabilities of a stage that must have a score (judgement)."""
WHOLE: Final = ""
"""Stands for the letter where a model is read as a whole."""


def crosswalk(ground: Ground) -> tuple[StagePosition, ...]:
    """Read the scores as stages of other models.

    Parameters
    ----------
    ground : score run and knowledge base; `design.models` names the sub-capabilities of each stage.

    Returns
    -------
    One entry a stage, in the order of the knowledge base. A model whose letters are not confirmed has one
    entry with letter "" for all of it.

    Notes
    -----
    A stage is the plain mean of its sub-capability scores, SE = sqrt(sum of SE^2) / n with errors taken as
    independent, interval 1.96 SE clipped to the scale. Withheld sub-capabilities are left out; with fewer
    than half of the applicable ones known the stage is None. `n_parts` counts the known ones. METHOD.md,
    section on the cross-walk.
    """
    scores = {s.id: s for s in ground.result.sub_capabilities}
    scale = ground.instrument.scale
    ends = (float(scale.low), float(scale.high))
    return tuple(
        _stage(model.id, letter, parts, scores, ends)
        for model in ground.knowledge.design.models
        for letter, parts in _stages(model)
    )


def _stages(model: ForeignModel) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Letters with their sub-capabilities; the whole where letters are not confirmed or not named."""
    if model.verified and model.stages:
        return tuple((stage.letter, stage.sub_capabilities) for stage in model.stages)
    return ((WHOLE, model.whole),)


def _stage(
    model: str, letter: str, parts: tuple[str, ...], scores: dict[str, Score], ends: tuple[float, float]
) -> StagePosition:
    """Take the mean of what is known."""
    named = [scores.get(part) for part in dict.fromkeys(parts)]
    applicable = [s for s in named if s is None or s.withheld != WITHHELD_NOT_APPLICABLE]
    known = [(s.value, s.standard_error or 0.0) for s in applicable if s is not None and s.value is not None]
    if not known or len(known) < KNOWN_NEEDED * len(applicable):
        return StagePosition(model, letter, None, None, None, len(known))
    value = sum(v for v, _ in known) / len(known)
    spread = Z95 * sqrt(sum(error**2 for _, error in known)) / len(known)
    return StagePosition(
        model, letter, value, max(value - spread, ends[0]), min(value + spread, ends[1]), len(known)
    )
