"""One row for every table of the organization, written beside an assessment that is there already."""

from datetime import UTC, datetime

from sqlalchemy import insert, select

from assessment.domain.scenario import LineEdit, Settings
from assessment.domain.structure import Post, Structure
from assessment.services.context import new_id
from assessment.storage import scenario_store, structure_store, trail_store
from assessment.storage.database import Connection
from assessment.storage.organization_tables import FrozenProposalRow
from assessment.storage.scenario_store import Scenario
from assessment.storage.structure_store import StoredStructure
from assessment.storage.tables import ScoreRunRow
from assessment.storage.trail_store import TrailEntry

AT = datetime(2026, 1, 2, tzinfo=UTC)


def add_organization_rows(connection: Connection) -> None:
    """Give the wave that is there an organization, a scenario, an edit, a trail and a frozen proposal."""
    run = connection.execute(select(ScoreRunRow.id, ScoreRunRow.wave_id)).first()
    assert run is not None
    state = StoredStructure(Structure(posts=(Post("p1", "host", fte=2.5),)), 1, 0)
    structure_store.append(connection, run.wave_id, state, decided_by="owner", at=AT)
    scenario_store.add(connection, run.wave_id, Scenario(new_id(), "甲", Settings(), True, 1), AT)
    trail_store.add_edit(connection, run.wave_id, "form", LineEdit("form", "accepted"), AT)
    trail_store.add_entry(connection, run.wave_id, TrailEntry(AT, "owner", "line_accepted", "form", ""))
    connection.execute(
        insert(FrozenProposalRow).values(
            run_id=run.id, wave_id=run.wave_id, digest="0" * 64, content="{}", created_at=AT
        )
    )
