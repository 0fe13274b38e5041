"""The chart of an organization: any graph of posts is drawn, nothing overlaps, nothing is lost."""

from collections import Counter
from itertools import combinations, pairwise
from math import inf
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports import theme
from reports.charts import (
    MarkWords,
    OrganizationBox,
    OrganizationChart,
    OrganizationWords,
    organization_chart,
    organization_outline,
    organization_pages,
)
from reports.charts.organization_boxes import faces
from reports.charts.organization_chart import MANNERS, WIDTHS, Plan, arranged, joined
from reports.charts.organization_inputs import MARKS
from reports.charts.organization_layout import BAND, BELOW, Laid, Manner, lay
from reports.charts.organization_outline import _listed
from reports.charts.organization_tree import forest
from reports.scene import Label, Line, Rect, Scene
from tests.reports.engine.samples import hostile_names
from tests.reports.engine.test_charts import extent, outside

MARK_WORDS = MarkWords("保留", "编制调整", "新设", "划转", "合并", "拆分", "撤销")
WORDS = OrganizationWords(
    "目标组织", MARK_WORDS, "实线汇报", "虚线汇报", "汇报线有误", "外包占比", "续上页", "下属见后页"
)
TITLES = ("主播", "直播间分钟级广告协同专员", "Minute-level advertising room coordinator", "场控")


def seeded(seed: int) -> Random:
    """Chance that is the same every time."""
    return Random(seed)  # noqa: S311  (no secrets here)


def box(number: int, boss: int | None, random: Random) -> OrganizationBox:
    """One post with every kind of trimming."""
    return OrganizationBox(
        id=f"p{number}",
        title=random.choice(TITLES),
        subtitle=random.choice(("", "1.0 FTE", "12.5 FTE · 外包 3.0")),
        parent=None if boss is None else f"p{boss}",
        dotted=(f"p{random.randrange(number + 1)}",) if random.random() < 0.1 else (),
        mark=random.choice(("", *MARKS)),
        flag=random.choice(("", "", "", "单人日播 6.5 小时，超负荷")),
        outsourced=random.choice((0.0, 0.0, 0.4, 1.0)),
        team=random.choice(("", "直播运营部")) if boss is None else f"组{boss}",
    )


def chart(boxes: list[OrganizationBox]) -> OrganizationChart:
    """Give boxes their words."""
    return OrganizationChart(tuple(boxes), WORDS, "组织图")


@st.composite
def trees(draw: st.DrawFn, most: int = 60) -> OrganizationChart:
    """Random forests: bushy, deep or flat."""
    n = draw(st.integers(0, most))
    random = seeded(draw(st.integers(0, 10**6)))
    reach = draw(st.sampled_from((1, 3, 10, 10**6)))
    roots = draw(st.sampled_from((0.0, 0.05, 1.0)))
    boxes = []
    for number in range(n):
        top = number == 0 or random.random() < roots
        boxes.append(box(number, None if top else random.randrange(max(0, number - reach), number), random))
    return chart(boxes)


@st.composite
def graphs(draw: st.DrawFn) -> OrganizationChart:
    """Any graph: cycles, bosses that are not there, two bosses, one id twice."""
    names = st.sampled_from([f"p{n}" for n in range(12)] + ["nobody"])
    boxes = draw(
        st.lists(
            st.builds(
                OrganizationBox,
                id=names,
                title=st.sampled_from(TITLES),
                parent=st.none() | names,
                dotted=st.lists(names, max_size=2).map(tuple),
                also=st.lists(names, max_size=2).map(tuple),
                team=st.sampled_from(("", "甲", "乙")),
            ),
            max_size=14,
        )
    )
    return chart(boxes)


manners = st.builds(Manner, st.integers(1, 9), st.sampled_from((0, 1, 2, 99)))


def laid_out(data: OrganizationChart, manner: Manner, wide: float = 108.0) -> Plan:
    """Lay a chart in one manner."""
    tree = forest(data.boxes)
    sizes = faces(data.boxes, wide)
    return Plan(data.boxes, tree, sizes, lay(data.boxes, tree, sizes, manner), manner)


def overlaps(plan: Plan, clear: float = 0.0) -> list[tuple[int, int]]:
    """Pairs of boxes that share ground."""
    rects = [
        (p.x, p.y, p.x + f.width, p.y + f.height) for p, f in zip(plan.laid.places, plan.faces, strict=True)
    ]
    return [
        (a, b)
        for (a, (l1, t1, r1, b1)), (b, (l2, t2, r2, b2)) in combinations(enumerate(rects), 2)
        if min(r1, r2) - max(l1, l2) > -clear and min(b1, b2) - max(t1, t2) > -clear
    ]


def drawn_boxes(scene: Scene) -> int:
    """Boxes on a picture, by their grounds."""
    fills = {theme.WHITE, theme.MERCHANT_FAINT, theme.PEER_FAINT}
    return sum(
        isinstance(p, Rect) and p.fill in fills and p.radius == 2.5 and p.stroke is None
        for p in scene.primitives
    )


class TestLayout:
    """Where boxes stand."""

    @settings(max_examples=60, deadline=None)
    @given(st.one_of(trees(), graphs()), manners)
    def test_no_two_boxes_overlap(self, data: OrganizationChart, manner: Manner) -> None:
        """Boxes keep at least the distance of a list from each other, whatever the lines are."""
        assert overlaps(laid_out(data, manner), BELOW - 0.01) == []

    @settings(max_examples=60, deadline=None)
    @given(st.one_of(trees(), graphs()), manners)
    def test_every_box_is_inside(self, data: OrganizationChart, manner: Manner) -> None:
        """Every box and every panel lies inside the laid ground."""
        plan = laid_out(data, manner)
        for place, face in zip(plan.laid.places, plan.faces, strict=True):
            assert -0.01 <= place.x <= plan.laid.width - face.width + 0.01
            assert -0.01 <= place.y <= plan.laid.height - face.height + 0.01
        for band in plan.laid.bands:
            assert band.x >= -0.01
            assert band.x + band.width <= plan.laid.width + 0.01
            assert band.y >= -0.01

    @settings(max_examples=60, deadline=None)
    @given(st.one_of(trees(), graphs()), manners)
    def test_lines_connect_edges(self, data: OrganizationChart, manner: Manner) -> None:
        """Every line starts on the lower edge of the boss and ends on the left or upper edge of the post."""
        plan = laid_out(data, manner)
        check_lines(plan.laid, plan)

    @settings(max_examples=40, deadline=None)
    @given(trees(), manners)
    def test_bands_hold_their_branch_and_nothing_else(self, data: OrganizationChart, manner: Manner) -> None:
        """A panel lies under all posts of its branch and under no other post."""
        plan = laid_out(data, manner)
        for band in plan.laid.bands:
            branch = set(plan.tree.walk(band.head))
            for number, (place, face) in enumerate(zip(plan.laid.places, plan.faces, strict=True)):
                inside = (
                    band.x + BAND - 0.01 <= place.x
                    and place.x + face.width <= band.x + band.width - BAND + 0.01
                    and band.y <= place.y
                    and place.y + face.height <= band.y + band.height
                )
                apart = (
                    place.x >= band.x + band.width
                    or place.x + face.width <= band.x
                    or place.y >= band.y + band.height
                    or place.y + face.height <= band.y
                )
                assert inside if number in branch else apart

    def test_a_manager_stands_over_the_middle_of_the_outer_reports(self) -> None:
        """Three branches side by side: the boss is centred over the first and the last of them."""
        boxes = [OrganizationBox("a", "甲")]
        for n in range(3):
            boxes += [
                OrganizationBox(f"b{n}", "乙", parent="a"),
                OrganizationBox(f"c{n}", "丙", parent=f"b{n}"),
            ]
        places = laid_out(chart(boxes), Manner(5)).laid.places
        assert places[0].x == pytest.approx((places[1].x + places[5].x) / 2)
        assert places[1].y == places[3].y == places[5].y
        assert places[2].x > places[1].x  # hangs further in

    @pytest.mark.parametrize("n", [120, 500])
    def test_large_organizations(self, n: int) -> None:
        """Neither 120 nor 500 posts overlap, in a bush, a chain or a flat row."""
        random = seeded(n)
        for reach in (1, 10, n):
            bosses = [None, *(random.randrange(max(0, i - reach), i) for i in range(1, n))]
            data = chart([box(i, boss, random) for i, boss in enumerate(bosses)])
            plan = arranged(data.boxes, forest(data.boxes), (900.0, inf))
            assert overlaps(plan, BELOW - 0.01) == []
        flat = chart([box(i, None if i == 0 else 0, random) for i in range(n)])
        assert overlaps(arranged(flat.boxes, forest(flat.boxes), (900.0, inf)), BELOW - 0.01) == []

    def test_narrower_manners_are_narrower(self) -> None:
        """The manners are ordered by width, so that bisection may choose among them."""
        random = seeded(3)
        boxes = [box(0, None, random)] + [box(i, (i - 1) // 6, random) for i in range(1, 150)]
        widths = [laid_out(chart(boxes), manner).laid.width for manner in MANNERS]
        assert widths == sorted(widths, reverse=True)
        assert list(WIDTHS) == sorted(WIDTHS, reverse=True)


def check_lines(laid: Laid, plan: Plan) -> None:
    """Hold each line to the edges of its two boxes, and lines to right angles."""
    assert sorted(branch.box for branch in laid.branches) == sorted(
        child for below in plan.tree.children for child in below
    )
    for branch in laid.branches:
        boss, face = laid.places[branch.boss], plan.faces[branch.boss]
        x, y = branch.points[0]
        assert boss.x <= x <= boss.x + face.width
        assert y == pytest.approx(boss.y + face.height)
        post, face = laid.places[branch.box], plan.faces[branch.box]
        x, y = branch.points[-1]
        left = x == pytest.approx(post.x) and post.y < y < post.y + face.height
        top = y == pytest.approx(post.y) and post.x < x < post.x + face.width
        assert left or top
        for (x1, y1), (x2, y2) in pairwise(branch.points):
            assert x1 == pytest.approx(x2) or y1 == pytest.approx(y2)


class TestForest:
    """Lines as they were entered become a forest."""

    @given(graphs())
    def test_every_box_stands_once(self, data: OrganizationChart) -> None:
        """Roots and what is below them are all boxes, each once; nobody is below themselves."""
        tree = forest(data.boxes)
        found = Counter(number for root in tree.roots for number in tree.walk(root))
        assert found == Counter(range(len(data.boxes)))

    @given(graphs())
    def test_no_line_is_lost(self, data: OrganizationChart) -> None:
        """A solid line is a branch, a broken line or a loose end."""
        tree = forest(data.boxes)
        children = {child for below in tree.children for child in below}
        for number, entered in enumerate(data.boxes):
            told = number in children or number in tree.loose or number in {a for a, _ in tree.broken}
            assert told == (entered.parent is not None or any(a == number for a, _ in tree.broken))

    def test_a_cycle_is_cut_above_its_first_post(self) -> None:
        """Of c -> b -> a -> c the one entered first becomes the top, whichever order the cycle has."""
        boxes = [
            OrganizationBox("b", "乙", parent="a"),
            OrganizationBox("a", "甲", parent="c"),
            OrganizationBox("c", "丙", parent="b"),
        ]
        tree = forest(boxes)
        assert tree.roots == (0,)
        assert tree.broken == ((0, 1),)
        assert tree.walk(0) == [0, 2, 1]

    def test_unknown_bosses_and_own_bosses_are_loose(self) -> None:
        """Who reports to nobody known or to themselves is a top with a broken end."""
        tree = forest([OrganizationBox("a", "甲", parent="z"), OrganizationBox("b", "乙", parent="b")])
        assert tree.roots == tree.loose == (0, 1)
        assert tree.broken == ()


class TestPictures:
    """What is drawn."""

    @settings(max_examples=25, deadline=None)
    @given(st.one_of(trees(40), graphs()))
    def test_everything_stays_inside(self, data: OrganizationChart) -> None:
        """No mark and no word leaves its picture, at a desk, on a phone or on paper."""
        pages = organization_pages(data, theme.FULL_WIDTH, theme.BODY_HEIGHT)
        scenes = (organization_chart(data), organization_outline(data), *pages)
        assert [outside(scene) for scene in scenes] == [[]] * len(scenes)

    @settings(max_examples=25, deadline=None)
    @given(st.one_of(trees(40), graphs()))
    def test_every_post_is_drawn_once(self, data: OrganizationChart) -> None:
        """The picture and the list hold every post once; pages hold it once without the continued words."""
        n = len(data.boxes)
        assert drawn_boxes(organization_chart(data)) == drawn_boxes(organization_outline(data)) == n
        pages = organization_pages(data, theme.FULL_WIDTH, theme.BODY_HEIGHT)
        again = sum(isinstance(p, Label) and p.text == "续上页" for page in pages for p in page.primitives)
        assert sum(drawn_boxes(page) for page in pages) - again == n

    @settings(max_examples=15, deadline=None)
    @given(trees(40))
    def test_the_same_posts_make_the_same_picture(self, data: OrganizationChart) -> None:
        """Drawing twice gives equal pictures."""
        assert organization_chart(data) == organization_chart(data)
        assert organization_outline(data) == organization_outline(data)

    @settings(max_examples=25, deadline=None)
    @given(st.one_of(trees(40), graphs()))
    def test_the_list_keeps_its_width(self, data: OrganizationChart) -> None:
        """Rows of the list never overlap, and however deep it is it stays as wide as the phone."""
        plan = _listed(data.boxes, forest(data.boxes), 390.0)
        assert overlaps(plan, BELOW - 0.01) == []
        check_lines(plan.laid, plan)
        assert organization_outline(data).width == 390.0

    def test_words_do_not_overlap(self) -> None:
        """No two words lie on one another, where every box has all its trimmings."""
        random = seeded(5)
        boxes = [box(0, None, random)] + [box(i, (i - 1) // 4, random) for i in range(1, 60)]
        for scene in (
            organization_chart(chart(boxes)),
            organization_outline(chart(boxes)),
            *organization_pages(chart(boxes), theme.FULL_WIDTH, theme.BODY_HEIGHT),
        ):
            assert clashes(scene) == []

    def test_small_words_are_still_legible(self) -> None:
        """No word of the picture is set below 8 points."""
        scene = organization_chart(chart([box(i, None if i == 0 else 0, seeded(i)) for i in range(20)]))
        assert min(p.size for p in scene.primitives if isinstance(p, Label)) >= 8.0

    def test_marks_are_told_by_more_than_colour(self) -> None:
        """Each mark is explained by its word, and no two boxes with different marks look the same in grey."""
        plain = [OrganizationBox(f"{mark}", "主播", "2.0 FTE", mark=mark) for mark in MARKS]
        texts = {p.text for p in organization_chart(chart(plain)).primitives if isinstance(p, Label)}
        assert {MARK_WORDS.of(mark) for mark in MARKS if mark != "kept"} <= texts

    def test_only_what_occurs_is_explained(self) -> None:
        """A plain organization has no legend of faults, dotted lines or outsourcing."""
        plain = chart([OrganizationBox("a", "甲"), OrganizationBox("b", "乙", parent="a")])
        texts = {p.text for p in organization_chart(plain).primitives if isinstance(p, Label)}
        assert texts == {"目标组织", "实线汇报", "甲", "乙"}

    def test_a_faulty_line_is_a_warning(self) -> None:
        """The closing line of a cycle is drawn dashed in the colour of warnings and explained."""
        data = chart([OrganizationBox("a", "甲", parent="b"), OrganizationBox("b", "乙", parent="a")])
        scene = organization_chart(data)
        assert any(isinstance(p, Line) and p.dash and p.stroke == theme.TARGET for p in scene.primitives)
        assert any(isinstance(p, Label) and p.text == "汇报线有误" for p in scene.primitives)

    @pytest.mark.parametrize("name", hostile_names())
    def test_hostile_names_stay_inside(self, name: str) -> None:
        """Whatever a post, a team or a warning is called, it stays in its box."""
        boxes = [
            OrganizationBox("a", name, name, team=name, flag=name),
            OrganizationBox("b", name, name, parent="a", mark="new", team="t" + name),
            OrganizationBox("c", name, name, parent="b", mark="new", team="t" + name),
        ]
        assert outside(organization_chart(chart(boxes))) == []
        assert outside(organization_outline(chart(boxes))) == []

    def test_an_empty_organization_is_drawn(self) -> None:
        """Without posts the heading stands alone."""
        assert organization_chart(chart([])).height > 0
        assert len(organization_pages(chart([]), 700.0, 400.0)) == 1


class TestPages:
    """An organization that is too large for one picture."""

    def test_pages_keep_their_size(self) -> None:
        """120 posts in eight departments fit pages of the asked size, each under the general manager."""
        random = seeded(1)
        boxes = [box(0, None, random)] + [box(i, 0, random) for i in range(1, 9)]
        boxes += [box(i, 1 + i % 8, random) for i in range(9, 120)]
        pages = organization_pages(chart(boxes), theme.FULL_WIDTH, theme.BODY_HEIGHT)
        assert len(pages) > 1
        assert all(page.width == theme.FULL_WIDTH and page.height <= theme.BODY_HEIGHT for page in pages)

    def test_a_chain_fills_its_pages(self) -> None:
        """A chain of 60 managers is cut where the page ends, not after each manager."""
        boxes = [OrganizationBox(f"p{i}", "主管", parent=f"p{i - 1}" if i else None) for i in range(60)]
        assert len(organization_pages(chart(boxes), theme.FULL_WIDTH, theme.BODY_HEIGHT)) <= 15

    def test_a_small_organization_takes_one_page(self) -> None:
        """What fits is not parted."""
        boxes = [OrganizationBox(f"p{i}", "主管", parent="p0" if i else None) for i in range(8)]
        (page,) = organization_pages(chart(boxes), theme.FULL_WIDTH, theme.BODY_HEIGHT)
        assert drawn_boxes(page) == 8


def clashes(scene: Scene) -> list[tuple[str, str]]:
    """Pairs of words that lie on one another."""
    boxes = [(extent(p), p.text) for p in scene.primitives if isinstance(p, Label)]
    return [
        (a, b)
        for ((l1, t1, r1, b1), a), ((l2, t2, r2, b2), b) in combinations(boxes, 2)
        if min(r1, r2) - max(l1, l2) > 1.0 and min(b1, b2) - max(t1, t2) > 1.5
    ]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=8))
def test_joined_stretches_cover_the_same_ground(ends: list[tuple[int, int]]) -> None:
    """Joined stretches are apart, and a point lies on one of them exactly if it lay on one before."""
    found = joined([(float(a), float(b)) for a, b in ends])
    assert all(a[1] < b[0] for a, b in pairwise(found))
    for point in range(61):
        at = point / 2
        before = any(min(a, b) <= at <= max(a, b) for a, b in ends)
        assert before == any(low <= at <= high for low, high in found)
