"""Starting, inviting, watching and closing."""

import dataclasses
from concurrent.futures import ThreadPoolExecutor

import pytest

from assessment.access.viewer import Reader, System
from assessment.bootstrap import Services
from assessment.domain.errors import (
    AccessDenied,
    AlreadySubmitted,
    FactOrgError,
    FieldInvalid,
    LinkRevoked,
    NotFound,
    NothingToScore,
    TextTooLong,
    WaveNotOpen,
)
from assessment.services.links import ANSWER_COOKIE, OWNER_COOKIE
from tests.assessment.services.worlds import World, make_world, operation
from tests.support import Clock

START = {"name": "示例商家", "category": "beauty", "gmv_tier": "G3", "locale": "zh"}


def test_start_opens_a_named_wave_with_the_owners_short_form(services: Services) -> None:
    """A merchant can begin by itself and finds an open wave bound to the shipped instrument."""
    started = services.engagements.start_self_assessment(**START, operation_id=operation())
    owner = services.links.visitor(
        {OWNER_COOKIE: services.links.exchange("owner", started.owner_token)}
    ).owner
    assert owner is not None
    assert (owner.wave_id, owner.merchant_id) == (started.wave_id, started.merchant_id)
    progress = services.engagements.progress(owner)
    wave = progress.wave
    assert (wave.mode, wave.status, wave.instrument_id) == ("named", "open", "fact")
    assert progress.own.asked == len(services.responding.open(owner).items)
    assert (progress.own.answered, progress.invitations, progress.facts_answered) == (0, (), 0)
    assert progress.facts_total > 100


def test_retry_of_a_start_leads_to_the_same_wave(services: Services, clock: Clock) -> None:
    """A double click creates one wave, and every link that was handed out opens it."""
    key = operation()
    first = services.engagements.start_self_assessment(**START, operation_id=key)
    second = services.engagements.start_self_assessment(**START, operation_id=key)
    assert (first.wave_id, first.merchant_id) == (second.wave_id, second.merchant_id)
    assert first.owner_token != second.owner_token
    for started in (first, second):
        assert services.links.preview_owner(started.owner_token).merchant_name == "示例商家"
    clock.pass_(minutes=11)
    with pytest.raises(AccessDenied):
        services.engagements.start_self_assessment(**START, operation_id=key)


def test_parallel_starts_under_one_operation_make_one_wave(services: Services) -> None:
    """Ten posts of one start end in one workspace."""
    key = operation()
    with ThreadPoolExecutor(5) as pool:
        started = list(
            pool.map(
                lambda _: services.engagements.start_self_assessment(**START, operation_id=key), range(10)
            )
        )
    assert len({s.wave_id for s in started}) == 1
    assert "workspace=1" in services.maintenance.check(thorough=True)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"name": "   "}, FieldInvalid),
        ({"name": "名\x00称"}, FieldInvalid),
        ({"name": "\ud800"}, FieldInvalid),
        ({"name": "名" * 61}, TextTooLong),
        ({"category": "cars"}, FieldInvalid),
        ({"gmv_tier": "G9"}, FieldInvalid),
        ({"locale": "fr"}, FieldInvalid),
        ({"operation_id": "x"}, FieldInvalid),
    ],
)
def test_start_refuses_what_cannot_be_stored(
    services: Services, change: dict[str, str], error: type[FactOrgError]
) -> None:
    """A wrong field is named and nothing is created."""
    with pytest.raises(error) as refused:
        services.engagements.start_self_assessment(**{**START, "operation_id": operation(), **change})
    assert refused.value.fields["field"] == next(iter(change))
    assert "workspace=0" in services.maintenance.check(thorough=True)


def test_names_are_kept_on_one_line(services: Services) -> None:
    """Blanks around and inside a name are collapsed; 60 characters are allowed."""
    started = services.engagements.start_self_assessment(
        **{**START, "name": "  示例\n\t商家  "}, operation_id=operation()
    )
    assert services.links.preview_owner(started.owner_token).merchant_name == "示例 商家"


def test_invitation_token_is_told_once(world: World) -> None:
    """The retry of an invitation returns the same invitation without a token."""
    ask = {"name": "运营乙", "role": "PLAN", "locale": "en", "operation_id": operation()}
    ask["role"] = next(
        r.id for r in world.services.responding.open(world.owner).instrument.roles if r.id != "OWN"
    )
    first = world.services.engagements.invite(world.owner, **ask)
    again = world.services.engagements.invite(world.owner, **ask)
    assert first.token is not None
    assert again == dataclasses.replace(first, token=None)
    assert len(world.services.engagements.progress(world.owner).invitations) == 2


@pytest.mark.parametrize(
    "change", [{"role": "NOBODY"}, {"role": ""}, {"name": ""}, {"locale": "de"}], ids=str
)
def test_invite_refuses_wrong_fields(world: World, change: dict[str, str]) -> None:
    """A role must be one of the instrument's."""
    ask = {"name": "运营乙", "role": "LIVE", "locale": "zh", "operation_id": operation(), **change}
    with pytest.raises(FieldInvalid):
        world.services.engagements.invite(world.owner, **ask)
    assert len(world.services.engagements.progress(world.owner).invitations) == 1


def test_progress_tells_counts_only(world: World) -> None:
    """The owner sees how far each response got."""
    world.answer(3, item=0)
    progress = world.services.engagements.progress(world.owner)
    (row,) = progress.invitations
    assert (row.invitation.name, row.answered, row.asked, row.submitted_at) == ("主播甲", 1, 9, None)
    world.services.responding.submit(world.respondent, operation_id=operation())
    (row,) = world.services.engagements.progress(world.owner).invitations
    assert row.submitted_at is not None


def test_replacing_a_link_ends_the_old_one_and_its_visits(world: World) -> None:
    """The old token says that it was withdrawn, its cookie is worth nothing, the new token works."""
    key = operation()
    issued = world.services.engagements.replace_link(world.owner, world.issued.invitation.id, key)
    assert issued.token is not None
    with pytest.raises(LinkRevoked):
        world.services.links.preview_invitation(world.answer_token)
    assert world.services.links.visitor({ANSWER_COOKIE: world.answer_cookie}).respondent is None
    cookie = world.services.links.exchange("answer", issued.token)
    assert world.services.links.visitor({ANSWER_COOKIE: cookie}).respondent == world.respondent
    again = world.services.engagements.replace_link(world.owner, world.issued.invitation.id, key)
    assert again.token is None
    assert world.services.links.preview_invitation(issued.token).respondent_name == "主播甲"


def test_replacing_brings_a_revoked_or_expired_invitation_back(world: World, clock: Clock) -> None:
    """A new link lives for 30 days from now."""
    world.services.engagements.revoke(world.owner, world.issued.invitation.id)
    clock.pass_(days=40)
    issued = world.services.engagements.replace_link(world.owner, world.issued.invitation.id, operation())
    assert issued.token is not None
    assert issued.invitation.revoked_at is None
    assert (issued.invitation.expires_at - clock.now).days == 30
    world.services.links.exchange("answer", issued.token)


def test_a_submitted_invitation_gets_no_new_link(world: World) -> None:
    """After submission a link would have no use."""
    world.answer(3)
    receipt = world.services.responding.submit(world.respondent, operation_id=operation())
    with pytest.raises(AlreadySubmitted) as refused:
        world.services.engagements.replace_link(world.owner, world.issued.invitation.id, operation())
    assert refused.value.fields["receipt"] == receipt.number


def test_revoking_ends_visits_at_once(world: World) -> None:
    """A withdrawn invitation lets nobody in, by link or by cookie; revoking twice changes nothing."""
    for _ in range(2):
        world.services.engagements.revoke(world.owner, world.issued.invitation.id)
        assert world.services.links.visitor({ANSWER_COOKIE: world.answer_cookie}).respondent is None
    with pytest.raises(LinkRevoked):
        world.services.links.exchange("answer", world.answer_token)


def test_replacing_the_owners_link_shuts_out_everybody_else(world: World) -> None:
    """The old link and all other cookies end; the browser that asked stays in, to see the new link."""
    elsewhere = world.services.links.exchange("owner", world.owner_token)
    token = world.services.engagements.replace_owner_link(world.owner)
    with pytest.raises(LinkRevoked):
        world.services.links.preview_owner(world.owner_token)
    assert world.services.links.visitor({OWNER_COOKIE: elsewhere}).owner is None
    assert world.services.links.visitor({OWNER_COOKIE: world.owner_cookie}).owner == world.owner
    cookie = world.services.links.exchange("owner", token)
    assert world.services.links.visitor({OWNER_COOKIE: cookie}).owner == world.owner


def test_closing_needs_an_answer(world: World) -> None:
    """A wave without a submitted response cannot be closed."""
    world.answer(3)
    with pytest.raises(NothingToScore):
        world.services.engagements.close(world.owner, operation())
    assert world.services.engagements.progress(world.owner).wave.status == "open"


def test_closing_twice_keeps_the_first_time(world: World, clock: Clock) -> None:
    """A closed wave stays as it is, whoever clicks again."""
    world.answer(3)
    world.services.responding.submit(world.respondent, operation_id=operation())
    key = operation()
    first = world.services.engagements.close(world.owner, key)
    clock.pass_(hours=1)
    assert world.services.engagements.close(world.owner, key) == first
    assert world.services.engagements.close(world.owner, operation()) == first
    assert (first.status, first.closed_at) == ("closed", first.opened_at)


def test_nothing_is_issued_in_a_closed_wave(world: World) -> None:
    """Inviting and replacing links need an open wave; revoking does not."""
    world.close()
    with pytest.raises(WaveNotOpen):
        world.services.engagements.invite(
            world.owner, name="乙", role="LIVE", locale="zh", operation_id=operation()
        )
    with pytest.raises(WaveNotOpen):
        world.services.engagements.replace_link(world.owner, world.issued.invitation.id, operation())
    world.services.engagements.revoke(world.owner, world.issued.invitation.id)


def test_foreign_and_absent_invitations_look_the_same(world: World) -> None:
    """An owner cannot tell whether another workspace's invitation exists."""
    other = make_world(world.services, "另一家")
    for invitation_id in (other.issued.invitation.id, "0" * 32):
        with pytest.raises(NotFound) as revoke:
            world.services.engagements.revoke(world.owner, invitation_id)
        with pytest.raises(NotFound) as replace:
            world.services.engagements.replace_link(world.owner, invitation_id, operation())
        assert (revoke.value.fields, replace.value.fields) == ({}, {})
    assert world.services.links.visitor({ANSWER_COOKIE: other.answer_cookie}).respondent is not None


def test_only_the_owner_runs_a_wave(world: World) -> None:
    """Respondents, readers and the command line are refused, and nothing changes."""
    engagements = world.services.engagements
    reader = Reader(world.owner.workspace_id, world.owner.wave_id)
    for viewer in (world.respondent, reader, System()):
        for attempt in (
            engagements.progress,
            lambda who: engagements.close(who, operation()),
            engagements.replace_owner_link,
            lambda who: engagements.invite(
                who, name="乙", role="LIVE", locale="zh", operation_id=operation()
            ),
        ):
            with pytest.raises(AccessDenied):
                attempt(viewer)
    for viewer in (world.respondent, reader):
        with pytest.raises(AccessDenied):
            engagements.revoke(viewer, world.issued.invitation.id)
        with pytest.raises(AccessDenied):
            engagements.replace_link(viewer, world.issued.invitation.id, operation())
    assert world.services.links.preview_owner(world.owner_token).merchant_name == "示例商家"


def test_an_owner_of_another_wave_sees_nothing(world: World) -> None:
    """Mixing one's own workspace with a foreign wave is as good as an id that never was."""
    other = make_world(world.services, "另一家")
    forged = dataclasses.replace(world.owner, wave_id=other.owner.wave_id)
    for viewer in (forged, dataclasses.replace(world.owner, wave_id="0" * 32)):
        with pytest.raises(NotFound):
            world.services.engagements.progress(viewer)
        with pytest.raises(NotFound):
            world.services.engagements.close(viewer, operation())
