"""Which form of organization fits, whether it is worth a change, and how sure that is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from scoring.arrays import BoolArray, FloatArray, IntArray
from scoring.organization.advice import N_DRAWS, SURE, FormAdvice, FormFit, Hurdle, Verdict
from scoring.organization.condition_draws import evaluate_draws
from scoring.organization.form_case import FormCase, form_case
from scoring.organization.form_choice import FITS_NEEDED, NOBODY
from scoring.organization.form_deciding import deciding_between, deciding_facts
from scoring.organization.form_flips import flips
from scoring.organization.ground import Ground
from scoring.organization.score_draws import draw_scores

TWO_PICTURES: Final = "R9"
"""The rule that lowers confidence: owner and team see different shops."""
MOST_DECIDING: Final = 3


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What follows, by index of the form; `shares` of the draws, one a form."""

    verdict: Verdict
    chosen: int
    rival: int
    shares: FloatArray
    deciding: tuple[str, ...]


def advise_form(
    ground: Ground, mix: Mapping[str, float] | None = None, draws: int = N_DRAWS, seed: int = 0
) -> FormAdvice:
    """Rank the forms, apply the hurdle, and say how sure the outcome is.

    Parameters
    ----------
    ground : score run, facts and knowledge base.
    mix : percent of net GMV by position that stands in for facts F5.
    draws : draws of the scores, at least 1.
    seed : of the draws.

    Returns
    -------
    The advice. The fit of a form is the weight of its conditions met over all its weight, 0-1; an open
    condition is not met. Equal fits: the present form first, then the knowledge base's order. Another form
    follows only with two of its conditions met and two symptoms; else the present form stays. With an unmet
    requirement, or where the present form is unknown and would have to stay, nothing is recommended and no
    certainty is given.

    Notes
    -----
    `certainty` is the share of draws that recommend the same form. Below `SURE` the verdict is a choice
    between the two most frequent forms; where the scores as they are do not pass the hurdle, the present form
    is one of the two and stays the recommended one. The draws carry the scores' error only: weights and
    thresholds are judgement and taken as given. Source: choice rule and hurdle of the organization forms
    (judgement).

    Raises
    ------
    ValueError
        `draws` is below 1.
    """
    if draws < 1:
        raise ValueError(draws)
    if not ground.knowledge.design.forms:
        return _speechless(ground, draws, seed)
    case = form_case(ground, mix)
    hurdle = case.hurdle()
    outcome = _refused(case, hurdle) if _short(case) else _drawn(case, hurdle, draws, seed)
    return FormAdvice(
        present=_id(case, case.ballot.present),
        best=_id(case, case.best),
        recommended=_id(case, outcome.chosen),
        runner_up=_id(case, outcome.rival),
        verdict=outcome.verdict,
        certainty=None if outcome.chosen == NOBODY else float(outcome.shares[outcome.chosen]),
        fits=_fits(case, outcome.shares),
        hurdle=hurdle,
        flips=() if outcome.chosen == NOBODY else flips(case),
        deciding=outcome.deciding,
        missing=case.unmet(),
        confidence=_confidence(ground),
        n_draws=draws,
        seed=seed,
    )


def drawn_outcomes(case: FormCase, draws: int, seed: int) -> BoolArray:
    """Decide every condition in every draw: True where it surely holds, shape (n_conditions, draws)."""
    ground = case.ground
    target = ground.knowledge.targets.get(ground.merchant.gmv_tier)
    drawn = draw_scores(ground.instrument, ground.result, target, draws, seed)
    rows = [evaluate_draws(c.when, case.operands, drawn).surely for c in case.ballot.conditions]
    return np.array([np.broadcast_to(row, (draws,)) for row in rows])


def _short(case: FormCase) -> bool:
    """Whether too little is known to recommend any structure."""
    return bool(case.unmet()) or case.point == NOBODY


def _refused(case: FormCase, hurdle: Hurdle) -> _Outcome:
    deciding = deciding_facts(case, hurdle)[:MOST_DECIDING]
    return _Outcome("insufficient", NOBODY, NOBODY, np.zeros(len(case.ballot.forms)), deciding)


def _drawn(case: FormCase, hurdle: Hurdle, draws: int, seed: int) -> _Outcome:
    """Recommend over all draws."""
    surely = drawn_outcomes(case, draws, seed)
    recommended = case.ballot.recommended(surely)
    counts = np.bincount(recommended[recommended != NOBODY], minlength=len(case.ballot.forms))
    shares = counts / draws
    chosen, rival = _pair(case, counts, hurdle)
    if chosen == case.point and shares[chosen] >= SURE:
        verdict: Literal["change", "keep", "inside"] = "inside"
        if chosen == case.best:
            verdict = "keep" if chosen == case.ballot.present else "change"
        return _Outcome(verdict, chosen, NOBODY, shares, deciding_facts(case, hurdle))
    return _Outcome("choice", chosen, rival, shares, deciding_between(case, surely, (chosen, rival)))


def _pair(case: FormCase, counts: IntArray, hurdle: Hurdle) -> tuple[int, int]:
    """Choose what is recommended, and its most frequent rival."""
    first, second = (int(form) for form in (*np.argsort(-counts, kind="stable"), NOBODY)[:2])
    point = case.point
    if point == second:
        return second, first
    if point != first and not hurdle.passed:
        return point, first
    return first, second


def _fits(case: FormCase, shares: FloatArray) -> tuple[FormFit, ...]:
    """Rank the forms."""
    now, ceiling = (case.ballot.fits(holds)[:, 0] for holds in (case.surely, case.possibly))
    order = np.argsort(-now, kind="stable")
    return tuple(
        FormFit(
            form=case.ballot.forms[form].id,
            rank=rank,
            fit=float(now[form]),
            best_case=float(ceiling[form]),
            lines=case.lines(int(form)),
            share=float(shares[form]),
        )
        for rank, form in enumerate(order, start=1)
    )


def _id(case: FormCase, form: int) -> str | None:
    return None if form == NOBODY else case.ballot.forms[form].id


def _confidence(ground: Ground) -> Literal["low", "normal"]:
    fired = any(r.rule == TWO_PICTURES and r.status == "fired" for r in ground.result.recommendations)
    return "low" if fired else "normal"


def _speechless(ground: Ground, draws: int, seed: int) -> FormAdvice:
    """Advise nothing: the knowledge base has no forms."""
    return FormAdvice(
        present=None,
        best=None,
        recommended=None,
        runner_up=None,
        verdict="insufficient",
        certainty=None,
        fits=(),
        hurdle=Hurdle(0, 0, FITS_NEEDED, (), passed=False),
        flips=(),
        deciding=(),
        missing=(),
        confidence=_confidence(ground),
        n_draws=draws,
        seed=seed,
    )
