"""Personal links: shown without being spent, exchanged for cookies, ended at once."""

import pytest

from assessment.access.tokens import new_token
from assessment.bootstrap import Services
from assessment.domain.errors import (
    AlreadySubmitted,
    LinkExpired,
    LinkRevoked,
    LinkUnknown,
    NotFound,
    WaveNotOpen,
)
from assessment.services.links import ANSWER_COOKIE, OWNER_COOKIE, Visitor
from assessment.storage.tables import Base
from tests.assessment.services.worlds import World, operation
from tests.support import Clock


def test_preview_says_what_is_asked(world: World) -> None:
    """The landing page knows names, role, length and mode, and shows it as often as one likes."""
    previews = {world.services.links.preview_invitation(world.answer_token) for _ in range(5)}
    (preview,) = previews
    assert (preview.merchant_name, preview.respondent_name) == ("示例商家", "主播甲")
    assert (preview.n_core, preview.minutes_core) == (9, 3)
    assert preview.n_role > preview.n_core
    assert (preview.mode, preview.locale, preview.submitted, preview.receipt) == ("named", "zh", False, None)
    assert preview.role_name.en


@pytest.mark.parametrize("token", ["", "x", "../../etc/passwd", "密" * 43, "a" * 43, "a" * 10_000])
def test_unknown_and_malformed_tokens_are_one_answer(services: Services, token: str) -> None:
    """Nobody learns whether a token has the right shape."""
    for attempt in (
        services.links.preview_invitation,
        services.links.preview_owner,
        lambda t: services.links.exchange("answer", t),
        lambda t: services.links.exchange("owner", t),
    ):
        with pytest.raises(LinkUnknown):
            attempt(token)


def test_a_link_opens_its_own_door_only(world: World) -> None:
    """A respondent's token is no owner's token, and the other way round."""
    with pytest.raises(LinkUnknown):
        world.services.links.exchange("owner", world.answer_token)
    with pytest.raises(LinkUnknown):
        world.services.links.exchange("answer", world.owner_token)


def test_cookies_are_worth_something_in_their_own_place_only(world: World) -> None:
    """An answering cookie in the owner's place lets nobody in."""
    swapped = {OWNER_COOKIE: world.answer_cookie, ANSWER_COOKIE: world.owner_cookie}
    assert world.services.links.visitor(swapped) == Visitor()


def test_one_browser_may_be_owner_and_respondent(world: World) -> None:
    """Both cookies count independently; foreign cookies are ignored."""
    cookies = {OWNER_COOKIE: world.owner_cookie, ANSWER_COOKIE: world.answer_cookie, "other": "x"}
    assert world.services.links.visitor(cookies) == Visitor(world.owner, world.respondent)
    assert world.services.links.visitor({}) == Visitor()
    assert world.services.links.visitor({OWNER_COOKIE: new_token()}) == Visitor()


def test_expired_invitations_let_nobody_in(world: World, clock: Clock) -> None:
    """On the 30th day the link, its page and its cookie end; the message names the day."""
    clock.pass_(days=30)
    for attempt in (
        world.services.links.preview_invitation,
        lambda t: world.services.links.exchange("answer", t),
    ):
        with pytest.raises(LinkExpired) as refused:
            attempt(world.answer_token)
        assert refused.value.fields["expired_on"] == "2026-04-01"
    assert world.services.links.visitor({ANSWER_COOKIE: world.answer_cookie}).respondent is None


def test_visits_last_thirty_days_and_links_of_owners_longer(world: World, clock: Clock) -> None:
    """An owner whose cookie ended comes in by the same link again."""
    clock.pass_(days=30)
    assert world.services.links.visitor({OWNER_COOKIE: world.owner_cookie}).owner is None
    cookie = world.services.links.exchange("owner", world.owner_token)
    assert world.services.links.visitor({OWNER_COOKIE: cookie}).owner == world.owner


def test_a_submitted_link_shows_its_receipt_and_lets_nobody_new_in(world: World, clock: Clock) -> None:
    """After submission the page thanks, even later than the expiry and after closing."""
    world.answer(3)
    receipt = world.services.responding.submit(world.respondent, operation_id=operation())
    with pytest.raises(AlreadySubmitted):
        world.services.links.exchange("answer", world.answer_token)
    world.services.engagements.close(world.owner, operation())
    clock.pass_(days=60)
    preview = world.services.links.preview_invitation(world.answer_token)
    assert (preview.submitted, preview.receipt) == (True, receipt.number)


def test_an_unsubmitted_link_of_a_closed_wave_says_so(world: World) -> None:
    """Who comes too late hears that the wave is closed."""
    world.answer_all(viewer=world.owner)
    world.services.responding.submit(world.owner, operation_id=operation())
    world.services.engagements.close(world.owner, operation())
    for attempt in (
        world.services.links.preview_invitation,
        lambda t: world.services.links.exchange("answer", t),
    ):
        with pytest.raises(WaveNotOpen):
            attempt(world.answer_token)


def test_leaving_ends_this_browsers_visits_only(world: World) -> None:
    """Signing out revokes the cookies at hand; the link and other devices stay."""
    elsewhere = world.services.links.exchange("owner", world.owner_token)
    world.services.links.leave({OWNER_COOKIE: world.owner_cookie, ANSWER_COOKIE: world.answer_cookie})
    world.services.links.leave({OWNER_COOKIE: "nonsense"})
    cookies = {OWNER_COOKIE: world.owner_cookie, ANSWER_COOKIE: world.answer_cookie}
    assert world.services.links.visitor(cookies) == Visitor()
    assert world.services.links.visitor({OWNER_COOKIE: elsewhere}).owner == world.owner


def test_a_page_that_is_left_open_ends_with_its_visit(world: World) -> None:
    """Once a link was replaced, or its holder left, a page that still shows the cards saves nothing."""
    services = world.services
    services.engagements.replace_link(world.owner, world.issued.invitation.id, operation())
    with pytest.raises(LinkRevoked):
        world.answer(4)
    cookie = services.links.exchange("owner", world.owner_token)
    elsewhere = services.links.visitor({OWNER_COOKIE: cookie}).owner
    assert world.answer(4, viewer=elsewhere).revision == 1
    services.engagements.replace_owner_link(world.owner)
    for attempt in (lambda: world.answer(3, viewer=elsewhere), lambda: services.facts.load(elsewhere)):
        with pytest.raises(LinkRevoked):
            attempt()
    services.links.leave({OWNER_COOKIE: world.owner_cookie})
    for attempt in (lambda: world.answer(3, viewer=world.owner), lambda: services.facts.load(world.owner)):
        with pytest.raises(NotFound):
            attempt()


def test_no_secret_is_stored(world: World) -> None:
    """Tokens and cookies are nowhere in the database, neither as text nor as bytes."""
    secrets = (world.owner_token, world.answer_token, world.owner_cookie, world.answer_cookie)

    def dump(connection: object) -> str:
        rows = []
        for table in Base.metadata.sorted_tables:
            rows += [repr(tuple(row)) for row in connection.execute(table.select())]
        return "\n".join(rows)

    everything = world.services._context.database.read(dump)
    assert "主播甲" in everything
    assert not any(secret in everything for secret in secrets)
