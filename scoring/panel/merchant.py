"""One merchant's scores and errors with nothing around them: the arithmetic alone.

The same formulas as `scoring.forms` (METHOD.md section 5), written for a loop over many merchants:
everything that depends on the instrument and the norms only is worked out once, and no result objects are
made.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from assessment.domain.instrument import Instrument
from scoring.arrays import BoolArray, FloatArray
from scoring.forms import bases, membership
from scoring.panel.fixed import CodeArray
from scoring.results import VarianceComponents
from scoring.scales import dimension_specs

_SHIFT: Final = np.uint8(2)
"""Added to a byte: the codes of empty cells, 254, 255 and 0, become 0, 1 and 2."""


@dataclass(frozen=True, slots=True, eq=False)
class Arithmetic:
    """What is the same for all merchants.

    `member`, shape (n_items, n_dimensions), is 1 where an item counts; `means`, `backward` (reverse items)
    have shape (n_items,), `base` (mean of the item means) has shape (n_dimensions,); `mirrored` says whether
    any is.
    """

    member: FloatArray
    means: FloatArray
    base: FloatArray
    backward: BoolArray
    mirrored: bool
    ends: int
    components: VarianceComponents


def arithmetic(instrument: Instrument, item_means: FloatArray, components: VarianceComponents) -> Arithmetic:
    """Work out what is the same for all merchants.

    Parameters
    ----------
    instrument : the questionnaire.
    item_means : of the epoch, keyed, shape (n_items,); all known.
    components : variances.

    Raises
    ------
    ValueError
        An item has no mean.
    """
    if item_means.shape != (len(instrument.items),) or not np.isfinite(item_means).all():
        raise ValueError("every item needs a mean")
    specs = dimension_specs(instrument)
    return Arithmetic(
        member=membership(specs, len(instrument.items)),
        means=item_means,
        base=bases(item_means, specs),
        backward=np.array([item.reverse for item in instrument.items], dtype=np.bool_),
        mirrored=any(item.reverse for item in instrument.items),
        ends=instrument.scale.low + instrument.scale.high,
        components=components,
    )


def merchant_scores(
    fixed: Arithmetic, rows: CodeArray, role_effects: FloatArray | None = None
) -> tuple[FloatArray, FloatArray]:
    """Score one merchant.

    Parameters
    ----------
    fixed : `arithmetic` of the instrument and the norms.
    rows : legal answers as ticked, shape (n_raters, n_items); 0, 254 and 255 are empty cells.
    role_effects : of each rater's role, shape (n_raters,); None: all 0.

    Returns
    -------
    Scores, not clipped to the scale, and their standard errors, each of shape (n_dimensions,); NaN where
    nothing was answered. Gates are the caller's.
    """
    n_raters = len(rows)
    table = np.empty((2 * n_raters + 1, rows.shape[1]))
    values, answered, squares = table[:n_raters], table[n_raters:-1], table[-1]
    answered[...] = rows + _SHIFT > _SHIFT
    values[...] = rows
    if fixed.mirrored:
        np.copyto(values, fixed.ends - values, where=fixed.backward)
    values -= fixed.means
    if role_effects is not None:
        values -= role_effects[:, None]
    values *= answered
    np.add.reduce(answered, axis=0, out=squares)
    squares *= squares
    sums = table @ fixed.member  # one product for all: values and cells by rater, squared cells by item
    counts, part = sums[n_raters:-1], fixed.components
    n = np.add.reduce(counts, axis=0)
    total = np.where(n > 0, n, np.nan)
    scores = fixed.base + np.add.reduce(sums[:n_raters], axis=0) / total
    squared = part.rater * np.add.reduce(counts * counts, axis=0) + part.merchant_item * sums[-1]
    squared += part.residual * n
    return scores, np.sqrt(squared) / total
