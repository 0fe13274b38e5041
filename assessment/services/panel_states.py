"""How panels and contributions stand: read from the database, told as values."""

import secrets
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from assessment.access.policy import Action
from assessment.access.viewer import System, Viewer
from assessment.domain.engagement import Merchant
from assessment.domain.peers import (
    CONSENT_TEXT_VERSION,
    Contribution,
    FacetCount,
    ImportOutlook,
    PanelPreview,
    PanelStanding,
    PanelStatus,
    changes_needed,
)
from assessment.intake.panels import FACETS, SCORES, PanelRow
from assessment.services.engagements import INSTRUMENT
from assessment.services.panel_content import Member
from assessment.services.pools import SALT_BYTES, pool_state
from assessment.services.waves import own_wave, wave_for
from assessment.storage import consent_store, panel_store
from assessment.storage.database import Connection
from assessment.storage.panel_store import EpochRecord, PanelRecord
from scoring.benchmark import MIN_PEERS_PERCENTILE
from scoring.disclosure import LARGEST_SHARE, MIN_PEERS


@dataclass(frozen=True, slots=True)
class PanelFile:
    """A panel file that was read, with what was typed beside it."""

    rows: tuple[PanelRow, ...]
    digest: str
    name: str
    as_of: str
    source: str


@dataclass(frozen=True, slots=True)
class Present:
    """The panel of a name as it is, if there is one, with the members of its epoch in force."""

    panel: PanelRecord | None
    epoch: EpochRecord | None
    members: frozenset[bytes]

    @property
    def salt(self) -> bytes:
        """Key of the digests; one for this look only where there is no panel yet."""
        return secrets.token_bytes(SALT_BYTES) if self.panel is None else self.panel.salt


@dataclass(frozen=True, slots=True)
class Outlook:
    """What importing would do to the panel that is there."""

    outlook: ImportOutlook
    epoch: int
    n_members: int
    joined: int
    left: int
    needed: int

    @property
    def changed(self) -> int:
        """How many members joined or left."""
        return self.joined + self.left


def place(connection: Connection, viewer: Viewer, action: Action) -> str | None:
    """Return the workspace whose panels the viewer looks after; None: the installation's.

    Raises NotFound, AccessDenied, LinkRevoked.
    """
    if isinstance(viewer, System):
        return None
    return wave_for(connection, viewer, action, own_wave(viewer)).wave.workspace_id


def present(connection: Connection, workspace_id: str | None, name: str, *, hold: bool = False) -> Present:
    """Read the imported panel of this name; `hold` it until a writing transaction ends."""
    panel = panel_store.panel_named(connection, workspace_id, "imported", name, hold=hold)
    epoch = None if panel is None else panel_store.latest_epoch(connection, panel.id)
    if epoch is None:
        return Present(panel, None, frozenset())
    content = panel_store.content_of(connection, epoch.id)
    return Present(panel, epoch, frozenset(content.keys(content.members)))


def outlook(file: PanelFile, there: Present, members: Sequence[Member]) -> Outlook:
    """Compare a file with the epoch in force."""
    keys = {member.key for member in members}
    joined, left = len(keys - there.members), len(there.members - keys)
    needed = changes_needed(len(there.members))
    result: ImportOutlook = "new_epoch"
    if there.epoch is not None and there.epoch.source_digest == file.digest:
        result = "already_there"
    elif there.epoch is not None and joined + left < needed:
        result = "too_few_changes"
    number = 0 if there.epoch is None else there.epoch.number
    return Outlook(result, number, len(there.members), joined, left, needed if there.epoch else 0)


def preview_of(file: PanelFile, members: Sequence[Member], changes: Outlook) -> PanelPreview:
    """Describe a file and what it would do."""
    missing = sum(score is None for row in file.rows for score in row.scores)
    owners = Counter(member.owner for member in members)
    largest = max(owners.values(), default=0)
    return PanelPreview(
        name=file.name,
        as_of=file.as_of,
        source=file.source,
        n_rows=len(file.rows),
        n_complete=sum(None not in row.scores for row in file.rows),
        n_missing_cells=missing,
        facets=tuple(_facet(file.rows, number, name) for number, name in enumerate(FACETS)),
        largest_group=largest,
        largest_share=largest / len(members) if members else 0.0,
        epoch=changes.epoch,
        n_members=changes.n_members,
        joined=changes.joined,
        left=changes.left,
        needed=changes.needed,
        outlook=changes.outlook,
        warnings=tuple(_warnings(file.rows, members, largest)),
    )


def _facet(rows: Sequence[PanelRow], number: int, name: str) -> FacetCount:
    counts = Counter(row.facets[number] for row in rows)
    return FacetCount(name, tuple(sorted(counts.items(), key=lambda pair: (not pair[0], -pair[1], pair[0]))))


def _warnings(rows: Sequence[PanelRow], members: Sequence[Member], largest: int) -> Iterator[str]:
    n = len(members)
    if n < MIN_PEERS:
        yield "too_few"
    elif n < MIN_PEERS_PERCENTILE:
        yield "no_percentiles"
    if n < len(rows):
        yield "empty_rows"
    if any(None in member.scores for member in members):
        yield "incomplete"
    if n > 1 and any(_constant(members, column) for column in range(len(SCORES))):
        yield "constant"
    if largest > LARGEST_SHARE * n and n >= MIN_PEERS:
        yield "dominated"
    if any(2 * sum(not row.facets[i] for row in rows) > len(rows) for i in range(len(FACETS))):
        yield "few_facets"


def _constant(members: Sequence[Member], column: int) -> bool:
    values = {member.scores[column] for member in members} - {None}
    return len(values) == 1


def status(
    panel: PanelRecord, epoch: EpochRecord, standing: PanelStanding, workspace_id: str | None
) -> PanelStatus:
    """Describe a panel for whoever looks after `workspace_id` (None: the machine itself)."""
    theirs = workspace_id is None or panel.workspace_id == workspace_id
    return PanelStatus(
        id=panel.id,
        name=panel.name,
        kind=panel.kind,
        scope="installation" if panel.workspace_id is None else "workspace",
        epoch=epoch.number,
        as_of=epoch.as_of,
        source=epoch.source,
        n_merchants=epoch.n_merchants,
        demo=panel.demo,
        created_at=epoch.created_at,
        withdrawn_at=panel.withdrawn_at,
        standing=standing,
        may_withdraw=theirs and panel.kind == "imported" and panel.withdrawn_at is None,
    )


def every_status(connection: Connection) -> tuple[PanelStatus, ...]:
    """Describe every panel of the database, newest first, for the machine itself."""
    return tuple(
        status(panel, epoch, "no_merchant" if panel.withdrawn_at is None else "withdrawn", None)
        for panel in panel_store.every_panel(connection)
        if (epoch := panel_store.latest_epoch(connection, panel.id)) is not None
    )


def imported(panel: PanelRecord, number: int, n: int, *, already_there: bool) -> dict[str, Any]:
    """Return the fields of an `ImportedPanel`, as an operation remembers them."""
    return {
        "panel_id": panel.id,
        "name": panel.name,
        "epoch": number,
        "n_merchants": n,
        "already_there": already_there,
    }


def pool_place(connection: Connection, merchant: Merchant) -> str | None:
    """Return whose pool a merchant contributes to: a consultant's workspace has its own (else None)."""
    kind = consent_store.workspace_kind(connection, merchant.workspace_id)
    return merchant.workspace_id if kind == "consulting" else None


def contribution(connection: Connection, viewer: Viewer) -> Contribution:
    """Tell how a merchant's contribution and its pool stand. Raises NotFound, AccessDenied, LinkRevoked."""
    merchant = wave_for(connection, viewer, "contribute", own_wave(viewer)).merchant
    pool = pool_place(connection, merchant)
    state, consent = pool_state(connection, pool), consent_store.in_force(connection, merchant.id)
    wave_id = consent_store.latest_closed_of(connection, merchant.id, INSTRUMENT)
    return Contribution(
        scope="pool" if pool is None else "panel",
        text_version=CONSENT_TEXT_VERSION,
        agreed_version=None if consent is None else consent.text_version,
        granted_at=None if consent is None else consent.granted_at,
        epoch=0 if state.epoch is None else state.epoch.number,
        n_members=len(state.present),
        waiting=state.changed,
        needed=state.needed,
        waves=() if wave_id is None else (wave_id,),
    )
