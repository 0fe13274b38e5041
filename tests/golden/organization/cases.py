"""Worked cases of organizations: a small file of facts and scores becomes the ground that advice rests on."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from assessment.content.loader import knowledge, shipped_instrument
from assessment.domain.engagement import Merchant
from assessment.domain.instrument import Instrument, SubCapability
from assessment.domain.knowledge import Knowledge
from assessment.domain.organization import Facts
from scoring.organization.derived import TEAM_UNKNOWN_SHARE, Figure, fact_figures, owner_team_gap
from scoring.organization.ground import Ground
from scoring.organization.initiatives import capacity_of, must_force, ranked_initiatives, situation_of
from scoring.organization.rules import operands_of, recommendations
from scoring.readiness import complete_mix
from scoring.results import (
    METHOD_VERSION,
    WITHHELD_NO_ANSWER,
    WITHHELD_NO_PEERS,
    WITHHELD_NOT_APPLICABLE,
    DataQuality,
    ItemResult,
    Resemblance,
    RoleGap,
    Score,
    ScoreKind,
    VarianceComponents,
    WaveResult,
)

HERE = Path(__file__).parent
NOT_ASKED = "not_applicable"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a case says of scores.

    `scores` by sub-capability, `items` by item (others have their sub-capability's score); a score that is
    no number is "not_applicable" or "unknown". `error` is everybody's standard error.
    """

    default: float = 3.0
    error: float = 0.2
    scores: Mapping[str, float | str] = field(default_factory=dict)
    items: Mapping[str, float] = field(default_factory=dict)
    owner_gap: Mapping[str, float] = field(default_factory=dict)
    unknown_share: float = 0.05


@dataclass(frozen=True, slots=True)
class Case:
    """One file: the ground, what is expected of it, and why."""

    name: str
    ground: Ground
    expected: Mapping[str, Any]
    why: str


def case_files() -> tuple[Path, ...]:
    """All worked cases, by name."""
    return tuple(sorted(HERE.glob("*.toml")))


def read_case(path: Path) -> Case:
    """Read one file."""
    tree = tomllib.loads(path.read_text(encoding="utf-8"))
    facts = {key: tuple(value) if isinstance(value, list) else value for key, value in tree["facts"].items()}
    ground = ground_of(facts, Evidence(**tree.get("evidence", {})), tier=tree["tier"])
    return Case(path.stem, ground, tree["expected"], tree["why"])


def ground_of(
    facts: Facts, evidence: Evidence, *, tier: str = "G3", known: Knowledge | None = None
) -> Ground:
    """Build a score run as the pipeline would, from scores instead of answers."""
    instrument, base = shipped_instrument(), known or knowledge()
    merchant = Merchant("m", "s", "某商家", "beauty", tier)
    result = _scored(instrument, base, tier, evidence)
    figures = {
        "owner_team_gap": owner_team_gap(result.role_gaps),
        TEAM_UNKNOWN_SHARE: Figure(evidence.unknown_share),
        **fact_figures(facts, tier),
    }
    items = {item.id: item.mean for item in result.items if item.mean is not None}
    operands = operands_of((*result.dimensions, *result.sub_capabilities), items, facts, figures)
    decided = recommendations(base.rules, operands)
    situation = situation_of(instrument, result.sub_capabilities, complete_mix(instrument, facts))
    ranked = ranked_initiatives(
        base.initiatives, situation, decided, capacity_of(tier), force=must_force(operands)
    )
    return Ground(
        instrument, base, merchant, facts, replace(result, recommendations=decided, initiatives=ranked)
    )


def _scored(instrument: Instrument, base: Knowledge, tier: str, evidence: Evidence) -> WaveResult:
    target = base.targets.get(tier)
    subs = tuple(_sub(part, evidence, target) for part in instrument.sub_capabilities)
    dimensions = tuple(
        _dimension(
            d.id, [s for s, p in zip(subs, instrument.sub_capabilities, strict=True) if p.dimension == d.id]
        )
        for d in instrument.dimensions
    )
    gaps = tuple(RoleGap(d, "team", gap, 0.2, exceeds_noise=True) for d, gap in evidence.owner_gap.items())
    return WaveResult(
        method_version=METHOD_VERSION,
        instrument_id=instrument.id,
        instrument_version=instrument.version,
        instrument_digest=instrument.digest,
        knowledge_digest=base.digest,
        epoch="worked case",
        demo=False,
        overall=score("overall", "overall", evidence.default, evidence.error, target),
        dimensions=dimensions,
        sub_capabilities=subs,
        overlays=(),
        items=_items(instrument, evidence, {s.id: s.value for s in subs}),
        roles=(),
        role_gaps=gaps or (RoleGap("CO", "team", 0.1, 0.2, exceeds_noise=False),),
        components=VarianceComponents(0.2, 0.1, 0.5, 0.35, 1.0),
        readiness=(),
        resemblance=Resemblance((), mixed=False, atypical=False, dimensions_used=()),
        peer_card=None,
        standings=(),
        peers_withheld=WITHHELD_NO_PEERS,
        recommendations=(),
        initiatives=(),
        data_quality=DataQuality(7, 7, (), 100, 95, 5, 0, 0, 0, ()),
    )


def _sub(part: SubCapability, evidence: Evidence, target: float | None) -> Score:
    value = evidence.scores.get(part.id, evidence.default)
    if isinstance(value, str):
        reason = WITHHELD_NOT_APPLICABLE if value == NOT_ASKED else WITHHELD_NO_ANSWER
        return Score(part.id, "sub_capability", None, None, None, None, 0, 0, reason)
    return score(part.id, "sub_capability", value, evidence.error, target)


def _dimension(name: str, parts: list[Score]) -> Score:
    """Mean of the known parts; its error as if they shared none."""
    known = [s for s in parts if s.value is not None]
    if not known:
        return replace(parts[0], id=name, kind="dimension")
    value = sum(s.value or 0.0 for s in known) / len(known)
    error = sum((s.standard_error or 0.0) ** 2 for s in known) ** 0.5 / len(known)
    return score(name, "dimension", value, error, known[0].target)


def score(name: str, kind: ScoreKind, value: float, error: float, target: float | None) -> Score:
    """One score that is not withheld, with its interval and gap."""
    low, high = max(1.0, value - 1.96 * error), min(5.0, value + 1.96 * error)
    gap = None if target is None else max(0.0, target - value)
    return Score(name, kind, value, error, low, high, 20, 5, target=target, gap=gap)


def _items(
    instrument: Instrument, evidence: Evidence, parts: Mapping[str, float | None]
) -> tuple[ItemResult, ...]:
    means = {
        item.id: evidence.items.get(item.id, parts.get(item.sub_capability or ""))
        for item in instrument.items
    }
    return tuple(ItemResult(name, mean, (), 0, 0, 0, None, None) for name, mean in means.items())
