"""Peers and the archetype map: standing as exactly as it may be told, likeness as what it is."""

import re
from dataclasses import replace
from math import cos, pi, sin

import pytest

from assessment.domain.organization import ArchetypeFit
from assessment.domain.text import LOCALES, Locale
from reports.briefing import Briefing
from reports.document import Tiles
from reports.pages.landscape import ends, landscape, within
from reports.pages.peers import peers
from reports.pages.resemblance import resemblance
from reports.phrases import phrases
from reports.scene import Circle, Polygon
from scoring.results import (
    ArchetypeMap,
    MapPoint,
    PeerCard,
    PeerStanding,
)
from tests.reports.compose.situations import material
from tests.reports.pages.telling import brief, drawn, page, spoken


def standing(scale: str, **changes: object) -> PeerStanding:
    """One standing with a percentile."""
    base = PeerStanding(scale, 40, 62.0, 50.0, 74.0, None, None, None, 2.9, 2.6, 3.2)
    return replace(base, **changes)  # type: ignore[arg-type]


CARD = PeerCard(
    "同行评分",
    "2026Q3",
    demo=False,
    facets=(("category", "beauty"),),
    n=40,
    as_of="2026-09-30",
    source="行业协会抽样",
)


class TestPeers:
    """Standing as exactly as it may be told, with the card of the comparison."""

    def test_percentile_is_told_with_its_interval(self) -> None:
        """A percentile never stands alone."""
        found = page(peers(brief(peer_card=CARD, standings=(standing("overall"), standing("CO")))))
        assert found.title.startswith("整体高于约62%的同行（区间50–74%，40家）")
        assert "高于约62%" in drawn(found)
        assert "区间50–74%" in drawn(found)

    def test_wide_intervals_become_chances(self) -> None:
        """Without a percentile the probabilities speak."""
        wide = standing("overall", percentile=None, upper_half=0.88, top_quarter=0.41)
        found = page(peers(brief(peer_card=CARD, standings=(wide, standing("CO")))))
        assert found.title.startswith("40家同行里，整体处在上半区的概率88%")
        assert {"上半区88%", "前四分之一41%"} <= set(re.split(" ", drawn(found)))

    def test_few_peers_give_quarters(self) -> None:
        """Between 10 and 19 peers only the quarter is told."""
        few = standing("overall", n=14, percentile=None, quartile=4)
        found = page(peers(brief(peer_card=replace(CARD, n=14), standings=(few,))))
        assert "前四分之一" in found.title
        assert "不足20家" in drawn(found)

    def test_card_names_cell_n_epoch_day_and_source(self) -> None:
        """Each figure carries its card."""
        found = page(peers(brief(peer_card=CARD, standings=(standing("overall"),))))
        tiles = next(b for b in found.blocks if isinstance(b, Tiles))
        text = "".join(t.label + t.value + t.note for t in tiles.tiles)
        for part in ("40家", "美妆个护", "2026Q3", "2026年9月30日", "真实商家", "行业协会抽样"):
            assert part in text
        assert "满10家" in found.source

    def test_demo_peers_are_called_invented(self) -> None:
        """The card of the demo does not pass for a market."""
        found = page(peers(brief()))
        tiles = next(b for b in found.blocks if isinstance(b, Tiles))
        assert tiles.tiles[-1].value == "演示数据"
        assert "虚构" in tiles.tiles[-1].note

    def test_panels_without_errors_say_so(self) -> None:
        """Where the peers' own error is unknown, the page warns."""
        found = peers(brief(peer_card=replace(CARD, own_error=False), standings=(standing("overall"),)))
        assert "同行数据的误差未知" in spoken(page(found))

    def test_withheld_standings_give_their_reason(self) -> None:
        """A cell that may not be told names the reason and shows no rank."""
        closed = PeerStanding("overall", 40, *(None,) * 9, withheld="too_few_peers")
        found = page(peers(brief(peer_card=CARD, standings=(closed,))))
        assert found.title.startswith("找到40家同行")
        assert "同行不足10家" in spoken(found)
        assert "百分" not in drawn(found).replace("95%", "")

    @pytest.mark.parametrize("locale", LOCALES)
    def test_without_peers_the_archetypes_stand_in(self, locale: Locale) -> None:
        """No peers: the page says so first, and shows all reference archetypes as what they are."""
        b = brief(locale, "no_facts")
        found = page(peers(b))
        assert found.title.startswith("还没有同行" if locale == "zh" else "No peers yet")
        for archetype in b.knowledge.archetypes.members:
            assert b.text(archetype.name).split(",")[0] in drawn(found)

    def test_foreign_instruments_have_no_peers_page(self) -> None:
        """Where archetypes speak of other dimensions, nothing stands in."""
        assert peers(brief(name="foreign")) is None


def mapped(b: Briefing, reach: float = 0.6) -> ArchetypeMap:
    """Give a map of content against goods, and of service, around the merchant."""
    model = b.knowledge.archetypes
    axes = ((0.6, -0.7, 0.0, -0.3, 0.1), (0.45, 0.45, 0.45, 0.44, 0.45))
    at = [
        MapPoint(
            a.id,
            *(sum(w * a.center[d] for w, d in zip(axis, model.dimensions, strict=True)) for axis in axes),
        )
        for a in model.members
    ]
    alike = b.result.resemblance.memberships[0].archetype
    x, y = next((p.x, p.y) for p in at if p.archetype == alike)
    ring = tuple((x + reach * cos(n * pi / 18), y + reach * sin(n * pi / 18)) for n in range(36))
    return ArchetypeMap(
        model.dimensions,
        axes,
        (0.6, 0.3),
        tuple(at),
        x,
        y,
        ring,
        ((0.1, 1.0), (0.5, 0.2)),
        24,
        (-3.0, 3.0, 3.0, 10.0),
    )


class TestLandscape:
    """The map and the model behind it."""

    def test_what_error_leaves_open_is_counted(self) -> None:
        """The title says how many archetypes lie inside the merchant's region."""
        b = brief()
        small, large = (page(landscape(brief(archetype_map=mapped(b, r)))) for r in (0.05, 9.0))
        assert "1种画像的典型位置落在" in small.title
        assert "8种画像的典型位置落在" in large.title

    def test_outside_is_said(self) -> None:
        """When no archetype is inside, alike is not called the same."""
        away = replace(mapped(brief()), ellipse=((9.0, 9.0), (9.1, 9.0), (9.1, 9.1)))
        assert "像，不等于一样" in page(landscape(brief(archetype_map=away))).title

    def test_probability_decides_when_the_map_shows_another(self) -> None:
        """Two axes may hide what makes an archetype alike: then the probabilities have the word."""
        b = brief()
        first = b.result.resemblance.memberships[0].archetype
        found = mapped(b, 9.0)
        moved = tuple(replace(p, x=99.0) if p.archetype == first else p for p in found.archetypes)
        told = page(landscape(brief(archetype_map=replace(found, archetypes=moved))))
        assert "另外7种" in told.title
        assert "为什么最像的不在圈里" in spoken(told)

    def test_axes_are_named_by_what_they_weigh(self) -> None:
        """A contrast names both sides; a sum of everything is the overall level, whichever way it points."""
        b, dims = brief(), ("CO", "PR", "TA", "AD", "SE")
        assert ends(b, dims, (0.8, -0.6, 0.0, 0.0, 0.0)) == ("商品更强", "内容更强")
        assert ends(b, dims, (0.45,) * 5) == ("整体更弱", "整体更强")
        assert ends(b, dims, (-0.45,) * 5) == ("整体更强", "整体更弱")
        assert ends(b, dims, (0.0, 0.0, 1.0, 0.0, 0.0)) == ("达人更弱", "达人更强")

    def test_every_archetype_is_named_once(self) -> None:
        """Names do not get lost among each other."""
        b = brief()
        text = drawn(page(landscape(brief(archetype_map=mapped(b))))).replace(" ", "")
        for archetype in b.knowledge.archetypes.members:
            assert text.count(b.text(archetype.name)) == 1

    def test_peers_are_a_shade_with_their_number(self) -> None:
        """The legend says how many peers the shade stands for; no point stands for a merchant."""
        found = page(landscape(brief(archetype_map=mapped(brief()))))
        scene = next(b for b in found.blocks if hasattr(b, "primitives"))
        assert "24家同行的密度" in drawn(found)
        assert sum(isinstance(p, Circle) for p in scene.primitives) == 2
        assert any(isinstance(p, Polygon) for p in scene.primitives)

    def test_runs_without_a_map_have_no_page(self) -> None:
        """A stored run of an older method has no map."""
        assert landscape(brief(archetype_map=None)) is None

    def test_inside_is_decided_by_the_outline(self) -> None:
        """A notch is outside."""
        notched = ((0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (2.0, 1.0), (0.0, 4.0))
        assert within(notched, (1.0, 1.0))
        assert not within(notched, (2.0, 3.0))

    @pytest.mark.parametrize(
        ("types", "keep", "words"),
        [(True, 8, "确有类型之分"), (False, 8, "不是截然的类型"), (True, 1, "分不出类型")],
    )
    def test_fitted_models_say_what_they_are(self, *, types: bool, keep: int, words: str) -> None:
        """Types, segments of a continuum, or no types: with n and version, on both pages."""
        source = material("rich", "zh")
        fit = ArchetypeFit(
            "同行评分", "2026Q3", False, 412, 412, "tied", (), 0.1, 0.9, 0.9, types, "d", 1, {}
        )
        model = replace(source.knowledge.archetypes, version="1.0.0", fit=fit)
        model = replace(model, members=model.members[:keep])
        b = Briefing(replace(source, knowledge=replace(source.knowledge, archetypes=model)), phrases("zh"))
        b = Briefing(
            replace(b.source, result=replace(b.result, archetype_map=mapped(b) if keep > 3 else None)), b.say
        )
        found = [page(resemblance(b))] + ([page(landscape(b))] if keep > 3 else [])
        for each in found:
            assert words in spoken(each)
            assert "412家" in each.source
            assert "1.0.0" in each.source
