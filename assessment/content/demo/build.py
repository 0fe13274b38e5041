"""Make ``panel.csv``: 640 synthetic merchants with believable structure, the same bytes on every run.

Run ``python -m assessment.content.demo.build`` to write the file again.

How one merchant comes about, on the level scale 1-5:

- facets are drawn independently with the shares in ``CATEGORIES`` ... ``PRICE_BANDS``;
- the true level of a dimension is ``GRAND_MEAN`` + effects of category, tier and lead position + a normal
  deviate with standard deviation ``SPREAD``; two dimensions correlate with ``CORRELATION`` because they
  share one common factor;
- a sub-capability deviates from its dimension with ``SUB_SPREAD``;
- 1-9 raters see it with an error whose parts are the prior variances of the scoring method (rater,
  merchant x item, residual), so standard errors are what scoring would have printed;
- parts that a merchant does not do are blank: top talents for most, all talents for some shops that sell
  through their own room, paid traffic for a few small ones. A dimension needs three of its four parts.

Numbers are judgement, not evidence about any market.
Only ``random.random`` is used: it is the one stream that the standard library promises to keep.
"""

import csv
import io
import math
import random
from collections.abc import Mapping
from pathlib import Path
from statistics import NormalDist, fmean
from typing import Final

SEED: Final = 20261126
N_MERCHANTS: Final = 640
GRAND_MEAN: Final = 2.85
SPREAD: Final = 0.58
CORRELATION: Final = 0.5
SUB_SPREAD: Final = 0.3
RATER_VARIANCE: Final = 0.192
ITEM_VARIANCE: Final = 0.1152
RESIDUAL_VARIANCE: Final = 0.512
ITEMS_PER_PART: Final = 2.8
PARTS_NEEDED: Final = 3

PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    dimension: tuple(f"{dimension}{n}" for n in range(1, 5)) for dimension in ("CO", "PR", "TA", "AD", "SE")
}
SCALES: Final = ("overall", *PARTS, *(part for parts in PARTS.values() for part in parts))
FACETS: Final = ("category", "gmv_tier", "lead_position", "price_band")

CATEGORIES: Final = {
    "fashion": 0.21,
    "beauty": 0.27,
    "food": 0.15,
    "home": 0.12,
    "maternity": 0.07,
    "electronics": 0.07,
    "jewelry": 0.05,
    "other": 0.06,
}
TIERS: Final = {"G1": 0.12, "G2": 0.22, "G3": 0.38, "G4": 0.2, "G5": 0.08}
POSITIONS: Final = {"F": 0.58, "A": 0.19, "S": 0.09, "mixed": 0.14}
PRICE_BANDS: Final = {"low": 0.4, "mid": 0.42, "high": 0.18}

EFFECTS: Final[Mapping[str, Mapping[str, float]]] = {
    "fashion": {"CO": 0.1, "PR": 0.05, "SE": -0.15},
    "beauty": {"CO": 0.15, "TA": 0.1, "AD": 0.1},
    "food": {"PR": 0.05, "AD": -0.05, "SE": -0.05},
    "home": {"CO": -0.1, "SE": 0.05},
    "maternity": {"PR": 0.1, "SE": 0.15},
    "electronics": {"CO": -0.1, "PR": 0.1, "SE": 0.1},
    "jewelry": {"CO": 0.05, "PR": -0.1},
    "other": {},
    "G1": dict.fromkeys(PARTS, -0.4),
    "G2": dict.fromkeys(PARTS, -0.2),
    "G3": {},
    "G4": dict.fromkeys(PARTS, 0.2),
    "G5": dict.fromkeys(PARTS, 0.4),
    "F": {"CO": 0.1, "AD": 0.1, "TA": -0.15},
    "A": {"TA": 0.35, "CO": -0.15, "AD": -0.1},
    "S": {"PR": 0.15, "SE": 0.15, "CO": -0.1},
    "mixed": {},
    "low": {},
    "mid": {"CO": 0.05},
    "high": {"CO": 0.1, "SE": 0.1},
}

_NORMAL: Final = NormalDist()
Row = dict[str, str]
Estimates = dict[str, tuple[float, float]]


def panel_rows(seed: int = SEED, n_merchants: int = N_MERCHANTS) -> list[Row]:
    """Return one row a merchant: facets, then ``<scale>``, ``<scale>_se`` (two decimals, "" = missing)."""
    stream = random.Random(seed)  # noqa: S311 - data for demonstrations, not secrets
    return [_merchant(stream, number) for number in range(1, n_merchants + 1)]


def panel_csv(seed: int = SEED, n_merchants: int = N_MERCHANTS) -> str:
    """Return the whole file as text; lines end with a line feed."""
    header = ("merchant", *FACETS, *(name for scale in SCALES for name in (scale, f"{scale}_se")))
    out = io.StringIO()
    writer = csv.DictWriter(out, header, lineterminator="\n")
    writer.writeheader()
    writer.writerows(panel_rows(seed, n_merchants))
    return out.getvalue()


def _merchant(stream: random.Random, number: int) -> Row:
    """Draw one merchant."""
    facets = {
        "category": _draw(stream, CATEGORIES),
        "gmv_tier": _draw(stream, TIERS),
        "lead_position": _draw(stream, POSITIONS),
        "price_band": _draw(stream, PRICE_BANDS),
    }
    truth = _true_dimensions(stream, tuple(facets.values()))
    raters = 1 + int(9 * stream.random() ** 1.3)
    absent = _absent_parts(stream, facets)
    estimates = _estimates(stream, truth, raters, absent)
    row = {"merchant": f"demo-{number:03d}", **facets}
    for scale in SCALES:
        value, error = estimates.get(scale, (math.nan, math.nan))
        row[scale] = "" if math.isnan(value) else f"{value:.2f}"
        row[f"{scale}_se"] = "" if math.isnan(error) else f"{error:.2f}"
    return row


def _draw(stream: random.Random, shares: Mapping[str, float]) -> str:
    """Draw one code with the given shares (which sum to 1)."""
    left = stream.random()
    for code, share in shares.items():
        left -= share
        if left < 0:
            return code
    return list(shares)[-1]


def _normal(stream: random.Random) -> float:
    """Draw one standard normal deviate by inversion (0 itself has no inverse, hence the floor)."""
    return _NORMAL.inv_cdf(max(stream.random(), 1e-12))


def _true_dimensions(stream: random.Random, codes: tuple[str, ...]) -> dict[str, float]:
    """Draw the true level of every dimension."""
    common = _normal(stream)
    return {
        dimension: GRAND_MEAN
        + sum(EFFECTS[code].get(dimension, 0.0) for code in codes)
        + SPREAD * (math.sqrt(CORRELATION) * common + math.sqrt(1 - CORRELATION) * _normal(stream))
        for dimension in PARTS
    }


def _absent_parts(stream: random.Random, facets: Mapping[str, str]) -> set[str]:
    """Choose the sub-capabilities that do not apply to this merchant."""
    no_talents, no_top_talent, no_spend = stream.random(), stream.random(), stream.random()
    absent: set[str] = set()
    if no_top_talent < (0.35 if facets["gmv_tier"] in ("G4", "G5") else 0.7):
        absent.add("TA4")
    if facets["lead_position"] in ("F", "S") and no_talents < 0.2:  # noqa: PLR2004 - a share
        absent.update(PARTS["TA"])
    if facets["gmv_tier"] in ("G1", "G2") and no_spend < 0.12:  # noqa: PLR2004 - a share
        absent.update(("AD1", "AD2"))
    return absent


def _estimates(stream: random.Random, truth: Mapping[str, float], raters: int, absent: set[str]) -> Estimates:
    """Observe every part with error and average upwards."""
    # One post answers about half of the items, so half of the raters stand behind one dimension.
    seen_by = max(1.0, raters / 2)
    common = RATER_VARIANCE / raters
    local = RATER_VARIANCE / seen_by - common
    own = ITEM_VARIANCE / ITEMS_PER_PART + RESIDUAL_VARIANCE / (ITEMS_PER_PART * seen_by)
    mood = math.sqrt(common) * _normal(stream)
    estimates: Estimates = {}
    for dimension, parts in PARTS.items():
        bias = mood + math.sqrt(local) * _normal(stream)
        observed = {
            part: _on_scale(
                truth[dimension] + bias + SUB_SPREAD * _normal(stream) + math.sqrt(own) * _normal(stream)
            )
            for part in parts
        }
        kept = {part: value for part, value in observed.items() if part not in absent}
        estimates |= {part: (value, math.sqrt(common + local + own)) for part, value in kept.items()}
        if len(kept) >= PARTS_NEEDED:
            estimates[dimension] = (fmean(kept.values()), math.sqrt(common + local + own / len(kept)))
    known = [estimates[dimension] for dimension in PARTS if dimension in estimates]
    independent = sum(error**2 - common for _, error in known) / len(known) ** 2
    estimates["overall"] = (fmean(value for value, _ in known), math.sqrt(common + independent))
    return estimates


def _on_scale(value: float) -> float:
    """Keep an observed level on the scale."""
    return min(5.0, max(1.0, value))


def main() -> None:
    """Write ``panel.csv`` beside this module."""
    target = Path(__file__).with_name("panel.csv")
    target.write_text(panel_csv(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
