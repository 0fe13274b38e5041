"""Releases of reports, and who may read one by a share link."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

from sqlalchemy import func, insert, select, update

from assessment.storage.database import AnyRow, Connection
from assessment.storage.tables import WaveRow
from assessment.storage.workspace_tables import ReleaseRow, ShareLinkRow, ShareVisitRow

ReleaseState = Literal["requested", "released", "withdrawn", "superseded"]


@dataclass(frozen=True, slots=True)
class ReleaseRecord:
    """One release; `reports` maps the ids of its printed reports to their digests."""

    id: str
    wave_id: str
    run_id: str
    number: int
    state: ReleaseState
    note: str
    reports: tuple[tuple[str, str], ...]
    requested_by: str | None
    requested_at: datetime
    released_by: str | None = None
    released_at: datetime | None = None


def add(connection: Connection, release: ReleaseRecord) -> None:
    """Store a request."""
    connection.execute(
        insert(ReleaseRow).values(
            id=release.id,
            wave_id=release.wave_id,
            run_id=release.run_id,
            number=release.number,
            state=release.state,
            note=release.note,
            content=json.dumps(release.reports),
            requested_by=release.requested_by,
            requested_at=release.requested_at,
        )
    )


def next_number(connection: Connection, wave_id: str) -> int:
    """Return the number of the next release of a wave, from 1."""
    last = connection.execute(select(func.max(ReleaseRow.number)).where(ReleaseRow.wave_id == wave_id))
    return int(last.scalar() or 0) + 1


def find(connection: Connection, release_id: str) -> ReleaseRecord | None:
    """One release, or None."""
    row = connection.execute(select(ReleaseRow.__table__).where(ReleaseRow.id == release_id)).one_or_none()
    return None if row is None else _as_release(row)


def of_wave(connection: Connection, wave_id: str) -> tuple[ReleaseRecord, ...]:
    """List the releases of a wave, newest first."""
    rows = connection.execute(
        select(ReleaseRow.__table__).where(ReleaseRow.wave_id == wave_id).order_by(ReleaseRow.number.desc())
    )
    return tuple(map(_as_release, rows))


def change(connection: Connection, release_id: str, state: ReleaseState, **values: Any) -> None:  # noqa: ANN401 - columns
    """Bring a release into another state."""
    connection.execute(update(ReleaseRow).where(ReleaseRow.id == release_id).values(state=state, **values))


def supersede(connection: Connection, wave_id: str) -> None:
    """Mark the released report of a wave as replaced."""
    connection.execute(
        update(ReleaseRow)
        .where(ReleaseRow.wave_id == wave_id, ReleaseRow.state == "released")
        .values(state="superseded")
    )


def mark_reported(connection: Connection, wave_id: str, at: datetime) -> None:
    """Note the first release of a wave; later ones change nothing."""
    connection.execute(
        update(WaveRow)
        .where(WaveRow.id == wave_id, WaveRow.reported_at.is_(None))
        .values(status="reported", reported_at=at)
    )


def visit_stands(connection: Connection, visit: bytes, now: datetime | None = None) -> bool:
    """Tell whether a visit by a share link goes on: the link was neither revoked nor withdrawn."""
    found = connection.execute(
        select(ShareLinkRow.id, ShareLinkRow.expires_at)
        .join(ShareVisitRow, ShareVisitRow.share_link_id == ShareLinkRow.id)
        .join(ReleaseRow, ReleaseRow.id == ShareLinkRow.release_id)
        .where(
            ShareVisitRow.token_hash == visit,
            ShareLinkRow.revoked_at.is_(None),
            ReleaseRow.state.in_(("released", "superseded")),
        )
    )
    row = found.first()
    return row is not None and (now is None or row.expires_at > now)


def shared_reports(connection: Connection, visit: bytes) -> frozenset[str]:
    """Ids of the reports that a share link hands out; empty for an unknown visit."""
    content = connection.execute(
        select(ReleaseRow.content)
        .join(ShareLinkRow, ShareLinkRow.release_id == ReleaseRow.id)
        .join(ShareVisitRow, ShareVisitRow.share_link_id == ShareLinkRow.id)
        .where(ShareVisitRow.token_hash == visit)
    ).scalar()
    return frozenset(report_id for report_id, _ in json.loads(content or "[]"))


def _as_release(row: AnyRow) -> ReleaseRecord:
    return ReleaseRecord(
        id=row.id,
        wave_id=row.wave_id,
        run_id=row.run_id,
        number=row.number,
        state=cast("ReleaseState", row.state),
        note=row.note,
        reports=tuple((report_id, sha256) for report_id, sha256 in json.loads(row.content)),
        requested_by=row.requested_by,
        requested_at=row.requested_at,
        released_by=row.released_by,
        released_at=row.released_at,
    )
