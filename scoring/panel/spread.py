"""How much merchants, raters, items and noise differ in a whole panel, from sums that add up.

Second pass over the panel, when item means and role effects are known: every merchant gives its moments
(`components.wave_moments`) and, for each dimension with a score, S, S^2 and the coefficients of the
variances in SE^2. All are kept in whole multiples of 2^-24.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from scoring.components import MOMENT_NAMES, Moments, wave_moments
from scoring.forms import bases, equal_weights, evaluate
from scoring.matrix import AnswerMatrix
from scoring.norms import Norms, deviations
from scoring.panel.fixed import WholeArray, fraction, whole
from scoring.results import VarianceComponents
from scoring.scales import ScaleSpec, coverage, gate

_SUMS: Final = 5
"""S, S^2, and the coefficients of rater, merchant x item and residual variance in SE^2."""


@dataclass(frozen=True, slots=True, eq=False)
class SpreadStatistics:
    """Sums over merchants, in multiples of 2^-24 but for the counts.

    `moments`, shape (n_moments,), in the order of `components.MOMENT_NAMES`. `scored`, shape (n_dimensions,),
    counts merchants with a score; `scores`, shape (n_dimensions, 5), sums S, S^2 and the coefficients of
    s2_r, s2_mi and s2_e in SE^2.
    """

    moments: WholeArray
    scored: WholeArray
    scores: WholeArray

    def plus(self, other: "SpreadStatistics") -> "SpreadStatistics":
        """Add other merchants."""
        return SpreadStatistics(
            self.moments + other.moments, self.scored + other.scored, self.scores + other.scores
        )

    def same(self, other: "SpreadStatistics") -> bool:
        """Whether every integer is the same."""
        return (
            np.array_equal(self.moments, other.moments)
            and np.array_equal(self.scored, other.scored)
            and np.array_equal(self.scores, other.scores)
        )

    def pooled(self) -> Moments:
        """Moments of all merchants together."""
        return Moments(*(float(value) for value in fraction(self.moments)))

    def merchant_variance(self, components: VarianceComponents) -> tuple[float, int]:
        """Variance between true scores, and its degrees of freedom.

        tau2 = variance of S over merchants - mean SE^2, not below 0; both pooled over dimensions. As scores
        of one merchant go together, the degrees of freedom are those of one dimension, merchants - 1.
        """
        n, sums = self.scored.astype(np.float64), fraction(self.scores)
        if n.sum() == 0 or n.max() <= 1:
            return 0.0, 0
        squares = np.maximum(sums[:, 1] - sums[:, 0] ** 2 / np.maximum(n, 1.0), 0.0)
        freedom = np.maximum(n - 1, 0.0).sum()
        variances = np.array([components.rater, components.merchant_item, components.residual])
        noise = float((sums[:, 2:] @ variances).sum() / n.sum())
        return max(float(squares.sum() / freedom) - noise, 0.0), int(n.max()) - 1


def no_spread(dimensions: int) -> SpreadStatistics:
    """Start from nobody, for so many dimensions."""
    return SpreadStatistics(
        np.zeros(len(MOMENT_NAMES), np.int64),
        np.zeros(dimensions, np.int64),
        np.zeros((dimensions, _SUMS), np.int64),
    )


def merchant_spread(specs: tuple[ScaleSpec, ...], matrix: AnswerMatrix, norms: Norms) -> SpreadStatistics:
    """Sum up one merchant's wave.

    Parameters
    ----------
    specs, matrix : the dimensions and the answers of one wave.
    norms : item means and role effects of the epoch that is being built.

    Returns
    -------
    Moments (0 unless a dimension has two raters) and scores of the dimensions that pass the gate.
    """
    adjusted = deviations(matrix, norms)
    moments = wave_moments(adjusted, specs)
    forms = evaluate(adjusted, equal_weights(adjusted, specs), bases(adjusted.item_means, specs))
    seen = coverage(matrix)
    given = np.array([gate(spec, seen) is None for spec in specs])
    by_item = np.sum(forms.item_weights**2, axis=0)
    rows = np.stack([forms.values, forms.values**2, forms.rater_squares, by_item, forms.cell_squares])
    return SpreadStatistics(
        whole(np.array([getattr(moments, name) for name in MOMENT_NAMES])),
        given.astype(np.int64),
        whole(np.where(given, rows, 0.0).T),
    )
