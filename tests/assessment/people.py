"""People who sign in, for tests: a workspace with its administrator, made as the product makes it."""

from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import insert, select

from assessment.access.viewer import Account, System
from assessment.bootstrap import Services
from assessment.services.links import ACCOUNT_COOKIE
from assessment.services.people import NewPerson
from assessment.services.setup import FirstAdministrator
from assessment.storage.database import Connection
from assessment.storage.tables import EngagementRow, MerchantRow
from assessment.storage.trust_tables import AuditRow

PASSWORD = "vier Pferde am Fluss"
ADMIN = "admin@firm.example"


def first(services: Services) -> str:
    """Make the first administrator; return the token of the session."""
    asked = FirstAdministrator("山海咨询", "管理员甲", ADMIN, PASSWORD, "zh")
    return services.setup.first_administrator(services.setup.new_code(), asked)


def as_account(services: Services, token: str) -> Account:
    """Return whom a cookie opens. Fails when it opens nothing."""
    found = services.links.visitor({ACCOUNT_COOKIE: token}).account
    assert found is not None
    return found


@dataclass
class Firm:
    """A consulting workspace whose administrator is signed in; further people come by welcome link."""

    services: Services
    token: str

    @property
    def admin(self) -> Account:
        """The administrator, as now."""
        return as_account(self.services, self.token)

    def hire(self, role: str, email: str = "", merchant_id: str | None = None) -> str:
        """Add somebody who then sets a password; return the token of the session."""
        new = NewPerson(email or f"{uuid4().hex}@firm.example", f"{role} 甲", role, merchant_id)
        token = self.services.people.create_account(self.admin, new).token
        assert token is not None
        return self.services.accounts.set_password(token, PASSWORD)


def firm(services: Services) -> Firm:
    """Make a firm."""
    return Firm(services, first(services))


def second_firm(services: Services, email: str = "admin@other.example") -> Firm:
    """Make another firm beside it, as the command line does."""
    workspace = services.setup.create_workspace(System(), "另一家咨询", "zh")
    new = NewPerson(email, "管理员乙", "administrator", password=PASSWORD)
    services.people.create_account(System(), new, workspace)
    return Firm(services, services.accounts.sign_in(email, PASSWORD, "192.0.2.2"))


def engagement(services: Services, workspace_id: str, name: str = "云杉女装") -> tuple[str, str]:
    """Store a merchant with an engagement; return both ids."""
    merchant_id, engagement_id = uuid4().hex, uuid4().hex
    at = services._context.clock()

    def work(connection: Connection) -> None:
        row = {"workspace_id": workspace_id, "created_at": at}
        merchant = {"name": name, "category": "fashion", "gmv_tier": "G3", "demo": 0}
        connection.execute(insert(MerchantRow).values(id=merchant_id, **row, **merchant))
        connection.execute(
            insert(EngagementRow).values(id=engagement_id, merchant_id=merchant_id, title="诊断", **row)
        )

    services._context.database.write(work)
    return merchant_id, engagement_id


def deeds(services: Services, workspace_id: str) -> list[str]:
    """Actions in the audit log of a workspace, in their order."""

    def work(connection: Connection) -> list[str]:
        asked = select(AuditRow.action).where(AuditRow.workspace_id == workspace_id)
        return list(connection.execute(asked.order_by(AuditRow.number)).scalars())

    return services._context.database.read(work)
