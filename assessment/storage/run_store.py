"""Score runs and the knowledge they used."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, insert, select, update

from assessment.domain.errors import NotFound
from assessment.storage.database import Connection
from assessment.storage.tables import KnowledgeCopyRow, ScoreRunRow


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One stored scoring; `facts` and `result` are JSON as `codec` writes it."""

    id: str
    wave_id: str
    input_digest: str
    method_version: str
    knowledge_digest: str
    epoch: str
    facts: str
    result: str
    created_at: datetime


_RUN_COLUMNS: Final = (
    ScoreRunRow.id,
    ScoreRunRow.wave_id,
    ScoreRunRow.input_digest,
    ScoreRunRow.method_version,
    ScoreRunRow.knowledge_digest,
    ScoreRunRow.epoch,
    ScoreRunRow.facts,
    ScoreRunRow.result,
    ScoreRunRow.created_at,
)


def keep_knowledge(connection: Connection, digest: str, content: str, at: datetime) -> None:
    """Store a knowledge base as JSON unless this very one is there."""
    known = select(KnowledgeCopyRow.digest).where(KnowledgeCopyRow.digest == digest)
    if connection.execute(known).first() is None:
        connection.execute(insert(KnowledgeCopyRow).values(digest=digest, content=content, stored_at=at))


def stored_knowledge(connection: Connection, digest: str) -> str:
    """Return the knowledge base with this digest as JSON. Raises NotFound."""
    statement = select(KnowledgeCopyRow.content).where(KnowledgeCopyRow.digest == digest)
    content: str | None = connection.execute(statement).scalar()
    if content is None:
        raise NotFound
    return content


def add_run(connection: Connection, run: RunRecord) -> None:
    """Append a run to its wave; its row keeps the next number of the wave."""
    last = select(func.max(ScoreRunRow.number)).where(ScoreRunRow.wave_id == run.wave_id)
    number = int(connection.execute(last).scalar() or 0) + 1
    connection.execute(
        insert(ScoreRunRow).values(
            id=run.id,
            wave_id=run.wave_id,
            number=number,
            input_digest=run.input_digest,
            method_version=run.method_version,
            knowledge_digest=run.knowledge_digest,
            epoch=run.epoch,
            facts=run.facts,
            result=run.result,
            created_at=run.created_at,
        )
    )


def find_run(connection: Connection, run_id: str) -> RunRecord | None:
    """Find one run."""
    row = connection.execute(select(*_RUN_COLUMNS).where(ScoreRunRow.id == run_id)).one_or_none()
    return None if row is None else RunRecord(*row)


def run_of_input(connection: Connection, wave_id: str, input_digest: str) -> RunRecord | None:
    """Find the run of a wave that was made from exactly this input."""
    row = connection.execute(
        select(*_RUN_COLUMNS).where(ScoreRunRow.wave_id == wave_id, ScoreRunRow.input_digest == input_digest)
    ).one_or_none()
    return None if row is None else RunRecord(*row)


def bring_forward(connection: Connection, wave_id: str, input_digest: str) -> str:
    """Make the run of this input the latest of its wave again; nothing in it changes. Return its id.

    Raises NotFound.
    """
    run = run_of_input(connection, wave_id, input_digest)
    if run is None:
        raise NotFound
    if latest_run_id(connection, wave_id) != run.id:
        last = select(func.max(ScoreRunRow.number)).where(ScoreRunRow.wave_id == wave_id)
        number = int(connection.execute(last).scalar() or 0) + 1
        connection.execute(update(ScoreRunRow).where(ScoreRunRow.id == run.id).values(number=number))
    return run.id


def latest_run_id(connection: Connection, wave_id: str) -> str | None:
    """Find the id of the run that was asked for last."""
    run_id: str | None = connection.execute(
        select(ScoreRunRow.id)
        .where(ScoreRunRow.wave_id == wave_id)
        .order_by(ScoreRunRow.number.desc())
        .limit(1)
    ).scalar()
    return run_id
