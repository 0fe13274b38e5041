"""Finding a wave for a viewer: the first step of most use cases."""

from dataclasses import dataclass

from assessment.access.policy import Action, Target, require
from assessment.access.viewer import Owner, Respondent, System, Viewer
from assessment.domain.engagement import Merchant, Wave
from assessment.domain.errors import AccessDenied, LinkRevoked, NotFound
from assessment.domain.instrument import CONSULTANT_ROLE, OWNER_ROLE, Form, Instrument, Item
from assessment.domain.response import MISSING
from assessment.storage import link_store, wave_store
from assessment.storage.database import Connection


@dataclass(frozen=True, slots=True)
class Fielding:
    """A wave and the merchant it assesses."""

    wave: Wave
    merchant: Merchant


def wave_for(connection: Connection, viewer: Viewer, action: Action, wave_id: str) -> Fielding:
    """Return a wave on which the viewer may act. Raises NotFound, AccessDenied, LinkRevoked."""
    require_visit(connection, viewer)
    wave = wave_store.find_wave(connection, wave_id)
    merchant = None if wave is None else wave_store.find_merchant(connection, wave.merchant_id)
    if wave is None or merchant is None:
        raise NotFound
    require(viewer, action, Target(wave.workspace_id, wave.id, demo=merchant.demo))
    return Fielding(wave, merchant)


def require_visit(connection: Connection, viewer: Viewer) -> None:
    """Stop a page that is still open although its holder left or its link was replaced.

    Raises LinkRevoked, NotFound (left).
    """
    if not isinstance(viewer, Owner | Respondent) or viewer.visit is None:
        return
    state = link_store.visit_state(connection, viewer.visit)
    if state == "revoked":
        raise LinkRevoked
    if state == "left":
        raise NotFound


def own_wave(viewer: Viewer) -> str:
    """Id of the wave that the viewer came in for. Raises AccessDenied for the command line."""
    if isinstance(viewer, System):
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
