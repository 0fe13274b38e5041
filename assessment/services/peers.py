"""Panels of peers: bringing them in, taking them out of use, and contributing one's own waves."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from assessment.access.viewer import System, Viewer
from assessment.domain.engagement import SOURCE_LIMIT
from assessment.domain.errors import AccessDenied, EpochBarred, FieldInvalid, NotFound
from assessment.domain.peers import (
    CONSENT_TEXT_VERSION,
    ConsentScope,
    Contribution,
    ImportedPanel,
    PanelPreview,
    PanelStatus,
)
from assessment.intake.panels import read_panel
from assessment.services.context import Context
from assessment.services.fields import name_field, operation_field, text_field
from assessment.services.panel_content import Member, file_content, members_of
from assessment.services.panel_states import (
    PanelFile,
    contribution,
    every_status,
    imported,
    outlook,
    place,
    pool_place,
    present,
    preview_of,
    status,
)
from assessment.services.pools import SALT_BYTES, Pools
from assessment.services.scope import scoped, unscoped
from assessment.services.waves import own_wave, wave_for
from assessment.services.yardsticks import candidates
from assessment.storage import consent_store, panel_store
from assessment.storage.consent_store import Consent
from assessment.storage.database import Connection
from assessment.storage.operations import Operation, once
from assessment.storage.panel_store import EpochRecord, PanelRecord

DATE_LENGTH: Final = 10


@scoped
class Peers:
    """Use cases of owners, for their workspace, and of the machine itself, for the installation."""

    def __init__(self, context: Context, pools: Pools) -> None:
        self._context = context
        self._pools = pools

    def panels(self, viewer: Viewer) -> tuple[PanelStatus, ...]:
        """List the panels that the viewer's merchant may be compared with, the one in use first.

        The machine itself sees all panels of the database.
        Raises NotFound, AccessDenied, LinkRevoked.
        """

        def work(connection: Connection) -> tuple[PanelStatus, ...]:
            workspace_id = place(connection, viewer, "see_panels")
            if workspace_id is None:
                return every_status(connection)
            ranked = candidates(connection, workspace_id)
            return tuple(
                status(one.panel, one.epoch, one.standing, workspace_id)
                for one in sorted(ranked, key=lambda one: one.standing != "in_use")
            )

        return self._context.database.read(work)

    def preview(
        self, viewer: Viewer, *, content: bytes, file_name: str, name: str, as_of: str, source: str
    ) -> PanelPreview:
        """Tell what a file holds and what importing it would do. Nothing is stored.

        Raises FileRefused, FieldInvalid, TextTooLong, NotFound, AccessDenied, LinkRevoked.
        """
        workspace_id = self._context.database.read(lambda c: place(c, viewer, "manage_panels"))
        file = self._file(content, file_name, name=name, as_of=as_of, source=source)

        def work(connection: Connection) -> PanelPreview:
            there = present(connection, workspace_id, file.name)
            members = members_of(file.rows, there.salt)
            return preview_of(file, members, outlook(file, there, members))

        return self._context.database.read(work)

    def import_panel(  # noqa: PLR0913 - all that an import is: the file, what was typed, the operation
        self,
        viewer: Viewer,
        *,
        content: bytes,
        file_name: str,
        name: str,
        as_of: str,
        source: str,
        operation_id: str,
    ) -> ImportedPanel:
        """Store a file as the next epoch of the panel of that name, whole or not at all.

        The same file again changes nothing, except that a withdrawn panel comes back into use. Names and
        codes of merchants are not stored.

        Parameters
        ----------
        content, file_name
            The file; its name is shown in messages and never used as a path.
        name, as_of, source
            What the panel is called, the day its scores refer to (ISO date), and where they come from.

        Raises
        ------
        FileRefused, FieldInvalid, TextTooLong
            With every problem of the file, or of what was typed.
        EpochBarred
            Fewer than max(5, 10 %) of the members joined or left.
        NotFound, AccessDenied, LinkRevoked
        """
        operation = operation_field(operation_id)
        workspace_id = self._context.database.read(lambda c: place(c, viewer, "manage_panels"))
        file = self._file(content, file_name, name=name, as_of=as_of, source=source)

        def work(connection: Connection) -> ImportedPanel:
            place(connection, viewer, "manage_panels")
            if workspace_id is None:  # recognised by the file: the machine keeps no operations
                return ImportedPanel(**self._store(connection, None, file))
            asked = Operation(operation, "import_panel", f"{file.name}/{file.digest}")
            done = once(
                connection,
                asked,
                lambda: self._store(connection, workspace_id, file),
                workspace_id=workspace_id,
                at=self._context.clock(),
            )
            return ImportedPanel(**done.values)

        return self._context.database.write(work)

    def withdraw(self, viewer: Viewer, panel_id: str, operation_id: str) -> None:
        """Take an imported panel out of use; its epochs and the runs made with them stay.

        Raises FieldInvalid, NotFound, AccessDenied (the installation's, or a pool), LinkRevoked.
        """
        operation = Operation(operation_field(operation_id), "withdraw_panel", panel_id)
        now = self._context.clock()

        def work(connection: Connection) -> None:
            workspace_id = place(connection, viewer, "manage_panels")
            panel = panel_store.find_panel(connection, panel_id)
            machine = isinstance(viewer, System)
            if panel is None or (not machine and panel.workspace_id not in (None, workspace_id)):
                raise NotFound
            if panel.kind == "pool" or (not machine and panel.workspace_id is None):
                raise AccessDenied(action="withdraw_panel")

            def take() -> dict[str, Any]:
                if panel.withdrawn_at is None:
                    panel_store.set_withdrawn(connection, panel.id, now)
                return {}

            if workspace_id is None:  # the machine keeps no operations
                take()
            else:
                once(connection, operation, take, workspace_id=workspace_id, at=now)

        self._context.database.write(work)

    @unscoped
    def contribution(self, viewer: Viewer) -> Contribution:
        """Tell whether the viewer's merchant contributes, and how far the pool is.

        Raises NotFound, AccessDenied (also the machine itself, which has no merchant), LinkRevoked.
        """
        return self._context.database.read(lambda connection: contribution(connection, viewer))

    @unscoped
    def consent(self, viewer: Viewer, *, granted: bool, text_version: str, operation_id: str) -> Contribution:
        """Let the merchant's closed waves enter the pool from its next epoch on, or no longer.

        Raises FieldInvalid (another text is in force), NotFound, AccessDenied, LinkRevoked.
        """
        operation = Operation(operation_field(operation_id), "consent", f"{granted}/{text_version}")
        if granted and text_version != CONSENT_TEXT_VERSION:
            raise FieldInvalid(field="text_version", reason="unknown")

        def work(connection: Connection) -> str | None:
            fielding = wave_for(connection, viewer, "contribute", own_wave(viewer))
            merchant, now = fielding.merchant, self._context.clock()
            pool = pool_place(connection, merchant)

            def decide() -> dict[str, Any]:
                there = consent_store.in_force(connection, merchant.id)
                if not _is_new(there, text_version, granted=granted):
                    return {}
                consent_store.revoke(connection, merchant.id, now)
                if granted:
                    scope: ConsentScope = "pool" if pool is None else "panel"
                    new = self._context.new_id()
                    consent_store.grant(
                        connection, Consent(new, merchant.workspace_id, merchant.id, scope, text_version, now)
                    )
                return {}

            # Also a decision that changes nothing is remembered: its late retry must not undo a later one.
            once(connection, operation, decide, workspace_id=merchant.workspace_id, at=now)
            return pool

        self._pools.refresh(self._context.database.write(work))
        return self.contribution(viewer)

    def _file(self, content: bytes, file_name: str, *, name: str, as_of: str, source: str) -> PanelFile:
        """Read a file and what was typed beside it."""
        said = text_field("source", source, SOURCE_LIMIT)
        if not said:
            raise FieldInvalid(field="source", reason="blank")
        typed = name_field("name", name), self._date(as_of), said
        return PanelFile(read_panel(content, file_name), hashlib.sha256(content).hexdigest(), *typed)

    def _date(self, as_of: str) -> str:
        """Return an ISO date that is not to come. Raises FieldInvalid (malformed, future)."""
        text = as_of.strip()
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise FieldInvalid(field="as_of", reason="malformed") from None
        if len(text) != DATE_LENGTH:
            raise FieldInvalid(field="as_of", reason="malformed")
        if (
            day - self._context.clock().date()
        ).days > 1:  # it may be tomorrow already where the file was made
            raise FieldInvalid(field="as_of", reason="future")
        return text

    def _store(self, connection: Connection, workspace_id: str | None, file: PanelFile) -> Mapping[str, Any]:
        """Add the next epoch; return the fields of an `ImportedPanel`."""
        there = present(connection, workspace_id, file.name, hold=True)
        panel = there.panel or self._new_panel(workspace_id, file)
        members = members_of(file.rows, panel.salt)
        changes = outlook(file, there, members)
        if panel.withdrawn_at is not None:
            panel_store.set_withdrawn(connection, panel.id, None)
        if changes.outlook == "already_there" and there.epoch is not None:
            again = panel.withdrawn_at is None
            return imported(panel, there.epoch.number, there.epoch.n_merchants, already_there=again)
        if changes.outlook == "too_few_changes":
            raise EpochBarred(
                name=panel.name, changed=changes.changed, needed=changes.needed, n=len(there.members)
            )
        if there.panel is None:
            panel_store.add_panel(connection, panel)
        number = 1 if there.epoch is None else there.epoch.number + 1
        self._add_epoch(connection, panel, number, file, members)
        return imported(panel, number, len(members), already_there=False)

    def _new_panel(self, workspace_id: str | None, file: PanelFile) -> PanelRecord:
        return PanelRecord(
            id=self._context.new_id(),
            workspace_id=workspace_id,
            kind="imported",
            name=file.name,
            as_of=file.as_of,
            source=file.source,
            demo=False,
            salt=secrets.token_bytes(SALT_BYTES),
            created_at=self._context.clock(),
        )

    def _add_epoch(
        self,
        connection: Connection,
        panel: PanelRecord,
        number: int,
        file: PanelFile,
        members: tuple[Member, ...],
    ) -> None:
        packed, digest = panel_store.pack(file_content(members))
        epoch = EpochRecord(
            id=self._context.new_id(),
            panel_id=panel.id,
            number=number,
            n_merchants=len(members),
            digest=digest,
            source_digest=file.digest,
            as_of=file.as_of,
            source=file.source,
            norms=None,
            created_at=self._context.clock(),
        )
        panel_store.add_epoch(connection, epoch, packed)


def _is_new(present: Consent | None, text_version: str, *, granted: bool) -> bool:
    """Tell whether a decision changes anything."""
    if present is None or not granted:
        return granted or present is not None
    return present.text_version != text_version
