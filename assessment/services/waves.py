"""Finding a wave for a viewer: the first step of most use cases."""

from dataclasses import dataclass

from assessment.access.policy import Action, Target, allowed, require
from assessment.access.viewer import Account, Member, Owner, Reader, Respondent, System, Viewer
from assessment.domain.engagement import Merchant, Wave
from assessment.domain.errors import AccessDenied, LinkRevoked, NotFound, SignedOut
from assessment.domain.instrument import CONSULTANT_ROLE, OWNER_ROLE, Form, Instrument, Item
from assessment.domain.response import MISSING
from assessment.storage import account_store, link_store, release_store, wave_store
from assessment.storage.database import Connection


@dataclass(frozen=True, slots=True)
class Fielding:
    """A wave and the merchant it assesses."""

    wave: Wave
    merchant: Merchant


def wave_for(
    connection: Connection, viewer: Viewer, action: Action, wave_id: str, *, run_id: str | None = None
) -> Fielding:
    """Return a wave on which the viewer may act; `run_id` is the one run that is asked for, if any.

    Whoever came in by a share link is told of nothing but reading its own run: all else is not there.
    Raises NotFound, AccessDenied, LinkRevoked.
    """
    require_visit(connection, viewer)
    wave = wave_store.find_wave(connection, wave_id)
    merchant = None if wave is None else wave_store.find_merchant(connection, wave.merchant_id)
    if wave is None or merchant is None:
        raise NotFound
    target = target_of(wave, merchant, run_id=run_id)
    shared = isinstance(viewer, Reader) and viewer.share is not None
    if shared and (run_id is None or not allowed(viewer, action, target)):
        raise NotFound  # what is not about one run is live, and a share link shows nothing live
    require(viewer, action, target)
    return Fielding(wave, merchant)


def bound_run(viewer: Viewer) -> str | None:
    """Return the one run that a viewer may read; None for whoever is not bound to one."""
    return viewer.run_id if isinstance(viewer, Reader) else None


def target_of(wave: Wave, merchant: Merchant, *, run_id: str | None = None) -> Target:
    """Describe a wave, or one run of it, for the decision who may do what to it."""
    return Target(
        wave.workspace_id,
        wave.id,
        demo=merchant.demo,
        engagement_id=wave.engagement_id,
        merchant_id=wave.merchant_id,
        consulting=wave.kind == "consulting",
        released=wave.released,
        run_id=run_id,
    )


def require_session(connection: Connection, account: Account) -> None:
    """Stop a page that is still open although its session ended or its rights changed.

    A session ends by signing out, here or elsewhere, by a new password, by a closed account, and by time.
    Raises SignedOut.
    """
    if account.session is None:
        return
    state = account_store.living_session(connection, account.session)
    known = None if state is None else (state.account_id, state.workspace_id, state.role, state.merchant_id)
    if state is None or known != (
        account.account_id,
        account.workspace_id,
        account.role,
        account.merchant_id,
    ):
        raise SignedOut
    if account.clock is not None and state.over(account.clock()):
        raise SignedOut
    if account.role == "consultant" and account.engagements != account_store.assigned_engagements(
        connection, account.workspace_id, account.account_id
    ):
        raise SignedOut


def require_visit(connection: Connection, viewer: Viewer) -> None:
    """Stop a page that is still open although its holder left or its link was replaced.

    Raises LinkRevoked, NotFound (left), SignedOut.
    """
    if isinstance(viewer, Member | Account):
        require_session(connection, viewer.account if isinstance(viewer, Member) else viewer)
        return
    if isinstance(viewer, Reader) and viewer.share is not None:
        now = None if viewer.clock is None else viewer.clock()
        if not release_store.visit_stands(connection, viewer.share, now):
            raise NotFound
        return
    if not isinstance(viewer, Owner | Respondent) or viewer.visit is None:
        return
    state = link_store.visit_state(connection, viewer.visit)
    if state == "revoked":
        raise LinkRevoked
    if state == "left":
        raise NotFound


def own_wave(viewer: Viewer) -> str:
    """Id of the wave that the viewer came in for.

    Raises AccessDenied for the command line and for whoever has chosen no wave yet.
    """
    if isinstance(viewer, System | Account):
        raise AccessDenied(action="own_wave")
    return viewer.wave_id


def forms_for(instrument: Instrument, role: str) -> tuple[Form, ...]:
    """Forms that a role may choose: the full one is for owners and consultants.

    An instrument without roles asks everything of everybody.
    """
    if role in (OWNER_ROLE, CONSULTANT_ROLE) and any(item.roles for item in instrument.items):
        return ("core", "role", "full")
    return ("core", "role")


def widest_form(instrument: Instrument, role: str) -> Form:
    """Form that holds every item which this role may answer."""
    return forms_for(instrument, role)[-1]


def count_answered(instrument: Instrument, answers: bytes, asked: tuple[Item, ...]) -> int:
    """How many of the asked items have an answer; "unknown" and "not applicable" are answers."""
    return sum(answers[instrument.index[item.id]] != MISSING for item in asked)
