"""Names by rule: what they say, and that no name is given twice."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.archetype_names import named, readings
from scoring.arrays import FloatArray
from tests.scoring.merchants import CLEAR, FIVE, WORDS, clear_types

ROWS = clear_types(2_000, 1)


def test_clear_types_are_called_what_they_are() -> None:
    """Level from the mean, shape from what sticks out."""
    assert [(one.name.zh, one.name.en) for one in named(ROWS, CLEAR, FIVE, WORDS)] == [
        ("均衡·起步期", "Balanced, early"),
        ("内容驱动·成长期", "Content-led, growing"),
        ("货品投放驱动·成长期", "Goods- and media-led, growing"),
        ("均衡·成熟期", "Balanced, advanced"),
    ]


def test_nothing_ahead_is_called_by_what_lags() -> None:
    """Only where no dimension leads, the name says what lags behind."""
    stream = np.random.default_rng(1)
    rows = stream.normal(3.0, 0.5, (500, 5))
    (one,) = named(rows, np.array([[3.1, 3.1, 3.1, 3.1, 2.4]]), FIVE, WORDS)
    assert (one.id, one.name.zh) == ("service_lagging_growing", "服务短板·成长期")
    assert "体验分拖后腿" in one.description.zh


def test_a_weakness_of_everybody_makes_nobody_lag() -> None:
    """Shape is measured against the usual profile: where all are weak in talent, none is talent-lagging."""
    rows = ROWS - np.array([0.0, 0.0, 1.5, 0.0, 0.0])
    usual = rows.mean(axis=0, keepdims=True)
    assert [(r.level, r.ahead, r.behind) for r in readings(rows, usual, FIVE)] == [("growing", (), ())]


@given(st.integers(0, 2**32 - 1), st.integers(1, 8))
def test_names_and_ids_are_unique(seed: int, k: int) -> None:
    """No two archetypes of a model share a name in any language, whatever the centroids."""
    centers: FloatArray = np.round(np.random.default_rng(seed).uniform(1, 5, (k, 5)))
    centers[k // 2 :] = centers[: k - k // 2]
    found = named(ROWS, centers, FIVE, WORDS)
    assert len({one.id for one in found}) == k
    assert len({one.name.zh for one in found}) == k
    assert len({one.name.en for one in found}) == k


def test_equal_names_say_more_and_then_are_numbered() -> None:
    """Two content-led ones differ by what lags; two that do not even differ there are numbered."""
    centers = np.array([[4.0, 3.0, 3.0, 3.0, 2.4], [4.0, 2.4, 3.0, 3.0, 3.0], [3.08] * 5, [3.0] * 5])
    rows = np.random.default_rng(1).normal(3.0, 0.6, (1_000, 5))
    names = [one.name.en for one in named(rows, centers, FIVE, WORDS)]
    assert names[2:] == ["Balanced, growing (2)", "Balanced, growing (1)"]
    assert "service-lagging" in names[0]
    assert "goods-lagging" in names[1]


def test_equal_merchants_stand_in_the_middle() -> None:
    """Without any spread nothing sticks out."""
    (one,) = named(np.full((300, 5), 2.0), np.full((1, 5), 2.0), FIVE, WORDS)
    assert one.name.en == "Balanced, growing"


def test_unknown_dimensions_have_no_words() -> None:
    """A dimension without words cannot be named."""
    with pytest.raises(KeyError):
        named(ROWS, np.array([[5.0, 2, 2, 2, 2]]), ("XX", *FIVE[1:]), WORDS)
