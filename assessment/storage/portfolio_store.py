"""What is under way in a workspace, in one statement however much it is."""

from dataclasses import dataclass

from sqlalchemy import func, select

from assessment.domain.engagement import Merchant, Wave
from assessment.storage.database import Connection
from assessment.storage.tables import EngagementRow, InvitationRow, MerchantRow, ResponseRow, WaveRow
from assessment.storage.wave_store import as_wave, waves


@dataclass(frozen=True, slots=True)
class PortfolioLine:
    """A wave with whom it assesses, in which engagement, and how many were asked and have submitted.

    `submitted` counts of those who were asked: the owner's own response, for which nobody is invited, is not
    in it, nor that of somebody whose invitation was withdrawn.
    """

    wave: Wave
    merchant: Merchant
    title: str
    invited: int
    submitted: int


def lines(connection: Connection, workspace_id: str) -> tuple[PortfolioLine, ...]:
    """All waves of a workspace, newest first; withdrawn invitations are not counted."""
    invited = (
        select(func.count())
        .where(InvitationRow.wave_id == WaveRow.id, InvitationRow.revoked_at.is_(None))
        .scalar_subquery()
    )
    submitted = (
        select(func.count())
        .select_from(ResponseRow)
        .join(InvitationRow, InvitationRow.id == ResponseRow.invitation_id)
        .where(
            ResponseRow.wave_id == WaveRow.id,
            ResponseRow.submitted_at.is_not(None),
            InvitationRow.revoked_at.is_(None),
        )
        .scalar_subquery()
    )
    rows = connection.execute(
        waves()
        .add_columns(
            MerchantRow.name.label("merchant"),
            MerchantRow.category,
            MerchantRow.gmv_tier,
            MerchantRow.demo,
            EngagementRow.title,
            invited.label("invited"),
            submitted.label("n_submitted"),
        )
        .join(MerchantRow, MerchantRow.id == WaveRow.merchant_id)
        .join(EngagementRow, EngagementRow.id == WaveRow.engagement_id)
        .where(WaveRow.workspace_id == workspace_id)
        .order_by(WaveRow.opened_at.desc(), WaveRow.id)
    )
    return tuple(
        PortfolioLine(
            as_wave(row),
            Merchant(
                row.merchant_id, workspace_id, row.merchant, row.category, row.gmv_tier, demo=bool(row.demo)
            ),
            row.title,
            row.invited,
            row.n_submitted,
        )
        for row in rows
    )
