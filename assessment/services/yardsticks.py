"""Which peers, norms and archetypes a merchant is measured against."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from assessment.content import loader
from assessment.content.panels import demo_panel
from assessment.domain.engagement import Merchant
from assessment.domain.errors import NotFound
from assessment.domain.knowledge import Knowledge
from assessment.domain.organization import EpochNorms
from assessment.domain.peers import PanelStanding
from assessment.services import models
from assessment.services.context import Context
from assessment.services.memory import Memory
from assessment.services.panel_content import own_rows, panel_from
from assessment.storage import codec, panel_store
from assessment.storage.database import Connection
from assessment.storage.panel_store import EpochContent, EpochRecord, PanelRecord
from scoring.benchmark import Panel
from scoring.disclosure import MIN_PEERS
from scoring.pipeline import Yardsticks

CONTENTS_KEPT: Final = 4
PANELS_KEPT: Final = 8


@dataclass(frozen=True, slots=True)
class Candidate:
    """A panel with its epoch in force, and why it is used or not."""

    panel: PanelRecord
    epoch: EpochRecord
    standing: PanelStanding


def candidates(connection: Connection, workspace_id: str) -> tuple[Candidate, ...]:
    """Rank the panels that a workspace's real merchants may be compared with; the first usable one is used.

    Order: the workspace's own imported panels, newest epoch first; its own pool; the installation's
    imported panels; the installation's pool. Withdrawn panels and those under ten merchants are passed over.
    """
    found = [
        (panel, epoch)
        for panel in panel_store.panels_for(connection, workspace_id)
        if not panel.demo and (epoch := panel_store.latest_epoch(connection, panel.id)) is not None
    ]
    found.sort(key=lambda pair: (pair[1].created_at, pair[0].id), reverse=True)
    found.sort(key=lambda pair: (pair[0].workspace_id is None, pair[0].kind == "pool"))
    return tuple(_ranked(found))


def _ranked(found: Iterable[tuple[PanelRecord, EpochRecord]]) -> Iterable[Candidate]:
    taken = False
    for panel, epoch in found:
        standing: PanelStanding = "another_first" if taken else "in_use"
        if panel.withdrawn_at is not None:
            standing = "withdrawn"
        elif epoch.n_merchants < MIN_PEERS:
            standing = "too_few"
        taken = taken or standing == "in_use"
        yield Candidate(panel, epoch, standing)


class Panels:
    """Stored epochs as scoring takes them, read and unpacked once."""

    def __init__(self) -> None:
        self._contents: Memory[EpochContent] = Memory(CONTENTS_KEPT)
        self._panels: Memory[Panel] = Memory(PANELS_KEPT)

    def in_use(self, connection: Connection, merchant: Merchant) -> Candidate | None:
        """Find the panel that a real merchant is compared with."""
        ranked = candidates(connection, merchant.workspace_id)
        return next((one for one in ranked if one.standing == "in_use"), None)

    def of_merchant(self, connection: Connection, merchant: Merchant) -> Panel | None:
        """Return the peers of a merchant without itself, None where there are none.

        Demo merchants are compared with the demo panel only, and nobody else is.
        """
        if merchant.demo:
            return demo_panel()
        chosen = self.in_use(connection, merchant)
        return None if chosen is None else self.without(connection, chosen.panel, chosen.epoch, merchant)

    def without(
        self, connection: Connection, panel: PanelRecord, epoch: EpochRecord, merchant: Merchant | None
    ) -> Panel:
        """Return an epoch without a merchant and those of its name."""
        content = self._contents.get(epoch.id, lambda: panel_store.content_of(connection, epoch.id))
        apart = "" if merchant is None or not own_rows(panel, content, merchant).any() else merchant.id
        return self._panels.get(
            f"{epoch.id}:{apart}", lambda: panel_from(panel, epoch, content, merchant if apart else None)
        )

    def to_fit(self, connection: Connection, panel: str | None) -> models.PanelToFit:
        """Return a panel by its name or id, to fit archetypes to; the demo panel by ``demo``.

        Of several with one name the installation's comes first, then the newest. None: the only panel that is
        stored. Raises NotFound.
        """
        if panel == models.DEMO_PANEL:
            return models.PanelToFit(demo_panel(), None, None)
        found = [
            (one, epoch)
            for one in panel_store.every_panel(connection)
            if panel in (None, one.id, one.name)
            and one.withdrawn_at is None
            and (epoch := panel_store.latest_epoch(connection, one.id)) is not None
        ]
        found.sort(key=lambda pair: pair[0].workspace_id is not None)
        if not found or (panel is None and len(found) > 1):
            raise NotFound
        chosen, epoch = found[0]
        whole = self.without(connection, chosen, epoch, None)
        return models.PanelToFit(whole, chosen.workspace_id, epoch.id)


def knowledge_with_norms(knowledge: Knowledge, norms: EpochNorms) -> Knowledge:
    """Return the knowledge base with the norms of an epoch; its digest covers them."""
    digest = hashlib.sha256(f"{knowledge.digest} norms {codec.digest_of(norms)}".encode()).hexdigest()
    return replace(knowledge, norms=norms, digest=digest)


class PeerYardsticks:
    """Makes the yardsticks of a merchant: its peers, the norms of their epoch, the archetypes in force."""

    def __init__(self, context: Context, panels: Panels) -> None:
        self._context = context
        self._panels = panels

    def __call__(self, merchant: Merchant) -> Yardsticks:
        """Choose for a merchant."""
        return self._context.database.read(lambda connection: self._choose(connection, merchant))

    def _choose(self, connection: Connection, merchant: Merchant) -> Yardsticks:
        knowledge = loader.knowledge()
        panel = self._panels.of_merchant(connection, merchant)
        if not merchant.demo and (chosen := self._panels.in_use(connection, merchant)) is not None:
            norms = chosen.epoch.norms
            if norms is not None:
                knowledge = knowledge_with_norms(knowledge, codec.decode(norms, EpochNorms))
        record = models.in_force(connection, merchant.workspace_id, demo=merchant.demo)
        return Yardsticks(models.knowledge_with(knowledge, record), panel)
