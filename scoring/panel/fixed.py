"""Numbers as whole multiples of a small unit, so that their sums do not depend on the order.

A sum of floats depends on the order of its terms in the last digits; a sum of integers does not.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from scoring.arrays import FloatArray

CodeArray = NDArray[np.uint8]
SmallArray = NDArray[np.unsignedinteger]
WholeArray = NDArray[np.int64]

SCORE_UNIT: Final = 10_000
"""Steps of a score a level: 3.25 is 32,500. Far below any standard error, and a sum of squares of 10^9
scores still fits 64 bits."""

NO_SCORE: Final = 0
"""Whole number of a score that is withheld; no scale starts below level 1, so it is never a score."""

FRACTION_BITS: Final = 24
"""Sums of squares and normal equations are kept to 2^-24."""


def whole(values: FloatArray) -> WholeArray:
    """Round to multiples of 2^-24, as integers of the same shape; halves go to the even multiple.

    Examples
    --------
    >>> int(whole(np.array(0.5))), int(whole(np.array(1.0)))
    (8388608, 16777216)
    """
    return np.rint(np.ldexp(values, FRACTION_BITS)).astype(np.int64)


def fraction(values: WholeArray) -> FloatArray:
    """Turn multiples of 2^-24 back into numbers.

    Examples
    --------
    >>> float(fraction(whole(np.array(-0.75))))
    -0.75
    """
    return np.ldexp(values.astype(np.float64), -FRACTION_BITS)


def whole_scores(scores: NDArray[np.floating]) -> WholeArray:
    """Round scores to `SCORE_UNIT`; NaN, a withheld score, becomes `NO_SCORE`.

    Parameters
    ----------
    scores : any shape, levels; NaN where there is none.

    Returns
    -------
    Integers of the same shape.

    Raises
    ------
    ValueError
        A score is infinite or below half a unit, where it could not be told from no score.

    Examples
    --------
    >>> whole_scores(np.array([3.25, np.nan])).tolist()
    [32500, 0]
    """
    given = ~np.isnan(scores)
    units = np.rint(np.where(given, scores, 0.0).astype(np.float64) * SCORE_UNIT)
    if not (np.isfinite(units).all() and (units[given] > 0).all()):
        raise ValueError("scores must be finite and above 0")
    return units.astype(np.int64)


def smallest_type(largest: int) -> np.dtype[np.unsignedinteger]:
    """Narrowest unsigned type that holds a total.

    Examples
    --------
    >>> smallest_type(192).name, smallest_type(432).name
    ('uint8', 'uint16')
    """
    return np.min_scalar_type(largest)
