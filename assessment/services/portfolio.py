"""Everything that is under way in a firm's workspace, and beginning with another merchant."""

from dataclasses import dataclass
from typing import Any, Final, Literal

from assessment.access.policy import sees
from assessment.access.viewer import Viewer
from assessment.content import loader
from assessment.domain.engagement import CATEGORIES, GMV_TIERS, Merchant
from assessment.services.beginnings import Beginning, begin
from assessment.services.context import Context
from assessment.services.deeds import record
from assessment.services.engagements import INSTRUMENT
from assessment.services.fields import code_field, locale_field, name_field, operation_field, text_field
from assessment.services.members import account_of, workspace_for
from assessment.services.scope import scoped
from assessment.services.waves import Fielding, own_wave, target_of, wave_for
from assessment.storage import instrument_store, portfolio_store
from assessment.storage.database import Connection
from assessment.storage.operations import Operation, once
from assessment.storage.portfolio_store import PortfolioLine

NextStep = Literal["invite", "answer", "close", "results"]
TITLE_LIMIT: Final = 200


@dataclass(frozen=True, slots=True)
class PortfolioRow:
    """A wave that the viewer may work on, and the one thing to do next."""

    line: PortfolioLine
    step: NextStep


@dataclass(frozen=True, slots=True)
class NewMerchant:
    """What is asked before an assessment begins; `title` names the engagement and may be empty."""

    name: str
    category: str
    gmv_tier: str
    locale: str
    title: str = ""


@scoped
class Portfolio:
    """Use cases of people who run assessments of several merchants."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def rows(self, viewer: Viewer, text: str = "") -> tuple[PortfolioRow, ...]:
        """List the waves that the viewer works on, newest first, in a constant number of statements.

        Administrators and leads see the workspace, consultants what is assigned to them, merchant owners
        their own merchant. `text` keeps rows whose merchant or engagement holds it.
        Raises AccessDenied, SignedOut.
        """
        wanted = text.strip().casefold()

        def work(connection: Connection) -> tuple[PortfolioRow, ...]:
            account = account_of(connection, viewer)
            workspace_id = workspace_for(connection, account, "portfolio")
            return tuple(
                PortfolioRow(line, _step(line))
                for line in portfolio_store.lines(connection, workspace_id)
                if sees(account, target_of(line.wave, line.merchant))
                and wanted in f"{line.merchant.name}\n{line.title}".casefold()
            )

        return self._context.database.read(work)

    def here(self, viewer: Viewer) -> Fielding:
        """Tell which wave of which merchant the viewer works on. Raises NotFound, AccessDenied, SignedOut."""
        wave_id = own_wave(viewer)
        return self._context.database.read(lambda c: wave_for(c, viewer, "portfolio", wave_id))

    def begin(self, viewer: Viewer, new: NewMerchant, operation_id: str) -> str:
        """Open a named wave for another merchant in the viewer's workspace; return the wave's id.

        The retry of an operation creates nothing and returns the same id.
        Raises FieldInvalid, TextTooLong, AccessDenied, SignedOut.
        """
        name = name_field("name", new.name)
        category = code_field("category", new.category, CATEGORIES)
        gmv_tier = code_field("gmv_tier", new.gmv_tier, GMV_TIERS)
        title, spoken = text_field("title", new.title, TITLE_LIMIT), locale_field(new.locale)
        asked = operation_field(operation_id)
        instrument, source = loader.shipped_instrument(*INSTRUMENT), loader.instrument_source(*INSTRUMENT)
        now = self._context.clock()

        def work(connection: Connection) -> str:
            account = account_of(connection, viewer)
            workspace_id = workspace_for(connection, account, "plan")
            operation = Operation(asked, "begin", workspace_id)  # another firm's tells nothing
            merchant = Merchant(self._context.new_id(), workspace_id, name, category, gmv_tier)

            def create() -> dict[str, Any]:
                instrument_store.keep_copy(connection, instrument, source, now)
                project = Beginning("consulting", merchant, instrument, spoken, title)
                wave_id = begin(self._context, connection, project)
                record(connection, account, "wave_opened", (workspace_id, "wave", wave_id), now)
                return {"wave_id": wave_id}

            made = once(connection, operation, create, workspace_id=workspace_id, at=now)
            return str(made.values["wave_id"])

        return self._context.database.write(work)


def _step(line: PortfolioLine) -> NextStep:
    """Say what moves a wave on: nobody asked, answers missing, all in, or closed."""
    if line.wave.status != "open":
        return "results"
    if line.invited == 0:
        return "invite"
    return "close" if line.submitted >= line.invited else "answer"
