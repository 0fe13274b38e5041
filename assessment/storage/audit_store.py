"""The audit chain: one line of deeds a workspace, each bound to the one before by its hash."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, Literal, cast

from sqlalchemy import insert, select

from assessment.storage.database import AnyRow, Connection
from assessment.storage.trust_tables import AuditRow

ActorKind = Literal["account", "owner", "respondent", "reader", "system", "nobody"]
Detail = Mapping[str, str | int | bool]

FIRST: Final = bytes(32)
"""What the first deed of a chain is bound to."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What is about to be logged; `workspace_id` is empty for the installation as a whole.

    `detail` holds codes and counts only: never an answer, a typed text, an address or a token.
    """

    workspace_id: str
    actor_kind: ActorKind
    actor_id: str
    action: str
    object_kind: str
    object_id: str
    at: datetime
    detail: Detail = field(default_factory=dict)
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class LoggedDeed:
    """A deed with its place in the chain."""

    deed: Deed
    number: int
    previous: bytes
    hash: bytes


def add(connection: Connection, deed: Deed) -> int:
    """Append a deed and return its number; two at once are told apart by it, and the later tries again."""
    last = connection.execute(
        select(AuditRow.number, AuditRow.hash)
        .where(AuditRow.workspace_id == deed.workspace_id)
        .order_by(AuditRow.number.desc())
        .limit(1)
    ).one_or_none()
    number, previous = (1, FIRST) if last is None else (last.number + 1, bytes(last.hash))
    connection.execute(
        insert(AuditRow).values(
            workspace_id=deed.workspace_id,
            number=number,
            at=deed.at,
            actor_kind=deed.actor_kind,
            actor_id=deed.actor_id,
            action=deed.action,
            object_kind=deed.object_kind,
            object_id=deed.object_id,
            detail=_detail(deed),
            request_id=deed.request_id,
            previous=previous,
            hash=chained(deed, number, previous),
        )
    )
    return number


def chained(deed: Deed, number: int, previous: bytes) -> bytes:
    """SHA-256, 32 bytes, over everything that a row says and the hash of the row before."""
    said = [
        deed.workspace_id,
        number,
        deed.at.astimezone(UTC).isoformat(timespec="microseconds"),
        deed.actor_kind,
        deed.actor_id,
        deed.action,
        deed.object_kind,
        deed.object_id,
        _detail(deed),
        deed.request_id,
        previous.hex(),
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).digest()


def as_logged(row: AnyRow) -> LoggedDeed:
    """Read a whole row of the table."""
    deed = Deed(
        workspace_id=row.workspace_id,
        actor_kind=cast("ActorKind", row.actor_kind),
        actor_id=row.actor_id,
        action=row.action,
        object_kind=row.object_kind,
        object_id=row.object_id,
        at=row.at,
        detail=json.loads(row.detail),
        request_id=row.request_id,
    )
    return LoggedDeed(deed, row.number, bytes(row.previous), bytes(row.hash))


def _detail(deed: Deed) -> str:
    return json.dumps(dict(deed.detail), ensure_ascii=False, sort_keys=True)
