"""Small made-up instruments, responses and yardsticks for the tests of scoring."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import numpy as np

from assessment.domain.engagement import Merchant
from assessment.domain.instrument import (
    Dimension,
    Instrument,
    Item,
    Maturity,
    Overlay,
    Position,
    Role,
    Scale,
    SubCapability,
)
from assessment.domain.knowledge import Knowledge
from assessment.domain.organization import (
    Archetypes,
    EpochNorms,
    Facts,
    FactsForm,
    Initiative,
    ReferenceArchetype,
    StructuralRule,
)
from assessment.domain.response import ItemNote, Response
from assessment.domain.text import LocalizedText
from scoring.benchmark import Panel
from scoring.pipeline import WaveEvidence, Yardsticks

WORDS = LocalizedText("字", "word")
AT = datetime(2026, 11, 1, tzinfo=UTC)
CUTS = (1.8, 2.6, 3.4, 4.2)
DIMENSIONS = ("CO", "AD", "SE")
SUBS_EACH = 4
ITEMS_EACH = 3


def instrument(*, reverse: Sequence[str] = (), roles: bool = True, low: int = 1, high: int = 5) -> Instrument:
    """Three dimensions of four sub-capabilities with three items; `reverse` names reverse items."""
    subs = tuple(
        SubCapability(
            f"{d}{n}",
            d,
            WORDS,
            primary_positions=("F",) if n == 1 else (),
            secondary_positions=("F", "A") if n == 2 else (),
        )
        for d in DIMENSIONS
        for n in range(1, SUBS_EACH + 1)
    )
    items = tuple(
        Item(
            f"{s.id}-{n}",
            s.dimension,
            WORDS,
            sub_capability=s.id,
            core=n == 1,
            reverse=f"{s.id}-{n}" in reverse,
            roles=("OWN", "LIVE") if roles and n == 1 else (("LIVE",) if roles else ()),
            not_applicable="rule" if s.id == "SE4" else None,
        )
        for s in subs
        for n in range(1, ITEMS_EACH + 1)
    )
    return Instrument(
        id="small",
        version="1.0.0",
        name=WORDS,
        scale=Scale(low, high),
        dimensions=tuple(Dimension(d, WORDS) for d in DIMENSIONS),
        items=items,
        digest="digest",
        sub_capabilities=subs,
        roles=tuple(Role(r, WORDS, WORDS) for r in ("OWN", "LIVE", "CST")) if roles else (),
        positions=(Position("F", WORDS), Position("A", WORDS), Position("S", WORDS)),
        overlays=(Overlay("X1", WORDS, ("CO1", "AD2-1")),),
        maturity=Maturity(CUTS, (WORDS,) * 5),
    )


def plain_instrument(
    n_items: int = 4, *, low: int = 1, high: int = 6, reverse: Sequence[int] = ()
) -> Instrument:
    """One dimension without sub-capabilities, roles, positions or maturity: a foreign instrument."""
    items = tuple(Item(f"Q{i}", "Q", WORDS, reverse=i in reverse) for i in range(n_items))
    return Instrument("plain", "1", WORDS, Scale(low, high), (Dimension("Q", WORDS),), items, "digest")


def response(
    answers: Sequence[int], *, role: str = "LIVE", name: str = "r", notes: tuple[ItemNote, ...] = ()
) -> Response:
    """One submitted response."""
    return Response(name, "w", role, "full", "zh", bytes(answers), 1, AT, AT, notes=notes)


def responses(table: Sequence[Sequence[int]], roles: Sequence[str] = ()) -> tuple[Response, ...]:
    """One response a row."""
    named = roles or ("LIVE",) * len(table)
    return tuple(
        response(row, role=role, name=f"r{i}") for i, (row, role) in enumerate(zip(table, named, strict=True))
    )


def epoch(source: Instrument, mean: float = 3.0, **means: float) -> EpochNorms:
    """Item means that are all `mean`, but for those given; the start prior of the 1-5 scale."""
    given = {item.id: mean for item in source.items} | {k.replace("_", "-"): v for k, v in means.items()}
    return EpochNorms("zero", given, {}, 0.192, 0.1152, 0.512, 0.352, mean)


ARCHETYPES = Archetypes(
    version="1",
    dimensions=DIMENSIONS,
    covariance=((0.3, 0.1, 0.1), (0.1, 0.3, 0.1), (0.1, 0.1, 0.3)),
    members=(
        ReferenceArchetype("early", WORDS, WORDS, {"CO": 2.0, "AD": 2.0, "SE": 2.0}, 0.5),
        ReferenceArchetype("advanced", WORDS, WORDS, {"CO": 4.0, "AD": 4.0, "SE": 4.0}, 0.3),
        ReferenceArchetype("content", WORDS, WORDS, {"CO": 4.0, "AD": 2.5, "SE": 2.5}, 0.2),
    ),
)


def initiative(name: str, sub: str | None, effects: Mapping[str, float], **more: object) -> Initiative:
    """One initiative of ten person-days without cash, unless `more` says otherwise."""
    fields: dict[str, object] = {"person_days": 10.0, "cash_rank": 0, "prerequisites": ()} | more
    return Initiative(
        id=name,
        sub_capability=sub,
        name=WORDS,
        owner=WORDS,
        prerequisite=WORDS,
        effects=effects,
        kpi=WORDS,
        source="judgement",
        **fields,  # type: ignore[arg-type]  # a table of field values, checked by the class
    )


def knowledge(
    zero: EpochNorms | None,
    *,
    rules: tuple[StructuralRule, ...] = (),
    initiatives: tuple[Initiative, ...] = (),
    archetypes: Archetypes = ARCHETYPES,
) -> Knowledge:
    """Yardsticks with target 3.5 for every tier."""
    return Knowledge(
        rules=rules,
        initiatives=initiatives,
        archetypes=archetypes,
        facts_form=FactsForm("f", "1", (), "digest"),
        targets=dict.fromkeys(("G1", "G2", "G3", "G4", "G5"), 3.5),
        norms=zero,
        digest="known",
    )


def merchant(*, demo: bool = False, tier: str = "G3") -> Merchant:
    """Make a merchant in beauty."""
    return Merchant("m", "s", "某商家", "beauty", tier, demo)


def evidence(
    source: Instrument,
    given: tuple[Response, ...],
    facts: Facts | None = None,
    *,
    demo: bool = False,
) -> WaveEvidence:
    """Everybody who was invited responded."""
    return WaveEvidence(source, given, merchant(demo=demo), facts or {}, len(given))


def yardsticks(source: Instrument, panel: Panel | None = None) -> Yardsticks:
    """All item means at 3."""
    return Yardsticks(knowledge(epoch(source)), panel)


def panel(n: int, *, demo: bool = False, seed: int = 1, error: float = 0.3) -> Panel:
    """`n` merchants in beauty and food, G2-G4, with normal scores around 3 on the dimensions."""
    stream = np.random.default_rng(seed)
    scales = ("overall", *DIMENSIONS)
    scores = np.clip(stream.normal(3.0, 0.7, (n, len(scales))), 1, 5)
    return Panel(
        name="panel",
        epoch="2026Q3",
        demo=demo,
        scale_ids=scales,
        scores=scores,
        standard_errors=np.full_like(scores, error),
        facets={
            "category": tuple(("beauty", "food")[i % 2] for i in range(n)),
            "gmv_tier": tuple(("G2", "G3", "G4")[i % 3] for i in range(n)),
            "lead_position": tuple(("F", "mixed", "A", "S")[i % 4] for i in range(n)),
            "price_band": tuple(("low", "mid", "high")[i % 3] for i in range(n)),
        },
    )
