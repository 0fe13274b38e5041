"""Charts: every mark and word inside its scene, withheld numbers told, hostile names harmless."""

import pytest

from reports import theme
from reports.charts import (
    Axis,
    Bars,
    Distribution,
    DistributionWords,
    Gaps,
    GapWords,
    Ladder,
    LadderStage,
    LadderWords,
    Peers,
    Profile,
    ProfileRow,
    ProfileWords,
    Span,
    gap_dumbbells,
    interval_profile,
    item_distribution,
    maturity_ladder,
    ranked_bars,
)
from reports.scene import Circle, Label, Line, Polygon, Primitive, Rect, Scene
from reports.text import width
from tests.reports.engine.samples import (
    AXIS,
    LONG,
    all_charts,
    dumbbells,
    hostile_names,
    ladder,
    matrix,
    profile,
)

BLEED = 6.5
"""Row tints reach this far into the margin on purpose."""
NAMES = ("组织与人才", LONG, "Minute-level coordination of ads and live room", *hostile_names())


def extent(primitive: Primitive) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of a primitive."""
    match primitive:
        case Label():
            wide = width(primitive.text, primitive.size, primitive.weight)
            left = primitive.x - {"start": 0.0, "middle": wide / 2, "end": wide}[primitive.anchor]
            return left, primitive.y - 0.8 * primitive.size, left + wide, primitive.y + 0.2 * primitive.size
        case Rect():
            return primitive.x, primitive.y, primitive.x + primitive.width, primitive.y + primitive.height
        case Line():
            xs, ys = (primitive.x1, primitive.x2), (primitive.y1, primitive.y2)
            return min(xs), min(ys), max(xs), max(ys)
        case Circle(x, y, radius):
            return x - radius, y - radius, x + radius, y + radius
        case Polygon():
            px, py = zip(*primitive.points, strict=True)
            return min(px), min(py), max(px), max(py)


def outside(scene: Scene) -> list[Primitive]:
    """Primitives that leave their scene."""
    found = []
    for primitive in scene.primitives:
        left, top, right, bottom = extent(primitive)
        side = BLEED if isinstance(primitive, Rect) else 0.5
        if left < -side or right > scene.width + side or top < -0.5 or bottom > scene.height + 1.0:
            found.append(primitive)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_everything_stays_inside(name: str) -> None:
    """Whatever the names are, no word and no mark of any chart leaves its scene."""
    assert [outside(scene) for scene in all_charts(name)] == [[]] * len(all_charts(name))


@pytest.mark.parametrize("scene", all_charts("组织与人才"))
def test_words_do_not_overlap(scene: Scene) -> None:
    """No two words of a chart lie on one another."""
    boxes = [(extent(p), p.text) for p in scene.primitives if isinstance(p, Label)]
    clashes = [
        (a, b)
        for n, ((l1, t1, r1, b1), a) in enumerate(boxes)
        for (l2, t2, r2, b2), b in boxes[n + 1 :]
        if min(r1, r2) - max(l1, l2) > 1.0 and min(b1, b2) - max(t1, t2) > 1.5
    ]
    assert clashes == []


@pytest.mark.parametrize("scene", all_charts("组织与人才"))
def test_scenes_fit_the_page(scene: Scene) -> None:
    """Natural heights fit under a title (25 rows at 85 % of their size), and every picture is described."""
    assert scene.height * theme.SHRINK_FLOOR <= theme.BODY_HEIGHT + 1.0
    assert scene.alt == "组织与人才"


def test_numbers_are_printed_on_marks() -> None:
    """Scores, targets and gaps can be read without measuring."""
    words = {p.text for p in profile("组织").primitives if isinstance(p, Label)}
    assert {"2.7", "2.3–3.1", "回答不足，暂不计分"} <= words
    words = {p.text for p in ladder("规范").primitives if isinstance(p, Label)}
    assert {"2.7", "74%"} <= words


def test_withheld_rows_have_no_mark() -> None:
    """A row without score prints its reason and draws no blue dot."""
    blue = [p for p in profile("组织").primitives if isinstance(p, Circle) and p.fill == theme.MERCHANT]
    assert len(blue) == 2  # the legend's and the scored row's


def test_gaps_are_sorted_and_withheld_come_last() -> None:
    """Rows run from the largest gap to the smallest; a row that has none closes the list."""
    scene = dumbbells("能力", 8)
    gaps = [p.text for p in scene.primitives if isinstance(p, Label) and p.size == 10.0]
    assert gaps == sorted(gaps, reverse=True)
    assert len(gaps) == 8


def test_many_rows_move_numbers_into_columns() -> None:
    """With 24 rows score, target and gap stand in columns and the scene still fits the page."""
    scene = dumbbells("能力", 24)
    numbers = [p for p in scene.primitives if isinstance(p, Label) and p.text == "3.5"]
    assert len({p.x for p in numbers}) <= 2
    assert scene.height * theme.SHRINK_FLOOR <= theme.BODY_HEIGHT


def test_withheld_cells_are_hatched() -> None:
    """Grey alone could be read as a low value, so a withheld cell is hatched and says why."""
    scene = matrix("岗位")
    assert sum(isinstance(p, Line) for p in scene.primitives) > 5
    assert [p.text for p in scene.primitives if isinstance(p, Label)].count("样本不足") == 5


def test_values_outside_the_axis_are_held_at_its_ends() -> None:
    """A value beyond the scale is drawn at the end, not off the page."""
    assert Span(Axis(1.0, 5.0), 0.0, 100.0).x(99.0) == 100.0
    assert Span(Axis(1.0, 5.0), 0.0, 100.0).x(-99.0) == 0.0


def test_empty_charts_are_drawn() -> None:
    """No rows is no error: headings stand alone."""
    words = GapWords("差距", "本店", "目标", "", "", "差距")
    assert gap_dumbbells(Gaps((), AXIS, words, "")).height > 0
    assert ranked_bars(Bars((), 1.0, "相似", "")).height > 0
    assert item_distribution(Distribution((), (), DistributionWords("作答", "均值"), "")).height > 0


def test_withheld_ladder_keeps_its_steps() -> None:
    """Without a score the steps stand bare, the reason is told, and the target is still marked."""
    stages = (LadderStage("起步", "", 1.0, 2.6), LadderStage("规范", "", 2.6, 5.0))
    words = LadderWords("本店", "目标", "同行中位", "95% 区间", "概率")
    scene = maturity_ladder(Ladder(stages, None, None, None, 3.5, None, (), words, "", "没有答案"))
    texts = {p.text for p in scene.primitives if isinstance(p, Label)}
    assert {"起步", "规范", "没有答案", "目标 3.5"} <= texts
    assert not [p for p in scene.primitives if isinstance(p, Rect) and p.fill == theme.MERCHANT]


def test_peers_are_drawn_as_far_as_they_may_be() -> None:
    """A median without quartiles draws a line and no band, and the legend names only what is there."""
    row = ProfileRow("组织", "", 2.7, None, None, Peers(None, 2.5, None), None)
    words = ProfileWords("得分", "本店", "区间", "同行中间 50%", "同行中位", "目标", "得分")
    scene = interval_profile(Profile((row,), AXIS, words, ""))
    texts = {p.text for p in scene.primitives if isinstance(p, Label)}
    assert "同行中位" in texts
    assert texts.isdisjoint({"同行中间 50%", "区间", "目标"})
    assert not [p for p in scene.primitives if isinstance(p, Rect) and p.fill == theme.PEER_BAND]
