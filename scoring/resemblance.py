"""Which archetype a merchant resembles, with its own uncertainty carried along.

P(k|x) ~ pi_k N(x; mu_k, Sigma_k + diag(SE^2)) on the dimensions that have a score; the others are
marginalized, that is their rows and columns are dropped (METHOD.md section 8).
"""

from typing import Final

import numpy as np

from assessment.domain.organization import Archetypes
from scoring.arrays import FloatArray
from scoring.mixtures import mixture_of
from scoring.results import (
    WITHHELD_NOT_APPLICABLE,
    WITHHELD_TOO_FEW_PARTS,
    Membership,
    Resemblance,
    Score,
)

MIXED_BELOW: Final = 0.6
ATYPICAL_BELOW: Final = 0.001
DIMENSIONS_NEEDED: Final = 3


def resemblance(archetypes: Archetypes, dimensions: tuple[Score, ...]) -> Resemblance:
    """Compare the dimension scores with the archetypes.

    Parameters
    ----------
    archetypes : centroids, weights > 0 and a positive definite covariance, shared or one for each archetype.
    dimensions : dimension scores; withheld ones are marginalized.

    Returns
    -------
    Memberships summing to 1, most probable first (ties by the archetypes' order). Withheld when the
    archetypes describe other dimensions, or when fewer than three dimensions have a score (a shape of two
    points says next to nothing).
    """
    known = {score.id: score for score in dimensions}
    used, withheld = usable_dimensions(archetypes, dimensions)
    if withheld:
        return Resemblance((), mixed=False, atypical=False, dimensions_used=used, withheld=withheld)
    probabilities, tail = _posterior(archetypes, used, known)
    order = np.argsort(-probabilities, kind="stable")
    members = tuple(Membership(archetypes.members[k].id, float(probabilities[k])) for k in order)
    return Resemblance(
        memberships=members,
        mixed=members[0].probability < MIXED_BELOW,
        atypical=tail < ATYPICAL_BELOW,
        dimensions_used=used,
    )


def usable_dimensions(
    archetypes: Archetypes, dimensions: tuple[Score, ...]
) -> tuple[tuple[str, ...], str | None]:
    """Return the archetypes' dimensions that have a score, and the reason if they are too few."""
    known = {score.id: score for score in dimensions}
    if not archetypes.members or not set(archetypes.dimensions) <= set(known):
        return (), WITHHELD_NOT_APPLICABLE
    used = tuple(d for d in archetypes.dimensions if known[d].value is not None)
    enough = len(used) >= min(DIMENSIONS_NEEDED, len(archetypes.dimensions))
    return used, None if enough else WITHHELD_TOO_FEW_PARTS


def _posterior(
    archetypes: Archetypes, used: tuple[str, ...], known: dict[str, Score]
) -> tuple[FloatArray, float]:
    """Membership probabilities, shape (n_archetypes,), and the tail probability of the nearest archetype."""
    mixture = mixture_of(archetypes)
    rows = [archetypes.dimensions.index(d) for d in used]
    point = np.array([known[d].value for d in used], dtype=np.float64)
    error = np.array([known[d].standard_error for d in used], dtype=np.float64)
    roots = np.linalg.cholesky(mixture.covariances[:, rows][:, :, rows] + np.diag(error**2))
    offsets = np.linalg.solve(roots, (point - mixture.means[:, rows])[:, :, None])[:, :, 0]
    distances = np.einsum("kd,kd->k", offsets, offsets)
    log_roots = np.log(np.diagonal(roots, axis1=1, axis2=2)).sum(axis=1)
    logs = np.log(mixture.weights) - log_roots - 0.5 * distances
    shares = np.exp(logs - logs.max())
    return shares / shares.sum(), chi_square_tail(float(distances.min()), len(used))


def chi_square_tail(distance: float, freedom: int) -> float:
    """Probability that a chi-square variable exceeds `distance`.

    Examples
    --------
    >>> round(chi_square_tail(20.515, 5), 4)
    0.001
    """
    from scipy.special import gammaincc  # noqa: PLC0415 - scipy loads only when something is scored

    return float(gammaincc(freedom / 2, distance / 2))
