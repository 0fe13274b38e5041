"""Decisions to leave a response out of the scores or to take it in again: added to, never changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, cast

from sqlalchemy import func, insert, select

from assessment.storage.database import Connection
from assessment.storage.peer_tables import ExclusionRow
from assessment.storage.tables import ResponseRow

DecidedBy = Literal["owner", "system"]


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of the history of a response; the one with the highest `number` counts."""

    id: str
    response_id: str
    wave_id: str
    number: int
    excluded: bool
    reason: str
    decided_by: DecidedBy
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """The locked row of a response, as far as a decision needs it."""

    wave_id: str
    submitted: bool


_COLUMNS: Final = (
    ExclusionRow.id,
    ExclusionRow.response_id,
    ExclusionRow.wave_id,
    ExclusionRow.number,
    ExclusionRow.excluded,
    ExclusionRow.reason,
    ExclusionRow.decided_by,
    ExclusionRow.at,
)


def lock_response(connection: Connection, response_id: str) -> Standing | None:
    """Hold a response until the transaction ends, so that decisions about it queue up; None if absent."""
    row = connection.execute(
        select(ResponseRow.wave_id, ResponseRow.submitted_at)
        .where(ResponseRow.id == response_id)
        .with_for_update()
    ).one_or_none()
    return None if row is None else Standing(row.wave_id, row.submitted_at is not None)


def decisions_of(connection: Connection, wave_id: str) -> Mapping[str, tuple[Decision, ...]]:
    """All decisions in a wave by response, oldest first."""
    found: dict[str, list[Decision]] = {}
    rows = connection.execute(
        select(*_COLUMNS)
        .where(ExclusionRow.wave_id == wave_id)
        .order_by(ExclusionRow.response_id, ExclusionRow.number)
    )
    for row in rows:
        found.setdefault(row.response_id, []).append(
            Decision(
                row.id,
                row.response_id,
                row.wave_id,
                row.number,
                bool(row.excluded),
                row.reason,
                cast("DecidedBy", row.decided_by),
                row.at,
            )
        )
    return {response_id: tuple(decisions) for response_id, decisions in found.items()}


def excluded_in(connection: Connection, wave_id: str) -> Mapping[str, str]:
    """Reason by id of every response of a wave that is left out now."""
    newest = {one: decisions[-1] for one, decisions in decisions_of(connection, wave_id).items()}
    return {one: decision.reason for one, decision in newest.items() if decision.excluded}


def next_number(connection: Connection, response_id: str) -> int:
    """Return the number of the next decision about a response that is held by `lock_response`."""
    last = select(func.max(ExclusionRow.number)).where(ExclusionRow.response_id == response_id)
    return int(connection.execute(last).scalar() or 0) + 1


def add_decision(connection: Connection, decision: Decision) -> None:
    """Append one decision."""
    connection.execute(
        insert(ExclusionRow).values(
            id=decision.id,
            response_id=decision.response_id,
            wave_id=decision.wave_id,
            number=decision.number,
            excluded=int(decision.excluded),
            reason=decision.reason,
            decided_by=decision.decided_by,
            at=decision.at,
        )
    )
