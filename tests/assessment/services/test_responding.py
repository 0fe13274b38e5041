"""Answering: exactly once, nobody's answer lost, nothing accepted that should not be."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from assessment.access.viewer import Reader, System
from assessment.domain.errors import (
    AccessDenied,
    AlreadySubmitted,
    AnswerNotAllowed,
    FieldInvalid,
    LinkExpired,
    LinkRevoked,
    NotFound,
    StaleRevision,
    TextTooLong,
    UnknownItem,
    WaveNotOpen,
)
from assessment.domain.response import MISSING, NOT_APPLICABLE, UNKNOWN
from assessment.services.responding import new_receipt
from assessment.storage import answer_store
from tests.assessment.services.worlds import World, make_world, operation
from tests.support import Clock


def test_sheet_asks_the_starred_items_of_ones_role(world: World) -> None:
    """A respondent starts with the core items of the role, in the order of the instrument."""
    sheet = world.services.responding.open(world.respondent)
    assert sheet.items == sheet.instrument.items_for("LIVE", "core")
    assert (sheet.merchant_name, sheet.respondent_name) == ("示例商家", "主播甲")
    assert not sheet.read_only


def test_answer_is_there_after_reopening(world: World) -> None:
    """What was acknowledged is what the next page load shows."""
    saved = world.answer(4)
    sheet = world.services.responding.open(world.respondent)
    assert (saved.revision, saved.merged) == (1, False)
    assert sheet.response.answers == saved.answers
    assert sheet.response.answers[sheet.instrument.index[sheet.items[0].id]] == 4


def test_answers_can_be_unknown_not_applicable_and_taken_back(world: World) -> None:
    """Unknown is offered everywhere, not applicable where the item says so, missing takes back."""
    sheet = world.services.responding.open(world.owner)
    item = next(i for i in sheet.instrument.items if i.not_applicable)
    revision = 0
    for value in (UNKNOWN, NOT_APPLICABLE, MISSING):
        saved = world.services.responding.answer(
            world.owner, item_id=item.id, value=value, revision=revision, operation_id=operation()
        )
        assert saved.answers[sheet.instrument.index[item.id]] == value
        revision = saved.revision


@pytest.mark.parametrize("value", [-1, 6, 100, 253, 256])
def test_levels_outside_the_scale_are_refused(world: World, value: int) -> None:
    """A forged level reaches no row."""
    with pytest.raises(AnswerNotAllowed):
        world.answer(value)
    assert world.services.responding.open(world.respondent).response.revision == 0


def test_not_applicable_is_refused_where_it_is_not_offered(world: World) -> None:
    """Only items with a rule accept 不适用."""
    sheet = world.services.responding.open(world.owner)
    item = next(i for i in sheet.instrument.items if not i.not_applicable)
    with pytest.raises(AnswerNotAllowed):
        world.services.responding.answer(
            world.owner, item_id=item.id, value=NOT_APPLICABLE, revision=0, operation_id=operation()
        )


def test_items_of_other_roles_and_unknown_items_are_refused(world: World) -> None:
    """A respondent answers only what the role may ever be asked."""
    sheet = world.services.responding.open(world.respondent)
    foreign = next(i for i in sheet.instrument.items if "LIVE" not in i.roles)
    for item_id in (foreign.id, "no-such-item"):
        with pytest.raises(UnknownItem):
            world.services.responding.answer(
                world.respondent, item_id=item_id, value=3, revision=0, operation_id=operation()
            )


def test_retry_of_an_operation_returns_the_first_outcome(world: World) -> None:
    """The same operation id stores once, even after later answers, and says what it said before."""
    sheet = world.services.responding.open(world.respondent)
    first, second = (item.id for item in sheet.items[:2])
    tap = {"item_id": first, "value": 4, "revision": 0, "operation_id": operation()}
    saved = world.services.responding.answer(world.respondent, **tap)
    world.services.responding.answer(
        world.respondent, item_id=second, value=2, revision=1, operation_id=operation()
    )
    assert world.services.responding.answer(world.respondent, **tap) == saved
    assert world.services.responding.open(world.respondent).response.revision == 2


def test_an_operation_id_is_good_for_one_answer_only(world: World) -> None:
    """The id of one tap cannot smuggle in another value."""
    sheet = world.services.responding.open(world.respondent)
    tap = {"item_id": sheet.items[0].id, "revision": 0, "operation_id": operation()}
    world.services.responding.answer(world.respondent, value=4, **tap)
    with pytest.raises(FieldInvalid) as refused:
        world.services.responding.answer(world.respondent, value=5, **tap)
    assert refused.value.fields["reason"] == "reused"


@pytest.mark.parametrize("bad", ["", "short", "with blanks here", "x" * 65, "种种种种种种种种"])
def test_malformed_operation_ids_are_refused(world: World, bad: str) -> None:
    """An operation id has 8 to 64 plain characters."""
    with pytest.raises(FieldInvalid):
        world.services.responding.submit(world.respondent, operation_id=bad)


def test_other_items_answered_in_between_are_kept_and_told(world: World) -> None:
    """Two tabs on different items: both answers stay, the late one hears that it was merged."""
    world.answer(4, item=0, revision=0)
    saved = world.answer(2, item=1, revision=0)
    assert saved.merged
    sheet = world.services.responding.open(world.respondent)
    index = sheet.instrument.index
    assert [sheet.response.answers[index[i.id]] for i in sheet.items[:2]] == [4, 2]


def test_the_same_item_changed_in_between_is_stale(world: World) -> None:
    """Two tabs on one item: the tab that saw the older answer is refused, nothing is stored."""
    world.answer(4, item=0, revision=0)
    before = world.services.responding.open(world.respondent).response
    with pytest.raises(StaleRevision) as refused:
        world.answer(2, item=0, revision=0)
    assert dict(refused.value.fields) == {"expected": 0, "current": 1}
    assert world.services.responding.open(world.respondent).response == before


def test_a_revision_from_the_future_is_stale(world: World) -> None:
    """A revision that was never given out is refused."""
    with pytest.raises(StaleRevision):
        world.answer(3, revision=7)


def test_notes_are_stored_replaced_and_taken_back(world: World) -> None:
    """Comment and evidence belong to an item; two empty texts remove them."""
    item_id = world.services.responding.open(world.respondent).items[0].id

    def write(comment: str, evidence: str) -> tuple[tuple[str, str, str], ...]:
        world.services.responding.note(
            world.respondent, item_id=item_id, comment=comment, evidence=evidence, operation_id=operation()
        )
        notes = world.services.responding.open(world.respondent).response.notes
        return tuple((note.item_id, note.comment, note.evidence) for note in notes)

    assert write("每周复盘\r\n一次", "") == ((item_id, "每周复盘\n一次", ""),)
    assert write("", "排班表\x00\x07") == ((item_id, "", "排班表"),)
    assert write("", "") == ()


def test_an_old_note_cannot_come_back(world: World) -> None:
    """The retry of an earlier note changes nothing, even after a newer one."""
    item_id = world.services.responding.open(world.respondent).items[0].id
    old = {"item_id": item_id, "comment": "旧", "evidence": "", "operation_id": operation()}
    world.services.responding.note(world.respondent, **old)
    new = {"item_id": item_id, "comment": "新", "evidence": "", "operation_id": operation()}
    world.services.responding.note(world.respondent, **new)
    world.services.responding.note(world.respondent, **old)
    assert world.services.responding.open(world.respondent).response.notes[0].comment == "新"


def test_too_long_and_unstorable_notes_are_refused(world: World) -> None:
    """800 characters is the limit; half a character cannot be stored."""
    item_id = world.services.responding.open(world.respondent).items[0].id
    for comment, error in (("字" * 801, TextTooLong), ("\ud800", FieldInvalid)):
        with pytest.raises(error):
            world.services.responding.note(
                world.respondent, item_id=item_id, comment=comment, evidence="", operation_id=operation()
            )


def test_notes_belong_to_items_of_ones_role(world: World) -> None:
    """Nobody leaves a note beside an item that the role is never asked."""
    sheet = world.services.responding.open(world.respondent)
    foreign = next(i for i in sheet.instrument.items if "LIVE" not in i.roles)
    with pytest.raises(UnknownItem):
        world.services.responding.note(
            world.respondent, item_id=foreign.id, comment="x", evidence="", operation_id=operation()
        )


def test_one_operation_id_is_good_for_one_thing(world: World) -> None:
    """The id of a choice cannot be used for a note."""
    key = operation()
    sheet = world.services.responding.choose(world.respondent, form="role", operation_id=key)
    with pytest.raises(FieldInvalid) as refused:
        world.services.responding.note(
            world.respondent, item_id=sheet.items[0].id, comment="x", evidence="", operation_id=key
        )
    assert refused.value.fields["reason"] == "reused"


def test_choosing_a_wider_form_keeps_answers(world: World) -> None:
    """Another form asks other items; what was answered stays, also while it is not asked."""
    responding = world.services.responding
    wide = responding.choose(world.owner, form="full", operation_id=operation())
    assert len(wide.items) == len(wide.instrument.items)
    extra = next(i for i in wide.items if not i.core)
    responding.answer(world.owner, item_id=extra.id, value=5, revision=0, operation_id=operation())
    narrow = responding.choose(world.owner, form="core", operation_id=operation())
    assert extra not in narrow.items
    assert narrow.response.answers[narrow.instrument.index[extra.id]] == 5


def test_a_tab_with_the_wider_form_loses_nothing(world: World) -> None:
    """An item of one's widest form is accepted although another tab chose the short form."""
    sheet = world.services.responding.open(world.owner)
    extra = next(i for i in sheet.instrument.items if not i.core)
    saved = world.services.responding.answer(
        world.owner, item_id=extra.id, value=2, revision=0, operation_id=operation()
    )
    assert saved.revision == 1


def test_the_full_form_is_for_owners(world: World) -> None:
    """A respondent chooses between the short form and all items of the role."""
    chosen = world.services.responding.choose(world.respondent, form="role", operation_id=operation())
    assert chosen.items == chosen.instrument.items_for("LIVE", "role")
    with pytest.raises(FieldInvalid):
        world.services.responding.choose(world.respondent, form="full", operation_id=operation())


def test_choosing_a_language(world: World) -> None:
    """The language is remembered with the response; an unknown one is refused."""
    chosen = world.services.responding.choose(world.respondent, locale="en", operation_id=operation())
    assert (chosen.response.locale, chosen.response.form) == ("en", "core")
    with pytest.raises(FieldInvalid):
        world.services.responding.choose(world.respondent, locale="fr", operation_id=operation())


def test_submitting_twice_gives_the_same_receipt(world: World, clock: Clock) -> None:
    """Double click, reload and retry end in one submission with one number and one time."""
    world.answer_all()
    key = operation()
    receipts = []
    for operation_id in (key, key, operation()):
        receipts.append(world.services.responding.submit(world.respondent, operation_id=operation_id))
        clock.pass_(minutes=5)
    assert len(set(receipts)) == 1
    assert receipts[0].answered == receipts[0].asked == 9


def test_an_empty_response_cannot_be_submitted(world: World) -> None:
    """A submission without a single answer is refused."""
    with pytest.raises(FieldInvalid) as refused:
        world.services.responding.submit(world.respondent, operation_id=operation())
    assert dict(refused.value.fields) == {"field": "answers", "reason": "blank"}


def test_a_submitted_response_is_read_only(world: World) -> None:
    """After submission every change is refused with the receipt; a retry still hears its outcome."""
    responding = world.services.responding
    item_id = responding.open(world.respondent).items[0].id
    tap = {"item_id": item_id, "value": 4, "revision": 0, "operation_id": operation()}
    saved = responding.answer(world.respondent, **tap)
    receipt = responding.submit(world.respondent, operation_id=operation())
    assert responding.open(world.respondent).read_only
    with pytest.raises(AlreadySubmitted) as refused:
        world.answer(5, revision=1)
    assert refused.value.fields["receipt"] == receipt.number
    with pytest.raises(AlreadySubmitted):
        responding.choose(world.respondent, form="role", operation_id=operation())
    with pytest.raises(AlreadySubmitted):
        responding.note(world.respondent, item_id=item_id, comment="x", evidence="", operation_id=operation())
    assert responding.answer(world.respondent, **tap) == saved


def test_a_closed_wave_accepts_nothing(world: World) -> None:
    """Unsubmitted responses of a closed wave are read-only."""
    world.answer_all(viewer=world.owner)
    world.services.responding.submit(world.owner, operation_id=operation())
    world.answer(3)
    world.services.engagements.close(world.owner, operation())
    assert world.services.responding.open(world.respondent).read_only
    for late in (
        lambda: world.answer(4, item=1, revision=1),
        lambda: world.services.responding.submit(world.respondent, operation_id=operation()),
    ):
        with pytest.raises(WaveNotOpen) as refused:
            late()
        assert refused.value.fields["status"] == "closed"


def test_revoking_or_expiring_stops_a_page_that_is_open(world: World, clock: Clock) -> None:
    """A page that still holds the viewer cannot save once the invitation ended."""
    clock.pass_(days=31)
    with pytest.raises(LinkExpired):
        world.answer(3)
    world.services.engagements.revoke(world.owner, world.issued.invitation.id)
    with pytest.raises(LinkRevoked):
        world.services.responding.open(world.respondent)


def test_nobody_answers_for_another(world: World) -> None:
    """A forged viewer with somebody else's response, or with no response, gets nothing."""
    other = make_world(world.services, "另一家")
    for forged in (
        world.respondent.__class__(
            world.respondent.wave_id, world.respondent.invitation_id, other.respondent.response_id
        ),
        world.respondent.__class__(world.respondent.wave_id, world.respondent.invitation_id, "0" * 32),
    ):
        with pytest.raises(NotFound):
            world.services.responding.open(forged)
        with pytest.raises(NotFound):
            world.services.responding.submit(forged, operation_id=operation())
    for stranger in (System(), Reader(world.owner.workspace_id, world.owner.wave_id)):
        with pytest.raises(AccessDenied):
            world.services.responding.open(stranger)
        with pytest.raises(AccessDenied):
            world.services.responding.choose(stranger, form="core", operation_id=operation())


def test_threads_on_different_items_lose_nothing(world: World) -> None:
    """Twenty parallel savers that all saw revision 0 end with twenty answers and twenty events."""
    responding = world.services.responding
    sheet = responding.choose(world.owner, form="full", operation_id=operation())
    items = sheet.items[:20]

    def save(position: int) -> bool:
        return responding.answer(
            world.owner,
            item_id=items[position].id,
            value=1 + position % 5,
            revision=0,
            operation_id=operation(),
        ).merged

    with ThreadPoolExecutor(8) as pool:
        merged = list(pool.map(save, range(20)))
    answers = responding.open(world.owner).response.answers
    assert [answers[sheet.instrument.index[item.id]] for item in items] == [1 + p % 5 for p in range(20)]
    assert merged.count(False) == 1


def test_one_operation_in_twenty_parallel_posts_stores_once(world: World) -> None:
    """All twenty callers hear the same outcome and the history holds one event."""
    responding = world.services.responding
    item_id = responding.open(world.respondent).items[0].id
    tap = {"item_id": item_id, "value": 4, "revision": 0, "operation_id": operation()}
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda _: responding.answer(world.respondent, **tap), range(20)))
    assert len(set(outcomes)) == 1
    database = world.services._context.database
    assert len(database.read(lambda c: answer_store.history(c, world.respondent.response_id))) == 1


def test_parallel_submissions_give_one_receipt(world: World) -> None:
    """Ten submissions at once are one submission."""
    world.answer_all()
    with ThreadPoolExecutor(5) as pool:
        receipts = list(
            pool.map(
                lambda _: world.services.responding.submit(world.respondent, operation_id=operation()),
                range(10),
            )
        )
    assert len(set(receipts)) == 1


def test_receipts_are_readable_and_do_not_repeat() -> None:
    """A receipt has three groups of four signs without 0, 1, I and O."""
    receipts = {new_receipt() for _ in range(1000)}
    assert len(receipts) == 1000
    assert not set("".join(receipts)) & set("01IO")
    assert {tuple(map(len, r.split("-"))) for r in receipts} == {(4, 4, 4)}
