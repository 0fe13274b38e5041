"""How the reports of a wave look, which pages they have, and what is worded by hand."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from assessment.access.viewer import Viewer
from assessment.domain.editions import EDITIONS, Edition, ReportLook, ReportOrder, TextEdit
from assessment.domain.errors import FieldInvalid, NotFound, StaleRevision
from assessment.domain.text import Locale
from assessment.services.context import Context
from assessment.services.fields import operation_field
from assessment.services.manuscripts import Manuscript, Manuscripts, settled_order
from assessment.services.memory import Memory
from assessment.services.report_fields import (
    checked_edition,
    checked_look,
    checked_pages,
    checked_place,
    checked_text,
)
from assessment.services.scope import scoped
from assessment.services.structures import decided_by
from assessment.services.waves import wave_for
from assessment.storage import codec, desk_store, trail_store, wave_store
from assessment.storage.database import Connection
from assessment.storage.desk_store import StoredDesk, StoredLogo
from assessment.storage.operations import Operation, once
from assessment.storage.trail_store import TrailEntry

if TYPE_CHECKING:
    from reports.document import ReportDocument

DRAFTS_KEPT: Final = 8
MAX_EDITS: Final = 500
"""Wordings by hand of one wave, both languages together."""
NO_ID: Final = "—"
"""Printed as the id of a draft, which is no report."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What stands for all reports of a wave. `pages` has every edition; None: the edition's own pages."""

    look: ReportLook
    logo: StoredLogo | None
    pages: Mapping[Edition, tuple[str, ...] | None]
    edits: tuple[TextEdit, ...]
    revision: int


@dataclass(frozen=True, slots=True)
class _Step:
    """One change: the desk after it, and what the trail is told."""

    desk: StoredDesk
    kind: str
    subject: str
    detail: str


_Change = Callable[[Connection, StoredDesk, datetime], _Step]


@scoped
class ReportDesk:
    """Whoever may read results looks; only owners and the machine itself change anything."""

    def __init__(self, context: Context, manuscripts: Manuscripts) -> None:
        self._context = context
        self._manuscripts = manuscripts
        self._drafts: Memory[bytes] = Memory(DRAFTS_KEPT)

    def desk(self, viewer: Viewer, wave_id: str) -> Desk:
        """Return what stands; revision 0 where nothing was ever chosen. Raises NotFound, AccessDenied."""

        def work(connection: Connection) -> Desk:
            wave_for(connection, viewer, "read_results", wave_id)
            return _as_desk(connection, wave_id)

        return self._context.database.read(work)

    def save_look(
        self, viewer: Viewer, wave_id: str, look: ReportLook, *, revision: int, operation_id: str
    ) -> Desk:
        """Store accent and cover words; the logo stays what `put_logo` made it.

        Raises StaleRevision if anything was changed meanwhile; FieldInvalid, TextTooLong (see
        `checked_look`), NotFound, AccessDenied. The same operation id again changes nothing; so with every
        other change here.
        """
        checked = checked_look(look)

        def change(_: Connection, now: StoredDesk, __: datetime) -> _Step:
            new = replace(checked, logo=now.look.logo)
            told = (
                new.accent,
                new.cover.title,
                new.cover.subtitle,
                new.cover.prepared_for,
                new.cover.prepared_by,
            )
            detail = " · ".join(part for part in (*told, new.cover.notice) if part)
            return _Step(replace(now, look=new), "report_look", "", detail)

        return self._change(viewer, wave_id, ("report_look", operation_id, revision), change)

    def save_pages(
        self,
        viewer: Viewer,
        wave_id: str,
        edition: Edition,
        pages: tuple[str, ...] | None,
        *,
        revision: int,
        operation_id: str,
    ) -> Desk:
        """Choose the pages of an edition and their order; None gives it its own ones back.

        Raises StaleRevision, FieldInvalid (edition, report_pages), NotFound, AccessDenied.
        """
        of, chosen = checked_edition(edition), checked_pages(pages)

        def change(_: Connection, now: StoredDesk, __: datetime) -> _Step:
            new = {**now.pages, of: chosen}
            return _Step(replace(now, pages=new), "report_pages", of, " · ".join((of, *(chosen or ()))))

        return self._change(viewer, wave_id, ("report_pages", operation_id, revision), change)

    def put_logo(
        self, viewer: Viewer, wave_id: str, content: bytes, *, revision: int, operation_id: str
    ) -> Desk:
        """Take in a picture, drawn anew, as the logo of all reports of a wave.

        Raises StaleRevision, FieldInvalid (``logo``: see `reports.logo.reencoded`), NotFound, AccessDenied.
        """
        self._context.database.read(lambda c: wave_for(c, viewer, "design", wave_id))  # before any decoding
        picture = _reencoded(content)

        def change(connection: Connection, now: StoredDesk, at: datetime) -> _Step:
            desk_store.keep_logo(connection, wave_id, picture, at)
            new = replace(now, look=replace(now.look, logo=picture.sha256))
            size = f"{picture.width} × {picture.height}"
            return _Step(new, "report_logo", picture.sha256, size)

        return self._change(viewer, wave_id, ("report_logo", operation_id, revision), change)

    def drop_logo(self, viewer: Viewer, wave_id: str, *, revision: int, operation_id: str) -> Desk:
        """Print no logo from now on; the picture goes unless a printed report shows it.

        Raises StaleRevision, NotFound (also without a logo), AccessDenied.
        """

        def change(_: Connection, now: StoredDesk, __: datetime) -> _Step:
            if not now.look.logo:
                raise NotFound
            new = replace(now, look=replace(now.look, logo=""))
            return _Step(new, "report_logo_dropped", now.look.logo, "")

        return self._change(viewer, wave_id, ("report_logo_drop", operation_id, revision), change)

    def edit_text(
        self, viewer: Viewer, wave_id: str, edit: TextEdit, *, revision: int, operation_id: str
    ) -> Desk:
        """Word one text by hand; it replaces an earlier wording of the same place and language.

        Raises StaleRevision, FieldInvalid, TextTooLong (see `checked_text`; ``wording``, too_many for more
        than 500), NotFound, AccessDenied.
        """
        checked = checked_text(edit)

        def change(connection: Connection, now: StoredDesk, at: datetime) -> _Step:
            places = {(one.locale, one.place) for one in desk_store.edits(connection, wave_id)}
            if (checked.locale, checked.place) not in places and len(places) >= MAX_EDITS:
                raise FieldInvalid(field="wording", reason="too_many", limit=MAX_EDITS)
            desk_store.put_edit(connection, wave_id, checked, at)
            return _Step(
                now, "report_text", checked.place, f"{checked.locale} · {checked.place} · {checked.text}"
            )

        return self._change(viewer, wave_id, ("report_text", operation_id, revision), change)

    def undo_text(
        self,
        viewer: Viewer,
        wave_id: str,
        locale: Locale,
        place: str,
        *,
        revision: int,
        operation_id: str,
    ) -> Desk:
        """Let a text be again what is composed.

        Raises StaleRevision, FieldInvalid (locale, place), NotFound (also for a text that nobody worded),
        AccessDenied.
        """
        of, where = checked_place(locale, place)

        def change(connection: Connection, now: StoredDesk, _: datetime) -> _Step:
            if not desk_store.drop_edit(connection, wave_id, of, where):
                raise NotFound
            return _Step(now, "report_text_undone", where, f"{of} · {where}")

        return self._change(viewer, wave_id, ("report_text_undo", operation_id, revision), change)

    def document(self, viewer: Viewer, run_id: str, order: ReportOrder) -> "ReportDocument":
        """Compose a report with the chosen look and pages, its texts as rules chose them.

        For listing texts and pages; nothing is stored. Raises NotFound, AccessDenied, FieldInvalid.
        """
        from assessment.services.printing import document_of, source_of  # noqa: PLC0415 - loads ReportLab

        settled = settled_order(order)
        manuscript = self._manuscripts.current(viewer, run_id, settled)
        return document_of(source_of(manuscript, settled, NO_ID), by_hand=False)

    def preview(self, viewer: Viewer, run_id: str, order: ReportOrder, page: int) -> bytes:
        """Draw one page as PNG, with everything applied; nothing is stored.

        Parameters
        ----------
        page
            Number of the page in the finished file, counted from 1.

        Raises
        ------
        FieldInvalid
            ``report_page``, out_of_range; see also `Reporting.build`.
        NotFound, AccessDenied, NothingToPrint
        """
        from assessment.services.printing import page_picture  # noqa: PLC0415 - loads ReportLab

        settled = settled_order(order)
        manuscript = self._manuscripts.current(viewer, run_id, settled)
        try:
            return page_picture(self._draft(manuscript, settled), page)
        except IndexError as error:
            raise FieldInvalid(field="report_page", reason="out_of_range") from error

    def sheets(self, viewer: Viewer, run_id: str, order: ReportOrder) -> tuple[tuple[int, ...], int]:
        """Tell on which page of the finished file each composed page begins, and how many pages there are.

        The cover counts as a composed page where there is one; pages are counted from 1. Raises NotFound,
        AccessDenied, FieldInvalid, NothingToPrint.
        """
        from assessment.services.printing import first_pages  # noqa: PLC0415 - loads ReportLab

        settled = settled_order(order)
        return first_pages(self._draft(self._manuscripts.current(viewer, run_id, settled), settled))

    def _draft(self, manuscript: Manuscript, order: ReportOrder) -> bytes:
        """Draw a report once for all looks at its pages."""
        from assessment.services.printing import draft_pdf  # noqa: PLC0415 - loads ReportLab

        key = codec.digest_of(manuscript.key(replace(order, form="pdf", archive=False)))
        return self._drafts.get(key, lambda: draft_pdf(manuscript, order, NO_ID))

    def _change(self, viewer: Viewer, wave_id: str, asked: tuple[str, str, int], change: _Change) -> Desk:
        """Change something once, in one transaction with its entry in the trail."""
        kind, operation_id, revision = asked
        operation = Operation(operation_field(operation_id), kind, wave_id)
        now, by = self._context.clock(), decided_by(viewer)

        def work(connection: Connection) -> Desk:
            wave_store.lock_wave(connection, wave_id)  # changes of one wave queue up and see each other
            wave = wave_for(connection, viewer, "design", wave_id).wave

            def run() -> Mapping[str, Any]:
                before = desk_store.load(connection, wave_id)
                if before.revision != revision:
                    raise StaleRevision(expected=revision, current=before.revision)
                step = change(connection, before, now)
                after = replace(step.desk, revision=before.revision + 1)
                desk_store.save(connection, wave_id, after, now)
                desk_store.forget_logos(connection, wave_id, after.look.logo)
                entry = TrailEntry(now, by, step.kind, step.subject, step.detail[:2_000])
                trail_store.add_entry(connection, wave_id, entry)
                return {"revision": after.revision}

            once(connection, operation, run, workspace_id=wave.workspace_id, at=now)
            return _as_desk(connection, wave_id)

        return self._context.database.write(work)


def _as_desk(connection: Connection, wave_id: str) -> Desk:
    stored = desk_store.load(connection, wave_id)
    logo = desk_store.logo(connection, wave_id, stored.look.logo) if stored.look.logo else None
    pages = MappingProxyType({edition: stored.pages.get(edition) for edition in EDITIONS})
    return Desk(stored.look, logo, pages, desk_store.edits(connection, wave_id), stored.revision)


def _reencoded(content: bytes) -> StoredLogo:
    """Draw a picture from outside anew. Raises FieldInvalid."""
    from reports.logo import reencoded  # noqa: PLC0415 - loads Pillow

    logo = reencoded(content)
    return StoredLogo(hashlib.sha256(logo.png).hexdigest(), logo.png, logo.width, logo.height)
