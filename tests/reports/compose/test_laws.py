"""Whatever scoring may say, a report can be written about it."""

import re
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.domain.text import LOCALES, Locale
from reports.compose import compose
from scoring.results import (
    WITHHELD_NO_ANSWER,
    WITHHELD_NO_PEERS,
    WITHHELD_NO_RATER,
    WITHHELD_NOT_APPLICABLE,
    WITHHELD_SMALL_GROUP,
    WITHHELD_TOO_FEW_PARTS,
    WITHHELD_TOO_FEW_PEERS,
    ComparisonTrace,
    DataQuality,
    ItemResult,
    PeerCard,
    PeerStanding,
    PositionReadiness,
    RankedInitiative,
    Recommendation,
    RoleGap,
    Score,
    VarianceComponents,
    WaveResult,
)
from tests.reports.compose import peer_dice
from tests.reports.compose.situations import SITUATIONS, material, with_proposal
from tests.reports.compose.test_compose import LEAK, strings

BASE = material("rich", "zh")
RESULT, INSTRUMENT, KNOWLEDGE = BASE.result, BASE.instrument, BASE.knowledge
BANDS = 5
REASONS = (
    WITHHELD_NO_RATER,
    WITHHELD_NO_ANSWER,
    WITHHELD_TOO_FEW_PARTS,
    WITHHELD_NOT_APPLICABLE,
    WITHHELD_SMALL_GROUP,
    "a reason of tomorrow",
)


class Dice:
    """Throws any result about the shipped instrument; the same seed throws the same one."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - dice, not secrets
        self.withheld = self.random.choice((0.0, 0.1, 0.5, 0.9, 1.0))

    def chance(self, probability: float) -> bool:
        """Throw true with a probability."""
        return self.random.random() < probability

    def score(self, of: Score) -> Score:
        """Throw a shown or withheld score with the id of another."""
        if self.chance(self.withheld):
            bare = replace(of, value=None, standard_error=None, low=None, high=None, gap=None)
            return replace(bare, withheld=self.random.choice(REASONS), level=None, level_probabilities=())
        value, error, target = (self.random.uniform(*r) for r in ((1.0, 5.0), (0.01, 1.5), (1.0, 5.0)))
        weights = [self.random.random() + 0.01 for _ in range(BANDS)]
        return replace(
            of,
            value=value,
            standard_error=error,
            low=max(1.0, value - 2 * error),
            high=min(5.0, value + 2 * error),
            withheld=None,
            level=self.random.randrange(BANDS),
            level_probabilities=tuple(w / sum(weights) for w in weights),
            target=target,
            gap=max(0.0, target - value),
        )

    def item(self, of: ItemResult) -> ItemResult:
        """Throw the answers to one item."""
        counts = tuple(self.random.choice((0, 0, 1, 4)) for _ in range(BANDS))
        n = sum(counts)
        mean = sum((k + 1) * c for k, c in enumerate(counts)) / n if n else None
        open_cells = [self.random.choice((0, 0, 2)) for _ in range(3)]
        spread = self.random.uniform(0.0, 2.0) if n > 1 else None
        disputed = spread is not None and spread > 0.83
        made = ItemResult(of.id, mean, counts, *open_cells, self.random.choice((None, 3)), spread, disputed)
        return peer_dice.hidden(made) if self.chance(0.1) else made

    def trace(self, of: ComparisonTrace) -> ComparisonTrace:
        """Throw a comparison; its value is known exactly when its outcome is."""
        outcome = self.random.choice((True, False, None))
        return replace(of, outcome=outcome, value=None if outcome is None else of.threshold)

    def recommendation(self, of: Recommendation) -> Recommendation:
        """Throw a rule in any state."""
        traces = tuple(self.trace(t) for t in of.traces)
        if self.chance(0.4):
            return replace(of, status="undecidable", missing=tuple(t.key for t in of.traces), traces=traces)
        return replace(of, status=self.random.choice(("fired", "quiet")), missing=(), traces=traces)

    def initiatives(self) -> tuple[RankedInitiative, ...]:
        """Throw any ranking of up to ten initiatives."""
        chosen = self.random.sample(KNOWLEDGE.initiatives, self.random.randrange(11))
        rules = tuple(rule.id for rule in KNOWLEDGE.rules)
        return tuple(
            RankedInitiative(
                initiative=i.id,
                rank=rank,
                priority=self.random.random(),
                gap=self.random.choice((None, 0.0, 1.3)),
                position_weight=self.random.random(),
                forced=self.chance(0.2),
                rules=rules[: self.random.randrange(3)],
            )
            for rank, i in enumerate(chosen, start=1)
        )

    def standing(self, scale_id: str) -> PeerStanding:
        """Throw a standing at any rung of the ladder."""
        rung = self.random.randrange(4)
        median = None if rung == 0 else 3.1
        return PeerStanding(
            id=scale_id,
            n=30,
            percentile=self.random.uniform(0.0, 100.0) if rung == 1 else None,
            low=10.0 if rung == 1 else None,
            high=40.0 if rung == 1 else None,
            quartile=self.random.randrange(1, 5) if rung in (1, 2) else None,
            upper_half=self.random.random() if rung > 1 else None,
            top_quarter=self.random.random() if rung > 1 else None,
            peer_median=median,
            peer_q1=median,
            peer_q3=median,
            withheld=WITHHELD_TOO_FEW_PEERS if rung == 0 else None,
            density=tuple(self.random.random() for _ in range(41)) if rung == 1 else (),
        )

    def quality(self) -> DataQuality:
        """Throw counts of respondents and cells."""
        roles = tuple((role.id, self.random.randrange(3)) for role in INSTRUMENT.roles)
        n = max(1, sum(n for _, n in roles))
        cells = [self.random.randrange(500) for _ in range(6)]
        return DataQuality(n + 1, n, roles, *cells, notes=RESULT.data_quality.notes)

    def gap(self, dimension: str) -> RoleGap:
        """Throw a difference of views."""
        against = self.random.choice(("team", "consultant"))
        return RoleGap(dimension, against, self.random.uniform(-4, 4), 0.5, self.chance(0.3))

    def readiness(self, of: PositionReadiness) -> PositionReadiness:
        """Throw the readiness of a position."""
        share = self.random.choice((None, 0.0, 15.0, 60.0))
        return PositionReadiness(of.position, self.score(of.score), share, self.chance(0.3))

    def result(self) -> WaveResult:
        """Throw a whole result."""
        peers = self.chance(0.5)
        own_error = self.chance(0.5)
        as_of, source = self.random.choice((("", ""), ("2026-09-30", "a survey"), ("autumn", "")))
        card = PeerCard(
            "peers",
            "2026Q3",
            demo=False,
            facets=(("category", "beauty"),),
            n=30,
            as_of=as_of,
            source=source,
            own_error=own_error,
        )
        overall, dimensions = self.score(RESULT.overall), tuple(self.score(s) for s in RESULT.dimensions)
        placed = dimensions if self.chance(0.5) else (overall, *dimensions)
        return replace(
            RESULT,
            overall=overall,
            dimensions=dimensions,
            sub_capabilities=tuple(self.score(s) for s in RESULT.sub_capabilities),
            items=tuple(self.item(i) for i in RESULT.items),
            role_gaps=tuple(self.gap(d.id) for d in RESULT.dimensions if self.chance(0.7)),
            components=VarianceComponents(0.2, 0.1, 0.3, 0.4, self.random.random()),
            readiness=tuple(self.readiness(r) for r in RESULT.readiness),
            peer_card=card if peers else None,
            standings=tuple(self.standing(d.id) for d in placed) if peers else (),
            peers_withheld=None if peers else WITHHELD_NO_PEERS,
            recommendations=tuple(self.recommendation(r) for r in RESULT.recommendations),
            initiatives=self.initiatives(),
            data_quality=self.quality(),
            snowball=peer_dice.snowball(self.random, peer_dice.element_scores(dimensions)),
            archetype_map=peer_dice.archetype_map(self.random, KNOWLEDGE.archetypes),
            agreement=peer_dice.agreement(self.random, dimensions),
            answer_flags=peer_dice.flags(self.random),
            contradictions=peer_dice.contradictions(self.random),
            exclusions=peer_dice.exclusions(self.random),
            missing_practices=peer_dice.practices(self.random, INSTRUMENT),
        )


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(LOCALES))
def test_any_result_makes_a_report(seed: int, locale: Locale) -> None:
    """No combination of shown and withheld figures breaks a page or leaks into its words."""
    document = compose(replace(BASE, result=Dice(seed).result(), locale=locale))
    assert [text for text in strings(document) if LEAK.search(text)] == []
    assert [page.title for page in document.pages if not re.search(r"\d", page.title)] == []
    assert [page.id for page in document.pages if not (page.so_what and page.so_what.points)] == []


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(LOCALES))
def test_any_result_makes_a_recommendation_that_can_be_told(seed: int, locale: Locale) -> None:
    """Whatever is shown or withheld, an organization is proposed or refused, and the report tells it."""
    document = compose(with_proposal(replace(BASE, result=Dice(seed).result(), locale=locale)))
    assert [text for text in strings(document) if LEAK.search(text)] == []
    assert "form" in {page.id for page in document.pages}


OLDER = ("agreement", "answer_flags", "contradictions", "exclusions", "missing_practices", "role_effects")


def older(result: WaveResult) -> WaveResult:
    """Give the result as a run of the first method decodes: what it did not know is empty."""

    def bare(score: Score) -> Score:
        return replace(score, g_coefficient=None, shrunk=None, smallest_change=None)

    empty: dict[str, tuple[()]] = dict.fromkeys(OLDER, ())
    return replace(
        result,
        method_version="1.0.0",
        overall=bare(result.overall),
        dimensions=tuple(bare(s) for s in result.dimensions),
        sub_capabilities=tuple(bare(s) for s in result.sub_capabilities),
        items=tuple(replace(i, n_answers=0, adjusted=None) for i in result.items),
        standings=tuple(replace(s, density=()) for s in result.standings),
        snowball=None,
        archetype_map=None,
        **empty,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", SITUATIONS)
def test_runs_of_the_first_method_make_a_report(name: str, locale: Locale) -> None:
    """What a stored run did not know leaves no page, no claim and no leak."""
    source = material(name, locale)
    document = compose(replace(source, result=older(source.result)))
    assert [text for text in strings(document) if LEAK.search(text)] == []
    assert {page.id for page in document.pages}.isdisjoint({"snowball", "landscape", "quality", "practices"})
