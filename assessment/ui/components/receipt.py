"""What a submitted or closed sheet shows: the receipt, and the answers as they stand."""

from typing import TYPE_CHECKING

import streamlit as st

from assessment.access.viewer import Owner, Respondent
from assessment.ui import messages, navigation, paging, session
from assessment.ui.components import card, save_file
from assessment.ui.components.save_file import SavedFile
from assessment.ui.messages import moment, plain, tell, wording
from assessment.ui.session import Desk

if TYPE_CHECKING:
    from assessment.bootstrap import Services

_report = messages.speaker("report")


def draw(services: "Services", viewer: Owner | Respondent, desk: Desk) -> None:
    """Draw the read-only end of a sheet. No traceback, no dead form: one sentence says why."""
    response = desk.sheet.response
    if response.submitted_at is not None:
        st.title(tell("answer.thanks"))
        st.success(tell("answer.submitted"), icon=":material/task_alt:")
        with st.container(border=True):
            st.markdown(tell("answer.receipt", number=plain(response.receipt or "")))
            st.markdown(tell("answer.receipt_time", time=plain(moment(response.submitted_at))))
            st.markdown(_counts(desk))
        _own_report(services, viewer)
    else:
        st.title(tell("answer.closed_title"))
        st.info(tell("answer.closed"), icon=":material/lock:")
    if isinstance(viewer, Owner):
        navigation.link("team", tell("answer.to_team"), icon=navigation.ICONS["team"])
    with st.expander(tell("answer.my_answers")):
        _answers(desk)


def _own_report(services: "Services", viewer: Owner | Respondent) -> None:
    """Offer a report of one's own answers: it is made on the first press, then saved by the browser."""
    name = f"own-report:{viewer.response_id}"
    st.caption(plain(_report("own.lead")))
    if not session.flag(name):
        st.button(
            _report("own.prepare"),
            key="own-report",
            icon=":material/description:",
            on_click=session.set_flag,
            args=(name, True),
        )
        return
    with messages.frame(), st.spinner(_report("stage.draw")):
        file = services.own_answers.print(viewer, session.locale())
        saved = SavedFile(file.file_name, file.content, file.media_type)
        save_file.button(_report("own.download"), saved, key=f"own-report-{session.locale()}")


def _counts(desk: Desk) -> str:
    items = desk.sheet.items
    left = len(paging.open_items(desk.sheet.instrument, items, desk.answers))
    return tell("answer.receipt_count", answered=len(items) - left, asked=len(items))


def _answers(desk: Desk) -> None:
    instrument = desk.sheet.instrument
    for page in paging.sections(instrument, desk.sheet.items):
        for item in page.items:
            st.markdown(f"**{plain(wording(item.stem))}**")
            st.text(card.answer_words(instrument, item, desk.value(item.id)))
            note = desk.notes.get(item.id)
            for words in (note.comment, note.evidence) if note else ():
                if words:
                    st.caption(plain(words))
