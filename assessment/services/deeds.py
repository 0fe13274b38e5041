"""Writing the audit log: who did what to which object, in the transaction in which it was done."""

from contextvars import ContextVar
from datetime import datetime
from typing import Final

from assessment.access.viewer import Account, Member, Owner, Reader, Respondent, Viewer
from assessment.storage import audit_store
from assessment.storage.audit_store import ActorKind, Deed
from assessment.storage.database import Connection

REQUEST: Final[ContextVar[str]] = ContextVar("request", default="")
"""Number of the request that is being answered, as the server's log calls it."""


def actor_of(viewer: Viewer | None) -> tuple[ActorKind, str]:
    """Kind and id of who acts: a respondent is never told apart from another one."""
    if isinstance(viewer, Member | Account):
        return "account", viewer.account.account_id if isinstance(viewer, Member) else viewer.account_id
    if isinstance(viewer, Owner | Reader):
        return "owner" if isinstance(viewer, Owner) else "reader", viewer.wave_id
    if isinstance(viewer, Respondent):
        return "respondent", ""
    return ("nobody", "") if viewer is None else ("system", "")


def record(
    connection: Connection,
    viewer: Viewer | None,
    action: str,
    target: tuple[str, str, str],
    at: datetime,
    **detail: str | int | bool,
) -> None:
    """Append a deed to the log of a workspace.

    Parameters: target, (workspace id or "" for the installation, kind of object, its id); detail, codes and
    counts: never an answer, a typed text, an address or a token.
    """
    workspace_id, kind, object_id = target
    actor_kind, actor_id = actor_of(viewer)
    deed = Deed(
        workspace_id=workspace_id,
        actor_kind=actor_kind,
        actor_id=actor_id,
        action=action,
        object_kind=kind,
        object_id=object_id,
        at=at,
        detail=detail,
        request_id=REQUEST.get(),
    )
    audit_store.add(connection, deed)
