"""Initiatives as bubbles: every number can be read, no name covers another, any number of them fits."""

from itertools import combinations
from math import hypot

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.charts import Bubble, Bubbles, BubbleWords, bubbles
from reports.scene import Circle, Label
from reports.text import width

WORDS = BubbleWords(
    *("先做哪些", "第1季做", "以后做", "必须先做", "圆的大小：现金"),
    *("投入（人天）", "见效", "见效大、投入小", "见效大、投入大", "见效小、投入小", "见效小、投入大"),
)
EFFORTS = st.sampled_from((4.0, 5.0, 8.0, 10.0, 12.0, 15.0, 25.0))
ANY = st.builds(
    lambda effort, impact, size, first: (effort, impact, size, first),
    EFFORTS,
    st.floats(0.0, 2.0),
    st.sampled_from((0.0, 5000.0, 20000.0, 80000.0)),
    st.booleans(),
)


def picture(rows: list[tuple[float, float, float, bool]]) -> Bubbles:
    """Give initiatives with names of a usual length."""
    found = tuple(
        Bubble(str(n), f"按商品角色排品并每周淘汰末位{n}", effort, impact, size, first)
        for n, (effort, impact, size, first) in enumerate(rows, start=1)
    )
    return Bubbles(found, WORDS, "举措")


def balls(rows: list[tuple[float, float, float, bool]]) -> tuple[list[Circle], list[Label]]:
    """Bubbles below the legend, and all labels."""
    scene = bubbles(picture(rows), height=262.0)
    circles = [p for p in scene.primitives if isinstance(p, Circle) and p.radius >= 6.4]
    return circles, [p for p in scene.primitives if isinstance(p, Label)]


@settings(max_examples=30, deadline=None)
@given(st.lists(ANY, max_size=33))
def test_bubbles_stand_apart_and_inside(rows: list[tuple[float, float, float, bool]]) -> None:
    """No bubble hides another one's number, and none leaves the frame."""
    circles, _ = balls(rows)
    assert len(circles) == len(rows)
    for one, other in combinations(circles, 2):
        assert hypot(one.x - other.x, one.y - other.y) > 0.75 * (one.radius + other.radius)
    assert all(c.x - c.radius >= 0 and c.x + c.radius <= 480.01 and c.y + c.radius <= 262.0 for c in circles)


@settings(max_examples=20, deadline=None)
@given(st.lists(ANY, min_size=1, max_size=60))
def test_every_initiative_keeps_its_number(rows: list[tuple[float, float, float, bool]]) -> None:
    """Sixty initiatives at once are all numbered; names are left out where they would cover something."""
    _, labels = balls(rows)
    said = [label.text for label in labels]
    assert all(str(n) in said for n in range(1, len(rows) + 1))
    names = [label for label in labels if label.text.startswith("按商品")]
    for one, other in combinations(names, 2):
        boxes = [
            (n.x - {"start": 0, "middle": 0.5, "end": 1}[n.anchor] * wide(n), n.y, wide(n))
            for n in (one, other)
        ]
        (left, y, room), (left2, y2, room2) = boxes
        assert left + room <= left2 + 0.1 or left2 + room2 <= left + 0.1 or abs(y - y2) >= one.size * 0.9


def wide(label: Label) -> float:
    """Width of a label as drawn."""
    return width(label.text, label.size, label.weight)


@pytest.mark.parametrize("n", [0, 1])
def test_few_initiatives_make_a_picture(n: int) -> None:
    """No initiative, or one without effort, impact and cash, draws the frame."""
    circles, labels = balls([(0.0, 0.0, 0.0, True)] * n)
    assert len(circles) == n
    assert labels
