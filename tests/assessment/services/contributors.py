"""Merchants with closed waves, stored at once instead of being clicked together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np

from assessment.access.viewer import Owner
from assessment.bootstrap import Services
from assessment.content import loader
from assessment.domain.engagement import Merchant, Wave, WorkspaceKind
from assessment.domain.response import ItemNote, Response
from assessment.services.context import new_id
from assessment.services.responding import new_receipt
from assessment.storage import facts_store, instrument_store, response_store, wave_store
from assessment.storage.database import Connection
from tests.assessment.services.worlds import operation

INSTRUMENT = loader.shipped_instrument()
ITEMS = len(INSTRUMENT.items)


@dataclass(frozen=True)
class Shop:
    """One merchant that was assessed."""

    owner: Owner
    merchant: Merchant


def closed_shop(
    services: Services,
    number: int,
    *,
    kind: WorkspaceKind = "merchant",
    workspace_id: str | None = None,
    answers: Sequence[int] | None = None,
    notes: tuple[ItemNote, ...] = (),
) -> Shop:
    """Store a merchant with one closed wave that its owner alone answered."""
    now = services._context.clock()
    merchant = Merchant(new_id(), workspace_id or new_id(), f"商家{number}", "beauty", "G3")
    wave = Wave(
        id=new_id(),
        merchant_id=merchant.id,
        workspace_id=merchant.workspace_id,
        instrument_id=INSTRUMENT.id,
        instrument_version=INSTRUMENT.version,
        instrument_digest=INSTRUMENT.digest,
        mode="named",
        status="closed",
        opened_at=now,
        closed_at=now,
    )
    drawn = np.random.default_rng(number).integers(1, 5, ITEMS).tolist()
    response = Response(
        id=new_id(),
        wave_id=wave.id,
        role="OWN",
        form="full",
        locale="zh",
        answers=bytes(drawn if answers is None else answers),
        revision=1,
        started_at=now - timedelta(hours=1),
        submitted_at=now,
        receipt=new_receipt(),
        notes=notes,
    )

    def work(connection: Connection) -> None:
        source = loader.instrument_source(INSTRUMENT.id, INSTRUMENT.version)
        instrument_store.keep_copy(connection, INSTRUMENT, source, now)
        wave_store.add_assessment(connection, wave_store.NewAssessment(kind, merchant, wave, new_id()))
        facts_store.add_sheet(connection, wave.id, now)
        response_store.add_responses(connection, (response,), origin="owner")

    services._context.database.write(work)
    return Shop(Owner(merchant.workspace_id, merchant.id, wave.id, response.id), merchant)


def agree(services: Services, shop: Shop, *, granted: bool = True) -> None:
    """Let a merchant agree to contribute, or no longer."""
    services.peers.consent(shop.owner, granted=granted, text_version="1", operation_id=operation())


def assess_again(services: Services, shop: Shop, answers: Sequence[int]) -> Shop:
    """Close one more wave of the same merchant."""
    now = services._context.clock()
    old = shop.owner

    def work(connection: Connection) -> tuple[Wave, Response]:
        wave = wave_store.find_wave(connection, old.wave_id)
        response = response_store.find_response(connection, old.response_id)
        assert wave is not None
        assert response is not None
        later = replace(wave, id=new_id(), opened_at=now, closed_at=now)
        answered = replace(
            response,
            id=new_id(),
            wave_id=later.id,
            answers=bytes(answers),
            submitted_at=now,
            receipt=new_receipt(),
        )
        add_wave(connection, later)
        facts_store.add_sheet(connection, later.id, now)
        response_store.add_responses(connection, (answered,), origin="owner")
        return later, answered

    later, answered = services._context.database.write(work)
    return Shop(replace(old, wave_id=later.id, response_id=answered.id), shop.merchant)


def add_wave(connection: Connection, wave: Wave) -> None:
    """Store a further wave of a merchant that is there."""
    from sqlalchemy import insert, select  # noqa: PLC0415 - the only SQL of the tests' services

    from assessment.storage.tables import EngagementRow, WaveRow  # noqa: PLC0415

    engagement_id = connection.execute(
        select(EngagementRow.id).where(EngagementRow.merchant_id == wave.merchant_id)
    ).scalar_one()
    connection.execute(
        insert(WaveRow).values(
            id=wave.id,
            workspace_id=wave.workspace_id,
            engagement_id=engagement_id,
            merchant_id=wave.merchant_id,
            instrument_digest=wave.instrument_digest,
            mode=wave.mode,
            status=wave.status,
            opened_at=wave.opened_at,
            closed_at=wave.closed_at,
        )
    )
