"""Peers: the panel, who counts as a peer, and where one score stands among them."""

from collections.abc import Mapping
from dataclasses import dataclass

from scoring.arrays import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """Scores of other merchants, frozen at an epoch; the merchant under assessment is not among them.

    `scores` and `standard_errors` have shape (n_merchants, n_scales) on the level scale, NaN = missing;
    `scale_ids` names the columns. `facets` has one tuple of n_merchants codes for each of category,
    gmv_tier, lead_position and price_band. `demo` marks synthetic merchants.
    """

    name: str
    epoch: str
    demo: bool
    scale_ids: tuple[str, ...]
    scores: FloatArray
    standard_errors: FloatArray
    facets: Mapping[str, tuple[str, ...]]
