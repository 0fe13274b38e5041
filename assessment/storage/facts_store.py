"""Organization facts of a wave: one row a fact, so that two tabs can fill different ones."""

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from assessment.domain.organization import FactValue
from assessment.storage.database import Connection
from assessment.storage.tables import FactRow, FactsSheetRow


def encode_fact(value: FactValue) -> str:
    """One fact as JSON; several choices become a list."""
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)


def decode_fact(text: str) -> FactValue:
    """Inverse of `encode_fact`."""
    value = json.loads(text)
    if isinstance(value, list):
        return tuple(str(part) for part in value)
    result: FactValue = value
    return result


def add_sheet(connection: Connection, wave_id: str, at: datetime) -> None:
    """Begin the empty facts of a new wave."""
    connection.execute(insert(FactsSheetRow).values(wave_id=wave_id, revision=0, updated_at=at))


def lock_revision(connection: Connection, wave_id: str) -> int | None:
    """Revision of the facts, held until the transaction ends; None if the wave has no sheet."""
    statement = select(FactsSheetRow.revision).where(FactsSheetRow.wave_id == wave_id).with_for_update()
    revision: int | None = connection.execute(statement).scalar()
    return revision


def load_facts(connection: Connection, wave_id: str) -> tuple[dict[str, FactValue], int]:
    """Known facts of a wave and their revision."""
    revision = connection.execute(
        select(FactsSheetRow.revision).where(FactsSheetRow.wave_id == wave_id)
    ).scalar()
    rows = connection.execute(
        select(FactRow.key, FactRow.value)
        .where(FactRow.wave_id == wave_id, FactRow.value.is_not(None))
        .order_by(FactRow.key)
    )
    return {row.key: decode_fact(str(row.value)) for row in rows}, int(revision or 0)


def changed_since(connection: Connection, wave_id: str, keys: frozenset[str], revision: int) -> bool:
    """Tell whether one of these facts was changed after `revision`."""
    statement = select(FactRow.key).where(
        FactRow.wave_id == wave_id, FactRow.key.in_(sorted(keys)), FactRow.revision > revision
    )
    return connection.execute(statement).first() is not None


def save_facts(
    connection: Connection,
    wave_id: str,
    changes: Mapping[str, FactValue | None],
    *,
    revision: int,
    at: datetime,
) -> None:
    """Store changed facts as `revision`; None marks a fact as removed."""
    connection.execute(delete(FactRow).where(FactRow.wave_id == wave_id, FactRow.key.in_(sorted(changes))))
    rows = [
        {
            "wave_id": wave_id,
            "key": key,
            "value": None if value is None else encode_fact(value),
            "revision": revision,
        }
        for key, value in changes.items()
    ]
    if rows:
        connection.execute(insert(FactRow), rows)
    connection.execute(
        update(FactsSheetRow).where(FactsSheetRow.wave_id == wave_id).values(revision=revision, updated_at=at)
    )
