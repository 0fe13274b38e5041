"""One response under review: its signs and counts, what was decided about it, and the form to decide."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from assessment.access.viewer import Owner, Reader
from assessment.domain.response import REASON_LIMIT
from assessment.ui import messages, session
from assessment.ui.components import flag_words
from assessment.ui.messages import moment, plain, tell

if TYPE_CHECKING:
    from assessment.bootstrap import Services
    from assessment.services.review import CellCounts, ReviewedResponse

_tell = messages.speaker("review")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A response on the reviewer's desk, under the name that the page gives it."""

    services: "Services"
    viewer: Owner | Reader
    one: "ReviewedResponse"
    name: str


def draw(sheet: Sheet) -> None:
    """Draw one response; only the owner is offered a decision."""
    one = sheet.one
    with st.container(border=True, key=f"review-{one.id}"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(f"**{plain(sheet.name)}**", width="content")
            _badge(one)
        if one.counts is not None:
            st.caption(plain(_figures(one.counts, one.minutes)))
        if one.excluded is not None:
            st.markdown(f":orange[{plain(_tell('one.why', reason=one.excluded))}]")
        for flag in one.flags:
            st.markdown(
                f"- **{plain(flag_words.flag_name(flag))}** &nbsp; {plain(flag_words.flag_sentence(flag))}"
            )
        _history(one)
        if isinstance(sheet.viewer, Owner):
            _form(sheet, "exclude" if one.excluded is None else "include")


def _badge(one: "ReviewedResponse") -> None:
    if one.excluded is not None:
        st.badge(_tell("one.excluded"), icon=":material/block:", color="orange")
    elif one.flags:
        st.badge(_tell("one.flagged", n=len(one.flags)), icon=":material/flag:", color="yellow")
    else:
        st.badge(_tell("one.clean"), icon=":material/check_circle:", color="green")


def _figures(counts: "CellCounts", minutes: float | None) -> str:
    parts = [_tell("one.counts", answered=counts.n_answered, asked=counts.n_asked)]
    parts += [
        _tell(f"one.{name}", n=n)
        for name, n in (
            ("unknown", counts.n_unknown),
            ("not_applicable", counts.n_not_applicable),
            ("missing", counts.n_missing),
        )
        if n
    ]
    parts.append(_time(minutes))
    return tell("results.comma").join(parts)


def _time(minutes: float | None) -> str:
    if minutes is None:
        return _tell("one.no_time")
    return _tell("one.minutes", n=f"{minutes:.0f}") if minutes >= 1 else _tell("one.under_minute")


def _history(one: "ReviewedResponse") -> None:
    if not one.history:
        return
    with st.expander(_tell("one.history", n=len(one.history)), type="compact", key=f"history-{one.id}"):
        for decision in reversed(one.history):
            kind = "excluded_by" if decision.excluded else "included_by"
            who = _tell(f"one.who_{decision.decided_by}")
            line = _tell(f"one.{kind}", time=moment(decision.at), who=who, reason=decision.reason)
            st.markdown(f"- {plain(line)}")


def _form(sheet: Sheet, act: str) -> None:
    """Ask for a reason behind one more tap, so that a list of many stays a list."""
    one = sheet.one
    with st.expander(_tell(f"act.{act}"), type="compact", key=f"act-{act}-{one.id}"):
        st.text_area(
            _tell(f"act.why_{act}"),
            max_chars=REASON_LIMIT,
            placeholder=_tell(f"act.example_{act}"),
            key=f"reason-{act}-{one.id}",
        )
        st.caption(_tell("act.help"))
        st.button(
            _tell(f"act.do_{act}"),
            key=f"do-{act}-{one.id}",
            type="primary",
            on_click=_decide,
            args=(sheet, act),
        )


def _decide(sheet: Sheet, act: str) -> None:
    """Store one decision; a double click repeats it, and what was typed stays when it fails."""
    reason = str(session.widget(f"reason-{act}-{sheet.one.id}") or "").strip()
    failure = messages.attempt(partial(_write, sheet, act, reason)) if reason else _tell("act.blank")
    if failure:
        session.leave_note("review-failed", failure)
        return
    done = "act.excluded" if act == "exclude" else "act.included"
    session.leave_note("review-ok", _tell(done, name=sheet.name))
    session.set_widget(f"reason-{act}-{sheet.one.id}", "")


def _write(sheet: Sheet, act: str, reason: str) -> None:
    review, name = sheet.services.review, f"{act}:{sheet.one.id}"
    decide = review.exclude if act == "exclude" else review.include
    decide(sheet.viewer, sheet.one.id, reason, session.operation(name))
    session.renew_operation(name)
