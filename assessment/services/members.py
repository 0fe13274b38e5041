"""The person behind a viewer, for use cases that concern a workspace and no wave."""

from assessment.access.policy import Action, Target, require
from assessment.access.viewer import Account, Member, System, Viewer
from assessment.domain.errors import AccessDenied
from assessment.services.waves import require_session
from assessment.storage.database import Connection


def account_of(connection: Connection, viewer: Viewer) -> Account:
    """Return the signed-in person, whose session still lasts. Raises AccessDenied, SignedOut."""
    account = viewer.account if isinstance(viewer, Member) else viewer
    if not isinstance(account, Account):
        raise AccessDenied(action="account")
    require_session(connection, account)
    return account


def acting(account_id: str) -> Account:
    """Name a person to the audit log before, or after, a session says who they are. It opens nothing."""
    return Account(account_id, workspace_id="", role="owner")


def workspace_for(
    connection: Connection,
    viewer: Viewer,
    action: Action,
    workspace_id: str | None = None,
    *,
    engagement_id: str = "",
) -> str:
    """Return the workspace in which the viewer may act: the own one, or for the machine the named one.

    Raises NotFound, AccessDenied, SignedOut.
    """
    if isinstance(viewer, System):
        return require(viewer, action, Target(workspace_id, "") if workspace_id else None).workspace_id
    account = account_of(connection, viewer)
    asked = account.workspace_id if workspace_id is None else workspace_id
    return require(account, action, Target(asked, "", engagement_id=engagement_id)).workspace_id
