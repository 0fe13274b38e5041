"""Pictures of a changed organization: what they show, and that nothing leaves or hides anything."""

from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import theme
from reports.charts import (
    ChangeLink,
    ChangePost,
    ChangeTeam,
    FormRow,
    Forms,
    FormWords,
    Gantt,
    GanttRow,
    RightsRow,
    form_fit,
    gantt,
    gantt_pages,
    projection_dumbbells,
    rights_grid,
    scenario_comparison,
    structure_change,
)
from reports.scene import Circle, Label, Line, Polygon, Rect, Scene
from reports.svg import to_svg
from tests.reports.engine.organization_samples import (
    change,
    change_charts,
    forms,
    outlook,
    plan,
    rights,
    scenarios,
)
from tests.reports.engine.samples import LONG, hostile_names
from tests.reports.engine.test_charts import extent, outside

NAMES = ("直播运营", LONG, "Minute-level coordination of ads and live room", *hostile_names())


def texts(scene: Scene) -> list[str]:
    """Every word of a picture."""
    return [p.text for p in scene.primitives if isinstance(p, Label)]


@pytest.mark.parametrize("name", NAMES)
def test_everything_stays_inside(name: str) -> None:
    """Whatever posts, decisions and initiatives are called, no mark and no word leaves its picture."""
    assert [outside(scene) for scene in change_charts(name)] == [[]] * len(change_charts(name))


@pytest.mark.parametrize("name", NAMES)
def test_words_do_not_overlap(name: str) -> None:
    """No two words of a picture lie on one another."""
    for scene in change_charts(name):
        boxes = [(extent(p), p.text) for p in scene.primitives if isinstance(p, Label)]
        assert [
            (a, b)
            for ((l1, t1, r1, b1), a), ((l2, t2, r2, b2), b) in combinations(boxes, 2)
            if min(r1, r2) - max(l1, l2) > 1.0 and min(b1, b2) - max(t1, t2) > 1.5
        ] == []


@pytest.mark.parametrize("name", NAMES)
def test_names_stay_text(name: str) -> None:
    """As SVG every picture is well-formed, whatever the names hold, and described."""
    for scene in change_charts(name):
        root = ET.fromstring(to_svg(scene))  # noqa: S314  (our own output)
        assert root.attrib["role"] == "img"


def test_no_word_is_too_small() -> None:
    """In print no word is below 8 points, headings excepted that are set smaller to stay on one line."""
    for scene in change_charts("直播运营"):
        assert min(p.size for p in scene.primitives if isinstance(p, Label)) >= 8.0


class TestStructureChange:
    """Before and after."""

    def test_a_ribbon_for_every_link_between_posts(self) -> None:
        """Five of six links name posts of both sides; each is one band, the sixth is left out."""
        scene = structure_change(change("组"))
        bands = [p for p in scene.primitives if isinstance(p, Polygon) and len(p.points) > 40]
        assert len(bands) == 5

    @given(st.lists(st.floats(0.1, 50.0), min_size=1, max_size=6))
    def test_ribbons_are_as_thick_as_their_headcount(self, weights: list[float]) -> None:
        """At the left edge the bands of one post lie side by side and take shares like their headcounts."""
        after = ChangeTeam("组", "", tuple(ChangePost(f"b{n}", "岗位") for n in range(len(weights))))
        links = tuple(ChangeLink("a", f"b{n}", "split", w) for n, w in enumerate(weights))
        before = (ChangeTeam("组", "", (ChangePost("a", "岗位"),)),)
        scene = structure_change(replace(change("组"), before=before, after=(after,), links=links))
        bands = [p for p in scene.primitives if isinstance(p, Polygon) and len(p.points) > 40]
        thick = [band.points[-1][1] - band.points[0][1] for band in bands]
        whole = sum(weights)
        scale = (22.0 - 4.0) / max(whole, 1e-9)
        assert thick == pytest.approx([max(w * scale, 1.6) for w in weights])

    def test_marks_are_words_and_signs(self) -> None:
        """Every mark but kept stands as a word on its post and in the legend."""
        found = texts(structure_change(change("组")))
        assert found.count("拆分") == 4  # three posts and the legend
        assert found.count("新设") == found.count("撤销") == 2
        assert "保留" not in found

    def test_totals_and_net(self) -> None:
        """Headcount of both sides and the net line are printed."""
        found = texts(structure_change(change("净减 2.0 FTE")))
        assert {"12.0 FTE", "10.0 FTE", "净减 2.0 FTE"} <= set(found)

    def test_an_empty_side_is_drawn(self) -> None:
        """Without an organization of today the target stands alone."""
        scene = structure_change(replace(change("组"), before=(), links=()))
        assert outside(scene) == []
        assert "10.0 FTE" in texts(scene)


class TestRightsGrid:
    """Decisions by posts."""

    def test_gained_and_lost_letters_are_marked(self) -> None:
        """D moves from the first post to the third, and the first gets A: two frames, two strokes."""
        row = RightsRow("预算", "", ("D", "R", "R"), ("A", "R", "D"))
        scene = rights_grid(replace(rights("决"), columns=("甲", "乙", "丙"), rows=(row,)))
        frames = [p for p in scene.primitives if isinstance(p, Rect) and p.stroke == theme.TARGET]
        strokes = [p for p in scene.primitives if isinstance(p, Line) and p.stroke == theme.TARGET]
        assert len(frames) == 2 + 1  # and one in the legend
        assert len(strokes) == 2 + 1

    def test_the_deciding_letter_stands_out(self) -> None:
        """D is the only letter on a filled dot, today and in the target."""
        row = RightsRow("预算", "", ("D", "R", ""), ("D", "R", ""))
        scene = rights_grid(replace(rights("决"), columns=("甲", "乙", "丙"), rows=(row,)))
        fills = [p.fill for p in scene.primitives if isinstance(p, Circle)]
        assert sorted(fills) == sorted([theme.NAVY, theme.NAVY, theme.PEER])  # legend, target, today

    def test_unknown_rights_are_told_and_not_gained(self) -> None:
        """A decision whose rights of today nobody knows says so; its target letters are not framed."""
        row = RightsRow("预算", "", ("", ""), ("D", "R"))
        scene = rights_grid(replace(rights("决"), columns=("甲", "乙"), rows=(row,)))
        assert "今天未知" in texts(scene)
        frames = [p for p in scene.primitives if isinstance(p, Rect) and p.stroke == theme.TARGET]
        assert len(frames) == 1  # the legend's


class TestGantt:
    """The plan."""

    def test_33_rows_fit_a_page(self) -> None:
        """All initiatives of the knowledge base fit under a title on A4 landscape."""
        (page,) = gantt_pages(plan("举措", 33), theme.FULL_WIDTH, theme.BODY_HEIGHT)
        assert page.height <= theme.BODY_HEIGHT
        assert texts(page).count("举措") >= 33

    @pytest.mark.parametrize("n", [0, 1, 34, 200])
    def test_more_rows_flow_to_more_pages(self, n: int) -> None:
        """Every row is on exactly one page, pages keep their size, and later ones say so."""
        names = [f"项目{i}号" for i in range(n)]
        rows = tuple(GanttRow(name, "", i % 300, i % 300 + 30.0) for i, name in enumerate(names))
        data = replace(plan("图"), rows=rows)
        pages = gantt_pages(data, theme.FULL_WIDTH, theme.BODY_HEIGHT)
        found = [text for page in pages for text in texts(page) if text in set(names)]
        assert sorted(found) == sorted(names)
        assert all(page.height <= theme.BODY_HEIGHT for page in pages)
        assert ["图 （续）" in texts(page) for page in pages] == [n > 0 for n in range(len(pages))]

    def test_bars_lie_between_their_days(self) -> None:
        """A bar over the second of four quarters spans the second quarter of the plot."""
        row = GanttRow("甲", "", 90.0, 180.0)
        scene = gantt(replace(plan("图"), rows=(row,), gates=()))
        (bar,) = [
            p
            for p in scene.primitives
            if isinstance(p, Rect) and p.fill == theme.MERCHANT and p.height == 11.0
        ]
        heads = [p for p in scene.primitives if isinstance(p, Rect) and p.height == 17.0]
        assert bar.x == pytest.approx(heads[1].x - 0.75)
        assert bar.x + bar.width == pytest.approx(heads[2].x - 0.75)

    def test_a_quarter_over_its_cap_is_warned_of(self) -> None:
        """117 of 100 person-days: bold in the colour of warnings, with a sign; 80 of 100 plain."""
        scene = gantt(plan("图"))
        labels = {p.text: p for p in scene.primitives if isinstance(p, Label)}
        assert (labels["117 / 100"].colour, labels["117 / 100"].weight) == (theme.TARGET, "bold")
        assert labels["80 / 100"].colour == theme.INK
        triangles = [
            p
            for p in scene.primitives
            if isinstance(p, Polygon) and len(p.points) == 3 and p.fill == theme.TARGET
        ]
        assert len(triangles) == 1

    def test_a_plan_without_quarters_or_caps_is_drawn(self) -> None:
        """Missing parts leave blanks."""
        words = plan("图").words
        assert outside(gantt(Gantt((), (), (), words, ""))) == []
        quarter = replace(plan("图").quarters[0], cap=None)
        assert outside(gantt(replace(plan("图"), quarters=(quarter,)))) == []


class TestFormFit:
    """Forms by rank."""

    def test_bars_are_as_long_as_the_weight_met(self) -> None:
        """A form with half of its weight met has a bar half as long as its track; the open part follows."""
        row = FormRow("1", "O1", "", 0.5, 0.75, "50%", "82%")
        scene = form_fit(Forms((row,), FormWords("契合", "", "", "占比"), ""))
        rects = [p for p in scene.primitives if isinstance(p, Rect)]
        track = next(p for p in rects if p.fill == theme.PEER_FAINT)
        met = next(p for p in rects if p.fill == theme.PEER)
        still = next(p for p in rects if p.stroke == theme.PEER and p.fill is None)
        assert met.width == pytest.approx(track.width / 2)
        assert still.x == pytest.approx(met.x + met.width)
        assert still.width == pytest.approx(track.width / 4)

    def test_shares_tags_and_ranks_are_printed(self) -> None:
        """Share of draws, today's form and the recommended one can be read without colours."""
        found = texts(form_fit(forms("形态")))
        assert {"80%", "67%", "推荐", "现状", "1", "6"} <= set(found)


class TestProjection:
    """Scores now and then."""

    def test_both_scores_are_printed(self) -> None:
        """Now and then stand as numbers; a withheld score says why, and one without a plan has one dot."""
        found = texts(projection_dumbbells(outlook("能力")))
        assert {"2.1", "2.9", "回答不足，暂不计分"} <= set(found)
        full = [
            p
            for p in projection_dumbbells(outlook("能力")).primitives
            if isinstance(p, Circle) and p.fill == theme.MERCHANT
        ]
        assert len(full) == 2 + 1  # and the legend's

    def test_a_withheld_score_has_no_target(self) -> None:
        """Where nothing is known today nothing is marked, so that blanks look blank."""
        only = replace(outlook("能力"), rows=outlook("能力").rows[-1:])
        diamonds = [p for p in projection_dumbbells(only).primitives if isinstance(p, Polygon)]
        assert len(diamonds) == 1  # the legend's


class TestScenarios:
    """Scenarios side by side."""

    def test_differences_are_marked_and_bold(self) -> None:
        """What is not as in the first scenario has a dot before it and is bold."""
        scene = scenario_comparison(scenarios("方案"))
        label = next(p for p in scene.primitives if isinstance(p, Label) and p.text == "3.1")
        same = next(p for p in scene.primitives if isinstance(p, Label) and p.text == "2.9")
        assert (label.weight, same.weight) == ("bold", "regular")
        dots = [p for p in scene.primitives if isinstance(p, Circle)]
        assert len(dots) == 3 + 1  # and the legend's

    def test_bars_begin_at_the_origin(self) -> None:
        """On a scale from 1, 2.9 of at most 3.6 takes 1.9 / 2.6 of the track."""
        scene = scenario_comparison(scenarios("方案"))
        label = next(p for p in scene.primitives if isinstance(p, Label) and p.text == "2.9")
        near = [p for p in scene.primitives if isinstance(p, Rect) and p.x == label.x and p.height == 4.0]
        track, bar = near[0], near[1]
        assert bar.width / track.width == pytest.approx(1.9 / 2.6)
