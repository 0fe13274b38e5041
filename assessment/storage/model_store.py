"""Fitted archetypes: stored once as data, retired when a newer model takes their place."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from assessment.domain.organization import Archetypes
from assessment.storage import codec
from assessment.storage.database import Connection
from assessment.storage.peer_tables import ArchetypeModelRow


@dataclass(frozen=True, slots=True)
class ModelRecord:
    """One stored model. Without a workspace it is for the whole installation."""

    id: str
    workspace_id: str | None
    panel_epoch_id: str | None
    digest: str
    archetypes: Archetypes
    created_at: datetime
    retired_at: datetime | None = None


def add_model(connection: Connection, model: ModelRecord) -> None:
    """Store a model; nothing about it changes later but when it was retired."""
    connection.execute(
        insert(ArchetypeModelRow).values(
            id=model.id,
            version=model.archetypes.version,
            workspace_id=model.workspace_id,
            panel_epoch_id=model.panel_epoch_id,
            digest=model.digest,
            content=codec.encode(model.archetypes),
            created_at=model.created_at,
            retired_at=model.retired_at,
        )
    )


def retire(connection: Connection, model_id: str, at: datetime) -> None:
    """Take a model out of force; it stays readable."""
    connection.execute(
        update(ArchetypeModelRow)
        .where(ArchetypeModelRow.id == model_id, ArchetypeModelRow.retired_at.is_(None))
        .values(retired_at=at)
    )


def models(connection: Connection, workspace_id: str | None) -> tuple[ModelRecord, ...]:
    """All models of a workspace (None: of the installation), newest first."""
    row = ArchetypeModelRow
    statement = select(
        row.id, row.workspace_id, row.panel_epoch_id, row.digest, row.content, row.created_at, row.retired_at
    ).where(row.workspace_id.is_(None) if workspace_id is None else row.workspace_id == workspace_id)
    found = connection.execute(statement.order_by(row.created_at.desc(), row.version.desc()))
    return tuple(
        ModelRecord(
            one.id,
            one.workspace_id,
            one.panel_epoch_id,
            one.digest,
            codec.decode(one.content, Archetypes),
            one.created_at,
            one.retired_at,
        )
        for one in found
    )
