"""The organization of a wave: what it is now, and every state it was in."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from assessment.domain.structure import Structure
from assessment.storage import codec
from assessment.storage.database import AnyRow, Connection
from assessment.storage.organization_tables import StructureRevisionRow, StructureRow
from assessment.storage.trail_store import DecidedBy


@dataclass(frozen=True, slots=True)
class StoredStructure:
    """One state. `structure` None: nothing is entered. `back` is the revision that an undo brings back."""

    structure: Structure | None
    revision: int
    back: int | None


NEVER_ENTERED = StoredStructure(None, 0, None)


def load(connection: Connection, wave_id: str) -> StoredStructure:
    """Return the present state; revision 0 where nothing was ever entered."""
    row = connection.execute(
        select(StructureRow.revision, StructureRow.content, StructureRevisionRow.back)
        .join(
            StructureRevisionRow,
            (StructureRevisionRow.wave_id == StructureRow.wave_id)
            & (StructureRevisionRow.revision == StructureRow.revision),
        )
        .where(StructureRow.wave_id == wave_id)
    ).one_or_none()
    return NEVER_ENTERED if row is None else _as_stored(row)


def before(connection: Connection, wave_id: str, now: StoredStructure) -> StoredStructure | None:
    """Find the state that an undo brings back; None where there is nothing to undo."""
    if not now.back:
        return None if now.back is None else NEVER_ENTERED
    row = connection.execute(
        select(StructureRevisionRow.revision, StructureRevisionRow.content, StructureRevisionRow.back).where(
            StructureRevisionRow.wave_id == wave_id, StructureRevisionRow.revision == now.back
        )
    ).one_or_none()
    return None if row is None else _as_stored(row)


def lock_revision(connection: Connection, wave_id: str) -> int:
    """Revision of the organization, held until the transaction ends; 0 where nothing was ever entered."""
    statement = select(StructureRow.revision).where(StructureRow.wave_id == wave_id).with_for_update()
    return int(connection.execute(statement).scalar() or 0)


def append(
    connection: Connection, wave_id: str, new: StoredStructure, *, decided_by: DecidedBy, at: datetime
) -> None:
    """Add a state to the history and make it the present one; its revision follows the locked one."""
    content = None if new.structure is None else codec.encode(new.structure)
    connection.execute(
        insert(StructureRevisionRow).values(
            wave_id=wave_id,
            revision=new.revision,
            content=content,
            back=new.back,
            decided_by=decided_by,
            at=at,
        )
    )
    changed = {"revision": new.revision, "content": content, "updated_at": at}
    if new.revision == 1:
        connection.execute(insert(StructureRow).values(wave_id=wave_id, **changed))
    else:
        connection.execute(update(StructureRow).where(StructureRow.wave_id == wave_id).values(**changed))


def _as_stored(row: AnyRow) -> StoredStructure:
    structure = None if row.content is None else codec.decode(row.content, Structure)
    return StoredStructure(structure, row.revision, row.back)
