"""The worked case: one synthetic merchant that anybody may read and nobody may change."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from assessment.access.viewer import Reader, System
from assessment.content import loader
from assessment.content.demo.case import DemoCase, demo_case
from assessment.services.context import Context
from assessment.services.scope import scoped, unscoped
from assessment.storage import (
    codec,
    facts_store,
    instrument_store,
    link_store,
    response_store,
    run_store,
    scenario_store,
    structure_store,
    trail_store,
    wave_store,
)
from assessment.storage.database import Connection
from assessment.storage.scenario_store import Scenario
from assessment.storage.structure_store import StoredStructure
from assessment.storage.trail_store import TrailEntry

if TYPE_CHECKING:
    from assessment.services.analysis import Analysis


@scoped
class Demo:
    """Use cases of the public demo.

    Parameters
    ----------
    context
        The collaborators of all services.
    analysis
        Gives the scoring service; called only when the demo must be scored.
    make_case
        Gives the worked case.
    """

    def __init__(
        self,
        context: Context,
        analysis: "Callable[[], Analysis]",
        *,
        make_case: Callable[[], DemoCase] = demo_case,
    ) -> None:
        self._context = context
        self._analysis = analysis
        self._make_case = make_case

    @unscoped
    def reader(self) -> Reader | None:
        """Return the viewer of the demo, None while it is not stored and scored."""
        case = self._make_case()
        run_id = self._context.database.read(lambda c: run_store.latest_run_id(c, case.wave.id))
        return None if run_id is None else Reader(case.workspace_id, case.wave.id)

    @unscoped
    def ensure(self) -> Reader:
        """Store and score the demo unless it is there, and return its viewer.

        Ids are always the same. A demo stored by a version with another case is replaced; one scored
        with another method or knowledge base gets one more run.
        """
        case = self._make_case()
        digest = case_digest(case)
        self._context.database.write(lambda connection: self._put(connection, case, digest))
        self._analysis().score(System(), case.wave.id)
        return Reader(case.workspace_id, case.wave.id)

    def _put(self, connection: Connection, case: DemoCase, digest: str) -> None:
        """Store the case if it is absent or another one."""
        if wave_store.wave_of_source(connection, digest) is not None:
            return
        wave_store.remove_workspace(connection, case.workspace_id)
        at = case.wave.opened_at
        instrument = loader.shipped_instrument(case.wave.instrument_id, case.wave.instrument_version)
        source = loader.instrument_source(instrument.id, instrument.version)
        instrument_store.keep_copy(connection, instrument, source, at)
        new = wave_store.NewAssessment(
            "demo", case.merchant, case.wave, case.engagement_id, source_digest=digest
        )
        wave_store.add_assessment(connection, new)
        facts_store.add_sheet(connection, case.wave.id, at)
        facts_store.save_facts(connection, case.wave.id, case.facts, revision=1, at=at)
        _put_organization(connection, case)
        for rater in case.raters:
            if rater.invitation is None:
                response_store.add_responses(connection, (rater.response,), origin="owner")
                continue
            link_store.add_invitation(connection, rater.invitation)
            response_store.add_responses(
                connection, (rater.response,), origin="invited", invitation_id=rater.invitation.id
            )


def _put_organization(connection: Connection, case: DemoCase) -> None:
    """Store the organization and the scenarios as if they had been entered when the wave opened."""
    wave_id, at = case.wave.id, case.wave.opened_at
    entered = StoredStructure(case.structure, 1, 0)
    structure_store.append(connection, wave_id, entered, decided_by="system", at=at)
    trail_store.add_entry(connection, wave_id, TrailEntry(at, "system", "structure_saved", "1", ""))
    for number, one in enumerate(case.scenarios):
        scenario = Scenario(one.id, one.name, one.settings, one.chosen, 1)
        scenario_store.add(connection, wave_id, scenario, at + timedelta(minutes=number))
        kinds = ("scenario_added", "scenario_chosen") if one.chosen else ("scenario_added",)
        for kind in kinds:
            trail_store.add_entry(connection, wave_id, TrailEntry(at, "system", kind, one.id, one.name))


def case_digest(case: DemoCase) -> str:
    """SHA-256 over the whole case: tells a stored demo from one of another version."""
    return codec.digest_of(case)
