"""Each write happens once: its operation id is stored with its outcome in the same transaction."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from assessment.domain.errors import FieldInvalid
from assessment.storage.database import Connection
from assessment.storage.tables import OperationRow


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that was asked for once, however often it arrives.

    `scope` is the object it is about: the same id for another kind or scope is refused.
    """

    id: str
    kind: str
    scope: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the write said when it happened; `repeated` if that was an earlier call."""

    values: Mapping[str, Any]
    repeated: bool


def once(
    connection: Connection,
    operation: Operation,
    work: Callable[[], Mapping[str, Any]],
    *,
    workspace_id: str,
    at: datetime,
) -> Outcome:
    """Run `work` and remember what it returns, or return what the first run returned.

    `work` returns plain values that JSON can hold, and never a secret.
    Raises FieldInvalid if the id was used for something else.
    """
    stored = connection.execute(
        select(OperationRow.kind, OperationRow.scope, OperationRow.outcome).where(
            OperationRow.id == operation.id
        )
    ).one_or_none()
    if stored is not None:
        if (stored.kind, stored.scope) != (operation.kind, operation.scope):
            raise FieldInvalid(field="operation_id", reason="reused")
        return Outcome(json.loads(stored.outcome), repeated=True)
    values = work()
    connection.execute(
        insert(OperationRow).values(
            id=operation.id,
            workspace_id=workspace_id,
            kind=operation.kind,
            scope=operation.scope,
            outcome=json.dumps(values, ensure_ascii=False),
            at=at,
        )
    )
    return Outcome(values, repeated=False)
