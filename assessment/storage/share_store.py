"""Share links: leadership's door to one released run."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from assessment.access.tokens import token_hash, well_formed
from assessment.access.viewer import Reader
from assessment.storage.database import Connection
from assessment.storage.workspace_tables import ReleaseRow, ShareLinkRow, ShareVisitRow


def reader_of(connection: Connection, cookie: str, clock: Callable[[], datetime]) -> Reader | None:
    """Return whom the cookie of a share link's visit makes a browser, while link and visit last."""
    if not well_formed(cookie):
        return None
    visit, now = token_hash(cookie), clock()
    row = connection.execute(
        select(ShareLinkRow.workspace_id, ShareLinkRow.wave_id, ReleaseRow.run_id)
        .join(ShareVisitRow, ShareVisitRow.share_link_id == ShareLinkRow.id)
        .join(ReleaseRow, ReleaseRow.id == ShareLinkRow.release_id)
        .where(
            ShareVisitRow.token_hash == visit,
            ShareVisitRow.expires_at > now,
            ShareLinkRow.expires_at > now,
            ShareLinkRow.revoked_at.is_(None),
        )
    ).one_or_none()
    return None if row is None else Reader(row.workspace_id, row.wave_id, row.run_id, visit, clock)
