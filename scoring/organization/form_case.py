"""One merchant before the forms: every condition decided as far as it is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from assessment.domain.forms import FitCondition
from assessment.domain.organization import Facts
from scoring.arrays import BoolArray
from scoring.organization.advice import FitLine, Hurdle
from scoring.organization.conditions import Operands, Verdict, evaluate
from scoring.organization.form_choice import FITS_NEEDED, SYMPTOMS_NEEDED, Ballot, ballot_of
from scoring.organization.form_operands import operands_with, placed_facts
from scoring.organization.ground import Ground

PRESENT_FORM: Final = "F1.form"


@dataclass(frozen=True, slots=True)
class FormCase:
    """`verdicts` are in the order of the ballot's conditions; `facts` have the mix in place."""

    ground: Ground
    facts: Facts
    operands: Operands
    ballot: Ballot
    verdicts: tuple[Verdict, ...]

    @property
    def surely(self) -> BoolArray:
        """Conditions that hold, shape (n_conditions, 1)."""
        return np.array([[v.outcome is True] for v in self.verdicts])

    @property
    def possibly(self) -> BoolArray:
        """Conditions that hold or are open, shape (n_conditions, 1)."""
        return np.array([[v.outcome is not False] for v in self.verdicts])

    @property
    def point(self) -> int:
        """Index of the form that follows from the scores as they are."""
        return int(self.ballot.recommended(self.surely)[0])

    @property
    def best(self) -> int:
        """Index of the form that fits best."""
        return int(self.ballot.best(self.surely)[0])

    def lines(self, form: int) -> tuple[FitLine, ...]:
        """Tell the conditions of one form."""
        columns = np.flatnonzero(self.ballot.members[form])
        return tuple(_line(self.ballot.conditions[c], self.verdicts[c]) for c in columns)

    def symptoms(self) -> tuple[FitLine, ...]:
        """Tell the symptoms."""
        n = self.ballot.n_fits
        return tuple(map(_line, self.ballot.conditions[n:], self.verdicts[n:]))

    def hurdle(self) -> Hurdle:
        """Say whether the best form may replace the present one."""
        ballot, surely, possibly = self.ballot, self.surely, self.possibly
        fits, symptoms = int(ballot.met(surely)[self.best, 0]), int(ballot.symptoms(surely)[0])
        passed: bool | None = fits >= FITS_NEEDED and symptoms >= SYMPTOMS_NEEDED
        could = ballot.met(possibly)[self.best, 0] >= FITS_NEEDED
        if not passed and could and ballot.symptoms(possibly)[0] >= SYMPTOMS_NEEDED:
            passed = None
        return Hurdle(fits, symptoms, FITS_NEEDED, self.symptoms(), passed)

    def unmet(self) -> tuple[int, ...]:
        """Return the indices of the knowledge base's requirements that the facts do not meet."""
        requirements = self.ground.knowledge.design.requirements
        return tuple(n for n, r in enumerate(requirements) if sum(key in self.facts for key in r.keys) < r.n)


def form_case(ground: Ground, mix: Mapping[str, float] | None = None) -> FormCase:
    """Decide every condition of the knowledge base's forms (at least one) for one merchant."""
    design = ground.knowledge.design
    facts = placed_facts(ground, mix)
    operands = operands_with(ground, facts)
    present = design.form_of_option(facts.get(PRESENT_FORM))
    ballot = ballot_of(design, present.id if present else None)
    verdicts = tuple(evaluate(condition.when, operands) for condition in ballot.conditions)
    return FormCase(ground, facts, operands, ballot, verdicts)


def _line(condition: FitCondition, verdict: Verdict) -> FitLine:
    return FitLine(
        condition.id, condition.weight, condition.group, verdict.outcome, verdict.traces, verdict.missing
    )
