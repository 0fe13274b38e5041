"""Scoring a closed wave, and reading back what was scored."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from assessment.access.viewer import System, Viewer
from assessment.content import loader
from assessment.content.panels import demo_panel
from assessment.domain.engagement import Merchant, Wave
from assessment.domain.errors import AccessDenied, NotFound, NotScoredYet
from assessment.domain.instrument import Instrument
from assessment.domain.knowledge import Knowledge
from assessment.domain.organization import Facts
from assessment.services.context import Context
from assessment.services.evidence import evidence_of
from assessment.services.memory import Memory
from assessment.services.scope import scoped
from assessment.services.waves import Fielding, bound_run, wave_for
from assessment.storage import codec, panel_store, run_store, wave_store
from assessment.storage.database import Connection
from assessment.storage.panel_store import ServedCell
from assessment.storage.run_store import RunRecord
from scoring.benchmark import Panel
from scoring.pipeline import WaveEvidence, Yardsticks, score_wave
from scoring.results import METHOD_VERSION, WaveResult

Progress = Callable[[str, float], None]
Scorer = Callable[[WaveEvidence, Yardsticks, Progress | None], WaveResult]
YardstickMaker = Callable[[Merchant], Yardsticks]
Change = Literal["facts", "method", "answers_or_peers"]
"""What can be newer than a run: organization facts, the method or knowledge base, or anything else that is
measured (a response left out or taken back, other peers)."""

RESULTS_KEPT: Final = 32
KNOWLEDGE_KEPT: Final = 4


@dataclass(frozen=True, slots=True)
class StoredRun:
    """One scoring with everything it was made from, as it was then.

    `input_digest` is over everything that went into it; `benchmark_digest` names the epoch of peers it was
    compared with, "" where there was none.
    """

    id: str
    wave: Wave
    merchant: Merchant
    instrument: Instrument
    knowledge: Knowledge
    facts: Facts
    result: WaveResult
    created_at: datetime
    input_digest: str = ""
    benchmark_digest: str = ""


@dataclass(frozen=True, slots=True)
class ListedWave:
    """One line of the list of all waves: counts, never content."""

    wave: Wave
    merchant_name: str
    n_submitted: int


def shipped_yardsticks(merchant: Merchant) -> Yardsticks:
    """Return the shipped knowledge base; synthetic peers for synthetic merchants only."""
    return Yardsticks(knowledge=loader.knowledge(), panel=demo_panel() if merchant.demo else None)


def nobody_waits(merchant: Merchant) -> None:
    """Do nothing after a scoring."""


@scoped
class Analysis:
    """Use cases of whoever may read results."""

    def __init__(
        self,
        context: Context,
        *,
        scorer: Scorer = score_wave,
        yardsticks: YardstickMaker = shipped_yardsticks,
        scored: Callable[[Merchant], None] = nobody_waits,
    ) -> None:
        self._context = context
        self._scored = scored
        self._scorer = scorer
        self._yardsticks = yardsticks
        self._results: Memory[WaveResult] = Memory(RESULTS_KEPT)
        self._knowledge: Memory[Knowledge] = Memory(KNOWLEDGE_KEPT)

    def score(self, viewer: Viewer, wave_id: str, progress: Progress | None = None) -> StoredRun:
        """Score the submitted responses of a closed wave and append the run.

        No transaction is open while scoring. The same answers, facts, knowledge and method give the run
        that is there already, which becomes the latest one again.
        Raises NotFound, AccessDenied, NothingToScore (nothing submitted, or the wave is still open).
        """
        fielding, evidence = self._context.database.read(
            lambda connection: self._gather(connection, viewer, wave_id)
        )
        yardsticks = self._yardsticks(fielding.merchant)
        digest = input_digest(evidence, yardsticks)
        if self._context.database.read(lambda c: run_store.run_of_input(c, wave_id, digest)):
            run_id = self._context.database.write(lambda c: run_store.bring_forward(c, wave_id, digest))
            return self._stored_run(viewer, run_id)
        result = self._scorer(evidence, yardsticks, progress)
        record = RunRecord(
            id=self._context.new_id(),
            wave_id=wave_id,
            input_digest=digest,
            method_version=result.method_version,
            knowledge_digest=yardsticks.knowledge.digest,
            epoch=result.epoch,
            facts=codec.encode(dict(evidence.facts)),
            result=codec.encode(result),
            created_at=self._context.clock(),
        )
        served = self._served(yardsticks.panel, result, record)
        run_id = self._append(record, codec.encode(yardsticks.knowledge), served)
        self._scored(fielding.merchant)
        return self._stored_run(viewer, run_id)

    def _served(self, panel: Panel | None, result: WaveResult, run: RunRecord) -> ServedCell | None:
        """Describe which cut of which stored epoch a run tells, if any."""
        card = result.peer_card
        if panel is None or not panel.id or card is None:
            return None
        filters = json.dumps(dict(card.facets), ensure_ascii=False, sort_keys=True)
        new = self._context.new_id()
        return ServedCell(new, panel.id, filters, card.n, run.wave_id, run.id, run.created_at)

    def _append(self, record: RunRecord, knowledge: str, served: ServedCell | None) -> str:
        """Store a run, and which peers it tells of, unless an equal one came first; return its id."""

        def work(connection: Connection) -> str:
            first = run_store.run_of_input(connection, record.wave_id, record.input_digest)
            if first is not None:
                return run_store.bring_forward(connection, record.wave_id, record.input_digest)
            run_store.keep_knowledge(connection, record.knowledge_digest, knowledge, record.created_at)
            run_store.add_run(connection, record)
            if served is not None:
                panel_store.add_served(connection, served)
            return record.id

        return self._context.database.write(work)

    def latest(self, viewer: Viewer, wave_id: str) -> StoredRun:
        """Return the newest run of a wave. Raises NotFound, AccessDenied, NotScoredYet."""

        def work(connection: Connection) -> str | None:
            bound = bound_run(viewer)
            wave_for(connection, viewer, "read_results", wave_id, run_id=bound)
            return bound or run_store.latest_run_id(connection, wave_id)

        run_id = self._context.database.read(work)
        if run_id is None:
            raise NotScoredYet
        return self._stored_run(viewer, run_id)

    def changes(self, viewer: Viewer, wave_id: str) -> tuple[Change, ...]:
        """Tell what is newer than the latest run: empty when scoring now would give this very run.

        Raises NotFound, AccessDenied (readers), NothingToScore, NotScoredYet.
        """

        def work(connection: Connection) -> tuple[Fielding, WaveEvidence, RunRecord]:
            fielding, evidence = self._gather(connection, viewer, wave_id)
            run_id = run_store.latest_run_id(connection, wave_id)
            record = None if run_id is None else run_store.find_run(connection, run_id)
            if record is None:
                raise NotScoredYet
            return fielding, evidence, record

        fielding, evidence, record = self._context.database.read(work)
        yardsticks = self._yardsticks(fielding.merchant)
        if input_digest(evidence, yardsticks) == record.input_digest:
            return ()
        made = (record.method_version, record.knowledge_digest)
        found: dict[Change, bool] = {
            "facts": dict(codec.decode_facts(record.facts)) != dict(evidence.facts),
            "method": made != (METHOD_VERSION, yardsticks.knowledge.digest),
        }
        return tuple(change for change, holds in found.items() if holds) or ("answers_or_peers",)

    def latest_closed_wave(self, viewer: Viewer) -> str | None:
        """Return the id of the wave that was closed last in the whole database, for the machine itself.

        Raises AccessDenied for everybody else.
        """
        if not isinstance(viewer, System):
            raise AccessDenied(action="latest_closed_wave")
        return self._context.database.read(wave_store.latest_closed)

    def every_wave(self, viewer: Viewer) -> tuple[ListedWave, ...]:
        """List the waves of the whole database, newest first, for the machine itself.

        Raises AccessDenied for everybody else.
        """
        if not isinstance(viewer, System):
            raise AccessDenied(action="every_wave")
        return tuple(ListedWave(*line) for line in self._context.database.read(wave_store.every_wave))

    def run(self, viewer: Viewer, run_id: str) -> StoredRun:
        """Return one run by its id. Raises NotFound, AccessDenied."""
        return self._stored_run(viewer, run_id)

    def _gather(self, connection: Connection, viewer: Viewer, wave_id: str) -> tuple[Fielding, WaveEvidence]:
        """Read everything that scoring needs. Raises NotFound, AccessDenied, NothingToScore."""
        fielding = wave_for(connection, viewer, "score", wave_id)
        return fielding, evidence_of(connection, self._context, fielding)

    def _stored_run(self, viewer: Viewer, run_id: str) -> StoredRun:
        """Load a run for a viewer; what never changes is parsed once. Raises NotFound, AccessDenied."""

        def work(connection: Connection) -> StoredRun:
            record = run_store.find_run(connection, run_id)
            if record is None:
                raise NotFound
            fielding = wave_for(connection, viewer, "read_results", record.wave_id, run_id=run_id)
            result = self._results.get(record.id, lambda: codec.decode(record.result, WaveResult))
            return StoredRun(
                id=record.id,
                wave=fielding.wave,
                merchant=fielding.merchant,
                instrument=self._context.instruments.parsed(connection, fielding.wave.instrument_digest),
                knowledge=self._knowledge_of(connection, record.knowledge_digest),
                facts=codec.decode_facts(record.facts),
                result=result,
                created_at=record.created_at,
                input_digest=record.input_digest,
                benchmark_digest=_benchmark_digest(connection, run_id, result),
            )

        return self._context.database.read(work)

    def _knowledge_of(self, connection: Connection, digest: str) -> Knowledge:
        return self._knowledge.get(
            digest, lambda: codec.decode(run_store.stored_knowledge(connection, digest), Knowledge)
        )


def _benchmark_digest(connection: Connection, run_id: str, result: WaveResult) -> str:
    """Digest of the epoch that a run tells of; for peers that come with the product, of their name."""
    if result.peer_card is None:
        return ""
    stored = panel_store.digest_served(connection, run_id)
    return stored or codec.digest_of((result.peer_card.panel, result.peer_card.epoch))


def input_digest(evidence: WaveEvidence, yardsticks: Yardsticks) -> str:
    """SHA-256 over everything that can change a result; the order of responses cannot."""
    panel = yardsticks.panel
    responses = [
        (r.id, r.role, r.form, r.answers.hex(), sorted(r.notes, key=lambda note: note.item_id))
        for r in sorted(evidence.responses, key=lambda r: r.id)
    ]
    return codec.digest_of(
        (
            METHOD_VERSION,
            evidence.instrument.digest,
            yardsticks.knowledge.digest,
            None if panel is None else (panel.name, panel.epoch, panel.digest),
            evidence.merchant,
            dict(evidence.facts),
            evidence.n_invited,
            responses,
            evidence.mode,
            sorted((response.id, reason) for response, reason in evidence.excluded),
            dict(sorted(evidence.seconds.items())),
        )
    )
