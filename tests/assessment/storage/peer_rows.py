"""One row for every table of peers, written beside an assessment that is there already."""

from datetime import UTC, datetime

from sqlalchemy import insert, select

from assessment.services.context import new_id
from assessment.storage.database import Connection
from assessment.storage.peer_tables import (
    ArchetypeModelRow,
    ExclusionRow,
    PeerConsentRow,
    PeerEpochRow,
    PeerPanelRow,
    ServedCellRow,
)
from assessment.storage.tables import ResponseRow, ScoreRunRow, WaveRow

AT = datetime(2026, 1, 2, tzinfo=UTC)
DIGEST = "0" * 64


def add_peer_rows(connection: Connection) -> None:
    """Give the wave that is there a panel, an epoch, a consent, a served cut, a model and an exclusion."""
    wave = connection.execute(select(WaveRow.id, WaveRow.workspace_id, WaveRow.merchant_id)).first()
    assert wave is not None
    response_id = connection.execute(select(ResponseRow.id)).scalars().first()
    run_id = connection.execute(select(ScoreRunRow.id)).scalars().first()
    panel_id, epoch_id = new_id(), new_id()
    own = {"workspace_id": wave.workspace_id}
    said = {"as_of": "2026-01-01", "source": "自有客户"}
    rows = (
        (
            PeerPanelRow,
            {
                "id": panel_id,
                **own,
                **said,
                "kind": "imported",
                "name": "同行",
                "demo": 0,
                "salt": b"s" * 32,
                "created_at": AT,
            },
        ),
        (
            PeerEpochRow,
            {
                "id": epoch_id,
                "panel_id": panel_id,
                **said,
                "number": 1,
                "content": b"x",
                "n_merchants": 1,
                "digest": DIGEST,
                "created_at": AT,
            },
        ),
        (
            PeerConsentRow,
            {
                "id": new_id(),
                **own,
                "merchant_id": wave.merchant_id,
                "scope": "panel",
                "text_version": "1",
                "granted_at": AT,
            },
        ),
        (
            ServedCellRow,
            {
                "id": new_id(),
                "epoch_id": epoch_id,
                "filters": "{}",
                "n": 1,
                "wave_id": wave.id,
                "run_id": run_id,
                "at": AT,
            },
        ),
        (
            ArchetypeModelRow,
            {
                "id": new_id(),
                **own,
                "version": "1",
                "panel_epoch_id": epoch_id,
                "digest": DIGEST,
                "content": "{}",
                "created_at": AT,
            },
        ),
        (
            ExclusionRow,
            {
                "id": new_id(),
                "response_id": response_id,
                "wave_id": wave.id,
                "number": 1,
                "excluded": 1,
                "reason": "",
                "decided_by": "owner",
                "at": AT,
            },
        ),
    )
    for table, values in rows:
        connection.execute(insert(table).values(**values))
