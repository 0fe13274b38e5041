"""Made-up panels with known types, and quick settings for fitting them."""

import numpy as np

from assessment.content.loader import archetype_words
from scoring.archetype_model import TrainingSet
from scoring.archetypes import FitSettings
from scoring.arrays import FloatArray

FIVE = ("CO", "PR", "TA", "AD", "SE")
WORDS = archetype_words()
QUICK = FitSettings(starts=4, polished=2, largest_k=5, resamples=3, resample_rows=600, resample_starts=2)
CLEAR = np.array(
    [
        [2.0, 2.0, 2.0, 2.0, 2.0],
        [3.6, 2.6, 2.8, 2.9, 2.4],
        [2.2, 3.4, 2.5, 3.4, 2.8],
        [3.9, 3.9, 3.7, 3.9, 3.8],
    ]
)


def clear_types(n: int, seed: int) -> FloatArray:
    """Merchants of four well separated types, scores 1-5, shape (n, 5)."""
    stream = np.random.default_rng(seed)
    noise = stream.multivariate_normal(np.zeros(5), 0.08 * np.eye(5) + 0.02, n)
    return np.asarray(np.clip(CLEAR[stream.integers(0, 4, n)] + noise, 1, 5))


def no_types(n: int, seed: int) -> FloatArray:
    """Merchants of one correlated normal population: good at everything or at nothing, shape (n, 5)."""
    stream = np.random.default_rng(seed)
    return np.asarray(stream.multivariate_normal(np.full(5, 3.0), 0.25 * np.eye(5) + 0.25, n))


def training(scores: FloatArray, epoch: str = "1", errors: FloatArray | None = None) -> TrainingSet:
    """Wrap scores as a panel epoch."""
    return TrainingSet("panel", epoch, False, FIVE, scores, errors)
