"""What a panel says as a whole: spread without measurement error, and how much segments differ."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from scoring.arrays import BoolArray, FloatArray
from scoring.benchmark import CATEGORY, GMV_TIER, Panel, coded_facets
from scoring.disclosure import MIN_PEERS

START_KAPPA: Final = 12.0
KAPPA_BOUNDS: Final = (2.0, 100.0)
_SEGMENTS_NEEDED: Final = 5
_TRUE_SHARE_FLOOR: Final = 0.05
_VARIANCE_FLOOR: Final = 1e-4
_GRID: Final = np.arange(0.1, 0.95, 0.1)


@dataclass(frozen=True, slots=True, eq=False)
class ScaleModel:
    """One scale of the panel.

    `column` its place; `mean` mu and `variance` tau2 of the true scores; `shrink` the factor that takes
    observed deviations to the true spread; `kappa` how many peers the global rank is worth; `everybody`
    the sorted observed scores, shape (n_merchants with a score,).
    """

    column: int
    mean: float
    variance: float
    shrink: float
    kappa: float
    everybody: FloatArray

    def rescaled(self, scores: FloatArray) -> FloatArray:
        """Move observed scores to the true spread around the panel's mean."""
        return self.mean + self.shrink * (scores - self.mean)


@lru_cache(maxsize=8)
def panel_model(panel: Panel) -> dict[str, ScaleModel]:
    """Summarize every scale of a panel that at least ten merchants have; remembered for the last panels."""
    segments = _segments(panel)
    models = {}
    for column, scale_id in enumerate(panel.scale_ids):
        scores = panel.scores[:, column]
        if np.isfinite(scores).sum() >= MIN_PEERS:
            models[scale_id] = _scale_model(panel, column, segments)
    return models


def _scale_model(panel: Panel, column: int, segments: FloatArray) -> ScaleModel:
    scores, errors = panel.scores[:, column], panel.standard_errors[:, column]
    here = np.isfinite(scores)
    known = here & np.isfinite(errors)
    noise = float(np.mean(errors[known] ** 2)) if known.any() else 0.0
    observed = float(np.var(scores[here], ddof=1))
    true = max(observed - noise, _TRUE_SHARE_FLOOR * observed, _VARIANCE_FLOOR)
    return ScaleModel(
        column=column,
        mean=float(scores[here].mean()),
        variance=true,
        shrink=float(np.sqrt(true / (true + noise))),
        kappa=kappa_by_moments(scores[here], segments[here]),
        everybody=np.sort(scores[here]),
    )


def _segments(panel: Panel) -> FloatArray:
    """Return membership of category x GMV tier cells with ten merchants or more, shape (n, n_segments)."""
    facets = coded_facets(panel)
    category, tier = facets[CATEGORY], facets[GMV_TIER]
    label = category.places.astype(np.int32) * len(tier.codes) + tier.places
    sizes = np.bincount(label, minlength=1)
    large = np.flatnonzero(sizes >= MIN_PEERS)
    return np.asarray(label[:, None] == large[None, :], dtype=np.float32)


def kappa_by_moments(scores: FloatArray, segments: FloatArray) -> float:
    """Weight of the global rank, in peers, from how much ranks differ between segments.

    kappa = sum p(1-p) / sum v - 1 over the deciles of the panel, where v is the variance over segments of
    the share below the decile, less its sampling part p(1-p)/n_g; clipped to 2..100. Pooling over deciles
    gives one kappa a scale, which keeps percentiles monotone in the score.

    Parameters
    ----------
    scores : shape (n_merchants,), no NaN.
    segments : membership 0 or 1, shape (n_merchants, n_segments).

    Returns
    -------
    kappa, or 12 when fewer than five segments have ten merchants.

    METHOD.md section 9.
    """
    sizes = segments.sum(axis=0)
    large = sizes >= MIN_PEERS
    if large.sum() < _SEGMENTS_NEEDED:
        return START_KAPPA
    member, sizes = segments[:, large], sizes[large]
    below: BoolArray = scores[:, None] <= np.quantile(scores, _GRID)
    shares = member.T @ below / sizes[:, None]
    p = below.mean(axis=0)
    sampling = p * (1 - p) * np.mean(1 / sizes)
    between = float(np.sum(np.var(shares, axis=0, ddof=1) - sampling))
    low, high = KAPPA_BOUNDS
    return high if between <= 0 else float(np.clip(np.sum(p * (1 - p)) / between - 1, low, high))
