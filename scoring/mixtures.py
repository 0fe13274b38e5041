"""Mixtures of normal distributions in our own linear algebra: densities and memberships in bulk.

Symbols: pi_k weight, mu_k mean, Sigma_k covariance of type k (one Sigma for all if shared), e a merchant's
own standard errors, o the dimensions it has. log joint density
l_k = log pi_k - |o|/2 log 2 pi - 1/2 log det(S_k) - 1/2 (x - mu_k)' S_k^-1 (x - mu_k),
S_k = Sigma_k[o, o] + diag(e_o^2); membership P(k|x) = exp(l_k) / sum_j exp(l_j). METHOD.md section 8.

Merchants are worked through in blocks, one array operation for all merchants of a block: the Cholesky root of
every merchant's own S_k is then 35 operations on long arrays instead of a million small matrices.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from assessment.domain.organization import Archetypes
from scoring.arrays import BoolArray, FloatArray

BLOCK: Final = 8_192
"""Merchants a block: the arrays of one block stay in the processor's cache."""

Float32Array = NDArray[np.float32]
_Root = dict[tuple[int, int], FloatArray]


@dataclass(frozen=True, slots=True, eq=False)
class Mixture:
    """Weights, shape (k,), summing to 1; means, shape (k, d); covariances, (k, d, d), shared (1, d, d)."""

    weights: FloatArray
    means: FloatArray
    covariances: FloatArray

    @property
    def shared(self) -> bool:
        """Whether all types have one covariance."""
        return len(self.covariances) == 1

    def covariance(self, k: int) -> FloatArray:
        """Return the covariance of type `k`, shape (d, d)."""
        return np.asarray(self.covariances[0 if self.shared else k])

    def ordered(self, order: NDArray[np.intp]) -> "Mixture":
        """Return the same mixture with its types in another order."""
        own = self.covariances if self.shared else self.covariances[order]
        return Mixture(self.weights[order], self.means[order], own)

    def within(self) -> FloatArray:
        """Return the covariance inside types, averaged by weight, shape (d, d)."""
        if self.shared:
            return np.asarray(self.covariances[0])
        return np.asarray(np.einsum("k,kij->ij", self.weights, self.covariances))

    def between(self) -> FloatArray:
        """Return the covariance of the means under the weights, shape (d, d)."""
        offsets = self.means - self.weights @ self.means
        return np.asarray((offsets.T * self.weights) @ offsets)


def mixture_of(archetypes: Archetypes) -> Mixture:
    """Take the numbers out of a model of archetypes, dimensions in its order."""
    members = archetypes.members
    own = all(member.covariance for member in members)
    covariances = [member.covariance for member in members] if own else [archetypes.covariance]
    return Mixture(
        weights=np.array([member.weight for member in members]),
        means=np.array([[member.center[d] for d in archetypes.dimensions] for member in members]),
        covariances=np.array(covariances, dtype=np.float64),
    )


def log_joint(mixture: Mixture, scores: FloatArray, errors: FloatArray | None = None) -> FloatArray:
    """Log of weight times density, for every merchant and type.

    Parameters
    ----------
    mixture : the types.
    scores : shape (n, d); NaN = missing, its rows and columns are dropped (marginalized).
    errors : standard errors >= 0, shape (n, d), added to the variances; None or NaN = 0.

    Returns
    -------
    Shape (n, k). A merchant without any score gets log pi_k.

    Examples
    --------
    >>> one = Mixture(np.ones(1), np.zeros((1, 1)), np.ones((1, 1, 1)))
    >>> log_joint(one, np.zeros((1, 1))).round(4)  # the standard normal density at its mean is 0.3989
    array([[-0.9189]])
    """
    out = np.empty((len(mixture.weights), len(scores)))
    for block in blocks(len(scores)):
        own = None if errors is None else errors[block]
        _joint_of_block(mixture, scores[block].T, None if own is None else own.T, out[:, block])
    return out.T


def blocks(n: int) -> Iterator[slice]:
    """Cut n merchants into blocks."""
    for start in range(0, n, BLOCK):
        yield slice(start, min(start + BLOCK, n))


def _joint_of_block(mixture: Mixture, scores: FloatArray, errors: FloatArray | None, out: FloatArray) -> None:
    """Fill `out`, shape (k, n), from scores and errors of shape (d, n)."""
    known: BoolArray = np.isfinite(scores)
    variances = None if errors is None else np.nan_to_num(np.square(errors), nan=0.0)
    complete = bool(known.all())
    filled = scores if complete else np.where(known, scores, 0.0)
    constant = np.full(scores.shape[1], 0.5 * np.log(2 * np.pi)) * known.sum(axis=0)
    root: _Root = {}
    for k, mean in enumerate(mixture.means):
        if k == 0 or not mixture.shared:
            root = _cholesky(mixture.covariance(k), variances, None if complete else known)
        offsets = filled - mean[:, None]
        if not complete:
            offsets *= known
        log_root = sum(np.log(root[i, i]) for i in range(len(scores)))
        out[k] = np.log(mixture.weights[k]) - constant - log_root - 0.5 * _squared_distance(root, offsets)


def _cholesky(covariance: FloatArray, variances: FloatArray | None, known: BoolArray | None) -> _Root:
    """Root of every merchant's covariance: entry (i, j) holds that entry for all merchants of the block.

    A missing dimension becomes a row of the identity matrix: with an offset of 0 it adds nothing to the
    distance and log 1 = 0 to the determinant, which is exactly what dropping it does.
    """
    size, root = len(covariance), _Root()
    for j in range(size):
        for i in range(j, size):
            entry = np.asarray(covariance[i, j])
            if i == j and variances is not None:
                entry = entry + variances[i]
            if known is not None:
                entry = np.where(known[i], entry, 1.0) if i == j else entry * (known[i] & known[j])
            for p in range(j):
                entry = entry - root[i, p] * root[j, p]
            root[i, j] = np.sqrt(entry) if i == j else entry / root[j, j]
    return root


def _squared_distance(root: _Root, offsets: FloatArray) -> FloatArray:
    """Solve L z = offset by substitution and return z'z, shape (n,)."""
    solved: list[FloatArray] = []
    for i, offset in enumerate(offsets):
        rest = offset
        for j, z in enumerate(solved):
            rest = rest - root[i, j] * z
        solved.append(rest / root[i, i])
    return np.asarray(sum(np.square(z) for z in solved))


def memberships(log_densities: FloatArray) -> FloatArray:
    """Turn log joint densities, shape (n, k), into probabilities that sum to 1.

    Examples
    --------
    >>> memberships(np.log([[1.0, 3.0]])).round(2)
    array([[0.25, 0.75]])
    """
    shares = np.exp(log_densities - log_densities.max(axis=1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))


def log_total(log_densities: FloatArray) -> FloatArray:
    """Log density of the whole mixture, shape (n,)."""
    top = log_densities.max(axis=1)
    return np.asarray(top + np.log(np.exp(log_densities - top[:, None]).sum(axis=1)))
