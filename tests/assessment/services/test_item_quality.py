"""How questions work: whose waves are read, and what a wave that is not named keeps to itself."""

import dataclasses
from dataclasses import dataclass

import pytest
from sqlalchemy import update

from assessment.access.viewer import Owner, Reader, System, Viewer
from assessment.bootstrap import Services
from assessment.content import loader
from assessment.domain.engagement import Merchant, Wave, WaveMode
from assessment.domain.errors import AccessDenied, NotFound
from assessment.domain.response import MISSING, Response
from assessment.services.item_quality import InstrumentReading
from assessment.services.responding import new_receipt
from assessment.storage import facts_store, instrument_store, response_store, wave_store
from assessment.storage.tables import MerchantRow
from scoring.item_quality import ItemQuality
from tests.assessment.services.worlds import World, make_world, operation

FACT = loader.shipped_instrument()


@dataclass
class Stored:
    """A closed wave, with the owner who may read it."""

    wave: Wave
    owner: Owner


def store(services: Services, answers: list[bytes], *, mode: WaveMode = "named") -> Stored:
    """Store a closed wave with these answers by as many people in charge."""
    context = services._context
    at, fresh = context.clock(), context.new_id
    merchant = Merchant(fresh(), fresh(), "店", "food", "G2")
    wave = Wave(
        id=fresh(),
        merchant_id=merchant.id,
        workspace_id=merchant.workspace_id,
        instrument_id=FACT.id,
        instrument_version=FACT.version,
        instrument_digest=FACT.digest,
        mode=mode,
        status="closed",
        opened_at=at,
        closed_at=at,
    )
    responses = [
        Response(fresh(), wave.id, "OWN", "full", "zh", given, 1, at, at, new_receipt()) for given in answers
    ]

    def work(connection: object) -> None:
        source = loader.instrument_source(FACT.id, FACT.version)
        instrument_store.keep_copy(connection, FACT, source, at)
        new = wave_store.NewAssessment("merchant", merchant, wave, fresh())
        wave_store.add_assessment(connection, new)
        facts_store.add_sheet(connection, wave.id, at)
        response_store.add_responses(connection, responses, origin="imported")

    context.database.write(work)
    return Stored(wave, Owner(merchant.workspace_id, merchant.id, wave.id, responses[0].id))


def levels(n: int, blank: frozenset[int] = frozenset()) -> list[bytes]:
    """Answers of `n` people, each all on one level; some questions left open by all but the first three."""
    return [
        bytes(MISSING if place in blank and one >= 3 else 1 + one % 5 for place in range(len(FACT.items)))
        for one in range(n)
    ]


def only(read: tuple[InstrumentReading, ...]) -> InstrumentReading:
    """Take the one reading that there must be."""
    assert len(read) == 1
    return read[0]


def item(reading: InstrumentReading, place: int = 0) -> ItemQuality:
    """Take one question of a reading."""
    return reading.quality.items[place]


def test_an_owner_reads_the_own_waves_only(services: Services) -> None:
    """Twelve people of one merchant are counted, the neighbour's thirty are not."""
    mine = store(services, levels(12))
    store(services, levels(30))
    reading = only(services.item_quality.read(mine.owner))
    assert (reading.quality.n_waves, reading.quality.n_responses) == (1, 12)
    assert (reading.instrument.id, reading.private, reading.demo) == (FACT.id, False, False)
    assert sum(item(reading).counts) == 12


def test_the_machine_reads_all_real_waves(services: Services) -> None:
    """Two merchants are pooled; a synthetic one is not among them."""
    for n in (12, 30):
        store(services, levels(n))
    synthetic = store(services, levels(40))
    services._context.database.write(
        lambda c: c.execute(
            update(MerchantRow).where(MerchantRow.id == synthetic.wave.merchant_id).values(demo=1)
        )
    )
    reading = only(services.item_quality.read(System()))
    assert (reading.quality.n_waves, reading.quality.n_responses) == (2, 42)
    assert services.item_quality.read(System(), "bfi") == ()
    assert only(services.item_quality.read(System(), FACT.id)) == reading


def test_open_waves_are_not_read(world: World) -> None:
    """While answers are collected nobody learns what they are."""
    world.answer_all()
    world.services.responding.submit(world.respondent, operation_id=operation())
    assert world.services.item_quality.read(world.owner) == ()
    world.services.engagements.close(world.owner, operation())
    assert only(world.services.item_quality.read(world.owner)).quality.n_responses == 1


def test_respondents_and_mere_readers_are_refused(world: World) -> None:
    """Only owners, the machine and readers of the demo get anything; a forged owner finds nothing."""
    world.close()
    refused: tuple[Viewer, ...] = (world.respondent, Reader(world.owner.workspace_id, world.owner.wave_id))
    for viewer in refused:
        with pytest.raises(AccessDenied):
            world.services.item_quality.read(viewer)
    other = make_world(world.services)
    with pytest.raises(NotFound):
        world.services.item_quality.read(dataclasses.replace(world.owner, wave_id=other.owner.wave_id))


def test_the_demo_is_read_by_anybody(sqlite_services: Services) -> None:
    """The demo's wave is its own reading, marked as synthetic."""
    reading = only(sqlite_services.item_quality.read(sqlite_services.demo.ensure()))
    assert reading.demo
    assert reading.quality.n_waves == 1


def test_a_response_left_out_by_hand_does_not_count(services: Services) -> None:
    """What the reviewer does not believe teaches nothing about the questions."""
    mine = store(services, levels(12))
    services.review.exclude(mine.owner, mine.owner.response_id, "没有逐题作答", operation())
    reading = only(services.item_quality.read(mine.owner))
    assert (reading.quality.n_responses, reading.n_excluded) == (11, 1)


def test_a_private_wave_keeps_small_groups_to_itself(services: Services) -> None:
    """A question that three of twenty answered gives no figure, and its blanks are not told as theirs."""
    mine = store(services, levels(20, blank=frozenset({0})), mode="confidential")
    reading = only(services.item_quality.read(mine.owner))
    assert reading.private
    assert item(reading, 0).n_answers == 0
    assert item(reading, 0).missing_rate is None
    assert item(reading, 1).n_answers == 20
    named = store(services, levels(20, blank=frozenset({0})))
    assert item(only(services.item_quality.read(named.owner)), 0).n_answers == 3


def test_named_and_private_waves_are_never_pooled(services: Services) -> None:
    """Whoever knows the named answers must not be able to subtract them."""
    store(services, levels(20))
    store(services, levels(12), mode="anonymous")
    read = services.item_quality.read(System())
    assert [(one.private, one.quality.n_responses) for one in read] == [(False, 20), (True, 12)]
