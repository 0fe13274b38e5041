"""Finding what a batch prints: the wave behind an id, and its latest score run."""

from dataclasses import dataclass

from sqlalchemy import select

from assessment.storage import run_store, trail_store
from assessment.storage.database import Connection
from assessment.storage.tables import WaveRow


@dataclass(frozen=True, slots=True)
class Printable:
    """A wave and the run that its reports are made of; None while it has not been scored.

    `change` is the number of the last change of what its reports print beside the run, 0 without one.
    """

    wave_id: str
    run_id: str | None
    change: int = 0


def printable(connection: Connection, target: str) -> Printable | None:
    """Return the wave with this id, else the wave of the engagement with this id that was closed last."""
    known = select(WaveRow.id).where(WaveRow.id == target)
    newest = (
        select(WaveRow.id)
        .where(WaveRow.engagement_id == target, WaveRow.closed_at.is_not(None))
        .order_by(WaveRow.closed_at.desc(), WaveRow.id)
        .limit(1)
    )
    wave_id: str | None = connection.execute(known).scalar() or connection.execute(newest).scalar()
    if wave_id is None:
        return None
    run_id = run_store.latest_run_id(connection, wave_id)
    return Printable(wave_id, run_id, trail_store.last_change(connection, wave_id))
