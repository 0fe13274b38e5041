"""What every wave begins with: its rows, an empty sheet of facts, and the owner's empty response."""

from dataclasses import dataclass

from assessment.domain.engagement import Merchant, Wave, WorkspaceKind
from assessment.domain.instrument import OWNER_ROLE, Instrument
from assessment.domain.response import Response, blank_answers
from assessment.domain.text import Locale
from assessment.services.context import Context
from assessment.storage import facts_store, response_store, wave_store
from assessment.storage.database import Connection


@dataclass(frozen=True, slots=True)
class Beginning:
    """A merchant that is assessed for the first time; `title` is that of the engagement.

    `kind`: "merchant" opens a workspace of the merchant's own, "consulting" uses the firm's, which is there.
    """

    kind: WorkspaceKind
    merchant: Merchant
    instrument: Instrument
    locale: Locale
    title: str = ""


@dataclass(frozen=True, slots=True)
class Answering:
    """Who is going to answer, as whom and in which language."""

    role: str
    locale: Locale
    name: str = ""


def begin(context: Context, connection: Connection, new: Beginning) -> str:
    """Store merchant, engagement and an open, named wave; return the wave's id.

    The instrument's copy must be there.
    """
    wave = Wave(
        id=context.new_id(),
        merchant_id=new.merchant.id,
        workspace_id=new.merchant.workspace_id,
        instrument_id=new.instrument.id,
        instrument_version=new.instrument.version,
        instrument_digest=new.instrument.digest,
        mode="named",
        status="open",
        opened_at=context.clock(),
    )
    rows = wave_store.NewAssessment(new.kind, new.merchant, wave, context.new_id(), new.title)
    store = wave_store.add_assessment if new.kind == "merchant" else wave_store.add_project
    store(connection, rows)
    facts_store.add_sheet(connection, wave.id, wave.opened_at)
    own = empty_response(context, wave.id, new.instrument, Answering(OWNER_ROLE, new.locale))
    response_store.add_responses(connection, (own,), origin="owner")
    return wave.id


def empty_response(context: Context, wave_id: str, instrument: Instrument, who: Answering) -> Response:
    """Return a response in which nothing was answered yet, in the short form."""
    return Response(
        id=context.new_id(),
        wave_id=wave_id,
        role=who.role,
        form="core",
        locale=who.locale,
        answers=blank_answers(instrument),
        revision=0,
        started_at=context.clock(),
        respondent=who.name,
    )
