"""Named what-if scenarios of a wave, and recommendations as reports printed them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from assessment.domain.scenario import Settings
from assessment.storage import codec
from assessment.storage.database import AnyRow, Connection
from assessment.storage.organization_tables import FrozenProposalRow, ScenarioRow


@dataclass(frozen=True, slots=True)
class Scenario:
    """One what-if; `chosen` tells whether the report prints it."""

    id: str
    name: str
    settings: Settings
    chosen: bool
    revision: int


def scenarios(connection: Connection, wave_id: str) -> tuple[Scenario, ...]:
    """All scenarios of a wave, oldest first."""
    rows = connection.execute(
        select(
            ScenarioRow.id, ScenarioRow.name, ScenarioRow.settings, ScenarioRow.chosen, ScenarioRow.revision
        )
        .where(ScenarioRow.wave_id == wave_id)
        .order_by(ScenarioRow.created_at, ScenarioRow.id)
    )
    return tuple(map(_as_scenario, rows))


def _as_scenario(row: AnyRow) -> Scenario:
    settings = codec.decode(row.settings, Settings)
    return Scenario(row.id, row.name, settings, bool(row.chosen), row.revision)


def lock_revision(connection: Connection, wave_id: str, scenario_id: str) -> int | None:
    """Revision of a scenario, held until the transaction ends; None if the wave has no such one."""
    revision: int | None = connection.execute(
        select(ScenarioRow.revision)
        .where(ScenarioRow.wave_id == wave_id, ScenarioRow.id == scenario_id)
        .with_for_update()
    ).scalar()
    return revision


def add(connection: Connection, wave_id: str, scenario: Scenario, at: datetime) -> None:
    """Store a new scenario."""
    connection.execute(
        insert(ScenarioRow).values(
            id=scenario.id,
            wave_id=wave_id,
            name=scenario.name,
            settings=codec.encode(scenario.settings),
            revision=scenario.revision,
            chosen=int(scenario.chosen),
            created_at=at,
            updated_at=at,
        )
    )


def replace(connection: Connection, scenario: Scenario, at: datetime) -> None:
    """Store another name and other settings of a scenario that is held by `lock_revision`."""
    connection.execute(
        update(ScenarioRow)
        .where(ScenarioRow.id == scenario.id)
        .values(
            name=scenario.name,
            settings=codec.encode(scenario.settings),
            revision=scenario.revision,
            updated_at=at,
        )
    )


def remove(connection: Connection, wave_id: str, scenario_id: str) -> None:
    """Delete a scenario."""
    connection.execute(
        delete(ScenarioRow).where(ScenarioRow.wave_id == wave_id, ScenarioRow.id == scenario_id)
    )


def choose(connection: Connection, wave_id: str, scenario_id: str | None) -> None:
    """Make one scenario the chosen one; None chooses none of them, which means the base scenario."""
    connection.execute(update(ScenarioRow).where(ScenarioRow.wave_id == wave_id).values(chosen=0))
    if scenario_id is not None:
        connection.execute(
            update(ScenarioRow)
            .where(ScenarioRow.wave_id == wave_id, ScenarioRow.id == scenario_id)
            .values(chosen=1)
        )


@dataclass(frozen=True, slots=True)
class FrozenProposal:
    """A recommendation as JSON (see `codec`), under the digest of its content."""

    run_id: str
    wave_id: str
    digest: str
    content: str


def freeze(connection: Connection, proposal: FrozenProposal, at: datetime) -> None:
    """Keep a recommendation for ever unless this very one is there."""
    if frozen(connection, proposal.run_id, proposal.digest) is None:
        connection.execute(
            insert(FrozenProposalRow).values(
                run_id=proposal.run_id,
                digest=proposal.digest,
                wave_id=proposal.wave_id,
                content=proposal.content,
                created_at=at,
            )
        )


def frozen(connection: Connection, run_id: str, digest: str) -> str | None:
    """Find a kept recommendation as JSON."""
    content: str | None = connection.execute(
        select(FrozenProposalRow.content).where(
            FrozenProposalRow.run_id == run_id, FrozenProposalRow.digest == digest
        )
    ).scalar()
    return content
