"""The yardsticks of an epoch from the merchants in it: item means, role effects, variances.

Two passes over the merchants, each a sum of whole numbers: first the normal equations (`equations`), then,
with item means and role effects known, the sums of squares (`spread`). Parts of a panel may be worked apart
and added.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce

import numpy as np

from assessment.domain.instrument import Instrument
from assessment.domain.organization import EpochNorms
from assessment.domain.response import Response
from scoring.components import MOMENT_NAMES, Moments, blended_components
from scoring.matrix import AnswerMatrix, answer_matrix
from scoring.norms import epoch_prior, norms_for
from scoring.panel.equations import (
    MIN_MERCHANTS,
    NormStatistics,
    SolvedNorms,
    merchant_equations,
    no_merchants,
    solve_norms,
)
from scoring.panel.spread import SpreadStatistics, merchant_spread, no_spread
from scoring.scales import dimension_specs


def estimate_norms(
    instrument: Instrument, waves: Sequence[tuple[Response, ...]], prior: EpochNorms, version: str
) -> EpochNorms:
    """Estimate the norms of an epoch.

    Parameters
    ----------
    instrument : the questionnaire that all waves answer.
    waves : the submitted responses of one merchant each; empty ones, and those without any answer, do not
    count. prior : what is believed before: the epoch's start, and all there is under ten merchants.
    version : name of the new epoch.

    Returns
    -------
    Item means and role effects drawn towards the prior (`equations.solve_norms`); pooled `moments`;
    `merchant_variance` = (df x tau2 + df_prior x prior) / (df + df_prior) with df = merchants - 1; the three
    other variances are the prior's, which `moments` are blended with. `prior` itself under ten merchants.

    Raises
    ------
    ValueError, AnswerNotAllowed
        A response does not fit the instrument.

    Notes
    -----
    The order of waves, and of responses inside them, changes nothing, not even the last digit. The moments
    of a wave that is itself in the epoch count twice when it is scored; with ten merchants or more this
    moves weights, not expectations, and is left so.
    """
    matrices = [answer_matrix(instrument, _ordered(wave)) for wave in waves if wave]
    matrices = [matrix for matrix in matrices if matrix.answered.any()]
    if len(matrices) < MIN_MERCHANTS:
        return prior
    roles = all_roles(instrument, matrices)
    equations = norm_statistics(instrument, matrices, roles)
    solved = solve_norms(instrument, equations, prior)
    epoch = _with_means(instrument, solved, prior, version)
    spread = spread_statistics(instrument, matrices, epoch)
    return finished_norms(instrument, (equations, solved, spread), epoch)


def all_roles(instrument: Instrument, matrices: Sequence[AnswerMatrix]) -> tuple[str, ...]:
    """Name every role of the instrument and of the answers once, sorted."""
    return tuple(sorted({r.id for r in instrument.roles} | {r for m in matrices for r in m.roles}))


def norm_statistics(
    instrument: Instrument, matrices: Sequence[AnswerMatrix], roles: tuple[str, ...]
) -> NormStatistics:
    """First pass over some merchants of a panel."""
    specs = dimension_specs(instrument)
    each = (merchant_equations(specs, matrix, roles) for matrix in matrices)
    return reduce(NormStatistics.plus, each, no_merchants(len(instrument.items), len(specs), roles))


def spread_statistics(
    instrument: Instrument, matrices: Sequence[AnswerMatrix], epoch: EpochNorms
) -> SpreadStatistics:
    """Second pass over some merchants of a panel; `epoch` has its item means and role effects by now."""
    specs = dimension_specs(instrument)
    each = (merchant_spread(specs, m, norms_for(instrument, epoch, m)) for m in matrices)
    return reduce(SpreadStatistics.plus, each, no_spread(len(specs)))


def finished_norms(
    instrument: Instrument, found: tuple[NormStatistics, SolvedNorms, SpreadStatistics], epoch: EpochNorms
) -> EpochNorms:
    """Bring variances into an epoch whose item means and role effects are known.

    Notes
    -----
    An item mean of M merchants contains each of them, so a merchant deviates too little from it, by the
    factor 1 - 1/M in the squares; k role effects take k - 1 degrees of freedom from the raters. Both are
    made good (Bessel's correction).
    """
    equations, solved, spread = found
    moments = _corrected(spread.pooled(), equations.merchants, solved.estimated_roles)
    widest = ((instrument.scale.high - instrument.scale.low) / 2) ** 2
    weight = epoch.degrees_of_freedom
    components = blended_components(moments, epoch_prior(epoch), weight, widest)
    between, freedom = spread.merchant_variance(components)
    blended = (freedom * min(between, widest) + weight * epoch.merchant_variance) / (freedom + weight or 1.0)
    return replace(
        epoch,
        merchant_variance=blended,
        moments={name: getattr(moments, name) for name in MOMENT_NAMES},
        n_merchants=equations.merchants,
    )


def _ordered(wave: tuple[Response, ...]) -> tuple[Response, ...]:
    """Bring responses into an order of their own, so that theirs does not touch the last digit."""
    return tuple(sorted(wave, key=lambda response: (response.role, response.answers)))


def _with_means(instrument: Instrument, solved: SolvedNorms, prior: EpochNorms, version: str) -> EpochNorms:
    """Put item means and role effects in the place of the prior's."""
    pairs = zip(instrument.items, solved.item_means, strict=True)
    means = dict(prior.item_means) | {item.id: float(mean) for item, mean in pairs if np.isfinite(mean)}
    here = [means[item.id] for item in instrument.items if item.id in means]
    return replace(
        prior,
        version=version,
        item_means=means,
        role_effects=solved.role_effects,
        grand_mean=float(np.mean(here)) if here else prior.grand_mean,
        moments={},
        n_merchants=0,
    )


def _corrected(moments: Moments, merchants: int, roles: int) -> Moments:
    """Make good what estimated item means and role effects take out of the squares."""
    lost = max(roles - 1, 0)
    raters = moments.raters / (moments.raters - lost) if moments.raters > 2 * lost else 1.0
    return replace(
        moments,
        item_squares=moments.item_squares * merchants / (merchants - 1),
        rater_squares=moments.rater_squares * raters,
    )
