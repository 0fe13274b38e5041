"""How each role sees the merchant, and where the owner sees it differently."""

from typing import Literal

import numpy as np

from assessment.domain.instrument import CONSULTANT_ROLE, OWNER_ROLE, Instrument
from scoring.arrays import BoolArray
from scoring.forms import Forms, bases, difference_errors, equal_weights, estimates, evaluate
from scoring.matrix import AnswerMatrix
from scoring.norms import Deviations
from scoring.results import WITHHELD_NO_ANSWER, RoleGap, RoleScore, VarianceComponents
from scoring.scales import ScaleSpec
from scoring.scores import Z95, Ruler, given_score, tallies_of, withheld_score

Against = Literal["team", "consultant"]


def role_scores(
    instrument: Instrument,
    matrix: AnswerMatrix,
    adjusted: Deviations,
    specs: tuple[ScaleSpec, ...],
    ruler: Ruler,
) -> tuple[RoleScore, ...]:
    """Score every dimension from the answers of one role alone.

    Parameters
    ----------
    instrument : gives the order of roles; without roles there are no role scores.
    matrix, adjusted : answers of the wave.
    specs : the dimensions.
    ruler : with the components of the whole wave; a role alone has too few raters for its own.

    Returns
    -------
    One entry for every role that responded and every dimension it was asked about. One answered item
    is enough, because a role is asked about its own part only; without any the score is withheld.
    """
    if not instrument.roles:
        return ()
    present = set(matrix.roles)
    order = [role.id for role in instrument.roles if role.id in present]
    order += sorted(present.difference(order))
    return tuple(s for role in order for s in _one_role(role, matrix, adjusted, specs, ruler))


def _one_role(
    role: str,
    matrix: AnswerMatrix,
    adjusted: Deviations,
    specs: tuple[ScaleSpec, ...],
    ruler: Ruler,
) -> list[RoleScore]:
    rows = matrix.rows(role)
    asked, answered = np.asarray(matrix.asked[rows].any(axis=0)), matrix.answered[rows]
    forms = _forms(adjusted, specs, rows)
    found = []
    tallies = tallies_of(answered, specs)
    for spec, estimate, tally in zip(specs, estimates(forms, ruler.components), tallies, strict=True):
        if not asked[list(spec.columns)].any():
            continue
        if tally.n_answers:
            score = given_score(spec.id, "dimension", estimate, tally, ruler)
        else:
            score = withheld_score(spec.id, "dimension", WITHHELD_NO_ANSWER, tally, ruler.target)
        found.append(RoleScore(role, spec.id, score, len(answered)))
    return found


def _forms(adjusted: Deviations, specs: tuple[ScaleSpec, ...], rows: BoolArray) -> Forms:
    weights = equal_weights(adjusted, specs, rows)
    return evaluate(adjusted, weights, bases(adjusted.item_means, specs), rows)


def role_gaps(
    matrix: AnswerMatrix,
    adjusted: Deviations,
    specs: tuple[ScaleSpec, ...],
    components: VarianceComponents,
) -> tuple[RoleGap, ...]:
    """Owner minus team and owner minus consultant on every dimension that both sides answered.

    d = S_1 - S_2; it exceeds the noise when |d| > 1.96 SE_d (see `forms.difference_errors`). The team is
    everybody but owner and consultant.
    """
    owner, consultant = matrix.rows(OWNER_ROLE), matrix.rows(CONSULTANT_ROLE)
    sides: tuple[tuple[Against, BoolArray], ...] = (
        ("team", ~(owner | consultant)),
        ("consultant", consultant),
    )
    return tuple(
        gap
        for against, rows in sides
        for gap in _gaps(adjusted, specs, components, (owner, rows, against), matrix)
    )


def _gaps(
    adjusted: Deviations,
    specs: tuple[ScaleSpec, ...],
    components: VarianceComponents,
    sides: tuple[BoolArray, BoolArray, Against],
    matrix: AnswerMatrix,
) -> list[RoleGap]:
    owner, other, against = sides
    if not (owner.any() and other.any()):
        return []
    first, second = _forms(adjusted, specs, owner), _forms(adjusted, specs, other)
    errors = difference_errors(first, second, components)
    shown = np.clip(first.values, matrix.low, matrix.high) - np.clip(second.values, matrix.low, matrix.high)
    gaps = []
    for place, spec in enumerate(specs):
        columns = list(spec.columns)
        answered = (matrix.answered[rows][:, columns].any() for rows in (owner, other))
        if all(answered):
            difference, error = float(shown[place]), float(errors[place])
            gaps.append(RoleGap(spec.id, against, difference, error, abs(difference) > Z95 * error))
    return gaps
