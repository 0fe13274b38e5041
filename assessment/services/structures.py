"""The organization as it is: entered by hand, from a file, or taken from organization facts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, cast

from assessment.access.viewer import Owner, Viewer
from assessment.content import loader, words
from assessment.domain.errors import FileRefused, NothingToUndo, StaleRevision
from assessment.domain.organization import Facts
from assessment.domain.structure import Structure
from assessment.domain.text import Locale
from assessment.intake.problems import Problem
from assessment.services.context import Context
from assessment.services.fields import operation_field, text_field
from assessment.services.memory import Memory
from assessment.services.scope import scoped
from assessment.services.structure_fields import checked_structure
from assessment.services.waves import own_wave, wave_for
from assessment.storage import codec, facts_store, structure_store, trail_store
from assessment.storage.database import Connection
from assessment.storage.operations import Operation, once
from assessment.storage.structure_store import StoredStructure
from assessment.storage.trail_store import DecidedBy, TrailEntry
from scoring.organization.advice import StructureFigures, StructureProblem
from scoring.organization.staffing import staffing_drivers
from scoring.organization.structure_checks import structure_problems
from scoring.organization.structure_facts import structure_from_facts
from scoring.organization.structure_figures import structure_figures

TEMPLATES_KEPT: Final = 16
GUIDE_LINES: Final = tuple(f"line{n}" for n in range(1, 8))
"""Sentences of the catalogues that tell how to fill in the template."""
WHAT_LIMIT: Final = 200
"""Characters of the remark on what a change did."""

if TYPE_CHECKING:
    from assessment.intake.structure_book import Vocabulary


@dataclass(frozen=True, slots=True)
class StructureSheet:
    """The organization with what is wrong in it and what can be counted.

    Without `entered` it is what the organization facts say, and nothing is stored. `revision` is asked back
    by the next change; `can_undo` tells whether there is an earlier state.
    """

    structure: Structure
    entered: bool
    revision: int
    problems: tuple[StructureProblem, ...]
    figures: StructureFigures
    can_undo: bool


@dataclass(frozen=True, slots=True)
class StructureDraft:
    """What a file holds, before anybody stores it.

    `structure` is None for a file that was refused: `refusals` then say where and why. `problems` are those
    of the organization itself; `rows` leads from sheet and entry to the row of the file (the header is 1).
    """

    structure: Structure | None
    problems: tuple[StructureProblem, ...]
    refusals: tuple[Problem, ...]
    rows: Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class _Material:
    """Everything a sheet is made of, as one transaction read it."""

    stored: StoredStructure
    facts: Facts
    gmv_tier: str


Change = Callable[[StoredStructure, StoredStructure | None], StoredStructure | None]
"""From the present state and the one that an undo brings back to the next one; None: nothing changes."""


@scoped
class Structures:
    """Use cases of whoever enters or reads an organization.

    `wave_id` is for the machine itself, which has no wave of its own.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._templates: Memory[bytes] = Memory(TEMPLATES_KEPT)

    def load(self, viewer: Viewer, wave_id: str | None = None) -> StructureSheet:
        """Return the organization of a wave. Raises NotFound, AccessDenied, LinkRevoked."""
        target = wave_id or own_wave(viewer)

        def work(connection: Connection) -> _Material:
            return _material(connection, viewer, target)

        return _sheet(self._context.database.read(work))

    def save(
        self,
        viewer: Viewer,
        structure: Structure,
        *,
        revision: int,
        operation_id: str,
        what: str = "",
        wave_id: str | None = None,
    ) -> StructureSheet:
        """Store a whole organization; what was there stays in the history.

        Cycles, second bosses and impossible headcounts are stored and named in the sheet's problems. A
        structure that changes nothing adds no revision.

        Parameters
        ----------
        structure
            As it shall be from now on.
        revision
            Of the sheet that was changed.
        operation_id
            The same id again changes nothing.
        what
            Remark for the trail, at most 200 characters.
        wave_id
            For the machine itself.

        Raises
        ------
        StaleRevision
            If somebody else saved meanwhile; then nothing is stored.
        FieldInvalid, TextTooLong
            See `checked_structure`.
        NotFound, AccessDenied, LinkRevoked
        """
        target = wave_id or own_wave(viewer)
        checked = checked_structure(structure)
        remark = text_field("what", what, WHAT_LIMIT)
        operation = Operation(operation_field(operation_id), "structure", target)

        def change(now: StoredStructure, _: StoredStructure | None) -> StoredStructure | None:
            _require_current(now, revision)
            if now.structure == checked:
                return None
            return StoredStructure(checked, now.revision + 1, now.revision)

        entry = ("structure_saved", remark)
        return self._change(viewer, target, operation, change, entry)

    def undo(
        self, viewer: Viewer, *, revision: int, operation_id: str, wave_id: str | None = None
    ) -> StructureSheet:
        """Bring back the state before the last change that still stands; undone ones stay in the history.

        Called again it goes back further, in the end to the organization of the facts.
        Raises StaleRevision, NothingToUndo, NotFound, AccessDenied, LinkRevoked.
        """
        target = wave_id or own_wave(viewer)
        operation = Operation(operation_field(operation_id), "structure_undo", target)

        def change(now: StoredStructure, before: StoredStructure | None) -> StoredStructure | None:
            _require_current(now, revision)
            if before is None:
                raise NothingToUndo
            return replace(before, revision=now.revision + 1)

        return self._change(viewer, target, operation, change, ("structure_undone", ""))

    def template(self, viewer: Viewer, locale: Locale, *, wave_id: str | None = None) -> bytes:
        """Return the XLSX template of a language, filled with what is known.

        Raises NotFound, AccessDenied, LinkRevoked.
        """
        from assessment.intake.structure_template import structure_template  # noqa: PLC0415 - loads openpyxl

        structure = self.load(viewer, wave_id).structure
        key = codec.digest_of((structure, locale))
        guide = [words.say(locale, f"intake.structure_guide.{line}") for line in GUIDE_LINES]
        return self._templates.get(key, lambda: structure_template(structure, _vocabulary(), locale, guide))

    def read_file(
        self, viewer: Viewer, file_name: str, content: bytes, *, wave_id: str | None = None
    ) -> StructureDraft:
        """Read a filled template for a preview; nothing is stored, and `save` takes what it holds.

        Raises NotFound, AccessDenied, LinkRevoked; what is wrong with the file is in the draft.
        """
        from assessment.intake.structures import read_structure  # noqa: PLC0415 - loads openpyxl

        target = wave_id or own_wave(viewer)

        def work(connection: Connection) -> Facts:
            wave_for(connection, viewer, "reorganize", target)
            return facts_store.load_facts(connection, target)[0]

        facts = self._context.database.read(work)
        try:
            found = read_structure(content, file_name, _vocabulary())
        except FileRefused as refused:
            return StructureDraft(None, (), cast("tuple[Problem, ...]", refused.fields["problems"]), {})
        problems = structure_problems(found.structure, loader.knowledge().design, facts)
        return StructureDraft(found.structure, problems, (), found.rows)

    def _change(
        self, viewer: Viewer, wave_id: str, operation: Operation, change: Change, entry: tuple[str, str]
    ) -> StructureSheet:
        """Append a state unless there is none to append, in one transaction with its entry in the trail."""
        now = self._context.clock()
        by = decided_by(viewer)

        def work(connection: Connection) -> _Material:
            wave = wave_for(connection, viewer, "reorganize", wave_id).wave
            structure_store.lock_revision(connection, wave_id)

            def run() -> Mapping[str, Any]:
                state = structure_store.load(connection, wave_id)
                new = change(state, structure_store.before(connection, wave_id, state))
                if new is None:
                    return {}
                structure_store.append(connection, wave_id, new, decided_by=by, at=now)
                line = TrailEntry(now, by, entry[0], str(new.revision), entry[1])
                trail_store.add_entry(connection, wave_id, line)
                return {"revision": new.revision}

            once(connection, operation, run, workspace_id=wave.workspace_id, at=now)
            return _material(connection, viewer, wave_id)

        return _sheet(self._context.database.write(work))


def _vocabulary() -> "Vocabulary":
    from assessment.intake.structure_book import vocabulary  # noqa: PLC0415 - loads openpyxl

    knowledge = loader.knowledge()
    return vocabulary(knowledge.design, knowledge.facts_form)


def _require_current(now: StoredStructure, revision: int) -> None:
    if now.revision != revision:
        raise StaleRevision(expected=revision, current=now.revision)


def decided_by(viewer: Viewer) -> DecidedBy:
    """Say who acts, as the trail keeps it: never a name."""
    return "owner" if isinstance(viewer, Owner) else "system"


def _material(connection: Connection, viewer: Viewer, wave_id: str) -> _Material:
    fielding = wave_for(connection, viewer, "read_results", wave_id)
    facts, _ = facts_store.load_facts(connection, wave_id)
    return _Material(structure_store.load(connection, wave_id), facts, fielding.merchant.gmv_tier)


def _sheet(material: _Material) -> StructureSheet:
    """Check and count, outside any transaction."""
    design, stored, facts = loader.knowledge().design, material.stored, material.facts
    structure = stored.structure or structure_from_facts(facts, design, {})
    drivers = staffing_drivers(facts, stored.structure)
    return StructureSheet(
        structure=structure,
        entered=stored.structure is not None,
        revision=stored.revision,
        # What the facts say cannot contradict the facts; gaps in them are asked for by the facts form.
        problems=structure_problems(structure, design, facts) if stored.structure else (),
        figures=structure_figures(structure, design, drivers, material.gmv_tier),
        can_undo=stored.back is not None,
    )
