"""The only place that wires: settings in, services out."""

from collections.abc import Callable
from functools import cache, cached_property
from threading import Lock
from typing import TYPE_CHECKING

from assessment.access.tokens import new_token
from assessment.content.loader import use_knowledge
from assessment.services.context import Clock, Context, Instruments, new_id, utc_now
from assessment.services.engagements import Engagements
from assessment.services.facts import OrganizationFacts
from assessment.services.links import Links
from assessment.services.responding import Responding
from assessment.settings import Settings
from assessment.storage.opening import open_database, open_unready

if TYPE_CHECKING:
    from assessment.services.accounts import Accounts
    from assessment.services.analysis import Analysis
    from assessment.services.batch_desk import BatchDesk
    from assessment.services.batches import Batches
    from assessment.services.demo import Demo
    from assessment.services.importing import Importing
    from assessment.services.item_quality import ItemQuality
    from assessment.services.maintenance import Maintenance
    from assessment.services.models import Models
    from assessment.services.own_answers import OwnAnswers
    from assessment.services.passwords import Passwords
    from assessment.services.peers import Peers
    from assessment.services.people import People
    from assessment.services.pools import Pools
    from assessment.services.portfolio import Portfolio
    from assessment.services.proposals import Proposals
    from assessment.services.releases import Releases
    from assessment.services.report_desk import ReportDesk
    from assessment.services.reporting import Reporting
    from assessment.services.review import Review
    from assessment.services.setup import Setup
    from assessment.services.sharing import Sharing
    from assessment.services.structures import Structures
    from assessment.services.voices import Voices
    from assessment.services.yardsticks import Panels


class Services:
    """All use cases on one database.

    What scores, draws or imports is built when it is first asked for: the first page of a respondent
    loads neither numpy nor ReportLab.
    """

    def __init__(self, settings: Settings, context: Context) -> None:
        self.settings = settings
        self._context = context
        self.engagements = Engagements(context)
        self.links = Links(context)
        self.responding = Responding(context)
        self.facts = OrganizationFacts(context)

    @cached_property
    def _passwords(self) -> "Passwords":
        """How passwords are kept and compared."""
        from assessment.services.passwords import Passwords  # noqa: PLC0415 - for signing in only

        return Passwords()

    @cached_property
    def accounts(self) -> "Accounts":
        """Signing in and out, and what is one's own."""
        from assessment.services.accounts import Accounts  # noqa: PLC0415 - for people who sign in

        return Accounts(self._context, self._passwords)

    @cached_property
    def portfolio(self) -> "Portfolio":
        """Everything under way in a firm's workspace."""
        from assessment.services.portfolio import Portfolio  # noqa: PLC0415 - for people who sign in

        return Portfolio(self._context)

    @cached_property
    def people(self) -> "People":
        """Who works in a workspace, and its settings."""
        from assessment.services.people import People  # noqa: PLC0415 - for administrators

        return People(self._context, self._passwords)

    @cached_property
    def setup(self) -> "Setup":
        """The first administrator, and new workspaces."""
        from assessment.services.setup import Setup  # noqa: PLC0415 - for a new installation

        return Setup(self._context, self._passwords)

    @cached_property
    def analysis(self) -> "Analysis":
        """Scoring closed waves."""
        from assessment.services.analysis import Analysis  # noqa: PLC0415 - loads numpy
        from assessment.services.yardsticks import PeerYardsticks  # noqa: PLC0415 - loads numpy

        return Analysis(
            self._context,
            yardsticks=PeerYardsticks(self._context, self._panels),
            scored=self._pools.after_scoring,
        )

    @cached_property
    def _panels(self) -> "Panels":
        """Stored panels, unpacked once."""
        from assessment.services.yardsticks import Panels  # noqa: PLC0415 - loads numpy

        return Panels()

    @cached_property
    def _pools(self) -> "Pools":
        """Shared panels that grow from closed waves."""
        from assessment.services.pools import Pools  # noqa: PLC0415 - loads scoring

        return Pools(self._context)

    @cached_property
    def peers(self) -> "Peers":
        """Panels of peers, and contributing to one."""
        from assessment.services.peers import Peers  # noqa: PLC0415 - loads readers of tables

        return Peers(self._context, self._pools)

    @cached_property
    def structures(self) -> "Structures":
        """The organization as it is."""
        from assessment.services.structures import Structures  # noqa: PLC0415 - loads scoring

        return Structures(self._context)

    @cached_property
    def proposals(self) -> "Proposals":
        """The recommended organization, scenarios and edits."""
        from assessment.services.proposals import Proposals  # noqa: PLC0415 - loads scoring

        return Proposals(self._context, self.analysis)

    @cached_property
    def reporting(self) -> "Reporting":
        """Making and handing out reports."""
        from assessment.services.reporting import Reporting  # noqa: PLC0415 - loads ReportLab

        return Reporting(self._context, self.analysis, proposed=self.proposals.printed)

    @cached_property
    def releases(self) -> "Releases":
        """Letting reports go."""
        from assessment.services.releases import Releases  # noqa: PLC0415 - loads ReportLab

        return Releases(self._context, self.analysis, self.reporting)

    @cached_property
    def sharing(self) -> "Sharing":
        """Share links for leadership."""
        from assessment.services.sharing import Sharing  # noqa: PLC0415 - for share links only

        return Sharing(self._context, self._passwords)

    @cached_property
    def report_desk(self) -> "ReportDesk":
        """How reports look, which pages they have, and what is worded by hand."""
        from assessment.services.manuscripts import Manuscripts  # noqa: PLC0415 - loads scoring
        from assessment.services.report_desk import ReportDesk  # noqa: PLC0415 - loads scoring

        manuscripts = Manuscripts(self._context, self.analysis, self.proposals.printed)
        return ReportDesk(self._context, manuscripts)

    @cached_property
    def own_answers(self) -> "OwnAnswers":
        """The report that one respondent takes away."""
        from assessment.services.own_answers import OwnAnswers  # noqa: PLC0415 - loads scoring

        return OwnAnswers(self._context, self.responding)

    @cached_property
    def batches(self) -> "Batches":
        """Many reports at once, by processes that open services of their own."""
        from assessment.services.batches import Batches  # noqa: PLC0415 - for batches only

        return Batches(self._context, self.settings, bootstrap)

    @cached_property
    def batch_desk(self) -> "BatchDesk":
        """Batches that screens start and look at."""
        from assessment.services.batch_desk import BatchDesk  # noqa: PLC0415 - for batches only

        return BatchDesk(self._context, self.batches, self.reporting)

    @cached_property
    def voices(self) -> "Voices":
        """Single answers by role, for the owner of a named wave."""
        from assessment.services.voices import Voices  # noqa: PLC0415 - for the results page only

        return Voices(self._context)

    @cached_property
    def review(self) -> "Review":
        """Looking through responses, and leaving one out."""
        from assessment.services.review import Review  # noqa: PLC0415 - loads scoring

        return Review(self._context)

    @cached_property
    def item_quality(self) -> "ItemQuality":
        """How well the questions of instruments work."""
        from assessment.services.item_quality import ItemQuality  # noqa: PLC0415 - loads scoring

        return ItemQuality(self._context)

    @cached_property
    def models(self) -> "Models":
        """Fitting archetypes, and the card of those in force."""
        from assessment.services.models import Models  # noqa: PLC0415 - loads scoring

        return Models(self._context, self._panels)

    @cached_property
    def importing(self) -> "Importing":
        """Waves that come from files."""
        from assessment.services.importing import Importing  # noqa: PLC0415 - loads readers of tables

        return Importing(self._context)

    @cached_property
    def demo(self) -> "Demo":
        """The worked case that anybody may read."""
        from assessment.services.demo import Demo  # noqa: PLC0415 - loads scoring

        return Demo(self._context, lambda: self.analysis)

    @cached_property
    def maintenance(self) -> "Maintenance":
        """Checks, upgrades, backups."""
        from assessment.services.maintenance import Maintenance  # noqa: PLC0415 - rarely needed

        return Maintenance(self._context)

    def close(self) -> None:
        """Give back all database connections."""
        self._context.database.dispose()


def bootstrap(
    settings: Settings,
    *,
    clock: Clock = utc_now,
    new_id: Callable[[], str] = new_id,
    new_token: Callable[[], str] = new_token,
    ready: bool = True,
) -> Services:
    """Open the database of these settings and wire the services.

    An empty or older SQLite file is migrated; PostgreSQL must have been migrated before. The whole process
    then judges by the knowledge base of these settings. With `ready` False neither schema nor knowledge is
    looked at, so that `maintenance.upgrade` can be called.
    Raises KnowledgeInvalid, DatabaseUnusable, DatabaseNewer.
    """
    if ready:
        use_knowledge(settings.knowledge)
    database = (open_database if ready else open_unready)(settings.database_url)
    return Services(settings, Context(database, Instruments(database), clock, new_id, new_token))


_OPENING = Lock()


@cache
def _wired() -> Services:
    return bootstrap(Settings.from_environment())


def services() -> Services:
    """Return the services of this process, wired from the environment when first asked for.

    The screens and the HTTP rim run in one process and share them; they hold no person's data.
    """
    with _OPENING:  # two first visitors at once must not open, and migrate, the database twice
        return _wired()
