"""How conditions become a recommended form: weights, ties, and the hurdle before any change of form."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from assessment.domain.forms import Design, FitCondition, OrganizationForm
from scoring.arrays import BoolArray, FloatArray, IntArray

FITS_NEEDED: Final = 2
SYMPTOMS_NEEDED: Final = 2
NOBODY: Final = -1
"""Index of no form: the present one is not known and the hurdle is not passed."""

_DIGITS: Final = 9
"""Sums of weights are rounded, so that equal fits tie whatever the order of summation."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """The forms in order of preference among equals, and all conditions that speak for or against them.

    `conditions` are the fit conditions of all forms, then the symptoms; `weights` has shape (n_forms,
    n_conditions), each row adds up to 1; `members` tells which conditions are a form's. The present form
    stands first: among equal fits nothing is changed, and then the knowledge base's order decides.
    """

    forms: tuple[OrganizationForm, ...]
    conditions: tuple[FitCondition, ...]
    weights: FloatArray
    members: BoolArray
    n_fits: int
    present: int

    def fits(self, holds: BoolArray) -> FloatArray:
        """Return weight met over all weight, 0-1, shape (n_forms, n); `holds` has shape (n_conditions, n)."""
        return np.round(self.weights @ holds, _DIGITS)

    def met(self, holds: BoolArray) -> IntArray:
        """Count the conditions met, shape (n_forms, n)."""
        return np.asarray(self.members.astype(np.int64) @ holds.astype(np.int64))

    def symptoms(self, holds: BoolArray) -> IntArray:
        """Count the symptoms, shape (n,)."""
        return np.asarray(holds[self.n_fits :].sum(axis=0))

    def best(self, holds: BoolArray) -> IntArray:
        """Return the index of the best form, shape (n,)."""
        return np.asarray(self.fits(holds).argmax(axis=0))

    def recommended(self, surely: BoolArray) -> IntArray:
        """Return the index of the form that follows after the hurdle.

        Parameters
        ----------
        surely : which conditions are known to hold, shape (n_conditions, n); an open one is not met.

        Returns
        -------
        Shape (n,): the best form where it is the present one or the hurdle is passed, else the present form
        (`NOBODY` where that is not known).
        """
        best = self.best(surely)
        fits = np.take_along_axis(self.met(surely), best[np.newaxis], axis=0)[0]
        passed = (fits >= FITS_NEEDED) & (self.symptoms(surely) >= SYMPTOMS_NEEDED)
        return np.where(passed, best, self.present)


def ballot_of(design: Design, present: str | None) -> Ballot:
    """Arrange the forms of a knowledge base for one merchant.

    Parameters
    ----------
    design : forms and symptoms; at least one form.
    present : id of today's form, None unknown.
    """
    forms = tuple(sorted(design.forms, key=lambda form: form.id != present))
    fits = tuple(condition for form in forms for condition in form.fits)
    conditions = fits + design.symptoms
    weights = np.zeros((len(forms), len(conditions)))
    column = 0
    for row, form in enumerate(forms):
        weights[row, column : column + len(form.fits)] = _shares([c.weight for c in form.fits])
        column += len(form.fits)
    here = 0 if forms[0].id == present else NOBODY
    return Ballot(forms, conditions, weights, weights > 0, len(fits), here)


def _shares(weights: Sequence[float]) -> FloatArray:
    return np.asarray(weights, dtype=float) / (sum(weights) or 1.0)
