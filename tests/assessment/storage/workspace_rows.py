"""One row in each table of accounts, of the way to a report and of accountability."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import insert, select

from assessment.services.context import new_id
from assessment.storage import audit_store
from assessment.storage.account_tables import (
    AccountLinkRow,
    AccountRow,
    AssignmentRow,
    InstallationRow,
    MembershipRow,
    SignInFailureRow,
    SignInRow,
)
from assessment.storage.audit_store import Deed
from assessment.storage.database import Connection
from assessment.storage.tables import InvitationRow, ScoreRunRow, WaveRow
from assessment.storage.trust_tables import ErasureRow
from assessment.storage.workspace_tables import (
    ConsensusRow,
    ConsensusSittingRow,
    MailingRow,
    ReleaseRow,
    ReviewCheckRow,
    ReviewCommentRow,
    ShareLinkRow,
    ShareOpeningRow,
    ShareVisitRow,
    WaveChangeRow,
)

AT: Final = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
LATER: Final = AT + timedelta(days=30)


def add_workspace_rows(connection: Connection) -> None:
    """Give the wave that is there people who sign in, a consensus, a review, a release and a share link."""
    wave = connection.execute(select(WaveRow.id, WaveRow.workspace_id, WaveRow.engagement_id)).first()
    run_id = connection.execute(select(ScoreRunRow.id)).scalar()
    invitation_id = connection.execute(select(InvitationRow.id)).scalar()
    assert wave is not None
    account_id = _add_account(connection, wave.workspace_id, wave.engagement_id)
    by = {"account_id": account_id, "at": AT}
    release_id, link_id = new_id(), new_id()
    rows: tuple[tuple[Any, dict[str, Any]], ...] = (
        (WaveChangeRow, {"number": 1, "from_status": "open", "to_status": "closed", "reason": "到期", **by}),
        (ConsensusSittingRow, {"opened_at": AT, "account_id": account_id}),
        (ConsensusRow, {"number": 1, "item_id": "AD1-1", "level": 3, "reason": "一致同意", **by}),
        (ReviewCommentRow, {"id": new_id(), "place": "", "body": "再核对一次", **by}),
        (
            ReleaseRow,
            {
                "id": release_id,
                "run_id": run_id,
                "number": 1,
                "state": "requested",
                "note": "",
                "content": "{}",
                "requested_at": AT,
            },
        ),
        (
            ShareLinkRow,
            {
                "id": link_id,
                "workspace_id": wave.workspace_id,
                "release_id": release_id,
                "token_hash": b"s" * 32,
                "label": "",
                "locale": "zh",
                "created_at": AT,
                "expires_at": LATER,
            },
        ),
    )
    for table, values in rows:
        connection.execute(insert(table).values(wave_id=wave.id, **values))
    connection.execute(
        insert(MailingRow).values(
            id=new_id(),
            invitation_id=invitation_id,
            kind="reminder",
            state="failed",
            problem="refused",
            at=AT,
        )
    )
    connection.execute(insert(ReviewCheckRow).values(run_id=run_id, check_id="facts", done=1, note="", **by))
    connection.execute(
        insert(ShareVisitRow).values(
            token_hash=b"v" * 32, share_link_id=link_id, created_at=AT, expires_at=LATER
        )
    )
    connection.execute(insert(ShareOpeningRow).values(share_link_id=link_id, number=1, kind="opened", at=AT))
    connection.execute(insert(ErasureRow).values(subject=b"e" * 32, kind="person", at=AT))
    audit_store.add(
        connection, Deed(wave.workspace_id, "account", account_id, "wave_closed", "wave", wave.id, AT)
    )


def _add_account(connection: Connection, workspace_id: str, engagement_id: str) -> str:
    """Store a lead consultant who has signed in once and failed once, and return the account's id."""
    account_id = new_id()
    connection.execute(
        insert(AccountRow).values(
            id=account_id, email="lead@firm.example", name="项目负责人", active=1, version=0, created_at=AT
        )
    )
    mine = {"account_id": account_id, "created_at": AT}
    connection.execute(insert(MembershipRow).values(workspace_id=workspace_id, role="lead", **mine))
    connection.execute(insert(AssignmentRow).values(engagement_id=engagement_id, **mine))
    connection.execute(
        insert(SignInRow).values(
            token_hash=b"t" * 32,
            workspace_id=workspace_id,
            version=0,
            source="password",
            last_seen_at=AT,
            expires_at=LATER,
            **mine,
        )
    )
    connection.execute(
        insert(AccountLinkRow).values(token_hash=b"l" * 32, kind="welcome", expires_at=LATER, **mine)
    )
    connection.execute(insert(SignInFailureRow).values(id=new_id(), subject=b"f" * 32, at=AT))
    connection.execute(insert(InstallationRow).values(key="test", value=b"1", at=AT))
    return account_id
