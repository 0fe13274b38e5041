"""Shared panels that grow from merchants' own closed waves, each with its consent."""

import secrets
from dataclasses import dataclass
from typing import Final

from assessment.content import loader
from assessment.domain.engagement import Merchant
from assessment.domain.errors import NothingToScore
from assessment.domain.knowledge import Knowledge
from assessment.domain.organization import EpochNorms
from assessment.domain.peers import FEWEST_IN_POOL, changes_needed
from assessment.services.context import Context
from assessment.services.engagements import INSTRUMENT
from assessment.services.evidence import evidence_of, with_unproven_capped
from assessment.services.panel_content import Member, content_from, member_key, owner_key
from assessment.services.scope import scoped, unscoped
from assessment.services.waves import Fielding
from assessment.services.yardsticks import knowledge_with_norms
from assessment.storage import codec, consent_store, panel_store, wave_store
from assessment.storage.database import Connection
from assessment.storage.panel_store import EpochRecord, PanelRecord
from scoring.benchmark import peer_profile
from scoring.pipeline import WaveEvidence, Yardsticks, score_wave
from scoring.readiness import complete_mix
from scoring.results import Score, WaveResult

POOL_NAME: Final = "共享对标库 · shared panel"
SALT_BYTES: Final = 32
POOL_SOURCE: Final = "各商家同意贡献的已结束测评 / closed waves that merchants agreed to contribute"


@dataclass(frozen=True, slots=True)
class PoolState:
    """A pool as it is: its epoch in force and who would be in the next one."""

    panel: PanelRecord | None
    epoch: EpochRecord | None
    present: frozenset[bytes]
    next: tuple[tuple[Merchant, str], ...]

    @property
    def changed(self) -> int:
        """How many merchants would join or leave with the next epoch."""
        if self.panel is None:
            return len(self.next)
        salt = self.panel.salt
        return len(self.present ^ {member_key(salt, merchant.id) for merchant, _ in self.next})

    @property
    def needed(self) -> int:
        """How many must join or leave: ten for the first epoch, then max(5, 10 %)."""
        return FEWEST_IN_POOL if self.epoch is None else changes_needed(len(self.present))

    @property
    def due(self) -> bool:
        """Whether the rule allows a new epoch."""
        return len(self.next) >= FEWEST_IN_POOL and self.changed >= self.needed

    @property
    def rests(self) -> bool:
        """Whether so many left that no epoch is to be told any more: under ten, by the rule for a new one."""
        return self.epoch is not None and len(self.next) < FEWEST_IN_POOL and self.changed >= self.needed


def pool_state(connection: Connection, workspace_id: str | None) -> PoolState:
    """Read a pool (None: that of the installation)."""
    panel = panel_store.panel_named(connection, workspace_id, "pool", POOL_NAME)
    epoch = None if panel is None else panel_store.latest_epoch(connection, panel.id)
    present: frozenset[bytes] = frozenset()
    if epoch is not None:
        content = panel_store.content_of(connection, epoch.id)
        present = frozenset(content.keys(content.members))
    upcoming = consent_store.contributors(connection, workspace_id, INSTRUMENT)
    return PoolState(panel, epoch, present, upcoming)


@scoped
class Pools:
    """Makes the next epoch of a pool when the rule allows it."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @unscoped
    def after_scoring(self, merchant: Merchant) -> None:
        """Look at the pool to which a merchant contributes, if it does."""
        consent = self._context.database.read(lambda c: consent_store.in_force(c, merchant.id))
        if consent is not None:
            self.refresh(None if consent.scope == "pool" else consent.workspace_id)

    @unscoped
    def refresh(self, workspace_id: str | None) -> None:
        """Make the next epoch of a pool if enough merchants joined or left, or let the pool rest.

        A pool rests when so many left that under ten remain: its last epoch is told to nobody from then on.
        It wakes with ten members.
        No transaction is open while the waves are scored; if another epoch was made meanwhile, this one is
        dropped.
        """
        self._context.database.write(lambda connection: self._rest_or_wake(connection, workspace_id))
        read = self._context.database.read(lambda connection: self._gather(connection, workspace_id))
        if read is None:
            return
        state, evidence = read
        if len(evidence) < FEWEST_IN_POOL:
            return
        salt = secrets.token_bytes(SALT_BYTES) if state.panel is None else state.panel.salt
        number = 1 if state.epoch is None else state.epoch.number + 1
        norms = pool_norms(evidence, f"pool-{number}")
        knowledge = knowledge_with_norms(loader.knowledge(), norms)
        scored = [(one, score_wave(one, Yardsticks(knowledge, None))) for one in evidence]
        members = [_member(one, result, salt) for one, result in scored if _has_scores(result)]
        changed = len(state.present ^ {member.key for member in members})
        if len(members) < FEWEST_IN_POOL or changed < state.needed:
            return
        content = content_from(members, tuple(score.id for score in _scores_of(scored[0][1])))
        packed, digest = panel_store.pack(content)
        panel = state.panel or self._new_panel(workspace_id, salt)
        epoch = EpochRecord(
            id=self._context.new_id(),
            panel_id=panel.id,
            number=number,
            n_merchants=content.n,
            digest=digest,
            source_digest=None,
            as_of=self._context.clock().date().isoformat(),
            source=POOL_SOURCE,
            norms=codec.encode(norms),
            created_at=self._context.clock(),
        )
        self._context.database.write(lambda connection: _append(connection, panel, epoch, packed))

    def _rest_or_wake(self, connection: Connection, workspace_id: str | None) -> None:
        """Take a pool out of use when it rests, and back when its last epoch may be told again."""
        state = pool_state(connection, workspace_id)
        if state.panel is None or state.epoch is None:
            return
        if state.rests and state.panel.withdrawn_at is None:
            panel_store.set_withdrawn(connection, state.panel.id, self._context.clock())
        elif len(state.next) >= FEWEST_IN_POOL and not state.due and state.panel.withdrawn_at is not None:
            panel_store.set_withdrawn(connection, state.panel.id, None)

    def _new_panel(self, workspace_id: str | None, salt: bytes) -> PanelRecord:
        now = self._context.clock()
        return PanelRecord(
            id=self._context.new_id(),
            workspace_id=workspace_id,
            kind="pool",
            name=POOL_NAME,
            as_of=now.date().isoformat(),
            source=POOL_SOURCE,
            demo=False,
            salt=salt,
            created_at=now,
        )

    def _gather(
        self, connection: Connection, workspace_id: str | None
    ) -> tuple[PoolState, tuple[WaveEvidence, ...]] | None:
        """Read the waves of the next epoch, None while it is not due."""
        state = pool_state(connection, workspace_id)
        if not state.due:
            return None
        found = (self._evidence(connection, merchant, wave_id) for merchant, wave_id in state.next)
        return state, tuple(one for one in found if one is not None)

    def _evidence(self, connection: Connection, merchant: Merchant, wave_id: str) -> WaveEvidence | None:
        wave = wave_store.find_wave(connection, wave_id)
        if wave is None:
            return None
        try:
            evidence = evidence_of(connection, self._context, Fielding(wave, merchant))
        except NothingToScore:
            return None
        return with_unproven_capped(evidence)


def _append(connection: Connection, panel: PanelRecord, epoch: EpochRecord, packed: bytes) -> None:
    """Store an epoch unless another one came first."""
    there = panel_store.panel_named(connection, panel.workspace_id, "pool", panel.name, hold=True)
    if there is None:
        panel_store.add_panel(connection, panel)
    latest = None if there is None else panel_store.latest_epoch(connection, there.id)
    if (0 if latest is None else latest.number) == epoch.number - 1 and (there is None or there == panel):
        panel_store.add_epoch(connection, epoch, packed)
        panel_store.set_withdrawn(connection, panel.id, None)


def pool_norms(evidence: tuple[WaveEvidence, ...], version: str) -> EpochNorms:
    """Estimate the norms of a pool's epoch; the shipped ones are the prior."""
    from scoring.panel.norms import estimate_norms  # noqa: PLC0415 - needed for a new epoch only

    prior = shipped_norms(loader.knowledge())
    return estimate_norms(evidence[0].instrument, [one.responses for one in evidence], prior, version)


def shipped_norms(knowledge: Knowledge) -> EpochNorms:
    """Return the norms that ship. Raises ValueError for a knowledge base without any."""
    if knowledge.norms is None:
        raise ValueError("the knowledge base has no norms")
    return knowledge.norms


def _scores_of(result: WaveResult) -> tuple[Score, ...]:
    return (result.overall, *result.dimensions, *result.sub_capabilities, *result.overlays)


def _has_scores(result: WaveResult) -> bool:
    return any(score.value is not None for score in result.dimensions)


def _member(evidence: WaveEvidence, result: WaveResult, salt: bytes) -> Member:
    """Take out of a result what enters the pool."""
    merchant, scores = evidence.merchant, _scores_of(result)
    profile = peer_profile(merchant, complete_mix(evidence.instrument, evidence.facts), evidence.facts)
    return Member(
        key=member_key(salt, merchant.id),
        owner=owner_key(salt, merchant.name, merchant.id),
        facets=(
            profile.category,
            profile.gmv_tier,
            profile.lead_position or "",
            profile.price_band or "",
        ),
        scores=tuple(score.value for score in scores),
        errors=tuple(score.standard_error for score in scores),
    )
