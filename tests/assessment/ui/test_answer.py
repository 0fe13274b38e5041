"""The answering screen."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
import streamlit
from streamlit.testing.v1 import AppTest

from assessment.access.viewer import Owner, Respondent
from assessment.bootstrap import Services
from assessment.domain.errors import AnswerNotAllowed, DatabaseBusy
from assessment.domain.response import MISSING, NOT_APPLICABLE, UNKNOWN
from assessment.ui.components import card
from assessment.ui.messages import moment
from tests.assessment.ui.conftest import Open, everything


def begin(app: AppTest) -> AppTest:
    """Leave the introduction."""
    return app.button(key="begin").click().run()


def cards(app: AppTest) -> list[Any]:
    """Radios of the cards on the page."""
    return [radio for radio in app.radio if str(radio.key).startswith("answer-")]


def test_introduction_says_who_will_see_the_answers(open_screen: Open, respondent: Respondent) -> None:
    """Before the first answer a respondent reads the mode of the wave and how many items there are."""
    app = open_screen("answer", respondent)
    assert "本轮为实名" in everything(app)
    assert "云杉女装" in everything(app)
    assert "9 题" in app.radio[0].options[0]


def test_a_tap_stores_one_answer_and_says_so(
    open_screen: Open, services: Services, respondent: Respondent
) -> None:
    """A tap is in the database when the card says that it is saved."""
    app = begin(open_screen("answer", respondent))
    assert "已保存" not in everything(app)
    cards(app)[0].set_value(3).run()
    sheet = services.responding.open(respondent)
    item = sheet.items[0]
    assert sheet.response.answers[sheet.instrument.index[item.id]] == 3
    assert "已保存" in everything(app)
    assert sheet.response.revision == 1
    assert not app.exception


def test_not_applicable_is_offered_only_where_it_is_legal(services: Services, owner: Owner) -> None:
    """Every item offers 不知道; only items with a rule offer 不适用."""
    instrument = services.responding.open(owner).instrument
    for item in instrument.items:
        offered = card.options(instrument, item)
        assert UNKNOWN in offered
        assert (NOT_APPLICABLE in offered) == bool(item.not_applicable)
        assert len({card.answer_words(instrument, item, value) for value in offered}) == len(offered)


@pytest.mark.parametrize("forged", ["FORGED", None, True, 3.0, [3]])
def test_a_forged_value_is_refused_before_the_service(forged: object, owner: Owner) -> None:
    """Whatever a browser sends that is no whole number never reaches the service."""
    with pytest.raises(AnswerNotAllowed):
        card._store(card.Cards(None, owner, "r"), None, "CO1-1", forged, "operation-1")  # type: ignore[arg-type]  # never used


def test_a_stale_tab_is_told_and_shown_the_stored_answer(
    open_screen: Open, services: Services, respondent: Respondent
) -> None:
    """When another device changed the same item, nothing is overwritten and the card says why."""
    app = begin(open_screen("answer", respondent))
    sheet = services.responding.open(respondent)
    item = sheet.items[0].id
    services.responding.answer(respondent, item_id=item, value=5, revision=0, operation_id="elsewhere-1")
    cards(app)[0].set_value(2).run()
    sheet = services.responding.open(respondent)
    assert sheet.response.answers[sheet.instrument.index[item]] == 5
    assert cards(app)[0].value == 5
    assert any("另一台设备" in str(warning.value) for warning in app.warning)


def test_another_devices_answers_to_other_items_are_merged(
    open_screen: Open, services: Services, respondent: Respondent
) -> None:
    """Both devices' answers are kept, and this tab shows the other one's."""
    app = begin(open_screen("answer", respondent))
    sheet = services.responding.open(respondent)
    other = sheet.items[1].id
    services.responding.answer(respondent, item_id=other, value=4, revision=0, operation_id="elsewhere-2")
    cards(app)[0].set_value(2).run()
    after = services.responding.open(respondent)
    assert after.response.answers[after.instrument.index[sheet.items[0].id]] == 2
    assert cards(app)[1].value == 4
    assert any("已同步" in str(warning.value) for warning in app.warning)


@dataclass
class BusyResponding:
    """A service that fails once and remembers the operations it was asked for."""

    real: Any
    operations: list[str] = field(default_factory=list)

    def answer(self, viewer: object, **asked: Any) -> Any:
        """Fail the first time."""
        self.operations.append(asked["operation_id"])
        if len(self.operations) == 1:
            raise DatabaseBusy
        return self.real.answer(viewer, **asked)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)


def test_a_failed_write_is_not_called_saved_and_can_be_repeated(
    open_screen: Open, services: Services, respondent: Respondent, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The card says 没有保存; the retry repeats the same operation, so nothing is stored twice."""
    busy = BusyResponding(services.responding)
    monkeypatch.setattr(services, "responding", busy)
    app = begin(open_screen("answer", respondent))
    cards(app)[0].set_value(3).run()
    assert any("没有保存" in str(error.value) for error in app.error)
    assert "已保存" not in "".join(str(caption.value) for caption in app.caption)
    item = services.responding.open(respondent).items[0].id
    app.button(key=f"retry-{item}").click().run()
    assert not app.error
    assert busy.operations[0] == busy.operations[1]
    assert services.responding.open(respondent).response.revision == 1


def test_an_unforeseen_failure_shows_an_incident_number_only(
    open_screen: Open, services: Services, respondent: Respondent, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No class name, no path and no traceback reach the page."""

    def broken(_viewer: object) -> None:
        raise RuntimeError("postgresql://user:secret@host")

    monkeypatch.setattr(services.responding, "open", broken)
    app = open_screen("answer", respondent)
    assert "编号" in str(app.error[0].value)
    assert "secret" not in everything(app)
    assert not app.exception


def test_resume_opens_the_first_open_item(open_screen: Open, services: Services, owner: Owner) -> None:
    """On another device the page with the first open item is shown, not the introduction."""
    sheet = services.responding.open(owner)
    first = sheet.items[0].dimension
    for number, item in enumerate(i for i in sheet.items if i.dimension == first):
        services.responding.answer(
            owner, item_id=item.id, value=3, revision=number, operation_id=f"resume-{number:04}"
        )
    app = open_screen("answer", owner)
    shown = {str(radio.key).split("-")[1] for radio in cards(app)}
    assert shown
    assert not any(key.startswith(first) for key in shown)


def test_skip_review_and_submit_end_in_a_receipt(
    open_screen: Open, services: Services, respondent: Respondent
) -> None:
    """Open items may be skipped, are listed in the review, and submission gives a receipt once."""
    app = begin(open_screen("answer", respondent))
    cards(app)[0].set_value(3).run()
    for _ in range(12):
        if any(button.key == "submit" for button in app.button):
            break
        app.button(key="next").click().run()
    assert "还有 8 题" in str(app.warning[0].value)
    app.button(key="submit").click().run()
    receipt = services.responding.open(respondent).response.receipt
    assert receipt
    assert receipt.split("-")[0] in everything(app)
    assert not cards(app)


def test_nothing_answered_cannot_be_submitted(open_screen: Open, respondent: Respondent) -> None:
    """The submit button waits for a first answer."""
    app = begin(open_screen("answer", respondent))
    for _ in range(12):
        if any(button.key == "submit" for button in app.button):
            break
        app.button(key="next").click().run()
    assert app.button(key="submit").disabled


def test_a_closed_wave_is_read_only(
    open_screen: Open, services: Services, owner: Owner, respondent: Respondent
) -> None:
    """After closing, an open sheet says so in a sentence and offers no cards."""
    item = services.responding.open(owner).items[0].id
    services.responding.answer(owner, item_id=item, value=3, revision=0, operation_id="close-0001")
    services.responding.submit(owner, operation_id="close-0002")
    app = begin(open_screen("answer", respondent))
    services.engagements.close(owner, "close-0003")
    cards(app)[0].set_value(3).run()
    assert not cards(app)
    assert "已结束" in everything(app)
    assert not app.exception


def test_a_revoked_link_is_told_in_words(
    open_screen: Open, services: Services, owner: Owner, respondent: Respondent
) -> None:
    """A withdrawn respondent reads a sentence; nothing of the sheet is shown."""
    services.engagements.revoke(owner, respondent.invitation_id)
    app = open_screen("answer", respondent)
    assert app.error
    assert not cards(app)
    assert not app.exception


def test_a_revocation_in_the_middle_of_answering_is_told(
    open_screen: Open, services: Services, owner: Owner, respondent: Respondent
) -> None:
    """The next tap stores nothing, offers no retry, and the page says that the link was withdrawn."""
    app = begin(open_screen("answer", respondent))
    services.engagements.revoke(owner, respondent.invitation_id)
    cards(app)[0].set_value(3).run()
    assert "收回" in str(app.error[0].value)
    assert not [button for button in app.button if str(button.key).startswith("retry-")]


def test_a_browser_whose_visit_ended_is_told_why(open_screen: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a visit's cookie but no visit the page does not pretend that there never was a link."""
    monkeypatch.setattr(streamlit, "context", SimpleNamespace(cookies={"factorg_answer": "gone"}))
    app = open_screen("answer", None)
    assert "已失效" in str(app.title[0].value)
    assert "收回" in str(app.warning[0].value)


def test_the_receipt_tells_beijing_time() -> None:
    """Receipt and landing page name the same zone."""
    assert moment(datetime(2025, 3, 4, 20, 5, tzinfo=UTC)) == "2025年3月5日 04:05（北京时间）"


def test_without_a_link_the_page_says_what_to_do(open_screen: Open) -> None:
    """Somebody without a link is not shown an error but the way in."""
    app = open_screen("answer", None)
    assert "个人链接" in everything(app)


def test_notes_are_stored_beside_the_answer(
    open_screen: Open, services: Services, respondent: Respondent
) -> None:
    """A comment is in the database after the field is left."""
    app = begin(open_screen("answer", respondent))
    item = services.responding.open(respondent).items[0].id
    app.text_area(key=f"comment-{item}-0").set_value("旺季另有一套").run()
    notes = services.responding.open(respondent).response.notes
    assert [(note.item_id, note.comment) for note in notes] == [(item, "旺季另有一套")]


def test_an_answer_can_be_taken_back(open_screen: Open, services: Services, respondent: Respondent) -> None:
    """Clearing stores MISSING, and the card is empty again."""
    app = begin(open_screen("answer", respondent))
    item = services.responding.open(respondent).items[0].id
    cards(app)[0].set_value(3).run()
    app.run()  # the test tree holds only what the last run drew; a browser keeps the other parts
    app.button(key=f"clear-{item}-0").click().run()
    sheet = services.responding.open(respondent)
    assert sheet.response.answers[sheet.instrument.index[item]] == MISSING
    assert cards(app)[0].value is None


def test_english_has_no_chinese_left(open_screen: Open, respondent: Respondent) -> None:
    """In English every sentence of the page is English, names of people and merchants apart."""
    app = begin(open_screen("answer", respondent, "en"))
    texts = [str(caption.value) for caption in app.caption] + [str(radio.label) for radio in app.radio]
    texts += [option for radio in app.radio for option in radio.options] + [b.label for b in app.button]
    assert not [text for text in texts if any("\u4e00" <= sign <= "\u9fff" for sign in text)]


def test_the_owner_may_take_the_full_form(open_screen: Open, services: Services, owner: Owner) -> None:
    """The owner is given the core items and may choose all 56."""
    app = open_screen("answer", owner)
    assert len(services.responding.open(owner).items) == 13
    app.radio[0].set_value("full").run()
    assert len(services.responding.open(owner).items) == 56


def test_an_owner_alone_is_told_what_the_short_form_cannot_give(
    open_screen: Open, services: Services, owner: Owner
) -> None:
    """Before starting, with the numbers of items; once somebody is invited the advice is gone."""
    (advice,) = open_screen("answer", owner).info
    assert "13 道核心题" in str(advice.value)
    assert "56 题" in str(advice.value)
    assert "总体得分" in str(advice.value)
    services.engagements.invite(owner, name="主播甲", role="LIVE", locale="zh", operation_id="alone-0001")
    assert not open_screen("answer", owner).info
