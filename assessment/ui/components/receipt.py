"""What a submitted or closed sheet shows: the receipt, and the answers as they stand."""

import streamlit as st

from assessment.ui import navigation, paging
from assessment.ui.components import card
from assessment.ui.messages import beijing, plain, tell, wording
from assessment.ui.session import Desk


def draw(desk: Desk, *, is_owner: bool) -> None:
    """Draw the read-only end of a sheet. No traceback, no dead form: one sentence says why."""
    response = desk.sheet.response
    if response.submitted_at is not None:
        st.title(tell("answer.thanks"))
        st.success(tell("answer.submitted"), icon=":material/task_alt:")
        with st.container(border=True):
            st.markdown(tell("answer.receipt", number=plain(response.receipt or "")))
            st.markdown(tell("answer.receipt_time", time=plain(beijing(response.submitted_at))))
            st.markdown(_counts(desk))
    else:
        st.title(tell("answer.closed_title"))
        st.info(tell("answer.closed"), icon=":material/lock:")
    if is_owner:
        navigation.link("team", tell("answer.to_team"), icon=navigation.ICONS["team"])
    with st.expander(tell("answer.my_answers")):
        _answers(desk)


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
