"""How the reports of a wave look: pages, logos, wordings by hand, and choices as reports printed them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import delete, insert, select, update

from assessment.domain.editions import Edition, ReportChoices, ReportLook, TextEdit
from assessment.domain.text import Locale
from assessment.storage import codec
from assessment.storage.database import Connection
from assessment.storage.report_tables import FrozenChoicesRow, ReportDeskRow, ReportLogoRow, TextEditRow

Pages = dict[Edition, tuple[str, ...] | None]


@dataclass(frozen=True, slots=True)
class StoredDesk:
    """Look and pages as they stand; an edition that is not in `pages` has its own ones."""

    look: ReportLook
    pages: Mapping[Edition, tuple[str, ...] | None]
    revision: int


@dataclass(frozen=True, slots=True)
class StoredLogo:
    """A picture as it was re-encoded: PNG, size in pixels."""

    sha256: str
    png: bytes
    width: int
    height: int


NOTHING_CHOSEN = StoredDesk(ReportLook(), {}, 0)


def load(connection: Connection, wave_id: str) -> StoredDesk:
    """Return what stands; revision 0 where nothing was ever chosen."""
    row = connection.execute(
        select(ReportDeskRow.look, ReportDeskRow.pages, ReportDeskRow.revision).where(
            ReportDeskRow.wave_id == wave_id
        )
    ).one_or_none()
    if row is None:
        return NOTHING_CHOSEN
    return StoredDesk(codec.decode(row.look, ReportLook), codec.decode(row.pages, Pages), row.revision)


def save(connection: Connection, wave_id: str, desk: StoredDesk, at: datetime) -> None:
    """Store what stands from now on. The caller holds the wave's lock and gives the next revision."""
    values = {
        "look": codec.encode(desk.look),
        "pages": codec.encode(dict(desk.pages)),
        "revision": desk.revision,
        "updated_at": at,
    }
    if desk.revision == 1:
        connection.execute(insert(ReportDeskRow).values(wave_id=wave_id, **values))
    else:
        connection.execute(update(ReportDeskRow).where(ReportDeskRow.wave_id == wave_id).values(**values))


def edits(connection: Connection, wave_id: str) -> tuple[TextEdit, ...]:
    """All wordings by hand, in the order of language and place."""
    rows = connection.execute(
        select(TextEditRow.locale, TextEditRow.place, TextEditRow.seen, TextEditRow.text).where(
            TextEditRow.wave_id == wave_id
        )
    )
    found = (TextEdit(cast("Locale", row.locale), row.place, row.seen, row.text) for row in rows)
    # Sorted here: databases collate differently, and the order enters the digest of what is printed.
    return tuple(sorted(found, key=lambda edit: (edit.locale, edit.place)))


def put_edit(connection: Connection, wave_id: str, edit: TextEdit, at: datetime) -> None:
    """Store a wording in the place of an earlier one."""
    drop_edit(connection, wave_id, edit.locale, edit.place)
    connection.execute(
        insert(TextEditRow).values(
            wave_id=wave_id, locale=edit.locale, place=edit.place, seen=edit.seen, text=edit.text, at=at
        )
    )


def drop_edit(connection: Connection, wave_id: str, locale: Locale, place: str) -> bool:
    """Take a wording away; tell whether there was one."""
    gone = connection.execute(
        delete(TextEditRow).where(
            TextEditRow.wave_id == wave_id, TextEditRow.locale == locale, TextEditRow.place == place
        )
    )
    return bool(gone.rowcount)


def logo(connection: Connection, wave_id: str, sha256: str) -> StoredLogo | None:
    """Find a picture of a wave; "" names none."""
    row = connection.execute(
        select(ReportLogoRow.sha256, ReportLogoRow.png, ReportLogoRow.width, ReportLogoRow.height).where(
            ReportLogoRow.wave_id == wave_id, ReportLogoRow.sha256 == sha256
        )
    ).one_or_none()
    return None if row is None else StoredLogo(row.sha256, bytes(row.png), row.width, row.height)


def keep_logo(connection: Connection, wave_id: str, picture: StoredLogo, at: datetime) -> None:
    """Store a picture unless this very one is there."""
    if logo(connection, wave_id, picture.sha256) is None:
        connection.execute(
            insert(ReportLogoRow).values(
                wave_id=wave_id,
                sha256=picture.sha256,
                png=picture.png,
                width=picture.width,
                height=picture.height,
                created_at=at,
            )
        )


def forget_logos(connection: Connection, wave_id: str, keep: str) -> None:
    """Delete the pictures of a wave that neither the desk (`keep`) nor a printed report shows."""
    printed = select(FrozenChoicesRow.logo).where(FrozenChoicesRow.wave_id == wave_id)
    connection.execute(
        delete(ReportLogoRow).where(
            ReportLogoRow.wave_id == wave_id,
            ReportLogoRow.sha256 != keep,
            ReportLogoRow.sha256.not_in(printed),
        )
    )


@dataclass(frozen=True, slots=True)
class FrozenChoices:
    """Choices of a report under the digest of their content, and the picture they name."""

    digest: str
    choices: ReportChoices
    logo: StoredLogo | None


def freeze(connection: Connection, wave_id: str, frozen: FrozenChoices, at: datetime) -> None:
    """Keep choices for ever, with their picture, unless these very ones are there."""
    if frozen_choices(connection, wave_id, frozen.digest) is not None:
        return
    if frozen.logo is not None:
        keep_logo(connection, wave_id, frozen.logo, at)
    connection.execute(
        insert(FrozenChoicesRow).values(
            wave_id=wave_id,
            digest=frozen.digest,
            logo="" if frozen.logo is None else frozen.logo.sha256,
            content=codec.encode(frozen.choices),
            created_at=at,
        )
    )


def frozen_choices(connection: Connection, wave_id: str, digest: str) -> FrozenChoices | None:
    """Find kept choices with their picture."""
    row = connection.execute(
        select(FrozenChoicesRow.content, FrozenChoicesRow.logo).where(
            FrozenChoicesRow.wave_id == wave_id, FrozenChoicesRow.digest == digest
        )
    ).one_or_none()
    if row is None:
        return None
    picture = logo(connection, wave_id, row.logo)
    return FrozenChoices(digest, codec.decode(row.content, ReportChoices), picture)
