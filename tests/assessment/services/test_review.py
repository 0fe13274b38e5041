"""Looking through responses and leaving one out: with a reason, once, and for the record."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from assessment.access.viewer import Owner, Reader, Respondent, System
from assessment.bootstrap import Services
from assessment.domain.errors import (
    AccessDenied,
    EverythingExcluded,
    ExclusionBarred,
    FieldInvalid,
    NotFound,
    NothingToScore,
    TextTooLong,
)
from assessment.services.links import ANSWER_COOKIE
from assessment.services.review import ReviewedResponse
from assessment.services.wording import explain
from assessment.storage import answer_store
from tests.assessment.services.worlds import World, make_world, operation
from tests.support import Clock

REASON = "十分钟内代填，本人没有作答"


def widen(services: Services, host: Respondent) -> None:
    """Ask a host every item of the role: of the nine core items nothing can be said."""
    services.responding.choose(host, form="role", operation_id=operation())


def paced(world: World, viewer: Owner | Respondent, clock: Clock, seconds: float, levels: range) -> None:
    """Let somebody answer everything, an answer every so many seconds, levels in turn, and submit."""
    for i, _ in enumerate(world.services.responding.open(viewer).items):
        clock.pass_(seconds=seconds)
        world.answer(levels[i % len(levels)], item=i, revision=i, viewer=viewer)
    world.services.responding.submit(viewer, operation_id=operation())


@pytest.fixture
def pair(world: World, clock: Clock) -> World:
    """Give a closed wave with the owner's varied response and a host's uniform one."""
    widen(world.services, world.respondent)
    paced(world, world.owner, clock, 20, range(1, 6))
    paced(world, world.respondent, clock, 20, range(3, 4))
    world.services.engagements.close(world.owner, operation())
    return world


def listed(world: World) -> dict[str, ReviewedResponse]:
    """List the responses as the owner sees them, by role."""
    found = world.services.review.responses(world.owner, world.owner.wave_id)
    return {one.role: one for one in found}


def exclude(world: World, reason: str = REASON, operation_id: str | None = None) -> None:
    """Leave the host's response out."""
    world.services.review.exclude(
        world.owner, world.respondent.response_id, reason, operation_id or operation()
    )


def include(world: World, reason: str = "当面核实过") -> None:
    """Take the host's response in again."""
    world.services.review.include(world.owner, world.respondent.response_id, reason, operation())


def in_mode(world: World, mode: str) -> None:
    """Turn the wave into one that is not named, as later versions may open it."""
    world.services._context.database.write(
        lambda c: c.execute(
            text("UPDATE wave SET mode = :m WHERE id = :w"), {"m": mode, "w": world.owner.wave_id}
        )
    )


def test_the_owner_sees_signs_and_counts_by_name(pair: World) -> None:
    """Role, name, counts and flags of every submitted response; no exclusion yet."""
    found = listed(pair)
    assert set(found) == {"OWN", "LIVE"}
    host = found["LIVE"]
    assert (host.respondent, host.excluded, host.history) == ("主播甲", None, ())
    assert [flag.code for flag in host.flags] == ["straight_lining"]
    assert host.counts is not None
    assert host.counts.n_asked == host.counts.n_answered
    assert found["OWN"].flags == ()


def test_leaving_out_makes_a_new_run_that_tells_the_reason(pair: World) -> None:
    """The response no longer counts, and the result says so with the reason."""
    before = pair.services.analysis.score(pair.owner, pair.owner.wave_id).result
    exclude(pair)
    after = pair.services.analysis.score(pair.owner, pair.owner.wave_id).result
    assert (before.data_quality.n_submitted, after.data_quality.n_submitted) == (2, 1)
    assert before.data_quality.n_invited == after.data_quality.n_invited == 2
    assert before.exclusions == ()
    assert [(e.role, e.reason) for e in after.exclusions] == [("LIVE", REASON)]
    assert [f.code for f in before.answer_flags] == ["straight_lining"]
    assert after.answer_flags == ()
    assert after.overall != before.overall
    assert pair.services.analysis.latest(pair.owner, pair.owner.wave_id).result == after


def test_taking_back_gives_the_first_numbers_again_and_keeps_both_decisions(
    pair: World, clock: Clock
) -> None:
    """The history only grows; the latest result is that of what counts now."""
    first = pair.services.analysis.score(pair.owner, pair.owner.wave_id).result
    exclude(pair)
    pair.services.analysis.score(pair.owner, pair.owner.wave_id)
    clock.pass_(minutes=5)
    include(pair)
    assert pair.services.analysis.score(pair.owner, pair.owner.wave_id).result == first
    assert pair.services.analysis.latest(pair.owner, pair.owner.wave_id).result == first
    host = listed(pair)["LIVE"]
    assert host.excluded is None
    assert [(d.number, d.excluded, d.reason, d.decided_by) for d in host.history] == [
        (1, True, REASON, "owner"),
        (2, False, "当面核实过", "owner"),
    ]
    assert host.history[1].at == clock.now


def test_an_excluded_response_is_still_listed_with_its_flags(pair: World) -> None:
    """Whoever reviews sees what was left out and why."""
    exclude(pair)
    host = listed(pair)["LIVE"]
    assert host.excluded == REASON
    assert [flag.code for flag in host.flags] == ["straight_lining"]


def test_single_answers_of_an_excluded_response_are_not_shown_beside_the_counts(pair: World) -> None:
    """Who chose which level adds up to how many chose it."""
    exclude(pair)
    voices = pair.services.voices.by_item(pair.owner, pair.owner.wave_id)
    assert {voice.role for heard in voices.values() for voice in heard} == {"OWN"}


def test_with_everybody_left_out_nothing_can_be_scored(pair: World) -> None:
    """The error says how many there were and what to do."""
    exclude(pair)
    pair.services.review.exclude(pair.owner, pair.owner.response_id, REASON, operation())
    with pytest.raises(EverythingExcluded) as raised:
        pair.services.analysis.score(pair.owner, pair.owner.wave_id)
    assert isinstance(raised.value, NothingToScore)
    assert raised.value.fields == {"n": 2}
    assert "2" in explain(raised.value, "zh")
    assert "2" in explain(raised.value, "en")


@pytest.mark.parametrize("reason", ["", " \n\t ", "\u0000"])
def test_a_reason_is_required(pair: World, reason: str) -> None:
    """A blank reason is refused, and nothing is stored."""
    with pytest.raises(FieldInvalid) as raised:
        exclude(pair, reason)
    assert raised.value.fields == {"field": "reason", "reason": "blank"}
    assert listed(pair)["LIVE"].history == ()


def test_a_reason_has_at_most_500_characters(pair: World) -> None:
    """500 characters of any script fit, one more does not."""
    with pytest.raises(TextTooLong):
        exclude(pair, "理" * 501)
    exclude(pair, "理" * 500)
    assert listed(pair)["LIVE"].excluded == "理" * 500


def test_a_double_click_is_one_decision(pair: World) -> None:
    """The same operation, twice or five times at once, appends one line."""
    same = operation()
    with ThreadPoolExecutor(5) as pool:
        list(pool.map(lambda _: exclude(pair, operation_id=same), range(5)))
    assert len(listed(pair)["LIVE"].history) == 1


def test_decisions_at_once_get_numbers_of_their_own(pair: World) -> None:
    """Five people who give five reasons leave five lines, numbered without gaps."""
    with ThreadPoolExecutor(5) as pool:
        list(pool.map(lambda i: exclude(pair, f"理由{i}"), range(5)))
    history = listed(pair)["LIVE"].history
    assert [d.number for d in history] == [1, 2, 3, 4, 5]
    assert {d.reason for d in history} == {f"理由{i}" for i in range(5)}
    assert listed(pair)["LIVE"].excluded == history[-1].reason


def test_a_page_that_is_behind_changes_nothing_twice(pair: World) -> None:
    """Excluding again for the same reason, or including what counts, adds no line; a new reason does."""
    include(pair)
    assert listed(pair)["LIVE"].history == ()
    exclude(pair)
    exclude(pair)
    assert len(listed(pair)["LIVE"].history) == 1
    exclude(pair, "另有原因")
    assert [d.reason for d in listed(pair)["LIVE"].history] == [REASON, "另有原因"]


def test_an_operation_is_for_one_thing(pair: World) -> None:
    """The id of an exclusion cannot be used to take it back."""
    same = operation()
    exclude(pair, operation_id=same)
    with pytest.raises(FieldInvalid):
        pair.services.review.include(pair.owner, pair.respondent.response_id, "x", same)


def test_drafts_and_open_waves_hold_nothing_to_decide(world: World) -> None:
    """Before a wave is closed nobody looks, and what was not submitted can never be left out."""
    world.answer(3)
    assert world.services.review.responses(world.owner, world.owner.wave_id) == ()
    world.services.responding.submit(world.respondent, operation_id=operation())
    with pytest.raises(NotFound):
        exclude(world)
    world.services.engagements.close(world.owner, operation())
    assert [one.role for one in listed(world).values()] == ["LIVE"]
    with pytest.raises(NotFound):
        world.services.review.exclude(world.owner, world.owner.response_id, REASON, operation())


def test_only_who_runs_the_wave_decides(pair: World) -> None:
    """Readers and respondents are denied, strangers learn nothing, the machine may."""
    response_id = pair.respondent.response_id
    reader = Reader(pair.owner.workspace_id, pair.owner.wave_id)
    for viewer in (reader, pair.respondent):
        with pytest.raises(AccessDenied):
            pair.services.review.exclude(viewer, response_id, REASON, operation())
    assert pair.services.review.responses(reader, pair.owner.wave_id) == ()
    with pytest.raises(AccessDenied):
        pair.services.review.responses(pair.respondent, pair.owner.wave_id)
    other = make_world(pair.services, "另一家")
    with pytest.raises(NotFound):
        pair.services.review.exclude(other.owner, response_id, REASON, operation())
    pair.services.review.exclude(System(), response_id, REASON, operation())
    assert [d.decided_by for d in listed(pair)["LIVE"].history] == ["system"]


def test_the_demo_may_be_looked_through_and_not_decided(services: Services) -> None:
    """Everybody sees the demo's responses by role; nobody changes them."""
    demo = services.demo.ensure()
    found = services.review.responses(demo, demo.wave_id)
    assert len(found) > 1
    assert all(one.role for one in found)
    with pytest.raises(AccessDenied):
        services.review.exclude(demo, found[0].id, REASON, operation())


def crowd(services: Services, n: int) -> World:
    """Close a wave in which n hosts answered, each with one level."""
    world = make_world(services)
    for i in range(n - 1):
        issued = services.engagements.invite(
            world.owner, name=f"主播{i}", role="LIVE", locale="zh", operation_id=operation()
        )
        assert issued.token is not None
        cookie = services.links.exchange("answer", issued.token)
        host = services.links.visitor({ANSWER_COOKIE: cookie}).respondent
        assert host is not None
        widen(services, host)
        world.answer_all(1 + i % 5, viewer=host)
        services.responding.submit(host, operation_id=operation())
    widen(services, world.respondent)
    world.close()
    return world


@pytest.mark.parametrize("mode", ["confidential", "anonymous"])
def test_where_silence_was_promised_nothing_tells_who_it_was(sqlite_services: Services, mode: str) -> None:
    """Five responses show flags without role, name, counts, times or order; four show nothing."""
    four, five = crowd(sqlite_services, 4), crowd(sqlite_services, 5)
    for world in (four, five):
        in_mode(world, mode)
    assert sqlite_services.review.responses(four.owner, four.owner.wave_id) == ()
    found = sqlite_services.review.responses(five.owner, five.owner.wave_id)
    assert [one.id for one in found] == sorted(one.id for one in found)
    assert {(one.role, one.respondent, one.counts, one.minutes) for one in found} == {("", "", None, None)}
    assert all(one.flags for one in found)
    assert {flag.role for one in found for flag in one.flags} == {""}


@pytest.mark.parametrize("mode", ["confidential", "anonymous"])
def test_where_silence_was_promised_decisions_end_with_the_first_scoring(
    sqlite_services: Services, mode: str
) -> None:
    """Two results that differ by one person would be that person's answers."""
    world = crowd(sqlite_services, 6)
    in_mode(world, mode)
    exclude(world)
    result = sqlite_services.analysis.score(world.owner, world.owner.wave_id).result
    assert [(e.role, e.n_answers, e.reason) for e in result.exclusions] == [("", None, REASON)]
    with pytest.raises(ExclusionBarred) as raised:
        include(world)
    assert explain(raised.value, "en") != explain(ExclusionBarred(), "zh")
    exclude(world)  # says what is the case already: no decision, and no refusal
    with pytest.raises(ExclusionBarred):
        exclude(world, "另有原因")


def hurried(world: World, clock: Clock, seconds: float) -> None:
    """Let the host answer everything at this pace and submit, and close the wave."""
    widen(world.services, world.respondent)
    paced(world, world.respondent, clock, seconds, range(1, 6))
    world.services.engagements.close(world.owner, operation())


@pytest.mark.parametrize(("seconds", "codes"), [(3.0, ["speeding"]), (20.0, []), (400.0, [])])
def test_speed_comes_from_the_history_of_answers(
    world: World, clock: Clock, seconds: float, codes: list[str]
) -> None:
    """Three seconds an item is a sign, twenty are not, and breaks of minutes are no times at all."""
    hurried(world, clock, seconds)
    (host,) = world.services.review.responses(world.owner, world.owner.wave_id)
    assert host.counts is not None
    timed = host.counts.n_asked - 1
    assert [flag.code for flag in host.flags] == codes
    assert host.minutes == (None if seconds > 300 else pytest.approx(seconds * timed / 60))
    result = world.services.analysis.score(world.owner, world.owner.wave_id).result
    assert [flag.code for flag in result.answer_flags] == codes


def test_times_of_items_are_read_over_several_waves(services: Services, clock: Clock) -> None:
    """Submitted responses with a history appear with all items but the first; drafts do not."""
    first, second = make_world(services), make_world(services)
    hurried(first, clock, 7)
    second.answer(3)
    clock.pass_(seconds=5)
    second.answer(3, item=1, revision=1)
    wave_ids = (first.owner.wave_id, second.owner.wave_id)
    read = services._context.database.read
    found = read(lambda c: answer_store.item_seconds(c, wave_ids))
    items = [item.id for item in services.responding.open(first.respondent).items]
    assert found == {first.respondent.response_id: dict.fromkeys(items[1:], 7.0)}
    asked = [item.id for item in services.responding.open(second.respondent).items]
    services.responding.submit(second.respondent, operation_id=operation())
    found = read(lambda c: answer_store.item_seconds(c, wave_ids))
    assert found[second.respondent.response_id] == {asked[1]: 5.0}
    assert read(lambda c: answer_store.item_seconds(c, ())) == {}
