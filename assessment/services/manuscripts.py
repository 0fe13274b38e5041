"""What a report is printed from: a run, the recommendation of then, and what was chosen by hand."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import get_args

from assessment.access.viewer import Viewer
from assessment.domain.editions import Edition, FileForm, ReportChoices, ReportOrder
from assessment.domain.errors import NotFound, NothingProposed
from assessment.services.analysis import Analysis, StoredRun
from assessment.services.context import Context
from assessment.services.fields import code_field, locale_field
from assessment.services.scope import scoped
from assessment.storage import codec, desk_store, scenario_store
from assessment.storage.database import Connection
from assessment.storage.desk_store import FrozenChoices, StoredLogo
from assessment.storage.report_store import ReportKey, ReportRecord
from assessment.storage.scenario_store import FrozenProposal
from scoring.organization.advice import Proposal

Proposed = Callable[[Viewer, StoredRun], Proposal]
"""Gives the recommendation that the report of a run prints. Raises NothingProposed."""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """What is printed. `proposal` is None for runs that carry none, `logo` is the picture of the choices."""

    run: StoredRun
    proposal: Proposal | None = None
    choices: ReportChoices = ReportChoices()
    logo: StoredLogo | None = None

    @property
    def proposal_digest(self) -> str:
        """Digest of the recommendation, "" without one."""
        return "" if self.proposal is None else codec.digest_of(self.proposal)

    @property
    def choices_digest(self) -> str:
        """Digest of what was chosen by hand, "" where nothing was."""
        return "" if self.choices == ReportChoices() else codec.digest_of(self.choices)

    def key(self, order: ReportOrder) -> ReportKey:
        """Name the report that this manuscript gives under an order."""
        return ReportKey(self.run.id, order, self.proposal_digest, self.choices_digest)


@scoped
class Manuscripts:
    """Puts together what is printed, as it stands now or as it was printed once."""

    def __init__(self, context: Context, analysis: Analysis, proposed: Proposed | None = None) -> None:
        self._context = context
        self._analysis = analysis
        self._proposed = proposed

    def current(self, viewer: Viewer, run_id: str, order: ReportOrder) -> Manuscript:
        """Return what a report to this order prints now. Raises NotFound, AccessDenied."""
        run = self._analysis.run(viewer, run_id)
        try:
            proposal = None if self._proposed is None else self._proposed(viewer, run)
        except NothingProposed:
            proposal = None
        choices, logo = self._context.database.read(lambda c: _chosen(c, run.wave.id, order))
        return Manuscript(run, proposal, choices, logo)

    def printed(self, viewer: Viewer, record: ReportRecord) -> Manuscript:
        """Return what a stored report printed, whatever was changed since. Raises NotFound, AccessDenied."""
        run = self._analysis.run(viewer, record.key.run_id)
        return self._context.database.read(lambda c: _frozen(c, run, record.key))


def _chosen(
    connection: Connection, wave_id: str, order: ReportOrder
) -> tuple[ReportChoices, StoredLogo | None]:
    """Take from the desk what concerns this edition and language."""
    desk = desk_store.load(connection, wave_id)
    edits = tuple(edit for edit in desk_store.edits(connection, wave_id) if edit.locale == order.locale)
    logo = desk_store.logo(connection, wave_id, desk.look.logo) if desk.look.logo else None
    return ReportChoices(desk.look, desk.pages.get(order.edition), edits), logo


def _frozen(connection: Connection, run: StoredRun, key: ReportKey) -> Manuscript:
    proposal, choices = None, FrozenChoices("", ReportChoices(), None)
    if key.proposal_digest:
        content = scenario_store.frozen(connection, run.id, key.proposal_digest)
        if content is None:
            raise NotFound
        proposal = codec.decode(content, Proposal)
    if key.choices_digest:
        found = desk_store.frozen_choices(connection, run.wave.id, key.choices_digest)
        if found is None:
            raise NotFound
        choices = found
    return Manuscript(run, proposal, choices.choices, choices.logo)


def freeze(connection: Connection, manuscript: Manuscript, key: ReportKey, at: datetime) -> None:
    """Keep what a report prints of the organization and of choices by hand, for ever."""
    wave_id = manuscript.run.wave.id
    if manuscript.proposal is not None:
        content = codec.encode(manuscript.proposal)
        frozen = FrozenProposal(key.run_id, wave_id, key.proposal_digest, content)
        scenario_store.freeze(connection, frozen, at)
    if key.choices_digest:
        chosen = FrozenChoices(key.choices_digest, manuscript.choices, manuscript.logo)
        desk_store.freeze(connection, wave_id, chosen, at)


def settled_order(order: ReportOrder) -> ReportOrder:
    """Return an order that can be printed; an archive copy is a matter of PDF only.

    Raises FieldInvalid (edition, file_form, locale).
    """
    code_field("edition", order.edition, get_args(Edition))
    code_field("file_form", order.form, get_args(FileForm))
    locale_field(order.locale)
    return replace(order, archive=bool(order.archive) and order.form == "pdf")
