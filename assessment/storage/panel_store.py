"""Panels of peers and their epochs: names, dates, and contents that are written once."""

import base64
import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

from sqlalchemy import insert, or_, select, update

from assessment.domain.errors import NotFound
from assessment.domain.peers import PanelKind
from assessment.storage.database import AnyRow, Connection
from assessment.storage.peer_tables import PeerEpochRow, PeerPanelRow, ServedCellRow

FAST: Final = 1
"""Level of compression: contents are written once and read rarely, but an import must not wait."""


@dataclass(frozen=True, slots=True)
class PanelRecord:
    """One panel; `workspace_id` None: for every workspace of the installation."""

    id: str
    workspace_id: str | None
    kind: PanelKind
    name: str
    as_of: str
    source: str
    demo: bool
    salt: bytes
    created_at: datetime
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class EpochRecord:
    """One frozen epoch without its content; `norms` is JSON as `codec` writes it."""

    id: str
    panel_id: str
    number: int
    n_merchants: int
    digest: str
    source_digest: str | None
    as_of: str
    source: str
    norms: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class EpochContent:
    """What an epoch holds, n merchants: no name and no code, only keyed digests of both.

    `members` and `owners` hold `key_bytes` bytes a merchant. `facets` have the known codes and one byte a
    merchant, its place among them. `scores` and `errors` are little-endian 8-byte floats, merchants by
    scales, NaN = missing.
    """

    scale_ids: tuple[str, ...]
    key_bytes: int
    members: bytes
    owners: bytes
    facets: Mapping[str, tuple[tuple[str, ...], bytes]]
    scores: bytes
    errors: bytes

    @property
    def n(self) -> int:
        """Number of merchants."""
        return len(self.members) // self.key_bytes

    def keys(self, column: bytes) -> tuple[bytes, ...]:
        """Cut `members` or `owners` into one key a merchant."""
        return tuple(column[i : i + self.key_bytes] for i in range(0, len(column), self.key_bytes))


def pack(content: EpochContent) -> tuple[bytes, str]:
    """Return a content as compressed JSON and the SHA-256 over the JSON, in hexadecimal digits."""
    tree = {
        "scale_ids": content.scale_ids,
        "key_bytes": content.key_bytes,
        "members": _text(content.members),
        "owners": _text(content.owners),
        "facets": {name: [codes, _text(places)] for name, (codes, places) in content.facets.items()},
        "scores": _text(content.scores),
        "errors": _text(content.errors),
    }
    plain = json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return zlib.compress(plain, FAST), hashlib.sha256(plain).hexdigest()


def unpack(packed: bytes) -> EpochContent:
    """Read what `pack` wrote."""
    tree = json.loads(zlib.decompress(packed))
    return EpochContent(
        scale_ids=tuple(tree["scale_ids"]),
        key_bytes=tree["key_bytes"],
        members=base64.b64decode(tree["members"]),
        owners=base64.b64decode(tree["owners"]),
        facets={
            name: (tuple(codes), base64.b64decode(places)) for name, (codes, places) in tree["facets"].items()
        },
        scores=base64.b64decode(tree["scores"]),
        errors=base64.b64decode(tree["errors"]),
    )


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


_PANEL: Final = (
    PeerPanelRow.id,
    PeerPanelRow.workspace_id,
    PeerPanelRow.kind,
    PeerPanelRow.name,
    PeerPanelRow.as_of,
    PeerPanelRow.source,
    PeerPanelRow.demo,
    PeerPanelRow.salt,
    PeerPanelRow.created_at,
    PeerPanelRow.withdrawn_at,
)
_EPOCH: Final = (
    PeerEpochRow.id,
    PeerEpochRow.panel_id,
    PeerEpochRow.number,
    PeerEpochRow.n_merchants,
    PeerEpochRow.digest,
    PeerEpochRow.source_digest,
    PeerEpochRow.as_of,
    PeerEpochRow.source,
    PeerEpochRow.norms,
    PeerEpochRow.created_at,
)


def _as_panel(row: AnyRow) -> PanelRecord:
    return PanelRecord(
        row.id,
        row.workspace_id,
        cast("PanelKind", row.kind),
        row.name,
        row.as_of,
        row.source,
        bool(row.demo),
        bytes(row.salt),
        row.created_at,
        row.withdrawn_at,
    )


def panels_for(connection: Connection, workspace_id: str | None) -> tuple[PanelRecord, ...]:
    """List the panels of a workspace and of the installation, newest first."""
    whose = or_(PeerPanelRow.workspace_id.is_(None), PeerPanelRow.workspace_id == workspace_id)
    statement = select(*_PANEL).where(whose).order_by(PeerPanelRow.created_at.desc(), PeerPanelRow.id)
    return tuple(map(_as_panel, connection.execute(statement)))


def every_panel(connection: Connection) -> tuple[PanelRecord, ...]:
    """List all panels of the database, newest first."""
    statement = select(*_PANEL).order_by(PeerPanelRow.created_at.desc(), PeerPanelRow.id)
    return tuple(map(_as_panel, connection.execute(statement)))


def find_panel(connection: Connection, panel_id: str) -> PanelRecord | None:
    """One panel by its id, or None."""
    row = connection.execute(select(*_PANEL).where(PeerPanelRow.id == panel_id)).one_or_none()
    return None if row is None else _as_panel(row)


def panel_named(
    connection: Connection, workspace_id: str | None, kind: PanelKind, name: str, *, hold: bool = False
) -> PanelRecord | None:
    """Find a panel of exactly this place by its name; `hold` it until a writing transaction ends."""
    statement = select(*_PANEL).where(
        PeerPanelRow.workspace_id.is_not_distinct_from(workspace_id),
        PeerPanelRow.kind == kind,
        PeerPanelRow.name == name,
    )
    if hold:
        statement = statement.with_for_update()
    row = connection.execute(statement).one_or_none()
    return None if row is None else _as_panel(row)


def add_panel(connection: Connection, panel: PanelRecord) -> None:
    """Store a new panel."""
    connection.execute(
        insert(PeerPanelRow).values(
            id=panel.id,
            workspace_id=panel.workspace_id,
            kind=panel.kind,
            name=panel.name,
            as_of=panel.as_of,
            source=panel.source,
            demo=int(panel.demo),
            salt=panel.salt,
            created_at=panel.created_at,
            withdrawn_at=None,
        )
    )


def set_withdrawn(connection: Connection, panel_id: str, at: datetime | None) -> None:
    """Take a panel out of use, or back into it (None)."""
    connection.execute(update(PeerPanelRow).where(PeerPanelRow.id == panel_id).values(withdrawn_at=at))


def latest_epoch(connection: Connection, panel_id: str) -> EpochRecord | None:
    """Return the epoch in force of a panel, None before the first."""
    statement = (
        select(*_EPOCH).where(PeerEpochRow.panel_id == panel_id).order_by(PeerEpochRow.number.desc()).limit(1)
    )
    row = connection.execute(statement).one_or_none()
    return None if row is None else EpochRecord(*tuple(row))


def content_of(connection: Connection, epoch_id: str) -> EpochContent:
    """Read what an epoch holds. Raises NotFound."""
    packed = connection.execute(select(PeerEpochRow.content).where(PeerEpochRow.id == epoch_id)).scalar()
    if packed is None:
        raise NotFound
    return unpack(bytes(packed))


def add_epoch(connection: Connection, epoch: EpochRecord, packed: bytes) -> None:
    """Store a new epoch; nothing ever changes one."""
    values: dict[str, Any] = {column.key: getattr(epoch, column.key) for column in _EPOCH}
    connection.execute(insert(PeerEpochRow).values(**values, content=packed))


@dataclass(frozen=True, slots=True)
class ServedCell:
    """One cut of one epoch as a run told it; `filters` is canonical JSON."""

    id: str
    epoch_id: str
    filters: str
    n: int
    wave_id: str
    run_id: str
    at: datetime


def add_served(connection: Connection, served: ServedCell) -> None:
    """Note which cut of which epoch was told to whom."""
    connection.execute(
        insert(ServedCellRow).values(
            id=served.id,
            epoch_id=served.epoch_id,
            filters=served.filters,
            n=served.n,
            wave_id=served.wave_id,
            run_id=served.run_id,
            at=served.at,
        )
    )


def served_of(connection: Connection, epoch_id: str) -> tuple[tuple[str, int, str | None], ...]:
    """List what was told of an epoch: filters, number of merchants and the run, oldest first."""
    rows = connection.execute(
        select(ServedCellRow.filters, ServedCellRow.n, ServedCellRow.run_id)
        .where(ServedCellRow.epoch_id == epoch_id)
        .order_by(ServedCellRow.at, ServedCellRow.id)
    )
    return tuple((row.filters, row.n, row.run_id) for row in rows)


def digest_served(connection: Connection, run_id: str) -> str | None:
    """Digest of the epoch that a run told of, None where it told of none that is stored."""
    digest: str | None = connection.execute(
        select(PeerEpochRow.digest)
        .join(ServedCellRow, ServedCellRow.epoch_id == PeerEpochRow.id)
        .where(ServedCellRow.run_id == run_id)
        .order_by(ServedCellRow.at.desc(), ServedCellRow.id)
        .limit(1)
    ).scalar()
    return digest
