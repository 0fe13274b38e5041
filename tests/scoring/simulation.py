"""Merchants whose true score is known, to ask whether intervals keep their promise.

Latent answers on the 1-5 scale are merchant + rater + merchant x item + residual, all normal, with standard
deviations .64, .44, .36 and .72; they are rounded and clipped to 1..5 and every tenth cell is left open.
The true score is the expectation of a rounded and clipped answer over raters, items and residuals. Every
merchant is a wave of its own: nothing is pooled with others, the start prior is all there is besides its
own answers.
"""

from math import erf, sqrt

import numpy as np

from scoring.arrays import FloatArray
from scoring.components import variance_components
from scoring.forms import bases, equal_weights, evaluate, standard_errors
from scoring.matrix import AnswerMatrix
from scoring.norms import deviations, norms_for
from scoring.scales import dimension_specs
from tests.scoring.builders import epoch, plain_instrument

SPREAD, RATER, ITEM, RESIDUAL = 0.64, 0.44, 0.36, 0.72
N_ITEMS = 12
OPEN = 0.1
CENTER = 3.0


def true_scores(centers: FloatArray) -> FloatArray:
    """Return the expected answer of merchants with these latent centers, shape (n,)."""
    noise = sqrt(RATER**2 + ITEM**2 + RESIDUAL**2)
    cuts = np.array([1.5, 2.5, 3.5, 4.5])
    below = [[0.5 * (1 + erf((cut - c) / noise / sqrt(2))) for cut in cuts] for c in centers]
    return np.asarray(5.0 - np.sum(below, axis=1))


def answers(stream: np.random.Generator, center: float, n_raters: int) -> AnswerMatrix:
    """Draw one merchant's wave."""
    shape = (n_raters, N_ITEMS)
    latent = (
        center
        + stream.normal(0, RATER, (n_raters, 1))
        + stream.normal(0, ITEM, (1, N_ITEMS))
        + stream.normal(0, RESIDUAL, shape)
    )
    given = stream.random(shape) >= OPEN
    given[0, 0] = True
    nothing = np.zeros(shape, dtype=np.bool_)
    return AnswerMatrix(
        levels=np.clip(np.rint(latent), 1, 5).astype(np.int16),
        answered=given,
        unknown=nothing,
        not_applicable=nothing,
        missing=~given,
        asked=np.ones(shape, dtype=np.bool_),
        reverse=np.zeros(N_ITEMS, dtype=np.bool_),
        roles=("",) * n_raters,
        low=1,
        high=5,
    )


def coverage(n_raters: int, n_merchants: int, seed: int) -> tuple[float, float]:
    """Share of 95 % intervals that contain the true score, and their mean width."""
    stream = np.random.default_rng(seed)
    source = plain_instrument(N_ITEMS, high=5)
    specs, zero = dimension_specs(source), epoch(source, CENTER)
    centers = stream.normal(CENTER, SPREAD, n_merchants)
    truth, hits, widths = true_scores(centers), 0, 0.0
    for center, true in zip(centers, truth, strict=True):
        matrix = answers(stream, float(center), n_raters)
        norms = norms_for(source, zero, matrix)
        adjusted = deviations(matrix, norms)
        components = variance_components(adjusted, specs, norms, 4.0)
        forms = evaluate(adjusted, equal_weights(adjusted, specs), bases(norms.item_means, specs))
        half = 1.96 * float(standard_errors(forms, components)[0])
        hits += abs(float(forms.values[0]) - true) <= half
        widths += 2 * half
    return hits / n_merchants, widths / n_merchants
