"""What to find out next: the facts and scores that would decide about a form, most telling first."""

from collections.abc import Iterator

import numpy as np

from scoring.arrays import BoolArray, FloatArray
from scoring.organization.advice import Hurdle
from scoring.organization.conditions import Verdict
from scoring.organization.form_case import PRESENT_FORM, FormCase
from scoring.organization.form_choice import NOBODY, SYMPTOMS_NEEDED
from scoring.organization.form_figures import SCORE_FIGURES

_AT_MOST = 6
_SYMPTOM_WEIGHT = 1.0 / SYMPTOMS_NEEDED
"""A symptom is one of the two that a change needs; a condition weighs its share of its form."""
_NOISE = 1e-9


def deciding_facts(case: FormCase, hurdle: Hurdle) -> tuple[str, ...]:
    """Name what keeps the outcome open.

    Returns
    -------
    At most six keys of facts, scores or figures. First one fact for each unmet requirement, as nothing is
    said before they are met; then by the weight of the open conditions that a key could settle, among the
    forms that could still come first (none while the leader cannot be reached). With an undecided hurdle its
    open symptoms count too. Keys of equal weight keep the knowledge base's order.
    """
    telling = _telling(case, hurdle)
    asked = list(_asked(case, telling))
    ordered = sorted(telling, key=lambda key: -telling[key])
    return tuple(dict.fromkeys((*asked, *ordered)))[:_AT_MOST]


def deciding_between(case: FormCase, surely: BoolArray, pair: tuple[int, int]) -> tuple[str, ...]:
    """Name what to find out where the draws disagree.

    Parameters
    ----------
    case : the merchant.
    surely : outcomes of the draws, shape (n_conditions, n_draws).
    pair : the two forms to choose between, by index.

    Returns
    -------
    At most six keys: scores and figures whose error tips conditions of the two forms or symptoms, by weight
    times 4 p (1 - p) with p the share of draws in which the condition holds; and facts that are open there,
    by weight.
    """
    share = surely.mean(axis=1)
    doubt = np.array([1.0 if v.outcome is None else 0.0 for v in case.verdicts])
    weight = _weights(case, [form for form in pair if form != NOBODY]) * np.maximum(
        doubt, 4.0 * share * (1.0 - share)
    )
    found: dict[str, float] = {}
    for column in np.flatnonzero(weight > _NOISE):
        verdict = case.verdicts[column]
        for key in dict.fromkeys(verdict.missing or _uncertain(case, verdict)):
            found[key] = found.get(key, 0.0) + float(weight[column])
    return tuple(sorted(found, key=lambda key: -found[key]))[:_AT_MOST]


def _uncertain(case: FormCase, verdict: Verdict) -> tuple[str, ...]:
    """Name what is drawn among the operands of a condition."""
    result = case.ground.result
    return tuple(t.key for t in verdict.traces if t.key in SCORE_FIGURES or result.score(t.key) is not None)


def _telling(case: FormCase, hurdle: Hurdle) -> dict[str, float]:
    """Weight of open conditions by the key that could settle them."""
    now, ceiling = (case.ballot.fits(holds)[:, 0] for holds in (case.surely, case.possibly))
    contenders = [int(form) for form in np.flatnonzero(ceiling >= now.max())]
    weights = _weights(case, contenders if len(contenders) > 1 else [])
    if hurdle.passed is not None:
        weights[case.ballot.n_fits :] = 0.0
    found: dict[str, float] = {}
    for column, verdict in enumerate(case.verdicts):
        for key in verdict.missing if weights[column] > 0 else ():
            found[key] = found.get(key, 0.0) + float(weights[column])
    return found


def _asked(case: FormCase, telling: dict[str, float]) -> Iterator[str]:
    """One unanswered fact of each unmet requirement, the requirement with the most telling facts first."""
    requirements = case.ground.knowledge.design.requirements
    blanks = ([k for k in requirements[n].keys if k not in case.facts] for n in case.unmet())
    keys = [max(blank, key=lambda key: telling.get(key, 0.0)) for blank in blanks if blank]
    if case.ballot.present == NOBODY:
        keys.insert(0, PRESENT_FORM)
    return iter(sorted(keys, key=lambda key: (key != PRESENT_FORM, -telling.get(key, 0.0))))


def _weights(case: FormCase, forms: list[int]) -> FloatArray:
    """Weight of each condition for these forms, and of each symptom, shape (n_conditions,)."""
    weights = np.asarray(case.ballot.weights[forms].sum(axis=0))
    weights[case.ballot.n_fits :] = _SYMPTOM_WEIGHT
    return weights
