"""The one door of the room: answers and yardsticks in, one frozen result out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from assessment.domain.engagement import Merchant, WaveMode
from assessment.domain.errors import NothingToScore
from assessment.domain.instrument import Instrument
from assessment.domain.knowledge import Knowledge
from assessment.domain.organization import Facts
from assessment.domain.response import Response
from scoring.agreement import scale_agreement
from scoring.archetype_map import archetype_map
from scoring.arrays import FloatArray
from scoring.benchmark import Cell, Panel, choose_cell, peer_card, peer_profile, why_no_cell
from scoring.components import variance_components
from scoring.composites import Basis
from scoring.contradictions import contradictions
from scoring.items import item_results, keyed_item_means
from scoring.matrix import AnswerMatrix, answer_matrix
from scoring.norms import Deviations, deviations, norms_for
from scoring.organization.conditions import Operands
from scoring.organization.derived import derived_figures
from scoring.organization.initiatives import capacity_of, must_force, ranked_initiatives, situation_of
from scoring.organization.rules import operands_of, recommendations
from scoring.practices import missing_practices
from scoring.privacy import NAMED, shielded_figures, shielded_gaps, shielded_roles, shielded_scores
from scoring.quality import Turnout, data_quality
from scoring.ranks import standings
from scoring.readiness import complete_mix, position_readiness
from scoring.resemblance import resemblance
from scoring.response_flags import response_flags
from scoring.results import (
    METHOD_VERSION,
    WITHHELD_NO_PEERS,
    DataQuality,
    Exclusion,
    PeerCard,
    PeerStanding,
    RankedInitiative,
    Recommendation,
    RoleGap,
    Score,
    WaveResult,
)
from scoring.roles import role_gaps, role_scores
from scoring.scales import dimension_specs
from scoring.scores import Ruler, ScaleScores, ruler_for, scale_scores
from scoring.snowball import snowball

STAGES: Final = ("answers", "scores", "roles", "organization", "peers", "done")
"""Stage codes that `progress` receives, in order."""

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class WaveEvidence:
    """What one wave brought in.

    `responses` are the submitted ones that count (whoever calls leaves drafts out); `n_invited` people were
    asked. `mode` decides what may be said about single answers. `excluded` are submitted responses that were
    left out by hand, with the reason. `seconds` is the median time that an item took, by id of the response,
    where it is known.
    """

    instrument: Instrument
    responses: tuple[Response, ...]
    merchant: Merchant
    facts: Facts
    n_invited: int
    mode: WaveMode = "named"
    excluded: tuple[tuple[Response, str], ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Yardsticks:
    """What evidence is judged with: the knowledge base, and peers if there are any."""

    knowledge: Knowledge
    panel: Panel | None


@dataclass(frozen=True, slots=True)
class _Measured:
    """Answers adjusted, components estimated, scores given."""

    matrix: AnswerMatrix
    adjusted: Deviations
    epoch: str
    effects: FloatArray
    ruler: Ruler
    scores: ScaleScores

    def basis(self, instrument: Instrument) -> Basis:
        """Give what weighted means of sub-capabilities are made of."""
        return Basis(instrument, self.matrix, self.adjusted, self.scores.sub_capabilities, self.ruler)


@dataclass(frozen=True, slots=True)
class _Advice:
    """What follows for the organization."""

    recommendations: tuple[Recommendation, ...] = ()
    initiatives: tuple[RankedInitiative, ...] = ()


@dataclass(frozen=True, slots=True)
class _Peers:
    """How the merchant stands among others, or why that is not said."""

    card: PeerCard | None
    standings: tuple[PeerStanding, ...]
    withheld: str | None
    panel: Panel | None = None
    cell: Cell | None = None

    def scores(self, dimensions: tuple[str, ...]) -> FloatArray | None:
        """Return the peers' scores of these dimensions, shape (n_peers, n_dimensions); None without peers."""
        if self.panel is None or self.cell is None or not set(dimensions) <= set(self.panel.scale_ids):
            return None
        columns = [self.panel.scale_ids.index(d) for d in dimensions]
        return np.asarray(self.panel.scores[self.cell.members][:, columns])


def score_wave(
    evidence: WaveEvidence, yardsticks: Yardsticks, progress: Progress | None = None
) -> WaveResult:
    """Score one wave of one merchant.

    Parameters
    ----------
    evidence : responses to one instrument, with the merchant and its facts.
    yardsticks : knowledge base and peers. A synthetic panel is used for synthetic merchants only.
    progress : called with a stage code of `STAGES` and the share done, 0-1.

    Returns
    -------
    The result; numbers that the evidence does not carry are None with a reason. Targets, archetypes, rules
    and initiatives apply only to instruments that measure the dimensions of the knowledge base.

    Raises
    ------
    NothingToScore
        There is no response.
    ValueError, AnswerNotAllowed
        A response does not fit the instrument.
    """
    if not evidence.responses:
        raise NothingToScore
    tell = progress or _silent
    tell("answers", 0.0)
    measured = _measure(evidence, yardsticks.knowledge)
    tell("scores", 0.4)
    gaps = _gaps(evidence, measured)
    tell("roles", 0.5)
    advice = _advise(evidence, yardsticks.knowledge, measured, gaps)
    tell("organization", 0.6)
    peers = _compare(evidence, yardsticks.panel, measured.scores)
    tell("peers", 0.9)
    result = _result(evidence, yardsticks.knowledge, measured, gaps, advice, peers)
    tell("done", 1.0)
    return result


def _silent(stage: str, share: float) -> None:
    """Tell nobody."""


def knows(knowledge: Knowledge, instrument: Instrument) -> bool:
    """Whether the knowledge base speaks of what the instrument measures."""
    judged = set(knowledge.archetypes.dimensions)
    return bool(judged) and judged <= {d.id for d in instrument.dimensions}


def _measure(evidence: WaveEvidence, knowledge: Knowledge) -> _Measured:
    instrument = evidence.instrument
    matrix = answer_matrix(instrument, evidence.responses)
    norms = norms_for(instrument, knowledge.norms, matrix)
    adjusted = deviations(matrix, norms)
    widest = ((instrument.scale.high - instrument.scale.low) / 2) ** 2
    components = variance_components(adjusted, dimension_specs(instrument), norms, widest)
    target = knowledge.targets.get(evidence.merchant.gmv_tier) if knows(knowledge, instrument) else None
    ruler = ruler_for(instrument, target, components)
    scores = scale_scores(instrument, matrix, adjusted, ruler)
    scores = shielded_scores(scores, instrument, matrix, evidence.mode)
    return _Measured(matrix, adjusted, norms.epoch, norms.role_effects, ruler, scores)


def _gaps(evidence: WaveEvidence, measured: _Measured) -> tuple[RoleGap, ...]:
    """Compare owner and others, as far as the wave's mode allows."""
    specs = dimension_specs(evidence.instrument)
    gaps = role_gaps(measured.matrix, measured.adjusted, specs, measured.ruler.components)
    return shielded_gaps(gaps, measured.matrix, specs, evidence.mode)


def _advise(
    evidence: WaveEvidence, knowledge: Knowledge, measured: _Measured, gaps: tuple[RoleGap, ...]
) -> _Advice:
    instrument, tier = evidence.instrument, evidence.merchant.gmv_tier
    if not knows(knowledge, instrument):
        return _Advice()
    operands = _operands(evidence, measured, gaps)
    decided = recommendations(knowledge.rules, operands)
    mix = complete_mix(instrument, evidence.facts)
    situation = situation_of(instrument, measured.scores.sub_capabilities, mix)
    ranked = ranked_initiatives(
        knowledge.initiatives, situation, decided, capacity_of(tier), force=must_force(operands)
    )
    return _Advice(decided, ranked)


def _operands(evidence: WaveEvidence, measured: _Measured, gaps: tuple[RoleGap, ...]) -> Operands:
    figures = derived_figures(measured.matrix, gaps, evidence.facts, evidence.merchant.gmv_tier)
    figures = shielded_figures(figures, measured.matrix, evidence.mode)
    scores = (*measured.scores.dimensions, *measured.scores.sub_capabilities)
    items = keyed_item_means(measured.matrix, evidence.instrument, evidence.mode)
    return operands_of(scores, items, evidence.facts, figures)


def _compare(evidence: WaveEvidence, panel: Panel | None, scores: ScaleScores) -> _Peers:
    if panel is None or not _comparable(evidence, panel):
        return _Peers(None, (), WITHHELD_NO_PEERS)
    mix = complete_mix(evidence.instrument, evidence.facts)
    cell = choose_cell(panel, peer_profile(evidence.merchant, mix, evidence.facts))
    if cell is None:
        return _Peers(None, (), why_no_cell(panel))
    own: tuple[Score, ...] = (scores.overall, *scores.dimensions, *scores.sub_capabilities, *scores.overlays)
    scale = evidence.instrument.scale
    placed = standings(panel, cell, own, (float(scale.low), float(scale.high)))
    return _Peers(peer_card(panel, cell), placed, None, panel, cell)


def _comparable(evidence: WaveEvidence, panel: Panel) -> bool:
    """Synthetic peers are for synthetic merchants, and a panel must measure the same dimensions."""
    same = {d.id for d in evidence.instrument.dimensions} <= set(panel.scale_ids)
    return same and (evidence.merchant.demo or not panel.demo)


def _result(
    evidence: WaveEvidence,
    knowledge: Knowledge,
    measured: _Measured,
    gaps: tuple[RoleGap, ...],
    advice: _Advice,
    peers: _Peers,
) -> WaveResult:
    """Put everything together."""
    instrument, matrix, adjusted = evidence.instrument, measured.matrix, measured.adjusted
    scores, ruler = measured.scores, measured.ruler
    basis = measured.basis(instrument)
    specs = dimension_specs(instrument)
    items = item_results(instrument, matrix, adjusted, evidence.mode)
    roles = role_scores(instrument, matrix, adjusted, specs, ruler)
    return WaveResult(
        method_version=METHOD_VERSION,
        instrument_id=instrument.id,
        instrument_version=instrument.version,
        instrument_digest=instrument.digest,
        knowledge_digest=knowledge.digest,
        epoch=measured.epoch,
        demo=evidence.merchant.demo,
        overall=scores.overall,
        dimensions=scores.dimensions,
        sub_capabilities=scores.sub_capabilities,
        overlays=scores.overlays,
        items=items,
        roles=shielded_roles(roles, matrix, specs, evidence.mode),
        role_gaps=gaps,
        components=ruler.components,
        readiness=position_readiness(basis, evidence.facts),
        resemblance=resemblance(knowledge.archetypes, scores.dimensions),
        peer_card=peers.card,
        standings=peers.standings,
        peers_withheld=peers.withheld,
        recommendations=advice.recommendations,
        initiatives=advice.initiatives,
        data_quality=_quality(evidence, measured, advice),
        agreement=scale_agreement(instrument, matrix, specs, evidence.mode),
        answer_flags=response_flags(instrument, evidence.responses, evidence.seconds, evidence.mode),
        contradictions=contradictions(instrument, scores.sub_capabilities, items, evidence.facts),
        exclusions=_exclusions(evidence),
        missing_practices=missing_practices(instrument, items),
        snowball=snowball(basis, peers.panel, peers.cell),
        archetype_map=archetype_map(
            knowledge.archetypes, scores.dimensions, peers.scores(knowledge.archetypes.dimensions)
        ),
        role_effects=_role_effects(measured),
    )


def _quality(evidence: WaveEvidence, measured: _Measured, advice: _Advice) -> DataQuality:
    """Judge what the numbers rest on."""
    return data_quality(
        evidence.instrument,
        measured.matrix,
        evidence.responses,
        Turnout(evidence.n_invited, len(evidence.excluded)),
        measured.scores.dimensions,
        advice.recommendations,
    )


def _exclusions(evidence: WaveEvidence) -> tuple[Exclusion, ...]:
    """Name what was left out by hand: in a named wave with role and answers, always with the reason."""
    levels = evidence.instrument.scale.levels
    return tuple(
        Exclusion(left.role, reason, sum(byte in levels for byte in left.answers))
        if evidence.mode == NAMED
        else Exclusion("", reason, None)
        for left, reason in evidence.excluded
    )


def _role_effects(measured: _Measured) -> tuple[tuple[str, float], ...]:
    """Effect that was taken out of each role's answers, by role id."""
    effects = dict(zip(measured.matrix.roles, measured.effects, strict=True))
    return tuple((role, float(effects[role])) for role in sorted(effects))
