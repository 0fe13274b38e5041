"""From a stored run to the ground of a recommendation."""

from assessment.domain.errors import NothingProposed
from assessment.domain.scenario import LineEdit, Settings
from assessment.domain.structure import Structure
from assessment.services.analysis import StoredRun
from scoring.organization.advice import Proposal
from scoring.organization.ground import Ground


def propose_late(
    ground: Ground, *, scenario: str, name: str, settings: Settings, edits: tuple[LineEdit, ...]
) -> Proposal:
    """Work out a recommendation; the solver behind it is loaded when it is first needed."""
    from scoring.organization.proposal import propose  # noqa: PLC0415 - loads scipy's solver

    return propose(ground, scenario=scenario, name=name, settings=settings, edits=edits)


def ground_of(run: StoredRun, structure: Structure | None) -> Ground:
    """Put together what a recommendation rests on; `structure` None: only facts speak of it."""
    return Ground(run.instrument, run.knowledge, run.merchant, run.facts, run.result, structure)


def require_proposable(run: StoredRun) -> StoredRun:
    """Return the run if its knowledge base speaks of organizations and of its instrument.

    Raises NothingProposed for runs that are older than recommendations and for foreign instruments.
    """
    if not run.knowledge.design.forms or not run.instrument.sub_capabilities:
        raise NothingProposed
    return run
