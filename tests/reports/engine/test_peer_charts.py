"""Charts of peers, archetypes, the snowball and single answers: what they show, and what they must not."""

from dataclasses import replace
from itertools import combinations, pairwise
from math import exp, hypot, log, pi

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports import theme
from reports.charts import (
    AnswerRow,
    Answers,
    AnswerWords,
    Axis,
    Landscape,
    MapAxis,
    MapSpot,
    MapWords,
    Peers,
    SnowballLink,
    SnowballPart,
    SnowballPicture,
    SnowballWords,
    StandingRow,
    Standings,
    StandingWords,
    answer_dots,
    archetype_map,
    snowball,
    standing_strips,
)
from reports.charts.contours import Point, contours
from reports.charts.landscape import HEIGHTS
from reports.scene import Circle, Label, Line, Polygon, Rect, Scene

LEVELS = ("1", "2", "3", "4", "5")
SHADES = {fill for _, fill in HEIGHTS}
grids = st.integers(2, 7).flatmap(
    lambda wide: st.lists(
        st.lists(st.floats(0.0, 1.0), min_size=wide, max_size=wide).map(tuple), min_size=2, max_size=7
    ).map(tuple)
)


def area(line: tuple[Point, ...]) -> float:
    """Signed area of a closed line."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(line, (*line[1:], line[0]), strict=True)) / 2


def words(scene: Scene) -> list[str]:
    """Every text of a scene."""
    return [p.text for p in scene.primitives if isinstance(p, Label)]


class TestContours:
    """Lines of equal height."""

    @settings(deadline=None)
    @given(grids, st.floats(0.05, 0.95))
    def test_points_lie_on_the_level(self, grid: tuple[tuple[float, ...], ...], level: float) -> None:
        """Every point lies on a side of the grid where heights pass the level, or on the border."""
        wide, tall = len(grid[0]) - 1, len(grid) - 1
        for line in contours(grid, level):
            for x, y in line:
                assert 0.0 <= x <= wide
                assert 0.0 <= y <= tall
                left, low = int(min(x, wide - 1)), int(min(y, tall - 1))
                dx, dy = x - left, y - low
                bottom = grid[low][left] * (1 - dx) + grid[low][left + 1] * dx
                top = grid[low + 1][left] * (1 - dx) + grid[low + 1][left + 1] * dx
                border = x in (0.0, wide) or y in (0.0, tall)
                assert border or bottom * (1 - dy) + top * dy == pytest.approx(level, abs=1e-6)

    @settings(deadline=None)
    @given(grids)
    def test_higher_ground_is_smaller(self, grid: tuple[tuple[float, ...], ...]) -> None:
        """The area above a level, hollows taken out, does not grow with the level."""
        areas = [sum(area(line) for line in contours(grid, level)) for level in (0.1, 0.4, 0.7)]
        assert all(low >= high - 1e-9 for low, high in pairwise(areas))

    @pytest.mark.parametrize("level", [0.2, 0.5, 0.8])
    def test_a_normal_hill_has_round_contours_of_known_area(self, level: float) -> None:
        """exp(-r^2 / 2s^2) passes L on a circle of area 2 pi s^2 ln(1/L)."""
        spread = 6.0
        hill = tuple(
            tuple(exp(-(hypot(x - 20, y - 20) ** 2) / (2 * spread**2)) for x in range(41)) for y in range(41)
        )
        (line,) = contours(hill, level)
        assert area(line) == pytest.approx(2 * pi * spread**2 * log(1 / level), rel=0.02)

    def test_a_hollow_runs_the_other_way(self) -> None:
        """The inner rim of a ring has a negative area, so that it can be painted with what lies below."""
        flat, wall = (0.0,) * 5, (0.0, 1.0, 1.0, 1.0, 0.0)
        ring = (flat, wall, (0.0, 1.0, 0.0, 1.0, 0.0), wall, flat)
        assert sorted(area(line) > 0 for line in contours(ring, 0.5)) == [False, True]

    @pytest.mark.parametrize("grid", [(), ((),), ((0.3, 0.3), (0.3, 0.3))])
    def test_nothing_high_has_no_lines(self, grid: tuple[tuple[float, ...], ...]) -> None:
        """An empty or a flat low grid has no contour."""
        assert contours(grid, 0.5) == ()


def dots(*rows: AnswerRow, levels: tuple[str, ...] = LEVELS) -> Scene:
    """Draw answers."""
    return answer_dots(Answers(levels, rows, AnswerWords("谁答了什么", "平均差", "团队", "负责人"), "图"))


def answers(scene: Scene) -> list[Circle]:
    """Dots of answers without the legend's."""
    return [p for p in scene.primitives if isinstance(p, Circle) and p.fill == theme.MERCHANT][1:]


class TestAnswerDots:
    """Single answers."""

    @given(st.lists(st.integers(0, 12), min_size=5, max_size=5).map(tuple))
    @settings(max_examples=40, deadline=None)
    def test_every_answer_is_one_dot(self, counts: tuple[int, ...]) -> None:
        """As many dots are drawn as answers were given, and none covers another one's middle."""
        drawn = answers(dots(AnswerRow("题", "CO1-1", counts, None, "低", "高")))
        assert len(drawn) == sum(counts)
        assert all(hypot(a.x - b.x, a.y - b.y) > 3.0 for a, b in combinations(drawn, 2))

    def test_the_owner_is_told_by_shape(self) -> None:
        """The owner's answer replaces one dot by a diamond in the same column."""
        plain = dots(AnswerRow("题", "", (0, 2, 0, 1, 0), None, "", ""))
        told = dots(AnswerRow("题", "", (0, 2, 0, 1, 0), 3, "", ""))
        assert len(answers(told)) == len(answers(plain)) - 1
        diamonds = [p for p in told.primitives if isinstance(p, Polygon) and p.fill == theme.NAVY]
        assert len(diamonds) == 2  # the legend's and the owner's
        centre = sum(x for x, _ in diamonds[1].points) / 4
        alone = max(answers(plain), key=lambda c: c.x)
        assert centre == pytest.approx(alone.x)
        assert "负责人" not in words(plain)

    def test_dots_are_drawn_without_dice(self) -> None:
        """The same answers give the same picture."""
        row = AnswerRow("题", "", (3, 4, 5, 6, 7), 2, "低", "高")
        assert dots(row) == dots(row)

    def test_without_anchors_the_dots_get_the_room(self) -> None:
        """A questionnaire that words no levels is drawn wider."""
        bare = [
            p for p in dots(AnswerRow("题", "", (1,) * 5, None, "", "")).primitives if isinstance(p, Rect)
        ]
        told = [
            p for p in dots(AnswerRow("题", "", (1,) * 5, None, "低", "高")).primitives if isinstance(p, Rect)
        ]
        assert bare[0].width > told[0].width


def rolling(*readings: str | None, torn: int | None = None) -> Scene:
    """Draw a snowball."""
    parts = [SnowballPart("要素", 3.0 if r else None, "", r, "读数") for r in readings]  # type: ignore[arg-type]
    links = [SnowballLink(f"环{n}", broken=n == torn) for n in range(3)]
    picture = SnowballPicture(
        (parts[0], parts[1], parts[2]),
        (links[0], links[1], links[2]),
        "滚动",
        "状态",
        "把握71%",
        SnowballWords("雪球", "强", "持平", "弱", "断点"),
        "图",
    )
    return snowball(picture)


class TestSnowball:
    """The loop reads without colour."""

    def test_size_and_fill_tell_the_reading(self) -> None:
        """High is the largest and full, even half full, low the smallest and empty."""
        balls = [
            p
            for p in rolling("high", "even", "low").primitives
            if isinstance(p, Circle) and p.stroke == theme.MERCHANT and p.radius > 10
        ]
        radii = [b.radius for b in balls]
        assert radii == sorted(radii, reverse=True)
        assert len(set(radii)) == 3
        assert [b.fill for b in balls] == [theme.MERCHANT, theme.WHITE, theme.WHITE]

    def test_only_the_broken_link_is_torn(self) -> None:
        """One broken link is drawn in two pieces with two cracks, and the legend explains it."""
        whole, torn = rolling("high", "low", "low"), rolling("high", "low", "low", torn=0)

        def arcs(scene: Scene) -> list[Polygon]:
            return [p for p in scene.primitives if isinstance(p, Polygon) and not p.closed]

        assert len(arcs(torn)) == len(arcs(whole)) + 1
        assert [p.stroke for p in arcs(whole)] == [theme.MERCHANT] * 3
        assert [p.stroke for p in arcs(torn)].count(theme.TARGET) == 2
        assert "断点" in words(torn)
        assert "断点" not in words(whole)

    def test_withheld_elements_are_grey_and_carry_no_number(self) -> None:
        """Without a score an element shows a dash."""
        scene = rolling(None, None, None)
        assert words(scene).count("—") == 3
        assert not [p for p in scene.primitives if isinstance(p, Circle) and p.fill == theme.MERCHANT][1:]


def row(**changes: object) -> StandingRow:
    """One standing with everything there."""
    base = StandingRow(
        "整体", "", 3.0, 2.6, 3.4, Peers(2.4, 2.8, 3.2), (0.1, 1.0, 0.1), "高于约60%", "区间50–70%"
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def strips(*rows: StandingRow) -> Scene:
    """Draw standings on levels 1-5."""
    words_ = StandingWords("位置", "位置", "本店", "区间", "分布", "中间50%", "中位")
    return standing_strips(Standings(rows, Axis(1.0, 5.0), words_, "图"))


class TestStandings:
    """Peers as far as they may be shown."""

    def test_no_density_no_hill(self) -> None:
        """Peers without density draw no ridge, and the legend does not promise one."""
        with_hill, without = strips(row()), strips(row(density=()))
        assert "分布" in words(with_hill)
        assert "分布" not in words(without)
        assert not [p for p in without.primitives if isinstance(p, Polygon)]

    def test_peers_that_are_withheld_leave_no_mark(self) -> None:
        """Without peers neither band nor median is drawn, and the merchant still is."""
        scene = strips(row(peers=Peers(), density=(), label="—", detail="同行不足10家"))
        assert not [p for p in scene.primitives if isinstance(p, Line) and p.stroke == theme.PEER]
        assert not [p for p in scene.primitives if isinstance(p, Rect) and p.fill == theme.PEER_BAND]
        assert {"3.0", "同行不足10家"} <= set(words(scene))

    def test_withheld_score_says_why(self) -> None:
        """A row without score prints the reason and no dot."""
        scene = strips(row(score=None, low=None, high=None, withheld="依据还不够"))
        assert "依据还不够" in words(scene)
        assert not [p for p in scene.primitives if isinstance(p, Circle)]

    def test_better_scores_lie_further_right(self) -> None:
        """The axis is the level scale: dots are in the order of scores."""
        scene = strips(row(score=2.0), row(score=3.0), row(score=4.9))
        xs = [p.x for p in scene.primitives if isinstance(p, Circle)][1:]
        assert xs == sorted(xs)


def chart(**changes: object) -> Scene:
    """Draw a map."""
    spots = (MapSpot("内容驱动", -1.0, 0.0, near=True), MapSpot("均衡", 1.0, 0.5))
    square = ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5))
    base = Landscape(
        spots,
        0.0,
        0.0,
        square,
        ((0.0, 0.5), (0.5, 1.0)),
        (-2.0, 2.0, -1.0, 1.0),
        MapAxis("左", "右"),
        MapAxis("下", "上"),
        MapWords("地图", "本店", "范围", "最像", "其他", "密度"),
        "图",
    )
    return archetype_map(replace(base, **changes))  # type: ignore[arg-type]


class TestMap:
    """Archetypes, peers and the merchant on one plane."""

    def test_one_scale_on_both_axes(self) -> None:
        """A square region stays square, so distances can be compared in every direction."""
        outline = next(
            p
            for p in chart().primitives
            if isinstance(p, Polygon) and p.stroke == theme.MERCHANT and len(p.points) == 4
        )
        xs, ys = zip(*outline.points, strict=True)
        assert max(xs) - min(xs) == pytest.approx(max(ys) - min(ys))

    def test_up_is_up(self) -> None:
        """A larger second coordinate lies higher on the page."""
        low = next(p for p in chart(y=-0.5).primitives if isinstance(p, Circle) and p.radius > 6)
        high = next(p for p in chart(y=0.5).primitives if isinstance(p, Circle) and p.radius > 6)
        assert high.y < low.y

    def test_peers_are_never_points(self) -> None:
        """However many peers, the only dot beside the legend is the merchant."""
        assert len([p for p in chart().primitives if isinstance(p, Circle)]) == 2

    def test_no_density_no_shading(self) -> None:
        """Without density there is neither shade nor legend of peers."""
        bare = chart(density=())
        assert "密度" not in words(bare)
        assert not [p for p in bare.primitives if isinstance(p, Polygon) and p.fill in SHADES]

    def test_shades_darken_with_density(self) -> None:
        """Steps differ in lightness, so they survive greyscale print."""
        lightness = [int(fill[1:3], 16) + int(fill[3:5], 16) + int(fill[5:], 16) for _, fill in HEIGHTS]
        assert all(a - b >= 20 for a, b in pairwise(lightness))

    def test_what_lies_outside_is_held_at_the_edge(self) -> None:
        """A merchant beyond the extent is drawn at the frame, not off the page."""
        scene = chart(x=99.0, y=-99.0)
        mine = next(p for p in scene.primitives if isinstance(p, Circle) and p.radius > 6)
        assert 0.0 <= mine.x <= scene.width
        assert 0.0 <= mine.y <= scene.height
