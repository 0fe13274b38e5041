"""Share links: leadership's door to the files of one release."""

from datetime import datetime, timedelta
from typing import Final

from assessment.access.tokens import token_hash, well_formed
from assessment.access.viewer import Reader, Viewer
from assessment.domain.errors import FieldInvalid, NotFound
from assessment.domain.text import Locale
from assessment.services import deeds
from assessment.services.context import Context
from assessment.services.passwords import Passwords
from assessment.services.releases import account_of
from assessment.services.scope import scoped, unscoped
from assessment.services.tries import Tries
from assessment.services.waves import wave_for
from assessment.storage import link_share_store, release_store, sign_in_store
from assessment.storage.database import Connection
from assessment.storage.link_share_store import ShareLink

DAYS: Final = 30
DAYS_MOST: Final = 365
LABEL_LIMIT: Final = 60
PASSPHRASE_LEAST: Final = 8
PASSPHRASE_MOST: Final = 72


@scoped
class Sharing:
    """Use cases of whoever hands a report to leadership, and of leadership at the door."""

    def __init__(self, context: Context, passwords: Passwords) -> None:
        self._context = context
        self._passwords = passwords
        self._tries = Tries(context)

    def create(
        self,
        viewer: Viewer,
        release_id: str,
        label: str = "",
        *,
        days: int = DAYS,
        passphrase: str | None = None,
        locale: Locale = "zh",
    ) -> str:
        """Return the token of a new link to a released report; it is shown once and not stored.

        Raises NotFound (also unless released), AccessDenied, FieldInvalid (label, days, passphrase).
        """
        _check(label, days, passphrase)
        kept = self._passwords.keep(passphrase) if passphrase else None
        token, now = self._context.new_token(), self._context.clock()

        def work(connection: Connection) -> str:
            release = release_store.find(connection, release_id)
            if release is None:
                raise NotFound
            wave = wave_for(connection, viewer, "share", release.wave_id).wave
            if release.state != "released":
                raise NotFound
            link = ShareLink(
                id=self._context.new_id(),
                workspace_id=wave.workspace_id,
                wave_id=wave.id,
                release_id=release_id,
                label=label.strip(),
                passphrase_hash=kept,
                locale=locale,
                created_at=now,
                expires_at=now + timedelta(days=days),
            )
            link_share_store.add(connection, link, token_hash(token), account_of(viewer))
            target = (wave.workspace_id, "share_link", link.id)
            deeds.record(connection, viewer, "share.create", target, now, days=days, locked=kept is not None)
            return token

        return self._context.database.write(work)

    def links(self, viewer: Viewer, wave_id: str) -> tuple[ShareLink, ...]:
        """List the links of a wave with their openings, newest first. Raises NotFound, AccessDenied."""

        def work(connection: Connection) -> tuple[ShareLink, ...]:
            wave_for(connection, viewer, "share", wave_id)
            return link_share_store.of_wave(connection, wave_id)

        return self._context.database.read(work)

    def revoke(self, viewer: Viewer, link_id: str) -> None:
        """Close a link and every visit that came by it. Raises NotFound, AccessDenied."""
        now = self._context.clock()

        def work(connection: Connection) -> None:
            link = link_share_store.find(connection, link_id)
            if link is None:
                raise NotFound
            wave_for(connection, viewer, "share", link.wave_id)
            if link_share_store.revoke(connection, link_id, now):
                target = (link.workspace_id, "share_link", link_id)
                deeds.record(connection, viewer, "share.revoke", target, now)

        self._context.database.write(work)

    @unscoped  # nobody is known yet: the token itself is the right to look
    def preview(self, token: str) -> ShareLink:
        """Tell what stands behind a link; spends nothing. Raises NotFound: unknown, revoked, expired."""
        now = self._context.clock()
        return self._context.database.read(lambda c: _living(c, token, now))

    @unscoped  # as with `preview`
    def open(self, token: str, passphrase: str | None = None) -> str:
        """Return the cookie of a new visit, and note the opening, with neither address nor device.

        Raises NotFound (unknown, revoked, expired), FieldInvalid (passphrase), SignInDelayed.
        """
        now = self._context.clock()
        link = self._context.database.read(lambda c: _living(c, token, now))
        if link.passphrase_hash is not None:
            subject = self._context.database.write(lambda c: self._tries.begin(c, link.id, "share"))
            if not self._passwords.fits(link.passphrase_hash, passphrase or ""):
                raise FieldInvalid(field="passphrase", reason="wrong")
            self._context.database.write(lambda c: sign_in_store.clear_failures(c, subject))
        cookie = self._context.new_token()

        def work(connection: Connection) -> str:
            living = _living(connection, token, now)
            release = release_store.find(connection, living.release_id)
            run_id = None if release is None else release.run_id
            link_share_store.add_visit(connection, living, token_hash(cookie), now)
            reader = Reader(living.workspace_id, living.wave_id, run_id, token_hash(cookie))
            target = (living.workspace_id, "share_link", living.id)
            deeds.record(connection, reader, "share.open", target, now)
            return cookie

        return self._context.database.write(work)


def _living(connection: Connection, token: str, now: datetime) -> ShareLink:
    link = link_share_store.of_token(connection, token_hash(token)) if well_formed(token) else None
    if link is None or link.revoked_at is not None or link.expires_at <= now:
        raise NotFound
    release = release_store.find(connection, link.release_id)
    if release is None or release.state not in ("released", "superseded"):
        raise NotFound
    return link


def _check(label: str, days: int, passphrase: str | None) -> None:
    if len(label.strip()) > LABEL_LIMIT:
        raise FieldInvalid(field="label", reason="long")
    if not 1 <= days <= DAYS_MOST:
        raise FieldInvalid(field="days", reason="range")
    if passphrase and not PASSPHRASE_LEAST <= len(passphrase) <= PASSPHRASE_MOST:
        raise FieldInvalid(field="passphrase", reason="length")
