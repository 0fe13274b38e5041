"""Shared panels: only with consent, in epochs that no single merchant can move."""

import numpy as np
import pytest
from sqlalchemy import select, update

from assessment.bootstrap import Services
from assessment.domain.errors import AccessDenied, FieldInvalid
from assessment.domain.response import ItemNote
from assessment.services.panel_content import member_key
from assessment.services.pools import POOL_NAME
from assessment.storage import codec, panel_store
from assessment.storage.panel_store import EpochContent, EpochRecord, PanelRecord
from assessment.storage.peer_tables import PeerConsentRow
from assessment.storage.tables import ResponseRow
from tests.assessment.services.contributors import (
    INSTRUMENT,
    ITEMS,
    Shop,
    agree,
    assess_again,
    closed_shop,
)
from tests.assessment.services.worlds import make_world, operation
from tests.support import Clock


def pool(
    services: Services, workspace_id: str | None = None
) -> tuple[PanelRecord, EpochRecord, EpochContent]:
    """Return the epoch in force of a pool."""

    def work(connection: panel_store.Connection) -> tuple[PanelRecord, EpochRecord, EpochContent]:
        panel = panel_store.panel_named(connection, workspace_id, "pool", POOL_NAME)
        assert panel is not None
        epoch = panel_store.latest_epoch(connection, panel.id)
        assert epoch is not None
        return panel, epoch, panel_store.content_of(connection, epoch.id)

    return services._context.database.read(work)


def is_open(services: Services, workspace_id: str | None = None) -> bool:
    """Tell whether a pool has an epoch."""
    return services._context.database.read(
        lambda c: panel_store.panel_named(c, workspace_id, "pool", POOL_NAME) is not None
    )


def shops(services: Services, n: int, start: int = 0) -> list[Shop]:
    """Store merchants that agree one after the other."""
    made = [closed_shop(services, start + number) for number in range(n)]
    for shop in made:
        agree(services, shop)
    return made


def test_a_pool_opens_with_the_tenth_merchant(services: Services) -> None:
    """Nine consents wait; the tenth makes the first epoch with its norms, and all ten are compared."""
    made = shops(services, 9)
    waiting = services.peers.contribution(made[0].owner)
    assert (waiting.granted, waiting.epoch, waiting.waiting, waiting.needed) == (True, 0, 9, 10)
    assert (waiting.scope, waiting.waves) == ("pool", (made[0].owner.wave_id,))
    assert not is_open(services)
    made += shops(services, 1, start=9)
    panel, epoch, content = pool(services)
    assert (epoch.number, content.n, panel.workspace_id, panel.demo) == (1, 10, None, False)
    assert {member_key(panel.salt, shop.merchant.id) for shop in made} == set(content.keys(content.members))
    run = services.analysis.score(made[0].owner, made[0].owner.wave_id)
    assert (run.result.epoch, run.result.peers_withheld) == ("pool-1", "too_few_peers")  # nine others
    outsider = closed_shop(services, 77)
    run = services.analysis.score(outsider.owner, outsider.owner.wave_id)
    assert run.result.peer_card is not None
    assert (run.result.peer_card.n, run.result.peer_card.own_error) == (10, True)
    assert run.knowledge.norms is not None
    assert epoch.norms is not None
    assert run.knowledge.norms == codec.decode(epoch.norms, type(run.knowledge.norms))


def test_no_epoch_without_consent_or_a_closed_wave(services: Services) -> None:
    """Merchants that did not agree, or only have an open wave, are in no pool."""
    for number in range(12):
        closed_shop(services, number)
    shops(services, 9, start=20)
    world = make_world(services, name="进行中")
    services.peers.consent(world.owner, granted=True, text_version="1", operation_id=operation())
    assert services.peers.contribution(world.owner).waves == ()
    assert not is_open(services)


def test_joiners_wait_until_five_are_there(services: Services) -> None:
    """Four more consents change nothing that anybody can read; the fifth makes the next epoch."""
    shops(services, 10)
    before = pool(services)[1]
    more = shops(services, 4, start=10)
    assert pool(services)[1] == before
    assert services.peers.contribution(more[0].owner).waiting == 4
    shops(services, 1, start=14)
    _, epoch, content = pool(services)
    assert (epoch.number, content.n) == (2, 15)


def test_new_waves_of_members_move_no_epoch(services: Services, clock: Clock) -> None:
    """All ten are assessed again and scored: the epoch stays byte for byte, until five others change."""
    made = shops(services, 10)
    before = pool(services)
    clock.pass_(days=90)
    for shop in made:
        again = assess_again(services, shop, [4] * ITEMS)
        services.analysis.score(again.owner, again.owner.wave_id)
    assert pool(services) == before
    shops(services, 5, start=30)
    _, epoch, content = pool(services)
    scores = np.frombuffer(content.scores).reshape(content.n, -1)
    assert epoch.number == 2
    assert (np.round(scores[:, 0], 6) == np.round(scores[:, 0].max(), 6)).sum() == 10  # the new waves


def test_a_revocation_counts_and_takes_effect_in_the_next_epoch(services: Services) -> None:
    """Who left is in the epoch in force still, and in no later one; the history keeps grant and end."""
    made = shops(services, 10)
    keys = {member_key(pool(services)[0].salt, shop.merchant.id): shop for shop in made}
    first = pool(services)[1]
    agree(services, made[0], granted=False)
    assert not services.peers.contribution(made[0].owner).granted
    assert pool(services)[1] == first
    more = shops(services, 4, start=40)
    panel, epoch, content = pool(services)
    assert epoch.number == 2
    members = set(content.keys(content.members))
    assert {shop.merchant.id for key, shop in keys.items() if key in members} == {
        shop.merchant.id for shop in made[1:]
    }
    assert {member_key(panel.salt, shop.merchant.id) for shop in more} <= members
    history = services._context.database.read(
        lambda c: list(
            c.execute(
                select(PeerConsentRow.granted_at, PeerConsentRow.revoked_at).where(
                    PeerConsentRow.merchant_id == made[0].merchant.id
                )
            )
        )
    )
    assert len(history) == 1
    assert history[0].revoked_at is not None


def test_an_unproven_five_counts_as_four(services: Services) -> None:
    """Highest levels enter a pool as one below unless evidence stands beside them."""
    plain = closed_shop(services, 0, answers=[5] * ITEMS)
    proof = tuple(ItemNote(item.id, "", "周报截图") for item in INSTRUMENT.items)
    proven = closed_shop(services, 1, answers=[5] * ITEMS, notes=proof)
    fours = closed_shop(services, 2, answers=[4] * ITEMS)
    for shop in (plain, proven, fours):
        agree(services, shop)
    shops(services, 7, start=10)
    panel, _, content = pool(services)
    scores = np.frombuffer(content.scores).reshape(content.n, -1)
    keys = content.keys(content.members)
    found = [scores[keys.index(member_key(panel.salt, s.merchant.id))][0] for s in (plain, proven, fours)]
    assert found[0] == pytest.approx(found[2])
    assert found[1] > found[0] + 0.5


def test_a_consultant_pools_its_own_merchants(services: Services) -> None:
    """Consents of a consulting workspace make its own pool and never enter that of the installation."""
    first = closed_shop(services, 0, kind="consulting")
    agree(services, first)
    assert services.peers.contribution(first.owner).scope == "panel"
    shops(services, 9, start=1)
    assert not is_open(services)
    assert not is_open(services, first.owner.workspace_id)


def test_consent_is_to_the_text_in_force(services: Services) -> None:
    """Another version of the text cannot be agreed to; agreeing twice is one consent."""
    shop = closed_shop(services, 0)
    with pytest.raises(FieldInvalid):
        services.peers.consent(shop.owner, granted=True, text_version="0", operation_id=operation())
    agree(services, shop)
    granted = services.peers.contribution(shop.owner).granted_at
    agree(services, shop)
    assert services.peers.contribution(shop.owner).granted_at == granted
    world = make_world(services)
    with pytest.raises(AccessDenied):
        services.peers.consent(world.respondent, granted=True, text_version="1", operation_id=operation())


def test_a_pool_that_most_left_is_told_to_nobody(services: Services) -> None:
    """Under ten members by the rule of changes, the pool rests; with ten it wakes."""
    made = shops(services, 10)
    outsider = closed_shop(services, 77)
    assert services.analysis.score(outsider.owner, outsider.owner.wave_id).result.peer_card is not None
    for shop in made[:4]:
        agree(services, shop, granted=False)
    assert pool(services)[0].withdrawn_at is None  # four changes move nothing
    agree(services, made[4], granted=False)
    assert pool(services)[0].withdrawn_at is not None
    assert services.analysis.score(outsider.owner, outsider.owner.wave_id).result.peer_card is None
    for shop in made[:5]:
        agree(services, shop)
    assert pool(services)[0].withdrawn_at is None
    assert pool(services)[1].number == 1
    assert services.analysis.score(outsider.owner, outsider.owner.wave_id).result.peer_card is not None


def test_a_wave_that_nobody_answered_enters_no_pool(services: Services, clock: Clock) -> None:
    """A latest wave without answers gives way to the one before."""
    shop = closed_shop(services, 0)
    agree(services, shop)
    clock.pass_(days=90)
    empty = assess_again(services, shop, [3] * ITEMS)
    services._context.database.write(
        lambda c: c.execute(
            update(ResponseRow)
            .where(ResponseRow.wave_id == empty.owner.wave_id)
            .values(submitted_at=None, receipt=None)
        )
    )
    assert services.peers.contribution(shop.owner).waves == (shop.owner.wave_id,)


def test_a_late_retry_brings_no_revoked_consent_back(services: Services) -> None:
    """A grant that changed nothing is remembered like any other."""
    shop, late = closed_shop(services, 0), operation()
    agree(services, shop)
    services.peers.consent(shop.owner, granted=True, text_version="1", operation_id=late)
    agree(services, shop, granted=False)
    services.peers.consent(shop.owner, granted=True, text_version="1", operation_id=late)
    assert not services.peers.contribution(shop.owner).granted
