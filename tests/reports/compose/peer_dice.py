"""Throws what scoring may say about peers, archetypes, the snowball, agreement and doubtful answers."""

from dataclasses import replace
from math import cos, pi, sin
from random import Random
from typing import Literal

from assessment.domain.instrument import Instrument
from assessment.domain.organization import Archetypes
from scoring.contradictions import CODES as CONTRADICTIONS
from scoring.response_flags import CODES as FLAGS
from scoring.results import (
    AnswerFlag,
    ArchetypeMap,
    Contradiction,
    Exclusion,
    ItemResult,
    MapPoint,
    MissingPractices,
    ScaleAgreement,
    Score,
    Snowball,
    SnowballElement,
)
from scoring.snowball import ELEMENTS, STATES

FIGURES = tuple(
    (k, 7.5) for k in ("n", "run", "level", "seconds", "limit", "asked", "total", "hosts", "hours")
)
COUPLINGS = ("traffic_conversion", "conversion_retention", "retention_traffic", None)


def snowball(dice: Random, scores: tuple[Score, Score, Score]) -> Snowball | None:
    """Any state over three scores; withheld as soon as one of them is."""
    if dice.random() < 0.2:
        return None
    basis: Literal["percentile", "median", "absolute"] = dice.choice(("percentile", "median", "absolute"))
    gone = next((s.withheld for s in scores if s.value is None), None)
    elements = tuple(element(dice, s, told=gone is None) for s in scores)
    if gone is not None:
        return Snowball(elements, None, None, None, None, None, basis, 0, "low", gone)
    state, other = dice.sample(list(STATES.values()), 2)
    sure = dice.random()
    return Snowball(
        elements=elements,
        state=state,
        certainty=sure,
        weakest=dice.choice(ELEMENTS),
        coupling=dice.choice(COUPLINGS),
        force=dice.uniform(1.0, 99.0),
        basis=basis,
        n_peers=dice.randrange(60),
        confidence="low",
        likely=dice.choice((((state, sure), (other, 1 - sure)), ())),
    )


def element(dice: Random, score: Score, *, told: bool) -> SnowballElement:
    """One element, read or not."""
    if not told:
        return SnowballElement(score.id, score, None, None, None)
    reading: Literal["high", "even", "low"] = dice.choice(("high", "even", "low"))
    return SnowballElement(score.id, score, reading, dice.choice(("high", "low")), dice.uniform(0.0, 100.0))


def element_scores(scores: tuple[Score, ...]) -> tuple[Score, Score, Score]:
    """Take the first three scores for the elements."""
    first, second, third = (
        replace(s, id=name, kind="overlay") for s, name in zip(scores[:3], ELEMENTS, strict=True)
    )
    return first, second, third


def archetype_map(dice: Random, model: Archetypes) -> ArchetypeMap | None:
    """Any map of the model, or none; some archetypes may be unknown to the knowledge base."""
    if dice.random() < 0.3:
        return None
    names = [a.id for a in model.members] + ["gone"]
    chosen = dice.sample(names, dice.randrange(len(names) + 1))
    spots = tuple(MapPoint(name, dice.uniform(-3, 3), dice.uniform(-2, 2)) for name in chosen)
    x, y, reach = dice.uniform(-4, 4), dice.uniform(-4, 4), dice.uniform(0.01, 5.0)
    ring = tuple((x + reach * cos(n * pi / 18), y + reach * sin(n * pi / 18)) for n in range(36))
    dense = tuple(tuple(dice.random() for _ in range(8)) for _ in range(6)) if dice.random() < 0.5 else ()
    axes = tuple(tuple(dice.uniform(-1, 1) for _ in model.dimensions) for _ in range(2))
    return ArchetypeMap(
        model.dimensions, (axes[0], axes[1]), (0.7, 0.2), spots, x, y, ring, dense, 24, (-3.0, 3.0, -2.0, 2.0)
    )


def agreement(dice: Random, dimensions: tuple[Score, ...]) -> tuple[ScaleAgreement, ...]:
    """Agreement by dimension, some withheld, or none at all."""
    if dice.random() < 0.3:
        return ()
    return tuple(
        ScaleAgreement(d.id, dice.uniform(-1, 1), dice.uniform(0, 2), 4, 3)
        if dice.random() < 0.7
        else ScaleAgreement(d.id, None, None, 0, 1, "too_few_raters")
        for d in dimensions
    )


def flags(dice: Random) -> tuple[AnswerFlag, ...]:
    """Signs with and without post and counts."""
    share = ("share", 0.5)
    return tuple(
        AnswerFlag(
            "r",
            role,
            code,
            (*FIGURES, share) if role else (share, ("level", 3.0), ("seconds", 2.0), ("limit", 4.0)),
        )
        for code in FLAGS
        if dice.random() < 0.3 and (role := dice.choice(("OWN", "CS", ""))) is not None
    )


def contradictions(dice: Random) -> tuple[Contradiction, ...]:
    """Conflicts with facts."""
    return tuple(
        Contradiction(code, (), (), (*FIGURES, ("share", 0.4), ("CO3", 4.2)))
        for code in CONTRADICTIONS
        if dice.random() < 0.3
    )


def exclusions(dice: Random) -> tuple[Exclusion, ...]:
    """Responses left out by hand."""
    every = (Exclusion("BD", "not yet hired", 19), Exclusion("", "sent twice", None))
    return tuple(e for e in every if dice.random() < 0.3)


def practices(dice: Random, instrument: Instrument) -> tuple[MissingPractices, ...]:
    """Any practices, one of them of an item that is gone."""
    ids = [i.id for i in instrument.items] + ["CO9-9"]
    return tuple(
        MissingPractices(s.id, tuple(dice.sample(ids, dice.randrange(4))))
        for s in instrument.sub_capabilities
        if dice.random() < 0.6
    )


def hidden(of: ItemResult) -> ItemResult:
    """Give the item as a wave of silence tells it."""
    return replace(
        of, mean=None, counts=(), owner_level=None, spread=None, disputed=False, withheld="small_group"
    )
