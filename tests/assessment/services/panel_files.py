"""Panel files as the tests need them: merchants M0, M1, ... with drawn scores."""

from collections.abc import Iterable, Sequence

import numpy as np

HEADER = (
    "merchant_code,merchant_name,category,gmv_tier,lead_position,price_band,"
    "content,product,talent,advertising,service"
)
SAME = ("beauty", "G3", "F", "mid")


def scores_of(numbers: Iterable[int], seed: int = 7) -> dict[int, tuple[float, ...]]:
    """Five scores for every merchant, the same for the same number and seed."""
    return {
        number: tuple(
            float(x) for x in np.clip(np.random.default_rng([seed, number]).normal(3.0, 0.8, 5), 1, 5)
        )
        for number in numbers
    }


def panel_rows(
    merchants: Iterable[int] | int, *, facets: Sequence[str] = SAME, seed: int = 7, name: str = "商家{n}"
) -> list[str]:
    """One line a merchant."""
    numbers = range(merchants) if isinstance(merchants, int) else tuple(merchants)
    return [
        ",".join([f"M{n}", name.format(n=n), *facets, *(f"{score:.2f}" for score in scores)])
        for n, scores in scores_of(numbers, seed).items()
    ]


def panel_file(merchants: Iterable[int] | int, **options: object) -> bytes:
    """Write a CSV with these merchants."""
    return csv_of(panel_rows(merchants, **options))  # type: ignore[arg-type]


def csv_of(rows: Iterable[str]) -> bytes:
    """Write lines below the header."""
    return "\n".join([HEADER, *rows]).encode()
