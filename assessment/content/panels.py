"""Panels of peers that ship with the product: one, synthetic and labelled so."""

import csv
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scoring.benchmark import Panel

FACETS: Final = ("category", "gmv_tier", "lead_position", "price_band")
_ERROR_SUFFIX: Final = "_se"


@cache
def demo_panel() -> Panel:
    """Return 640 synthetic merchants (``demo`` is True).

    Scores and standard errors have shape (640, n_scales) on the level scale 1-5; a part that a merchant
    does not do is NaN in both. The arrays are read-only because every caller shares them.
    """
    text = files("assessment.content.demo").joinpath("panel.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    scales = tuple(name for name in rows[0] if f"{name}{_ERROR_SUFFIX}" in rows[0])
    return Panel(
        name="demo",
        epoch="demo-1",
        demo=True,
        scale_ids=scales,
        scores=_matrix(rows, scales),
        standard_errors=_matrix(rows, [f"{name}{_ERROR_SUFFIX}" for name in scales]),
        facets={facet: tuple(row[facet] for row in rows) for facet in FACETS},
    )


def _matrix(rows: Sequence[dict[str, str]], names: Sequence[str]) -> NDArray[np.float64]:
    """Read columns into a matrix (n_rows, n_names), blank = NaN."""
    matrix = np.array([[float(row[name] or "nan") for name in names] for row in rows])
    matrix.setflags(write=False)
    return matrix
