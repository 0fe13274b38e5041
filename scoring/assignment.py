"""Memberships of many merchants at once.

With one covariance for all types and exactly known scores the quadratic term is the same for every type and
cancels: l_k = x' P mu_k + log pi_k - mu_k' P mu_k / 2 + const, P = Sigma^-1. That linear form is worked out
in single precision. Everything else (own errors, own covariances, missing dimensions) goes through
`mixtures`, which is exact for every merchant: errors are not rounded to classes. METHOD.md section 8.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from assessment.domain.organization import Archetypes
from scoring.arrays import FloatArray
from scoring.mixtures import Float32Array, Mixture, blocks, log_joint, memberships, mixture_of
from scoring.resemblance import DIMENSIONS_NEEDED

_LINEAR_BLOCK: Final = 20_000


def assign(archetypes: Archetypes, scores: FloatArray, errors: FloatArray | None = None) -> Float32Array:
    """Memberships of many merchants.

    Parameters
    ----------
    archetypes : the model.
    scores : dimension scores, shape (n, d), columns in the order of ``archetypes.dimensions``; NaN = missing.
    errors : their standard errors, shape (n, d), or None where they are not known; NaN counts as 0.

    Returns
    -------
    Probabilities, shape (n, k), within 1e-5 of the exact ones. NaN for a merchant with fewer than three
    scores (with fewer than all where the model has fewer than three).

    Raises
    ------
    ValueError
        The shapes do not fit the model.
    """
    width = len(archetypes.dimensions)
    if scores.ndim != 2 or scores.shape[1] != width or (errors is not None and errors.shape != scores.shape):  # noqa: PLR2004 - rows and columns
        message = f"scores and errors must have shape (n, {width})"
        raise ValueError(message)
    mixture = mixture_of(archetypes)
    if errors is None and mixture.shared:
        return _assign_linearly(mixture, scores)
    return _assign_exactly(mixture, scores, errors)


def top_two(shares: Float32Array) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Columns of the highest and second highest membership, shape (n,) each; ties to the first.

    With one archetype both are 0.
    """
    first = np.argmax(shares, axis=1)
    rest = shares.copy()
    rest[np.arange(len(rest)), first] = -1.0
    return first, np.argmax(rest, axis=1)


def _assign_linearly(mixture: Mixture, scores: FloatArray) -> Float32Array:
    """Use the linear form; rows with missing dimensions are done exactly afterwards."""
    center = (
        mixture.weights @ mixture.means
    )  # offsets from it are small, which keeps single precision precise
    precision = np.linalg.inv(mixture.covariances[0])
    means = mixture.means - center
    slopes = (means @ precision).astype(np.float32)
    starts = np.log(mixture.weights) - 0.5 * np.einsum("kd,de,ke->k", means, precision, means)
    first = starts.astype(np.float32)[:, None]
    out = np.empty((len(means), len(scores)), dtype=np.float32)
    for start in range(0, len(scores), _LINEAR_BLOCK):
        rows = slice(start, start + _LINEAR_BLOCK)
        logs = slopes @ np.subtract(scores[rows], center, dtype=np.float32, casting="same_kind").T
        logs += first
        logs -= logs.max(axis=0)
        np.exp(logs, out=logs)
        np.divide(logs, logs.sum(axis=0), out=out[:, rows])
    shares = out.T
    holed = np.flatnonzero(np.isnan(out[0]))
    if len(holed):
        shares[holed] = _assign_exactly(mixture, scores[holed], None)
    return shares


def _assign_exactly(mixture: Mixture, scores: FloatArray, errors: FloatArray | None) -> Float32Array:
    """Work out every merchant's own densities."""
    needed = min(DIMENSIONS_NEEDED, scores.shape[1])
    out = np.empty((len(mixture.weights), len(scores)), dtype=np.float32)
    for rows in blocks(len(scores)):
        logs = log_joint(mixture, scores[rows], None if errors is None else errors[rows])
        out[:, rows] = memberships(logs).T
        out[:, rows][:, np.isfinite(scores[rows]).sum(axis=1) < needed] = np.nan
    return out.T
