"""The recommended organization of a wave: scenarios, what-if, and what a consultant changes by hand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Protocol

from assessment.access.viewer import Viewer
from assessment.domain.errors import FieldInvalid, NotFound, StaleRevision
from assessment.domain.scenario import BASE_SCENARIO, LineEdit, Settings
from assessment.domain.structure import Structure
from assessment.services.analysis import Analysis, StoredRun
from assessment.services.context import Context
from assessment.services.fields import name_field, operation_field
from assessment.services.memory import Memory
from assessment.services.proposing import ground_of, propose_late, require_proposable
from assessment.services.scenario_fields import Allowed, checked_edit, checked_settings
from assessment.services.scope import scoped
from assessment.services.structures import decided_by
from assessment.services.waves import wave_for
from assessment.storage import codec, scenario_store, structure_store, trail_store, wave_store
from assessment.storage.database import Connection
from assessment.storage.operations import Operation, once
from assessment.storage.scenario_store import Scenario
from assessment.storage.trail_store import TrailEntry
from scoring.organization.advice import Proposal
from scoring.organization.ground import Ground

__all__ = ["Proposals", "Proposer", "Scenario", "TrailEntry"]

PROPOSALS_KEPT: Final = 64
MAX_SCENARIOS: Final = 20
MAX_LINES: Final = 500
"""Lines of one wave that carry an edit."""
BASE: Final = Scenario(BASE_SCENARIO, "", Settings(), chosen=True, revision=0)
"""Changes nothing; its name is a matter of the catalogues."""
DRAFT_SCENARIO: Final = "draft"
"""Id under which settings are tried out that nobody has saved."""


class Proposer(Protocol):
    """Works out a recommendation, as `scoring.organization.proposal.propose` does."""

    def __call__(
        self,
        ground: Ground,
        *,
        scenario: str,
        name: str,
        settings: Settings,
        edits: tuple[LineEdit, ...],
    ) -> Proposal:
        """Return the recommended organization under these settings."""
        ...


@dataclass(frozen=True, slots=True)
class _Standing:
    """What beside the run goes into a recommendation, as one transaction read it."""

    structure: Structure | None
    structure_revision: int
    scenarios: tuple[Scenario, ...]
    edits: tuple[LineEdit, ...]

    def scenario(self, scenario_id: str) -> Scenario:
        """Return one of the wave's scenarios. Raises NotFound."""
        found = next((one for one in self.scenarios if one.id == scenario_id), None)
        if found is None:
            raise NotFound
        return found


@scoped
class Proposals:
    """Use cases of whoever may read results; only owners and the machine itself change anything."""

    def __init__(self, context: Context, analysis: Analysis, *, proposer: Proposer = propose_late) -> None:
        self._context = context
        self._analysis = analysis
        self._proposer = proposer
        self._proposals: Memory[Proposal] = Memory(PROPOSALS_KEPT)

    def scenarios(self, viewer: Viewer, wave_id: str) -> tuple[Scenario, ...]:
        """List the scenarios of a wave, the base scenario first. Raises NotFound, AccessDenied."""
        return self._standing(viewer, wave_id).scenarios

    def proposal(self, viewer: Viewer, wave_id: str, scenario_id: str = BASE_SCENARIO) -> Proposal:
        """Return the recommendation for the newest run under one scenario, with all edits applied.

        Raises NotFound, AccessDenied, NotScoredYet, NothingProposed.
        """
        run = require_proposable(self._analysis.latest(viewer, wave_id))
        standing = self._standing(viewer, wave_id)
        return self._propose(run, standing, standing.scenario(scenario_id))

    def printed(self, viewer: Viewer, run: StoredRun) -> Proposal:
        """Return what the report of a run prints: the chosen scenario with all edits.

        Raises NotFound, AccessDenied, NothingProposed.
        """
        require_proposable(run)
        standing = self._standing(viewer, run.wave.id)
        return self._propose(run, standing, next(one for one in standing.scenarios if one.chosen))

    def try_out(self, viewer: Viewer, wave_id: str, settings: Settings) -> Proposal:
        """Return the recommendation under settings that nobody saved; nothing is stored.

        Raises FieldInvalid (see `checked_settings`), NotFound, AccessDenied, NotScoredYet, NothingProposed.
        """
        run = require_proposable(self._analysis.latest(viewer, wave_id))
        checked = checked_settings(settings, Allowed(run.instrument, run.knowledge))
        draft = Scenario(DRAFT_SCENARIO, "", checked, chosen=False, revision=0)
        return self._propose(run, self._standing(viewer, wave_id), draft)

    def save_scenario(  # noqa: PLR0913 - what is changed is named by its id and revision
        self,
        viewer: Viewer,
        wave_id: str,
        *,
        name: str,
        settings: Settings,
        operation_id: str,
        scenario_id: str | None = None,
        revision: int | None = None,
    ) -> str:
        """Store a new scenario, or another name and settings of an old one; return its id.

        Parameters
        ----------
        name
            1 to 60 characters, once a wave.
        settings
            See `checked_settings`.
        operation_id
            The same id again changes nothing and returns the same scenario.
        scenario_id
            The scenario to change; None makes a new one.
        revision
            Of the scenario that was changed; None overwrites whatever is there.

        Raises
        ------
        StaleRevision
            If somebody else saved meanwhile; then nothing is stored.
        FieldInvalid, TextTooLong
            Naming the field; ``scenario`` for the base scenario and for more than 20 of them.
        NotFound, AccessDenied, NotScoredYet, NothingProposed
        """
        run = require_proposable(self._analysis.latest(viewer, wave_id))
        called = name_field("scenario_name", name)
        checked = checked_settings(settings, Allowed(run.instrument, run.knowledge))
        new_id = self._context.new_id()

        def change(connection: Connection, now: datetime) -> _Change:
            known = scenario_store.scenarios(connection, wave_id)
            if any(one.name == called and one.id != scenario_id for one in known):
                raise FieldInvalid(field="scenario_name", reason="taken")
            if scenario_id is None:
                if len(known) >= MAX_SCENARIOS:
                    raise FieldInvalid(field="scenario", reason="too_many", limit=MAX_SCENARIOS)
                new = Scenario(new_id, called, checked, chosen=False, revision=1)
                scenario_store.add(connection, wave_id, new, now)
                return _Change("scenario_added", new_id, called)
            current = _locked(connection, wave_id, scenario_id)
            if revision not in (None, current):
                raise StaleRevision(expected=revision, current=current)
            changed = Scenario(scenario_id, called, checked, chosen=False, revision=current + 1)
            scenario_store.replace(connection, changed, now)
            return _Change("scenario_changed", scenario_id, called)

        return self._change(viewer, wave_id, ("scenario", operation_id), change)

    def delete_scenario(self, viewer: Viewer, wave_id: str, scenario_id: str, *, operation_id: str) -> None:
        """Delete a scenario; if it was chosen, the report prints the base scenario again.

        Raises FieldInvalid (scenario, fixed) for the base scenario, NotFound, AccessDenied.
        """

        def change(connection: Connection, _: datetime) -> _Change:
            _locked(connection, wave_id, scenario_id)
            name = _name_of(connection, wave_id, scenario_id)
            scenario_store.remove(connection, wave_id, scenario_id)
            return _Change("scenario_deleted", scenario_id, name)

        self._change(viewer, wave_id, ("scenario_delete", operation_id), change)

    def choose(self, viewer: Viewer, wave_id: str, scenario_id: str, *, operation_id: str) -> None:
        """Let reports print this scenario from now on. Raises NotFound, AccessDenied."""

        def change(connection: Connection, _: datetime) -> _Change:
            if scenario_id == BASE_SCENARIO:
                scenario_store.choose(connection, wave_id, None)
                return _Change("scenario_chosen", BASE_SCENARIO, "")
            _locked(connection, wave_id, scenario_id)
            scenario_store.choose(connection, wave_id, scenario_id)
            return _Change("scenario_chosen", scenario_id, _name_of(connection, wave_id, scenario_id))

        self._change(viewer, wave_id, ("scenario_choose", operation_id), change)

    def edit(self, viewer: Viewer, wave_id: str, edit: LineEdit, *, operation_id: str) -> None:
        """Accept, change or reject one line of the recommendation; it holds under every scenario and run.

        The newest edit of a line replaces the earlier one. Raises FieldInvalid, TextTooLong (see
        `checked_edit`; ``line``, too_many for more than 500 lines), NotFound, AccessDenied.
        """
        checked = checked_edit(edit)

        def change(connection: Connection, now: datetime) -> _Change:
            lines = {one.line for one in trail_store.edits(connection, wave_id)}
            if checked.line not in lines and len(lines) >= MAX_LINES:
                raise FieldInvalid(field="line", reason="too_many", limit=MAX_LINES)
            trail_store.add_edit(connection, wave_id, checked.line, checked, now)
            return _Change(f"line_{checked.action}", checked.line, _told(checked))

        self._change(viewer, wave_id, ("edit", operation_id), change)

    def undo_edit(self, viewer: Viewer, wave_id: str, line: str, *, operation_id: str) -> None:
        """Take back what was done by hand with a line: it is again what is computed.

        Raises NotFound (also for a line without an edit), AccessDenied.
        """

        def change(connection: Connection, now: datetime) -> _Change:
            if line not in {one.line for one in trail_store.edits(connection, wave_id)}:
                raise NotFound
            trail_store.add_edit(connection, wave_id, line, None, now)
            return _Change("line_restored", line, "")

        self._change(viewer, wave_id, ("edit_undo", operation_id), change)

    def trail(self, viewer: Viewer, wave_id: str) -> tuple[TrailEntry, ...]:
        """List who did what, newest first. Raises NotFound, AccessDenied."""

        def work(connection: Connection) -> tuple[TrailEntry, ...]:
            wave_for(connection, viewer, "read_results", wave_id)
            return trail_store.entries(connection, wave_id)

        return self._context.database.read(work)

    def _standing(self, viewer: Viewer, wave_id: str) -> _Standing:
        def work(connection: Connection) -> _Standing:
            wave_for(connection, viewer, "read_results", wave_id)
            stored = structure_store.load(connection, wave_id)
            named = scenario_store.scenarios(connection, wave_id)
            base = replace(BASE, chosen=not any(one.chosen for one in named))
            edits = trail_store.edits(connection, wave_id)
            return _Standing(stored.structure, stored.revision, (base, *named), edits)

        return self._context.database.read(work)

    def _propose(self, run: StoredRun, standing: _Standing, scenario: Scenario) -> Proposal:
        """Work out a recommendation outside any transaction, once for equal material."""
        told = (scenario.id, scenario.name, scenario.settings, standing.edits)
        key = f"{run.id}:{standing.structure_revision}:{codec.digest_of(told)}"
        return self._proposals.get(
            key,
            lambda: self._proposer(
                ground_of(run, standing.structure),
                scenario=scenario.id,
                name=scenario.name,
                settings=scenario.settings,
                edits=standing.edits,
            ),
        )

    def _change(
        self,
        viewer: Viewer,
        wave_id: str,
        asked: tuple[str, str],
        change: Callable[[Connection, datetime], "_Change"],
    ) -> str:
        """Change something once, in one transaction with its entry in the trail; return its subject."""
        kind, operation_id = asked
        operation = Operation(operation_field(operation_id), kind, wave_id)
        now, by = self._context.clock(), decided_by(viewer)

        def work(connection: Connection) -> str:
            wave_store.lock_wave(connection, wave_id)  # changes of one wave queue up and see each other
            wave = wave_for(connection, viewer, "reorganize", wave_id).wave

            def run() -> Mapping[str, Any]:
                done = change(connection, now)
                entry = TrailEntry(now, by, done.kind, done.subject, done.detail)
                trail_store.add_entry(connection, wave_id, entry)
                return {"subject": done.subject}

            outcome = once(connection, operation, run, workspace_id=wave.workspace_id, at=now)
            return str(outcome.values["subject"])

        return self._context.database.write(work)


@dataclass(frozen=True, slots=True)
class _Change:
    """What a change tells the trail."""

    kind: str
    subject: str
    detail: str


def _locked(connection: Connection, wave_id: str, scenario_id: str) -> int:
    """Hold a scenario and return its revision. Raises FieldInvalid for the base scenario, NotFound."""
    if scenario_id == BASE_SCENARIO:
        raise FieldInvalid(field="scenario", reason="fixed")
    revision = scenario_store.lock_revision(connection, wave_id, scenario_id)
    if revision is None:
        raise NotFound
    return revision


def _name_of(connection: Connection, wave_id: str, scenario_id: str) -> str:
    known = scenario_store.scenarios(connection, wave_id)
    return next((one.name for one in known if one.id == scenario_id), "")


def _told(edit: LineEdit) -> str:
    """Put an edit into one line without words of any language: what was typed, headcount, place."""
    parts = (
        edit.text,
        edit.reason,
        "" if edit.fte is None else f"→ {edit.fte:g}",
        "" if edit.order is None else f"№ {edit.order}",
    )
    return " · ".join(part for part in parts if part)
