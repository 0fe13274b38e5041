"""Keeping archetypes the same from one version of the model to the next."""

from typing import Final

import numpy as np

from scoring.archetype_selection import Labels
from scoring.arrays import FloatArray
from scoring.mixtures import Mixture

HYSTERESIS: Final = 0.3
"""By how much another archetype must be more probable than the present one before a merchant changes."""
_MOST: Final = 0.5


def matched(old: Mixture, new: Mixture) -> Mixture:
    """Put the types of a new mixture into the order of the old one.

    Parameters
    ----------
    old, new : mixtures with equally many types.

    Returns
    -------
    The new mixture reordered so that the sum of squared Mahalanobis distances between centroids of equal
    place is smallest (assignment problem, Kuhn 1955; metric: the old covariance inside types).
    """
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 - scipy loads only for a refit

    offsets = old.means[:, None, :] - new.means[None, :, :]
    distances = np.einsum("abi,ij,abj->ab", offsets, np.linalg.inv(old.within()), offsets)
    _, order = linear_sum_assignment(distances)
    return new.ordered(order)


def relabelled(held: Labels, shares: FloatArray) -> Labels:
    """Archetype of each merchant under a new version, with hysteresis.

    Parameters
    ----------
    held : archetype under the old version, shape (n,), numbered as the columns of `shares`.
    shares : memberships under the new version, shape (n, k).

    Returns
    -------
    Shape (n,): the most probable archetype where it leads the held one by at least 0.3, the held one
    elsewhere.

    Examples
    --------
    >>> relabelled(np.array([0, 0]), np.array([[0.36, 0.64], [0.34, 0.66]]))
    array([0, 1])
    """
    best = np.argmax(shares, axis=1)
    row = np.arange(len(held))
    return np.asarray(np.where(shares[row, best] - shares[row, held] >= HYSTERESIS, best, held))


def successors(old: Labels, new: Labels, k_old: int, k_new: int) -> tuple[int | None, ...]:
    """For each old archetype the new one that took over most of its merchants.

    Parameters
    ----------
    old, new : labels of the same merchants under both versions, shape (n,).
    k_old, k_new : number of archetypes of each version.

    Returns
    -------
    One entry for each old archetype; None where no new one holds at least half of its merchants.

    Examples
    --------
    >>> successors(np.array([0, 0, 1, 1]), np.array([1, 1, 0, 1]), 2, 2)
    (1, 0)
    """
    table = np.zeros((k_old, k_new))
    np.add.at(table, (old, new), 1.0)
    return tuple(int(row.argmax()) if row.sum() and row.max() >= _MOST * row.sum() else None for row in table)
